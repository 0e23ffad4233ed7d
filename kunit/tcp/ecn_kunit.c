// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/ecn.c: RFC 3168, RFC 8311. What shows in segments is in selftests/scripts/ecn.txt; here is
 * what becomes of the window, and of half-open connections.
 */
#include "harness/script.h"
#include "stats.h"
#include "tcp/ecn.h"
#include "tcp/syncookie.h"
#include "tcp/synq.h"
#include "wire/ipv4.h"

/* A connection that has ECN, its window ten segments of 1000, full */
#define ECN_FULL								\
	"listen\n"								\
	"in SEW 0:0(0) <mss 1000,sackOK>\n"					\
	"out SE. 0:0(0) ack 1\n"						\
	"in . 1:1(0) ack 1\n"							\
	"expect state ESTABLISHED\n"						\
	"write 40000\n"								\
	"skip\n"								\
	"expect cwnd 10000\n"

/* 3168-11, 3168-21, S4-12, RFC 8511: 0.8, once for all ECE of a window; and it does not grow */
static void ece__once_a_window(struct kunit *test)
{
	TN_SCRIPT(test, ECN_FULL
		  "in E. 1:1(0) ack 1001\n"
		  "expect cwnd 8000\n"
		  "expect ssthresh 8000\n"
		  "in E. 1:1(0) ack 2001\n"
		  "expect cwnd 8000\n"
		  "expect pipe 8000\n"
		  "in E. 1:1(0) ack 3001\n"
		  "out W. 10001:11001(1000) ect0\n"
		  "in E. 1:1(0) ack 6001\n"
		  "expect cwnd 8000\n"
		  "skip\n"
		  "expect count TCPDeliveredCE 6\n");
}

/* 3168-21, but for RFC 8511: a loss halves, where a mark leaves 0.8 */
static void loss__halves_likewise(struct kunit *test)
{
	TN_SCRIPT(test, ECN_FULL
		  "in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "expect ssthresh 5000\n"
		  "skip\n");
}

/* 3168-12: no growth by an ACK that has ECE, though the window was made smaller long ago */
static void ece__no_growth(struct kunit *test)
{
	TN_SCRIPT(test, ECN_FULL
		  "in E. 1:1(0) ack 9001\n"
		  "expect cwnd 8000\n"
		  "skip\n"
		  "in E. 1:1(0) ack 10001\n"
		  "expect cwnd 8000\n"
		  "skip\n");
}

/* 3168-11: a mark of the next window is the next congestion */
static void ece__again_in_the_next_window(struct kunit *test)
{
	TN_SCRIPT(test, ECN_FULL
		  "in E. 1:1(0) ack 10001\n"
		  "expect cwnd 8000\n"
		  "skip\n"
		  "in . 1:1(0) ack 11001\n"
		  "skip\n"
		  "in E. 1:1(0) ack 12001\n"
		  "expect cwnd < 8000\n"
		  "skip\n");
}

/* 3168-11: a loss in a window that a mark has made smaller; then one in the next */
static void loss__in_a_marked_window(struct kunit *test)
{
	TN_SCRIPT(test, ECN_FULL
		  "in E. 1:1(0) ack 1001\n"
		  "expect cwnd 8000\n"
		  "in . 1:1(0) ack 1001 <sack 2001:6001>\n"
		  "expect recovery 1\n"
		  "expect ssthresh 8000\n"
		  "skip\n");
}

static void loss__behind_a_marked_window(struct kunit *test)
{
	TN_SCRIPT(test, ECN_FULL
		  "in E. 1:1(0) ack 10001\n"
		  "expect cwnd 8000\n"
		  "skip\n"
		  "in . 1:1(0) ack 10001 <sack 11001:15001>\n"
		  "expect recovery 1\n"
		  "expect ssthresh < 8000\n"
		  "skip\n");
}

/* 3168-11, the other way round: a mark in a window that a loss has made smaller */
static void ece__in_a_window_with_a_loss(struct kunit *test)
{
	TN_SCRIPT(test, ECN_FULL
		  "in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "expect ssthresh 5000\n"
		  "skip\n"
		  "in E. 1:1(0) ack 1 <sack 1001:5001>\n"
		  "skip\n"
		  "in E. 1:1(0) ack 10001\n"
		  "skip\n"
		  "expect ssthresh 5000\n");
}

