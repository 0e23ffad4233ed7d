// SPDX-License-Identifier: GPL-2.0
/*
 * modcycle FILE.ko N: unload and load a module N times, without the half second
 * that two programs take to start under emulation. The module is loaded before
 * and after.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fail(const char *doing, int round)
{
	printf("# cannot %s in round %d: %m\n", doing, round);
	return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	int fd, i, rounds;
	char name[64];

	rounds = argc == 3 ? atoi(argv[2]) : 0;
	if (rounds < 1) {
		fputs("usage: modcycle FILE.ko N\n", stderr);
		return 2;
	}
	snprintf(name, sizeof(name), "%s", basename(argv[1]));
	name[strcspn(name, ".")] = '\0';
	for (i = 1; i <= rounds; i++) {
		if (syscall(SYS_delete_module, name, O_NONBLOCK))
			return fail("unload", i);
		fd = open(argv[1], O_RDONLY | O_CLOEXEC);
		if (fd < 0 || syscall(SYS_finit_module, fd, "", 0))
			return fail("load", i);
		close(fd);
	}
	return EXIT_SUCCESS;
}
