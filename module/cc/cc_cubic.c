// SPDX-License-Identifier: GPL-2.0
/*
 * CUBIC (RFC 9438): the window is a cubic function of time, not of round trips.
 *
 *       W                                        .
 *       |                                       .    convex: looking for more
 *  W_max|- - - - - - - - - - - . . . . . . . .
 *       |                . '
 *       |             .          concave: back to where it was, the slower
 *       |           .            the nearer
 *  0.7  |         .
 *       +---------|-----------------|------------------------> t
 *               epoch            epoch + K
 *
 *   W_cubic(t) = C (t - K)^3 + W_max,   C = 0.4 segments / s^3
 *
 * W_max is where something was lost last, K the time that the curve takes to get
 * back there from where congestion avoidance began (the epoch). Each ACK moves
 * cwnd towards W_cubic one round trip ahead. Where Reno would have a larger
 * window (W_est: short round trips, small windows), cwnd is Reno's.
 *
 *   loss      W_max = cwnd, or less if it was not even reached again (fast
 *             convergence: somebody else needs room); cwnd and ssthresh become
 *             0.7 of what is in flight
 *   mark      the same with 0.85: a queue that marks is short (RFC 8511)
 *   timeout   the same, and cwnd = 1 segment
 *   slow start, first or later: HyStart++, and what follows is the curve from
 *             its middle on: K = 0, W_max = cwnd
 *   undo      everything here as it was before
 *
 * Time in which the window was not used does not count as time.
 *
 * Arithmetic. Windows are bytes below 2^31 (growth ends at 2^30, the largest window
 * that a peer can offer), time on the curve is in 2^-16 s and below 2^26 of them
 * (17 minutes), the MSS is below 2^16. Then every product below fits into 64 bits;
 * each says so where it stands.
 */
#include <linux/kernel.h>
#include <linux/math64.h>

#include "base/time.h"
#include "cc/cc.h"
#include "cc/cubic.h"

/* RFC 9438 4.1.2: beta_cubic, and RFC 8511 for marks, percent */
#define TN_CUBIC_BETA		70
#define TN_CUBIC_BETA_ECN	85

/* RFC 7323 2.3: no window is larger */
#define TN_CUBIC_CWND_MAX	0x40000000u
/* Longest time that the curve is followed away from W_max, 2^-16 s */
#define TN_CUBIC_TIME_MAX	0x04000000u

static_assert(sizeof(struct tn_cubic) <= TANDEM_CC_PRIV_SIZE, "the contract has no room");

static void tn_cubic_init(void *priv, struct tandem_cc_out *out)
{
}

/* Cube root, rounded down, of less than 2^63: bit by bit, so the cube tried is below 2^63 too */
static u32 tn_cubic_root(u64 x)
{
	u32 root = 0, bit;
	u64 next;

	for (bit = 1u << 20; bit; bit >>= 1) {
		next = root | bit;
		if (next * next * next <= x)
			root |= bit;
	}
	return root;
}

/*
 * RFC 9438 (2): K = cbrt((W_max - cwnd_epoch) / C). In segments and seconds the
 * radicand is diff * 5 / (2 mss); its root is taken in units of 2^-11 s, so it is
 * multiplied by 2^33. diff * 5 * 2^29 < 2^63, and with an MSS of 8 or more so is
 * eight times the quotient.
 */
static u32 tn_cubic_k(u32 diff, u32 mss)
{
	u64 x = div_u64((u64)diff * 5 << 29, max(mss, 8u)) << 3;

	return tn_cubic_root(x) << 5;
}

/* RFC 9438 (1): W_cubic @t ns after the epoch began, bytes, TN_CUBIC_CWND_MAX at most */
static u32 tn_cubic_curve(const struct tn_cubic_state *c, u64 t, u32 mss)
{
	/* In 2^-16 s; t in ns is below 2^47, 39 hours, or it is too long anyway */
	u64 at = div_u64(min_t(u64, t, 1ull << 47) << 16, TN_NSEC_PER_SEC);
	u64 d = at > c->k ? at - c->k : c->k - at, delta;

	d = min_t(u64, d, TN_CUBIC_TIME_MAX);
	/* d^2 <= 2^52 and d^3 in 2^-32 s^3 <= 2^62; in 2^-16 s^3, times 2 mss: < 2^63 */
	delta = (d * d >> 16) * d >> 16;
	delta = div_u64(delta * 2 * mss, 5) >> 16;
	if (at < c->k)
		return c->w_max > delta ? c->w_max - (u32)delta : 0;
	return (u32)min_t(u64, c->w_max + delta, TN_CUBIC_CWND_MAX);
}

/* Congestion avoidance begins. */
static void tn_cubic_begin(struct tn_cubic_state *c, u64 now, u32 cwnd, u32 mss)
{
	c->running = true;
	c->t = 0;
	c->last = now;
	c->rest = 0;
	c->est_rest = 0;
	c->w_est = cwnd;
	/* RFC 9438 4.8, 4.10: K = 0, W_max = cwnd after slow start */
	if (c->slow || c->w_max < cwnd)
		c->w_max = cwnd;
	c->k = tn_cubic_k(c->w_max - cwnd, mss);
	c->slow = false;
}

/*
 * RFC 9438 (4): W_est += alpha * segments_acked / cwnd. alpha is 3 (1 - 0.7) /
 * (1 + 0.7) = 9/17, and 1 as soon as W_est is where cwnd was before.
 */
