// SPDX-License-Identifier: GPL-2.0
/*
 * Loss with SACK: RFC 6675, RFC 2018 as the sender and the receiver see it, with the rules about
 * congestion of RFC 5681 4.3. (IsLost and the scoreboard alone are in sack_kunit.c.)
 */
#include "harness/script.h"

/* Neither RACK, which has its own suite, nor PRR, nor F-RTO */
#define OLD	"set rack 0\nset prr 0\nset frto 0\n"

/* Ten segments of 1000 are outstanding, and more to send than any window */
#define TEN_OUT						\
	OLD						\
	"peer <mss 1000,sackOK>\n"			\
	"reach ESTABLISHED\n"				\
	"set cwnd 10000\n"				\
	"write 100000\n"				\
	"skip\n"					\
	"expect snd_nxt 10001\n"

/* 6675 5, 5681 4.3: half of the flight, and in that round trip no more leaves than that */
static void recovery__half_a_flight_in_a_round_trip(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 0.2 in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "out . 1:1001(1000)\n"
		  "expect ssthresh 5000\n"
		  "expect cwnd 5000\n"
		  "expect pipe 7000\n"
		  "in . 1:1(0) ack 1 <sack 1001:5001>\n"
		  "in . 1:1(0) ack 1 <sack 1001:6001>\n"
		  "out none\n"
		  "in . 1:1(0) ack 1 <sack 1001:7001>\n"
		  "out . 10001:11001(1000)\n"
		  "in . 1:1(0) ack 1 <sack 1001:8001>\n"
		  "out . 11001:12001(1000)\n"
		  "in . 1:1(0) ack 1 <sack 1001:9001>\n"
		  "out . 12001:13001(1000)\n"
		  "in . 1:1(0) ack 1 <sack 1001:10001>\n"
		  "out . 13001:14001(1000)\n"
		  "out none\n"
		  "expect cwnd 5000\n");
}

/* 6675 5 (A): over when the recovery point is acknowledged, with cwnd = ssthresh; not before */
static void recovery__ends_at_the_point(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 0.2 in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "out . 1:1001(1000)\n"
		  "at 0.3 in . 1:1(0) ack 9001\n"
		  "skip\n"
		  "expect recovery 1\n"
		  "expect count EnterSack 1\n"
		  "expect count RetransSack 1\n"
		  "in . 1:1(0) ack 10001\n"
		  "expect recovery 0\n"
		  "expect cwnd 5000\n"
		  "skip\n");
}

/* 6675 5 (A): what is known beyond the point is not forgotten */
static void recovery__keeps_the_scoreboard(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 0.2 in . 1:1(0) ack 1 <sack 1001:8001>\n"
		  "out . 1:1001(1000)\n"
		  "out . 10001:11001(1000)\n"
		  "out . 11001:12001(1000)\n"
		  "in . 1:1(0) ack 1 <sack 11001:12001 1001:8001>\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 10001\n"
		  "expect recovery 0\n"
		  "expect sacked 1000\n"
		  "skip\n");
}

/* 6675 5: SACK counts whatever else the segment carries, text or another window */
static void duplicate__with_text_and_window(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 0.2 in P. 1:11(10) ack 1 win 60000 <sack 1001:2001>\n"
		  "skip\n"
		  "in P. 11:21(10) ack 1 win 60001 <sack 1001:3001>\n"
		  "skip\n"
		  "expect recovery 0\n"
		  "in P. 21:31(10) ack 1 win 60002 <sack 1001:4001>\n"
		  "out . 1:1001(1000)\n"
		  "expect recovery 1\n");
}

/* Eight segments of 100: so small that three of them are a loss by their number alone */
#define SMALL_OUT					\
	OLD						\
	"peer <mss 1000,sackOK>\n"			\
	"reach ESTABLISHED\n"				\
	"nodelay on\n"					\
	"write 100\nskip\nwrite 100\nskip\n"		\
	"write 100\nskip\nwrite 100\nskip\n"		\
	"write 100\nskip\nwrite 100\nskip\n"		\
	"write 100\nskip\nwrite 100\nskip\n"		\
	"expect snd_nxt 801\n"

