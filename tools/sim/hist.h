/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A histogram of times: 32 buckets per octave, so that a quantile is right to 3 %.
 */
#ifndef SIM_HIST_H
#define SIM_HIST_H

#include <linux/types.h>

#define HIST_SUB	32
#define HIST_BUCKETS	(64 * HIST_SUB)

struct hist {
	u64 count;
	u64 sum;
	u64 min;
	u64 max;
	u32 bucket[HIST_BUCKETS];
};

/* The first bucket holds what is below 32; from there on each octave has 32. */
static inline unsigned int hist_index(u64 value)
{
	unsigned int octave;

	if (value < HIST_SUB)
		return value;
	octave = 63 - __builtin_clzll(value);
	return (octave - 4) * HIST_SUB + ((value >> (octave - 5)) & (HIST_SUB - 1));
}

static inline u64 hist_value(unsigned int index)
{
	unsigned int octave = index / HIST_SUB + 4;

	if (index < HIST_SUB)
		return index;
	return (u64)(HIST_SUB + index % HIST_SUB) << (octave - 5);
}

static inline void hist_add(struct hist *hist, u64 value)
{
	if (!hist->count++ || value < hist->min)
		hist->min = value;
	if (value > hist->max)
		hist->max = value;
	hist->sum += value;
	hist->bucket[hist_index(value)]++;
}

/* The value that @share of all do not exceed. */
static inline u64 hist_quantile(const struct hist *hist, double share)
{
	u64 want = (u64)((double)hist->count * share), seen = 0;
	unsigned int i;

	for (i = 0; i < HIST_BUCKETS; i++) {
		seen += hist->bucket[i];
		if (seen > want)
			return hist_value(i);
	}
	return hist->max;
}

#endif
