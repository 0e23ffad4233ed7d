// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/rtt.c: RFC 6298, with its own figures.
 */
#include "harness/script.h"
#include "random.h"
#include "tcp/rtt.h"

/* RFC 6298 2.2: SRTT = R, RTTVAR = R / 2, RTO = SRTT + 4 RTTVAR */
static void sample__first(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "out S 0:0(0)\n"
		  "at 0.4 in S. 0:0(0) ack 1 <mss 1460>\n"
		  "skip\n"
		  "expect srtt 0.4\n"
		  "expect rttvar 0.2\n"
		  "expect rto 1.2\n");
}

/* 2.3: RTTVAR = 3/4 0.2 + 1/4 |0.4 - 0.2|, SRTT = 7/8 0.4 + 1/8 0.2 */
static void sample__following(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "skip\n"
		  "at 0.4 in S. 0:0(0) ack 1 <mss 1460>\n"
		  "skip\n"
		  "at 1.0 write 100\n"
		  "skip\n"
		  "at 1.2 in . 1:1(0) ack 101\n"
		  "expect rttvar 0.2\n"
		  "expect srtt 0.375\n"
		  "expect rto 1.175\n");
}

/* 2.4 */
static void rto__at_least_a_second(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "expect srtt 0.1\n"
		  "expect rto 1\n");
}

/* 2.5, 5.5, and 5.2: off when all is acknowledged */
static void rto__doubles_up_to_a_minute(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "out *\n"
		  "at 2 out P. 1:101(100)\n"
		  "expect rto 2\n"
		  "at 4 out P. 1:101(100)\n"
		  "at 8 out P. 1:101(100)\n"
		  "at 16 out P. 1:101(100)\n"
		  "at 32 out P. 1:101(100)\n"
		  "at 64 out P. 1:101(100)\n"
		  "expect rto 60\n"
		  "at 124 out P. 1:101(100)\n"
		  "in . 1:1(0) ack 101\n"
		  "expect rto 60\n"
		  "expect deadline rto none\n");
}

/* Section 5, Karn: until data that was sent once is acknowledged */
static void rto__stays_doubled_without_a_sample(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "out *\n"
		  "at 2 out P. 1:101(100)\n"
		  "at 4 out P. 1:101(100)\n"
		  "at 4.1 in . 1:1(0) ack 101\n"
		  "expect rto 4\n"
		  "at 5 write 100\n"
		  "out P. 101:201(100)\n"
		  "expect deadline rto 9\n"
		  "at 5.1 in . 1:1(0) ack 201\n"
		  "expect srtt 0.1\n"
		  "expect rto 1\n");
}

/* Where timestamps tell which copy was acknowledged, that is a sample */
static void rto__collapses_with_a_timestamp(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,TS val 1 ecr 0>\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "out *\n"
		  "at 2 out P. 1:101(100) <TS val 2000 ecr 1>\n"
		  "expect rto 2\n"
		  "at 2.1 in . 1:1(0) ack 101 <TS val 2 ecr 2000>\n"
		  "expect rto 1\n");
}

/* 2.3 over many samples, against fractions of 2^-20 us; the RTO is never below the model's */
static void sample__as_the_model(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_tcb *tcb = &script->world->tcb;
	u64 random = 6298, srtt = 0, rttvar = 0, rtt, error, rto;
	unsigned int i;

	for (i = 0; i < 5000; i++) {
		/* Now and then the path is another one */
		rtt = tn_us(1 + tn_random_below(&random, i % 100 < 50 ? 2000000 : 3000));
		tn_rtt_sample(tcb, tcb->opened, rtt);
		rtt <<= 10;
		error = srtt > rtt ? srtt - rtt : rtt - srtt;
		rttvar = i ? rttvar / 4 * 3 + error / 4 : rtt / 2;
		srtt = i ? srtt / 8 * 7 + rtt / 8 : rtt;
		KUNIT_ASSERT_LE(test, tcb->rtt.srtt - (srtt >> 10) + 16, 32);
		KUNIT_ASSERT_LE(test, tcb->rtt.rttvar - (rttvar >> 10) + 16, 32);
		rto = max(srtt + max(4 * rttvar, (u64)tn_ms(4) << 10), (u64)tn_sec(1) << 10);
		KUNIT_ASSERT_GE(test, tn_rtt_rto(tcb) + 128, rto >> 10);
	}
}

