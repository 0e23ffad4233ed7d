// SPDX-License-Identifier: GPL-2.0
/*
 * Queue disciplines.
 *
 *   drop-tail   what does not fit into @limit bytes is dropped, unless nothing waits
 *   mark        an ECN-capable packet that finds @mark bytes or more waiting is marked (the
 *               step marking of RFC 8257 3.1); others pass
 *   CoDel       RFC 8289: when packets have waited longer than @target for an @interval,
 *               one is dropped at the head, and the next after interval / sqrt(count), until the
 *               wait is short again. ECN-capable packets are marked instead (RFC 8289 4.2).
 *
 * The three combine: CoDel's queue has a limit too.
 */
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "queue.h"

/* RFC 8289 5.3: no drop while less than this waits, bytes */
#define QUEUE_MAXPACKET	1500

/* Put a packet at the end. False if it does not fit; the caller keeps it then. */
bool queue_put(struct queue *q, struct packet *packet, tn_time_t now)
{
	if (q->head && q->bytes + packet->size > q->limit) {
		q->drops++;
		return false;
	}
	if (q->mark && packet->ect && q->bytes >= q->mark) {
		packet->ce = true;
		q->marks++;
	}
	packet->queued = now;
	packet->next = NULL;
	if (q->head)
		q->tail->next = packet;
	else
		q->head = packet;
	q->tail = packet;
	q->bytes += packet->size;
	if (q->bytes > q->most)
		q->most = q->bytes;
	return true;
}

static struct packet *queue_pull(struct queue *q)
{
	struct packet *packet = q->head;

	if (packet) {
		q->head = packet->next;
		q->bytes -= packet->size;
	}
	return packet;
}

/* RFC 8289 5.3, dodequeue(): a packet, and whether CoDel may drop it */
static struct packet *queue_codel_pull(struct queue *q, tn_time_t now, bool *ok_to_drop)
{
	struct packet *packet = queue_pull(q);

	*ok_to_drop = false;
	if (!packet || now - packet->queued < q->target || q->bytes <= QUEUE_MAXPACKET)
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

/* Mark @packet or drop it; then the next one */
static struct packet *queue_codel_signal(struct queue *q, tn_time_t now, struct packet *packet,
					 struct packet **dropped, bool *ok)
{
	if (packet->ect) {
		packet->ce = true;
		q->marks++;
		*ok = false;
		return packet;
	}
	q->drops++;
	packet->next = *dropped;
	*dropped = packet;
	return queue_codel_pull(q, now, ok);
}

/* RFC 8289 5.3, dequeue() */
static struct packet *queue_codel_get(struct queue *q, tn_time_t now, struct packet **dropped)
{
	bool ok, ect;
	struct packet *packet = queue_codel_pull(q, now, &ok);
	u32 delta;

	if (q->codel.dropping) {
		if (!ok)
			q->codel.dropping = false;
		while (q->codel.dropping && now >= q->codel.drop_next) {
			q->codel.count++;
			ect = packet->ect;
			packet = queue_codel_signal(q, now, packet, dropped, &ok);
			if (!ok && !ect)
				q->codel.dropping = false;
			else
				q->codel.drop_next = queue_codel_law(q, q->codel.drop_next);
			if (ect)
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

/* Take the next packet to send, NULL if there is none; what CoDel drops joins @dropped. */
struct packet *queue_get(struct queue *q, tn_time_t now, struct packet **dropped)
{
	return q->target ? queue_codel_get(q, now, dropped) : queue_pull(q);
}
