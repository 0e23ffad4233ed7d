// SPDX-License-Identifier: GPL-2.0
/*
 * TCP options (module/wire/tcpopt.c): RFC 9293 MUST-4 to 7, 64, 68, the layouts that are written,
 * and nonsense.
 */
#include <kunit/test.h>

#include "edge.h"
#include "wire/tcpopt.h"

static struct tn_tcpopt opt;	/* where parse() puts what it read */

static enum tn_reason parse(struct kunit *test, const u8 *bytes, u32 len)
{
	struct edge e = edge_new(test);

	memset(&opt, 0xee, sizeof(opt));
	return tn_tcpopt_parse(edge_put(&e, bytes, len), len, &opt);
}

#define PARSE(...)							\
	({								\
		static const u8 bytes_[] = { __VA_ARGS__ };		\
									\
		parse(test, bytes_, sizeof(bytes_));			\
	})

static void tcpopt_parse__none(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, parse(test, (const u8 *)"", 0), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, 0);
	KUNIT_EXPECT_EQ(test, opt.nsack, 0);
}

/* What Linux sends in a SYN */
static void tcpopt_parse__syn_with_everything(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, PARSE(2, 4, 0x05, 0xb4, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0,
				    1, 3, 3, 7),
			TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, TN_OPT_MSS | TN_OPT_SACK_PERM | TN_OPT_TS | TN_OPT_WSCALE);
	KUNIT_EXPECT_EQ(test, opt.mss, 1460);
	KUNIT_EXPECT_EQ(test, opt.wscale, 7);
	KUNIT_EXPECT_EQ(test, opt.tsval, 0x01020304u);
	KUNIT_EXPECT_EQ(test, opt.tsecr, 0u);
}

static void tcpopt_parse__fast_and_slow_path_agree(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, PARSE(1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, TN_OPT_TS);
	KUNIT_EXPECT_EQ(test, opt.tsval, 0x01020304u);
	KUNIT_EXPECT_EQ(test, opt.tsecr, 0x05060708u);
	KUNIT_EXPECT_EQ(test, opt.nsack, 0);
	/* MUST-64: no alignment, so not the fast path */
	KUNIT_EXPECT_EQ(test, PARSE(1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8, 1), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, TN_OPT_TS);
	KUNIT_EXPECT_EQ(test, opt.tsval, 0x01020304u);
	KUNIT_EXPECT_EQ(test, opt.tsecr, 0x05060708u);
}

static void tcpopt_parse__stops_at_end_of_list(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, PARSE(2, 4, 0x02, 0x18, 0, 3, 3, 7), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, TN_OPT_MSS);
	/* what would be illegal is padding there */
	KUNIT_EXPECT_EQ(test, PARSE(0, 2, 0, 255), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, 0);
}

/* MUST-6, MUST-68: by its length, and the ones behind it still count */
static void tcpopt_parse__unknown_kinds_are_skipped(struct kunit *test)
{
	u8 bytes[12] = { 0, 6, 2, 4, 0xff, 0xff, 3, 3, 9, 1, 4, 2 };
	u32 kind;

	for (kind = 6; kind < 256; kind++) {
		if (kind == 8 || kind == 29 || kind == 34 || kind == 172 || kind == 174)
			continue;
		bytes[0] = kind;
		KUNIT_EXPECT_EQ(test, parse(test, bytes, sizeof(bytes)), TN_REASON_NONE);
		KUNIT_EXPECT_EQ(test, opt.has, TN_OPT_WSCALE | TN_OPT_SACK_PERM);
		KUNIT_EXPECT_EQ(test, opt.wscale, 9);
	}
}

