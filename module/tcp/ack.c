// SPDX-License-Identifier: GPL-2.0
/*
 * An acceptable ACK arrived: build the sample, then call the blocks, each once
 * and always in this order:
 *
 *   sentq      what left the queue                      tcp/sentq.c
 *   sack       what arrived beyond the gap              tcp/sack.c
 *   window     how much the peer takes now              here
 *   rtt        how long it took                         tcp/rtt.c
 *   rate       how fast things arrive                   tcp/rate.c
 *   rack       what could arrive in this time           tcp/rack.c
 *   recovery   is anything lost, is the episode over,
 *              was there a reason for it at all?        tcp/recovery.c
 *   ecn        was anything marked?                     tcp/ecn.c
 *   cc         how much may be in the network           cc/
 *   cwv        and how much of it was used              tcp/cwv.c
 *   timers     RFC 6298 5.2, 5.3; RFC 8985 7.2          here
 *
 * Each block sees the sample, and what the blocks before it have settled.
 */
#include <linux/kernel.h>

#include "tcp/ack.h"
#include "tcp/advice.h"
#include "tcp/cwv.h"
#include "tcp/deadline.h"
#include "tcp/ecn.h"
#include "tcp/persist.h"
#include "tcp/rack.h"
#include "tcp/rate.h"
#include "tcp/recovery.h"
#include "tcp/rtt.h"
#include "tcp/sack.h"
#include "tcp/timeout.h"
#include "tcp/timestamp.h"
#include "tcp/tlp.h"
#include "tcp/undo.h"
#include "tcp/urgent.h"

/* RFC 9293 3.10.7.4: SND.WND from the newest segment only (9293-U19) */
static bool tn_ack_window(struct tn_tcb *tcb, const struct tn_seg *seg)
{
	u32 wnd = (u32)seg->wnd << tcb->snd.wscale;
	bool changed;

	if (!tn_seq_lt(tcb->snd.wl1, seg->seq) &&
	    !(tcb->snd.wl1 == seg->seq && tn_seq_le(tcb->snd.wl2, seg->ack)))
		return false;
	changed = wnd != tcb->snd.wnd;
	tcb->snd.wnd = wnd;
	tcb->snd.max_wnd = max(tcb->snd.max_wnd, wnd);
	tcb->snd.wl1 = seg->seq;
	tcb->snd.wl2 = seg->ack;
	return changed;
}

/* RFC 5681 2: exactly these make an ACK a duplicate. */
static bool tn_ack_is_dup(const struct tn_tcb *tcb, const struct tn_seg *seg,
			  bool window_changed)
{
	return tn_tcb_outstanding(tcb) && !seg->len &&
	       !(seg->flags & TN_TCP_FIN) && seg->ack == tcb->snd.una &&
	       !window_changed;
}

static void tn_ack_una(struct tn_tcb *tcb, const struct tn_seg *seg,
		       struct tn_ack_sample *sample, struct tn_verdict *v)
{
	u32 before = tn_tcb_acked(tcb);

	tn_sentq_ack(tcb, seg->ack, &sample->acked);
	tcb->snd.una = seg->ack;
	tn_urgent_acked(tcb);
	tn_advice_acked(tcb);
	tcb->info.bytes_acked += tn_tcb_acked(tcb) - before;
	tcb->rec.first_sent = 0;
	tcb->rec.tries = 0;
	sample->advanced = true;
	v->bits |= TN_V_ACKED;
}

/*
 * RFC 6298 3, Karn: no sample when something that was sent twice is among what
 * was acknowledged, not even from the rest: that waited for the gap to be
 * filled. The timestamp tells then, more coarsely (RFC 7323 4.1).
 */
static void tn_ack_rtt(struct tn_tcb *tcb, const struct tn_seg *seg,
		       struct tn_ack_sample *sample)
{
	const struct tn_acked *acked = &sample->acked;

	if (acked->once.at && !acked->again.at) {
		sample->rtt = max_t(u64, 1, tn_time_sub(seg->when, acked->once.at));
	} else if (sample->advanced && tcb->ts.ok && seg->opt.has & TN_OPT_TS &&
		   seg->opt.tsecr) {
		u32 ticks = tn_timestamp_val(tcb, seg->when) - seg->opt.tsecr;

		if ((s32)ticks >= 0)
			sample->rtt = tn_ms(max(ticks, 1u));
	}
	if (sample->rtt)
		tn_rtt_sample(tcb, sample->now, sample->rtt);
}

