// SPDX-License-Identifier: GPL-2.0
/*
 * The state machine of RFC 9293 3.3.2, and the only writer of tcb->state.
 *
 *                          +--------+
 *           active OPEN    | CLOSED |   passive OPEN
 *          .---------------|        |--------------.
 *          v               +--------+              v
 *     +----------+   SYN          SYN        +--------+
 *     | SYN-SENT |-------.     .-------------| LISTEN |  (the child's)
 *     +----------+       v     v             +--------+
 *          |          +--------------+
 *          | SYN,ACK  | SYN-RECEIVED |
 *          |          +--------------+
 *          |                 | ACK of SYN
 *          |     +-------------+
 *          '---->| ESTABLISHED |
 *        CLOSE   +-------------+   FIN
 *          .-----------'   '-----------.
 *          v                           v
 *    +------------+  FIN  +---------+  +------------+
 *    | FIN-WAIT-1 |------>| CLOSING |  | CLOSE-WAIT |
 *    +------------+       +---------+  +------------+
 *          | ACK of FIN        | ACK      | CLOSE
 *          v                   |          v
 *    +------------+            |     +----------+
 *    | FIN-WAIT-2 |            |     | LAST-ACK |
 *    +------------+            |     +----------+
 *          | FIN               v          | ACK of FIN
 *          '----------> TIME-WAIT         '----> CLOSED
 *
 * Each edge is a function here that says what happened; which state follows is
 * decided in it. Every state but LISTEN and TIME-WAIT reaches CLOSED by
 * tn_fsm_fail(), when the connection is reset or gives up.
 */
#include "tcp/deadline.h"
#include "tcp/fastopen.h"
#include "tcp/fsm.h"
#include "tcp/rcvq.h"
#include "tcp/sentq.h"
#include "tcp/share.h"

/*
 * Which states may follow which: RFC 9293 figure 5, one bit set per state.
 *
 * DEVIATION: a CLOSE in SYN-RECEIVED waits for ESTABLISHED also when there is
 * nothing to send (3.10.4 would send the FIN at once): no peer is asked to take
 * a FIN before it has said that our SYN arrived.
 */
static const u32 tn_fsm_edges[] = {
	[TN_CLOSED]	  = TN_STATE_IN(TN_LISTEN) | TN_STATE_IN(TN_SYN_SENT) |
			    TN_STATE_IN(TN_SYN_RECEIVED),
	[TN_LISTEN]	  = TN_STATE_IN(TN_CLOSED),
	[TN_SYN_SENT]	  = TN_STATE_IN(TN_SYN_RECEIVED) |
			    TN_STATE_IN(TN_ESTABLISHED) |
			    TN_STATE_IN(TN_CLOSED),
	[TN_SYN_RECEIVED] = TN_STATE_IN(TN_ESTABLISHED) |
			    TN_STATE_IN(TN_CLOSED),
	[TN_ESTABLISHED]  = TN_STATE_IN(TN_FIN_WAIT_1) |
			    TN_STATE_IN(TN_CLOSE_WAIT) | TN_STATE_IN(TN_CLOSED),
	[TN_FIN_WAIT_1]	  = TN_STATE_IN(TN_FIN_WAIT_2) |
			    TN_STATE_IN(TN_CLOSING) | TN_STATE_IN(TN_CLOSED),
	[TN_FIN_WAIT_2]	  = TN_STATE_IN(TN_TIME_WAIT) | TN_STATE_IN(TN_CLOSED),
	[TN_CLOSE_WAIT]	  = TN_STATE_IN(TN_LAST_ACK) | TN_STATE_IN(TN_CLOSED),
	[TN_CLOSING]	  = TN_STATE_IN(TN_TIME_WAIT) | TN_STATE_IN(TN_CLOSED),
	[TN_LAST_ACK]	  = TN_STATE_IN(TN_CLOSED),
	[TN_TIME_WAIT]	  = TN_STATE_IN(TN_CLOSED),
};

/**
 * tn_fsm_set() - change the state
 * @tcb: connection
 * @to:  a state that may follow the present one
 *
 * Context: any. Source: RFC 9293 3.3.2.
 */
void tn_fsm_set(struct tn_tcb *tcb, enum tn_state to)
{
	if (WARN_ON_ONCE(!(tn_fsm_edges[tcb->state] & TN_STATE_IN(to))))
		return;

	if (to == TN_CLOSED && tn_tcb_in(tcb, TN_STATE_IN(TN_SYN_SENT) |
					      TN_STATE_IN(TN_SYN_RECEIVED)))
		tn_count(tcb->stats, TN_MIB_TCP_ATTEMPT_FAILS);
	if (to == TN_CLOSED && tn_tcb_in(tcb, TN_STATE_IN(TN_ESTABLISHED) |
					      TN_STATE_IN(TN_CLOSE_WAIT)))
		tn_count(tcb->stats, TN_MIB_TCP_ESTAB_RESETS);
	if (tcb->state == TN_CLOSED && to == TN_SYN_SENT)
		tn_count(tcb->stats, TN_MIB_TCP_ACTIVE_OPENS);
	if (tcb->state == TN_CLOSED && to == TN_SYN_RECEIVED)
		tn_count(tcb->stats, TN_MIB_TCP_PASSIVE_OPENS);
	tcb->state = to;
}

