// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/busy.c: what a sender's time goes by.
 */
#include "harness/script.h"

/* From the write to the last acknowledgment; what nobody asks for costs no time */
static void work__from_write_to_ack(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "expect work 0\n"
		  "at 1 write 100\n"
		  "out P. 1:101(100)\n"
		  "at 1.2 expect work 0.2\n"
		  "at 1.3 in . 1:1(0) ack 101\n"
		  "at 2 expect work 0.3\n"
		  "write 200\n"
		  "out P. 101:301(200)\n"
		  "at 2.1 in . 1:1(0) ack 201\n"
		  "at 2.5 in . 1:1(0) ack 301\n"
		  "at 3 expect work 0.8\n"
		  "expect rwnd_limited 0\n"
		  "expect sndbuf_limited 0\n");
}

/* What arrives is the peer's work */
static void work__not_of_a_reader(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "at 1 in . 1:1001(1000) ack 1\n"
		  "skip\n"
		  "at 2 in . 1001:2001(1000) ack 1\n"
		  "skip\n"
		  "at 3 expect work 0\n");
}

static void work__fin_and_timeout(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "at 1 shutdown\n"
		  "out F. 1:1(0) ack 1\n"
		  "at 2 out F. 1:1(0) ack 1\n"
		  "at 2.5 in . 1:1(0) ack 2\n"
		  "at 3 expect work 1.5\n");
}

/* A connection that is over has no time */
static void work__ends_with_the_connection(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "skip\n"
		  "at 1.1 in R. 1:1(0) ack 1\n"
		  "expect state CLOSED\n"
		  "at 2 expect work 0.1\n");
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "skip\n"
		  "at 1.1 abort\n"
		  "skip\n"
		  "at 2 expect work 0.1\n");
}

/* The next segment does not fit, be the window closed or only too small */
static void rwnd__until_the_next_segment_fits(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 2000\n"
		  "at 1 write 3000\n"
		  "out . 1:1001(1000)\n"
		  "out . 1001:2001(1000)\n"
		  "at 1.2 expect rwnd_limited 0.2\n"
		  "at 1.5 in . 1:1(0) ack 2001 win 500\n"
		  "at 1.6 in . 1:1(0) ack 2001 win 5000\n"
		  "out P. 2001:3001(1000)\n"
		  "expect rwnd_limited 0.6\n"
		  "at 1.8 in . 1:1(0) ack 3001\n"
		  "at 3 expect rwnd_limited 0.6\n"
		  "expect work 0.2\n");
}

/* Limited by both is limited by cwnd, as in the native stack */
static void rwnd__not_beside_cwnd(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 2000\n"
		  "set cwnd 2000\n"
		  "at 1 write 3000\n"
		  "out . 1:1001(1000)\n"
		  "out . 1001:2001(1000)\n"
		  "at 1.5 expect rwnd_limited 0\n"
		  "expect work 0.5\n");
}

/* All was sent, more could be: from the last event on, until there is room */
static void sndbuf__until_there_is_room(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 3000\n"
		  "skip\n"
		  "full on\n"
		  "at 1.2 expect sndbuf_limited 0.2\n"
		  "at 1.4 in . 1:1(0) ack 1001\n"
		  "expect sndbuf_limited 0.4\n"
		  "at 1.5 in . 1:1(0) ack 2001\n"
		  "full off\n"
		  "at 1.8 in . 1:1(0) ack 3001\n"
		  "at 2 expect sndbuf_limited 0.5\n"
		  "expect work 0.3\n");
}

/* A full buffer is no limit while it holds what cwnd does not let go */
static void sndbuf__not_while_something_waits(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "set cwnd 2000\n"
		  "at 1 write 3000\n"
		  "skip\n"
		  "full on\n"
		  "at 1.4 in . 1:1(0) ack 2001\n"
		  "out P. 2001:3001(1000)\n"
		  "expect sndbuf_limited 0\n"
		  "expect work 0.4\n"
		  "at 1.5 in . 1:1(0) ack 3001\n"
		  "expect sndbuf_limited 0.1\n");
}

static struct kunit_case tn_busy_cases[] = {
	KUNIT_CASE(work__from_write_to_ack),
	KUNIT_CASE(work__not_of_a_reader),
	KUNIT_CASE(work__fin_and_timeout),
	KUNIT_CASE(work__ends_with_the_connection),
	KUNIT_CASE(rwnd__until_the_next_segment_fits),
	KUNIT_CASE(rwnd__not_beside_cwnd),
	KUNIT_CASE(sndbuf__until_there_is_room),
	KUNIT_CASE(sndbuf__not_while_something_waits),
	{}
};

static struct kunit_suite tn_busy_suite = {
	.name = "tcp_busy",
	.test_cases = tn_busy_cases,
};

kunit_test_suite(tn_busy_suite);
