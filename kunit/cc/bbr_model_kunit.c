// SPDX-License-Identifier: GPL-2.0
/*
 * cc/bbr_model.c: the estimates and bounds of BBR, by single ACKs and along a path.
 */
#include "cc/bbr_model.h"
#include "cc/path.h"

#define GBIT	125000000ULL

struct model {
	struct tn_bbr bbr;
	struct tandem_cc_ack ack;
	u32 cwnd;
};

static struct model model_new(void)
{
	struct model m = {
		.ack = { .now_ns = tn_sec(10), .mss = PATH_MSS, .sack = true },
		.cwnd = 100 * PATH_MSS,
	};

	m.bbr.mss = PATH_MSS;
	m.bbr.sack = true;
	tn_bbr_model_init(&m.bbr, 10 * PATH_MSS);
	tn_bbr_model_first(&m.bbr, &m.ack);
	return m;
}

/* An ACK, @after the last one, for @bytes that took @interval; a round each */
static struct tn_bbr_step model_ack(struct model *m, tn_time_t after, u64 bytes,
				    tn_time_t interval, bool app_limited)
{
	struct tn_bbr_step step = { .ack = &m->ack };

	m->ack.now_ns += after;
	m->ack.rate = (struct tandem_cc_rate) {
		.interval_ns = interval,
		.delivered = bytes,
		.prior_delivered = m->ack.delivered,
		.tx_inflight = m->cwnd,
		.app_limited = app_limited,
	};
	m->ack.delivered += bytes;
	m->ack.acked = bytes;
	tn_bbr_model_update(&m->bbr, &step, m->cwnd);
	tn_bbr_model_rtt(&m->bbr, &m->ack);
	tn_bbr_model_advance(&m->bbr, &step);
	return step;
}

/* 5.6.4.2: no product leaves 64 bits, no BDP 32; the least is exact */
static void bdp__from_10_kbit_to_400_gbit(struct kunit *test)
{
	struct model m = model_new();

	KUNIT_EXPECT_EQ(test, tn_bbr_model_bdp(&m.bbr, GBIT, 100), 10 * PATH_MSS);
	m.bbr.min_rtt = tn_us(10);
	KUNIT_EXPECT_EQ(test, tn_bbr_model_bdp(&m.bbr, 1250, 100), 0);
	KUNIT_EXPECT_EQ(test, tn_bbr_model_bdp(&m.bbr, 400 * GBIT, 100), 500000);
	KUNIT_EXPECT_EQ(test, tn_bbr_model_bdp(&m.bbr, 400 * GBIT, 225), 1125000);
	m.bbr.min_rtt = tn_sec(10);
	KUNIT_EXPECT_EQ(test, tn_bbr_model_bdp(&m.bbr, 1250, 100), 12500);
	KUNIT_EXPECT_EQ(test, tn_bbr_model_bdp(&m.bbr, 1250, 50), 6250);
	KUNIT_EXPECT_EQ(test, tn_bbr_model_bdp(&m.bbr, 400 * GBIT, 100), U32_MAX);
	KUNIT_EXPECT_EQ(test, tn_bbr_model_bdp(&m.bbr, TN_BBR_BW_MAX, 225), U32_MAX);
}

static void rate__of_all_sizes(struct kunit *test)
{
	struct model m = model_new();

	/* 2000 bytes in 1.6 s; a packet in a nanosecond; as many bytes as there are */
	KUNIT_EXPECT_EQ(test, model_ack(&m, 1, 2000, tn_ms(1600), false).bw, 1250);
	KUNIT_EXPECT_EQ(test, model_ack(&m, 1, 500000, tn_us(10), false).bw, 400 * GBIT);
	KUNIT_EXPECT_EQ(test, model_ack(&m, 1, 65536, 1, false).bw, 65536 * TN_NSEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, model_ack(&m, 1, U64_MAX / 2, 1, false).bw, TN_BBR_BW_MAX);
	KUNIT_EXPECT_EQ(test, model_ack(&m, 1, 1000, 0, false).bw, 0);
}