/* 3168-13: a loss is told of by CWR as well, with new data, not with what is sent again */
static void cwr__after_a_loss(struct kunit *test)
{
	TN_SCRIPT(test, ECN_FULL
		  "in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "out . 1:1001(1000) noect\n"
		  "skip\n"
		  "in . 1:1(0) ack 10001\n"
		  "out W. 10001:11001(1000) ect0\n"
		  "out . 11001:12001(1000) ect0\n"
		  "skip\n");
}

/* 3168-13, after a timeout */
static void cwr__after_a_timeout(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "listen\n"
		  "in SEW 0:0(0) <mss 1000,sackOK>\n"
		  "out SE. 0:0(0) ack 1\n"
		  "in . 1:1(0) ack 1\n"
		  "write 1000\n"
		  "out P. 1:1001(1000) ect0\n"
		  "at 1 out P. 1:1001(1000) noect\n"
		  "in . 1:1(0) ack 1001\n"
		  "write 1000\n"
		  "out PW. 1001:2001(1000) ect0\n"
		  "write 1000\n"
		  "skip\n");
}

/* A connection with ECN whose window is one segment, which is out; two more wait */
#define ONE_SEGMENT						\
	"listen\n"						\
	"in SEW 0:0(0) <mss 1000,sackOK>\n"			\
	"out SE. 0:0(0) ack 1\n"				\
	"in . 1:1(0) ack 1\n"					\
	"set cwnd 1000\n"					\
	"write 3000\n"						\
	"out . 1:1001(1000) ect0\n"

/*
 * 3168-14: a window of one segment is not halved. Nothing leaves before the timer fires; with
 * nothing outstanding, that is no timeout
 */
static void ece__window_of_one_segment(struct kunit *test)
{
	TN_SCRIPT(test,
		  ONE_SEGMENT
		  "in E. 1:1(0) ack 1001\n"
		  "out none\n"
		  "expect cwnd 1000\n"
		  "expect deadline rto 1\n"
		  "at 1 out W. 1001:2001(1000) ect0\n"
		  "expect count TCPTimeouts 0\n"
		  "in . 1:1(0) ack 2001\n"
		  "out P. 2001:3001(1000) ect0\n");
}

/* 3168-14: the wait is one RTO, whatever the peer echoes that it has echoed before */
static void ece__window_of_one_segment_with_keepalive(struct kunit *test)
{
	TN_SCRIPT(test,
		  ONE_SEGMENT
		  "keepalive on 0.4 0.4 9\n"
		  "in E. 1:1(0) ack 1001\n"
		  "at 0.4 out . 1000:1000(0)\n"
		  "in E. 1:1(0) ack 1001\n"
		  "expect deadline rto 1\n"
		  "at 0.8 out . 1000:1000(0)\n"
		  "in E. 1:1(0) ack 1001\n"
		  "at 1 out W. 1001:2001(1000) ect0\n"
		  "in . 1:1(0) ack 2001\n"
		  "out P. 2001:3001(1000) ect0\n");
}

/* 3168-14: a window that closes meanwhile is probed, and what waited leaves in the end */
static void ece__window_closes_meanwhile(struct kunit *test)
{
	TN_SCRIPT(test,
		  ONE_SEGMENT
		  "in E. 1:1(0) ack 1001 win 0\n"
		  "expect deadline persist 1\n"
		  "at 1 out . 1001:1002(1)\n"
		  "in . 1:1(0) ack 1001 win 5000\n"
		  "expect deadline rto 2\n"
		  "at 2 out . 1001:1002(1)\n"
		  "in . 1:1(0) ack 1002 win 5000\n"
		  "out W. 1002:2002(1000) ect0\n"
		  "out P. 2002:3001(999) ect0\n");
}

/* 3168-14: it opens again before a probe has left: nothing is outstanding, and the wait goes on */
static void ece__window_opens_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  ONE_SEGMENT
		  "in E. 1:1(0) ack 1001 win 0\n"
		  "expect deadline persist 1\n"
		  "at 0.5 in . 1:1(0) ack 1001 win 5000\n"
		  "expect deadline rto 1.5\n"
		  "at 1.5 out W. 1001:2001(1000) ect0\n"
		  "in . 1:1(0) ack 2001 win 5000\n"
		  "out P. 2001:3001(1000) ect0\n");
}

/* Who has no ECN does not listen to ECE */
static void ece__without_ecn(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer mss 1000 sackOK\n"
		  "reach ESTABLISHED\n"
		  "write 40000\n"
		  "skip\n"
		  "in E. 1:1(0) ack 1001\n"
		  "expect cwnd 11000\n"
		  "skip\n");
}

