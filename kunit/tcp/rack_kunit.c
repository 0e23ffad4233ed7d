// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/rack.c: loss detection by time, RFC 8985 6.
 */
#include "harness/script.h"
#include "tcp/open.h"
#include "tcp/rack.h"

/* Ten segments leave at 0.2; there is more */
#define TEN				\
	OPEN(",sackOK")			\
	"at 0.2 write 100000\n"		\
	"skip\n"			\
	"expect snd_nxt 10001\n"

/* 8985 6.2 step 4: three have arrived, and no reordering was ever seen: order alone decides */
static void order__dup_thresh_segments(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN
		  "at 0.3 in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "out . 1:1001(1000)\n"
		  "expect recovery 1\n"
		  "expect count RetransRack 1\n"
		  "expect count EnterRack 1\n"
		  "expect count TCPSackRecovery 1\n"
		  "skip\n");
}

/* 8985 6.2 steps 4, 5: one has; the others have a quarter of a round trip more, by a timer */
static void time__a_quarter_of_a_round_trip(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN
		  "at 0.3 in . 1:1(0) ack 1 <sack 1001:2001>\n"
		  "out . 10001:11001(1000)\n"
		  "expect deadline reorder 0.325\n"
		  "expect recovery 0\n"
		  "at 0.325 out . 1:1001(1000)\n"
		  "expect count RetransReorder 1\n"
		  "expect count EnterReorder 1\n"
		  "expect recovery 1\n");
}

/* 8985 6.2 step 3: it was late, not lost; from then on time decides and not order */
static void reordering__is_waited_for(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN
		  "at 0.3 in . 1:1(0) ack 1 <sack 1001:2001>\n"
		  "skip\n"
		  "at 0.31 in . 1:1(0) ack 2001\n"
		  "skip\n"
		  "expect deadline reorder none\n"
		  "expect count TCPSACKReorder 1\n"
		  "expect recovery 0\n"
		  "at 0.32 in . 1:1(0) ack 2001 <sack 3001:9001>\n"
		  "skip\n"
		  "expect recovery 0\n"
		  "expect lost 0\n"
		  "at 0.345 out . 2001:3001(1000)\n"
		  "expect count RetransReorder 1\n");
}

/* 8985 9.1: what was sent again is lost again; what was sent after it has arrived. No timeout */
static void again__lost_retransmission(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN
		  "at 0.3 in . 1:1(0) ack 1 <sack 1001:10001>\n"
		  "out . 1:1001(1000)\n"
		  "out . 10001:11001(1000)\n"
		  "skip\n"
		  "at 0.4 in . 1:1(0) ack 1 <sack 1001:11001>\n"
		  "out . 1:1001(1000)\n"
		  "expect count TCPLostRetransmit 1\n"
		  "expect count RetransRack 2\n"
		  "expect count TCPTimeouts 0\n"
		  "expect retrans 2\n"
		  "skip\n");
}

/* 8985 6.2 step 2: no round trip is so short: the original; it says nothing of the rest */
static void ambiguous__shorter_than_any(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN
		  "at 0.3 in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "out . 1:1001(1000)\n"
		  "at 0.31 in . 1:1(0) ack 4001\n"
		  "skip\n"
		  "expect lost 0\n");
}

/* 8985 6.2 step 2: so does the timestamp */
static void ambiguous__by_timestamp(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK,TS val 1 ecr 0")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <TS val 101 ecr 200,sack 989:3953>\n"
		  "out . 1:989(988)\n"
		  "at 0.45 in . 1:1(0) ack 1 <TS val 201 ecr 200,sack 1:500 989:3953>\n"
		  "skip\n"
		  "expect lost 0\n");
}

/* 8985 3.3.2: no more than a smoothed round trip */
static void window__at_most_srtt(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, TEN);
	script->world->tcb.rack.mult = 200;
	TN_PLAY(script,
		"at 0.3 in . 1:1(0) ack 1 <sack 1001:2001>\n"
		"skip\n"
		"expect deadline reorder 0.4\n");
}

