// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/timestamp.c: RFC 7323, PAWS and what is echoed.
 */
#include "harness/script.h"

/* RFC 7323 5.3 R1: dropped, with an ACK */
static void paws__older_is_refused(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:101(100) <TS val 1001 ecr 100>\n"
		  "out . 1:1(0) ack 101 <TS val 100 ecr 1001>\n"
		  "in P. 101:201(100) <TS val 1000 ecr 100>\n"
		  "out . 1:1(0) ack 101 <TS val 100 ecr 1001>\n"
		  "expect reason tcp-paws\n"
		  "expect count PAWSEstab 1\n"
		  "expect delivered 100\n");
}

static void paws__equal_is_taken(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:101(100) <TS val 1000 ecr 100>\n"
		  "out . 1:1(0) ack 101\n"
		  "expect delivered 100\n");
}

/* The timestamp clock passes 0 */
static void paws__wraps(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 4294967290 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:101(100) <TS val 5 ecr 100>\n"
		  "out . 1:1(0) ack 101 <TS val 100 ecr 5>\n"
		  "in P. 101:201(100) <TS val 4294967295 ecr 100>\n"
		  "out . 1:1(0) ack 101\n"
		  "expect reason tcp-paws\n");
}

/* RFC 7323 5.2: not subjected to PAWS */
static void paws__rst_is_exempt(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in R 1:1(0) <TS val 1 ecr 0>\n"
		  "expect state CLOSED\n"
		  "expect err ECONNRESET\n");
}

/* RFC 7323 5.5: then the peer's clock may have gone all the way round */
static void paws__outdated_after_24_days(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "at 2073599 in P. 1:101(100) <TS val 999 ecr 0>\n"
		  "out . 1:1(0) ack 1\n"
		  "expect reason tcp-paws\n"
		  "at 2073601 in P. 1:101(100) <TS val 999 ecr 0>\n"
		  "out . 1:1(0) ack 101 <TS val * ecr 999>\n"
		  "expect delivered 100\n");
}

/* RFC 7323 3.2: silently dropped, but for a RST */
/* D19: other stacks accept it */
static void option__missing_is_accepted(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set ts_require 0\n"
		  "set quick_acks 0\n"
		  "peer <mss 1460,TS val 7 ecr 0>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:11(10) ack 1\n"
		  "expect reason none\n"
		  "expect ts_recent 7\n"
		  "expect unread 10\n"
		  "at 1 skip\n");
}

static void option__missing(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:101(100)\n"
		  "out none\n"
		  "expect reason tcp-no-timestamp\n"
		  "in R 1:1(0)\n"
		  "expect err ECONNRESET\n");
}

/* Then it is not sent, and what arrives means nothing */
static void option__not_negotiated(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in P. 1:101(100) <TS val 7 ecr 8>\n"
		  "out . 1:1(0) ack 101 <>\n"
		  "expect delivered 100\n");
}

/* RFC 7323 4.3: a delayed ACK echoes the first segment that it acknowledges */
static void recent__of_the_oldest_unacknowledged(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1001(1000) <TS val 1001 ecr 100>\n"
		  "expect ts_recent 1001\n"
		  "in . 1001:2001(1000) <TS val 1002 ecr 100>\n"
		  "out . 1:1(0) ack 2001 <TS val 100 ecr 1001>\n");
}

/* RFC 7323 4.3 case C */
static void recent__not_from_behind_a_gap(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in . 1001:2001(1000) <TS val 1005 ecr 100>\n"
		  "out . 1:1(0) ack 1 <TS val 100 ecr 1000,sack 1001:2001>\n"
		  "in . 1:1001(1000) <TS val 1006 ecr 100>\n"
		  "out . 1:1(0) ack 2001 <TS val 100 ecr 1006>\n");
}

/* RFC 7323 5.4: a tick is a millisecond, whatever happens meanwhile */
static void clock__one_millisecond(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "out S 0:0(0) <mss 1460,sackOK,TS val 0 ecr 0,wscale 9>\n"
		  "at 0.25 in S. 0:0(0) ack 1 <mss 1460,TS val 7 ecr 0>\n"
		  "out . 1:1(0) <TS val 250 ecr 7>\n"
		  "at 3600.001 write 10\n"
		  "out P. 1:11(10) <TS val 3600001 ecr 7>\n");
}

/* RFC 7323 3.2: in everything that is sent but a RST for nobody */
static void option__in_every_segment(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in . 1001:1501(500) <TS val 1001 ecr 100>\n"
		  "out . 1:1(0) ack 1 <TS val 100 ecr 1000,sack 1001:1501>\n"
		  "write 10\n"
		  "out P. 1:11(10) <TS val 100 ecr 1000,sack 1001:1501>\n"
		  "in . 1:1001(1000) ack 11 <TS val 1002 ecr 100>\n"
		  "out . 11:11(0) ack 1501 <TS val 100 ecr 1002>\n"
		  "in . 1501:1501(0) ack 11 win 0 <TS val 1002 ecr 100>\n"
		  "write 10\n"
		  "at 1.1 out . 11:12(1) <TS val 1100 ecr 1002>\n"
		  "in . 1501:1501(0) ack 12 <TS val 1003 ecr 1100>\n"
		  "out P. 12:21(9) <TS val 1100 ecr 1003>\n"
		  "in . 1501:1501(0) ack 21 <TS val 1004 ecr 1100>\n"
		  "read 1500\n"
		  "close\n"
		  "out F. 21:21(0) <TS val 1100 ecr 1004>\n"
		  "in F. 1501:1501(0) ack 22 <TS val 1005 ecr 1100>\n"
		  "out . 22:22(0) ack 1502 <TS val 1100 ecr 1005>\n"
		  "expect state TIME-WAIT\n");
}

