// SPDX-License-Identifier: GPL-2.0
/*
 * Making the module's allocations fail, one by one. Two means of the kernel (fault
 * injection) serve; both count only what has an address of a module in its stack, and
 * on the debug kernel there is no other module.
 *
 *	fail-nth   the n-th allocation of one task, slab or page, also beyond its exec():
 *	           for what system calls do. n goes up from 1.
 *	space      the allocation fails that would use up a number of bytes (failslab) or
 *	           pages (fail_page_alloc), whoever makes it: for packets, which are
 *	           handled in soft interrupts. What was left of the number then tells how
 *	           much was allocated before, and with just this number the allocation
 *	           before that one fails: thus from the last to the first, by steps of
 *	           exactly one, whatever their sizes. Everything runs on one processor, so
 *	           that the row is much the same each time; if it was shorter than that
 *	           nothing fails, and the walk goes on from its end.
 *
 *	         size  |  a  | b |    c    | d |
 *	               0     ^   ^         ^   ^ all
 *	                     |   |         |   '-- space = all: d fails, all - d is left over
 *	                     |   |         '------ space = all - d: c fails, ...
 *
 * The native stack is left alone but for what it does below a call of ours.
 */
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "inject.h"
#include "net.h"
#include "tap.h"

#define PLENTY		100000		/* more allocations than one piece of work makes */
#define MODULES_BEGIN	"0xffffffffa0000000"
#define MODULES_END	"0xffffffffff000000"
#define WORDS		16

static const char * const attrs[] = { "failslab", "fail_page_alloc" };
static const char * const units[] = { "bytes", "pages" };
static unsigned int at;			/* which allocation fails now */
static int also;			/* an errno that the kernel is known to give */

static void put(const char *path, const char *text)
{
	int fd = OK(open(path, O_WRONLY | O_CLOEXEC));

	CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text), "%s: %m", path);
	close(fd);
}

static void put_attr(const char *attr, const char *name, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/kernel/debug/%s/%s", attr, name);
	put(path, text);
}

static void put_number(const char *attr, const char *name, int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", value);
	put_attr(attr, name, text);
}

static long get(const char *path)
{
	FILE *file = fopen(path, "r");
	long value;

	CHECK(file && fscanf(file, "%ld", &value) == 1, "%s: %m", path);
	fclose(file);
	return value;
}

static long get_attr(const char *attr, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/kernel/debug/%s/%s", attr, name);
	return get(path);
}

void inject_prepare(void)
{
	cpu_set_t one;
	size_t i;

	if (access("/sys/kernel/debug/failslab", F_OK))
		tap_skip("this kernel cannot make allocations fail");
	for (i = 0; i < ARRAY_SIZE(attrs); i++) {
		put_attr(attrs[i], "verbose", "0");
		put_attr(attrs[i], "probability", "0");
		put_attr(attrs[i], "interval", "1");
		put_attr(attrs[i], "times", "-1");
		put_attr(attrs[i], "ignore-gfp-wait", "N");
		put_attr(attrs[i], "require-start", MODULES_BEGIN);
		put_attr(attrs[i], "require-end", MODULES_END);
		put_attr(attrs[i], "stacktrace-depth", "32");
		put_attr(attrs[i], "reject-start", "0");
		put_attr(attrs[i], "reject-end", "0");
	}
	put_attr("fail_page_alloc", "min-order", "0");
	put_attr("fail_page_alloc", "ignore-gfp-highmem", "N");
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	OK(sched_setaffinity(0, sizeof(one), &one));
}

void inject_near(unsigned int frames)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(attrs); i++)
		put_number(attrs[i], "stacktrace-depth", frames);
}

void inject_allow(int error)
{
	also = error;
}

int inject_no_memory(const char *what)
{
	int error = errno;

	CHECK(error == ENOMEM || error == ENOBUFS || error == also,
	      "allocation %u failed, %s gave %s", at, what, strerrorname_np(error));
	return -1;
}

static void arm(unsigned int n)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", n);
	put("/proc/thread-self/fail-nth", text);
}

unsigned int inject_pause(void)
{
	unsigned int n = get("/proc/thread-self/fail-nth");

	arm(0);
	return n;
}

void inject_resume(unsigned int n)
{
	arm(n);
}

/* Do the work with its n-th allocation failing; false: it did not come to that. */
static bool fires(int (*work)(void), unsigned int n, unsigned int *made, int *rc)
{
	long left;

	at = n;
	arm(n);
	*rc = work();
	left = get("/proc/thread-self/fail-nth");
	arm(0);
	*made = n - left;
	return !left;
}

