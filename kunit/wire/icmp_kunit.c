// SPDX-License-Identifier: GPL-2.0
/*
 * ICMP messages and quotations (module/wire/icmp.c).
 */
#include <kunit/test.h>
#include <linux/kernel.h>

#include "edge.h"
#include "wire/csum.h"
#include "wire/icmp.h"

/*
 * Fragmentation needed, MTU 1400, about a TCP segment 10.0.0.1:1000 > 10.0.0.2:80, seq 0x01020304
 */
static const u8 too_big[TN_ICMP_HLEN + TN_IPV4_HLEN + TN_ICMP_QUOTE_MIN] = {
	3, 4, 0x00, 0x00, 0, 0, 0x05, 0x78,
	0x45, 0x00, 0x05, 0xdc, 0x1c, 0x46, 0x40, 0x00, 0x3f, 0x06, 0xff, 0xff,
	10, 0, 0, 1, 10, 0, 0, 2,
	0x03, 0xe8, 0x00, 0x50, 0x01, 0x02, 0x03, 0x04,
};

static void icmp_parse__echo(struct kunit *test)
{
	static const u8 echo[TN_ICMP_HLEN] = { 8, 0, 0, 0, 0x12, 0x34, 0x00, 0x07 };
	struct edge e = edge_new(test);
	struct tn_icmp icmp;
	u8 *p = edge_put(&e, echo, sizeof(echo));

	KUNIT_EXPECT_EQ(test, tn_icmp_parse(p, 8, &icmp), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, icmp.type, TN_ICMP_ECHO);
	KUNIT_EXPECT_EQ(test, icmp.code, 0);
	KUNIT_EXPECT_EQ(test, icmp.id, 0x1234);
	KUNIT_EXPECT_EQ(test, icmp.seq, 7);
	KUNIT_EXPECT_EQ(test, icmp.mtu, 0);
}

static void icmp_parse__fields_of_other_types_are_zero(struct kunit *test)
{
	struct tn_icmp icmp;
	u8 p[TN_ICMP_HLEN];
	u32 type;

	memset(p, 0xff, sizeof(p));
	for (type = 0; type < 256; type++) {
		bool query = type == 0 || type == 8 || type == 13 || type == 14 || type == 17 ||
			     type == 18;

		p[0] = type;
		KUNIT_EXPECT_EQ(test, tn_icmp_parse(p, 8, &icmp), TN_REASON_NONE);
		KUNIT_EXPECT_EQ(test, icmp.id, query ? 0xffff : 0);
		KUNIT_EXPECT_EQ(test, icmp.seq, query ? 0xffff : 0);
		KUNIT_EXPECT_EQ(test, icmp.mtu, 0);
	}
}

static void icmp_parse__every_truncation(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_icmp icmp;
	u32 len;

	for (len = 0; len < TN_ICMP_HLEN; len++)
		KUNIT_EXPECT_EQ(test, tn_icmp_parse(edge_put(&e, too_big, len), len, &icmp),
				TN_REASON_PKT_TOO_SHORT);
}

static void icmp_parse_quote__tcp_segment(struct kunit *test)
{
	struct edge e = edge_new(test);
	u8 *p = edge_put(&e, too_big, sizeof(too_big));
	struct tn_icmp_quote quote;
	struct tn_icmp icmp;

	KUNIT_EXPECT_EQ(test, tn_icmp_parse(p, sizeof(too_big), &icmp), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, icmp.mtu, 1400);
	/* 28 bytes are the least that is quoted; the header's checksum may be anything */
	KUNIT_EXPECT_EQ(test, tn_icmp_parse_quote(p + 8, 28, &quote), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, quote.ip.tot_len, 1500u);
	KUNIT_EXPECT_EQ(test, quote.ip.proto, TN_IPV4_PROTO_TCP);
	KUNIT_EXPECT_EQ(test, tn_from_be32(quote.ip.saddr), 0x0a000001u);
	KUNIT_EXPECT_EQ(test, tn_from_be32(quote.ip.daddr), 0x0a000002u);
	KUNIT_EXPECT_EQ(test, tn_from_be16(quote.sport), 1000);
	KUNIT_EXPECT_EQ(test, tn_from_be16(quote.dport), 80);
	KUNIT_EXPECT_EQ(test, quote.seq, 0x01020304u);
}

static void icmp_parse_quote__every_truncation(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_icmp_quote quote;
	u32 len;

	for (len = 0; len < 28; len++)
		KUNIT_EXPECT_EQ(test, TN_REASON_PKT_TOO_SHORT,
				tn_icmp_parse_quote(edge_put(&e, too_big + 8, len), len, &quote));
}

static void icmp_parse_quote__header_with_options(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_icmp_quote quote;
	u8 quoted[32] = { 0 };
	u32 len;

	memcpy(quoted, too_big + 8, 20);
	quoted[0] = 0x46;
	memcpy(quoted + 24, too_big + 28, 8);
	for (len = 20; len < sizeof(quoted); len++)
		KUNIT_EXPECT_EQ(test, tn_icmp_parse_quote(edge_put(&e, quoted, len), len, &quote),
				TN_REASON_PKT_TOO_SHORT);
	KUNIT_EXPECT_EQ(test, tn_icmp_parse_quote(edge_put(&e, quoted, 32), 32, &quote),
			TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, quote.seq, 0x01020304u);
}

