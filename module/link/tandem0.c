// SPDX-License-Identifier: GPL-2.0
/*
 * tandem0, one in every network namespace: a layer-3 device whose transmit side is connected to its
 * receive side.
 *
 *   Tandem -- to its own addresses, 127/8 --> tandem0 --> hook: ours ------> Tandem   (loopback)
 *   Tandem -- to the native address on it --> tandem0 --> hook: not ours --> native   (crosslink)
 *   native -- to Tandem's address on it ----> tandem0 --> hook: ours ------> Tandem   (crosslink)
 *
 * So the device itself decides nothing; the ingress hook (rx.c) does, as on any other device. It is
 * up and hooked from birth, so that Tandem's 127.0.0.1 works with no configuration. Packets pass
 * whole: no checksum is computed and nothing is segmented between two stacks of one memory.
 *
 * Everything that is not IPv4 is dropped on transmit; returning the native stack's own IPv6
 * multicasts to it would only confuse it. The device cannot be created, deleted or moved by users.
 */
#include <linux/if_arp.h>
#include <linux/netdevice.h>
#include <net/dst.h>
#include <linux/rtnetlink.h>

#include "compat.h"
#include "link/dev.h"
#include "link/linknet.h"
#include "link/tandem0.h"

#define TANDEM0_MTU	65535	/* the largest IPv4 packet, bytes */

static netdev_tx_t tn_tandem0_xmit(struct sk_buff *skb, struct net_device *dev)
{
	unsigned int len = skb->len;

	if (skb->protocol != htons(ETH_P_IP)) {
		dev_core_stats_tx_dropped_inc(dev);
		kfree_skb(skb);
		return NETDEV_TX_OK;
	}
	skb_tx_timestamp(skb);
	skb_clear_tstamp(skb);
	skb_orphan(skb);
	skb_dst_drop(skb);
	skb->pkt_type = PACKET_HOST;
	skb_reset_mac_header(skb);

	if (likely(__netif_rx(skb) == NET_RX_SUCCESS))
		dev_lstats_add(dev, len);
	return NETDEV_TX_OK;
}

static void tn_tandem0_get_stats64(struct net_device *dev, struct rtnl_link_stats64 *stats)
{
	u64 packets, bytes;

	dev_lstats_read(dev, &packets, &bytes);
	stats->rx_packets = packets;
	stats->tx_packets = packets;
	stats->rx_bytes = bytes;
	stats->tx_bytes = bytes;
}

static const struct net_device_ops tn_tandem0_netdev_ops = {
	.ndo_start_xmit = tn_tandem0_xmit,
	.ndo_get_stats64 = tn_tandem0_get_stats64,
};

static void tn_tandem0_setup(struct net_device *dev)
{
	dev->type = ARPHRD_NONE;
	dev->flags = IFF_NOARP;
	dev->mtu = TANDEM0_MTU;
	dev->min_mtu = 68;	/* RFC 791 3.2: every module handles this much */
	dev->max_mtu = TANDEM0_MTU;
	dev->netdev_ops = &tn_tandem0_netdev_ops;
	dev->pcpu_stat_type = NETDEV_PCPU_STAT_LSTATS;
	dev->needs_free_netdev = true;
	dev->priv_flags |= IFF_NO_QUEUE;
	dev->features |= NETIF_F_SG | NETIF_F_FRAGLIST | NETIF_F_GSO_SOFTWARE | NETIF_F_HW_CSUM |
			 NETIF_F_RXCSUM | NETIF_F_HIGHDMA | NETIF_F_VLAN_CHALLENGED;
	dev->hw_features |= NETIF_F_GSO_SOFTWARE;
	tn_compat_set_lltx(dev);
	tn_compat_set_netns_immutable(dev);
	tn_compat_set_no_addrconf(dev);
}

/**
 * tn_tandem0_is() - is a device a tandem0?
 * @dev: the device
 *
 * Return: true for the device that this module made, whatever it is called now.
 * Context: any.
 */
bool tn_tandem0_is(const struct net_device *dev)
{
	return dev->netdev_ops == &tn_tandem0_netdev_ops;
}

/**
 * tn_tandem0_create() - make the device of a network namespace, attach it and bring it up
 * @net: the namespace
 *
 * Return: 0 or a negative errno: -EEXIST when there is a device of that name.
 * Context: process, no locks (namespace init).
 */
int tn_tandem0_create(struct net *net)
{
	struct net_device *dev;
	int err;

	dev = alloc_netdev(0, TN_TANDEM0_NAME, NET_NAME_PREDICTABLE, tn_tandem0_setup);
	if (!dev)
		return -ENOMEM;
	dev_net_set(dev, net);

	rtnl_lock();
	err = register_netdevice(dev);
	if (err) {
		rtnl_unlock();
		free_netdev(dev);
		return err;
	}
	tn_linknet(net)->tandem0 = dev;
	err = tn_dev_attach(dev, NULL);
	if (err)
		goto out_unregister;
	err = dev_open(dev, NULL);
	if (err)
		goto out_detach;
	rtnl_unlock();
	return 0;

out_detach:
	tn_dev_detach(dev);
out_unregister:
	unregister_netdevice(dev);
	rtnl_unlock();
	return err;
}

/**
 * tn_tandem0_destroy() - unregister the device of a network namespace
 * @net:  the namespace; nobody uses Tandem in it any more
 * @kill: list for unregister_netdevice_many()
 *
 * Context: RTNL (namespace exit).
 */
void tn_tandem0_destroy(struct net *net, struct list_head *kill)
{
	unregister_netdevice_queue(tn_linknet(net)->tandem0, kill);
}
