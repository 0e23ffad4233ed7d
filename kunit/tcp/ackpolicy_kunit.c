// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/ackpolicy.c: when to acknowledge.
 */
#include "harness/script.h"

/* SHLD-19: at least every second full-sized segment */
static void delayed__for_the_second_segment(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1461(1460)\n"
		  "out none\n"
		  "expect deadline delack 0.14\n"
		  "in . 1461:2921(1460)\n"
		  "out . 1:1(0) ack 2921\n"
		  "expect deadline delack none\n");
}

/* MUST-40 */
static void delayed__never_longer_than_half_a_second(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1461(1460)\n"
		  "at 0.14 out . 1:1(0) ack 1461\n"
		  "expect count DelayedACKs 1\n");
}

static void delayed__taken_along_by_data(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "reach ESTABLISHED\n"
		  "in . 1:101(100)\n"
		  "at 0.12 write 10\n"
		  "out P. 1:11(10) ack 101\n"
		  "expect deadline delack none\n");
}

/* RFC 5681 4.2 */
static void at_once__out_of_order_and_gap_filled(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "reach ESTABLISHED\n"
		  "in . 101:201(100)\n"
		  "out . 1:1(0) ack 1 <sack 101:201>\n"
		  "in . 1:101(100)\n"
		  "out . 1:1(0) ack 201 <>\n");
}

static void at_once__young_connection(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 2\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1461(1460)\n"
		  "out . 1:1(0) ack 1461\n"
		  "in . 1461:2921(1460)\n"
		  "out . 1:1(0) ack 2921\n"
		  "in . 2921:4381(1460)\n"
		  "out none\n"
		  "at 0.14 out . 1:1(0) ack 4381\n");
}

static void at_once__fin(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "reach ESTABLISHED\n"
		  "in F. 1:1(0)\n"
		  "out . 1:1(0) ack 2\n");
}

/* RFC 9293 3.8.6.3: no ACK for an ACK */
static void ack__is_not_acknowledged(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1:1(0)\n"
		  "out none\n"
		  "in . 1:1(0) win 1\n"
		  "out none\n");
}

/* S3-26: a tick of 200 ms, so that the delay is anything from 1 to 200 ms */
static void later__at_the_tick(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set profile classic\n"
		  "reach ESTABLISHED\n"
		  "at 1.05 in . 1:11(10) ack 1\n"
		  "expect deadline delack 1.2\n"
		  "at 1.2 out . 1:1(0) ack 11\n"
		  "at 1.39 in . 11:21(10) ack 1\n"
		  "at 1.4 out . 1:1(0) ack 21\n"
		  "at 1.6 in . 21:31(10) ack 1\n"
		  "at 1.8 out . 1:1(0) ack 31\n");
}

/* TCP_QUICKACK: what waits leaves, and what comes is acknowledged each */
static void option__quick_ack(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "reach ESTABLISHED\n"
		  "in . 1:11(10) ack 1\n"
		  "out none\n"
		  "option quick_ack 1\n"
		  "out . 1:1(0) ack 11\n"
		  "in . 11:21(10) ack 1\n"
		  "out . 1:1(0) ack 21\n"
		  "option quick_ack 0\n"
		  "in . 21:31(10) ack 1\n"
		  "out none\n"
		  "expect deadline delack 0.14\n");
}

/* TCP_DEFER_ACCEPT of who connects: he speaks first, or the ACK leaves alone in the end */
static void option__hold_ack(struct kunit *test)
{
	TN_SCRIPT(test,
		  "option hold_ack 1\n"
		  "reach SYN-SENT\n"
		  "in S. 0:0(0) ack 1 <mss 1460>\n"
		  "out none\n"
		  "expect state ESTABLISHED\n"
		  "expect connected 1\n"
		  "at +0.01 write 100\n"
		  "out P. 1:101(100) ack 1\n"
		  "expect deadline delack none\n");
	TN_SCRIPT(test,
		  "connect\n"
		  "out S 0:0(0)\n"
		  "option hold_ack 1\n"
		  "at 0.1 in S. 0:0(0) ack 1 <mss 1460>\n"
		  "expect deadline delack 0.14\n"
		  "at 0.14 out . 1:1(0) ack 1\n"
		  "option hold_ack 0\n");
	/* what was written before goes at once */
	TN_SCRIPT(test,
		  "connect\n"
		  "out S 0:0(0)\n"
		  "option hold_ack 1\n"
		  "write 100\n"
		  "in S. 0:0(0) ack 1 <mss 1460>\n"
		  "out P. 1:101(100) ack 1\n"
		  "out none\n");
}

static struct kunit_case ackpolicy_cases[] = {
	KUNIT_CASE(delayed__for_the_second_segment),
	KUNIT_CASE(delayed__never_longer_than_half_a_second),
	KUNIT_CASE(delayed__taken_along_by_data),
	KUNIT_CASE(at_once__out_of_order_and_gap_filled),
	KUNIT_CASE(at_once__young_connection),
	KUNIT_CASE(at_once__fin),
	KUNIT_CASE(ack__is_not_acknowledged),
	KUNIT_CASE(later__at_the_tick),
	KUNIT_CASE(option__quick_ack),
	KUNIT_CASE(option__hold_ack),
	{}
};

static struct kunit_suite ackpolicy_suite = {
	.name = "tcp_ackpolicy",
	.test_cases = ackpolicy_cases,
};

kunit_test_suite(ackpolicy_suite);
