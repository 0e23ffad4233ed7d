// SPDX-License-Identifier: GPL-2.0
/*
 * TCP options: bytes to struct and back, RFC 9293 3.2, RFC 7323, RFC 2018, RFC 5925, RFC 2385,
 * RFC 7413, RFC 9768.
 *
 *   kind 0  end of list      kind 3  window scale    len 3     kind 5  SACK         len 2 + 8n
 *   kind 1  no-operation     kind 4  SACK-permitted  len 2     kind 8  timestamps   len 10
 *   kind 2  MSS      len 4   kind 19 MD5 signature   len 18    kind 29 TCP-AO       len 4 + n
 *                            kind 28 user timeout    len 4     kind 34 Fast Open    len 2, 6 to 18
 *                            kind 172, 174 AccECN    len 2, 5, 8, 11
 *
 * Reading. Every option but 0 and 1 has a length octet (MUST-68), so what is not known is skipped
 * by its length (MUST-6), at any alignment (MUST-64). A length of 0, 1 or beyond the header leaves
 * nothing to go on with: the segment is refused (MUST-7). A known option of a wrong length is
 * skipped as if unknown. Of an option that comes twice the last one counts. Reading ends at kind 0;
 * what is behind is padding.
 *
 * Signatures are the exception, since who forges would like to choose which one is looked at: a
 * TCP-AO option that is too short for its two KeyIDs, and a second signature of either kind, make
 * the segment one to be dropped (RFC 5925 2.2). The MAC itself stays where it is; the struct says
 * where.
 *
 * Nearly every segment of a connection with timestamps carries them alone in one layout (RFC 7323
 * appendix A), which is recognised by its first four bytes:
 *
 *   | NOP | NOP |  8  | 10  |        tsval          |        tsecr          |
 *
 * Writing. Each group is a multiple of 4 bytes, so that no padding is ever needed, and options that
 * may stand anywhere are laid out for such a fast path on the other side:
 *
 *   TCP-AO            | 29  | 16  |KeyID|RNext|  MAC, 12 bytes ...
 *   MD5               | NOP | NOP | 19  | 18  |  digest, 16 bytes ...
 *   MSS               |  2  |  4  |    mss    |
 *   TS, SACK-permitted|  4  |  2  |  8  | 10  |  tsval  |  tsecr  |
 *   TS                | NOP | NOP |  8  | 10  |  tsval  |  tsecr  |
 *   SACK-permitted    | NOP | NOP |  4  |  2  |
 *   window scale      | NOP |  3  |  3  | shift |
 *   user timeout      | 28  |  4  | unit, value |
 *   Fast Open         |(NOP | NOP)| 34  | len | cookie ...
 *   AccECN            |(NOP ...)| 172 or 174 | len | counts of 3 bytes, up to 3 ...
 *   SACK              | NOP | NOP |  5  | len | start | end | ...
 *
 * MSS + SACK-permitted + TS + window scale take 20 bytes, which leaves the room that TCP-AO and MD5
 * need (RFC 5925 7.6), or the longest Fast Open cookie; a SYN has one of the two at most. SACK
 * takes what room is left of the 40: 4 blocks alone, 3 beside TS (RFC 2018 3), 1 beside TS and
 * TCP-AO; of more, the first ones are written, which are the ones that matter (RFC 2018 4). A
 * signature stands first, at a place that is the same in every segment; its MAC is zeros, for
 * whoever has the key to fill in.
 *
 * The experimental form of Fast Open (kind 254) is not spoken: RFC 7413 8 wants
 * nobody to any more, and Linux begins with kind 34.
 */
#include <linux/string.h>

#include "wire/bytes.h"
#include "wire/tcpopt.h"

#define KIND_ACCECN0		172	/* RFC 9768 */
#define KIND_ACCECN1		174
#define KIND_EOL		0
#define KIND_NOP		1
#define KIND_MSS		2
#define KIND_WSCALE		3
#define KIND_SACK_PERM		4
#define KIND_SACK		5
#define KIND_TS			8
#define KIND_MD5		19	/* RFC 2385 */
#define KIND_UTO		28
#define KIND_AO			29	/* RFC 5925 */
#define KIND_FASTOPEN		34	/* RFC 7413 */

