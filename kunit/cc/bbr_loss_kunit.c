// SPDX-License-Identifier: GPL-2.0
/*
 * cc/cc_bbr.c: what BBR answers to losses and marks, timeouts and their undoing
 * (draft-ietf-ccwg-bbr 3.6, 5.5.10, 5.5.11, 5.6.4.4).
 */
#include "cc/bbr_path.h"

/* 5.6.4.4: one segment after a timeout; the window of before, bounded by the model */
static void recovery__timeout(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);
	u32 cwnd;

	until(test, path, TN_BBR_CRUISE, tn_sec(2));
	path_run(path, tn_ms(300));
	cwnd = path->out.cwnd;
	path->drop = 1000;
	while (!path->timeout)
		path_step(path);
	path->drop = 0;
	KUNIT_EXPECT_EQ(test, path->out.cwnd, PATH_MSS);
	KUNIT_EXPECT_TRUE(test, bbr->in_recovery);
	KUNIT_EXPECT_EQ(test, bbr->prior_cwnd, cwnd);
	while (path->recovering)
		path_step(path);
	KUNIT_EXPECT_FALSE(test, bbr->in_recovery);
	KUNIT_EXPECT_GE(test, path->out.cwnd, 4 * PATH_MSS);
	KUNIT_EXPECT_LE(test, path->out.cwnd, cwnd);
	path_run(path, tn_sec(4));
	expect_near(test, path->out.cwnd, cwnd, 10);
}

/* 5.5.11: it was none; bounds and window of before */
static void undo__in_cruise(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);
	u32 cwnd;

	until(test, path, TN_BBR_CRUISE, tn_sec(2));
	/* A queue, so that it is no noise */
	path->rtt += RTT * 13 / 100;
	path_run(path, tn_ms(300));
	cwnd = path->out.cwnd;
	path->drop = 20;
	while (bbr->bw_shortterm == TN_BBR_NO_BW)
		path_step(path);
	KUNIT_EXPECT_TRUE(test, bbr->in_recovery);
	KUNIT_EXPECT_LT(test, bbr->inflight_shortterm, cwnd);
	path_undo(path);
	KUNIT_EXPECT_EQ(test, bbr->bw_shortterm, TN_BBR_NO_BW);
	KUNIT_EXPECT_EQ(test, bbr->inflight_shortterm, TN_BBR_NONE);
	KUNIT_EXPECT_FALSE(test, bbr->in_recovery);
	KUNIT_EXPECT_FALSE(test, bbr->loss_in_round);
	KUNIT_EXPECT_GE(test, path->out.cwnd, cwnd);
	/* What no recovery precedes is none of ours */
	path->out.cwnd = 5000;
	path_undo(path);
	KUNIT_EXPECT_EQ(test, path->out.cwnd, 5000);
}

/* 5.5.11: so it is when that shows late; the window is the model's again already */
static void undo__after_the_end(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	until(test, path, TN_BBR_CRUISE, tn_sec(2));
	/* A queue, so that it is no noise */
	path->rtt += RTT * 13 / 100;
	path_run(path, tn_ms(300));
	path->drop = 20;
	while (bbr->bw_shortterm == TN_BBR_NO_BW)
		path_step(path);
	path_signal(path, TANDEM_CC_RECOVERED);
	KUNIT_EXPECT_FALSE(test, bbr->in_recovery);
	KUNIT_EXPECT_NE(test, bbr->bw_shortterm, TN_BBR_NO_BW);
	path_undo(path);
	KUNIT_EXPECT_EQ(test, bbr->bw_shortterm, TN_BBR_NO_BW);
	KUNIT_EXPECT_EQ(test, bbr->inflight_shortterm, TN_BBR_NONE);
}

static void undo__back_to_startup(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	while (bbr->round_count < 3)
		path_step(path);
	path->drop = 10;
	path->stride = 4;
	stay(test, path, tn_sec(1));
	path_undo(path);
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_STARTUP);
	KUNIT_EXPECT_EQ(test, bbr->inflight_longterm, TN_BBR_NONE);
	path_run(path, 2 * RTT);
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_STARTUP);
	until(test, path, TN_BBR_DRAIN, tn_sec(2));
	KUNIT_EXPECT_TRUE(test, bbr->full_bw_now);
}

static void undo__back_to_up(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	until(test, path, TN_BBR_UP, tn_sec(6));
	path->drop = 10;
	path->stride = 3;
	stay(test, path, tn_sec(1));
	KUNIT_EXPECT_TRUE(test, bbr->prev_probe_too_high);
	KUNIT_EXPECT_NE(test, bbr->inflight_longterm, TN_BBR_NONE);
	path_undo(path);
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_UP);
	KUNIT_EXPECT_EQ(test, bbr->inflight_longterm, TN_BBR_NONE);
}

static void round_passes(struct path *path)
{
	u32 round = bbr_of(path)->round_count;

	while (bbr_of(path)->round_count == round)
		path_step(path);
}

/* 3.6: a mark outside of a probe: 30 % less in flight until the next one */
static void marks__in_cruise(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);
	u32 cwnd;

	until(test, path, TN_BBR_CRUISE, tn_sec(2));
	path_run(path, tn_ms(300));
	cwnd = path->out.cwnd;
	path_signal(path, TANDEM_CC_ECN);
	KUNIT_EXPECT_EQ(test, path->out.cwnd, cwnd);
	round_passes(path);
	KUNIT_EXPECT_EQ(test, path->out.cwnd, cwnd * 70 / 100);
	round_passes(path);
	KUNIT_EXPECT_EQ(test, path->out.cwnd, cwnd * 70 / 100);
	path_signal(path, TANDEM_CC_ECN);
	round_passes(path);
	expect_near(test, path->out.cwnd, cwnd * 49 / 100, 1);
	until(test, path, TN_BBR_REFILL, tn_sec(4));
	KUNIT_EXPECT_EQ(test, bbr->inflight_shortterm, TN_BBR_NONE);
}

