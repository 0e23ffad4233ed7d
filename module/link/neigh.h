/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The neighbour table: next hops on Ethernet and their addresses. See neigh.c for its rules and
 * locking.
 */
#ifndef TN_LINK_NEIGH_H
#define TN_LINK_NEIGH_H

#include <linux/if_ether.h>
#include <linux/types.h>

#include "link/nud.h"

struct net;
struct net_device;
struct sk_buff;
struct tn_neigh_table;

/**
 * struct tn_neigh_info - one neighbour, as shown to users
 * @dev:    the device it is on
 * @addr:   its IPv4 address
 * @ha:     its Ethernet address, when tn_nud_usable(@state)
 * @state:  enum tn_nud_state
 * @queued: packets that wait for it
 */
struct tn_neigh_info {
	const struct net_device *dev;
	__be32 addr;
	u8 ha[ETH_ALEN];
	u8 state;
	u32 queued;
};

int tn_neigh_resolve(struct net_device *dev, __be32 addr, struct sk_buff *skb, u8 *ha);
void tn_neigh_heard(struct net_device *dev, __be32 addr, const u8 *ha, enum tn_nud_heard how);
void tn_neigh_doubt(struct net_device *dev, __be32 addr);
void tn_neigh_flush(struct net *net, const struct net_device *dev, __be32 addr);
int tn_neigh_walk(struct net *net, int (*fn)(const struct tn_neigh_info *info, void *arg),
		  void *arg);

struct tn_neigh_table *tn_neigh_table_new(struct net *net);
void tn_neigh_table_free(struct tn_neigh_table *table);

#endif /* TN_LINK_NEIGH_H */
