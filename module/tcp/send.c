// SPDX-License-Identifier: GPL-2.0
/*
 * What may leave now?
 *
 * The shell asks tn_send_next() again and again; each answer is one segment (or
 * one chain of equal segments for GSO), or a reason why nothing may leave. In
 * this order:
 *
 *   SYN      while the handshake wants one
 *   tail     a tail loss probe                          tcp/tlp.c
 *   lost     ranges that are lost, oldest first       cwnd, pacing
 *   new      data never sent, and the FIN             cwnd, snd.wnd, SWS, Nagle, pacing
 *            (before ESTABLISHED, too, if the peer made a fast open: tcp/fastopen.c)
 *   probe    one octet into a closed window           tcp/persist.c
 *   keep     a keep-alive                             tcp/keepalive.c
 *   ACK      if none of these took it along           tcp/ackpolicy.c
 *
 * A segment smaller than the MSS leaves only if (RFC 9293 3.8.6.2.1)
 *
 *   - some of it is urgent; or
 *   - it is all there is, and no small segment is outstanding: Nagle's rule in
 *     Minshall's form, so that the tail of a large write does not wait for a
 *     delayed ACK; or TCP_NODELAY is set; or the FIN goes with it; or
 *   - it fills half of the largest window the peer ever offered; or
 *   - the override deadline (TN_DL_SEND) has passed;
 *
 * and never while the user has corked the connection or has said that more
 * follows, until that same deadline.
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "tcp/accecn.h"
#include "tcp/ackpolicy.h"
#include "tcp/advice.h"
#include "tcp/busy.h"
#include "tcp/cwv.h"
#include "tcp/deadline.h"
#include "tcp/ecn.h"
#include "tcp/fastopen.h"
#include "tcp/frto.h"
#include "tcp/handshake.h"
#include "tcp/pace.h"
#include "tcp/persist.h"
#include "tcp/prr.h"
#include "tcp/recovery.h"
#include "tcp/rcvwnd.h"
#include "tcp/rtt.h"
#include "tcp/sack.h"
#include "tcp/send.h"
#include "tcp/sentq.h"
#include "tcp/timeout.h"
#include "tcp/timestamp.h"
#include "tcp/tlp.h"
#include "tcp/undo.h"
#include "tcp/urgent.h"

/* Header fields and options that every segment but a SYN has. */
static void tn_send_fill(struct tn_tcb *tcb, tn_time_t now, struct tn_out *out)
{
	memset(out, 0, sizeof(*out));
	out->seq = tcb->snd.nxt;
	out->ack = tcb->rcv.nxt;
	out->flags = TN_TCP_ACK;
	out->opt.has = tcb->auth;
	if (tcb->ts.ok) {
		out->opt.has |= TN_OPT_TS;
		out->opt.tsval = tn_timestamp_val(tcb, now);
		out->opt.tsecr = tcb->ts.recent;
	}
	if (tcb->uto.send)
		tn_timeout_option(tcb, &out->opt);
	if (tcb->sack_ok && !tcb->ecn.acc.bare)
		tn_sack_report(tcb, &out->opt);
	tn_accecn_option(tcb, &out->opt);

	/* RFC 9293 3.7.1: options that not every segment has come out of the payload */
	out->mss = tcb->snd.mss;
	if (out->opt.has & (TN_OPT_SACK | TN_OPT_UTO | TN_OPT_ACCECN)) {
		struct tn_tcpopt plain = out->opt;

		plain.has &= ~(TN_OPT_SACK | TN_OPT_UTO | TN_OPT_ACCECN);
		out->mss -= min_t(u32, tn_tcpopt_len(&out->opt) -
				       tn_tcpopt_len(&plain), out->mss / 2);
	}
}

static u32 tn_send_segs(const struct tn_out *out)
{
	return out->len > out->mss ? DIV_ROUND_UP(out->len, out->mss) : 1;
}

