/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Cases and their results, as TAP. A case is a function that returns when all
 * is well, or ends its process by FAIL(), CHECK() or tap_skip(); it runs in a
 * child of its own, so nothing of it is left for the next, and is killed with
 * all its children when its time is up.
 */
#ifndef SELFTEST_TAP_H
#define SELFTEST_TAP_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))
#endif

struct tap_case {
	const char *name;
	void (*run)(void);
	unsigned int limit;		/* seconds, on a quiet machine; 0: TAP_LIMIT */
	const void *data;		/* tap_data, for it to find */
};

#define TAP_LIMIT	10
#define TAP_PATIENCE	3		/* times the limit: few machines are quiet */

/*
 * A program's main(): all cases, or those that argv names (shell patterns). A case called
 * "fails" is there to fail, and runs only when it is named.
 *
 * When a case fails and TAP_FAILED is set, this command runs in the program's network
 * namespace, to say more.
 */
int tap_main(const struct tap_case *cases, size_t n, int argc, char **argv);

/* When set: called in the child instead of a case's function, which it calls. */
extern void (*tap_wrap)(void (*run)(void));
extern const void *tap_data;		/* the running case's own */
extern const char *tap_tag;		/* before each failure: where we are */

/* The same for a part: several tables, numbered through. */
void tap_begin(int argc, char **argv);
void tap_run(const struct tap_case *cases, size_t n);
int tap_end(void);

_Noreturn void tap_fail(const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
_Noreturn void tap_skip(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void tap_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#define FAIL(...)	tap_fail(__FILE__, __LINE__, __VA_ARGS__)

/* The condition must hold; the rest says what was there instead. */
#define CHECK(cond, fmt, ...)					\
do {								\
	if (!(cond))						\
		FAIL("%s: " fmt, #cond, ##__VA_ARGS__);		\
} while (0)

/* A call that must not fail; its value. */
#define OK(call)						\
({								\
	__auto_type ok_rc = (call);				\
	if (ok_rc < 0)						\
		FAIL("%s: %m", #call);				\
	ok_rc;							\
})

/* A call that must fail with this errno. */
#define FAILS(want, call)					\
do {								\
	errno = 0;						\
	if ((call) >= 0)					\
		FAIL("%s succeeded, not %s", #call, #want);	\
	if (errno != (want))					\
		FAIL("%s gave %s, not %s", #call,		\
		     strerrorname_np(errno), #want);		\
} while (0)

/* A call that must return exactly this. */
#define GIVES(want, call)					\
do {								\
	long gives_want = (want), gives_got = (call);		\
	if (gives_got != gives_want)				\
		FAIL("%s is %ld, not %ld (%s)", #call, gives_got,	\
		     gives_want, gives_got < 0 ? strerrorname_np(errno) : "-"); \
} while (0)

#endif
