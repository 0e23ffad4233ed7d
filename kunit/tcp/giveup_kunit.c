// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/giveup.c: R1 and R2 (RFC 9293 3.8.3), and the schedules of the profiles.
 */
#include "harness/script.h"

/* RFC 6298 5.5, SHLD-11: 600 s after the first retransmission */
static void data__rfc(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "out P. 1:101(100)\n"
		  "at 2 out P. 1:101(100)\n"
		  "at 4 out P. 1:101(100)\n"
		  "at 8 out P. 1:101(100)\n"
		  "at 16 out P. 1:101(100)\n"
		  "at 32 out P. 1:101(100)\n"
		  "at 64 out P. 1:101(100)\n"
		  "at 124 out P. 1:101(100)\n"
		  "at 184 out P. 1:101(100)\n"
		  "at 600 skip\n"
		  "expect state ESTABLISHED\n"
		  "at 604 expect state CLOSED\n"
		  "expect err ETIMEDOUT\n"
		  "out none\n"
		  "expect count TCPAbortOnTimeout 1\n");
}

/*
 * The notes' example (S1-2, S3-47): 12 retransmissions, 1, 3, 6, 12, 24, 48, 64 ... s
 * apart, then a RST, 542 s after the segment. The clock ticks at every half second, so
 * that the first gap is between 1 and 1.5 s and the others are exact.
 */
static void data__classic(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set profile classic\n"
		  "reach ESTABLISHED\n"
		  "at 1.4 write 100\n"
		  "out P. 1:101(100)\n"
		  "at 2.5 out P. 1:101(100)\n"
		  "at 5.5 out P. 1:101(100)\n"
		  "at 11.5 out P. 1:101(100)\n"
		  "at 23.5 out P. 1:101(100)\n"
		  "at 47.5 out P. 1:101(100)\n"
		  "at 95.5 out P. 1:101(100)\n"
		  "at 159.5 out P. 1:101(100)\n"
		  "at 223.5 out P. 1:101(100)\n"
		  "at 287.5 out P. 1:101(100)\n"
		  "at 351.5 out P. 1:101(100)\n"
		  "at 415.5 out P. 1:101(100)\n"
		  "at 479.5 out P. 1:101(100)\n"
		  "expect retrans 12\n"
		  "at 543.5 out R. 101:101(0) ack 1\n"
		  "expect state CLOSED\n"
		  "expect err ETIMEDOUT\n");
}

/* Linux's 15 retries: by the time that they would take at an RTO of 200 ms, 924.6 s */
static void data__linux(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set profile linux\n"
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "out P. 1:101(100)\n"
		  "at 1.3 out P. 1:101(100)\n"
		  "at 1.9 out P. 1:101(100)\n"
		  "at 3.1 out P. 1:101(100)\n"
		  "at 5.5 out P. 1:101(100)\n"
		  "at 10.3 out P. 1:101(100)\n"
		  "at 19.9 out P. 1:101(100)\n"
		  "at 39.1 out P. 1:101(100)\n"
		  "at 77.5 out P. 1:101(100)\n"
		  "at 154.3 out P. 1:101(100)\n"
		  "at 274.3 out P. 1:101(100)\n"
		  "at 394.3 out P. 1:101(100)\n"
		  "at 900 skip\n"
		  "expect state ESTABLISHED\n"
		  "at 994.3 expect state CLOSED\n"
		  "out none\n");
}

/* Whichever limit is reached first; 0 is none */
static void data__by_count(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "set retries2 2\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "skip\n"
		  "at 2 out P. 1:101(100)\n"
		  "at 4 out P. 1:101(100)\n"
		  "at 8 expect state CLOSED\n"
		  "out none\n");
}

/* MUST-21: up to infinite */
static void data__never(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set r2 0\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "skip\n"
		  "at 10000 skip\n"
		  "expect state ESTABLISHED\n"
		  "in . 1:1(0) ack 101\n"
		  "expect deadline rto none\n");
}

