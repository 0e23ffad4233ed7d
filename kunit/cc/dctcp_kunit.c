// SPDX-License-Identifier: GPL-2.0
/*
 * cc/cc_dctcp.c: RFC 8257, through the contract alone; and the echo of its receiver.
 */
#include <net/tandem_cc_info.h>

#include "cc/cc.h"
#include "harness/script.h"

#define MSS	1000u

struct dctcp {
	struct tandem_cc_out out;
	u64 priv[TANDEM_CC_PRIV_SIZE / sizeof(u64)];
	u32 una;
};

static struct dctcp dctcp_new(u32 cwnd)
{
	struct dctcp d = { .out = { .cwnd = cwnd, .ssthresh = cwnd }, .una = 0xffffff00 };

	tn_cc_dctcp.init(d.priv, &d.out);
	return d;
}

/* An ACK for @acked bytes, of which @ce were marked, with a window in flight */
static void dctcp_ack(struct dctcp *d, u32 acked, u32 ce)
{
	struct tandem_cc_ack ack = {
		.acked = acked,
		.ce = ce,
		.nxt = d->una + d->out.cwnd,
		.mss = MSS,
		.may_grow = true,
	};

	d->una += acked;
	ack.una = d->una;
	if ((s32)(ack.nxt - ack.una) < 0)
		ack.nxt = ack.una;
	tn_cc_dctcp.ack(d->priv, &ack, &d->out);
}

/* Windows of 100 segments, of which each tenth is marked @of times out of 10 */
static void dctcp_windows(struct dctcp *d, u32 of, u32 n)
{
	u32 i;

	for (i = 0; i < n * 100; i++) {
		d->out.cwnd = 100 * MSS;
		d->out.ssthresh = d->out.cwnd;
		dctcp_ack(d, MSS, i % 10 < of ? MSS : 0);
	}
}

/* What the next mark that is the first of a window makes of 1000 segments */
static u32 dctcp_next(struct dctcp *d)
{
	/* What was made smaller has been acknowledged, and the window that begins is long */
	d->out.cwnd = 1000 * MSS;
	dctcp_ack(d, 200 * MSS, 0);
	d->out.cwnd = 1000 * MSS;
	dctcp_ack(d, MSS, MSS);
	return d->out.cwnd / MSS;
}

/* 8257-6: alpha begins with 1: the first mark halves */
static void alpha__begins_with_one(struct kunit *test)
{
	struct dctcp d = dctcp_new(100 * MSS);

	dctcp_ack(&d, MSS, MSS);
	KUNIT_EXPECT_EQ(test, d.out.cwnd, 50 * MSS);
	KUNIT_EXPECT_EQ(test, d.out.ssthresh, 50 * MSS);
}

/* 8257-8: everything is marked: halved, window by window, and not more often */
static void alpha__all_marked(struct kunit *test)
{
	struct dctcp d = dctcp_new(1000 * MSS);

	dctcp_ack(&d, MSS, MSS);
	KUNIT_EXPECT_EQ(test, d.out.cwnd, 500 * MSS);
	dctcp_ack(&d, MSS, MSS);
	dctcp_ack(&d, MSS, MSS);
	KUNIT_EXPECT_EQ(test, d.out.cwnd, 500 * MSS);
}

/* 8257-6, 8257-7: a tenth is marked, for long: alpha is a tenth, 5 % are taken off */
static void alpha__a_tenth_marked(struct kunit *test)
{
	struct dctcp d = dctcp_new(100 * MSS);
	u32 left;

	dctcp_windows(&d, 1, 200);
	left = dctcp_next(&d);
	KUNIT_EXPECT_GE(test, left, 945u);
	KUNIT_EXPECT_LE(test, left, 957u);
}

/* 8257-6: half of the way in 11 windows: (1 - 1/16)^11 is 0.49 */
static void alpha__how_fast(struct kunit *test)
{
	struct dctcp d = dctcp_new(100 * MSS);
	u32 left;

	dctcp_windows(&d, 0, 11);
	left = dctcp_next(&d);
	KUNIT_EXPECT_GE(test, left, 730u);
	KUNIT_EXPECT_LE(test, left, 790u);
}

