// SPDX-License-Identifier: GPL-2.0
/*
 * Resets: which RST answers what (RFC 9293 3.5.2, 3.10.5, 3.10.7.1).
 *
 * A RST is built here, complete, and travels in the verdict, because it must
 * not depend on a connection that is about to be gone.
 */
#include <linux/string.h>

#include "tcp/ecn.h"
#include "tcp/reset.h"
#include "tcp/timestamp.h"

/**
 * tn_reset_reply() - the RST that answers a segment for nobody
 * @seg: segment
 * @out: the RST, on success
 *
 * Context: any. Source: RFC 9293 3.10.7.1.
 * Return: false if there must be none, because the segment is a RST itself.
 */
bool tn_reset_reply(const struct tn_seg *seg, struct tn_out *out)
{
	if (seg->flags & TN_TCP_RST)
		return false;

	memset(out, 0, sizeof(*out));
	if (seg->flags & TN_TCP_ACK) {
		out->seq = seg->ack;
		out->flags = TN_TCP_RST;
	} else {
		out->ack = seg->seq + seg->len +
			   !!(seg->flags & TN_TCP_SYN) +
			   !!(seg->flags & TN_TCP_FIN);
		out->flags = TN_TCP_RST | TN_TCP_ACK;
	}
	/* RFC 7323 5.2: the sender knows by its own clock that the RST is no guess */
	if (seg->opt.has & TN_OPT_TS) {
		out->opt.has = TN_OPT_TS;
		out->opt.tsecr = seg->opt.tsval;
	}
	return true;
}

/**
 * tn_reset_refuse() - answer a segment with a RST, keep the connection
 * @seg: segment
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 3.10.7.2, 3.10.7.3, 3.10.7.4.
 */
void tn_reset_refuse(const struct tn_seg *seg, struct tn_verdict *v)
{
	if (tn_reset_reply(seg, &v->rst))
		v->bits |= TN_V_RESET;
}

/**
 * tn_reset_abort() - the RST that ends a connection of ours
 * @tcb: connection in a state where the peer knows of it
 * @now: current time
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 3.10.5, RFC 7323 3.2.
 */
void tn_reset_abort(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	memset(&v->rst, 0, sizeof(v->rst));
	v->rst.seq = tcb->snd.nxt;
	v->rst.ack = tcb->rcv.nxt;
	v->rst.flags = TN_TCP_RST | TN_TCP_ACK;
	if (tcb->ts.ok) {
		v->rst.opt.has = TN_OPT_TS;
		v->rst.opt.tsval = tn_timestamp_val(tcb, now);
		v->rst.opt.tsecr = tcb->ts.recent;
	}
	tn_ecn_out(tcb, &v->rst);
	v->bits |= TN_V_RESET;
}
