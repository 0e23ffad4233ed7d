// SPDX-License-Identifier: GPL-2.0
/*
 * What a sender's time goes by: TCP_INFO's busy_time, rwnd_limited and sndbuf_limited.
 *
 *	NOT	nothing is to be sent, and all was acknowledged: the application's time
 *	WORK	there is something: the network's time, and that of our congestion control
 *	RWND	the next segment does not fit into the peer's window, though cwnd would let it go
 *	SNDBUF	all was sent, cwnd would let more go, and the user cannot write it: no room
 *
 * "Why is it slow?" has one of four answers at any time, so this is one state, and an account of
 * the time in each. After an event, and after what it has let go, the connection is looked at
 * once; the time since the look before it goes to the state that was found then. So the clock is
 * read for none of this: time passes with the events. What the shell says in between, that the
 * user waits for room or does not any more, counts from the last of them on.
 *
 * The limits mean what they mean in the native stack, which looks at the congestion window before
 * it looks at the peer's: who is limited by both is limited by his congestion control. Each of
 * them is a part of the busy time there. Nothing of the machine depends on any of this.
 */
#include <linux/kernel.h>

#include "tcp/busy.h"
#include "tcp/recovery.h"
#include "tcp/tcb.h"

static bool tn_busy_has_work(const struct tn_tcb *tcb)
{
	/* A SYN alone is none */
	u32 una = tn_tcb_synchronized(tcb) ? tcb->snd.una : tcb->snd.iss + 1;

	return tcb->state != TN_CLOSED && una != tcb->snd.end + tcb->shut_wr;
}

static enum tn_busy_state tn_busy_judge(const struct tn_tcb *tcb)
{
	u32 edge = tcb->snd.una + tcb->snd.wnd, unsent = tn_tcb_unsent(tcb), next;

	if (!unsent && !tcb->busy.full)
		return TN_BUSY_WORK;
	next = unsent ? min_t(u32, unsent, tcb->snd.mss) : tcb->snd.mss;
	if (tn_recovery_pipe(tcb) + next > tcb->cc.out.cwnd)
		return TN_BUSY_WORK;
	if (!unsent)
		return TN_BUSY_SNDBUF;
	return tn_seq_gt(tcb->snd.nxt + next, edge) ? TN_BUSY_RWND : TN_BUSY_WORK;
}

/**
 * tn_busy_look() - something has happened: what does the sender wait for now?
 * @tcb: connection
 * @now: current time
 *
 * Context: any.
 */
void tn_busy_look(struct tn_tcb *tcb, tn_time_t now)
{
	if (tcb->busy.state != TN_BUSY_NOT)
		tcb->busy.sum[tcb->busy.state] += tn_time_sub(now, tcb->busy.since);
	tcb->busy.since = now;
	tcb->busy.state = tn_busy_has_work(tcb) ? tn_busy_judge(tcb) : TN_BUSY_NOT;
}

/**
 * tn_busy_written() - there is more to be sent
 * @tcb: connection
 * @now: current time
 *
 * Context: any.
 */
void tn_busy_written(struct tn_tcb *tcb, tn_time_t now)
{
	if (tcb->busy.state != TN_BUSY_NOT) {
		tn_busy_look(tcb, now);
		return;
	}
	/* What holds it back is seen when it is sent */
	tcb->busy.state = TN_BUSY_WORK;
	tcb->busy.since = now;
}

/**
 * tn_busy_full() - the user has to wait until there is room to write; or need not any more
 * @tcb:  connection
 * @full: he waits
 *
 * Context: any.
 */
void tn_busy_full(struct tn_tcb *tcb, bool full)
{
	tcb->busy.full = full;
	if (tcb->busy.state != TN_BUSY_NOT)
		tcb->busy.state = tn_busy_judge(tcb);
}

/**
 * tn_busy_time() - how long it has been like that
 * @tcb:   connection
 * @now:   current time
 * @state: like what; not TN_BUSY_NOT
 *
 * Context: any.
 * Return: ns since the connection was opened.
 */
u64 tn_busy_time(const struct tn_tcb *tcb, tn_time_t now, enum tn_busy_state state)
{
	u64 span = tcb->busy.sum[state];

	if (tcb->busy.state == state)
		span += tn_time_sub(now, tcb->busy.since);
	return span;
}
