/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where parsers are tested: at the edge of memory.
 *
 * A buffer is allocated once, and input of n bytes is laid against its end, so that the first byte
 * read behind the input is the first byte behind the allocation, which ASan and KASAN see. The
 * alignment varies with the length by itself.
 */
#ifndef TN_KUNIT_WIRE_EDGE_H
#define TN_KUNIT_WIRE_EDGE_H

#include <kunit/test.h>
#include <linux/string.h>

#include "random.h"

#define EDGE_SIZE	128	/* longer than every header */

/**
 * struct edge - a buffer with an edge, and a source of nonsense
 * @buf:    EDGE_SIZE bytes
 * @random: generator for edge_random()
 */
struct edge {
	u8 *buf;
	u64 random;
};

static inline struct edge edge_new(struct kunit *test)
{
	struct edge e = { .random = 0x5eed };

	e.buf = kunit_kzalloc(test, EDGE_SIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, e.buf);
	return e;
}

/* The last @len bytes of the buffer, with a copy of @from in them */
static inline u8 *edge_put(struct edge *e, const u8 *from, u32 len)
{
	return memcpy(e->buf + EDGE_SIZE - len, from, len);
}

/* The last @len bytes of the buffer, filled with nonsense */
static inline u8 *edge_random(struct edge *e, u32 len)
{
	u8 *p = e->buf + EDGE_SIZE - len;

	tn_random_fill(&e->random, p, len);
	return p;
}

#define EDGE_ROUNDS	200000	/* of nonsense per parser */

#endif /* TN_KUNIT_WIRE_EDGE_H */
