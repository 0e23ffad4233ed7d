// SPDX-License-Identifier: GPL-2.0
/*
 * TCP headers (module/wire/tcp.c); their options have a suite of their own.
 */
#include <kunit/test.h>

#include "edge.h"
#include "wire/bytes.h"
#include "wire/tcp.h"

/* 1000 > 80, seq 0x01020304, ack 0x05060708, PSH ACK, window 0x2000, timestamps */
static const u8 good[32] = {
	0x03, 0xe8, 0x00, 0x50, 1, 2, 3, 4, 5, 6, 7, 8, 0x80, 0x18, 0x20, 0x00,
	0xab, 0xcd, 0x00, 0x09, 1, 1, 8, 10, 0, 0, 0, 0x11, 0, 0, 0, 0x22,
};

static void tcp_parse__good_segment(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_tcpopt opt;
	struct tn_tcp h;

	KUNIT_EXPECT_EQ(test, tn_tcp_parse(edge_put(&e, good, 32), 32, 1032, &h, &opt),
			TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, tn_from_be16(h.sport), 1000);
	KUNIT_EXPECT_EQ(test, tn_from_be16(h.dport), 80);
	KUNIT_EXPECT_EQ(test, h.seq, 0x01020304u);
	KUNIT_EXPECT_EQ(test, h.ack, 0x05060708u);
	KUNIT_EXPECT_EQ(test, h.flags, TN_TCP_PSH | TN_TCP_ACK);
	KUNIT_EXPECT_EQ(test, h.wnd, 0x2000);
	KUNIT_EXPECT_EQ(test, h.urg, 9);
	KUNIT_EXPECT_EQ(test, h.hlen, 32);
	KUNIT_EXPECT_EQ(test, opt.has, TN_OPT_TS);
	KUNIT_EXPECT_EQ(test, opt.tsval, 0x11u);
	KUNIT_EXPECT_EQ(test, opt.tsecr, 0x22u);
}

static void tcp_parse__every_truncation(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_tcpopt opt;
	struct tn_tcp h;
	u32 len;

	for (len = 0; len < TN_TCP_HLEN; len++) {
		u8 *p = edge_put(&e, good, len);

		KUNIT_EXPECT_EQ(test, tn_tcp_parse(p, len, len, &h, &opt), TN_REASON_PKT_TOO_SHORT);
		KUNIT_EXPECT_EQ(test, tn_tcp_parse(p, len, 999, &h, &opt), TN_REASON_PKT_TOO_SHORT);
		KUNIT_EXPECT_EQ(test, tn_tcp_need(p, len), TN_TCP_HLEN);
	}
	for (; len < sizeof(good); len++) {
		u8 *p = edge_put(&e, good, len);

		KUNIT_EXPECT_EQ(test, tn_tcp_parse(p, len, len, &h, &opt), TN_REASON_TCP_BAD_DOFF);
		KUNIT_EXPECT_EQ(test, tn_tcp_parse(p, len, 999, &h, &opt), TN_REASON_PKT_TOO_SHORT);
		KUNIT_EXPECT_EQ(test, tn_tcp_need(p, len), 32u);
	}
}

/* More readable than the segment is long: the length rules */
static void tcp_parse__length_below_readable(struct kunit *test)
{
	struct edge e = edge_new(test);
	u8 *p = edge_put(&e, good, sizeof(good));
	struct tn_tcpopt opt;
	struct tn_tcp h;

	KUNIT_EXPECT_EQ(test, tn_tcp_parse(p, 32, 19, &h, &opt), TN_REASON_PKT_TOO_SHORT);
	KUNIT_EXPECT_EQ(test, tn_tcp_parse(p, 32, 31, &h, &opt), TN_REASON_TCP_BAD_DOFF);
	KUNIT_EXPECT_EQ(test, tn_tcp_parse(p, 32, 32, &h, &opt), TN_REASON_NONE);
}

static void tcp_parse__every_data_offset(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_tcpopt opt;
	struct tn_tcp h;
	u32 doff;

	for (doff = 0; doff < 16; doff++) {
		u8 *p = e.buf + EDGE_SIZE - TN_TCP_HLEN_MAX;

		memset(p, 1, TN_TCP_HLEN_MAX);	/* NOPs */
		p[12] = doff << 4;
		KUNIT_EXPECT_EQ(test, tn_tcp_parse(p, 60, 60, &h, &opt),
				doff < 5 ? TN_REASON_TCP_BAD_DOFF : TN_REASON_NONE);
		KUNIT_EXPECT_EQ(test, tn_tcp_need(p, 60), doff < 5 ? 20 : doff * 4);
	}
}

static void tcp_parse__reserved_bits_are_ignored(struct kunit *test)
{
	struct edge e = edge_new(test);
	u8 *p = edge_put(&e, good, sizeof(good));
	struct tn_tcpopt opt;
	struct tn_tcp h;

	p[12] |= 0x0e;
	KUNIT_EXPECT_EQ(test, tn_tcp_parse(p, 32, 32, &h, &opt), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, h.hlen, 32);
	KUNIT_EXPECT_EQ(test, h.flags, TN_TCP_PSH | TN_TCP_ACK);
}

/* RFC 9768 5: the fourth of them */
static void tcp_parse__ae_is_a_flag(struct kunit *test)
{
	struct edge e = edge_new(test);
	u8 *p = edge_put(&e, good, sizeof(good));
	struct tn_tcpopt opt;
	struct tn_tcp h;

	p[12] |= 0x01;
	KUNIT_EXPECT_EQ(test, tn_tcp_parse(p, 32, 32, &h, &opt), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, h.hlen, 32);
	KUNIT_EXPECT_EQ(test, h.flags, TN_TCP_PSH | TN_TCP_ACK | TN_TCP_AE);
}

