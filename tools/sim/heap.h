/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What will happen, by time. See heap.c.
 */
#ifndef SIM_HEAP_H
#define SIM_HEAP_H

#include <linux/types.h>

#include "base/time.h"

/**
 * enum event_kind - what happens
 * @EV_LINK:   a link direction has sent a packet off (struct link)
 * @EV_HOP:    a packet reaches the end of a link (struct packet)
 * @EV_TIMER:  a deadline of an end (struct end)
 * @EV_APP:    an application wanted to be woken (struct end)
 * @EV_GRO:    receive offload lets go of what it holds (struct end)
 * @EV_FLOW:   the next connection of a flow opens (struct flow)
 * @EV_SHRINK: the receive buffers of a flow change (struct flow)
 * @EV_SWITCH: the connections of a flow get other controllers (struct flow)
 * @EV_STOP:   a flow ends (struct flow)
 * @EV_SAMPLE: a row of the time series (struct sim)
 * @EV_END:    the time of the run is over, what is open drains (struct sim)
 */
enum event_kind {
	EV_LINK,
	EV_HOP,
	EV_TIMER,
	EV_APP,
	EV_GRO,
	EV_FLOW,
	EV_SHRINK,
	EV_SWITCH,
	EV_STOP,
	EV_SAMPLE,
	EV_END,
};

/**
 * struct event - something that will happen
 * @at:    when
 * @order: number of the event << 8, and its kind: of two events at one time the older comes first
 * @who:   whom it concerns
 */
struct event {
	tn_time_t at;
	u64 order;
	void *who;
};

/**
 * struct heap - the events to come
 * @event: 4-ary heap
 * @used:  events in it
 * @size:  room for so many
 * @count: events that were ever added
 */
struct heap {
	struct event *event;
	size_t used;
	size_t size;
	u64 count;
};

static inline enum event_kind event_kind(const struct event *event)
{
	return (enum event_kind)(event->order & 0xff);
}

void heap_push(struct heap *heap, tn_time_t at, enum event_kind kind, void *who);
bool heap_pop(struct heap *heap, struct event *event);
void heap_free(struct heap *heap);

#endif
