// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/tlp.c: tail loss probes, RFC 8985 7.
 */
#include "harness/script.h"
#include "tcp/open.h"

/* 8985 7.2: two round trips; then the last segment once more, and a full RTO for that */
static void due__the_last_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 2000\n"
		  "skip\n"
		  "expect deadline pto 0.4\n"
		  "at 0.4 out P. 1001:2001(1000)\n"
		  "expect count TCPLossProbes 1\n"
		  "expect count RetransTlp 1\n"
		  "expect deadline rto 1.4\n"
		  "expect deadline pto none\n"
		  "expect recovery 0\n");
}

/* 8985 7.2: of a single segment the peer may delay its ACK */
static void due__a_single_segment_later(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 1000\n"
		  "skip\n"
		  "at 0.6 out P. 1:1001(1000)\n"
		  "expect count TCPLossProbes 1\n");
}

/* 8985 7.3: new data if there is some, though cwnd is used up, or Nagle would hold it */
static void due__new_data_first(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "set cwnd 2000\n"
		  "at 0.2 write 2500\n"
		  "skip\n"
		  "at 0.4 out P. 2001:2501(500)\n"
		  "expect count TCPLossProbes 1\n"
		  "expect count RetransTlp 0\n"
		  "expect pipe 2500\n");
}

/* 8985 7.3: offload would rather wait until there is room for more; the probe does not */
static void due__new_data_with_offload(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set gso 60000\n"
		  OPEN(",sackOK")
		  "at 0.2 write 30000\n"
		  "skip\n"
		  "expect snd_nxt 10001\n"
		  "at 0.4 out . 10001:11001(1000)\n"
		  "expect count TCPLossProbes 1\n");
}

/* 8985 7.3: the window is closed for it: the last one again */
static void due__no_window_for_new_data(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "set peer_wnd 16\n"
		  "at 0.2 in . 1:1(0) ack 1 win 2000\n"
		  "write 5000\n"
		  "out . 1:1001(1000)\n"
		  "out . 1001:2001(1000)\n"
		  "at 0.4 out . 1001:2001(1000)\n"
		  "expect count RetransTlp 1\n");
}

/* 8985 7.3: no second probe before an answer; the timer is next */
static void due__once(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 2000\n"
		  "skip\n"
		  "at 0.4 out P. 1001:2001(1000)\n"
		  "at 1.4 out . 1:1001(1000)\n"
		  "expect count TCPLossProbes 1\n"
		  "expect count TCPTimeouts 1\n");
}

/* 8985 7.3: nor before another round trip was measured: an ACK of what was sent twice is none */
static void due__not_without_a_sample(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 2000\n"
		  "skip\n"
		  "at 0.4 out P. 1001:2001(1000)\n"
		  "at 0.5 in . 1:1(0) ack 2001\n"
		  "write 2000\n"
		  "skip\n"
		  "expect deadline pto none\n"
		  "at 0.6 in . 1:1(0) ack 3001\n"
		  "expect count TCPLossProbes 1\n");
}

/* 8985 7.2: never later than the timer would be, which it moves */
static void due__no_later_than_the_rto(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rto_min 0.2\n"
		  OPEN(",sackOK")
		  "at 0.2 write 1000\n"
		  "skip\n"
		  "expect deadline rto 0.5\n"
		  "at 0.5 out P. 1:1001(1000)\n"
		  "expect count TCPLossProbes 1\n"
		  "expect count TCPTimeouts 0\n"
		  "expect deadline rto 0.8\n");
}

/* 8985 7.2: not while something is SACKed, nor in a recovery */
static void due__not_in_recovery(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 1001:2001>\n"
		  "skip\n"
		  "expect deadline pto none\n"
		  "at 0.325 out . 1:1001(1000)\n"
		  "expect deadline pto none\n");
}

/* 8985 7.2: without a round trip time it is a second */
static void due__blind_after_a_second(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "skip\n"
		  "at 1.0 out S 0:0(0)\n"
		  "at 1.1 in S. 0:0(0) ack 1 win 65535 <mss 1000,sackOK>\n"
		  "skip\n"
		  "at 2.0 write 2000\n"
		  "skip\n"
		  "expect deadline rto 5.0\n"
		  "at 3.0 out P. 1001:2001(1000)\n"
		  "expect count TCPLossProbes 1\n");
}

/* 8985 7.2: after a timeout there is none, though all that was lost is on its way again */
static void due__not_after_a_timeout(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set frto 0\n"
		  "set tlp 0\n"
		  OPEN(",sackOK")
		  "at 0.2 write 2000\n"
		  "skip\n"
		  "at 1.2 out . 1:1001(1000)\n"
		  "set tlp 1\n"
		  "write 1000\n"
		  "at 1.3 in . 1:1(0) ack 1001\n"
		  "out . 1001:2001(1000)\n"
		  "out P. 2001:3001(1000)\n"
		  "expect lost 0\n"
		  "expect recovery 2\n"
		  "expect deadline pto none\n");
}

