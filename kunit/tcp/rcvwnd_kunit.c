// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/rcvwnd.c: the window that we offer.
 */
#include "harness/script.h"
#include "tcp/rcvwnd.h"

/* RFC 7323 2.2: never in a SYN; 2.3: rounded down */
static void offer__scaled_behind_the_syn(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 1000000\n"
		  "connect\n"
		  "out S 0:0(0) win 65535 <mss 1460,sackOK,TS val 0 ecr 0,wscale 9>\n"
		  "in S. 0:0(0) ack 1 <mss 1460,wscale 2>\n"
		  "out . 1:1(0) ack 1 win 1953\n"
		  "expect rcv_wnd 999936\n");
}

static void offer__not_scaled_if_the_peer_cannot(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 1000000\n"
		  "peer <mss 1460>\n"
		  "connect\n"
		  "skip\n"
		  "in S. 0:0(0) ack 1 <mss 1460>\n"
		  "out . 1:1(0) ack 1 win 65535\n");
}

/* RFC 7323 2.2, 2.3: by what the buffer may become, not by what it is */
static void offer__for_what_the_buffer_may_become(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 60000\n"
		  "set rcvmost 128000000\n"
		  "peer <mss 1460,wscale 2>\n"
		  "connect\n"
		  "out S 0:0(0) win 60000 <mss 1460,sackOK,TS val 0 ecr 0,wscale 11>\n"
		  "in S. 0:0(0) ack 1 <mss 1460,wscale 2>\n"
		  "out . 1:1(0) ack 1 win 29\n"
		  "rcvbuf 128000000\n"
		  "out . 1:1(0) ack 1 win 62500\n"
		  "expect rcv_wnd 128000000\n");
}

/* 14 at the most, with which nothing is out of reach that there can be */
static void scale__least_that_will_do(struct kunit *test)
{
	static const struct { u32 most; u8 shift; } rows[] = {
		{ 0, 0 }, { 4096, 0 }, { 65536, 0 }, { 65537, 1 }, { 131072, 1 }, { 131073, 2 },
		{ 28 << 20, 9 }, { 32 << 20, 9 }, { (32 << 20) + 1, 10 }, { 128 << 20, 11 },
		{ 1 << 29, 13 }, { 1 << 30, 14 }, { ~0u, 14 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_EQ_MSG(test, tn_rcvwnd_scale(rows[i].most), rows[i].shift,
				    "%u", rows[i].most);
}

/* RFC 7323 2.3: there is no larger window than 65535 * 2^14 */
static void buffer__larger_than_any_window(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvmost 4294967295\n"
		  "peer <mss 1460,wscale 2>\n"
		  "reach ESTABLISHED\n"
		  "rcvbuf 4294967295\n"
		  "skip\n"
		  "expect rcv_buf 1073725440\n"
		  "expect rcv_wnd 1073725440\n");
}

static void edge__stays_while_nobody_reads(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 10000\n"
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1001(1000)\n"
		  "out . 1:1(0) ack 1001 win 9000\n"
		  "in . 1001:2001(1000)\n"
		  "out . 1:1(0) ack 2001 win 8000\n");
}

/* RFC 9293 3.8.6.2.2: min(buffer / 2, MSS), and the MSS is ours: 1460 */
static void edge__moves_by_worthwhile_steps(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 10000\n"
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:5001(5000)\n"
		  "out . 1:1(0) ack 5001 win 5000\n"
		  "in . 5001:10001(5000)\n"
		  "out . 1:1(0) ack 10001 win 0\n"
		  "read 1000\n"
		  "out none\n"
		  "read 400\n"
		  "out none\n"
		  "read 60\n"
		  "out . 1:1(0) ack 10001 win 1460\n"
		  "read 3000\n"
		  "out . 1:1(0) ack 10001 win 4460\n"
		  "read 1000\n"
		  "out none\n");
}

/* The field counts 512 bytes here: a step that rounding would make smaller is not taken. */
static void edge__step_in_units_of_the_field(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 10240\n"
		  "peer <mss 1000,wscale 2>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:10241(10240)\n"
		  "out . 1:1(0) ack 10241 win 0\n"
		  "read 1470\n"
		  "out none\n"
		  "read 65\n"
		  "out none\n"
		  "read 1\n"
		  "out . 1:1(0) ack 10241 win 3\n");
}

/*
 * The field counts 512 bytes: what is left of the window, 511, the peer cannot see. The step is
 * counted from what it sees, or a small buffer would stay shut.
 */
