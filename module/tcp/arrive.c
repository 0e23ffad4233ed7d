// SPDX-License-Identifier: GPL-2.0
/*
 * SEGMENT ARRIVES (RFC 9293 3.10.7): one segment, step by step.
 *
 *   CLOSED        RST                                   3.10.7.1
 *   LISTEN        tcp/listen.c                          3.10.7.2
 *   SYN-SENT      tn_arrive_syn_sent()                  3.10.7.3
 *   otherwise     tn_arrive_otherwise()                 3.10.7.4
 *     sequence number, RST, SYN    tcp/acceptable.c
 *     ACK                          tn_arrive_ack(), tcp/ack.c
 *     urgent pointer               tcp/urgent.c
 *     text                         tn_arrive_text(), tcp/rcvq.c
 *     FIN                          tn_arrive_fin()
 *
 * The payload's handle always finds an owner: the reader, the reassembly queue
 * or the verdict's discard chain.
 */
#include <linux/errno.h>

#include "tcp/acceptable.h"
#include "tcp/ack.h"
#include "tcp/ackpolicy.h"
#include "tcp/arrive.h"
#include "tcp/busy.h"
#include "tcp/deadline.h"
#include "tcp/ecn.h"
#include "tcp/fastopen.h"
#include "tcp/fsm.h"
#include "tcp/handshake.h"
#include "tcp/keepalive.h"
#include "tcp/listen.h"
#include "tcp/rcvq.h"
#include "tcp/rcvtune.h"
#include "tcp/rcvwnd.h"
#include "tcp/reset.h"
#include "tcp/timeout.h"
#include "tcp/timestamp.h"
#include "tcp/urgent.h"

/* A connection that was refused is tried again after this time */
#define TN_ARRIVE_REFUSED_WAIT	tn_ms(500)

/* RFC 9293 3.10.7.3: refused. What cfg.connect_rst_retries allows is tried again. */
static void tn_arrive_refused(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	v->reason = TN_REASON_NONE;
	if (tn_ecn_refused(tcb)) {
		tcb->pending |= TN_PEND_SYN;
		v->bits |= TN_V_SEND;
		return;
	}
	if (tcb->rec.refused >= tcb->cfg->connect_rst_retries) {
		tn_fsm_fail(tcb, ECONNREFUSED, v);
		return;
	}
	tcb->rec.refused++;
	tn_deadline_set(tcb, TN_DL_RTO, now + TN_ARRIVE_REFUSED_WAIT);
}

static void tn_arrive_syn_sent(struct tn_tcb *tcb, tn_time_t now,
			       const struct tn_seg *seg, struct tn_verdict *v)
{
	bool ack = seg->flags & TN_TCP_ACK;

	/* First: SEG.ACK must acknowledge our SYN and nothing else, but for its text */
	if (ack && !tn_fastopen_acks_syn(tcb, seg->ack)) {
		v->reason = TN_REASON_TCP_ACK_UNSENT;
		tn_reset_refuse(seg, v);
		return;
	}
	/* Second: RST, believed only if it knows our sequence number */
	if (seg->flags & TN_TCP_RST) {
		v->reason = TN_REASON_TCP_BAD_RST;
		if (ack)
			tn_arrive_refused(tcb, now, v);
		return;
	}
	/* Fourth: SYN. Fifth: neither SYN nor RST */
	if (!(seg->flags & TN_TCP_SYN)) {
		v->reason = TN_REASON_TCP_BAD_FLAGS;
		return;
	}

	tn_handshake_syn(tcb, now, seg);
	if (ack) {
		tn_handshake_done(tcb, now, seg, v);
		tn_ackpolicy_synack(tcb, now, v);
	} else {
		/* The SYNs have crossed: simultaneous open */
		tn_fsm_set(tcb, TN_SYN_RECEIVED);
		tcb->pending |= TN_PEND_SYN;
		v->bits |= TN_V_SEND;
	}
}

