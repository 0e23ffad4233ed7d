// SPDX-License-Identifier: GPL-2.0
/*
 * Time (module/base/time.h): units, and the two ends at which arithmetic saturates.
 */
#include <kunit/test.h>

#include "base/time.h"

static void time_units__convert_both_ways(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, tn_us(3), 3000ULL);
	KUNIT_EXPECT_EQ(test, tn_ms(40), 40000000ULL);
	KUNIT_EXPECT_EQ(test, tn_sec(7200), 7200000000000ULL);
	KUNIT_EXPECT_EQ(test, tn_time_to_us(tn_ms(40)), 40000ULL);
	KUNIT_EXPECT_EQ(test, tn_time_to_ms(tn_sec(60)), 60000ULL);
}

static void time_to_ms__rounds_down(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, tn_time_to_ms(tn_ms(2) - 1), 1ULL);
	KUNIT_EXPECT_EQ(test, tn_time_to_us(999), 0ULL);
	KUNIT_EXPECT_EQ(test, tn_time_to_us(TN_TIME_NEVER), 18446744073709551ULL);
}

static void time_sub__later_from_earlier_is_zero(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, tn_time_sub(100, 40), 60ULL);
	KUNIT_EXPECT_EQ(test, tn_time_sub(40, 100), 0ULL);
	KUNIT_EXPECT_EQ(test, tn_time_sub(40, TN_TIME_NEVER), 0ULL);
}

static void time_add__never_stays_never(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, tn_time_add(100, 40), 140ULL);
	KUNIT_EXPECT_EQ(test, tn_time_add(TN_TIME_NEVER, 0), TN_TIME_NEVER);
	KUNIT_EXPECT_EQ(test, tn_time_add(TN_TIME_NEVER, 1), TN_TIME_NEVER);
	KUNIT_EXPECT_EQ(test, tn_time_add(TN_TIME_NEVER - 1, 5), TN_TIME_NEVER);
	KUNIT_EXPECT_EQ(test, tn_time_add(5, TN_TIME_NEVER), TN_TIME_NEVER);
}

static void time_min__never_is_last(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, tn_time_min(TN_TIME_NEVER, 9), 9ULL);
	KUNIT_EXPECT_EQ(test, tn_time_min(8, 9), 8ULL);
}

static struct kunit_case time_cases[] = {
	KUNIT_CASE(time_units__convert_both_ways),
	KUNIT_CASE(time_to_ms__rounds_down),
	KUNIT_CASE(time_sub__later_from_earlier_is_zero),
	KUNIT_CASE(time_add__never_stays_never),
	KUNIT_CASE(time_min__never_is_last),
	{}
};

static struct kunit_suite time_suite = {
	.name = "base-time",
	.test_cases = time_cases,
};

kunit_test_suite(time_suite);