#define LEN_ACCECN_BASE		2
#define LEN_ACCECN_COUNT	3
#define LEN_MSS			4
#define LEN_WSCALE		3
#define LEN_SACK_PERM		2
#define LEN_SACK_BASE		2
#define LEN_SACK_BLOCK		8
#define LEN_TS			10
#define LEN_MD5			18
#define LEN_UTO			4
#define LEN_AO_BASE		4
#define LEN_FASTOPEN_BASE	2

/* Sizes as written, with the NOPs that align them */
#define SPACE_MSS		4
#define SPACE_WSCALE		4
#define SPACE_SACK_PERM		4
#define SPACE_TS		12
#define SPACE_UTO		4
#define SPACE_SACK_BASE		4
#define SPACE_AO		(TN_TCPOPT_MAC_AT + TN_TCPOPT_AO_MAC)
#define SPACE_MD5		(TN_TCPOPT_MAC_AT + TN_TCPOPT_MD5_MAC)

/* NOP NOP TS 10, and its kin, as one big-endian word */
#define WORD(a, b, c, d)	((u32)(a) << 24 | (b) << 16 | (c) << 8 | (d))

static void tcpopt_read_ts(const u8 *body, struct tn_tcpopt *opt)
{
	opt->has |= TN_OPT_TS;
	opt->tsval = tn_get_be32(body);
	opt->tsecr = tn_get_be32(body + 4);
}

static void tcpopt_read_sack(const u8 *body, u32 nsack, struct tn_tcpopt *opt)
{
	u32 i;

	if (!nsack || nsack > TN_TCPOPT_NSACK_MAX)
		return;
	opt->has |= TN_OPT_SACK;
	opt->nsack = (u8)nsack;
	for (i = 0; i < nsack; i++) {
		opt->sack[i].start = tn_get_be32(body + i * LEN_SACK_BLOCK);
		opt->sack[i].end = tn_get_be32(body + i * LEN_SACK_BLOCK + 4);
	}
}

/* A signature of @len bytes, @at bytes behind the first option. */
static enum tn_reason tcpopt_read_auth(const u8 *p, u32 len, u32 at, struct tn_tcpopt *opt)
{
	u32 base = p[0] == KIND_AO ? LEN_AO_BASE : 2;

	/* RFC 5925 2.2: one of them at most, and not both kinds */
	if (len < base || opt->has & TN_OPT_AUTH)
		return TN_REASON_TCP_AUTH_MALFORMED;
	opt->has |= p[0] == KIND_AO ? TN_OPT_AO : TN_OPT_MD5;
	if (p[0] == KIND_AO) {
		opt->keyid = p[2];
		opt->rnext = p[3];
	}
	opt->mac_at = (u8)(at + base);
	opt->mac_len = (u8)(len - base);
	return TN_REASON_NONE;
}

/* RFC 7413 4.1.1: a cookie of another length is ignored */
static void tcpopt_read_cookie(const u8 *body, u32 len, struct tn_tcpopt *opt)
{
	if (len && (len < TN_COOKIE_MIN || len > TN_COOKIE_MAX || len % 2))
		return;
	opt->has |= TN_OPT_FASTOPEN;
	opt->cookie.len = (u8)len;
	memcpy(opt->cookie.byte, body, len);
}

/* RFC 9768 3.2.3: what is too short for a count is padding, and so is what is behind the third */
static void tcpopt_read_accecn(const u8 *p, u32 len, struct tn_tcpopt *opt)
{
	u32 n = (len - LEN_ACCECN_BASE) / LEN_ACCECN_COUNT, i;

	opt->has |= TN_OPT_ACCECN;
	opt->acc_order = p[0] == KIND_ACCECN1;
	opt->acc_n = n < TN_TCPOPT_ACCECN_MAX ? (u8)n : TN_TCPOPT_ACCECN_MAX;
	for (i = 0, p += LEN_ACCECN_BASE; i < opt->acc_n; i++, p += LEN_ACCECN_COUNT)
		opt->acc[i] = (u32)p[0] << 16 | tn_get_be16(p + 1);
}