/* MUST-7, for every kind that has a length, known or not */
static void tcpopt_parse__illegal_lengths(struct kunit *test)
{
	u8 bytes[8];
	u32 kind;

	for (kind = 2; kind < 256; kind++) {
		memset(bytes, 1, sizeof(bytes));
		bytes[0] = kind;
		bytes[1] = 0;
		KUNIT_EXPECT_EQ(test, parse(test, bytes, 8), TN_REASON_TCP_BAD_OPTION);
		bytes[1] = 1;
		KUNIT_EXPECT_EQ(test, parse(test, bytes, 8), TN_REASON_TCP_BAD_OPTION);
		bytes[1] = 9;
		KUNIT_EXPECT_EQ(test, parse(test, bytes, 8), TN_REASON_TCP_BAD_OPTION);
		bytes[1] = 255;
		KUNIT_EXPECT_EQ(test, parse(test, bytes, 8), TN_REASON_TCP_BAD_OPTION);
		/* the kind is the last byte: no length at all */
		bytes[0] = 1;
		bytes[7] = kind;
		bytes[1] = 1;
		KUNIT_EXPECT_EQ(test, parse(test, bytes, 8), TN_REASON_TCP_BAD_OPTION);
	}
}

static void tcpopt_parse__wrong_length_of_a_known_kind_is_ignored(struct kunit *test)
{
	static const u8 kinds[] = { 2, 3, 4, 5, 8 };
	u8 bytes[40];
	u32 i, len;

	for (i = 0; i < sizeof(kinds); i++) {
		for (len = 2; len <= sizeof(bytes); len++) {
			bool right = (kinds[i] == 2 && len == 4) || (kinds[i] == 3 && len == 3) ||
				     (kinds[i] == 4 && len == 2) || (kinds[i] == 8 && len == 10) ||
				     (kinds[i] == 5 && len % 8 == 2 && len > 2);

			memset(bytes, 1, sizeof(bytes));
			bytes[0] = kinds[i];
			bytes[1] = len;
			KUNIT_EXPECT_EQ(test, parse(test, bytes, sizeof(bytes)), TN_REASON_NONE);
			KUNIT_EXPECT_EQ_MSG(test, !!opt.has, right, "kind %u len %u",
					    kinds[i], len);
		}
	}
}

/* RFC 7323 2.3 */
static void tcpopt_parse__window_scale_above_14(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, PARSE(3, 3, 14, 0), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.wscale, 14);
	KUNIT_EXPECT_EQ(test, PARSE(3, 3, 15, 0), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.wscale, 14);
	KUNIT_EXPECT_EQ(test, PARSE(3, 3, 255, 0), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.wscale, 14);
}

static void tcpopt_parse__last_of_two_counts(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, PARSE(2, 4, 0, 100, 2, 4, 0, 200), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.mss, 200);
}

static void tcpopt_parse__four_sack_blocks(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, PARSE(1, 1, 5, 34, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4,
				    0, 0, 0, 5, 0, 0, 0, 6, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 8),
			TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, TN_OPT_SACK);
	KUNIT_EXPECT_EQ(test, opt.nsack, 4);
	KUNIT_EXPECT_EQ(test, opt.sack[0].start, 1u);
	KUNIT_EXPECT_EQ(test, opt.sack[0].end, 2u);
	KUNIT_EXPECT_EQ(test, opt.sack[2].end, 6u);
	KUNIT_EXPECT_EQ(test, opt.sack[3].start, 0xffffffffu);
	KUNIT_EXPECT_EQ(test, opt.sack[3].end, 8u);
}

/* No header is that long, but the function does not have to know */
static void tcpopt_parse__five_sack_blocks(struct kunit *test)
{
	u8 bytes[42] = { 5, 42 };

	KUNIT_EXPECT_EQ(test, parse(test, bytes, sizeof(bytes)), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, 0);
	KUNIT_EXPECT_EQ(test, opt.nsack, 0);
}

