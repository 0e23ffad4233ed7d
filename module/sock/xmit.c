// SPDX-License-Identifier: GPL-2.0
/*
 * Segments out: the machine is asked what may leave, and each answer becomes an skb.
 *
 *   tn_send_next() -> struct tn_out -> header skb + fragments of the store
 *                                   -> tn_ip_output() -> qdisc -> device
 *
 * The skb is made anew for a first transmission and a repeated one alike.
 * It leaves with CHECKSUM_PARTIAL and, when it carries more than a segment, with GSO
 * fields: whoever is last in the line cuts and sums. A signature stands already then
 * (sign.c). A range whose bytes lie in too many fragments goes out as several skbs; if not
 * even one segment fits, its bytes are copied.
 *
 * Back-pressure. What is below us counts in sk_wmem_alloc until it is freed. Above
 * TN_XMIT_BELOW the socket is throttled: data waits in the store, where it can
 * still be acknowledged, re-cut or given up, and not in a queue. The destructor
 * sees the level fall to half of that and puts the socket on a list of its CPU,
 * whose tasklet resumes sending. It cannot do so itself: it may run under
 * the very lock it would need.
 *
 *      pump: above the limit? --- THROTTLED ---> destructor: level at half?
 *        ^                                            | RESUME, list
 *        +------ tasklet: socket free <---------------+
 *        +------ release_cb: it was not (TN_SF_SEND)
 *
 * The destructor is not sock_wfree(): software GSO moves that one to the last
 * segment of a series, which may then overtake the others.
 *
 * Pacing (tcp/pace.c). SO_MAX_PACING_RATE is the kernel's own option; the machine is told of it
 * when it is asked next. If the qdisc holds packets until their departure time (fq), segments
 * of a paced connection leave us a little ahead of it. A qdisc may be replaced: it is looked
 * at once a second, and what it does not hold is too early by no more than that.
 *
 * A socket on the list is kept alive by one unit of sk_wmem_alloc, which was its skb's.
 */
#include <linux/interrupt.h>
#include <linux/percpu.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>
#include <net/checksum.h>
#include <net/sock.h>

#include "compat.h"
#include "ip/transmit.h"
#include "link/drop.h"
#include "link/linknet.h"
#include "sock/auth.h"
#include "sock/conntimer.h"
#include "sock/record.h"
#include "sock/sentnode.h"
#include "sock/sign.h"
#include "sock/sock.h"
#include "sock/xmit.h"
#include "tcp/send.h"

/* So many bytes (skb->truesize) of one socket may be below us. */
#define TN_XMIT_BELOW	(256 * 1024)

/* So long before its departure a segment is handed to a queue that can wait. */
#define TN_XMIT_AHEAD	tn_ms(2)

/**
 * struct tn_xmit_resume - sockets of one CPU that may send again
 * @socks:   tn_sock.resume; touched on its own CPU with interrupts off, or by @tasklet
 * @tasklet: resumes them
 */
struct tn_xmit_resume {
	struct list_head socks;
	struct tasklet_struct tasklet;
};

static DEFINE_PER_CPU(struct tn_xmit_resume, tn_xmit_resumes);

/* Destructor of our skbs. Any context; the socket may be gone but for this skb. */
static void tn_xmit_wfree(struct sk_buff *skb)
{
	struct sock *sk = skb->sk;
	struct tn_sock *ts = tn_sk(sk);
	struct tn_xmit_resume *resume;
	unsigned long flags;

	/* All but one unit: that one keeps the socket until sk_free() below or in the tasklet. */
	WARN_ON_ONCE(refcount_sub_and_test(skb->truesize - 1, &sk->sk_wmem_alloc));
	/* Pairs with tn_xmit_is_throttled(): first the level, then the flag. */
	smp_mb__after_atomic();
	if (!test_bit(TN_SF_THROTTLED, &ts->flags) ||
	    refcount_read(&sk->sk_wmem_alloc) > TN_XMIT_BELOW / 2 ||
	    test_and_set_bit(TN_SF_RESUME, &ts->flags)) {
		sk_free(sk);
		return;
	}

	local_irq_save(flags);
	resume = this_cpu_ptr(&tn_xmit_resumes);
	list_add_tail(&ts->resume, &resume->socks);
	tasklet_schedule(&resume->tasklet);
	local_irq_restore(flags);
}

