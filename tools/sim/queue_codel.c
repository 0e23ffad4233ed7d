// SPDX-License-Identifier: GPL-2.0
/*
 * CoDel (RFC 8289): a queue may be long, but not for long.
 *
 * When packets have waited longer than @target (5 ms) for an @interval (100 ms), one is dropped at
 * the head, and the next after interval / sqrt(count), until the wait is short again. ECN-capable
 * packets are marked instead (RFC 8289 4.2), unless the queue has @noecn.
 */
#include <math.h>

#include "queue.h"

/* RFC 8289 5.3: no drop while less than this waits, bytes */
#define QUEUE_MAXPACKET	1500

/* RFC 8289 5.3, dodequeue(): a packet, and whether CoDel may drop it */
static struct packet *queue_codel_pull(struct queue *q, tn_time_t now, bool *ok_to_drop)
{
	struct packet *packet = fifo_pull(&q->fifo);

	*ok_to_drop = false;
	if (!packet || now - packet->queued < q->target || q->fifo.bytes <= QUEUE_MAXPACKET)
		q->codel.first_above_time = 0;
	else if (!q->codel.first_above_time)
		q->codel.first_above_time = now + q->interval;
	else
		*ok_to_drop = now >= q->codel.first_above_time;
	return packet;
}

static tn_time_t queue_codel_law(const struct queue *q, tn_time_t t)
{
	return t + (tn_time_t)((double)q->interval / sqrt(q->codel.count));
}

static bool queue_codel_marks(const struct queue *q, const struct packet *packet)
{
	return packet->ect && !q->noecn;
}

/* Mark @packet or drop it; then the next one */
static struct packet *queue_codel_signal(struct queue *q, tn_time_t now, struct packet *packet,
					 struct packet **dropped, bool *ok)
{
	if (queue_codel_marks(q, packet)) {
		queue_mark(q, packet);
		*ok = false;
		return packet;
	}
	queue_drop(q, packet, dropped);
	return queue_codel_pull(q, now, ok);
}

/* As queue_get(). RFC 8289 5.3, dequeue() */
struct packet *queue_codel_get(struct queue *q, tn_time_t now, struct packet **dropped)
{
	bool ok, marks;
	struct packet *packet = queue_codel_pull(q, now, &ok);
	u32 delta;

	if (q->codel.dropping) {
		if (!ok)
			q->codel.dropping = false;
		while (q->codel.dropping && now >= q->codel.drop_next) {
			q->codel.count++;
			marks = queue_codel_marks(q, packet);
			packet = queue_codel_signal(q, now, packet, dropped, &ok);
			if (!ok && !marks)
				q->codel.dropping = false;
			else
				q->codel.drop_next = queue_codel_law(q, q->codel.drop_next);
			if (marks)
				break;
		}
		return packet;
	}
	if (!ok)
		return packet;
	packet = queue_codel_signal(q, now, packet, dropped, &ok);
	q->codel.dropping = true;
	/* It was dropping a moment ago: begin near the rate that worked */
	delta = q->codel.count - q->codel.lastcount;
	q->codel.count = 1;
	if (delta > 1 && now - q->codel.drop_next < 16 * q->interval)
		q->codel.count = delta;
	q->codel.drop_next = queue_codel_law(q, now);
	q->codel.lastcount = q->codel.count;
	return packet;
}
