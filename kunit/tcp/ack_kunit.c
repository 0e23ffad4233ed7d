// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/ack.c: what an ACK changes.
 */
#include "harness/script.h"

/* 3.10.7.4: SND.WL1, SND.WL2 */
static void window__from_the_newest_segment_only(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 10\n"
		  "skip\n"
		  "in P. 1:101(100) ack 11 win 100\n"
		  "skip\n"
		  "expect snd_wnd 12800\n"
		  "in P. 1:101(100) ack 11 win 50\n"
		  "skip\n"
		  "expect snd_wnd 12800\n"
		  "in . 101:101(0) ack 11 win 60\n"
		  "expect snd_wnd 7680\n"
		  "in . 101:101(0) ack 1 win 70\n"
		  "expect snd_wnd 7680\n");
}

static void una__partial_of_a_segment(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 1000\n"
		  "skip\n"
		  "in . 1:1(0) ack 501\n"
		  "expect snd_una 501\n"
		  "expect pipe 500\n"
		  "at * out P. 501:1001(500)\n");
}

/* RFC 5681 3.2: ssthresh = FlightSize / 2 */
static void dupack__three_make_a_loss(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460>\n"
		  "reach ESTABLISHED\n"
		  "write 14600\n"
		  "skip\n"
		  "in . 1:1(0) ack 1\n"
		  "in . 1:1(0) ack 1\n"
		  "out none\n"
		  "in . 1:1(0) ack 1\n"
		  "out . 1:1461(1460)\n"
		  "expect ssthresh 7300\n"
		  "expect count TCPRenoRecovery 1\n");
}

/* RFC 5681 2: with data, with another window */
static void dupack__what_is_not_one(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460>\n"
		  "reach ESTABLISHED\n"
		  "write 14600\n"
		  "skip\n"
		  "in P. 1:2(1) ack 1\n"
		  "skip\n"
		  "in . 2:2(0) ack 1 win 60000\n"
		  "in . 2:2(0) ack 1 win 60001\n"
		  "in . 2:2(0) ack 1 win 60002\n"
		  "in . 2:2(0) ack 1 win 60002\n"
		  "in . 2:2(0) ack 1 win 60002\n"
		  "out none\n"
		  "expect recovery 0\n");
}

/* RFC 6582 3.2 */
static void newreno__partial_ack(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460>\n"
		  "reach ESTABLISHED\n"
		  "write 14600\n"
		  "skip\n"
		  "in . 1:1(0) ack 1\n"
		  "in . 1:1(0) ack 1\n"
		  "in . 1:1(0) ack 1\n"
		  "out . 1:1461(1460)\n"
		  "in . 1:1(0) ack 4381\n"
		  "out . 4381:5841(1460)\n"
		  "expect recovery 1\n"
		  "in . 1:1(0) ack 14601\n"
		  "expect recovery 0\n"
		  "expect cwnd 7300\n");
}

/* RFC 5681 3.1: bytes acknowledged, when cwnd was the limit */
static void cwnd__slow_start_by_bytes_acked(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "expect cwnd 14600\n"
		  "write 29200\n"
		  "skip\n"
		  "in . 1:1(0) ack 2921\n"
		  "skip\n"
		  "expect cwnd 17520\n");
}

/* RFC 7661 */
static void cwnd__not_limited_does_not_grow(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 1000\n"
		  "skip\n"
		  "in . 1:1(0) ack 1001\n"
		  "expect cwnd 14600\n");
}

/* RFC 6298 5.2 */
static void timer__off_when_all_is_acknowledged(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 1000\n"
		  "out *\n"
		  "expect deadline rto 1.1\n"
		  "in . 1:1(0) ack 1001\n"
		  "expect deadline rto none\n"
		  "at 10 out none\n");
}

static struct kunit_case ack_cases[] = {
	KUNIT_CASE(window__from_the_newest_segment_only),
	KUNIT_CASE(una__partial_of_a_segment),
	KUNIT_CASE(dupack__three_make_a_loss),
	KUNIT_CASE(dupack__what_is_not_one),
	KUNIT_CASE(newreno__partial_ack),
	KUNIT_CASE(cwnd__slow_start_by_bytes_acked),
	KUNIT_CASE(cwnd__not_limited_does_not_grow),
	KUNIT_CASE(timer__off_when_all_is_acknowledged),
	{}
};

static struct kunit_suite ack_suite = {
	.name = "tcp_ack",
	.test_cases = ack_cases,
};

kunit_test_suite(ack_suite);