static void tn_xmit_run(struct tasklet_struct *tasklet)
{
	struct tn_xmit_resume *resume = from_tasklet(resume, tasklet, tasklet);
	unsigned long flags;
	LIST_HEAD(socks);

	local_irq_save(flags);
	list_splice_init(&resume->socks, &socks);
	local_irq_restore(flags);

	while (!list_empty(&socks)) {
		struct tn_sock *ts = list_first_entry(&socks, struct tn_sock, resume);
		struct sock *sk = &ts->sk;

		list_del(&ts->resume);
		bh_lock_sock(sk);
		clear_bit(TN_SF_RESUME, &ts->flags);
		if (sock_owned_by_user(sk))
			set_bit(TN_SF_SEND, &ts->flags);
		else
			tn_xmit_resume(sk);
		bh_unlock_sock(sk);
		sk_free(sk);
	}
}

/* Is enough below us? If so, the destructor is told to resume us. */
static bool tn_xmit_is_throttled(struct tn_sock *ts)
{
	const refcount_t *below = &ts->sk.sk_wmem_alloc;

	if (refcount_read(below) <= TN_XMIT_BELOW)
		return false;
	set_bit(TN_SF_THROTTLED, &ts->flags);
	/* Pairs with tn_xmit_wfree(): first the flag, then the level. */
	smp_mb__after_atomic();
	if (refcount_read(below) > TN_XMIT_BELOW / 2)
		return true;
	clear_bit(TN_SF_THROTTLED, &ts->flags);
	return false;
}

/* Is there an ACK to take along? It may leave, with the data it rides on, up to twice the limit. */
static bool tn_xmit_has_ack(const struct tn_sock *ts)
{
	return (ts->tcb.pending & TN_PEND_ACK) &&
	       refcount_read(&ts->sk.sk_wmem_alloc) <= 2 * TN_XMIT_BELOW;
}

/* An skb with room for all headers and @linear bytes of payload behind them. */
static struct sk_buff *tn_xmit_alloc(u32 linear)
{
	u32 room = TN_IP_HEADROOM + TN_TCP_HLEN_MAX;
	struct sk_buff *skb;

	skb = alloc_skb(room + linear, GFP_ATOMIC | __GFP_NOWARN);
	if (skb)
		skb_reserve(skb, room);
	return skb;
}

/* Header, checksum and GSO fields in front of a payload that is in place. */
static void tn_xmit_header(struct sk_buff *skb, const struct tn_tuple *tuple,
			   const struct tn_out *out)
{
	struct tn_tcp h = {
		.sport = tuple->lport,
		.dport = tuple->rport,
		.seq = out->seq,
		.ack = out->ack,
		.wnd = out->wnd,
		.urg = out->urg,
		.flags = out->flags,
	};

	skb_push(skb, tn_tcp_hlen(&out->opt));
	skb_reset_transport_header(skb);
	tn_tcp_build(skb->data, &h, &out->opt);

	skb->ip_summed = CHECKSUM_PARTIAL;
	skb->csum_start = skb_transport_header(skb) - skb->head;
	skb->csum_offset = TN_TCP_CSUM_OFFSET;
	tcp_hdr(skb)->check = ~csum_tcpudp_magic(tuple->laddr, tuple->raddr, skb->len,
						 IPPROTO_TCP, 0);
	if (out->len > out->mss) {
		skb_shinfo(skb)->gso_type = SKB_GSO_TCPV4;
		/* CWR is for the first segment alone */
		if (out->flags & TN_TCP_CWR)
			skb_shinfo(skb)->gso_type |= SKB_GSO_TCP_ECN;
		skb_shinfo(skb)->gso_size = out->mss;
		skb_shinfo(skb)->gso_segs = DIV_ROUND_UP(out->len, out->mss);
	}
}

