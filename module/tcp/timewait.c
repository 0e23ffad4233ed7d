// SPDX-License-Identifier: GPL-2.0
/*
 * TIME-WAIT (RFC 9293 3.6.1, 3.10.7.4; RFC 1337; RFC 6191).
 *
 * A connection that closed first is remembered for 2 MSL, so that its last ACK
 * can be repeated and its duplicates die in peace. All that needs is a few
 * numbers, so the control block is let go and this struct stays.
 *
 *   FIN again   the last ACK was lost: repeat it, 2 MSL begin anew
 *   RST         ignored (RFC 1337, fix F1), unless cfg.rfc1337 says otherwise
 *   SYN         opens a new connection if it cannot be an old duplicate: its
 *               timestamp is newer or, where timestamps do not tell, its
 *               sequence number is above (RFC 9293 MAY-2, RFC 6191 2). Any
 *               other one is dropped without a word
 *   the rest    an ACK, if it carries data or lies outside the window
 */
#include <linux/string.h>

#include "tcp/timewait.h"

/*
 * RFC 9293 MAY-2: the new ISS is larger than anything the old connection sent;
 * the gap is that of a window without scaling.
 */
#define TN_TIMEWAIT_ISS_GAP	65537

/**
 * tn_timewait_init() - take what must be remembered from a connection
 * @tw:  memory for it
 * @tcb: connection that has just entered TIME-WAIT
 * @now: current time
 *
 * Context: any.
 */
void tn_timewait_init(struct tn_timewait *tw, const struct tn_tcb *tcb,
		      tn_time_t now)
{
	tw->msl2 = 2 * tcb->cfg->msl;
	tw->until = now + tw->msl2;
	tw->snd_nxt = tcb->snd.nxt;
	tw->rcv_nxt = tcb->rcv.nxt;
	tw->rcv_wnd = tn_seq_gt(tcb->rcv.adv, tcb->rcv.nxt) ?
		(tcb->rcv.adv - tcb->rcv.nxt) >> tcb->rcv.wscale : 0;
	tw->ignore_rst = tcb->cfg->rfc1337;
	tw->ts_ok = tcb->ts.ok;
	tw->ts_recent = tcb->ts.recent;
	tw->ts_offset = tcb->ts.offset;
	tw->auth = tcb->auth;
}

static void tn_timewait_ack(const struct tn_timewait *tw, tn_time_t now,
			    struct tn_out *out)
{
	memset(out, 0, sizeof(*out));
	out->seq = tw->snd_nxt;
	out->ack = tw->rcv_nxt;
	out->wnd = tw->rcv_wnd;
	out->flags = TN_TCP_ACK;
	out->opt.has = tw->auth;
	if (tw->ts_ok) {
		out->opt.has |= TN_OPT_TS;
		out->opt.tsval = (u32)tn_time_to_ms(now) + tw->ts_offset;
		out->opt.tsecr = tw->ts_recent;
	}
}

/*
 * RFC 6191 2, RFC 9293 MAY-2:
 *
 *	timestamps in the     a SYN is accepted if
 *	old      new
 *	yes      yes          TSval is newer; or equal, and SEQ above
 *	no       yes          always: PAWS keeps the old ones' segments out
 *	any      no           SEQ is above
 *
 * "Above" is beyond the number of the peer's FIN, which is rcv_nxt - 1.
 */
static bool tn_timewait_may_reopen(const struct tn_timewait *tw,
				   const struct tn_seg *seg)
{
	bool ts = seg->opt.has & TN_OPT_TS;

	if (ts && !tw->ts_ok)
		return true;
	if (ts && seg->opt.tsval != tw->ts_recent)
		return tn_seq_gt(seg->opt.tsval, tw->ts_recent);
	return tn_seq_ge(seg->seq, tw->rcv_nxt);
}

/*
 * RFC 7323 5.3: false for an old duplicate. Else its timestamp is the last one
 * seen, which RFC 6191 asks for.
 */
static bool tn_timewait_is_recent(struct tn_timewait *tw,
				  const struct tn_seg *seg)
{
	if (!tw->ts_ok || !(seg->opt.has & TN_OPT_TS))
		return true;
	if (tn_seq_lt(seg->opt.tsval, tw->ts_recent))
		return false;
	tw->ts_recent = seg->opt.tsval;
	return true;
}

/**
 * tn_timewait_arrive() - a segment for a connection in TIME-WAIT
 * @tw:  the connection; its time may be extended
 * @now: current time
 * @seg: segment
 * @out: the ACK, if the answer is TN_TW_ACK
 *
 * Context: any. Source: see the top of the file.
 * Return: what to do.
 */
enum tn_timewait_act tn_timewait_arrive(struct tn_timewait *tw, tn_time_t now,
					const struct tn_seg *seg,
					struct tn_out *out)
{
	u32 len = seg->len + !!(seg->flags & TN_TCP_FIN);

	/* RFC 9293 3.10.7.4, second step; RFC 5961 3.2 */
	if (seg->flags & TN_TCP_RST)
		return !tw->ignore_rst && seg->seq == tw->rcv_nxt ? TN_TW_END :
								    TN_TW_DROP;
	if ((seg->flags & (TN_TCP_SYN | TN_TCP_ACK)) == TN_TCP_SYN)
		return tn_timewait_may_reopen(tw, seg) ? TN_TW_REOPEN :
							 TN_TW_DROP;

	/* It ends where the peer's FIN did: the FIN again, or a pure ACK */
	if (!(seg->flags & TN_TCP_SYN) && seg->seq + len == tw->rcv_nxt) {
		bool recent = tn_timewait_is_recent(tw, seg);

		if (!len)
			return TN_TW_DROP;
		if (recent && seg->flags & TN_TCP_FIN)
			tw->until = now + tw->msl2;
	}
	tn_timewait_ack(tw, now, out);
	return TN_TW_ACK;
}

/**
 * tn_timewait_next_iss() - the ISS of a connection that follows in its place
 * @tw:  the old connection
 * @iss: ISS that RFC 6528 yields
 *
 * Context: any. Source: RFC 9293 MAY-2.
 * Return: @iss, or more if that is not beyond the old connection's numbers.
 */
u32 tn_timewait_next_iss(const struct tn_timewait *tw, u32 iss)
{
	return tn_seq_max(iss, tw->snd_nxt + TN_TIMEWAIT_ISS_GAP);
}
