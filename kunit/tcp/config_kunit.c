// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/config.c: profiles, and constants by name.
 */
#include <kunit/test.h>
#include <linux/errno.h>

#include "tcp/config.h"

static void expect_text(struct kunit *test, const struct tn_config *cfg, const char *name,
			const char *want)
{
	char value[TN_CONFIG_TEXT_MAX];

	KUNIT_ASSERT_EQ(test, tn_config_get(cfg, name, value), 0);
	KUNIT_EXPECT_STREQ(test, value, want);
}

/* Each row of the table is inside of its own limits, in every profile. */
static void profile__within_limits(struct kunit *test)
{
	static const struct tn_config *const all[] = {
		&tn_config_rfc, &tn_config_linux, &tn_config_classic,
	};
	char value[TN_CONFIG_TEXT_MAX];
	const struct tn_knob *knob;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(all); i++) {
		struct tn_config cfg = *all[i];

		for (knob = tn_knobs; knob->name; knob++) {
			KUNIT_ASSERT_EQ(test, tn_config_get(all[i], knob->name, value), 0);
			KUNIT_EXPECT_EQ_MSG(test, tn_config_set(&cfg, knob->name, value), 0,
					    "%s=%s", knob->name, value);
		}
	}
}

/* A field without a knob would be 0 in every profile, and lost in a journal. */
static void knobs__every_field_has_one(struct kunit *test)
{
	const struct tn_knob *knob;
	struct tn_config cfg;
	unsigned int i, left = 0;

	memset(&cfg, 0xff, sizeof(cfg));
	/* Has a sysctl of its own, and TCP_CONGESTION */
	cfg.congestion = NULL;
	for (knob = tn_knobs; knob->name; knob++) {
		if (knob->kind == TN_KNOB_TIME)
			*tn_knob_time(knob, &cfg) = 0;
		else if (knob->kind == TN_KNOB_COUNT)
			*tn_knob_count(knob, &cfg) = 0;
		else if (knob->kind == TN_KNOB_SCHEDULE)
			memset(tn_knob_schedule(knob, &cfg), 0, sizeof(struct tn_schedule));
	}
	for (i = 0; i < sizeof(cfg); i++)
		left += ((u8 *)&cfg)[i] == 0xff;
	/* What is left is padding, before the schedule and at the end */
	KUNIT_EXPECT_LT(test, left, sizeof(tn_time_t));
}

static void profile__by_name(struct kunit *test)
{
	struct tn_config cfg = tn_config_rfc;

	expect_text(test, &cfg, "profile", "rfc");
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "profile", "classic"), 0);
	expect_text(test, &cfg, "profile", "classic");
	KUNIT_EXPECT_EQ(test, cfg.keepalive_probes, 10);
	KUNIT_EXPECT_EQ(test, cfg.rto_max, tn_sec(64));
	KUNIT_EXPECT_STREQ(test, cfg.congestion, "reno");
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "profile", "linux"), 0);
	expect_text(test, &cfg, "profile", "linux");
	KUNIT_EXPECT_EQ(test, cfg.rto_min, tn_ms(200));
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "profile", "bsd"), -EINVAL);
	expect_text(test, &cfg, "profile", "linux");
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "rto_min", "300"), 0);
	expect_text(test, &cfg, "profile", "custom");
	KUNIT_EXPECT_STREQ(test, cfg.congestion, "cubic");
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "profile", "rfc"), 0);
	KUNIT_EXPECT_NULL(test, cfg.congestion);
}

static void set__a_time_in_ms(struct kunit *test)
{
	struct tn_config cfg = tn_config_rfc;

	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "keepalive_time", "10000"), 0);
	KUNIT_EXPECT_EQ(test, cfg.keepalive_time, tn_sec(10));
	expect_text(test, &cfg, "keepalive_time", "10000");
}

static void set__a_count(struct kunit *test)
{
	struct tn_config cfg = tn_config_rfc;

	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "init_cwnd", "1"), 0);
	KUNIT_EXPECT_EQ(test, cfg.init_cwnd, 1);
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "init_cwnd", "255"), 0);
	KUNIT_EXPECT_EQ(test, cfg.init_cwnd, 255);
	expect_text(test, &cfg, "init_cwnd", "255");
}