/*
 * Fifth step: the ACK field. Returns true if the segment's text is to be looked
 * at.
 */
static bool tn_arrive_ack(struct tn_tcb *tcb, tn_time_t now,
			  const struct tn_seg *seg, struct tn_verdict *v)
{
	if (!(seg->flags & TN_TCP_ACK)) {
		v->reason = TN_REASON_TCP_NO_ACK;
		return false;
	}

	if (tcb->state == TN_SYN_RECEIVED) {
		if (!tn_fastopen_acks_syn(tcb, seg->ack)) {
			v->reason = TN_REASON_TCP_ACK_UNSENT;
			tn_reset_refuse(seg, v);
			return false;
		}
		tn_handshake_done(tcb, now, seg, v);
	}

	/* RFC 5961 5.2: neither unsent nor older than any window we saw */
	if (tn_seq_gt(seg->ack, tcb->snd.nxt)) {
		tn_ackpolicy_challenge(tcb, now, TN_REASON_TCP_ACK_UNSENT, v);
		return false;
	}
	if (tn_seq_lt(seg->ack, tcb->snd.una - tcb->snd.max_wnd)) {
		tn_ackpolicy_challenge(tcb, now, TN_REASON_TCP_OLD_ACK, v);
		return false;
	}

	tn_ack_arrive(tcb, now, seg, v);
	if (tn_tcb_fin_sent(tcb) && tcb->snd.una == tcb->snd.nxt)
		tn_fsm_fin_acked(tcb, now, v);
	return tcb->state != TN_CLOSED;
}

/*
 * The user has closed and will never read (RFC 9293 SHLD-3): a reset tells the
 * peer that its data is lost.
 */
static void tn_arrive_unwanted(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	tn_count(tcb->stats, TN_MIB_TCP_ABORT_ON_DATA);
	v->reason = TN_REASON_TCP_AFTER_CLOSE;
	tn_reset_abort(tcb, now, v);
	tn_fsm_close(tcb, v);
}

/* Seventh step: the text. Takes the payload's handle in every case. */
static void tn_arrive_text(struct tn_tcb *tcb, tn_time_t now,
			   const struct tn_seg *seg, struct tn_verdict *v)
{
	bool gap = tcb->rcvq.bytes;

	if (!tn_tcb_in(tcb, TN_STATES_RECEIVE) || tcb->fin_rcvd) {
		v->reason = TN_REASON_TCP_AFTER_CLOSE;
		tn_verdict_discard(v, seg->rcvd);
		return;
	}
	if (tcb->detached) {
		tn_verdict_discard(v, seg->rcvd);
		tn_arrive_unwanted(tcb, now, v);
		return;
	}
	tn_rcvtune_arrive(tcb, seg);
	if (seg->seq != tcb->rcv.nxt) {
		tn_rcvq_insert(tcb, seg->rcvd, v);
		tn_ackpolicy_now(tcb, v);
		return;
	}

	tcb->rcv.nxt += seg->len;
	tcb->info.bytes_received += seg->len;
	tn_verdict_deliver(v, seg->rcvd);
	if (gap) {
		tn_rcvq_drain(tcb, v);
		tn_ackpolicy_now(tcb, v);
	} else {
		tn_ackpolicy_data(tcb, now, seg, v);
	}
}

/* Eighth step: the FIN, now or when the gap before it has been filled. */
static void tn_arrive_fin(struct tn_tcb *tcb, const struct tn_seg *seg,
			  struct tn_verdict *v)
{
	if (seg->flags & TN_TCP_FIN) {
		tcb->rcvq.fin = seg->seq + seg->len;
		tcb->rcvq.fin_seen = true;
		tn_ackpolicy_now(tcb, v);
	}
	if (!tcb->rcvq.fin_seen || tcb->fin_rcvd ||
	    tcb->rcvq.fin != tcb->rcv.nxt ||
	    !tn_tcb_in(tcb, TN_STATES_RECEIVE))
		return;
	tcb->fin_rcvd = true;
	tcb->rcv.nxt++;
	tn_ackpolicy_now(tcb, v);
	tn_fsm_fin_rcvd(tcb, v);
}

