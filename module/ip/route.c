// SPDX-License-Identifier: GPL-2.0
/*
 * Routes: what leads where.
 *
 * The forwarding table (fib.c) follows from the addresses and the routes asked for; it is computed
 * anew by tn_route_rebuild() after every change and swapped in under RCU. In order of preference:
 *
 *   127.0.0.0/8                   local, on tandem0
 *   for every address of ours:    the address itself, local, by way of tandem0
 *                                 its subnet's broadcast address
 *                                 its subnet, direct                          (a "connected" route)
 *   for every route asked for:    its prefix, direct or by a gateway
 *
 * Connected routes and routes over a device that is down are left out, and come back with the
 * device. A gateway must be on a connected network when its route is added; a route lives until it
 * is deleted, or its device loses its last address.
 *
 * A lookup is one search in that table per packet, or two if it must be a certain device. It gives
 * a struct tn_path: values, and a device that is good for the RCU section.
 *
 * Left out so far: metrics, several routes for one prefix, path MTUs, redirects (RFC 1122 3.2.2.2).
 */
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "ip/addr.h"
#include "ip/ipnet.h"
#include "ip/route.h"
#include "link/linknet.h"

#define ROUTE_MAX		1024	/* routes asked for in a network namespace */
#define ROUTE_PER_ADDR		3	/* entries that follow from one address */
#define ROUTE_LOOPBACK		0x7f000000U
#define ROUTE_LOOPBACK_HOST	0x7f000001U

/* The table as it is allocated; tn_ipnet.fib points to @fib. */
struct tn_route_table {
	struct rcu_head rcu;
	struct tn_fib fib;
};

static bool tn_route_dev_up(const struct net_device *dev)
{
	return READ_ONCE(dev->flags) & IFF_UP;
}

static struct tn_fib *tn_route_table_new(const struct tn_ipnet *in)
{
	struct tn_route_table *table;
	const struct list_head *pos;
	u32 room = 1;

	list_for_each(pos, &in->addrs)
		room += ROUTE_PER_ADDR;
	list_for_each(pos, &in->routes)
		room++;
	/* taking an address away must not fail */
	table = kvzalloc(struct_size(table, fib.e, room), GFP_KERNEL | __GFP_NOFAIL);
	table->fib.room = room;
	return &table->fib;
}

static void tn_route_table_free(struct tn_fib *fib)
{
	struct tn_route_table *table;

	if (!fib)
		return;
	table = container_of(fib, struct tn_route_table, fib);
	kvfree_rcu(table, rcu);
}

static void tn_route_insert_addr(struct tn_fib *fib, const struct tn_addr *a,
				 struct net_device *tandem0)
{
	__be32 mask = tn_fib_mask(a->plen);
	struct tn_fib_entry e = {
		.dst = a->addr,
		.plen = 32,
		.kind = TN_FIB_LOCAL,
		.src = a->addr,
		.dev = tandem0,
	};

	tn_fib_insert(fib, &e);
	if (a->plen == 32 || !tn_route_dev_up(a->dev))
		return;
	e.dev = a->dev;
	if (a->plen < 31) {
		e.dst = a->addr | ~mask;
		e.kind = TN_FIB_BROADCAST;
		tn_fib_insert(fib, &e);
	}
	e.dst = a->addr & mask;
	e.plen = a->plen;
	e.kind = TN_FIB_DIRECT;
	tn_fib_insert(fib, &e);
}

static void tn_route_insert_route(struct tn_fib *fib, const struct net *net,
				  const struct tn_route *r)
{
	struct tn_fib_entry e = {
		.dst = r->dst,
		.plen = r->plen,
		.kind = r->gw ? TN_FIB_GATEWAY : TN_FIB_DIRECT,
		.gw = r->gw,
		.src = tn_addr_source(net, r->dev, r->gw ? r->gw : r->dst),
		.dev = r->dev,
	};

	if (e.src && tn_route_dev_up(r->dev))
		tn_fib_insert(fib, &e);
}

/**
 * tn_route_rebuild() - compute the forwarding table anew
 * @net: the network namespace, whose addresses, routes or devices have changed
 *
 * Context: RTNL, may sleep. Does not fail.
 */
void tn_route_rebuild(struct net *net)
{
	struct net_device *tandem0 = tn_linknet(net)->tandem0;
	struct tn_ipnet *in = tn_ipnet(net);
	struct tn_fib *fib = tn_route_table_new(in);
	struct tn_fib *old = rtnl_dereference(in->fib);
	const struct tn_addr *a;
	const struct tn_route *r;
	struct tn_fib_entry loopback = {
		.dst = tn_to_be32(ROUTE_LOOPBACK),
		.plen = 8,
		.kind = TN_FIB_LOCAL,
		.src = tn_to_be32(ROUTE_LOOPBACK_HOST),
		.dev = tandem0,
	};

	tn_fib_insert(fib, &loopback);
	list_for_each_entry(a, &in->addrs, node)
		tn_route_insert_addr(fib, a, tandem0);
	list_for_each_entry(r, &in->routes, node)
		tn_route_insert_route(fib, net, r);

	rcu_assign_pointer(in->fib, fib);
	tn_route_table_free(old);
}

