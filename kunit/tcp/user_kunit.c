// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/user.c: RFC 9293 3.10.1 to 3.10.5, and the options.
 */
#include "harness/script.h"

/* 3.10.4: SYN-SENT */
static void connect__then_close(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "out S 0:0(0)\n"
		  "close\n"
		  "expect state CLOSED\n"
		  "expect err none\n"
		  "at 10 out none\n");
}

/* 3.10.2: queued until the handshake is over */
static void write__before_established(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "out S 0:0(0)\n"
		  "write 100\n"
		  "out none\n"
		  "in S. 0:0(0) ack 1 <mss 1460>\n"
		  "out P. 1:101(100) ack 1\n"
		  "out none\n");
}

/* 3.10.4: SYN-RECEIVED */
static void close__before_established(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach SYN-RECEIVED\n"
		  "close\n"
		  "out none\n"
		  "expect state SYN-RECEIVED\n"
		  "in . 1:1(0) ack 1\n"
		  "out F. 1:1(0) ack 1\n"
		  "expect state FIN-WAIT-1\n");
}

static void close__data_first(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 100\n"
		  "out P. 1:101(100)\n"
		  "close\n"
		  "out F. 101:101(0)\n"
		  "expect state FIN-WAIT-1\n");
}

static void close__fin_with_the_last_data(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "set cwnd 1460\n"
		  "write 2000\n"
		  "out . 1:1461(1460)\n"
		  "close\n"
		  "out none\n"
		  "in . 1:1(0) ack 1461\n"
		  "out FP. 1461:2001(540)\n");
}

/* SHLD-3 */
static void close__unread_data_resets(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in P. 1:11(10)\n"
		  "skip\n"
		  "close\n"
		  "out R. 1:1(0) ack 11\n"
		  "expect state CLOSED\n"
		  "expect count TCPAbortOnClose 1\n");
}

static void close__listener(struct kunit *test)
{
	TN_SCRIPT(test,
		  "listen\n"
		  "close\n"
		  "expect state CLOSED\n"
		  "out none\n");
}

static void shutdown__twice_is_once(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "shutdown\n"
		  "out F. 1:1(0)\n"
		  "shutdown\n"
		  "out none\n"
		  "expect state FIN-WAIT-1\n");
}

static void shutdown__still_receives(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach FIN-WAIT-2\n"
		  "in P. 1:101(100)\n"
		  "out . 2:2(0) ack 101\n"
		  "read 100\n"
		  "expect delivered 100\n"
		  "expect deadline fin_wait_2 none\n");
}

/* TCP_LINGER2: as long as the user says */
static void close__fin_wait_2_linger(struct kunit *test)
{
	TN_SCRIPT(test,
		  "option fin_wait 5000\n"
		  "reach FIN-WAIT-2\n"
		  "at 1 close\n"
		  "expect deadline fin_wait_2 6\n"
		  "at 6 expect state CLOSED\n");
}

/* And not at all, when that is 0: in FIN-WAIT-2 already, and when it is reached */
static void close__fin_wait_2_at_once(struct kunit *test)
{
	TN_SCRIPT(test,
		  "option fin_wait 0\n"
		  "reach FIN-WAIT-2\n"
		  "at 100 expect state FIN-WAIT-2\n"
		  "close\n"
		  "expect state CLOSED\n"
		  "expect count TCPAbortOnLinger 1\n");
	TN_SCRIPT(test,
		  "option fin_wait 0\n"
		  "reach ESTABLISHED\n"
		  "close\n"
		  "skip\n"
		  "in . 1:1(0) ack 2\n"
		  "expect state CLOSED\n");
}

static void close__fin_wait_2_ends(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach FIN-WAIT-2\n"
		  "close\n"
		  "expect deadline fin_wait_2 60.1\n"
		  "at 60.1 expect state CLOSED\n"
		  "expect err none\n");
}

/* 3.7.4 */
static void nagle__small_waits_for_small(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 10\n"
		  "out P. 1:11(10)\n"
		  "write 10\n"
		  "out none\n"
		  "in . 1:1(0) ack 11\n"
		  "out P. 11:21(10)\n");
}

/* MUST-17 */
static void nodelay__does_not_wait(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "nodelay on\n"
		  "write 10\n"
		  "out P. 1:11(10)\n"
		  "write 10\n"
		  "out P. 11:21(10)\n");
}

static void nodelay__frees_what_waits(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 10\n"
		  "skip\n"
		  "write 10\n"
		  "out none\n"
		  "nodelay on\n"
		  "out P. 11:21(10)\n");
}

static void cork__holds_for_200_ms(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "cork on\n"
		  "write 10\n"
		  "out none\n"
		  "at 0.3 out P. 1:11(10)\n");
}

/* Full segments leave all the same */
static void cork__off_frees(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "cork on\n"
		  "write 1500\n"
		  "out . 1:1461(1460)\n"
		  "out none\n"
		  "cork off\n"
		  "out P. 1461:1501(40)\n");
}

static void more__holds(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 10 more\n"
		  "out none\n"
		  "write 10\n"
		  "out P. 1:21(20)\n");
}

static void more__ends_by_itself(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 10 more\n"
		  "at 0.3 out P. 1:11(10)\n");
}

static struct kunit_case user_cases[] = {
	KUNIT_CASE(connect__then_close),
	KUNIT_CASE(write__before_established),
	KUNIT_CASE(close__before_established),
	KUNIT_CASE(close__data_first),
	KUNIT_CASE(close__fin_with_the_last_data),
	KUNIT_CASE(close__unread_data_resets),
	KUNIT_CASE(close__listener),
	KUNIT_CASE(shutdown__twice_is_once),
	KUNIT_CASE(shutdown__still_receives),
	KUNIT_CASE(close__fin_wait_2_ends),
	KUNIT_CASE(close__fin_wait_2_linger),
	KUNIT_CASE(close__fin_wait_2_at_once),
	KUNIT_CASE(nagle__small_waits_for_small),
	KUNIT_CASE(nodelay__does_not_wait),
	KUNIT_CASE(nodelay__frees_what_waits),
	KUNIT_CASE(cork__holds_for_200_ms),
	KUNIT_CASE(cork__off_frees),
	KUNIT_CASE(more__holds),
	KUNIT_CASE(more__ends_by_itself),
	{}
};

static struct kunit_suite user_suite = {
	.name = "tcp_user",
	.test_cases = user_cases,
};

kunit_test_suite(user_suite);
