// SPDX-License-Identifier: GPL-2.0
/*
 * When to acknowledge (RFC 9293 3.8.6.3, RFC 5681 4.2).
 *
 *   at once    a second full-sized segment's worth of data is unacknowledged;
 *              the segment was out of order, filled a gap, or carried a FIN;
 *              the connection is young, so that the peer's slow start is fed
 *   later      anything else, within cfg.delack_max; what we send meanwhile
 *              carries the acknowledgment along. So does the ACK of a SYN-ACK, if the
 *              user knows that he is going to speak first (TCP_DEFER_ACCEPT)
 *   challenge  a segment that looks like a blind attack is answered by an ACK
 *              of the truth (RFC 5961), at most one in cfg.challenge
 *
 * "At once" means at the end of the event that is being handled, so segments
 * that receive offload merged, and a gap that frees a queue, cost one ACK
 * (MUST-58, MUST-59).
 */
#include <linux/kernel.h>

#include "tcp/ackpolicy.h"
#include "tcp/deadline.h"

/* RFC 9293 3.7.1: the MSS of a peer that names none. Less than that is not full-sized. */
#define TN_ACKPOLICY_LEAST	536

/**
 * tn_ackpolicy_now() - acknowledge as soon as the event is handled
 * @tcb: connection
 * @v:   verdict of the event
 *
 * Context: any.
 */
void tn_ackpolicy_now(struct tn_tcb *tcb, struct tn_verdict *v)
{
	tcb->pending |= TN_PEND_ACK;
	v->bits |= TN_V_SEND;
}

static void tn_ackpolicy_later(struct tn_tcb *tcb, tn_time_t now)
{
	tn_deadline_set(tcb, TN_DL_DELACK,
			tn_deadline_tick(now, tcb->cfg->delack_max, tcb->cfg->delack_tick));
}

/**
 * tn_ackpolicy_synack() - our SYN was acknowledged, by the peer's
 * @tcb: connection, ESTABLISHED by now
 * @now: current time
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 3.10.7.3: what is queued may go with the ACK.
 */
void tn_ackpolicy_synack(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	if (tcb->acks.hold)
		tn_ackpolicy_later(tcb, now);
	else
		tn_ackpolicy_now(tcb, v);
}

/**
 * tn_ackpolicy_data() - data arrived in order, without having filled a gap
 * @tcb: connection
 * @now: current time
 * @seg: segment, trimmed to what was new
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 SHLD-18, SHLD-19, MUST-40.
 */
void tn_ackpolicy_data(struct tn_tcb *tcb, tn_time_t now,
		       const struct tn_seg *seg, struct tn_verdict *v)
{
	u32 one = seg->len / seg->nsegs;

	tcb->acks.rmss = clamp_t(u32, one, tcb->acks.rmss, tcb->rcv.mss);
	tcb->acks.unacked += seg->len;
	if (tcb->acks.quick) {
		tcb->acks.quick--;
		tn_ackpolicy_now(tcb, v);
	} else if (tcb->acks.unacked >= max_t(u32, 2 * tcb->acks.rmss, TN_ACKPOLICY_LEAST) &&
		   seg->len >= tcb->acks.rmss) {
		tn_ackpolicy_now(tcb, v);
	} else if (!tn_deadline_armed(tcb, TN_DL_DELACK)) {
		tn_ackpolicy_later(tcb, now);
	}
}

/**
 * tn_ackpolicy_challenge() - answer a suspicious segment with the truth
 * @tcb:    connection
 * @now:    current time
 * @reason: why the segment is dropped
 * @v:      verdict of the event
 *
 * Context: any. Source: RFC 5961 3, 4, 5, 7.
 */
void tn_ackpolicy_challenge(struct tn_tcb *tcb, tn_time_t now,
			    enum tn_reason reason, struct tn_verdict *v)
{
	v->reason = reason;
	if (now < tcb->acks.challenge_at) {
		tn_count(tcb->stats, TN_MIB_TCP_ACK_SKIPPED_CHALLENGE);
		return;
	}
	tcb->acks.challenge_at = now + tcb->cfg->challenge;
	tn_count(tcb->stats, TN_MIB_TCP_CHALLENGE_ACK);
	tn_ackpolicy_now(tcb, v);
}

/**
 * tn_ackpolicy_sent() - a segment with the ACK flag leaves
 * @tcb: connection
 *
 * Context: any.
 */
void tn_ackpolicy_sent(struct tn_tcb *tcb)
{
	tcb->pending &= ~TN_PEND_ACK;
	tcb->acks.unacked = 0;
	tcb->ts.last_ack_sent = tcb->rcv.nxt;
	tn_deadline_clear(tcb, TN_DL_DELACK);
}

/**
 * tn_ackpolicy_due() - the delayed ACK is due
 * @tcb: connection
 * @v:   verdict of the event
 *
 * Context: any.
 */
void tn_ackpolicy_due(struct tn_tcb *tcb, struct tn_verdict *v)
{
	tn_count(tcb->stats, TN_MIB_DELAYED_ACKS);
	tn_ackpolicy_now(tcb, v);
}
