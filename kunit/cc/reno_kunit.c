// SPDX-License-Identifier: GPL-2.0
/*
 * cc/cc_reno.c, cc/cc.c: RFC 5681, RFC 3465, driven through the contract alone.
 */
#include <kunit/test.h>

#include "cc/cc.h"

#define MSS	1000u

struct reno {
	const struct tandem_cc_ops *ops;
	struct tandem_cc_out out;
	u64 priv[TANDEM_CC_PRIV_SIZE / sizeof(u64)];
};

static struct reno reno_new(u32 cwnd, u32 ssthresh)
{
	struct reno r = {
		.ops = &tn_cc_reno,
		.out = { .cwnd = cwnd, .ssthresh = ssthresh },
	};

	r.ops->init(r.priv, &r.out);
	return r;
}

static void ack(struct reno *r, u32 acked, bool limited)
{
	struct tandem_cc_ack a = {
		.acked = acked,
		.prior_inflight = r->out.cwnd,
		.mss = MSS,
		.may_grow = limited,
	};

	r->ops->ack(r->priv, &a, &r->out);
}

static void congest(struct reno *r, enum tandem_cc_event event, u32 inflight)
{
	struct tandem_cc_signal signal = {
		.event = event,
		.inflight = inflight,
		.mss = MSS,
		.iw = 10 * MSS,
	};

	r->ops->signal(r->priv, &signal, &r->out);
}

static void find__by_name(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, tn_cc_find("reno"), &tn_cc_reno);
	KUNIT_EXPECT_PTR_EQ(test, tn_cc_usual("reno"), &tn_cc_reno);
	KUNIT_EXPECT_PTR_EQ(test, tn_cc_usual(NULL), tandem_cc_default);
	KUNIT_EXPECT_PTR_EQ(test, tn_cc_find(tandem_cc_default->name), tandem_cc_default);
	KUNIT_EXPECT_NULL(test, tn_cc_find("ren"));
	KUNIT_EXPECT_NULL(test, tn_cc_find(""));
	KUNIT_EXPECT_LE(test, tn_cc_reno.priv_size, TANDEM_CC_PRIV_SIZE);
}

/* RFC 5681 3.1: a window doubles in a round trip */
static void slow_start__doubles(struct kunit *test)
{
	struct reno r = reno_new(10 * MSS, 1000 * MSS);
	unsigned int i;

	for (i = 0; i < 10; i++)
		ack(&r, MSS, true);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, 20 * MSS);
}

static void slow_start__ends_at_the_threshold(struct kunit *test)
{
	struct reno r = reno_new(10 * MSS, 12 * MSS);

	/* Two segments up to it; the other three count for congestion avoidance */
	ack(&r, 5 * MSS, true);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, 12 * MSS);
	ack(&r, 8 * MSS, true);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, 12 * MSS);
	ack(&r, MSS, true);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, 13 * MSS);
}

/* RFC 5681 3.1: one segment each round trip, however the ACKs are cut */
static void avoidance__one_segment_a_round_trip(struct kunit *test)
{
	static const u32 cut[] = { 1, 100, MSS, 2 * MSS };
	unsigned int i;
	u32 bytes;

	for (i = 0; i < ARRAY_SIZE(cut); i++) {
		struct reno r = reno_new(20 * MSS, 10 * MSS);

		for (bytes = 0; bytes + cut[i] < 20 * MSS; bytes += cut[i])
			ack(&r, cut[i], true);
		KUNIT_EXPECT_EQ(test, r.out.cwnd, 20 * MSS);
		ack(&r, cut[i], true);
		KUNIT_EXPECT_EQ(test, r.out.cwnd, 21 * MSS);
	}
}

/* RFC 7661: a window that was not used proves nothing */
static void ack__not_limited(struct kunit *test)
{
	struct reno r = reno_new(10 * MSS, 1000 * MSS);

	ack(&r, 10 * MSS, false);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, 10 * MSS);
}

