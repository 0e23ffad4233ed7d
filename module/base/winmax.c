// SPDX-License-Identifier: GPL-2.0
/*
 * The largest value of a sliding window, in constant space.
 *
 * Kathleen Nichols' filter: three candidates stand in for all values of the window.
 *
 *      best[0]  the largest of the window
 *      best[1]  the largest since best[0]
 *      best[2]  the largest since best[1]
 *
 *      value   0
 *        ^     *      1
 *        |     |   .  *   .  2
 *        |  .  |   |  |   |  *
 *        +--+--+---+--+---+--+---> time
 *              '--- window --'
 *
 * When the first grows too old, the second takes its place. A value that is no less
 * than a candidate replaces it and those behind it: it is newer, so it outlives them.
 * So the two in reserve may be as old as the first; once a quarter of the window has
 * gone by without a second candidate, or half of it without a third, the current value
 * becomes one, whatever it is. The answer is exact as long as no more than three
 * values rule a window; else it is one of the larger ones.
 */
#include "base/winmax.h"

static void tn_winmax_fill(struct tn_winmax *max, unsigned int from, u32 at,
			   u32 value)
{
	for (; from < 3; from++) {
		max->best[from].at = at;
		max->best[from].value = value;
	}
}

static void tn_winmax_shift(struct tn_winmax *max, u32 at, u32 value)
{
	max->best[0] = max->best[1];
	max->best[1] = max->best[2];
	tn_winmax_fill(max, 2, at, value);
}

/**
 * tn_winmax_update() - a value came in
 * @max:    filter; all zero at first
 * @window: length of the window; 0 holds the values of one instant
 * @at:     time of the value, not before that of the last one; may wrap
 * @value:  the value
 *
 * Context: any.
 * Return: the largest value of [@at - @window, @at].
 */
u32 tn_winmax_update(struct tn_winmax *max, u32 window, u32 at, u32 value)
{
	u32 age;

	if (value >= max->best[0].value || at - max->best[2].at > window) {
		tn_winmax_fill(max, 0, at, value);
		return value;
	}
	if (value >= max->best[1].value)
		tn_winmax_fill(max, 1, at, value);
	else if (value >= max->best[2].value)
		tn_winmax_fill(max, 2, at, value);

	age = at - max->best[0].at;
	if (age > window) {
		tn_winmax_shift(max, at, value);
		if (at - max->best[0].at > window)
			tn_winmax_shift(max, at, value);
	} else if (max->best[1].at == max->best[0].at && age > window / 4) {
		tn_winmax_fill(max, 1, at, value);
	} else if (max->best[2].at == max->best[1].at && age > window / 2) {
		tn_winmax_fill(max, 2, at, value);
	}
	return max->best[0].value;
}
