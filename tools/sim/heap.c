// SPDX-License-Identifier: GPL-2.0
/*
 * The event queue: a 4-ary heap of 24-byte entries in one array.
 *
 * Four children share two cache lines, and the tree is half as deep as a binary one: a pop of ten
 * thousand pending events touches seven levels. Ties are broken by the order of insertion, which
 * makes a run repeatable. There is no removal: who re-arms a timer remembers the time that counts
 * and ignores events of any other (see end.c), as the kernel shell does with its lazy timers.
 */
#include <err.h>
#include <stdbool.h>
#include <stdlib.h>

#include "heap.h"

static bool heap_before(const struct event *a, const struct event *b)
{
	return a->at < b->at || (a->at == b->at && a->order < b->order);
}

/* Add an event. */
void heap_push(struct heap *heap, tn_time_t at, enum event_kind kind, void *who)
{
	struct event event = { .at = at, .order = heap->count++ << 8 | kind, .who = who };
	size_t i = heap->used++, up;

	if (heap->used > heap->size) {
		heap->size = heap->size ? 2 * heap->size : 1024;
		heap->event = realloc(heap->event, heap->size * sizeof(event));
		if (!heap->event)
			err(2, "heap");
	}
	while (i) {
		up = (i - 1) / 4;
		if (!heap_before(&event, &heap->event[up]))
			break;
		heap->event[i] = heap->event[up];
		i = up;
	}
	heap->event[i] = event;
}

/* Take the earliest event out. False if there is none. */
bool heap_pop(struct heap *heap, struct event *event)
{
	size_t i = 0, child, best, end;
	struct event last;

	if (!heap->used)
		return false;
	*event = heap->event[0];
	last = heap->event[--heap->used];
	while ((child = 4 * i + 1) < heap->used) {
		end = child + 4 < heap->used ? child + 4 : heap->used;
		for (best = child++; child < end; child++)
			if (heap_before(&heap->event[child], &heap->event[best]))
				best = child;
		if (!heap_before(&heap->event[best], &last))
			break;
		heap->event[i] = heap->event[best];
		i = best;
	}
	heap->event[i] = last;
	return true;
}

/* Forget all events. */
void heap_free(struct heap *heap)
{
	free(heap->event);
	*heap = (struct heap) {};
}
