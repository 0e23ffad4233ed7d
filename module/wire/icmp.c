// SPDX-License-Identifier: GPL-2.0
/*
 * ICMP messages: bytes to struct and back, RFC 792, RFC 950, RFC 1122 3.2.2.
 *
 *    0       1       2               4               6              8
 *    +-------+-------+---------------+---------------+--------------+
 *    | type  | code  |   checksum    |  id           |  seq         |  query, then its data
 *    | type  | code  |   checksum    |  0            |  mtu         |  too big, then the quote
 *    | type  | code  |   checksum    |  0                           |  others, then the quote
 *    +-------+-------+---------------+------------------------------+
 *
 * The checksum covers the whole message, which may lie in several pieces, so it is the caller's: in
 * the kernel skb_checksum_simple_validate(), elsewhere tn_csum(). The same holds for building: the
 * field is left 0.
 *
 * An error quotes the packet that it is about: the IPv4 header and at least 8 bytes behind it. That
 * is all a transport may rely on (RFC 5927 tells what to make of it): for TCP the ports and the
 * sequence number. The quoted header came back from a router: its checksum, TTL, TOS and total
 * length may have been altered, so only its shape is checked.
 */
#include "wire/bytes.h"
#include "wire/icmp.h"

/**
 * tn_icmp_parse() - read the head of a message
 * @p:     the message
 * @avail: bytes readable at @p
 * @icmp:  where it goes; undefined unless the message is good. Fields that its type does not have
 *         are 0.
 *
 * Return: TN_REASON_NONE, or TN_REASON_PKT_TOO_SHORT below 8 bytes.
 * Context: any. RFC 792, RFC 1191 4.
 */
enum tn_reason tn_icmp_parse(const u8 *p, u32 avail, struct tn_icmp *icmp)
{
	if (avail < TN_ICMP_HLEN)
		return TN_REASON_PKT_TOO_SHORT;

	*icmp = (struct tn_icmp){ .type = p[0], .code = p[1] };
	if (tn_icmp_is_query(icmp->type)) {
		icmp->id = tn_get_be16(p + 4);
		icmp->seq = tn_get_be16(p + 6);
	} else if (icmp->type == TN_ICMP_DEST_UNREACH && icmp->code == TN_ICMP_FRAG_NEEDED) {
		icmp->mtu = tn_get_be16(p + 6);
	}
	return TN_REASON_NONE;
}

/**
 * tn_icmp_parse_quote() - read what an error message quotes
 * @p:     the quoted IPv4 header, TN_ICMP_HLEN behind the message's start
 * @avail: bytes readable at @p
 * @quote: where it goes; undefined unless the quotation is good
 *
 * A quoted fragment other than the first has no transport header, and no error may be sent about
 * one (RFC 1122 3.2.2).
 *
 * Return: TN_REASON_NONE; TN_REASON_PKT_TOO_SHORT for less than header and 8 bytes;
 * TN_REASON_ICMP_BAD for nonsense.
 * Context: any. RFC 792, RFC 1122 3.2.2.
 */
enum tn_reason tn_icmp_parse_quote(const u8 *p, u32 avail, struct tn_icmp_quote *quote)
{
	enum tn_reason why = tn_ipv4_parse_fields(p, avail, &quote->ip);

	if (why)
		return why == TN_REASON_PKT_TOO_SHORT ? why : TN_REASON_ICMP_BAD;
	if (quote->ip.frag & TN_IPV4_OFFSET_MASK)
		return TN_REASON_ICMP_BAD;
	p += quote->ip.hlen;
	avail -= quote->ip.hlen;
	if (avail < TN_ICMP_QUOTE_MIN)
		return TN_REASON_PKT_TOO_SHORT;

	quote->sport = tn_get_raw16(p);
	quote->dport = tn_get_raw16(p + 2);
	quote->seq = tn_get_be32(p + 4);
	return TN_REASON_NONE;
}

/**
 * tn_icmp_build() - write the head of a message
 * @p:    TN_ICMP_HLEN bytes
 * @icmp: what it says; fields that its type does not have are written as 0
 *
 * The checksum field is 0. The caller sums head and body and puts the result at
 * TN_ICMP_CSUM_OFFSET.
 *
 * Context: any. RFC 792.
 */
void tn_icmp_build(u8 *p, const struct tn_icmp *icmp)
{
	memset(p, 0, TN_ICMP_HLEN);
	p[0] = icmp->type;
	p[1] = icmp->code;
	if (tn_icmp_is_query(icmp->type)) {
		tn_put_be16(p + 4, icmp->id);
		tn_put_be16(p + 6, icmp->seq);
	} else if (icmp->type == TN_ICMP_DEST_UNREACH && icmp->code == TN_ICMP_FRAG_NEEDED) {
		tn_put_be16(p + 6, icmp->mtu);
	}
}
