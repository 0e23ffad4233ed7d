/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_BASE_WINMAX_H
#define TN_BASE_WINMAX_H

#include <linux/types.h>

/**
 * struct tn_winmax - the largest of the values of a sliding window
 * @best: candidates, see base/winmax.c; their times never decrease, their values
 *        never increase
 * @best.at:    time of the value, in units of the user
 * @best.value: the value
 */
struct tn_winmax {
	struct {
		u32 at;
		u32 value;
	} best[3];
};

u32 tn_winmax_update(struct tn_winmax *max, u32 window, u32 at, u32 value);

/* The largest value that the window held when it was updated last; 0 if it never was. */
static inline u32 tn_winmax_get(const struct tn_winmax *max)
{
	return max->best[0].value;
}

#endif
