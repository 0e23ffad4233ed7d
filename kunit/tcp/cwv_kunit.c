// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/cwv.c: RFC 7661, RFC 2861; RFC 6928's second thoughts. Reno is the controller.
 */
#include <kunit/test.h>

#include "harness/script.h"

/* A window of 40 segments of 1000 bytes, an RTT of 0.1 s, an RTO of a second */
#define CWV_OPEN(rule)				\
	"set cwv " rule "\n"			\
	"set peer_wnd 65535\n"			\
	"peer <mss 1000,sackOK>\n"		\
	"reach ESTABLISHED\n"			\
	"at 1 write 1000\n"			\
	"out P. 1:1001(1000)\n"			\
	"at 1.1 in . 1:1(0) ack 1001\n"		\
	"set cwnd 40000\n"			\
	"set ssthresh 20000\n"

/* Two round trips of four segments each: pipeACK is 4000, a tenth of the window */
#define CWV_LITTLE				\
	"at 1.2 write 4000\n"			\
	"skip\n"				\
	"at 1.3 in . 1:1(0) ack 5001\n"		\
	"at 1.4 write 4000\n"			\
	"skip\n"				\
	"at 1.5 in . 1:1(0) ack 9001\n"		\
	"expect cwnd 40000\n"

/* RFC 7661 4.4: four minutes of silence, and of little, cost nothing */
static void rule_7661__window_stays(struct kunit *test)
{
	TN_SCRIPT(test, CWV_OPEN("2") CWV_LITTLE
		  "at 240 write 60000\n"
		  "expect cwnd 40000\n"
		  "expect snd_nxt 49001\n"
		  "skip\n");
}

/* RFC 7661 4.4.3: after five minutes a half, ssthresh three quarters; and so on, down to IW */
static void rule_7661__five_minutes(struct kunit *test)
{
	TN_SCRIPT(test, CWV_OPEN("2") CWV_LITTLE
		  "at 310 write 1000\n"
		  "expect cwnd 20000\n"
		  "expect ssthresh 30000\n"
		  "skip\n"
		  "at 310.1 in . 1:1(0) ack 10001\n"
		  "expect cwnd 20000\n");
	TN_SCRIPT(test, CWV_OPEN("2") CWV_LITTLE
		  "at 4000 write 1000\n"
		  "expect cwnd 10000\n"
		  "expect ssthresh 30000\n"
		  "skip\n");
}

/* One that sends little, all the time, is not validated either */
static void rule_7661__little_all_the_time(struct kunit *test)
{
	TN_SCRIPT(test, CWV_OPEN("2") CWV_LITTLE
		  "at 100 write 1000\n"
		  "skip\n"
		  "at 100.1 in . 1:1(0) ack 10001\n"
		  "at 200 write 1000\n"
		  "skip\n"
		  "at 200.1 in . 1:1(0) ack 11001\n"
		  "expect cwnd 40000\n"
		  "at 301 write 1000\n"
		  "skip\n"
		  "at 301.2 in . 1:1(0) ack 12001\n"
		  "expect cwnd 20000\n");
}

/* RFC 7661 4.4: half of it was used: validated, and five minutes begin anew */
static void rule_7661__validated(struct kunit *test)
{
	TN_SCRIPT(test, CWV_OPEN("2") CWV_LITTLE
		  "at 200 write 20000\n"
		  "skip\n"
		  "at 200.1 in . 1:1(0) ack 29001\n"
		  "at 400 write 1000\n"
		  "expect cwnd 40000\n"
		  "skip\n");
}

/*
 * RFC 7661 4.4.1: max(pipeACK, LossFlightSize) / 2, of 4000 and 5000; after it as much less as
 * was sent again. Without the rule it is FlightSize / 2, and nothing less.
 */
static void rule_7661__loss(struct kunit *test)
{
	TN_SCRIPT(test, CWV_OPEN("2")
		  "at 1.2 write 10000\n"
		  "skip\n"
		  "at 1.3 in . 1:1(0) ack 11001\n"
		  "at 1.4 write 5000\n"
		  "skip\n"
		  "at 1.5 in . 1:1(0) ack 11001 <sack 12001:16001>\n"
		  "expect ssthresh 5000\n"
		  "out . 11001:12001(1000)\n"
		  "at 1.6 in . 1:1(0) ack 16001\n"
		  "expect cwnd 4500\n");
	TN_SCRIPT(test, CWV_OPEN("0")
		  "at 1.2 write 10000\n"
		  "skip\n"
		  "at 1.3 in . 1:1(0) ack 11001\n"
		  "at 1.4 write 5000\n"
		  "skip\n"
		  "at 1.5 in . 1:1(0) ack 11001 <sack 12001:16001>\n"
		  "expect ssthresh 2500\n"
		  "out . 11001:12001(1000)\n"
		  "at 1.6 in . 1:1(0) ack 16001\n"
		  "expect cwnd 2500\n");
}

/* RFC 7661 4.2, 4.4: pipeACK is unknown at first: the second loss finds nothing to compare with */
static void rule_7661__unknown_after_a_loss(struct kunit *test)
{
	TN_SCRIPT(test, CWV_OPEN("2")
		  "at 1.2 write 10000\n"
		  "skip\n"
		  "at 1.3 in . 1:1(0) ack 11001\n"
		  "at 1.4 write 5000\n"
		  "skip\n"
		  "at 1.5 in . 1:1(0) ack 11001 <sack 12001:16001>\n"
		  "out . 11001:12001(1000)\n"
		  "at 1.6 in . 1:1(0) ack 16001\n"
		  "set cwnd 40000\n"
		  "write 5000\n"
		  "skip\n"
		  "at 1.7 in . 1:1(0) ack 16001 <sack 17001:21001>\n"
		  "expect ssthresh 2500\n"
		  "skip\n"
		  "at 1.8 in . 1:1(0) ack 21001\n"
		  "expect cwnd 2500\n");
}

