/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The forwarding table: a pure, immutable longest-prefix-match table. See fib.c.
 */
#ifndef TN_IP_FIB_H
#define TN_IP_FIB_H

#include <linux/types.h>

#include "wire/ipv4.h"

struct net_device;

enum tn_fib_kind {
	TN_FIB_LOCAL,		/* an address of ours, or 127/8 */
	TN_FIB_BROADCAST,	/* a subnet's broadcast address */
	TN_FIB_DIRECT,		/* the destination itself is on the link */
	TN_FIB_GATEWAY,		/* via another host on the link */
};

/**
 * struct tn_fib_entry - what to do with destinations of one prefix
 * @dst:  the prefix, host bits zero
 * @plen: its length, 0..32 bits
 * @kind: enum tn_fib_kind
 * @gw:   next hop of TN_FIB_GATEWAY
 * @src:  source address for packets that have none yet
 * @dev:  device to send on; opaque here
 */
struct tn_fib_entry {
	__be32 dst;
	u8 plen;
	u8 kind;
	__be32 gw;
	__be32 src;
	struct net_device *dev;
};

/**
 * struct tn_fib - the table
 * @count: entries in use
 * @room:  entries there is memory for
 * @e:     sorted by plen descending, then dst ascending; of equal prefixes the first inserted wins
 */
struct tn_fib {
	u32 count;
	u32 room;
	struct tn_fib_entry e[];
};

__be32 tn_fib_mask(u8 plen);
bool tn_fib_insert(struct tn_fib *fib, const struct tn_fib_entry *entry);
const struct tn_fib_entry *tn_fib_find(const struct tn_fib *fib, __be32 dst, u8 plen);
const struct tn_fib_entry *tn_fib_lookup(const struct tn_fib *fib, __be32 addr,
					 const struct net_device *dev);

#endif /* TN_IP_FIB_H */
