// SPDX-License-Identifier: GPL-2.0
/*
 * The forwarding table (module/ip/fib.c): the most specific prefix must win however the table was
 * filled, which is tried against the obvious, slow way to find it.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "ip/fib.h"
#include "random.h"

#define ROOM	64

static struct tn_fib *table_new(struct kunit *test, u32 room)
{
	struct tn_fib *fib;

	fib = kunit_kzalloc(test, sizeof(*fib) + room * sizeof(fib->e[0]), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, fib);
	fib->room = room;
	return fib;
}

/* Two devices, which the table only compares */
static char devices[2];

static struct net_device *device(u32 nr)
{
	return (struct net_device *)&devices[nr];
}

/* Add a prefix; its gateway field serves as a label to know it by; odd ones are over device 1. */
static bool add(struct tn_fib *fib, u32 dst, u8 plen, u32 label)
{
	struct tn_fib_entry e = {
		.dst = tn_to_be32(dst),
		.plen = plen,
		.kind = TN_FIB_GATEWAY,
		.gw = tn_to_be32(label),
		.dev = device(label & 1),
	};

	return tn_fib_insert(fib, &e);
}

/* Label of the entry for an address; 0: none. */
static u32 look(const struct tn_fib *fib, u32 addr)
{
	const struct tn_fib_entry *e = tn_fib_lookup(fib, tn_to_be32(addr), NULL);

	return e ? tn_from_be32(e->gw) : 0;
}

/* The same, over one device */
static u32 look_over(const struct tn_fib *fib, u32 addr, u32 nr)
{
	const struct tn_fib_entry *e = tn_fib_lookup(fib, tn_to_be32(addr), device(nr));

	return e ? tn_from_be32(e->gw) : 0;
}

static void fib_mask__every_length(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, tn_from_be32(tn_fib_mask(0)), 0u);
	KUNIT_EXPECT_EQ(test, tn_from_be32(tn_fib_mask(1)), 0x80000000u);
	KUNIT_EXPECT_EQ(test, tn_from_be32(tn_fib_mask(8)), 0xff000000u);
	KUNIT_EXPECT_EQ(test, tn_from_be32(tn_fib_mask(31)), 0xfffffffeu);
	KUNIT_EXPECT_EQ(test, tn_from_be32(tn_fib_mask(32)), 0xffffffffu);
}

static void fib_lookup__empty_has_no_route(struct kunit *test)
{
	struct tn_fib *fib = table_new(test, ROOM);

	KUNIT_EXPECT_EQ(test, look(fib, 0x0a000001), 0u);
	KUNIT_EXPECT_EQ(test, look(fib, 0xffffffff), 0u);
}

static void fib_lookup__longest_prefix_wins(struct kunit *test)
{
	struct tn_fib *fib = table_new(test, ROOM);

	add(fib, 0x00000000, 0, 1);
	add(fib, 0x0a000000, 8, 2);
	add(fib, 0x0a010000, 16, 3);
	add(fib, 0x0a010200, 24, 4);
	add(fib, 0x0a010203, 32, 5);

	KUNIT_EXPECT_EQ(test, look(fib, 0x0a010203), 5u);
	KUNIT_EXPECT_EQ(test, look(fib, 0x0a010204), 4u);
	KUNIT_EXPECT_EQ(test, look(fib, 0x0a010304), 3u);
	KUNIT_EXPECT_EQ(test, look(fib, 0x0a020304), 2u);
	KUNIT_EXPECT_EQ(test, look(fib, 0x0b020304), 1u);
}

/* SO_BINDTODEVICE: what leads over other devices is not there. */
static void fib_lookup__over_one_device(struct kunit *test)
{
	struct tn_fib *fib = table_new(test, ROOM);

	add(fib, 0x00000000, 0, 1);
	add(fib, 0x0a000000, 8, 2);
	add(fib, 0x0a010000, 16, 3);
	add(fib, 0x0a010203, 32, 4);

	KUNIT_EXPECT_EQ(test, look_over(fib, 0x0a010203, 0), 4u);
	KUNIT_EXPECT_EQ(test, look_over(fib, 0x0a010203, 1), 3u);
	KUNIT_EXPECT_EQ(test, look_over(fib, 0x0a010204, 0), 2u);
	KUNIT_EXPECT_EQ(test, look_over(fib, 0x0a020304, 1), 1u);
	KUNIT_EXPECT_EQ(test, look_over(fib, 0x0b020304, 0), 0u);
}

static void fib_lookup__edges_of_a_prefix(struct kunit *test)
{
	struct tn_fib *fib = table_new(test, ROOM);

	add(fib, 0x0a000000, 24, 1);
	KUNIT_EXPECT_EQ(test, look(fib, 0x09ffffff), 0u);
	KUNIT_EXPECT_EQ(test, look(fib, 0x0a000000), 1u);
	KUNIT_EXPECT_EQ(test, look(fib, 0x0a0000ff), 1u);
	KUNIT_EXPECT_EQ(test, look(fib, 0x0a000100), 0u);
}

