// SPDX-License-Identifier: GPL-2.0
/*
 * ICMP, RFC 792, RFC 1122 3.2.2, RFC 1812 4.3: queries, errors in, errors out.
 *
 *   a query              ->  the packet goes back as the answer: addresses swapped, same TOS. They
 *                            are echo and timestamp, and if net.tandem.addr_mask_agent says so
 *                            (RFC 6918 would rather not) the address mask
 *   error about a packet ->  the quoted packet's transport decides what it means (RFC 5927)
 *   other types          ->  dropped silently (RFC 1122 3.2.2), source quench, too (RFC 6633)
 *
 * Errors out are only ever about a packet for us that nobody here can take. None is sent about an
 * ICMP error, a fragment but the first, or from a source that is not one host (RFC 1122 3.2.2);
 * packets in link-layer broadcasts never get here. They carry as much of the packet as fits into
 * 576 bytes (RFC 1812 4.3.2.3), TOS 0, and are limited by a token bucket per namespace (RFC 1812
 * 4.3.2.8). Answers are not limited: whoever asks pays.
 *
 * Left out: redirects, ping sockets (echo replies are counted and dropped), errors
 * about fragments of ours.
 */
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

#include "ip/addr.h"
#include "ip/icmp.h"
#include "ip/ipnet.h"
#include "ip/proto.h"
#include "ip/transmit.h"
#include "link/drop.h"
#include "link/tandem0.h"
#include "wire/bytes.h"
#include "wire/icmp.h"

#define ICMP_PACKET_MAX		576	/* bytes of an error in all, RFC 1812 4.3.2.3 */
#define ICMP_QUOTE_MAX		(ICMP_PACKET_MAX - TN_IPV4_HLEN - TN_ICMP_HLEN)
#define ICMP_TOS_ECN		3	/* in the TOS octet, RFC 3168: a reply is another packet */
#define ICMP_LIMIT_BURST	50	/* errors that may be sent at once */
#define ICMP_LIMIT_INTERVAL	tn_ms(1)	/* one more each */

/* Put in the checksum over the message at @skb->data; its head is linear and private. */
static void tn_icmp_checksum(struct sk_buff *skb)
{
	__sum16 sum;

	tn_put_be16(skb->data + TN_ICMP_CSUM_OFFSET, 0);
	sum = csum_fold(skb_checksum(skb, 0, skb->len, 0));
	memcpy(skb->data + TN_ICMP_CSUM_OFFSET, &sum, sizeof(sum));
	skb->ip_summed = CHECKSUM_NONE;
}

static void tn_icmp_output(struct net *net, struct sk_buff *skb, const struct tn_ip_tx *tx,
			   enum tn_mib mib)
{
	struct tn_stats __percpu *stats = tn_stats(net);

	tn_icmp_checksum(skb);
	tn_count(stats, TN_MIB_ICMP_OUT_MSGS);
	tn_count(stats, mib);
	if (tn_ip_output(net, skb, tx))
		tn_count(stats, TN_MIB_ICMP_OUT_ERRORS);
}

/* ms since midnight UT, RFC 792 */
static u32 tn_icmp_time(void)
{
	struct timespec64 now;
	u32 second;

	ktime_get_real_ts64(&now);
	div_u64_rem(now.tv_sec, 24 * 60 * 60, &second);
	return second * MSEC_PER_SEC + now.tv_nsec / NSEC_PER_MSEC;
}

/*
 * The question becomes its answer, in place: the same identifier, number and data back, from the
 * address that was asked (RFC 792, RFC 1122 3.2.2.6).
 */
static enum tn_reason tn_icmp_echo(struct net *net, struct sk_buff *skb, const struct tn_ipv4 *ip)
{
	/* taps may hold clones of it */
	if (skb_ensure_writable(skb, TN_ICMP_HLEN))
		return TN_REASON_NO_MEMORY;
	skb->data[0] = TN_ICMP_ECHO_REPLY;
	return TN_REASON_NONE;
}

