// SPDX-License-Identifier: GPL-2.0
/*
 * IPv4 headers (module/wire/ipv4.c): every truncation, every field that can be wrong, nonsense, and
 * that what is built is what is read.
 */
#include <kunit/test.h>

#include "edge.h"
#include "wire/csum.h"
#include "wire/ipv4.h"

/* 40 bytes of TCP from 10.0.0.1 to 10.0.0.2, DF, checksum as tcpdump calls it correct */
static const u8 good[TN_IPV4_HLEN] = {
	0x45, 0x00, 0x00, 0x28, 0x1c, 0x46, 0x40, 0x00, 0x40, 0x06, 0x0a, 0x88,
	10, 0, 0, 1, 10, 0, 0, 2,
};

/* @e gets a copy of the good header that is not so good any more; with a right checksum */
static u8 *broken(struct edge *e, u32 offset, u8 value)
{
	u8 *p = edge_put(e, good, sizeof(good));

	p[offset] = value;
	tn_put_be16(p + 10, 0);
	tn_put_be16(p + 10, ~tn_csum(p, TN_IPV4_HLEN, 0));
	return p;
}

static void ipv4_parse__good_header(struct kunit *test)
{
	struct edge e = edge_new(test);
	u8 *p = edge_put(&e, good, sizeof(good));
	struct tn_ipv4 ip;

	KUNIT_EXPECT_EQ(test, tn_ipv4_parse(p, 20, 40, &ip), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, ip.hlen, 20);
	KUNIT_EXPECT_EQ(test, ip.tos, 0);
	KUNIT_EXPECT_EQ(test, ip.tot_len, 40u);
	KUNIT_EXPECT_EQ(test, ip.id, 0x1c46);
	KUNIT_EXPECT_EQ(test, ip.frag, TN_IPV4_DF);
	KUNIT_EXPECT_EQ(test, ip.ttl, 64);
	KUNIT_EXPECT_EQ(test, ip.proto, TN_IPV4_PROTO_TCP);
	KUNIT_EXPECT_EQ(test, tn_from_be32(ip.saddr), 0x0a000001u);
	KUNIT_EXPECT_EQ(test, tn_from_be32(ip.daddr), 0x0a000002u);
	KUNIT_EXPECT_FALSE(test, tn_ipv4_is_fragment(&ip));
}

static void ipv4_parse__every_truncation(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_ipv4 ip;
	u32 len;

	for (len = 0; len < TN_IPV4_HLEN; len++) {
		u8 *p = edge_put(&e, good, len);

		KUNIT_EXPECT_EQ(test, tn_ipv4_parse(p, len, len, &ip), TN_REASON_PKT_TOO_SHORT);
		KUNIT_EXPECT_EQ(test, tn_ipv4_parse(p, len, 40, &ip), TN_REASON_PKT_TOO_SHORT);
		KUNIT_EXPECT_EQ(test, tn_ipv4_need(p, len), TN_IPV4_HLEN);
	}
}

/* 60 bytes of header, of which any number is readable */
static void ipv4_parse__every_truncation_with_options(struct kunit *test)
{
	struct edge e = edge_new(test);
	u8 header[TN_IPV4_HLEN_MAX] = { 0 };
	struct tn_ipv4 ip;
	u32 len;
	u8 *p;

	memcpy(header, good, sizeof(good));
	header[0] = 0x4f;
	tn_put_be16(header + 2, 100);
	memset(header + 20, 1, 40);	/* NOPs */
	tn_put_be16(header + 10, 0);
	tn_put_be16(header + 10, ~tn_csum(header, sizeof(header), 0));

	for (len = TN_IPV4_HLEN; len < TN_IPV4_HLEN_MAX; len++) {
		p = edge_put(&e, header, len);
		KUNIT_EXPECT_EQ(test, tn_ipv4_need(p, len), TN_IPV4_HLEN_MAX);
		/* the packet goes on in some page: pull */
		KUNIT_EXPECT_EQ(test, tn_ipv4_parse(p, len, 100, &ip), TN_REASON_PKT_TOO_SHORT);
		/* the packet ends here: a lie */
		KUNIT_EXPECT_EQ(test, tn_ipv4_parse(p, len, len, &ip), TN_REASON_IP_BAD_IHL);
	}
	p = edge_put(&e, header, sizeof(header));
	KUNIT_EXPECT_EQ(test, tn_ipv4_parse(p, 60, 100, &ip), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, ip.hlen, 60);
}

