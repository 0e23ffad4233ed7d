/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The EXPECT and ASSERT families of KUnit, for the host. Included by kunit/test.h only.
 *
 * Each name exists with and without a message. All are made of tn_check(): a condition, what to do
 * when it does not hold (go on, or leave the case), and two values to show.
 */
#ifndef TN_HOST_KUNIT_CHECK_H
#define TN_HOST_KUNIT_CHECK_H

#define tn_go_on(test)	do { } while (0)

/* @said is a string, never a format: an expression may hold a % */
#define tn_check(test, then, cond, said, fmt, ...)				\
	do {									\
		if (!(cond)) {							\
			tn_kunit_fail(test, __FILE__, __LINE__,			\
				      "expected %s" fmt, said, ##__VA_ARGS__);	\
			then(test);						\
		}								\
	} while (0)

#define tn_binary(test, then, left, op, right, fmt, ...)			\
	do {									\
		const typeof(left) left_ = (left);				\
		const typeof(right) right_ = (right);				\
										\
		tn_check(test, then, left_ op right_, #left " " #op " " #right,	\
			 ": %lld (%#llx), %lld (%#llx)" fmt,			\
			 (long long)left_, (long long)left_,			\
			 (long long)right_, (long long)right_, ##__VA_ARGS__);	\
	} while (0)

#define tn_pointer(test, then, left, op, right, fmt, ...)			\
	do {									\
		const void *left_ = (left);					\
		const void *right_ = (right);					\
										\
		tn_check(test, then, left_ op right_, #left " " #op " " #right,	\
			 ": %p, %p" fmt, left_, right_, ##__VA_ARGS__);		\
	} while (0)

#define tn_text(test, then, left, op, right, fmt, ...)				\
	do {									\
		const char *left_ = (left);					\
		const char *right_ = (right);					\
										\
		tn_check(test, then, strcmp(left_, right_) op 0,		\
			 #left " " #op " " #right, ": \"%s\", \"%s\"" fmt,	\
			 left_, right_, ##__VA_ARGS__);				\
	} while (0)

#define tn_memory(test, then, left, op, right, size, fmt, ...)			\
	tn_check(test, then, memcmp(left, right, size) op 0,			\
		 #left " " #op " " #right, " in %zu bytes" fmt,			\
		 (size_t)(size), ##__VA_ARGS__)

#define tn_bool(test, then, cond, want, fmt, ...)				\
	tn_check(test, then, (!!(cond)) == (want), #cond " to be " #want,	\
		 fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_TRUE_MSG(t, c, ...) \
	tn_bool(t, tn_go_on, c, true, ", " __VA_ARGS__)
#define KUNIT_EXPECT_TRUE(t, c)			tn_bool(t, tn_go_on, c, true, "")
#define KUNIT_ASSERT_TRUE_MSG(t, c, ...) \
	tn_bool(t, tn_kunit_leave, c, true, ", " __VA_ARGS__)
#define KUNIT_ASSERT_TRUE(t, c)			tn_bool(t, tn_kunit_leave, c, true, "")
#define KUNIT_EXPECT_FALSE_MSG(t, c, ...) \
	tn_bool(t, tn_go_on, c, false, ", " __VA_ARGS__)
#define KUNIT_EXPECT_FALSE(t, c)		tn_bool(t, tn_go_on, c, false, "")
#define KUNIT_ASSERT_FALSE_MSG(t, c, ...) \
	tn_bool(t, tn_kunit_leave, c, false, ", " __VA_ARGS__)
#define KUNIT_ASSERT_FALSE(t, c)		tn_bool(t, tn_kunit_leave, c, false, "")

#define KUNIT_EXPECT_EQ(t, l, r) \
	tn_binary(t, tn_go_on, l, ==, r, "")
#define KUNIT_EXPECT_EQ_MSG(t, l, r, ...) \
	tn_binary(t, tn_go_on, l, ==, r, ", " __VA_ARGS__)
#define KUNIT_ASSERT_EQ(t, l, r) \
	tn_binary(t, tn_kunit_leave, l, ==, r, "")
#define KUNIT_ASSERT_EQ_MSG(t, l, r, ...) \
	tn_binary(t, tn_kunit_leave, l, ==, r, ", " __VA_ARGS__)

#define KUNIT_EXPECT_NE(t, l, r) \
	tn_binary(t, tn_go_on, l, !=, r, "")
#define KUNIT_EXPECT_NE_MSG(t, l, r, ...) \
	tn_binary(t, tn_go_on, l, !=, r, ", " __VA_ARGS__)
#define KUNIT_ASSERT_NE(t, l, r) \
	tn_binary(t, tn_kunit_leave, l, !=, r, "")
#define KUNIT_ASSERT_NE_MSG(t, l, r, ...) \
	tn_binary(t, tn_kunit_leave, l, !=, r, ", " __VA_ARGS__)

#define KUNIT_EXPECT_LT(t, l, r) \
	tn_binary(t, tn_go_on, l, <, r, "")
#define KUNIT_EXPECT_LT_MSG(t, l, r, ...) \
	tn_binary(t, tn_go_on, l, <, r, ", " __VA_ARGS__)
#define KUNIT_ASSERT_LT(t, l, r) \
	tn_binary(t, tn_kunit_leave, l, <, r, "")
#define KUNIT_ASSERT_LT_MSG(t, l, r, ...) \
	tn_binary(t, tn_kunit_leave, l, <, r, ", " __VA_ARGS__)

#define KUNIT_EXPECT_LE(t, l, r) \
	tn_binary(t, tn_go_on, l, <=, r, "")
#define KUNIT_EXPECT_LE_MSG(t, l, r, ...) \
	tn_binary(t, tn_go_on, l, <=, r, ", " __VA_ARGS__)
#define KUNIT_ASSERT_LE(t, l, r) \
	tn_binary(t, tn_kunit_leave, l, <=, r, "")
#define KUNIT_ASSERT_LE_MSG(t, l, r, ...) \
	tn_binary(t, tn_kunit_leave, l, <=, r, ", " __VA_ARGS__)

#define KUNIT_EXPECT_GT(t, l, r) \
	tn_binary(t, tn_go_on, l, >, r, "")
#define KUNIT_EXPECT_GT_MSG(t, l, r, ...) \
	tn_binary(t, tn_go_on, l, >, r, ", " __VA_ARGS__)
#define KUNIT_ASSERT_GT(t, l, r) \
	tn_binary(t, tn_kunit_leave, l, >, r, "")
#define KUNIT_ASSERT_GT_MSG(t, l, r, ...) \
	tn_binary(t, tn_kunit_leave, l, >, r, ", " __VA_ARGS__)

#define KUNIT_EXPECT_GE(t, l, r) \
	tn_binary(t, tn_go_on, l, >=, r, "")
#define KUNIT_EXPECT_GE_MSG(t, l, r, ...) \
	tn_binary(t, tn_go_on, l, >=, r, ", " __VA_ARGS__)
#define KUNIT_ASSERT_GE(t, l, r) \
	tn_binary(t, tn_kunit_leave, l, >=, r, "")
#define KUNIT_ASSERT_GE_MSG(t, l, r, ...) \
	tn_binary(t, tn_kunit_leave, l, >=, r, ", " __VA_ARGS__)

#define KUNIT_EXPECT_PTR_EQ(t, l, r) \
	tn_pointer(t, tn_go_on, l, ==, r, "")
#define KUNIT_EXPECT_PTR_EQ_MSG(t, l, r, ...) \
	tn_pointer(t, tn_go_on, l, ==, r, ", " __VA_ARGS__)
#define KUNIT_ASSERT_PTR_EQ(t, l, r) \
	tn_pointer(t, tn_kunit_leave, l, ==, r, "")
#define KUNIT_ASSERT_PTR_EQ_MSG(t, l, r, ...) \
	tn_pointer(t, tn_kunit_leave, l, ==, r, ", " __VA_ARGS__)

#define KUNIT_EXPECT_PTR_NE(t, l, r) \
	tn_pointer(t, tn_go_on, l, !=, r, "")
#define KUNIT_EXPECT_PTR_NE_MSG(t, l, r, ...) \
	tn_pointer(t, tn_go_on, l, !=, r, ", " __VA_ARGS__)
#define KUNIT_ASSERT_PTR_NE(t, l, r) \
	tn_pointer(t, tn_kunit_leave, l, !=, r, "")
#define KUNIT_ASSERT_PTR_NE_MSG(t, l, r, ...) \
	tn_pointer(t, tn_kunit_leave, l, !=, r, ", " __VA_ARGS__)

#define KUNIT_EXPECT_STREQ(t, l, r) \
	tn_text(t, tn_go_on, l, ==, r, "")
#define KUNIT_EXPECT_STREQ_MSG(t, l, r, ...) \
	tn_text(t, tn_go_on, l, ==, r, ", " __VA_ARGS__)
#define KUNIT_ASSERT_STREQ(t, l, r) \
	tn_text(t, tn_kunit_leave, l, ==, r, "")
#define KUNIT_ASSERT_STREQ_MSG(t, l, r, ...) \
	tn_text(t, tn_kunit_leave, l, ==, r, ", " __VA_ARGS__)

#define KUNIT_EXPECT_STRNEQ(t, l, r) \
	tn_text(t, tn_go_on, l, !=, r, "")
#define KUNIT_EXPECT_STRNEQ_MSG(t, l, r, ...) \
	tn_text(t, tn_go_on, l, !=, r, ", " __VA_ARGS__)
#define KUNIT_ASSERT_STRNEQ(t, l, r) \
	tn_text(t, tn_kunit_leave, l, !=, r, "")
#define KUNIT_ASSERT_STRNEQ_MSG(t, l, r, ...) \
	tn_text(t, tn_kunit_leave, l, !=, r, ", " __VA_ARGS__)

#define KUNIT_EXPECT_MEMEQ(t, l, r, n) \
	tn_memory(t, tn_go_on, l, ==, r, n, "")
#define KUNIT_EXPECT_MEMEQ_MSG(t, l, r, n, ...) \
	tn_memory(t, tn_go_on, l, ==, r, n, ", " __VA_ARGS__)
#define KUNIT_ASSERT_MEMEQ(t, l, r, n) \
	tn_memory(t, tn_kunit_leave, l, ==, r, n, "")
#define KUNIT_ASSERT_MEMEQ_MSG(t, l, r, n, ...) \
	tn_memory(t, tn_kunit_leave, l, ==, r, n, ", " __VA_ARGS__)

#define KUNIT_EXPECT_MEMNEQ(t, l, r, n) \
	tn_memory(t, tn_go_on, l, !=, r, n, "")
#define KUNIT_EXPECT_MEMNEQ_MSG(t, l, r, n, ...) \
	tn_memory(t, tn_go_on, l, !=, r, n, ", " __VA_ARGS__)
#define KUNIT_ASSERT_MEMNEQ(t, l, r, n) \
	tn_memory(t, tn_kunit_leave, l, !=, r, n, "")
#define KUNIT_ASSERT_MEMNEQ_MSG(t, l, r, n, ...) \
	tn_memory(t, tn_kunit_leave, l, !=, r, n, ", " __VA_ARGS__)

#define KUNIT_EXPECT_NULL(t, p)	tn_pointer(t, tn_go_on, p, ==, NULL, "")
#define KUNIT_EXPECT_NULL_MSG(t, p, ...) \
	tn_pointer(t, tn_go_on, p, ==, NULL, ", " __VA_ARGS__)
#define KUNIT_ASSERT_NULL(t, p)	tn_pointer(t, tn_kunit_leave, p, ==, NULL, "")
#define KUNIT_ASSERT_NULL_MSG(t, p, ...) \
	tn_pointer(t, tn_kunit_leave, p, ==, NULL, ", " __VA_ARGS__)
#define KUNIT_EXPECT_NOT_NULL(t, p)	tn_pointer(t, tn_go_on, p, !=, NULL, "")
#define KUNIT_EXPECT_NOT_NULL_MSG(t, p, ...) \
	tn_pointer(t, tn_go_on, p, !=, NULL, ", " __VA_ARGS__)
#define KUNIT_ASSERT_NOT_NULL(t, p)	tn_pointer(t, tn_kunit_leave, p, !=, NULL, "")
#define KUNIT_ASSERT_NOT_NULL_MSG(t, p, ...) \
	tn_pointer(t, tn_kunit_leave, p, !=, NULL, ", " __VA_ARGS__)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL(t, p)	KUNIT_EXPECT_NOT_NULL(t, p)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(t, p)	KUNIT_ASSERT_NOT_NULL(t, p)

#endif /* TN_HOST_KUNIT_CHECK_H */