/* RFC 1122 3.2.2.8: the sender's time stays; ours is when it came and when it goes. */
static enum tn_reason tn_icmp_timestamp(struct net *net, struct sk_buff *skb,
					const struct tn_ipv4 *ip)
{
	u32 now = tn_icmp_time();

	if (skb->len < TN_ICMP_TIMESTAMP_LEN)
		return TN_REASON_PKT_TOO_SHORT;
	if (pskb_trim(skb, TN_ICMP_TIMESTAMP_LEN) || skb_ensure_writable(skb, skb->len))
		return TN_REASON_NO_MEMORY;
	skb->data[0] = TN_ICMP_TIMESTAMP_REPLY;
	tn_put_be32(skb->data + TN_ICMP_HLEN + 4, now);
	tn_put_be32(skb->data + TN_ICMP_HLEN + 8, now);
	return TN_REASON_NONE;
}

/* RFC 950; RFC 1122 3.2.2.9: only where somebody has said that we are an agent for it */
static enum tn_reason tn_icmp_mask(struct net *net, struct sk_buff *skb, const struct tn_ipv4 *ip)
{
	__be32 mask = tn_addr_mask(net, ip->daddr);

	if (!READ_ONCE(tn_ipnet(net)->mask_agent) || !mask)
		return TN_REASON_ICMP_UNHANDLED;
	if (skb->len < TN_ICMP_MASK_LEN)
		return TN_REASON_PKT_TOO_SHORT;
	if (pskb_trim(skb, TN_ICMP_MASK_LEN) || skb_ensure_writable(skb, skb->len))
		return TN_REASON_NO_MEMORY;
	skb->data[0] = TN_ICMP_MASK_REPLY;
	memcpy(skb->data + TN_ICMP_HLEN, &mask, sizeof(mask));
	return TN_REASON_NONE;
}

/**
 * struct tn_icmp_query - a question that we answer
 * @type:   of the message that asks
 * @in:     counts it
 * @out:    counts the answer
 * @answer: turns the one into the other; the skb stays the caller's
 */
struct tn_icmp_query {
	u8 type;
	enum tn_mib in;
	enum tn_mib out;
	enum tn_reason (*answer)(struct net *net, struct sk_buff *skb, const struct tn_ipv4 *ip);
};

static const struct tn_icmp_query tn_icmp_queries[] = {
	{ TN_ICMP_ECHO, TN_MIB_ICMP_IN_ECHOS, TN_MIB_ICMP_OUT_ECHO_REPS, tn_icmp_echo },
	{ TN_ICMP_TIMESTAMP, TN_MIB_ICMP_IN_TIMESTAMPS, TN_MIB_ICMP_OUT_TIMESTAMP_REPS,
	  tn_icmp_timestamp },
	{ TN_ICMP_MASK, TN_MIB_ICMP_IN_ADDR_MASKS, TN_MIB_ICMP_OUT_ADDR_MASK_REPS, tn_icmp_mask },
};

static const struct tn_icmp_query *tn_icmp_query(u8 type)
{
	const struct tn_icmp_query *query = tn_icmp_queries;

	for (; query < tn_icmp_queries + ARRAY_SIZE(tn_icmp_queries); query++)
		if (query->type == type)
			return query;
	return NULL;
}

/* Answers; on success the skb is gone. */
static enum tn_reason tn_icmp_answer(struct net *net, struct sk_buff *skb,
				     const struct tn_ipv4 *ip, const struct tn_icmp_query *query)
{
	struct tn_ip_tx tx = {
		.saddr = ip->daddr,
		.daddr = ip->saddr,
		.proto = TN_IPV4_PROTO_ICMP,
		.tos = ip->tos & ~ICMP_TOS_ECN,
	};
	enum tn_reason why;

	tn_count(tn_stats(net), query->in);
	why = query->answer(net, skb, ip);
	if (why)
		return why;
	skb->data[1] = 0;
	skb_scrub_packet(skb, true);
	tn_icmp_output(net, skb, &tx, query->out);
	return TN_REASON_NONE;
}

static void tn_icmp_tell(struct net *net, const struct tn_icmp *icmp,
			 const struct tn_icmp_quote *quote)
{
	const struct tn_ip_proto *proto = tn_proto_get(quote->ip.proto);

	if (proto && proto->err)
		proto->err(net, icmp, quote);
}