void inject_each(const char *name, int (*work)(void), unsigned int stride)
{
	unsigned int errors = 0, tried = 0, made, n;
	int rc;

	fires(work, PLENTY, &made, &rc);
	CHECK(!rc, "%s fails without a fault", name);
	CHECK(made, "%s allocates nothing", name);
	for (n = 1; n < PLENTY && fires(work, n, &made, &rc); n += stride) {
		tried++;
		errors += !!rc;
	}
	CHECK(!rc && n > made, "%s: no end of allocations", name);
	CHECK(!work(), "%s fails after the faults", name);
	tap_note("%s: %u of %u allocations failed, %u seen as errors", name, tried, made, errors);
}

static int split(char *words, char **argv)
{
	size_t n = 0;

	for (; n < WORDS - 1 && (argv[n] = strsep(&words, " ")); n++)
		;
	argv[n] = NULL;
	return n;
}

/* Run a command whose n-th allocation fails; its status, what it said, what was left of n. */
static int command(const char *line, unsigned int n, char *said, size_t size, long *left)
{
	char words[256], path[64], *argv[WORDS];
	int out[2], status, argc;
	size_t len = 0;
	siginfo_t info;
	ssize_t rc;
	pid_t pid;

	snprintf(words, sizeof(words), "%s", line);
	argc = split(words, argv);
	OK(pipe2(out, O_CLOEXEC));
	fflush(stdout);
	pid = OK(fork());
	if (!pid) {
		dup2(out[1], STDOUT_FILENO);
		dup2(out[1], STDERR_FILENO);
		arm(n);
		if (!strcmp(argv[0], "tandem"))
			exit(tandem_main(argc, argv));
		execvp(argv[0], argv);
		_exit(127);
	}
	close(out[1]);
	while ((rc = read(out[0], said + len, size - 1 - len)) > 0)
		len = len + rc < size - 1 ? len + rc : 0;
	said[len] = 0;
	close(out[0]);
	/* A task that has ended still tells its count until it is waited for. */
	OK(waitid(P_PID, pid, &info, WEXITED | WNOWAIT));
	snprintf(path, sizeof(path), "/proc/%d/fail-nth", pid);
	*left = get(path);
	OK(waitpid(pid, &status, 0));
	return status;
}

void inject_run(const char *line)
{
	char said[4096];
	long left;
	int status = command(line, 0, said, sizeof(said), &left);

	CHECK(!status, "'%s' ended with %#x: %s", line, status, said);
}

void inject_each_command(const char *line, const char *undo, unsigned int stride)
{
	unsigned int errors = 0, tried = 0;
	char said[4096];
	long left = 0;
	int status;

	for (at = 1; at < PLENTY && !left; at += stride) {
		status = command(line, at, said, sizeof(said), &left);
		if (status) {
			CHECK(strcasestr(said, "cannot allocate memory") ||
			      strcasestr(said, "no buffer space"),
			      "allocation %u failed, '%s' ended with %#x: %s", at, line,
			      status, said);
			errors++;
			inject_run(line);
		}
		tried += !left;
		if (undo)
			inject_run(undo);
	}
	tap_note("'%s': %u allocations failed, %u seen as errors", line, tried, errors);
}

/* Do the work, the allocation failing that comes when `space` is used up; what was left then. */
static long spend(const char *attr, void (*work)(void), int space, bool *fired)
{
	put_number(attr, "space", space);
	put_attr(attr, "times", "1");
	put_attr(attr, "probability", "100");
	work();
	put_attr(attr, "probability", "0");
	*fired = !get_attr(attr, "times");
	return get_attr(attr, "space");
}

void inject_each_packet(const char *name, void (*work)(void))
{
	unsigned int failed, i;
	long space, all;
	bool fired;

	for (i = 0; i < ARRAY_SIZE(attrs); i++) {
		failed = 0;
		all = INT_MAX - spend(attrs[i], work, INT_MAX, &fired);
		CHECK(!fired, "%s: no end of allocations", name);
		for (space = all, at = 0; space > 0; at++) {
			space -= spend(attrs[i], work, space, &fired);
			failed += fired;
		}
		work();
		tap_note("%s: %u allocations failed, of %ld %s", name, failed, all, units[i]);
		/* Pages are allocated when a supply of them runs out: now and then */
		CHECK(failed || i, "%s: none has failed", name);
	}
}