/* The segment leaves: window, and the accounts that every segment touches. */
static void tn_send_leave(struct tn_tcb *tcb, struct tn_out *out)
{
	u32 segs = tn_send_segs(out);

	out->wnd = tn_rcvwnd_select(tcb);
	tn_urgent_mark(tcb, out);
	tn_ecn_out(tcb, out);
	tn_advice_sent(tcb, out);
	tn_ackpolicy_sent(tcb);
	tn_sack_sent(tcb);
	tcb->uto.send = false;
	tcb->info.segs_out += segs;
	tn_prr_sent(tcb, out->len);
	if (out->cause != TN_CAUSE_NONE)
		tn_count_add(tcb->stats, TN_MIB_LOSS_RETRANS_DUPACK + out->cause - TN_CAUSE_DUPACK,
			     segs);
	if (out->retx) {
		tcb->info.retrans += segs;
		tn_count_add(tcb->stats, TN_MIB_TCP_RETRANS_SEGS, segs);
	} else {
		tn_count_add(tcb->stats, TN_MIB_TCP_OUT_SEGS, segs);
	}
}

/* Payload of a range; the FIN at its end is no payload */
static u32 tn_send_payload(const struct tn_tcb *tcb, u32 seq, u32 end)
{
	return end - seq - tn_seq_gt(end, tcb->snd.end);
}

static void tn_send_flags(const struct tn_tcb *tcb, u32 end, struct tn_out *out)
{
	/* MUST-61: the last segment of what is buffered is pushed */
	if (out->len && out->seq + out->len == tcb->snd.end)
		out->flags |= TN_TCP_PSH;
	if (tn_seq_gt(end, tcb->snd.end))
		out->flags |= TN_TCP_FIN;
}

/*
 * Most payload of one tn_out. An urgent pointer counts from the number of each
 * segment, so while there is one no segment is cut by offload; what is signed is one
 * segment, and a duplicate is reported in one (RFC 2883 4).
 */
static u32 tn_send_burst(const struct tn_tcb *tcb, const struct tn_out *out)
{
	return tcb->urg.sending || tcb->auth || tn_sack_is_twice(tcb) || tn_ecn_whole(tcb) ?
		       out->mss : tn_pace_burst(tcb);
}

static u32 tn_send_cwnd_room(const struct tn_tcb *tcb)
{
	u32 pipe = tn_recovery_pipe(tcb), cwnd = tcb->cc.out.cwnd;

	return cwnd > pipe ? cwnd - pipe : 0;
}

static enum tn_send tn_send_no_cwnd(struct tn_tcb *tcb)
{
	tcb->snd.is_limited = true;
	tcb->snd.limited = tcb->snd.nxt;
	return TN_SEND_CWND;
}

/*
 * RFC 7323 2.4: the window may have moved left since, by rounding or because the peer does what it
 * should not. Once more all that was in the window is sent regardless; again, only what still is.
 */
static bool tn_send_beyond(const struct tn_tcb *tcb, const struct tn_sent *sent)
{
	u32 edge = tcb->snd.una + tcb->snd.wnd + (1 << tcb->snd.wscale);

	return sent->flags & TN_SENT_EVER && tn_seq_ge(sent->seq, edge);
}

/* The first lost range, or as much of it as may leave. */
static enum tn_send tn_send_lost(struct tn_tcb *tcb, tn_time_t now,
				 struct tn_out *out)
{
	struct tn_sent *sent = tn_sentq_first_lost(&tcb->sentq);
	u32 room = tn_send_cwnd_room(tcb), len;

	if (!sent)
		return TN_SEND_IDLE;
	if (tn_frto_holds(tcb) && !tcb->rec.force) {
		tn_send_no_cwnd(tcb);
		return TN_SEND_IDLE;
	}
	if (tcb->persist.on || tn_send_beyond(tcb, sent))
		return TN_SEND_WINDOW;
	if (tcb->rec.force)
		room = max_t(u32, room, out->mss);
	tn_sentq_join(&tcb->sentq, sent, min(room, tn_send_burst(tcb, out)));
	len = min3(sent->end - sent->seq, room, tn_send_burst(tcb, out));
	if (len < sent->end - sent->seq) {
		if (len < out->mss)
			return tn_send_no_cwnd(tcb);
		len -= len % out->mss;
	}
	if (!tcb->rec.force && tn_pace_holds(tcb, now))
		return TN_SEND_PACED;
	if (len < sent->end - sent->seq &&
	    !tn_sentq_split(&tcb->sentq, sent, sent->seq + len))
		return TN_SEND_MEMORY;

