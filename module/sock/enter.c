// SPDX-License-Identifier: GPL-2.0
/*
 * The doorway: how a segment gets at the connection it is for.
 *
 *   receive.c -> tn_enter_segment() --- socket free ----> tn_enter_parsed()
 *                      |                                        ^
 *                 a user holds                          tn_enter_process()
 *                 the lock: backlog                             ^
 *                               '-> release_sock() --> tn_enter_backlog()
 *
 * The machine is given a struct tn_seg and its verdict is carried out. The payload goes along
 * as a handle in skb->cb: from then on the skb belongs to the machine until a verdict
 * hands it back, in its deliver or its discard chain. Memory is looked after
 * before, by buffer.c: the machine counts payload bytes, an skb costs more.
 *
 * Before all that comes the signature, if there must be one or is one (verify.c): of a segment that
 * was forged nothing is looked at but its addresses.
 *
 * Everything here runs with BH off, the backlog too, so that what
 * follows need not ask where it came from.
 */
#include <linux/ip.h>
#include <linux/skbuff.h>
#include <net/sock.h>

#include "link/drop.h"
#include "link/rx.h"
#include "sock/buffer.h"
#include "sock/conntimer.h"
#include "sock/enter.h"
#include "sock/perform.h"
#include "sock/record.h"
#include "sock/sentnode.h"
#include "sock/sock.h"
#include "sock/verify.h"
#include "sock/xmit.h"
#include "tcp/arrive.h"
#include "wire/ipv4.h"

/**
 * tn_enter_parse() - read the header of a segment
 * @skb: segment, network header set, data at the TCP header, which is linear with
 *       all its options; skb->cb holds tn_rx_time()
 * @seg: what it says; the payload begins @skb->len - @seg->len behind data
 *
 * Return: TN_REASON_NONE, or what is wrong with it.
 * Context: any.
 */
enum tn_reason tn_enter_parse(const struct sk_buff *skb, struct tn_seg *seg)
{
	enum tn_reason reason;
	struct tn_tcp h;

	reason = tn_tcp_parse(skb->data, skb_headlen(skb), skb->len, &h, &seg->opt);
	if (reason)
		return reason;
	seg->when = tn_rx_time(skb);
	seg->seq = h.seq;
	seg->ack = h.ack;
	seg->len = skb->len - h.hlen;
	seg->wnd = h.wnd;
	seg->urg = h.urg;
	seg->flags = h.flags;
	seg->ecn = ip_hdr(skb)->tos & TN_ECN_MASK;
	seg->nsegs = max_t(u16, skb_shinfo(skb)->gso_segs, 1);
	seg->rcvd = NULL;
	return TN_REASON_NONE;
}

/**
 * tn_enter_tuple() - the addresses of a segment, from its receiver's side
 * @skb:   segment, network header set, data at the TCP header
 * @tuple: laddr and lport are the destination; dev is 0, the caller may know it
 *
 * Context: any.
 */
void tn_enter_tuple(const struct sk_buff *skb, struct tn_tuple *tuple)
{
	const __be16 *ports = (const __be16 *)skb->data;
	const struct iphdr *iph = ip_hdr(skb);

	tuple->laddr = iph->daddr;
	tuple->raddr = iph->saddr;
	tuple->lport = ports[1];
	tuple->rport = ports[0];
	tuple->dev = 0;
}

/*
 * No connection any more: the answer goes to whoever sent the skb. A socket that listens does so
 * since the segment was found to be for the connection that it had before.
 */
static void tn_enter_aside(struct sock *sk, struct sk_buff *skb, const struct tn_seg *seg)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_verdict v = {};
	struct tn_tuple tuple;

	if (ts->tcb.state == TN_LISTEN)
		v.reason = TN_REASON_TCP_CLOSED;
	else
		tn_arrive(&ts->tcb, tn_sock_now(), seg, &v);
	if (v.bits & TN_V_RESET) {
		tn_enter_tuple(skb, &tuple);
		tuple.dev = READ_ONCE(sk->sk_bound_dev_if);
		tn_xmit_signed(sock_net(sk), &tuple, &v.rst, ts->tos, ts->ttl, ts->auth);
	}
	if (v.reason)
		tn_drop_skb(sock_net(sk), skb, v.reason);
	else
		consume_skb(skb);
}

