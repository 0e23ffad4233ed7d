// SPDX-License-Identifier: GPL-2.0
/*
 * TCP headers: bytes to struct and back, RFC 9293 3.1.
 *
 *    0                   1                   2                   3
 *    +-------------------------------+-------------------------------+
 *  0 |             sport             |             dport             |
 *  4 |                              seq                              |
 *  8 |                              ack                              |
 * 12 | doff  |rsrvd|      flags      |              wnd              |
 * 16 |           checksum            |              urg              |
 * 20 |                  options, doff * 4 - 20                       |
 *    +---------------------------------------------------------------+
 *
 * As with IPv4 (ipv4.c) the parser is told how many bytes it may read and how long the segment is,
 * and tn_tcp_need() tells a caller what to pull. It judges the shape of the header only: whether
 * flags and numbers make sense is for tcp/ to say, which knows the state. The three reserved bits
 * are ignored when received and sent as 0 (RFC 9293 3.1); the fourth is AE (RFC 9768).
 *
 * The checksum is not looked at: it is the kernel's or the NIC's, over the whole segment.
 */
#include "wire/bytes.h"
#include "wire/tcp.h"

/**
 * tn_tcp_need() - how many bytes of a header have to be readable
 * @p:     the header
 * @avail: bytes readable at @p
 *
 * Asked again after each pull, it grows at most once: first the fixed part, then the options.
 *
 * Return: bytes that tn_tcp_parse() wants to see, 20 to 60.
 * Context: any.
 */
u32 tn_tcp_need(const u8 *p, u32 avail)
{
	u32 hlen = avail < TN_TCP_HLEN ? 0 : (p[12] >> 4) * 4;

	return hlen > TN_TCP_HLEN ? hlen : TN_TCP_HLEN;
}

/**
 * tn_tcp_parse() - check and read the header and options of a received segment
 * @p:     the header
 * @avail: bytes readable at @p; tn_tcp_need() of them suffice
 * @len:   header and payload, bytes
 * @h:     where the header goes; good also when the reason is TN_REASON_TCP_BAD_OPTION, so that one
 *         can answer
 * @opt:   where the options go; good only with TN_REASON_NONE
 *
 * Return: TN_REASON_NONE, or what is wrong.
 * Context: any. RFC 9293 3.1, 3.2.
 */
enum tn_reason tn_tcp_parse(const u8 *p, u32 avail, u32 len, struct tn_tcp *h,
			    struct tn_tcpopt *opt)
{
	if (avail < TN_TCP_HLEN || len < TN_TCP_HLEN)
		return TN_REASON_PKT_TOO_SHORT;
	h->hlen = (p[12] >> 4) * 4;
	if (h->hlen < TN_TCP_HLEN || h->hlen > len)
		return TN_REASON_TCP_BAD_DOFF;
	if (h->hlen > avail)
		return TN_REASON_PKT_TOO_SHORT;

	h->sport = tn_get_raw16(p);
	h->dport = tn_get_raw16(p + 2);
	h->seq = tn_get_be32(p + 4);
	h->ack = tn_get_be32(p + 8);
	h->flags = (u16)((p[12] & 1) << 8 | p[13]);
	h->wnd = tn_get_be16(p + 14);
	h->urg = tn_get_be16(p + 18);
	return tn_tcpopt_parse(p + TN_TCP_HLEN, h->hlen - TN_TCP_HLEN, opt);
}

/**
 * tn_tcp_hlen() - the header length that options make
 * @opt: the options, or NULL for none
 *
 * Return: bytes, 20 to 60, a multiple of 4: what tn_tcp_build() will write.
 * Context: any.
 */
u32 tn_tcp_hlen(const struct tn_tcpopt *opt)
{
	return TN_TCP_HLEN + (opt ? tn_tcpopt_len(opt) : 0);
}

/**
 * tn_tcp_build() - write a header and its options
 * @p:   tn_tcp_hlen(@opt) bytes
 * @h:   the header; @h->hlen is not looked at
 * @opt: the options, or NULL for none
 *
 * The checksum field is 0.
 *
 * Return: the header length, bytes.
 * Context: any. RFC 9293 3.1.
 */
u32 tn_tcp_build(u8 *p, const struct tn_tcp *h, const struct tn_tcpopt *opt)
{
	u32 hlen = TN_TCP_HLEN;

	if (opt)
		hlen += tn_tcpopt_build(p + TN_TCP_HLEN, opt);
	tn_put_raw16(p, h->sport);
	tn_put_raw16(p + 2, h->dport);
	tn_put_be32(p + 4, h->seq);
	tn_put_be32(p + 8, h->ack);
	p[12] = (u8)(hlen / 4 << 4 | h->flags >> 8);
	p[13] = (u8)h->flags;
	tn_put_be16(p + 14, h->wnd);
	tn_put_be16(p + 16, 0);
	tn_put_be16(p + 18, h->urg);
	return hlen;
}