static void icmp_parse_quote__not_a_header(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_icmp_quote quote;
	u8 *p;

	p = edge_put(&e, too_big + 8, 28);
	p[0] = 0x65;
	KUNIT_EXPECT_EQ(test, tn_icmp_parse_quote(p, 28, &quote), TN_REASON_ICMP_BAD);
	p[0] = 0x44;
	KUNIT_EXPECT_EQ(test, tn_icmp_parse_quote(p, 28, &quote), TN_REASON_ICMP_BAD);
}

static void icmp_parse_quote__later_fragment_has_no_ports(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_icmp_quote quote;
	u8 *p = edge_put(&e, too_big + 8, 28);

	tn_put_be16(p + 6, TN_IPV4_MF);
	KUNIT_EXPECT_EQ(test, tn_icmp_parse_quote(p, 28, &quote), TN_REASON_NONE);
	tn_put_be16(p + 6, 1);
	KUNIT_EXPECT_EQ(test, tn_icmp_parse_quote(p, 28, &quote), TN_REASON_ICMP_BAD);
}

static void icmp_parse_quote__nonsense_never_overreads(struct kunit *test)
{
	struct tn_icmp_quote quote;
	struct edge e = edge_new(test);
	struct tn_icmp icmp;
	u32 i, len;
	u8 *p;

	for (i = 0; i < EDGE_ROUNDS; i++) {
		len = tn_random_below(&e.random, 80);
		p = edge_random(&e, len);
		if (len && i & 1)
			p[0] = 0x40 | (p[0] & 0xf);
		if (len > 7 && i & 2)
			tn_put_be16(p + 6, 0);
		tn_icmp_parse(p, len, &icmp);
		if (!tn_icmp_parse_quote(p, len, &quote))
			KUNIT_ASSERT_LE(test, quote.ip.hlen + 8u, len);
	}
}

static void icmp_build__what_is_built_is_read(struct kunit *test)
{
	static const struct tn_icmp messages[] = {
		{ .type = TN_ICMP_ECHO_REPLY, .id = 0x1234, .seq = 0xfffe },
		{ .type = TN_ICMP_ECHO, .id = 1, .seq = 2 },
		{ .type = TN_ICMP_DEST_UNREACH, .code = TN_ICMP_FRAG_NEEDED, .mtu = 1400 },
		{ .type = TN_ICMP_DEST_UNREACH, .code = TN_ICMP_PORT_UNREACH },
	};
	struct edge e = edge_new(test);
	struct tn_icmp out;
	u32 i;
	u8 *p;

	for (i = 0; i < ARRAY_SIZE(messages); i++) {
		p = edge_random(&e, TN_ICMP_HLEN);
		tn_icmp_build(p, &messages[i]);
		KUNIT_EXPECT_EQ(test, tn_get_be16(p + TN_ICMP_CSUM_OFFSET), 0);
		KUNIT_EXPECT_EQ(test, tn_icmp_parse(p, TN_ICMP_HLEN, &out), TN_REASON_NONE);
		KUNIT_EXPECT_EQ(test, out.type, messages[i].type);
		KUNIT_EXPECT_EQ(test, out.code, messages[i].code);
		KUNIT_EXPECT_EQ(test, out.id, messages[i].id);
		KUNIT_EXPECT_EQ(test, out.seq, messages[i].seq);
		KUNIT_EXPECT_EQ(test, out.mtu, messages[i].mtu);
	}
}

static void icmp_is_error__the_five(struct kunit *test)
{
	u32 type, errors = 0;

	for (type = 0; type < 256; type++)
		errors += tn_icmp_is_error(type);
	KUNIT_EXPECT_EQ(test, errors, 5u);
	KUNIT_EXPECT_TRUE(test, tn_icmp_is_error(TN_ICMP_DEST_UNREACH));
	KUNIT_EXPECT_FALSE(test, tn_icmp_is_error(TN_ICMP_ECHO));
	KUNIT_EXPECT_FALSE(test, tn_icmp_is_error(TN_ICMP_ECHO_REPLY));
}

static struct kunit_case icmp_cases[] = {
	KUNIT_CASE(icmp_parse__echo),
	KUNIT_CASE(icmp_parse__fields_of_other_types_are_zero),
	KUNIT_CASE(icmp_parse__every_truncation),
	KUNIT_CASE(icmp_parse_quote__tcp_segment),
	KUNIT_CASE(icmp_parse_quote__every_truncation),
	KUNIT_CASE(icmp_parse_quote__header_with_options),
	KUNIT_CASE(icmp_parse_quote__not_a_header),
	KUNIT_CASE(icmp_parse_quote__later_fragment_has_no_ports),
	KUNIT_CASE(icmp_parse_quote__nonsense_never_overreads),
	KUNIT_CASE(icmp_build__what_is_built_is_read),
	KUNIT_CASE(icmp_is_error__the_five),
	{}
};

static struct kunit_suite icmp_suite = {
	.name = "wire-icmp",
	.test_cases = icmp_cases,
};

kunit_test_suite(icmp_suite);
