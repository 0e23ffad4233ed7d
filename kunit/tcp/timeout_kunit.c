// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/timeout.c: the user timeout (RFC 9293 3.10.8, TCP_USER_TIMEOUT).
 */
#include "harness/script.h"

/* MUST-21: shorter than R2; it begins with the first transmission */
static void data__unacknowledged(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "option user_timeout 10000\n"
		  "expect deadline user none\n"
		  "at 5 write 100\n"
		  "out P. 1:101(100)\n"
		  "expect deadline user 15\n"
		  "at 6 out P. 1:101(100)\n"
		  "at 8 out P. 1:101(100)\n"
		  "at 12 out P. 1:101(100)\n"
		  "at 14.9 expect state ESTABLISHED\n"
		  "at 15 expect state CLOSED\n"
		  "expect err ETIMEDOUT\n"
		  "out none\n");
}

/* MUST-21: longer than R2 */
static void data__longer_than_r2(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set r2 10\n"
		  "reach ESTABLISHED\n"
		  "option user_timeout 1000000\n"
		  "at 5 write 100\n"
		  "skip\n"
		  "at 1004 skip\n"
		  "expect state ESTABLISHED\n"
		  "at 1005 expect state CLOSED\n"
		  "skip\n");
}

static void ack__starts_it_anew(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "option user_timeout 10000\n"
		  "at 5 write 100\n"
		  "skip\n"
		  "expect deadline user 15\n"
		  "at 5.5 in . 1:1(0) ack 51\n"
		  "expect deadline user 15.5\n"
		  "at 5.6 in . 1:1(0) ack 51\n"
		  "expect deadline user 15.5\n"
		  "at 5.8 in . 1:1(0) ack 101\n"
		  "expect deadline user none\n"
		  "at 1000 expect state ESTABLISHED\n");
}

/* tcp(7): also what a closed window keeps from being sent, though probes are answered */
static void window__closed(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "option user_timeout 10000\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 1 write 100\n"
		  "expect deadline user 11\n"
		  "at 2 out . 1:2(1)\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 4 out . 1:2(1)\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 8 out . 1:2(1)\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 11 expect err ETIMEDOUT\n"
		  "out none\n");
}

static void syn__unanswered(struct kunit *test)
{
	TN_SCRIPT(test,
		  "option user_timeout 2500\n"
		  "connect\n"
		  "out S 0:0(0)\n"
		  "at 1 out S 0:0(0)\n"
		  "at 2.5 expect err ETIMEDOUT\n"
		  "out none\n");
}

static void syn__answered(struct kunit *test)
{
	TN_SCRIPT(test,
		  "option user_timeout 2500\n"
		  "reach ESTABLISHED\n"
		  "expect deadline user none\n"
		  "at 100 expect state ESTABLISHED\n");
}

static void fin__unacknowledged(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "option user_timeout 1500\n"
		  "at 1 shutdown\n"
		  "out F. 1:1(0)\n"
		  "at 2 out F. 1:1(0)\n"
		  "at 2.5 expect state CLOSED\n"
		  "out none\n");
}

/* Set while something waits: so long from then; 0 takes it away */
static void set__while_waiting(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "at 1 write 100\n"
		  "skip\n"
		  "at 3 skip\n"
		  "option user_timeout 5000\n"
		  "expect deadline user 8\n"
		  "option user_timeout 0\n"
		  "expect deadline user none\n"
		  "at 100 skip\n"
		  "expect state ESTABLISHED\n");
}

/* tcp(7): decides in the place of the number of probes; RFC 5482 4.2 */
static void keepalive__longer(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on 10 1 2\n"
		  "option user_timeout 14500\n"
		  "at 10.1 out . 0:0(0) ack 1\n"
		  "at 11.1 out . 0:0(0) ack 1\n"
		  "at 12.1 out . 0:0(0) ack 1\n"
		  "at 13.1 out . 0:0(0) ack 1\n"
		  "at 14.1 out . 0:0(0) ack 1\n"
		  "at 14.5 expect state ESTABLISHED\n"
		  "at 14.6 expect state CLOSED\n"
		  "expect err ETIMEDOUT\n"
		  "out none\n");
}

/* A probe must have been unanswered, however long the silence was */
static void keepalive__shorter(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on 10 1 5\n"
		  "option user_timeout 2000\n"
		  "at 10.1 out . 0:0(0) ack 1\n"
		  "at 11 expect state ESTABLISHED\n"
		  "at 11.1 expect state CLOSED\n"
		  "out none\n");
}

/* 5482-1, 5482-4: not in use, it is neither sent nor heard */
static void uto__is_off(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 <uto 30 s>\n"
		  "write 100\n"
		  "out P. 1:101(100) <>\n"
		  "expect deadline user none\n");
}

