// SPDX-License-Identifier: GPL-2.0
/*
 * Transmit: from a finished IPv4 packet to the device's queue.
 *
 *   layer-3 device           the packet as it is
 *   Ethernet without ARP     Ethernet header to the device's own address (dummy)
 *   Ethernet                 neighbour table: known -> header, sent at once, without a lock
 *                                             unknown -> queued there, sent when the answer comes
 *
 * What is handed to dev_queue_xmit() is what the native stack would hand over: checksum and
 * segmentation are left to the device by CHECKSUM_PARTIAL and the GSO fields, the departure time is
 * in skb->tstamp, so qdiscs, taps and offloads work.
 */
#include <linux/if_ether.h>
#include <linux/netdevice.h>

#include <net/sch_generic.h>

#include "link/dev.h"
#include "link/drop.h"
#include "link/neigh.h"
#include "link/output.h"

static int tn_output_queue(struct sk_buff *skb)
{
	int ret = dev_queue_xmit(skb);

	return ret > 0 ? net_xmit_errno(ret) : ret;
}

/**
 * tn_output_ethernet() - send a packet to a known Ethernet address
 * @skb: IPv4 packet, consumed; skb->dev is set, data at the network header
 * @ha:  destination
 *
 * Return: 0 or a negative errno.
 * Context: RCU; BH as it comes.
 */
int tn_output_ethernet(struct sk_buff *skb, const u8 *ha)
{
	struct net_device *dev = skb->dev;

	if (skb_cow_head(skb, LL_RESERVED_SPACE(dev))) {
		tn_drop_skb(dev_net(dev), skb, TN_REASON_NO_MEMORY);
		return -ENOMEM;
	}
	if (dev_hard_header(skb, dev, ETH_P_IP, ha, NULL, skb->len) < 0) {
		tn_drop_skb(dev_net(dev), skb, TN_REASON_DEV_DOWN);
		return -ENETDOWN;
	}
	return tn_output_queue(skb);
}

/**
 * tn_link_output() - send an IPv4 packet to its next hop
 * @skb:     the packet, consumed; data and network header at the IPv4 header, protocol set. With
 *           dst_pending_confirm set (skb_set_dst_pending_confirm()) the next hop counts as heard
 *           from: the transport made progress over it.
 * @dev:     the device
 * @nexthop: the neighbour that gets it; ignored where there is no ARP
 *
 * Return: 0 when sent or waiting for the neighbour's address, or a negative errno when dropped (and
 * counted, unless the device's queue did it: -ENOBUFS).
 * Context: RCU; BH as it comes; no neighbour or bucket lock.
 */
int tn_link_output(struct sk_buff *skb, struct net_device *dev, __be32 nexthop)
{
	u8 ha[ETH_ALEN];
	int ret;

	skb->dev = dev;
	if (!tn_dev_has_ethernet(dev)) {
		if (skb_cow_head(skb, LL_RESERVED_SPACE(dev))) {
			tn_drop_skb(dev_net(dev), skb, TN_REASON_NO_MEMORY);
			return -ENOMEM;
		}
		return tn_output_queue(skb);
	}
	if (!tn_dev_has_arp(dev))
		return tn_output_ethernet(skb, dev->dev_addr);

	ret = tn_neigh_resolve(dev, nexthop, skb, ha);
	return ret > 0 ? tn_output_ethernet(skb, ha) : ret;
}

/**
 * tn_link_doubt() - a transport gets no answer by way of a next hop
 * @dev:     the device
 * @nexthop: the neighbour; ignored where there is no ARP
 *
 * Context: RCU; BH as it comes; no neighbour or bucket lock.
 */
void tn_link_doubt(struct net_device *dev, __be32 nexthop)
{
	if (tn_dev_has_ethernet(dev) && tn_dev_has_arp(dev))
		tn_neigh_doubt(dev, nexthop);
}

/**
 * tn_link_waits() - does the device's queue hold packets until their departure time?
 * @dev: the device
 *
 * Of several queues the first speaks for all: a qdisc is set for the device.
 *
 * Context: RCU.
 * Return: true for fq.
 */
bool tn_link_waits(const struct net_device *dev)
{
	return !strcmp(rcu_dereference(netdev_get_tx_queue(dev, 0)->qdisc)->ops->id, "fq");
}
