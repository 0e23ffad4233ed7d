// SPDX-License-Identifier: GPL-2.0
/*
 * LINK_GET: the devices that Tandem is attached to, from link/dev.c.
 *
 * Devices are attached by giving them an address, so there is nothing to set.
 */
#include <linux/netdevice.h>

#include "ctl/genl.h"
#include "link/dev.h"

static int tn_ctl_link_fill(struct sk_buff *skb, const void *object)
{
	const struct tn_dev *td = object;
	const struct net_device *dev = td->dev;

	return nla_put_u32(skb, TANDEM_A_LINK_IFINDEX, dev->ifindex) ||
	       nla_put_string(skb, TANDEM_A_LINK_NAME, dev->name) ||
	       nla_put_u32(skb, TANDEM_A_LINK_MTU, READ_ONCE(dev->mtu)) ||
	       nla_put_u32(skb, TANDEM_A_LINK_FLAGS, dev_get_flags(dev)) ||
	       nla_put_u32(skb, TANDEM_A_LINK_USERS, READ_ONCE(td->users)) ||
	       (dev->addr_len &&
		nla_put(skb, TANDEM_A_LINK_LLADDR, dev->addr_len, dev->dev_addr));
}

static int tn_ctl_link_put(const struct tn_dev *td, void *arg)
{
	return tn_genl_dump_one(arg, tn_ctl_link_fill, td);
}

/**
 * tn_ctl_link_walk() - LINK_GET
 * @net:  whose
 * @dump: the dump
 *
 * Context: RCU.
 */
void tn_ctl_link_walk(struct net *net, struct tn_genl_dump *dump)
{
	tn_dev_walk(net, tn_ctl_link_put, dump);
}
