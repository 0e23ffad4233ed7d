// SPDX-License-Identifier: GPL-2.0
/*
 * BBRv3: send as fast as the path delivers, with as little in flight as that takes
 * (draft-ietf-ccwg-bbr after -06, with precautionary probing).
 *
 * The model (bbr_model.c) says how fast the path is and how much it holds. Neither
 * can be measured while the other is: a full queue hides the delay, an empty one the
 * rate. So BBR goes through states that look for one at a time.
 *
 *            |
 *            v
 *         STARTUP   twice the rate each round; until three rounds bring no quarter
 *            |      more, or a round of a recovery loses over 2 % in six places
 *            v
 *          DRAIN    half the rate; until the queue is gone, at most three rounds
 *            |
 *            v
 *    .---> DOWN     90 %; until there is room below BDP and long term bound
 *    |       |
 *    |       v
 *    |     CRUISE   100 %, following losses at once (short term bounds); for 2 to 3 s,
 *    |       |      or as many rounds as Reno would need to fill the pipe, at most 63
 *    |       v
 *    |     REFILL   100 % for one round, short term bounds forgotten: a full pipe, so
 *    |       |      that the losses to come belong to UP
 *    |       v
 *    |      UP      125 %, raising the long term bound by 1, 2, 4, .. segments a round;
 *    |       |      until over 2 % are lost (that is the bound then), or the pipe is
 *    '-------'      full, or, after a probe that lost, as soon as the bound is reached
 *
 *         PROBE_RTT from anywhere, when no RTT was as small as the smallest for 5 s:
 *                   half the BDP for a round and 200 ms; then CRUISE, or STARTUP
 *
 * After a probe that stopped at the bound and lost nothing, the next follows without
 * a CRUISE. Probes count rounds and seconds so that Reno and CUBIC beside BBR live as
 * long between losses as they would have among themselves.
 *
 * A mark is answered like too many losses in UP, elsewhere by 30 % less in flight until
 * the next probe; in STARTUP two rounds with marks say that the pipe is full.
 *
 * Loss is never answered by a smaller window as such: it moves the bounds of the model,
 * and the window of before a recovery comes back after it. TCP follows cwnd to the
 * letter (TANDEM_CC_OWN_WINDOW) and must pace.
 *
 * Randomness comes from the initial sequence number; so a run can be repeated.
 */
#include "cc/bbr_model.h"
#include "cc/bbr_out.h"
#include "cc/cc.h"

/* xorshift (Marsaglia, 2003): a number below @n */
static u32 tn_bbr_random(struct tn_bbr *bbr, u32 n)
{
	bbr->random ^= bbr->random << 13;
	bbr->random ^= bbr->random >> 17;
	bbr->random ^= bbr->random << 5;
	return (u64)bbr->random * n >> 32;
}

/* draft 5.3.3.8: TargetInflight() */
static u32 tn_bbr_target(const struct tn_bbr *bbr, u32 cwnd)
{
	return min(tn_bbr_model_bdp(bbr, bbr->bw, 100), cwnd);
}

/* STARTUP and DRAIN, draft 5.3.1, 5.3.2 */

/*
 * The pipe is full: losses or marks of a whole round say so before the rate does.
 * What arrived in that round is safe.
 */
static void tn_bbr_startup_full(struct tn_bbr *bbr)
{
	bbr->full_bw_reached = true;
	bbr->inflight_longterm = max(tn_bbr_model_bdp(bbr, bbr->bw, 100),
				     bbr->inflight_latest);
}

static bool tn_bbr_startup_lossy(const struct tn_bbr *bbr, const struct tn_bbr_step *step)
{
	const struct tandem_cc_ack *ack = step->ack;

	if (!ack->recovering)
		return false;
	/* Without SACK a round shows at most one loss */
	if (!bbr->sack)
		return bbr->lost_ranges;
	/* The round began with its first loss, so all of it was spent in the recovery */
	return step->loss_round_start && bbr->lost_ranges >= TN_BBR_FULL_LOSS_RANGES &&
	       tn_bbr_model_too_high(bbr, &ack->rate);
}

static void tn_bbr_startup(struct tn_bbr *bbr, const struct tn_bbr_step *step)
{
	if (tn_bbr_startup_lossy(bbr, step) || bbr->ecn_rounds >= TN_BBR_FULL_ECN_ROUNDS)
		tn_bbr_startup_full(bbr);
	if (!bbr->full_bw_reached)
		return;
	bbr->state = TN_BBR_DRAIN;
	bbr->phase_round = bbr->round_count;
}

