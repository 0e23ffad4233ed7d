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
 *
 * RFC 5482: the ends may tell each other how long they are going to wait, by an
 * option that is off as well (TANDEM_UTO). What the user has asked for by
 * TCP_USER_TIMEOUT is not changed by what the peer says; else
 *
 *   timeout = min(uto_max, max(ours, the peer's, uto_min, RTO))
 *
 * The option is in our SYN, in the first segment after it, and in the next one
 * when our value changes. That it arrives is not assumed.
 */
#include <linux/kernel.h>

#include "tcp/deadline.h"
#include "tcp/giveup.h"
#include "tcp/rtt.h"
#include "tcp/timeout.h"

/* RFC 5482 3.3: what 15 bits hold */
#define TN_TIMEOUT_VALUE_MAX	0x7fff

static bool tn_timeout_is_waiting(const struct tn_tcb *tcb)
{
	if (tn_tcb_in(tcb, TN_STATE_IN(TN_SYN_SENT) | TN_STATE_IN(TN_SYN_RECEIVED)))
		return true;
	return tn_tcb_in(tcb, TN_STATES_SEND) &&
	       (tn_tcb_outstanding(tcb) || tn_tcb_has_unsent(tcb));
}

static void tn_timeout_arm(struct tn_tcb *tcb, tn_time_t now)
{
	if (tcb->uto.timeout && tn_timeout_is_waiting(tcb))
		tn_deadline_set(tcb, TN_DL_USER, now + tcb->uto.timeout);
	else
		tn_deadline_clear(tcb, TN_DL_USER);
}

/* RFC 5482 3.1 */
static tn_time_t tn_timeout_agreed(const struct tn_tcb *tcb)
{
	tn_time_t span = tn_sec(max(tcb->uto.adv, tcb->uto.remote));

	span = max3(span, tcb->cfg->uto_min, (tn_time_t)tn_rtt_rto(tcb));
	return min(span, tcb->cfg->uto_max);
}

static void tn_timeout_choose(struct tn_tcb *tcb, tn_time_t now)
{
	tcb->uto.timeout = tcb->uto.user;
	if (!tcb->uto.user && tcb->uto.adv)
		tcb->uto.timeout = tn_timeout_agreed(tcb);
	tn_timeout_arm(tcb, now);
}

/**
 * tn_timeout_set() - TCP_USER_TIMEOUT
 * @tcb:     connection
 * @now:     current time; what waits has so long from here
 * @timeout: ns, 0: none but R2, or what RFC 5482 yields
 *
 * Context: any. Source: RFC 9293 3.10.1 (MUST-21), RFC 5482 3.
 */
void tn_timeout_set(struct tn_tcb *tcb, tn_time_t now, tn_time_t timeout)
{
	tcb->uto.user = timeout;
	tn_timeout_choose(tcb, now);
}

/**
 * tn_timeout_advertise() - use the option, and tell this value
 * @tcb:     connection
 * @now:     current time
 * @seconds: ADV_UTO; 0: do not use it
 *
 * Context: any. Source: RFC 5482 3.
 */
void tn_timeout_advertise(struct tn_tcb *tcb, tn_time_t now, u32 seconds)
{
	tcb->uto.adv = seconds;
	tcb->uto.send = seconds;
	tn_timeout_choose(tcb, now);
}

/**
 * tn_timeout_heard() - a segment arrived; perhaps the peer says how long it waits
 * @tcb: connection in a synchronized state
 * @now: current time
 * @opt: options of the segment
 *
 * Context: any. Source: RFC 5482 3.1, 3.4.
 */
void tn_timeout_heard(struct tn_tcb *tcb, tn_time_t now, const struct tn_tcpopt *opt)
{
	u32 value = opt->uto & TN_TIMEOUT_VALUE_MAX;

	if (!(opt->has & TN_OPT_UTO) || !tcb->uto.adv || !value)
		return;
	if (opt->uto & TN_TCPOPT_UTO_MINUTES)
		value *= 60;
	if (value == tcb->uto.remote)
		return;
	tcb->uto.remote = value;
	tn_timeout_choose(tcb, now);
}

/**
 * tn_timeout_option() - put the option into a segment
 * @tcb: connection that uses it
 * @opt: options of the segment
 *
 * Context: any. Source: RFC 5482 3.3.
 */
void tn_timeout_option(const struct tn_tcb *tcb, struct tn_tcpopt *opt)
{
	u32 value = tcb->uto.adv;

	opt->has |= TN_OPT_UTO;
	if (value <= TN_TIMEOUT_VALUE_MAX)
		opt->uto = value;
	else
		opt->uto = min_t(u32, value / 60, TN_TIMEOUT_VALUE_MAX) | TN_TCPOPT_UTO_MINUTES;
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
