// SPDX-License-Identifier: GPL-2.0
/*
 * IPv4 headers: bytes to struct and back, RFC 791 3.1, RFC 1122 3.2.1.
 *
 *    0                   1                   2                   3
 *    +-------+-------+---------------+-------------------------------+
 *  0 |   4   |  ihl  |      tos      |            tot_len            |
 *  4 |              id               | flags |    fragment offset    |
 *  8 |      ttl      |     proto     |        header checksum        |
 * 12 |                             saddr                             |
 * 16 |                             daddr                             |
 * 20 |                       options, ihl * 4 - 20                   |
 *    +---------------------------------------------------------------+
 *
 * Two lengths go into the parser: how many bytes may be read through the pointer (avail) and how
 * long the packet is (skb_len), because the end of a packet may lie in pages that no pointer
 * reaches. A caller with a short pointer asks tn_ipv4_need() how much to pull first.
 *
 * What a host must check about every header (RFC 1122 3.2.1.1 to 3.2.1.3) is checked here, except
 * whether the addresses are ours. Options are checked for length only by being part of the header;
 * they are skipped, not obeyed (RFC 7126 describes why hosts may do so).
 */
#include "wire/csum.h"
#include "wire/ipv4.h"

/**
 * tn_ipv4_need() - how many bytes of a header have to be readable
 * @p:     the header
 * @avail: bytes readable at @p
 *
 * Asked again after each pull, it grows at most once: first the fixed part, then the options.
 *
 * Return: bytes that tn_ipv4_parse() wants to see, 20 to 60.
 * Context: any.
 */
u32 tn_ipv4_need(const u8 *p, u32 avail)
{
	u32 hlen = avail ? (p[0] & 0xf) * 4 : 0;

	return hlen > TN_IPV4_HLEN ? hlen : TN_IPV4_HLEN;
}

/**
 * tn_ipv4_parse_fields() - read a header that is not to be trusted with lengths or a checksum
 * @p:     the header
 * @avail: bytes readable at @p
 * @ip:    where it goes; undefined unless the header is good
 *
 * For headers quoted in ICMP errors: the payload is cut off and routers have changed the header.
 * Checks the version and that the whole header is there.
 *
 * Return: TN_REASON_NONE, or what is wrong.
 * Context: any.
 */
enum tn_reason tn_ipv4_parse_fields(const u8 *p, u32 avail, struct tn_ipv4 *ip)
{
	if (avail < TN_IPV4_HLEN)
		return TN_REASON_PKT_TOO_SHORT;
	/* RFC 1122 3.2.1.1: other versions are discarded */
	if (p[0] >> 4 != 4)
		return TN_REASON_IP_BAD_VERSION;
	ip->hlen = (p[0] & 0xf) * 4;
	if (ip->hlen < TN_IPV4_HLEN)
		return TN_REASON_IP_BAD_IHL;
	if (ip->hlen > avail)
		return TN_REASON_PKT_TOO_SHORT;

	ip->tos = p[1];
	ip->tot_len = tn_get_be16(p + 2);
	ip->id = tn_get_be16(p + 4);
	ip->frag = tn_get_be16(p + 6);
	ip->ttl = p[8];
	ip->proto = p[9];
	ip->saddr = tn_get_raw32(p + 12);
	ip->daddr = tn_get_raw32(p + 16);
	return TN_REASON_NONE;
}

/**
 * tn_ipv4_parse() - check and read the header of a received packet
 * @p:       the header
 * @avail:   bytes readable at @p, not beyond the packet; tn_ipv4_need() of them suffice
 * @skb_len: the whole packet from @p on, bytes; link-layer padding may be included
 * @ip:      where it goes; undefined unless the header is good
 *
 * The caller trims the packet to @ip->tot_len. A total length field of 0 says that the packet was
 * merged beyond 65535 bytes on this machine (Big TCP), and then @skb_len is the length; nothing
 * that short arrives from a wire.
 *
 * Return: TN_REASON_NONE, or what is wrong.
 * Context: any. RFC 791 3.1, RFC 1122 3.2.1.
 */
enum tn_reason tn_ipv4_parse(const u8 *p, u32 avail, u32 skb_len, struct tn_ipv4 *ip)
{
	enum tn_reason why = tn_ipv4_parse_fields(p, avail, ip);

	if (why) {
		/* cut off by the end of the packet, not by a missing pull */
		if (why == TN_REASON_PKT_TOO_SHORT && avail >= TN_IPV4_HLEN && avail >= skb_len)
			return TN_REASON_IP_BAD_IHL;
		return why;
	}
	/* RFC 1122 3.2.1.2: verified on every packet, discarded silently */
	if (tn_csum(p, ip->hlen, 0) != TN_CSUM_GOOD)
		return TN_REASON_IP_BAD_CHECKSUM;
	if (!ip->tot_len && skb_len > 0xffff)
		ip->tot_len = skb_len;
	if (ip->tot_len < ip->hlen || ip->tot_len > skb_len)
		return TN_REASON_IP_BAD_LENGTH;
	return TN_REASON_NONE;
}

/**
 * tn_ipv4_build() - write a header of 20 bytes, with its checksum
 * @p:  TN_IPV4_HLEN bytes
 * @ip: the header; @ip->hlen is not looked at. A @ip->tot_len above 65535 is written as 0 (Big
 *      TCP).
 *
 * Context: any. RFC 791 3.1.
 */
void tn_ipv4_build(u8 *p, const struct tn_ipv4 *ip)
{
	p[0] = 4 << 4 | TN_IPV4_HLEN / 4;
	p[1] = ip->tos;
	tn_put_be16(p + 2, ip->tot_len > 0xffff ? 0 : (u16)ip->tot_len);
	tn_put_be16(p + 4, ip->id);
	tn_put_be16(p + 6, ip->frag);
	p[8] = ip->ttl;
	p[9] = ip->proto;
	tn_put_be16(p + 10, 0);
	tn_put_raw32(p + 12, ip->saddr);
	tn_put_raw32(p + 16, ip->daddr);
	tn_put_be16(p + 10, (u16)~tn_csum(p, TN_IPV4_HLEN, 0));
}
