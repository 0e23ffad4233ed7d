/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The queue in front of a link. See queue.c.
 */
#ifndef SIM_QUEUE_H
#define SIM_QUEUE_H

#include "packet.h"

/**
 * struct queue - packets that wait for a link
 * @limit:    bytes it holds
 * @mark:     ECN-capable packets that find so many bytes waiting are marked; 0 for never
 * @target:   CoDel's target delay, ns; 0 for plain drop-tail
 * @interval: CoDel's interval, ns
 * @head:     the oldest packet
 * @tail:     the newest
 * @bytes:    bytes waiting
 * @codel:    RFC 8289 5.3's state, in its names
 * @drops:    packets that were dropped
 * @marks:    packets that were marked
 * @most:     most bytes that ever waited
 */
struct queue {
	u64 limit;
	u64 mark;
	tn_time_t target;
	tn_time_t interval;
	struct packet *head;
	struct packet *tail;
	u64 bytes;
	struct {
		tn_time_t first_above_time;
		tn_time_t drop_next;
		u32 count;
		u32 lastcount;
		bool dropping;
	} codel;
	u64 drops;
	u64 marks;
	u64 most;
};

bool queue_put(struct queue *q, struct packet *packet, tn_time_t now);
struct packet *queue_get(struct queue *q, tn_time_t now, struct packet **dropped);

#endif
