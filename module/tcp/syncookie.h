/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_SYNCOOKIE_H
#define TN_TCP_SYNCOOKIE_H

#include "tcp/seg.h"
#include "tcp/synq.h"

/** TN_SYNCOOKIE_TICK - what the counter in a cookie counts, ns; a cookie is good for one to two */
#define TN_SYNCOOKIE_TICK	tn_sec(60)

/**
 * struct tn_syncookie_secret - what nobody else knows
 * @hash: keyed hash of a connection's addresses and ports with @count, the peer's ISN and the
 *        code of its MSS; the key may depend on @count
 * @arg:  passed to @hash: the addresses, the key
 */
struct tn_syncookie_secret {
	u32 (*hash)(const void *arg, u32 count, u32 irs, u32 code);
	const void *arg;
};

u32 tn_syncookie_make(const struct tn_syncookie_secret *secret, tn_time_t now,
		      const struct tn_seg *syn);
void tn_syncookie_out(struct tn_synq *q, tn_time_t now, struct tn_out *out);
bool tn_syncookie_check(const struct tn_syncookie_secret *secret, tn_time_t now,
			const struct tn_seg *ack, struct tn_seg *syn);

#endif
