// SPDX-License-Identifier: GPL-2.0
/*
 * BBR's model of the path (draft-ietf-ccwg-bbr 5.5; the states are in cc_bbr.c).
 *
 *                 rate, bytes/s            volume, bytes
 *   what it can   max_bw                   BDP = bw * min_rtt, extra_acked
 *   long term                              inflight_longterm
 *   short term    bw_shortterm             inflight_shortterm
 *
 * What the path can carry is the largest delivery rate of two cycles of ProbeBW and
 * the smallest RTT of ten seconds: both are maxima of sorts, since queues, other
 * flows and pauses of the application only ever make a sample worse. extra_acked is
 * how far ACKs run ahead of that rate when something on the path collects them.
 *
 * What it shall carry is less. The long term bound is the volume at which a probe for
 * bandwidth began to lose too much (cc_bbr.c). The short term bounds follow each round
 * with losses outside of a probe: at most 30 % down, but never below what was really
 * delivered; the next probe forgets them.
 *
 * DEVIATION: noise. The draft takes every loss for congestion; a path that loses 5 % at
 * random is then believed slower by 5 % each round, and ends at a twentieth of its rate.
 * But a router drops when its queue is full, and a queue shows in the RTT. So what is lost
 * in rounds outside of probes in which no RTT was above min_rtt by 12 % is noise, and its
 * share is followed as SRTT follows the RTT:
 *
 *   noise += (lost / (lost + delivered) - noise) / 8
 *
 * While that is no more than 10 %, such rounds do not move the short term bounds; those that
 * show a queue do if they lose twice as much (80 packets lose as much by mere chance).
 * Probes tolerate that much and the draft's 2 %, 12 % at most; as long as they have made no
 * queue these 12 % in any case. Queues too short to be seen (and policers) have BBR lose
 * up to 10 % until max_bw has followed, two cycles at most.
 *
 * DEVIATION: others. The draft takes off what was lost, and no more; a CUBIC beside it takes off
 * 30 % for the same losses (RFC 9438 4.6). So when something is lost in CRUISE and the round shows
 * a queue, 70 % of what it delivered stays in flight, until the next probe. Not in the first round
 * of CRUISE, whose losses and queue the probe before may have made: later ones are the others'. Nor
 * for a queue that is no longer than our own bursts make it.
 *
 * Time is counted in rounds: a round ends with the first ACK for data that was sent
 * after it had begun. Delivered bytes are the clock for that, see tandem_cc_rate.
 */
#include "cc/bbr_model.h"

/* bw * time, saturated: 400 Gb/s in 10 s are more than any window, and than 64 bits */
static u32 tn_bbr_model_bytes(u64 bw, u64 ns)
{
	if (ns && bw > div64_u64(U64_MAX, ns))
		return U32_MAX;
	return min_t(u64, div_u64(bw * ns, TN_NSEC_PER_SEC), U32_MAX);
}

/* draft 4.1.2.3: RS.delivery_rate */
static u64 tn_bbr_model_rate(const struct tandem_cc_rate *rate)
{
	u64 delivered = min(rate->delivered, div_u64(U64_MAX, TN_NSEC_PER_SEC));

	if (!rate->interval_ns)
		return 0;
	return min_t(u64, div64_u64(delivered * TN_NSEC_PER_SEC, rate->interval_ns),
		     TN_BBR_BW_MAX);
}

/**
 * tn_bbr_model_init() - nothing is known of the path
 * @bbr:  private area, zeroed
 * @cwnd: window in use, bytes
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.2.1.
 */
void tn_bbr_model_init(struct tn_bbr *bbr, u32 cwnd)
{
	bbr->initial_cwnd = cwnd;
	bbr->min_rtt = U64_MAX;
	bbr->probe_rtt_min = U64_MAX;
	bbr->inflight_longterm = TN_BBR_NONE;
	tn_bbr_model_reset_shortterm(bbr);
}

/**
 * tn_bbr_model_first() - the first ACK tells what time it is
 * @bbr: BBR
 * @ack: the ACK
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.2.1.
 */
void tn_bbr_model_first(struct tn_bbr *bbr, const struct tandem_cc_ack *ack)
{
	bbr->started = true;
	bbr->min_rtt_at = ack->now_ns;
	bbr->probe_rtt_min_at = ack->now_ns;
	bbr->extra_at = ack->now_ns;
	/* Numbers begin at random (RFC 6528); the generator must not begin at 0 */
	bbr->random = ack->una ?: 1;
}