static void tcpopt_parse__nonsense_never_overreads(struct kunit *test)
{
	struct edge e = edge_new(test);
	u32 i, j, len;
	u8 *p;

	for (i = 0; i < EDGE_ROUNDS; i++) {
		len = tn_random_below(&e.random, TN_TCPOPT_MAX + 1);
		p = edge_random(&e, len);
		/* every other time, bytes that look like kinds and lengths */
		for (j = 0; i & 1 && j < len; j++)
			p[j] %= 12;
		if (tn_tcpopt_parse(p, len, &opt))
			continue;
		KUNIT_ASSERT_LE(test, opt.nsack, TN_TCPOPT_NSACK_MAX);
		KUNIT_ASSERT_EQ(test, !!(opt.has & TN_OPT_SACK), !!opt.nsack);
		if (opt.has & TN_OPT_WSCALE)
			KUNIT_ASSERT_LE(test, opt.wscale, TN_TCPOPT_WSCALE_MAX);
	}
}

/* RFC 5925 2.2, RFC 2385 3.0: where the MAC stands, wherever the option does */
static void tcpopt_parse__signatures(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, PARSE(29, 16, 7, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
			TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, TN_OPT_AO);
	KUNIT_EXPECT_EQ(test, opt.keyid, 7);
	KUNIT_EXPECT_EQ(test, opt.rnext, 9);
	KUNIT_EXPECT_EQ(test, opt.mac_at, 4);
	KUNIT_EXPECT_EQ(test, opt.mac_len, 12);
	KUNIT_EXPECT_EQ(test, PARSE(4, 2, 1, 29, 4, 0, 255), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, TN_OPT_AO | TN_OPT_SACK_PERM);
	KUNIT_EXPECT_EQ(test, opt.keyid, 0);
	KUNIT_EXPECT_EQ(test, opt.rnext, 255);
	KUNIT_EXPECT_EQ(test, opt.mac_at, 7);
	KUNIT_EXPECT_EQ(test, opt.mac_len, 0);
	KUNIT_EXPECT_EQ(test, PARSE(1, 19, 18, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
				    16), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, TN_OPT_MD5);
	KUNIT_EXPECT_EQ(test, opt.mac_at, 3);
	KUNIT_EXPECT_EQ(test, opt.mac_len, 16);
	/* no MD5 signature has another length */
	KUNIT_EXPECT_EQ(test, PARSE(19, 4, 1, 2), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, 0);
}

/* RFC 5925 2.2: too short for its KeyIDs; one too many, of whatever kind */
static void tcpopt_parse__signatures_that_are_none(struct kunit *test)
{
	static const u8 md5[18] = { 19, 18 };
	u8 both[40];

	KUNIT_EXPECT_EQ(test, PARSE(29, 2), TN_REASON_TCP_AUTH_MALFORMED);
	KUNIT_EXPECT_EQ(test, PARSE(29, 3, 1), TN_REASON_TCP_AUTH_MALFORMED);
	KUNIT_EXPECT_EQ(test, PARSE(29, 5, 1, 2), TN_REASON_TCP_BAD_OPTION);
	KUNIT_EXPECT_EQ(test, PARSE(29, 4, 1, 2, 29, 4, 1, 2), TN_REASON_TCP_AUTH_MALFORMED);
	memcpy(both, md5, 18);
	memcpy(both + 18, md5, 18);
	KUNIT_EXPECT_EQ(test, parse(test, both, 36), TN_REASON_TCP_AUTH_MALFORMED);
	memcpy(both + 18, "\35\4\1\2", 4);
	KUNIT_EXPECT_EQ(test, parse(test, both, 22), TN_REASON_TCP_AUTH_MALFORMED);
	memcpy(both, "\35\4\1\2", 4);
	memcpy(both + 4, md5, 18);
	KUNIT_EXPECT_EQ(test, parse(test, both, 22), TN_REASON_TCP_AUTH_MALFORMED);
}

static const struct tn_tcpopt full = {
	.has = TN_OPT_MSS | TN_OPT_SACK_PERM | TN_OPT_TS | TN_OPT_WSCALE,
	.keyid = 0x61, .rnext = 0x62,
	.mss = 0x1234, .wscale = 7, .tsval = 0x0a0b0c0d, .tsecr = 0x01020304, .nsack = 4,
	.sack = { { 1, 2 }, { 3, 4 }, { 5, 6 }, { 7, 8 } },
};