/* 3168-16: an ACK that was delayed has it, too */
static void echo__on_a_delayed_ack(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "listen\n"
		  "in SEW 0:0(0) <mss 1000>\n"
		  "out SE. 0:0(0) ack 1\n"
		  "in . 1:1(0) ack 1\n"
		  "in P. 1:101(100) ack 1 ce\n"
		  "out E. 1:1(0) ack 101\n"
		  "in P. 101:201(100) ack 1 ect0\n"
		  "out none\n"
		  "at 0.04 out E. 1:1(0) ack 201\n");
}

/* 3168-8: a connection that begins anew does not remember */
static void state__forgotten(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script,
		"listen\n"
		"in SEW 0:0(0) <mss 1000>\n"
		"out SE. 0:0(0) ack 1\n"
		"in . 1:1(0) ack 1\n"
		"in P. 1:101(100) ack 1 ce\n"
		"out E. 1:1(0) ack 101\n"
		"in R 101:101(0)\n"
		"expect state CLOSED\n");
	tn_world_reset(script->world);
	TN_PLAY(script,
		"listen\n"
		"in S 0:0(0) <mss 1000>\n"
		"out S. 0:0(0) ack 1\n"
		"in . 1:1(0) ack 1\n"
		"in P. 1:101(100) ack 1 ce\n"
		"out . 1:1(0) ack 101\n"
		"write 100\n"
		"out P. 1:101(100) ack 101 noect\n");
}

/* 8311-4: what is no data is not ECN-capable, unless the knob says so */
static void control__by_the_knob(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set ecn_control 1\n"
		  "listen\n"
		  "in SEW 0:0(0) <mss 1000>\n"
		  "out SE. 0:0(0) ack 1 noect\n"
		  "in . 1:1(0) ack 1\n"
		  "in P. 1:101(100) ack 1\n"
		  "out . 1:1(0) ack 101 ect0\n"
		  "write 1000\n"
		  "out P. 1:1001(1000) ect0\n"
		  "at 1 out P. 1:1001(1000) ect0\n"
		  "abort\n"
		  "out R. 1001:1001(0) ect0\n");
}

static struct tn_synq_ours ecn_ours(struct kunit *test)
{
	return (struct tn_synq_ours) {
		.cfg = &tn_config_rfc,
		.stats = tn_stats_new(test),
		.iss = 1000,
		.ecn = TN_ECN_CLASSIC,
		.mss = 1460,
		.wnd = 65535,
	};
}

/* Of a half-open connection comes what its SYN-ACK has said */
static void half_open__carries_it(struct kunit *test)
{
	struct tn_synq_ours ours = ecn_ours(test);
	struct tn_seg syn = { .seq = 1, .flags = TN_TCP_SYN | TN_TCP_ECE | TN_TCP_CWR, .nsegs = 1 };
	struct tn_synq_verdict v;
	struct tn_synq q;
	struct tn_tcb child;
	struct tn_out out;

	tn_synq_init(&q, tn_sec(1), &syn, &ours);
	tn_synq_out(&q, tn_sec(1), &out);
	KUNIT_EXPECT_EQ(test, out.flags, TN_TCP_SYN | TN_TCP_ACK | TN_TCP_ECE);
	KUNIT_EXPECT_EQ(test, out.ecn, TN_ECN_NOT_ECT);
	tn_tcb_init(&child, ours.cfg, ours.stats, tn_sec(1));
	tn_synq_spawn(&q, &child, tn_sec(1));
	KUNIT_EXPECT_EQ(test, child.ecn.deal.mode, TN_ECN_CLASSIC);
	KUNIT_EXPECT_TRUE(test, child.ecn.ect);

	/* Its SYN comes again, and does not ask any more; then it asks again */
	syn.flags = TN_TCP_SYN;
	tn_synq_arrive(&q, tn_sec(2), &syn, &v);
	KUNIT_EXPECT_EQ(test, v.out.flags, TN_TCP_SYN | TN_TCP_ACK);
	syn.flags |= TN_TCP_ECE | TN_TCP_CWR;
	tn_synq_arrive(&q, tn_sec(3), &syn, &v);
	KUNIT_EXPECT_EQ(test, v.out.flags, TN_TCP_SYN | TN_TCP_ACK | TN_TCP_ECE);
	tn_tcb_init(&child, ours.cfg, ours.stats, tn_sec(3));
	tn_synq_spawn(&q, &child, tn_sec(3));
	KUNIT_EXPECT_FALSE(test, child.ecn.ect);
}

static u32 ecn_hash(const void *arg, u32 count, u32 irs, u32 code)
{
	return count * 3 + irs * 5 + code * 7;
}

