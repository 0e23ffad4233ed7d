// SPDX-License-Identifier: GPL-2.0
/*
 * Addresses: what Tandem owns.
 *
 * An address that is given to Tandem on a device is Tandem's alone. Adding it attaches the device
 * (from then on its packets and its ARP are taken from the native stack), makes it and its subnet
 * known to the routes and, on Ethernet, announces it. Deleting undoes that and ends the connections
 * that use it.
 *
 * Refused are addresses that no host can have and those that the native stack of the same namespace
 * has: two stacks answering for one address would be worse than none.
 *
 * Which packets are ours, the weak host model (RFC 1122 3.3.4.2): an address of ours is accepted on
 * every attached device, whichever carries it, because a peer may reach us over any; but ARP is
 * answered only on the device that carries it. 127/8 belongs to tandem0, always and only there (RFC
 * 1122 3.2.1.3 (g)).
 *
 * Locking: the list is written under RTNL and read under RTNL or RCU. Whether an address is ours is
 * answered from the forwarding table, because that is asked for every packet.
 */
#include <linux/inetdevice.h>
#include <linux/netdevice.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "ip/addr.h"
#include "ip/fib.h"
#include "ip/ipnet.h"
#include "ip/proto.h"
#include "ip/route.h"
#include "link/arp.h"
#include "link/dev.h"
#include "link/tandem0.h"

#define ADDR_MAX	256	/* addresses in a network namespace */

/* The native stack has @addr on some device of @net. */
static bool tn_addr_is_native(struct net *net, __be32 addr)
{
	const struct in_ifaddr *ifa;
	struct in_device *in_dev;
	struct net_device *dev;

	for_each_netdev(net, dev) {
		in_dev = __in_dev_get_rtnl(dev);
		if (!in_dev)
			continue;
		in_dev_for_each_ifa_rtnl(ifa, in_dev)
			if (ifa->ifa_local == addr)
				return true;
	}
	return false;
}

static int tn_addr_check(struct net *net, __be32 addr, u8 plen, struct netlink_ext_ack *extack)
{
	__be32 host = addr & ~tn_fib_mask(plen);

	if (!plen || plen > 32) {
		NL_SET_ERR_MSG(extack, "prefix length must be 1 to 32");
		return -EINVAL;
	}
	if (tn_ipv4_bad_source(addr)) {
		NL_SET_ERR_MSG(extack, "not a unicast address");
		return -EINVAL;
	}
	if (tn_ipv4_is_loopback(addr)) {
		NL_SET_ERR_MSG(extack, "127.0.0.0/8 is on " TN_TANDEM0_NAME " already");
		return -EINVAL;
	}
	/* RFC 1122 3.2.1.3; subnets of two addresses have no others, RFC 3021 */
	if (plen < 31 && (!host || host == ~tn_fib_mask(plen))) {
		NL_SET_ERR_MSG(extack, "the subnet's own or its broadcast address");
		return -EINVAL;
	}
	if (tn_addr_owns(net, NULL, addr)) {
		NL_SET_ERR_MSG(extack, "Tandem has this address already");
		return -EEXIST;
	}
	if (tn_addr_is_native(net, addr)) {
		NL_SET_ERR_MSG(extack, "the native stack has this address");
		return -EADDRINUSE;
	}
	return 0;
}

static u32 tn_addr_count(const struct tn_ipnet *in)
{
	const struct tn_addr *a;
	u32 count = 0;

	list_for_each_entry(a, &in->addrs, node)
		count++;
	return count;
}

/**
 * tn_addr_add() - give an address to Tandem
 * @net:    the network namespace
 * @dev:    the device to have it on
 * @addr:   the address
 * @plen:   prefix length of its subnet, 1..32 bits
 * @extack: where an error is explained, or NULL
 *
 * Return: 0; -EINVAL, -EEXIST, -EADDRINUSE (native), -ENOSPC, -ENOMEM, or what tn_dev_attach()
 * says.
 * Context: RTNL, may sleep.
 */
