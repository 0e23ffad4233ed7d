// SPDX-License-Identifier: GPL-2.0
/*
 * Keep-alive (RFC 9293 3.8.4): is the peer of an idle connection still there?
 *
 * After keep.idle without a segment from the peer, and with nothing of ours
 * outstanding, a probe is sent: a segment without data, one below SND.NXT,
 * which a living peer must answer (SHLD-12). keep.cnt probes in a row without
 * an answer, keep.intvl apart, mean that it is dead (MUST-29: never one alone).
 *
 * With a user timeout (tcp/timeout.c) that long a silence, and a probe in it,
 * decide instead of the count (tcp(7)); so it never ends a connection sooner
 * (RFC 5482 4.2).
 *
 * The timer is lazy: hearing the peer only writes down when. The deadline, when
 * it comes, finds out whether there was silence, and moves itself if not.
 */
#include "tcp/deadline.h"
#include "tcp/giveup.h"
#include "tcp/keepalive.h"

/* States in which the peer owes us answers */
#define TN_KEEPALIVE_STATES						\
	(TN_STATE_IN(TN_ESTABLISHED) | TN_STATE_IN(TN_CLOSE_WAIT) |	\
	 TN_STATE_IN(TN_FIN_WAIT_1) | TN_STATE_IN(TN_FIN_WAIT_2) |	\
	 TN_STATE_IN(TN_CLOSING) | TN_STATE_IN(TN_LAST_ACK))

/* Has the peer been silent for so long that it is dead? */
static bool tn_keepalive_is_dead(const struct tn_tcb *tcb, tn_time_t quiet)
{
	if (tcb->uto.timeout)
		return tcb->keep.probes && quiet >= tcb->uto.timeout;
	return tcb->keep.probes >= tcb->keep.cnt;
}

/**
 * tn_keepalive_heard() - an acceptable segment of the peer arrived
 * @tcb: connection
 * @now: current time
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 MUST-26.
 */
void tn_keepalive_heard(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	tcb->keep.heard = now;
	if (tcb->keep.probes)
		v->bits |= TN_V_ALIVE;
	tcb->keep.probes = 0;
	if (tcb->keep.on && !tn_deadline_armed(tcb, TN_DL_KEEPALIVE))
		tn_keepalive_arm(tcb, now);
}

/**
 * tn_keepalive_arm() - start, restart or stop the timer as the options say
 * @tcb: connection
 * @now: current time
 *
 * Context: any. Source: RFC 9293 MUST-24, MUST-27.
 */
void tn_keepalive_arm(struct tn_tcb *tcb, tn_time_t now)
{
	if (!tcb->keep.on || !tn_tcb_in(tcb, TN_KEEPALIVE_STATES)) {
		tn_deadline_clear(tcb, TN_DL_KEEPALIVE);
		return;
	}
	tn_deadline_set(tcb, TN_DL_KEEPALIVE,
			tn_time_add(tcb->keep.heard, tcb->keep.idle));
}

/**
 * tn_keepalive_due() - the deadline has come
 * @tcb: connection
 * @now: current time
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 3.8.4.
 */
void tn_keepalive_due(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	tn_time_t quiet = tn_time_sub(now, tcb->keep.heard), next;

	/* MUST-26: heard meanwhile, or retransmission is asking already */
	if (quiet < tcb->keep.idle) {
		tn_keepalive_arm(tcb, now);
		return;
	}
	if (tn_tcb_outstanding(tcb) || tcb->persist.on) {
		tn_deadline_set(tcb, TN_DL_KEEPALIVE, now + tcb->keep.intvl);
		return;
	}
	if (tn_keepalive_is_dead(tcb, quiet)) {
		tn_giveup_end(tcb, now, TN_GIVEUP_KEEPALIVE, v);
		return;
	}
	if (tcb->keep.probes < U8_MAX)
		tcb->keep.probes++;
	tcb->pending |= TN_PEND_KEEP;
	v->bits |= TN_V_SEND;
	next = now + tcb->keep.intvl;
	if (tcb->uto.timeout > quiet)
		next = tn_time_min(next, tn_time_add(tcb->keep.heard, tcb->uto.timeout));
	tn_deadline_set(tcb, TN_DL_KEEPALIVE, next);
}
