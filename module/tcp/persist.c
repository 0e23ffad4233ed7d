// SPDX-License-Identifier: GPL-2.0
/*
 * The persist timer: probing a closed window (RFC 9293 3.8.6.1).
 *
 * A window update is not retransmitted, so when the peer's window is zero and
 * we have something to send, one octet of it is sent into the closed window
 * from time to time; the answer says where the window is. The first probe
 * leaves after one RTO, the interval doubles up to persist_max (SHLD-29,
 * SHLD-30). As long as probes are answered the connection lives, for ever
 * (MUST-37); when nothing at all has been heard for persist_r2 it is given up.
 * With persist_base the intervals do not depend on the RTO, and none is below
 * persist_min: 1.5 s, within 5 and 60 s, is 5, 5, 6, 12, 24, 48, 60 ...
 *
 * While probing, the retransmission timer is off, also for what is outstanding:
 * a window that shrank to zero over data is probed in the same way (MUST-35),
 * with the first octet of that data. When the window opens, what was sent into
 * the closed one is taken for lost, which is no sign of congestion.
 */
#include <linux/kernel.h>

#include "tcp/deadline.h"
#include "tcp/giveup.h"
#include "tcp/persist.h"
#include "tcp/rtt.h"
#include "tcp/sentq.h"

static bool tn_persist_wanted(const struct tn_tcb *tcb)
{
	return !tcb->snd.wnd && tn_tcb_in(tcb, TN_STATES_SEND) &&
	       (tn_tcb_outstanding(tcb) || tn_tcb_has_unsent(tcb));
}

/* The interval that follows, before the limits */
static tn_time_t tn_persist_interval(const struct tn_tcb *tcb)
{
	return (tcb->cfg->persist_base ?: tcb->rtt.rto) << tcb->persist.backoff;
}

static void tn_persist_arm(struct tn_tcb *tcb, tn_time_t now)
{
	u64 wait = clamp_t(u64, tn_persist_interval(tcb), tcb->cfg->persist_min,
			   tcb->cfg->persist_max);

	tn_deadline_set(tcb, TN_DL_PERSIST, tn_deadline_tick(now, wait, tcb->cfg->rto_tick));
}

/**
 * tn_persist_window() - the peer's window, or what we want to send, changed
 * @tcb: connection
 * @now: current time
 *
 * Context: any. Source: RFC 9293 3.8.6.1.
 */
void tn_persist_window(struct tn_tcb *tcb, tn_time_t now)
{
	bool wanted = tn_persist_wanted(tcb);

	if (wanted == tcb->persist.on)
		return;
	tcb->persist.on = wanted;
	if (wanted) {
		tcb->persist.backoff = 0;
		tcb->persist.answered = now;
		tn_deadline_clear(tcb, TN_DL_REORDER);
		tn_deadline_clear(tcb, TN_DL_PTO);
		tn_deadline_clear(tcb, TN_DL_RTO);
		tn_persist_arm(tcb, now);
		return;
	}

	tn_deadline_clear(tcb, TN_DL_PERSIST);
	tcb->pending &= ~TN_PEND_PROBE;
	if (tn_tcb_outstanding(tcb)) {
		tn_sentq_lose_all(tcb, false, now, TN_CAUSE_WINDOW);
		tcb->rec.force = true;
	}
	/* RFC 3168 6.1.2: what a mark holds back waits for that timer, too */
	if (tn_tcb_outstanding(tcb) || tcb->ecn.hold)
		tn_rtt_arm(tcb, now);
}

/**
 * tn_persist_answered() - an ACK arrived: the peer is alive
 * @tcb: connection
 * @now: current time
 *
 * Context: any. Source: RFC 9293 MUST-37.
 */
void tn_persist_answered(struct tn_tcb *tcb, tn_time_t now)
{
	tcb->persist.answered = now;
}

/**
 * tn_persist_due() - it is time for a probe
 * @tcb: connection
 * @now: current time
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 3.8.6.1.
 */
void tn_persist_due(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	if (tn_giveup_probe(tcb, now)) {
		tn_giveup_end(tcb, now, TN_GIVEUP_SENDING, v);
		return;
	}
	if (tn_persist_interval(tcb) < tcb->cfg->persist_max)
		tcb->persist.backoff++;
	tn_persist_arm(tcb, now);
	tcb->pending |= TN_PEND_PROBE;
	v->bits |= TN_V_SEND;
}
