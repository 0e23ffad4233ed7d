// SPDX-License-Identifier: GPL-2.0
/*
 * The user timeout (RFC 9293 3.10.8): how long may what the user has sent wait
 * for its acknowledgment?
 *
 * It runs while anything waits: a SYN, data that was sent or that the peer's
 * window does not let out, a FIN. Each acknowledgment of something new starts it
 * anew, and it is off when nothing is left. When it is over, the connection is
 * too, whatever the retransmission timer and the probes of a closed window are
 * about; while there is one, they never give up by themselves (tcp/giveup.c).
 *
 * It is off unless the user asks for it (TCP_USER_TIMEOUT). Then it also decides
 * when keep-alive gives up (tcp/keepalive.c).
 */
#include "tcp/deadline.h"
#include "tcp/giveup.h"
#include "tcp/timeout.h"

static bool tn_timeout_is_waiting(const struct tn_tcb *tcb)
{
	if (tn_tcb_in(tcb, TN_STATE_IN(TN_SYN_SENT) | TN_STATE_IN(TN_SYN_RECEIVED)))
		return true;
	return tn_tcb_in(tcb, TN_STATES_SEND) &&
	       (tn_tcb_outstanding(tcb) || tn_tcb_unsent(tcb) ||
		(tcb->shut_wr && !tn_tcb_fin_sent(tcb)));
}

static void tn_timeout_arm(struct tn_tcb *tcb, tn_time_t now)
{
	if (tcb->uto.timeout && tn_timeout_is_waiting(tcb))
		tn_deadline_set(tcb, TN_DL_USER, now + tcb->uto.timeout);
	else
		tn_deadline_clear(tcb, TN_DL_USER);
}

/**
 * tn_timeout_set() - TCP_USER_TIMEOUT
 * @tcb:     connection
 * @now:     current time; what waits has so long from here
 * @timeout: ns, 0: none but R2
 *
 * Context: any. Source: RFC 9293 3.10.1 (MUST-21).
 */
void tn_timeout_set(struct tn_tcb *tcb, tn_time_t now, tn_time_t timeout)
{
	tcb->uto.timeout = timeout;
	tn_timeout_arm(tcb, now);
}

/**
 * tn_timeout_start() - there is something to send, more than before
 * @tcb: connection
 * @now: current time
 *
 * Context: any.
 */
void tn_timeout_start(struct tn_tcb *tcb, tn_time_t now)
{
	if (tcb->uto.timeout && !tn_deadline_armed(tcb, TN_DL_USER))
		tn_timeout_arm(tcb, now);
}

/**
 * tn_timeout_acked() - something new was acknowledged
 * @tcb: connection
 * @now: current time
 *
 * Context: any.
 */
void tn_timeout_acked(struct tn_tcb *tcb, tn_time_t now)
{
	if (tcb->uto.timeout)
		tn_timeout_arm(tcb, now);
}

/**
 * tn_timeout_due() - it is over
 * @tcb: connection
 * @now: current time
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 3.10.8.
 */
void tn_timeout_due(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	tn_giveup_end(tcb, now, TN_GIVEUP_SENDING, v);
}
