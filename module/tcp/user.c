// SPDX-License-Identifier: GPL-2.0
/*
 * User calls (RFC 9293 3.10.1 to 3.10.5), as far as they concern the protocol.
 *
 * Which call is legal when, and what errno it yields, the shell knows from the
 * socket API; it calls here only in states where the call has a meaning.
 */
#include <linux/errno.h>

#include "tcp/ackpolicy.h"
#include "tcp/busy.h"
#include "tcp/deadline.h"
#include "tcp/fastopen.h"
#include "tcp/fsm.h"
#include "tcp/handshake.h"
#include "tcp/keepalive.h"
#include "tcp/pace.h"
#include "tcp/rate.h"
#include "tcp/rcvq.h"
#include "tcp/rcvtune.h"
#include "tcp/rcvwnd.h"
#include "tcp/reset.h"
#include "tcp/timeout.h"
#include "tcp/urgent.h"
#include "tcp/user.h"

/* TCP_QUICKACK: so many segments are acknowledged each, then it is over */
#define TN_USER_QUICK		255

/* States in which RFC 9293 3.10.5 wants the peer told of an ABORT */
#define TN_USER_ABORT_RST						\
	(TN_STATE_IN(TN_SYN_RECEIVED) | TN_STATE_IN(TN_ESTABLISHED) |	\
	 TN_STATE_IN(TN_FIN_WAIT_1) | TN_STATE_IN(TN_FIN_WAIT_2) |	\
	 TN_STATE_IN(TN_CLOSE_WAIT))

/**
 * tn_user_connect() - active OPEN
 * @tcb: connection in CLOSED; path and buffer are set
 * @now: current time
 * @iss: ISS (RFC 6528)
 * @v:   verdict: the SYN wants to leave
 *
 * Context: any. Source: RFC 9293 3.10.1.
 */
void tn_user_connect(struct tn_tcb *tcb, tn_time_t now, u32 iss,
		     struct tn_verdict *v)
{
	tcb->opened = now;
	tn_handshake_start(tcb, iss);
	tn_fsm_set(tcb, TN_SYN_SENT);
	tn_timeout_start(tcb, now);
	v->bits |= TN_V_SEND;
}

/**
 * tn_user_listen() - passive OPEN
 * @tcb: connection in CLOSED
 *
 * Context: any. Source: RFC 9293 3.10.1.
 */
void tn_user_listen(struct tn_tcb *tcb)
{
	tn_fsm_set(tcb, TN_LISTEN);
}

/**
 * tn_user_sent() - SEND: bytes were added to the send store
 * @tcb:   connection that may send, or whose SYN waits for this (tn_fastopen_ask())
 * @now:   current time
 * @bytes: how many
 * @more:  the user says that more follows at once (MSG_MORE)
 * @v:     verdict
 *
 * Context: any. Source: RFC 9293 3.10.2.
 */
void tn_user_sent(struct tn_tcb *tcb, tn_time_t now, u32 bytes, bool more,
		  struct tn_verdict *v)
{
	tn_rate_check(tcb);
	tcb->snd.end += bytes;
	tcb->more = more;
	tn_busy_written(tcb, now);
	if (tcb->fo.wait) {
		/* What the SYN takes along does not wait for more */
		tn_fastopen_begin(tcb, now);
		v->bits |= TN_V_SEND;
	}
	tn_timeout_start(tcb, now);
	if (!more || tn_tcb_unsent(tcb) >= tcb->snd.mss)
		v->bits |= TN_V_SEND;
	else if (!tn_deadline_armed(tcb, TN_DL_SEND))
		tn_deadline_set(tcb, TN_DL_SEND, now + tcb->cfg->sws_override);
}

/**
 * tn_user_full() - SEND found no room, or there is room again
 * @tcb:  connection
 * @full: the user waits for room
 *
 * Context: any. It counts from the last event on.
 */
void tn_user_full(struct tn_tcb *tcb, bool full)
{
	tn_busy_full(tcb, full);
}

/**
 * tn_user_urgent() - SEND with the URGENT flag
 * @tcb:   connection that may send
 * @now:   current time
 * @bytes: how many were added to the send store; up to their end all is urgent
 * @v:     verdict
 *
 * Urgent data does not wait for more. If it cannot leave at all, the pointer does:
 * with an ACK.
 *
 * Context: any. Source: RFC 9293 3.8.5, 3.10.2 (MUST-30).
 */
void tn_user_urgent(struct tn_tcb *tcb, tn_time_t now, u32 bytes,
		    struct tn_verdict *v)
{
	tn_user_sent(tcb, now, bytes, false, v);
	tn_urgent_write(tcb);
	tcb->pending |= TN_PEND_ACK;
}