/* The bytes that @full with only @has makes */
static void expect_bytes(struct kunit *test, u8 has, const u8 *want, u32 len)
{
	struct tn_tcpopt in = full;
	u8 p[TN_TCPOPT_MAX];

	in.has = has;
	memset(p, 0xee, sizeof(p));
	KUNIT_EXPECT_EQ(test, tn_tcpopt_len(&in), len);
	KUNIT_EXPECT_EQ(test, tn_tcpopt_build(p, &in), len);
	KUNIT_EXPECT_MEMEQ(test, p, want, len);
}

#define EXPECT_BYTES(has, ...)						\
	do {								\
		static const u8 want_[] = { __VA_ARGS__ };		\
									\
		expect_bytes(test, has, want_, sizeof(want_));		\
	} while (0)

static void tcpopt_build__layouts(struct kunit *test)
{
	EXPECT_BYTES(TN_OPT_MSS, 2, 4, 0x12, 0x34);
	EXPECT_BYTES(TN_OPT_WSCALE, 1, 3, 3, 7);
	EXPECT_BYTES(TN_OPT_SACK_PERM, 1, 1, 4, 2);
	EXPECT_BYTES(TN_OPT_TS, 1, 1, 8, 10, 0xa, 0xb, 0xc, 0xd, 1, 2, 3, 4);
	EXPECT_BYTES(TN_OPT_TS | TN_OPT_SACK_PERM, 4, 2, 8, 10, 0xa, 0xb, 0xc, 0xd, 1, 2, 3, 4);
	EXPECT_BYTES(full.has, 2, 4, 0x12, 0x34, 4, 2, 8, 10, 0xa, 0xb, 0xc, 0xd, 1, 2, 3, 4,
		     1, 3, 3, 7);
	EXPECT_BYTES(TN_OPT_TS | TN_OPT_SACK, 1, 1, 8, 10, 0xa, 0xb, 0xc, 0xd, 1, 2, 3, 4,
		     1, 1, 5, 26, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4,
		     0, 0, 0, 5, 0, 0, 0, 6);
	/* The signature stands first, its MAC is for others to fill in */
	EXPECT_BYTES(TN_OPT_AO | TN_OPT_MSS, 29, 16, 0x61, 0x62, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		     2, 4, 0x12, 0x34);
	EXPECT_BYTES(TN_OPT_MD5 | TN_OPT_WSCALE, 1, 1, 19, 18, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		     0, 0, 0, 0, 1, 3, 3, 7);
	EXPECT_BYTES(TN_OPT_AO | TN_OPT_TS | TN_OPT_SACK, 29, 16, 0x61, 0x62, 0, 0, 0, 0, 0, 0,
		     0, 0, 0, 0, 0, 0, 1, 1, 8, 10, 0xa, 0xb, 0xc, 0xd, 1, 2, 3, 4,
		     1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 2);
}

/* RFC 5482 3.3 */
static void tcpopt__user_timeout(struct kunit *test)
{
	struct tn_tcpopt in = { .has = TN_OPT_UTO, .uto = TN_TCPOPT_UTO_MINUTES | 0x0102 }, back;
	static const u8 want[] = { 28, 4, 0x81, 2 }, longer[] = { 28, 6, 0x81, 2, 0, 0, 1, 1 };
	u8 p[4];

	KUNIT_EXPECT_EQ(test, tn_tcpopt_len(&in), 4u);
	KUNIT_EXPECT_EQ(test, tn_tcpopt_build(p, &in), 4u);
	KUNIT_EXPECT_MEMEQ(test, p, want, 4);
	KUNIT_EXPECT_EQ(test, tn_tcpopt_parse(p, 4, &back), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, back.has, TN_OPT_UTO);
	KUNIT_EXPECT_EQ(test, back.uto, in.uto);
	KUNIT_EXPECT_EQ(test, tn_tcpopt_parse(longer, 8, &back), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, back.has, 0);
}

