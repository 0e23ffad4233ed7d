/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Routes. See route.c.
 */
#ifndef TN_IP_ROUTE_H
#define TN_IP_ROUTE_H

#include <linux/list.h>
#include <linux/types.h>

#include "ip/fib.h"

struct net;
struct net_device;
struct netlink_ext_ack;

/**
 * struct tn_path - how to reach a destination; good as long as the RCU section it was looked up in
 * @dev:     device to send on
 * @saddr:   source address: the caller's, or the one chosen
 * @nexthop: the neighbour to send to
 * @mtu:     largest IPv4 packet, bytes
 * @local:   the destination is an address of ours (tandem0 brings it back)
 */
struct tn_path {
	struct net_device *dev;
	__be32 saddr;
	__be32 nexthop;
	u32 mtu;
	u8 local;
};

/**
 * struct tn_route - a route that somebody asked for (connected ones follow from the addresses)
 * @node: in tn_ipnet.routes, RTNL
 * @dst:  destination prefix
 * @plen: its length, 0..32 bits
 * @gw:   gateway, or 0: hosts of the prefix are on the link
 * @dev:  device; the route goes before the device does
 */
struct tn_route {
	struct list_head node;
	__be32 dst;
	u8 plen;
	__be32 gw;
	struct net_device *dev;
};

int tn_route_add(struct net *net, __be32 dst, u8 plen, __be32 gw, struct net_device *dev,
		 struct netlink_ext_ack *extack);
int tn_route_del(struct net *net, __be32 dst, u8 plen, __be32 gw, struct net_device *dev,
		 struct netlink_ext_ack *extack);
int tn_route_walk(struct net *net, int (*fn)(const struct tn_fib_entry *entry, void *arg),
		  void *arg);
int tn_route_lookup(struct net *net, __be32 daddr, __be32 saddr, int oif, struct tn_path *path);

void tn_route_rebuild(struct net *net);
void tn_route_drop_dev(struct net *net, const struct net_device *dev);
void tn_route_free_table(struct net *net);

#endif /* TN_IP_ROUTE_H */