/* 5.5.2 to 5.5.6: two cycles; the application's rate counts only if it is higher */
static void max_bw__two_cycles(struct kunit *test)
{
	struct model m = model_new();

	model_ack(&m, 1, 1000, tn_ms(1), true);
	KUNIT_EXPECT_EQ(test, tn_bbr_max_bw(&m.bbr), 1000000);
	model_ack(&m, 1, 500, tn_ms(1), true);
	model_ack(&m, 1, 2000, tn_ms(1), true);
	KUNIT_EXPECT_EQ(test, tn_bbr_max_bw(&m.bbr), 2000000);
	tn_bbr_model_advance_max_bw(&m.bbr);
	model_ack(&m, 1, 700, tn_ms(1), false);
	KUNIT_EXPECT_EQ(test, tn_bbr_max_bw(&m.bbr), 2000000);
	KUNIT_EXPECT_EQ(test, m.bbr.bw, 2000000);
	tn_bbr_model_advance_max_bw(&m.bbr);
	KUNIT_EXPECT_EQ(test, tn_bbr_max_bw(&m.bbr), 700000);
	/* Cycles without a sample change nothing */
	model_ack(&m, 1, 100, tn_ms(1), true);
	tn_bbr_model_advance_max_bw(&m.bbr);
	tn_bbr_model_advance_max_bw(&m.bbr);
	KUNIT_EXPECT_EQ(test, tn_bbr_max_bw(&m.bbr), 700000);
}

/* 5.3.1.2: a quarter more, or the third time not */
static void full_bw__three_rounds_of_less_than_a_quarter(struct kunit *test)
{
	struct model m = model_new();
	struct tn_bbr *bbr = &m.bbr;

	model_ack(&m, 1, 1000, tn_ms(1), false);
	model_ack(&m, 1, 1249, tn_ms(1), false);
	model_ack(&m, 1, 1249, tn_ms(1), false);
	KUNIT_EXPECT_EQ(test, bbr->full_bw_count, 2);
	model_ack(&m, 1, 1250, tn_ms(1), false);
	KUNIT_EXPECT_EQ(test, bbr->full_bw_count, 0);
	model_ack(&m, 1, 1300, tn_ms(1), false);
	model_ack(&m, 1, 1300, tn_ms(1), true);
	model_ack(&m, 1, 1300, tn_ms(1), false);
	KUNIT_EXPECT_FALSE(test, bbr->full_bw_now);
	model_ack(&m, 1, 1300, tn_ms(1), false);
	KUNIT_EXPECT_TRUE(test, bbr->full_bw_now);
	KUNIT_EXPECT_TRUE(test, bbr->full_bw_reached);
}

/* 5.3.4.3: 10 s for the path, 5 s for ProbeRTT */
static void min_rtt__windows(struct kunit *test)
{
	struct model m = model_new();
	struct tn_bbr *bbr = &m.bbr;

	m.ack.rtt_ns = tn_ms(40);
	KUNIT_EXPECT_FALSE(test, tn_bbr_model_rtt(bbr, &m.ack));
	KUNIT_EXPECT_EQ(test, bbr->min_rtt, tn_ms(40));
	m.ack.rtt_ns = tn_ms(50);
	m.ack.now_ns += tn_sec(5);
	KUNIT_EXPECT_FALSE(test, tn_bbr_model_rtt(bbr, &m.ack));
	KUNIT_EXPECT_EQ(test, bbr->probe_rtt_min, tn_ms(40));
	m.ack.now_ns++;
	KUNIT_EXPECT_TRUE(test, tn_bbr_model_rtt(bbr, &m.ack));
	KUNIT_EXPECT_EQ(test, bbr->probe_rtt_min, tn_ms(50));
	KUNIT_EXPECT_EQ(test, bbr->min_rtt, tn_ms(40));
	m.ack.rtt_ns = 0;
	m.ack.now_ns += tn_sec(5);
	KUNIT_EXPECT_FALSE(test, tn_bbr_model_rtt(bbr, &m.ack));
	KUNIT_EXPECT_EQ(test, bbr->min_rtt, tn_ms(50));
	m.ack.rtt_ns = tn_ms(30);
	tn_bbr_model_rtt(bbr, &m.ack);
	KUNIT_EXPECT_EQ(test, bbr->min_rtt, tn_ms(30));
}

