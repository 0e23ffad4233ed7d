// SPDX-License-Identifier: GPL-2.0
/*
 * SYN-RECEIVED without a control block: what a listener keeps of a SYN until its
 * handshake is complete (RFC 9293 3.10.7.4, RFC 4987 3.5).
 *
 *	SYN        tn_synq_init(), tn_synq_out(): the SYN-ACK
 *	silence    tn_synq_timeout(): the SYN-ACK again, at last forget it
 *	a segment  tn_synq_arrive():
 *	   SYN again        the SYN-ACK again
 *	   RST              exact: back to LISTEN, the user never knew; else challenged
 *	   out of window, SYN in it, old timestamp	an ACK of the truth
 *	   wrong ACK        RST (RFC 9293 3.5.2)
 *	   right ACK        tn_synq_spawn(): a control block, which then gets the segment,
 *	                    with its text and its FIN
 *
 * With TCP_DEFER_ACCEPT an ACK without text is not the end of it: the listener does not want to
 * know before the peer says something. So it is dropped, and nothing is repeated, until
 * the time that the option names is over. Then the SYN-ACK leaves once more, and the ACK
 * which that draws counts. (RFC 9293 knows nothing of it. For the peer the ACK was lost.)
 *
 * A SYN costs whoever sends it nothing, so it shall cost us little: these few numbers, no
 * buffers, no timer of its own. The rules are those that tcp/acceptable.c has for a control
 * block in SYN-RECEIVED, which still comes into being by a simultaneous open; a test drives
 * both with the same segments.
 *
 * Under pressure, when many are half-open, the SYN-ACK is repeated less often (RFC 4987 3.3).
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "tcp/ackpolicy.h"
#include "tcp/deadline.h"
#include "tcp/ecn.h"
#include "tcp/fastopen.h"
#include "tcp/giveup.h"
#include "tcp/listen.h"
#include "tcp/reset.h"
#include "tcp/synq.h"
#include "wire/ipv4.h"

/* Timeouts after which a half-open connection is given up when there are many. */
#define TN_SYNQ_PRESSED		3

static bool tn_synq_has_ts(const struct tn_synq *q)
{
	return q->has & TN_OPT_TS;
}

/* ECN field of the SYN-ACK */
static u8 tn_synq_field(const struct tn_synq *q)
{
	return q->ecn.mode && q->ect ? TN_ECN_ECT0 : TN_ECN_NOT_ECT;
}

/**
 * tn_synq_init() - remember a SYN
 * @q:    memory for it
 * @now:  current time
 * @syn:  segment that tn_listen_arrive() wanted a connection for
 * @ours: what our end brings
 *
 * Context: any. Source: RFC 9293 3.10.7.2, RFC 6298 2.1.
 */
void tn_synq_init(struct tn_synq *q, tn_time_t now, const struct tn_seg *syn,
		  const struct tn_synq_ours *ours)
{
	u8 used = TN_OPT_MSS | TN_OPT_WSCALE | TN_OPT_SACK_PERM | TN_OPT_TS;

	/* As in tcp/handshake.c: beside MD5 there is no room for both */
	if (syn->opt.has & TN_OPT_MD5)
		used &= ~TN_OPT_TS;
	memset(q, 0, sizeof(*q));
	q->cfg = ours->cfg;
	q->stats = ours->stats;
	q->opened = now;
	q->deadline = tn_deadline_tick(now, q->cfg->rto_init, q->cfg->rto_tick);
	q->iss = ours->iss;
	q->irs = syn->seq;
	q->ts_recent = syn->opt.tsval;
	q->ts_offset = ours->ts_offset;
	q->peer_mss = syn->opt.mss;
	q->peer_wnd = syn->wnd;
	q->mss = ours->mss;
	q->wnd = min_t(u32, ours->wnd, U16_MAX);
	q->has = syn->opt.has & used;
	q->snd_wscale = syn->opt.wscale;
	q->rcv_wscale = ours->wscale;
	tn_ecn_deal_syn(&q->ecn, ours->ecn, syn);
	q->ect = ours->ect;
	q->defer = ours->defer;
}

