// SPDX-License-Identifier: GPL-2.0
/*
 * ROUTE_NEW, ROUTE_DEL, ROUTE_GET: routes, kept by ip/route.c.
 *
 * Changed are the routes that somebody asked for. Shown is the forwarding
 * table that follows from them and from the addresses, longest prefix first:
 * it is what packets meet.
 */
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "ctl/genl.h"
#include "ip/route.h"

const struct nla_policy tn_ctl_route_policy[TANDEM_A_ROUTE_MAX + 1] = {
	[TANDEM_A_ROUTE_DST] = { .type = NLA_BE32 },
	[TANDEM_A_ROUTE_PREFIXLEN] = { .type = NLA_U8 },
	[TANDEM_A_ROUTE_GATEWAY] = { .type = NLA_BE32 },
	[TANDEM_A_ROUTE_IFINDEX] = { .type = NLA_U32 },
	[TANDEM_A_ROUTE_KIND] = {
		.type = NLA_REJECT,
		.reject_message = "the kind of a route follows from the others",
	},
	[TANDEM_A_ROUTE_SRC] = {
		.type = NLA_REJECT,
		.reject_message = "the source address of a route follows from its device",
	},
};

typedef int (*tn_ctl_route_fn)(struct net *net, __be32 dst, u8 plen, __be32 gw,
			       struct net_device *dev,
			       struct netlink_ext_ack *extack);

/* tn_route_add() and tn_route_del() take the same words. */
static int tn_ctl_route_change(struct genl_info *info, tn_ctl_route_fn change)
{
	struct nlattr **attrs = info->attrs;
	struct net_device *dev = NULL;
	__be32 gw = 0;
	int err;

	err = tn_genl_need(info, TANDEM_A_ROUTE_DST, "the prefix is missing") ?:
	      tn_genl_need(info, TANDEM_A_ROUTE_PREFIXLEN, "the prefix length is missing");
	if (err)
		return err;
	if (attrs[TANDEM_A_ROUTE_GATEWAY])
		gw = nla_get_be32(attrs[TANDEM_A_ROUTE_GATEWAY]);
	rtnl_lock();
	if (attrs[TANDEM_A_ROUTE_IFINDEX]) {
		err = -ENODEV;
		dev = tn_genl_dev(info, TANDEM_A_ROUTE_IFINDEX);
		if (!dev)
			goto out;
	}
	err = change(genl_info_net(info), nla_get_be32(attrs[TANDEM_A_ROUTE_DST]),
		     nla_get_u8(attrs[TANDEM_A_ROUTE_PREFIXLEN]), gw, dev,
		     info->extack);
out:
	rtnl_unlock();
	return err;
}

/**
 * tn_ctl_route_new() - ROUTE_NEW
 * @skb:  the request
 * @info: the same, parsed
 *
 * Return: 0 or -errno, with the reason in the extended ack.
 */
int tn_ctl_route_new(struct sk_buff *skb, struct genl_info *info)
{
	return tn_ctl_route_change(info, tn_route_add);
}

/**
 * tn_ctl_route_del() - ROUTE_DEL
 * @skb:  the request
 * @info: the same, parsed
 *
 * Return: 0 or -errno, with the reason in the extended ack.
 */
int tn_ctl_route_del(struct sk_buff *skb, struct genl_info *info)
{
	return tn_ctl_route_change(info, tn_route_del);
}

static u32 tn_ctl_route_kind(u8 kind)
{
	switch (kind) {
	case TN_FIB_LOCAL:
		return TANDEM_ROUTE_LOCAL;
	case TN_FIB_BROADCAST:
		return TANDEM_ROUTE_BROADCAST;
	case TN_FIB_GATEWAY:
		return TANDEM_ROUTE_GATEWAY;
	default:
		return TANDEM_ROUTE_DIRECT;
	}
}

static int tn_ctl_route_fill(struct sk_buff *skb, const void *object)
{
	const struct tn_fib_entry *entry = object;

	return nla_put_in_addr(skb, TANDEM_A_ROUTE_DST, entry->dst) ||
	       nla_put_u8(skb, TANDEM_A_ROUTE_PREFIXLEN, entry->plen) ||
	       nla_put_u32(skb, TANDEM_A_ROUTE_KIND, tn_ctl_route_kind(entry->kind)) ||
	       nla_put_u32(skb, TANDEM_A_ROUTE_IFINDEX, entry->dev->ifindex) ||
	       (entry->kind == TN_FIB_GATEWAY &&
		nla_put_in_addr(skb, TANDEM_A_ROUTE_GATEWAY, entry->gw)) ||
	       (entry->src && nla_put_in_addr(skb, TANDEM_A_ROUTE_SRC, entry->src));
}

static int tn_ctl_route_put(const struct tn_fib_entry *entry, void *arg)
{
	return tn_genl_dump_one(arg, tn_ctl_route_fill, entry);
}

/**
 * tn_ctl_route_walk() - ROUTE_GET
 * @net:  whose
 * @dump: the dump
 *
 * Context: RCU.
 */
void tn_ctl_route_walk(struct net *net, struct tn_genl_dump *dump)
{
	tn_route_walk(net, tn_ctl_route_put, dump);
}
