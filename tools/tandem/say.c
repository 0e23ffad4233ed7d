// SPDX-License-Identifier: GPL-2.0
/*
 * The messages: every mistake is one line on stderr that begins with
 * "tandem: ", and an exit status: 1 when something failed, 2 when the command
 * line is wrong.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "tandem.h"

static void say(const char *fmt, va_list args)
{
	fflush(stdout);
	fputs("tandem: ", stderr);
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
}

/* The request was understood and could not be done. */
void say_failed(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(fmt, args);
	va_end(args);
	exit(EXIT_FAILURE);
}

/* The request was not understood. */
void say_misused(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(fmt, args);
	va_end(args);
	exit(EXIT_USAGE);
}

void say_not_loaded(void)
{
	say_failed("the tandem module is not loaded: insmod tandem.ko");
}