/* 8985 8: a timeout leaves no reordering timer behind */
static void rto__ends_the_reordering_timer(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  OPEN(",sackOK")
		  "at 0.2 write 10000\n"
		  "skip\n"
		  "at 1.19 in . 1:1(0) ack 1 <sack 9001:10001>\n"
		  "skip\n"
		  "at 1.2 skip\n"
		  "expect recovery 2\n"
		  "expect deadline reorder none\n");
}

/* 8985 8: a closed window is probed by the persist timer, and by no other */
static void due__not_into_a_closed_window(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 5000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1001 win 0\n"
		  "expect deadline pto none\n");
}

/* 8985 7.4: a tail of three is lost; the probe brings a SACK, and that the rest */
static void tail__of_three(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 10000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 7001\n"
		  "skip\n"
		  "at * out P. 9001:10001(1000)\n"
		  "at +0.1 in . 1:1(0) ack 7001 <sack 9001:10001>\n"
		  "out . 7001:8001(1000)\n"
		  "at +0.1 in . 1:1(0) ack 8001 <sack 9001:10001>\n"
		  "out . 8001:9001(1000)\n"
		  "expect count TCPTimeouts 0\n"
		  "expect count RetransRack 2\n");
}

/* 8985 7.4.2: the probe has repaired the only loss; that is a loss, told to the controller */
static void answer__it_was_lost(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 2000\n"
		  "skip\n"
		  "at 0.4 out P. 1001:2001(1000)\n"
		  "at 0.5 in . 1:1(0) ack 2001\n"
		  "write 1000\n"
		  "skip\n"
		  "at 0.6 in . 1:1(0) ack 3001\n"
		  "expect count TCPLossProbeRecovery 1\n"
		  "expect count EnterTlp 1\n"
		  "expect ssthresh 2000\n"
		  "expect recovery 0\n");
}

/* 8985 7.4.2: a D-SACK says that both have arrived: nothing was lost */
static void answer__d_sack(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 2000\n"
		  "skip\n"
		  "at 0.4 out P. 1001:2001(1000)\n"
		  "at 0.5 in . 1:1(0) ack 2001 <sack 1001:2001>\n"
		  "write 1000\n"
		  "skip\n"
		  "at 0.6 in . 1:1(0) ack 3001\n"
		  "expect count TCPLossProbeRecovery 0\n"
		  "expect count EnterTlp 0\n"
		  "expect cwnd >= 10000\n");
}

/* 8985 7.4.2: so does a bare duplicate ACK, of a peer without D-SACK */
static void answer__bare_duplicate(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 2000\n"
		  "skip\n"
		  "at 0.4 out P. 1001:2001(1000)\n"
		  "at 0.45 in . 1:1(0) ack 2001\n"
		  "at 0.5 in . 1:1(0) ack 2001\n"
		  "write 1000\n"
		  "skip\n"
		  "at 0.6 in . 1:1(0) ack 3001\n"
		  "expect count TCPLossProbeRecovery 0\n"
		  "expect count EnterTlp 0\n");
}

/* 8985 4: needs SACK */
static void sack__is_needed(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN("")
		  "at 0.2 write 2000\n"
		  "skip\n"
		  "expect deadline pto none\n");
}

/* A FIN can be a tail, too */
static void tail__of_a_fin(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 1000\n"
		  "skip\n"
		  "shutdown\n"
		  "out F. 1001:1001(0)\n"
		  "at 0.4 out F. 1001:1001(0)\n"
		  "expect count TCPLossProbes 1\n");
}

static struct kunit_case tlp_cases[] = {
	KUNIT_CASE(due__the_last_again),
	KUNIT_CASE(due__a_single_segment_later),
	KUNIT_CASE(due__new_data_first),
	KUNIT_CASE(due__new_data_with_offload),
	KUNIT_CASE(due__no_window_for_new_data),
	KUNIT_CASE(due__once),
	KUNIT_CASE(due__not_without_a_sample),
	KUNIT_CASE(due__no_later_than_the_rto),
	KUNIT_CASE(due__not_in_recovery),
	KUNIT_CASE(due__blind_after_a_second),
	KUNIT_CASE(due__not_after_a_timeout),
	KUNIT_CASE(rto__ends_the_reordering_timer),
	KUNIT_CASE(due__not_into_a_closed_window),
	KUNIT_CASE(tail__of_three),
	KUNIT_CASE(answer__it_was_lost),
	KUNIT_CASE(answer__d_sack),
	KUNIT_CASE(answer__bare_duplicate),
	KUNIT_CASE(sack__is_needed),
	KUNIT_CASE(tail__of_a_fin),
	{}
};

static struct kunit_suite tlp_suite = {
	.name = "tcp_tlp",
	.test_cases = tlp_cases,
};

kunit_test_suite(tlp_suite);