static void tn_cubic_reno(struct tn_cubic_state *c, u32 acked, u32 cwnd, u32 mss)
{
	u64 whole = 17ull * cwnd, grow;

	/* 17 * 2^30 * 2^16 < 2^51 */
	c->est_rest += (u64)acked * mss * (c->w_est < c->cwnd_prior ? 9 : 17);
	grow = div64_u64(c->est_rest, whole);
	c->est_rest -= grow * whole;
	c->w_est = (u32)min_t(u64, c->w_est + grow, TN_CUBIC_CWND_MAX);
}

static void tn_cubic_avoid(struct tn_cubic_state *c, const struct tandem_cc_ack *ack, u32 acked,
			   struct tandem_cc_out *out)
{
	u32 cwnd = out->cwnd, target, grow;

	if (cwnd >= TN_CUBIC_CWND_MAX)
		return;
	acked = min(acked, cwnd);
	if (!c->running)
		tn_cubic_begin(c, ack->now_ns, cwnd, ack->mss);
	if (ack->now_ns > c->last)
		c->t += ack->now_ns - c->last;
	c->last = ack->now_ns;
	tn_cubic_reno(c, acked, cwnd, ack->mss);

	/* RFC 9438 4.3: the Reno-friendly region; an ACK never takes anything away */
	if (tn_cubic_curve(c, c->t, ack->mss) < c->w_est) {
		out->cwnd = max(cwnd, c->w_est);
		return;
	}

	/* 4.4, 4.5: (target - cwnd) / cwnd for each segment; cwnd <= target <= 1.5 cwnd */
	target = tn_cubic_curve(c, c->t + ack->srtt_ns, ack->mss);
	target = clamp(target, cwnd, cwnd + cwnd / 2);
	/* 2^29 * 2^30, and a rest below cwnd */
	c->rest += (u64)(target - cwnd) * acked;
	grow = (u32)div_u64(c->rest, cwnd);
	c->rest -= (u64)grow * cwnd;
	out->cwnd = min(cwnd + grow, TN_CUBIC_CWND_MAX);
}

static void tn_cubic_ack(void *priv, const struct tandem_cc_ack *ack, struct tandem_cc_out *out)
{
	struct tn_cubic_state *c = &((struct tn_cubic *)priv)->now;
	u32 acked = ack->acked;

	if (!ack->may_grow) {
		/* RFC 9438 4.2, 5.8: this is no time in which cwnd would have grown */
		if (!ack->cwnd_limited)
			c->last = ack->now_ns;
		return;
	}
	/* RFC 9438 4.10 */
	if (out->cwnd < out->ssthresh) {
		c->running = false;
		c->slow = true;
		acked = tn_hystart_ack(&c->hystart, ack, out);
		if (!acked)
			return;
	}
	tn_cubic_avoid(c, ack, acked, out);
}

/* @percent of @bytes; 2^32 * 100 fits */
static u32 tn_cubic_part(u32 bytes, u32 percent)
{
	return (u32)div_u64((u64)bytes * percent, 100);
}

/* RFC 9438 4.6, 4.7, 4.8 */
static void tn_cubic_reduce(struct tn_cubic *cubic, const struct tandem_cc_signal *signal,
			    struct tandem_cc_out *out)
{
	u32 beta = signal->event == TANDEM_CC_ECN ? TN_CUBIC_BETA_ECN : TN_CUBIC_BETA;
	u32 left = tn_cubic_part(signal->inflight, beta);
	struct tn_cubic_state *c = &cubic->now;

	/* A mark cannot turn out to be none */
	if (signal->event != TANDEM_CC_ECN)
		cubic->undo = *c;

	/* 4.7, fast convergence: W_max * (1 + beta) / 2 */
	c->w_max = out->cwnd < c->w_max ? tn_cubic_part(out->cwnd, (100 + beta) / 2) : out->cwnd;
	c->cwnd_prior = out->cwnd;
	c->running = false;
	c->slow = false;
	/* RFC 9406 4.2: congestion ends it for good */
	c->hystart.phase = TN_HYSTART_OVER;

	out->ssthresh = max(left, 2 * signal->mss);
	if (signal->event == TANDEM_CC_RTO)
		out->cwnd = signal->mss;
	else if (signal->event == TANDEM_CC_ECN)
		out->cwnd = max(left, signal->mss);
	else
		out->cwnd = out->ssthresh;
}

static void tn_cubic_signal(void *priv, const struct tandem_cc_signal *signal,
			    struct tandem_cc_out *out)
{
	struct tn_cubic *cubic = priv;

	switch (signal->event) {
	case TANDEM_CC_LOSS:
	case TANDEM_CC_ECN:
	case TANDEM_CC_RTO:
		tn_cubic_reduce(cubic, signal, out);
		break;
	case TANDEM_CC_IDLE:
		/* RFC 5681 4.1: RW = min(IW, cwnd) */
		out->cwnd = min(out->cwnd, signal->iw);
		cubic->now.last = signal->now_ns;
		break;
	case TANDEM_CC_RESTART:
		cubic->now.last = signal->now_ns;
		break;
	case TANDEM_CC_UNDO:
		/* RFC 9438 4.9.2: unless cwnd is larger by now */
		if (out->cwnd >= signal->prior_cwnd)
			break;
		cubic->now = cubic->undo;
		out->cwnd = signal->prior_cwnd;
		out->ssthresh = max(out->ssthresh, signal->prior_ssthresh);
		break;
	case TANDEM_CC_RECOVERED:
		break;
	}
}

const struct tandem_cc_ops tn_cc_cubic = {
	.name		= "cubic",
	.priv_size	= sizeof(struct tn_cubic),
	.init		= tn_cubic_init,
	.ack		= tn_cubic_ack,
	.signal		= tn_cubic_signal,
};
