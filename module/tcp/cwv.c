// SPDX-License-Identifier: GPL-2.0
/*
 * Congestion window validation: a window that is not used says nothing about the
 * path, for the path may have changed.
 *
 * It never grows unless it is used (tcp/ack.c: may_grow). What becomes of it while
 * it is not is a matter of taste, and of the knob cwv:
 *
 *   0  RFC 5681 4.1   after an RTO without sending it is the initial one again: the
 *                     controller's business (TANDEM_CC_IDLE)
 *   1  RFC 2861       it is halved for each RTO without sending; one that was not
 *                     full for an RTO is brought halfway to what was used of it
 *   2  RFC 7661       it stays, so that an application that sends now and then need
 *                     not begin anew. But
 *
 *                       cwnd         pipeACK >= cwnd/2       validated: as ever
 *                       |
 *                       pipeACK      pipeACK <  cwnd/2       not validated (NVP):
 *                       |                                    - a loss is answered with what
 *                       0                                      was used, not what was allowed
 *                                                            - after 5 minutes it is halved
 *
 * pipeACK is the most that was acknowledged in one round trip of the last
 * max(3 RTT, 1 s). It is not measured in a recovery, and unknown after one; while it
 * is unknown the window is taken for validated.
 *
 * Only windows that probe for loss are meant: a controller with a model of the path
 * (TANDEM_CC_OWN_WINDOW) judges for itself.
 */
#include <linux/kernel.h>
#include <linux/math64.h>

#include "tcp/cwv.h"

/* RFC 7661 4.4.3: the non-validated period */
#define TN_CWV_NVP		(300 * TN_NSEC_PER_SEC)
/* RFC 7661 4.2: the least pipeACK sampling period */
#define TN_CWV_PERIOD_MIN	TN_NSEC_PER_SEC

/* RFC 3390: what may be sent at first without a second thought, bytes */
#define TN_CWV_IW_SAFE		4380

static enum tn_cwv_rule tn_cwv_rule(const struct tn_tcb *tcb)
{
	return tcb->cc.ops->flags & TANDEM_CC_OWN_WINDOW ? TN_CWV_5681 : tcb->cfg->cwv;
}

/* The restart window (RFC 5681 4.1): no rule goes below it */
static u32 tn_cwv_rw(const struct tn_tcb *tcb)
{
	return min(tn_tcb_iw(tcb), tcb->cc.out.cwnd);
}

/* RFC 2861 3.1, RFC 7661 4.4.3: remember most of what the window was */
static void tn_cwv_ssthresh(struct tn_tcb *tcb)
{
	u32 cwnd = tcb->cc.out.cwnd;

	tcb->cc.out.ssthresh = max(tcb->cc.out.ssthresh, cwnd - cwnd / 4);
}

/* What was allowed: the smaller of both windows */
static u32 tn_cwv_win(const struct tn_tcb *tcb)
{
	return min(tcb->cc.out.cwnd, tcb->snd.wnd);
}

/* RFC 2861 3.1: idle; a half for each RTO */
static void tn_cwv_decay(struct tn_tcb *tcb, tn_time_t now)
{
	tn_time_t idle = tn_time_sub(now, max(tcb->snd.last_sent, tcb->cwv.since));
	u64 halves = div64_u64(idle, tcb->rtt.rto);
	u32 rw = tn_cwv_rw(tcb);

	if (!halves)
		return;
	tn_cwv_ssthresh(tcb);
	tcb->cc.out.cwnd = max(tn_cwv_win(tcb) >> min_t(u64, halves, 31), rw);
	tcb->cwv.since = now;
	tcb->cwv.used = 0;
}