/**
 * tn_bbr_model_start_round() - a round begins
 * @bbr:       BBR
 * @delivered: bytes delivered so far
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.5.1.
 */
void tn_bbr_model_start_round(struct tn_bbr *bbr, u64 delivered)
{
	bbr->next_round = delivered;
}

/**
 * tn_bbr_model_reset_full_bw() - look again whether the pipe is full
 * @bbr: BBR
 * @bw:  rate to compare with, bytes a second
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.3.1.2.
 */
void tn_bbr_model_reset_full_bw(struct tn_bbr *bbr, u64 bw)
{
	bbr->full_bw = bw;
	bbr->full_bw_count = 0;
	bbr->full_bw_now = false;
}

/**
 * tn_bbr_model_reset_shortterm() - forget the bounds of the last cycle
 * @bbr: BBR
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.5.10.3.
 */
void tn_bbr_model_reset_shortterm(struct tn_bbr *bbr)
{
	bbr->bw_shortterm = TN_BBR_NO_BW;
	bbr->inflight_shortterm = TN_BBR_NONE;
}

/**
 * tn_bbr_model_reset_signals() - forget what this round showed
 * @bbr: BBR
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.5.10.3.
 */
void tn_bbr_model_reset_signals(struct tn_bbr *bbr)
{
	bbr->loss_in_round = false;
	bbr->bw_latest = 0;
	bbr->inflight_latest = 0;
}

/**
 * tn_bbr_model_advance_max_bw() - a cycle of ProbeBW is over
 * @bbr: BBR
 *
 * A cycle that gave no sample does not count: an application that sends little
 * does not make the path forgotten.
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.5.6.
 */
void tn_bbr_model_advance_max_bw(struct tn_bbr *bbr)
{
	if (!bbr->max_bw[1])
		return;
	bbr->max_bw[0] = bbr->max_bw[1];
	bbr->max_bw[1] = 0;
}

/**
 * tn_bbr_model_bdp() - a multiple of the bandwidth-delay product
 * @bbr:  BBR
 * @bw:   bandwidth, bytes a second
 * @gain: factor, percent
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.6.4.2.
 * Return: bytes; the initial window before the first RTT.
 */
u32 tn_bbr_model_bdp(const struct tn_bbr *bbr, u64 bw, u32 gain)
{
	if (bbr->min_rtt == U64_MAX)
		return bbr->initial_cwnd;
	return tn_bbr_percent(tn_bbr_model_bytes(bw, bbr->min_rtt), gain);
}

/**
 * tn_bbr_model_headroom() - the long term bound, less some room for others
 * @bbr: BBR
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.3.3.9.
 * Return: bytes, or TN_BBR_NONE.
 */
u32 tn_bbr_model_headroom(const struct tn_bbr *bbr)
{
	u32 bound = bbr->inflight_longterm, room;

	if (bound == TN_BBR_NONE)
		return TN_BBR_NONE;
	room = max(bbr->mss, tn_bbr_percent(bound, TN_BBR_HEADROOM));
	return max(bound - min(bound, room), tn_bbr_min_pipe(bbr));
}

/* draft 5.5.1, 5.5.10.3: rounds, and what the ACKs of a round showed at most */
static void tn_bbr_model_rounds(struct tn_bbr *bbr, struct tn_bbr_step *step)
{
	const struct tandem_cc_ack *ack = step->ack;

	bbr->bw_latest = max(bbr->bw_latest, step->bw);
	bbr->inflight_latest = max(bbr->inflight_latest, step->delivered);
	bbr->rtt_latest = max(bbr->rtt_latest, ack->rtt_ns);
	if (!step->delivered)
		return;
	if (ack->rate.prior_delivered >= bbr->loss_round) {
		bbr->loss_round = ack->delivered;
		step->loss_round_start = true;
	}
	if (ack->rate.prior_delivered >= bbr->next_round) {
		tn_bbr_model_start_round(bbr, ack->delivered);
		bbr->round_count++;
		bbr->rounds_since_probe++;
		step->round_start = true;
	}
}

/* draft 5.5.4: a sample that the application held down counts only if it is higher */
static void tn_bbr_model_max_bw(struct tn_bbr *bbr, const struct tn_bbr_step *step)
{
	if (step->bw && (!step->app_limited || step->bw >= tn_bbr_max_bw(bbr)))
		bbr->max_bw[1] = max(bbr->max_bw[1], step->bw);
}