/* An acknowledgment starts the counts anew */
static void data__counts_without_an_answer(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "set retries2 3\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "skip\n"
		  "at 9 skip\n"
		  "in . 1:1(0) ack 51\n"
		  "skip\n"
		  "at 18 skip\n"
		  "expect state ESTABLISHED\n"
		  "expect retrans 4\n");
}

/* MUST-22, MUST-23 */
static void syn__rfc(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "out S 0:0(0)\n"
		  "at 1 out S 0:0(0)\n"
		  "at 3 out S 0:0(0)\n"
		  "at 7 out S 0:0(0)\n"
		  "at 15 out S 0:0(0)\n"
		  "at 31 out S 0:0(0)\n"
		  "at 63 out S 0:0(0)\n"
		  "at 123 out S 0:0(0)\n"
		  "at 182.9 expect state SYN-SENT\n"
		  "at 183 expect err ETIMEDOUT\n"
		  "out none\n");
}

/* S3-15: 6 retries, 127 s */
static void syn__linux(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set profile linux\n"
		  "connect\n"
		  "out S 0:0(0)\n"
		  "at 1 out S 0:0(0)\n"
		  "at 3 out S 0:0(0)\n"
		  "at 7 out S 0:0(0)\n"
		  "at 15 out S 0:0(0)\n"
		  "at 31 out S 0:0(0)\n"
		  "at 63 out S 0:0(0)\n"
		  "at 126.9 expect state SYN-SENT\n"
		  "at 127 expect err ETIMEDOUT\n"
		  "out none\n");
}

/* S3-16 */
static void syn__oppo(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set syn_schedule oppo\n"
		  "connect\n"
		  "out S 0:0(0)\n"
		  "at 0.25 out S 0:0(0)\n"
		  "at 0.75 out S 0:0(0)\n"
		  "at 1.75 out S 0:0(0)\n"
		  "at 3.75 out S 0:0(0)\n"
		  "at 7.75 out S 0:0(0)\n"
		  "at 15.75 out S 0:0(0)\n"
		  "at 31.75 out S 0:0(0)\n"
		  "at 63.75 out S 0:0(0)\n"
		  "at 127.75 out S 0:0(0)\n"
		  "at 191.75 expect err ETIMEDOUT\n"
		  "out none\n");
}

/* S3-17 */
static void syn__samsung(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set syn_schedule samsung\n"
		  "set r2_syn 600\n"
		  "connect\n"
		  "out S 0:0(0)\n"
		  "at 0.42 out S 0:0(0)\n"
		  "at 1.32 out S 0:0(0)\n"
		  "at 3.12 out S 0:0(0)\n"
		  "at 6.82 out S 0:0(0)\n"
		  "at 14.32 out S 0:0(0)\n"
		  "at 29.32 out S 0:0(0)\n"
		  "at 59.32 out S 0:0(0)\n"
		  "at 119.32 out S 0:0(0)\n"
		  "at 239.32 out S 0:0(0)\n"
		  "at 359.32 out S 0:0(0)\n"
		  "at 479.32 out S 0:0(0)\n"
		  "at 599.32 out S 0:0(0)\n"
		  "at 719.32 expect err ETIMEDOUT\n"
		  "out none\n");
}

/* S3-18 */
static void syn__ios(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set syn_schedule ios\n"
		  "set syn_retries 9\n"
		  "connect\n"
		  "out S 0:0(0)\n"
		  "at 1 out S 0:0(0)\n"
		  "at 2 out S 0:0(0)\n"
		  "at 3 out S 0:0(0)\n"
		  "at 4 out S 0:0(0)\n"
		  "at 5 out S 0:0(0)\n"
		  "at 7 out S 0:0(0)\n"
		  "at 11 out S 0:0(0)\n"
		  "at 19 out S 0:0(0)\n"
		  "at 35 out S 0:0(0)\n"
		  "at 51 expect err ETIMEDOUT\n"
		  "out none\n");
}

