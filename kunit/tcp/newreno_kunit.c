// SPDX-License-Identifier: GPL-2.0
/*
 * Loss without SACK: RFC 5681 3.1 and 3.2, RFC 6582, without PRR and F-RTO. (tcp/recovery.c sees
 * the inflation of the window from its other side: what left the network is taken from the pipe.
 * What leaves at which duplicate ACK is the same.)
 */
#include "harness/script.h"

/* Ten segments of 1000 are outstanding, and more to send than any window */
#define TEN_OUT						\
	"set prr 0\nset frto 0\n"			\
	"peer <mss 1000>\n"				\
	"reach ESTABLISHED\n"				\
	"set cwnd 10000\n"				\
	"write 100000\n"				\
	"skip\n"					\
	"expect snd_nxt 10001\n"

#define DUP	"in . 1:1(0) ack 1\n"

/* The first segment is lost: two new ones by Limited Transmit, then the lost one again */
#define THREE_DUPS					\
	"at 0.2 " DUP "skip\n" DUP "skip\n" DUP		\
	"out . 1:1001(1000)\n"

/* RFC 5681 3.1: as high as can be, so that the network is what limits */
static void ssthresh__begins_high(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "expect ssthresh > 1000000000\n");
}

/* RFC 5681 3.1: at least two segments, of what was in flight; cwnd would be ten */
static void timeout__two_segments_at_least(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 2000\n"
		  "skip\n"
		  "at 2 out . 1:1001(1000)\n"
		  "expect ssthresh 2000\n"
		  "expect cwnd 1000\n");
}

/* RFC 5681 3.1: the second timeout of the same data leaves ssthresh alone; one segment each */
static void timeout__again_keeps_ssthresh(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 1.1 out . 1:1001(1000)\n"
		  "out none\n"
		  "expect ssthresh 5000\n"
		  "expect cwnd 1000\n"
		  "at 3.1 out . 1:1001(1000)\n"
		  "out none\n"
		  "expect ssthresh 5000\n"
		  "at 7.1 out . 1:1001(1000)\n"
		  "expect ssthresh 5000\n"
		  "expect cwnd 1000\n");
}

/* RFC 5681 3.1: from one segment to ssthresh by doubling, then one segment each round trip */
static void timeout__slow_start_then_avoidance(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 1.1 out . 1:1001(1000)\n"
		  "at 1.2 in . 1:1(0) ack 1001\n"
		  "expect cwnd 2000\n"
		  "skip\n"
		  "at 1.3 in . 1:1(0) ack 3001\n"
		  "expect cwnd 4000\n"
		  "skip\n"
		  "at 1.4 in . 1:1(0) ack 7001\n"
		  "expect cwnd 5000\n"
		  "skip\n"
		  "at 1.5 in . 1:1(0) ack 10001\n"
		  "skip\n"
		  "expect cwnd 6000\n");
}

/*
 * RFC 5681 3.2: two may be reordering, and each lets a new segment leave (RFC 3042), for which
 * cwnd does not change; at the third FlightSize / 2, without these two, and the head is sent again
 */
static void dupack__at_the_third(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 0.2 " DUP
		  "out . 10001:11001(1000)\n"
		  DUP
		  "out . 11001:12001(1000)\n"
		  "out none\n"
		  "expect recovery 0\n"
		  "expect cwnd 10000\n"
		  DUP
		  "out . 1:1001(1000)\n"
		  "expect recovery 1\n"
		  "expect count EnterDupack 1\n"
		  "expect count RetransDupack 1\n"
		  "expect ssthresh 5000\n");
}

/* RFC 5681 3.2 steps 3 to 5: 12 are out, 5 + 3 is the window; from the eighth on one more each */
static void dupack__inflates(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  THREE_DUPS
		  DUP DUP DUP DUP
		  "out none\n"
		  DUP
		  "out . 12001:13001(1000)\n"
		  "out none\n"
		  DUP
		  "out . 13001:14001(1000)\n"
		  "out none\n"
		  DUP
		  "out . 14001:15001(1000)\n"
		  "out none\n");
}

/* RFC 5681 3.2 step 4: forged ones fill the peer's window, and leave cwnd as it is */
static void dupack__a_thousand(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	unsigned int i;

	TN_PLAY(script, TEN_OUT);
	for (i = 0; i < 1000; i++)
		TN_PLAY(script, DUP "skip\n");
	TN_PLAY(script,
		"expect cwnd 5000\n"
		"expect snd_nxt <= 65536\n");
}

/* RFC 5681 2: neither text, nor another window, nor a FIN; also within the recovery */
static void dupack__a_window_update_is_none(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 0.2 in . 1:1(0) ack 1 win 60000\n"
		  "in . 1:1(0) ack 1 win 60001\n"
		  "in . 1:1(0) ack 1 win 60002\n"
		  "expect recovery 0\n"
		  "in . 1:1(0) ack 1 win 60002\n"
		  "skip\n"
		  "in . 1:1(0) ack 1 win 60002\n"
		  "skip\n"
		  "in . 1:1(0) ack 1 win 60002\n"
		  "out . 1:1001(1000)\n"
		  "in . 1:1(0) ack 1 win 50000\n"
		  "out none\n"
		  "expect recovery 1\n"
		  "expect ssthresh 5000\n");
}