/* PROBE_BW, draft 5.3.3 */

static void tn_bbr_start_down(struct tn_bbr *bbr, u64 now, u64 delivered)
{
	tn_bbr_model_reset_signals(bbr);
	bbr->state = TN_BBR_DOWN;
	bbr->probe_stopping = true;
	tn_bbr_model_start_round(bbr, delivered);
	/* PickProbeWait(): flows shall not probe in step */
	bbr->cycle_at = now;
	bbr->probe_wait = TN_BBR_PROBE_WAIT_NS + tn_bbr_random(bbr, TN_NSEC_PER_SEC);
	bbr->rounds_since_probe = tn_bbr_random(bbr, 2);
}

static void tn_bbr_start_cruise(struct tn_bbr *bbr)
{
	bbr->state = TN_BBR_CRUISE;
	bbr->phase_round = bbr->round_count;
}

static void tn_bbr_start_refill(struct tn_bbr *bbr, u64 delivered)
{
	tn_bbr_model_reset_shortterm(bbr);
	bbr->state = TN_BBR_REFILL;
	bbr->probe_stopping = false;
	tn_bbr_model_start_round(bbr, delivered);
	bbr->probe_up_rounds = 0;
	bbr->probe_up_acked = 0;
	bbr->prev_probe_precautionary = false;
}

/* RaiseInflightLongtermSlope(): 1, 2, 4, .. segments in the ACKs of a window */
static void tn_bbr_steeper(struct tn_bbr *bbr, u32 cwnd)
{
	bbr->probe_up_bytes = max(cwnd >> bbr->probe_up_rounds, bbr->mss);
	bbr->probe_up_rounds = min(bbr->probe_up_rounds + 1, 30);
}

static void tn_bbr_start_up(struct tn_bbr *bbr, u64 delivered, u64 bw, u32 cwnd)
{
	bbr->state = TN_BBR_UP;
	bbr->probe_stopping = false;
	tn_bbr_model_start_round(bbr, delivered);
	tn_bbr_model_reset_full_bw(bbr, bw);
	tn_bbr_steeper(bbr, cwnd);
}

/* draft 5.5.10.2: HandleInflightTooHigh(); one answer to each probe */
static void tn_bbr_too_high(struct tn_bbr *bbr, u64 now, u64 delivered, bool app_limited,
			    u32 inflight, u32 cwnd)
{
	u32 least = tn_bbr_percent(tn_bbr_target(bbr, cwnd), TN_BBR_BETA);

	bbr->prev_probe_too_high = true;
	bbr->probe_samples = false;
	if (!app_limited)
		bbr->inflight_longterm = max(inflight, least);
	if (bbr->state == TN_BBR_UP)
		tn_bbr_start_down(bbr, now, delivered);
}

/* draft 5.3.3.9: ProbeInflightLongtermUpward() */
static void tn_bbr_raise(struct tn_bbr *bbr, const struct tn_bbr_step *step, u32 cwnd)
{
	u64 more;

	if (!step->ack->cwnd_limited || cwnd < bbr->inflight_longterm)
		return;
	bbr->probe_up_acked += step->ack->acked;
	more = (u64)(bbr->probe_up_acked / bbr->probe_up_bytes) * bbr->mss;
	bbr->probe_up_acked %= bbr->probe_up_bytes;
	bbr->inflight_longterm = min_t(u64, bbr->inflight_longterm + more,
				       TN_BBR_CWND_MAX);
	if (step->round_start)
		tn_bbr_steeper(bbr, cwnd);
}

/* draft 5.3.3.9: AdaptLongTermModel(). Return: the next probe has begun */
static bool tn_bbr_adapt_longterm(struct tn_bbr *bbr, const struct tn_bbr_step *step,
				  u32 cwnd)
{
	const struct tandem_cc_ack *ack = step->ack;

	/* Of the draft's ACK phases only this one matters */
	if (step->round_start && bbr->probe_stopping) {
		bbr->probe_stopping = false;
		bbr->probe_samples = false;
		if (tn_bbr_in_probe_bw(bbr) && !step->app_limited)
			tn_bbr_model_advance_max_bw(bbr);
		/* It stopped at the bound, and that was safe: now beyond it */
		if (tn_bbr_in_probe_bw(bbr) && bbr->prev_probe_precautionary &&
		    !bbr->prev_probe_too_high) {
			tn_bbr_start_refill(bbr, ack->delivered);
			return true;
		}
	}

	if (bbr->inflight_longterm == TN_BBR_NONE ||
	    tn_bbr_model_too_high(bbr, &ack->rate))
		return false;
	bbr->inflight_longterm = max(bbr->inflight_longterm, ack->rate.tx_inflight);
	if (bbr->state == TN_BBR_UP)
		tn_bbr_raise(bbr, step, cwnd);
	return false;
}

