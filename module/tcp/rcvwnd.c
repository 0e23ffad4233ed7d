// SPDX-License-Identifier: GPL-2.0
/*
 * The window that we offer.
 *
 *      rcv.user          rcv.nxt              rcv.adv        user + buf
 *   ------|-----------------|--------------------|--------------|------
 *         |   not yet read  |   offered window   |  not offered |
 *
 * The right edge, rcv.adv, never moves left (RFC 9293 SHLD-14). It moves right
 * only by a worthwhile step, min(buf / 2, MSS), so that a slow reader does not
 * cause the silly window syndrome (RFC 9293 3.8.6.2.2, MUST-39). Payload that
 * waits out of order lies inside the offered window and needs no account here.
 *
 * The field on the wire counts units of 2^wscale and is rounded down (RFC 7323
 * 2.3), so the edge that the peer computes may lie less than a unit left of an
 * earlier one. rcv.adv is the rightmost edge ever offered, and what was sent
 * under that promise is accepted.
 */
#include <linux/kernel.h>

#include "tcp/rcvwnd.h"

/* Largest value of the window field */
#define TN_RCVWND_FIELD_MAX	65535u

/* What the window is when nothing waits: the buffer, unless the user has said less */
static u32 tn_rcvwnd_most(const struct tn_tcb *tcb)
{
	return tcb->rcv.clamp ? min(tcb->rcv.buf, tcb->rcv.clamp) : tcb->rcv.buf;
}

/*
 * Bytes of the buffer that nothing waits in, in units of the window field: a step
 * that would be cut by rounding is not worth taking yet. A buffer of less than a unit counts
 * as one, or nothing could ever be offered.
 */
static u32 tn_rcvwnd_free(const struct tn_tcb *tcb)
{
	u32 unread = tn_tcb_unread(tcb), unit = 1u << tcb->rcv.wscale;
	u32 buf = max(tcb->rcv.buf, unit), most = max(tn_rcvwnd_most(tcb), unit);

	return buf > unread ? round_down(min(buf - unread, most), unit) : 0;
}

/*
 * What the peer can see of the window. Steps are counted from there: a small buffer
 * would else stay shut for the peer, while by our account it is still partly open.
 */
static u32 tn_rcvwnd_seen(const struct tn_tcb *tcb)
{
	return round_down(tn_rcvwnd(tcb), 1u << tcb->rcv.wscale);
}

/* RFC 9293 3.8.6.2.2: the least step of the right edge */
static u32 tn_rcvwnd_step(const struct tn_tcb *tcb)
{
	return min_t(u32, tn_rcvwnd_most(tcb) / 2, tcb->rcv.mss);
}

/**
 * tn_rcvwnd() - RCV.WND, what is left of the window that was offered
 * @tcb: connection
 *
 * Context: any.
 * Return: bytes from rcv.nxt to the right edge.
 */
u32 tn_rcvwnd(const struct tn_tcb *tcb)
{
	return tn_seq_gt(tcb->rcv.adv, tcb->rcv.nxt) ?
		tcb->rcv.adv - tcb->rcv.nxt : 0;
}

/**
 * tn_rcvwnd_scale() - the shift to announce in the SYN
 * @most: payload that the buffer may come to hold, bytes
 *
 * Neither the peer nor we can change it afterwards, so it is not what the buffer has now that
 * counts.
 *
 * Context: any. Source: RFC 7323 2.2, 2.3.
 * Return: least shift with which @most can be offered, but for a unit; at most 14.
 */
u8 tn_rcvwnd_scale(u32 most)
{
	u8 shift = 0;

	while (shift < TN_TCPOPT_WSCALE_MAX && (65536u << shift) < most)
		shift++;
	return shift;
}

/**
 * tn_rcvwnd_select() - decide the window of a segment that leaves now
 * @tcb: connection; the right edge is moved
 *
 * Context: any. Source: RFC 9293 3.8.6.2.2, RFC 7323 2.3.
 * Return: the window field.
 */
u16 tn_rcvwnd_select(struct tn_tcb *tcb)
{
	u32 now = tn_rcvwnd_seen(tcb), free = tn_rcvwnd_free(tcb), field;
	u8 shift = tcb->rcv.wscale;

	if (free > now && free - now >= tn_rcvwnd_step(tcb))
		field = free >> shift;
	else
		field = now >> shift;
	field = min(field, TN_RCVWND_FIELD_MAX);
	tcb->rcv.adv = tn_seq_max(tcb->rcv.adv,
				  tcb->rcv.nxt + (field << shift));
	return field;
}

/**
 * tn_rcvwnd_select_syn() - the window of a SYN or SYN-ACK: never scaled
 * @tcb: connection; the right edge is moved
 *
 * Context: any. Source: RFC 7323 2.2.
 * Return: the window field.
 */
u16 tn_rcvwnd_select_syn(struct tn_tcb *tcb)
{
	u32 unread = tn_tcb_unread(tcb), wnd = 0;

	/* The text of a SYN may be there already (RFC 7413) */
	if (tcb->rcv.buf > unread)
		wnd = min3(tcb->rcv.buf - unread, tn_rcvwnd_most(tcb), TN_RCVWND_FIELD_MAX);

	tcb->rcv.adv = tn_seq_max(tcb->rcv.adv, tcb->rcv.nxt + wnd);
	return wnd;
}

/**
 * tn_rcvwnd_worth_update() - has the user read so much that the peer be told?
 * @tcb: connection
 *
 * A window that is still wide open needs no segment of its own: the next ACK
 * of data carries the news. One that is nearly used up does, once it can grow
 * by the step, and any does that can grow by half of the buffer.
 *
 * Context: any. Source: RFC 9293 3.8.6.2.2.
 * Return: true if a window update should be sent now.
 */
bool tn_rcvwnd_worth_update(const struct tn_tcb *tcb)
{
	u32 field = TN_RCVWND_FIELD_MAX << tcb->rcv.wscale, most = tn_rcvwnd_most(tcb);
	u32 now = tn_rcvwnd_seen(tcb), free;

	/* What the field cannot say is no news */
	free = min(tn_rcvwnd_free(tcb), field);
	if (free <= now)
		return false;
	if (free - now >= most / 2)
		return true;
	return now < most / 4 && free - now >= tn_rcvwnd_step(tcb);
}