/* 5.5.10.3: what was delivered, or 0.7 of before */
static void shortterm__follows_a_round_with_losses(struct kunit *test)
{
	struct model m = model_new();
	struct tn_bbr *bbr = &m.bbr;

	model_ack(&m, 1, 100000, tn_ms(100), false);
	bbr->state = TN_BBR_CRUISE;
	tn_bbr_model_lost(bbr, m.ack.delivered, 5000, 1000);
	KUNIT_EXPECT_EQ(test, bbr->bw_shortterm, TN_BBR_NO_BW);
	model_ack(&m, 1, 90000, tn_ms(100), false);
	/* The maximum of the round; the loss began it, so the one of before is in it */
	KUNIT_EXPECT_EQ(test, bbr->bw_shortterm, 1000000);
	KUNIT_EXPECT_EQ(test, bbr->inflight_shortterm, 100000);
	tn_bbr_model_lost(bbr, m.ack.delivered, 5000, 1000);
	model_ack(&m, 1, 80000, tn_ms(100), false);
	KUNIT_EXPECT_EQ(test, bbr->bw_shortterm, 900000);
	KUNIT_EXPECT_EQ(test, bbr->bw, 900000);
	KUNIT_EXPECT_EQ(test, bbr->inflight_shortterm, 90000);
	/* No loss, no change; a collapse is followed by 30 % a round */
	model_ack(&m, 1, 1000, tn_ms(100), false);
	KUNIT_EXPECT_EQ(test, bbr->bw_shortterm, 900000);
	tn_bbr_model_lost(bbr, m.ack.delivered, 5000, 1000);
	model_ack(&m, 1, 1000, tn_ms(100), false);
	KUNIT_EXPECT_EQ(test, bbr->bw_shortterm, 630000);
	KUNIT_EXPECT_EQ(test, bbr->inflight_shortterm, 63000);
	/* Probes do not answer so */
	bbr->state = TN_BBR_UP;
	tn_bbr_model_lost(bbr, m.ack.delivered, 5000, 1000);
	model_ack(&m, 1, 1000, tn_ms(100), false);
	KUNIT_EXPECT_EQ(test, bbr->bw_shortterm, 630000);
	tn_bbr_model_reset_shortterm(bbr);
	model_ack(&m, 1, 1000, tn_ms(100), false);
	KUNIT_EXPECT_EQ(test, bbr->bw, 1000000);
}

/* The round of a loss begins with it: what was sent before says nothing yet */
static void shortterm__a_round_after_the_first_loss(struct kunit *test)
{
	struct model m = model_new();

	model_ack(&m, 1, 100000, tn_ms(100), false);
	m.bbr.state = TN_BBR_CRUISE;
	tn_bbr_model_lost(&m.bbr, m.ack.delivered + 1, 5000, 1000);
	model_ack(&m, 1, 1000, tn_ms(100), false);
	KUNIT_EXPECT_EQ(test, m.bbr.bw_shortterm, TN_BBR_NO_BW);
	model_ack(&m, 1, 1000, tn_ms(100), false);
	KUNIT_EXPECT_EQ(test, m.bbr.bw_shortterm, 1000000);
}

