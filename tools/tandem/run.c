// SPDX-License-Identifier: GPL-2.0
/*
 * tandem run: run a program with its TCP on Tandem.
 *
 * The work is libtandem.so's (preload.c), which this adds to LD_PRELOAD behind
 * whatever is there. The library is looked for where this program lies
 * (../lib, both in a build tree and installed), then where it was to be
 * installed. A program that cannot be run ends with 127 or 126, as in env(1).
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tandem.h"

#define LIBRARY	"libtandem.so"

static void find_library(char path[PATH_MAX])
{
	char beside[PATH_MAX + sizeof("/../lib/" LIBRARY)];
	ssize_t len;

	len = readlink("/proc/self/exe", beside, PATH_MAX - 1);
	while (len > 0 && beside[len - 1] != '/')
		len--;
	if (len < 0)
		len = 0;
	memcpy(beside + len, "../lib/" LIBRARY, sizeof("../lib/" LIBRARY));
	if (!len || !realpath(beside, path) || access(path, R_OK))
		snprintf(path, PATH_MAX, "%s", TANDEM_LIBDIR "/" LIBRARY);
	if (access(path, R_OK))
		say_failed(LIBRARY " is neither in ../lib beside the program nor in "
			   TANDEM_LIBDIR);
	/* The dynamic linker splits the list at both and knows no escape. */
	if (strpbrk(path, " :"))
		say_failed("a path with a space or colon cannot be preloaded: %s", path);
}

static void add_preload(const char *library)
{
	const char *before = getenv("LD_PRELOAD");
	char *list;

	if (!before || !*before) {
		setenv("LD_PRELOAD", library, 1);
		return;
	}
	if (strstr(before, library))	/* `tandem run` within `tandem run` */
		return;
	if (asprintf(&list, "%s:%s", before, library) < 0)
		say_failed("out of memory");
	setenv("LD_PRELOAD", list, 1);
	free(list);
}

/* Say it now rather than at the program's first socket. */
static void check_family(void)
{
	int fd = socket(parse_family(), SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0)
		close(fd);
	else if (errno == EAFNOSUPPORT || errno == ESOCKTNOSUPPORT)
		say_not_loaded();
	else
		say_failed("cannot open a Tandem socket: %s", strerror(errno));
}

int run_main(int n, char **words)
{
	char library[PATH_MAX];
	int error;

	if (!n)
		say_misused("usage: tandem run PROGRAM [ARGUMENT...]");
	find_library(library);
	check_family();
	add_preload(library);
	execvp(words[0], words);
	error = errno;
	fprintf(stderr, "tandem: cannot run %s: %s\n", words[0], strerror(error));
	return error == ENOENT ? 127 : 126;
}