/* RFC 1122 3.2.2.1, 3.2.2.4, 3.2.2.5: errors go to the transport of the packet they quote. */
static enum tn_reason tn_icmp_error(struct net *net, struct sk_buff *skb,
				    const struct tn_icmp *icmp)
{
	struct tn_icmp_quote quote;
	enum tn_reason why;
	u32 need;

	need = min_t(u32, skb->len, TN_ICMP_HLEN + TN_IPV4_HLEN_MAX + TN_ICMP_QUOTE_MIN);
	if (!pskb_may_pull(skb, need))
		return TN_REASON_NO_MEMORY;
	why = tn_icmp_parse_quote(skb->data + TN_ICMP_HLEN, need - TN_ICMP_HLEN, &quote);
	if (why)
		return why;
	/* it must have been ours, or somebody guesses */
	if (!tn_addr_owns(net, skb->dev, quote.ip.saddr))
		return TN_REASON_ICMP_BAD;
	tn_icmp_tell(net, icmp, &quote);
	return TN_REASON_NONE;
}

static enum tn_reason tn_icmp_dispatch(struct net *net, struct sk_buff *skb,
				       const struct tn_icmp *icmp)
{
	struct tn_stats __percpu *stats = tn_stats(net);

	switch (icmp->type) {
	case TN_ICMP_DEST_UNREACH:
		tn_count(stats, TN_MIB_ICMP_IN_DEST_UNREACHS);
		return tn_icmp_error(net, skb, icmp);
	case TN_ICMP_TIME_EXCEEDED:
		tn_count(stats, TN_MIB_ICMP_IN_TIME_EXCDS);
		return tn_icmp_error(net, skb, icmp);
	case TN_ICMP_PARAM_PROBLEM:
		tn_count(stats, TN_MIB_ICMP_IN_PARM_PROBS);
		return tn_icmp_error(net, skb, icmp);
	case TN_ICMP_ECHO_REPLY:
		tn_count(stats, TN_MIB_ICMP_IN_ECHO_REPS);
		return TN_REASON_ICMP_UNHANDLED;
	}
	return TN_REASON_ICMP_UNHANDLED;
}

static void tn_icmp_rx(struct sk_buff *skb, const struct tn_ipv4 *ip)
{
	struct net *net = dev_net(skb->dev);
	struct tn_stats __percpu *stats = tn_stats(net);
	enum tn_reason why = TN_REASON_PKT_TOO_SHORT;
	const struct tn_icmp_query *query;
	struct tn_icmp icmp;

	tn_count(stats, TN_MIB_ICMP_IN_MSGS);
	if (!pskb_may_pull(skb, TN_ICMP_HLEN)) {
		tn_count(stats, TN_MIB_ICMP_IN_ERRORS);
		goto drop;
	}
	if (skb_checksum_simple_validate(skb)) {
		tn_count(stats, TN_MIB_ICMP_IN_CSUM_ERRORS);
		tn_count(stats, TN_MIB_ICMP_IN_ERRORS);
		why = TN_REASON_ICMP_BAD_CHECKSUM;
		goto drop;
	}
	why = tn_icmp_parse(skb->data, skb_headlen(skb), &icmp);
	query = why ? NULL : tn_icmp_query(icmp.type);
	if (query) {
		why = tn_icmp_answer(net, skb, ip, query);
		if (!why)
			return;
	} else if (!why) {
		why = tn_icmp_dispatch(net, skb, &icmp);
		if (!why) {
			consume_skb(skb);
			return;
		}
	}
	if (why != TN_REASON_ICMP_UNHANDLED)
		tn_count(stats, TN_MIB_ICMP_IN_ERRORS);
drop:
	tn_drop_skb(net, skb, why);
}

const struct tn_ip_proto tn_icmp_proto = {
	.rx = tn_icmp_rx,
};

/**
 * tn_icmp_limit_init() - a full token bucket for errors
 * @in: the ip room's state of a new network namespace
 *
 * Context: process.
 */
void tn_icmp_limit_init(struct tn_ipnet *in)
{
	spin_lock_init(&in->limit_lock);
	in->limit_at = ktime_get_ns();
	in->limit_left = ICMP_LIMIT_BURST;
}

