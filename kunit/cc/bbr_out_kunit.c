// SPDX-License-Identifier: GPL-2.0
/*
 * cc/bbr_out.c: window, rate and burst from the model (draft-ietf-ccwg-bbr 5.6).
 */
#include <net/tandem_cc_info.h>

#include "cc/bbr_out.h"
#include "cc/bbr_model.h"
#include "cc/path.h"

#define GBIT	125000000ULL

/* 10 Mb/s, 40 ms: a BDP of 50 packets */
static struct tn_bbr bbr_new(enum tn_bbr_state state)
{
	struct tn_bbr bbr = {
		.state = state,
		.mss = PATH_MSS,
		.bw = PATH_MBPS(10),
		.full_bw_reached = state != TN_BBR_STARTUP,
	};

	tn_bbr_model_init(&bbr, 10 * PATH_MSS);
	bbr.min_rtt = tn_ms(40);
	return bbr;
}

static struct tandem_cc_out update(const struct tn_bbr *bbr, u32 cwnd, u32 acked)
{
	struct tandem_cc_out out = { .cwnd = cwnd };
	struct tandem_cc_ack ack = {
		.mss = bbr->mss,
		.acked = acked,
		.delivered = 1000000,
	};

	tn_bbr_out_update(bbr, &ack, &out);
	return out;
}

/* The table of 5.6.1; 3 quanta are less than that here */
static void update__gains_by_state(struct kunit *test)
{
	static const struct {
		enum tn_bbr_state state;
		u32 pacing;
		u32 cwnd;
	} gain[] = {
		{ TN_BBR_DRAIN,      50, 100000 },
		{ TN_BBR_DOWN,       90, 100000 },
		{ TN_BBR_CRUISE,    100, 100000 },
		{ TN_BBR_REFILL,    100, 100000 },
		/* 2.25, and two segments more */
		{ TN_BBR_UP,        125, 114500 },
		{ TN_BBR_PROBE_RTT, 100,  25000 },
	};
	struct tn_bbr bbr;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(gain); i++) {
		bbr = bbr_new(gain[i].state);
		KUNIT_EXPECT_EQ(test, update(&bbr, 200000, 1000).pacing_rate,
				PATH_MBPS(10) * 99 * gain[i].pacing / 10000);
		KUNIT_EXPECT_EQ(test, update(&bbr, 200000, 1000).cwnd, gain[i].cwnd);
	}
	/* Startup: by what was acknowledged up to twice the BDP, and never down */
	bbr = bbr_new(TN_BBR_STARTUP);
	KUNIT_EXPECT_EQ(test, update(&bbr, 50000, 1000).cwnd, 51000);
	KUNIT_EXPECT_EQ(test, update(&bbr, 100000, 1000).cwnd, 100000);
	KUNIT_EXPECT_EQ(test, update(&bbr, 200000, 1000).cwnd, 200000);
	KUNIT_EXPECT_EQ(test, update(&bbr, 200000, 1000).pacing_rate, 3427875);
	/* Of less than an initial window, nothing can be concluded */
	bbr.initial_cwnd = 1000001;
	KUNIT_EXPECT_EQ(test, update(&bbr, 200000, 1000).cwnd, 201000);
}

/* 5.6.4.6: up by what was acknowledged, down at once; extra_acked on top */
static void update__window(struct kunit *test)
{
	struct tn_bbr bbr = bbr_new(TN_BBR_CRUISE);

	KUNIT_EXPECT_EQ(test, update(&bbr, 20000, 3000).cwnd, 23000);
	tn_winmax_update(&bbr.extra_acked, 10, 1, 7000);
	KUNIT_EXPECT_EQ(test, update(&bbr, 200000, 3000).cwnd, 107000);
	/* 5.6.4.3: four segments */
	bbr.bw = 1250;
	KUNIT_EXPECT_EQ(test, update(&bbr, 100, 0).cwnd, 4000);
	bbr.state = TN_BBR_PROBE_RTT;
	KUNIT_EXPECT_EQ(test, update(&bbr, 20000, 0).cwnd, 4000);
}

