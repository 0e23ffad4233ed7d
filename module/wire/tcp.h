/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The TCP header, RFC 9293 3.1, as a host-order struct.
 */
#ifndef TN_WIRE_TCP_H
#define TN_WIRE_TCP_H

#include <linux/types.h>

#include "base/reason.h"
#include "wire/tcpopt.h"

#define TN_TCP_HLEN		20	/* bytes, without options */
#define TN_TCP_HLEN_MAX		60
#define TN_TCP_CSUM_OFFSET	16	/* of the checksum field */

/* In tn_tcp.flags */
#define TN_TCP_FIN	0x01
#define TN_TCP_SYN	0x02
#define TN_TCP_RST	0x04
#define TN_TCP_PSH	0x08
#define TN_TCP_ACK	0x10
#define TN_TCP_URG	0x20
#define TN_TCP_ECE	0x40
#define TN_TCP_CWR	0x80
#define TN_TCP_AE	0x100	/* RFC 9768; once a reserved bit */

/* The three of RFC 9768 3.2 */
#define TN_TCP_ACE	(TN_TCP_AE | TN_TCP_CWR | TN_TCP_ECE)

/**
 * struct tn_tcp - a TCP header without its options
 * @sport: source port
 * @dport: destination port
 * @seq:   sequence number of the first octet, or of the SYN
 * @ack:   acknowledgment number; only with TN_TCP_ACK
 * @wnd:   window field as it is in the header, not scaled
 * @urg:   urgent pointer; only with TN_TCP_URG
 * @flags: TN_TCP_*
 * @hlen:  header length with options, bytes; tn_tcp_build() computes it
 */
struct tn_tcp {
	__be16 sport;
	__be16 dport;
	u32 seq;
	u32 ack;
	u16 wnd;
	u16 urg;
	u16 flags;
	u8 hlen;
};

u32 tn_tcp_need(const u8 *p, u32 avail);
enum tn_reason tn_tcp_parse(const u8 *p, u32 avail, u32 len, struct tn_tcp *h,
			    struct tn_tcpopt *opt);
u32 tn_tcp_hlen(const struct tn_tcpopt *opt);
u32 tn_tcp_build(u8 *p, const struct tn_tcp *h, const struct tn_tcpopt *opt);

#endif /* TN_WIRE_TCP_H */
