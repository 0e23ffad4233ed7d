// SPDX-License-Identifier: GPL-2.0
/*
 * Transports, by IPv4 protocol number. They register once for all network namespaces; ip/ never
 * includes them.
 *
 * Readers are under RCU, which tn_ip_unregister() waits for; addr_gone() may sleep and is called
 * under RTNL, which registering and unregistering take.
 */
#include <linux/rcupdate.h>
#include <linux/rtnetlink.h>

#include "ip/proto.h"

static const struct tn_ip_proto __rcu *tn_protos[256];

/**
 * tn_ip_register() - from now on packets of a protocol go to a transport
 * @protocol: IPv4 protocol number
 * @proto:    its calls, static
 *
 * Return: 0 or -EEXIST.
 * Context: process, no locks.
 */
int tn_ip_register(u8 protocol, const struct tn_ip_proto *proto)
{
	int err = -EEXIST;

	rtnl_lock();
	if (!rtnl_dereference(tn_protos[protocol])) {
		rcu_assign_pointer(tn_protos[protocol], proto);
		err = 0;
	}
	rtnl_unlock();
	return err;
}

/**
 * tn_ip_unregister() - a transport goes
 * @protocol: IPv4 protocol number
 *
 * When this returns none of its calls is running, and none will be made.
 *
 * Context: process, no locks, sleeps.
 */
void tn_ip_unregister(u8 protocol)
{
	rtnl_lock();
	RCU_INIT_POINTER(tn_protos[protocol], NULL);
	rtnl_unlock();
	synchronize_rcu();
}

/**
 * tn_proto_get() - who handles a protocol
 * @protocol: IPv4 protocol number
 *
 * Return: its calls, or NULL.
 * Context: RCU.
 */
const struct tn_ip_proto *tn_proto_get(u8 protocol)
{
	return rcu_dereference(tn_protos[protocol]);
}

/**
 * tn_proto_addr_gone() - tell the transports that an address is no longer ours
 * @net:  the network namespace
 * @addr: the address
 *
 * Context: RTNL, may sleep.
 */
void tn_proto_addr_gone(struct net *net, __be32 addr)
{
	const struct tn_ip_proto *proto;
	int i;

	for (i = 0; i < ARRAY_SIZE(tn_protos); i++) {
		proto = rtnl_dereference(tn_protos[i]);
		if (proto && proto->addr_gone)
			proto->addr_gone(net, addr);
	}
}