/*
 * The way to a destination over one device, as SO_BINDTODEVICE asks for it: by the routes over that
 * device; without any the destination is taken to be on the link, as in the native stack. Of
 * addresses of this host there are none behind a device other than tandem0.
 */
static int tn_route_over(struct net *net, __be32 daddr, int oif, struct tn_fib_entry *found)
{
	const struct tn_fib *fib = rcu_dereference(tn_ipnet(net)->fib);
	struct net_device *dev = dev_get_by_index_rcu(net, oif);
	const struct tn_fib_entry *e = tn_fib_lookup(fib, daddr, NULL);

	if (!dev)
		return -ENODEV;
	if (e && e->kind == TN_FIB_LOCAL && e->dev != dev)
		return -ENETUNREACH;
	e = tn_fib_lookup(fib, daddr, dev);
	if (e) {
		*found = *e;
		return 0;
	}
	found->kind = TN_FIB_DIRECT;
	found->src = tn_addr_source(net, dev, daddr);
	found->dev = dev;
	return found->src ? 0 : -ENETUNREACH;
}

/**
 * tn_route_lookup() - how to reach a destination
 * @net:   the network namespace
 * @daddr: the destination
 * @saddr: the source address, if it is decided (the caller sees to it that it is ours); 0: choose
 *         one
 * @oif:   index of the device that it must be; 0: any
 * @path:  where the answer goes
 *
 * Return: 0; -ENETUNREACH: no route, or not a unicast destination; -EINVAL: a 127/8 source to
 * elsewhere; -ENODEV: there is no device @oif.
 * Context: RCU; @path->dev is good until its end. RFC 1122 3.3.1, 3.3.4.3.
 */
int tn_route_lookup(struct net *net, __be32 daddr, __be32 saddr, int oif, struct tn_path *path)
{
	const struct tn_fib_entry *e;
	struct tn_fib_entry over = {};
	int err;

	/* also what a TCP connection may not go to, RFC 9293 3.9.2.3 */
	if (tn_ipv4_bad_source(daddr))
		return -ENETUNREACH;
	if (unlikely(oif)) {
		err = tn_route_over(net, daddr, oif, &over);
		if (err)
			return err;
		e = &over;
	} else {
		e = tn_fib_lookup(rcu_dereference(tn_ipnet(net)->fib), daddr, NULL);
	}
	if (!e || e->kind == TN_FIB_BROADCAST || !tn_route_dev_up(e->dev))
		return -ENETUNREACH;
	/* RFC 1122 3.2.1.3 (g): never outside of the host */
	if (tn_ipv4_is_loopback(saddr) && e->kind != TN_FIB_LOCAL)
		return -EINVAL;

	path->dev = e->dev;
	path->saddr = saddr ? saddr : e->src;
	path->nexthop = e->kind == TN_FIB_GATEWAY ? e->gw : daddr;
	path->mtu = READ_ONCE(e->dev->mtu);
	path->local = e->kind == TN_FIB_LOCAL;
	return 0;
}

/* Find the device of a route to be added, or say why not. */
static struct net_device *tn_route_find_dev(struct net *net, __be32 gw, struct net_device *dev,
					    struct netlink_ext_ack *extack)
{
	const struct tn_fib *fib = rtnl_dereference(tn_ipnet(net)->fib);
	const struct tn_fib_entry *e;

	if (!gw && !dev) {
		NL_SET_ERR_MSG(extack, "a route needs a gateway or a device");
		return ERR_PTR(-EINVAL);
	}
	if (dev && !tn_addr_source(net, dev, 0)) {
		NL_SET_ERR_MSG(extack, "the device has no Tandem address");
		return ERR_PTR(-ENODEV);
	}
	if (!gw)
		return dev;
	e = tn_fib_lookup(fib, gw, NULL);
	if (e && e->kind == TN_FIB_LOCAL) {
		NL_SET_ERR_MSG(extack, "the gateway is an address of this host");
		return ERR_PTR(-EINVAL);
	}
	if (!e || e->kind != TN_FIB_DIRECT || (dev && e->dev != dev)) {
		NL_SET_ERR_MSG(extack, "the gateway is not on a connected network");
		return ERR_PTR(-ENETUNREACH);
	}
	return e->dev;
}

