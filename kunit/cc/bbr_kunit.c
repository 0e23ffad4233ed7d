// SPDX-License-Identifier: GPL-2.0
/*
 * cc/cc_bbr.c: BBR's states along a path (cc/path.c), their order, gains and durations
 * (draft-ietf-ccwg-bbr 5.3, 5.4). bbr_model_kunit.c has the estimates.
 */
#include "cc/bbr_path.h"

#define LONG	tn_sec(60)

static void init__what_a_connection_begins_with(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);

	KUNIT_EXPECT_PTR_EQ(test, tn_cc_find("bbr"), &tn_cc_bbr);
	KUNIT_EXPECT_LE(test, tn_cc_bbr.priv_size, TANDEM_CC_PRIV_SIZE);
	KUNIT_EXPECT_EQ(test, tn_cc_bbr.flags,
			TANDEM_CC_OWN_WINDOW | TANDEM_CC_NEEDS_PACING |
			TANDEM_CC_RESTARTS);
	KUNIT_EXPECT_EQ(test, bbr_of(path)->state, TN_BBR_STARTUP);
	KUNIT_EXPECT_EQ(test, path->out.cwnd, 10 * PATH_MSS);
	/* 5.6.2: 2.77 * InitialCwnd / 1 ms, then / SRTT */
	KUNIT_EXPECT_EQ(test, path->out.pacing_rate, 27700000);
	while (!path->delivered)
		path_step(path);
	expect_near(test, path->out.pacing_rate, 27700000 / 40, 3);
}

/* 5.3.1: twice the rate each round, found in log2(BDP) rounds; left after three flat ones */
static void startup__until_the_rate_is_flat(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);
	u32 full = 0;

	while (path_step(path) && bbr->state == TN_BBR_STARTUP) {
		KUNIT_ASSERT_GE(test, path->out.pacing_rate, bbr->bw * 274 / 100);
		if (!full && tn_bbr_max_bw(bbr) * 125 > MBPS10 * 100)
			full = bbr->round_count;
	}
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_DRAIN);
	KUNIT_EXPECT_LE(test, full, 6);
	KUNIT_EXPECT_EQ(test, bbr->full_bw_count, 3);
	KUNIT_EXPECT_LE(test, bbr->round_count, full + 4);
	expect_near(test, tn_bbr_max_bw(bbr), MBPS10, 1);
	/* 5.3.1.1: the queue is at most about a BDP */
	KUNIT_EXPECT_LE(test, path->most_queue, BDP * 13 / 10);
	KUNIT_EXPECT_EQ(test, path->lost, 0);
	KUNIT_EXPECT_EQ(test, bbr->inflight_longterm, TN_BBR_NONE);
}

/* An application that sends 1 Mb/s does not end Startup, however long that is flat */
static void startup__not_by_an_application(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);

	path->app = PATH_MBPS(1);
	path_run(path, tn_sec(4));
	KUNIT_EXPECT_EQ(test, bbr_of(path)->state, TN_BBR_STARTUP);
	KUNIT_EXPECT_GT(test, bbr_of(path)->round_count, 50);
}

/* 5.3.1.3: six ranges, over 2 %, a round of recovery */
static void startup__ends_by_many_losses(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	while (bbr->round_count < 3)
		path_step(path);
	/* Every fourth packet of the next 40 */
	path->drop = 10;
	path->stride = 4;
	stay(test, path, tn_sec(1));
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_DRAIN);
	KUNIT_EXPECT_TRUE(test, bbr->full_bw_reached);
	KUNIT_EXPECT_FALSE(test, bbr->full_bw_now);
	KUNIT_EXPECT_NE(test, bbr->inflight_longterm, TN_BBR_NONE);
	KUNIT_EXPECT_GE(test, bbr->inflight_longterm, tn_bbr_model_bdp(bbr, bbr->bw, 100));
}

/* As many losses in one range are a burst, not a rate */
static void startup__not_by_one_burst(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	while (bbr->round_count < 3)
		path_step(path);
	path->drop = 10;
	until(test, path, TN_BBR_DRAIN, tn_sec(5));
	KUNIT_EXPECT_EQ(test, path->lost, 10 * PATH_MSS);
	KUNIT_EXPECT_TRUE(test, bbr->full_bw_now);
	KUNIT_EXPECT_EQ(test, bbr->inflight_longterm, TN_BBR_NONE);
}