/*
 * Figure 7: the SYNs have crossed, and the peer's SYN,ACK repeats its SYN. 3.10.7.4 alone would
 * have it answered, for it begins before the window; its ACK is what the figure has it for. Its
 * window is not scaled (RFC 7323 2.2), that of the ACK which it is taken for is.
 */
static void tn_arrive_crossed(const struct tn_tcb *tcb, struct tn_seg *part)
{
	if (tcb->state == TN_SYN_RECEIVED && !tcb->passive &&
	    (part->flags & (TN_TCP_SYN | TN_TCP_ACK | TN_TCP_RST)) ==
		    (TN_TCP_SYN | TN_TCP_ACK) &&
	    part->seq == tcb->rcv.irs && tn_fastopen_acks_syn(tcb, part->ack)) {
		part->flags &= ~TN_TCP_SYN;
		tn_ecn_crossed(tcb, part);
		part->seq++;
		part->wnd >>= tcb->snd.wscale;
	}
}

static void tn_arrive_otherwise(struct tn_tcb *tcb, tn_time_t now,
				const struct tn_seg *seg, struct tn_verdict *v)
{
	struct tn_seg part = *seg;

	if (tcb->fo.fresh) {
		tn_fastopen_text(tcb, seg, v);
		return;
	}
	tn_arrive_crossed(tcb, &part);
	if (!tn_acceptable(tcb, now, &part, v))
		goto discard;
	tn_acceptable_trim(tcb, &part, v);
	tn_keepalive_heard(tcb, now, v);
	if (!tn_arrive_ack(tcb, now, &part, v))
		goto discard;
	/* RFC 7323 5.3 R3, no sooner: a forged timestamp would stop the connection */
	if (tcb->ts.ok && seg->opt.has & TN_OPT_TS)
		tn_timestamp_update(tcb, now, seg);
	tn_timeout_heard(tcb, now, &seg->opt);
	tn_urgent_arrive(tcb, seg, v);
	tn_ecn_receive(tcb, seg, v);
	if (part.len)
		tn_arrive_text(tcb, now, &part, v);
	else
		tn_verdict_discard(v, part.rcvd);
	tn_arrive_fin(tcb, &part, v);
	return;

discard:
	tn_verdict_discard(v, part.rcvd);
}

/**
 * tn_arrive() - a segment arrived
 * @tcb: connection it is for
 * @now: current time
 * @seg: segment, checksum verified; its payload handle is taken over
 * @v:   verdict, empty
 *
 * Context: any. Source: RFC 9293 3.10.7.
 */
void tn_arrive(struct tn_tcb *tcb, tn_time_t now, const struct tn_seg *seg,
	       struct tn_verdict *v)
{
	switch (tcb->state) {
	case TN_LISTEN:
		tn_listen_arrive(seg, v);
		return;
	case TN_CLOSED:
	case TN_TIME_WAIT:
		v->reason = TN_REASON_TCP_CLOSED;
		if (tcb->state == TN_CLOSED)
			tn_reset_refuse(seg, v);
		tn_verdict_discard(v, seg->rcvd);
		return;
	case TN_SYN_SENT:
		tcb->info.segs_in += seg->nsegs;
		tn_arrive_syn_sent(tcb, now, seg, v);
		if (tcb->busy.state != TN_BUSY_NOT)
			tn_busy_look(tcb, now);
		tn_verdict_discard(v, seg->rcvd);
		return;
	default:
		tcb->info.segs_in += seg->nsegs;
		tn_arrive_otherwise(tcb, now, seg, v);
		if (tcb->busy.state != TN_BUSY_NOT)
			tn_busy_look(tcb, now);
	}
}