	out->seq = sent->seq;
	out->len = tn_send_payload(tcb, sent->seq, sent->end);
	out->retx = true;
	out->cause = sent->cause;
	tn_send_flags(tcb, sent->end, out);
	tn_count_add(tcb->stats, tcb->rec.mode == TN_REC_FAST ?
				 TN_MIB_TCP_FAST_RETRANS :
				 TN_MIB_TCP_SLOW_START_RETRANS,
		     tn_send_segs(out));
	tn_undo_sent(tcb, now, out);
	tn_frto_sent(tcb, sent->end);
	tn_sentq_resent(tcb, sent, tn_pace_departure(tcb, now));
	tn_pace_sent(tcb, now, out);
	tcb->rec.force = false;
	return TN_SEND_SEGMENT;
}

/* Is a small segment that we sent still unacknowledged? */
static bool tn_send_small_outstanding(const struct tn_tcb *tcb)
{
	return tn_tcb_outstanding(tcb) &&
	       tn_seq_gt(tcb->snd.small, tcb->snd.una) &&
	       tn_seq_le(tcb->snd.small, tcb->snd.nxt);
}

/*
 * RFC 9293 3.8.6.2.1: cut @len, which the windows allow, to what is worth
 * sending. @all: it is all that the user has written.
 */
static u32 tn_send_worth(const struct tn_tcb *tcb, u32 len, bool all, u32 mss)
{
	u32 full = len - len % mss;

	if (len == full || tcb->pending & TN_PEND_SMALL ||
	    tn_urgent_is_next(tcb))
		return len;
	if ((tcb->cork || tcb->more) && !tcb->shut_wr)
		return full;
	if (all)
		return tcb->nodelay || tcb->shut_wr ||
		       !tn_send_small_outstanding(tcb) ? len : full;
	if (!full && len >= tcb->snd.max_wnd / 2 && !tn_tcb_outstanding(tcb))
		return len;
	return full;
}

/* Held back: somebody must look again even if no ACK comes. */
static enum tn_send tn_send_hold(struct tn_tcb *tcb, tn_time_t now)
{
	if ((tcb->cork || tcb->more || !tn_tcb_outstanding(tcb)) &&
	    !tn_deadline_armed(tcb, TN_DL_SEND))
		tn_deadline_set(tcb, TN_DL_SEND, now + tcb->cfg->sws_override);
	return TN_SEND_SMALL;
}

/*
 * With GSO a burst costs little more than a segment, so it pays to wait until
 * an ACK has made room for a large one: a third of cwnd, while the other two
 * thirds are in the network and bring ACKs at once. But what is held back is not
 * in the network, and a burst fills queues: no more waits than is acknowledged in
 * a millisecond, cwnd * 1 ms / SRTT, as much as a paced burst has (tcp/pace.c).
 */
static bool tn_send_defer(const struct tn_tcb *tcb, u32 len, u32 unsent, u32 mss)
{
	u32 gso = tn_pace_burst(tcb);

	gso -= gso % mss;
	return len < unsent && len < min(tcb->cc.out.cwnd / 3, gso) &&
	       len * tcb->rtt.srtt < tcb->cc.out.cwnd * TN_NSEC_PER_MSEC &&
	       gso > mss && tcb->rec.mode == TN_REC_OPEN;
}

/* How much new data may leave; 0 with the reason in @why */
static u32 tn_send_allowed(struct tn_tcb *tcb, tn_time_t now,
			   const struct tn_out *out, bool fin,
			   enum tn_send *why)
{
	u32 edge = tcb->snd.una + tcb->snd.wnd, unsent = tn_tcb_unsent(tcb);
	u32 usable = tn_seq_gt(edge, tcb->snd.nxt) ? edge - tcb->snd.nxt : 0;
	u32 room = max(tn_send_cwnd_room(tcb), tcb->rec.extra);
	u32 burst = tn_send_burst(tcb, out), len;

	len = min3(unsent, usable, burst);
	if (!usable || (!len && !fin)) {
		*why = usable ? TN_SEND_IDLE : TN_SEND_WINDOW;
		return 0;
	}
	if (room < min_t(u32, max(len, 1u), out->mss)) {
		*why = tn_send_no_cwnd(tcb);
		return 0;
	}
	/* What cwnd cuts off, it cuts at a segment's end */
	if (len > room) {
		len = room - room % out->mss;
		if (!tcb->rec.extra && tn_send_defer(tcb, len, unsent, out->mss)) {
			*why = tn_send_no_cwnd(tcb);
			return 0;
		}
	}
	if (len < unsent && len == burst && len > out->mss)
		len -= len % out->mss;
	len = len ? tn_send_worth(tcb, len, len == unsent, out->mss) : 0;
	*why = len || (fin && !unsent) ? TN_SEND_SEGMENT :
					 tn_send_hold(tcb, now);
	return len;
}

