// SPDX-License-Identifier: GPL-2.0
/*
 * Runs the KUnit suites as a program.
 *
 *   suites [-l] [PATTERN...]
 *
 * Runs every case whose "suite.case" matches one of the shell patterns, or all; -l lists them
 * instead. Writes KTAP, one line per case and "# " lines for what went wrong, and exits 1 if a case
 * failed. A parameterised case is one case; its failures name the parameter. When a sanitizer or an
 * assertion ends the program, the running case is reported as failed before it dies, so that a
 * crash is never mistaken for a short list.
 */
#include <fnmatch.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <kunit/test.h>

static struct kunit_suite *suites;
static jmp_buf case_end;

/* For the obituary: the running case's number and name, preformatted */
static char last_words[512];

void tn_kunit_register(struct kunit_suite *suite)
{
	struct kunit_suite **at = &suites;

	while (*at && strcmp((*at)->name, suite->name) < 0)
		at = &(*at)->next;
	suite->next = *at;
	*at = suite;
}

void tn_kunit_fail(struct kunit *test, const char *file, int line, const char *fmt, ...)
{
	va_list args;

	test->failures++;
	printf("# %s:%d: ", file, line);
	if (test->param_value)
		printf("[%s] ", test->param_desc);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf("\n");
}

void tn_kunit_leave(struct kunit *test)
{
	longjmp(case_end, 1);
}

void tn_kunit_info(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	printf("# %s: ", test->name);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	if (!strchr(fmt, '\n'))
		printf("\n");
}

void tn_kunit_skip(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	test->skipped = true;
	va_start(args, fmt);
	vsnprintf(test->skip_why, sizeof(test->skip_why), fmt, args);
	va_end(args);
}

void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	void *p = calloc(1, size);

	test->memory = realloc(test->memory, (test->nmemory + 1) * sizeof(*test->memory));
	if (!p || !test->memory)
		abort();
	test->memory[test->nmemory++] = p;
	return p;
}

/* Not zeroed, as in the kernel: filled with a pattern that shows */
void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return memset(kunit_kzalloc(test, size, gfp), 0xa5, size);
}

void kunit_kfree(struct kunit *test, const void *p)
{
	size_t i;

	for (i = test->nmemory; p && i-- > 0;) {
		if (test->memory[i] != p)
			continue;
		free(test->memory[i]);
		test->memory[i] = test->memory[--test->nmemory];
		return;
	}
}

static void free_memory(struct kunit *test)
{
	while (test->nmemory)
		free(test->memory[--test->nmemory]);
	free(test->memory);
	test->memory = NULL;
}

/* init, the case, exit: in one life of struct kunit */
static void run_once(struct kunit_suite *suite, struct kunit_case *c, struct kunit *test)
{
	int err = suite->init ? suite->init(test) : 0;

	if (err)
		KUNIT_FAIL(test, "init() returned %d", err);
	else if (!setjmp(case_end))
		c->run_case(test);
	if (suite->exit)
		suite->exit(test);
	free_memory(test);
}

/* Returns whether the case passed */
static bool run_case(struct kunit_suite *suite, struct kunit_case *c, unsigned int n)
{
	struct kunit test = { .name = c->name };

	snprintf(last_words, sizeof(last_words), "not ok %u - %s.%s # died\nBail out!\n",
		 n, suite->name, c->name);
	if (!c->generate_params)
		run_once(suite, c, &test);
	else
		while ((test.param_value = c->generate_params(test.param_value, test.param_desc)))
			run_once(suite, c, &test);

	printf("%sok %u - %s.%s", test.failures ? "not " : "", n, suite->name, c->name);
	if (test.skipped && !test.failures)
		printf(" # SKIP %s", test.skip_why);
	printf("\n");
	return !test.failures;
}

static bool selected(struct kunit_suite *suite, struct kunit_case *c, char **patterns)
{
	char name[512];

	if (!*patterns)
		return true;
	snprintf(name, sizeof(name), "%s.%s", suite->name, c->name);
	for (; *patterns; patterns++)
		if (!fnmatch(*patterns, name, 0))
			return true;
	return false;
}

typedef bool (*case_fn)(struct kunit_suite *suite, struct kunit_case *c, unsigned int n);

/* Returns for how many cases @fn was false */
static unsigned int walk_cases(char **patterns, case_fn fn)
{
	unsigned int n = 0, failed = 0;
	struct kunit_suite *suite;
	struct kunit_case *c;

	for (suite = suites; suite; suite = suite->next) {
		if (suite->suite_init && fn == run_case && suite->suite_init(suite)) {
			printf("# %s: suite_init() failed\n", suite->name);
			failed++;
			continue;
		}
		for (c = suite->test_cases; c->run_case; c++)
			if (selected(suite, c, patterns))
				failed += !fn(suite, c, ++n);
		if (suite->suite_exit && fn == run_case)
			suite->suite_exit(suite);
	}
	return failed;
}

static bool list_case(struct kunit_suite *suite, struct kunit_case *c, unsigned int n)
{
	printf("%s.%s\n", suite->name, c->name);
	return true;
}

static bool count_case(struct kunit_suite *suite, struct kunit_case *c, unsigned int n)
{
	return false;
}

/* Async-signal-safe; stdout is line buffered, so what was printed is out */
static void on_abort(int sig)
{
	if (write(STDOUT_FILENO, last_words, strlen(last_words)) < 0)
		_exit(2);
	_exit(1);
}

/* The sanitizers ask for these; every way to die ends in on_abort() */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "abort_on_error=1:handle_abort=0:detect_stack_use_after_return=1";
}

const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void)
{
	return "abort_on_error=1:print_stacktrace=1";
}

int main(int argc, char **argv)
{
	unsigned int planned, failed;
	bool list = false;
	int opt;

	setvbuf(stdout, NULL, _IOLBF, 0);
	while ((opt = getopt(argc, argv, "l")) != -1) {
		if (opt != 'l') {
			fprintf(stderr, "usage: %s [-l] [PATTERN...]\n", argv[0]);
			return 2;
		}
		list = true;
	}
	argv += optind;
	if (list) {
		walk_cases(argv, list_case);
		return 0;
	}
	planned = walk_cases(argv, count_case);
	if (!planned) {
		fprintf(stderr, "no case matches\n");
		return 2;
	}

	signal(SIGABRT, on_abort);
	printf("KTAP version 1\n1..%u\n", planned);
	failed = walk_cases(argv, run_case);
	snprintf(last_words, sizeof(last_words), "# died behind the last case\n");
	printf("# %u cases, %u failed\n", planned, failed);
	return failed ? 1 : 0;
}
