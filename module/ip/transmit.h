/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IPv4 packets out.
 */
#ifndef TN_IP_TRANSMIT_H
#define TN_IP_TRANSMIT_H

#include <linux/types.h>

struct net;
struct sk_buff;

/* Bytes in front of the transport header that spare copies: IPv4, Ethernet, VLAN, a tunnel. */
#define TN_IP_HEADROOM	128

/* Default time to live, RFC 1122 3.2.1.7 */
#define TN_IP_TTL	64

/**
 * struct tn_ip_tx - what a transport says about a packet to send
 * @saddr: source address, or 0: the route's choice (a transport with a pseudo-header has asked
 *         before)
 * @daddr: destination address
 * @oif:   index of the device that it must leave by; 0: any
 * @proto: protocol number
 * @tos:   type of service octet: DSCP and ECN
 * @ttl:   time to live, 0: TN_IP_TTL
 * @df:    don't fragment; Tandem itself never fragments
 * @id:    identification of the first packet, with @df only. Any value is right (RFC 6864 4.1); a
 *         transport that counts its segments here helps the receiver's GRO to merge across packets.
 */
struct tn_ip_tx {
	__be32 saddr;
	__be32 daddr;
	int oif;
	u8 proto;
	u8 tos;
	u8 ttl;
	bool df;
	u16 id;
};

bool tn_ip_waits(struct net *net, __be32 saddr, __be32 daddr, int oif);
void tn_ip_doubt(struct net *net, __be32 saddr, __be32 daddr, int oif);
int tn_ip_output(struct net *net, struct sk_buff *skb, const struct tn_ip_tx *tx);

#endif /* TN_IP_TRANSMIT_H */