/* Nor by five ranges */
static void startup__not_by_few_losses(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	while (bbr->round_count < 3)
		path_step(path);
	path->drop = 5;
	path->stride = 4;
	until(test, path, TN_BBR_DRAIN, tn_sec(5));
	KUNIT_EXPECT_TRUE(test, bbr->full_bw_now);
}

/* Nor by six ranges that are no more than is tolerated, here for noise */
static void startup__not_by_a_small_share(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	while (bbr->round_count < 3)
		path_step(path);
	bbr->noise = TN_BBR_NOISE_THRESH * TN_BBR_NOISE_UNIT;
	path->drop = 6;
	path->stride = 4;
	until(test, path, TN_BBR_DRAIN, tn_sec(5));
	KUNIT_EXPECT_EQ(test, path->lost, 6 * PATH_MSS);
	KUNIT_EXPECT_TRUE(test, bbr->full_bw_now);
}

/* Nor by what a timeout takes for lost: that is no round of a fast recovery */
static void startup__not_after_a_timeout(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	while (bbr->round_count < 3)
		path_step(path);
	path->timeout = true;
	path->drop = 10;
	path->stride = 4;
	until(test, path, TN_BBR_DRAIN, tn_sec(5));
	KUNIT_EXPECT_TRUE(test, bbr->full_bw_now);
}

/* Without SACK, the first loss of a recovery says it */
static void startup__ends_without_sack(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	path->nosack = true;
	while (bbr->round_count < 3)
		path_step(path);
	path->drop = 1;
	stay(test, path, tn_sec(1));
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_DRAIN);
	KUNIT_EXPECT_EQ(test, path->lost, PATH_MSS);
	KUNIT_EXPECT_FALSE(test, bbr->full_bw_now);
}

/* 5.3.2: at half the rate, until a BDP is in flight */
static void drain__until_the_queue_is_gone(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);
	tn_time_t span;

	until(test, path, TN_BBR_DRAIN, tn_sec(2));
	expect_near(test, path->out.pacing_rate, MBPS10 / 2, 2);
	span = stay(test, path, tn_sec(1));
	KUNIT_EXPECT_LE(test, path->inflight, BDP + 2 * PATH_MSS);
	/* A queue of one BDP at half the rate: two round trips */
	expect_near(test, span, 2 * RTT, 25);
	KUNIT_EXPECT_GE(test, bbr->state, TN_BBR_DOWN);
}

/* Nothing drains when the path has become slower; three rounds are enough */
static void drain__three_rounds_at_most(struct kunit *test)
{
	struct path *path = bbr_path(test, 50 * BDP);
	struct tn_bbr *bbr = bbr_of(path);
	u32 round;

	while (bbr->full_bw_count < 2)
		path_step(path);
	path->rate = MBPS10 / 8;
	until(test, path, TN_BBR_DRAIN, tn_sec(2));
	round = bbr->round_count;
	stay(test, path, tn_sec(5));
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_DOWN);
	KUNIT_EXPECT_EQ(test, bbr->round_count, round + 4);
}

/* 5.3.3: the cycle, with its gains, and the time between two probes */
static void cycle__states_gains_and_times(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);
	tn_time_t refill, up, wait;
	u32 round;

	until(test, path, TN_BBR_REFILL, tn_sec(5));
	expect_near(test, path->out.pacing_rate, MBPS10 * 99 / 100, 1);
	refill = stay(test, path, tn_sec(1));
	expect_near(test, refill, RTT, 5);

	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_UP);
	expect_near(test, path->out.pacing_rate, MBPS10 * 125 / 100 * 99 / 100, 1);
	round = bbr->round_count;
	path->most_queue = 0;
	up = stay(test, path, tn_sec(1));
	/* Three rounds show no more than before */
	KUNIT_EXPECT_EQ(test, bbr->round_count, round + 3);
	KUNIT_EXPECT_LE(test, up, 4 * RTT);
	KUNIT_EXPECT_LE(test, path->most_queue, BDP * 13 / 10);
	KUNIT_EXPECT_FALSE(test, bbr->prev_probe_too_high);

	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_DOWN);
	expect_near(test, path->out.pacing_rate, MBPS10 * 90 / 100 * 99 / 100, 1);
	wait = stay(test, path, tn_sec(2));
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_CRUISE);
	KUNIT_EXPECT_LE(test, path->inflight, BDP + 2 * PATH_MSS);
	expect_near(test, path->out.pacing_rate, MBPS10 * 99 / 100, 1);

	wait += stay(test, path, tn_sec(4));
	KUNIT_EXPECT_TRUE(test, bbr->state == TN_BBR_REFILL || bbr->state == TN_BBR_PROBE_RTT);
	KUNIT_EXPECT_LE(test, wait, tn_sec(3));
	KUNIT_EXPECT_EQ(test, path->lost, 0);
}