/* RFC 7413 4.1.1: a request, or an even number of bytes from 4 to 16 */
static void tcpopt_parse__fast_open(struct kunit *test)
{
	u8 bytes[18] = { 34 };
	u32 len;

	for (len = 2; len <= sizeof(bytes); len++) {
		bytes[1] = len;
		bytes[len - 1] = len > 2 ? len : bytes[1];
		KUNIT_EXPECT_EQ(test, parse(test, bytes, len), TN_REASON_NONE);
		if (len % 2 || len == 4) {
			KUNIT_EXPECT_EQ(test, opt.has, 0);
			continue;
		}
		KUNIT_EXPECT_EQ(test, opt.has, TN_OPT_FASTOPEN);
		KUNIT_EXPECT_EQ(test, opt.cookie.len, len - 2);
		KUNIT_EXPECT_MEMEQ(test, opt.cookie.byte, bytes + 2, len - 2);
	}
	/* Longer than any */
	KUNIT_EXPECT_EQ(test, PARSE(34, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
				    17, 18),
			TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, 0);
}

/* Beside what a SYN has, the longest cookie fills the header */
static void tcpopt_build__fast_open(struct kunit *test)
{
	struct edge e = edge_new(test);
	struct tn_tcpopt in = full;
	u32 n, len;

	for (n = 0; n <= TN_COOKIE_MAX; n += 2) {
		if (n == 2)
			continue;
		in.has = TN_OPT_MSS | TN_OPT_WSCALE | TN_OPT_SACK_PERM | TN_OPT_TS |
			 TN_OPT_FASTOPEN;
		in.cookie = (struct tn_cookie){ n, { 9, 8, 7, 6, 5, 4, 3, 2, 1, [15] = 42 } };
		len = tn_tcpopt_len(&in);
		KUNIT_ASSERT_LE(test, len, TN_TCPOPT_MAX);
		KUNIT_ASSERT_EQ(test, len % 4, 0u);
		KUNIT_ASSERT_EQ(test, tn_tcpopt_build(e.buf + EDGE_SIZE - len, &in), len);
		KUNIT_ASSERT_EQ(test, tn_tcpopt_parse(e.buf + EDGE_SIZE - len, len, &opt),
				TN_REASON_NONE);
		KUNIT_ASSERT_EQ(test, opt.has, in.has);
		KUNIT_ASSERT_EQ(test, opt.cookie.len, n);
		KUNIT_ASSERT_MEMEQ(test, opt.cookie.byte, in.cookie.byte, n);
	}
	in.has = TN_OPT_FASTOPEN;
	in.cookie.len = 0;
	KUNIT_EXPECT_EQ(test, tn_tcpopt_build(e.buf, &in), 4u);
	KUNIT_EXPECT_MEMEQ(test, e.buf, ((u8[]){ 1, 1, 34, 2 }), 4);
}

static void tcpopt_build__nothing(struct kunit *test)
{
	struct tn_tcpopt in = full;
	u8 p = 0xee;

	in.has = 0;
	KUNIT_EXPECT_EQ(test, tn_tcpopt_build(&p, &in), 0u);
	/* SACK without blocks is no option */
	in.has = TN_OPT_SACK;
	in.nsack = 0;
	KUNIT_EXPECT_EQ(test, tn_tcpopt_len(&in), 0u);
	KUNIT_EXPECT_EQ(test, tn_tcpopt_build(&p, &in), 0u);
	KUNIT_EXPECT_EQ(test, p, 0xee);
}

