// SPDX-License-Identifier: GPL-2.0
/*
 * ARP packets (module/wire/arp.c).
 */
#include <kunit/test.h>

#include "edge.h"
#include "wire/arp.h"
#include "wire/bytes.h"

/* Who has 10.0.0.2? Tell 10.0.0.1 */
static const u8 good[TN_ARP_LEN] = {
	0, 1, 8, 0, 6, 4, 0, 1,
	0x02, 0, 0, 0, 0, 0xaa, 10, 0, 0, 1,
	0, 0, 0, 0, 0, 0, 10, 0, 0, 2,
};

static void arp_parse__good_request(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_arp arp;

	KUNIT_EXPECT_EQ(test, tn_arp_parse(edge_put(&e, good, 28), 28, &arp), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, arp.op, TN_ARP_REQUEST);
	KUNIT_EXPECT_MEMEQ(test, arp.sha, good + 8, 6);
	KUNIT_EXPECT_MEMEQ(test, arp.tha, good + 18, 6);
	KUNIT_EXPECT_EQ(test, tn_from_be32(arp.spa), 0x0a000001u);
	KUNIT_EXPECT_EQ(test, tn_from_be32(arp.tpa), 0x0a000002u);
}

static void arp_parse__ethernet_padding_behind(struct kunit *test)
{
	u8 padded[46] = { 0 };
	struct tn_arp arp;

	memcpy(padded, good, sizeof(good));
	KUNIT_EXPECT_EQ(test, tn_arp_parse(padded, sizeof(padded), &arp), TN_REASON_NONE);
}

static void arp_parse__every_truncation(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_arp arp;
	u32 len;

	for (len = 0; len < TN_ARP_LEN; len++)
		KUNIT_EXPECT_EQ(test, tn_arp_parse(edge_put(&e, good, len), len, &arp),
				TN_REASON_PKT_TOO_SHORT);
}

/* Every other value in each of the first eight bytes, but for the opcode of a reply */
static void arp_parse__other_types_and_lengths(struct kunit *test)
{
	struct edge e = edge_new(test);
	u32 offset, value;
	struct tn_arp arp;
	u8 *p;

	for (offset = 0; offset < 8; offset++) {
		for (value = 0; value < 256; value++) {
			bool fine = value == good[offset] || (offset == 7 && value == TN_ARP_REPLY);

			p = edge_put(&e, good, sizeof(good));
			p[offset] = value;
			KUNIT_EXPECT_EQ(test, tn_arp_parse(p, 28, &arp),
					fine ? TN_REASON_NONE : TN_REASON_ARP_BAD);
		}
	}
}

static void arp_parse__sender_is_a_group(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_arp arp;
	u8 *p;

	p = edge_put(&e, good, sizeof(good));
	memset(p + 8, 0xff, 6);
	KUNIT_EXPECT_EQ(test, tn_arp_parse(p, 28, &arp), TN_REASON_ARP_BAD);
	p[8] = 0x01;
	KUNIT_EXPECT_EQ(test, tn_arp_parse(p, 28, &arp), TN_REASON_ARP_BAD);
}

static void arp_parse__nonsense_never_overreads(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_arp arp;
	u32 i, len;
	u8 *p;

	for (i = 0; i < EDGE_ROUNDS; i++) {
		len = tn_random_below(&e.random, 50);
		p = edge_random(&e, len);
		if (i & 1)
			memcpy(p, good, len < 7 ? len : 7);
		if (!tn_arp_parse(p, len, &arp))
			KUNIT_ASSERT_TRUE(test, arp.op == TN_ARP_REQUEST || arp.op == TN_ARP_REPLY);
	}
}

static void arp_build__known_bytes(struct kunit *test)
{
	struct tn_arp arp = {
		.op = TN_ARP_REQUEST, .sha = { 0x02, 0, 0, 0, 0, 0xaa },
		.spa = tn_to_be32(0x0a000001), .tpa = tn_to_be32(0x0a000002),
	};
	struct edge e = edge_new(test);
	u8 *p = edge_random(&e, TN_ARP_LEN);

	tn_arp_build(p, &arp);
	KUNIT_EXPECT_MEMEQ(test, p, good, sizeof(good));
}

static void arp_build__what_is_built_is_read(struct kunit *test)
{
	struct edge e = edge_new(test);
	u8 *p = edge_random(&e, TN_ARP_LEN);
	struct tn_arp in, out;
	u32 i;

	for (i = 0; i < 1000; i++) {
		tn_random_fill(&e.random, (u8 *)&in, sizeof(in));
		in.op = 1 + (i & 1);
		in.sha[0] &= ~1;
		tn_arp_build(p, &in);
		KUNIT_ASSERT_EQ(test, tn_arp_parse(p, TN_ARP_LEN, &out), TN_REASON_NONE);
		KUNIT_ASSERT_EQ(test, out.op, in.op);
		KUNIT_ASSERT_MEMEQ(test, out.sha, in.sha, 6);
		KUNIT_ASSERT_MEMEQ(test, out.tha, in.tha, 6);
		KUNIT_ASSERT_TRUE(test, out.spa == in.spa && out.tpa == in.tpa);
	}
}

static struct kunit_case arp_cases[] = {
	KUNIT_CASE(arp_parse__good_request),
	KUNIT_CASE(arp_parse__ethernet_padding_behind),
	KUNIT_CASE(arp_parse__every_truncation),
	KUNIT_CASE(arp_parse__other_types_and_lengths),
	KUNIT_CASE(arp_parse__sender_is_a_group),
	KUNIT_CASE(arp_parse__nonsense_never_overreads),
	KUNIT_CASE(arp_build__known_bytes),
	KUNIT_CASE(arp_build__what_is_built_is_read),
	{}
};

static struct kunit_suite arp_suite = {
	.name = "wire-arp",
	.test_cases = arp_cases,
};

kunit_test_suite(arp_suite);