/* 5.3.3.8: 2 to 3 s and a round more or less, by the connection's numbers */
static void wait__two_to_three_seconds(struct kunit *test)
{
	u32 early = 0, late = 0, n;
	u64 last = 0;

	for (n = 0; n < 60; n++) {
		struct path *path = path_new(test, &tn_cc_bbr, MBPS10, tn_ms(10), BDP);
		struct tn_bbr *bbr = bbr_of(path);

		path->iss = n * 2654435769u;
		while (!bbr->cycle_at)
			path_step(path);
		KUNIT_ASSERT_GE(test, bbr->probe_wait, tn_sec(2));
		KUNIT_ASSERT_LE(test, bbr->probe_wait, tn_sec(3));
		KUNIT_ASSERT_NE(test, bbr->probe_wait, last);
		KUNIT_ASSERT_LE(test, bbr->rounds_since_probe, 1);
		early += bbr->probe_wait < tn_ms(2500);
		late += bbr->rounds_since_probe;
		last = bbr->probe_wait;
	}
	KUNIT_EXPECT_GE(test, early, 15);
	KUNIT_EXPECT_LE(test, early, 45);
	KUNIT_EXPECT_GE(test, late, 15);
	KUNIT_EXPECT_LE(test, late, 45);
}

/* Rounds from the end of a probe to the begin of the next one */
static u32 rounds_between(struct kunit *test, struct path *path)
{
	u32 round;

	until(test, path, TN_BBR_UP, LONG);
	stay(test, path, LONG);
	round = bbr_of(path)->round_count;
	until(test, path, TN_BBR_REFILL, LONG);
	return bbr_of(path)->round_count - round;
}

/* 5.3.3.8: no longer than Reno needs to fill the pipe, and 63 rounds at most */
static void wait__coexistence_with_reno(struct kunit *test)
{
	struct path *path = path_new(test, &tn_cc_bbr, PATH_MBPS(4), RTT, 5 * BDP);
	u32 rounds = rounds_between(test, path);

	KUNIT_EXPECT_GE(test, rounds, 18);
	KUNIT_EXPECT_LE(test, rounds, 21);
	path = path_new(test, &tn_cc_bbr, PATH_MBPS(100), tn_ms(10), 5 * 125000);
	rounds = rounds_between(test, path);
	KUNIT_EXPECT_GE(test, rounds, 62);
	KUNIT_EXPECT_LE(test, rounds, 64);
	/* 2 to 3 s are less than 63 rounds of 200 ms */
	path = path_new(test, &tn_cc_bbr, PATH_MBPS(10), tn_ms(200), 5 * 250000);
	rounds = rounds_between(test, path);
	KUNIT_EXPECT_GE(test, rounds, 9);
	KUNIT_EXPECT_LE(test, rounds, 16);
}

/*
 * 5.3.3.5, 5.5.10.2: a queue of a fifth of a BDP. What was in flight when it began to
 * lose over 2 % is the bound; CRUISE stays 15 % below.
 */
static void up__ends_by_losses(struct kunit *test)
{
	struct path *path = bbr_path(test, BDP / 5);
	struct tn_bbr *bbr = bbr_of(path);

	while (!bbr->prev_probe_too_high && path->now < tn_sec(1060))
		path_step(path);
	KUNIT_EXPECT_TRUE(test, bbr->prev_probe_too_high);
	KUNIT_EXPECT_FALSE(test, bbr->probe_samples);
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_DOWN);
	expect_near(test, bbr->inflight_longterm, BDP * 12 / 10, 10);
	until(test, path, TN_BBR_CRUISE, tn_sec(2));
	KUNIT_EXPECT_LE(test, path->inflight, tn_bbr_model_headroom(bbr));
	while (bbr->state == TN_BBR_CRUISE) {
		KUNIT_ASSERT_LE(test, path->out.cwnd, tn_bbr_model_headroom(bbr));
		path_step(path);
	}
}

