// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/deadline.c: timers are points in time.
 */
#include "harness/script.h"
#include "tcp/deadline.h"

static void next__is_the_earliest(struct kunit *test)
{
	struct tn_world *w = tn_world_new(test);

	KUNIT_EXPECT_EQ(test, tn_deadline_next(&w->tcb), TN_TIME_NEVER);
	tn_deadline_set(&w->tcb, TN_DL_KEEPALIVE, 700);
	tn_deadline_set(&w->tcb, TN_DL_DELACK, 300);
	KUNIT_EXPECT_EQ(test, tn_deadline_next(&w->tcb), 300);
	KUNIT_EXPECT_TRUE(test, tn_deadline_armed(&w->tcb, TN_DL_DELACK));
	tn_deadline_clear(&w->tcb, TN_DL_DELACK);
	KUNIT_EXPECT_EQ(test, tn_deadline_next(&w->tcb), 700);
	KUNIT_EXPECT_FALSE(test, tn_deadline_armed(&w->tcb, TN_DL_DELACK));
}

/* Two timers at work */
static void run__too_late_fires_all(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "reach ESTABLISHED\n"
		  "write 10\n"
		  "skip\n"
		  "in . 1:11(10) ack 1\n"
		  "expect deadline delack 0.14\n"
		  "expect deadline rto 1.1\n");
}

/* Whoever drives the machine may be late: everything that is due fires, once */
static void run__late(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_world *w = script->world;
	struct tn_verdict v = {};

	TN_PLAY(script,
		"set tlp 0\n"
		  "set quick_acks 0\n"
		"reach ESTABLISHED\n"
		"write 10\n"
		"skip\n"
		"in . 1:11(10) ack 1\n");
	w->now += tn_sec(5);
	tn_world_top_up(w);
	tn_deadline_run(&w->tcb, w->now, &v);
	tn_world_act(w, &v);
	TN_PLAY(script,
		"out P. 1:11(10) ack 11\n"
		"out none\n"
		"expect deadline delack none\n"
		"expect deadline rto 7.1\n");
}

static void close__clears_all(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on\n"
		  "write 10\n"
		  "skip\n"
		  "abort\n"
		  "skip\n"
		  "expect deadline rto none\n"
		  "expect deadline keepalive none\n");
}

static struct kunit_case deadline_cases[] = {
	KUNIT_CASE(next__is_the_earliest),
	KUNIT_CASE(run__too_late_fires_all),
	KUNIT_CASE(run__late),
	KUNIT_CASE(close__clears_all),
	{}
};

static struct kunit_suite deadline_suite = {
	.name = "tcp_deadline",
	.test_cases = deadline_cases,
};

kunit_test_suite(deadline_suite);