/* Data that was never sent, and the FIN behind it. */
static enum tn_send tn_send_new(struct tn_tcb *tcb, tn_time_t now,
				struct tn_out *out)
{
	bool fin = tcb->shut_wr && !tn_tcb_fin_sent(tcb) && tcb->state != TN_SYN_RECEIVED;
	u32 len, end, edge = tcb->snd.una + tcb->snd.wnd;
	enum tn_send why = TN_SEND_IDLE;
	tn_time_t departure;
	bool idle;

	if (!fin && !tn_tcb_unsent(tcb))
		return TN_SEND_IDLE;
	if (!tn_tcb_outstanding(tcb))
		tn_recovery_idle(tcb, now);
	len = tn_send_allowed(tcb, now, out, fin, &why);
	if (why != TN_SEND_SEGMENT)
		return why;
	if (tn_pace_holds(tcb, now))
		return TN_SEND_PACED;
	departure = tn_pace_departure(tcb, now);

	end = tcb->snd.nxt + len;
	if (fin && end == tcb->snd.end && tn_seq_lt(end, edge))
		end++;
	idle = !tn_tcb_outstanding(tcb);
	if (!tn_sentq_append(tcb, tcb->snd.nxt, end, departure))
		return TN_SEND_MEMORY;
	if (idle && len)
		tn_recovery_restart(tcb, now);
	out->len = len;
	tn_pace_sent(tcb, now, out);
	if (tcb->rec.extra && tcb->frto.step == TN_FRTO_FRESH)
		out->cause = TN_CAUSE_FRTO;
	tcb->rec.extra -= min(tcb->rec.extra, len);
	tcb->snd.nxt = end;
	tn_send_flags(tcb, end, out);
	tn_ecn_data(tcb, out);
	if (len % out->mss) {
		tcb->snd.small = end;
		tcb->pending &= ~TN_PEND_SMALL;
	}
	if (!tn_tcb_unsent(tcb))
		tn_deadline_clear(tcb, TN_DL_SEND);
	tcb->snd.last_sent = departure;
	tn_cwv_sent(tcb, now);
	return TN_SEND_SEGMENT;
}

/* RFC 9293 3.8.6.1: one octet into the closed window, the oldest we have. */
static bool tn_send_probe(struct tn_tcb *tcb, tn_time_t now, struct tn_out *out)
{
	struct tn_sent *head;
	u32 end;

	tcb->pending &= ~TN_PEND_PROBE;
	if (!tn_tcb_outstanding(tcb)) {
		end = tcb->snd.nxt + 1;
		if (!tn_sentq_append(tcb, tcb->snd.nxt, end, now))
			return false;
		tcb->snd.nxt = end;
		tcb->snd.last_sent = now;
	} else {
		head = tn_sentq_head(&tcb->sentq);
		head->flags |= TN_SENT_EVER;
		out->seq = head->seq;
		out->retx = true;
		out->cause = TN_CAUSE_WINDOW;
		end = head->seq + 1;
	}
	out->len = tn_send_payload(tcb, out->seq, end);
	tn_send_flags(tcb, end, out);
	tn_count(tcb->stats, TN_MIB_TCP_WIN_PROBE);
	return true;
}

/* The last segment once more: part of the last range, if that is larger. */
static bool tn_send_last(struct tn_tcb *tcb, tn_time_t now, struct tn_out *out)
{
	struct tn_sent *last = tn_sentq_last(&tcb->sentq);
	u32 most = out->mss + tn_seq_gt(last->end, tcb->snd.end);

	if (last->flags & (TN_SENT_SACKED | TN_SENT_LOST))
		return false;
	if (last->end - last->seq > most)
		last = tn_sentq_split(&tcb->sentq, last, last->end - most);
	if (!last)
		return false;
	out->seq = last->seq;
	out->len = tn_send_payload(tcb, last->seq, last->end);
	out->retx = true;
	out->cause = TN_CAUSE_TLP;
	tn_send_flags(tcb, last->end, out);
	tn_sentq_again(tcb, last, tn_pace_departure(tcb, now));
	return true;
}

