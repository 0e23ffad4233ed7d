/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tandem's own addresses. See addr.c.
 */
#ifndef TN_IP_ADDR_H
#define TN_IP_ADDR_H

#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

struct net;
struct net_device;
struct netlink_ext_ack;

/**
 * struct tn_addr - an address that Tandem owns
 * @node: in tn_ipnet.addrs, in the order they were added; written under RTNL, read under RTNL or
 *        RCU
 * @dev:  the device it is on; the address goes before the device does
 * @addr: the address
 * @plen: length of its subnet's prefix, 1..32 bits
 * @rcu:  frees it after the last reader
 */
struct tn_addr {
	struct list_head node;
	struct net_device *dev;
	__be32 addr;
	u8 plen;
	struct rcu_head rcu;
};

int tn_addr_add(struct net *net, struct net_device *dev, __be32 addr, u8 plen,
		struct netlink_ext_ack *extack);
int tn_addr_del(struct net *net, struct net_device *dev, __be32 addr, u8 plen,
		struct netlink_ext_ack *extack);
int tn_addr_walk(struct net *net, int (*fn)(const struct tn_addr *a, void *arg), void *arg);
bool tn_addr_owns(const struct net *net, const struct net_device *dev, __be32 addr);
bool tn_addr_is_on(const struct net *net, const struct net_device *dev, __be32 addr);
__be32 tn_addr_mask(const struct net *net, __be32 addr);
__be32 tn_addr_source(const struct net *net, const struct net_device *dev, __be32 target);

void tn_addr_announce(struct net_device *dev);
void tn_addr_drop_dev(struct net_device *dev);
void tn_addr_drop_all(struct net *net);

#endif /* TN_IP_ADDR_H */
