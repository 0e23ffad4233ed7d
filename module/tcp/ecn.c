// SPDX-License-Identifier: GPL-2.0
/*
 * Explicit Congestion Notification (RFC 3168, RFC 8311): a router whose queue
 * grows marks a packet instead of dropping it, and the sender slows down as
 * though it had been lost.
 *
 *	sender                  router                  receiver
 *	  | --- data, ECT -------> | --- data, CE -------> |
 *	  | <------------------------------- ACK, ECE ---- |   every ACK, until
 *	  | --- new data, ECT, CWR ----------------------> |   CWR comes
 *
 * The two ends settle on it in the handshake. A SYN with ECE and CWR asks, a
 * SYN-ACK with ECE alone agrees. Who has sent a SYN without them, because the
 * first one was lost or refused, has ruled it out for what he sends.
 *
 *   receiver   CE on data: ECE from then on. CWR ends that, but is looked at
 *              first: the same segment may bring the next mark (erratum 3639)
 *   sender     ECE: the controller is told, once per window of data, and not
 *              within one that a loss has made smaller already; the window does
 *              not grow by that ACK. CWR goes with the first new data after any
 *              reduction. A window of one segment cannot be halved: then nothing
 *              leaves until the retransmission timer has fired (6.1.2)
 *   ECT        is on new data alone. On anything else a mark, or a loss, would
 *              go unnoticed, or be forged easily (6.1.4 to 6.1.6); cfg.ecn_control
 *              is for experiments that lift this (RFC 8311 4.3)
 *
 * Controllers of TANDEM_CC_ECN_ECHO (RFC 8257) have another echo: each ACK tells
 * whether the last data was marked, so that the marks can be counted.
 */
#include "tcp/ackpolicy.h"
#include "tcp/deadline.h"
#include "tcp/ecn.h"
#include "tcp/recovery.h"
#include "tcp/rtt.h"
#include "wire/ipv4.h"

/* The flags of a SYN that asks for it */
#define TN_ECN_SETUP	(TN_TCP_CWR | TN_TCP_ECE)

/* By cfg.ecn: what our SYNs ask for, and what those of others get. */
static const struct {
	u8 asks;
	u8 grants;
} tn_ecn_knob[] = {
	{ TN_ECN_OFF, TN_ECN_OFF },
	{ TN_ECN_CLASSIC, TN_ECN_CLASSIC },
	{ TN_ECN_OFF, TN_ECN_CLASSIC },
};

/* What a controller that lives on marks needs, whatever the knob says */
static u8 tn_ecn_needs(const struct tandem_cc_ops *ops)
{
	return ops->flags & TANDEM_CC_ECN_ACK ? TN_ECN_CLASSIC : TN_ECN_OFF;
}

/**
 * tn_ecn_asks() - what a SYN of ours asks for
 * @cfg: constants in force
 * @ops: congestion control
 *
 * Context: any.
 * Return: enum tn_ecn_mode.
 */
u8 tn_ecn_asks(const struct tn_config *cfg, const struct tandem_cc_ops *ops)
{
	return max(tn_ecn_knob[cfg->ecn].asks, tn_ecn_needs(ops));
}

/**
 * tn_ecn_grants() - the most that a SYN of somebody else is granted
 * @cfg: constants in force
 * @ops: congestion control
 *
 * Context: any.
 * Return: enum tn_ecn_mode.
 */
u8 tn_ecn_grants(const struct tn_config *cfg, const struct tandem_cc_ops *ops)
{
	return max(tn_ecn_knob[cfg->ecn].grants, tn_ecn_needs(ops));
}

/**
 * tn_ecn_answer() - what a SYN gets
 * @grants: as tn_ecn_grants() says
 * @flags:  of the SYN, TN_TCP_*
 *
 * Context: any. Source: RFC 3168 6.1.1.
 * Return: enum tn_ecn_mode.
 */
u8 tn_ecn_answer(u8 grants, u16 flags)
{
	return grants && (flags & TN_ECN_SETUP) == TN_ECN_SETUP ? TN_ECN_CLASSIC : TN_ECN_OFF;
}

/**
 * tn_ecn_syn_ack() - the flags of a SYN-ACK that agrees
 * @mode: enum tn_ecn_mode
 *
 * Context: any. Source: RFC 3168 6.1.1.
 * Return: TN_TCP_*.
 */
u16 tn_ecn_syn_ack(u8 mode)
{
	return mode ? TN_TCP_ECE : 0;
}

/**
 * tn_ecn_syn() - the peer's SYN, or SYN-ACK, settles it
 * @tcb: connection in SYN-SENT, or a fresh one that was asked for
 * @seg: segment with the SYN flag
 *
 * Context: any. Source: RFC 3168 6.1.1.
 */
