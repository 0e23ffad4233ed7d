// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/keepalive.c: RFC 9293 3.8.4.
 */
#include "harness/script.h"

/* MUST-28: not before two hours; SHLD-12: no data, one below SND.NXT */
static void probe__after_two_hours(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on\n"
		  "at 7200.1 out . 0:0(0) ack 1\n"
		  "in . 1:1(0) ack 1\n"
		  "expect count TCPKeepAlive 1\n"
		  "at 14400.1 out . 0:0(0) ack 1\n");
}

/* MUST-25 */
static void probe__default_is_off(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "at 100000 out none\n"
		  "expect deadline keepalive none\n");
}

/* MUST-29: no single probe decides */
static void probe__unanswered(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on 10 1 3\n"
		  "at 10.1 out . 0:0(0) ack 1\n"
		  "at 11.1 out . 0:0(0) ack 1\n"
		  "at 12.1 out . 0:0(0) ack 1\n"
		  "at 13.1 expect state CLOSED\n"
		  "expect err ETIMEDOUT\n"
		  "expect count TCPAbortOnTimeout 1\n");
}

/* MUST-26: only when nothing was received; one below SND.NXT is 0 */
static void probe__peer_is_heard_meanwhile(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on 10 1 3\n"
		  "at 5.1 in P. 1:11(10)\n"
		  "skip\n"
		  "at 10.1 out none\n"
		  "expect deadline keepalive 15.1\n"
		  "at 15.1 out . 0:0(0) ack 11\n");
}

static void probe__not_beside_retransmission(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "keepalive on 10 1 3\n"
		  "at 9.9 write 10\n"
		  "out P. 1:11(10)\n"
		  "at 10.5 expect count TCPKeepAlive 0\n"
		  "at 10.9 out P. 1:11(10)\n"
		  "in . 1:1(0) ack 11\n"
		  "at 20.9 out . 10:10(0) ack 1\n");
}

/* S3-71: ten probes, 75 s apart, after two hours; and the peer is told by a RST */
static void probe__classic(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set profile classic\n"
		  "reach ESTABLISHED\n"
		  "keepalive on\n"
		  "at 7200.1 out . 0:0(0) ack 1\n"
		  "at 7275.1 out . 0:0(0) ack 1\n"
		  "at 7350.1 out . 0:0(0) ack 1\n"
		  "at 7425.1 out . 0:0(0) ack 1\n"
		  "at 7500.1 out . 0:0(0) ack 1\n"
		  "at 7575.1 out . 0:0(0) ack 1\n"
		  "at 7650.1 out . 0:0(0) ack 1\n"
		  "at 7725.1 out . 0:0(0) ack 1\n"
		  "at 7800.1 out . 0:0(0) ack 1\n"
		  "at 7875.1 out . 0:0(0) ack 1\n"
		  "expect count TCPKeepAlive 10\n"
		  "at 7950.1 out R. 1:1(0) ack 1\n"
		  "expect state CLOSED\n"
		  "expect err ETIMEDOUT\n");
}

/* MUST-29: the last but one is answered, and all begins anew */
static void probe__answered_in_time(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on 10 1 3\n"
		  "at 10.1 out . 0:0(0) ack 1\n"
		  "at 11.1 out . 0:0(0) ack 1\n"
		  "at 12.1 out . 0:0(0) ack 1\n"
		  "at 13.0 in . 1:1(0) ack 1\n"
		  "at 22.9 expect state ESTABLISHED\n"
		  "at 23.0 out . 0:0(0) ack 1\n"
		  "at 24.0 out . 0:0(0) ack 1\n"
		  "at 25.0 out . 0:0(0) ack 1\n"
		  "at 26.0 expect state CLOSED\n");
}

/* S3-72, KA-5: the peer has been started anew */
static void probe__peer_rebooted(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on 10 1 3\n"
		  "at 10.1 out . 0:0(0) ack 1\n"
		  "in R 1:1(0)\n"
		  "expect state CLOSED\n"
		  "expect err ECONNRESET\n");
}

/* KA-4: one octet below the window is answered, with an octet of data or without */
static void probe__of_the_peer(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 0:0(0) ack 1\n"
		  "out . 1:1(0) ack 1\n"
		  "in . 0:1(1) ack 1\n"
		  "out . 1:1(0) ack 1\n");
}

/* MUST-26: it puts ours off, if it is one: an ACK of something else may be anybody's */
static void probe__put_off_by_the_peers(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on 10 1 3\n"
		  "at 8.1 in . 0:0(0) ack 1\n"
		  "out . 1:1(0) ack 1\n"
		  "at 16.1 in . 0:1(1) ack 1\n"
		  "out . 1:1(0) ack 1\n"
		  "at 24.1 in . 0:0(0) ack 2\n"
		  "skip\n"
		  "at 26.1 out . 0:0(0) ack 1\n"
		  "at 26.5 in . 0:0(0) ack 1\n"
		  "out . 1:1(0) ack 1\n"
		  "at 36.5 out . 0:0(0) ack 1\n");
}

/* A closed window is probed already */
static void probe__not_beside_persist(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set persist_min 30\n"
		  "reach ESTABLISHED\n"
		  "keepalive on 10 1 3\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "at 1 write 10\n"
		  "at 29 out none\n"
		  "at 31 out . 1:2(1)\n"
		  "at 61 skip\n"
		  "expect count TCPKeepAlive 0\n"
		  "expect state ESTABLISHED\n");
}

static void off__stops_it(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on 10 1 3\n"
		  "at 5 keepalive off\n"
		  "at 100 out none\n");
}

/* Switched on before there is a connection, of which nothing more is heard after the handshake */
static void on__before_connect(struct kunit *test)
{
	TN_SCRIPT(test,
		  "keepalive on 10 1 3\n"
		  "connect\n"
		  "out S 0:0(0)\n"
		  "at 0.1 in S. 0:0(0) ack 1 win 65535\n"
		  "out . 1:1(0) ack 1\n"
		  "expect deadline keepalive 10.1\n"
		  "at 10.1 out . 0:0(0) ack 1\n");
}

static struct kunit_case keepalive_cases[] = {
	KUNIT_CASE(probe__after_two_hours),
	KUNIT_CASE(probe__default_is_off),
	KUNIT_CASE(probe__unanswered),
	KUNIT_CASE(probe__peer_is_heard_meanwhile),
	KUNIT_CASE(probe__not_beside_retransmission),
	KUNIT_CASE(probe__classic),
	KUNIT_CASE(probe__answered_in_time),
	KUNIT_CASE(probe__peer_rebooted),
	KUNIT_CASE(probe__of_the_peer),
	KUNIT_CASE(probe__put_off_by_the_peers),
	KUNIT_CASE(probe__not_beside_persist),
	KUNIT_CASE(off__stops_it),
	KUNIT_CASE(on__before_connect),
	{}
};

static struct kunit_suite keepalive_suite = {
	.name = "tcp_keepalive",
	.test_cases = keepalive_cases,
};

kunit_test_suite(keepalive_suite);