/* 5.5.10.2: more than 2 % of what was in flight; without SACK, anything */
static void too_high__over_two_percent(struct kunit *test)
{
	struct tandem_cc_rate rate = { .tx_inflight = 100000, .lost = 2000 };
	struct model m = model_new();

	KUNIT_EXPECT_FALSE(test, tn_bbr_model_too_high(&m.bbr, &rate));
	rate.lost++;
	KUNIT_EXPECT_TRUE(test, tn_bbr_model_too_high(&m.bbr, &rate));
	rate.tx_inflight = U32_MAX;
	rate.lost = U32_MAX / 50;
	KUNIT_EXPECT_FALSE(test, tn_bbr_model_too_high(&m.bbr, &rate));
	m.bbr.sack = false;
	KUNIT_EXPECT_TRUE(test, tn_bbr_model_too_high(&m.bbr, &rate));
	rate.lost = 0;
	KUNIT_EXPECT_FALSE(test, tn_bbr_model_too_high(&m.bbr, &rate));
}

/* 5.5.10.2: (lost before + prefix) / (in flight before + prefix) = 2 % */
static void at_loss__where_two_percent_are_crossed(struct kunit *test)
{
	/* 98000 before, none lost: 1960 / 0.98 of the 10000 */
	struct tandem_cc_rate rate = { .tx_inflight = 108000, .lost = 10000 };
	struct model m = model_new();

	KUNIT_EXPECT_EQ(test, tn_bbr_model_at_loss(&m.bbr, &rate, 10000), 100000);
	rate.lost = 11960;
	KUNIT_EXPECT_EQ(test, tn_bbr_model_at_loss(&m.bbr, &rate, 10000), 98000);
	rate.lost = 50000;
	KUNIT_EXPECT_EQ(test, tn_bbr_model_at_loss(&m.bbr, &rate, 10000), 98000);
	/* More was lost than was in flight: it was sent again in between */
	rate.tx_inflight = 500;
	KUNIT_EXPECT_EQ(test, tn_bbr_model_at_loss(&m.bbr, &rate, 10000), 0);
	/* 4 % of noise: 10 % of the 98000 are 9800, and 200 / 0.9 more */
	m.bbr.noise = 4 * TN_BBR_NOISE_UNIT;
	rate.tx_inflight = 108000;
	rate.lost = 19600;
	KUNIT_EXPECT_EQ(test, tn_bbr_model_at_loss(&m.bbr, &rate, 10000), 98000 + 222);
}

/* What is left in flight after a loss @rounds after CRUISE began, in a round of at most @rtt */
static u32 model_cruise(u32 rounds, u64 min_rtt, u64 rtt)
{
	struct model m = model_new();
	struct tn_bbr *bbr = &m.bbr;

	model_ack(&m, 1, 100000, min_rtt, false);
	bbr->min_rtt = min_rtt;
	bbr->state = TN_BBR_CRUISE;
	bbr->phase_round = bbr->round_count - rounds;
	tn_bbr_model_lost(bbr, m.ack.delivered, 5000, 1000);
	bbr->rtt_latest = rtt;
	model_ack(&m, 1, 90000, min_rtt, false);
	return bbr->inflight_shortterm;
}

/* With a queue, that of others, 0.7 of what was delivered stays; the first round is the probe's */
static void shortterm__beside_others(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, model_cruise(0, tn_ms(100), tn_ms(150)), 100000);
	KUNIT_EXPECT_EQ(test, model_cruise(1, tn_ms(100), tn_ms(150)), 70000);
	KUNIT_EXPECT_EQ(test, model_cruise(9, tn_ms(100), tn_ms(113)), 70000);
	/* No RTT, no queue */
	KUNIT_EXPECT_EQ(test, model_cruise(1, tn_ms(100), 0), 100000);
	/* Noise */
	KUNIT_EXPECT_EQ(test, model_cruise(1, tn_ms(100), tn_ms(112)), TN_BBR_NONE);
	/* Three bursts, each of a millisecond */
	KUNIT_EXPECT_EQ(test, model_cruise(1, tn_ms(1), tn_ms(4)), 100000);
	KUNIT_EXPECT_EQ(test, model_cruise(1, tn_ms(1), tn_ms(4) + 1), 70000);
}

