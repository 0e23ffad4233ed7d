/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The verdict: what the machine decided while it looked at one event, for
 * somebody else to do. It lives on the caller's stack and is acted upon by
 * sock/perform.c, by the simulator and by the test harness, and by nobody else.
 */
#ifndef TN_TCP_VERDICT_H
#define TN_TCP_VERDICT_H

#include <linux/types.h>

#include "base/reason.h"
#include "tcp/seg.h"

/**
 * enum tn_verdict_bit - things to be done
 * @TN_V_SEND:      ask tn_send_next() until it declines
 * @TN_V_DELIVER:   append the @deliver chain to what the user can read
 * @TN_V_ACKED:     the send store may drop everything below tn_tcb_acked()
 * @TN_V_CONNECTED: the handshake has completed
 * @TN_V_EOF:       the peer's FIN is in order: no more data will come
 * @TN_V_ERROR:     report @err to the user, wake everybody
 * @TN_V_RESET:     send the RST in @rst (it needs no connection)
 * @TN_V_SPAWN:     LISTEN only: this SYN deserves a connection of its own
 * @TN_V_TIMEWAIT:  the connection is in TIME-WAIT: keep a tn_timewait instead
 * @TN_V_CLOSED:    the connection is CLOSED: nothing will happen to it again
 * @TN_V_URGENT:    the peer's urgent pointer has come, or has advanced: tell the user
 * @TN_V_DOUBT:     R1: doubt the next hop, and note that the peer does not answer
 * @TN_V_ALIVE:     a keep-alive probe was answered: what ICMP said of it is past
 * @TN_V_READY:     the user may have the connection although its handshake is not complete
 * @TN_V_LESSON:    tcb.fo says what is to be remembered of the peer
 * @TN_V_MEASURED:  tcb.rtt does, too (tcp/share.c)
 */
enum tn_verdict_bit {
	TN_V_SEND	= 1 << 0,
	TN_V_DELIVER	= 1 << 1,
	TN_V_ACKED	= 1 << 2,
	TN_V_CONNECTED	= 1 << 3,
	TN_V_EOF	= 1 << 4,
	TN_V_ERROR	= 1 << 5,
	TN_V_RESET	= 1 << 6,
	TN_V_SPAWN	= 1 << 7,
	TN_V_TIMEWAIT	= 1 << 8,
	TN_V_CLOSED	= 1 << 9,
	TN_V_URGENT	= 1 << 10,
	TN_V_DOUBT	= 1 << 11,
	TN_V_ALIVE	= 1 << 12,
	TN_V_READY	= 1 << 13,
	TN_V_LESSON	= 1 << 14,
	TN_V_MEASURED	= 1 << 15,
};

/**
 * struct tn_verdict - the outcome of one event
 * @bits:         TN_V_*
 * @err:          errno (positive) with TN_V_ERROR, else 0
 * @oob_passed:   with TN_V_URGENT: what the user would read next is the octet that the
 *                urgent pointer stood behind until now
 * @reason:       why the segment, or the rest of it, was dropped
 * @deliver:      chain of payload handles, in sequence, to hand to the user
 * @deliver_tail: its last element
 * @discard:      chain of payload handles that are not wanted (any more)
 * @queued:       payload handle that waits behind a gap since this event; nothing
 *                need be done about it
 * @rst:          the RST to send with TN_V_RESET; no payload, no options
 *
 * A segment's own handle is in @deliver, in @discard or in the out-of-order
 * queue afterwards: the machine takes it in every case.
 */
struct tn_verdict {
	u32 bits;
	int err;
	bool oob_passed;
	enum tn_reason reason;
	struct tn_rcvd *deliver;
	struct tn_rcvd *deliver_tail;
	struct tn_rcvd *discard;
	struct tn_rcvd *queued;
	struct tn_out rst;
};

static inline void tn_verdict_discard(struct tn_verdict *v, struct tn_rcvd *rcvd)
{
	if (rcvd) {
		rcvd->next = v->discard;
		v->discard = rcvd;
	}
}

static inline void tn_verdict_deliver(struct tn_verdict *v, struct tn_rcvd *rcvd)
{
	rcvd->next = NULL;
	if (v->deliver)
		v->deliver_tail->next = rcvd;
	else
		v->deliver = rcvd;
	v->deliver_tail = rcvd;
	v->bits |= TN_V_DELIVER;
}

static inline void tn_verdict_error(struct tn_verdict *v, int err)
{
	v->err = err;
	v->bits |= TN_V_ERROR;
}

#endif