/* draft 5.3.3.8: 2 to 3 s, or the rounds in which Reno fills the pipe */
static bool tn_bbr_time_to_probe(const struct tn_bbr *bbr, u64 now, u32 cwnd)
{
	u32 reno = tn_bbr_target(bbr, cwnd) / bbr->mss;

	return now > bbr->cycle_at + bbr->probe_wait ||
	       bbr->rounds_since_probe >= min_t(u32, reno, TN_BBR_RENO_ROUNDS);
}

/* draft 5.3.3.1: the queue is drained, and there is room for others */
static bool tn_bbr_time_to_cruise(const struct tn_bbr *bbr, u32 inflight, u32 burst)
{
	return inflight <= tn_bbr_model_headroom(bbr) &&
	       inflight <= tn_bbr_out_inflight(bbr, tn_bbr_max_bw(bbr), burst);
}

/* draft 5.3.3.7 */
static bool tn_bbr_time_to_go_down(struct tn_bbr *bbr, const struct tn_bbr_step *step,
				   u32 cwnd)
{
	/* Reached: not another segment had fit. After the ACK, there is room again */
	if (bbr->prev_probe_too_high &&
	    (u64)step->ack->prior_inflight + bbr->mss > bbr->inflight_longterm) {
		bbr->prev_probe_precautionary = true;
		return true;
	}
	/* The bound, not the path, keeps the rate from growing */
	if (step->ack->cwnd_limited && cwnd >= bbr->inflight_longterm) {
		tn_bbr_model_reset_full_bw(bbr, step->bw);
		return false;
	}
	return bbr->full_bw_now;
}

/* draft 5.3.3.9: UpdateProbeBWCyclePhase() */
static void tn_bbr_cycle(struct tn_bbr *bbr, const struct tn_bbr_step *step,
			 const struct tandem_cc_out *out)
{
	const struct tandem_cc_ack *ack = step->ack;

	if (!bbr->full_bw_reached || tn_bbr_adapt_longterm(bbr, step, out->cwnd))
		return;

	switch (bbr->state) {
	case TN_BBR_DOWN:
	case TN_BBR_CRUISE:
		if (tn_bbr_time_to_probe(bbr, ack->now_ns, out->cwnd))
			tn_bbr_start_refill(bbr, ack->delivered);
		else if (bbr->state == TN_BBR_DOWN &&
			 tn_bbr_time_to_cruise(bbr, ack->inflight, out->burst))
			tn_bbr_start_cruise(bbr);
		break;
	case TN_BBR_REFILL:
		if (!step->round_start)
			break;
		bbr->probe_samples = true;
		tn_bbr_start_up(bbr, ack->delivered, step->bw, out->cwnd);
		break;
	case TN_BBR_UP:
		if (!tn_bbr_time_to_go_down(bbr, step, out->cwnd))
			break;
		bbr->prev_probe_too_high = false;
		tn_bbr_start_down(bbr, ack->now_ns, ack->delivered);
		break;
	}
}

/* PROBE_RTT, draft 5.3.4 */

/* draft 5.6.4.4: the window that neither a recovery nor ProbeRTT had made smaller */
static void tn_bbr_save_cwnd(struct tn_bbr *bbr, u32 cwnd)
{
	if (bbr->in_recovery || bbr->state == TN_BBR_PROBE_RTT)
		cwnd = max(cwnd, bbr->prior_cwnd);
	bbr->prior_cwnd = cwnd;
}

static void tn_bbr_restore_cwnd(const struct tn_bbr *bbr, struct tandem_cc_out *out)
{
	out->cwnd = max(out->cwnd, bbr->prior_cwnd);
}

