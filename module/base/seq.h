/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sequence number arithmetic, RFC 9293 3.4.
 *
 * Sequence numbers live on a circle of 2^32. "a is before b" means that the way from a forward to b
 * is not longer than the way back: a - b, taken as a signed 32-bit number, is negative. Windows are
 * at most 2^30 (RFC 7323 2.3), so the answer is never ambiguous for two numbers that matter at the
 * same time. (Two numbers exactly 2^31 apart are before and behind each other at once.)
 *
 * Everything here takes host-order numbers; wire/ has converted them. Ordinary + and - on u32 move
 * along the circle.
 */
#ifndef TN_BASE_SEQ_H
#define TN_BASE_SEQ_H

#include <linux/types.h>

/* @a is before @b. */
static inline bool tn_seq_lt(u32 a, u32 b)
{
	return (s32)(a - b) < 0;
}

/* @a is @b or before it. */
static inline bool tn_seq_le(u32 a, u32 b)
{
	return (s32)(a - b) <= 0;
}

/* @a is behind @b. */
static inline bool tn_seq_gt(u32 a, u32 b)
{
	return tn_seq_lt(b, a);
}

/* @a is @b or behind it. */
static inline bool tn_seq_ge(u32 a, u32 b)
{
	return tn_seq_le(b, a);
}

/* @lo <= @x < @hi along the circle; right for spans of any length, empty when @lo equals @hi. */
static inline bool tn_seq_between(u32 x, u32 lo, u32 hi)
{
	return x - lo < hi - lo;
}

/* The later of the two. */
static inline u32 tn_seq_max(u32 a, u32 b)
{
	return tn_seq_lt(a, b) ? b : a;
}

/* The earlier of the two. */
static inline u32 tn_seq_min(u32 a, u32 b)
{
	return tn_seq_lt(a, b) ? a : b;
}

#endif /* TN_BASE_SEQ_H */
