// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/reset.c: which RST answers what, RFC 9293 3.5.2, 3.10.5, 3.10.7.1.
 */
#include "harness/script.h"

/* 3.10.7.1: <SEQ=SEG.ACK><CTL=RST> */
static void reply__to_an_ack(struct kunit *test)
{
	TN_SCRIPT(test,
		  "in P. 5:105(100) ack 77\n"
		  "out R 77:77(0) <>\n"
		  "expect reason tcp-closed\n");
}

/* <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>; the ISS is -16, so 0 is 16 */
static void reply__to_anything_else(struct kunit *test)
{
	TN_SCRIPT(test,
		  "in SF 5:105(100)\n"
		  "out R. 16:16(0) ack 107 <>\n"
		  "in S 5:5(0)\n"
		  "out R. 16:16(0) ack 6\n"
		  "in - 5:105(100)\n"
		  "out R. 16:16(0) ack 105\n");
}

static void reply__not_to_a_rst(struct kunit *test)
{
	TN_SCRIPT(test,
		  "in R 5:5(0)\n"
		  "in R. 5:5(0) ack 1\n"
		  "out none\n");
}

/* RFC 9293 3.10.5 */
static void abort__by_state(struct kunit *test)
{
	static const struct {
		const char *state, *out;
	} want[] = {
		{ "LISTEN", "none" }, { "SYN-SENT", "none" },
		{ "SYN-RECEIVED", "R. 1:1(0) ack 1" }, { "ESTABLISHED", "R. 1:1(0) ack 1" },
		{ "FIN-WAIT-1", "R. 2:2(0) ack 1" }, { "FIN-WAIT-2", "R. 2:2(0) ack 1" },
		{ "CLOSE-WAIT", "R. 1:1(0) ack 2" }, { "CLOSING", "none" },
		{ "LAST-ACK", "none" },
	};
	char text[128];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(want); i++) {
		snprintf(text, sizeof(text), "reach %s\nabort\nout %s\nexpect state CLOSED\n",
			 want[i].state, want[i].out);
		TN_SCRIPT(test, text);
	}
}

/* SND.NXT, and nothing is left behind */
static void abort__of_unsent_and_unacknowledged_data(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 100000\n"
		  "skip\n"
		  "abort\n"
		  "out R. 14601:14601(0) ack 1\n"
		  "expect pipe 0\n");
}

static struct kunit_case reset_cases[] = {
	KUNIT_CASE(reply__to_an_ack),
	KUNIT_CASE(reply__to_anything_else),
	KUNIT_CASE(reply__not_to_a_rst),
	KUNIT_CASE(abort__by_state),
	KUNIT_CASE(abort__of_unsent_and_unacknowledged_data),
	{}
};

static struct kunit_suite reset_suite = {
	.name = "tcp_reset",
	.test_cases = reset_cases,
};

kunit_test_suite(reset_suite);