/* In a probe: it was too much */
static void marks__in_up(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	until(test, path, TN_BBR_UP, tn_sec(6));
	path->mark = BDP / 10;
	path->most_queue = 0;
	stay(test, path, tn_sec(1));
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_DOWN);
	KUNIT_EXPECT_TRUE(test, bbr->prev_probe_too_high);
	KUNIT_EXPECT_LE(test, bbr->inflight_longterm, BDP * 15 / 10);
	KUNIT_EXPECT_LE(test, path->most_queue, BDP);
	KUNIT_EXPECT_EQ(test, path->lost, 0);
}

/* In Startup: two rounds of them */
static void marks__in_startup(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	path_signal(path, TANDEM_CC_ECN);
	while (bbr->round_count < 4)
		path_step(path);
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_STARTUP);
	path->mark = 1;
	until(test, path, TN_BBR_DRAIN, tn_sec(2));
	KUNIT_EXPECT_EQ(test, bbr->ecn_rounds, 2);
	KUNIT_EXPECT_FALSE(test, bbr->full_bw_now);
	KUNIT_EXPECT_NE(test, bbr->inflight_longterm, TN_BBR_NONE);
}

/* A path that marks at a tenth of a BDP is full all the same */
static void marks__path_stays_full(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	u64 before;

	path->mark = BDP / 10;
	path_run(path, tn_sec(5));
	before = path->delivered;
	path_run(path, tn_sec(20));
	KUNIT_EXPECT_GE(test, path->delivered - before, MBPS10 * 20 * 85 / 100);
	KUNIT_EXPECT_EQ(test, path->lost, 0);
}

/*
 * Noise: of a path of 100 ms that loses 1 %, 94 % are used; 90 % of one that loses 5 %.
 * It takes a queue as long as what UP makes of it; when that is full a little more is lost.
 */
static void noise__is_not_congestion(struct kunit *test)
{
	static const struct {
		u32 loss;
		u32 least;
	} path_of[] = { { 100, 94 }, { 20, 90 } };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(path_of); i++) {
		struct path *path = path_new(test, &tn_cc_bbr, MBPS10, tn_ms(100), 125000);

		path->loss = path_of[i].loss;
		path_run(path, tn_sec(60));
		KUNIT_EXPECT_GE(test, path->delivered, MBPS10 * 60 * path_of[i].least / 100);
		KUNIT_EXPECT_LE(test, path->lost,
				path->delivered * 13 / 10 / path_of[i].loss);
	}
}

/* What ten percent exceeds for some rounds is none, nor what comes with a queue */
static void noise__has_its_limits(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	until(test, path, TN_BBR_CRUISE, tn_sec(2));
	path_run(path, tn_ms(300));
	path->drop = 4;
	path_run(path, tn_ms(200));
	KUNIT_EXPECT_EQ(test, path->lost, 4 * PATH_MSS);
	KUNIT_EXPECT_EQ(test, bbr->bw_shortterm, TN_BBR_NO_BW);
	path->drop = 60;
	path->stride = 4;
	path_run(path, tn_ms(300));
	KUNIT_EXPECT_NE(test, bbr->bw_shortterm, TN_BBR_NO_BW);
	path->stride = 1;
	path_run(path, tn_sec(2));

	until(test, path, TN_BBR_UP, tn_sec(6));
	until(test, path, TN_BBR_CRUISE, tn_sec(6));
	/* A queue of 13 % that does not go away */
	path->rtt += RTT * 13 / 100;
	path_run(path, tn_ms(200));
	path->drop = 1;
	path_run(path, tn_ms(200));
	KUNIT_EXPECT_NE(test, bbr->bw_shortterm, TN_BBR_NO_BW);
}

/* A router with a queue too short to be seen: what it takes is found all the same */
static void noise__not_for_long_at_a_short_queue(struct kunit *test)
{
	struct path *path = path_new(test, &tn_cc_bbr, PATH_MBPS(100), tn_ms(40), 4000);
	u64 lost;

	path_run(path, tn_sec(10));
	KUNIT_EXPECT_LE(test, path->lost * 100, path->delivered * 6);
	path->rate /= 2;
	path_run(path, tn_sec(10));
	lost = path->lost;
	path_run(path, tn_sec(10));
	KUNIT_EXPECT_LE(test, (path->lost - lost) * 100, path->rate * 10 * 3);
}

static struct kunit_case bbr_loss_cases[] = {
	KUNIT_CASE(recovery__timeout),
	KUNIT_CASE(undo__in_cruise),
	KUNIT_CASE(undo__after_the_end),
	KUNIT_CASE(undo__back_to_startup),
	KUNIT_CASE(undo__back_to_up),
	KUNIT_CASE(marks__in_cruise),
	KUNIT_CASE(marks__in_up),
	KUNIT_CASE(marks__in_startup),
	KUNIT_CASE(marks__path_stays_full),
	KUNIT_CASE(noise__is_not_congestion),
	KUNIT_CASE(noise__has_its_limits),
	KUNIT_CASE(noise__not_for_long_at_a_short_queue),
	{}
};

static struct kunit_suite bbr_loss_suite = {
	.name = "cc_bbr_loss",
	.test_cases = bbr_loss_cases,
};

kunit_test_suite(bbr_loss_suite);
