/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Transmit: a finished IPv4 packet to its next hop.
 */
#ifndef TN_LINK_OUTPUT_H
#define TN_LINK_OUTPUT_H

#include <linux/skbuff.h>

struct net_device;

int tn_output_ethernet(struct sk_buff *skb, const u8 *ha);
bool tn_link_waits(const struct net_device *dev);
void tn_link_doubt(struct net_device *dev, __be32 nexthop);
int tn_link_output(struct sk_buff *skb, struct net_device *dev, __be32 nexthop);

#endif /* TN_LINK_OUTPUT_H */