/* 6675 5 (1): they are counted, too, whatever else they carry */
static void duplicate__counts_with_text(struct kunit *test)
{
	TN_SCRIPT(test,
		  SMALL_OUT
		  "at 0.2 in P. 1:11(10) ack 1 <sack 101:201>\n"
		  "skip\n"
		  "in P. 11:21(10) ack 1 <sack 101:301>\n"
		  "skip\n"
		  "expect recovery 0\n"
		  "in P. 21:31(10) ack 1 <sack 101:401>\n"
		  "out . 1:101(100)\n"
		  "expect recovery 1\n"
		  "expect count EnterDupack 1\n");
}

/* 6675 5: an ACK that advances begins the count anew */
static void duplicate__count_begins_anew(struct kunit *test)
{
	TN_SCRIPT(test,
		  SMALL_OUT
		  "at 0.2 in . 1:1(0) ack 1 <sack 101:201>\n"
		  "in . 1:1(0) ack 1 <sack 101:301>\n"
		  "in . 1:1(0) ack 301\n"
		  "in . 1:1(0) ack 301 <sack 401:501>\n"
		  "in . 1:1(0) ack 301 <sack 401:601>\n"
		  "out none\n"
		  "expect recovery 0\n"
		  "in . 1:1(0) ack 301 <sack 401:701>\n"
		  "out . 301:401(100)\n"
		  "expect recovery 1\n");
}

/* 6675 5, 3042: the same blocks again say nothing */
static void duplicate__without_news_is_none(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 0.2 in . 1:1(0) ack 1 <sack 1001:2001>\n"
		  "skip\n"
		  "in . 1:1(0) ack 1 <sack 1001:2001>\n"
		  "in . 1:1(0) ack 1 <sack 1001:2001>\n"
		  "in . 1:1(0) ack 1 <sack 1001:2001>\n"
		  "in . 1:1(0) ack 1\n"
		  "out none\n"
		  "expect recovery 0\n");
}

/* 6675 5 (3), 5681 3.2: before the recovery one new segment for each that arrived; cwnd stays */
static void duplicate__limited_transmit(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 0.2 in . 1:1(0) ack 1 <sack 1001:2001>\n"
		  "out . 10001:11001(1000)\n"
		  "out none\n"
		  "in . 1:1(0) ack 1 <sack 1001:3001>\n"
		  "out . 11001:12001(1000)\n"
		  "out none\n"
		  "expect cwnd 10000\n"
		  "expect recovery 0\n");
}

/* 6675 5.1: until all that was out then is acknowledged, no fast recovery */
static void timeout__ends_recovery_and_bars_it(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 0.2 in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "out . 1:1001(1000)\n"
		  "expect count TCPSackRecovery 1\n"
		  "at 1.1 out . 1:1001(1000)\n"
		  "expect cwnd 1000\n"
		  "at 1.2 in . 1:1(0) ack 1 <sack 1001:6001>\n"
		  "out none\n"
		  "in . 1:1(0) ack 1 <sack 1001:7001>\n"
		  "in . 1:1(0) ack 1 <sack 1001:8001>\n"
		  "out none\n"
		  "expect count TCPSackRecovery 1\n"
		  "expect ssthresh 2500\n");
}

/* 6675 5.1: what the peer has is not sent again, if nothing says that it has reneged */
static void timeout__sacked_is_left_out(struct kunit *test)
{
	TN_SCRIPT(test,
		  OLD
		  "peer <mss 1000,sackOK>\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 4000\n"
		  "skip\n"
		  "at 1.1 in . 1:1(0) ack 1 <sack 1001:2001>\n"
		  "at 2 out . 1:1001(1000)\n"
		  "expect sacked 1000\n"
		  "at 2.1 in . 1:1(0) ack 2001\n"
		  "out . 2001:3001(1000)\n"
		  "out P. 3001:4001(1000)\n"
		  "at 2.2 in . 1:1(0) ack 4001\n"
		  "expect pipe 0\n");
}