/* RFC 8985 7.3: one segment, new if there is one, whatever cwnd says and Nagle. */
static bool tn_send_tail(struct tn_tcb *tcb, tn_time_t now, struct tn_out *out)
{
	bool fresh;

	tcb->pending &= ~TN_PEND_TLP;
	if (!tn_tcb_outstanding(tcb))
		return false;
	tcb->pending |= TN_PEND_SMALL;
	tcb->rec.extra = out->mss;
	fresh = tn_send_new(tcb, now, out) == TN_SEND_SEGMENT;
	tcb->pending &= ~TN_PEND_SMALL;
	tcb->rec.extra = 0;
	if (!fresh && !tn_send_last(tcb, now, out))
		return false;
	tn_tlp_sent(tcb, !fresh);
	return true;
}

/* New data left: RFC 6298 5.1, RFC 8985 7.2 */
static void tn_send_arm(struct tn_tcb *tcb, tn_time_t now)
{
	if (!tn_deadline_armed(tcb, TN_DL_RTO))
		tn_rtt_arm(tcb, now);
	tn_tlp_arm(tcb, now);
}

static enum tn_send tn_send_data(struct tn_tcb *tcb, tn_time_t now,
				 struct tn_out *out)
{
	enum tn_send why;

	if (tcb->ecn.hold && !tcb->persist.on)
		return TN_SEND_CWND;
	if (tcb->pending & TN_PEND_TLP && tn_send_tail(tcb, now, out))
		return TN_SEND_SEGMENT;
	why = tn_send_lost(tcb, now, out);
	if (why == TN_SEND_IDLE) {
		why = tn_send_new(tcb, now, out);
		if (why == TN_SEND_SEGMENT)
			tn_send_arm(tcb, now);
	} else if (why == TN_SEND_SEGMENT && !tn_deadline_armed(tcb, TN_DL_RTO)) {
		tn_rtt_arm(tcb, now);
	}
	if (why == TN_SEND_SEGMENT)
		return why;
	if (why == TN_SEND_WINDOW)
		tn_persist_window(tcb, now);
	if (tcb->pending & TN_PEND_PROBE && tn_send_probe(tcb, now, out))
		return TN_SEND_SEGMENT;
	return why;
}

/**
 * tn_send_next() - what may leave now?
 * @tcb: connection
 * @now: current time
 * @out: the segment, if the answer is TN_SEND_SEGMENT; it counts as sent
 *
 * Context: any. Source: RFC 9293 3.8.6.2.1, 3.10.3; RFC 5681; RFC 6675 5.
 * Return: TN_SEND_SEGMENT, ask again; or why there is nothing.
 */
enum tn_send tn_send_next(struct tn_tcb *tcb, tn_time_t now, struct tn_out *out)
{
	enum tn_send why = TN_SEND_IDLE;

	/* Each series of questions ends like this */
	if (!tcb->pending && !tcb->sentq.lost && !tn_tcb_has_unsent(tcb)) {
		/* Work stays work, and rest stays rest */
		if (tcb->busy.state > TN_BUSY_WORK || tcb->busy.full)
			tn_busy_look(tcb, now);
		return TN_SEND_IDLE;
	}
	if (tcb->pending & TN_PEND_SYN) {
		tn_handshake_out(tcb, now, out);
		tcb->info.segs_out++;
		tn_count(tcb->stats, TN_MIB_TCP_OUT_SEGS);
		return TN_SEND_SEGMENT;
	}

	tn_send_fill(tcb, now, out);
	if (tcb->ecn.acc.bare && tcb->pending & TN_PEND_ACK)
		goto leave;
	if (tn_tcb_in(tcb, TN_STATES_SEND))
		why = tn_send_data(tcb, now, out);
	else if (tn_fastopen_may_send(tcb))
		why = tn_send_new(tcb, now, out);
	if (why == TN_SEND_SEGMENT)
		goto leave;
	if (tcb->pending & TN_PEND_KEEP) {
		/* SHLD-12: no data, one below SND.NXT */
		tcb->pending &= ~TN_PEND_KEEP;
		tn_count(tcb->stats, TN_MIB_TCP_KEEP_ALIVE);
		out->seq--;
		goto leave;
	}
	if (tcb->pending & TN_PEND_ACK)
		goto leave;
	if (tcb->busy.state != TN_BUSY_NOT)
		tn_busy_look(tcb, now);
	return why;

leave:
	tn_send_leave(tcb, out);
	return TN_SEND_SEGMENT;
}