static void tn_ack_cc(struct tn_tcb *tcb, const struct tn_ack_sample *sample)
{
	struct tandem_cc_ack ack = {
		.now_ns = sample->now,
		.delivered = tcb->rate.delivered,
		.lost = tcb->rate.lost,
		.rtt_ns = sample->rtt,
		.srtt_ns = tcb->rtt.srtt,
		.min_rtt_ns = tcb->rtt.min,
		.acked = sample->acked.bytes,
		.newly_lost = (u32)(tcb->rate.lost - sample->lost),
		.prior_inflight = sample->pipe,
		.inflight = tcb->sentq.pipe,
		.ce = sample->ce,
		.una = tcb->snd.una,
		.nxt = tcb->snd.nxt,
		.mss = tcb->snd.mss,
		.cwnd_limited = tcb->snd.is_limited,
		.recovering = tcb->rec.mode == TN_REC_FAST,
		.sack = tcb->sack_ok,
		.hystart = tcb->cfg->hystart,
	};

	/*
	 * RFC 5681 3.1: growth is for ACKs of new data, not for SACKs of what lies behind a hole;
	 * RFC 6582 6: nor for the ACK that ends a recovery.
	 */
	ack.may_grow = ack.cwnd_limited && sample->advanced && !sample->settled &&
		       !sample->echoed && !ack.recovering;
	tn_rate_sample(tcb, &sample->acked, &ack.rate);
	if (sample->acked.bytes || sample->advanced || sample->ce) {
		tcb->cc.ops->ack(tcb->cc.priv, &ack, &tcb->cc.out);
		tn_tcb_cc_bound(tcb);
	}
	if (tcb->snd.is_limited && tn_seq_ge(tcb->snd.una, tcb->snd.limited))
		tcb->snd.is_limited = false;
}

/* RFC 6298 5.2, 5.3; RFC 8985 7.2 */
static void tn_ack_timers(struct tn_tcb *tcb, const struct tn_ack_sample *sample)
{
	if (!tn_tcb_outstanding(tcb)) {
		tn_deadline_clear(tcb, TN_DL_REORDER);
		tn_deadline_clear(tcb, TN_DL_PTO);
		if (!tcb->ecn.hold)
			tn_deadline_clear(tcb, TN_DL_RTO);
		return;
	}
	if (sample->advanced && tn_deadline_armed(tcb, TN_DL_RTO))
		tn_rtt_arm(tcb, sample->now);
	if (sample->advanced || sample->sacked)
		tn_tlp_arm(tcb, sample->now);
}

/**
 * tn_ack_arrive() - process the ACK field of an acceptable segment
 * @tcb: connection in a synchronized state
 * @now: current time
 * @seg: segment; its SEG.ACK is at most snd.nxt
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 3.10.7.4, RFC 5681, RFC 6298 5.
 */
void tn_ack_arrive(struct tn_tcb *tcb, tn_time_t now, const struct tn_seg *seg,
		   struct tn_verdict *v)
{
	struct tn_ack_sample sample = {
		.now = now,
		.una = tcb->snd.una,
		.pipe = tcb->sentq.pipe,
		.lost = tcb->rate.lost,
		.settled = tcb->rec.mode == TN_REC_FAST,
		.acked.fack = tcb->sentq.sacked ? tcb->sentq.high_sacked : tcb->snd.una,
	};
	bool old = tn_seq_lt(seg->ack, tcb->snd.una), window;

	tn_rate_check(tcb);
	tn_persist_answered(tcb, now);
	if (tn_seq_gt(seg->ack, tcb->snd.una))
		tn_ack_una(tcb, seg, &sample, v);
	if (tcb->sack_ok && seg->opt.has & TN_OPT_SACK)
		sample.sacked = tn_sack_arrive(tcb, seg, &sample.acked, &sample.twice);
	window = tn_ack_window(tcb, seg);
	if (old && !sample.sacked && !tn_ack_duplicate(&sample))
		return;
	sample.dup = tcb->sack_ok ? sample.sacked && !sample.advanced :
				    !sample.advanced &&
				    tn_ack_is_dup(tcb, seg, window);

	tn_ack_rtt(tcb, seg, &sample);
	sample.first_ts = tn_undo_is_original(tcb, seg);
	tn_rate_delivered(tcb, &sample);
	tn_rack_ack(tcb, seg, &sample);
	tn_recovery_ack(tcb, seg, &sample);
	tn_ecn_ack(tcb, seg, &sample);
	tn_ack_cc(tcb, &sample);
	if (sample.advanced)
		tn_cwv_ack(tcb, now);
	tn_ack_timers(tcb, &sample);
	tn_persist_window(tcb, now);
	if (sample.advanced)
		tn_timeout_acked(tcb, now);

	if (tn_tcb_has_unsent(tcb) || tcb->sentq.lost)
		v->bits |= TN_V_SEND;
}
