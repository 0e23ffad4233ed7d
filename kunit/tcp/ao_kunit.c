// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/ao.c: TCP-AO (RFC 5925, RFC 5926) and MD5 signatures (RFC 2385). What is hashed is checked
 * against the test vectors of RFC 9235 for IPv4, with the cryptography of harness/refmac.c.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "harness/refmac.h"
#include "harness/script.h"
#include "ao_vectors.h"
#include "pair.h"
#include "tcp/ao.h"
#include "tcp/journal.h"
#include "tcp/timewait.h"
#include "wire/bytes.h"
#include "wire/icmp.h"
#include "wire/ipv4.h"

#define PACKET_MAX	160

static u32 nibble(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

static u32 unhex(const char *text, u8 *p)
{
	u32 len;

	for (len = 0; text[2 * len]; len++)
		p[len] = nibble(text[2 * len]) << 4 | nibble(text[2 * len + 1]);
	return len;
}

static u32 packet_of(const struct vector *v, u8 *p)
{
	u32 i, len = 0;

	for (i = 0; i < ARRAY_SIZE(v->packet) && v->packet[i]; i++)
		len += unhex(v->packet[i], p + len);
	return len;
}

/* A hash of the algorithm: returns its length */
static u32 prf(u8 alg, const u8 *key, u32 key_len, const u8 *msg, u32 len, u8 *out)
{
	if (alg == TN_AO_SHA1) {
		refmac_hmac_sha1(key, key_len, msg, len, out);
		return REFMAC_SHA1;
	}
	refmac_cmac(key, msg, len, out);
	return REFMAC_CMAC;
}

static u32 traffic_key(u8 alg, const struct tn_ao_ends *ends, u32 sisn, u32 disn, u8 *out)
{
	u8 context[TN_AO_CONTEXT_LEN], input[TN_AO_KDF_LEN], key[REFMAC_SHA1] = MASTER;
	u8 zeros[REFMAC_CMAC] = {};
	u32 key_len = strlen(MASTER);

	if (alg == TN_AO_CMAC)	/* RFC 5926 3.1.1.2: a key of any length */
		refmac_cmac(zeros, (const u8 *)MASTER, key_len, key);
	tn_ao_context(context, ends, sisn, disn);
	tn_ao_kdf(input, context, alg == TN_AO_SHA1 ? 160 : 128);
	return prf(alg, key, key_len, input, sizeof(input), out);
}

/* The MAC of a packet, with an extended sequence number; where it stands goes to @at. */
static void mac_of(struct kunit *test, const struct vector *v, u32 sne, const u8 *packet, u32 len,
		   u8 *mac, u32 *at)
{
	u8 key[REFMAC_SHA1], cover[TN_AO_COVER_MAX + PACKET_MAX];
	const u8 *header = packet + TN_IPV4_HLEN;
	struct tn_ao_ends ends;
	struct tn_tcpopt opt;
	struct tn_ipv4 ip;
	struct tn_tcp h;
	u32 n;

	KUNIT_ASSERT_EQ(test, tn_ipv4_parse(packet, len, len, &ip), TN_REASON_NONE);
	len -= TN_IPV4_HLEN;
	KUNIT_ASSERT_EQ(test, tn_tcp_parse(header, len, len, &h, &opt), TN_REASON_NONE);
	KUNIT_ASSERT_TRUE(test, opt.has & TN_OPT_AO);
	KUNIT_ASSERT_EQ(test, opt.mac_len, TN_TCPOPT_AO_MAC);
	KUNIT_EXPECT_EQ(test, tn_ao_is_syn(h.flags), !v->disn);
	ends = (struct tn_ao_ends) { ip.saddr, ip.daddr, h.sport, h.dport };

	n = traffic_key(v->alg, &ends, v->sisn, v->disn, key);
	unhex(v->key, cover);
	KUNIT_EXPECT_MEMEQ(test, key, cover, n);

	n = tn_ao_cover(cover, &ends, sne, header, len, &opt, v->options);
	KUNIT_ASSERT_LE(test, n, TN_AO_COVER_MAX);
	memcpy(cover + n, header + h.hlen, len - h.hlen);
	prf(v->alg, key, v->alg == TN_AO_SHA1 ? 20 : 16, cover, n + len - h.hlen, mac);
	*at = TN_IPV4_HLEN + TN_TCP_HLEN + opt.mac_at;
}

/* RFC 9235 4 and 5: all of IPv4 */
static void vectors__of_rfc_9235(struct kunit *test)
{
	u8 packet[PACKET_MAX], mac[REFMAC_SHA1];
	u32 i, at, len;

	KUNIT_EXPECT_EQ(test, ARRAY_SIZE(vectors), 16u);
	for (i = 0; i < ARRAY_SIZE(vectors); i++) {
		len = packet_of(&vectors[i], packet);
		mac_of(test, &vectors[i], 0, packet, len, mac, &at);
		KUNIT_EXPECT_MEMEQ(test, mac, packet + at, TN_TCPOPT_AO_MAC);
	}
}

/* RFC 5925 5.1: each byte counts, but for checksum, MAC and what the flag leaves out */
static void cover__each_byte(struct kunit *test)
{
	u8 packet[PACKET_MAX], mac[REFMAC_SHA1];
	const u32 first = TN_IPV4_HLEN + 4;	/* ports are in the key, too */
	u32 i, pos, at, len, checksum = TN_IPV4_HLEN + TN_TCP_CSUM_OFFSET;

	for (i = 2; i < ARRAY_SIZE(vectors); i += 4) {
		const struct vector *v = &vectors[i];

		len = packet_of(v, packet);
		for (pos = first; pos < len; pos++) {
			u32 ts = TN_IPV4_HLEN + TN_TCP_HLEN + 4;	/* behind NOP NOP 8 10 */
			bool other = pos >= ts && pos < ts + 8, counts;
			u8 flip;

			at = TN_IPV4_HLEN + TN_TCP_HLEN + 16;
			/* These would be another header */
			if (pos == TN_IPV4_HLEN + 12 || (pos >= ts - 4 && pos < ts) ||
			    (pos >= at - 4 && pos < at - 2))
				continue;
			counts = !(pos >= checksum && pos < checksum + 2) &&
				 !(pos >= at && pos < at + TN_TCPOPT_AO_MAC) &&
				 (v->options || !other);
			flip = pos == TN_IPV4_HLEN + 13 ? TN_TCP_URG : 0x40;
			packet[pos] ^= flip;
			mac_of(test, v, 0, packet, len, mac, &at);
			packet[pos] ^= flip;
			KUNIT_EXPECT_EQ_MSG(test, !!memcmp(mac, packet + at, 12),
					    counts,
					    "%s byte %u", v->name, pos);
		}
		mac_of(test, v, 1, packet, len, mac, &at);
		KUNIT_EXPECT_NE(test, memcmp(mac, packet + at, 12), 0);
	}
}

/* RFC 1321 A.5, RFC 2202 3, RFC 4493 4: the cryptography of the tests itself */
static void refmac__by_its_own_vectors(struct kunit *test)
{
	u8 key[20], msg[64], want[20], got[20];

	memset(key, 0x0b, sizeof(key));
	unhex("b617318655057264e28bc0b6fb378c8ef146be00", want);
	refmac_hmac_sha1(key, 20, (const u8 *)"Hi There", 8, got);
	KUNIT_EXPECT_MEMEQ(test, got, want, 20);
	unhex("2b7e151628aed2a6abf7158809cf4f3c", key);
	unhex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411",
	      msg);
	unhex("070a16b46b4d4144f79bdd9dd04a287c", want);
	refmac_cmac(key, msg, 16, got);
	KUNIT_EXPECT_MEMEQ(test, got, want, 16);
	unhex("dfa66747de9ae63030ca32611497c827", want);
	refmac_cmac(key, msg, 40, got);
	KUNIT_EXPECT_MEMEQ(test, got, want, 16);
	unhex("f96b697d7cb7938d525a2f31aaf161d0", want);
	refmac_md5((const u8 *)"message digest", 14, got);
	KUNIT_EXPECT_MEMEQ(test, got, want, 16);
}

