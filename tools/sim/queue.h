/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The queue in front of a link. See queue.c.
 */
#ifndef SIM_QUEUE_H
#define SIM_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "hist.h"
#include "packet.h"

/**
 * struct fifo - packets in the order in which they came
 * @head:  the oldest packet
 * @tail:  the newest
 * @bytes: bytes waiting
 */
struct fifo {
	struct packet *head;
	struct packet *tail;
	u64 bytes;
};

/**
 * struct codel - RFC 8289 5.3's state, in its names
 */
struct codel {
	tn_time_t first_above_time;
	tn_time_t drop_next;
	u32 count;
	u32 lastcount;
	bool dropping;
};

/**
 * struct dualpi2 - the state of RFC 9332 appendix A
 * @p:        p', the base probability
 * @due:      when it is updated next; 0: never was
 * @prevq:    queuing delay at the last update, ns
 * @c_count:  what the Classic queue's signals have accumulated (recur())
 * @l_count:  the same of the L queue's marks
 * @l_drops:  the same of the L queue's drops
 * @low:      the L queue
 * @low_wait: how long packets waited in it, ns
 */
struct dualpi2 {
	double p;
	tn_time_t due;
	tn_time_t prevq;
	double c_count;
	double l_count;
	double l_drops;
	struct fifo low;
	struct hist low_wait;
};

/**
 * struct queue - packets that wait for a link
 * @limit:    bytes it holds
 * @mark:     ECN-capable packets that find so many bytes waiting are marked; 0 for never
 * @target:   CoDel's target delay, ns; 0 for none
 * @interval: CoDel's interval, ns
 * @noecn:    CoDel drops ECN-capable packets, too
 * @dualpi2:  it is two queues: DualPI2
 * @fifo:     the packets; with DualPI2 the Classic ones
 * @codel:    CoDel's state
 * @dual:     DualPI2's state, and its L queue
 * @drops:    packets that were dropped
 * @marks:    packets that were marked
 * @most:     most bytes that ever waited
 */
struct queue {
	u64 limit;
	u64 mark;
	tn_time_t target;
	tn_time_t interval;
	bool noecn;
	bool dualpi2;
	struct fifo fifo;
	struct codel codel;
	struct dualpi2 dual;
	u64 drops;
	u64 marks;
	u64 most;
};

static inline void fifo_put(struct fifo *fifo, struct packet *packet)
{
	packet->next = NULL;
	if (fifo->head)
		fifo->tail->next = packet;
	else
		fifo->head = packet;
	fifo->tail = packet;
	fifo->bytes += packet->size;
}

/* The oldest packet, NULL if there is none. */
static inline struct packet *fifo_pull(struct fifo *fifo)
{
	struct packet *packet = fifo->head;

	if (packet) {
		fifo->head = packet->next;
		fifo->bytes -= packet->size;
	}
	return packet;
}

static inline void queue_mark(struct queue *q, struct packet *packet)
{
	packet->ce = true;
	q->marks++;
}

static inline void queue_drop(struct queue *q, struct packet *packet, struct packet **dropped)
{
	q->drops++;
	packet->next = *dropped;
	*dropped = packet;
}

bool queue_put(struct queue *q, struct packet *packet, tn_time_t now);
struct packet *queue_get(struct queue *q, tn_time_t now, u64 rate, struct packet **dropped);

struct packet *queue_codel_get(struct queue *q, tn_time_t now, struct packet **dropped);

void queue_dualpi2_put(struct queue *q, struct packet *packet, tn_time_t now);
struct packet *queue_dualpi2_get(struct queue *q, tn_time_t now, u64 rate,
				 struct packet **dropped);

#endif
