// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/rcvtune.c: the receive buffer grows with what the reader takes in a round trip. The round
 * trip is 100 ms, from the handshake or from timestamps; MSS 1000, so the slack is 16 x 1460.
 */
#include "harness/script.h"

#define BEGIN								\
	"set rcvbuf 50000\n"						\
	"rcvtune 1000000\n"						\
	"peer <mss 1000>\n"						\
	"at 0.0 connect\n"						\
	"skip\n"							\
	"at 0.1 in S. 0:0(0) ack 1 <mss 1000>\n"			\
	"skip\n"

/* 40000 in the first round trip, of which 23360 were expected: 2 x 40100 + 4 x 16740 + 23360 */
static void read__more_than_ever(struct kunit *test)
{
	TN_SCRIPT(test, BEGIN
		  "at 0.2 in . 1:1001(1000)\n"
		  "skip\n"
		  "read 1000\n"
		  "skip\n"
		  "at 0.25 in . 1001:41001(40000)\n"
		  "skip\n"
		  "read 40000\n"
		  "skip\n"
		  "expect rcv_buf 50000\n"
		  "at 0.31 in . 41001:41101(100)\n"
		  "skip\n"
		  "read 100\n"
		  "skip\n"
		  "expect rcv_buf 170520\n");
}

/* The same again, and less: nothing to learn */
static void read__as_much_as_before(struct kunit *test)
{
	TN_SCRIPT(test, BEGIN
		  "at 0.2 in . 1:1001(1000)\n"
		  "skip\n"
		  "read 1000\n"
		  "skip\n"
		  "at 0.3 in . 1001:24361(23360)\n"
		  "skip\n"
		  "read 23360\n"
		  "skip\n"
		  "expect rcv_buf 50000\n"
		  "at 0.4 in . 24361:34361(10000)\n"
		  "skip\n"
		  "read 10000\n"
		  "skip\n"
		  "expect rcv_buf 50000\n");
}

/* Data that nobody reads is no reason for more room. */
static void read__nobody_does(struct kunit *test)
{
	TN_SCRIPT(test, BEGIN
		  "at 0.2 in . 1:50001(50000)\n"
		  "skip\n"
		  "at 0.9 in . 50001:50001(0)\n"
		  "skip\n"
		  "expect rcv_buf 50000\n"
		  "expect rcv_wnd 0\n");
}

static void bound__most(struct kunit *test)
{
	TN_SCRIPT(test, BEGIN
		  "rcvtune 60000\n"
		  "at 0.2 in . 1:1001(1000)\n"
		  "skip\n"
		  "read 1000\n"
		  "skip\n"
		  "at 0.35 in . 1001:41001(40000)\n"
		  "skip\n"
		  "read 40000\n"
		  "skip\n"
		  "expect rcv_buf 60000\n");
}

/* SO_RCVBUF was set */
static void bound__size_is_the_users(struct kunit *test)
{
	TN_SCRIPT(test, BEGIN
		  "rcvtune 0\n"
		  "at 0.2 in . 1:1001(1000)\n"
		  "skip\n"
		  "read 1000\n"
		  "skip\n"
		  "at 0.35 in . 1001:41001(40000)\n"
		  "skip\n"
		  "read 40000\n"
		  "skip\n"
		  "expect rcv_buf 50000\n");
}

/* An update as soon as the buffer has grown: the peer must not wait for the old window to end */
static void growth__is_told(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 20000\n"
		  "rcvtune 65000\n"
		  "peer <mss 1000>\n"
		  "at 0.0 connect\n"
		  "skip\n"
		  "at 0.1 in S. 0:0(0) ack 1 <mss 1000>\n"
		  "skip\n"
		  "at 0.2 in . 1:1001(1000)\n"
		  "skip\n"
		  "read 1000\n"
		  "skip\n"
		  "at 0.25 in . 1001:16001(15000)\n"
		  "skip\n"
		  "read 15000\n"
		  "skip\n"
		  "at 0.35 in . 16001:32001(16000)\n"
		  "skip\n"
		  "read 16000\n"
		  "out . 1:1(0) ack 32001 win 65000\n");
}

/* The first segment that echoes an ACK left because of it: 40 ms; then 200, perhaps idleness */
static void rtt__from_timestamps(struct kunit *test)
{
	TN_SCRIPT(test,
		  "rcvtune 1000000\n"
		  "peer <mss 1000,TS val 1 ecr 0>\n"
		  "at 0.0 connect\n"
		  "skip\n"
		  "at 0.1 in S. 0:0(0) ack 1 <mss 1000,TS val 1 ecr 0>\n"
		  "skip\n"
		  "at 0.14 in . 1:1001(1000) <TS val 2 ecr 100>\n"
		  "skip\n"
		  "expect rcv_rtt 0.04\n"
		  "at 0.34 in . 1001:2001(1000) <TS val 3 ecr 100>\n"
		  "skip\n"
		  "expect rcv_rtt 0.04\n"
		  "at 0.54 in . 2001:3001(1000) <TS val 4 ecr 340>\n"
		  "skip\n"
		  "expect rcv_rtt 0.045\n"
		  "at 0.56 in . 3001:4001(1000) <TS val 5 ecr 540>\n"
		  "skip\n"
		  "expect rcv_rtt 0.02\n");
}

/* Without them: the least time that a window took, here 10000 bytes */
static void rtt__from_the_window(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 10000\n"
		  "set reading on\n"
		  "rcvtune 100000\n"
		  "peer <mss 1000>\n"
		  "at 0.0 connect\n"
		  "skip\n"
		  "at 0.1 in S. 0:0(0) ack 1 <mss 1000>\n"
		  "skip\n"
		  "at 0.2 in . 1:5001(5000)\n"
		  "skip\n"
		  "expect rcv_rtt 0\n"
		  "at 0.25 in . 5001:10001(5000)\n"
		  "skip\n"
		  "at 0.27 in . 10001:11001(1000)\n"
		  "skip\n"
		  "expect rcv_rtt 0.07\n");
}

static struct kunit_case rcvtune_cases[] = {
	KUNIT_CASE(read__more_than_ever),
	KUNIT_CASE(read__as_much_as_before),
	KUNIT_CASE(read__nobody_does),
	KUNIT_CASE(bound__most),
	KUNIT_CASE(bound__size_is_the_users),
	KUNIT_CASE(growth__is_told),
	KUNIT_CASE(rtt__from_timestamps),
	KUNIT_CASE(rtt__from_the_window),
	{}
};

static struct kunit_suite rcvtune_suite = {
	.name = "tcp_rcvtune",
	.test_cases = rcvtune_cases,
};

kunit_test_suite(rcvtune_suite);
