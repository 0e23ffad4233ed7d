/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The receive hook, and what it leaves in a packet for those above.
 */
#ifndef TN_LINK_RX_H
#define TN_LINK_RX_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "base/time.h"

/**
 * struct tn_rx_cb - the start of skb->cb on the way up, until a transport takes the cb for itself
 * @time: when the packet arrived, ns of ktime_get_ns()
 */
struct tn_rx_cb {
	tn_time_t time;
};

/* When the packet arrived, before it waited in any queue. Read it before writing to skb->cb. */
static inline tn_time_t tn_rx_time(const struct sk_buff *skb)
{
	return ((const struct tn_rx_cb *)skb->cb)->time;
}

unsigned int tn_rx_hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *state);

#endif /* TN_LINK_RX_H */