/* RFC 2385 2.0: pseudo-header, header without options, checksum 0 */
static void cover_md5__layout(struct kunit *test)
{
	u8 packet[PACKET_MAX], cover[TN_AO_COVER_MD5_LEN], want[TN_AO_COVER_MD5_LEN];
	u32 len = packet_of(&vectors[2], packet) - TN_IPV4_HLEN;
	struct tn_ao_ends ends = {
		.saddr = tn_get_raw32(packet + 12), .daddr = tn_get_raw32(packet + 16),
	};

	unhex("0a0b0c0dac1b1c1d00060073e9d700b3fbfbab5b11c14262c018010400000000", want);
	tn_ao_cover_md5(cover, &ends, packet + TN_IPV4_HLEN, len);
	KUNIT_EXPECT_MEMEQ(test, cover, want, sizeof(want));
}

/* RFC 5925 6.2 */
static void sne__wraps_both_ways(struct kunit *test)
{
	struct tn_ao ao = {};

	tn_ao_open(&ao, 0xfffffff0);
	KUNIT_EXPECT_EQ(test, tn_ao_sne(ao.snd, 0xfffffff0), 0u);
	KUNIT_EXPECT_EQ(test, tn_ao_sne(ao.snd, 0), 1u);
	KUNIT_EXPECT_EQ(test, tn_ao_sne(0x100000005ULL, 5), 1u);
	/* sent before the wrap, repeated after it */
	KUNIT_EXPECT_EQ(test, tn_ao_sne(0x100000005ULL, 0xffffff00), 0u);
	KUNIT_EXPECT_EQ(test, tn_ao_sne(0x17fffffffULL, 0), 1u);
	KUNIT_EXPECT_EQ(test, tn_ao_sne(0x17fffffffULL, 0xfffffffe), 1u);
	KUNIT_EXPECT_EQ(test, tn_ao_sne(0x7ffffffff0ULL, 0x10), 0x80u);
}

