// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/acceptable.c: the first four steps of RFC 9293 3.10.7.4, and RFC 5961. (PAWS is in
 * timestamp_kunit.c.)
 */
#include "harness/script.h"

/* RFC 5961 3.2 */
static void rst__exact_only(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in R 0:0(0)\n"
		  "out none\n"
		  "expect reason tcp-out-of-window\n"
		  "in R 2:2(0)\n"
		  "out . 1:1(0) ack 1\n"
		  "expect reason tcp-challenge\n"
		  "expect state ESTABLISHED\n"
		  "in R 1:1(0)\n"
		  "expect state CLOSED\n"
		  "expect err ECONNRESET\n"
		  "expect count TCPChallengeACK 1\n");
}

/* RFC 5961 4.2: wherever it lies, and with an ACK, too */
static void syn__always_challenged(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in S 1:1(0)\n"
		  "out . 1:1(0) ack 1\n"
		  "expect reason tcp-syn-in-window\n"
		  "expect count TCPSYNChallenge 1\n"
		  "at 1 in S 90000000:90000000(0)\n"
		  "out . 1:1(0) ack 1\n"
		  "expect reason tcp-syn-in-window\n"
		  "at 2 in S. 0:0(0) ack 1\n"
		  "out . 1:1(0) ack 1\n"
		  "expect count TCPSYNChallenge 3\n"
		  "expect count TCPChallengeACK 3\n"
		  "expect state ESTABLISHED\n");
}

/* RFC 5961 4.2 comes before RFC 7323 3.2: a rebooted peer may have other options */
static void syn__challenged_without_timestamp(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in S 5000:5000(0)\n"
		  "out . 1:1(0) ack 1\n"
		  "expect reason tcp-syn-in-window\n"
		  "at 1 in S 5000:5000(0) <TS val 3 ecr 0>\n"
		  "out . 1:1(0) ack 1 <TS val 1000 ecr 1000>\n"
		  "at 2 in S 1:1(0) <TS val 70000 ecr 0>\n"
		  "out . 1:1(0) ack 1 <TS val 2000 ecr 1000>\n"
		  "expect ts_recent 1000\n");
}

/* RFC 5961 4.2: a restarted peer whose ISN is RCV.NXT - 1 gets nothing else */
static void syn__at_the_corner(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in S 0:0(0)\n"
		  "out . 1:1(0) ack 1\n"
		  "expect state ESTABLISHED\n");
}

/* RFC 5961 3.2, 4.2: the restarted peer answers the challenge, and that RST is exact */
static void syn__peer_restarted(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in P. 1:101(100)\n"
		  "out . 1:1(0) ack 101\n"
		  "in S 77000:77000(0)\n"
		  "out . 1:1(0) ack 101\n"
		  "in R 101:101(0)\n"
		  "expect state CLOSED\n"
		  "expect err ECONNRESET\n");
}

/* RFC 5961 5.2: acknowledges what was never sent */
static void ack__too_new(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 100\n"
		  "skip\n"
		  "in . 1:1(0) ack 102\n"
		  "out . 101:101(0) ack 1\n"
		  "expect reason tcp-ack-unsent\n"
		  "expect snd_una 1\n");
}

/* RFC 5961 5.2: older than SND.UNA - MAX.SND.WND; the text is not delivered */
static void ack__too_old(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack -8388500\n"
		  "out . 1:1(0) ack 1\n"
		  "expect reason tcp-old-ack\n"
		  "at 1 in P. 1:101(100) ack -8388500\n"
		  "out . 1:1(0) ack 1\n"
		  "expect delivered 0\n");
}

/* RFC 5961 5.2: both edges, MAX.SND.WND being the largest window seen, not the present one */
static void ack__edges(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK>\n"
		  "set peer_wnd 1000\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 500\n"
		  "write 100\n"
		  "skip\n"
		  "in P. 1:2(1) ack -999 win 500\n"
		  "skip\n"
		  "expect delivered 1\n"
		  "in P. 2:3(1) ack -1000 win 500\n"
		  "skip\n"
		  "expect reason tcp-old-ack\n"
		  "expect delivered 1\n"
		  "in P. 2:3(1) ack 102 win 500\n"
		  "skip\n"
		  "expect reason tcp-ack-unsent\n"
		  "expect delivered 1\n"
		  "in P. 2:3(1) ack 101 win 500\n"
		  "skip\n"
		  "expect delivered 2\n"
		  "expect snd_una 101\n");
}

/* What RFC 5961 5.2 refuses must not move TS.Recent either: PAWS would end the connection */
static void ack__forged_timestamp(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:101(100) ack 9000 <TS val 900000 ecr 100>\n"
		  "out . 1:1(0) ack 1 <TS val 100 ecr 1000>\n"
		  "expect ts_recent 1000\n"
		  "in P. 1:101(100) ack 1 <TS val 1001 ecr 100>\n"
		  "out . 1:1(0) ack 101 <TS val 100 ecr 1001>\n"
		  "expect delivered 100\n");
}

/* RFC 5961 7 */
static void challenge__rate_limited(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "at 1.0 in S 1:1(0)\n"
		  "out . 1:1(0) ack 1\n"
		  "at 1.1 in S 1:1(0)\n"
		  "out none\n"
		  "expect count TCPACKSkippedChallenge 1\n"
		  "at 1.5 in S 1:1(0)\n"
		  "out . 1:1(0) ack 1\n"
		  "expect count TCPChallengeACK 2\n");
}

