// SPDX-License-Identifier: GPL-2.0
/*
 * STAT_GET: the counters, then the gauge, then the drop reasons, each with its
 * group and name. Zeros are sent, too; not showing them is user space's choice.
 */
#include "ctl/genl.h"
#include "ctl/sum.h"

static int tn_ctl_stat_put(struct tn_genl_dump *dump, const char *group,
			   const char *name, u64 value)
{
	struct sk_buff *skb = dump->skb;
	void *hdr;
	int err;

	hdr = tn_genl_dump_open(dump);
	err = !hdr ||
	      nla_put_string(skb, TANDEM_A_STAT_GROUP, group) ||
	      nla_put_string(skb, TANDEM_A_STAT_NAME, name) ||
	      nla_put_u64_64bit(skb, TANDEM_A_STAT_VALUE, value, TANDEM_A_STAT_UNSPEC);
	return tn_genl_dump_close(dump, hdr, err);
}

/**
 * tn_ctl_stat_dump() - STAT_GET
 * @skb: the part to fill
 * @cb:  netlink's record of the dump
 *
 * Context: may sleep: connections are counted under their sockets' locks.
 * Return: as tn_genl_dump_end().
 */
int tn_ctl_stat_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct net *net = sock_net(skb->sk);
	struct tn_genl_dump dump;
	int err = 0, i;

	tn_genl_dump_begin(&dump, skb, cb, TANDEM_CMD_STAT_GET);
	for (i = 0; i < TN_MIB_MAX && !err; i++)
		if (!tn_genl_dump_sent(&dump))
			err = tn_ctl_stat_put(&dump, tn_mib_group(i), tn_mib_name(i),
					      tn_sum_mib(net, i));
	if (!err && !tn_genl_dump_sent(&dump))
		err = tn_ctl_stat_put(&dump, "Tcp", "CurrEstab", tn_sum_established(net));
	for (i = TN_REASON_NONE + 1; i < TN_REASON_MAX && !err; i++)
		if (!tn_genl_dump_sent(&dump))
			err = tn_ctl_stat_put(&dump, "Drop", tn_reason_name(i),
					      tn_sum_drop(net, i));
	return tn_genl_dump_end(&dump);
}