static void tcpopt_nsack_fit__by_what_else_there_is(struct kunit *test)
{
	struct tn_tcpopt in = { .has = TN_OPT_SACK };

	KUNIT_EXPECT_EQ(test, tn_tcpopt_nsack_fit(&in), 4u);
	in.has = TN_OPT_TS;
	KUNIT_EXPECT_EQ(test, tn_tcpopt_nsack_fit(&in), 3u);
	in.has = full.has;
	KUNIT_EXPECT_EQ(test, tn_tcpopt_nsack_fit(&in), 2u);
	/* RFC 5925 7.6 */
	in.has = TN_OPT_AO;
	KUNIT_EXPECT_EQ(test, tn_tcpopt_nsack_fit(&in), 2u);
	in.has = TN_OPT_AO | TN_OPT_TS;
	KUNIT_EXPECT_EQ(test, tn_tcpopt_nsack_fit(&in), 1u);
	in.has = TN_OPT_MD5;
	KUNIT_EXPECT_EQ(test, tn_tcpopt_nsack_fit(&in), 2u);
	in.has = TN_OPT_MD5 | full.has;
	KUNIT_EXPECT_EQ(test, tn_tcpopt_len(&in), 40u);
	KUNIT_EXPECT_EQ(test, tn_tcpopt_nsack_fit(&in), 0u);
}

/* RFC 9768 3.2.3 table 5, both orders; whatever else there is, it is whole */
static void tcpopt_accecn__each_length(struct kunit *test)
{
	struct edge e = edge_new(test);
	u32 order, n, has, len, i;

	/* MSS and SACK blocks are never in one segment */
	for (has = 0; has < 6; has++)
		for (order = 0; order < 2; order++)
			for (n = 0; n <= TN_TCPOPT_ACCECN_MAX; n++) {
				struct tn_tcpopt in = full;

				in.has = TN_OPT_ACCECN | (has & 1 ? TN_OPT_TS : 0) |
					 (has & 2 ? TN_OPT_MSS | TN_OPT_WSCALE : 0) |
					 (has & 4 ? TN_OPT_SACK : 0);
				in.nsack = 1;
				in.acc_order = order;
				in.acc_n = n;
				for (i = 0; i < n; i++)
					in.acc[i] = 0xabcdef - i;
				len = tn_tcpopt_len(&in);
				KUNIT_ASSERT_LE(test, len, TN_TCPOPT_MAX);
				KUNIT_ASSERT_EQ(test, tn_tcpopt_build(e.buf + EDGE_SIZE - len, &in),
						len);
				KUNIT_ASSERT_EQ(test, tn_tcpopt_parse(e.buf + EDGE_SIZE - len, len,
								      &opt), TN_REASON_NONE);
				KUNIT_ASSERT_EQ(test, opt.has, in.has);
				KUNIT_ASSERT_EQ(test, opt.acc_order, order);
				KUNIT_ASSERT_EQ(test, opt.acc_n, n);
				KUNIT_ASSERT_MEMEQ(test, opt.acc, in.acc, n * sizeof(opt.acc[0]));
			}
}

/* 3.2.3: of another length, the whole counts that there are; the rest is padding */
static void tcpopt_accecn__odd_length(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, PARSE(172, 7, 0, 0, 9, 1, 2), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.has, TN_OPT_ACCECN);
	KUNIT_EXPECT_EQ(test, opt.acc_n, 1);
	KUNIT_EXPECT_EQ(test, opt.acc[0], 9u);
	KUNIT_EXPECT_EQ(test, PARSE(174, 15, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 5),
			TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.acc_order, 1);
	KUNIT_EXPECT_EQ(test, opt.acc_n, 3);
	KUNIT_EXPECT_EQ(test, opt.acc[2], 3u);
	KUNIT_EXPECT_EQ(test, PARSE(172, 3, 1), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, opt.acc_n, 0);
}

