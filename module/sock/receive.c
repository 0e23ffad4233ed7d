// SPDX-License-Identifier: GPL-2.0
/*
 * Segments and ICMP errors, from ip/ to the socket that they are for.
 *
 *	ip/ -> receive_segment():  header, checksum
 *		connection?	its filter -> tn_enter_segment()
 *		half-open?	tn_passive_arrive()
 *		TIME-WAIT?	tn_twait_receive(), which may say: a new connection instead
 *		listener?	its filter -> tn_passive_listen(), which may find a connection
 *		nobody		RST (RFC 9293 3.10.7.1)
 *
 * Everything happens under RCU and with BH off, as ip/ calls us. The socket that is found is
 * referenced until the segment is in its hands.
 *
 * What an ICMP error means to a connection is tcp/advice.c's to say; about one that is signed by
 * TCP-AO hardly anything is believed (auth.c).
 */
#include <linux/errno.h>
#include <linux/filter.h>
#include <linux/in.h>
#include <linux/skbuff.h>
#include <net/ip.h>
#include <net/sock.h>

#include "ip/proto.h"
#include "link/drop.h"
#include "link/rx.h"
#include "sock/auth.h"
#include "sock/demux.h"
#include "sock/enter.h"
#include "sock/passive.h"
#include "sock/perform.h"
#include "sock/receive.h"
#include "sock/record.h"
#include "sock/sentnode.h"
#include "sock/sock.h"
#include "sock/socknet.h"
#include "sock/twait.h"
#include "sock/xmit.h"
#include "tcp/reset.h"
#include "tcp/user.h"

/* Is it a whole TCP header, and does the checksum of the segment verify? */
static enum tn_reason receive_check(struct sk_buff *skb, struct tn_seg *seg)
{
	enum tn_reason reason;

	/* The first pull shows how long the header is. */
	if (!pskb_may_pull(skb, tn_tcp_need(skb->data, skb_headlen(skb))) ||
	    !pskb_may_pull(skb, tn_tcp_need(skb->data, skb_headlen(skb))))
		return TN_REASON_PKT_TOO_SHORT;
	reason = tn_enter_parse(skb, seg);
	if (reason)
		return reason;
	if (skb_checksum_init(skb, IPPROTO_TCP, inet_compute_pseudo) || skb_checksum_complete(skb))
		return TN_REASON_TCP_BAD_CHECKSUM;
	return TN_REASON_NONE;
}

/* A segment for nobody. */
static void receive_refuse(struct net *net, struct sk_buff *skb, const struct tn_tuple *tuple,
			   const struct tn_seg *seg)
{
	struct tn_tuple from = *tuple;
	struct tn_out out;

	from.dev = 0;
	if (tn_reset_reply(seg, &out))
		tn_xmit_stateless(net, &from, &out, 0, 0);
	tn_drop_skb(net, skb, TN_REASON_TCP_NO_SOCKET);
}

/* A segment for a listener; returns as receive_otherwise(). */
static struct sock *receive_listener(struct sock *sk, struct sk_buff *skb,
				     const struct tn_tuple *tuple, const struct tn_seg *seg,
				     u32 iss)
{
	struct sock *found = NULL;

	if (sk_filter_trim_cap(sk, skb, skb->len - seg->len))
		tn_drop_skb(sock_net(sk), skb, TN_REASON_SOCKET_FILTER);
	else
		found = tn_passive_listen(sk, skb, tuple, seg, iss);
	sock_put(sk);
	return found;
}

/*
 * A segment for which no connection was found. Returns NULL if that was all, the skb is consumed;
 * or the connection that there is since we looked, with a reference.
 */
static struct sock *receive_otherwise(struct net *net, struct sk_buff *skb,
				      const struct tn_tuple *tuple, const struct tn_seg *seg)
{
	struct tn_reopen reopen;
	enum tn_reason reason;
	struct sock *sk;

	if (tn_passive_arrive(net, skb, tuple, seg))
		return NULL;
	reason = tn_twait_receive(net, skb, tuple, seg, &reopen);
	if (reason) {
		tn_drop_skb(net, skb, reason);
		return NULL;
	}
	sk = reopen.listener ?: tn_demux_listener(net, tuple);
	if (sk)
		return receive_listener(sk, skb, tuple, seg, reopen.iss);
	receive_refuse(net, skb, tuple, seg);
	return NULL;
}