/**
 * tn_user_read() - RECEIVE: bytes left the receive buffer
 * @tcb:   connection
 * @now:   current time
 * @bytes: how many
 * @v:     verdict: an ACK, if the window can be opened by a worthwhile step
 *
 * Context: any. Source: RFC 9293 3.8.6.2.2, 3.10.3.
 */
void tn_user_read(struct tn_tcb *tcb, tn_time_t now, u32 bytes,
		  struct tn_verdict *v)
{
	tcb->rcv.user += bytes;
	tn_rcvtune_read(tcb, now);
	tn_urgent_read(tcb);
	if (tn_tcb_in(tcb, TN_STATES_RECEIVE) && tn_rcvwnd_worth_update(tcb))
		tn_ackpolicy_now(tcb, v);
}

/* There may be more room now: is that worth an ACK? */
static void tn_user_window(struct tn_tcb *tcb, struct tn_verdict *v)
{
	if (tn_tcb_in(tcb, TN_STATES_RECEIVE) && tn_rcvwnd_worth_update(tcb))
		tn_ackpolicy_now(tcb, v);
}

/**
 * tn_user_rcvbuf() - the capacity of the receive buffer changed
 * @tcb:   connection
 * @bytes: payload it can hold; a smaller value than before takes effect as the
 *         peer uses up what it was offered
 * @v:     verdict: an ACK, if the window can be opened by a worthwhile step
 *
 * Context: any. Source: RFC 9293 SHLD-14.
 */
void tn_user_rcvbuf(struct tn_tcb *tcb, u32 bytes, struct tn_verdict *v)
{
	tcb->rcv.buf = bytes < TN_RCVWND_MAX ? bytes : TN_RCVWND_MAX;
	tn_user_window(tcb, v);
}

/**
 * tn_user_rcvtune() - may the receive buffer grow by itself?
 * @tcb:  connection
 * @most: payload it may hold at most, bytes; 0: its size is the user's business
 *
 * Context: any.
 */
void tn_user_rcvtune(struct tn_tcb *tcb, u32 most)
{
	tcb->tune.most = most < TN_RCVWND_MAX ? most : TN_RCVWND_MAX;
}

/**
 * tn_user_prune() - memory is short: give up what lies behind a gap
 * @tcb:  connection
 * @from: what begins at this sequence number, or behind it
 * @v:    verdict: payloads in its discard chain
 *
 * What was acknowledged is never given up. Of the rest the peer may have been told
 * that it arrived; it keeps it nevertheless, for this very case.
 *
 * Context: any. Source: RFC 2018 8.
 */
void tn_user_prune(struct tn_tcb *tcb, u32 from, struct tn_verdict *v)
{
	tn_rcvq_prune(tcb, from, v);
}

/**
 * tn_user_shutdown() - CLOSE for sending: a FIN follows the data
 * @tcb: connection; a second call changes nothing
 * @now: current time
 * @v:   verdict
 *
 * Context: any. Source: RFC 9293 3.10.4.
 */
void tn_user_shutdown(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	if (tcb->state == TN_CLOSED)
		return;
	if (tn_tcb_in(tcb, TN_STATE_IN(TN_LISTEN) | TN_STATE_IN(TN_SYN_SENT))) {
		tn_fsm_close(tcb, v);
		return;
	}
	if (tcb->shut_wr)
		return;
	tcb->shut_wr = true;
	tn_busy_look(tcb, now);
	tn_fsm_shutdown(tcb);
	tn_timeout_start(tcb, now);
	v->bits |= TN_V_SEND;
}

/**
 * tn_user_close() - the user has gone: nobody will read or write any more
 * @tcb:    connection
 * @now:    current time
 * @unread: received data was not read; the peer is told by a RST
 * @v:      verdict
 *
 * Context: any. Source: RFC 9293 3.6.1 (SHLD-3), 3.10.4.
 */
void tn_user_close(struct tn_tcb *tcb, tn_time_t now, bool unread,
		   struct tn_verdict *v)
{
	if (tcb->state == TN_CLOSED)
		return;
	tcb->detached = true;
	if (unread && tn_tcb_in(tcb, TN_USER_ABORT_RST)) {
		tn_count(tcb->stats, TN_MIB_TCP_ABORT_ON_CLOSE);
		tn_user_abort(tcb, now, v);
		return;
	}
	tn_rcvq_purge(tcb, v);
	tn_user_shutdown(tcb, now, v);
	if (tcb->state == TN_FIN_WAIT_2)
		tn_fsm_fin_wait_2(tcb, now, v);
}

