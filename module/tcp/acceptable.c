// SPDX-License-Identifier: GPL-2.0
/*
 * Is a segment acceptable? (RFC 9293 3.10.7.4 first to fourth step, RFC 7323
 * PAWS, RFC 5961.)
 *
 * The tests, in the order of the RFC:
 *
 *   timestamp    missing though negotiated, or older than TS.Recent
 *   sequence     no part of it lies in the receive window
 *   RST          only with exactly the next sequence number; elsewhere in the
 *                window it is challenged (RFC 5961 3.2)
 *   SYN          never in a synchronized state: challenged (RFC 5961 4.2)
 *
 * The ACK field is judged in tcp/arrive.c, since what follows from it differs
 * by state.
 */
#include <linux/errno.h>
#include <linux/kernel.h>

#include "tcp/acceptable.h"
#include "tcp/ackpolicy.h"
#include "tcp/ecn.h"
#include "tcp/fsm.h"
#include "tcp/keepalive.h"
#include "tcp/rcvwnd.h"
#include "tcp/reset.h"
#include "tcp/sack.h"
#include "tcp/timestamp.h"

static u32 tn_acceptable_len(const struct tn_seg *seg)
{
	return seg->len + !!(seg->flags & TN_TCP_SYN) +
	       !!(seg->flags & TN_TCP_FIN);
}

/**
 * tn_acceptable_window() - does any part of the segment lie in the window?
 * @tcb: connection
 * @seg: segment
 *
 * Deviates from table 6 where the text says so: with a closed window nothing is
 * acceptable, and yet ACKs, URGs and RSTs with the exact sequence number are
 * (MUST-66).
 *
 * DEVIATION: so is an ACK that lies just behind the window. A peer that has
 * used up its window sends all its ACKs from there; if both ends have, and each
 * has lost something, table 6 would have them refuse each other's ACKs for ever.
 *
 * Context: any. Source: RFC 9293 3.10.7.4, table 6.
 * Return: true if it does.
 */
bool tn_acceptable_window(const struct tn_tcb *tcb, const struct tn_seg *seg)
{
	u32 nxt = tcb->rcv.nxt, wnd = tn_rcvwnd(tcb);
	u32 len = tn_acceptable_len(seg);

	/* The text of such a segment is cut off, its ACK and RST are valid */
	if (!wnd)
		return seg->seq == nxt;
	if (!len)
		return tn_seq_between(seg->seq, nxt, nxt + wnd) ||
		       (seg->seq == nxt + wnd && !(seg->flags & TN_TCP_RST));
	return tn_seq_between(seg->seq, nxt, nxt + wnd) ||
	       tn_seq_between(seg->seq + len - 1, nxt, nxt + wnd);
}

/* RFC 9293 3.10.7.4 second step, RFC 5961 3.2 */
static void tn_acceptable_rst(struct tn_tcb *tcb, tn_time_t now,
			      const struct tn_seg *seg, struct tn_verdict *v)
{
	if (seg->seq != tcb->rcv.nxt) {
		tn_ackpolicy_challenge(tcb, now, TN_REASON_TCP_CHALLENGE, v);
		return;
	}
	v->reason = TN_REASON_NONE;

	/* A passive open goes back to listening: its user never knew of it, or has it already */
	tcb->fo.reset = tcb->fo.child && tcb->state == TN_SYN_RECEIVED;
	if (tcb->state == TN_SYN_RECEIVED)
		tn_fsm_fail(tcb, tcb->fo.child ? ECONNRESET : ECONNREFUSED, v);
	else if (tn_tcb_in(tcb, TN_STATE_IN(TN_CLOSING) |
				TN_STATE_IN(TN_LAST_ACK)))
		tn_fsm_close(tcb, v);
	else
		/* tcp(7): after the peer's FIN only writing could fail */
		tn_fsm_fail(tcb, tcb->state == TN_CLOSE_WAIT ? EPIPE :
							       ECONNRESET, v);
}

/*
 * RFC 5961 4.2: whatever its sequence number. A peer that has lost the connection
 * answers with a RST that is exact.
 */
static void tn_acceptable_syn(struct tn_tcb *tcb, tn_time_t now,
			      const struct tn_seg *seg, struct tn_verdict *v)
{
	/* It came again, perhaps with text: its SYN-ACK was probably lost */
	if (tcb->state == TN_SYN_RECEIVED && seg->seq == tcb->rcv.irs &&
	    !(seg->flags & TN_TCP_ACK)) {
		v->reason = TN_REASON_TCP_DUPLICATE;
		if (!tn_ecn_syn_again(tcb, seg)) {
			tn_reset_refuse(seg, v);
			tn_fsm_fail(tcb, ECONNRESET, v);
			return;
		}
		tcb->pending |= TN_PEND_SYN;
		/* Karn: which of the two will be acknowledged? */
		if (tcb->fo.child && !tcb->rec.first_sent)
			tcb->rec.first_sent = now;
		v->bits |= TN_V_SEND;
		return;
	}
	tn_count(tcb->stats, TN_MIB_TCP_SYN_CHALLENGE);
	tn_ackpolicy_challenge(tcb, now, TN_REASON_TCP_SYN_IN_WINDOW, v);
	if (seg->flags & TN_TCP_ACK && tcb->pending & TN_PEND_ACK)
		tn_ecn_syn_ack_again(tcb, seg);
}

/*
 * RFC 9293 3.8.4: one below the window, with an octet or without. Exactly so, since whoever has to
 * guess shall not be able to make a dead connection last.
 */
