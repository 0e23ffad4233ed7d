// SPDX-License-Identifier: GPL-2.0
/*
 * Round trip time and retransmission timeout (RFC 6298).
 *
 *   first sample R    SRTT = R, RTTVAR = R/2
 *   then              RTTVAR = 3/4 RTTVAR + 1/4 |SRTT - R|
 *                     SRTT   = 7/8 SRTT   + 1/8 R
 *   RTO               SRTT + max(G, 4 RTTVAR), within [rto_min, rto_max]; G is
 *                     rttvar_min: what the coarser of our clocks and timers
 *                     resolves, 4 ms; Linux has 200 ms there
 *   timeout           RTO doubles, up to rto_max, until the next sample
 *
 * An ACK is a sample, and a large window has many of them in a round trip. Were each to
 * count in full, the history that these gains stand for would be a fraction of a round
 * trip. So each counts as if there were one in a round trip: gains are divided by the
 * number of samples of the last one (RFC 7323 4.2; appendix G estimates the number from
 * the window, but ACKs for many segments are rarer than it supposes).
 *
 * With cfg.rtt_rfc793 the estimator is the one before that, which knows no
 * variation: SRTT = 9/10 SRTT + 1/10 R, RTO = 2 SRTT (RFC 793 3.7).
 *
 * Where samples come from is the business of tcp/ack.c: from ranges that were
 * sent once (Karn), with the resolution of the clock, else from the timestamp. An
 * ACK that gives none leaves the RTO doubled: the path may have become as slow.
 */
#include <linux/kernel.h>

#include "tcp/deadline.h"
#include "tcp/rtt.h"

/* The smallest round trip time is that of five minutes: paths change */
#define TN_RTT_HALF_WINDOW	tn_sec(150)

/* No sample may be 0: that would mean "none yet" */
#define TN_RTT_MIN		1

/* RFC 7323 4.2: count another sample; a round trip ends with what was sent after it began */
static void tn_rtt_count(struct tn_tcb *tcb)
{
	struct tn_rtt *r = &tcb->rtt;

	if (!r->srtt || tn_seq_gt(tcb->snd.una, r->round)) {
		r->round = tcb->snd.nxt;
		r->expected = max_t(u16, r->samples, 1);
		r->samples = 0;
	}
	if (r->samples < U16_MAX)
		r->samples++;
}

/**
 * tn_rtt_timeout() - the RTO that follows from an estimate
 * @cfg:    constants
 * @srtt:   smoothed round trip time, ns
 * @rttvar: its variation, ns
 *
 * Context: any. Source: RFC 6298 2.2, 2.3.
 * Return: RTO, ns, within no limits.
 */
u64 tn_rtt_timeout(const struct tn_config *cfg, u64 srtt, u64 rttvar)
{
	return srtt + max_t(u64, cfg->rttvar_min, 4 * rttvar);
}

/* RFC 6298 2.2, 2.3; or RFC 793 3.7, where the RTO is twice the SRTT */
static u64 tn_rtt_estimate(struct tn_rtt *r, const struct tn_config *cfg, u64 rtt)
{
	u32 n = r->expected;
	u64 error;

	if (!r->srtt) {
		r->srtt = rtt;
		r->rttvar = rtt / 2;
	} else if (cfg->rtt_rfc793) {
		r->srtt = r->srtt - div_u64(r->srtt, 10) + div_u64(rtt, 10);
	} else {
		/* RTTVAR first, with the old SRTT */
		error = r->srtt > rtt ? r->srtt - rtt : rtt - r->srtt;
		r->rttvar = r->rttvar - div_u64(r->rttvar, 4 * n) + div_u64(error, 4 * n);
		r->srtt = r->srtt - div_u64(r->srtt, 8 * n) + div_u64(rtt, 8 * n);
	}
	return cfg->rtt_rfc793 ? 2 * r->srtt : tn_rtt_timeout(cfg, r->srtt, r->rttvar);
}

/* RFC 8985 6.2 step 1: the smallest of a window; of its two halves the older one is dropped. */
static void tn_rtt_least(struct tn_rtt *r, tn_time_t now, u64 rtt)
{
	if (!r->min || tn_time_sub(now, r->min_since) >= TN_RTT_HALF_WINDOW) {
		r->min_was = r->min_half;
		r->min_half = rtt;
		r->min_since = now;
	}
	r->min_half = min(r->min_half, rtt);
	r->min = r->min_was ? min(r->min_was, r->min_half) : r->min_half;
}

/**
 * tn_rtt_sample() - a round trip was measured
 * @tcb: connection
 * @now: current time
 * @rtt: its duration, ns
 *
 * Context: any. Source: RFC 6298 2.2 to 2.5, RFC 7323 4.2.
 */
void tn_rtt_sample(struct tn_tcb *tcb, tn_time_t now, u64 rtt)
{
	struct tn_rtt *r = &tcb->rtt;

	rtt = max_t(u64, rtt, TN_RTT_MIN);
	tn_rtt_count(tcb);
	tn_rtt_least(r, now, rtt);
	r->at = now;
	r->rto = clamp_t(u64, tn_rtt_estimate(r, tcb->cfg, rtt),
			 tcb->cfg->rto_min, tcb->cfg->rto_max);
	/* RFC 6298 5, last paragraph */
	r->backoff = 0;
}

/**
 * tn_rtt_rto() - the timeout to arm the timer with
 * @tcb: connection
 *
 * Context: any.
 * Return: RTO with its backoff, ns, at most rto_max.
 */
u64 tn_rtt_rto(const struct tn_tcb *tcb)
{
	return min_t(u64, tcb->rtt.rto << tcb->rtt.backoff, tcb->cfg->rto_max);
}

/**
 * tn_rtt_backoff() - the timer fired: double the timeout
 * @tcb: connection
 *
 * Context: any. Source: RFC 6298 5.5.
 */
void tn_rtt_backoff(struct tn_tcb *tcb)
{
	if (tn_rtt_rto(tcb) < tcb->cfg->rto_max)
		tcb->rtt.backoff++;
}

/**
 * tn_rtt_arm() - start the retransmission timer
 * @tcb: connection
 * @now: current time
 *
 * DEVIATION: with cfg.rto_tick, which no profile but "classic" has, it fires up
 * to a tick before the RTO is over.
 *
 * Context: any. Source: RFC 6298 5.1 to 5.3, 5.6.
 */
void tn_rtt_arm(struct tn_tcb *tcb, tn_time_t now)
{
	tn_deadline_set(tcb, TN_DL_RTO,
			tn_deadline_tick(now, tn_rtt_rto(tcb), tcb->cfg->rto_tick));
}