/* A round outside of probes that lost @lost bytes after its first loss, and no queue */
static void model_noise(struct model *m, u32 first, u32 lost, u64 rtt)
{
	struct tn_bbr_step step = { .ack = &m->ack };

	m->ack.rtt_ns = rtt;
	m->bbr.rtt_latest = rtt;
	m->bbr.lost_bytes = first + lost;
	m->bbr.loss_in_round = first > 0;
	m->ack.rate = (struct tandem_cc_rate) {
		.interval_ns = rtt,
		.delivered = 100000 - lost,
		.prior_delivered = m->ack.delivered,
		.lost = lost,
		.tx_inflight = 100000,
	};
	m->ack.delivered += 100000 - lost;
	tn_bbr_model_update(&m->bbr, &step, m->cwnd);
	tn_bbr_model_advance(&m->bbr, &step);
}

/* An eighth of each round; what began the round does not count, what shows a queue neither */
static void noise__is_followed(struct kunit *test)
{
	struct model m = model_new();
	struct tn_bbr *bbr = &m.bbr;
	u32 i;

	bbr->min_rtt = tn_ms(100);
	bbr->state = TN_BBR_CRUISE;
	model_noise(&m, 1000, 8000, tn_ms(100));
	KUNIT_EXPECT_EQ(test, bbr->noise, TN_BBR_NOISE_UNIT);
	model_noise(&m, 1000, 8000, tn_ms(112));
	KUNIT_EXPECT_EQ(test, bbr->noise, TN_BBR_NOISE_UNIT * 15 / 8);
	model_noise(&m, 1000, 50000, tn_ms(113));
	KUNIT_EXPECT_EQ(test, bbr->noise, TN_BBR_NOISE_UNIT * 15 / 8);
	for (i = 0; i < 100; i++)
		model_noise(&m, 0, 5000, tn_ms(101));
	KUNIT_EXPECT_LE(test, bbr->noise, 5 * TN_BBR_NOISE_UNIT);
	KUNIT_EXPECT_GE(test, bbr->noise, 5 * TN_BBR_NOISE_UNIT * 98 / 100);
	/* A probe makes losses of its own */
	bbr->state = TN_BBR_UP;
	model_noise(&m, 0, 50000, tn_ms(101));
	KUNIT_EXPECT_LE(test, bbr->noise, 5 * TN_BBR_NOISE_UNIT);
	bbr->state = TN_BBR_CRUISE;
	for (i = 0; i < 100; i++)
		model_noise(&m, 0, 0, tn_ms(101));
	KUNIT_EXPECT_LT(test, bbr->noise, TN_BBR_NOISE_ROUNDS);
}

/* What moves the short term bounds: with a queue twice the noise, without one 10 % of it */
static void noise__bounds_that_do_not_move(struct kunit *test)
{
	struct model m = model_new();
	struct tn_bbr *bbr = &m.bbr;
	u32 rounds;

	model_ack(&m, 1, 100000, tn_ms(100), false);
	bbr->min_rtt = tn_ms(100);
	bbr->state = TN_BBR_CRUISE;
	bbr->noise = 3 * TN_BBR_NOISE_UNIT;
	model_noise(&m, 1000, 5000, tn_ms(120));
	KUNIT_EXPECT_EQ(test, bbr->bw_shortterm, TN_BBR_NO_BW);
	model_noise(&m, 2000, 5000, tn_ms(120));
	KUNIT_EXPECT_NE(test, bbr->bw_shortterm, TN_BBR_NO_BW);
	tn_bbr_model_reset_shortterm(bbr);
	/* No noise, a queue: any loss, as the draft has it */
	bbr->noise = 0;
	model_noise(&m, 1000, 0, tn_ms(120));
	KUNIT_EXPECT_NE(test, bbr->bw_shortterm, TN_BBR_NO_BW);
	tn_bbr_model_reset_shortterm(bbr);
	/* 3.75 %, 7.03 %, 9.9 %, 12.4 % */
	for (rounds = 1; rounds < 10; rounds++) {
		model_noise(&m, 1000, 30000, tn_ms(100));
		if (bbr->bw_shortterm != TN_BBR_NO_BW)
			break;
	}
	KUNIT_EXPECT_EQ(test, rounds, 4);
}

