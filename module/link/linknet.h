/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the link room keeps per network namespace, and the room's doors for main.c.
 */
#ifndef TN_LINK_LINKNET_H
#define TN_LINK_LINKNET_H

#include <linux/list.h>
#include <linux/types.h>
#include <net/net_namespace.h>

#include "base/hook.h"

struct net_device;
struct tn_neigh_table;
struct tn_upper;

/**
 * struct tn_linknet - the link room's state of one network namespace
 * @stats:   all counters of the namespace, of every room; lives from the namespace's start to its
 *           end
 * @upper:   the host layer above, or NULL; written by tn_upper_set(), read under RCU
 * @devs:    attached devices, struct tn_dev; written under RTNL, read under RTNL or RCU
 * @neigh:   the neighbour table; set once
 * @tandem0: the namespace's own device; set once, unregistered when the namespace or the module
 *           goes
 *
 * Created with the namespace (or for all of them when the module loads). From pre_exit on no packet
 * enters: all devices are detached there, and the core waits for RCU before any exit function runs.
 */
struct tn_linknet {
	struct tn_stats __percpu *stats;
	const struct tn_upper __rcu *upper;
	struct list_head devs;
	struct tn_neigh_table *neigh;
	struct net_device *tandem0;
};

struct tn_linknet *tn_linknet(const struct net *net);
struct tn_stats __percpu *tn_stats(const struct net *net);

int tn_link_init(void);
void tn_link_exit(void);

#endif /* TN_LINK_LINKNET_H */
