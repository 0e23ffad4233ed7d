// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/persist.c: RFC 9293 3.8.6.1.
 */
#include "harness/script.h"

/* SHLD-29, SHLD-30: first after an RTO, then doubling */
static void probe__doubles_to_a_minute(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 1.0 write 100\n"
		  "out none\n"
		  "expect deadline persist 2.0\n"
		  "at 2.0 out . 1:2(1)\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 4.0 out . 1:2(1)\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 8.0 out . 1:2(1)\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 16.0 out . 1:2(1)\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 32.0 out . 1:2(1)\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 64.0 out . 1:2(1)\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 124.0 out . 1:2(1)\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 184.0 out . 1:2(1)\n"
		  "expect count TCPWinProbe 8\n"
		  "expect count RetransWindow 7\n"
		  "expect retrans 7\n");
}

/* The octet of the probe was taken */
static void probe__window_opens(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 1.0 write 100\n"
		  "at 2.0 out . 1:2(1)\n"
		  "in . 1:1(0) ack 2 win 100\n"
		  "out P. 2:101(99)\n"
		  "expect deadline persist none\n");
}

/* It was not: it is sent again */
static void probe__window_opens_octet_dropped(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 1.0 write 100\n"
		  "at 2.0 out . 1:2(1)\n"
		  "in . 1:1(0) ack 1 win 100\n"
		  "out . 1:2(1)\n"
		  "out P. 2:101(99)\n"
		  "expect deadline persist none\n");
}

/* MUST-37 */
static void probe__answered_for_ever(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set persist_r2 100\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 0.1 write 100\n"
		  "at * out . 1:2(1)\n"
		  "at +30 skip\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at +60 skip\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at +90 skip\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at +90 skip\n"
		  "expect state ESTABLISHED\n");
}

static void probe__unanswered_is_given_up(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set persist_r2 100\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 0.1 write 100\n"
		  "at 300 expect state CLOSED\n"
		  "expect err ETIMEDOUT\n"
		  "skip\n");
}

/* S3-65: 1.5 s doubling within 5 and 60 s, a bit earlier for the tick; S3-66: for ever */
static void probe__classic(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set profile classic\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 1.3 write 100\n"
		  "at 6 out . 1:2(1)\n"
		  "at 11 out . 1:2(1)\n"
		  "at 17 out . 1:2(1)\n"
		  "at 29 out . 1:2(1)\n"
		  "at 53 out . 1:2(1)\n"
		  "at 101 out . 1:2(1)\n"
		  "at 161 out . 1:2(1)\n"
		  "at 221 out . 1:2(1)\n"
		  "at 10000 skip\n"
		  "expect state ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 1000\n"
		  "skip\n"
		  "expect deadline persist none\n");
}

/* S0-18: the notes' other series */
static void probe__one_to_64(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set persist_base 1\n"
		  "set persist_max 64\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 1 write 100\n"
		  "at 2 out . 1:2(1)\n"
		  "at 4 out . 1:2(1)\n"
		  "at 8 out . 1:2(1)\n"
		  "at 16 out . 1:2(1)\n"
		  "at 32 out . 1:2(1)\n"
		  "at 64 out . 1:2(1)\n"
		  "at 128 out . 1:2(1)\n"
		  "at 192 out . 1:2(1)\n");
}

/* S3-66, MUST-37: a day of probes that are answered, one a minute */
static void probe__a_day(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	unsigned int i;

	TN_PLAY(script,
		"set persist_r2 100\n"
		"reach ESTABLISHED\n"
		"in . 1:1(0) ack 1 win 0\n"
		"at 1 write 100\n");
	for (i = 0; i < 24 * 60; i++)
		TN_PLAY(script,
			"at * out . 1:2(1)\n"
			"in . 1:1(0) ack 1 win 0\n");
	KUNIT_EXPECT_GT(test, script->world->now, TN_WORLD_EPOCH + tn_sec(86000));
	TN_PLAY(script,
		"expect state ESTABLISHED\n"
		"in . 1:1(0) ack 1 win 1000\n"
		"out . 1:2(1)\n"
		"out P. 2:101(99)\n");
}

static void probe__fin_alone(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 1.0 shutdown\n"
		  "out none\n"
		  "at 2.0 out F. 1:1(0)\n"
		  "in . 1:1(0) ack 2 win 0\n"
		  "expect state FIN-WAIT-2\n");
}

/* MUST-35: probed with what is outstanding, all of which is sent again */
static void window__shrinks_over_data(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "at 0.2 write 100\n"
		  "out P. 1:101(100)\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "expect deadline rto none\n"
		  "expect deadline persist 1.2\n"
		  "at 1.2 out . 1:2(1)\n"
		  "in . 1:1(0) ack 1 win 100\n"
		  "out P. 1:101(100)\n");
}

static struct kunit_case persist_cases[] = {
	KUNIT_CASE(probe__doubles_to_a_minute),
	KUNIT_CASE(probe__window_opens),
	KUNIT_CASE(probe__window_opens_octet_dropped),
	KUNIT_CASE(probe__answered_for_ever),
	KUNIT_CASE(probe__unanswered_is_given_up),
	KUNIT_CASE(probe__classic),
	KUNIT_CASE(probe__one_to_64),
	KUNIT_CASE(probe__a_day),
	KUNIT_CASE(probe__fin_alone),
	KUNIT_CASE(window__shrinks_over_data),
	{}
};

static struct kunit_suite persist_suite = {
	.name = "tcp_persist",
	.test_cases = persist_cases,
};

kunit_test_suite(persist_suite);
