/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ICMP messages, RFC 792, and what they quote, as host-order structs.
 */
#ifndef TN_WIRE_ICMP_H
#define TN_WIRE_ICMP_H

#include <linux/types.h>

#include "base/reason.h"
#include "wire/ipv4.h"

#define TN_ICMP_HLEN		8	/* bytes */
#define TN_ICMP_CSUM_OFFSET	2	/* of the checksum field */
#define TN_ICMP_TIMESTAMP_LEN	20	/* bytes of a timestamp message: head, three times */
#define TN_ICMP_MASK_LEN	12	/* bytes of an address mask message */
#define TN_ICMP_QUOTE_MIN	8	/* bytes of payload that an error quotes at least */

/* Types */
#define TN_ICMP_ECHO_REPLY	0
#define TN_ICMP_DEST_UNREACH	3
#define TN_ICMP_SOURCE_QUENCH	4
#define TN_ICMP_REDIRECT	5
#define TN_ICMP_ECHO		8
#define TN_ICMP_TIME_EXCEEDED	11
#define TN_ICMP_PARAM_PROBLEM	12
#define TN_ICMP_TIMESTAMP	13
#define TN_ICMP_TIMESTAMP_REPLY	14
#define TN_ICMP_MASK		17
#define TN_ICMP_MASK_REPLY	18

/* Codes of TN_ICMP_DEST_UNREACH */
#define TN_ICMP_NET_UNREACH	0
#define TN_ICMP_HOST_UNREACH	1
#define TN_ICMP_PROTO_UNREACH	2
#define TN_ICMP_PORT_UNREACH	3
#define TN_ICMP_FRAG_NEEDED	4

/**
 * struct tn_icmp - the first 8 bytes of an ICMP message
 * @type: message type
 * @code: its code
 * @id:   identifier, of queries only
 * @seq:  sequence number, of queries only
 * @mtu:  next-hop MTU in bytes, of TN_ICMP_FRAG_NEEDED only (RFC 1191 4); 0 from an old router
 */
struct tn_icmp {
	u8 type;
	u8 code;
	u16 id;
	u16 seq;
	u16 mtu;
};

/**
 * struct tn_icmp_quote - the packet that an ICMP error is about: one of ours, as it came back
 * @ip:    its IPv4 header; @ip.tot_len is what that packet had, not what is quoted
 * @sport: first 8 bytes of its payload, read as TCP: our port,
 * @dport: the peer's port,
 * @seq:   and the sequence number
 */
struct tn_icmp_quote {
	struct tn_ipv4 ip;
	__be16 sport;
	__be16 dport;
	u32 seq;
};

enum tn_reason tn_icmp_parse(const u8 *p, u32 avail, struct tn_icmp *icmp);
enum tn_reason tn_icmp_parse_quote(const u8 *p, u32 avail, struct tn_icmp_quote *quote);
void tn_icmp_build(u8 *p, const struct tn_icmp *icmp);

/* An error message about another packet; errors are never sent about these (RFC 1122 3.2.2). */
static inline bool tn_icmp_is_error(u8 type)
{
	return type == TN_ICMP_DEST_UNREACH || type == TN_ICMP_SOURCE_QUENCH ||
	       type == TN_ICMP_REDIRECT || type == TN_ICMP_TIME_EXCEEDED ||
	       type == TN_ICMP_PARAM_PROBLEM;
}

/* A question or its answer; these have an identifier and a sequence number. */
static inline bool tn_icmp_is_query(u8 type)
{
	return type == TN_ICMP_ECHO || type == TN_ICMP_ECHO_REPLY ||
	       type == TN_ICMP_TIMESTAMP || type == TN_ICMP_TIMESTAMP_REPLY ||
	       type == TN_ICMP_MASK || type == TN_ICMP_MASK_REPLY;
}

#endif /* TN_WIRE_ICMP_H */