static struct tn_ip_tx tn_xmit_address(const struct tn_tuple *tuple, u8 tos, u8 ttl)
{
	return (struct tn_ip_tx) {
		.saddr = tuple->laddr,
		.daddr = tuple->raddr,
		.oif = tuple->dev,
		.proto = IPPROTO_TCP,
		.tos = tos,
		.ttl = ttl,
		.df = true,
	};
}

/* The skb is the socket's until it is freed. */
static void tn_xmit_own(struct sock *sk, struct sk_buff *skb)
{
	skb->sk = sk;
	skb->destructor = tn_xmit_wfree;
	refcount_add(skb->truesize, &sk->sk_wmem_alloc);
	skb_set_hash_from_sk(skb, sk);
	skb->priority = READ_ONCE(sk->sk_priority);
	skb->mark = READ_ONCE(sk->sk_mark);
}

/* Where the payload begins: behind the SYN, if that has text (RFC 7413) */
static u32 tn_xmit_text(const struct tn_out *out)
{
	return out->seq + !!(out->flags & TN_TCP_SYN);
}

/* How much of the payload one skb takes; *@linear: so much of it is to be copied. */
static u32 tn_xmit_part(const struct tn_store *store, const struct tn_out *out, u32 *linear)
{
	u32 fit;

	*linear = 0;
	if (!out->len)
		return 0;
	fit = tn_store_fit(store, tn_xmit_text(out), out->len);
	if (fit == out->len)
		return fit;
	if (fit >= out->mss)
		return fit - fit % out->mss;
	*linear = min_t(u32, out->len, out->mss);
	return *linear;
}

/* One skb with @out, which lies in the store in few enough pieces. */
static bool tn_xmit_skb(struct sock *sk, const struct tn_out *out, u32 linear)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_ip_tx tx = tn_xmit_address(&ts->tuple, ts->tos | out->ecn, ts->ttl);
	struct sk_buff *skb;

	tx.oif = READ_ONCE(sk->sk_bound_dev_if);
	skb = tn_xmit_alloc(linear);
	if (!skb) {
		tn_count_drop(ts->tcb.stats, TN_REASON_NO_MEMORY);
		return false;
	}
	if (linear)
		tn_store_copy(&ts->store, skb_put(skb, linear), tn_xmit_text(out), linear);
	else if (out->len)
		tn_store_fill(&ts->store, skb, tn_xmit_text(out), out->len);
	tn_xmit_header(skb, &ts->tuple, out);
	if (unlikely(ts->auth) && !tn_sign_own(ts, skb)) {
		tn_drop_skb(sock_net(sk), skb, TN_REASON_TCP_AUTH_NO_KEY);
		return false;
	}
	tn_xmit_own(sk, skb);
	if (out->at)
		tn_compat_set_departure(skb, out->at);
	tx.id = ts->ip_id;
	ts->ip_id += skb_shinfo(skb)->gso_segs ?: 1;
	/* Not sent is lost: a timer of the machine sees to it. */
	tn_ip_output(sock_net(sk), skb, &tx);
	return true;
}

/* All of @out, in as many skbs as it takes. */
static void tn_xmit_segment(struct sock *sk, struct tn_out *out)
{
	const struct tn_store *store = &tn_sk(sk)->store;
	u32 linear, len;

	while ((len = tn_xmit_part(store, out, &linear)) < out->len) {
		struct tn_out part = *out;

		/* What ends the data is in the last part only. */
		part.flags &= ~(TN_TCP_FIN | TN_TCP_PSH);
		part.len = len;
		if (!tn_xmit_skb(sk, &part, linear))
			return;
		out->flags &= ~TN_TCP_CWR;
		out->seq += len;
		out->len -= len;
	}
	tn_xmit_skb(sk, out, linear);
}

/* What the machine does not know of pacing: the user's limit, and who waits. */
static void tn_xmit_pacing(struct sock *sk)
{
	unsigned long limit = READ_ONCE(sk->sk_max_pacing_rate);
	struct tn_sock *ts = tn_sk(sk);
	struct tn_pace *pace = &ts->tcb.pace;
	u64 rate = limit == ~0UL ? 0 : limit;
	struct tn_verdict v;
	tn_time_t ahead;

	if (likely(rate == pace->max_rate &&
		   (!pace->on || time_before(jiffies, ts->queue_at + HZ))))
		return;
	ts->queue_at = jiffies;
	ahead = tn_ip_waits(sock_net(sk), ts->tuple.laddr, ts->tuple.raddr,
			    READ_ONCE(sk->sk_bound_dev_if)) ? TN_XMIT_AHEAD : 0;
	if (rate == pace->max_rate && ahead == pace->ahead)
		return;
	v = (struct tn_verdict) {};
	tn_record_pacing(ts, tn_sock_now(), rate, ahead, &v);
}

