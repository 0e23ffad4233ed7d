/* SPDX-License-Identifier: GPL-2.0 */
/* The content of test streams: a byte's value follows from its offset. */
#ifndef SELFTEST_PATTERN_H
#define SELFTEST_PATTERN_H

#include <stddef.h>
#include <stdint.h>

/*
 * The bytes of a stream from an offset on; *len is reduced to what lies there in
 * one piece. Streams of different salt differ.
 */
const uint8_t *pattern_at(uint64_t offset, unsigned int salt, size_t *len);

void pattern_fill(void *to, size_t len, uint64_t offset, unsigned int salt);

/* The index of the first byte that is wrong, or -1. */
long pattern_differs(const void *data, size_t len, uint64_t offset, unsigned int salt);

uint32_t pattern_random(uint32_t *state);

#endif
