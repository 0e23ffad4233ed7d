/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the ip room keeps per network namespace, and the room's doors for main.c.
 */
#ifndef TN_IP_IPNET_H
#define TN_IP_IPNET_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <net/net_namespace.h>

#include "base/time.h"

struct tn_fib;

#define TN_IPNET_IDS	256	/* counters of the identification field */

/**
 * struct tn_ipnet - the ip room's state of one network namespace
 * @addrs:      our addresses, struct tn_addr; written under RTNL, read under RTNL or RCU
 * @routes:     routes that were asked for, struct tn_route; RTNL
 * @fib:        the table computed from both; replaced under RTNL, read under RCU; never NULL
 * @id_key:     secret of the identification field (transmit.c); set once
 * @ids:        its counters; any context
 * @mask_agent: answer address mask requests; any context
 * @limit_lock: guards the two below
 * @limit_at:   when @limit_left was last refilled (icmp.c)
 * @limit_left: ICMP errors that may be sent at once
 */
struct tn_ipnet {
	struct list_head addrs;
	struct list_head routes;
	struct tn_fib __rcu *fib;
	siphash_key_t id_key;
	atomic_t ids[TN_IPNET_IDS];
	int mask_agent;
	spinlock_t limit_lock;	/* see above */
	tn_time_t limit_at;
	u32 limit_left;
};

struct tn_ipnet *tn_ipnet(const struct net *net);

int tn_ip_init(void);
void tn_ip_exit(void);

#endif /* TN_IP_IPNET_H */