/* tn_ip_proto.rx */
static void receive_segment(struct sk_buff *skb, const struct tn_ipv4 *ip)
{
	struct net *net = dev_net(skb->dev);
	struct tn_stats __percpu *stats = tn_stats(net);
	enum tn_reason reason;
	struct tn_tuple tuple;
	struct tn_seg seg;
	struct sock *sk;
	u32 hlen;

	tn_count_add(stats, TN_MIB_TCP_IN_SEGS, max_t(u16, skb_shinfo(skb)->gso_segs, 1));
	/* RFC 9293 MUST-57: a segment to all is for nobody */
	if (skb->pkt_type != PACKET_HOST) {
		tn_drop_skb(net, skb, TN_REASON_IP_BAD_DEST);
		return;
	}
	reason = receive_check(skb, &seg);
	if (reason) {
		tn_count(stats, TN_MIB_TCP_IN_ERRS);
		if (reason == TN_REASON_TCP_BAD_CHECKSUM)
			tn_count(stats, TN_MIB_TCP_IN_CSUM_ERRORS);
		tn_drop_skb(net, skb, reason);
		return;
	}

	tn_enter_tuple(skb, &tuple);
	tuple.dev = skb->dev->ifindex;
	sk = tn_demux_lookup(net, &tuple) ?: receive_otherwise(net, skb, &tuple, &seg);
	if (!sk)
		return;

	hlen = skb->len - seg.len;
	if (sk_filter_trim_cap(sk, skb, hlen)) {
		tn_drop_skb(net, skb, TN_REASON_SOCKET_FILTER);
	} else {
		/* The filter may have cut it */
		seg.len = skb->len - hlen;
		tn_enter_segment(sk, skb, &seg);
	}
	sock_put(sk);
}

/*
 * An error that does not end the connection. SHLD-25: SO_ERROR has it, and it is told if the
 * connection gives up; with IP_RECVERR it is told at once (ip(7)), though the connection lives.
 */
static void receive_soft(struct sock *sk, int err)
{
	if (!tn_sk(sk)->recverr) {
		WRITE_ONCE(sk->sk_err_soft, err);
		return;
	}
	WRITE_ONCE(sk->sk_err, err);
	sk_error_report(sk);
}

/* An ICMP error about a segment of this connection, which is locked. */
static void receive_error(struct sock *sk, const struct tn_icmp *icmp, u32 seq)
{
	int err = tn_advice_errno(icmp);
	struct tn_verdict v = {};

	if (tn_auth_ignores_icmp(tn_sk(sk), icmp->type, icmp->code))
		return;
	tn_record_advice(tn_sk(sk), icmp, seq, &v);
	if (!v.reason && err && err != -EMSGSIZE && !(v.bits & TN_V_ERROR))
		receive_soft(sk, -err);
	tn_perform(sk, &v);
}

/* tn_ip_proto.err */
static void receive_icmp(struct net *net, const struct tn_icmp *icmp,
			 const struct tn_icmp_quote *quote)
{
	struct tn_tuple tuple = {
		.laddr = quote->ip.saddr,
		.raddr = quote->ip.daddr,
		.lport = quote->sport,
		.rport = quote->dport,
	};
	struct sock *sk = tn_demux_lookup(net, &tuple);

	if (!sk) {
		tn_count(tn_stats(net), TN_MIB_ICMP_IN_ERRORS);
		return;
	}
	bh_lock_sock(sk);
	/* Advice, not an order: when the user holds the lock it is not waited for. */
	if (sock_owned_by_user(sk))
		tn_count(tn_stats(net), TN_MIB_LOCK_DROPPED_ICMPS);
	else
		receive_error(sk, icmp, quote->seq);
	bh_unlock_sock(sk);
	sock_put(sk);
}

/** tn_receive_proto - TCP, for tn_ip_register() */
const struct tn_ip_proto tn_receive_proto = {
	.rx = receive_segment,
	.err = receive_icmp,
	.addr_gone = tn_socknet_addr_gone,
};
