/* SPDX-License-Identifier: GPL-2.0 */
/*
 * KUnit's programming interface, on the host.
 *
 * The suites under kunit/ are written against the kernel's <kunit/test.h> and run in the kernel.
 * Found first on the include path, this header gives them the same names in an ordinary program, so
 * that the pure rooms are tested in a second and under the sanitizers. It has the part of the
 * interface that the suites use, with the kernel's meaning: EXPECT records a failure and goes on,
 * ASSERT leaves the case; memory from kunit_kmalloc() lives as long as the case does;
 * kunit_test_suite() registers a suite, here through a constructor.
 *
 * What differs is how things are printed: main.c writes flat KTAP, one line per case.
 */
#ifndef TN_HOST_KUNIT_TEST_H
#define TN_HOST_KUNIT_TEST_H

#include <string.h>

#include <linux/types.h>

#define KUNIT_PARAM_DESC_SIZE	128

/**
 * struct kunit - the running case
 * @priv:        the suite's own, for its init() to set
 * @name:        of the case
 * @param_value: of a KUNIT_CASE_PARAM() case, what it runs for now
 */
struct kunit {
	void *priv;
	const char *name;
	const void *param_value;
	/* private: main.c's */
	char param_desc[KUNIT_PARAM_DESC_SIZE];
	char skip_why[KUNIT_PARAM_DESC_SIZE];
	void **memory;
	size_t nmemory;
	unsigned int failures;
	bool skipped;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	const void *(*generate_params)(const void *prev, char *desc);
};

struct kunit_suite {
	const char name[256];
	int (*suite_init)(struct kunit_suite *suite);
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases;
	/* private: main.c's */
	struct kunit_suite *next;
};

#define KUNIT_CASE(fn)			{ .run_case = fn, .name = #fn }
#define KUNIT_CASE_SLOW(fn)		KUNIT_CASE(fn)
#define KUNIT_CASE_PARAM(fn, gen)	{ .run_case = fn, .name = #fn, .generate_params = gen }

void tn_kunit_register(struct kunit_suite *suite);
void tn_kunit_fail(struct kunit *test, const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
void tn_kunit_leave(struct kunit *test) __attribute__((noreturn));
void tn_kunit_info(struct kunit *test, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void tn_kunit_skip(struct kunit *test, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define kunit_test_suite(suite)						\
	static void __attribute__((constructor)) suite##_register(void)	\
	{								\
		tn_kunit_register(&(suite));				\
	}								\
	struct kunit_suite

/*
 * Memory of exactly this size, so that the sanitizer sees the first byte behind it; freed after the
 * case.
 */
void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t gfp);
void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp);
void kunit_kfree(struct kunit *test, const void *p);

static inline void *kunit_kcalloc(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	return kunit_kzalloc(test, n * size, gfp);
}

#define kunit_info(test, fmt, ...)	tn_kunit_info(test, fmt, ##__VA_ARGS__)
#define kunit_mark_skipped(test, fmt, ...)	tn_kunit_skip(test, fmt, ##__VA_ARGS__)
#define kunit_skip(test, fmt, ...)			\
	do {						\
		tn_kunit_skip(test, fmt, ##__VA_ARGS__);	\
		tn_kunit_leave(test);			\
	} while (0)

#define KUNIT_SUCCEED(test)	do { } while (0)
#define KUNIT_FAIL(test, fmt, ...)	tn_kunit_fail(test, __FILE__, __LINE__, fmt, ##__VA_ARGS__)
#define KUNIT_FAIL_AND_ABORT(test, fmt, ...)		\
	do {						\
		KUNIT_FAIL(test, fmt, ##__VA_ARGS__);	\
		tn_kunit_leave(test);			\
	} while (0)

#define KUNIT_ARRAY_PARAM(param, array, get_desc)						\
	static const void *param##_gen_params(const void *prev, char *desc)			\
	{											\
		typeof(&(array)[0]) next = prev ? (typeof(next))prev + 1 : (array);		\
		void (*describe)(typeof(next), char *) = get_desc;				\
												\
		if (next - (array) >= (ptrdiff_t)(sizeof(array) / sizeof((array)[0])))		\
			return NULL;								\
		if (describe)									\
			describe(next, desc);							\
		return next;									\
	}

#include "kunit/check.h"

#endif /* TN_HOST_KUNIT_TEST_H */