/* No RTT of the round showed a queue */
static bool tn_bbr_model_no_queue(const struct tn_bbr *bbr)
{
	return bbr->rtt_latest && bbr->min_rtt != U64_MAX &&
	       bbr->rtt_latest <= bbr->min_rtt + div_u64(bbr->min_rtt, 100) * TN_BBR_NOISE_RTT;
}

/* A queue that our own bursts cannot have made */
static bool tn_bbr_model_others(const struct tn_bbr *bbr)
{
	return bbr->rtt_latest && !tn_bbr_model_no_queue(bbr) &&
	       bbr->rtt_latest - bbr->min_rtt > TN_BBR_BURSTS_NS;
}

/* Percent of losses that a probe tolerates */
static u32 tn_bbr_model_tolerance(const struct tn_bbr *bbr)
{
	u32 noise = 2 * bbr->noise / TN_BBR_NOISE_UNIT;

	if (tn_bbr_model_no_queue(bbr))
		noise = TN_BBR_NOISE_THRESH;
	return TN_BBR_LOSS_THRESH + min_t(u32, noise, TN_BBR_NOISE_THRESH);
}

/*
 * A round outside of probes is over: is what it lost noise? If it showed no queue, learn;
 * from what followed its first loss, since that has begun it.
 */
static bool tn_bbr_model_is_noise(struct tn_bbr *bbr, const struct tandem_cc_rate *rate)
{
	u32 share = TN_BBR_NOISE_UNIT * 100;

	if (!bbr->sack)
		return false;
	if (!tn_bbr_model_no_queue(bbr))
		return (u64)bbr->lost_bytes * share <=
		       2 * bbr->noise * (rate->delivered + bbr->lost_bytes);
	bbr->noise -= bbr->noise / TN_BBR_NOISE_ROUNDS;
	bbr->noise += div64_u64((u64)rate->lost * share / TN_BBR_NOISE_ROUNDS,
				rate->delivered + rate->lost);
	return bbr->noise <= TN_BBR_NOISE_THRESH * TN_BBR_NOISE_UNIT;
}

/* draft 5.5.10.3: once a round, outside of probes, follow what was delivered */
static void tn_bbr_model_shortterm(struct tn_bbr *bbr, const struct tn_bbr_step *step,
				   u32 cwnd)
{
	u32 kept = 100;

	if (!step->loss_round_start)
		return;
	/* The queue is the others' */
	if (bbr->loss_in_cruise && tn_bbr_model_others(bbr))
		kept = TN_BBR_BETA;
	if (!tn_bbr_is_probing(bbr) && !tn_bbr_model_is_noise(bbr, &step->ack->rate) &&
	    bbr->loss_in_round) {
		if (bbr->bw_shortterm == TN_BBR_NO_BW)
			bbr->bw_shortterm = tn_bbr_max_bw(bbr);
		if (bbr->inflight_shortterm == TN_BBR_NONE)
			bbr->inflight_shortterm = cwnd;
		bbr->bw_shortterm = max(bbr->bw_latest,
					div_u64(bbr->bw_shortterm * TN_BBR_BETA, 100));
		bbr->inflight_shortterm =
			max(tn_bbr_percent(bbr->inflight_latest, kept),
			    tn_bbr_percent(bbr->inflight_shortterm, TN_BBR_BETA));
	}
	bbr->loss_in_round = false;
}

/* draft 5.5.9: ACKs that come in bursts need a window that lasts from one to the next */
static void tn_bbr_model_aggregation(struct tn_bbr *bbr,
				     const struct tn_bbr_step *step, u32 cwnd)
{
	u64 now = step->ack->now_ns;
	u32 expected = tn_bbr_model_bytes(bbr->bw, tn_time_sub(now, bbr->extra_at));
	u32 rounds = bbr->full_bw_reached ? TN_BBR_EXTRA_ACKED_ROUNDS : 1;

	if (bbr->extra_delivered <= expected) {
		bbr->extra_delivered = 0;
		bbr->extra_at = now;
		expected = 0;
	}
	bbr->extra_delivered += min(step->ack->acked, U32_MAX - bbr->extra_delivered);
	tn_winmax_update(&bbr->extra_acked, rounds, bbr->round_count,
			 min(bbr->extra_delivered - expected, cwnd));
}