/* RFC 7661 4.2: what is acknowledged in a recovery is no pipeACK, neither then nor afterwards */
static void rule_7661__not_in_a_recovery(struct kunit *test)
{
	TN_SCRIPT(test, CWV_OPEN("2")
		  "at 1.2 write 10000\n"
		  "skip\n"
		  "at 1.3 in . 1:1(0) ack 1001 <sack 2001:5001 6001:11001>\n"
		  "skip\n"
		  "at 1.4 in . 1:1(0) ack 5001 <sack 6001:11001>\n"
		  "skip\n"
		  "expect recovery 1\n"
		  "in . 1:1(0) ack 11001\n"
		  "expect recovery 0\n"
		  "set cwnd 40000\n"
		  "write 5000\n"
		  "skip\n"
		  "at 1.5 in . 1:1(0) ack 11001 <sack 12001:16001>\n"
		  "expect ssthresh 2500\n"
		  "skip\n");
}

/* RFC 7661 4.2: the sampling period is a second here; what was before is forgotten */
static void rule_7661__sampling_period(struct kunit *test)
{
	TN_SCRIPT(test, CWV_OPEN("2")
		  "at 1.2 write 10000\n"
		  "skip\n"
		  "at 1.3 in . 1:1(0) ack 11001\n"
		  "at 3.2 write 1000\n"
		  "skip\n"
		  "at 3.3 in . 1:1(0) ack 12001\n"
		  "at 3.4 write 5000\n"
		  "skip\n"
		  "at 3.5 in . 1:1(0) ack 12001 <sack 13001:17001>\n"
		  "expect ssthresh 2500\n"
		  "skip\n");
}

/* RFC 2861 3.1: a half for each RTO of silence, and not below the restart window */
static void rule_2861__decays(struct kunit *test)
{
	TN_SCRIPT(test, CWV_OPEN("1")
		  "at 2.5 write 1000\n"
		  "expect cwnd 20000\n"
		  "expect ssthresh 30000\n"
		  "skip\n");
	TN_SCRIPT(test, CWV_OPEN("1")
		  "at 9 write 1000\n"
		  "expect cwnd 10000\n"
		  "expect ssthresh 30000\n"
		  "skip\n");
}

/* RFC 2861 3.1: not full for an RTO: halfway to what was used, 20 of 40 segments */
static void rule_2861__little(struct kunit *test)
{
	TN_SCRIPT(test, CWV_OPEN("1")
		  "at 1.2 write 20000\n"
		  "skip\n"
		  "at 1.3 in . 1:1(0) ack 21001\n"
		  "at 1.9 write 20000\n"
		  "skip\n"
		  "at 2.0 in . 1:1(0) ack 41001\n"
		  "expect cwnd 40000\n"
		  "at 2.3 write 20000\n"
		  "expect cwnd 30000\n"
		  "expect ssthresh 30000\n"
		  "skip\n");
}

/* RFC 5681 4.1 */
static void rule_5681__restarts(struct kunit *test)
{
	TN_SCRIPT(test, CWV_OPEN("0")
		  "at 2.5 write 1000\n"
		  "expect cwnd 10000\n"
		  "expect ssthresh 20000\n"
		  "skip\n");
}

/* RFC 6928 2, 12: a loss in the initial window is counted; the next restart is RFC 3390's */
static void initial__loss(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set peer_wnd 65535\n"
		  "peer <mss 1000,sackOK>\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 10000\n"
		  "skip\n"
		  "at 1.1 in . 1:1(0) ack 1 <sack 1001:10001>\n"
		  "expect count TCPInitialWindowLoss 1\n"
		  "skip\n"
		  "at 1.2 in . 1:1(0) ack 10001\n"
		  "set cwnd 40000\n"
		  "at 9 write 10000\n"
		  "expect cwnd 4000\n"
		  "skip\n");
	/* one that comes later says nothing about initial windows */
	TN_SCRIPT(test, CWV_OPEN("0") CWV_LITTLE
		  "at 1.6 write 30000\n"
		  "skip\n"
		  "at 1.7 in . 1:1(0) ack 19001\n"
		  "skip\n"
		  "at 1.8 in . 1:1(0) ack 19001 <sack 20001:39001>\n"
		  "skip\n"
		  "expect recovery 1\n"
		  "expect count TCPInitialWindowLoss 0\n");
}

static struct kunit_case cwv_cases[] = {
	KUNIT_CASE(rule_7661__window_stays),
	KUNIT_CASE(rule_7661__five_minutes),
	KUNIT_CASE(rule_7661__little_all_the_time),
	KUNIT_CASE(rule_7661__validated),
	KUNIT_CASE(rule_7661__loss),
	KUNIT_CASE(rule_7661__unknown_after_a_loss),
	KUNIT_CASE(rule_7661__not_in_a_recovery),
	KUNIT_CASE(rule_7661__sampling_period),
	KUNIT_CASE(rule_2861__decays),
	KUNIT_CASE(rule_2861__little),
	KUNIT_CASE(rule_5681__restarts),
	KUNIT_CASE(initial__loss),
	{}
};

static struct kunit_suite cwv_suite = {
	.name = "tcp_cwv",
	.test_cases = cwv_cases,
};

kunit_test_suite(cwv_suite);