/**
 * tn_xmit_pump() - send all that may leave now
 * @sk: the socket, not a listener
 *
 * Context: any, socket lock held. The caller looks after the timer afterwards.
 */
void tn_xmit_pump(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_tcb *tcb = &ts->tcb;
	tn_time_t now = tn_sock_now();
	struct tn_out out;

	if (!sk->sk_txhash)
		sk_set_txhash(sk);
	tn_xmit_pacing(sk);
	for (;;) {
		enum tn_send answer;

		if (tn_xmit_is_throttled(ts) && !tn_xmit_has_ack(ts))
			return;
		tn_sentnode_fill(tcb, TN_SENTQ_SPARE_FEW);
		answer = tn_record_ask(ts, now, &out);
		if (answer == TN_SEND_MEMORY)
			tn_conntimer_retry(sk);
		if (answer != TN_SEND_SEGMENT)
			return;
		tn_xmit_segment(sk, &out);
	}
}

/**
 * tn_xmit_resume() - less is below us, go on
 * @sk: the socket
 *
 * Context: softirq, or release_cb; socket lock held.
 */
void tn_xmit_resume(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);

	clear_bit(TN_SF_THROTTLED, &ts->flags);
	if (tn_tcb_in(&ts->tcb, TN_STATE_IN(TN_CLOSED) | TN_STATE_IN(TN_TIME_WAIT)))
		return;
	tn_xmit_pump(sk);
	tn_conntimer_update(sk);
}

/**
 * tn_xmit_signed() - send a segment without payload for no socket
 * @net:   network namespace
 * @tuple: addresses; laddr and lport are the source, dev is the device that it must leave by
 * @out:   the segment; the signature is added to its options
 * @tos:   type of service octet, without ECN
 * @ttl:   time to live, 0 for the default
 * @auth:  how it is signed, or NULL
 *
 * Context: any but hard interrupts; @auth does not go.
 */
void tn_xmit_signed(struct net *net, const struct tn_tuple *tuple, struct tn_out *out, u8 tos,
		    u8 ttl, const struct tn_auth *auth)
{
	struct tn_ip_tx tx = tn_xmit_address(tuple, tos | out->ecn, ttl);
	struct tn_stats __percpu *stats = tn_stats(net);
	struct sk_buff *skb;

	skb = tn_xmit_alloc(0);
	if (!skb) {
		tn_count_drop(stats, TN_REASON_NO_MEMORY);
		return;
	}
	if (unlikely(auth))
		out->opt.has |= auth->kind;
	tn_xmit_header(skb, tuple, out);
	if (unlikely(auth) && !tn_sign_segment(auth, tuple, skb)) {
		tn_drop_skb(net, skb, TN_REASON_TCP_AUTH_NO_KEY);
		return;
	}
	tn_count(stats, TN_MIB_TCP_OUT_SEGS);
	if (out->flags & TN_TCP_RST)
		tn_count(stats, TN_MIB_TCP_OUT_RSTS);
	tn_ip_output(net, skb, &tx);
}

/**
 * tn_xmit_init() - prepare the resume lists
 *
 * Context: process, module load.
 */
void tn_xmit_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct tn_xmit_resume *resume = per_cpu_ptr(&tn_xmit_resumes, cpu);

		INIT_LIST_HEAD(&resume->socks);
		tasklet_setup(&resume->tasklet, tn_xmit_run);
	}
}

/**
 * tn_xmit_exit() - wait for the last tasklet, after the last socket is gone
 *
 * Context: process, module unload.
 */
void tn_xmit_exit(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		tasklet_kill(&per_cpu_ptr(&tn_xmit_resumes, cpu)->tasklet);
}