/* RFC 7661 4.4.3: it was not validated for five minutes, and perhaps for longer */
static void tn_cwv_expire(struct tn_tcb *tcb, tn_time_t now)
{
	struct tn_cwv *cwv = &tcb->cwv;

	while (tn_time_sub(now, cwv->since) >= TN_CWV_NVP) {
		tn_cwv_ssthresh(tcb);
		tcb->cc.out.cwnd = max(tcb->cc.out.cwnd / 2, tn_cwv_rw(tcb));
		cwv->since = tcb->cc.out.cwnd > tn_tcb_iw(tcb) ? cwv->since + TN_CWV_NVP : now;
	}
}

/**
 * tn_cwv_idle() - data may be about to leave, and nothing is outstanding
 * @tcb: connection
 * @now: current time
 *
 * Context: any. Source: RFC 5681 4.1, RFC 2861 3.1, RFC 7661 4.4.
 * Return: true if the controller shall begin with the restart window.
 */
bool tn_cwv_idle(struct tn_tcb *tcb, tn_time_t now)
{
	switch (tn_cwv_rule(tcb)) {
	case TN_CWV_2861:
		tn_cwv_decay(tcb, now);
		return false;
	case TN_CWV_7661:
		if (tcb->cwv.since)
			tn_cwv_expire(tcb, now);
		return false;
	case TN_CWV_5681:
		break;
	}
	return tn_time_sub(now, tcb->snd.last_sent) > tcb->rtt.rto;
}

/**
 * tn_cwv_sent() - new data has left
 * @tcb: connection
 * @now: current time
 *
 * Context: any. Source: RFC 2861 3.1, what is done after sending a packet.
 */
void tn_cwv_sent(struct tn_tcb *tcb, tn_time_t now)
{
	u32 out = tn_tcb_outstanding(tcb), win = tn_cwv_win(tcb), used;
	struct tn_cwv *cwv = &tcb->cwv;

	if (tn_cwv_rule(tcb) != TN_CWV_2861)
		return;
	if (out + tcb->snd.mss > win || tcb->rec.mode != TN_REC_OPEN || !cwv->since) {
		cwv->since = now;
		cwv->used = 0;
		return;
	}
	cwv->used = max(cwv->used, out);
	if (tn_tcb_unsent(tcb) || tn_time_sub(now, cwv->since) < tcb->rtt.rto)
		return;
	/* What the restart window allows needs no proof */
	used = max(cwv->used, tn_cwv_rw(tcb));
	if (used < win) {
		tn_cwv_ssthresh(tcb);
		tcb->cc.out.cwnd = win - (win - used) / 2;
	}
	cwv->since = now;
	cwv->used = 0;
}

/* RFC 7661 4.2: pipeACK */
static u32 tn_cwv_pipe(const struct tn_tcb *tcb)
{
	return max(tcb->cwv.most[0], tcb->cwv.most[1]);
}

/* RFC 7661 4.3: the non-validated phase */
static bool tn_cwv_is_unused(const struct tn_tcb *tcb)
{
	return tn_cwv_rule(tcb) == TN_CWV_7661 && tcb->cwv.known &&
	       tn_cwv_pipe(tcb) < tcb->cc.out.cwnd / 2;
}

/* The maximum of a period, kept by halves: of this one and of the one before */
static void tn_cwv_turn(struct tn_tcb *tcb, tn_time_t now)
{
	u64 half = max_t(u64, 3 * tcb->rtt.srtt, TN_CWV_PERIOD_MIN) / 2;
	struct tn_cwv *cwv = &tcb->cwv;

	if (tn_time_sub(now, cwv->turned) < half)
		return;
	cwv->most[1] = tn_time_sub(now, cwv->turned) < 2 * half ? cwv->most[0] : 0;
	cwv->most[0] = 0;
	cwv->turned = now;
}

/* A round trip begins. */
static void tn_cwv_mark(struct tn_tcb *tcb)
{
	tcb->cwv.mark = tcb->snd.nxt;
	tcb->cwv.acked = tcb->snd.una;
}

/**
 * tn_cwv_ack() - new data was acknowledged
 * @tcb: connection
 * @now: current time
 *
 * Context: any. Source: RFC 7661 4.2, 4.4.
 */
