/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the link room asks of, and tells, the layer above it.
 *
 * link/ never includes ip/: the host layer hands in these calls, one set per network namespace,
 * when its own state of that namespace is ready, and takes them back before that state goes. In
 * between every packet goes to the native stack.
 */
#ifndef TN_LINK_UPPER_H
#define TN_LINK_UPPER_H

#include <linux/types.h>

struct net;
struct net_device;
struct sk_buff;

/**
 * struct tn_upper - the host layer
 * @owns:        is @addr Tandem's when it is the destination of a packet that arrived on @dev? RCU
 * @answers:     is @addr Tandem's on @dev itself, so that ARP is answered there? RCU
 * @source:      the address to ask from, by ARP, for @target on @dev; 0: none. RCU
 * @rx:          an IPv4 packet to an owned address; consumed. data and network header are at the
 *               IPv4 header, the device is skb->dev, the arrival time tn_rx_time(). BH off, RCU
 * @gave_up:     the next hop of @skb, a packet of ours, did not resolve; @skb stays the caller's.
 *               data and network header are at the IPv4 header. BH off, RCU
 * @dev_changed: @dev, attached, went up or down, or its MTU or address changed. RTNL
 * @dev_gone:    @dev, attached, leaves the namespace: forget it, and tn_dev_detach() it as often as
 *               it was attached. RTNL
 */
struct tn_upper {
	bool (*owns)(const struct net *net, const struct net_device *dev, __be32 addr);
	bool (*answers)(const struct net *net, const struct net_device *dev, __be32 addr);
	__be32 (*source)(const struct net *net, const struct net_device *dev, __be32 target);
	void (*rx)(struct sk_buff *skb);
	void (*gave_up)(struct sk_buff *skb);
	void (*dev_changed)(struct net_device *dev);
	void (*dev_gone)(struct net_device *dev);
};

void tn_upper_set(struct net *net, const struct tn_upper *upper);
const struct tn_upper *tn_upper_get(const struct net *net);

#endif /* TN_LINK_UPPER_H */
