/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory that is used over and over: packets, nodes of sent and received ranges, connections.
 *
 * A free list and a count. The count is what the leak checks look at. Under AddressSanitizer
 * nothing is used again, so that a use after free is seen.
 */
#ifndef SIM_POOL_H
#define SIM_POOL_H

#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <linux/types.h>

#ifdef __SANITIZE_ADDRESS__
#define POOL_RECYCLES	false
#else
#define POOL_RECYCLES	true
#endif

/**
 * struct pool - things of one size
 * @size: their size, bytes; at least that of a pointer
 * @out:  how many are in use
 * @free: those that are not, linked through their first word
 */
struct pool {
	size_t size;
	u64 out;
	void *free;
};

/* One of them; its content is undefined. */
static inline void *pool_get(struct pool *pool)
{
	void *thing = pool->free;

	pool->out++;
	if (thing) {
		memcpy(&pool->free, thing, sizeof(thing));
		return thing;
	}
	thing = malloc(pool->size);
	if (!thing)
		err(2, "pool");
	return thing;
}

static inline void pool_put(struct pool *pool, void *thing)
{
	pool->out--;
	if (!POOL_RECYCLES) {
		free(thing);
		return;
	}
	memcpy(thing, &pool->free, sizeof(thing));
	pool->free = thing;
}

/* Give the memory back that is not in use. */
static inline void pool_drain(struct pool *pool)
{
	void *thing;

	while ((thing = pool->free)) {
		memcpy(&pool->free, thing, sizeof(thing));
		free(thing);
	}
}

#endif