/* One option with a length octet, all of its @len bytes readable, other than a signature */
static void tcpopt_read(const u8 *p, u32 len, struct tn_tcpopt *opt)
{
	switch (p[0]) {
	case KIND_MSS:
		if (len == LEN_MSS) {
			opt->has |= TN_OPT_MSS;
			opt->mss = tn_get_be16(p + 2);
		}
		break;
	case KIND_WSCALE:
		if (len == LEN_WSCALE) {
			opt->has |= TN_OPT_WSCALE;
			/* RFC 7323 2.3: a larger shift is taken for 14 */
			opt->wscale = p[2] > TN_TCPOPT_WSCALE_MAX ? TN_TCPOPT_WSCALE_MAX : p[2];
		}
		break;
	case KIND_SACK_PERM:
		if (len == LEN_SACK_PERM)
			opt->has |= TN_OPT_SACK_PERM;
		break;
	case KIND_SACK:
		if (len % LEN_SACK_BLOCK == LEN_SACK_BASE)
			tcpopt_read_sack(p + LEN_SACK_BASE, len / LEN_SACK_BLOCK, opt);
		break;
	case KIND_UTO:
		if (len == LEN_UTO) {
			opt->has |= TN_OPT_UTO;
			opt->uto = tn_get_be16(p + 2);
		}
		break;
	case KIND_ACCECN0:
	case KIND_ACCECN1:
		tcpopt_read_accecn(p, len, opt);
		break;
	case KIND_TS:
		if (len == LEN_TS)
			tcpopt_read_ts(p + 2, opt);
		break;
	case KIND_FASTOPEN:
		tcpopt_read_cookie(p + LEN_FASTOPEN_BASE, len - LEN_FASTOPEN_BASE, opt);
		break;
	}
}

/**
 * tn_tcpopt_parse() - read the options of a received segment
 * @p:   the options, behind the fixed header
 * @len: bytes of them, all readable
 * @opt: where they go; good only with TN_REASON_NONE
 *
 * Return: TN_REASON_NONE; TN_REASON_TCP_BAD_OPTION for a length that is impossible;
 * TN_REASON_TCP_AUTH_MALFORMED for a signature too many, or too short.
 * Context: any. RFC 9293 3.1, 3.2 (MUST-4 to 7, 64, 68), RFC 7323, RFC 2018, RFC 5925 2.2.
 */
enum tn_reason tn_tcpopt_parse(const u8 *p, u32 len, struct tn_tcpopt *opt)
{
	const u8 *first = p;
	enum tn_reason reason;
	u32 optlen;

	opt->has = 0;
	opt->nsack = 0;
	if (len == SPACE_TS && tn_get_be32(p) == WORD(KIND_NOP, KIND_NOP, KIND_TS, LEN_TS)) {
		tcpopt_read_ts(p + 4, opt);
		return TN_REASON_NONE;
	}
	for (; len; p += optlen, len -= optlen) {
		if (p[0] == KIND_EOL)
			break;
		if (p[0] == KIND_NOP) {
			optlen = 1;
			continue;
		}
		if (len < 2)
			return TN_REASON_TCP_BAD_OPTION;
		optlen = p[1];
		if (optlen < 2 || optlen > len)
			return TN_REASON_TCP_BAD_OPTION;
		if (p[0] != KIND_AO && (p[0] != KIND_MD5 || optlen != LEN_MD5)) {
			tcpopt_read(p, optlen, opt);
			continue;
		}
		reason = tcpopt_read_auth(p, optlen, (u32)(p - first), opt);
		if (reason)
			return reason;
	}
	return TN_REASON_NONE;
}