/* Every combination of options and number of blocks */
static void tcpopt_build__what_is_built_is_read(struct kunit *test)
{
	struct edge e = edge_new(test);
	u32 has, nsack, len, fit;

	for (has = 0; has < 0x80; has++) {
		if ((has & TN_OPT_AUTH) == TN_OPT_AUTH)
			continue;
		for (nsack = 1; nsack <= TN_TCPOPT_NSACK_MAX; nsack++) {
			struct tn_tcpopt in = full;

			in.has = has;
			in.nsack = nsack;
			len = tn_tcpopt_len(&in);
			KUNIT_ASSERT_LE(test, len, TN_TCPOPT_MAX);
			KUNIT_ASSERT_EQ(test, len % 4, 0u);
			KUNIT_ASSERT_EQ(test, tn_tcpopt_build(e.buf + EDGE_SIZE - len, &in), len);
			KUNIT_ASSERT_EQ(test, tn_tcpopt_parse(e.buf + EDGE_SIZE - len, len, &opt),
					TN_REASON_NONE);
			fit = tn_tcpopt_nsack_fit(&in);
			KUNIT_ASSERT_EQ(test, opt.has, fit ? has : has & ~TN_OPT_SACK);
			if (has & TN_OPT_AUTH)
				KUNIT_ASSERT_EQ(test, opt.mac_at, TN_TCPOPT_MAC_AT);
			if (has & TN_OPT_AO)
				KUNIT_ASSERT_EQ(test, opt.keyid << 8 | opt.rnext, 0x6162);
			if (has & TN_OPT_MSS)
				KUNIT_ASSERT_EQ(test, opt.mss, in.mss);
			if (has & TN_OPT_WSCALE)
				KUNIT_ASSERT_EQ(test, opt.wscale, in.wscale);
			if (has & TN_OPT_TS) {
				KUNIT_ASSERT_EQ(test, opt.tsval, in.tsval);
				KUNIT_ASSERT_EQ(test, opt.tsecr, in.tsecr);
			}
			if (!(opt.has & TN_OPT_SACK))
				continue;
			KUNIT_ASSERT_EQ(test, opt.nsack, nsack < fit ? nsack : fit);
			KUNIT_ASSERT_MEMEQ(test, opt.sack, in.sack,
					   opt.nsack * sizeof(opt.sack[0]));
		}
	}
}

static struct kunit_case tcpopt_cases[] = {
	KUNIT_CASE(tcpopt_parse__none),
	KUNIT_CASE(tcpopt_parse__syn_with_everything),
	KUNIT_CASE(tcpopt_parse__fast_and_slow_path_agree),
	KUNIT_CASE(tcpopt_parse__stops_at_end_of_list),
	KUNIT_CASE(tcpopt_parse__unknown_kinds_are_skipped),
	KUNIT_CASE(tcpopt_parse__illegal_lengths),
	KUNIT_CASE(tcpopt_parse__wrong_length_of_a_known_kind_is_ignored),
	KUNIT_CASE(tcpopt_parse__window_scale_above_14),
	KUNIT_CASE(tcpopt_parse__last_of_two_counts),
	KUNIT_CASE(tcpopt_parse__four_sack_blocks),
	KUNIT_CASE(tcpopt_parse__five_sack_blocks),
	KUNIT_CASE(tcpopt_parse__nonsense_never_overreads),
	KUNIT_CASE(tcpopt_parse__signatures),
	KUNIT_CASE(tcpopt_parse__signatures_that_are_none),
	KUNIT_CASE(tcpopt_build__layouts),
	KUNIT_CASE(tcpopt__user_timeout),
	KUNIT_CASE(tcpopt_parse__fast_open),
	KUNIT_CASE(tcpopt_build__fast_open),
	KUNIT_CASE(tcpopt_build__nothing),
	KUNIT_CASE(tcpopt_nsack_fit__by_what_else_there_is),
	KUNIT_CASE(tcpopt_accecn__each_length),
	KUNIT_CASE(tcpopt_accecn__odd_length),
	KUNIT_CASE(tcpopt_build__what_is_built_is_read),
	{}
};

static struct kunit_suite tcpopt_suite = {
	.name = "wire-tcpopt",
	.test_cases = tcpopt_cases,
};

kunit_test_suite(tcpopt_suite);
