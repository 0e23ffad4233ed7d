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
 * With RFC 9768 the receiver counts, see accecn.c; what is here of senders is the
 * same, but for CWR, which is not needed then.
 *
 * Controllers of TANDEM_CC_ECN_ECHO (RFC 8257) have another echo: each ACK tells
 * whether the last data was marked, so that the marks can be counted.
 *
 * What those of TANDEM_CC_ECT1 (RFC 9331) send is ECT(1), if the marks are counted:
 * then routers mark it early and often. What is sent again is, too (RFC 8311 4.3):
 * it would overtake, or wait for, what is ECT(1) otherwise.
 */
#include "tcp/accecn.h"
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
	{ TN_ECN_ACCURATE, TN_ECN_ACCURATE },
	{ TN_ECN_CLASSIC, TN_ECN_ACCURATE },
	{ TN_ECN_OFF, TN_ECN_ACCURATE },
};

/* What a controller that lives on marks needs, whatever the knob says */
static u8 tn_ecn_needs(const struct tandem_cc_ops *ops)
{
	if (!(ops->flags & TANDEM_CC_ECN_ACK))
		return TN_ECN_OFF;
	return ops->flags & TANDEM_CC_ECN_ECHO ? TN_ECN_CLASSIC : TN_ECN_ACCURATE;
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

/* What a SYN asks for; RFC 9768 3.1.3: combinations that mean nothing yet are its */
static u8 tn_ecn_request(u16 flags)
{
	if ((flags & TN_TCP_ACE) == TN_ECN_SETUP)
		return TN_ECN_CLASSIC;
	return flags & TN_TCP_ACE ? TN_ECN_ACCURATE : TN_ECN_OFF;
}

/**
 * tn_ecn_deal_syn() - the first SYN settles it
 * @deal:   filled in
 * @grants: as tn_ecn_grants() says
 * @syn:    segment with the SYN flag, without ACK
 *
 * Context: any. Source: RFC 3168 6.1.1, RFC 9768 3.1.2.
 */
void tn_ecn_deal_syn(struct tn_ecn_deal *deal, u8 grants, const struct tn_seg *syn)
{
	*deal = (struct tn_ecn_deal) { .field = syn->ecn };
	if (grants == TN_ECN_ACCURATE)
		deal->mode = tn_ecn_request(syn->flags);
	else if (grants && (syn->flags & TN_ECN_SETUP) == TN_ECN_SETUP)
		/* Who does not know AE does not look at it */
		deal->mode = TN_ECN_CLASSIC;
}

/**
 * tn_ecn_deal_again() - the SYN has come once more
 * @deal: what was settled; that stays, but nothing of ours is ECN-capable if it asks for
 *        nothing any more
 * @syn:  segment
 *
 * Context: any. Source: RFC 3168 6.1.1, RFC 9768 3.1.5.
 * Return: false if it asks for the other kind of ECN: then the connection is reset.
 */
bool tn_ecn_deal_again(struct tn_ecn_deal *deal, const struct tn_seg *syn)
{
	u8 request = tn_ecn_request(syn->flags);

	if (!deal->mode)
		return true;
	if (request && request != deal->mode)
		return false;
	deal->field = syn->ecn;
	deal->quiet = !request;
	deal->plain = deal->plain || deal->quiet;
	return true;
}

/**
 * tn_ecn_deal_out() - the flags, and the option, of a SYN-ACK
 * @deal:  what was settled
 * @tries: how often the SYN-ACK was sent because of a timeout
 * @out:   the segment, all else in it
 *
 * Context: any. Source: RFC 3168 6.1.1, RFC 9768 3.1.2, 3.2.3.2.2.
 */
void tn_ecn_deal_out(struct tn_ecn_deal *deal, u8 tries, struct tn_out *out)
{
	bool first = !deal->offered;

	deal->offered = true;
	if (deal->mode == TN_ECN_CLASSIC && !deal->quiet)
		out->flags |= TN_TCP_ECE;
	if (deal->mode != TN_ECN_ACCURATE)
		return;
	/* Nobody answers: is it the option, is it the flags? */
	if (tries >= 2) {
		deal->plain = true;
		return;
	}
	out->flags |= tn_accecn_feedback(deal->field);
	if (first)
		tn_accecn_offer(&out->opt);
}

/**
 * tn_ecn_take() - a handshake becomes a connection
 * @tcb:  connection in SYN-RECEIVED
 * @deal: what was settled
 * @sent: ECN field of the SYN-ACK
 *
 * Context: any.
 */
void tn_ecn_take(struct tn_tcb *tcb, const struct tn_ecn_deal *deal, u8 sent)
{
	tcb->ecn.deal = *deal;
	tcb->ecn.sent = sent;
	tcb->ecn.ect = deal->mode && !deal->plain;
	if (deal->mode == TN_ECN_ACCURATE)
		tn_accecn_begin(tcb);
}

/* The SYN-ACK settles what our SYN has asked for. */
static void tn_ecn_agreed(struct tn_tcb *tcb, const struct tn_seg *seg)
{
	struct tn_ecn *ecn = &tcb->ecn;

	if (ecn->asked == TN_ECN_ACCURATE && tn_accecn_agrees(seg->flags))
		ecn->deal.mode = TN_ECN_ACCURATE;
	else if (ecn->asked && (seg->flags & TN_TCP_ACE) == TN_TCP_ECE)
		ecn->deal.mode = TN_ECN_CLASSIC;
	/* All flags of the SYN: somebody reflects what he does not know */
	ecn->ect = ecn->deal.mode && !ecn->deal.plain;
	if (ecn->deal.mode == TN_ECN_ACCURATE)
		ecn->early = tn_accecn_syn_ack(tcb, seg);
}

/**
 * tn_ecn_syn() - the peer's SYN, or SYN-ACK, settles it
 * @tcb: connection in SYN-SENT, or a fresh one that was asked for
 * @seg: segment with the SYN flag
 *
 * Context: any. Source: RFC 3168 6.1.1, RFC 9768 3.1.
 */
void tn_ecn_syn(struct tn_tcb *tcb, const struct tn_seg *seg)
{
	bool plain = tcb->ecn.deal.plain;
	struct tn_ecn_deal deal;

	if (seg->flags & TN_TCP_ACK) {
		tn_ecn_agreed(tcb, seg);
		return;
	}
	/* Crossed SYNs: what we have not asked for we do not grant either */
	tn_ecn_deal_syn(&deal, tcb->passive ? tn_ecn_grants(tcb->cfg, tcb->cc.ops) :
					      tcb->ecn.asked, seg);
	deal.plain = plain;
	tn_ecn_take(tcb, &deal, tcb->ecn.sent);
}

/**
 * tn_ecn_syn_again() - the peer's SYN has come once more
 * @tcb: connection in SYN-RECEIVED
 * @seg: segment
 *
 * Context: any. Source: as tn_ecn_deal_again().
 * Return: false if the connection is to be reset.
 */
bool tn_ecn_syn_again(struct tn_tcb *tcb, const struct tn_seg *seg)
{
	if (!tn_ecn_deal_again(&tcb->ecn.deal, seg))
		return false;
	tcb->ecn.ect = tcb->ecn.ect && !tcb->ecn.deal.plain;
	return true;
}

/**
 * tn_ecn_syn_ack_again() - the peer has not got our answer to its SYN-ACK, which is repeated now
 * @tcb: connection, synchronized
 * @seg: the SYN-ACK
 *
 * Context: any. Source: RFC 9768 3.1.5, 3.2.2.1, 3.2.2.2.
 */
void tn_ecn_syn_ack_again(struct tn_tcb *tcb, const struct tn_seg *seg)
{
	struct tn_accecn *acc = &tcb->ecn.acc;

	if (tcb->ecn.deal.mode != TN_ECN_ACCURATE || tcb->passive || seg->seq != tcb->rcv.irs)
		return;
	acc->last = seg->ecn;
	acc->shake = true;
	acc->bare = true;
}

/**
 * tn_ecn_crossed() - SYNs have crossed, and the peer's SYN-ACK is taken for an ACK
 * @tcb:  connection in SYN-RECEIVED
 * @part: the ACK: what its flags say was not meant for one
 *
 * Context: any. Source: RFC 9768 3.1.2, table 4.
 */
void tn_ecn_crossed(const struct tn_tcb *tcb, struct tn_seg *part)
{
	part->flags &= ~TN_TCP_ACE;
	if (tcb->ecn.deal.mode == TN_ECN_ACCURATE)
		part->flags |= tn_accecn_feedback(tcb->ecn.sent);
}

/**
 * tn_ecn_syn_out() - a SYN or SYN-ACK of ours leaves
 * @tcb: connection in SYN-SENT or SYN-RECEIVED
 * @out: the segment
 *
 * Context: any. Source: RFC 3168 6.1.1, 6.1.1.1; RFC 9768 3.1.1, 3.1.4.1; RFC 8257 3.6.
 */
void tn_ecn_syn_out(struct tn_tcb *tcb, struct tn_out *out)
{
	struct tn_ecn *ecn = &tcb->ecn;
	u8 tolerated;

	if (tcb->state == TN_SYN_RECEIVED) {
		tn_ecn_deal_out(&ecn->deal, tcb->rec.tries, out);
		ecn->ect = ecn->ect && !ecn->deal.plain;
	} else {
		/* What the first one asks for; the controller may be another one by now */
		if (!tcb->rec.tries && !tcb->rec.refused)
			ecn->asked = tn_ecn_asks(tcb->cfg, tcb->cc.ops);
		/* Somebody on the way may drop what he does not know */
		tolerated = ecn->asked == TN_ECN_ACCURATE;
		if (tcb->rec.tries > tolerated || tcb->rec.refused || ecn->deal.plain)
			ecn->asked = TN_ECN_OFF;
		ecn->deal.plain = !ecn->asked;
		if (ecn->asked)
			out->flags |= TN_ECN_SETUP;
		if (ecn->asked == TN_ECN_ACCURATE)
			out->flags |= TN_TCP_AE;
	}
	ecn->sent = TN_ECN_NOT_ECT;
	if (out->flags & TN_TCP_ACE && tcb->cc.ops->flags & TANDEM_CC_ECN_ECHO)
		ecn->sent = TN_ECN_ECT0;
	out->ecn = ecn->sent;
}

/**
 * tn_ecn_established() - the handshake is over
 * @tcb:  connection, ESTABLISHED, its initial window set
 * @now:  current time
 * @seg:  segment that has completed it
 *
 * Context: any. Source: RFC 9768 3.2.2.1, 3.2.2.2.
 */
void tn_ecn_established(struct tn_tcb *tcb, tn_time_t now, const struct tn_seg *seg)
{
	if (tcb->ecn.deal.mode == TN_ECN_ACCURATE && !(seg->flags & TN_TCP_SYN))
		tcb->ecn.early = tn_accecn_last_ack(tcb, seg);
	/* A mark that the first window has to answer */
	if (tcb->ecn.early)
		tn_recovery_signal(tcb, now, TANDEM_CC_ECN, tcb->snd.nxt - tcb->cc.out.cwnd);
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
	tcb->ecn.deal.plain = true;
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

	if (!tcb->ecn.deal.mode)
		return;
	if (seg->ecn)
		tcb->ecn.seen = true;
	if (tcb->ecn.deal.mode == TN_ECN_ACCURATE) {
		tn_accecn_receive(tcb, seg, v);
		return;
	}
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

	if (!ecn->deal.mode)
		return;
	/* RFC 9768 3.1.5: there is no CWR then */
	ecn->cwr = ecn->ect && ecn->deal.mode == TN_ECN_CLASSIC;
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
	if (!(tcb->cc.ops->flags & TANDEM_CC_ECN_ACK))
		return false;
	/* RFC 3168 has no counts, unless the peer echoes as RFC 8257 wants it */
	return tcb->ecn.deal.mode == TN_ECN_ACCURATE ||
	       tcb->cc.ops->flags & TANDEM_CC_ECN_ECHO;
}

/* Has the window that was made smaller been acknowledged, with CWR as the first new data? */
static bool tn_ecn_passed(const struct tn_tcb *tcb)
{
	return tcb->ecn.deal.mode == TN_ECN_CLASSIC ?
	       tn_seq_gt(tcb->snd.una, tcb->ecn.point) : tn_seq_ge(tcb->snd.una, tcb->ecn.point);
}

/* A mark that belongs to no window that is smaller already */
static void tn_ecn_slow_down(struct tn_tcb *tcb, const struct tn_ack_sample *sample)
{
	struct tn_ecn *ecn = &tcb->ecn;
	bool counts = tn_ecn_counts(tcb);

	if (!counts && tcb->cc.out.cwnd <= tcb->snd.mss) {
		/*
		 * 6.1.2: no window is smaller than one segment, but one can wait. The peer echoes
		 * until CWR leaves with that one: if more than new data began the wait anew, the
		 * answers to keep-alive probes would make it last for ever.
		 */
		if (!ecn->hold || sample->advanced)
			tn_rtt_arm(tcb, sample->now);
		tn_ecn_reduced(tcb);
		ecn->hold = true;
	} else if (!ecn->reduced && tcb->rec.mode == TN_REC_OPEN) {
		tn_ecn_reduced(tcb);
		ecn->marked = !counts;
		/* What was in flight when the mark was made */
		if (!counts)
			tn_recovery_signal(tcb, sample->now, TANDEM_CC_ECN, sample->una);
	}
}

/* Bytes that an ACK reports as marked */
static u32 tn_ecn_marks(struct tn_tcb *tcb, const struct tn_seg *seg,
			struct tn_ack_sample *sample)
{
	u32 ce;

	if (tcb->ecn.deal.mode == TN_ECN_ACCURATE) {
		ce = tn_accecn_ack(tcb, seg, &sample->acked);
		sample->echoed = ce;
		return ce;
	}
	sample->echoed = tcb->ecn.ect && seg->flags & TN_TCP_ECE;
	return sample->echoed ? sample->acked.bytes : 0;
}

/**
 * tn_ecn_ack() - the ECN flags of an ACK
 * @tcb:    connection
 * @seg:    segment
 * @sample: what the ACK told; what it tells of marks is added
 *
 * Context: any. Source: RFC 3168 6.1.2, RFC 8257 3.3, RFC 9768 3.2.2.2.
 */
void tn_ecn_ack(struct tn_tcb *tcb, const struct tn_seg *seg, struct tn_ack_sample *sample)
{
	struct tn_ecn *ecn = &tcb->ecn;

	if (!ecn->deal.mode)
		return;
	if (ecn->reduced && tn_ecn_passed(tcb)) {
		ecn->reduced = false;
		ecn->marked = false;
	}
	sample->ce = tn_ecn_marks(tcb, seg, sample);
	if (!sample->echoed)
		return;
	ecn->ce_bytes += sample->ce;
	tn_count_add(tcb->stats, TN_MIB_TCP_DELIVERED_CE, DIV_ROUND_UP(sample->ce, tcb->snd.mss));
	tn_ecn_slow_down(tcb, sample);
	/* What is counted is the controller's business */
	if (tn_ecn_counts(tcb))
		sample->echoed = false;
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
 * tn_ecn_whole() - may segmentation offload cut what leaves now?
 * @tcb: connection
 *
 * It leaves CWR on the first segment alone; one bit of ACE is that flag.
 *
 * Context: any. Source: RFC 9768 3.3.4.
 * Return: true if not.
 */
bool tn_ecn_whole(const struct tn_tcb *tcb)
{
	return tcb->ecn.deal.mode == TN_ECN_ACCURATE && tcb->ecn.acc.r_cep & 2;
}

/* RFC 9331 4.1, 4.2: is it for the routers of L4S? Only with feedback that counts marks */
static bool tn_ecn_is_l4s(const struct tn_tcb *tcb)
{
	return tcb->cc.ops->flags & TANDEM_CC_ECT1 && tcb->ecn.deal.mode == TN_ECN_ACCURATE;
}

/**
 * tn_ecn_data() - new data leaves
 * @tcb: connection
 * @out: the segment
 *
 * Context: any. Source: RFC 3168 6.1.2, RFC 8311 4.2 (ECT(0)), RFC 9331 4.1 (ECT(1)).
 */
void tn_ecn_data(struct tn_tcb *tcb, struct tn_out *out)
{
	struct tn_ecn *ecn = &tcb->ecn;

	if (!ecn->ect || !out->len)
		return;
	out->ecn = tn_ecn_is_l4s(tcb) ? TN_ECN_ECT1 : TN_ECN_ECT0;
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
 * Context: any. Source: RFC 3168 6.1.3, 6.1.4 to 6.1.6; RFC 8257 3.6, 4.1; RFC 8311 4.3.
 */
void tn_ecn_out(struct tn_tcb *tcb, struct tn_out *out)
{
	const struct tn_ecn *ecn = &tcb->ecn;
	bool rst = out->flags & TN_TCP_RST, l4s = tn_ecn_is_l4s(tcb);

	if (ecn->deal.mode == TN_ECN_ACCURATE)
		tn_accecn_out(tcb, out);
	else if (ecn->echo && !rst)
		out->flags |= TN_TCP_ECE;
	if (rst && ecn->ect && tcb->cc.ops->flags & TANDEM_CC_ECN_ECHO)
		out->ecn = TN_ECN_ECT0;
	if (ecn->ect && (tcb->cfg->ecn_control || (l4s && out->len)))
		out->ecn = l4s ? TN_ECN_ECT1 : TN_ECN_ECT0;
}
