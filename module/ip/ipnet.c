// SPDX-License-Identifier: GPL-2.0
/*
 * The ip room per network namespace: its state, its birth and its end, and what it does for the
 * link room below.
 *
 * When a namespace starts, the link room is ready and its devices are hooked; connecting to it
 * (tn_upper_set()) is the last step, from which on packets come in. At its end disconnecting is the
 * first step, in pre_exit, after which the core waits for the packets that are inside. See
 * link/linknet.c for the order of the rooms.
 */
#include <linux/random.h>
#include <linux/rtnetlink.h>
#include <net/netns/generic.h>

#include "ip/addr.h"
#include "ip/icmp.h"
#include "ip/ipnet.h"
#include "ip/proto.h"
#include "ip/receive.h"
#include "ip/route.h"
#include "link/upper.h"
#include "wire/ipv4.h"

static unsigned int tn_ipnet_id __read_mostly;

/**
 * tn_ipnet() - the ip room's state of a network namespace
 * @net: the namespace
 *
 * Return: the state, from its init to its exit.
 * Context: any.
 */
struct tn_ipnet *tn_ipnet(const struct net *net)
{
	return net_generic(net, tn_ipnet_id);
}

static void tn_ipnet_dev_changed(struct net_device *dev)
{
	tn_route_rebuild(dev_net(dev));
	if (netif_running(dev))
		tn_addr_announce(dev);
}

static const struct tn_upper tn_ipnet_upper = {
	.owns = tn_addr_owns,
	.answers = tn_addr_is_on,
	.source = tn_addr_source,
	.rx = tn_ip_receive,
	.gave_up = tn_icmp_unreachable,
	.dev_changed = tn_ipnet_dev_changed,
	.dev_gone = tn_addr_drop_dev,
};

static int __net_init tn_ipnet_init(struct net *net)
{
	struct tn_ipnet *in = tn_ipnet(net);

	INIT_LIST_HEAD(&in->addrs);
	INIT_LIST_HEAD(&in->routes);
	get_random_bytes(&in->id_key, sizeof(in->id_key));
	tn_icmp_limit_init(in);

	rtnl_lock();
	tn_route_rebuild(net);
	tn_upper_set(net, &tn_ipnet_upper);
	rtnl_unlock();
	return 0;
}

static void __net_exit tn_ipnet_pre_exit(struct net *net)
{
	rtnl_lock();
	tn_upper_set(net, NULL);
	tn_addr_drop_all(net);
	tn_route_drop_dev(net, NULL);
	tn_route_rebuild(net);
	rtnl_unlock();
}

static void __net_exit tn_ipnet_exit(struct net *net)
{
	tn_route_free_table(net);
}

static struct pernet_operations tn_ipnet_ops = {
	.init = tn_ipnet_init,
	.pre_exit = tn_ipnet_pre_exit,
	.exit = tn_ipnet_exit,
	.id = &tn_ipnet_id,
	.size = sizeof(struct tn_ipnet),
};

/**
 * tn_ip_init() - start the ip room, in every network namespace
 *
 * Return: 0 or a negative errno.
 * Context: process, no locks. After tn_link_init().
 */
int __init tn_ip_init(void)
{
	int err;

	err = tn_ip_register(TN_IPV4_PROTO_ICMP, &tn_icmp_proto);
	if (err)
		return err;
	err = register_pernet_device(&tn_ipnet_ops);
	if (err)
		tn_ip_unregister(TN_IPV4_PROTO_ICMP);
	return err;
}

/**
 * tn_ip_exit() - end the ip room, in every network namespace
 *
 * Context: process, no locks. Before tn_link_exit().
 */
void tn_ip_exit(void)
{
	unregister_pernet_device(&tn_ipnet_ops);
	tn_ip_unregister(TN_IPV4_PROTO_ICMP);
}
