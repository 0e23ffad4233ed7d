// SPDX-License-Identifier: GPL-2.0
/*
 * The Internet checksum (module/wire/csum.c), against RFC 1071's example, a plain reference, and
 * real headers.
 */
#include <kunit/test.h>

#include "edge.h"
#include "wire/bytes.h"
#include "wire/csum.h"

/*
 * RFC 1071 1, word for word: add big-endian words, end-around carry, an odd byte padded with zero
 */
static u16 reference(const u8 *p, u32 len, u32 seed)
{
	u64 sum = seed;
	u32 i;

	for (i = 0; i < len; i++)
		sum += i & 1 ? p[i] : p[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

/* RFC 1071 3: the sum of 0001 f203 f4f5 f6f7 is ddf2 */
static void csum__rfc1071_example(struct kunit *test)
{
	static const u8 data[] = { 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7 };

	KUNIT_EXPECT_EQ(test, tn_csum(data, sizeof(data), 0), 0xddf2);
}

static void csum__empty(struct kunit *test)
{
	u8 none = 0;

	KUNIT_EXPECT_EQ(test, tn_csum(&none, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, tn_csum(&none, 0, 0x12345), 0x2346);
	KUNIT_EXPECT_EQ(test, tn_csum(&none, 0, 0xffffffff), 0xffff);
}

static void csum__odd_length_pads_with_zero(struct kunit *test)
{
	static const u8 data[] = { 0x12, 0x34, 0x56 };

	KUNIT_EXPECT_EQ(test, tn_csum(data, 1, 0), 0x1200);
	KUNIT_EXPECT_EQ(test, tn_csum(data, 3, 0), 0x1234 + 0x5600);
}

static void csum__all_ones_do_not_become_zero(struct kunit *test)
{
	u8 data[40];

	memset(data, 0xff, sizeof(data));
	KUNIT_EXPECT_EQ(test, tn_csum(data, sizeof(data), 0), 0xffff);
	memset(data, 0, sizeof(data));
	KUNIT_EXPECT_EQ(test, tn_csum(data, sizeof(data), 0), 0);
}

static void csum__every_length_and_alignment(struct kunit *test)
{
	struct edge e = edge_new(test);
	u32 len, seed;

	for (len = 0; len <= EDGE_SIZE; len++) {
		const u8 *p = edge_random(&e, len);

		seed = tn_random_next(&e.random);
		KUNIT_EXPECT_EQ(test, tn_csum(p, len, 0), reference(p, len, 0));
		KUNIT_EXPECT_EQ(test, tn_csum(p, len, seed), reference(p, len, seed));
	}
}

static void csum__pieces_make_the_whole(struct kunit *test)
{
	struct edge e = edge_new(test);
	const u8 *p = edge_random(&e, 101);
	u32 cut;

	for (cut = 0; cut <= 100; cut += 2)
		KUNIT_EXPECT_EQ(test, tn_csum(p + cut, 101 - cut, tn_csum(p, cut, 0)),
				tn_csum(p, 101, 0));
}

/* A SYN from 10.0.0.1:1000 to 10.0.0.2:80, summed by hand */
static void csum_pseudo__tcp_segment_verifies(struct kunit *test)
{
	u8 syn[20] = { 0x03, 0xe8, 0, 80, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 0x02, 0x20, 0x00 };
	__be32 saddr = tn_to_be32(0x0a000001), daddr = tn_to_be32(0x0a000002);
	u32 seed = tn_csum_pseudo(saddr, daddr, 6, sizeof(syn));

	KUNIT_EXPECT_EQ(test, tn_csum(syn, 0, seed), 0x0a00 + 0x0001 + 0x0a00 + 0x0002 + 6 + 20);
	tn_put_be16(syn + 16, ~tn_csum(syn, sizeof(syn), seed));
	KUNIT_EXPECT_EQ(test, tn_get_be16(syn + 16), 0x77a7);
	KUNIT_EXPECT_EQ(test, tn_csum(syn, sizeof(syn), seed), TN_CSUM_GOOD);
	syn[7] ^= 1;
	KUNIT_EXPECT_NE(test, tn_csum(syn, sizeof(syn), seed), TN_CSUM_GOOD);
}

static void bytes__orders_agree(struct kunit *test)
{
	u8 p[5] = { 0xaa, 0x12, 0x34, 0x56, 0x78 };
	u8 q[5] = { 0 };

	KUNIT_EXPECT_EQ(test, tn_get_be16(p + 1), 0x1234);
	KUNIT_EXPECT_EQ(test, tn_get_be32(p + 1), 0x12345678u);
	KUNIT_EXPECT_EQ(test, tn_from_be16(tn_get_raw16(p + 1)), 0x1234);
	KUNIT_EXPECT_EQ(test, tn_from_be32(tn_get_raw32(p + 1)), 0x12345678u);
	tn_put_raw32(q + 1, tn_to_be32(0x12345678));
	KUNIT_EXPECT_MEMEQ(test, p + 1, q + 1, 4);
	tn_put_raw16(q + 1, tn_to_be16(0x1234));
	tn_put_be16(q + 3, 0x5678);
	KUNIT_EXPECT_MEMEQ(test, p + 1, q + 1, 4);
	KUNIT_EXPECT_EQ(test, q[0], 0);
}

static struct kunit_case csum_cases[] = {
	KUNIT_CASE(csum__rfc1071_example),
	KUNIT_CASE(csum__empty),
	KUNIT_CASE(csum__odd_length_pads_with_zero),
	KUNIT_CASE(csum__all_ones_do_not_become_zero),
	KUNIT_CASE(csum__every_length_and_alignment),
	KUNIT_CASE(csum__pieces_make_the_whole),
	KUNIT_CASE(csum_pseudo__tcp_segment_verifies),
	KUNIT_CASE(bytes__orders_agree),
	{}
};

static struct kunit_suite csum_suite = {
	.name = "wire-csum",
	.test_cases = csum_cases,
};

kunit_test_suite(csum_suite);
