// SPDX-License-Identifier: GPL-2.0
/*
 * Tail loss probe (RFC 8985 7).
 *
 * When the last segments of a flight are lost nothing arrives behind them that would tell,
 * and the RTO is long. So when nothing is heard for two round trips, one segment is sent
 * that makes the peer say what it has:
 *
 *   PTO = 2 SRTT, and the peer's delay of an ACK if one segment is out; 1 s before the
 *         first sample; never later than the RTO would be
 *
 * The probe is new data if there is any that may leave, else the last segment once more.
 * Its ACK brings SACK blocks, and RACK finds the rest. If the probe itself has repaired
 * the only loss, no block ever tells: that is seen by the missing D-SACK (7.4), and the
 * controller is told of a loss.
 *
 * After a probe the RTO is started anew, and no other probe follows until this one is
 * answered and a round trip was measured. There is none during a recovery, nor while
 * something is SACKed: RACK is at work then.
 *
 * DEVIATION: the timers are not one (RFC 8985 8). Each has a deadline; the PTO is never
 * behind the RTO and moves it when it fires, and what starts a recovery clears the PTO, so
 * no two of them act on the same silence.
 */
#include <linux/kernel.h>

#include "tcp/deadline.h"
#include "tcp/rack.h"
#include "tcp/rtt.h"
#include "tcp/tlp.h"

/* RFC 8985 7.2: TLP.max_ack_delay */
#define TN_TLP_ACK_DELAY	tn_ms(200)

/* RFC 8985 7.2: the PTO before the first sample */
#define TN_TLP_BLIND		tn_sec(1)

/**
 * tn_tlp_reset() - forget a probe that is out
 * @tcb: connection whose recovery begins
 *
 * Context: any. Source: RFC 8985 7.1.
 */
void tn_tlp_reset(struct tn_tcb *tcb)
{
	tcb->tlp.out = false;
	tcb->pending &= ~TN_PEND_TLP;
	tn_deadline_clear(tcb, TN_DL_PTO);
}

/* RFC 8985 7.2, 7.3 */
static bool tn_tlp_may(const struct tn_tcb *tcb)
{
	return tcb->cfg->tlp && tn_rack_used(tcb) && tcb->rec.mode == TN_REC_OPEN &&
	       !tcb->sentq.sacked && !tcb->sentq.lost && tn_tcb_outstanding(tcb) &&
	       !tcb->persist.on && !tcb->tlp.out && !tcb->tlp.blind;
}

/**
 * tn_tlp_arm() - new data left, or was acknowledged: put the probe off
 * @tcb: connection; its RTO is armed
 * @now: current time
 *
 * Context: any. Source: RFC 8985 7.2.
 */
void tn_tlp_arm(struct tn_tcb *tcb, tn_time_t now)
{
	u64 pto = tcb->rtt.srtt ? 2 * tcb->rtt.srtt : TN_TLP_BLIND;
	/* What is paced leaves later */
	tn_time_t from = max(now, tcb->snd.last_sent);

	if (!tn_tlp_may(tcb)) {
		tn_deadline_clear(tcb, TN_DL_PTO);
		return;
	}
	if (tn_tcb_outstanding(tcb) <= tcb->snd.mss)
		pto += TN_TLP_ACK_DELAY;
	tn_deadline_set(tcb, TN_DL_PTO, tn_time_min(from + pto, tcb->deadline[TN_DL_RTO]));
}

/**
 * tn_tlp_due() - nothing was heard for too long
 * @tcb: connection
 * @now: current time
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 8985 7.3.
 */
void tn_tlp_due(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	if (!tn_tlp_may(tcb))
		return;
	tcb->pending |= TN_PEND_TLP;
	tn_rtt_arm(tcb, now);
	v->bits |= TN_V_SEND;
}

/**
 * tn_tlp_sent() - the probe leaves
 * @tcb:  connection
 * @retx: it was sent before
 *
 * Context: any. Source: RFC 8985 7.3.
 */
void tn_tlp_sent(struct tn_tcb *tcb, bool retx)
{
	tn_count(tcb->stats, TN_MIB_TCP_LOSS_PROBES);
	tcb->tlp.out = true;
	tcb->tlp.retx = retx;
	tcb->tlp.blind = true;
	tcb->tlp.end = tcb->snd.nxt;
}

/**
 * tn_tlp_ack() - was the probe answered, and what does that say?
 * @tcb:    connection
 * @seg:    segment that brought an ACK
 * @sample: what it told
 *
 * Context: any. Source: RFC 8985 7.4.2.
 * Return: true if the probe has repaired a loss that nobody else knows of.
 */
bool tn_tlp_ack(struct tn_tcb *tcb, const struct tn_seg *seg, const struct tn_ack_sample *sample)
{
	struct tn_tlp *tlp = &tcb->tlp;

	if (sample->rtt)
		tlp->blind = false;
	if (!tlp->out || tn_seq_lt(seg->ack, tlp->end))
		return false;
	if (!tlp->retx) {
		tlp->out = false;
	} else if (tn_ack_duplicate(sample) && sample->twice.end == tlp->end) {
		/* Both copies have arrived */
		tlp->out = false;
	} else if (tn_seq_gt(seg->ack, tlp->end)) {
		/* Only one has */
		tlp->out = false;
		tn_count(tcb->stats, TN_MIB_TCP_LOSS_PROBE_RECOVERY);
		return true;
	} else if (!sample->advanced && !seg->len && !(seg->opt.has & TN_OPT_SACK)) {
		/* So says a peer that knows no D-SACK */
		tlp->out = false;
	}
	return false;
}
