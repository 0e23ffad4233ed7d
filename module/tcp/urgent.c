// SPDX-License-Identifier: GPL-2.0
/*
 * Urgent data (RFC 9293 3.8.5, RFC 6093).
 *
 * There is one stream, and a pointer into it that can only move forward: up to
 * there, the sender says, it is urgent. The pointer is the number of the octet
 * behind the last urgent one (MUST-62). It travels in every segment that begins
 * before it, so that the receiver knows before the data itself arrives, even with
 * a closed window (MUST-66):
 *
 *	snd.una            snd.nxt         snd_up         snd.end
 *	   |------------------|---------------|--------------|
 *	    URG, pointer = snd_up - SEG.SEQ    |  no URG
 *
 * The field has 16 bits. A pointer further ahead is sent as far as they reach, and
 * moves on with the segments that follow (MUST-31).
 *
 * BSD had the pointer on the last urgent octet: cfg.urg_bsd makes it so, for a peer
 * that does the same (RFC 6093 3.2).
 *
 * The receiver is told when the pointer comes, and whenever it advances (MUST-32).
 * It is of no use any more when the user has read up to it. What is urgent is
 * delivered like all the rest; what sockets make of it, the last octet "out of
 * band", is sock/oob.c's.
 */
#include <linux/kernel.h>

#include "tcp/urgent.h"

/**
 * tn_urgent_write() - the user has written urgent data
 * @tcb: connection; snd.end is behind that data
 *
 * Context: any. Source: RFC 9293 3.10.2, RFC 6093 4.
 */
void tn_urgent_write(struct tn_tcb *tcb)
{
	tcb->urg.snd_up = tcb->snd.end;
	tcb->urg.sending = true;
}

/**
 * tn_urgent_mark() - put the urgent pointer on a segment that leaves
 * @tcb: connection
 * @out: segment, its sequence number final
 *
 * Context: any. Source: RFC 9293 3.8.5 (MUST-31, MUST-62).
 */
void tn_urgent_mark(const struct tn_tcb *tcb, struct tn_out *out)
{
	if (!tcb->urg.sending || !tn_seq_gt(tcb->urg.snd_up, out->seq))
		return;
	out->flags |= TN_TCP_URG;
	out->urg = min_t(u32, tcb->urg.snd_up - tcb->cfg->urg_bsd - out->seq,
			 U16_MAX);
}

/**
 * tn_urgent_acked() - snd.una has advanced
 * @tcb: connection
 *
 * Context: any.
 */
void tn_urgent_acked(struct tn_tcb *tcb)
{
	if (tcb->urg.sending && tn_seq_ge(tcb->snd.una, tcb->urg.snd_up))
		tcb->urg.sending = false;
}

/**
 * tn_urgent_arrive() - look at the urgent pointer of an acceptable segment
 * @tcb: connection
 * @seg: segment, not yet trimmed: the pointer counts from its first octet
 * @v:   verdict of the event: the user is to be told
 *
 * Context: any. Source: RFC 9293 3.10.7.4, sixth step.
 */
void tn_urgent_arrive(struct tn_tcb *tcb, const struct tn_seg *seg,
		      struct tn_verdict *v)
{
	u32 up = seg->seq + seg->urg + tcb->cfg->urg_bsd;

	if (!(seg->flags & TN_TCP_URG) || !tn_tcb_in(tcb, TN_STATES_RECEIVE) ||
	    tcb->detached)
		return;
	/* Read already, or known */
	if (tn_seq_le(up, tcb->rcv.user) ||
	    (tcb->urg.receiving && tn_seq_le(up, tcb->urg.rcv_up)))
		return;

	v->oob_passed = tn_urgent_has_octet(tcb) && !tn_urgent_ahead(tcb);
	tcb->urg.rcv_up = up;
	tcb->urg.receiving = true;
	v->bits |= TN_V_URGENT;
}

/**
 * tn_urgent_read() - the user has read
 * @tcb: connection; rcv.user is behind what was read
 *
 * Context: any. Source: RFC 9293 3.8.5.
 */
void tn_urgent_read(struct tn_tcb *tcb)
{
	if (tcb->urg.receiving && tn_seq_ge(tcb->rcv.user, tcb->urg.rcv_up))
		tcb->urg.receiving = false;
}
