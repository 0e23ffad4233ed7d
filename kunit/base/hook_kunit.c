// SPDX-License-Identifier: GPL-2.0
/*
 * Counters and their names (module/base/hook.h, mib.c, reason.c): users read the names in nstat and
 * `tandem stat`, so each must exist, once, and have the shape that scripts expect.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "base/hook.h"
#include "stats.h"

static void hook_count__adds_up(struct kunit *test)
{
	struct tn_stats __percpu *stats = tn_stats_new(test);

	tn_count(stats, TN_MIB_TCP_IN_SEGS);
	tn_count_add(stats, TN_MIB_TCP_IN_SEGS, 44);
	tn_count_drop(stats, TN_REASON_TCP_PAWS);
	tn_count_drop(stats, TN_REASON_TCP_PAWS);

	KUNIT_EXPECT_EQ(test, tn_stats_mib(stats, TN_MIB_TCP_IN_SEGS), 45ULL);
	KUNIT_EXPECT_EQ(test, tn_stats_mib(stats, TN_MIB_TCP_OUT_SEGS), 0ULL);
	KUNIT_EXPECT_EQ(test, tn_stats_drop(stats, TN_REASON_TCP_PAWS), 2ULL);
	KUNIT_EXPECT_EQ(test, tn_stats_drop(stats, TN_REASON_NO_ROUTE), 0ULL);
}

static void reason_name__lower_case_with_hyphens(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < TN_REASON_MAX; i++) {
		const char *name = tn_reason_name(i);
		const char *p;

		KUNIT_ASSERT_NOT_NULL(test, name);
		KUNIT_EXPECT_NE(test, *name, 0);
		for (p = name; *p; p++)
			KUNIT_EXPECT_TRUE_MSG(test, (*p >= 'a' && *p <= 'z') || *p == '-' ||
					      (*p >= '0' && *p <= '9'), "%s", name);
	}
}

static void reason_name__each_once(struct kunit *test)
{
	unsigned int i, j;

	for (i = 0; i < TN_REASON_MAX; i++)
		for (j = 0; j < i; j++)
			KUNIT_EXPECT_STRNEQ(test, tn_reason_name(i), tn_reason_name(j));
}

static void reason_name__outside_the_list(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, tn_reason_name(TN_REASON_MAX), "unknown");
	KUNIT_EXPECT_STREQ(test, tn_reason_name(TN_REASON_NONE), "none");
}

static void mib_name__each_once_in_its_group(struct kunit *test)
{
	unsigned int i, j;

	for (i = 0; i < TN_MIB_MAX; i++) {
		KUNIT_ASSERT_NOT_NULL(test, tn_mib_name(i));
		for (j = 0; j < i; j++)
			KUNIT_EXPECT_FALSE_MSG(test, !strcmp(tn_mib_group(i), tn_mib_group(j)) &&
					       !strcmp(tn_mib_name(i), tn_mib_name(j)),
					       "%s%s", tn_mib_group(i), tn_mib_name(i));
	}
}

/* /proc/net/snmp writes one pair of lines per group, so a group must not come back */
static void mib_group__in_one_run(struct kunit *test)
{
	unsigned int i, j;

	for (i = 1; i < TN_MIB_MAX; i++) {
		if (!strcmp(tn_mib_group(i), tn_mib_group(i - 1)))
			continue;
		for (j = 0; j < i; j++)
			KUNIT_EXPECT_STRNEQ(test, tn_mib_group(i), tn_mib_group(j));
	}
	KUNIT_EXPECT_STREQ(test, tn_mib_group(TN_MIB_MAX), "");
	KUNIT_EXPECT_STREQ(test, tn_mib_name(TN_MIB_MAX), "");
}

static struct kunit_case hook_cases[] = {
	KUNIT_CASE(hook_count__adds_up),
	KUNIT_CASE(reason_name__lower_case_with_hyphens),
	KUNIT_CASE(reason_name__each_once),
	KUNIT_CASE(reason_name__outside_the_list),
	KUNIT_CASE(mib_name__each_once_in_its_group),
	KUNIT_CASE(mib_group__in_one_run),
	{}
};

static struct kunit_suite hook_suite = {
	.name = "base-hook",
	.test_cases = hook_cases,
};

kunit_test_suite(hook_suite);
