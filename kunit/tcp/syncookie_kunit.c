// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/syncookie.c: RFC 4987 3.6, appendix A.
 */
#include <kunit/test.h>

#include "stats.h"
#include "tcp/arrive.h"
#include "tcp/syncookie.h"

#define NOW	(tn_sec(60) * 1000 + tn_sec(1))
#define IRS	5000u

/* Anything that depends on all of it will do. */
static u32 cookie_hash(const void *arg, u32 count, u32 irs, u32 code)
{
	const u32 *key = arg;

	return (count * 2654435761u ^ irs * 40503u ^ code * 2246822519u ^ *key) * 2654435769u;
}

static const u32 cookie_key = 0x12345678;
static const struct tn_syncookie_secret secret = { .hash = cookie_hash, .arg = &cookie_key };

static struct tn_seg cookie_syn(u16 mss)
{
	return (struct tn_seg) {
		.when = NOW, .seq = IRS, .wnd = 4000, .flags = TN_TCP_SYN, .nsegs = 1,
		.opt = {
			.has = TN_OPT_MSS | TN_OPT_TS | TN_OPT_SACK_PERM | TN_OPT_WSCALE,
			.mss = mss, .wscale = 9, .tsval = 100,
		},
	};
}

static struct tn_seg cookie_ack(u32 cookie)
{
	return (struct tn_seg) {
		.when = NOW, .seq = IRS + 1, .ack = cookie + 1, .wnd = 77, .flags = TN_TCP_ACK,
		.nsegs = 1,
	};
}

/* The SYN-ACK for a SYN, and what is left of the half-open connection. */
static void cookie_answer(struct kunit *test, const struct tn_seg *syn, struct tn_out *out)
{
	const struct tn_synq_ours ours = {
		.cfg = &tn_config_rfc,
		.stats = tn_stats_new(test),
		.iss = tn_syncookie_make(&secret, NOW, syn),
		.ts_offset = 0xfffffff0,
		.mss = 1460,
		.wnd = 65535,
	};
	struct tn_synq q;

	tn_synq_init(&q, NOW, syn, &ours);
	tn_syncookie_out(&q, NOW, out);
}

/* Appendix A: where the count and the code of the MSS stand */
static void make__layout(struct kunit *test)
{
	struct tn_seg syn = cookie_syn(1460);
	u32 cookie = tn_syncookie_make(&secret, NOW, &syn);

	KUNIT_EXPECT_EQ(test, cookie >> 27, 1000 % 32);
	KUNIT_EXPECT_EQ(test, cookie >> 24 & 7, 6);
	KUNIT_EXPECT_EQ(test, cookie & 0xffffff, cookie_hash(&cookie_key, 1000, IRS, 6) & 0xffffff);
}

static void check__until_two_minutes(struct kunit *test)
{
	struct tn_seg syn = cookie_syn(1460), back;
	tn_time_t begin = tn_sec(60) * 1000;
	struct tn_seg ack = cookie_ack(tn_syncookie_make(&secret, begin, &syn));

	KUNIT_EXPECT_TRUE(test, tn_syncookie_check(&secret, begin, &ack, &back));
	KUNIT_EXPECT_TRUE(test, tn_syncookie_check(&secret, begin + tn_sec(120) - 1, &ack, &back));
	KUNIT_EXPECT_FALSE(test, tn_syncookie_check(&secret, begin + tn_sec(120), &ack, &back));
	KUNIT_EXPECT_FALSE(test, tn_syncookie_check(&secret, begin + tn_sec(300), &ack, &back));
	/* when the count comes round, it is another one */
	KUNIT_EXPECT_FALSE(test, tn_syncookie_check(&secret, begin + tn_sec(60 * 32), &ack, &back));
	/* nor is one from the future believed */
	KUNIT_EXPECT_FALSE(test, tn_syncookie_check(&secret, begin - 1, &ack, &back));
}

static void check__forged(struct kunit *test)
{
	static const u32 other_key = 0x12345679;
	const struct tn_syncookie_secret other = { .hash = cookie_hash, .arg = &other_key };
	struct tn_seg syn = cookie_syn(1460), back, ack;
	u32 cookie = tn_syncookie_make(&secret, NOW, &syn);
	unsigned int bit;

	ack = cookie_ack(cookie);
	KUNIT_EXPECT_TRUE(test, tn_syncookie_check(&secret, NOW, &ack, &back));
	KUNIT_EXPECT_FALSE(test, tn_syncookie_check(&other, NOW, &ack, &back));
	ack.seq++;
	KUNIT_EXPECT_FALSE(test, tn_syncookie_check(&secret, NOW, &ack, &back));
	for (bit = 0; bit < 32; bit++) {
		ack = cookie_ack(cookie ^ 1u << bit);
		KUNIT_EXPECT_FALSE_MSG(test, tn_syncookie_check(&secret, NOW, &ack, &back),
				       "bit %u", bit);
	}
}

/* Rounded down, never up */
static void mss__rounded_down(struct kunit *test)
{
	static const struct { u16 mss, back; } rows[] = {
		{ 0, 64 }, { 64, 64 }, { 535, 64 }, { 536, 536 }, { 1219, 536 }, { 1220, 1220 },
		{ 1459, 1440 }, { 1460, 1460 }, { 8959, 1460 }, { 65535, 8960 },
	};
	struct tn_seg syn, back, ack;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		syn = cookie_syn(rows[i].mss);
		ack = cookie_ack(tn_syncookie_make(&secret, NOW, &syn));
		KUNIT_ASSERT_TRUE(test, tn_syncookie_check(&secret, NOW, &ack, &back));
		KUNIT_EXPECT_EQ(test, back.opt.mss, rows[i].back);
	}
	/* MUST-15 */
	syn.opt.has = 0;
	ack = cookie_ack(tn_syncookie_make(&secret, NOW, &syn));
	KUNIT_ASSERT_TRUE(test, tn_syncookie_check(&secret, NOW, &ack, &back));
	KUNIT_EXPECT_EQ(test, back.opt.mss, 536);
}