/* 5482-3: in the SYN, in the first segment after it, and when the value changes */
static void uto__is_told(struct kunit *test)
{
	TN_SCRIPT(test,
		  "option uto 300\n"
		  "connect\n"
		  "out S 0:0(0) <mss 1460,sackOK,TS val 0 ecr 0,wscale *,uto 300 s>\n"
		  "at 0.1 in S. 0:0(0) ack 1 <mss 1460>\n"
		  "out . 1:1(0) ack 1 <uto 300 s>\n"
		  "write 100\n"
		  "out P. 1:101(100) <>\n"
		  "in . 1:1(0) ack 101\n"
		  "option uto 40000\n"
		  "write 100\n"
		  "out P. 101:201(100) <uto 666 min>\n"
		  "in . 1:1(0) ack 201\n"
		  "option uto 0\n"
		  "write 100\n"
		  "out P. 201:301(100) <>\n");
}

/* It comes out of the payload */
static void uto__leaves_room(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "option uto 300\n"
		  "write 3000\n"
		  "out . 1:1457(1456) <uto 300 s>\n"
		  "out . 1457:2917(1460) <>\n"
		  "out P. 2917:3001(84) <>\n");
}

/* 5482-6, 5482-7: min(uto_max, max(ours, theirs, uto_min, RTO)) */
static void uto__both_agree(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "option uto 300\n"
		  "at 1 write 100\n"
		  "skip\n"
		  "expect deadline user 301\n"
		  "in . 1:1(0) ack 1 <uto 200 s>\n"
		  "expect deadline user 301\n"
		  "in . 1:1(0) ack 1 <uto 10 min>\n"
		  "expect deadline user 601\n"
		  "in . 1:1(0) ack 1 <uto 32767 min>\n"
		  "expect deadline user 3601\n"
		  "in . 1:1(0) ack 1 <uto 1 s>\n"
		  "expect deadline user 301\n"
		  "option uto 5\n"
		  "expect deadline user 101\n"
		  "set uto_min 10\n"
		  "set rto_max 60\n"
		  "in . 1:1(0) ack 1 <uto 2 s>\n"
		  "expect deadline user 11\n");
}

/* 5482-7: L_LIMIT is above the RTO */
static void uto__above_the_rto(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set uto_min 1\n"
		  "reach ESTABLISHED\n"
		  "option uto 1\n"
		  "in . 1:1(0) ack 1 <uto 20 s>\n"
		  "at 1 write 100\n"
		  "skip\n"
		  "expect deadline user 21\n"
		  "at 4.5 skip\n"
		  "expect rto 4\n"
		  "in . 1:1(0) ack 1 <uto 1 s>\n"
		  "expect deadline user 8.5\n");
}

/* 5482-10 */
static void uto__zero_is_ignored(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "option uto 300\n"
		  "at 1 write 100\n"
		  "skip\n"
		  "in . 1:1(0) ack 1 <uto 10 min>\n"
		  "in . 1:1(0) ack 1 <uto 0 s>\n"
		  "in . 1:1(0) ack 1 <uto 0 min>\n"
		  "expect deadline user 601\n");
}

/* 5482-2, 5482-5: what the user has asked for, the peer does not change */
static void uto__user_has_spoken(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "option uto 300\n"
		  "option user_timeout 30000\n"
		  "at 1 write 100\n"
		  "out P. 1:101(100) <uto 300 s>\n"
		  "in . 1:1(0) ack 1 <uto 10 min>\n"
		  "expect deadline user 31\n"
		  "option user_timeout 0\n"
		  "expect deadline user 601\n");
}

/* 5482-9: a SYN's means nothing before both agree that there is a connection */
static void uto__in_a_syn(struct kunit *test)
{
	TN_SCRIPT(test,
		  "option uto 300\n"
		  "connect\n"
		  "skip\n"
		  "expect deadline user 300\n"
		  "at 0.1 in S. 0:0(0) ack 1 <mss 1460,uto 10 min>\n"
		  "skip\n"
		  "at 1 write 100\n"
		  "skip\n"
		  "expect deadline user 301\n");
}

/* 5482-8, 5482-11: nothing depends on its arrival; keep-alive waits as long */
static void uto__keepalive(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on 10 1 2\n"
		  "option uto 120\n"
		  "at 119 skip\n"
		  "expect state ESTABLISHED\n"
		  "at 120.1 skip\n"
		  "expect state CLOSED\n");
}

static struct kunit_case timeout_cases[] = {
	KUNIT_CASE(data__unacknowledged),
	KUNIT_CASE(data__longer_than_r2),
	KUNIT_CASE(ack__starts_it_anew),
	KUNIT_CASE(window__closed),
	KUNIT_CASE(syn__unanswered),
	KUNIT_CASE(syn__answered),
	KUNIT_CASE(fin__unacknowledged),
	KUNIT_CASE(set__while_waiting),
	KUNIT_CASE(keepalive__longer),
	KUNIT_CASE(keepalive__shorter),
	KUNIT_CASE(uto__is_off),
	KUNIT_CASE(uto__is_told),
	KUNIT_CASE(uto__leaves_room),
	KUNIT_CASE(uto__both_agree),
	KUNIT_CASE(uto__above_the_rto),
	KUNIT_CASE(uto__zero_is_ignored),
	KUNIT_CASE(uto__user_has_spoken),
	KUNIT_CASE(uto__in_a_syn),
	KUNIT_CASE(uto__keepalive),
	{}
};

static struct kunit_suite timeout_suite = {
	.name = "tcp_timeout",
	.test_cases = timeout_cases,
};

kunit_test_suite(timeout_suite);