/*
 * 5.3.3.6: after a probe that lost, the next one stops at the bound. If that was safe,
 * another follows at once and goes beyond; if not, a CRUISE comes first.
 */
static void up__precaution(struct kunit *test)
{
	struct path *path = bbr_path(test, BDP / 5);
	struct tn_bbr *bbr = bbr_of(path);
	u32 bound;

	while (!bbr->prev_probe_too_high)
		path_step(path);
	bound = bbr->inflight_longterm;
	/* The queue is longer now, and no ProbeRTT comes between */
	path->queue = 4 * BDP;
	bbr->probe_rtt_min_at = path->now;
	until(test, path, TN_BBR_UP, tn_sec(4));
	stay(test, path, tn_sec(1));
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_DOWN);
	KUNIT_EXPECT_TRUE(test, bbr->prev_probe_precautionary);
	KUNIT_EXPECT_FALSE(test, bbr->full_bw_now);
	KUNIT_EXPECT_GE(test, path->inflight + 2 * PATH_MSS, bound);

	until(test, path, TN_BBR_REFILL, 3 * RTT);
	KUNIT_EXPECT_FALSE(test, bbr->prev_probe_precautionary);
	until(test, path, TN_BBR_UP, 3 * RTT);
	stay(test, path, tn_sec(2));
	KUNIT_EXPECT_FALSE(test, bbr->prev_probe_precautionary);
	KUNIT_EXPECT_GT(test, bbr->inflight_longterm, bound);
}

/* 5.3.3.1: DOWN lasts until there is room below the long term bound */
static void down__until_there_is_headroom(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);
	tn_time_t end;

	until(test, path, TN_BBR_UP, tn_sec(5));
	until(test, path, TN_BBR_DOWN, tn_sec(5));
	for (end = path->now + 20 * RTT; path->now < end; path_step(path))
		bbr->inflight_longterm = BDP * 8 / 10;
	KUNIT_EXPECT_LT(test, path->inflight, BDP);
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_DOWN);
	bbr->inflight_longterm = BDP * 14 / 10;
	path_run(path, RTT);
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_CRUISE);
}

/* 5.3.3.5: a bound that holds the flow down is raised by 1, 2, 4, .. segments a round */
static void up__raises_the_bound_exponentially(struct kunit *test)
{
	struct path *path = bbr_path(test, 20 * BDP);
	struct tn_bbr *bbr = bbr_of(path);
	u32 bound, round;

	until(test, path, TN_BBR_REFILL, tn_sec(5));
	bbr->inflight_longterm = BDP / 2;
	until(test, path, TN_BBR_UP, tn_sec(1));
	/* Something of before REFILL was more in flight, which is known to be safe */
	bound = bbr->inflight_longterm;
	round = bbr->round_count;
	while (bbr->state == TN_BBR_UP && bbr->round_count < round + 6)
		path_step(path);
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_UP);
	KUNIT_EXPECT_GE(test, bbr->inflight_longterm, bound + 20 * PATH_MSS);
	KUNIT_EXPECT_LE(test, bbr->inflight_longterm, bound + 70 * PATH_MSS);
}