/* 2.3, section 4: when the round trip is constant, G keeps the RTO above it */
static void rto__above_a_constant_round_trip(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	unsigned int i;

	TN_PLAY(script, "set rto_min 0.001\n");
	for (i = 0; i < 200; i++)
		tn_rtt_sample(&script->world->tcb, script->world->now, tn_ms(100));
	TN_PLAY(script,
		"expect rttvar < 0.0001\n"
		"expect rto >= 0.104\n"
		"expect rto < 0.105\n");
}

/* Linux' bound is one of the variation, too: above SRTT, where a tail loss probe is in time */
static void rto__above_the_round_trip_as_linux(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	unsigned int i;

	TN_PLAY(script, "set profile linux\n");
	for (i = 0; i < 200; i++)
		tn_rtt_sample(&script->world->tcb, script->world->now, tn_ms(100));
	TN_PLAY(script,
		"expect rto >= 0.3\n"
		"expect rto < 0.301\n");
}

/* RFC 8985 6.2 step 1: a path that has become longer is believed after five minutes at most */
static void least__of_five_minutes(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_tcb *tcb = &script->world->tcb;
	tn_time_t now = script->world->now;

	tn_rtt_sample(tcb, now, tn_ms(50));
	KUNIT_EXPECT_EQ(test, tcb->rtt.min, tn_ms(50));
	tn_rtt_sample(tcb, now + tn_sec(149), tn_ms(90));
	KUNIT_EXPECT_EQ(test, tcb->rtt.min, tn_ms(50));
	tn_rtt_sample(tcb, now + tn_sec(160), tn_ms(80));
	tn_rtt_sample(tcb, now + tn_sec(170), tn_ms(100));
	KUNIT_EXPECT_EQ(test, tcb->rtt.min, tn_ms(50));
	tn_rtt_sample(tcb, now + tn_sec(311), tn_ms(100));
	KUNIT_EXPECT_EQ(test, tcb->rtt.min, tn_ms(80));
	tn_rtt_sample(tcb, now + tn_sec(312), tn_ms(40));
	KUNIT_EXPECT_EQ(test, tcb->rtt.min, tn_ms(40));
}

/* Eight segments, acknowledged one by one after @wait */
static void eight(struct tn_script *script, unsigned int *at, const char *wait)
{
	char text[256];
	unsigned int i;

	snprintf(text, sizeof(text), "write 8000\nskip\nat %s expect pipe 8000\n", wait);
	TN_PLAY(script, text);
	for (i = 0; i < 8; i++) {
		*at += 1000;
		snprintf(text, sizeof(text), "in . 1:1(0) ack %u\n", *at);
		TN_PLAY(script, text);
	}
}

/* RFC 7323 4.2: eight samples in a round trip move the average as far as one, not eight times */
static void sample__many_in_a_round_trip(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	unsigned int at = 1;

	TN_PLAY(script, "peer <mss 1000>\n"
			"reach ESTABLISHED\n"
			"expect srtt 0.1\n");
	eight(script, &at, "+0.1");
	TN_PLAY(script, "expect srtt 0.1\n"
			"expect rttvar < 0.01\n");
	eight(script, &at, "+0.9");
	TN_PLAY(script, "expect srtt > 0.19\n"
			"expect srtt < 0.2\n"
			"expect rttvar > 0.14\n"
			"expect rttvar < 0.2\n");

	/* one again: it counts as one from the round trip after that on */
	TN_PLAY(script, "write 100\n"
			"skip\n"
			"at +0.1 in . 1:1(0) ack 16101\n"
			"write 100\n"
			"skip\n"
			"at +0.9 in . 1:1(0) ack 16201\n"
			"expect srtt > 0.26\n");
}