/* 8257-13: without marks it comes down to 0; then a mark costs nothing */
static void alpha__reaches_zero(struct kunit *test)
{
	struct dctcp d = dctcp_new(100 * MSS);

	dctcp_windows(&d, 0, 400);
	KUNIT_EXPECT_EQ(test, dctcp_next(&d), 1000u);
}

/* 8257-13: and never above 1 */
static void alpha__clamped(struct kunit *test)
{
	struct dctcp d = dctcp_new(100 * MSS);

	dctcp_windows(&d, 10, 100);
	KUNIT_EXPECT_GE(test, dctcp_next(&d), 500u);
	KUNIT_EXPECT_LE(test, d.out.cwnd, 560 * MSS);
}

/* 8257-7: what is only selectively acknowledged is not counted */
static void alpha__sack_is_ignored(struct kunit *test)
{
	struct dctcp d = dctcp_new(100 * MSS);
	struct tandem_cc_ack ack = { .acked = MSS, .ce = MSS, .mss = MSS };
	u32 i;

	dctcp_windows(&d, 0, 400);
	ack.una = d.una;
	ack.nxt = d.una + 100 * MSS;
	for (i = 0; i < 50; i++)
		tn_cc_dctcp.ack(d.priv, &ack, &d.out);
	KUNIT_EXPECT_EQ(test, dctcp_next(&d), 1000u);
}

/* 8257-9: one segment in a window, as Reno; nothing by an ACK with a mark */
static void growth__as_reno(struct kunit *test)
{
	struct dctcp d = dctcp_new(10 * MSS);
	u32 i;

	for (i = 0; i < 10; i++)
		dctcp_ack(&d, MSS, 0);
	KUNIT_EXPECT_EQ(test, d.out.cwnd, 11 * MSS);
	d.out.ssthresh = 100 * MSS;
	dctcp_ack(&d, MSS, 0);
	KUNIT_EXPECT_EQ(test, d.out.cwnd, 12 * MSS);
}

/* 8257-10 */
static void loss__as_reno(struct kunit *test)
{
	struct dctcp d = dctcp_new(20 * MSS);
	struct tandem_cc_signal signal = {
		.event = TANDEM_CC_LOSS, .inflight = 20 * MSS, .mss = MSS, .iw = 10 * MSS,
	};

	tn_cc_dctcp.signal(d.priv, &signal, &d.out);
	KUNIT_EXPECT_EQ(test, d.out.cwnd, 10 * MSS);
	signal.event = TANDEM_CC_RTO;
	tn_cc_dctcp.signal(d.priv, &signal, &d.out);
	KUNIT_EXPECT_EQ(test, d.out.cwnd, MSS);
	KUNIT_EXPECT_EQ(test, d.out.ssthresh, 10 * MSS);
}

/* What TCP_CC_INFO says: the worst at first (3.3) */
static void info__share_of_marks(struct kunit *test)
{
	struct dctcp d = dctcp_new(100 * MSS);
	struct tandem_cc_info info = {};

	tn_cc_dctcp.info(d.priv, &info);
	KUNIT_EXPECT_EQ(test, info.kind, TANDEM_CC_KIND_DCTCP);
	KUNIT_EXPECT_EQ(test, info.alpha, 1 << 20);
	KUNIT_EXPECT_EQ(test, info.marked, 0);
}

/* 8257-1: nobody gets it who has not asked */
static void name__not_the_default(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, tn_cc_find("dctcp"), &tn_cc_dctcp);
	KUNIT_EXPECT_PTR_NE(test, tandem_cc_default, &tn_cc_dctcp);
}

/* A world whose connection has DCTCP and was asked for ECN; SYN-ACKs are capable, too (8257-11) */
static struct tn_script *dctcp_script(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	script->world->cong = &tn_cc_dctcp;
	tn_world_reset(script->world);
	TN_PLAY(script,
		"listen\n"
		"in SEW 0:0(0) <mss 1000,sackOK> ect0\n"
		"out SE. 0:0(0) ack 1 ect0\n"
		"in . 1:1(0) ack 1\n");
	return script;
}