/* draft 5.3.1.2: three rounds without a quarter more */
static void tn_bbr_model_full_bw(struct tn_bbr *bbr, const struct tn_bbr_step *step)
{
	if (bbr->full_bw_now || !step->round_start || step->app_limited)
		return;
	if (step->bw * 100 >= bbr->full_bw * TN_BBR_FULL_BW_GROWTH) {
		tn_bbr_model_reset_full_bw(bbr, step->bw);
		return;
	}
	bbr->full_bw_now = ++bbr->full_bw_count >= TN_BBR_FULL_BW_ROUNDS;
	if (bbr->full_bw_now)
		bbr->full_bw_reached = true;
}

/**
 * tn_bbr_model_update() - what an ACK changes, before the states look at it
 * @bbr:  BBR
 * @step: with @step->ack; the rest is filled in
 * @cwnd: window, bytes
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.2.3.
 */
void tn_bbr_model_update(struct tn_bbr *bbr, struct tn_bbr_step *step, u32 cwnd)
{
	const struct tandem_cc_rate *rate = &step->ack->rate;

	step->bw = tn_bbr_model_rate(rate);
	step->delivered = min_t(u64, rate->delivered, U32_MAX);
	/* draft 5.3.4.3, MarkConnectionAppLimited(): ProbeRTT held it back */
	step->app_limited = rate->app_limited ||
			    (bbr->quiet_until && rate->prior_delivered <= bbr->quiet_until);

	tn_bbr_model_rounds(bbr, step);
	tn_bbr_model_max_bw(bbr, step);
	tn_bbr_model_shortterm(bbr, step, cwnd);
	tn_bbr_model_aggregation(bbr, step, cwnd);
	tn_bbr_model_full_bw(bbr, step);
}

/**
 * tn_bbr_model_marks() - a round is over: was anything of it marked?
 * @bbr:  BBR
 * @cwnd: window, bytes
 *
 * The draft asks that every mark counts as congestion, and leaves the answer open.
 * Here it is that to losses: outside of a probe at most 30 % less in flight until the
 * next one, between the half of RFC 3168 and the fifth of RFC 8511. But what was
 * delivered does not soften it, since a mark takes nothing away.
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 3.6, RFC 3168 6.1.2.
 * Return: it was.
 */
bool tn_bbr_model_marks(struct tn_bbr *bbr, u32 cwnd)
{
	u32 inflight = tn_bbr_percent(min(bbr->inflight_shortterm, cwnd), TN_BBR_BETA);

	if (!bbr->ecn_echo) {
		bbr->ecn_rounds = 0;
		return false;
	}
	bbr->ecn_echo = false;
	bbr->ecn_rounds += bbr->ecn_rounds < U8_MAX;
	if (!tn_bbr_is_probing(bbr))
		bbr->inflight_shortterm = max(inflight, tn_bbr_min_pipe(bbr));
	return true;
}

/**
 * tn_bbr_model_rtt() - the smallest round trip times
 * @bbr: BBR
 * @ack: the ACK
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.3.4.3.
 * Return: none was as small as the smallest for TN_BBR_PROBE_RTT_EVERY_NS.
 */
bool tn_bbr_model_rtt(struct tn_bbr *bbr, const struct tandem_cc_ack *ack)
{
	u64 now = ack->now_ns;
	bool expired = now > bbr->probe_rtt_min_at + TN_BBR_PROBE_RTT_EVERY_NS;

	if (ack->rtt_ns && (ack->rtt_ns < bbr->probe_rtt_min || expired)) {
		bbr->probe_rtt_min = ack->rtt_ns;
		bbr->probe_rtt_min_at = now;
	}
	if (bbr->probe_rtt_min < bbr->min_rtt ||
	    now > bbr->min_rtt_at + TN_BBR_MIN_RTT_NS) {
		bbr->min_rtt = bbr->probe_rtt_min;
		bbr->min_rtt_at = bbr->probe_rtt_min_at;
	}
	return expired;
}

/**
 * tn_bbr_model_advance() - what an ACK changes, after the states looked at it
 * @bbr:  BBR
 * @step: the ACK
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.5.10.3.
 */
void tn_bbr_model_advance(struct tn_bbr *bbr, const struct tn_bbr_step *step)
{
	if (step->loss_round_start) {
		bbr->bw_latest = step->bw;
		bbr->inflight_latest = step->delivered;
		bbr->rtt_latest = step->ack->rtt_ns;
		bbr->lost_ranges = 0;
		bbr->lost_bytes = 0;
	}
	bbr->bw = min(tn_bbr_max_bw(bbr), bbr->bw_shortterm);
}

