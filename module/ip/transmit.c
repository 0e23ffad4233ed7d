// SPDX-License-Identifier: GPL-2.0
/*
 * IPv4 transmit, RFC 791, RFC 1122 3.2.1, 3.3: route, header, down to the link.
 *
 *   transport -> tn_ip_output() -> link/output.c
 *
 * A packet is routed when it is sent: the lookup is one search in a small table (fib.c), cheaper
 * than keeping cached routes right. Nothing is locked. Checksum and segmentation of the payload are
 * left as the transport prepared them for the device (CHECKSUM_PARTIAL, GSO fields).
 *
 * Tandem does not fragment. A packet larger than the MTU is refused with -EMSGSIZE, unless the
 * device segments it (GSO).
 *
 * The identification field only serves fragmentation. RFC 6864: packets with DF need none, and get
 * what their transport says; all others get one that does not repeat soon for the same addresses
 * and protocol. Counters are chosen by a keyed hash of these, so that what one peer sees tells it
 * nothing about our traffic with others (IP-18).
 */
#include <linux/netdevice.h>
#include <linux/rcupdate.h>
#include <linux/siphash.h>
#include <linux/skbuff.h>

#include "ip/ipnet.h"
#include "ip/route.h"
#include "ip/transmit.h"
#include "link/drop.h"
#include "link/output.h"
#include "wire/ipv4.h"

static u16 tn_transmit_id(struct tn_ipnet *in, const struct tn_ipv4 *ip)
{
	u64 hash = siphash_3u32((__force u32)ip->saddr, (__force u32)ip->daddr, ip->proto,
				&in->id_key);
	atomic_t *counter = &in->ids[hash % ARRAY_SIZE(in->ids)];

	return (hash >> 32) + atomic_inc_return(counter);
}

/* Room for the IPv4 header and the device's. Transports leave TN_IP_HEADROOM: seldom a copy. */
static int tn_transmit_make_room(struct sk_buff *skb, const struct net_device *dev)
{
	return skb_cow_head(skb, TN_IPV4_HLEN + LL_RESERVED_SPACE(dev));
}

static void tn_transmit_push(struct net *net, struct sk_buff *skb, const struct tn_ip_tx *tx,
			     __be32 saddr)
{
	struct tn_ipv4 ip = {
		.tos = tx->tos,
		.ttl = tx->ttl ? tx->ttl : TN_IP_TTL,
		.proto = tx->proto,
		.id = tx->id,
		.frag = tx->df ? TN_IPV4_DF : 0,
		.tot_len = TN_IPV4_HLEN + skb->len,
		.saddr = saddr,
		.daddr = tx->daddr,
	};

	if (!tx->df)
		ip.id = tn_transmit_id(tn_ipnet(net), &ip);
	skb_reset_transport_header(skb);
	tn_ipv4_build(skb_push(skb, TN_IPV4_HLEN), &ip);
	skb_reset_network_header(skb);
	skb->protocol = htons(ETH_P_IP);
}

/**
 * tn_ip_output() - send a packet
 * @net: the network namespace
 * @skb: the packet, consumed; data at the transport header, with TN_IP_HEADROOM in front of it
 * @tx:  what to write into the header
 *
 * Return: 0 when it is on its way (which promises nothing); a negative errno when it was dropped:
 * -ENETUNREACH, -EINVAL, -ENODEV (tn_route_lookup()), -EMSGSIZE, -ENOMEM, -ENOBUFS, -ENETDOWN.
 * Context: any but hard interrupts; no bucket or neighbour lock.
 */
int tn_ip_output(struct net *net, struct sk_buff *skb, const struct tn_ip_tx *tx)
{
	struct tn_stats __percpu *stats = tn_stats(net);
	u32 len = TN_IPV4_HLEN + skb->len;
	enum tn_reason why;
	struct tn_path path;
	int ret;

	tn_count(stats, TN_MIB_IP_OUT_REQUESTS);
	rcu_read_lock();
	ret = tn_route_lookup(net, tx->daddr, tx->saddr, tx->oif, &path);
	if (ret) {
		tn_count(stats, TN_MIB_IP_OUT_NO_ROUTES);
		why = TN_REASON_NO_ROUTE;
		goto drop;
	}
	if (len > (skb_is_gso(skb) ? 0xffff : path.mtu)) {
		ret = -EMSGSIZE;
		tn_count(stats, TN_MIB_IP_OUT_DISCARDS);
		why = TN_REASON_IP_TOO_BIG;
		goto drop;
	}
	ret = tn_transmit_make_room(skb, path.dev);
	if (ret) {
		tn_count(stats, TN_MIB_IP_OUT_DISCARDS);
		why = TN_REASON_NO_MEMORY;
		goto drop;
	}
	tn_transmit_push(net, skb, tx, path.saddr);
	ret = tn_link_output(skb, path.dev, path.nexthop);
	rcu_read_unlock();
	return ret;

drop:
	rcu_read_unlock();
	tn_drop_skb(net, skb, why);
	return ret;
}

/**
 * tn_ip_doubt() - a transport gets no answer from a destination
 * @net:   the network namespace
 * @saddr: source address, or 0: the route's choice
 * @daddr: the destination
 * @oif:   index of the device to it; 0: any
 *
 * Whoever is next on the way there is asked whether he still is.
 *
 * Context: any but hard interrupts; no bucket or neighbour lock. RFC 1122 3.3.1.4.
 */
void tn_ip_doubt(struct net *net, __be32 saddr, __be32 daddr, int oif)
{
	struct tn_path path;

	rcu_read_lock();
	if (!tn_route_lookup(net, daddr, saddr, oif, &path))
		tn_link_doubt(path.dev, path.nexthop);
	rcu_read_unlock();
}

/**
 * tn_ip_waits() - does the queue on the way to a destination hold packets until their
 *		   departure time?
 * @net:   the network namespace
 * @saddr: source address
 * @daddr: the destination
 * @oif:   index of the device to it; 0: any
 *
 * Context: any but hard interrupts.
 */
bool tn_ip_waits(struct net *net, __be32 saddr, __be32 daddr, int oif)
{
	struct tn_path path;
	bool waits;

	rcu_read_lock();
	waits = !tn_route_lookup(net, daddr, saddr, oif, &path) && tn_link_waits(path.dev);
	rcu_read_unlock();
	return waits;
}
