/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The IPv4 header, RFC 791 3.1, as a host-order struct.
 */
#ifndef TN_WIRE_IPV4_H
#define TN_WIRE_IPV4_H

#include <linux/types.h>

#include "base/reason.h"
#include "wire/bytes.h"

#define TN_IPV4_HLEN		20	/* bytes, without options */
#define TN_IPV4_HLEN_MAX	60

#define TN_IPV4_PROTO_ICMP	1
#define TN_IPV4_PROTO_TCP	6

/* In tn_ipv4.tos: the ECN field, RFC 3168 5 */
#define TN_ECN_NOT_ECT		0	/* no ECN */
#define TN_ECN_ECT1		1	/* ECN-capable, RFC 9331: L4S */
#define TN_ECN_ECT0		2	/* ECN-capable */
#define TN_ECN_CE		3	/* congestion experienced */
#define TN_ECN_MASK		3

/* In tn_ipv4.frag */
#define TN_IPV4_DF		0x4000	/* don't fragment */
#define TN_IPV4_MF		0x2000	/* more fragments follow */
#define TN_IPV4_OFFSET_MASK	0x1fff	/* fragment offset, in units of 8 bytes */

/**
 * struct tn_ipv4 - an IPv4 header
 * @hlen:    header length with options, bytes; tn_ipv4_build() takes it for 20
 * @tos:     type of service octet: DSCP and ECN
 * @ttl:     time to live, hops
 * @proto:   protocol number of the payload
 * @id:      identification
 * @frag:    flags and fragment offset as they are in the header
 * @tot_len: header and payload, bytes; above 65535 only for merged packets (Big TCP)
 * @saddr:   source address
 * @daddr:   destination address
 */
struct tn_ipv4 {
	u8 hlen;
	u8 tos;
	u8 ttl;
	u8 proto;
	u16 id;
	u16 frag;
	u32 tot_len;
	__be32 saddr;
	__be32 daddr;
};

u32 tn_ipv4_need(const u8 *p, u32 avail);
enum tn_reason tn_ipv4_parse(const u8 *p, u32 avail, u32 skb_len, struct tn_ipv4 *ip);
enum tn_reason tn_ipv4_parse_fields(const u8 *p, u32 avail, struct tn_ipv4 *ip);
void tn_ipv4_build(u8 *p, const struct tn_ipv4 *ip);

/* It is a fragment: more follow, or it is not the first. */
static inline bool tn_ipv4_is_fragment(const struct tn_ipv4 *ip)
{
	return ip->frag & (TN_IPV4_MF | TN_IPV4_OFFSET_MASK);
}

/* 0.0.0.0/8: "this host on this network", RFC 1122 3.2.1.3 (a), (b) */
static inline bool tn_ipv4_is_zeronet(__be32 addr)
{
	return tn_from_be32(addr) >> 24 == 0;
}

/* 127.0.0.0/8, RFC 1122 3.2.1.3 (g): good on tandem0, a martian everywhere else */
static inline bool tn_ipv4_is_loopback(__be32 addr)
{
	return tn_from_be32(addr) >> 24 == 127;
}

/* 224.0.0.0/4 */
static inline bool tn_ipv4_is_multicast(__be32 addr)
{
	return tn_from_be32(addr) >> 28 == 0xe;
}

/* 255.255.255.255, the limited broadcast; a subnet's own broadcast is known to ip/ only */
static inline bool tn_ipv4_is_broadcast(__be32 addr)
{
	return tn_from_be32(addr) == 0xffffffff;
}

/*
 * RFC 1122 3.2.1.3: no host has this address, so nothing may come from it. 127/8 is a question of
 * its own.
 */
static inline bool tn_ipv4_bad_source(__be32 addr)
{
	return tn_ipv4_is_zeronet(addr) || tn_ipv4_is_multicast(addr) || tn_ipv4_is_broadcast(addr);
}

#endif /* TN_WIRE_IPV4_H */
