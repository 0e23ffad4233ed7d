// SPDX-License-Identifier: GPL-2.0
/*
 * A table of random bytes, read in circles. Its length is a prime, so that no
 * power of two and no multiple of a segment size is a whole number of circles,
 * and each circle starts elsewhere, so that the circles differ. Data that is
 * missing, doubled or out of place is therefore never mistaken for right.
 */
#include <string.h>

#include "pattern.h"

#define PERIOD	65521
#define STRIDE	7919

static uint8_t table[2 * PERIOD];

uint32_t pattern_random(uint32_t *state)
{
	uint32_t x = *state ? *state : 1;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return *state = x;
}

static void prepare(void)
{
	uint32_t state = 20231117;
	size_t i;

	for (i = 0; i < PERIOD; i++)
		table[i] = pattern_random(&state) >> 11;
	memcpy(table + PERIOD, table, PERIOD);
}

const uint8_t *pattern_at(uint64_t offset, unsigned int salt, size_t *len)
{
	uint64_t circle = offset / PERIOD;
	size_t at = offset % PERIOD;

	if (!table[0] && !table[1] && !table[2])
		prepare();
	if (*len > PERIOD - at)
		*len = PERIOD - at;
	return table + (circle * STRIDE + salt * 104729ULL) % PERIOD + at;
}

void pattern_fill(void *to, size_t len, uint64_t offset, unsigned int salt)
{
	const uint8_t *from;
	size_t part;

	for (; len; len -= part, offset += part, to = (uint8_t *)to + part) {
		part = len;
		from = pattern_at(offset, salt, &part);
		memcpy(to, from, part);
	}
}

long pattern_differs(const void *data, size_t len, uint64_t offset, unsigned int salt)
{
	const uint8_t *want, *got = data;
	size_t part, done, i;

	for (done = 0; done < len; done += part) {
		part = len - done;
		want = pattern_at(offset + done, salt, &part);
		if (!memcmp(want, got + done, part))
			continue;
		for (i = 0; want[i] == got[done + i]; i++)
			;
		return done + i;
	}
	return -1;
}