static void tcp_parse__header_is_known_when_an_option_is_bad(struct kunit *test)
{
	struct edge e = edge_new(test);
	u8 *p = edge_put(&e, good, sizeof(good));
	struct tn_tcpopt opt;
	struct tn_tcp h = { 0 };

	p[23] = 1;
	KUNIT_EXPECT_EQ(test, tn_tcp_parse(p, 32, 32, &h, &opt), TN_REASON_TCP_BAD_OPTION);
	KUNIT_EXPECT_EQ(test, h.seq, 0x01020304u);
	KUNIT_EXPECT_EQ(test, h.flags, TN_TCP_PSH | TN_TCP_ACK);
	KUNIT_EXPECT_EQ(test, h.hlen, 32);
}

static void tcp_parse__nonsense_never_overreads(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_tcpopt opt;
	struct tn_tcp h;
	u32 i, len, need;
	u8 *p;

	for (i = 0; i < EDGE_ROUNDS; i++) {
		len = tn_random_below(&e.random, 90);
		p = edge_random(&e, len);
		if (len > 12 && i & 1)
			p[12] = 0x50 + tn_random_below(&e.random, 11) * 16;
		need = tn_tcp_need(p, len);
		KUNIT_ASSERT_GE(test, need, TN_TCP_HLEN);
		KUNIT_ASSERT_LE(test, need, TN_TCP_HLEN_MAX);
		if (tn_tcp_parse(p, len, len, &h, &opt))
			continue;
		KUNIT_ASSERT_EQ(test, h.hlen, need);
		KUNIT_ASSERT_LE(test, h.hlen, len);
	}
}

static void tcp_build__what_is_built_is_read(struct kunit *test)
{
	struct edge e = edge_new(test);
	u8 *p = e.buf + EDGE_SIZE - TN_TCP_HLEN;
	struct tn_tcp in, out;
	struct tn_tcpopt opt;
	u32 i;

	for (i = 0; i < 1000; i++) {
		tn_random_fill(&e.random, (u8 *)&in, sizeof(in));
		in.flags &= 0x1ff;
		edge_random(&e, TN_TCP_HLEN);
		KUNIT_ASSERT_EQ(test, tn_tcp_build(p, &in, NULL), TN_TCP_HLEN);
		KUNIT_ASSERT_EQ(test, tn_tcp_parse(p, 20, 20, &out, &opt), TN_REASON_NONE);
		KUNIT_ASSERT_EQ(test, tn_get_be16(p + TN_TCP_CSUM_OFFSET), 0);
		KUNIT_ASSERT_EQ(test, p[12] & 0xe, 0);
		KUNIT_ASSERT_TRUE(test, out.sport == in.sport && out.dport == in.dport);
		KUNIT_ASSERT_EQ(test, out.seq, in.seq);
		KUNIT_ASSERT_EQ(test, out.ack, in.ack);
		KUNIT_ASSERT_EQ(test, out.wnd, in.wnd);
		KUNIT_ASSERT_EQ(test, out.urg, in.urg);
		KUNIT_ASSERT_EQ(test, out.flags, in.flags);
		KUNIT_ASSERT_EQ(test, out.hlen, TN_TCP_HLEN);
		KUNIT_ASSERT_EQ(test, opt.has, 0);
	}
}

static void tcp_build__known_bytes(struct kunit *test)
{
	struct tn_tcp h = {
		.sport = tn_to_be16(1000), .dport = tn_to_be16(80), .seq = 0x01020304,
		.ack = 0x05060708, .flags = TN_TCP_PSH | TN_TCP_ACK, .wnd = 0x2000, .urg = 9,
	};
	struct tn_tcpopt opt = { .has = TN_OPT_TS, .tsval = 0x11, .tsecr = 0x22 };
	u8 want[sizeof(good)], p[sizeof(good)];

	memcpy(want, good, sizeof(good));
	tn_put_be16(want + TN_TCP_CSUM_OFFSET, 0);
	KUNIT_EXPECT_EQ(test, tn_tcp_hlen(&opt), 32u);
	KUNIT_EXPECT_EQ(test, tn_tcp_hlen(NULL), 20u);
	KUNIT_EXPECT_EQ(test, tn_tcp_build(p, &h, &opt), 32u);
	KUNIT_EXPECT_MEMEQ(test, p, want, sizeof(want));
}

static struct kunit_case tcp_cases[] = {
	KUNIT_CASE(tcp_parse__good_segment),
	KUNIT_CASE(tcp_parse__every_truncation),
	KUNIT_CASE(tcp_parse__length_below_readable),
	KUNIT_CASE(tcp_parse__every_data_offset),
	KUNIT_CASE(tcp_parse__reserved_bits_are_ignored),
	KUNIT_CASE(tcp_parse__ae_is_a_flag),
	KUNIT_CASE(tcp_parse__header_is_known_when_an_option_is_bad),
	KUNIT_CASE(tcp_parse__nonsense_never_overreads),
	KUNIT_CASE(tcp_build__what_is_built_is_read),
	KUNIT_CASE(tcp_build__known_bytes),
	{}
};

static struct kunit_suite tcp_suite = {
	.name = "wire-tcp",
	.test_cases = tcp_cases,
};

kunit_test_suite(tcp_suite);
