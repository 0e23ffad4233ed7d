/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the fuzzers share: input as a stream of small numbers, and how to fail.
 *
 * A stream that has come to its end gives zeros, so that every input means something and a shorter
 * input is a prefix of the same run: that is what makes libFuzzer's minimising work.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include <linux/types.h>

/**
 * struct fuzz_input - the bytes that have not been read
 * @p:    the next one
 * @left: how many
 */
struct fuzz_input {
	const u8 *p;
	size_t left;
};

static inline u8 fuzz_u8(struct fuzz_input *in)
{
	if (!in->left)
		return 0;
	in->left--;
	return *in->p++;
}

static inline u16 fuzz_u16(struct fuzz_input *in)
{
	u16 high = fuzz_u8(in);

	return high << 8 | fuzz_u8(in);
}

static inline u32 fuzz_u32(struct fuzz_input *in)
{
	u32 high = fuzz_u16(in);

	return high << 16 | fuzz_u16(in);
}

/* Ends the run, and libFuzzer keeps the input */
#define fuzz_fail(fmt, ...)							\
	do {									\
		fprintf(stderr, "%s:%d: " fmt "\n", __FILE__, __LINE__, ##__VA_ARGS__); \
		abort();							\
	} while (0)

#define fuzz_assert(cond)							\
	do {									\
		if (!(cond))							\
			fuzz_fail("not so: %s", #cond);				\
	} while (0)

/* libFuzzer's entry */
int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

#endif /* FUZZ_FUZZ_H */
