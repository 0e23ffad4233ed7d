// SPDX-License-Identifier: GPL-2.0
/*
 * DualPI2 (RFC 9332 appendix A): two queues, one capacity.
 *
 *   ECT(1), CE --> L queue ------- ramp 0.8 to 1.2 ms --. max
 *                  |                         k * p' ----' ---> mark
 *                  v                            |
 *                 link      p' (PI controller of the delay, target 15 ms)
 *                  ^                            |
 *   others ------> Classic queue ---------- p' squared -----> drop, or mark ECT(0)
 *
 * Who uses ECT(1) answers a mark with very little (cc/cc_prague.c), so it gets many: one as soon as
 * packets wait a millisecond (A.1, laqm()), and k = 2 times p' so that each flow has as much as one
 * of the Classic queue, whose signals come with the square of p'. The L queue goes first, but not
 * before a Classic packet that has waited tshift longer (time-shifted FIFO, A.1).
 *
 * Signals are spread evenly, not drawn (A.1, recur()). p' moves each 15 ms; between two events at
 * a queue nothing changes but the age of its head, so updates that fell due are made up for then.
 *
 * Overload (4.2.2, A.2): at k * p' = 1 marks tell nothing more. Then the L queue drops by p'
 * squared too, and the Classic queue no longer marks. The delay that moves p' is that of the older
 * head, so that senders in the L queue who heed no mark get there.
 */
#include <linux/kernel.h>

#include "queue.h"
#include "wire/ipv4.h"

/* RFC 9332 A.1, figure 2: delay target, the largest RTT, and what follows from them */
#define DUALPI2_TARGET		tn_ms(15)
#define DUALPI2_RTT_MAX		0.1
#define DUALPI2_TUPDATE		DUALPI2_TARGET
#define DUALPI2_ALPHA		(0.1 * 0.015 / (DUALPI2_RTT_MAX * DUALPI2_RTT_MAX))
#define DUALPI2_BETA		(0.3 / DUALPI2_RTT_MAX)
#define DUALPI2_K		2
/* p' at which k * p' is 1 */
#define DUALPI2_P_MAX		(1.0 / DUALPI2_K)
/* The ramp of the L queue */
#define DUALPI2_MIN_TH		800000.0
#define DUALPI2_RANGE		400000.0
/* The scheduler's patience with the L queue */
#define DUALPI2_TSHIFT		tn_ms(50)
/* Th_len, bytes: a packet that waits for one more is no queue */
#define DUALPI2_MTU		1500

static tn_time_t fifo_age(const struct fifo *fifo, tn_time_t now)
{
	return fifo->head ? now - fifo->head->queued : 0;
}

/* A.1, dualpi2_update(), for each time that it was due */
static void dualpi2_update(struct queue *q, tn_time_t now)
{
	struct dualpi2 *dual = &q->dual;
	double error, slope;
	tn_time_t curq;

	/* With nothing there, and nothing remembered, nothing moves */
	if (!dual->due || (!q->fifo.head && !dual->low.head && !dual->prevq && dual->p <= 0))
		dual->due = now + DUALPI2_TUPDATE;
	for (; dual->due <= now; dual->due += DUALPI2_TUPDATE) {
		curq = max(fifo_age(&q->fifo, dual->due), fifo_age(&dual->low, dual->due));
		error = (double)curq - (double)DUALPI2_TARGET;
		slope = (double)curq - (double)dual->prevq;
		dual->p += (DUALPI2_ALPHA * error + DUALPI2_BETA * slope) / 1e9;
		dual->p = min(max(dual->p, 0.0), DUALPI2_P_MAX);
		dual->prevq = curq;
	}
}

/* A.1, recur(): true as often as @likelihood says, evenly */
static bool dualpi2_recur(double *count, double likelihood)
{
	*count += likelihood;
	if (*count <= 1)
		return false;
	*count -= 1;
	return true;
}

/* A.1, laqm(): how likely a packet is marked that waited so long; the ramp begins at a packet */
static double dualpi2_ramp(tn_time_t wait, u64 rate)
{
	double floor = DUALPI2_MTU * 8e9 / (double)rate, from = DUALPI2_MIN_TH;
	double range = DUALPI2_RANGE, over;

	if (from < floor) {
		range = max(range - (floor - from), 1.0);
		from = floor;
	}
	over = (double)wait - from;
	return over <= 0 ? 0 : min(over / range, 1.0);
}

/* The queue whose turn it is, NULL if both are empty */
static struct fifo *dualpi2_turn(struct queue *q, tn_time_t now)
{
	struct fifo *low = &q->dual.low;

	if (!low->head)
		return q->fifo.head ? &q->fifo : NULL;
	return fifo_age(&q->fifo, now) > fifo_age(low, now) + DUALPI2_TSHIFT ? &q->fifo : low;
}

/* A.2, the L queue: mark the packet if need be; false: drop it */
static bool dualpi2_low(struct queue *q, struct packet *packet, tn_time_t wait, u64 rate)
{
	struct dualpi2 *dual = &q->dual;

	if (dual->p >= DUALPI2_P_MAX && dualpi2_recur(&dual->l_drops, dual->p * dual->p))
		return false;
	if (dualpi2_recur(&dual->l_count, max(dualpi2_ramp(wait, rate), DUALPI2_K * dual->p)))
		queue_mark(q, packet);
	return true;
}

/* A.2, the same of the Classic queue */
static bool dualpi2_classic(struct queue *q, struct packet *packet)
{
	struct dualpi2 *dual = &q->dual;

	if (!dualpi2_recur(&dual->c_count, dual->p * dual->p))
		return true;
	if (!packet->ect || dual->p >= DUALPI2_P_MAX)
		return false;
	queue_mark(q, packet);
	return true;
}

/* Put a packet, for which there is room, into the queue that it belongs to (2.4). */
void queue_dualpi2_put(struct queue *q, struct packet *packet, tn_time_t now)
{
	bool low = packet->ce || packet->out.ecn == TN_ECN_ECT1;

	dualpi2_update(q, now);
	fifo_put(low ? &q->dual.low : &q->fifo, packet);
}

/* As queue_get(). A.1, dualpi2_dequeue() */
struct packet *queue_dualpi2_get(struct queue *q, tn_time_t now, u64 rate,
				 struct packet **dropped)
{
	struct packet *packet;
	struct fifo *fifo;
	tn_time_t wait;

	dualpi2_update(q, now);
	while ((fifo = dualpi2_turn(q, now))) {
		packet = fifo_pull(fifo);
		wait = now - packet->queued;
		if (fifo == &q->fifo) {
			if (dualpi2_classic(q, packet))
				return packet;
		} else {
			hist_add(&q->dual.low_wait, wait);
			if (dualpi2_low(q, packet, wait, rate))
				return packet;
		}
		queue_drop(q, packet, dropped);
	}
	return NULL;
}
