// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/prr.c: how fast a recovery sends, RFC 9937.
 */
#include "harness/script.h"
#include "tcp/open.h"

/* 9937 6.2: more in flight than wanted: of what arrives half leaves, ssthresh / RecoverFS */
static void proportional__every_second_ack(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "expect ssthresh 5000\n"
		  "out . 1:1001(1000)\n"
		  "expect cwnd 7500\n"
		  "in . 1:1(0) ack 1 <sack 1001:5001>\n"
		  "out . 10001:11001(1000)\n"
		  "in . 1:1(0) ack 1 <sack 1001:6001>\n"
		  "out none\n"
		  "in . 1:1(0) ack 1 <sack 1001:7001>\n"
		  "out none\n"
		  "expect pipe 5000\n"
		  "in . 1:1(0) ack 1 <sack 1001:8001>\n"
		  "out . 11001:12001(1000)\n"
		  "in . 1:1(0) ack 1 <sack 1001:9001>\n"
		  "out . 12001:13001(1000)\n"
		  "expect pipe 5000\n");
}

/* 9937 6.1: RecoverFS is without what has arrived, but with what this ACK tells */
static void begin__without_what_has_arrived(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 1001:2001>\n"
		  "skip\n"
		  "in . 1:1(0) ack 1 <sack 1001:3001>\n"
		  "skip\n"
		  "expect snd_nxt 12001\n"
		  "in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "expect ssthresh 5000\n"
		  "expect pipe 9000\n"
		  "out . 1:1001(1000)\n"
		  "expect cwnd 8500\n");
}

/* 9937 6.1: a second recovery has accounts of its own: as much leaves as in the first */
static void begin__anew(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 1001:10001>\n"
		  "skip\n"
		  "at 0.4 in . 1:1(0) ack 10001\n"
		  "skip\n"
		  "expect recovery 0\n"
		  "at 0.5 in . 1:1(0) ack 15001\n"
		  "skip\n"
		  "set cwnd 10000\n"
		  "at 0.6 in . 1:1(0) ack 20001\n"
		  "skip\n"
		  "expect pipe 10000\n"
		  "at 0.7 in . 1:1(0) ack 20001 <sack 21001:24001>\n"
		  "out . 20001:21001(1000)\n"
		  "expect ssthresh 5000\n"
		  "expect cwnd 7500\n"
		  "in . 1:1(0) ack 20001 <sack 21001:25001>\n"
		  "out . 30001:31001(1000)\n"
		  "in . 1:1(0) ack 20001 <sack 21001:26001>\n"
		  "out none\n");
}

/* 9937 6.4: over, cwnd is what the controller wanted */
static void end__cwnd_is_ssthresh(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "skip\n"
		  "at 0.4 in . 1:1(0) ack 10001\n"
		  "expect recovery 0\n"
		  "expect cwnd 5000\n"
		  "skip\n");
}

/* 9937 6.2: less than wanted: as much as arrives, and with a SafeACK a segment more */
static void reduction_bound__slow_start_when_safe(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 10000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 8001:10001>\n"
		  "at 0.325 out . 1:1001(1000)\n"
		  "expect ssthresh 5000\n"
		  "expect pipe 1000\n"
		  "expect lost 7000\n"
		  "at 0.425 in . 1:1(0) ack 1001 <sack 8001:10001>\n"
		  "out . 1001:2001(1000)\n"
		  "out . 2001:3001(1000)\n"
		  "out none\n");
}

/* 9937 6.2: further losses: no SafeACK, only as much as arrives */
static void reduction_bound__conservative_else(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rack 0\n"
		  OPEN(",sackOK")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 7001:10001>\n"
		  "out . 1:1001(1000)\n"
		  "out . 1001:2001(1000)\n"
		  "out . 2001:3001(1000)\n"
		  "out none\n");
}

/* 9937 6.2: without SACK a duplicate ACK is a segment that arrived */
static void newreno__duplicates_count(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN("")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1\n"
		  "out . 10001:11001(1000)\n"
		  "in . 1:1(0) ack 1\n"
		  "out . 11001:12001(1000)\n"
		  "in . 1:1(0) ack 1\n"
		  "out . 1:1001(1000)\n"
		  "expect ssthresh 5000\n"
		  "in . 1:1(0) ack 1\n"
		  "skip\n"
		  "in . 1:1(0) ack 1\n"
		  "skip\n"
		  "in . 1:1(0) ack 1\n"
		  "skip\n"
		  "in . 1:1(0) ack 1\n"
		  "skip\n"
		  "at 0.4 in . 1:1(0) ack 12001\n"
		  "expect recovery 0\n"
		  "expect cwnd 5000\n"
		  "skip\n");
}

static struct kunit_case prr_cases[] = {
	KUNIT_CASE(proportional__every_second_ack),
	KUNIT_CASE(begin__without_what_has_arrived),
	KUNIT_CASE(begin__anew),
	KUNIT_CASE(end__cwnd_is_ssthresh),
	KUNIT_CASE(reduction_bound__slow_start_when_safe),
	KUNIT_CASE(reduction_bound__conservative_else),
	KUNIT_CASE(newreno__duplicates_count),
	{}
};

static struct kunit_suite prr_suite = {
	.name = "tcp_prr",
	.test_cases = prr_cases,
};

kunit_test_suite(prr_suite);
