// SPDX-License-Identifier: GPL-2.0
/*
 * RFC 7323 section 2: window scale, and windows that move left. (The field itself is in
 * rcvwnd_kunit.c and send_kunit.c.)
 */
#include "harness/script.h"

/* 2.2: the window of a SYN or SYN-ACK is what it says */
static void syn__is_not_scaled(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "out S 0:0(0) win 65535\n"
		  "in S. 0:0(0) ack 1 win 1000 <mss 1460,wscale 7>\n"
		  "skip\n"
		  "expect snd_wnd 1000\n"
		  "write 5000\n"
		  "out . 1:1001(1000)\n"
		  "out none\n"
		  "in . 1:1(0) ack 1001 win 1000\n"
		  "expect snd_wnd 128000\n"
		  "skip\n");
	TN_SCRIPT(test,
		  "listen\n"
		  "in S 0:0(0) win 1000 <mss 1460,wscale 7>\n"
		  "out S. 0:0(0) ack 1 win 65535\n"
		  "write 5000\n"
		  "in . 1:1(0) ack 1 win 8\n"
		  "expect snd_wnd 1024\n"
		  "skip\n");
}

/* 2.2: with a SYN it means something, later nothing */
static void option__behind_the_syn_is_ignored(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:11(10) ack 1 win 10 <wscale 2>\n"
		  "skip\n"
		  "expect snd_wnd 1280\n"
		  "expect delivered 10\n");
	TN_SCRIPT(test,
		  "peer <mss 1460>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:11(10) ack 1 win 10 <wscale 2>\n"
		  "out . 1:1(0) ack 11 win 65535\n"
		  "expect snd_wnd 10\n");
}

/* 2.2: one end alone cannot scale; both directions are as they say */
static void option__of_one_end_alone(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "out S 0:0(0) <mss 1460,sackOK,TS val * ecr 0,wscale 9>\n"
		  "in S. 0:0(0) ack 1 win 500 <mss 1460>\n"
		  "out . 1:1(0) ack 1 win 65535\n"
		  "in . 1:1(0) ack 1 win 600\n"
		  "expect snd_wnd 600\n");
}

/* 2.2: offered also by a receiver that has nothing to scale */
static void option__with_a_small_buffer(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 4000\n"
		  "connect\n"
		  "out S 0:0(0) win 4000 <mss 1460,sackOK,TS val * ecr 0,wscale *>\n");
}

/*
 * 2.4, appendix F: 50 bytes move the edge that the peer computes to the left, by rounding. What was
 * offered before is taken nevertheless.
 */
static void receiver__keeps_its_word(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 10000\n"
		  "peer <mss 1460,wscale 7>\n"
		  "listen\n"
		  "in S 0:0(0) <mss 1460,wscale 7>\n"
		  "out S. 0:0(0) ack 1 win 10000\n"
		  "in . 1:1(0) ack 1\n"
		  "in . 1:51(50) ack 1\n"
		  "out . 1:1(0) ack 51 win 19\n"
		  "in . 51:10001(9950) ack 1\n"
		  "out . 1:1(0) ack 10001 win 0\n"
		  "expect delivered 10000\n"
		  "in . 10001:10002(1) ack 1\n"
		  "out . 1:1(0) ack 10001 win 0\n"
		  "expect delivered 10000\n");
}

/* 2.4: the first retransmission does not look at the window, the next ones do */
static void sender__once_more_regardless(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "write 5000\n"
		  "skip\n"
		  "at 1 in . 1:1(0) ack 1 win 2000\n"
		  "at 1.1 out . 1:1001(1000)\n"
		  "in . 1:1(0) ack 1001 win 1000\n"
		  "out . 1001:2001(1000)\n"
		  "out . 2001:3001(1000)\n"
		  "at 3.1 out . 1001:2001(1000)\n"
		  "in . 1:1(0) ack 2001 win 1\n"
		  "out . 2001:3001(1000)\n"
		  "out . 3001:4001(1000)\n"
		  "at * out . 2001:3001(1000)\n"
		  "in . 1:1(0) ack 3001 win 1000\n"
		  "out . 3001:4001(1000)\n"
		  "out P. 4001:5001(1000)\n"
		  "at * out . 3001:4001(1000)\n"
		  "in . 1:1(0) ack 3501 win 100\n"
		  "out none\n"
		  "in . 1:1(0) ack 4001 win 1000\n"
		  "out P. 4001:5001(1000)\n");
}

static struct kunit_case wscale_cases[] = {
	KUNIT_CASE(syn__is_not_scaled),
	KUNIT_CASE(option__behind_the_syn_is_ignored),
	KUNIT_CASE(option__of_one_end_alone),
	KUNIT_CASE(option__with_a_small_buffer),
	KUNIT_CASE(receiver__keeps_its_word),
	KUNIT_CASE(sender__once_more_regardless),
	{}
};

static struct kunit_suite wscale_suite = {
	.name = "tcp_wscale",
	.test_cases = wscale_cases,
};

kunit_test_suite(wscale_suite);
