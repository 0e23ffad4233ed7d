// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/undo.c: a recovery that was not needed, RFC 3522, RFC 3708, RFC 4015.
 */
#include "harness/script.h"

/* A round trip of 100 ms, segments of 1000 */
#define OPEN(options)						\
	"connect\n"						\
	"skip\n"						\
	"at 0.1 in S. 0:0(0) ack 1 win 65535 <mss 1000" options ">\n"	\
	"skip\n"						\
	"set cwnd 10000\n"

/* RFC 3522: the ACK echoes what was sent before: it is of the original */
static void timestamp__fast_recovery(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK,TS val 1 ecr 0")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <TS val 101 ecr 200,sack 989:3953>\n"
		  "out . 1:989(988)\n"
		  "expect recovery 1\n"
		  "expect cwnd < 10000\n"
		  "at 0.35 in . 1:1(0) ack 3953 <TS val 102 ecr 200>\n"
		  "expect recovery 0\n"
		  "expect count TCPPartialUndo 1\n"
		  "expect count TCPTSReorder 1\n"
		  "expect cwnd >= 10000\n"
		  "expect ssthresh > 1000000\n"
		  "skip\n");
}

/* The ACK echoes the time of what was sent again: it was lost */
static void timestamp__of_what_was_sent_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK,TS val 1 ecr 0")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <TS val 101 ecr 200,sack 989:3953>\n"
		  "out . 1:989(988)\n"
		  "at 0.4 in . 1:1(0) ack 9881 <TS val 201 ecr 300>\n"
		  "expect recovery 0\n"
		  "expect count TCPPartialUndo 0\n"
		  "expect count TCPFullUndo 0\n"
		  "expect cwnd < 10000\n"
		  "skip\n");
}

/* RFC 3522, 4015: a timeout; nothing but the first segment is ever sent again */
static void timestamp__timeout(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  OPEN(",sackOK,TS val 1 ecr 0")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 1.2 out . 1:989(988)\n"
		  "expect cwnd < 1000\n"
		  "at 1.21 in . 1:1(0) ack 989 <TS val 101 ecr 200>\n"
		  "expect recovery 0\n"
		  "expect count TCPLossUndo 1\n"
		  "expect cwnd >= 10000\n"
		  "expect lost 0\n"
		  "expect retrans 1\n"
		  "skip\n");
}

/* RFC 3708: all that was sent again has arrived twice, though the recovery is over */
static void d_sack__after_the_end(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 2001:5001>\n"
		  "out . 1:1001(1000)\n"
		  "in . 1:1(0) ack 1 <sack 2001:7001>\n"
		  "out . 1001:2001(1000)\n"
		  "at 0.35 in . 1:1(0) ack 10001\n"
		  "expect recovery 0\n"
		  "expect cwnd 5000\n"
		  "skip\n"
		  "at 0.4 in . 1:1(0) ack 12001 <sack 1:1001>\n"
		  "expect count TCPDSACKUndo 0\n"
		  "skip\n"
		  "at 0.41 in . 1:1(0) ack 12001 <sack 1001:2001>\n"
		  "expect count TCPDSACKUndo 1\n"
		  "expect cwnd >= 10000\n"
		  "expect ssthresh > 1000000\n"
		  "skip\n");
}

/* Only a part of it has: the other part was lost */
static void d_sack__of_a_part(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 2001:5001>\n"
		  "out . 1:1001(1000)\n"
		  "in . 1:1(0) ack 1 <sack 2001:7001>\n"
		  "out . 1001:2001(1000)\n"
		  "at 0.35 in . 1:1(0) ack 10001\n"
		  "skip\n"
		  "at 0.4 in . 1:1(0) ack 12001 <sack 1:1001>\n"
		  "skip\n"
		  "expect retrans 2\n"
		  "expect count TCPDSACKUndo 0\n"
		  "expect cwnd < 10000\n");
}

/* A report of what was not sent again is the work of the network, and undoes nothing */
static void d_sack__of_what_was_not_sent_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "out . 1:1001(1000)\n"
		  "at 0.35 in . 1:1(0) ack 10001 <sack 3001:4001>\n"
		  "expect count TCPDSACKRecv 1\n"
		  "expect count TCPDSACKUndo 0\n"
		  "expect cwnd 5000\n"
		  "skip\n");
}

/* It can be switched off */
static void off__nothing_is_undone(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set undo 0\n"
		  OPEN(",sackOK,TS val 1 ecr 0")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <TS val 101 ecr 200,sack 989:3953>\n"
		  "out . 1:989(988)\n"
		  "at 0.35 in . 1:1(0) ack 9881 <TS val 102 ecr 200>\n"
		  "expect cwnd < 10000\n"
		  "skip\n");
}

static struct kunit_case undo_cases[] = {
	KUNIT_CASE(timestamp__fast_recovery),
	KUNIT_CASE(timestamp__of_what_was_sent_again),
	KUNIT_CASE(timestamp__timeout),
	KUNIT_CASE(d_sack__after_the_end),
	KUNIT_CASE(d_sack__of_a_part),
	KUNIT_CASE(d_sack__of_what_was_not_sent_again),
	KUNIT_CASE(off__nothing_is_undone),
	{}
};

static struct kunit_suite undo_suite = {
	.name = "tcp_undo",
	.test_cases = undo_cases,
};

kunit_test_suite(undo_suite);
