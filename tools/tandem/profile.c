// SPDX-License-Identifier: GPL-2.0
/*
 * tandem profile: which constants of TCP new sockets get, as one name. It is
 * the sysctl net.tandem.profile; the constants themselves are its neighbours.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tandem.h"

#define PROFILE_FILE	"/proc/sys/net/tandem/profile"

static FILE *profile_open(const char *mode)
{
	FILE *file = fopen(PROFILE_FILE, mode);

	if (!file && errno == ENOENT)
		say_not_loaded();
	if (!file)
		say_failed("%s: %m", PROFILE_FILE);
	return file;
}

static void profile_show(void)
{
	FILE *file = profile_open("r");
	char name[64];

	if (!fgets(name, sizeof(name), file))
		say_failed("%s: %m", PROFILE_FILE);
	fputs(name, stdout);
	fclose(file);
}

static void profile_set(const char *name)
{
	FILE *file = profile_open("w");

	/* The kernel's word comes when the buffer is written out. */
	fputs(name, file);
	if (fclose(file)) {
		if (errno == EINVAL)
			say_failed("there is no profile '%s'", name);
		say_failed("cannot set the profile: %m");
	}
}

int profile_main(int n, char **words)
{
	if (n > 1)
		say_misused("usage: tandem profile [NAME]");
	if (n)
		profile_set(words[0]);
	else
		profile_show();
	return EXIT_SUCCESS;
}