/* A transfer of 9 GiB, with segments that come late by up to 1 GiB */
static void follow__across_wraps_with_reordering(struct kunit *test)
{
	struct tn_tcb tcb = { .state = TN_ESTABLISHED };
	u64 sent = 0xc0000000, seen, late;
	struct tn_ao ao = {};

	tcb.snd.iss = (u32)sent;
	tcb.rcv.irs = (u32)sent;
	tcb.snd.nxt = (u32)sent;
	tcb.rcv.nxt = (u32)sent;
	for (; sent < 0xc0000000 + (9ULL << 30); sent += 0x0ffffff1) {
		tcb.snd.nxt = (u32)sent;
		tcb.rcv.nxt = (u32)sent;
		tn_ao_follow(&ao, &tcb);
		KUNIT_ASSERT_EQ(test, ao.snd, sent);
		KUNIT_ASSERT_EQ(test, ao.rcv, sent);
		for (late = 0; late < 5; late++) {
			seen = sent - min(late << 28, sent - 0xc0000000);
			KUNIT_ASSERT_EQ(test, tn_ao_sne(ao.rcv, (u32)seen), (u32)(seen >> 32));
			KUNIT_ASSERT_EQ(test, tn_ao_sne(ao.snd, (u32)seen), (u32)(seen >> 32));
		}
	}
}

/* RFC 5925 4: until the peer's ISN is known there is no RCV.SNE */
static void follow__meets_the_peer(struct kunit *test)
{
	struct tn_tcb tcb = { .state = TN_SYN_SENT };
	struct tn_ao ao = {};

	tcb.snd.iss = 100;
	tcb.snd.nxt = 101;
	tn_ao_follow(&ao, &tcb);
	KUNIT_EXPECT_TRUE(test, ao.opened);
	KUNIT_EXPECT_FALSE(test, ao.met);
	KUNIT_EXPECT_EQ(test, ao.iss, 100u);
	tcb.state = TN_ESTABLISHED;
	tcb.rcv.irs = 0xffffffff;
	tn_ao_follow(&ao, &tcb);
	KUNIT_EXPECT_TRUE(test, ao.met);
	KUNIT_EXPECT_EQ(test, ao.irs, 0xffffffff);
	KUNIT_EXPECT_EQ(test, ao.rcv, 0x100000000ULL);
	/* The connection ends: nothing is forgotten, its RST is still to be signed */
	tcb.state = TN_CLOSED;
	tn_ao_follow(&ao, &tcb);
	KUNIT_EXPECT_EQ(test, ao.irs, 0xffffffff);
}

/* RFC 5925 3.1: masks */
static void mkt__for_whom(struct kunit *test)
{
	struct tn_mkt mkt = { .addr = tn_to_be32(0x0a010200), .prefix = 24 };

	KUNIT_EXPECT_TRUE(test, tn_mkt_is_for(&mkt, tn_to_be32(0x0a0102ff)));
	KUNIT_EXPECT_FALSE(test, tn_mkt_is_for(&mkt, tn_to_be32(0x0a010302)));
	mkt.prefix = 32;
	KUNIT_EXPECT_TRUE(test, tn_mkt_is_for(&mkt, mkt.addr));
	KUNIT_EXPECT_FALSE(test, tn_mkt_is_for(&mkt, tn_to_be32(0x0a010201)));
	mkt.prefix = 0;
	KUNIT_EXPECT_TRUE(test, tn_mkt_is_for(&mkt, tn_to_be32(0xffffffff)));
}