/* RFC 5961 7: each connection has a limit of its own, so none tells about another */
static void challenge__limits_are_apart(struct kunit *test)
{
	struct tn_script *one = tn_script_new(test), *two = tn_script_new(test);

	TN_PLAY(one, "reach ESTABLISHED\n"
		     "in R 9:9(0)\n"
		     "out . 1:1(0) ack 1\n"
		     "in R 9:9(0)\n"
		     "out none\n");
	TN_PLAY(two, "reach ESTABLISHED\n"
		     "in R 9:9(0)\n"
		     "out . 1:1(0) ack 1\n");
	TN_PLAY(one, "at 0.6 in R 9:9(0)\n"
		     "out . 1:1(0) ack 1\n");
}

/* RFC 7323 5.3 R1: old ACKs are answered within the limit, old text always */
static void paws__limited_without_text(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1000 ecr 0,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 <TS val 999 ecr 100>\n"
		  "out . 1:1(0) ack 1\n"
		  "in . 1:1(0) ack 1 <TS val 999 ecr 100>\n"
		  "out none\n"
		  "expect reason tcp-paws\n"
		  "in P. 1:11(10) ack 1 <TS val 999 ecr 100>\n"
		  "out . 1:1(0) ack 1\n"
		  "in P. 1:11(10) ack 1 <TS val 999 ecr 100>\n"
		  "out . 1:1(0) ack 1\n"
		  "expect count PAWSEstab 4\n");
}

/* MUST-66: with a closed window, ACKs and RSTs are processed */
static void window__zero_takes_the_ack(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 1000\n"
		  "peer <mss 1460,sackOK>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:1001(1000)\n"
		  "out . 1:1(0) ack 1001 win 0\n"
		  "write 10\n"
		  "skip\n"
		  "in . 1001:1001(0) ack 11\n"
		  "expect snd_una 11\n"
		  "in P. 1001:1002(1) ack 11\n"
		  "out . 11:11(0) ack 1001 win 0\n"
		  "expect reason tcp-zero-window\n"
		  "expect delivered 1000\n"
		  "in R 1001:1001(0)\n"
		  "expect state CLOSED\n");
}

/* The part in the window is taken; the FIN lies behind it */
static void window__text_beyond_is_cut(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 1000\n"
		  "peer <mss 1460,sackOK>\n"
		  "reach ESTABLISHED\n"
		  "in FP. 1:2001(2000)\n"
		  "out . 1:1(0) ack 1001\n"
		  "expect delivered 1000\n"
		  "expect state ESTABLISHED\n"
		  "expect reason tcp-zero-window\n");
}

static void window__old_text_is_cut(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in P. 1:101(100)\n"
		  "out . 1:1(0) ack 101\n"
		  "in P. 51:201(150)\n"
		  "out . 1:1(0) ack 201\n"
		  "expect delivered 200\n"
		  "in P. 51:201(150)\n"
		  "out . 1:1(0) ack 201\n"
		  "expect reason tcp-duplicate\n"
		  "expect delivered 200\n");
}

/* Table 6: the last octet of the window, and the one behind it */
static void window__beyond_the_edge(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 1000\n"
		  "peer <mss 1460,sackOK>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1000:1001(1)\n"
		  "out . 1:1(0) ack 1 <sack 1000:1001>\n"
		  "in P. 1001:1002(1)\n"
		  "out . 1:1(0) ack 1\n"
		  "expect reason tcp-out-of-window\n");
}

/* Our SYN-ACK was lost */
static void syn_received__syn_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach SYN-RECEIVED\n"
		  "in S 0:0(0) <mss 1460,sackOK,wscale 7>\n"
		  "out S. 0:0(0) ack 1\n"
		  "expect state SYN-RECEIVED\n");
}

/* RFC 9293 3.8.4: one below the window, without and with an octet of garbage; no limit */
static void keepalive__is_answered(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 0:0(0)\n"
		  "out . 1:1(0) ack 1\n"
		  "in . 0:0(0)\n"
		  "out . 1:1(0) ack 1\n"
		  "in . 0:1(1)\n"
		  "out . 1:1(0) ack 1\n");
}

static struct kunit_case acceptable_cases[] = {
	KUNIT_CASE(rst__exact_only),
	KUNIT_CASE(syn__always_challenged),
	KUNIT_CASE(syn__challenged_without_timestamp),
	KUNIT_CASE(syn__at_the_corner),
	KUNIT_CASE(syn__peer_restarted),
	KUNIT_CASE(ack__too_new),
	KUNIT_CASE(ack__too_old),
	KUNIT_CASE(ack__edges),
	KUNIT_CASE(ack__forged_timestamp),
	KUNIT_CASE(challenge__rate_limited),
	KUNIT_CASE(challenge__limits_are_apart),
	KUNIT_CASE(paws__limited_without_text),
	KUNIT_CASE(window__zero_takes_the_ack),
	KUNIT_CASE(window__text_beyond_is_cut),
	KUNIT_CASE(window__old_text_is_cut),
	KUNIT_CASE(window__beyond_the_edge),
	KUNIT_CASE(syn_received__syn_again),
	KUNIT_CASE(keepalive__is_answered),
	{}
};

static struct kunit_suite acceptable_suite = {
	.name = "tcp_acceptable",
	.test_cases = acceptable_cases,
};

kunit_test_suite(acceptable_suite);
