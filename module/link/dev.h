/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Attached devices: those that carry a Tandem address, and tandem0.
 */
#ifndef TN_LINK_DEV_H
#define TN_LINK_DEV_H

#include <linux/if_arp.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>

struct netlink_ext_ack;

/**
 * struct tn_dev - an attached device
 * @node:  in tn_linknet.devs; written under RTNL, read under RTNL or RCU
 * @dev:   the device; not referenced: the notifier detaches before it goes
 * @hook:  the ingress hook on it
 * @users: addresses on it (tandem0: plus one), RTNL
 * @rcu:   frees it after the last reader
 */
struct tn_dev {
	struct list_head node;
	struct net_device *dev;
	struct nf_hook_ops hook;
	unsigned int users;
	struct rcu_head rcu;
};

/* Next hops on @dev have Ethernet addresses; otherwise packets go out as they are. */
static inline bool tn_dev_has_ethernet(const struct net_device *dev)
{
	return dev->type == ARPHRD_ETHER;
}

/* They are found by ARP. Ethernet without ARP (dummy) sends to its own address. */
static inline bool tn_dev_has_arp(const struct net_device *dev)
{
	return tn_dev_has_ethernet(dev) && !(READ_ONCE(dev->flags) & IFF_NOARP);
}

int tn_dev_attach(struct net_device *dev, struct netlink_ext_ack *extack);
void tn_dev_detach(struct net_device *dev);
int tn_dev_walk(struct net *net, int (*fn)(const struct tn_dev *td, void *arg), void *arg);
void tn_dev_detach_all(struct net *net);

int tn_dev_init(void);
void tn_dev_exit(void);

#endif /* TN_LINK_DEV_H */
