/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ARP for IPv4 on Ethernet, RFC 826, as a host-order struct. The Ethernet header is not part of it.
 */
#ifndef TN_WIRE_ARP_H
#define TN_WIRE_ARP_H

#include <linux/types.h>

#include "base/reason.h"

#define TN_ARP_LEN	28	/* bytes */

#define TN_ARP_REQUEST	1
#define TN_ARP_REPLY	2

/**
 * struct tn_arp - an ARP packet
 * @op:  TN_ARP_REQUEST or TN_ARP_REPLY
 * @sha: sender's Ethernet address
 * @tha: target's Ethernet address; means nothing in a request
 * @spa: sender's IPv4 address; 0 in a probe (RFC 5227)
 * @tpa: target's IPv4 address; equals @spa in an announcement
 */
struct tn_arp {
	u16 op;
	u8 sha[6];
	u8 tha[6];
	__be32 spa;
	__be32 tpa;
};

enum tn_reason tn_arp_parse(const u8 *p, u32 avail, struct tn_arp *arp);
void tn_arp_build(u8 *p, const struct tn_arp *arp);

#endif /* TN_WIRE_ARP_H */