/* 6675 4: a range that was sent again counts once; it is not sent a third time but by the timer */
static void pipe__of_what_was_sent_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 0.2 in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "out . 1:1001(1000)\n"
		  "expect lost 0\n"
		  "expect pipe 7000\n"
		  "in . 1:1(0) ack 1 <sack 1001:10001>\n"
		  "skip\n"
		  "expect retrans 1\n"
		  "expect sacked 9000\n");
}

/* 6675 4: NextSeg: what is lost before what is new, and that in order */
static void next__lost_before_new(struct kunit *test)
{
	TN_SCRIPT(test,
		  TEN_OUT
		  "at 0.2 in . 1:1(0) ack 1 <sack 3001:6001>\n"
		  "out . 1:1001(1000)\n"
		  "in . 1:1(0) ack 1 <sack 3001:9001>\n"
		  "out . 1001:2001(1000)\n"
		  "out . 2001:3001(1000)\n"
		  "out . 10001:11001(1000)\n"
		  "out none\n");
}

/* 2018 3: a peer that has not offered it does not get it */
static void blocks__only_by_agreement(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460>\n"
		  "reach ESTABLISHED\n"
		  "in . 1001:1501(500)\n"
		  "out . 1:1(0) ack 1 <>\n"
		  "in . 3001:3501(500)\n"
		  "out . 1:1(0) ack 1 <>\n");
}

/* 2018 3: in whatever leaves while something waits: ACKs, text, window updates, a FIN */
static void blocks__in_every_segment_while_there_is_a_gap(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 4000\n"
		  "peer <mss 1000,sackOK>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:2001(2000)\n"
		  "skip\n"
		  "in . 3001:3501(500)\n"
		  "out . 1:1(0) ack 2001 <sack 3001:3501>\n"
		  "read 2000\n"
		  "out . 1:1(0) ack 2001 <sack 3001:3501>\n"
		  "write 10\n"
		  "out P. 1:11(10) <sack 3001:3501>\n"
		  "shutdown\n"
		  "out F. 11:11(0) <sack 3001:3501>\n");
}

/* 2018 5.1, 8: SACKed is not delivered; the timer sends all of it again when the head was SACKed */
static void renege__nothing_was_freed(struct kunit *test)
{
	TN_SCRIPT(test,
		  OLD
		  "peer <mss 1000,sackOK>\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 3000\n"
		  "skip\n"
		  "at 1.1 in . 1:1(0) ack 1 <sack 1001:3001>\n"
		  "at 2 out . 1:1001(1000)\n"
		  "at 2.1 in . 1:1(0) ack 1001\n"
		  "out none\n"
		  "at * out . 1001:2001(1000)\n"
		  "expect sacked 0\n"
		  "in . 1:1(0) ack 2001\n"
		  "out P. 2001:3001(1000)\n"
		  "in . 1:1(0) ack 3001\n"
		  "expect pipe 0\n");
}

static struct kunit_case sackrec_cases[] = {
	KUNIT_CASE(recovery__half_a_flight_in_a_round_trip),
	KUNIT_CASE(recovery__ends_at_the_point),
	KUNIT_CASE(recovery__keeps_the_scoreboard),
	KUNIT_CASE(duplicate__with_text_and_window),
	KUNIT_CASE(duplicate__counts_with_text),
	KUNIT_CASE(duplicate__count_begins_anew),
	KUNIT_CASE(duplicate__without_news_is_none),
	KUNIT_CASE(duplicate__limited_transmit),
	KUNIT_CASE(timeout__ends_recovery_and_bars_it),
	KUNIT_CASE(timeout__sacked_is_left_out),
	KUNIT_CASE(pipe__of_what_was_sent_again),
	KUNIT_CASE(next__lost_before_new),
	KUNIT_CASE(blocks__only_by_agreement),
	KUNIT_CASE(blocks__in_every_segment_while_there_is_a_gap),
	KUNIT_CASE(renege__nothing_was_freed),
	{}
};

static struct kunit_suite sackrec_suite = {
	.name = "tcp_sack_recovery",
	.test_cases = sackrec_cases,
};

kunit_test_suite(sackrec_suite);