/* Ten times the rate: found within a few cycles */
static void cycle__finds_a_faster_path(struct kunit *test)
{
	struct path *path = bbr_path(test, 20 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	until(test, path, TN_BBR_CRUISE, tn_sec(2));
	path->rate = PATH_MBPS(100);
	path_run(path, tn_sec(12));
	expect_near(test, tn_bbr_max_bw(bbr), PATH_MBPS(100), 2);
}

/* A third of the rate: after two cycles the old one is forgotten */
static void cycle__follows_a_slower_path(struct kunit *test)
{
	struct path *path = bbr_path(test, 10 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	until(test, path, TN_BBR_UP, tn_sec(5));
	until(test, path, TN_BBR_CRUISE, tn_sec(5));
	path->rate = PATH_MBPS(3);
	until(test, path, TN_BBR_UP, LONG);
	KUNIT_EXPECT_GT(test, tn_bbr_max_bw(bbr), PATH_MBPS(9));
	until(test, path, TN_BBR_DOWN, LONG);
	until(test, path, TN_BBR_UP, LONG);
	until(test, path, TN_BBR_DOWN, LONG);
	until(test, path, TN_BBR_CRUISE, LONG);
	KUNIT_EXPECT_LT(test, tn_bbr_max_bw(bbr), PATH_MBPS(4));
}

/* 5.3.4: every 5 s, half a BDP for a round and 200 ms, and back to CRUISE */
static void probe_rtt__when_no_rtt_is_smaller(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);
	tn_time_t last, begin;
	u32 cwnd, n;

	until(test, path, TN_BBR_PROBE_RTT, tn_sec(6));
	for (n = 0; n < 4; n++) {
		begin = path->now;
		cwnd = bbr->prior_cwnd;
		while (!bbr->probe_rtt_done)
			path_step(path);
		KUNIT_EXPECT_LE(test, path->inflight, BDP * 52 / 100);
		KUNIT_EXPECT_LE(test, path->now - begin, 2 * RTT);
		last = path->now;
		stay(test, path, tn_sec(1));
		KUNIT_EXPECT_GT(test, path->now - last, tn_ms(200));
		KUNIT_EXPECT_LE(test, path->now - last, tn_ms(200) + RTT);
		KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_CRUISE);
		KUNIT_EXPECT_GE(test, path->out.cwnd + PATH_MSS, min(cwnd, 2 * BDP));
		expect_near(test, bbr->min_rtt, RTT, 3);
		last = path->now;
		until(test, path, TN_BBR_PROBE_RTT, tn_sec(6));
		expect_near(test, path->now - last, tn_sec(5), 2);
	}
	/* Its low rates were not taken for the path's */
	expect_near(test, tn_bbr_max_bw(bbr), MBPS10, 1);
}

/* A round, where that is longer than 200 ms */
static void probe_rtt__a_round_at_least(struct kunit *test)
{
	struct path *path = path_new(test, &tn_cc_bbr, MBPS10, tn_ms(800), 5000000);
	struct tn_bbr *bbr = bbr_of(path);
	tn_time_t begin;

	until(test, path, TN_BBR_PROBE_RTT, tn_sec(30));
	while (!bbr->probe_rtt_done)
		path_step(path);
	begin = path->now;
	stay(test, path, tn_sec(2));
	KUNIT_EXPECT_GE(test, path->now - begin, tn_ms(800));
}

/* A longer path is believed after 10 s, which two ProbeRTTs have found so */
static void probe_rtt__a_longer_path(struct kunit *test)
{
	struct path *path = bbr_path(test, 10 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	until(test, path, TN_BBR_CRUISE, tn_sec(2));
	path->rtt = 2 * RTT;
	path_run(path, tn_sec(4));
	expect_near(test, bbr->min_rtt, RTT, 3);
	path_run(path, tn_sec(12));
	expect_near(test, bbr->min_rtt, 2 * RTT, 3);
	path->rtt = RTT;
	path_run(path, tn_sec(6));
	expect_near(test, bbr->min_rtt, RTT, 3);
}

/* 5.3.4.4: not before the pipe was full once: back to Startup */
static void probe_rtt__from_startup(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);

	path->app = PATH_MBPS(1);
	until(test, path, TN_BBR_PROBE_RTT, tn_sec(6));
	stay(test, path, tn_sec(1));
	KUNIT_EXPECT_EQ(test, bbr_of(path)->state, TN_BBR_STARTUP);
}

/* 5.4.1: a pause of 6 s drains the queue as well; then the rate of before, at once */
static void idle__restart_at_the_rate_of_before(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);
	u32 cwnd;

	until(test, path, TN_BBR_CRUISE, tn_sec(2));
	path_run(path, tn_ms(200));
	cwnd = path->out.cwnd;
	path->pause = true;
	path_run(path, tn_sec(6));
	KUNIT_EXPECT_EQ(test, path->inflight, 0);
	/* RFC 5681's restart window is not for a sender that paces */
	path_signal(path, TANDEM_CC_IDLE);
	KUNIT_EXPECT_EQ(test, path->out.cwnd, cwnd);

	path->pause = false;
	path->out.pacing_rate = 1;
	path->send_at = 0;
	path_step(path);
	KUNIT_EXPECT_TRUE(test, bbr->idle_restart);
	expect_near(test, path->out.pacing_rate, MBPS10 * 99 / 100, 1);
	path->send_at = path->now;
	while (bbr->idle_restart)
		path_step(path);
	KUNIT_EXPECT_NE(test, bbr->state, TN_BBR_PROBE_RTT);
	path_run(path, tn_sec(1));
	expect_near(test, path->out.cwnd, cwnd, 10);
	KUNIT_EXPECT_EQ(test, path->lost, 0);
}

