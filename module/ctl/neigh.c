// SPDX-License-Identifier: GPL-2.0
/*
 * NEIGH_GET and NEIGH_DEL: the ARP cache of link/neigh.c.
 */
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "ctl/genl.h"
#include "link/neigh.h"

const struct nla_policy tn_ctl_neigh_policy[TANDEM_A_NEIGH_IFINDEX + 1] = {
	[TANDEM_A_NEIGH_DST] = {
		.type = NLA_REJECT,
		.reject_message = "neighbours are forgotten by device, not one by one",
	},
	[TANDEM_A_NEIGH_IFINDEX] = { .type = NLA_U32 },
};

/**
 * tn_ctl_neigh_del() - NEIGH_DEL
 * @skb:  the request
 * @info: the same, parsed
 *
 * Return: 0, or -ENODEV with the reason in the extended ack.
 */
int tn_ctl_neigh_del(struct sk_buff *skb, struct genl_info *info)
{
	struct net_device *dev = NULL;
	int err = 0;

	rtnl_lock();
	if (info->attrs[TANDEM_A_NEIGH_IFINDEX]) {
		dev = tn_genl_dev(info, TANDEM_A_NEIGH_IFINDEX);
		if (!dev)
			err = -ENODEV;
	}
	if (!err)
		tn_neigh_flush(genl_info_net(info), dev, 0);
	rtnl_unlock();
	return err;
}

static int tn_ctl_neigh_fill(struct sk_buff *skb, const void *object)
{
	const struct tn_neigh_info *neigh = object;

	return nla_put_in_addr(skb, TANDEM_A_NEIGH_DST, neigh->addr) ||
	       nla_put_u32(skb, TANDEM_A_NEIGH_IFINDEX, neigh->dev->ifindex) ||
	       nla_put_string(skb, TANDEM_A_NEIGH_STATE, tn_nud_name(neigh->state)) ||
	       (tn_nud_usable(neigh->state) &&
		nla_put(skb, TANDEM_A_NEIGH_LLADDR, sizeof(neigh->ha), neigh->ha));
}

static int tn_ctl_neigh_put(const struct tn_neigh_info *neigh, void *arg)
{
	return tn_genl_dump_one(arg, tn_ctl_neigh_fill, neigh);
}

/**
 * tn_ctl_neigh_walk() - NEIGH_GET
 * @net:  whose
 * @dump: the dump
 *
 * Context: RCU.
 */
void tn_ctl_neigh_walk(struct net *net, struct tn_genl_dump *dump)
{
	tn_neigh_walk(net, tn_ctl_neigh_put, dump);
}
