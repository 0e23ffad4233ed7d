// SPDX-License-Identifier: GPL-2.0
/*
 * HyStart++: slow start that ends before the queue overflows (RFC 9406).
 *
 * Slow start doubles the window each round trip, so when at last something is
 * lost, about as much has been sent too much as the path can hold. Before that
 * happens a queue builds up, and the delay with it:
 *
 *             least RTT of this round >= that of the last + 4..16 ms
 *      SS  ------------------------------------------------------------>  CSS
 *       ^                                                                |   |
 *       '---- least RTT of a round is below that of the first one -------'   |
 *                                                                            |
 *      congestion avoidance: ssthresh = cwnd  <---- 5 rounds of CSS ---------'
 *
 * CSS, conservative slow start, grows a quarter as fast, and so has time to find
 * out whether the delay was a queue or noise.
 *
 * A round is a window of data: it is over when what was SND.NXT at its beginning
 * is acknowledged. Only ACKs of a window that was in use count here: rounds of
 * an application that sends little say nothing about the path.
 *
 * DEVIATION: L, the segments that one ACK may add, is infinite, and not only for who
 * paces. Receive offload merges what arrives, and then an ACK is about 40 segments or
 * more: with L = 8 slow start would be linear. What leaves at once is bounded by the
 * device's offload, not by how many ACKs there were.
 *
 * All of it is for the first slow start of a connection, whose threshold is a
 * guess. Later ones, after a timeout or a pause, end at a threshold that was
 * measured; for them tn_hystart_ack() is slow start of RFC 5681, in bytes.
 */
#include <linux/kernel.h>

#include "base/seq.h"
#include "base/time.h"
#include "cc/hystart.h"

/* RFC 9406 4.3 */
#define TN_HYSTART_MIN_RTT_THRESH	(4 * TN_NSEC_PER_MSEC)
#define TN_HYSTART_MAX_RTT_THRESH	(16 * TN_NSEC_PER_MSEC)
#define TN_HYSTART_MIN_RTT_DIVISOR	8
#define TN_HYSTART_N_RTT_SAMPLE		8
#define TN_HYSTART_CSS_GROWTH_DIVISOR	4
#define TN_HYSTART_CSS_ROUNDS		5

/* RFC 9406 4.3: MUST be at least 2 */
static_assert(TN_HYSTART_CSS_GROWTH_DIVISOR >= 2, "RFC 9406 4.3");

#define TN_HYSTART_INFINITY		(~0ull)

static void tn_hystart_round(struct tn_hystart *hy, const struct tandem_cc_ack *ack)
{
	hy->last_min = hy->now_min;
	hy->now_min = TN_HYSTART_INFINITY;
	hy->samples = 0;
	hy->end = ack->nxt;
}

/* RFC 9406 4.2: a round trip time was measured; is it a queue? */
static void tn_hystart_sample(struct tn_hystart *hy, u64 rtt)
{
	u64 thresh;

	hy->now_min = min(hy->now_min, rtt);
	if (hy->samples < TN_HYSTART_N_RTT_SAMPLE)
		hy->samples++;
	if (hy->samples < TN_HYSTART_N_RTT_SAMPLE)
		return;

	if (hy->phase == TN_HYSTART_CSS) {
		if (hy->now_min < hy->baseline) {
			hy->baseline = TN_HYSTART_INFINITY;
			hy->phase = TN_HYSTART_SS;
		}
		return;
	}
	if (hy->last_min == TN_HYSTART_INFINITY)
		return;
	thresh = clamp_t(u64, hy->last_min / TN_HYSTART_MIN_RTT_DIVISOR,
			 TN_HYSTART_MIN_RTT_THRESH, TN_HYSTART_MAX_RTT_THRESH);
	if (hy->now_min >= hy->last_min + thresh) {
		hy->baseline = hy->now_min;
		hy->rounds = 0;
		hy->phase = TN_HYSTART_CSS;
	}
}

/* Is the round over? Then perhaps slow start is, too. */
static void tn_hystart_turn(struct tn_hystart *hy, const struct tandem_cc_ack *ack,
			    struct tandem_cc_out *out)
{
	if (!tn_seq_ge(ack->una, hy->end))
		return;
	tn_hystart_round(hy, ack);
	/* RFC 9406 4.2: a round that CSS began in the middle of counts as well */
	if (hy->phase == TN_HYSTART_CSS && ++hy->rounds == TN_HYSTART_CSS_ROUNDS) {
		hy->phase = TN_HYSTART_OVER;
		out->ssthresh = out->cwnd;
	}
}

/**
 * tn_hystart_ack() - an ACK in slow start that lets the window grow
 * @hy:  state
 * @ack: the ACK; cwnd is below ssthresh, and it may grow
 * @out: cwnd grows, up to ssthresh; ssthresh becomes cwnd when slow start is over
 *
 * Without @ack.hystart, and once it is over, this is the slow start of RFC 5681 3.1.
 *
 * Context: any. Source: RFC 9406 4.2.
 * Return: acknowledged bytes that are left for congestion avoidance; 0 if slow
 * start goes on.
 */
u32 tn_hystart_ack(struct tn_hystart *hy, const struct tandem_cc_ack *ack,
		   struct tandem_cc_out *out)
{
	bool watch = ack->hystart && hy->phase != TN_HYSTART_OVER;
	u32 grow = ack->acked, most = out->ssthresh - out->cwnd;

	if (watch && hy->phase == TN_HYSTART_NEW) {
		hy->phase = TN_HYSTART_SS;
		hy->now_min = TN_HYSTART_INFINITY;
		tn_hystart_round(hy, ack);
	}
	if (watch && hy->phase == TN_HYSTART_CSS)
		grow /= TN_HYSTART_CSS_GROWTH_DIVISOR;
	out->cwnd += min(grow, most);
	if (watch && ack->rtt_ns)
		tn_hystart_sample(hy, ack->rtt_ns);
	if (watch)
		tn_hystart_turn(hy, ack, out);
	return grow > most ? grow - most : 0;
}