/**
 * tn_user_abort() - ABORT: end the connection now
 * @tcb: connection
 * @now: current time
 * @v:   verdict: a RST, where the peer knows of the connection
 *
 * Context: any. Source: RFC 9293 3.10.5.
 */
void tn_user_abort(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	if (tcb->state == TN_CLOSED)
		return;
	if (tn_tcb_in(tcb, TN_USER_ABORT_RST))
		tn_reset_abort(tcb, now, v);
	tn_fsm_close(tcb, v);
	tn_busy_look(tcb, now);
}

/**
 * tn_user_nodelay() - TCP_NODELAY
 * @tcb: connection
 * @now: current time
 * @on:  send small segments at once
 * @v:   verdict
 *
 * Context: any. Source: RFC 9293 3.7.4 (MUST-17).
 */
void tn_user_nodelay(struct tn_tcb *tcb, tn_time_t now, bool on,
		     struct tn_verdict *v)
{
	tcb->nodelay = on;
	if (on)
		v->bits |= TN_V_SEND;
}

/**
 * tn_user_cork() - TCP_CORK
 * @tcb: connection
 * @now: current time
 * @on:  hold what is less than a segment, for at most cfg.sws_override
 * @v:   verdict
 *
 * Context: any. Source: RFC 9293 MUST-60.
 */
void tn_user_cork(struct tn_tcb *tcb, tn_time_t now, bool on,
		  struct tn_verdict *v)
{
	tcb->cork = on;
	if (on)
		return;
	tn_deadline_clear(tcb, TN_DL_SEND);
	tcb->pending |= TN_PEND_SMALL;
	v->bits |= TN_V_SEND;
}

/**
 * tn_user_keepalive() - SO_KEEPALIVE, or its times, changed
 * @tcb: connection
 * @now: current time
 * @on:  probe when idle
 *
 * Context: any. Source: RFC 9293 3.8.4 (MUST-24, MUST-25).
 */
void tn_user_keepalive(struct tn_tcb *tcb, tn_time_t now, bool on)
{
	tcb->keep.on = on;
	tcb->keep.probes = 0;
	tn_keepalive_arm(tcb, now);
}

/**
 * tn_user_pacing() - SO_MAX_PACING_RATE, or what the path can do, changed
 * @tcb:      connection
 * @max_rate: bytes a second; 0: no limit
 * @ahead:    how long a queue below can hold segments until their departure, ns; 0: not
 * @v:        verdict
 *
 * Context: any.
 */
void tn_user_pacing(struct tn_tcb *tcb, u64 max_rate, tn_time_t ahead, struct tn_verdict *v)
{
	tn_pace_set(tcb, max_rate, ahead);
	v->bits |= TN_V_SEND;
}

/**
 * tn_user_congestion() - TCP_CONGESTION: another controller goes on from here
 * @tcb: connection
 * @ops: the controller
 * @v:   verdict: what waited for its departure need not wait any more
 *
 * Context: any.
 */
void tn_user_congestion(struct tn_tcb *tcb, const struct tandem_cc_ops *ops, struct tn_verdict *v)
{
	tn_tcb_cc_set(tcb, ops);
	if (tn_tcb_in(tcb, TN_STATES_SEND))
		v->bits |= TN_V_SEND;
}

/**
 * tn_user_option() - an option of one number
 * @tcb:    connection
 * @now:    current time
 * @option: which
 * @value:  as enum tn_option says
 * @v:      verdict: an ACK, if one was being delayed and shall not be, or if the window can
 *          be opened by a worthwhile step
 *
 * Context: any.
 */
void tn_user_option(struct tn_tcb *tcb, tn_time_t now, enum tn_option option, u32 value,
		    struct tn_verdict *v)
{
	switch (option) {
	case TN_OPTION_USER_TIMEOUT:
		tn_timeout_set(tcb, now, tn_ms(value));
		break;
	case TN_OPTION_FIN_WAIT:
		tcb->fin_wait = tn_ms(value);
		break;
	case TN_OPTION_UTO:
		tn_timeout_advertise(tcb, now, value);
		break;
	case TN_OPTION_WINDOW_CLAMP:
		tcb->rcv.clamp = value;
		tn_user_window(tcb, v);
		break;
	case TN_OPTION_HOLD_ACK:
		tcb->acks.hold = value;
		break;
	case TN_OPTION_QUICK_ACK:
		tcb->acks.quick = value ? TN_USER_QUICK : 0;
		if (value && tn_deadline_armed(tcb, TN_DL_DELACK))
			tn_ackpolicy_now(tcb, v);
		break;
	}
}
