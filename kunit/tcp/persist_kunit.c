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
		  "set r2 100\n"
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
		  "set r2 100\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 0.1 write 100\n"
		  "at 300 expect state CLOSED\n"
		  "expect err ETIMEDOUT\n"
		  "skip\n");
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
	KUNIT_CASE(probe__fin_alone),
	KUNIT_CASE(window__shrinks_over_data),
	{}
};

static struct kunit_suite persist_suite = {
	.name = "tcp_persist",
	.test_cases = persist_cases,
};

kunit_test_suite(persist_suite);
