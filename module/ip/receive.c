// SPDX-License-Identifier: GPL-2.0
/*
 * IPv4 receive, RFC 791, RFC 1122 3.2.1: check, trim, hand to the transport.
 *
 *   link/rx.c -> tn_ip_receive() -> transport, by protocol number (proto.h)
 *
 * The hook has decided by the destination address alone, so that all that is wrong with a packet to
 * us is found and counted here, in one place. A host does not forward: what is here is ours or
 * nobody's. The time to live is not looked at (RFC 1122 3.2.1.7), options are skipped.
 *
 * Packets merged by GRO arrive merged, with headers that were adjusted for the whole, and pass as
 * one.
 *
 * Left out so far: reassembly; fragments are dropped and counted.
 */
#include <linux/netdevice.h>
#include <linux/skbuff.h>

#include "ip/addr.h"
#include "ip/icmp.h"
#include "ip/proto.h"
#include "ip/receive.h"
#include "link/drop.h"
#include "link/tandem0.h"
#include "wire/ipv4.h"

/* Get the header into reach and read it. */
static enum tn_reason tn_receive_parse(struct sk_buff *skb, struct tn_ipv4 *ip)
{
	u32 need = TN_IPV4_HLEN;

	if (!pskb_may_pull(skb, need))
		return TN_REASON_PKT_TOO_SHORT;
	need = tn_ipv4_need(skb->data, skb_headlen(skb));
	if (need <= skb->len && !pskb_may_pull(skb, need))
		return TN_REASON_NO_MEMORY;
	return tn_ipv4_parse(skb->data, skb_headlen(skb), skb->len, ip);
}

/* The counter of packets with this ECN field, RFC 3168 5 */
static enum tn_mib tn_receive_ecn(const struct tn_ipv4 *ip)
{
	static const enum tn_mib by_field[] = {
		[TN_ECN_NOT_ECT] = TN_MIB_IP_IN_NO_ECT_PKTS,
		[TN_ECN_ECT1] = TN_MIB_IP_IN_ECT1_PKTS,
		[TN_ECN_ECT0] = TN_MIB_IP_IN_ECT0_PKTS,
		[TN_ECN_CE] = TN_MIB_IP_IN_CE_PKTS,
	};

	return by_field[ip->tos & TN_ECN_MASK];
}

/* Who may have sent this, and how may it have been sent? */
static enum tn_reason tn_receive_judge(const struct sk_buff *skb, const struct tn_ipv4 *ip)
{
	/* RFC 1122 3.2.1.3: not an address of one host */
	if (tn_ipv4_bad_source(ip->saddr))
		return TN_REASON_IP_BAD_SOURCE;
	if (!tn_tandem0_is(skb->dev)) {
		if (tn_ipv4_is_loopback(ip->saddr))
			return TN_REASON_IP_MARTIAN;
		/* nobody else sends from our addresses */
		if (tn_addr_owns(dev_net(skb->dev), NULL, ip->saddr))
			return TN_REASON_IP_BAD_SOURCE;
	}
	/* RFC 1122 3.3.6: unicast in a link-layer broadcast */
	if (skb->pkt_type != PACKET_HOST)
		return TN_REASON_IP_BAD_DEST;
	return TN_REASON_NONE;
}

static void tn_receive_deliver(struct net *net, struct sk_buff *skb, const struct tn_ipv4 *ip)
{
	const struct tn_ip_proto *proto = tn_proto_get(ip->proto);

	if (!proto) {
		tn_count(tn_stats(net), TN_MIB_IP_IN_UNKNOWN_PROTOS);
		/* RFC 1122 3.2.2.1 */
		tn_icmp_send_unreach(skb, ip, TN_ICMP_PROTO_UNREACH);
		tn_drop_skb(net, skb, TN_REASON_IP_NO_PROTO);
		return;
	}
	tn_count(tn_stats(net), TN_MIB_IP_IN_DELIVERS);
	proto->rx(skb, ip);
}

/**
 * tn_ip_receive() - an IPv4 packet to an address of ours
 * @skb: the packet, consumed; data and network header at the IPv4 header
 *
 * Context: BH off, RCU. RFC 791, RFC 1122 3.2.1.
 */
void tn_ip_receive(struct sk_buff *skb)
{
	struct net *net = dev_net(skb->dev);
	struct tn_stats __percpu *stats = tn_stats(net);
	struct tn_ipv4 ip;
	enum tn_reason why;

	tn_count(stats, TN_MIB_IP_IN_RECEIVES);
	why = tn_receive_parse(skb, &ip);
	if (why == TN_REASON_NO_MEMORY) {
		tn_count(stats, TN_MIB_IP_IN_DISCARDS);
		goto drop;
	}
	if (why) {
		tn_count(stats, TN_MIB_IP_IN_HDR_ERRORS);
		goto drop;
	}
	tn_count_add(stats, tn_receive_ecn(&ip), max_t(u16, skb_shinfo(skb)->gso_segs, 1));
	why = tn_receive_judge(skb, &ip);
	if (why) {
		tn_count(stats, TN_MIB_IP_IN_ADDR_ERRORS);
		goto drop;
	}
	if (tn_ipv4_is_fragment(&ip)) {
		tn_count(stats, TN_MIB_IP_REASM_REQDS);
		tn_count(stats, TN_MIB_IP_REASM_FAILS);
		why = TN_REASON_IP_FRAGMENT;
		goto drop;
	}
	/* RFC 791 3.1: the total length rules, Ethernet pads */
	if (pskb_trim_rcsum(skb, ip.tot_len)) {
		tn_count(stats, TN_MIB_IP_IN_DISCARDS);
		why = TN_REASON_NO_MEMORY;
		goto drop;
	}
	/* a header with a right checksum adds nothing to a device's sum over the packet */
	__skb_pull(skb, ip.hlen);
	skb_reset_transport_header(skb);
	tn_receive_deliver(net, skb, &ip);
	return;

drop:
	tn_drop_skb(net, skb, why);
}