static void syn__own_list(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set syn_schedule 100,2000\n"
		  "set syn_retries 4\n"
		  "connect\n"
		  "out S 0:0(0)\n"
		  "at 0.1 out S 0:0(0)\n"
		  "at 2.1 out S 0:0(0)\n"
		  "at 4.1 out S 0:0(0)\n"
		  "at 6.1 out S 0:0(0)\n"
		  "at 8.1 expect err ETIMEDOUT\n"
		  "out none\n");
}

/* S1-23: at 1, 3, 7, 15, 31 s, gone at 63 s */
static void syn_ack__is_given_up(struct kunit *test)
{
	TN_SCRIPT(test,
		  "listen\n"
		  "in S 0:0(0) <mss 1460>\n"
		  "out S. 0:0(0) ack 1\n"
		  "at 1 out S. 0:0(0) ack 1\n"
		  "at 3 out S. 0:0(0) ack 1\n"
		  "at 7 out S. 0:0(0) ack 1\n"
		  "at 15 out S. 0:0(0) ack 1\n"
		  "at 31 out S. 0:0(0) ack 1\n"
		  "at 62.9 expect state SYN-RECEIVED\n"
		  "at 63 expect state CLOSED\n"
		  "out none\n");
}

/* D6: after two repetitions, and no sooner for the time */
static void syn_ack__by_number(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set synack_retries 2\n"
		  "set r2_synack 0\n"
		  "listen\n"
		  "in S 0:0(0) <mss 1460>\n"
		  "out S. 0:0(0) ack 1\n"
		  "at 1 out S. 0:0(0) ack 1\n"
		  "at 3 out S. 0:0(0) ack 1\n"
		  "at 6.9 expect state SYN-RECEIVED\n"
		  "at 7 expect state CLOSED\n"
		  "out none\n");
}

/* S2-21: three SYNs, half a second apart, then it is refused */
static void syn__refused_and_tried_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set connect_rst_retries 2\n"
		  "connect\n"
		  "out S 0:0(0)\n"
		  "at 0.1 in R. 0:0(0) ack 1\n"
		  "expect state SYN-SENT\n"
		  "at 0.6 out S 0:0(0)\n"
		  "at 0.7 in R. 0:0(0) ack 1\n"
		  "at 1.2 out S 0:0(0)\n"
		  "at 1.3 in R. 0:0(0) ack 1\n"
		  "expect state CLOSED\n"
		  "expect err ECONNREFUSED\n");
}

/* SHLD-10: from the third retransmission on, not before */
static void r1__third_retransmission(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "skip\n"
		  "at 8 skip\n"
		  "expect doubts 0\n"
		  "at 16 skip\n"
		  "expect doubts 1\n"
		  "at 32 skip\n"
		  "expect doubts 2\n"
		  "in . 1:1(0) ack 101\n"
		  "at 33 write 100\n"
		  "at 40 skip\n"
		  "expect doubts 2\n");
}

/* MUST-22 */
static void r1__syn(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "at 7.5 skip\n"
		  "expect doubts 0\n"
		  "at 15 skip\n"
		  "expect doubts 1\n");
}

static struct kunit_case giveup_cases[] = {
	KUNIT_CASE(data__rfc),
	KUNIT_CASE(data__classic),
	KUNIT_CASE(data__linux),
	KUNIT_CASE(data__by_count),
	KUNIT_CASE(data__never),
	KUNIT_CASE(data__counts_without_an_answer),
	KUNIT_CASE(syn__rfc),
	KUNIT_CASE(syn__linux),
	KUNIT_CASE(syn__oppo),
	KUNIT_CASE(syn__samsung),
	KUNIT_CASE(syn__ios),
	KUNIT_CASE(syn__own_list),
	KUNIT_CASE(syn_ack__is_given_up),
	KUNIT_CASE(syn_ack__by_number),
	KUNIT_CASE(syn__refused_and_tried_again),
	KUNIT_CASE(r1__third_retransmission),
	KUNIT_CASE(r1__syn),
	{}
};

static struct kunit_suite giveup_suite = {
	.name = "tcp_giveup",
	.test_cases = giveup_cases,
};

kunit_test_suite(giveup_suite);