void tn_ecn_syn(struct tn_tcb *tcb, const struct tn_seg *seg)
{
	struct tn_ecn *ecn = &tcb->ecn;

	if (!(seg->flags & TN_TCP_ACK))
		/* Crossed SYNs: what we have not asked for we do not grant either */
		ecn->mode = tn_ecn_answer(tcb->passive ? tn_ecn_grants(tcb->cfg, tcb->cc.ops) :
							 ecn->asked, seg->flags);
	else if (ecn->asked && (seg->flags & TN_ECN_SETUP) == TN_TCP_ECE)
		ecn->mode = TN_ECN_CLASSIC;
	else
		/* ECE and CWR: somebody reflects what he does not know */
		ecn->mode = TN_ECN_OFF;
	ecn->ect = ecn->mode && !ecn->plain;
}

/**
 * tn_ecn_syn_again() - the peer's SYN has come once more
 * @tcb: connection in SYN-RECEIVED
 * @seg: segment
 *
 * Context: any. Source: RFC 3168 6.1.1: no ECT if one did not ask for it.
 */
void tn_ecn_syn_again(struct tn_tcb *tcb, const struct tn_seg *seg)
{
	tcb->ecn.mode = min(tcb->ecn.mode, tn_ecn_answer(tcb->ecn.mode, seg->flags));
	tcb->ecn.ect = tcb->ecn.ect && tcb->ecn.mode;
}

/**
 * tn_ecn_syn_out() - a SYN or SYN-ACK of ours leaves
 * @tcb: connection in SYN-SENT or SYN-RECEIVED
 * @out: the segment
 *
 * Context: any. Source: RFC 3168 6.1.1, 6.1.1.1; RFC 8257 3.6.
 */
void tn_ecn_syn_out(struct tn_tcb *tcb, struct tn_out *out)
{
	struct tn_ecn *ecn = &tcb->ecn;

	if (tcb->state == TN_SYN_RECEIVED) {
		out->flags |= tn_ecn_syn_ack(ecn->mode);
	} else {
		ecn->asked = tn_ecn_asks(tcb->cfg, tcb->cc.ops);
		/* Somebody on the way may drop what he does not know */
		if (tcb->rec.tries || tcb->rec.refused || ecn->plain)
			ecn->asked = TN_ECN_OFF;
		ecn->plain = !ecn->asked;
		if (ecn->asked)
			out->flags |= TN_ECN_SETUP;
	}
	if (out->flags & TN_TCP_ECE && tcb->cc.ops->flags & TANDEM_CC_ECN_ECHO)
		out->ecn = TN_ECN_ECT0;
}

/**
 * tn_ecn_refused() - our SYN was answered by a RST
 * @tcb: connection in SYN-SENT
 *
 * Context: any. Source: RFC 3168 6.1.1.1.
 * Return: true if the next SYN is to be one that does not ask for ECN.
 */
bool tn_ecn_refused(struct tn_tcb *tcb)
{
	if (!tcb->ecn.asked)
		return false;
	tcb->ecn.plain = true;
	return true;
}

/* The echo changes, and the peer learns of it at once. */
static void tn_ecn_echo(struct tn_tcb *tcb, bool echo, struct tn_verdict *v)
{
	if (tcb->ecn.echo == echo)
		return;
	tcb->ecn.echo = echo;
	tn_ackpolicy_now(tcb, v);
}

/**
 * tn_ecn_receive() - an acceptable segment: marks, and the peer's answer to ours
 * @tcb: connection
 * @seg: segment; of others nothing is looked at (6.1.5), but all of this one counts: it may be
 *       a probe of our closed window (6.1.6)
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 3168 6.1.3 with erratum 3639, RFC 8257 3.2.
 */
void tn_ecn_receive(struct tn_tcb *tcb, const struct tn_seg *seg, struct tn_verdict *v)
{
	bool ce = seg->ecn == TN_ECN_CE;

	if (!tcb->ecn.mode)
		return;
	if (seg->ecn)
		tcb->ecn.seen = true;
	if (seg->flags & TN_TCP_CWR)
		tn_ecn_echo(tcb, false, v);
	if (!seg->len)
		return;
	if (ce || tcb->cc.ops->flags & TANDEM_CC_ECN_ECHO)
		tn_ecn_echo(tcb, ce, v);
}

/**
 * tn_ecn_reduced() - the window has been, or is to be, made smaller
 * @tcb: connection
 *
 * Context: any. Source: RFC 3168 6.1.2: CWR tells the receiver, whatever the cause.
 */
void tn_ecn_reduced(struct tn_tcb *tcb)
{
	struct tn_ecn *ecn = &tcb->ecn;

	if (ecn->mode != TN_ECN_CLASSIC || !ecn->ect)
		return;
	ecn->cwr = true;
	ecn->reduced = true;
	ecn->marked = false;
	ecn->point = tcb->snd.nxt;
}