/* 8257-2, 8257-3: ECE is the mark of the last data; each change is told at once */
static void echo__each_change(struct kunit *test)
{
	TN_PLAY(dctcp_script(test),
		"in P. 1:101(100) ack 1 ect0\n"
		"out . 1:1(0) ack 101\n"
		"in P. 101:201(100) ack 1 ce\n"
		"out E. 1:1(0) ack 201\n"
		"in P. 201:301(100) ack 1 ce\n"
		"out E. 1:1(0) ack 301\n"
		"in P. 301:401(100) ack 1 ect0\n"
		"out . 1:1(0) ack 401\n"
		"in PW. 401:501(100) ack 1 ce\n"	/* 8257-5 */
		"out E. 1:1(0) ack 501\n"
		"write 100\n"
		"out EP. 1:101(100) ack 501 ect0\n");
}

/* 8257-3: also when nothing but a delayed ACK would be due */
static void echo__not_delayed(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	script->world->cong = &tn_cc_dctcp;
	script->world->cfg.quick_acks = 0;
	tn_world_reset(script->world);
	TN_PLAY(script,
		"listen\n"
		"in SEW 0:0(0) <mss 1000,sackOK>\n"
		"out SE. 0:0(0) ack 1\n"
		"in . 1:1(0) ack 1\n"
		"in P. 1:101(100) ack 1 ce\n"
		"out E. 1:1(0) ack 101\n"
		"in P. 101:201(100) ack 1 ce\n"
		"out none\n"
		"in P. 201:301(100) ack 1 ect0\n"
		"out . 1:1(0) ack 301\n"
		"in P. 301:401(100) ack 1 ect0\n"
		"out none\n"
		"at 0.04 out . 1:1(0) ack 401\n");
}

/* 8257-8: CWR as RFC 3168 has it, once in a window */
static void cwr__once(struct kunit *test)
{
	TN_PLAY(dctcp_script(test),
		"write 40000\n"
		"skip\n"
		"expect cwnd 10000\n"
		"in E. 1:1(0) ack 5001\n"
		"expect cwnd 5000\n"
		"in E. 1:1(0) ack 9001\n"
		"expect cwnd 5000\n"
		"out W. 10001:11001(1000) ect0\n"
		"out . 11001:12001(1000) ect0\n"
		"skip\n");
}

/* 8257-11: RST; 8257-12: the knob */
static void control__is_ecn_capable(struct kunit *test)
{
	TN_PLAY(dctcp_script(test),
		"abort\n"
		"out R. 1:1(0) ect0\n");
}

/* It asks for ECN, whatever the knob says */
static void syn__asks(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	script->world->cong = &tn_cc_dctcp;
	tn_world_reset(script->world);
	TN_PLAY(script,
		"connect\n"
		"out SEW 0:0(0) ect0\n"
		"in SE. 0:0(0) ack 1 <mss 1000>\n"
		"out . 1:1(0) ack 1 noect\n");
}

static struct kunit_case dctcp_cases[] = {
	KUNIT_CASE(alpha__begins_with_one),
	KUNIT_CASE(alpha__all_marked),
	KUNIT_CASE(alpha__a_tenth_marked),
	KUNIT_CASE(alpha__how_fast),
	KUNIT_CASE(alpha__reaches_zero),
	KUNIT_CASE(alpha__clamped),
	KUNIT_CASE(alpha__sack_is_ignored),
	KUNIT_CASE(growth__as_reno),
	KUNIT_CASE(loss__as_reno),
	KUNIT_CASE(info__share_of_marks),
	KUNIT_CASE(name__not_the_default),
	KUNIT_CASE(echo__each_change),
	KUNIT_CASE(echo__not_delayed),
	KUNIT_CASE(cwr__once),
	KUNIT_CASE(control__is_ecn_capable),
	KUNIT_CASE(syn__asks),
	{}
};

static struct kunit_suite dctcp_suite = {
	.name = "cc_dctcp",
	.test_cases = dctcp_cases,
};

kunit_test_suite(dctcp_suite);