/* 8985 9.3, 5681 4.3: after a timeout slow start sends, not PRR: what is lost again counts anew */
static void again__after_a_timeout(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "set frto 0\n"
		  TEN
		  "at 1.2 out . 1:1001(1000)\n"
		  "expect ssthresh 5000\n"
		  "at 1.3 in . 1:1(0) ack 1001\n"
		  "out . 1001:2001(1000)\n"
		  "out . 2001:3001(1000)\n"
		  "at 1.4 in . 1:1(0) ack 1001 <sack 2001:3001>\n"
		  "out . 1001:2001(1000)\n"
		  "expect recovery 1\n"
		  "expect ssthresh 2000\n"
		  "expect count TCPLostRetransmit 1\n"
		  "skip\n");
}

/* 8985 6.2 step 5: in one flight those in front of what has arrived; not those behind it */
static void order__only_what_was_sent_before(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN
		  "at 0.3 in . 1:1(0) ack 1 <sack 2001:3001 4001:5001 6001:7001>\n"
		  "out . 1:1001(1000)\n"
		  "out . 1001:2001(1000)\n"
		  "skip\n");
}

/* 8985 6.3: at a timeout what was sent long ago is lost, and what was sent just now is not */
static void timeout__spares_what_is_young(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "set frto 0\n"
		  OPEN(",sackOK")
		  "set cwnd 2000\n"
		  "at 0.2 write 1000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1001\n"
		  "write 1000\n"
		  "skip\n"
		  "at 1.25 write 1000\n"
		  "skip\n"
		  "at 1.3 out . 1001:2001(1000)\n"
		  "expect lost 0\n"
		  "expect pipe 2000\n"
		  "expect count RetransRto 1\n");
}

/* 8985 4: without SACK it is of no use */
static void sack__is_needed(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN("")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1\n"
		  "skip\n"
		  "in . 1:1(0) ack 1\n"
		  "skip\n"
		  "expect deadline reorder none\n"
		  "in . 1:1(0) ack 1\n"
		  "out . 1:1001(1000)\n"
		  "expect count EnterDupack 1\n"
		  "expect count TCPRenoRecovery 1\n");
}

/* 8985 6.2 step 4: a round trip with D-SACKs widens the window, once; 16 recoveries narrow it */
static void window__follows_duplicates(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_rack *rack = &script->world->tcb.rack;
	unsigned int i;

	TN_PLAY(script,
		TEN
		"at 0.3 in . 1:1(0) ack 3001 <sack 1:1001>\n"
		"skip\n"
		"in . 1:1(0) ack 4001 <sack 1001:2001>\n"
		"skip\n");
	KUNIT_EXPECT_EQ(test, rack->mult, 1);
	TN_PLAY(script,
		"at 0.4 in . 1:1(0) ack 14001 <sack 2001:3001>\n"
		"skip\n"
		"expect count TCPDSACKRecv 3\n"
		"in . 1:1(0) ack 14001 <sack 15001:16001>\n"
		"skip\n"
		/* 0.4 + 3/4 of 0.1, and that is less than the smoothed round trip */
		"expect deadline reorder 0.475\n");
	KUNIT_EXPECT_EQ(test, rack->mult, 2);
	for (i = 0; i < 16; i++) {
		KUNIT_EXPECT_EQ(test, rack->mult, 2);
		tn_rack_recovered(&script->world->tcb);
	}
	KUNIT_EXPECT_EQ(test, rack->mult, 0);
}

static struct kunit_case rack_cases[] = {
	KUNIT_CASE(order__dup_thresh_segments),
	KUNIT_CASE(time__a_quarter_of_a_round_trip),
	KUNIT_CASE(reordering__is_waited_for),
	KUNIT_CASE(again__lost_retransmission),
	KUNIT_CASE(ambiguous__shorter_than_any),
	KUNIT_CASE(ambiguous__by_timestamp),
	KUNIT_CASE(window__at_most_srtt),
	KUNIT_CASE(again__after_a_timeout),
	KUNIT_CASE(order__only_what_was_sent_before),
	KUNIT_CASE(timeout__spares_what_is_young),
	KUNIT_CASE(sack__is_needed),
	KUNIT_CASE(window__follows_duplicates),
	{}
};

static struct kunit_suite rack_suite = {
	.name = "tcp_rack",
	.test_cases = rack_cases,
};

kunit_test_suite(rack_suite);