/* Section 3: each round trip is measured, so a longer one is noticed soon */
static void sample__every_round_trip(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "expect srtt 0.1\n"
		  "at 1.0 write 100\n"
		  "out *\n"
		  "at 1.9 in . 1:1(0) ack 101\n"
		  "expect srtt 0.2\n"
		  "at 2.0 write 100\n"
		  "out *\n"
		  "at 3.0 in . 1:1(0) ack 201\n"
		  "expect srtt 0.3\n"
		  "expect rto > 1\n");
}

/* Section 3: Karn */
static void sample__not_from_what_was_sent_twice(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "out *\n"
		  "at 2 out P. 1:101(100)\n"
		  "at 2.5 in . 1:1(0) ack 101\n"
		  "expect srtt 0.1\n");
}

/* RFC 7323 4.1: 7/8 0.1 + 1/8 0.9 */
static void sample__from_the_timestamp_then(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,TS val 1 ecr 0>\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "out *\n"
		  "at 2 out P. 1:101(100) <TS val 2000 ecr 1>\n"
		  "at 2.9 in . 1:1(0) ack 101 <TS val 2 ecr 2000>\n"
		  "expect srtt 0.2\n");
}

/* 5.7; RFC 6928 2: the window suffers from the second one that is lost */
static void syn_resent__three_seconds(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "out *\n"
		  "at 1 out S 0:0(0)\n"
		  "at 1.1 in S. 0:0(0) ack 1 <mss 1460>\n"
		  "skip\n"
		  "expect rto 3\n"
		  "expect srtt 0\n"
		  "expect cwnd 14600\n");
	TN_SCRIPT(test,
		  "connect\n"
		  "out *\n"
		  "at 1 out S 0:0(0)\n"
		  "at 3 out S 0:0(0)\n"
		  "at 3.1 in S. 0:0(0) ack 1 <mss 1460>\n"
		  "skip\n"
		  "expect cwnd 1460\n");
}

/* S3-50: 9/10 of the old one and 1/10 of the new; the RTO is twice that */
static void sample__rfc793(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rtt_rfc793 1\n"
		  "connect\n"
		  "skip\n"
		  "at 0.7 in S. 0:0(0) ack 1 <mss 1460>\n"
		  "skip\n"
		  "expect srtt 0.7\n"
		  "expect rto 1.4\n"
		  "at 1 write 100\n"
		  "skip\n"
		  "at 2.2 in . 1:1(0) ack 101\n"
		  "expect srtt 0.75\n"
		  "expect rto 1.5\n");
}

/* 5.3 */
static void timer__restarts_with_new_acks(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 2920\n"
		  "skip\n"
		  "at 1.5 in . 1:1(0) ack 1461\n"
		  "expect deadline rto 2.5\n"
		  "at 2.5 out P. 1461:2921(1460)\n");
}

static struct kunit_case rtt_cases[] = {
	KUNIT_CASE(sample__first),
	KUNIT_CASE(sample__following),
	KUNIT_CASE(rto__at_least_a_second),
	KUNIT_CASE(rto__doubles_up_to_a_minute),
	KUNIT_CASE(rto__stays_doubled_without_a_sample),
	KUNIT_CASE(rto__collapses_with_a_timestamp),
	KUNIT_CASE(rto__above_a_constant_round_trip),
	KUNIT_CASE(rto__above_the_round_trip_as_linux),
	KUNIT_CASE(least__of_five_minutes),
	KUNIT_CASE(sample__as_the_model),
	KUNIT_CASE(sample__many_in_a_round_trip),
	KUNIT_CASE(sample__every_round_trip),
	KUNIT_CASE(sample__not_from_what_was_sent_twice),
	KUNIT_CASE(sample__from_the_timestamp_then),
	KUNIT_CASE(syn_resent__three_seconds),
	KUNIT_CASE(sample__rfc793),
	KUNIT_CASE(timer__restarts_with_new_acks),
	{}
};

static struct kunit_suite rtt_suite = {
	.name = "tcp_rtt",
	.test_cases = rtt_cases,
};

kunit_test_suite(rtt_suite);