/* 4987-7: a cookie remembers it by the timestamp, and without one does not offer it */
static void cookie__carries_it(struct kunit *test)
{
	static const struct tn_syncookie_secret secret = { .hash = ecn_hash };
	struct tn_synq_ours ours = ecn_ours(test);
	struct tn_seg back, ack = { .flags = TN_TCP_ACK, .seq = 2, .nsegs = 1 };
	struct tn_seg syn = {
		.seq = 1,
		.flags = TN_TCP_SYN | TN_TCP_ECE | TN_TCP_CWR,
		.nsegs = 1,
		.opt = { .has = TN_OPT_TS },
	};
	struct tn_ecn_deal deal;
	struct tn_out out;
	struct tn_synq q;

	ours.iss = tn_syncookie_make(&secret, tn_sec(1), &syn);
	tn_synq_init(&q, tn_sec(1), &syn, &ours);
	tn_syncookie_out(&q, tn_sec(1), &out);
	KUNIT_EXPECT_EQ(test, out.flags, TN_TCP_SYN | TN_TCP_ACK | TN_TCP_ECE);
	ack.ack = out.seq + 1;
	ack.opt.has = TN_OPT_TS;
	ack.opt.tsecr = out.opt.tsval;
	KUNIT_ASSERT_TRUE(test, tn_syncookie_check(&secret, tn_sec(1), &ack, &back));
	tn_ecn_deal_syn(&deal, TN_ECN_CLASSIC, &back);
	KUNIT_EXPECT_EQ(test, deal.mode, TN_ECN_CLASSIC);

	syn.flags = TN_TCP_SYN;
	tn_synq_init(&q, tn_sec(1), &syn, &ours);
	tn_syncookie_out(&q, tn_sec(1), &out);
	ack.opt.tsecr = out.opt.tsval;
	KUNIT_ASSERT_TRUE(test, tn_syncookie_check(&secret, tn_sec(1), &ack, &back));
	tn_ecn_deal_syn(&deal, TN_ECN_CLASSIC, &back);
	KUNIT_EXPECT_EQ(test, deal.mode, TN_ECN_OFF);

	syn.flags |= TN_TCP_ECE | TN_TCP_CWR;
	syn.opt.has = 0;
	tn_synq_init(&q, tn_sec(1), &syn, &ours);
	tn_syncookie_out(&q, tn_sec(1), &out);
	KUNIT_EXPECT_EQ(test, out.flags, TN_TCP_SYN | TN_TCP_ACK);
}

/* A peer resets what asks for one kind of ECN first and then for another (RFC 9768 3.1.5) */
static void syn__asks_for_one_kind(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set ecn 1\n"
		  "connect\n"
		  "out SEW 0:0(0)\n"
		  "congestion prague\n"
		  "at 1 out S 0:0(0)\n");
	TN_SCRIPT(test,
		  "set ecn 3\n"
		  "set cong prague\n"
		  "connect\n"
		  "out SEWe 0:0(0)\n"
		  "set ecn 0\n"
		  "congestion reno\n"
		  "at 1 out SEWe 0:0(0)\n"
		  "at 3 out S 0:0(0)\n");
}

static struct kunit_case ecn_cases[] = {
	KUNIT_CASE(syn__asks_for_one_kind),
	KUNIT_CASE(ece__once_a_window),
	KUNIT_CASE(loss__halves_likewise),
	KUNIT_CASE(ece__no_growth),
	KUNIT_CASE(ece__again_in_the_next_window),
	KUNIT_CASE(loss__in_a_marked_window),
	KUNIT_CASE(loss__behind_a_marked_window),
	KUNIT_CASE(ece__in_a_window_with_a_loss),
	KUNIT_CASE(cwr__after_a_loss),
	KUNIT_CASE(cwr__after_a_timeout),
	KUNIT_CASE(ece__window_of_one_segment),
	KUNIT_CASE(ece__window_of_one_segment_with_keepalive),
	KUNIT_CASE(ece__window_closes_meanwhile),
	KUNIT_CASE(ece__window_opens_again),
	KUNIT_CASE(ece__without_ecn),
	KUNIT_CASE(echo__on_a_delayed_ack),
	KUNIT_CASE(state__forgotten),
	KUNIT_CASE(control__by_the_knob),
	KUNIT_CASE(half_open__carries_it),
	KUNIT_CASE(cookie__carries_it),
	{}
};

static struct kunit_suite ecn_suite = {
	.name = "tcp_ecn",
	.test_cases = ecn_cases,
};

kunit_test_suite(ecn_suite);