/**
 * tn_tcpopt_auth_len() - how many bytes a signature takes
 * @has: TN_OPT_AO, TN_OPT_MD5 or neither; other bits make no difference
 *
 * Return: bytes, a multiple of 4.
 * Context: any. RFC 5925 7.6.
 */
u32 tn_tcpopt_auth_len(u8 has)
{
	if (has & TN_OPT_AO)
		return SPACE_AO;
	return has & TN_OPT_MD5 ? SPACE_MD5 : 0;
}

/**
 * tn_tcpopt_accecn_len() - how many bytes an AccECN option takes
 * @n: counts in it
 *
 * Return: bytes, a multiple of 4.
 * Context: any. RFC 9768 3.2.3 table 5.
 */
u32 tn_tcpopt_accecn_len(u8 n)
{
	return (LEN_ACCECN_BASE + n * LEN_ACCECN_COUNT + 3) & ~3;
}

/* Bytes of everything but SACK blocks */
static u32 tcpopt_len_base(const struct tn_tcpopt *opt)
{
	u16 has = opt->has;
	u32 len = has & TN_OPT_AUTH ? tn_tcpopt_auth_len(has) : 0;

	if (has & TN_OPT_MSS)
		len += SPACE_MSS;
	if (has & TN_OPT_TS)
		len += SPACE_TS;	/* SACK-permitted takes the place of its NOPs */
	else if (has & TN_OPT_SACK_PERM)
		len += SPACE_SACK_PERM;
	if (has & TN_OPT_WSCALE)
		len += SPACE_WSCALE;
	if (has & TN_OPT_UTO)
		len += SPACE_UTO;
	if (has & TN_OPT_ACCECN)
		len += tn_tcpopt_accecn_len(opt->acc_n);
	if (has & TN_OPT_FASTOPEN)
		len += (LEN_FASTOPEN_BASE + opt->cookie.len + 3) & ~3;
	return len;
}

/**
 * tn_tcpopt_nsack_fit() - how many SACK blocks a header has room for
 * @opt: the other options; whether they include SACK makes no difference
 *
 * Return: blocks, 0 to 4; 3 beside a timestamp, 1 beside a timestamp and TCP-AO.
 * Context: any. RFC 2018 3, RFC 5925 7.6.
 */
u32 tn_tcpopt_nsack_fit(const struct tn_tcpopt *opt)
{
	u32 taken = tcpopt_len_base(opt) + SPACE_SACK_BASE;

	return taken < TN_TCPOPT_MAX ? (TN_TCPOPT_MAX - taken) / LEN_SACK_BLOCK : 0;
}

/* Blocks that will be written: what there is, as far as there is room */
static u32 tcpopt_nsack(const struct tn_tcpopt *opt)
{
	u32 fit = tn_tcpopt_nsack_fit(opt);

	if (!(opt->has & TN_OPT_SACK))
		return 0;
	return opt->nsack < fit ? opt->nsack : fit;
}

/**
 * tn_tcpopt_len() - how many bytes the options take
 * @opt: the options
 *
 * Return: bytes, 0 to 40, a multiple of 4: what tn_tcpopt_build() will write.
 * Context: any.
 */
u32 tn_tcpopt_len(const struct tn_tcpopt *opt)
{
	u32 nsack = tcpopt_nsack(opt);

	return tcpopt_len_base(opt) + (nsack ? SPACE_SACK_BASE + nsack * LEN_SACK_BLOCK : 0);
}

static u8 *tcpopt_put(u8 *p, u32 word)
{
	tn_put_be32(p, word);
	return p + 4;
}

/* A signature whose MAC is zeros */
static u8 *tcpopt_put_auth(u8 *p, const struct tn_tcpopt *opt)
{
	u32 i, mac = TN_TCPOPT_MD5_MAC;

	if (opt->has & TN_OPT_AO) {
		p = tcpopt_put(p, WORD(KIND_AO, SPACE_AO, opt->keyid, opt->rnext));
		mac = TN_TCPOPT_AO_MAC;
	} else {
		p = tcpopt_put(p, WORD(KIND_NOP, KIND_NOP, KIND_MD5, LEN_MD5));
	}
	for (i = 0; i < mac; i += 4)
		p = tcpopt_put(p, 0);
	return p;
}

