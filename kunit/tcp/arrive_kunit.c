// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/arrive.c: RFC 9293's own figures, as they are printed there, from the side of each peer, and
 * the steps of 3.10.7.4 that they leave out. (What each state makes of each kind of segment is in
 * matrix_kunit.c.)
 */
#include "harness/script.h"

/* Figure 6: basic three-way handshake, and data behind it */
static void figure_6__active_side(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 100\n"
		  "set irs 300\n"
		  "connect\n"
		  "out <SEQ=100><CTL=SYN>\n"
		  "expect state SYN-SENT\n"
		  "in  <SEQ=300><ACK=101><CTL=SYN,ACK>\n"
		  "out <SEQ=101><ACK=301><CTL=ACK>\n"
		  "expect state ESTABLISHED\n"
		  "write 1\n"
		  "out <SEQ=101><ACK=301><CTL=PSH,ACK><DATA=1>\n");
}

static void figure_6__passive_side(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 300\n"
		  "set irs 100\n"
		  "listen\n"
		  "in  <SEQ=100><CTL=SYN>\n"
		  "out <SEQ=300><ACK=101><CTL=SYN,ACK>\n"
		  "expect state SYN-RECEIVED\n"
		  "in  <SEQ=101><ACK=301><CTL=ACK>\n"
		  "expect state ESTABLISHED\n"
		  "in  <SEQ=101><ACK=301><CTL=ACK><DATA=1>\n"
		  "out <SEQ=301><ACK=102><CTL=ACK>\n"
		  "expect delivered 1\n");
}

/* Figure 7: simultaneous open */
static void figure_7__simultaneous_open(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 100\n"
		  "set irs 300\n"
		  "connect\n"
		  "out <SEQ=100><CTL=SYN>\n"
		  "in  <SEQ=300><CTL=SYN>\n"
		  "out <SEQ=100><ACK=301><CTL=SYN,ACK>\n"
		  "expect state SYN-RECEIVED\n"
		  "in  <SEQ=300><ACK=101><CTL=SYN,ACK>\n"
		  "out none\n"
		  "expect state ESTABLISHED\n");
}

/* Figure 8: recovery from an old duplicate SYN */
static void figure_8__old_duplicate_syn_active_side(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 100\n"
		  "set irs 400\n"
		  "connect\n"
		  "out <SEQ=100><CTL=SYN>\n"
		  "in  <SEQ=300><ACK=91><CTL=SYN,ACK>\n"
		  "out <SEQ=91><CTL=RST>\n"
		  "expect state SYN-SENT\n"
		  "in  <SEQ=400><ACK=101><CTL=SYN,ACK>\n"
		  "out <SEQ=101><ACK=401><CTL=ACK>\n"
		  "expect state ESTABLISHED\n");
}

static void figure_8__old_duplicate_syn_passive_side(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 300\n"
		  "set irs 90\n"
		  "listen\n"
		  "in  <SEQ=90><CTL=SYN>\n"
		  "out <SEQ=300><ACK=91><CTL=SYN,ACK>\n"
		  "in  <SEQ=91><CTL=RST>\n"
		  "out none\n"
		  "expect state CLOSED\n");
}

/* Figure 9: half-open connection discovery; the SYN is tried again after 1 s */
static void figure_9__half_open_discovery_crashed_side(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 400\n"
		  "set irs 300\n"
		  "connect\n"
		  "out <SEQ=400><CTL=SYN>\n"
		  "in  <SEQ=300><ACK=100><CTL=ACK>\n"
		  "out <SEQ=100><CTL=RST>\n"
		  "expect state SYN-SENT\n"
		  "at * out <SEQ=400><CTL=SYN>\n"
		  "expect deadline rto 3\n");
}

static void figure_9__half_open_discovery_other_side(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 299\n"
		  "set irs 99\n"
		  "connect\n"
		  "out <SEQ=299><CTL=SYN>\n"
		  "in  <SEQ=99><ACK=300><CTL=SYN,ACK>\n"
		  "out <SEQ=300><ACK=100><CTL=ACK>\n"
		  "in  <SEQ=400><CTL=SYN>\n"
		  "out <SEQ=300><ACK=100><CTL=ACK>\n"
		  "in  <SEQ=100><CTL=RST>\n"
		  "expect state CLOSED\n"
		  "expect err ECONNRESET\n");
}

/* Figure 10: data arrives at an end that knows nothing of the connection */
static void figure_10__active_side_discovers(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 100\n"
		  "in  <SEQ=300><ACK=100><CTL=ACK><DATA=10>\n"
		  "out <SEQ=100><CTL=RST>\n"
		  "expect state CLOSED\n");
}