/**
 * tn_synq_out() - the SYN-ACK, which leaves now
 * @q:   half-open connection
 * @now: current time
 * @out: the segment
 *
 * It offers what the SYN has offered.
 *
 * Context: any. Source: RFC 9293 3.10.7.2; RFC 7323 1.3, 2.2, 3.2; RFC 2018 2.
 */
void tn_synq_out(struct tn_synq *q, tn_time_t now, struct tn_out *out)
{
	memset(out, 0, sizeof(*out));
	out->seq = q->iss;
	out->ack = q->irs + 1;
	out->flags = TN_TCP_SYN | TN_TCP_ACK;
	out->wnd = q->wnd;
	out->opt.has = TN_OPT_MSS | q->has;
	out->opt.mss = q->mss;
	out->opt.wscale = q->rcv_wscale;
	if (tn_synq_has_ts(q)) {
		out->opt.tsval = (u32)tn_time_to_ms(now) + q->ts_offset;
		out->opt.tsecr = q->ts_recent;
	}
	/* RFC 7413 4.2.1: once */
	if (q->offer.len && !q->sent_at) {
		out->opt.has |= TN_OPT_FASTOPEN;
		out->opt.cookie = q->offer;
	}
	tn_ecn_deal_out(&q->ecn, q->timeouts, out);
	out->ecn = tn_synq_field(q);
	if (q->sent_at && !q->acked)
		q->resent = true;
	q->sent_at = now;
}

/* An ACK of where we are. */
static void tn_synq_ack(const struct tn_synq *q, tn_time_t now, enum tn_reason reason,
			struct tn_synq_verdict *v)
{
	v->act = TN_SYNQ_ANSWER;
	v->reason = reason;
	v->out.seq = q->iss + 1;
	v->out.ack = q->irs + 1;
	v->out.flags = TN_TCP_ACK;
	v->out.wnd = q->has & TN_OPT_WSCALE ? q->wnd >> q->rcv_wscale : q->wnd;
	if (tn_synq_has_ts(q)) {
		v->out.opt.has = TN_OPT_TS;
		v->out.opt.tsval = (u32)tn_time_to_ms(now) + q->ts_offset;
		v->out.opt.tsecr = q->ts_recent;
	}
}

/* RFC 5961: the same to what may be an attack, but not too often */
static void tn_synq_challenge(struct tn_synq *q, tn_time_t now, enum tn_reason reason,
			      struct tn_synq_verdict *v)
{
	v->reason = reason;
	if (now < q->challenge_at) {
		tn_count(q->stats, TN_MIB_TCP_ACK_SKIPPED_CHALLENGE);
		return;
	}
	q->challenge_at = now + q->cfg->challenge;
	tn_count(q->stats, TN_MIB_TCP_CHALLENGE_ACK);
	tn_synq_ack(q, now, reason, v);
}

static u32 tn_synq_len(const struct tn_seg *seg)
{
	return seg->len + !!(seg->flags & TN_TCP_SYN) + !!(seg->flags & TN_TCP_FIN);
}

/* RFC 9293 3.10.7.4, table 6, and MUST-66; as tn_acceptable_window() */
static bool tn_synq_in_window(const struct tn_synq *q, const struct tn_seg *seg)
{
	u32 nxt = q->irs + 1, len = tn_synq_len(seg);

	if (!q->wnd)
		return seg->seq == nxt;
	/* Just behind it, too: see tn_acceptable_window() */
	if (!len && seg->seq == nxt + q->wnd)
		return !(seg->flags & TN_TCP_RST);
	return tn_seq_between(seg->seq, nxt, nxt + q->wnd) ||
	       (len && tn_seq_between(seg->seq + len - 1, nxt, nxt + q->wnd));
}

/* A segment outside the window; as tn_acceptable_refuse() */
static void tn_synq_refuse(struct tn_synq *q, tn_time_t now, const struct tn_seg *seg,
			   struct tn_synq_verdict *v)
{
	u32 nxt = q->irs + 1, len = tn_synq_len(seg);