static void ipv4_parse__bad_version(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_ipv4 ip;
	u32 version;

	for (version = 0; version < 16; version++)
		KUNIT_EXPECT_EQ(test, tn_ipv4_parse(broken(&e, 0, version << 4 | 5), 20, 40, &ip),
				version == 4 ? TN_REASON_NONE : TN_REASON_IP_BAD_VERSION);
}

static void ipv4_parse__header_length_below_minimum(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_ipv4 ip;
	u32 ihl;

	for (ihl = 0; ihl < 5; ihl++) {
		u8 *p = broken(&e, 0, 0x40 | ihl);

		KUNIT_EXPECT_EQ(test, tn_ipv4_parse(p, 20, 40, &ip), TN_REASON_IP_BAD_IHL);
		KUNIT_EXPECT_EQ(test, tn_ipv4_need(p, 20), 20u);
	}
}

static void ipv4_parse__total_length(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_ipv4 ip;

	/* below the header */
	KUNIT_EXPECT_EQ(test, tn_ipv4_parse(broken(&e, 3, 19), 20, 40, &ip),
			TN_REASON_IP_BAD_LENGTH);
	/* header only */
	KUNIT_EXPECT_EQ(test, tn_ipv4_parse(broken(&e, 3, 20), 20, 40, &ip), TN_REASON_NONE);
	/* link padding behind: the caller trims */
	KUNIT_EXPECT_EQ(test, tn_ipv4_parse(broken(&e, 3, 40), 20, 46, &ip), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, ip.tot_len, 40u);
	/* beyond the packet */
	KUNIT_EXPECT_EQ(test, tn_ipv4_parse(broken(&e, 3, 41), 20, 40, &ip),
			TN_REASON_IP_BAD_LENGTH);
}

static void ipv4_parse__zero_length_is_for_big_tcp_only(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_ipv4 ip;

	KUNIT_EXPECT_EQ(test, tn_ipv4_parse(broken(&e, 3, 0), 20, 40, &ip),
			TN_REASON_IP_BAD_LENGTH);
	KUNIT_EXPECT_EQ(test, tn_ipv4_parse(broken(&e, 3, 0), 20, 65535, &ip),
			TN_REASON_IP_BAD_LENGTH);
	KUNIT_EXPECT_EQ(test, tn_ipv4_parse(broken(&e, 3, 0), 20, 180000, &ip), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, ip.tot_len, 180000u);
}

static void ipv4_parse__any_flipped_bit_is_noticed(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_ipv4 ip;
	u32 bit;

	for (bit = 0; bit < TN_IPV4_HLEN * 8; bit++) {
		u8 *p = edge_put(&e, good, sizeof(good));

		p[bit / 8] ^= 1 << bit % 8;
		KUNIT_EXPECT_NE(test, tn_ipv4_parse(p, 20, 40, &ip), TN_REASON_NONE);
	}
}

static void ipv4_parse__nonsense_never_overreads(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_ipv4 ip;
	u32 i, len, need;
	u8 *p;

	for (i = 0; i < EDGE_ROUNDS; i++) {
		len = tn_random_below(&e.random, 70);
		p = edge_random(&e, len);
		if (len && i & 1)
			p[0] = 0x40 | (p[0] & 0xf);
		if (len >= 4 && i & 2)
			tn_put_be16(p + 2, len);
		need = tn_ipv4_need(p, len);
		KUNIT_ASSERT_GE(test, need, TN_IPV4_HLEN);
		KUNIT_ASSERT_LE(test, need, TN_IPV4_HLEN_MAX);
		if (tn_ipv4_parse(p, len, len, &ip))
			continue;
		KUNIT_ASSERT_GE(test, ip.hlen, TN_IPV4_HLEN);
		KUNIT_ASSERT_LE(test, ip.hlen, ip.tot_len);
		KUNIT_ASSERT_LE(test, ip.tot_len, len);
	}
}

static void ipv4_build__what_is_built_is_read(struct kunit *test)
{
	struct edge e = edge_new(test);
	u8 *p = e.buf + EDGE_SIZE - TN_IPV4_HLEN;
	struct tn_ipv4 in, out;
	u32 i;

	for (i = 0; i < 1000; i++) {
		tn_random_fill(&e.random, (u8 *)&in, sizeof(in));
		in.hlen = TN_IPV4_HLEN;
		in.tot_len = 20 + tn_random_below(&e.random, 65516);
		tn_ipv4_build(p, &in);
		KUNIT_ASSERT_EQ(test, tn_ipv4_parse(p, 20, 65535, &out), TN_REASON_NONE);
		KUNIT_ASSERT_EQ(test, out.hlen, in.hlen);
		KUNIT_ASSERT_EQ(test, out.tos, in.tos);
		KUNIT_ASSERT_EQ(test, out.ttl, in.ttl);
		KUNIT_ASSERT_EQ(test, out.proto, in.proto);
		KUNIT_ASSERT_EQ(test, out.id, in.id);
		KUNIT_ASSERT_EQ(test, out.frag, in.frag);
		KUNIT_ASSERT_EQ(test, out.tot_len, in.tot_len);
		KUNIT_ASSERT_TRUE(test, out.saddr == in.saddr && out.daddr == in.daddr);
	}
}