static void fib_lookup__highest_host_in_the_table(struct kunit *test)
{
	struct tn_fib *fib = table_new(test, ROOM);

	add(fib, 0xffffffff, 32, 1);
	add(fib, 0xfffffffe, 32, 2);
	add(fib, 0x00000000, 0, 3);
	KUNIT_EXPECT_EQ(test, look(fib, 0xffffffff), 1u);
	KUNIT_EXPECT_EQ(test, look(fib, 0xfffffffe), 2u);
	KUNIT_EXPECT_EQ(test, look(fib, 0xfffffffd), 3u);
}

static void fib_insert__first_of_equals_stays(struct kunit *test)
{
	struct tn_fib *fib = table_new(test, ROOM);

	KUNIT_EXPECT_TRUE(test, add(fib, 0x0a000000, 8, 1));
	KUNIT_EXPECT_FALSE(test, add(fib, 0x0a000000, 8, 2));
	KUNIT_EXPECT_EQ(test, look(fib, 0x0a000001), 1u);
	KUNIT_EXPECT_EQ(test, fib->count, 1u);
}

static void fib_insert__full_table_refuses(struct kunit *test)
{
	struct tn_fib *fib = table_new(test, 2);

	KUNIT_EXPECT_TRUE(test, add(fib, 0x0a000000, 8, 1));
	KUNIT_EXPECT_TRUE(test, add(fib, 0x0b000000, 8, 2));
	KUNIT_EXPECT_FALSE(test, add(fib, 0x0c000000, 8, 3));
	KUNIT_EXPECT_EQ(test, look(fib, 0x0c000001), 0u);
	KUNIT_EXPECT_EQ(test, look(fib, 0x0b000001), 2u);
}

static void fib_find__exact_prefix_only(struct kunit *test)
{
	struct tn_fib *fib = table_new(test, ROOM);

	add(fib, 0x0a000000, 8, 1);
	KUNIT_EXPECT_NOT_NULL(test, tn_fib_find(fib, tn_to_be32(0x0a000000), 8));
	KUNIT_EXPECT_NULL(test, tn_fib_find(fib, tn_to_be32(0x0a000000), 9));
	KUNIT_EXPECT_NULL(test, tn_fib_find(fib, tn_to_be32(0x0a000000), 7));
	KUNIT_EXPECT_NULL(test, tn_fib_find(fib, tn_to_be32(0x0b000000), 8));
}

/* The label that wins by trying them all; @over: those over one device only, or -1 */
static u32 look_slowly(const struct tn_fib *fib, u32 addr, int over)
{
	u32 best = 0, i;
	int plen = -1;

	for (i = 0; i < fib->count; i++) {
		const struct tn_fib_entry *e = &fib->e[i];

		if (over >= 0 && e->dev != device(over))
			continue;
		if (e->plen > plen && !((tn_to_be32(addr) ^ e->dst) & tn_fib_mask(e->plen))) {
			plen = e->plen;
			best = tn_from_be32(e->gw);
		}
	}
	return best;
}

static void fib_lookup__same_as_trying_all(struct kunit *test)
{
	u64 seed = 4632;
	u32 i, round;

	for (round = 0; round < 300; round++) {
		struct tn_fib *fib = table_new(test, ROOM);
		u32 n = tn_random_below(&seed, ROOM) + 1;

		for (i = 1; i <= n; i++) {
			u8 plen = tn_random_below(&seed, 33);
			u32 mask = tn_from_be32(tn_fib_mask(plen));

			/* few bits, so that prefixes nest and repeat */
			add(fib, tn_random_next(&seed) & 0xc0c0c0c3 & mask, plen, i);
		}
		for (i = 0; i < 100; i++) {
			u32 addr = tn_random_next(&seed) & 0xc0c0c0c3;

			KUNIT_ASSERT_EQ_MSG(test, look(fib, addr), look_slowly(fib, addr, -1),
					    "round %u", round);
			KUNIT_ASSERT_EQ_MSG(test, look_over(fib, addr, i & 1),
					    look_slowly(fib, addr, i & 1), "round %u", round);
		}
	}
}

static struct kunit_case fib_cases[] = {
	KUNIT_CASE(fib_mask__every_length),
	KUNIT_CASE(fib_lookup__empty_has_no_route),
	KUNIT_CASE(fib_lookup__longest_prefix_wins),
	KUNIT_CASE(fib_lookup__over_one_device),
	KUNIT_CASE(fib_lookup__edges_of_a_prefix),
	KUNIT_CASE(fib_lookup__highest_host_in_the_table),
	KUNIT_CASE(fib_insert__first_of_equals_stays),
	KUNIT_CASE(fib_insert__full_table_refuses),
	KUNIT_CASE(fib_find__exact_prefix_only),
	KUNIT_CASE(fib_lookup__same_as_trying_all),
	{}
};

static struct kunit_suite fib_suite = {
	.name = "ip-fib",
	.test_cases = fib_cases,
};

kunit_test_suite(fib_suite);