/* What a probe tolerates: 2 % and twice the noise; 12 % without a queue, and at most */
static void noise__of_a_probe(struct kunit *test)
{
	static const struct {
		u32 noise;
		u32 rtt_ms;
		u32 most;
	} of[] = {
		{ 0, 120, 2 }, { 1, 120, 4 }, { 5, 120, 12 },
		{ 9, 120, 12 }, { 0, 110, 12 }, { 9, 110, 12 },
	};
	struct model m = model_new();
	u32 i;

	m.bbr.min_rtt = tn_ms(100);
	for (i = 0; i < ARRAY_SIZE(of); i++) {
		struct tandem_cc_rate rate = { .tx_inflight = 100000, .lost = of[i].most * 1000 };

		m.bbr.noise = of[i].noise * TN_BBR_NOISE_UNIT;
		m.bbr.rtt_latest = tn_ms(of[i].rtt_ms);
		KUNIT_EXPECT_FALSE(test, tn_bbr_model_too_high(&m.bbr, &rate));
		rate.lost++;
		KUNIT_EXPECT_TRUE(test, tn_bbr_model_too_high(&m.bbr, &rate));
	}
}

/* 5.3.1.3: ranges that do not touch */
static void ranges__neighbours_are_one(struct kunit *test)
{
	static const struct {
		u32 seq;
		u32 ranges;
	} loss[] = {
		{ 5000, 1 }, { 6000, 1 }, { 4000, 1 }, { 7000, 1 }, { 9000, 2 },
		{ 10000, 2 }, { 8000, 2 }, { 0u - 1000, 3 }, { 0, 3 }, { 2000, 4 },
	};
	struct model m = model_new();
	u32 i;

	for (i = 0; i < ARRAY_SIZE(loss); i++) {
		tn_bbr_model_lost(&m.bbr, 0, loss[i].seq, 1000);
		KUNIT_EXPECT_EQ(test, m.bbr.lost_ranges, loss[i].ranges);
	}
	for (i = 0; i < 1000; i++)
		tn_bbr_model_lost(&m.bbr, 0, i * 3000, 1000);
	KUNIT_EXPECT_EQ(test, m.bbr.lost_ranges, U8_MAX);
	/* Each round counts its own */
	model_ack(&m, 1, 1000, tn_ms(1), false);
	KUNIT_EXPECT_EQ(test, m.bbr.lost_ranges, 0);
}

/* 5.3.3.9: 15 %, a segment at least, and four stay */
static void headroom__fifteen_percent(struct kunit *test)
{
	struct model m = model_new();

	KUNIT_EXPECT_EQ(test, tn_bbr_model_headroom(&m.bbr), TN_BBR_NONE);
	m.bbr.inflight_longterm = 100000;
	KUNIT_EXPECT_EQ(test, tn_bbr_model_headroom(&m.bbr), 85000);
	m.bbr.inflight_longterm = 6000;
	KUNIT_EXPECT_EQ(test, tn_bbr_model_headroom(&m.bbr), 5000);
	m.bbr.inflight_longterm = 4500;
	KUNIT_EXPECT_EQ(test, tn_bbr_model_headroom(&m.bbr), 4000);
}

/* 5.5.11.1: what an episode began with, whichever of loss and LOSS is told first */
static void save__once_an_episode(struct kunit *test)
{
	struct model m = model_new();
	struct tn_bbr *bbr = &m.bbr;

	bbr->state = TN_BBR_UP;
	bbr->inflight_longterm = 70000;
	tn_bbr_model_lost(bbr, 0, 1000, 1000);
	bbr->inflight_longterm = 50000;
	bbr->state = TN_BBR_DOWN;
	tn_bbr_model_save(bbr);
	bbr->in_recovery = true;
	KUNIT_EXPECT_EQ(test, bbr->undo_state, TN_BBR_UP);
	model_ack(&m, 1, 1000, tn_ms(1), false);
	KUNIT_EXPECT_FALSE(test, bbr->loss_in_round);
	tn_bbr_model_lost(bbr, 0, 5000, 1000);
	KUNIT_EXPECT_EQ(test, bbr->undo_inflight_longterm, 70000);
	tn_bbr_model_undo(bbr);
	KUNIT_EXPECT_EQ(test, bbr->inflight_longterm, 70000);
	bbr->inflight_longterm = TN_BBR_NONE;
	tn_bbr_model_undo(bbr);
	KUNIT_EXPECT_EQ(test, bbr->inflight_longterm, TN_BBR_NONE);
}