static void ipv4_build__known_bytes(struct kunit *test)
{
	struct tn_ipv4 ip = {
		.ttl = 64, .proto = TN_IPV4_PROTO_TCP, .tot_len = 40,
		.id = 0x1c46, .frag = TN_IPV4_DF,
		.saddr = tn_to_be32(0x0a000001), .daddr = tn_to_be32(0x0a000002),
	};
	u8 p[TN_IPV4_HLEN];

	tn_ipv4_build(p, &ip);
	KUNIT_EXPECT_MEMEQ(test, p, good, sizeof(good));
	ip.tot_len = 65536;
	tn_ipv4_build(p, &ip);
	KUNIT_EXPECT_EQ(test, tn_get_be16(p + 2), 0);
}

static bool bad_source(u32 addr)
{
	return tn_ipv4_bad_source(tn_to_be32(addr));
}

static void ipv4_bad_source__edges_of_the_ranges(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, bad_source(0x00000000));
	KUNIT_EXPECT_TRUE(test, bad_source(0x00ffffff));
	KUNIT_EXPECT_FALSE(test, bad_source(0x01000000));
	KUNIT_EXPECT_FALSE(test, bad_source(0x7f000001));
	KUNIT_EXPECT_FALSE(test, bad_source(0xdfffffff));
	KUNIT_EXPECT_TRUE(test, bad_source(0xe0000000));
	KUNIT_EXPECT_TRUE(test, bad_source(0xefffffff));
	KUNIT_EXPECT_FALSE(test, bad_source(0xf0000000));
	KUNIT_EXPECT_FALSE(test, bad_source(0xfffffffe));
	KUNIT_EXPECT_TRUE(test, bad_source(0xffffffff));
	KUNIT_EXPECT_TRUE(test, tn_ipv4_is_loopback(tn_to_be32(0x7f000000)));
	KUNIT_EXPECT_TRUE(test, tn_ipv4_is_loopback(tn_to_be32(0x7fffffff)));
	KUNIT_EXPECT_FALSE(test, tn_ipv4_is_loopback(tn_to_be32(0x80000000)));
}

static void ipv4_is_fragment__first_middle_last(struct kunit *test)
{
	struct tn_ipv4 ip = { .frag = TN_IPV4_MF };

	KUNIT_EXPECT_TRUE(test, tn_ipv4_is_fragment(&ip));
	ip.frag = TN_IPV4_MF | 185;
	KUNIT_EXPECT_TRUE(test, tn_ipv4_is_fragment(&ip));
	ip.frag = 370;
	KUNIT_EXPECT_TRUE(test, tn_ipv4_is_fragment(&ip));
	ip.frag = TN_IPV4_DF;
	KUNIT_EXPECT_FALSE(test, tn_ipv4_is_fragment(&ip));
	ip.frag = 0x8000;	/* the reserved bit is not ours to judge */
	KUNIT_EXPECT_FALSE(test, tn_ipv4_is_fragment(&ip));
}

static struct kunit_case ipv4_cases[] = {
	KUNIT_CASE(ipv4_parse__good_header),
	KUNIT_CASE(ipv4_parse__every_truncation),
	KUNIT_CASE(ipv4_parse__every_truncation_with_options),
	KUNIT_CASE(ipv4_parse__bad_version),
	KUNIT_CASE(ipv4_parse__header_length_below_minimum),
	KUNIT_CASE(ipv4_parse__total_length),
	KUNIT_CASE(ipv4_parse__zero_length_is_for_big_tcp_only),
	KUNIT_CASE(ipv4_parse__any_flipped_bit_is_noticed),
	KUNIT_CASE(ipv4_parse__nonsense_never_overreads),
	KUNIT_CASE(ipv4_build__what_is_built_is_read),
	KUNIT_CASE(ipv4_build__known_bytes),
	KUNIT_CASE(ipv4_bad_source__edges_of_the_ranges),
	KUNIT_CASE(ipv4_is_fragment__first_middle_last),
	{}
};

static struct kunit_suite ipv4_suite = {
	.name = "wire-ipv4",
	.test_cases = ipv4_cases,
};

kunit_test_suite(ipv4_suite);
