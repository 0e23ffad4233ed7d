// SPDX-License-Identifier: GPL-2.0
/*
 * base/winmax.c: the largest value of a sliding window.
 */
#include <kunit/test.h>

#include "base/winmax.h"

static void update__largest_stays_for_the_window(struct kunit *test)
{
	struct tn_winmax max = {};
	u32 at;

	KUNIT_EXPECT_EQ(test, tn_winmax_get(&max), 0);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 10, 100, 50), 50);
	for (at = 101; at <= 110; at++)
		KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 10, at, 7), 50);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 10, 111, 7), 7);
	KUNIT_EXPECT_EQ(test, tn_winmax_get(&max), 7);
}

static void update__larger_replaces_at_once(struct kunit *test)
{
	struct tn_winmax max = {};

	tn_winmax_update(&max, 10, 1, 5);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 10, 2, 6), 6);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 10, 12, 1), 6);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 10, 13, 1), 1);
}

/* Falling values: each leaves when it is too old, the next largest is there */
static void update__falling_values(struct kunit *test)
{
	struct tn_winmax max = {};

	tn_winmax_update(&max, 9, 0, 90);
	tn_winmax_update(&max, 9, 3, 80);
	tn_winmax_update(&max, 9, 6, 70);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 9, 9, 10), 90);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 9, 10, 10), 80);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 9, 13, 10), 70);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 9, 16, 10), 10);
}

/* Two candidates expire in one step */
static void update__a_gap(struct kunit *test)
{
	struct tn_winmax max = {};

	tn_winmax_update(&max, 10, 0, 90);
	tn_winmax_update(&max, 10, 3, 80);
	tn_winmax_update(&max, 10, 8, 70);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 10, 17, 5), 70);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 10, 40, 4), 4);
}

static void update__time_wraps(struct kunit *test)
{
	struct tn_winmax max = {};

	tn_winmax_update(&max, 10, (u32)-5, 90);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 10, 5, 1), 90);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 10, 6, 1), 1);
}

/* A window of 0 forgets with the next instant: Startup's extra_acked */
static void update__one_instant(struct kunit *test)
{
	struct tn_winmax max = {};

	tn_winmax_update(&max, 0, 1, 5);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 0, 1, 3), 5);
	KUNIT_EXPECT_EQ(test, tn_winmax_update(&max, 0, 2, 3), 3);
}

/* Against the definition: never more than the true maximum, and that for most instants */
static void update__against_all_values(struct kunit *test)
{
	enum { N = 2000, WINDOW = 10 };
	static u32 values[N];
	struct tn_winmax max = {};
	unsigned int i, j, exact = 0;
	u32 random = 1, most, got;

	for (i = 0; i < N; i++) {
		random = random * 1664525 + 1013904223;
		values[i] = random >> 20;
		for (most = 0, j = i > WINDOW ? i - WINDOW : 0; j <= i; j++)
			most = max_t(u32, most, values[j]);
		got = tn_winmax_update(&max, WINDOW, i, values[i]);
		KUNIT_ASSERT_LE(test, got, most);
		KUNIT_ASSERT_GE(test, got, values[i]);
		exact += got == most;
	}
	KUNIT_EXPECT_GE(test, exact, N * 95 / 100);
}

static struct kunit_case winmax_cases[] = {
	KUNIT_CASE(update__largest_stays_for_the_window),
	KUNIT_CASE(update__larger_replaces_at_once),
	KUNIT_CASE(update__falling_values),
	KUNIT_CASE(update__a_gap),
	KUNIT_CASE(update__time_wraps),
	KUNIT_CASE(update__one_instant),
	KUNIT_CASE(update__against_all_values),
	{}
};

static struct kunit_suite winmax_suite = {
	.name = "winmax",
	.test_cases = winmax_cases,
};

kunit_test_suite(winmax_suite);