int tn_addr_add(struct net *net, struct net_device *dev, __be32 addr, u8 plen,
		struct netlink_ext_ack *extack)
{
	struct tn_ipnet *in = tn_ipnet(net);
	struct tn_addr *a;
	int err;

	ASSERT_RTNL();
	err = tn_addr_check(net, addr, plen, extack);
	if (err)
		return err;
	if (tn_addr_count(in) >= ADDR_MAX) {
		NL_SET_ERR_MSG(extack, "too many addresses");
		return -ENOSPC;
	}
	a = kzalloc(sizeof(*a), GFP_KERNEL_ACCOUNT);
	if (!a)
		return -ENOMEM;
	err = tn_dev_attach(dev, extack);
	if (err) {
		kfree(a);
		return err;
	}
	a->dev = dev;
	a->addr = addr;
	a->plen = plen;
	list_add_tail_rcu(&a->node, &in->addrs);
	tn_route_rebuild(net);
	tn_arp_announce(dev, addr);
	return 0;
}

static bool tn_addr_dev_has_any(const struct tn_ipnet *in, const struct net_device *dev)
{
	const struct tn_addr *a;

	list_for_each_entry(a, &in->addrs, node)
		if (a->dev == dev)
			return true;
	return false;
}

/* The table first, so that nothing new uses the address; then those that do; then the device. */
static void tn_addr_remove(struct net *net, struct tn_addr *a)
{
	struct tn_ipnet *in = tn_ipnet(net);

	list_del_rcu(&a->node);
	if (!tn_addr_dev_has_any(in, a->dev))
		tn_route_drop_dev(net, a->dev);
	tn_route_rebuild(net);
	tn_proto_addr_gone(net, a->addr);
	tn_dev_detach(a->dev);
	kfree_rcu(a, rcu);
}

/**
 * tn_addr_del() - take an address away from Tandem
 * @net:    the network namespace
 * @dev:    the device that has it
 * @addr:   the address
 * @plen:   prefix length it was added with
 * @extack: where an error is explained, or NULL
 *
 * With the last address of a device its routes go, too.
 *
 * Return: 0 or -EADDRNOTAVAIL.
 * Context: RTNL, may sleep.
 */
int tn_addr_del(struct net *net, struct net_device *dev, __be32 addr, u8 plen,
		struct netlink_ext_ack *extack)
{
	struct tn_addr *a;

	ASSERT_RTNL();
	list_for_each_entry(a, &tn_ipnet(net)->addrs, node) {
		if (a->dev == dev && a->addr == addr && a->plen == plen) {
			tn_addr_remove(net, a);
			return 0;
		}
	}
	NL_SET_ERR_MSG(extack, "no such address on this device");
	return -EADDRNOTAVAIL;
}

/**
 * tn_addr_walk() - visit the addresses of a network namespace
 * @net: the namespace
 * @fn:  called for each, in the order they were added; a value other than 0 ends the walk
 * @arg: passed to @fn
 *
 * Return: 0, or what @fn returned.
 * Context: RTNL or RCU; @fn runs under the same.
 */
int tn_addr_walk(struct net *net, int (*fn)(const struct tn_addr *a, void *arg), void *arg)
{
	const struct tn_addr *a;
	int ret;

	list_for_each_entry_rcu(a, &tn_ipnet(net)->addrs, node, lockdep_rtnl_is_held()) {
		ret = fn(a, arg);
		if (ret)
			return ret;
	}
	return 0;
}

/**
 * tn_addr_owns() - is an address Tandem's?
 * @net:  the network namespace
 * @dev:  where a packet to it arrived, attached; NULL: is it ours at all (as for bind())?
 * @addr: the address
 *
 * Return: true when it is.
 * Context: any. RFC 1122 3.3.4.2, weak host model.
 */