/**
 * tn_bbr_model_save() - remember the model for the case that there was no loss
 * @bbr: BBR
 *
 * The first loss of an episode may be told before or after its begin; those of
 * its later rounds find the model changed by the episode, and change nothing here.
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.5.11.1.
 */
void tn_bbr_model_save(struct tn_bbr *bbr)
{
	if (bbr->in_recovery || bbr->loss_in_round)
		return;
	bbr->undo_state = bbr->state;
	bbr->undo_bw_shortterm = bbr->bw_shortterm;
	bbr->undo_inflight_shortterm = bbr->inflight_shortterm;
	bbr->undo_inflight_longterm = bbr->inflight_longterm;
}

/**
 * tn_bbr_model_undo() - it was none
 * @bbr: BBR
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.5.11.2.
 */
void tn_bbr_model_undo(struct tn_bbr *bbr)
{
	bbr->loss_in_round = false;
	tn_bbr_model_reset_full_bw(bbr, 0);
	bbr->bw_shortterm = max(bbr->bw_shortterm, bbr->undo_bw_shortterm);
	bbr->inflight_shortterm = max(bbr->inflight_shortterm,
				      bbr->undo_inflight_shortterm);
	bbr->inflight_longterm = max(bbr->inflight_longterm,
				     bbr->undo_inflight_longterm);
}

/* draft 5.3.1.3: count ranges that do not touch; losses are found upward or downward */
static void tn_bbr_model_range(struct tn_bbr *bbr, u32 seq, u32 bytes)
{
	if (bbr->lost_ranges && seq == bbr->lost_end) {
		bbr->lost_end += bytes;
	} else if (bbr->lost_ranges && seq + bytes == bbr->lost_seq) {
		bbr->lost_seq = seq;
	} else {
		bbr->lost_seq = seq;
		bbr->lost_end = seq + bytes;
		bbr->lost_ranges += bbr->lost_ranges < U8_MAX;
	}
}

/**
 * tn_bbr_model_lost() - a range was lost
 * @bbr:       BBR
 * @delivered: bytes delivered so far
 * @seq:       first sequence number of the range
 * @bytes:     its length
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.5.10.2 (NoteLoss), 5.3.1.3.
 */
void tn_bbr_model_lost(struct tn_bbr *bbr, u64 delivered, u32 seq, u32 bytes)
{
	if (!bbr->loss_in_round) {
		bbr->loss_round = delivered;
		bbr->loss_in_cruise = bbr->state == TN_BBR_CRUISE &&
				      bbr->round_count != bbr->phase_round;
		tn_bbr_model_save(bbr);
	}
	bbr->loss_in_round = true;
	bbr->lost_bytes += min(bytes, U32_MAX - bbr->lost_bytes);
	tn_bbr_model_range(bbr, seq, bytes);
}

/**
 * tn_bbr_model_too_high() - is so much lost that too much was in flight?
 * @bbr:  BBR
 * @rate: sample of the data in question
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.5.10.2 (IsInflightTooHigh), but for noise.
 * Return: more than what is tolerated, or without SACK anything, is lost.
 */
bool tn_bbr_model_too_high(const struct tn_bbr *bbr, const struct tandem_cc_rate *rate)
{
	if (!bbr->sack)
		return rate->lost;
	return (u64)rate->lost * 100 > (u64)rate->tx_inflight * tn_bbr_model_tolerance(bbr);
}

/**
 * tn_bbr_model_at_loss() - how much was in flight when it became too much
 * @bbr:   BBR
 * @rate:  sample of the lost range; it is in @rate->lost
 * @bytes: length of the range
 *
 * Somewhere in the range the losses cross the threshold: the prefix p of it with
 * (lost before + p) / (in flight before + p) = threshold.
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.5.10.2 (InflightAtLoss).
 * Return: bytes.
 */
u32 tn_bbr_model_at_loss(const struct tn_bbr *bbr, const struct tandem_cc_rate *rate,
			 u32 bytes)
{
	u32 most = tn_bbr_model_tolerance(bbr);
	u32 inflight = rate->tx_inflight - min(rate->tx_inflight, bytes);
	u32 lost = rate->lost - min(rate->lost, bytes);
	u64 budget = (u64)inflight * most;

	/* All of the range came too late */
	if (budget <= (u64)lost * 100)
		return inflight;
	return inflight + div_u64(budget - (u64)lost * 100, 100 - most);
}
