// SPDX-License-Identifier: GPL-2.0
/*
 * The link room per network namespace: its state, its birth and its end.
 *
 * Order is everything here, and it is this (STYLE: an init ladder and its mirror):
 *
 *   namespace starts:  link init: counters, neighbour table, tandem0 up and hooked, nobody above it
 *   yet
 *                      ip init, which ends with tn_upper_set(): from now on packets for our
 *                      addresses are stolen sock init
 *   namespace ends:    pre_exit of sock, ip (tn_upper_set(NULL)), link (every device detached)
 *                      the core waits for RCU: no packet is inside the module any more
 *                      exit of sock, ip, link (tandem0 unregistered, the tables freed)
 *
 * That reversal holds only when all three rooms register with register_pernet_device(): a pernet
 * "subsystem" would be left after all "devices", whenever it was registered. Unloading the module
 * is the same walk through every namespace.
 */
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <net/netns/generic.h>

#include "link/dev.h"
#include "link/linknet.h"
#include "link/neigh.h"
#include "link/tandem0.h"
#include "link/upper.h"

static unsigned int tn_linknet_id __read_mostly;

/**
 * tn_linknet() - the link room's state of a network namespace
 * @net: the namespace
 *
 * Return: the state, from its init to its exit.
 * Context: any.
 */
struct tn_linknet *tn_linknet(const struct net *net)
{
	return net_generic(net, tn_linknet_id);
}

/**
 * tn_stats() - the counters of a network namespace
 * @net: the namespace
 *
 * Return: per-CPU counters for tn_count() and its kin.
 * Context: any.
 */
struct tn_stats __percpu *tn_stats(const struct net *net)
{
	return tn_linknet(net)->stats;
}

/**
 * tn_upper_set() - connect or disconnect the host layer of a network namespace
 * @net:   the namespace
 * @upper: its calls, or NULL; static
 *
 * After disconnecting, calls that have begun are over only after an RCU grace period, which
 * pre_exit gives for free.
 *
 * Context: process, any locks.
 */
void tn_upper_set(struct net *net, const struct tn_upper *upper)
{
	rcu_assign_pointer(tn_linknet(net)->upper, upper);
}

/**
 * tn_upper_get() - the host layer of a network namespace
 * @net: the namespace
 *
 * Return: its calls, or NULL.
 * Context: RCU, or RTNL.
 */
const struct tn_upper *tn_upper_get(const struct net *net)
{
	return rcu_dereference_rtnl(tn_linknet(net)->upper);
}

static int __net_init tn_linknet_init(struct net *net)
{
	struct tn_linknet *ln = tn_linknet(net);
	int err = -ENOMEM;

	INIT_LIST_HEAD(&ln->devs);
	ln->stats = alloc_percpu(struct tn_stats);
	if (!ln->stats)
		goto out;
	ln->neigh = tn_neigh_table_new(net);
	if (!ln->neigh)
		goto out_stats;
	err = tn_tandem0_create(net);
	if (err)
		goto out_neigh;
	return 0;

out_neigh:
	tn_neigh_table_free(ln->neigh);
out_stats:
	free_percpu(ln->stats);
out:
	return err;
}

static void __net_exit tn_linknet_pre_exit(struct net *net)
{
	rtnl_lock();
	tn_dev_detach_all(net);
	rtnl_unlock();
}

static void __net_exit tn_linknet_exit_batch(struct list_head *nets)
{
	struct net *net;
	LIST_HEAD(kill);

	rtnl_lock();
	list_for_each_entry(net, nets, exit_list)
		tn_tandem0_destroy(net, &kill);
	unregister_netdevice_many(&kill);
	rtnl_unlock();

	list_for_each_entry(net, nets, exit_list) {
		struct tn_linknet *ln = tn_linknet(net);

		tn_neigh_table_free(ln->neigh);
		free_percpu(ln->stats);
	}
}

static struct pernet_operations tn_linknet_ops = {
	.init = tn_linknet_init,
	.pre_exit = tn_linknet_pre_exit,
	.exit_batch = tn_linknet_exit_batch,
	.id = &tn_linknet_id,
	.size = sizeof(struct tn_linknet),
};

/**
 * tn_link_init() - start the link room, in every network namespace
 *
 * Return: 0 or a negative errno.
 * Context: process, no locks.
 */
int __init tn_link_init(void)
{
	int err;

	err = register_pernet_device(&tn_linknet_ops);
	if (err)
		return err;
	err = tn_dev_init();
	if (err)
		unregister_pernet_device(&tn_linknet_ops);
	return err;
}

/**
 * tn_link_exit() - end the link room, in every network namespace
 *
 * Context: process, no locks.
 */
void tn_link_exit(void)
{
	tn_dev_exit();
	unregister_pernet_device(&tn_linknet_ops);
}