static int tn_route_check(struct net *net, __be32 dst, u8 plen, struct netlink_ext_ack *extack)
{
	const struct tn_route *r;
	u32 count = 0;

	if (plen > 32 || dst & ~tn_fib_mask(plen)) {
		NL_SET_ERR_MSG(extack, "not a prefix: bits behind the prefix length are set");
		return -EINVAL;
	}
	if (plen && (tn_ipv4_bad_source(dst) || tn_ipv4_is_loopback(dst))) {
		NL_SET_ERR_MSG(extack, "not a unicast destination");
		return -EINVAL;
	}
	list_for_each_entry(r, &tn_ipnet(net)->routes, node) {
		if (r->dst == dst && r->plen == plen)
			goto exists;
		count++;
	}
	if (tn_fib_find(rtnl_dereference(tn_ipnet(net)->fib), dst, plen))
		goto exists;
	if (count >= ROUTE_MAX) {
		NL_SET_ERR_MSG(extack, "too many routes");
		return -ENOSPC;
	}
	return 0;

exists:
	NL_SET_ERR_MSG(extack, "there is a route for this prefix");
	return -EEXIST;
}

/**
 * tn_route_add() - add a route
 * @net:    the network namespace
 * @dst:    destination prefix, host bits zero
 * @plen:   its length, 0..32 bits; 0: default route
 * @gw:     gateway, on a connected network; 0: the prefix is on the link
 * @dev:    device, with a Tandem address; NULL: the gateway's
 * @extack: where an error is explained, or NULL
 *
 * Return: 0; -EINVAL, -EEXIST, -ENODEV, -ENETUNREACH, -ENOSPC, -ENOMEM.
 * Context: RTNL, may sleep.
 */
int tn_route_add(struct net *net, __be32 dst, u8 plen, __be32 gw, struct net_device *dev,
		 struct netlink_ext_ack *extack)
{
	struct tn_route *r;
	int err;

	ASSERT_RTNL();
	err = tn_route_check(net, dst, plen, extack);
	if (err)
		return err;
	dev = tn_route_find_dev(net, gw, dev, extack);
	if (IS_ERR(dev))
		return PTR_ERR(dev);

	r = kzalloc(sizeof(*r), GFP_KERNEL_ACCOUNT);
	if (!r)
		return -ENOMEM;
	r->dst = dst;
	r->plen = plen;
	r->gw = gw;
	r->dev = dev;
	list_add_tail(&r->node, &tn_ipnet(net)->routes);
	tn_route_rebuild(net);
	return 0;
}

/**
 * tn_route_del() - delete a route that was added
 * @net:    the network namespace
 * @dst:    destination prefix
 * @plen:   its length, bits
 * @gw:     its gateway; 0: any
 * @dev:    its device; NULL: any
 * @extack: where an error is explained, or NULL
 *
 * Connected routes go with their address only.
 *
 * Return: 0 or -ESRCH.
 * Context: RTNL, may sleep.
 */
int tn_route_del(struct net *net, __be32 dst, u8 plen, __be32 gw, struct net_device *dev,
		 struct netlink_ext_ack *extack)
{
	struct tn_route *r;

	ASSERT_RTNL();
	list_for_each_entry(r, &tn_ipnet(net)->routes, node) {
		if (r->dst != dst || r->plen != plen)
			continue;
		if ((gw && r->gw != gw) || (dev && r->dev != dev))
			continue;
		list_del(&r->node);
		tn_route_rebuild(net);
		kfree(r);
		return 0;
	}
	NL_SET_ERR_MSG(extack, "no such route");
	return -ESRCH;
}

/**
 * tn_route_walk() - visit the forwarding table of a network namespace
 * @net: the namespace
 * @fn:  called for each entry, most specific first, of every kind; must not sleep; a value other
 *       than 0 ends the walk
 * @arg: passed to @fn
 *
 * Return: 0, or what @fn returned.
 * Context: any.
 */
int tn_route_walk(struct net *net, int (*fn)(const struct tn_fib_entry *entry, void *arg),
		  void *arg)
{
	const struct tn_fib *fib;
	int ret = 0;
	u32 i;

	rcu_read_lock();
	fib = rcu_dereference(tn_ipnet(net)->fib);
	for (i = 0; !ret && i < fib->count; i++)
		ret = fn(&fib->e[i], arg);
	rcu_read_unlock();
	return ret;
}

/**
 * tn_route_drop_dev() - forget the routes over a device
 * @net: the network namespace
 * @dev: the device; NULL: all. The caller rebuilds.
 *
 * Context: RTNL.
 */
void tn_route_drop_dev(struct net *net, const struct net_device *dev)
{
	struct tn_route *r, *next;

	list_for_each_entry_safe(r, next, &tn_ipnet(net)->routes, node) {
		if (dev && r->dev != dev)
			continue;
		list_del(&r->node);
		kfree(r);
	}
}

/**
 * tn_route_free_table() - the network namespace is gone, nobody looks up any more
 * @net: the namespace
 *
 * Context: process.
 */
void tn_route_free_table(struct net *net)
{
	tn_route_table_free(rcu_dereference_protected(tn_ipnet(net)->fib, true));
}
