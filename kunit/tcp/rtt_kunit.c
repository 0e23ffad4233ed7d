// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/rtt.c: RFC 6298, with its own figures.
 */
#include "harness/script.h"

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
		  "expect rto 1\n"
		  "expect deadline rto none\n");
}

/* Section 3: Karn */
static void sample__not_from_what_was_sent_twice(struct kunit *test)
{
	TN_SCRIPT(test,
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

/* 5.7, and RFC 5681 3.1: one segment */
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
		  "expect cwnd 1460\n");
}

/* 5.3 */
static void timer__restarts_with_new_acks(struct kunit *test)
{
	TN_SCRIPT(test,
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
	KUNIT_CASE(sample__not_from_what_was_sent_twice),
	KUNIT_CASE(sample__from_the_timestamp_then),
	KUNIT_CASE(syn_resent__three_seconds),
	KUNIT_CASE(timer__restarts_with_new_acks),
	{}
};

static struct kunit_suite rtt_suite = {
	.name = "tcp_rtt",
	.test_cases = rtt_cases,
};

kunit_test_suite(rtt_suite);
