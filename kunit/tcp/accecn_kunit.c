// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/accecn.c: RFC 9768. What shows in segments is in selftests/scripts/accecn.txt; here is what
 * the sender makes of feedback, and what half-open connections and cookies remember.
 */
#include "harness/script.h"
#include "stats.h"
#include "tcp/accecn.h"
#include "tcp/ecn.h"
#include "tcp/syncookie.h"
#include "tcp/synq.h"
#include "wire/ipv4.h"

/* A connection with AccECN, its window ten segments of 1000, full; @option: in its last ACK */
#define ACCECN_FULL(option)							\
	"set ecn 3\n"								\
	"listen\n"								\
	"in SEWe 0:0(0) <mss 1000,sackOK>\n"					\
	"out SW. 0:0(0) ack 1\n"						\
	"in W. 1:1(0) ack 1 <" option ">\n"					\
	"expect ecn 2\n"							\
	"write 90000\n"								\
	"skip\n"								\
	"expect cwnd 10000\n"

#define ACCECN_HAS	"accecn e0b 1 ceb 0 e1b 1"

/* 9768-22: the smallest step that ACE allows */
static void ack__ace_moves(struct kunit *test)
{
	TN_SCRIPT(test, ACCECN_FULL("")
		  "expect s_cep 5\n"
		  "in Ee. 1:1(0) ack 1001\n"
		  "skip\n"
		  "expect s_cep 5\n"
		  "expect cwnd 11000\n"
		  "in . 1:1(0) ack 5001\n"		/* 5 -> 8 */
		  "skip\n"
		  "expect s_cep 8\n"
		  "expect ce_bytes 3000\n"
		  "expect cwnd 8800\n");
}

/* One reduction for the marks of a window; the next is for the next (RFC 3168 6.1.2) */
static void ack__reduces_once(struct kunit *test)
{
	TN_SCRIPT(test, ACCECN_FULL("")
		  "in We. 1:1(0) ack 1001\n"
		  "expect cwnd 8000\n"
		  "in EWe. 1:1(0) ack 2001\n"
		  "skip\n"
		  "in . 1:1(0) ack 3001\n"
		  "skip\n"
		  "expect cwnd 8000\n"
		  "expect s_cep 8\n"
		  "in . 1:1(0) ack 10001\n"
		  "skip\n"
		  "in E. 1:1(0) ack 11001\n"
		  "expect cwnd < 8000\n"
		  "skip\n");
}

/* 9768-13: nothing tells of the reduction: no CWR but the one of ACE */
static void ack__no_cwr(struct kunit *test)
{
	TN_SCRIPT(test, ACCECN_FULL("")
		  "in We. 1:1(0) ack 10001\n"
		  "expect cwnd 8000\n"
		  "out Ee. 10001:11001(1000) ect0\n"
		  "skip\n");
}

/* 9768-22: an ACK that acknowledges nothing may be an old one */
static void ack__superseded(struct kunit *test)
{
	TN_SCRIPT(test, ACCECN_FULL("")
		  "in We. 1:1(0) ack 2001\n"
		  "skip\n"
		  "in Ee. 1:1(0) ack 1001\n"
		  "in Ee. 1:1(0) ack 2001\n"
		  "expect s_cep 6\n");
}

/* 9768-27: ten packets and no option: ACE 5 again may be eight marks */
static void ack__the_worst_case(struct kunit *test)
{
	TN_SCRIPT(test, ACCECN_FULL("")
		  "in Ee. 1:1(0) ack 10001\n"
		  "skip\n"
		  "expect s_cep 13\n"
		  "expect ce_bytes 8000\n"
		  "expect cwnd 8000\n");
}

/* With the option it is known (9768-34: and the two counts keep in step) */
static void ack__the_option_knows(struct kunit *test)
{
	TN_SCRIPT(test, ACCECN_FULL(ACCECN_HAS)
		  "in Ee. 1:1(0) ack 10001 <accecn e0b 10001>\n"
		  "skip\n"
		  "expect s_cep 5\n"
		  "expect ce_bytes 0\n"
		  "in We. 1:1(0) ack 12001 <accecn e0b 11001 ceb 1000>\n"
		  "skip\n"
		  "expect s_cep 6\n"
		  "expect ce_bytes 1000\n");
}

/* 9768-33: zeros in the first option: it is not looked at any more */
static void option__zeroed(struct kunit *test)
{
	TN_SCRIPT(test, ACCECN_FULL("accecn e0b 0 ceb 0 e1b 0")
		  "in Ee. 1:1(0) ack 10001 <accecn e0b 10001>\n"
		  "skip\n"
		  "expect s_cep 13\n");
}

/* 9768-32: not there at first, but later */
static void option__comes_later(struct kunit *test)
{
	TN_SCRIPT(test, ACCECN_FULL("")
		  "in We. 1:1(0) ack 3001 <accecn e0b 2001 ceb 1000>\n"
		  "skip\n"
		  "expect ce_bytes 1000\n"
		  "expect s_cep 6\n");
}