/* RFC 6582 3.2: segments 1, 3 and 5 are lost: one hole each round trip, and no timeout */
static void partial__one_hole_each(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  THREE_DUPS
		  "at 0.3 in . 1:1(0) ack 2001\n"
		  "out . 2001:3001(1000)\n"
		  "skip\n"
		  "at 0.4 in . 1:1(0) ack 4001\n"
		  "out . 4001:5001(1000)\n"
		  "skip\n"
		  "expect recovery 1\n"
		  "expect ssthresh 5000\n"
		  "at 0.5 in . 1:1(0) ack 12001\n"
		  "skip\n"
		  "expect recovery 0\n"
		  "expect count TCPTimeouts 0\n"
		  "expect count EnterDupack 1\n"
		  "expect count RetransDupack 1\n"
		  "expect count RetransPartial 2\n"
		  "expect count TCPRenoRecovery 1\n");
}

/* RFC 6582 3.2 step 3, section 6: cwnd is ssthresh, and does not grow by the ACK that says so */
static void full__ends_at_ssthresh(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  THREE_DUPS
		  "at 0.3 in . 1:1(0) ack 12001\n"
		  "expect recovery 0\n"
		  "expect cwnd 5000\n"
		  "out . 12001:13001(1000)\n"
		  "skip\n");
}

/* RFC 6582 3.2 step 4: what the go-back-N makes the peer say is no new loss */
static void timeout__then_duplicates(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 1.1 out . 1:1001(1000)\n"
		  "at 1.2 in . 1:1(0) ack 1001\n"
		  "skip\n"
		  "in . 1:1(0) ack 1001\n"
		  "in . 1:1(0) ack 1001\n"
		  "in . 1:1(0) ack 1001\n"
		  "in . 1:1(0) ack 1001\n"
		  "skip\n"
		  "expect ssthresh 5000\n"
		  "expect count TCPRenoRecovery 0\n"
		  "expect count TCPFastRetrans 0\n");
}

/* RFC 5681 4.3: the retransmission is lost as well, that is a second event */
static void retransmission__lost_halves_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  THREE_DUPS
		  "expect ssthresh 5000\n"
		  "at 1.1 out . 1:1001(1000)\n"
		  "expect ssthresh 2500\n"
		  "expect cwnd 1000\n");
}

/* RFC 6582 6: wherever the last recovery ended, the next one begins */
static void recover__is_no_obstacle_after_a_wrap(struct kunit *test)
{
	static const u32 away[] = { 0, 1, 1u << 30, (1u << 31) - 1, 1u << 31, 3u << 30, -1u };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(away); i++) {
		struct tn_script *script = tn_script_new(test);

		TN_PLAY(script, TEN_OUT);
		script->world->tcb.rec.point = script->world->tcb.snd.una + away[i];
		TN_PLAY(script,
			THREE_DUPS
			"expect recovery 1\n");
	}
}

/* RFC 5681 4.1: after more than an RTO of silence, no more than the initial window at once */
static void idle__restart_window(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "set cwnd 50000\n"
		  "at 1 write 1000\n"
		  "out P. 1:1001(1000)\n"
		  "at 1.1 in . 1:1(0) ack 1001\n"
		  "expect cwnd 50000\n"
		  "at 2.1 write 60000\n"
		  "expect cwnd 10000\n"
		  "skip\n"
		  "expect snd_nxt 11001\n");
}

/* Within an RTO it stays */
static void idle__a_short_pause_costs_nothing(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "set cwnd 50000\n"
		  "at 1 write 1000\n"
		  "out P. 1:1001(1000)\n"
		  "at 1.1 in . 1:1(0) ack 1001\n"
		  "at 1.9 write 1000\n"
		  "expect cwnd 50000\n"
		  "skip\n");
}

static struct kunit_case newreno_cases[] = {
	KUNIT_CASE(ssthresh__begins_high),
	KUNIT_CASE(timeout__two_segments_at_least),
	KUNIT_CASE(timeout__again_keeps_ssthresh),
	KUNIT_CASE(timeout__slow_start_then_avoidance),
	KUNIT_CASE(dupack__at_the_third),
	KUNIT_CASE(dupack__inflates),
	KUNIT_CASE(dupack__a_thousand),
	KUNIT_CASE(dupack__a_window_update_is_none),
	KUNIT_CASE(partial__one_hole_each),
	KUNIT_CASE(full__ends_at_ssthresh),
	KUNIT_CASE(timeout__then_duplicates),
	KUNIT_CASE(retransmission__lost_halves_again),
	KUNIT_CASE(recover__is_no_obstacle_after_a_wrap),
	KUNIT_CASE(idle__restart_window),
	KUNIT_CASE(idle__a_short_pause_costs_nothing),
	{}
};

static struct kunit_suite newreno_suite = {
	.name = "tcp_newreno",
	.test_cases = newreno_cases,
};

kunit_test_suite(newreno_suite);