void tn_cwv_ack(struct tn_tcb *tcb, tn_time_t now)
{
	struct tn_cwv *cwv = &tcb->cwv;

	/* 4.2: MUST NOT be updated in fast recovery */
	if (tn_cwv_rule(tcb) != TN_CWV_7661 || tcb->rec.mode != TN_REC_OPEN)
		return;
	if (!cwv->since) {
		cwv->since = now;
		cwv->turned = now;
		tn_cwv_mark(tcb);
		return;
	}
	tn_cwv_turn(tcb, now);
	if (tn_seq_ge(tcb->snd.una, cwv->mark)) {
		cwv->most[0] = max(cwv->most[0], tcb->snd.una - cwv->acked);
		cwv->known = true;
		tn_cwv_mark(tcb);
	}
	if (tn_cwv_is_unused(tcb))
		tn_cwv_expire(tcb, now);
	else
		cwv->since = now;
}

/**
 * tn_cwv_flight() - how much was in use when congestion was noticed
 * @tcb:    connection
 * @flight: FlightSize, bytes
 *
 * Context: any. Source: RFC 7661 4.4.1.
 * Return: in the non-validated phase max(pipeACK, @flight), otherwise @flight.
 */
u32 tn_cwv_flight(const struct tn_tcb *tcb, u32 flight)
{
	return tn_cwv_is_unused(tcb) ? max(flight, tn_cwv_pipe(tcb)) : flight;
}

/* RFC 6928 2: a loss in an initial window of more than 4 KB: from now on that of RFC 3390 */
static void tn_cwv_lost(struct tn_tcb *tcb)
{
	if (tcb->info.bytes_acked - tcb->cwv.begun >= tn_tcb_iw(tcb))
		return;
	tn_count(tcb->stats, TN_MIB_TCP_INITIAL_WINDOW_LOSS);
	if (tn_tcb_outstanding(tcb) > TN_CWV_IW_SAFE)
		tcb->cwv.small = true;
}

/*
 * RFC 7661 4.4.1: what had to be sent again was too much even of what was in use: it is
 * taken off, in the proportion in which the controller has reduced.
 */
static void tn_cwv_recovered(struct tn_tcb *tcb)
{
	u32 flight = tcb->cwv.flight, again, cwnd = tcb->cc.out.cwnd;

	if (!flight)
		return;
	tcb->cwv.flight = 0;
	again = min_t(u64, (u64)(tcb->info.retrans - tcb->cwv.retrans) * tcb->snd.mss, flight);
	cwnd -= (u32)div_u64((u64)cwnd * again, flight);
	tcb->cc.out.cwnd = max_t(u32, cwnd, tcb->snd.mss);
}

/**
 * tn_cwv_signal() - the controller is about to be told something
 * @tcb:    connection
 * @event:  what
 * @flight: as tn_cwv_flight() says, bytes
 *
 * Context: any. Source: RFC 7661 4.4.1: congestion ends the non-validated phase;
 * RFC 6928 2, 12.
 */
void tn_cwv_signal(struct tn_tcb *tcb, enum tandem_cc_event event, u32 flight)
{
	struct tn_cwv *cwv = &tcb->cwv;

	if (event == TANDEM_CC_IDLE)
		cwv->begun = tcb->info.bytes_acked;
	if (event == TANDEM_CC_RECOVERED)
		tn_cwv_recovered(tcb);
	if (event == TANDEM_CC_UNDO)
		cwv->flight = 0;
	if (event == TANDEM_CC_LOSS || event == TANDEM_CC_RTO)
		tn_cwv_lost(tcb);
	else if (event != TANDEM_CC_ECN)
		return;
	cwv->flight = tn_cwv_is_unused(tcb) ? flight : 0;
	cwv->retrans = tcb->info.retrans;
	cwv->known = false;
	cwv->since = 0;
	cwv->most[0] = 0;
	cwv->most[1] = 0;
}