/* Least and largest value, and one beyond: refused, and nothing has changed. */
static void set__limits(struct kunit *test)
{
	struct tn_config cfg = tn_config_rfc;

	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "delack_max", "1"), 0);
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "delack_max", "0"), -EINVAL);
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "delack_max", "499"), 0);
	/* RFC 9293 MUST-40 */
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "delack_max", "500"), -EINVAL);
	KUNIT_EXPECT_EQ(test, cfg.delack_max, tn_ms(499));
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "keepalive_probes", "256"), -EINVAL);
	KUNIT_EXPECT_EQ(test, cfg.keepalive_probes, 9);
}

static void set__nonsense(struct kunit *test)
{
	static const char *const bad[] = {
		"", " ", "1 ", " 1", "-1", "+1", "0x10", "1s", "1.5", "4294967296",
		"99999999999999999999999999", "rfc",
	};
	struct tn_config cfg = tn_config_rfc;
	char value[TN_CONFIG_TEXT_MAX];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_EQ_MSG(test, tn_config_set(&cfg, "rto_init", bad[i]), -EINVAL,
				    "'%s'", bad[i]);
	expect_text(test, &cfg, "profile", "rfc");
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "rto_initial", "1"), -ENOENT);
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "", "1"), -ENOENT);
	KUNIT_EXPECT_EQ(test, tn_config_get(&cfg, "rto", value), -ENOENT);
}

static void set__schedule(struct kunit *test)
{
	struct tn_config cfg = tn_config_rfc;

	expect_text(test, &cfg, "syn_schedule", "doubling");
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "syn_schedule", "samsung"), 0);
	KUNIT_EXPECT_EQ(test, cfg.syn_schedule.n, 9);
	KUNIT_EXPECT_EQ(test, cfg.syn_schedule.ms[0], 420);
	KUNIT_EXPECT_EQ(test, cfg.syn_schedule.ms[8], 120000);
	expect_text(test, &cfg, "syn_schedule", "samsung");
	expect_text(test, &cfg, "profile", "custom");
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "syn_schedule", "250,500,1000"), 0);
	KUNIT_EXPECT_EQ(test, cfg.syn_schedule.n, 3);
	expect_text(test, &cfg, "syn_schedule", "250,500,1000");
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "syn_schedule", "doubling"), 0);
	expect_text(test, &cfg, "profile", "rfc");
}

static void set__schedule_that_is_none(struct kunit *test)
{
	static const char *const bad[] = {
		"", ",", "1,", ",1", "1,,2", "1 2", "0", "1,0", "600001", "nokia",
		"1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17",
	};
	struct tn_config cfg = tn_config_rfc;
	char longest[7 * TN_SCHEDULE_MAX];
	unsigned int i;

	for (i = 0; i < TN_SCHEDULE_MAX; i++)
		memcpy(longest + 7 * i, "600000,", 7);
	longest[sizeof(longest) - 1] = '\0';

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_EQ_MSG(test, tn_config_set(&cfg, "syn_schedule", bad[i]), -EINVAL,
				    "'%s'", bad[i]);
	expect_text(test, &cfg, "syn_schedule", "doubling");
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "syn_schedule", longest), 0);
	expect_text(test, &cfg, "syn_schedule", longest);
}

/* A least that is above the largest is no set of constants. */
static void set__contradiction(struct kunit *test)
{
	struct tn_config cfg = tn_config_rfc;

	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "rto_min", "60000"), 0);
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "rto_min", "60001"), -EINVAL);
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "rto_max", "59999"), -EINVAL);
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "rto_init", "60001"), -EINVAL);
	KUNIT_EXPECT_EQ(test, cfg.rto_min, cfg.rto_max);
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "r2_synack", "0"), -EINVAL);
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "synack_retries", "1"), 0);
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "r2_synack", "0"), 0);
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "synack_retries", "0"), -EINVAL);
	KUNIT_EXPECT_EQ(test, tn_config_set(&cfg, "persist_min", "60001"), -EINVAL);
}

static struct kunit_case config_cases[] = {
	KUNIT_CASE(profile__within_limits),
	KUNIT_CASE(knobs__every_field_has_one),
	KUNIT_CASE(profile__by_name),
	KUNIT_CASE(set__a_time_in_ms),
	KUNIT_CASE(set__a_count),
	KUNIT_CASE(set__limits),
	KUNIT_CASE(set__nonsense),
	KUNIT_CASE(set__schedule),
	KUNIT_CASE(set__schedule_that_is_none),
	KUNIT_CASE(set__contradiction),
	{}
};

static struct kunit_suite config_suite = {
	.name = "tcp_config",
	.test_cases = config_cases,
};

kunit_test_suite(config_suite);