	v->reason = TN_REASON_TCP_OUT_OF_WINDOW;
	if (seg->flags & TN_TCP_RST)
		return;
	if (len && tn_seq_le(seg->seq + len, nxt))
		v->reason = TN_REASON_TCP_DUPLICATE;
	else if (len && !q->wnd)
		v->reason = TN_REASON_TCP_ZERO_WINDOW;
	if (len || seg->seq + 1 == nxt)
		tn_synq_ack(q, now, v->reason, v);
	else
		tn_synq_challenge(q, now, v->reason, v);
}

/* PAWS, RFC 7323 3.2 and 5.3; false: that was all. */
static bool tn_synq_timestamp(struct tn_synq *q, tn_time_t now, const struct tn_seg *seg,
			      struct tn_synq_verdict *v)
{
	if (!tn_synq_has_ts(q) || seg->flags & (TN_TCP_RST | TN_TCP_SYN))
		return true;
	if (!(seg->opt.has & TN_OPT_TS)) {
		if (!q->cfg->ts_require)
			return true;
		v->reason = TN_REASON_TCP_NO_TIMESTAMP;
		return false;
	}
	if (!tn_seq_lt(seg->opt.tsval, q->ts_recent))
		return true;
	tn_count(q->stats, TN_MIB_PAWS_ESTAB);
	if (seg->len)
		tn_synq_ack(q, now, TN_REASON_TCP_PAWS, v);
	else
		tn_synq_challenge(q, now, TN_REASON_TCP_PAWS, v);
	return false;
}

/*
 * A SYN: the one that we have came again, perhaps with text; or it is challenged.
 *
 * DEVIATION: RFC 9293 3.10.7.4 would forget a connection that a listener was asked for. Then
 * anybody could end a handshake who knows the ports and guesses a number in the window.
 */
static void tn_synq_syn(struct tn_synq *q, tn_time_t now, const struct tn_seg *seg,
			struct tn_synq_verdict *v)
{
	if (seg->seq != q->irs || seg->flags & TN_TCP_ACK) {
		tn_count(q->stats, TN_MIB_TCP_SYN_CHALLENGE);
		tn_synq_challenge(q, now, TN_REASON_TCP_SYN_IN_WINDOW, v);
		return;
	}
	/* Its SYN-ACK was probably lost */
	v->act = TN_SYNQ_ANSWER;
	v->reason = TN_REASON_TCP_DUPLICATE;
	if (!tn_ecn_deal_again(&q->ecn, seg)) {
		v->act = TN_SYNQ_RESET;
		tn_reset_reply(seg, &v->out);
		return;
	}
	tn_synq_out(q, now, &v->out);
}

/**
 * tn_synq_arrive() - a segment for a half-open connection
 * @q:   half-open connection
 * @now: current time
 * @seg: segment, checksum verified; it has no payload handle
 * @v:   what is to be done
 *
 * Context: any. Source: RFC 9293 3.10.7.4, RFC 7323 5.3, RFC 5961 3.2, 4.2.
 */
void tn_synq_arrive(struct tn_synq *q, tn_time_t now, const struct tn_seg *seg,
		    struct tn_synq_verdict *v)
{
	memset(v, 0, sizeof(*v));
	if (!tn_synq_timestamp(q, now, seg, v))
		return;

	/* Fourth, but whatever its sequence number: SYN */
	if ((seg->flags & (TN_TCP_SYN | TN_TCP_RST)) == TN_TCP_SYN) {
		tn_synq_syn(q, now, seg, v);
		return;
	}
	/* First: the sequence number */
	if (!tn_synq_in_window(q, seg)) {
		tn_synq_refuse(q, now, seg, v);
		return;
	}
	/* Second: RST. Back to LISTEN, silently: the user never knew of it */
	if (seg->flags & TN_TCP_RST) {
		if (seg->seq != q->irs + 1) {
			tn_synq_challenge(q, now, TN_REASON_TCP_CHALLENGE, v);
			return;
		}
		tn_count(q->stats, TN_MIB_TCP_ATTEMPT_FAILS);
		tn_count(q->stats, TN_MIB_EMBRYONIC_RSTS);
		v->act = TN_SYNQ_FORGET;
		return;
	}
	/* Fifth: ACK */
	if (!(seg->flags & TN_TCP_ACK)) {
		v->reason = TN_REASON_TCP_NO_ACK;
	} else if (seg->ack != q->iss + 1) {
		v->reason = TN_REASON_TCP_ACK_UNSENT;
		v->act = TN_SYNQ_ANSWER;
		tn_reset_reply(seg, &v->out);
	} else if (q->timeouts < q->defer && seg->seq + tn_synq_len(seg) == q->irs + 1) {
		q->acked = true;
		v->reason = TN_REASON_TCP_DEFERRED;
		tn_count(q->stats, TN_MIB_TCP_DEFER_ACCEPT_DROP);
	} else {
		v->act = TN_SYNQ_READY;
	}
}

