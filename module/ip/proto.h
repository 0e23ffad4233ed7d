/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Transports, by IPv4 protocol number.
 */
#ifndef TN_IP_PROTO_H
#define TN_IP_PROTO_H

#include <linux/types.h>

#include "wire/icmp.h"
#include "wire/ipv4.h"

struct net;
struct sk_buff;

/**
 * struct tn_ip_proto - a transport
 * @rx:        a packet; consumed. data and transport header are behind the IPv4 header, the network
 *             header is at it, what lay behind the packet is trimmed. skb->dev is the device,
 *             tn_rx_time() the arrival. Not a fragment, source and destination are good unicast
 *             addresses, the transport checksum is not verified. BH off, RCU
 * @err:       ICMP says something about a packet from an address of ours; may be NULL. type and
 *             code as received; a next hop that did not resolve comes as host unreachable from
 *             ourselves. BH off, RCU
 * @addr_gone: @addr is no longer ours: end what uses it; may be NULL. RTNL, may sleep
 */
struct tn_ip_proto {
	void (*rx)(struct sk_buff *skb, const struct tn_ipv4 *ip);
	void (*err)(struct net *net, const struct tn_icmp *icmp, const struct tn_icmp_quote *quote);
	void (*addr_gone)(struct net *net, __be32 addr);
};

int tn_ip_register(u8 protocol, const struct tn_ip_proto *proto);
void tn_ip_unregister(u8 protocol);
const struct tn_ip_proto *tn_proto_get(u8 protocol);
void tn_proto_addr_gone(struct net *net, __be32 addr);

#endif /* TN_IP_PROTO_H */