/* 4987-7: window scale and SACK come back with the timestamp */
static void options__in_the_timestamp(struct kunit *test)
{
	const u8 all = TN_OPT_MSS | TN_OPT_TS | TN_OPT_SACK_PERM | TN_OPT_WSCALE;
	u32 real = (u32)tn_time_to_ms(NOW) + 0xfffffff0;
	struct tn_seg syn, back, ack;
	struct tn_out out;
	unsigned int i;

	for (i = 0; i < 16 * 2; i++) {
		syn = cookie_syn(1460);
		syn.opt.wscale = i / 2;
		if (syn.opt.wscale == 15)
			syn.opt.has &= ~TN_OPT_WSCALE;
		if (i & 1)
			syn.opt.has &= ~TN_OPT_SACK_PERM;
		cookie_answer(test, &syn, &out);
		KUNIT_EXPECT_EQ(test, out.opt.has, syn.opt.has & all);
		KUNIT_EXPECT_EQ(test, out.opt.tsecr, 100);
		/* not ahead of our clock, and not far behind */
		KUNIT_EXPECT_LT(test, real - out.opt.tsval, 64);

		ack = cookie_ack(out.seq);
		ack.opt.has = TN_OPT_TS;
		ack.opt.tsval = 101;
		ack.opt.tsecr = out.opt.tsval;
		KUNIT_ASSERT_TRUE(test, tn_syncookie_check(&secret, NOW, &ack, &back));
		KUNIT_EXPECT_EQ(test, back.opt.has, syn.opt.has);
		KUNIT_EXPECT_EQ(test, back.opt.tsval, 101);
		if (syn.opt.has & TN_OPT_WSCALE)
			KUNIT_EXPECT_EQ(test, back.opt.wscale, syn.opt.wscale);
	}
}

/* Without a timestamp there is no room for them: they are not offered */
static void options__without_timestamp(struct kunit *test)
{
	struct tn_seg syn = cookie_syn(1460), back, ack;
	struct tn_out out;

	syn.opt.has &= ~TN_OPT_TS;
	cookie_answer(test, &syn, &out);
	KUNIT_EXPECT_EQ(test, out.opt.has, TN_OPT_MSS);
	ack = cookie_ack(out.seq);
	KUNIT_ASSERT_TRUE(test, tn_syncookie_check(&secret, NOW, &ack, &back));
	KUNIT_EXPECT_EQ(test, back.opt.has, TN_OPT_MSS);
}

/* A control block made of a cookie: no RTT is known, and that is no reason to crawl */
static void connection__from_a_cookie(struct kunit *test)
{
	struct tn_stats __percpu *stats = tn_stats_new(test);
	struct tn_synq_ours ours = {
		.cfg = &tn_config_rfc, .stats = stats, .mss = 1460, .wnd = 65535,
	};
	struct tn_tcb *tcb = kunit_kzalloc(test, sizeof(*tcb), GFP_KERNEL);
	struct tn_seg syn = cookie_syn(1460), back, ack;
	struct tn_verdict v = {};
	struct tn_synq q;

	KUNIT_ASSERT_NOT_NULL(test, tcb);
	syn.opt.has &= ~TN_OPT_TS;
	ours.iss = tn_syncookie_make(&secret, NOW, &syn);
	ack = cookie_ack(ours.iss);
	KUNIT_ASSERT_TRUE(test, tn_syncookie_check(&secret, NOW, &ack, &back));
	tn_synq_init(&q, NOW, &back, &ours);
	tn_tcb_init(tcb, &tn_config_rfc, stats, NOW);
	tn_tcb_path(tcb, 1500, 0);
	tcb->rcv.buf = 65535;
	tn_synq_spawn(&q, tcb, NOW);
	tn_arrive(tcb, NOW, &ack, &v);
	KUNIT_EXPECT_EQ(test, tcb->state, TN_ESTABLISHED);
	KUNIT_EXPECT_EQ(test, tcb->snd.mss, 1460);
	KUNIT_EXPECT_EQ(test, tcb->snd.wnd, 77);
	KUNIT_EXPECT_EQ(test, tcb->rtt.srtt, 0);
	KUNIT_EXPECT_EQ(test, tcb->rtt.rto, tn_sec(1));
	KUNIT_EXPECT_EQ(test, tcb->cc.out.cwnd, 14600);
}

static struct kunit_case syncookie_cases[] = {
	KUNIT_CASE(make__layout),
	KUNIT_CASE(check__until_two_minutes),
	KUNIT_CASE(check__forged),
	KUNIT_CASE(mss__rounded_down),
	KUNIT_CASE(options__in_the_timestamp),
	KUNIT_CASE(options__without_timestamp),
	KUNIT_CASE(connection__from_a_cookie),
	{}
};

static struct kunit_suite syncookie_suite = {
	.name = "tcp_syncookie",
	.test_cases = syncookie_cases,
};

kunit_test_suite(syncookie_suite);
