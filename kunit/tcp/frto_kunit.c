// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/frto.c: spurious timeouts, RFC 5682.
 */
#include "harness/script.h"
#include "tcp/open.h"

/* The first of ten segments has just been sent again, and there are more to be sent */
#define TIMED_OUT(options)				\
	"set tlp 0\n"					\
	OPEN(options)					\
	"at 0.2 write 100000\n"				\
	"skip\n"					\
	"at 1.2 out . 1:1001(1000)\n"

/* 5682 3.1: the first segment was late, and so was the rest: what was sent again is all there is */
static void sack__spurious(struct kunit *test)
{
	TN_SCRIPT(test,
		  TIMED_OUT(",sackOK")
		  "expect recovery 2\n"
		  "expect cwnd 1000\n"
		  "at 1.3 in . 1:1(0) ack 1001\n"
		  "out . 10001:11001(1000)\n"
		  "out . 11001:12001(1000)\n"
		  "out none\n"
		  "at 1.31 in . 1:1(0) ack 2001\n"
		  "expect recovery 0\n"
		  "expect count TCPSpuriousRTOs 1\n"
		  "expect count TCPLossUndo 1\n"
		  "expect count EnterRto 1\n"
		  "expect count RetransRto 1\n"
		  "expect count ProbeFrto 2\n"
		  "expect cwnd >= 10000\n"
		  "expect lost 0\n"
		  "expect retrans 1\n"
		  "skip\n");
}

/* 5682 3.1 step 3b: reports of what was sent before the timeout, and not after it */
static void sack__spurious_by_a_report(struct kunit *test)
{
	TN_SCRIPT(test,
		  TIMED_OUT(",sackOK")
		  "at 1.3 in . 1:1(0) ack 1001\n"
		  "skip\n"
		  "at 1.31 in . 1:1(0) ack 1001 <sack 2001:3001>\n"
		  "expect count TCPSpuriousRTOs 1\n"
		  "skip\n");
}

/* 5682 3.1 step 3a: of what is new only: all else is lost; three segments, in slow start */
static void sack__a_loss(struct kunit *test)
{
	TN_SCRIPT(test,
		  TIMED_OUT(",sackOK")
		  "at 1.3 in . 1:1(0) ack 1001\n"
		  "out . 10001:11001(1000)\n"
		  "out . 11001:12001(1000)\n"
		  "at 1.4 in . 1:1(0) ack 1001 <sack 10001:11001>\n"
		  "expect recovery 2\n"
		  "expect count TCPSpuriousRTOs 0\n"
		  "out . 1001:2001(1000)\n"
		  "expect cwnd <= 3000\n"
		  "skip\n");
}

/* 5682 2.1 step 2a: it covers all that was out: nothing to tell by */
static void head__covers_all(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  OPEN(",sackOK")
		  "at 0.2 write 3000\n"
		  "skip\n"
		  "at 1.2 out . 1:1001(1000)\n"
		  "at 1.3 in . 1:1(0) ack 3001\n"
		  "expect recovery 0\n"
		  "expect count TCPSpuriousRTOs 0\n"
		  "expect cwnd <= 2000\n");
}

/* 5682 2.1 step 2b: no new data: conventional */
static void head__nothing_new_to_send(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  OPEN(",sackOK")
		  "at 0.2 write 3000\n"
		  "skip\n"
		  "at 1.2 out . 1:1001(1000)\n"
		  "at 1.3 in . 1:1(0) ack 1001\n"
		  "out . 1001:2001(1000)\n"
		  "out P. 2001:3001(1000)\n");
}

/* 5682 2.1 step 2b: nor is there when the window is full */
static void head__no_window(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  OPEN(",sackOK")
		  "at 0.2 in . 1:1(0) ack 1 win 3000\n"
		  "write 10000\n"
		  "skip\n"
		  "at 1.2 out . 1:1001(1000)\n"
		  "at 1.3 in . 1:1(0) ack 1001 win 2000\n"
		  "out . 1001:2001(1000)\n"
		  "out . 2001:3001(1000)\n");
}