static void edge__step_from_what_the_peer_sees(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 1277\n"
		  "peer <mss 1000,wscale 0>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1025(1024)\n"
		  "out . 1:1(0) ack 1025 win 0\n"
		  "read 1024\n"
		  "out . 1:1(0) ack 1025 win 2\n"
		  "in . 1025:1537(512)\n"
		  "out . 1:1(0) ack 1537 win 1\n"
		  "in . 1537:1538(1)\n"
		  "out . 1:1(0) ack 1538 win 0\n"
		  "read 513\n"
		  "out . 1:1(0) ack 1538 win 2\n");
}

/* Less than the field can say is offered as the least that it can. */
static void offer__buffer_below_the_unit(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 510\n"
		  "peer <mss 1000,wscale 0>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:511(510)\n"
		  "out . 1:1(0) ack 511 win 0\n"
		  "read 509\n"
		  "out none\n"
		  "read 1\n"
		  "out . 1:1(0) ack 511 win 1\n");
}

/* SHLD-14: a smaller buffer takes effect as the window is used up */
static void edge__never_moves_left(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 10000\n"
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "rcvbuf 2000\n"
		  "in . 1:1001(1000)\n"
		  "out . 1:1(0) ack 1001 win 9000\n"
		  "in . 1001:9001(8000)\n"
		  "out . 1:1(0) ack 9001 win 1000\n"
		  "expect delivered 9000\n");
}

static void update__half_of_the_buffer(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 10000\n"
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:6001(6000)\n"
		  "out . 1:1(0) ack 6001 win 4000\n"
		  "read 4999\n"
		  "out none\n"
		  "read 1\n"
		  "out . 1:1(0) ack 6001 win 9000\n");
}

/* The buffer is larger than 65535 and there is no scale: nothing to tell */
static void update__no_more_than_the_field_can_say(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:101(100)\n"
		  "out . 1:1(0) ack 101 win 65535\n"
		  "read 100\n"
		  "out none\n");
}

/* TCP_WINDOW_CLAMP: no more is offered, from the SYN on; what was offered is not taken back */
static void clamp__bounds_the_window(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 100000\n"
		  "option window_clamp 5000\n"
		  "connect\n"
		  "out S 0:0(0) win 5000\n"
		  "in S. 0:0(0) ack 1 <mss 1460>\n"
		  "out . 1:1(0) ack 1 win 5000\n"
		  "in . 1:1001(1000)\n"
		  "out . 1:1(0) ack 1001 win 4000\n"
		  "in . 1001:2001(1000)\n"
		  "out . 1:1(0) ack 2001 win 5000\n"
		  "option window_clamp 20000\n"
		  "out . 1:1(0) ack 2001 win 20000\n"
		  "option window_clamp 3000\n"
		  "out none\n"
		  "in . 2001:3001(1000)\n"
		  "out . 1:1(0) ack 3001 win 19000\n"
		  "in . 3001:22001(19000)\n"
		  "out . 1:1(0) ack 22001 win 3000\n"
		  "option window_clamp 0\n"
		  "out . 1:1(0) ack 22001 win 65535\n");
}

/* A clamped window that was used up is opened again as the user reads. */
static void clamp__opens_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 10000\n"
		  "option window_clamp 4000\n"
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:4001(4000)\n"
		  "out . 1:1(0) ack 4001 win 4000\n"
		  "in . 4001:8001(4000)\n"
		  "out . 1:1(0) ack 8001 win 2000\n"
		  "in . 8001:10001(2000)\n"
		  "out . 1:1(0) ack 10001 win 0\n"
		  "read 1400\n"
		  "out none\n"
		  "read 100\n"
		  "out . 1:1(0) ack 10001 win 1500\n"
		  "read 8500\n"
		  "out . 1:1(0) ack 10001 win 4000\n");
}

static struct kunit_case rcvwnd_cases[] = {
	KUNIT_CASE(offer__scaled_behind_the_syn),
	KUNIT_CASE(offer__not_scaled_if_the_peer_cannot),
	KUNIT_CASE(offer__buffer_below_the_unit),
	KUNIT_CASE(offer__for_what_the_buffer_may_become),
	KUNIT_CASE(scale__least_that_will_do),
	KUNIT_CASE(buffer__larger_than_any_window),
	KUNIT_CASE(edge__stays_while_nobody_reads),
	KUNIT_CASE(edge__moves_by_worthwhile_steps),
	KUNIT_CASE(edge__step_in_units_of_the_field),
	KUNIT_CASE(edge__step_from_what_the_peer_sees),
	KUNIT_CASE(edge__never_moves_left),
	KUNIT_CASE(update__half_of_the_buffer),
	KUNIT_CASE(update__no_more_than_the_field_can_say),
	KUNIT_CASE(clamp__bounds_the_window),
	KUNIT_CASE(clamp__opens_again),
	{}
};

static struct kunit_suite rcvwnd_suite = {
	.name = "tcp_rcvwnd",
	.test_cases = rcvwnd_cases,
};

kunit_test_suite(rcvwnd_suite);
