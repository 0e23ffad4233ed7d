// SPDX-License-Identifier: GPL-2.0
/*
 * Timers are points in time.
 *
 * The machine has no timers. It writes down until when it can be left alone,
 * one entry for each purpose, and whoever drives it calls tn_deadline_run() at
 * the earliest of them, or a little later. In the kernel that is
 * sock/conntimer.c, with one timer for each connection; in tests it is a loop.
 */
#include "tcp/ackpolicy.h"
#include "tcp/busy.h"
#include "tcp/deadline.h"
#include "tcp/fsm.h"
#include "tcp/handshake.h"
#include "tcp/keepalive.h"
#include "tcp/persist.h"
#include "tcp/rate.h"
#include "tcp/recovery.h"
#include "tcp/timeout.h"
#include "tcp/tlp.h"

/**
 * tn_deadline_init() - nothing is due
 * @tcb: connection
 *
 * Context: any.
 */
void tn_deadline_init(struct tn_tcb *tcb)
{
	unsigned int i;

	for (i = 0; i < TN_DL_COUNT; i++)
		tcb->deadline[i] = TN_TIME_NEVER;
}

/**
 * tn_deadline_next_coarse() - until when can a timer that ticks leave the connection alone?
 * @tcb: connection
 *
 * Context: any.
 * Return: the earliest deadline but for those of tn_deadline_next_fine(), TN_TIME_NEVER if there
 * is none.
 */
tn_time_t tn_deadline_next_coarse(const struct tn_tcb *tcb)
{
	tn_time_t next = TN_TIME_NEVER;
	unsigned int i;

	for (i = TN_DL_REORDER + 1; i < TN_DL_PACE; i++)
		next = tn_time_min(next, tcb->deadline[i]);
	return next;
}

/**
 * tn_deadline_next() - until when can the connection be left alone?
 * @tcb: connection
 *
 * Context: any.
 * Return: the earliest deadline, TN_TIME_NEVER if there is none.
 */
tn_time_t tn_deadline_next(const struct tn_tcb *tcb)
{
	return tn_time_min(tn_deadline_next_coarse(tcb), tn_deadline_next_fine(tcb));
}

static void tn_deadline_fire(struct tn_tcb *tcb, enum tn_deadline which,
			     tn_time_t now, struct tn_verdict *v)
{
	switch (which) {
	case TN_DL_REORDER:
		tn_recovery_reorder(tcb, now, v);
		break;
	case TN_DL_PTO:
		tn_tlp_due(tcb, now, v);
		break;
	case TN_DL_RTO:
		if (tn_tcb_in(tcb, TN_STATE_IN(TN_SYN_SENT) |
				   TN_STATE_IN(TN_SYN_RECEIVED)))
			tn_handshake_timeout(tcb, now, v);
		else
			tn_recovery_timeout(tcb, now, v);
		break;
	case TN_DL_PERSIST:
		tn_persist_due(tcb, now, v);
		break;
	case TN_DL_DELACK:
		tn_ackpolicy_due(tcb, v);
		break;
	case TN_DL_PACE:
		v->bits |= TN_V_SEND;
		break;
	case TN_DL_SEND:
		tcb->pending |= TN_PEND_SMALL;
		v->bits |= TN_V_SEND;
		break;
	case TN_DL_KEEPALIVE:
		tn_keepalive_due(tcb, now, v);
		break;
	case TN_DL_FIN_WAIT_2:
		tn_count(tcb->stats, TN_MIB_TCP_ABORT_ON_LINGER);
		tn_fsm_close(tcb, v);
		break;
	case TN_DL_USER:
		tn_timeout_due(tcb, now, v);
		break;
	case TN_DL_COUNT:
		break;
	}
}

/**
 * tn_deadline_run() - time has passed
 * @tcb: connection
 * @now: current time; every deadline up to it fires
 * @v:   verdict, empty
 *
 * Context: any.
 */
void tn_deadline_run(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	unsigned int i;

	for (i = 0; i < TN_DL_COUNT; i++) {
		if (tcb->deadline[i] > now)
			continue;
		tn_deadline_clear(tcb, i);
		tn_rate_check(tcb);
		tn_deadline_fire(tcb, i, now, v);
		if (tcb->state == TN_CLOSED)
			break;
	}
	if (tcb->busy.state != TN_BUSY_NOT)
		tn_busy_look(tcb, now);
}
