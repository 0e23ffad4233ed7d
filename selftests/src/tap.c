// SPDX-License-Identifier: GPL-2.0
/*
 * TAP: one child per case, in a process group of its own, with a time limit.
 *
 * The child's exit status is the result, in the numbers of kselftest: 0 passed,
 * 1 failed, 4 skipped. What it wants to say it prints as diagnostics ("# ...")
 * before the result. So does the command TAP_FAILED when a case has failed.
 */
#include <errno.h>
#include <fnmatch.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

#define STATUS_SKIP	4

static struct {
	char **wanted;
	int n_wanted;
	unsigned int n;
	unsigned int failed;
} tap;

void (*tap_wrap)(void (*run)(void));
const void *tap_data;
const char *tap_tag = "";

static void say(const char *fmt, va_list args)
{
	char text[1024];
	char *line, *rest = text;

	vsnprintf(text, sizeof(text), fmt, args);
	while ((line = strsep(&rest, "\n")))
		printf("# %s\n", line);
	fflush(stdout);
}

void tap_note(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(fmt, args);
	va_end(args);
}

void tap_fail(const char *file, int line, const char *fmt, ...)
{
	const char *slash = strrchr(file, '/');
	va_list args;
	int error = errno;

	printf("# %s%s:%d: ", tap_tag, slash ? slash + 1 : file, line);
	errno = error;
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
	_exit(EXIT_FAILURE);
}

void tap_skip(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(fmt, args);
	va_end(args);
	_exit(STATUS_SKIP);
}

static bool is_wanted(const char *name)
{
	int i;

	for (i = 0; i < tap.n_wanted; i++)
		if (!fnmatch(tap.wanted[i], name, 0))
			return true;
	return !tap.n_wanted && strcmp(name, "fails");
}

/* What else is to be said of a failure */
static void explain(void)
{
	const char *command = getenv("TAP_FAILED");
	char line[4096];
	FILE *pipe;

	if (!command)
		return;
	pipe = popen(command, "r");
	if (!pipe)
		return;
	while (fgets(line, sizeof(line), pipe))
		printf("# %s", line);
	pclose(pipe);
}

/* The child's end, or its end by us: -1 when its time was up. */
static int await(pid_t pid, unsigned int limit)
{
	struct timespec wait = { .tv_sec = limit };
	sigset_t child;
	int status, rc;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	do {
		rc = waitpid(pid, &status, WNOHANG);
		if (rc == pid)
			return status;
		errno = 0;
		rc = sigtimedwait(&child, NULL, &wait);
	} while (rc >= 0 || errno == EINTR);
	kill(-pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return -1;
}

static void run_one(const struct tap_case *one)
{
	unsigned int limit = (one->limit ? one->limit : TAP_LIMIT) * TAP_PATIENCE;
	sigset_t child;
	int status;
	pid_t pid;

	fflush(stdout);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	pid = fork();
	if (!pid) {
		setpgid(0, 0);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		sigprocmask(SIG_UNBLOCK, &child, NULL);
		tap_data = one->data;
		if (tap_wrap)
			tap_wrap(one->run);
		else
			one->run();
		fflush(stdout);
		_exit(EXIT_SUCCESS);
	}
	setpgid(pid, pid);
	status = await(pid, limit);
	kill(-pid, SIGKILL);		/* what it left behind */
	tap.n++;
	if (status == 0) {
		printf("ok %u - %s\n", tap.n, one->name);
		return;
	}
	if (status > 0 && WIFEXITED(status) && WEXITSTATUS(status) == STATUS_SKIP) {
		printf("ok %u - %s # SKIP\n", tap.n, one->name);
		return;
	}
	if (status < 0)
		printf("# not done after %u s\n", limit);
	else if (WIFSIGNALED(status))
		printf("# ended by signal %d\n", WTERMSIG(status));
	explain();
	tap.failed++;
	printf("not ok %u - %s\n", tap.n, one->name);
}

void tap_begin(int argc, char **argv)
{
	tap.wanted = argv + 1;
	tap.n_wanted = argc - 1;
	puts("TAP version 13");
}

void tap_run(const struct tap_case *cases, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (is_wanted(cases[i].name))
			run_one(&cases[i]);
	fflush(stdout);
}

int tap_end(void)
{
	printf("1..%u\n", tap.n);
	return tap.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int tap_main(const struct tap_case *cases, size_t n, int argc, char **argv)
{
	tap_begin(argc, argv);
	tap_run(cases, n);
	return tap_end();
}