/* 5.6.4.7, the last column of 5.6.1 */
static void update__bounds(struct kunit *test)
{
	struct tn_bbr bbr = bbr_new(TN_BBR_CRUISE);
	enum tn_bbr_state state;

	bbr.inflight_longterm = 60000;
	for (state = TN_BBR_DOWN; state <= TN_BBR_UP; state++) {
		bbr.state = state;
		KUNIT_EXPECT_EQ(test, update(&bbr, 80000, 0).cwnd,
				state == TN_BBR_CRUISE ? 51000 : 60000);
	}
	bbr.state = TN_BBR_PROBE_RTT;
	bbr.inflight_longterm = 20000;
	KUNIT_EXPECT_EQ(test, update(&bbr, 80000, 0).cwnd, 17000);
	bbr.inflight_longterm = 1000;
	bbr.state = TN_BBR_CRUISE;
	KUNIT_EXPECT_EQ(test, update(&bbr, 80000, 0).cwnd, 4000);
	bbr.inflight_longterm = TN_BBR_NONE;
	bbr.inflight_shortterm = 30000;
	KUNIT_EXPECT_EQ(test, update(&bbr, 80000, 0).cwnd, 30000);
}

/* 5.6.3: 1 ms, between two segments and 64 KB; 5.5.8: three of them fit into the window */
static void update__burst(struct kunit *test)
{
	struct tn_bbr bbr = bbr_new(TN_BBR_CRUISE);

	bbr.min_rtt = tn_us(10);
	bbr.bw = 1250;
	KUNIT_EXPECT_EQ(test, update(&bbr, 10000, 0).burst, 2000);
	bbr.bw = 10000000;
	KUNIT_EXPECT_EQ(test, update(&bbr, 10000, 0).burst, 9900);
	KUNIT_EXPECT_EQ(test, update(&bbr, 100000, 0).cwnd, 29700);
	bbr.bw = 400 * GBIT;
	KUNIT_EXPECT_EQ(test, update(&bbr, 10000, 0).burst, 65536);
	KUNIT_EXPECT_EQ(test, update(&bbr, 10000000, 0).cwnd, 1000000);
}

/* 400 Gb/s and 10 s: the largest window of RFC 7323, and no overflow on the way */
static void update__largest(struct kunit *test)
{
	struct tn_bbr bbr = bbr_new(TN_BBR_UP);

	bbr.bw = 400 * GBIT;
	bbr.min_rtt = tn_sec(10);
	tn_winmax_update(&bbr.extra_acked, 10, 1, U32_MAX);
	KUNIT_EXPECT_EQ(test, update(&bbr, U32_MAX, U32_MAX).cwnd, TN_BBR_CWND_MAX);
	KUNIT_EXPECT_EQ(test, update(&bbr, 1000, 1000).pacing_rate,
			400 * GBIT * 125 * 99 / 10000);
	bbr.bw = TN_BBR_BW_MAX;
	bbr.state = TN_BBR_STARTUP;
	KUNIT_EXPECT_EQ(test, update(&bbr, 1000, 1000).pacing_rate,
			TN_BBR_BW_MAX * 277 * 99 / 10000);
}

/* 5.6.2: before the pipe was full, only upward; never to nothing */
static void pace__only_upward_at_first(struct kunit *test)
{
	struct tn_bbr bbr = bbr_new(TN_BBR_STARTUP);
	struct tandem_cc_out out = { .pacing_rate = 5000000 };

	tn_bbr_out_pace(&bbr, 277, &out);
	KUNIT_EXPECT_EQ(test, out.pacing_rate, 5000000);
	bbr.full_bw_reached = true;
	tn_bbr_out_pace(&bbr, 277, &out);
	KUNIT_EXPECT_EQ(test, out.pacing_rate, 3427875);
	bbr.bw = 0;
	tn_bbr_out_pace(&bbr, 277, &out);
	KUNIT_EXPECT_EQ(test, out.pacing_rate, 3427875);
}

/* What TCP_CC_INFO says */
static void info__of_the_model(struct kunit *test)
{
	struct tn_bbr bbr = bbr_new(TN_BBR_UP);
	struct tandem_cc_info info = {};

	tn_cc_bbr.info(&bbr, &info);
	KUNIT_EXPECT_EQ(test, info.kind, TANDEM_CC_KIND_BBR);
	KUNIT_EXPECT_EQ(test, info.bw, PATH_MBPS(10));
	KUNIT_EXPECT_EQ(test, info.min_rtt_ns, tn_ms(40));
	KUNIT_EXPECT_EQ(test, info.pacing_gain, 125);
	KUNIT_EXPECT_EQ(test, info.cwnd_gain, 225);
}

static struct kunit_case bbr_out_cases[] = {
	KUNIT_CASE(update__gains_by_state),
	KUNIT_CASE(update__window),
	KUNIT_CASE(update__bounds),
	KUNIT_CASE(update__burst),
	KUNIT_CASE(update__largest),
	KUNIT_CASE(pace__only_upward_at_first),
	KUNIT_CASE(info__of_the_model),
	{}
};

static struct kunit_suite bbr_out_suite = {
	.name = "cc_bbr_out",
	.test_cases = bbr_out_cases,
};

kunit_test_suite(bbr_out_suite);
