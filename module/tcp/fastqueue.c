// SPDX-License-Identifier: GPL-2.0
/*
 * PendingFastOpenRequests (RFC 7413 4.2, 5.1): a bound on what a flood of SYNs with valid cookies
 * can make a server do.
 *
 * A connection that was accepted with its SYN is pending until the handshake is complete. An
 * attacker who has cookies of other hosts, or fakes their addresses, would be rid of that bound if
 * those hosts' RSTs ended them at once; so one that a RST has ended counts on for a while. How many
 * these are is known by turns of a minute: this one's and the last one's count, so each counts for
 * one minute at least and for two at most.
 */
#include "tcp/fastqueue.h"

/* How long a turn is */
#define TN_FASTQUEUE_TURN	tn_sec(60)

static void tn_fastqueue_turn(struct tn_fastqueue *q, tn_time_t now)
{
	tn_time_t gone = tn_time_sub(now, q->turn);

	if (gone < TN_FASTQUEUE_TURN)
		return;
	q->reset[1] = gone < 2 * TN_FASTQUEUE_TURN ? q->reset[0] : 0;
	q->reset[0] = 0;
	q->turn = now;
}

/**
 * tn_fastqueue_enter() - a SYN could be accepted: is there room?
 * @q:   the queue
 * @now: current time
 *
 * Context: any. Source: RFC 7413 4.2.2, 5.1.
 * Return: true if there is; then it is pending.
 */
bool tn_fastqueue_enter(struct tn_fastqueue *q, tn_time_t now)
{
	tn_fastqueue_turn(q, now);
	if (q->pending + q->reset[0] + q->reset[1] >= q->limit)
		return false;
	q->pending++;
	return true;
}

/**
 * tn_fastqueue_leave() - one is no longer pending
 * @q:     the queue
 * @now:   current time
 * @reset: a RST has ended it
 *
 * Context: any. Source: RFC 7413 4.2.2, 5.1.
 */
void tn_fastqueue_leave(struct tn_fastqueue *q, tn_time_t now, bool reset)
{
	tn_fastqueue_turn(q, now);
	q->pending--;
	if (reset)
		q->reset[0]++;
}