static bool tn_acceptable_is_keepalive(const struct tn_tcb *tcb, const struct tn_seg *seg)
{
	return seg->seq + 1 == tcb->rcv.nxt && tn_acceptable_len(seg) <= 1 &&
	       seg->flags & TN_TCP_ACK && tn_tcb_synchronized(tcb) &&
	       tn_seq_between(seg->ack, tcb->snd.una, tcb->snd.nxt + 1);
}

/* A segment outside the window: say where we are, unless it is a RST. */
static void tn_acceptable_refuse(struct tn_tcb *tcb, tn_time_t now,
				 const struct tn_seg *seg, struct tn_verdict *v)
{
	u32 len = tn_acceptable_len(seg);

	v->reason = TN_REASON_TCP_OUT_OF_WINDOW;
	if (seg->flags & TN_TCP_RST)
		return;
	/* MUST-26: who asks whether we live, lives */
	if (tn_acceptable_is_keepalive(tcb, seg))
		tn_keepalive_heard(tcb, now, v);

	/* Data again, or a probe of our closed window: always answered */
	if (len) {
		if (tn_seq_le(seg->seq + len, tcb->rcv.nxt)) {
			v->reason = TN_REASON_TCP_DUPLICATE;
			tn_sack_twice(tcb, seg->seq, seg->seq + len);
		} else if (!tn_rcvwnd(tcb)) {
			v->reason = TN_REASON_TCP_ZERO_WINDOW;
		}
		tn_ackpolicy_now(tcb, v);
		return;
	}

	/*
	 * Without data. One before the window is a keep-alive or a reordered
	 * ACK and is answered; the limit keeps two confused ends from
	 * answering each other for ever (RFC 5961 7, RFC 9293 A.2).
	 */
	if (seg->seq + 1 == tcb->rcv.nxt)
		tn_ackpolicy_now(tcb, v);
	else
		tn_ackpolicy_challenge(tcb, now, v->reason, v);
}

/*
 * RFC 7323 5.3 R1: an old duplicate is answered. The limit for those without data
 * keeps two ends from answering each other for ever, as above.
 */
static void tn_acceptable_stale(struct tn_tcb *tcb, tn_time_t now,
				const struct tn_seg *seg, struct tn_verdict *v)
{
	tn_count(tcb->stats, TN_MIB_PAWS_ESTAB);
	v->reason = TN_REASON_TCP_PAWS;
	if (seg->len)
		tn_ackpolicy_now(tcb, v);
	else
		tn_ackpolicy_challenge(tcb, now, v->reason, v);
}

/**
 * tn_acceptable() - the tests of the sequence number, RST and SYN
 * @tcb: connection in any state from SYN-RECEIVED on
 * @now: current time
 * @seg: segment
 * @v:   verdict of the event: says what follows if the answer is no
 *
 * Context: any. Source: RFC 9293 3.10.7.4, RFC 7323 5.3, RFC 5961 3.2, 4.2.
 * Return: true if the segment is to be processed further.
 */
bool tn_acceptable(struct tn_tcb *tcb, tn_time_t now, const struct tn_seg *seg,
		   struct tn_verdict *v)
{
	bool rst = seg->flags & TN_TCP_RST, syn = seg->flags & TN_TCP_SYN;

	/* A RST needs no timestamp; a SYN is challenged with any, or none */
	if (tcb->ts.ok && !rst && !syn) {
		/* RFC 7323 3.2: silently */
		if (!(seg->opt.has & TN_OPT_TS) && tcb->cfg->ts_require) {
			v->reason = TN_REASON_TCP_NO_TIMESTAMP;
			return false;
		}
		/* RFC 7323 5.3 R1 */
		if (seg->opt.has & TN_OPT_TS && tn_timestamp_stale(tcb, now, seg)) {
			tn_acceptable_stale(tcb, now, seg, v);
			return false;
		}
	}

	if (syn && !rst) {
		tn_acceptable_syn(tcb, now, seg, v);
		return false;
	}
	if (!tn_acceptable_window(tcb, seg)) {
		tn_acceptable_refuse(tcb, now, seg, v);
		return false;
	}
	if (rst) {
		tn_acceptable_rst(tcb, now, seg, v);
		return false;
	}
	return true;
}

/**
 * tn_acceptable_trim() - cut a segment down to what lies in the window
 * @tcb: connection
 * @seg: acceptable segment
 * @v:   verdict of the event: an ACK, if text lay beyond the window
 *
 * DEVIATION: a FIN just behind a full or closed window is left on: nothing has to
 * be stored for it.
 *
 * Context: any. Source: RFC 9293 3.10.7.4 (first step, last paragraph).
 */
void tn_acceptable_trim(struct tn_tcb *tcb, struct tn_seg *seg,
			struct tn_verdict *v)
{
	u32 edge = tcb->rcv.nxt + tn_rcvwnd(tcb);

	if (tn_seq_lt(seg->seq, tcb->rcv.nxt)) {
		u32 old = tcb->rcv.nxt - seg->seq;

		if (seg->len)
			tn_sack_twice(tcb, seg->seq, seg->seq + min(old, seg->len));
		seg->len = old < seg->len ? seg->len - old : 0;
		seg->seq = tcb->rcv.nxt;
	}
	if (tn_seq_gt(seg->seq + seg->len, edge)) {
		seg->len = edge - seg->seq;
		seg->flags &= ~TN_TCP_FIN;
		v->reason = TN_REASON_TCP_ZERO_WINDOW;
		tn_ackpolicy_now(tcb, v);
	}
	if (seg->rcvd && seg->len) {
		seg->rcvd->seq = seg->seq;
		seg->rcvd->end = seg->seq + seg->len;
	}
}