/* RFC 5925 3.1: an ID means one key, whatever the peer */
static void mkt__ids_must_not_overlap(struct kunit *test)
{
	struct tn_mkt net = {
		.addr = tn_to_be32(0x0a010000), .prefix = 16, .sndid = 1, .rcvid = 2,
	};
	struct tn_mkt host = {
		.addr = tn_to_be32(0x0a010203), .prefix = 32, .sndid = 3, .rcvid = 4,
	};
	struct tn_mkt md5 = { .addr = host.addr, .prefix = 32, .alg = TN_AO_MD5 };

	KUNIT_EXPECT_FALSE(test, tn_mkt_clashes(&net, &host));
	host.sndid = 1;
	KUNIT_EXPECT_TRUE(test, tn_mkt_clashes(&net, &host));
	KUNIT_EXPECT_TRUE(test, tn_mkt_clashes(&host, &net));
	host.sndid = 3;
	host.rcvid = 2;
	KUNIT_EXPECT_TRUE(test, tn_mkt_clashes(&net, &host));
	/* what one sends under may be what the other receives under */
	host.rcvid = 1;
	host.sndid = 2;
	KUNIT_EXPECT_FALSE(test, tn_mkt_clashes(&net, &host));
	host.rcvid = 2;
	host.addr = tn_to_be32(0x0a020203);
	KUNIT_EXPECT_FALSE(test, tn_mkt_clashes(&net, &host));
	/* MD5 has no IDs; the longest prefix counts */
	KUNIT_EXPECT_FALSE(test, tn_mkt_clashes(&net, &md5));
	net.alg = TN_AO_MD5;
	KUNIT_EXPECT_FALSE(test, tn_mkt_clashes(&net, &md5));
	net.prefix = 32;
	net.addr = md5.addr;
	KUNIT_EXPECT_TRUE(test, tn_mkt_clashes(&net, &md5));
}

/* RFC 5925 1, 7.3, 7.5: every combination */
static void expect__by_keys_and_looks(struct kunit *test)
{
	static const struct {
		u8 want, has;
		bool required;
		enum tn_reason reason;
		enum tn_mib mib;	/* when there is a reason */
	} cases[] = {
		{ 0, 0, false, TN_REASON_NONE },
		{ 0, TN_OPT_AO, false, TN_REASON_NONE },
		{ 0, TN_OPT_MD5, false, TN_REASON_TCP_AUTH_UNEXPECTED,
		  TN_MIB_TCP_MD5_UNEXPECTED },
		{ 0, 0, true, TN_REASON_TCP_AUTH_MISSING, TN_MIB_TCP_AO_REQUIRED },
		{ 0, TN_OPT_AO, true, TN_REASON_TCP_AUTH_NO_KEY, TN_MIB_TCP_AO_KEY_NOT_FOUND },
		{ 0, TN_OPT_MD5, true, TN_REASON_TCP_AUTH_MISSING, TN_MIB_TCP_AO_REQUIRED },
		{ TN_OPT_AO, TN_OPT_AO, false, TN_REASON_NONE },
		{ TN_OPT_AO, TN_OPT_AO, true, TN_REASON_NONE },
		{ TN_OPT_AO, 0, false, TN_REASON_TCP_AUTH_MISSING, TN_MIB_TCP_AO_REQUIRED },
		{ TN_OPT_AO, TN_OPT_MD5, false, TN_REASON_TCP_AUTH_MISSING,
		  TN_MIB_TCP_AO_REQUIRED },
		{ TN_OPT_MD5, TN_OPT_MD5, false, TN_REASON_NONE },
		{ TN_OPT_MD5, 0, false, TN_REASON_TCP_AUTH_MISSING, TN_MIB_TCP_MD5_NOT_FOUND },
		{ TN_OPT_MD5, TN_OPT_AO, false, TN_REASON_TCP_AUTH_MISSING,
		  TN_MIB_TCP_MD5_NOT_FOUND },
		{ TN_OPT_MD5, TN_OPT_MD5, true, TN_REASON_TCP_AUTH_MISSING,
		  TN_MIB_TCP_AO_REQUIRED },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		enum tn_mib mib = TN_MIB_MAX;

		KUNIT_EXPECT_EQ_MSG(test, tn_ao_expect(cases[i].want, cases[i].has | TN_OPT_TS,
						       cases[i].required, &mib),
				    cases[i].reason, "case %u", i);
		if (cases[i].reason)
			KUNIT_EXPECT_EQ_MSG(test, mib, cases[i].mib, "case %u", i);
	}
}

