// SPDX-License-Identifier: GPL-2.0
/*
 * Queue disciplines.
 *
 *   drop-tail   what does not fit into @limit bytes is dropped, unless nothing waits
 *   mark        an ECN-capable packet that finds @mark bytes or more waiting is marked (the
 *               step marking of RFC 8257 3.1); others pass
 *   CoDel       queue_codel.c: packets that waited too long for too long, one by one
 *   DualPI2     queue_dualpi2.c: a queue of its own for those who want no delay
 *
 * The first two combine with each other and with CoDel; DualPI2's queues have the limit together.
 */
#include "queue.h"

/* Put a packet at the end. False if it does not fit; the caller keeps it then. */
bool queue_put(struct queue *q, struct packet *packet, tn_time_t now)
{
	u64 bytes = q->fifo.bytes + q->dual.low.bytes;

	if (bytes && bytes + packet->size > q->limit) {
		q->drops++;
		return false;
	}
	packet->queued = now;
	if (q->dualpi2) {
		queue_dualpi2_put(q, packet, now);
	} else {
		if (q->mark && packet->ect && bytes >= q->mark)
			queue_mark(q, packet);
		fifo_put(&q->fifo, packet);
	}
	if (bytes + packet->size > q->most)
		q->most = bytes + packet->size;
	return true;
}

/*
 * Take the next packet to send over a link of @rate bits a second, NULL if there is none; what is
 * dropped on that occasion joins @dropped.
 */
struct packet *queue_get(struct queue *q, tn_time_t now, u64 rate, struct packet **dropped)
{
	if (q->dualpi2)
		return queue_dualpi2_get(q, now, rate, dropped);
	if (q->target)
		return queue_codel_get(q, now, dropped);
	return fifo_pull(&q->fifo);
}
