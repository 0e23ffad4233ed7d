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
 * tn_ctl_stat_walk() - STAT_GET
 * @net:  whose
 * @dump: the dump
 *
 * Context: RCU.
 */
void tn_ctl_stat_walk(struct net *net, struct tn_genl_dump *dump)
{
	int err = 0, i;

	for (i = 0; i < TN_MIB_MAX && !err; i++)
		if (!tn_genl_dump_sent(dump))
			err = tn_ctl_stat_put(dump, tn_mib_group(i), tn_mib_name(i),
					      tn_sum_mib(net, i));
	if (!err && !tn_genl_dump_sent(dump))
		err = tn_ctl_stat_put(dump, "Tcp", "CurrEstab", tn_sum_established(net));
	for (i = TN_REASON_NONE + 1; i < TN_REASON_MAX && !err; i++)
		if (!tn_genl_dump_sent(dump))
			err = tn_ctl_stat_put(dump, "Drop", tn_reason_name(i),
					      tn_sum_drop(net, i));
}