/**
 * tn_ecn_covers() - does what is lost now belong to a window that a mark has made smaller?
 * @tcb: connection
 *
 * Context: any. Source: RFC 3168 6.1.2.
 * Return: true if so: the controller knows already.
 */
bool tn_ecn_covers(const struct tn_tcb *tcb)
{
	return tcb->ecn.marked && tn_seq_lt(tcb->snd.una, tcb->ecn.point);
}

/* Does the controller read marks from ACKs, or is it told of the first in a window? */
static bool tn_ecn_counts(const struct tn_tcb *tcb)
{
	return tcb->cc.ops->flags & TANDEM_CC_ECN_ECHO;
}

/* A mark that belongs to no window that is smaller already */
static void tn_ecn_slow_down(struct tn_tcb *tcb, const struct tn_ack_sample *sample)
{
	struct tn_ecn *ecn = &tcb->ecn;

	if (ecn->reduced || tcb->rec.mode != TN_REC_OPEN)
		return;
	tn_ecn_reduced(tcb);
	if (tn_ecn_counts(tcb))
		return;
	ecn->marked = true;
	/* What was in flight when the mark was made */
	tn_recovery_signal(tcb, sample->now, TANDEM_CC_ECN, sample->una);
}

/**
 * tn_ecn_ack() - the ECN flags of an ACK
 * @tcb:    connection
 * @seg:    segment
 * @sample: what the ACK told; what it tells of marks is added
 *
 * Context: any. Source: RFC 3168 6.1.2, RFC 8257 3.3.
 */
void tn_ecn_ack(struct tn_tcb *tcb, const struct tn_seg *seg, struct tn_ack_sample *sample)
{
	struct tn_ecn *ecn = &tcb->ecn;

	if (ecn->reduced && tn_seq_gt(tcb->snd.una, ecn->point)) {
		ecn->reduced = false;
		ecn->marked = false;
	}
	if (ecn->mode != TN_ECN_CLASSIC || !ecn->ect || !(seg->flags & TN_TCP_ECE))
		return;

	sample->echoed = true;
	sample->ce = sample->acked.bytes;
	ecn->ce_bytes += sample->ce;
	tn_count_add(tcb->stats, TN_MIB_TCP_DELIVERED_CE, DIV_ROUND_UP(sample->ce, tcb->snd.mss));
	if (tcb->cc.out.cwnd > tcb->snd.mss) {
		tn_ecn_slow_down(tcb, sample);
	} else {
		/* 6.1.2: no window is smaller than one segment, but one can wait */
		tn_ecn_reduced(tcb);
		ecn->hold = true;
		tn_rtt_arm(tcb, sample->now);
	}
}

/**
 * tn_ecn_release() - the retransmission timer has fired
 * @tcb: connection
 * @v:   verdict of the event: what was held back may leave
 *
 * Context: any. Source: RFC 3168 6.1.2.
 */
void tn_ecn_release(struct tn_tcb *tcb, struct tn_verdict *v)
{
	if (!tcb->ecn.hold)
		return;
	tcb->ecn.hold = false;
	v->bits |= TN_V_SEND;
}

/**
 * tn_ecn_data() - new data leaves
 * @tcb: connection
 * @out: the segment
 *
 * Context: any. Source: RFC 3168 6.1.2, RFC 8311 4.2 (ECT(0)).
 */
void tn_ecn_data(struct tn_tcb *tcb, struct tn_out *out)
{
	struct tn_ecn *ecn = &tcb->ecn;

	if (!ecn->ect || !out->len)
		return;
	out->ecn = TN_ECN_ECT0;
	if (ecn->cwr) {
		out->flags |= TN_TCP_CWR;
		ecn->cwr = false;
	}
}

/**
 * tn_ecn_out() - a segment leaves, other than a SYN
 * @tcb: connection
 * @out: the segment
 *
 * Context: any. Source: RFC 3168 6.1.3, 6.1.4 to 6.1.6; RFC 8257 3.6, 4.1.
 */
void tn_ecn_out(const struct tn_tcb *tcb, struct tn_out *out)
{
	const struct tn_ecn *ecn = &tcb->ecn;

	if (out->flags & TN_TCP_RST) {
		if (ecn->ect && tcb->cc.ops->flags & TANDEM_CC_ECN_ECHO)
			out->ecn = TN_ECN_ECT0;
	} else if (ecn->echo) {
		out->flags |= TN_TCP_ECE;
	}
	if (ecn->ect && tcb->cfg->ecn_control)
		out->ecn = TN_ECN_ECT0;
}