/* 9768-20, note 1: nothing is made of what the peer says afterwards */
static void last_ack__zero_is_deaf(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set ecn 3\n"
		  "listen\n"
		  "in SEWe 0:0(0) <mss 1000>\n"
		  "out SW. 0:0(0) ack 1\n"
		  "in . 1:1(0) ack 1\n"
		  "write 90000\n"
		  "skip\n"
		  "in EWe. 1:1(0) ack 1001\n"
		  "expect cwnd 11000\n"
		  "skip\n");
}

/* 9768-20, 9768-21: the SYN-ACK was marked: it counts, and the window is smaller from the first */
static void last_ack__marked(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set ecn 3\n"
		  "listen\n"
		  "in SEWe 0:0(0) <mss 1000>\n"
		  "out SW. 0:0(0) ack 1\n"
		  "in We. 1:1(0) ack 1\n"
		  "expect s_cep 6\n"
		  "expect cwnd 8000\n"
		  "write 1000\n"
		  "out PEe. 1:1001(1000) noect\n");	/* it was Not-ECT: 9768-23 */
}

/* 9768-21: our SYN was marked: that does not count */
static void syn_ack__tells_of_a_mark(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set ecn 3\n"
		  "connect\n"
		  "out SEWe 0:0(0)\n"
		  "in SWe. 0:0(0) ack 1 <mss 1000>\n"
		  "out W. 1:1(0) ack 1\n"
		  "expect s_cep 5\n"
		  "expect cwnd 8000\n");
}

/* 9768-6: SYNs that cross: each end is a server */
static void syns__crossed(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set ecn 3\n"
		  "connect\n"
		  "out SEWe 0:0(0)\n"
		  "in SEWe 0:0(0) <mss 1000>\n"
		  "out SW. 0:0(0) ack 1\n"
		  "in SW. 0:0(0) ack 1 <mss 1000>\n"
		  "expect state ESTABLISHED\n"
		  "expect ecn 2\n"
		  "write 1000\n"
		  "out PEe. 1:1001(1000) ect0\n");
}

/* 9768-19: text that was written before the handshake was complete waits for the ACK */
static void first_ack__is_bare(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set ecn 3\n"
		  "connect\n"
		  "out SEWe 0:0(0)\n"
		  "write 100\n"
		  "out none\n"
		  "in SW. 0:0(0) ack 1 <mss 1000>\n"
		  "out W. 1:1(0) ack 1\n"
		  "out PEe. 1:101(100) ack 1 ect0 <accecn e0b 1 ceb 0 e1b 1>\n");
}

/* 9768-25, 9768-26: when delayed ACKs are not sent at once, marks are acknowledged */
static void receive__when_to_acknowledge(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set ecn 3\n"
		  "set quick_acks 0\n"
		  "listen\n"
		  "in SEWe 0:0(0) <mss 1000>\n"
		  "out SW. 0:0(0) ack 1\n"
		  "in W. 1:1(0) ack 1\n"
		  "in PEe. 1:101(100) ack 1 ect0\n"
		  "out none\n"
		  "in PEe. 101:201(100) ack 1 ce\n"	/* the first after one without */
		  "out We. 1:1(0) ack 201\n"
		  "in PEe. 201:301(100) ack 1 ce\n"
		  "out none\n"
		  "in PEe. 301:401(100) ack 1 ce\n"	/* two more */
		  "out . 1:1(0) ack 401\n");
}

/* 9768-38: offload must not cut what has CWR as a part of ACE */
static void send__cwr_bit_and_offload(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set ecn 3\n"
		  "set gso 20000\n"
		  "listen\n"
		  "in SEWe 0:0(0) <mss 1000>\n"
		  "out SW. 0:0(0) ack 1\n"
		  "in W. 1:1(0) ack 1\n"
		  "write 4000\n"
		  "out PEe. 1:4001(4000) ect0\n"
		  "in PEe. 1:101(100) ack 4001 ce\n"
		  "skip\n"
		  "write 2000\n"
		  "out We. 4001:5001(1000) ect0\n"
		  "out PWe. 5001:6001(1000) ect0\n");
}

static struct tn_synq_ours accecn_ours(struct kunit *test)
{
	return (struct tn_synq_ours) {
		.cfg = &tn_config_rfc,
		.stats = tn_stats_new(test),
		.iss = 1000,
		.ecn = TN_ECN_ACCURATE,
		.mss = 1460,
		.wnd = 65535,
	};
}

static const struct tn_seg accecn_syn = {
	.seq = 1,
	.flags = TN_TCP_SYN | TN_TCP_ACE,
	.nsegs = 1,
};

