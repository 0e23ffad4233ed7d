// SPDX-License-Identifier: GPL-2.0
/*
 * Sequence arithmetic (module/base/seq.h): the order must hold wherever on the circle the numbers
 * lie, so everything is tried around 0, around 2^31 and in between.
 */
#include <kunit/test.h>
#include <linux/kernel.h>

#include "base/seq.h"

static const u32 places[] = {
	0, 1, 1000, 0x7ffffff0, 0x80000000, 0x80000010, 0xfffffff0, 0xffffffff,
};

static void seq_lt__next_is_behind_anywhere(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(places); i++) {
		u32 x = places[i];

		KUNIT_EXPECT_TRUE(test, tn_seq_lt(x, x + 1));
		KUNIT_EXPECT_FALSE(test, tn_seq_lt(x + 1, x));
		KUNIT_EXPECT_FALSE(test, tn_seq_lt(x, x));
		KUNIT_EXPECT_TRUE(test, tn_seq_gt(x + 1, x));
		KUNIT_EXPECT_FALSE(test, tn_seq_gt(x, x));
	}
}

static void seq_lt__widest_distance(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(places); i++) {
		u32 x = places[i];

		KUNIT_EXPECT_TRUE(test, tn_seq_lt(x, x + 0x7fffffff));
		KUNIT_EXPECT_FALSE(test, tn_seq_lt(x + 0x7fffffff, x));
		/* exactly opposite: documented to be both */
		KUNIT_EXPECT_TRUE(test, tn_seq_lt(x, x + 0x80000000));
		KUNIT_EXPECT_TRUE(test, tn_seq_gt(x, x + 0x80000000));
	}
}

static void seq_le__includes_equal(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(places); i++) {
		u32 x = places[i];

		KUNIT_EXPECT_TRUE(test, tn_seq_le(x, x));
		KUNIT_EXPECT_TRUE(test, tn_seq_ge(x, x));
		KUNIT_EXPECT_TRUE(test, tn_seq_le(x, x + 5));
		KUNIT_EXPECT_FALSE(test, tn_seq_le(x + 5, x));
		KUNIT_EXPECT_TRUE(test, tn_seq_ge(x + 5, x));
		KUNIT_EXPECT_FALSE(test, tn_seq_ge(x, x + 5));
	}
}

static void seq_between__half_open_across_wrap(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, tn_seq_between(0xfffffffe, 0xfffffffe, 3));
	KUNIT_EXPECT_TRUE(test, tn_seq_between(0, 0xfffffffe, 3));
	KUNIT_EXPECT_TRUE(test, tn_seq_between(2, 0xfffffffe, 3));
	KUNIT_EXPECT_FALSE(test, tn_seq_between(3, 0xfffffffe, 3));
	KUNIT_EXPECT_FALSE(test, tn_seq_between(0xfffffffd, 0xfffffffe, 3));
}

static void seq_between__empty_window(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, tn_seq_between(7, 7, 7));
	KUNIT_EXPECT_FALSE(test, tn_seq_between(8, 7, 7));
	KUNIT_EXPECT_FALSE(test, tn_seq_between(6, 7, 7));
}

static void seq_max__across_wrap(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, tn_seq_max(0xfffffff0, 0x10), 0x10u);
	KUNIT_EXPECT_EQ(test, tn_seq_max(0x10, 0xfffffff0), 0x10u);
	KUNIT_EXPECT_EQ(test, tn_seq_min(0xfffffff0, 0x10), 0xfffffff0u);
	KUNIT_EXPECT_EQ(test, tn_seq_min(0x10, 0xfffffff0), 0xfffffff0u);
	KUNIT_EXPECT_EQ(test, tn_seq_max(5, 5), 5u);
	KUNIT_EXPECT_EQ(test, tn_seq_min(5, 5), 5u);
}

static struct kunit_case seq_cases[] = {
	KUNIT_CASE(seq_lt__next_is_behind_anywhere),
	KUNIT_CASE(seq_lt__widest_distance),
	KUNIT_CASE(seq_le__includes_equal),
	KUNIT_CASE(seq_between__half_open_across_wrap),
	KUNIT_CASE(seq_between__empty_window),
	KUNIT_CASE(seq_max__across_wrap),
	{}
};

static struct kunit_suite seq_suite = {
	.name = "base-seq",
	.test_cases = seq_cases,
};

kunit_test_suite(seq_suite);