/* 5.4.1: a pause in ProbeRTT may end it */
static void idle__ends_probe_rtt(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	until(test, path, TN_BBR_PROBE_RTT, tn_sec(6));
	while (!bbr->probe_rtt_done)
		path_step(path);
	path->pause = true;
	path_run(path, tn_sec(1));
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_PROBE_RTT);
	path->pause = false;
	path_step(path);
	KUNIT_EXPECT_EQ(test, bbr->state, TN_BBR_CRUISE);
	KUNIT_EXPECT_GE(test, path->out.cwnd, 2 * BDP);
}

/* An application that sends a tenth for a minute does not make the path forgotten */
static void app_limited__keeps_the_estimate(struct kunit *test)
{
	struct path *path = bbr_path(test, 5 * BDP);
	struct tn_bbr *bbr = bbr_of(path);

	until(test, path, TN_BBR_CRUISE, tn_sec(2));
	path->app = MBPS10 / 10;
	path->write_at = path->now;
	path->written = 0;
	path_run(path, tn_sec(60));
	expect_near(test, tn_bbr_max_bw(bbr), MBPS10, 1);
	KUNIT_EXPECT_GE(test, path->out.cwnd, BDP);
	KUNIT_EXPECT_GE(test, path->out.pacing_rate, MBPS10 * 88 / 100);
}

/* The same numbers give the same run */
static void run__can_be_repeated(struct kunit *test)
{
	struct path *one = bbr_path(test, BDP), *two = bbr_path(test, BDP);

	one->loss = 100;
	two->loss = 100;
	path_run(one, tn_sec(10));
	path_run(two, tn_sec(10));
	KUNIT_EXPECT_EQ(test, one->delivered, two->delivered);
	KUNIT_EXPECT_EQ(test, memcmp(one->priv, two->priv, sizeof(struct tn_bbr)), 0);
}

static struct kunit_case bbr_cases[] = {
	KUNIT_CASE(init__what_a_connection_begins_with),
	KUNIT_CASE(startup__until_the_rate_is_flat),
	KUNIT_CASE(startup__not_by_an_application),
	KUNIT_CASE(startup__ends_by_many_losses),
	KUNIT_CASE(startup__not_by_one_burst),
	KUNIT_CASE(startup__not_by_few_losses),
	KUNIT_CASE(startup__not_by_a_small_share),
	KUNIT_CASE(startup__not_after_a_timeout),
	KUNIT_CASE(startup__ends_without_sack),
	KUNIT_CASE(drain__until_the_queue_is_gone),
	KUNIT_CASE(drain__three_rounds_at_most),
	KUNIT_CASE(cycle__states_gains_and_times),
	KUNIT_CASE(cycle__finds_a_faster_path),
	KUNIT_CASE(cycle__follows_a_slower_path),
	KUNIT_CASE(wait__two_to_three_seconds),
	KUNIT_CASE(wait__coexistence_with_reno),
	KUNIT_CASE(up__ends_by_losses),
	KUNIT_CASE(up__precaution),
	KUNIT_CASE(up__raises_the_bound_exponentially),
	KUNIT_CASE(down__until_there_is_headroom),
	KUNIT_CASE(probe_rtt__when_no_rtt_is_smaller),
	KUNIT_CASE(probe_rtt__a_round_at_least),
	KUNIT_CASE(probe_rtt__a_longer_path),
	KUNIT_CASE(probe_rtt__from_startup),
	KUNIT_CASE(idle__restart_at_the_rate_of_before),
	KUNIT_CASE(idle__ends_probe_rtt),
	KUNIT_CASE(app_limited__keeps_the_estimate),
	KUNIT_CASE(run__can_be_repeated),
	{}
};

static struct kunit_suite bbr_suite = {
	.name = "cc_bbr",
	.test_cases = bbr_cases,
};

kunit_test_suite(bbr_suite);