static bool tn_icmp_limit_take(struct tn_ipnet *in)
{
	tn_time_t now = ktime_get_ns();
	bool ok;
	u64 more;

	spin_lock_bh(&in->limit_lock);
	more = div_u64(tn_time_sub(now, in->limit_at), ICMP_LIMIT_INTERVAL);
	if (more) {
		in->limit_left = min_t(u64, in->limit_left + more, ICMP_LIMIT_BURST);
		in->limit_at += more * ICMP_LIMIT_INTERVAL;
	}
	ok = in->limit_left;
	if (ok)
		in->limit_left--;
	spin_unlock_bh(&in->limit_lock);
	return ok;
}

/* RFC 1122 3.2.2: may an error be sent about this packet? Bans outrank rules that ask for one. */
static bool tn_icmp_may_complain(const struct sk_buff *skb, const struct tn_ipv4 *ip)
{
	u8 type_copy;
	const u8 *type;

	if (ip->frag & TN_IPV4_OFFSET_MASK)
		return false;
	if (tn_ipv4_bad_source(ip->saddr) || tn_from_be32(ip->saddr) >> 28 == 0xf)
		return false;
	if (tn_ipv4_is_loopback(ip->saddr) && !tn_tandem0_is(skb->dev))
		return false;
	if (ip->proto != TN_IPV4_PROTO_ICMP)
		return true;
	type = skb_header_pointer(skb, 0, sizeof(type_copy), &type_copy);
	return type && !tn_icmp_is_error(*type);
}

/**
 * tn_icmp_send_unreach() - tell the sender of a packet that it cannot be delivered here
 * @skb:  the packet, stays the caller's; network header at its IPv4 header, data behind that
 * @ip:   its IPv4 header
 * @code: code of TN_ICMP_DEST_UNREACH
 *
 * Nothing is sent where that is forbidden or too much.
 *
 * Context: BH off, RCU. RFC 1122 3.2.2, RFC 1812 4.3.2.
 */
void tn_icmp_send_unreach(struct sk_buff *skb, const struct tn_ipv4 *ip, u8 code)
{
	const struct tn_icmp icmp = { .type = TN_ICMP_DEST_UNREACH, .code = code };
	struct tn_ip_tx tx = {
		.saddr = ip->daddr,
		.daddr = ip->saddr,
		.proto = TN_IPV4_PROTO_ICMP,
	};
	struct net *net = dev_net(skb->dev);
	u32 quote = min_t(u32, skb->len - skb_network_offset(skb), ICMP_QUOTE_MAX);
	struct sk_buff *err;

	if (!tn_icmp_may_complain(skb, ip))
		return;
	if (!tn_icmp_limit_take(tn_ipnet(net))) {
		tn_count(tn_stats(net), TN_MIB_ICMP_OUT_RATE_LIMIT_GLOBAL);
		return;
	}
	err = alloc_skb(TN_IP_HEADROOM + TN_ICMP_HLEN + quote, GFP_ATOMIC);
	if (!err) {
		tn_count(tn_stats(net), TN_MIB_ICMP_OUT_ERRORS);
		return;
	}
	skb_reserve(err, TN_IP_HEADROOM);
	tn_icmp_build(skb_put(err, TN_ICMP_HLEN), &icmp);
	if (skb_copy_bits(skb, skb_network_offset(skb), skb_put(err, quote), quote)) {
		tn_count(tn_stats(net), TN_MIB_ICMP_OUT_ERRORS);
		kfree_skb(err);
		return;
	}
	tn_icmp_output(net, err, &tx, TN_MIB_ICMP_OUT_DEST_UNREACHS);
}

/**
 * tn_icmp_unreachable() - the next hop of a packet of ours did not resolve
 * @skb: the packet, stays the caller's; data at the IPv4 header
 *
 * Its transport hears of it as it would from a router: host unreachable (RFC 1122 2.4: not before
 * resolution has failed).
 *
 * Context: BH off, RCU.
 */
void tn_icmp_unreachable(struct sk_buff *skb)
{
	const struct tn_icmp icmp = { .type = TN_ICMP_DEST_UNREACH, .code = TN_ICMP_HOST_UNREACH };
	struct tn_icmp_quote quote;

	if (!tn_icmp_parse_quote(skb->data, skb_headlen(skb), &quote))
		tn_icmp_tell(dev_net(skb->dev), &icmp, &quote);
}
