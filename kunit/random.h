/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers that look random and are the same in every run: xorshift64*, for suites that feed
 * nonsense to parsers. A failure repeats from the seed in the suite.
 */
#ifndef TN_KUNIT_RANDOM_H
#define TN_KUNIT_RANDOM_H

#include <linux/types.h>

/* The next number; @state is the generator, seeded with anything but 0. */
static inline u32 tn_random_next(u64 *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (*state * 0x2545f4914f6cdd1dULL) >> 32;
}

/* A number below @n; the bias does not matter here. */
static inline u32 tn_random_below(u64 *state, u32 n)
{
	return tn_random_next(state) % n;
}

static inline void tn_random_fill(u64 *state, u8 *p, u32 len)
{
	while (len--)
		*p++ = tn_random_next(state) & 0xff;
}

#endif /* TN_KUNIT_RANDOM_H */
