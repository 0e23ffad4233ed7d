// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/timestamp.c: RFC 7323, PAWS and what is echoed.
 */
#include "harness/script.h"

/* RFC 7323 5.3 R1: dropped, with an ACK */
static void paws__older_is_refused(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:101(100) <TS val 1001 ecr 100>\n"
		  "out . 1:1(0) ack 101 <TS val 100 ecr 1001>\n"
		  "in P. 101:201(100) <TS val 1000 ecr 100>\n"
		  "out . 1:1(0) ack 101 <TS val 100 ecr 1001>\n"
		  "expect reason tcp-paws\n"
		  "expect count PAWSEstab 1\n"
		  "expect delivered 100\n");
}

static void paws__equal_is_taken(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:101(100) <TS val 1000 ecr 100>\n"
		  "out . 1:1(0) ack 101\n"
		  "expect delivered 100\n");
}

/* The timestamp clock passes 0 */
static void paws__wraps(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 4294967290 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:101(100) <TS val 5 ecr 100>\n"
		  "out . 1:1(0) ack 101 <TS val 100 ecr 5>\n"
		  "in P. 101:201(100) <TS val 4294967295 ecr 100>\n"
		  "out . 1:1(0) ack 101\n"
		  "expect reason tcp-paws\n");
}

/* RFC 7323 5.2: not subjected to PAWS */
static void paws__rst_is_exempt(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in R 1:1(0) <TS val 1 ecr 0>\n"
		  "expect state CLOSED\n"
		  "expect err ECONNRESET\n");
}

/* RFC 7323 5.5: then the peer's clock may have gone all the way round */
static void paws__outdated_after_24_days(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "at 2073599 in P. 1:101(100) <TS val 999 ecr 0>\n"
		  "out . 1:1(0) ack 1\n"
		  "expect reason tcp-paws\n"
		  "at 2073601 in P. 1:101(100) <TS val 999 ecr 0>\n"
		  "out . 1:1(0) ack 101 <TS val * ecr 999>\n"
		  "expect delivered 100\n");
}

/* RFC 7323 3.2: silently dropped, but for a RST */
static void option__missing(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:101(100)\n"
		  "out none\n"
		  "expect reason tcp-no-timestamp\n"
		  "in R 1:1(0)\n"
		  "expect err ECONNRESET\n");
}

/* Then it is not sent, and what arrives means nothing */
static void option__not_negotiated(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in P. 1:101(100) <TS val 7 ecr 8>\n"
		  "out . 1:1(0) ack 101 <>\n"
		  "expect delivered 100\n");
}

/* RFC 7323 4.3: a delayed ACK echoes the first segment that it acknowledges */
static void recent__of_the_oldest_unacknowledged(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1001(1000) <TS val 1001 ecr 100>\n"
		  "expect ts_recent 1001\n"
		  "in . 1001:2001(1000) <TS val 1002 ecr 100>\n"
		  "out . 1:1(0) ack 2001 <TS val 100 ecr 1001>\n");
}

/* RFC 7323 4.3 case C */
static void recent__not_from_behind_a_gap(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in . 1001:2001(1000) <TS val 1005 ecr 100>\n"
		  "out . 1:1(0) ack 1 <TS val 100 ecr 1000,sack 1001:2001>\n"
		  "in . 1:1001(1000) <TS val 1006 ecr 100>\n"
		  "out . 1:1(0) ack 2001 <TS val 100 ecr 1006>\n");
}

static struct kunit_case timestamp_cases[] = {
	KUNIT_CASE(paws__older_is_refused),
	KUNIT_CASE(paws__equal_is_taken),
	KUNIT_CASE(paws__wraps),
	KUNIT_CASE(paws__rst_is_exempt),
	KUNIT_CASE(paws__outdated_after_24_days),
	KUNIT_CASE(option__missing),
	KUNIT_CASE(option__not_negotiated),
	KUNIT_CASE(recent__of_the_oldest_unacknowledged),
	KUNIT_CASE(recent__not_from_behind_a_gap),
	{}
};

static struct kunit_suite timestamp_suite = {
	.name = "tcp_timestamp",
	.test_cases = timestamp_cases,
};

kunit_test_suite(timestamp_suite);
