// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/ephemeral.c: RFC 6056.
 */
#include <kunit/test.h>

#include "tcp/ephemeral.h"

#define FIRST	1024
#define LAST	65535
#define COUNT	(LAST - FIRST + 1)
#define TABLE	64

/* Stands for the keyed hash: splitmix64 */
static u64 mix(u64 x)
{
	x += 0x9e3779b97f4a7c15ull;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull;
	x = (x ^ x >> 27) * 0x94d049bb133111ebull;
	return x ^ x >> 31;
}

/* The port that a connection to peer number @peer gets when all are free */
static u16 chosen(u64 peer, u32 *table)
{
	struct tn_ephemeral e;
	u16 port = 0;

	tn_ephemeral_hashed(&e, FIRST, LAST, mix(peer), table, TABLE);
	tn_ephemeral_next(&e, &port);
	tn_ephemeral_found(&e);
	return port;
}

/* Each port of the range once, and then no more */
static void meets_all(struct kunit *test, struct tn_ephemeral *e, u32 first, u32 last)
{
	u8 *seen = kunit_kzalloc(test, 65536, GFP_KERNEL);
	u32 n = 0;
	u16 port;

	KUNIT_ASSERT_NOT_NULL(test, seen);
	while (tn_ephemeral_next(e, &port)) {
		KUNIT_ASSERT_TRUE(test, port >= first && port <= last && !seen[port]);
		seen[port] = 1;
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, last - first + 1);
	KUNIT_EXPECT_FALSE(test, tn_ephemeral_next(e, &port));
}

static void next__each_port_once(struct kunit *test)
{
	static const u16 ranges[][2] = {
		{ FIRST, LAST }, { 1, 65535 }, { 32768, 60999 }, { 5000, 5009 }, { 7, 7 },
	};
	u32 table[TABLE] = {};
	struct tn_ephemeral e;
	unsigned int i, n;

	for (i = 0; i < ARRAY_SIZE(ranges); i++) {
		tn_ephemeral_hashed(&e, ranges[i][0], ranges[i][1], mix(i), table, TABLE);
		meets_all(test, &e, ranges[i][0], ranges[i][1]);
		for (n = 0; n < 20; n++) {
			tn_ephemeral_random(&e, ranges[i][0], ranges[i][1], mix(n));
			meets_all(test, &e, ranges[i][0], ranges[i][1]);
		}
	}
}

/* 6056-5: for one peer consecutive, behind what was tried; each port before any comes again */
static void hashed__one_peer(struct kunit *test)
{
	u32 table[TABLE] = {};
	u16 port = chosen(1, table), next;
	struct tn_ephemeral e;
	unsigned int i;

	for (i = 0; i < 1000; i++, port = next) {
		next = chosen(1, table);
		KUNIT_ASSERT_EQ(test, (next - FIRST + COUNT - (port - FIRST)) % COUNT, 1);
	}
	/* three were in use */
	tn_ephemeral_hashed(&e, FIRST, LAST, mix(1), table, TABLE);
	for (i = 0; i < 4; i++)
		tn_ephemeral_next(&e, &port);
	tn_ephemeral_found(&e);
	next = chosen(1, table);
	KUNIT_EXPECT_EQ(test, (next - FIRST + COUNT - (port - FIRST)) % COUNT, 1);
}

/* 6056-4, 6056-5: what one peer sees tells nothing about another's: spread evenly, no pattern */
static void hashed__peers_are_unrelated(struct kunit *test)
{
	u32 table[TABLE] = {}, hits[16] = {}, steps[16] = {};
	u16 port, last = chosen(0, table);
	unsigned int i;

	for (i = 1; i <= 16000; i++, last = port) {
		port = chosen(i, table);
		hits[(port - FIRST) * 16 / COUNT]++;
		steps[(port - last + COUNT) % COUNT * 16 / COUNT]++;
	}
	/* 1000 each are expected, and 31 is their standard deviation */
	for (i = 0; i < 16; i++) {
		KUNIT_EXPECT_LT(test, abs((int)hits[i] - 1000), 160);
		KUNIT_EXPECT_LT(test, abs((int)steps[i] - 1000), 160);
	}
}

/* 6056-5: connections to others do not move the counter of a peer, but for one in TABLE */
static void hashed__counters_are_apart(struct kunit *test)
{
	u32 table[TABLE] = {};
	u16 before = chosen(1, table), after;
	unsigned int i;

	for (i = 100; i < 100 + 10 * TABLE; i++)
		chosen(i, table);
	after = chosen(1, table);
	KUNIT_EXPECT_LT(test, (after - before + COUNT) % COUNT, 40);
}

/* 6056-9: a port behind many that are in use is not the likelier one */
static void random__no_port_is_favoured(struct kunit *test)
{
	struct tn_ephemeral e;
	unsigned int i, n = 0;
	u16 port;

	/* of 100 ports 0 to 89 are in use; algorithm 1 would choose 90 nine times in ten */
	for (i = 0; i < 4000; i++) {
		tn_ephemeral_random(&e, 10000, 10099, mix(i));
		do
			tn_ephemeral_next(&e, &port);
		while (port < 10090);
		n += port == 10090;
	}
	KUNIT_EXPECT_GT(test, n, 200);
	KUNIT_EXPECT_LT(test, n, 800);
}

static struct kunit_case ephemeral_cases[] = {
	KUNIT_CASE(next__each_port_once),
	KUNIT_CASE(hashed__one_peer),
	KUNIT_CASE(hashed__peers_are_unrelated),
	KUNIT_CASE(hashed__counters_are_apart),
	KUNIT_CASE(random__no_port_is_favoured),
	{}
};

static struct kunit_suite ephemeral_suite = {
	.name = "tcp_ephemeral",
	.test_cases = ephemeral_cases,
};

kunit_test_suite(ephemeral_suite);