/* RFC 5681 (4): max(FlightSize / 2, 2 SMSS) */
static void loss__halves_the_flight(struct kunit *test)
{
	struct reno r = reno_new(20 * MSS, 1000 * MSS);

	congest(&r, TANDEM_CC_LOSS, 15 * MSS);
	KUNIT_EXPECT_EQ(test, r.out.ssthresh, 7500);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, 7500);
	congest(&r, TANDEM_CC_LOSS, MSS);
	KUNIT_EXPECT_EQ(test, r.out.ssthresh, 2 * MSS);
}

/* RFC 8511 3.1: 0.8; RFC 3168 6.1.2: a window of one segment at least */
static void mark__eight_tenths_of_the_flight(struct kunit *test)
{
	struct reno r = reno_new(20 * MSS, 1000 * MSS);

	congest(&r, TANDEM_CC_ECN, 15 * MSS);
	KUNIT_EXPECT_EQ(test, r.out.ssthresh, 12 * MSS);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, 12 * MSS);
	congest(&r, TANDEM_CC_ECN, MSS);
	KUNIT_EXPECT_EQ(test, r.out.ssthresh, 2 * MSS);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, MSS);
}

/* RFC 5681 3.1: the loss window is one segment */
static void timeout__one_segment(struct kunit *test)
{
	struct reno r = reno_new(20 * MSS, 1000 * MSS);

	congest(&r, TANDEM_CC_RTO, 20 * MSS);
	KUNIT_EXPECT_EQ(test, r.out.ssthresh, 10 * MSS);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, MSS);
}

/* RFC 6582 3.2 step 3: after a recovery cwnd is ssthresh, which it was already */
static void recovered__window_stays(struct kunit *test)
{
	struct reno r = reno_new(20 * MSS, 1000 * MSS);

	congest(&r, TANDEM_CC_LOSS, 20 * MSS);
	congest(&r, TANDEM_CC_RESTART, 0);
	congest(&r, TANDEM_CC_RECOVERED, 10 * MSS);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, 10 * MSS);
	KUNIT_EXPECT_EQ(test, r.out.ssthresh, 10 * MSS);
}

/* RFC 3522: what was no loss changes nothing; the window may have grown since */
static void undo__window_of_before(struct kunit *test)
{
	struct reno r = reno_new(20 * MSS, 30 * MSS);
	struct tandem_cc_signal undo = {
		.event = TANDEM_CC_UNDO,
		.mss = MSS,
		.prior_cwnd = 20 * MSS,
		.prior_ssthresh = 30 * MSS,
	};

	congest(&r, TANDEM_CC_RTO, 20 * MSS);
	r.ops->signal(r.priv, &undo, &r.out);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, 20 * MSS);
	KUNIT_EXPECT_EQ(test, r.out.ssthresh, 30 * MSS);
	undo.prior_cwnd = 10 * MSS;
	r.ops->signal(r.priv, &undo, &r.out);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, 20 * MSS);
}

/* RFC 5681 4.1: min(IW, cwnd), and ssthresh stays */
static void idle__restart_window(struct kunit *test)
{
	struct reno r = reno_new(50 * MSS, 30 * MSS);

	congest(&r, TANDEM_CC_IDLE, 0);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, 10 * MSS);
	KUNIT_EXPECT_EQ(test, r.out.ssthresh, 30 * MSS);
	r.out.cwnd = 3 * MSS;
	congest(&r, TANDEM_CC_IDLE, 0);
	KUNIT_EXPECT_EQ(test, r.out.cwnd, 3 * MSS);
}

static struct kunit_case reno_cases[] = {
	KUNIT_CASE(find__by_name),
	KUNIT_CASE(slow_start__doubles),
	KUNIT_CASE(slow_start__ends_at_the_threshold),
	KUNIT_CASE(avoidance__one_segment_a_round_trip),
	KUNIT_CASE(ack__not_limited),
	KUNIT_CASE(loss__halves_the_flight),
	KUNIT_CASE(mark__eight_tenths_of_the_flight),
	KUNIT_CASE(timeout__one_segment),
	KUNIT_CASE(recovered__window_stays),
	KUNIT_CASE(undo__window_of_before),
	KUNIT_CASE(idle__restart_window),
	{}
};

static struct kunit_suite reno_suite = {
	.name = "cc_reno",
	.test_cases = reno_cases,
};

kunit_test_suite(reno_suite);