/* An even number of bytes, so there are two NOPs or none. */
static u8 *tcpopt_put_cookie(u8 *p, const struct tn_cookie *cookie)
{
	u32 len = LEN_FASTOPEN_BASE + cookie->len;

	for (; len % 4; len++)
		*p++ = KIND_NOP;
	*p++ = KIND_FASTOPEN;
	*p++ = LEN_FASTOPEN_BASE + cookie->len;
	memcpy(p, cookie->byte, cookie->len);
	return p + cookie->len;
}

static u8 *tcpopt_put_accecn(u8 *p, const struct tn_tcpopt *opt)
{
	u32 len = LEN_ACCECN_BASE + opt->acc_n * LEN_ACCECN_COUNT, i;

	for (i = len; i % 4; i++)
		*p++ = KIND_NOP;
	*p++ = opt->acc_order ? KIND_ACCECN1 : KIND_ACCECN0;
	*p++ = (u8)len;
	for (i = 0; i < opt->acc_n; i++, p += LEN_ACCECN_COUNT) {
		p[0] = (u8)(opt->acc[i] >> 16);
		tn_put_be16(p + 1, (u16)opt->acc[i]);
	}
	return p;
}

/**
 * tn_tcpopt_build() - write the options
 * @p:   tn_tcpopt_len(@opt) bytes
 * @opt: the options; SACK blocks beyond what fits are left out
 *
 * Return: bytes written.
 * Context: any. RFC 9293 3.2, RFC 7323 appendix A, RFC 2018 3, RFC 5925 2.2.
 */
u32 tn_tcpopt_build(u8 *p, const struct tn_tcpopt *opt)
{
	bool sack_perm = opt->has & TN_OPT_SACK_PERM;
	u32 nsack = tcpopt_nsack(opt);
	u8 *start = p;
	u32 i;

	if (opt->has & TN_OPT_AUTH)
		p = tcpopt_put_auth(p, opt);
	if (opt->has & TN_OPT_MSS)
		p = tcpopt_put(p, WORD(KIND_MSS, LEN_MSS, 0, 0) | opt->mss);
	if (opt->has & TN_OPT_TS) {
		p = tcpopt_put(p, sack_perm ? WORD(KIND_SACK_PERM, LEN_SACK_PERM, KIND_TS, LEN_TS) :
					      WORD(KIND_NOP, KIND_NOP, KIND_TS, LEN_TS));
		p = tcpopt_put(p, opt->tsval);
		p = tcpopt_put(p, opt->tsecr);
	} else if (sack_perm) {
		p = tcpopt_put(p, WORD(KIND_NOP, KIND_NOP, KIND_SACK_PERM, LEN_SACK_PERM));
	}
	if (opt->has & TN_OPT_WSCALE)
		p = tcpopt_put(p, WORD(KIND_NOP, KIND_WSCALE, LEN_WSCALE, opt->wscale));
	if (opt->has & TN_OPT_UTO)
		p = tcpopt_put(p, WORD(KIND_UTO, LEN_UTO, 0, 0) | opt->uto);
	if (opt->has & TN_OPT_FASTOPEN)
		p = tcpopt_put_cookie(p, &opt->cookie);
	if (opt->has & TN_OPT_ACCECN)
		p = tcpopt_put_accecn(p, opt);
	if (nsack)
		p = tcpopt_put(p, WORD(KIND_NOP, KIND_NOP, KIND_SACK,
				       LEN_SACK_BASE + nsack * LEN_SACK_BLOCK));
	for (i = 0; i < nsack; i++) {
		p = tcpopt_put(p, opt->sack[i].start);
		p = tcpopt_put(p, opt->sack[i].end);
	}
	return (u32)(p - start);
}
