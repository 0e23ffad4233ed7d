// SPDX-License-Identifier: GPL-2.0
/*
 * The receive hook: which packets of an attached device are Tandem's.
 *
 *   driver, GRO, RPS, taps, tc ingress
 *        |
 *   tn_rx_hook()   IPv4 to an address of ours   ->  stolen: tn_upper.rx()
 *        |         ARP that concerns us         ->  stolen: arp.c
 *        |         everything else              ->  NF_ACCEPT, untouched
 *   bridge/macvlan handlers, native ARP and IPv4
 *
 * Deciding only looks (skb_header_pointer), because until then the packet is the native stack's and
 * may be shared. It looks at as little as possible: with the destination being ours a malformed
 * packet is ours as well, and is dropped with a reason further up. A packet too short to hold a
 * destination is left to the native stack, which drops it.
 *
 * Left alone: frames for other hosts that a promiscuous device sees, and frames with a VLAN tag:
 * those pass here on the physical device and come again, untagged, on their VLAN device.
 *
 * Not caught: packets that an ifb device re-injects; the kernel skips this hook for them.
 */
#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/ktime.h>
#include <linux/netdevice.h>
#include <net/dst.h>

#include "compat.h"
#include "link/arp.h"
#include "link/drop.h"
#include "link/linknet.h"
#include "link/rx.h"
#include "link/upper.h"
#include "wire/bytes.h"
#include "wire/ipv4.h"

#define RX_DADDR_OFFSET		16	/* of the destination in an IPv4 header */
#define RX_WAIT_MAX		tn_sec(1)	/* an older receive time stamp is not believed */

/*
 * Arrival on the monotonic clock. The stack stamps packets (on the wall clock) only while somebody
 * captures; that stamp is from before the packet waited in a queue. A sender's departure time,
 * which comes over veth, says nothing.
 */
static tn_time_t tn_rx_stamp(struct sk_buff *skb)
{
	tn_time_t now = ktime_get_ns();
	s64 waited;

	if (tn_compat_clear_delivery_time(skb) || !skb->tstamp)
		return now;
	waited = ktime_get_real_ns() - ktime_to_ns(skb->tstamp);
	return waited > 0 && waited < RX_WAIT_MAX ? now - waited : now;
}

/*
 * Make a packet that was seen by taps and belonged to a sender on the same machine a private,
 * anonymous one. Returns NULL when that failed; the packet is dropped and counted then.
 */
static struct sk_buff *tn_rx_own(const struct net *net, struct sk_buff *skb)
{
	skb = skb_share_check(skb, GFP_ATOMIC);
	if (!skb) {
		tn_count_drop(tn_stats(net), TN_REASON_NO_MEMORY);
		return NULL;
	}
	if (skb_orphan_frags_rx(skb, GFP_ATOMIC)) {
		tn_drop_skb(net, skb, TN_REASON_NO_MEMORY);
		return NULL;
	}
	skb_orphan(skb);
	skb_dst_drop(skb);
	skb_ext_reset(skb);
	nf_reset_ct(skb);
	return skb;
}

static unsigned int tn_rx_ipv4(const struct net *net, struct sk_buff *skb,
			       const struct tn_upper *upper)
{
	__be32 daddr_copy;
	const u8 *daddr;
	tn_time_t time;

	daddr = skb_header_pointer(skb, RX_DADDR_OFFSET, sizeof(daddr_copy), &daddr_copy);
	if (!daddr || !upper->owns(net, skb->dev, tn_get_raw32(daddr)))
		return NF_ACCEPT;

	skb = tn_rx_own(net, skb);
	if (!skb)
		return NF_STOLEN;
	time = tn_rx_stamp(skb);
	memset(skb->cb, 0, sizeof(skb->cb));
	((struct tn_rx_cb *)skb->cb)->time = time;
	skb_reset_network_header(skb);
	upper->rx(skb);
	return NF_STOLEN;
}

static unsigned int tn_rx_arp(const struct net *net, struct sk_buff *skb,
			      const struct tn_upper *upper)
{
	if (!tn_arp_receive(skb, upper))
		return NF_ACCEPT;
	consume_skb(skb);
	return NF_STOLEN;
}

/**
 * tn_rx_hook() - the netdev ingress hook of attached devices
 * @priv:  unused
 * @skb:   a packet; data at the network header
 * @state: where it is
 *
 * Return: NF_ACCEPT: not ours, untouched. NF_STOLEN: ours, consumed.
 * Context: BH off, RCU.
 */
unsigned int tn_rx_hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct tn_upper *upper = tn_upper_get(state->net);

	if (!upper || skb->pkt_type == PACKET_OTHERHOST)
		return NF_ACCEPT;
	if (skb_vlan_tag_present(skb) && skb_vlan_tag_get_id(skb))
		return NF_ACCEPT;

	switch (skb->protocol) {
	case htons(ETH_P_IP):
		return tn_rx_ipv4(state->net, skb, upper);
	case htons(ETH_P_ARP):
		return tn_rx_arp(state->net, skb, upper);
	}
	return NF_ACCEPT;
}
