/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ARP packets: in from the receive hook, out for the neighbour table and for new addresses.
 */
#ifndef TN_LINK_ARP_H
#define TN_LINK_ARP_H

#include <linux/types.h>

struct net_device;
struct sk_buff;
struct tn_upper;

bool tn_arp_receive(struct sk_buff *skb, const struct tn_upper *upper);
void tn_arp_ask(struct net_device *dev, __be32 target, __be32 source, const u8 *ha);
void tn_arp_announce(struct net_device *dev, __be32 addr);

#endif /* TN_LINK_ARP_H */