/* CheckProbeRTTDone(), ExitProbeRTT() */
static void tn_bbr_probe_rtt_end(struct tn_bbr *bbr, u64 now, u64 delivered,
				 struct tandem_cc_out *out)
{
	if (!bbr->probe_rtt_done || now <= bbr->probe_rtt_done)
		return;
	bbr->probe_rtt_min_at = now;
	tn_bbr_restore_cwnd(bbr, out);
	tn_bbr_model_reset_shortterm(bbr);
	if (!bbr->full_bw_reached) {
		bbr->state = TN_BBR_STARTUP;
		return;
	}
	/* As if a probe had just ended; the queue is empty already */
	tn_bbr_start_down(bbr, now, delivered);
	tn_bbr_start_cruise(bbr);
}

static void tn_bbr_probe_rtt_begin(struct tn_bbr *bbr, u64 delivered, u32 cwnd)
{
	tn_bbr_save_cwnd(bbr, cwnd);
	bbr->state = TN_BBR_PROBE_RTT;
	bbr->probe_rtt_done = 0;
	bbr->probe_stopping = true;
	tn_bbr_model_start_round(bbr, delivered);
}

/* HandleProbeRTT(): the time counts from when little is in flight */
static void tn_bbr_probe_rtt(struct tn_bbr *bbr, const struct tn_bbr_step *step,
			     struct tandem_cc_out *out)
{
	const struct tandem_cc_ack *ack = step->ack;

	bbr->quiet_until = max_t(u64, ack->delivered + ack->inflight, 1);
	if (!bbr->probe_rtt_done) {
		if (ack->inflight > tn_bbr_out_probe_rtt_cwnd(bbr))
			return;
		bbr->probe_rtt_done = ack->now_ns + TN_BBR_PROBE_RTT_NS;
		bbr->probe_rtt_round_done = false;
		tn_bbr_model_start_round(bbr, ack->delivered);
		return;
	}
	if (step->round_start)
		bbr->probe_rtt_round_done = true;
	if (bbr->probe_rtt_round_done)
		tn_bbr_probe_rtt_end(bbr, ack->now_ns, ack->delivered, out);
}

/* The doorway */

static void tn_bbr_init(void *priv, struct tandem_cc_out *out)
{
	struct tn_bbr *bbr = priv;

	tn_bbr_model_init(bbr, out->cwnd);
	out->pacing_rate = tn_bbr_out_first_rate(bbr, 0);
}

static void tn_bbr_ack(void *priv, const struct tandem_cc_ack *ack,
		       struct tandem_cc_out *out)
{
	struct tn_bbr_step step = { .ack = ack };
	struct tn_bbr *bbr = priv;
	bool expired;

	bbr->mss = ack->mss;
	bbr->sack = ack->sack;
	if (!bbr->started)
		tn_bbr_model_first(bbr, ack);
	if (!bbr->has_srtt && ack->srtt_ns) {
		bbr->has_srtt = true;
		out->pacing_rate = tn_bbr_out_first_rate(bbr, ack->srtt_ns);
	}

	/* draft 5.2.3: in this order */
	tn_bbr_model_update(bbr, &step, out->cwnd);
	if (step.round_start && tn_bbr_model_marks(bbr, out->cwnd) && bbr->probe_samples)
		tn_bbr_too_high(bbr, ack->now_ns, ack->delivered, step.app_limited,
				ack->rate.tx_inflight, out->cwnd);
	if (bbr->state == TN_BBR_STARTUP)
		tn_bbr_startup(bbr, &step);
	if (bbr->state == TN_BBR_DRAIN &&
	    (ack->inflight <= tn_bbr_out_inflight(bbr, bbr->bw, out->burst) ||
	     bbr->round_count > bbr->phase_round + TN_BBR_DRAIN_ROUNDS))
		tn_bbr_start_down(bbr, ack->now_ns, ack->delivered);
	tn_bbr_cycle(bbr, &step, out);
	expired = tn_bbr_model_rtt(bbr, ack);
	if (expired && bbr->state != TN_BBR_PROBE_RTT && !bbr->idle_restart)
		tn_bbr_probe_rtt_begin(bbr, ack->delivered, out->cwnd);
	if (bbr->state == TN_BBR_PROBE_RTT)
		tn_bbr_probe_rtt(bbr, &step, out);
	if (step.delivered)
		bbr->idle_restart = false;
	tn_bbr_model_advance(bbr, &step);
	tn_bbr_out_update(bbr, ack, out);
}