/**
 * tn_synq_timeout() - nothing has come until the deadline
 * @q:       half-open connection; its deadline is moved
 * @now:     current time
 * @pressed: there are many of them
 *
 * Context: any. Source: RFC 9293 3.8.3 (MUST-23), RFC 6298 5.5, RFC 4987 3.3.
 * Return: what is to be done.
 */
enum tn_synq_due tn_synq_timeout(struct tn_synq *q, tn_time_t now, bool pressed)
{
	bool enough = tn_giveup_limit(q->timeouts, q->cfg->synack_retries,
				      tn_time_sub(now, q->opened), q->cfg->r2_synack);
	bool deferred = q->acked && q->timeouts < q->defer;

	if (++q->timeouts >= TN_SYNQ_PRESSED && pressed)
		enough = true;
	if (enough && !deferred) {
		tn_count(q->stats, TN_MIB_TCP_ATTEMPT_FAILS);
		tn_count(q->stats, TN_MIB_TCP_ABORT_ON_TIMEOUT);
		return TN_SYNQ_END;
	}
	q->deadline = tn_deadline_tick(now, min(q->cfg->rto_init << min_t(u8, q->timeouts, 15),
						q->cfg->rto_max), q->cfg->rto_tick);
	if (deferred && q->timeouts < q->defer)
		return TN_SYNQ_WAIT;
	tn_count(q->stats, TN_MIB_TCP_SYN_RETRANS);
	return TN_SYNQ_AGAIN;
}

/**
 * tn_synq_spawn() - make a control block of a half-open connection
 * @q:     half-open connection
 * @child: fresh control block in CLOSED; path, buffer and timestamp offset are set
 * @now:   current time
 *
 * Afterwards it is in SYN-RECEIVED, its SYN-ACK sent, as though it had been one from the SYN
 * on. The segment that completes the handshake is yet to arrive there. With q.fastopen it is
 * the SYN that is yet to arrive, and the SYN-ACK to be sent.
 *
 * Context: any.
 */
void tn_synq_spawn(const struct tn_synq *q, struct tn_tcb *child, tn_time_t now)
{
	const struct tn_seg syn = {
		.seq = q->irs,
		.wnd = q->peer_wnd,
		.flags = TN_TCP_SYN,
		.nsegs = !q->fastopen,
		.opt = {
			.has = q->has,
			.mss = q->peer_mss,
			.wscale = q->snd_wscale,
			.tsval = q->ts_recent,
		},
	};
	/* The SYN-ACK that wants to leave has left already */
	struct tn_verdict sent = {};

	child->rcv.wscale = q->rcv_wscale;
	tn_listen_spawn(child, now, &syn, q->iss, &sent);
	tn_ecn_take(child, &q->ecn, tn_synq_field(q));
	child->opened = q->opened;
	if (q->fastopen) {
		tn_fastopen_child(child, &q->offer);
		return;
	}
	child->info.segs_out += 1 + q->resent;

	child->pending &= ~TN_PEND_SYN;
	child->rcv.adv = child->rcv.nxt + q->wnd;
	/* Text that was waited for says nothing about the round trip */
	child->snd.last_sent = q->acked ? 0 : q->sent_at;
	if (q->resent)
		child->rec.first_sent = q->sent_at;
	child->rec.tries = q->timeouts;
	tn_ackpolicy_sent(child);
	tn_deadline_set(child, TN_DL_RTO, now + child->rtt.rto);
}