/* 5.5.9: ACKs each 25 ms on a path of 10 ms: without extra_acked it would stand still */
static void extra_acked__holds_what_lies_between_acks(struct kunit *test)
{
	struct path *path = path_new(test, &tn_cc_bbr, PATH_MBPS(10), tn_ms(10), 250000);
	struct tn_bbr *bbr = (struct tn_bbr *)path->priv;
	u64 before;

	path->batch = tn_ms(25);
	path_run(path, tn_sec(4));
	KUNIT_EXPECT_TRUE(test, bbr->full_bw_reached);
	/* 25 ms at 1.25 MB/s */
	KUNIT_EXPECT_GE(test, tn_winmax_get(&bbr->extra_acked), 15000);
	KUNIT_EXPECT_LE(test, tn_winmax_get(&bbr->extra_acked), 45000);
	before = path->delivered;
	path_run(path, tn_sec(4));
	KUNIT_EXPECT_GE(test, path->delivered - before, PATH_MBPS(10) * 4 * 88 / 100);

	/* Ten rounds after they come one by one, it is forgotten */
	path->batch = 0;
	path_run(path, tn_sec(2));
	KUNIT_EXPECT_LE(test, tn_winmax_get(&bbr->extra_acked), 4000);
}

/* 5.3.4.3: what ProbeRTT held back is the application's rate, not the path's */
static void quiet__is_app_limited(struct kunit *test)
{
	struct model m = model_new();

	model_ack(&m, 1, 1000, tn_ms(1), false);
	m.bbr.quiet_until = 3000;
	KUNIT_EXPECT_TRUE(test, model_ack(&m, 1, 1000, tn_ms(1), false).app_limited);
	KUNIT_EXPECT_TRUE(test, model_ack(&m, 1, 1000, tn_ms(1), false).app_limited);
	KUNIT_EXPECT_TRUE(test, model_ack(&m, 1, 1000, tn_ms(1), false).app_limited);
	KUNIT_EXPECT_FALSE(test, model_ack(&m, 1, 1000, tn_ms(1), false).app_limited);
}

static struct kunit_case bbr_model_cases[] = {
	KUNIT_CASE(bdp__from_10_kbit_to_400_gbit),
	KUNIT_CASE(rate__of_all_sizes),
	KUNIT_CASE(max_bw__two_cycles),
	KUNIT_CASE(full_bw__three_rounds_of_less_than_a_quarter),
	KUNIT_CASE(min_rtt__windows),
	KUNIT_CASE(shortterm__follows_a_round_with_losses),
	KUNIT_CASE(shortterm__a_round_after_the_first_loss),
	KUNIT_CASE(shortterm__beside_others),
	KUNIT_CASE(too_high__over_two_percent),
	KUNIT_CASE(at_loss__where_two_percent_are_crossed),
	KUNIT_CASE(noise__is_followed),
	KUNIT_CASE(noise__bounds_that_do_not_move),
	KUNIT_CASE(noise__of_a_probe),
	KUNIT_CASE(ranges__neighbours_are_one),
	KUNIT_CASE(headroom__fifteen_percent),
	KUNIT_CASE(save__once_an_episode),
	KUNIT_CASE(extra_acked__holds_what_lies_between_acks),
	KUNIT_CASE(quiet__is_app_limited),
	{}
};

static struct kunit_suite bbr_model_suite = {
	.name = "cc_bbr_model",
	.test_cases = bbr_model_cases,
};

kunit_test_suite(bbr_model_suite);