/* RFC 5925 6.1 */
static void heard__old_segments_do_not_turn_the_key_back(struct kunit *test)
{
	struct tn_seg seg = { .seq = 5000, .opt = { .keyid = 3, .rnext = 7 } };
	struct tn_ao ao = {};

	tn_ao_meet(&ao, 4999);
	ao.rcv = 5000;
	KUNIT_EXPECT_TRUE(test, tn_ao_heard(&ao, &seg));
	KUNIT_EXPECT_EQ(test, ao.got_keyid, 3);
	KUNIT_EXPECT_EQ(test, ao.got_rnext, 7);
	seg.seq = 4999;
	KUNIT_EXPECT_FALSE(test, tn_ao_heard(&ao, &seg));
	seg.seq = 6000;
	KUNIT_EXPECT_TRUE(test, tn_ao_heard(&ao, &seg));
}

/* RFC 5925 7.8 */
static void icmp__not_believed(struct kunit *test)
{
	struct tn_tcb tcb = { .state = TN_ESTABLISHED, .auth = TN_OPT_AO };
	u8 code;

	for (code = 0; code < 16; code++)
		KUNIT_EXPECT_EQ(test, tn_ao_ignores_icmp(&tcb, TN_ICMP_DEST_UNREACH, code),
				code >= 2 && code <= 4);
	KUNIT_EXPECT_FALSE(test, tn_ao_ignores_icmp(&tcb, TN_ICMP_TIME_EXCEEDED, 3));
	tcb.state = TN_SYN_SENT;
	KUNIT_EXPECT_FALSE(test, tn_ao_ignores_icmp(&tcb, TN_ICMP_DEST_UNREACH, 3));
	tcb.state = TN_ESTABLISHED;
	tcb.auth = TN_OPT_MD5;
	KUNIT_EXPECT_FALSE(test, tn_ao_ignores_icmp(&tcb, TN_ICMP_DEST_UNREACH, 3));
}

/* RFC 5925 7.6: what is left for payload and for SACK, and no offload */
static void tcb__room_beside_a_signature(struct kunit *test)
{
	static const struct {
		u8 auth;
		u32 mss, taken;
		bool ts;
	} cases[] = {
		{ 0, 1448, 12, true },
		{ TN_OPT_AO, 1432, 28, true },
		{ TN_OPT_MD5, 1440, 20, false },	/* timestamps give way to SACK */
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
		struct tn_end *a = &pair->end[0];

		tn_tcb_path(&a->tcb, 1500, 65000);
		tn_tcb_path(&pair->end[1].tcb, 1500, 65000);
		tn_tcb_auth(&a->tcb, cases[i].auth);
		tn_tcb_auth(&pair->end[1].tcb, cases[i].auth);
		tn_pair_establish(pair);
		KUNIT_EXPECT_EQ(test, a->tcb.snd.mss, cases[i].mss);
		KUNIT_EXPECT_EQ(test, a->tcb.ts.ok, cases[i].ts);
		KUNIT_EXPECT_TRUE(test, a->tcb.sack_ok);
		tn_pair_write(pair, 0, 20000);
		KUNIT_EXPECT_EQ(test, tn_tcpopt_len(&a->last.opt), cases[i].taken);
		KUNIT_EXPECT_EQ(test, a->last.opt.has & TN_OPT_AUTH, cases[i].auth);
		if (cases[i].auth)
			KUNIT_EXPECT_LE(test, a->last.len, a->last.mss);
		tn_pair_run(pair, tn_sec(5));
		KUNIT_EXPECT_EQ(test, pair->end[1].got, 20000ULL);
	}
}

static bool lost_once;

/* The first full segment is lost, and nothing larger than a segment ever leaves. */
static tn_time_t lose_first(struct tn_pair *pair, unsigned int from, struct tn_out *seg)
{
	KUNIT_EXPECT_LE(pair->test, seg->len, seg->mss);
	KUNIT_EXPECT_TRUE(pair->test, seg->opt.has & TN_OPT_AO);
	KUNIT_EXPECT_LE(pair->test, tn_tcpopt_nsack_fit(&seg->opt), 1u);
	if (from || !seg->len || lost_once)
		return 0;
	lost_once = true;
	return TN_TIME_NEVER;
}

