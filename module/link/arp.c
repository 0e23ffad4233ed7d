// SPDX-License-Identifier: GPL-2.0
/*
 * ARP, RFC 826, for the addresses of ours on a device; RFC 5227 as far as answering and announcing
 * go.
 *
 * In: every ARP packet of an attached Ethernet device passes here. It is ours, and the native stack
 * never sees it, when its target is an address of ours on that very device. From every other one we
 * only learn (neighbour table) and let it go on, because it concerns the native stack as well.
 *
 *   request for us         ->  remember the sender (RFC 826: it will talk to us), answer
 *   reply to us            ->  the neighbour table was waiting for it
 *   anything else          ->  refresh an entry that exists: an announcement, a failover
 *
 * A sender that claims an address of ours is not believed; the address stays ours (RFC 5227 2.4
 * (c)).
 *
 * Out: requests for the neighbour table, answers, one announcement for a new address.
 */
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

#include "link/arp.h"
#include "link/dev.h"
#include "link/linknet.h"
#include "link/neigh.h"
#include "link/upper.h"
#include "wire/arp.h"
#include "wire/ipv4.h"

static void tn_arp_send(struct net_device *dev, const struct tn_arp *arp, const u8 *dst,
			enum tn_mib mib)
{
	struct tn_stats __percpu *stats = tn_stats(dev_net(dev));
	struct sk_buff *skb;

	skb = alloc_skb(LL_RESERVED_SPACE(dev) + TN_ARP_LEN + dev->needed_tailroom, GFP_ATOMIC);
	if (!skb) {
		tn_count_drop(stats, TN_REASON_NO_MEMORY);
		return;
	}
	skb_reserve(skb, LL_RESERVED_SPACE(dev));
	skb_reset_network_header(skb);
	tn_arp_build(skb_put(skb, TN_ARP_LEN), arp);
	skb->dev = dev;
	skb->protocol = htons(ETH_P_ARP);
	if (dev_hard_header(skb, dev, ETH_P_ARP, dst, NULL, skb->len) < 0) {
		tn_count_drop(stats, TN_REASON_DEV_DOWN);
		kfree_skb(skb);
		return;
	}
	tn_count(stats, mib);
	dev_queue_xmit(skb);
}

/**
 * tn_arp_ask() - send a request
 * @dev:    an Ethernet device with ARP
 * @target: the address in question
 * @source: an address of ours on @dev
 * @ha:     whom to ask; NULL: everybody
 *
 * Context: BH as it comes; no neighbour lock.
 */
void tn_arp_ask(struct net_device *dev, __be32 target, __be32 source, const u8 *ha)
{
	struct tn_arp arp = { .op = TN_ARP_REQUEST, .spa = source, .tpa = target };

	ether_addr_copy(arp.sha, dev->dev_addr);
	if (ha)
		ether_addr_copy(arp.tha, ha);
	tn_arp_send(dev, &arp, ha ? ha : dev->broadcast, TN_MIB_ARP_OUT_REQUESTS);
}

/**
 * tn_arp_announce() - tell everybody that an address is here now
 * @dev:  the device; without ARP nothing is sent
 * @addr: an address of ours on it
 *
 * Context: BH as it comes; no neighbour lock. RFC 5227 2.3.
 */
void tn_arp_announce(struct net_device *dev, __be32 addr)
{
	struct tn_arp arp = { .op = TN_ARP_REQUEST, .spa = addr, .tpa = addr };

	if (!tn_dev_has_arp(dev) || !netif_running(dev))
		return;
	ether_addr_copy(arp.sha, dev->dev_addr);
	tn_arp_send(dev, &arp, dev->broadcast, TN_MIB_ARP_OUT_ANNOUNCES);
}

/* Answers go to the asker only (RFC 5227 2.6), also to one that has no address yet (2.5). */
static void tn_arp_answer(struct net_device *dev, const struct tn_arp *request)
{
	struct tn_arp arp = { .op = TN_ARP_REPLY, .spa = request->tpa, .tpa = request->spa };

	ether_addr_copy(arp.sha, dev->dev_addr);
	ether_addr_copy(arp.tha, request->sha);
	tn_arp_send(dev, &arp, request->sha, TN_MIB_ARP_OUT_REPLIES);
}

/* Does the sender's pair say something that may go into the neighbour table? */
static bool tn_arp_sender_good(const struct net_device *dev, const struct tn_arp *arp,
			       const struct tn_upper *upper)
{
	if (!is_valid_ether_addr(arp->sha) || ether_addr_equal(arp->sha, dev->dev_addr))
		return false;
	if (tn_ipv4_bad_source(arp->spa) || tn_ipv4_is_loopback(arp->spa))
		return false;
	return !upper->answers(dev_net(dev), dev, arp->spa);
}

/**
 * tn_arp_receive() - an ARP packet came in
 * @skb:   the packet, data at the ARP header; looked at, not changed
 * @upper: the host layer
 *
 * Return: true when it was for us alone and the caller shall free it; false when it goes on to the
 * native stack.
 * Context: BH off, RCU. RFC 826 "Packet Reception".
 */
bool tn_arp_receive(struct sk_buff *skb, const struct tn_upper *upper)
{
	struct net_device *dev = skb->dev;
	struct tn_stats __percpu *stats = tn_stats(dev_net(dev));
	enum tn_nud_heard how = TN_NUD_GOSSIP;
	u8 copy[TN_ARP_LEN];
	struct tn_arp arp;
	const u8 *p;
	bool ours;

	if (!tn_dev_has_arp(dev))
		return false;
	p = skb_header_pointer(skb, 0, sizeof(copy), copy);
	if (!p || tn_arp_parse(p, sizeof(copy), &arp)) {
		tn_count(stats, TN_MIB_ARP_IN_ERRORS);
		return false;
	}

	ours = upper->answers(dev_net(dev), dev, arp.tpa);
	if (ours)
		how = arp.op == TN_ARP_REPLY ? TN_NUD_REPLY : TN_NUD_REQUEST;
	if (tn_arp_sender_good(dev, &arp, upper))
		tn_neigh_heard(dev, arp.spa, arp.sha, how);
	if (!ours)
		return false;

	if (arp.op == TN_ARP_REPLY) {
		tn_count(stats, TN_MIB_ARP_IN_REPLIES);
	} else {
		tn_count(stats, TN_MIB_ARP_IN_REQUESTS);
		if (is_valid_ether_addr(arp.sha) && arp.spa != arp.tpa)
			tn_arp_answer(dev, &arp);
	}
	return true;
}