/* The skb becomes the payload: data behind the header, the handle in its cb. */
static void tn_enter_payload(struct sk_buff *skb, struct tn_seg *seg)
{
	struct tn_skb_cb *cb = tn_skb_cb(skb);
	u32 seq = seg->seq + !!(seg->flags & TN_TCP_SYN);

	__skb_pull(skb, skb->len - seg->len);
	cb->seq = seq;
	cb->rcvd.seq = seq;
	cb->rcvd.end = seq + seg->len;
	seg->rcvd = &cb->rcvd;
}

/* A segment whose header is read; both are consumed. */
static void tn_enter_parsed(struct sock *sk, struct sk_buff *skb, struct tn_seg *seg)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_verdict v = {};
	enum tn_reason reason;

	if (unlikely(ts->auth || (seg->opt.has & TN_OPT_AUTH))) {
		reason = tn_verify_check(sk, skb, seg);
		if (reason)
			goto drop;
	}
	if (tn_tcb_in(&ts->tcb, TN_STATE_IN(TN_LISTEN) | TN_STATE_IN(TN_CLOSED) |
				TN_STATE_IN(TN_TIME_WAIT))) {
		tn_enter_aside(sk, skb, seg);
		return;
	}
	if (seg->len) {
		reason = TN_REASON_TCP_RCVBUF_FULL;
		if (tn_buffer_admit(sk, skb, seg))
			tn_enter_payload(skb, seg);
		else if (ts->tcb.fo.fresh)
			seg->len = 0; /* the SYN counts without its text */
		else
			goto drop;
	}

	tn_sentnode_fill(&ts->tcb, seg->opt.nsack ? TN_SENTQ_SPARE_LOW : TN_SENTQ_SPARE_FEW);
	tn_record_arrive(ts, tn_sock_now(), seg, &v);
	if (!seg->rcvd) {
		if (v.reason)
			kfree_skb(skb);
		else
			consume_skb(skb);
	}
	tn_perform(sk, &v);
	return;

drop:
	tn_drop_skb(sock_net(sk), skb, reason);
}

/**
 * tn_enter_process() - a segment for a socket whose lock we have
 * @sk:  the socket
 * @skb: segment, as enter.h says; consumed
 *
 * Context: BH off, socket lock held; the caller has a reference. May end the
 * connection.
 */
void tn_enter_process(struct sock *sk, struct sk_buff *skb)
{
	enum tn_reason reason;
	struct tn_seg seg;

	reason = tn_enter_parse(skb, &seg);
	if (reason)
		tn_drop_skb(sock_net(sk), skb, reason);
	else
		tn_enter_parsed(sk, skb, &seg);
}

/**
 * tn_enter_segment() - a segment for a socket
 * @sk:  the socket; the caller has a reference
 * @skb: segment, as enter.h says; consumed
 * @seg: its header, as tn_enter_parse() has read it; used up. The backlog has no room for it,
 *       so what waits there is read again
 *
 * Context: softirq, no socket lock held.
 */
void tn_enter_segment(struct sock *sk, struct sk_buff *skb, struct tn_seg *seg)
{
	u32 limit = READ_ONCE(sk->sk_rcvbuf) + READ_ONCE(sk->sk_sndbuf);

	/* Nobody looks after the device while the skb is queued. */
	skb->dev = NULL;

	bh_lock_sock(sk);
	if (!sock_owned_by_user(sk)) {
		tn_enter_parsed(sk, skb, seg);
	} else if (sk_add_backlog(sk, skb, limit)) {
		tn_count(tn_stats(sock_net(sk)), TN_MIB_TCP_BACKLOG_DROP);
		tn_drop_skb(sock_net(sk), skb, TN_REASON_BACKLOG_FULL);
	}
	bh_unlock_sock(sk);
}

/**
 * tn_enter_backlog() - a segment that waited until the user let go of the lock
 * @sk:  the socket
 * @skb: segment, as enter.h says; consumed
 *
 * Return: 0.
 * Context: process, in release_sock().
 */
int tn_enter_backlog(struct sock *sk, struct sk_buff *skb)
{
	local_bh_disable();
	tn_enter_process(sk, skb);
	local_bh_enable();
	return 0;
}

/**
 * tn_enter_release_cb() - what else had to wait for the lock
 * @sk: the socket
 *
 * Context: process, in release_sock(), BH off, lock still held.
 */
void tn_enter_release_cb(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);

	if (test_and_clear_bit(TN_SF_TIMER, &ts->flags))
		tn_conntimer_run(sk);
	if (test_and_clear_bit(TN_SF_SEND, &ts->flags))
		tn_xmit_resume(sk);
}
