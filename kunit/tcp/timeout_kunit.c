// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/timeout.c: the user timeout (RFC 9293 3.10.8, TCP_USER_TIMEOUT).
 */
#include "harness/script.h"

/* MUST-21: shorter than R2; it begins with the first transmission */
static void data__unacknowledged(struct kunit *test)
{
	TN_SCRIPT(test,
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
	{}
};

static struct kunit_suite timeout_suite = {
	.name = "tcp_timeout",
	.test_cases = timeout_cases,
};

kunit_test_suite(timeout_suite);
