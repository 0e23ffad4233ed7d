// SPDX-License-Identifier: GPL-2.0
/*
 * Pacing: when may the next segment leave?
 *
 * A window says how much may be in the network; a rate, how close together it
 * leaves. Each departure pushes the next one away by what it takes at that rate:
 *
 *     departure      = max(next, now)
 *     next           = departure + length / rate
 *
 * A connection is paced if its controller needs it (TANDEM_CC_NEEDS_PACING) or its
 * user has set a limit (SO_MAX_PACING_RATE). The rate is the smaller of that limit
 * and what the controller says; if it says nothing
 *
 *     rate           = gain * cwnd / SRTT
 *
 * with a gain of 2 in the first half of slow start, so that cwnd can double in a
 * round trip, and of 1.2 above, so that it is cwnd that limits. Before there is an
 * SRTT it is taken for 1 ms (draft-ietf-ccwg-bbr 5.6.2).
 *
 * Who waits? Either we do: tn_send_next() says TN_SEND_PACED, and TN_DL_PACE is due
 * at the departure. A deadline is met a little late, so what waited for it counts from
 * when it should have left, or the rate would not be reached. Or a queue below
 * does (the fq qdisc): then segments leave us up to "ahead" earlier with their departure
 * times on them (tn_out.at), and we wait until half of that is used up, once for
 * several segments. A range has been sent when it departs: round trips begin there.
 *
 * Bursts: what leaves at once is about 1 ms worth of the rate, at least two segments,
 * or what the controller says, if the user's limit does not ask for less. A retransmission
 * that recovery forces out, a probe and a pure ACK do not wait.
 */
#include <linux/kernel.h>
#include <linux/math64.h>

#include "tcp/deadline.h"
#include "tcp/pace.h"

/* SRTT before there is one (draft-ietf-ccwg-bbr 5.6.2) */
#define TN_PACE_SRTT		TN_NSEC_PER_MSEC

/* A burst is what leaves in this time. */
#define TN_PACE_BURST_PER_SEC	1000

/**
 * tn_pace_choose() - does this connection pace?
 * @tcb: connection whose controller, or whose limit, has changed
 *
 * Context: any.
 */
void tn_pace_choose(struct tn_tcb *tcb)
{
	tcb->pace.on = tcb->cc.ops->flags & TANDEM_CC_NEEDS_PACING || tcb->pace.max_rate;
	if (!tcb->pace.on)
		tn_deadline_clear(tcb, TN_DL_PACE);
}

/**
 * tn_pace_set() - what the user and the path say
 * @tcb:      connection
 * @max_rate: SO_MAX_PACING_RATE, bytes a second; 0: no limit
 * @ahead:    how long a queue below can hold segments until their departure, ns;
 *            0: there is no such queue
 *
 * Context: any.
 */
void tn_pace_set(struct tn_tcb *tcb, u64 max_rate, tn_time_t ahead)
{
	tcb->pace.max_rate = max_rate;
	tcb->pace.ahead = ahead;
	tn_pace_choose(tcb);
}

/**
 * tn_pace_rate() - how fast may it send?
 * @tcb: connection, paced or not
 *
 * A controller that asks for less than a segment a second is not believed.
 *
 * Context: any.
 * Return: bytes a second.
 */
u64 tn_pace_rate(const struct tn_tcb *tcb)
{
	u32 cwnd = tcb->cc.out.cwnd;
	u64 rate = tcb->cc.out.pacing_rate;

	if (!rate)
		rate = div64_u64(cwnd * (cwnd < tcb->cc.out.ssthresh / 2 ?
					 2 * TN_NSEC_PER_SEC : TN_NSEC_PER_SEC * 6 / 5),
				 tcb->rtt.srtt ?: TN_PACE_SRTT);
	rate = max_t(u64, rate, tcb->snd.mss);
	return tcb->pace.max_rate ? min(rate, tcb->pace.max_rate) : rate;
}

/**
 * tn_pace_burst() - how much may leave at once?
 * @tcb: connection
 *
 * Context: any.
 * Return: bytes, at most snd.gso_max.
 */
u32 tn_pace_burst(const struct tn_tcb *tcb)
{
	u32 most = tcb->snd.gso_max, burst = tcb->cc.out.burst;
	u64 rate;

	if (burst)
		most = clamp_t(u32, burst, tcb->snd.mss, most);
	/* The controller does not know the user's limit. */
	if (!tcb->pace.on || (burst && !tcb->pace.max_rate))
		return most;
	rate = div_u64(burst ? tcb->pace.max_rate : tn_pace_rate(tcb), TN_PACE_BURST_PER_SEC);
	return min_t(u64, max_t(u64, rate, 2 * tcb->snd.mss), most);
}

/**
 * tn_pace_holds() - must what could leave wait for its time?
 * @tcb: connection
 * @now: current time
 *
 * Context: any.
 * Return: true, and the deadline is set.
 */
bool tn_pace_holds(struct tn_tcb *tcb, tn_time_t now)
{
	struct tn_pace *pace = &tcb->pace;

	if (!pace->on || pace->next <= now + pace->ahead)
		return false;
	pace->waits = true;
	tn_deadline_set(tcb, TN_DL_PACE, pace->next - pace->ahead / 2);
	return true;
}

/**
 * tn_pace_departure() - when does what leaves now leave the host?
 * @tcb: connection
 * @now: current time
 *
 * Context: any.
 * Return: @now, or up to tn_pace.ahead later.
 */
tn_time_t tn_pace_departure(const struct tn_tcb *tcb, tn_time_t now)
{
	return tcb->pace.on && tcb->pace.ahead ? max(now, tcb->pace.next) : now;
}

/**
 * tn_pace_sent() - a segment leaves
 * @tcb: connection
 * @now: current time
 * @out: segment with payload; gets its departure time
 *
 * Context: any.
 */
void tn_pace_sent(struct tn_tcb *tcb, tn_time_t now, struct tn_out *out)
{
	tn_time_t span, from = tn_pace_departure(tcb, now);
	struct tn_pace *pace = &tcb->pace;

	if (!pace->on)
		return;
	span = div64_u64(out->len * TN_NSEC_PER_SEC, tn_pace_rate(tcb));
	if (pace->ahead)
		out->at = from;
	else if (pace->waits)
		/* A deadline was met late. More than a burst is not made up for. */
		from = max(pace->next, tn_time_sub(now, span));
	pace->waits = false;
	pace->next = max(from, pace->next) + span;
	tn_deadline_clear(tcb, TN_DL_PACE);
}
