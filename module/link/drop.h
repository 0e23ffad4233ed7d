/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The one way to drop a packet: with a reason, counted.
 */
#ifndef TN_LINK_DROP_H
#define TN_LINK_DROP_H

#include <linux/skbuff.h>

#include "base/hook.h"
#include "link/linknet.h"

/**
 * tn_drop_skb() - drop a packet and count why
 * @net: its network namespace
 * @skb: the packet, consumed
 * @why: the reason, not TN_REASON_NONE
 */
static inline void tn_drop_skb(const struct net *net, struct sk_buff *skb, enum tn_reason why)
{
	tn_count_drop(tn_stats(net), why);
	kfree_skb(skb);
}

#endif /* TN_LINK_DROP_H */