/* RFC 7323 5.2: a RST for nobody has TSval 0 and echoes; one of a user's is like the rest */
static void option__in_resets(struct kunit *test)
{
	TN_SCRIPT(test,
		  "in P. 5:105(100) ack 77 <TS val 4711 ecr 9>\n"
		  "out R 77:77(0) <TS val 0 ecr 4711>\n"
		  "in S 5:5(0) <mss 1460,TS val 4712 ecr 0>\n"
		  "out R. 16:16(0) ack 6 <TS val 0 ecr 4712>\n");
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "at 0.5 abort\n"
		  "out R. 1:1(0) ack 1 <TS val 500 ecr 1000>\n");
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "close\n"
		  "skip\n"
		  "in P. 1:11(10) <TS val 1001 ecr 100>\n"
		  "out R. 2:2(0) ack 1 <TS val 100 ecr 1001>\n");
}

/* RFC 7323 5.2: an unproved RST leaves no trace, or it could make PAWS refuse what is good */
static void recent__not_from_a_rst(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in R 2:2(0) <TS val 900000 ecr 0>\n"
		  "out . 1:1(0) ack 1\n"
		  "expect ts_recent 1000\n"
		  "in P. 1:101(100) <TS val 1001 ecr 100>\n"
		  "skip\n"
		  "expect delivered 100\n");
}

/* RFC 7323 4.3: never backwards, also with TSvals that arrive in another order */
static void recent__never_decreases(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in . 101:201(100) <TS val 1003 ecr 100>\n"
		  "skip\n"
		  "expect ts_recent 1000\n"
		  "in . 1:101(100) <TS val 1002 ecr 100>\n"
		  "out . 1:1(0) ack 201 <TS val 100 ecr 1002>\n"
		  "in . 201:301(100) <TS val 1005 ecr 100>\n"
		  "expect ts_recent 1005\n"
		  "in . 101:301(200) <TS val 1004 ecr 100>\n"
		  "skip\n"
		  "expect ts_recent 1005\n");
}

/*
 * RFC 7323 5.3: B is lost, C to E wait behind the gap with older timestamps than the B that comes
 * again; they passed the test when they arrived, and pass once.
 */
static void paws__once_for_what_waits(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:101(100) <TS val 2 ecr 100>\n"
		  "skip\n"
		  "in . 201:301(100) <TS val 3 ecr 100>\n"
		  "skip\n"
		  "in . 301:401(100) <TS val 4 ecr 100>\n"
		  "skip\n"
		  "in . 401:501(100) <TS val 5 ecr 100>\n"
		  "skip\n"
		  "in . 101:201(100) <TS val 900 ecr 100>\n"
		  "out . 1:1(0) ack 501 <TS val 100 ecr 900>\n"
		  "expect delivered 500\n"
		  "expect count PAWSEstab 0\n");
}

/* RFC 7323 5.3: before the sequence number, so the answer is that of R1 */
static void paws__before_the_window(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in . 900000000:900000000(0) <TS val 999 ecr 100>\n"
		  "out . 1:1(0) ack 1\n"
		  "expect reason tcp-paws\n");
}

/* RFC 7323 4.1: an ACK that acknowledges nothing new measures nothing */
static void sample__only_when_una_moves(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,TS val 1 ecr 0>\n"
		  "reach ESTABLISHED\n"
		  "expect srtt 0.1\n"
		  "at 1 write 100\n"
		  "out P. 1:101(100)\n"
		  "at 1.5 in . 1:1(0) ack 1 <TS val 2 ecr 100>\n"
		  "expect srtt 0.1\n"
		  "at 1.6 in P. 1:101(100) ack 1 <TS val 3 ecr 1>\n"
		  "skip\n"
		  "expect srtt 0.1\n"
		  "at 1.9 in . 101:101(0) ack 101 <TS val 4 ecr 1000>\n"
		  "expect srtt 0.2\n");
}

static struct kunit_case timestamp_cases[] = {
	KUNIT_CASE(clock__one_millisecond),
	KUNIT_CASE(option__in_every_segment),
	KUNIT_CASE(option__in_resets),
	KUNIT_CASE(recent__not_from_a_rst),
	KUNIT_CASE(recent__never_decreases),
	KUNIT_CASE(paws__once_for_what_waits),
	KUNIT_CASE(paws__before_the_window),
	KUNIT_CASE(sample__only_when_una_moves),
	KUNIT_CASE(paws__older_is_refused),
	KUNIT_CASE(paws__equal_is_taken),
	KUNIT_CASE(paws__wraps),
	KUNIT_CASE(paws__rst_is_exempt),
	KUNIT_CASE(paws__outdated_after_24_days),
	KUNIT_CASE(option__missing),
	KUNIT_CASE(option__missing_is_accepted),
	KUNIT_CASE(option__not_negotiated),
	KUNIT_CASE(recent__of_the_oldest_unacknowledged),
	KUNIT_CASE(recent__not_from_behind_a_gap),
	{}
};

static struct kunit_suite timestamp_suite = {
	.name = "tcp_timestamp",
	.test_cases = timestamp_cases,
};

kunit_test_suite(timestamp_suite);