/**
 * tn_fsm_close() - the connection is over: CLOSED, with nothing left to do
 * @tcb: connection in any state but CLOSED
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 3.10.4, 3.10.5, 3.10.8.
 */
void tn_fsm_close(struct tn_tcb *tcb, struct tn_verdict *v)
{
	/* TIME-WAIT has learnt nothing more */
	if (tcb->state != TN_TIME_WAIT)
		tn_share_tell(tcb, v);
	tn_fsm_set(tcb, TN_CLOSED);
	tn_deadline_init(tcb);
	tn_sentq_purge(&tcb->sentq);
	tn_rcvq_purge(tcb, v);
	tcb->pending = 0;
	v->bits &= ~TN_V_SEND;
	v->bits |= TN_V_CLOSED;
}

/**
 * tn_fsm_fail() - the connection is over and the user must know
 * @tcb: connection in any state but CLOSED
 * @err: errno, positive
 * @v:   verdict of the event
 *
 * Context: any.
 */
void tn_fsm_fail(struct tn_tcb *tcb, int err, struct tn_verdict *v)
{
	tn_fastopen_failed(tcb, err, v);
	tn_fsm_close(tcb, v);
	tn_verdict_error(v, err);
}

/**
 * tn_fsm_established() - both SYNs are acknowledged
 * @tcb: connection in SYN-SENT or SYN-RECEIVED
 * @v:   verdict of the event
 *
 * A user that has already shut down finds the connection in FIN-WAIT-1.
 *
 * Context: any. Source: RFC 9293 3.10.7.3, 3.10.7.4.
 */
void tn_fsm_established(struct tn_tcb *tcb, struct tn_verdict *v)
{
	tn_fsm_set(tcb, TN_ESTABLISHED);
	if (tcb->shut_wr)
		tn_fsm_set(tcb, TN_FIN_WAIT_1);
	v->bits |= TN_V_CONNECTED | TN_V_SEND;
}

/**
 * tn_fsm_shutdown() - the user will send no more
 * @tcb: connection whose shut_wr has just been set
 *
 * Before ESTABLISHED the FIN waits for the handshake.
 *
 * Context: any. Source: RFC 9293 3.10.4.
 */
void tn_fsm_shutdown(struct tn_tcb *tcb)
{
	if (tcb->state == TN_ESTABLISHED)
		tn_fsm_set(tcb, TN_FIN_WAIT_1);
	else if (tcb->state == TN_CLOSE_WAIT)
		tn_fsm_set(tcb, TN_LAST_ACK);
}

/*
 * TIME-WAIT is entered once, with the last ACK still to be sent; after that the
 * control block is only the source for a struct tn_timewait.
 */
static void tn_fsm_time_wait(struct tn_tcb *tcb, struct tn_verdict *v)
{
	tn_fsm_set(tcb, TN_TIME_WAIT);
	tn_deadline_init(tcb);
	tn_share_tell(tcb, v);
	v->bits |= TN_V_TIMEWAIT;
}

/**
 * tn_fsm_fin_wait_2() - nobody reads any more: the peer's FIN is not waited for without end
 * @tcb: connection in FIN-WAIT-2 whose user has closed
 * @now: current time
 * @v:   verdict of the event
 *
 * Context: any.
 */
void tn_fsm_fin_wait_2(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	if (tcb->fin_wait) {
		tn_deadline_set(tcb, TN_DL_FIN_WAIT_2, now + tcb->fin_wait);
		return;
	}
	tn_count(tcb->stats, TN_MIB_TCP_ABORT_ON_LINGER);
	tn_fsm_close(tcb, v);
}

/**
 * tn_fsm_fin_acked() - the peer has acknowledged our FIN
 * @tcb: connection in FIN-WAIT-1, CLOSING or LAST-ACK
 * @now: current time
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 3.10.7.4, fifth step.
 */
void tn_fsm_fin_acked(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	switch (tcb->state) {
	case TN_FIN_WAIT_1:
		tn_fsm_set(tcb, TN_FIN_WAIT_2);
		if (tcb->detached)
			tn_fsm_fin_wait_2(tcb, now, v);
		break;
	case TN_CLOSING:
		tn_fsm_time_wait(tcb, v);
		break;
	case TN_LAST_ACK:
		tn_fsm_close(tcb, v);
		break;
	default:
		break;
	}
}

/**
 * tn_fsm_fin_rcvd() - the peer's FIN is in order
 * @tcb: connection
 * @v:   verdict of the event
 *
 * Whether our own FIN was acknowledged by the same segment has been settled
 * before: then FIN-WAIT-1 has become FIN-WAIT-2.
 *
 * Context: any. Source: RFC 9293 3.10.7.4, eighth step.
 */
void tn_fsm_fin_rcvd(struct tn_tcb *tcb, struct tn_verdict *v)
{
	v->bits |= TN_V_EOF;
	switch (tcb->state) {
	case TN_ESTABLISHED:
		tn_fsm_set(tcb, TN_CLOSE_WAIT);
		break;
	case TN_FIN_WAIT_1:
		tn_fsm_set(tcb, TN_CLOSING);
		break;
	case TN_FIN_WAIT_2:
		tn_fsm_time_wait(tcb, v);
		break;
	default:
		break;
	}
}