/* draft 5.4.1: the path is as it was; fill it at its own rate */
static void tn_bbr_restart(struct tn_bbr *bbr, const struct tandem_cc_signal *signal,
			   struct tandem_cc_out *out)
{
	bbr->idle_restart = true;
	bbr->extra_at = signal->now_ns;
	bbr->extra_delivered = 0;
	if (tn_bbr_in_probe_bw(bbr))
		tn_bbr_out_pace(bbr, 100, out);
	else if (bbr->state == TN_BBR_PROBE_RTT)
		tn_bbr_probe_rtt_end(bbr, signal->now_ns, signal->delivered, out);
}

/* draft 5.6.4.4: OnEnterFastRecovery(), OnEnterRTO() */
static void tn_bbr_recovery(struct tn_bbr *bbr, u32 cwnd)
{
	tn_bbr_save_cwnd(bbr, cwnd);
	tn_bbr_model_save(bbr);
	bbr->in_recovery = true;
}

/* draft 5.5.11.2: HandleSpuriousLossDetection() */
static void tn_bbr_undo(struct tn_bbr *bbr, u64 delivered, u32 cwnd)
{
	u64 bw = bbr->bw_latest;

	tn_bbr_model_undo(bbr);
	if (bbr->state == TN_BBR_PROBE_RTT || bbr->state == bbr->undo_state)
		return;
	if (bbr->undo_state == TN_BBR_STARTUP) {
		/* It would be left at once; it had not been full when the losses began */
		bbr->full_bw_reached = false;
		bbr->state = TN_BBR_STARTUP;
	} else if (bbr->undo_state == TN_BBR_UP) {
		tn_bbr_start_up(bbr, delivered, bw, cwnd);
	}
}

static void tn_bbr_signal(void *priv, const struct tandem_cc_signal *signal,
			  struct tandem_cc_out *out)
{
	struct tn_bbr *bbr = priv;

	switch (signal->event) {
	case TANDEM_CC_LOSS:
		tn_bbr_recovery(bbr, out->cwnd);
		break;
	case TANDEM_CC_RTO:
		/* One segment: what else was in flight is lost, as TCP is about to say */
		tn_bbr_recovery(bbr, out->cwnd);
		out->cwnd = signal->mss;
		break;
	case TANDEM_CC_UNDO:
		tn_bbr_undo(bbr, signal->delivered, out->cwnd);
		fallthrough;
	case TANDEM_CC_RECOVERED:
		if (bbr->in_recovery)
			tn_bbr_restore_cwnd(bbr, out);
		bbr->in_recovery = false;
		break;
	case TANDEM_CC_ECN:
		bbr->ecn_echo = true;
		break;
	case TANDEM_CC_RESTART:
		tn_bbr_restart(bbr, signal, out);
		break;
	case TANDEM_CC_IDLE:
		/* draft 5.4.2: no restart window; pacing replaces it */
		break;
	}
}

/* draft 5.5.10.2: HandleLostPacket() */
static void tn_bbr_lost(void *priv, u64 now_ns, u32 seq, u32 bytes,
			const struct tandem_cc_rate *rate, struct tandem_cc_out *out)
{
	u64 delivered = rate->prior_delivered + rate->delivered;
	struct tn_bbr *bbr = priv;

	tn_bbr_model_lost(bbr, delivered, seq, bytes);
	if (bbr->probe_samples && tn_bbr_model_too_high(bbr, rate))
		tn_bbr_too_high(bbr, now_ns, delivered, rate->app_limited,
				tn_bbr_model_at_loss(bbr, rate, bytes), out->cwnd);
}

static void tn_bbr_info(const void *priv, struct tandem_cc_info *info)
{
	tn_bbr_out_info(priv, info);
}

static_assert(sizeof(struct tn_bbr) <= TANDEM_CC_PRIV_SIZE, "the contract has no room");

const struct tandem_cc_ops tn_cc_bbr = {
	.name		= "bbr",
	.flags		= TANDEM_CC_OWN_WINDOW | TANDEM_CC_NEEDS_PACING | TANDEM_CC_RESTARTS,
	.priv_size	= sizeof(struct tn_bbr),
	.init		= tn_bbr_init,
	.ack		= tn_bbr_ack,
	.signal		= tn_bbr_signal,
	.lost		= tn_bbr_lost,
	.info		= tn_bbr_info,
};