bool tn_addr_owns(const struct net *net, const struct net_device *dev, __be32 addr)
{
	const struct tn_fib_entry *e;
	bool ours;

	if (tn_ipv4_is_loopback(addr))
		return !dev || tn_tandem0_is(dev);
	rcu_read_lock();
	e = tn_fib_lookup(rcu_dereference(tn_ipnet(net)->fib), addr, NULL);
	ours = e && e->kind == TN_FIB_LOCAL;
	rcu_read_unlock();
	return ours;
}

/**
 * tn_addr_is_on() - is an address Tandem's on one device?
 * @net:  the network namespace
 * @dev:  the device
 * @addr: the address
 *
 * Return: true when it is.
 * Context: any.
 */
bool tn_addr_is_on(const struct net *net, const struct net_device *dev, __be32 addr)
{
	const struct tn_addr *a;
	bool found = false;

	rcu_read_lock();
	list_for_each_entry_rcu(a, &tn_ipnet(net)->addrs, node) {
		found = a->dev == dev && a->addr == addr;
		if (found)
			break;
	}
	rcu_read_unlock();
	return found;
}

/**
 * tn_addr_mask() - the mask of the subnet that one of our addresses is in
 * @net:  the network namespace
 * @addr: the address
 *
 * Return: the mask; 0 if the address is not in our list.
 * Context: any. RFC 950.
 */
__be32 tn_addr_mask(const struct net *net, __be32 addr)
{
	const struct tn_addr *a;
	__be32 mask = 0;

	rcu_read_lock();
	list_for_each_entry_rcu(a, &tn_ipnet(net)->addrs, node)
		if (a->addr == addr) {
			mask = tn_fib_mask(a->plen);
			break;
		}
	rcu_read_unlock();
	return mask;
}

/**
 * tn_addr_source() - the address to speak from to a neighbour
 * @net:    the network namespace
 * @dev:    the device
 * @target: the neighbour
 *
 * Return: an address on @dev, if there is one in the subnet of @target then that; 0: none.
 * Context: any. RFC 1122 3.3.4.3.
 */
__be32 tn_addr_source(const struct net *net, const struct net_device *dev, __be32 target)
{
	const struct tn_addr *a;
	__be32 best = 0;

	rcu_read_lock();
	list_for_each_entry_rcu(a, &tn_ipnet(net)->addrs, node) {
		if (a->dev != dev)
			continue;
		if (!best)
			best = a->addr;
		if (!((a->addr ^ target) & tn_fib_mask(a->plen))) {
			best = a->addr;
			break;
		}
	}
	rcu_read_unlock();
	return best;
}

/**
 * tn_addr_announce() - announce all addresses of a device
 * @dev: the device
 *
 * Context: RTNL.
 */
void tn_addr_announce(struct net_device *dev)
{
	const struct tn_addr *a;

	list_for_each_entry(a, &tn_ipnet(dev_net(dev))->addrs, node)
		if (a->dev == dev)
			tn_arp_announce(dev, a->addr);
}

/**
 * tn_addr_drop_dev() - a device leaves the network namespace
 * @dev: the device
 *
 * Context: RTNL, may sleep.
 */
void tn_addr_drop_dev(struct net_device *dev)
{
	struct net *net = dev_net(dev);
	struct tn_addr *a, *next;

	list_for_each_entry_safe(a, next, &tn_ipnet(net)->addrs, node)
		if (a->dev == dev)
			tn_addr_remove(net, a);
}

/**
 * tn_addr_drop_all() - the network namespace ends
 * @net: the namespace; transports are no longer told
 *
 * Context: RTNL.
 */
void tn_addr_drop_all(struct net *net)
{
	struct tn_addr *a, *next;

	list_for_each_entry_safe(a, next, &tn_ipnet(net)->addrs, node) {
		list_del_rcu(&a->node);
		tn_dev_detach(a->dev);
		kfree_rcu(a, rcu);
	}
}
