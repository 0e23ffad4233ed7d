// SPDX-License-Identifier: GPL-2.0
/*
 * ADDR_NEW, ADDR_DEL, ADDR_GET: Tandem's own addresses, kept by ip/addr.c.
 *
 * Here is only the translation between attributes and that file's calls, under
 * RTNL for changes. Whether an address may be had is decided there.
 */
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "ctl/genl.h"
#include "ip/addr.h"

const struct nla_policy tn_ctl_addr_policy[TANDEM_A_ADDR_MAX + 1] = {
	[TANDEM_A_ADDR_LOCAL] = { .type = NLA_BE32 },
	[TANDEM_A_ADDR_PREFIXLEN] = { .type = NLA_U8 },
	[TANDEM_A_ADDR_IFINDEX] = { .type = NLA_U32 },
};

static int tn_ctl_addr_need(struct genl_info *info)
{
	return tn_genl_need(info, TANDEM_A_ADDR_LOCAL, "the address is missing") ?:
	       tn_genl_need(info, TANDEM_A_ADDR_IFINDEX, "the device is missing");
}

/**
 * tn_ctl_addr_new() - ADDR_NEW
 * @skb:  the request
 * @info: the same, parsed
 *
 * Return: 0 or -errno, with the reason in the extended ack.
 */
int tn_ctl_addr_new(struct sk_buff *skb, struct genl_info *info)
{
	struct net_device *dev;
	int err;
	u8 plen;

	err = tn_ctl_addr_need(info) ?:
	      tn_genl_need(info, TANDEM_A_ADDR_PREFIXLEN, "the prefix length is missing");
	if (err)
		return err;
	plen = nla_get_u8(info->attrs[TANDEM_A_ADDR_PREFIXLEN]);
	rtnl_lock();
	dev = tn_genl_dev(info, TANDEM_A_ADDR_IFINDEX);
	err = !dev ? -ENODEV :
	      tn_addr_add(genl_info_net(info), dev,
			  nla_get_be32(info->attrs[TANDEM_A_ADDR_LOCAL]), plen,
			  info->extack);
	rtnl_unlock();
	return err;
}

struct tn_ctl_addr_search {
	const struct net_device *dev;
	__be32 addr;
	u8 plen;
};

static int tn_ctl_addr_match(const struct tn_addr *a, void *arg)
{
	struct tn_ctl_addr_search *search = arg;

	if (a->addr != search->addr || a->dev != search->dev)
		return 0;
	search->plen = a->plen;
	return 1;
}

/* The prefix length that the request names, or else the address has. */
static u8 tn_ctl_addr_plen(struct genl_info *info, const struct net_device *dev)
{
	struct tn_ctl_addr_search search = {
		.dev = dev,
		.addr = nla_get_be32(info->attrs[TANDEM_A_ADDR_LOCAL]),
	};

	if (info->attrs[TANDEM_A_ADDR_PREFIXLEN])
		return nla_get_u8(info->attrs[TANDEM_A_ADDR_PREFIXLEN]);
	tn_addr_walk(genl_info_net(info), tn_ctl_addr_match, &search);
	return search.plen;
}

/**
 * tn_ctl_addr_del() - ADDR_DEL
 * @skb:  the request
 * @info: the same, parsed
 *
 * Return: 0 or -errno, with the reason in the extended ack.
 */
int tn_ctl_addr_del(struct sk_buff *skb, struct genl_info *info)
{
	struct net_device *dev;
	int err;

	err = tn_ctl_addr_need(info);
	if (err)
		return err;
	rtnl_lock();
	dev = tn_genl_dev(info, TANDEM_A_ADDR_IFINDEX);
	err = !dev ? -ENODEV :
	      tn_addr_del(genl_info_net(info), dev,
			  nla_get_be32(info->attrs[TANDEM_A_ADDR_LOCAL]),
			  tn_ctl_addr_plen(info, dev), info->extack);
	rtnl_unlock();
	return err;
}

static int tn_ctl_addr_fill(struct sk_buff *skb, const void *object)
{
	const struct tn_addr *a = object;

	return nla_put_in_addr(skb, TANDEM_A_ADDR_LOCAL, a->addr) ||
	       nla_put_u8(skb, TANDEM_A_ADDR_PREFIXLEN, a->plen) ||
	       nla_put_u32(skb, TANDEM_A_ADDR_IFINDEX, a->dev->ifindex);
}

static int tn_ctl_addr_put(const struct tn_addr *a, void *arg)
{
	return tn_genl_dump_one(arg, tn_ctl_addr_fill, a);
}

/**
 * tn_ctl_addr_walk() - ADDR_GET
 * @net:  whose
 * @dump: the dump
 *
 * Context: RCU.
 */
void tn_ctl_addr_walk(struct net *net, struct tn_genl_dump *dump)
{
	tn_addr_walk(net, tn_ctl_addr_put, dump);
}