/* 9768-31: what a half-open connection sends again: without the option, then without a word */
static void half_open__falls_back(struct kunit *test)
{
	struct tn_synq_ours ours = accecn_ours(test);
	struct tn_tcb child;
	struct tn_out out;
	struct tn_synq q;

	tn_synq_init(&q, tn_sec(1), &accecn_syn, &ours);
	tn_synq_out(&q, tn_sec(1), &out);
	KUNIT_EXPECT_EQ(test, out.flags, TN_TCP_SYN | TN_TCP_ACK | TN_TCP_CWR);
	KUNIT_EXPECT_TRUE(test, out.opt.has & TN_OPT_ACCECN);
	KUNIT_EXPECT_TRUE(test, tn_synq_timeout(&q, tn_sec(2), false));
	tn_synq_out(&q, tn_sec(2), &out);
	KUNIT_EXPECT_EQ(test, out.flags, TN_TCP_SYN | TN_TCP_ACK | TN_TCP_CWR);
	KUNIT_EXPECT_FALSE(test, out.opt.has & TN_OPT_ACCECN);
	KUNIT_EXPECT_TRUE(test, tn_synq_timeout(&q, tn_sec(4), false));
	tn_synq_out(&q, tn_sec(4), &out);
	KUNIT_EXPECT_EQ(test, out.flags, TN_TCP_SYN | TN_TCP_ACK);

	tn_tcb_init(&child, ours.cfg, ours.stats, tn_sec(5));
	tn_synq_spawn(&q, &child, tn_sec(5));
	KUNIT_EXPECT_EQ(test, child.ecn.deal.mode, TN_ECN_ACCURATE);
	KUNIT_EXPECT_FALSE(test, child.ecn.ect);
}

/* 9768-9: SYNs of both kinds end it */
static void half_open__both_kinds(struct kunit *test)
{
	struct tn_synq_ours ours = accecn_ours(test);
	struct tn_seg syn = accecn_syn;
	struct tn_synq_verdict v;
	struct tn_synq q;

	tn_synq_init(&q, tn_sec(1), &syn, &ours);
	syn.flags &= ~TN_TCP_AE;
	tn_synq_arrive(&q, tn_sec(2), &syn, &v);
	KUNIT_EXPECT_EQ(test, v.act, TN_SYNQ_RESET);
	KUNIT_EXPECT_EQ(test, v.out.flags, TN_TCP_RST | TN_TCP_ACK);
	KUNIT_EXPECT_EQ(test, v.out.ack, 2u);
}

static u32 accecn_hash(const void *arg, u32 count, u32 irs, u32 code)
{
	return count * 3 + irs * 5 + code * 7;
}

/* 9768-37: the ACK tells, even without timestamps */
static void cookie__the_ack_tells(struct kunit *test)
{
	static const struct tn_syncookie_secret secret = { .hash = accecn_hash };
	static const u16 flags[] = { 0, TN_TCP_ECE, TN_TCP_CWR, TN_TCP_AE, TN_TCP_ACE };
	struct tn_synq_ours ours = accecn_ours(test);
	struct tn_seg back, ack = { .seq = 2, .nsegs = 1 };
	struct tn_ecn_deal deal;
	struct tn_out out;
	struct tn_synq q;
	unsigned int i;

	ours.iss = tn_syncookie_make(&secret, tn_sec(1), &accecn_syn);
	tn_synq_init(&q, tn_sec(1), &accecn_syn, &ours);
	tn_syncookie_out(&q, tn_sec(1), &out);
	KUNIT_EXPECT_EQ(test, out.flags, TN_TCP_SYN | TN_TCP_ACK | TN_TCP_CWR);
	ack.ack = out.seq + 1;
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		ack.flags = TN_TCP_ACK | flags[i];
		KUNIT_ASSERT_TRUE(test, tn_syncookie_check(&secret, tn_sec(1), &ack, &back));
		tn_ecn_deal_syn(&deal, TN_ECN_ACCURATE, &back);
		KUNIT_EXPECT_EQ(test, deal.mode, i < 2 ? TN_ECN_OFF : TN_ECN_ACCURATE);
	}
}

static struct kunit_case accecn_cases[] = {
	KUNIT_CASE(ack__ace_moves),
	KUNIT_CASE(ack__reduces_once),
	KUNIT_CASE(ack__no_cwr),
	KUNIT_CASE(ack__superseded),
	KUNIT_CASE(ack__the_worst_case),
	KUNIT_CASE(ack__the_option_knows),
	KUNIT_CASE(option__zeroed),
	KUNIT_CASE(option__comes_later),
	KUNIT_CASE(last_ack__zero_is_deaf),
	KUNIT_CASE(last_ack__marked),
	KUNIT_CASE(syn_ack__tells_of_a_mark),
	KUNIT_CASE(syns__crossed),
	KUNIT_CASE(first_ack__is_bare),
	KUNIT_CASE(receive__when_to_acknowledge),
	KUNIT_CASE(send__cwr_bit_and_offload),
	KUNIT_CASE(half_open__falls_back),
	KUNIT_CASE(half_open__both_kinds),
	KUNIT_CASE(cookie__the_ack_tells),
	{}
};

static struct kunit_suite accecn_suite = {
	.name = "tcp_accecn",
	.test_cases = accecn_cases,
};

kunit_test_suite(accecn_suite);