/* Figure 12: normal close; 2 MSL are 60 s */
static void figure_12__normal_close_active_side(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 99\n"
		  "set irs 299\n"
		  "reach ESTABLISHED\n"
		  "set rcvbuf 1000\n"
		  "close\n"
		  "out <SEQ=100><ACK=300><CTL=FIN,ACK>\n"
		  "expect state FIN-WAIT-1\n"
		  "in  <SEQ=300><ACK=101><CTL=ACK>\n"
		  "expect state FIN-WAIT-2\n"
		  "at 1 in <SEQ=300><ACK=101><CTL=FIN,ACK>\n"
		  "out <SEQ=101><ACK=301><CTL=ACK>\n"
		  "expect state TIME-WAIT\n"
		  "at 60.9 expect state TIME-WAIT\n"
		  "at 61 expect state CLOSED\n");
}

static void figure_12__normal_close_passive_side(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 299\n"
		  "set irs 99\n"
		  "reach ESTABLISHED\n"
		  "in  <SEQ=100><ACK=300><CTL=FIN,ACK>\n"
		  "out <SEQ=300><ACK=101><CTL=ACK>\n"
		  "expect state CLOSE-WAIT\n"
		  "expect eof 1\n"
		  "close\n"
		  "out <SEQ=300><ACK=101><CTL=FIN,ACK>\n"
		  "expect state LAST-ACK\n"
		  "in  <SEQ=101><ACK=301><CTL=ACK>\n"
		  "expect state CLOSED\n"
		  "expect err none\n");
}

/* RFC 7323 2.2: the window of a SYN is not scaled, also where it establishes */
static void figure_7__window_of_the_syn(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "skip\n"
		  "in S 0:0(0) win 5120 <mss 1000,wscale 9>\n"
		  "skip\n"
		  "in S. 0:0(0) ack 1 win 5120 <mss 1000,wscale 9>\n"
		  "expect state ESTABLISHED\n"
		  "expect snd_wnd 5120\n");
}

/* Figure 13: simultaneous close */
static void figure_13__simultaneous_close(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 99\n"
		  "set irs 299\n"
		  "reach ESTABLISHED\n"
		  "close\n"
		  "out <SEQ=100><ACK=300><CTL=FIN,ACK>\n"
		  "in  <SEQ=300><ACK=100><CTL=FIN,ACK>\n"
		  "out <SEQ=101><ACK=301><CTL=ACK>\n"
		  "expect state CLOSING\n"
		  "in  <SEQ=301><ACK=101><CTL=ACK>\n"
		  "expect state TIME-WAIT\n"
		  "at 61 expect state CLOSED\n");
}

static void text__with_fin(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in FP. 1:101(100)\n"
		  "out . 1:1(0) ack 102\n"
		  "expect state CLOSE-WAIT\n"
		  "expect delivered 100\n"
		  "expect eof 1\n");
}

/* A FIN beyond a gap waits for the text before it */
static void fin__before_the_text(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in F. 101:101(0)\n"
		  "out . 1:1(0) ack 1\n"
		  "expect state ESTABLISHED\n"
		  "in P. 1:101(100)\n"
		  "out . 1:1(0) ack 102\n"
		  "expect state CLOSE-WAIT\n"
		  "expect delivered 100\n");
}

/* SHLD-3: nobody will read this */
static void text__for_a_closed_user(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "close\n"
		  "out F. 1:1(0) ack 1\n"
		  "in P. 1:101(100) ack 2\n"
		  "out R. 2:2(0) ack 1\n"
		  "expect state CLOSED\n"
		  "expect count TCPAbortOnData 1\n");
}

/* 3.10.7.4, fifth step: if the ACK bit is off, drop */
static void ack__missing(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in P 1:101(100)\n"
		  "expect reason tcp-no-ack\n"
		  "expect delivered 0\n");
}

static void syn_received__wrong_ack(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach SYN-RECEIVED\n"
		  "in . 1:1(0) ack 7\n"
		  "out R 7:7(0)\n"
		  "expect state SYN-RECEIVED\n");
}

static struct kunit_case arrive_cases[] = {
	KUNIT_CASE(figure_6__active_side),
	KUNIT_CASE(figure_6__passive_side),
	KUNIT_CASE(figure_7__simultaneous_open),
	KUNIT_CASE(figure_7__window_of_the_syn),
	KUNIT_CASE(figure_8__old_duplicate_syn_active_side),
	KUNIT_CASE(figure_8__old_duplicate_syn_passive_side),
	KUNIT_CASE(figure_9__half_open_discovery_crashed_side),
	KUNIT_CASE(figure_9__half_open_discovery_other_side),
	KUNIT_CASE(figure_10__active_side_discovers),
	KUNIT_CASE(figure_12__normal_close_active_side),
	KUNIT_CASE(figure_12__normal_close_passive_side),
	KUNIT_CASE(figure_13__simultaneous_close),
	KUNIT_CASE(text__with_fin),
	KUNIT_CASE(fin__before_the_text),
	KUNIT_CASE(text__for_a_closed_user),
	KUNIT_CASE(ack__missing),
	KUNIT_CASE(syn_received__wrong_ack),
	{}
};

static struct kunit_suite arrive_suite = {
	.name = "tcp_arrive",
	.test_cases = arrive_cases,
};

kunit_test_suite(arrive_suite);