static void send__single_segments_in_recovery(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	unsigned int end;

	for (end = 0; end < 2; end++) {
		tn_tcb_path(&pair->end[end].tcb, 1500, 65000);
		tn_tcb_auth(&pair->end[end].tcb, TN_OPT_AO);
	}
	tn_pair_establish(pair);
	lost_once = false;
	pair->link = lose_first;
	/* Both send, so that SACK blocks ride on data */
	tn_pair_write(pair, 0, 100000);
	tn_pair_write(pair, 1, 100000);
	tn_pair_run(pair, tn_sec(10));
	KUNIT_EXPECT_TRUE(test, lost_once);
	KUNIT_EXPECT_EQ(test, pair->end[1].got, 100000ULL);
	KUNIT_EXPECT_EQ(test, pair->end[0].got, 100000ULL);
}

static void timewait__acknowledges_signed(struct kunit *test)
{
	struct tn_seg seg = { .seq = 900, .flags = TN_TCP_ACK, .nsegs = 1 };
	struct tn_tcb tcb = { .auth = TN_OPT_AO, .cfg = &tn_config_rfc };
	struct tn_timewait tw;
	struct tn_out out;

	tn_timewait_init(&tw, &tcb, 0);
	KUNIT_EXPECT_EQ(test, tn_timewait_arrive(&tw, 1, &seg, &out), TN_TW_ACK);
	KUNIT_EXPECT_EQ(test, out.opt.has, TN_OPT_AO);
}

static void journal__knows_that_not_how(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_tcb *tcb = &pair->end[0].tcb, *again;
	struct tn_journal_create c, back;
	u8 *bytes;
	u32 len;

	again = kunit_kzalloc(test, sizeof(*again), GFP_KERNEL);
	bytes = kunit_kzalloc(test, TN_JOURNAL_CREATE_MAX, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, again);
	KUNIT_ASSERT_NOT_NULL(test, bytes);
	tn_tcb_path(tcb, 1500, 65000);
	tn_tcb_auth(tcb, TN_OPT_MD5);
	tn_journal_snapshot(&c, tcb);
	len = tn_journal_encode_create(bytes, &c);
	KUNIT_ASSERT_EQ(test, tn_journal_decode_create(bytes, len, &back), 0);
	tn_journal_restore(&back, again, tcb->cc.ops, NULL);
	KUNIT_EXPECT_EQ(test, again->auth, TN_OPT_MD5);
	KUNIT_EXPECT_EQ(test, again->snd.mss, tcb->snd.mss);
	KUNIT_EXPECT_EQ(test, again->snd.gso_max, tcb->snd.gso_max);
	KUNIT_ASSERT_EQ(test, bytes[TN_JOURNAL_AT_RPORT + 7], TN_OPT_MD5);
	bytes[TN_JOURNAL_AT_RPORT + 7] = TN_OPT_AUTH;
	KUNIT_EXPECT_NE(test, tn_journal_decode_create(bytes, len, &back), 0);
}

static struct kunit_case ao_cases[] = {
	KUNIT_CASE(vectors__of_rfc_9235),
	KUNIT_CASE(cover__each_byte),
	KUNIT_CASE(refmac__by_its_own_vectors),
	KUNIT_CASE(cover_md5__layout),
	KUNIT_CASE(sne__wraps_both_ways),
	KUNIT_CASE(follow__across_wraps_with_reordering),
	KUNIT_CASE(follow__meets_the_peer),
	KUNIT_CASE(mkt__for_whom),
	KUNIT_CASE(mkt__ids_must_not_overlap),
	KUNIT_CASE(expect__by_keys_and_looks),
	KUNIT_CASE(heard__old_segments_do_not_turn_the_key_back),
	KUNIT_CASE(icmp__not_believed),
	KUNIT_CASE(tcb__room_beside_a_signature),
	KUNIT_CASE(send__single_segments_in_recovery),
	KUNIT_CASE(timewait__acknowledges_signed),
	KUNIT_CASE(journal__knows_that_not_how),
	{}
};

static struct kunit_suite ao_suite = {
	.name = "tcp_ao",
	.test_cases = ao_cases,
};

kunit_test_suite(ao_suite);
