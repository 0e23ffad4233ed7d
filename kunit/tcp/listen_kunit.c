// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/listen.c: RFC 9293 3.10.7.2.
 */
#include "harness/script.h"

static void syn__spawns(struct kunit *test)
{
	TN_SCRIPT(test,
		  "listen\n"
		  "in S 0:0(0) win 1000 <mss 1000,sackOK,TS val 5 ecr 0,nop,wscale 3>\n"
		  "out S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,TS val 0 ecr 5,nop,wscale 9>\n"
		  "expect state SYN-RECEIVED\n"
		  "expect count PassiveOpens 1\n"
		  "expect mss 988\n");
}

/* A SYN-ACK has what the SYN had; MUST-15: without an MSS it is 536 */
static void syn__offers_nothing(struct kunit *test)
{
	TN_SCRIPT(test,
		  "listen\n"
		  "in S 0:0(0)\n"
		  "out S. 0:0(0) ack 1 <mss 1460>\n"
		  "expect mss 536\n");
}

/* 3.10.7.2, first */
static void rst__ignored(struct kunit *test)
{
	TN_SCRIPT(test,
		  "listen\n"
		  "in R 0:0(0)\n"
		  "out none\n"
		  "expect state LISTEN\n"
		  "expect reason tcp-bad-rst\n");
}

/* 3.10.7.2, second */
static void ack__is_reset(struct kunit *test)
{
	TN_SCRIPT(test,
		  "listen\n"
		  "in . 10:10(0) ack 7\n"
		  "out R 7:7(0)\n"
		  "expect state LISTEN\n"
		  "in S. 10:10(0) ack 8\n"
		  "out R 8:8(0)\n");
}

static void nonsense__ignored(struct kunit *test)
{
	TN_SCRIPT(test,
		  "listen\n"
		  "in SF 0:0(0)\n"
		  "in - 0:100(100)\n"
		  "in F 0:0(0)\n"
		  "out none\n"
		  "expect state LISTEN\n"
		  "expect reason tcp-bad-flags\n");
}

static void syn_with_text__text_comes_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  "listen\n"
		  "in S 0:100(100) <mss 1460>\n"
		  "out S. 0:0(0) ack 1\n"
		  "in P. 1:101(100)\n"
		  "out . 1:1(0) ack 101\n"
		  "expect delivered 100\n");
}

static void syn_ack__sent_again_and_given_up(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach SYN-RECEIVED\n"
		  "at 1 out S. 0:0(0) ack 1\n"
		  "at 3 out S. 0:0(0) ack 1\n"
		  "at 7 out S. 0:0(0) ack 1\n"
		  "at 15 out S. 0:0(0) ack 1\n"
		  "at 31 out S. 0:0(0) ack 1\n"
		  "at 63 expect state CLOSED\n"
		  "expect count TCPSynRetrans 5\n");
}

static struct kunit_case listen_cases[] = {
	KUNIT_CASE(syn__spawns),
	KUNIT_CASE(syn__offers_nothing),
	KUNIT_CASE(rst__ignored),
	KUNIT_CASE(ack__is_reset),
	KUNIT_CASE(nonsense__ignored),
	KUNIT_CASE(syn_with_text__text_comes_again),
	KUNIT_CASE(syn_ack__sent_again_and_given_up),
	{}
};

static struct kunit_suite listen_suite = {
	.name = "tcp_listen",
	.test_cases = listen_cases,
};

kunit_test_suite(listen_suite);
