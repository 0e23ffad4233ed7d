/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_EPHEMERAL_H
#define TN_TCP_EPHEMERAL_H

#include <linux/types.h>

/**
 * struct tn_ephemeral - a search for a local port; only tcp/ephemeral.c looks inside
 * @first: first port of the range
 * @count: ports in the range
 * @at:    the next candidate, less @first
 * @step:  from one to the next, modulo @count
 * @tried: candidates so far
 * @slot:  counter of those that are searched for together, or NULL
 */
struct tn_ephemeral {
	u32 first;
	u32 count;
	u32 at;
	u32 step;
	u32 tried;
	u32 *slot;
};

void tn_ephemeral_hashed(struct tn_ephemeral *e, u16 first, u16 last, u64 hash,
			 u32 *table, u32 size);
void tn_ephemeral_random(struct tn_ephemeral *e, u16 first, u16 last, u64 random);
bool tn_ephemeral_next(struct tn_ephemeral *e, u16 *port);
void tn_ephemeral_found(const struct tn_ephemeral *e);

#endif