/* 5682 2.1 step 1: a second timeout begins it anew */
static void timeout__again(struct kunit *test)
{
	TN_SCRIPT(test,
		  TIMED_OUT(",sackOK")
		  "at 3.2 out . 1:1001(1000)\n"
		  "at 3.3 in . 1:1(0) ack 1001\n"
		  "out . 10001:11001(1000)\n"
		  "out . 11001:12001(1000)\n"
		  "at 3.31 in . 1:1(0) ack 2001\n"
		  "expect count TCPSpuriousRTOs 1\n"
		  "expect cwnd >= 10000\n"
		  "skip\n");
}

/* 5682 2.1: not in a recovery */
static void timeout__not_in_a_recovery(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  OPEN(",sackOK")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "skip\n"
		  "at * out . 1:1001(1000)\n"
		  "expect count TCPTimeouts 1\n"
		  "at +0.1 in . 1:1(0) ack 4001\n"
		  "out . 4001:5001(1000)\n"
		  "skip\n");
}

/* 5682 2.1: the basic variant, without SACK: two that advance */
static void basic__spurious(struct kunit *test)
{
	TN_SCRIPT(test,
		  TIMED_OUT("")
		  "at 1.3 in . 1:1(0) ack 1001\n"
		  "out . 10001:11001(1000)\n"
		  "out . 11001:12001(1000)\n"
		  "at 1.31 in . 1:1(0) ack 2001\n"
		  "expect count TCPSpuriousRTOs 1\n"
		  "expect retrans 1\n"
		  "skip\n");
}

/* 5682 2.1 steps 2a, 3a: a duplicate, at first or then */
static void basic__a_loss(struct kunit *test)
{
	TN_SCRIPT(test,
		  TIMED_OUT("")
		  "at 1.3 in . 1:1(0) ack 1001\n"
		  "skip\n"
		  "at 1.4 in . 1:1(0) ack 1001\n"
		  "out . 1001:2001(1000)\n"
		  "expect count TCPSpuriousRTOs 0\n"
		  "skip\n");
}

/* 5682 4: nothing is undone if it may not be; and without F-RTO nothing is examined */
static void off__go_back(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "set frto 0\n"
		  TIMED_OUT(",sackOK")
		  "at 1.3 in . 1:1(0) ack 1001\n"
		  "out . 1001:2001(1000)\n"
		  "out . 2001:3001(1000)\n"
		  "out none\n");
}

/* 5682 2.1: an ACK that is neither is not the answer */
static void basic__others_are_ignored(struct kunit *test)
{
	TN_SCRIPT(test,
		  TIMED_OUT("")
		  "at 1.3 in . 1:1(0) ack 1001\n"
		  "skip\n"
		  "at 1.35 in . 1:1(0) ack 1001 win 60000\n"
		  "at 1.36 in P. 1:11(10) ack 1001 win 60000\n"
		  "skip\n"
		  "at 1.37 in . 11:11(0) ack 2001\n"
		  "expect count TCPSpuriousRTOs 1\n"
		  "skip\n");
}

/* 5682 4: spurious, and nothing may be undone: at least nothing more is sent again */
static void off__no_undo(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "set undo 0\n"
		  TIMED_OUT(",sackOK")
		  "at 1.3 in . 1:1(0) ack 1001\n"
		  "skip\n"
		  "at 1.31 in . 1:1(0) ack 2001\n"
		  "expect count TCPSpuriousRTOs 1\n"
		  "expect cwnd < 10000\n"
		  "expect ssthresh 5000\n"
		  "expect lost 0\n"
		  "expect retrans 1\n");
}

static struct kunit_case frto_cases[] = {
	KUNIT_CASE(sack__spurious),
	KUNIT_CASE(sack__spurious_by_a_report),
	KUNIT_CASE(sack__a_loss),
	KUNIT_CASE(head__covers_all),
	KUNIT_CASE(head__nothing_new_to_send),
	KUNIT_CASE(head__no_window),
	KUNIT_CASE(timeout__again),
	KUNIT_CASE(timeout__not_in_a_recovery),
	KUNIT_CASE(basic__spurious),
	KUNIT_CASE(basic__a_loss),
	KUNIT_CASE(off__go_back),
	KUNIT_CASE(basic__others_are_ignored),
	KUNIT_CASE(off__no_undo),
	{}
};

static struct kunit_suite frto_suite = {
	.name = "tcp_frto",
	.test_cases = frto_cases,
};

kunit_test_suite(frto_suite);
