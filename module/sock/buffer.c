// SPDX-License-Identifier: GPL-2.0
/*
 * The memory of a socket's buffers: how much there may be, and what goes first when it is too
 * much.
 *
 * The machine counts payload; memory is counted here, by truesize, in which a byte may cost a
 * thousand. SO_RCVBUF and SO_SNDBUF are memory. Of SO_RCVBUF half is promised to the peer as
 * window, the other half is for what the kernel needs around the payload.
 *
 *	           tn_buffer_admit()
 *	segment --------------------> in order:     up to 2 x SO_RCVBUF
 *	                              beyond a gap: up to SO_RCVBUF
 *
 * In-order data may exceed SO_RCVBUF: it was sent into a window that we offered, and to
 * refuse it would stall the connection. When a segment does not fit, room is made, in this order:
 *
 *	1. Out-of-order data, from the far end. The peer has it still (RFC 2018 8). Data beyond a
 *	   gap makes others go only if they lie further away than itself.
 *	2. In-order skbs that carry little are rewritten into full ones.
 *	3. The segment itself is dropped; it will come again.
 *
 * What is in order and was acknowledged is never given up. Since 2 leaves less than two bytes of
 * memory for each of payload, what the window has promised finds room.
 *
 * All sockets together are limited by proto.sysctl_mem. Above its middle value there is memory
 * pressure: nothing is kept beyond a gap but the least that proto.sysctl_rmem grants each, buffers
 * do not grow, and no more window is offered than a few segments, without taking back
 * what was. The next read without pressure opens it again.
 *
 * Buffers grow by themselves unless the user has set their size: the receive buffer as
 * tcp/rcvtune.c says, the send buffer with cwnd (tcp/sndtune.c), each up to 64 MiB or a sixteenth
 * of the machine's memory, or what the namespace says (net.tandem.tcp_wmem, tcp_rmem). The window
 * scale is for the largest receive buffer that is allowed when the SYN leaves.
 */
#include <linux/skbuff.h>
#include <linux/swap.h>
#include <net/sock.h>

#include "compat.h"
#include "sock/buffer.h"
#include "sock/perform.h"
#include "sock/record.h"
#include "sock/sock.h"
#include "sock/socknet.h"
#include "tcp/rcvq.h"
#include "tcp/rcvwnd.h"
#include "tcp/sndtune.h"

/* What a full skb holds when small ones are rewritten: a page with its overhead */
#define BUFFER_FULL	SKB_WITH_OVERHEAD(PAGE_SIZE)

/* Under memory pressure no more window is offered than for so many segments */
#define BUFFER_SEGMENTS	4

int tn_buffer_wmem[3] = { PAGE_SIZE, TN_BUFFER_SNDBUF, TN_BUFFER_MAX };
int tn_buffer_rmem[3] = { PAGE_SIZE, TN_BUFFER_RCVBUF, TN_BUFFER_MAX };

static const struct tn_limits *buffer_limits(const struct sock *sk)
{
	return &tn_socknet(sock_net(sk))->limits;
}

/**
 * tn_buffer_begin() - the buffers of a new socket
 * @sk: socket, not visible to anybody
 *
 * Context: any.
 */
void tn_buffer_begin(struct sock *sk)
{
	WRITE_ONCE(sk->sk_sndbuf, READ_ONCE(buffer_limits(sk)->wmem[0]));
	WRITE_ONCE(sk->sk_rcvbuf, READ_ONCE(buffer_limits(sk)->rmem[0]));
}

/**
 * tn_buffer_read() - let the tcb know of SO_RCVBUF, and of memory pressure
 * @sk: socket
 * @v:  verdict, to be performed by the caller
 *
 * Context: socket lock held; does not sleep.
 */
void tn_buffer_read(struct sock *sk, struct tn_verdict *v)
{
	struct tn_sock *ts = tn_sk(sk);
	const struct tn_tcb *tcb = &ts->tcb;
	u32 buf = READ_ONCE(sk->sk_rcvbuf) / 2;
	u32 most = sk->sk_userlocks & SOCK_RCVBUF_LOCK ? 0 :
			READ_ONCE(buffer_limits(sk)->rmem[1]) / 2;

	if (unlikely(sk_under_memory_pressure(sk))) {
		buf = min_t(u32, buf, BUFFER_SEGMENTS * tcb->rcv.mss);
		most = 0;
	}
	if (most != tcb->tune.most)
		tn_record_rcvtune(ts, most);
	if (buf != tcb->rcv.buf)
		tn_record_rcvbuf(ts, buf, v);
}

/**
 * tn_buffer_scale() - the window scale that a SYN of the socket offers
 * @sk: socket, that of a connection or a listener
 *
 * It has to do for whatever the receive buffer may become: by itself up to tcp_rmem, by SO_RCVBUF
 * up to rmem_max (which is half of the memory that one gets for it), or it is more already
 * (SO_RCVBUFFORCE).
 *
 * Return: shift.
 * Context: any. Source: RFC 7323 2.2.
 */
u8 tn_buffer_scale(const struct sock *sk)
{
	u32 grown = READ_ONCE(buffer_limits(sk)->rmem[1]) / 2;

	return tn_rcvwnd_scale(max3(grown, READ_ONCE(sysctl_rmem_max),
				    (u32)READ_ONCE(sk->sk_rcvbuf) / 2));
}

/**
 * tn_buffer_grown() - let SO_RCVBUF follow the buffer of the tcb
 * @sk: socket, whose user has just read
 *
 * Context: socket lock held; does not sleep.
 */
void tn_buffer_grown(struct sock *sk)
{
	u32 buf = tn_sk(sk)->tcb.rcv.buf;

	if (buf > (u32)sk->sk_rcvbuf / 2 && !(sk->sk_userlocks & SOCK_RCVBUF_LOCK))
		WRITE_ONCE(sk->sk_rcvbuf, 2 * buf);
}

/**
 * tn_buffer_acked() - let SO_SNDBUF follow cwnd
 * @sk: socket, whose data was acknowledged
 *
 * Context: socket lock held; does not sleep.
 */
void tn_buffer_acked(struct sock *sk)
{
	u32 want;

	if (sk->sk_userlocks & SOCK_SNDBUF_LOCK)
		return;
	want = min_t(u32, tn_sndtune_want(&tn_sk(sk)->tcb),
		     READ_ONCE(buffer_limits(sk)->wmem[1]));
	if (want > (u32)sk->sk_sndbuf && !sk_under_memory_pressure(sk))
		WRITE_ONCE(sk->sk_sndbuf, want);
}

/* Does @skb fit below @limit, and into what all may have together? */
static bool buffer_fits(struct sock *sk, struct sk_buff *skb, u32 limit)
{
	return (u32)atomic_read(&sk->sk_rmem_alloc) < limit &&
	       sk_rmem_schedule(sk, skb, skb->truesize);
}

/* Give up out-of-order data behind @beyond, from the far end, until @skb fits. */
static bool buffer_prune(struct sock *sk, struct sk_buff *skb, u32 limit, u32 beyond)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_rcvd *last;

	while ((last = tn_rcvq_last(&ts->tcb)) && tn_seq_gt(last->seq, beyond)) {
		struct tn_verdict v = {};

		tn_record_prune(ts, last->seq, &v);
		tn_perform(sk, &v);
		if (buffer_fits(sk, skb, limit))
			return true;
	}
	return false;
}

/* Bytes of a queued skb that count */
static u32 buffer_bytes(struct sk_buff *skb)
{
	const struct tn_rcvd *rcvd = &tn_skb_cb(skb)->rcvd;

	return rcvd->end - rcvd->seq;
}

static struct sk_buff *buffer_behind(const struct sk_buff_head *queue, const struct sk_buff *skb)
{
	return skb_queue_is_last(queue, skb) ? NULL : skb_queue_next(queue, skb);
}

/* Copy what counts of @skb to the end of @full, which it follows in sequence. */
static void buffer_append(struct sk_buff *full, struct sk_buff *skb)
{
	const struct tn_skb_cb *cb = tn_skb_cb(skb);
	u32 n = buffer_bytes(skb);

	/* It lies within the skb: the machine only narrows a range. */
	WARN_ON_ONCE(skb_copy_bits(skb, cb->rcvd.seq - cb->seq, skb_put(full, n), n));
	tn_skb_cb(full)->rcvd.end = cb->rcvd.end;
}

/*
 * Rewrite the skbs from @first on, as many as fit into a full one, if that saves memory. Returns
 * the one behind them.
 */
static struct sk_buff *buffer_rewrite(struct sock *sk, struct sk_buff *first)
{
	struct sk_buff_head *queue = &sk->sk_receive_queue;
	struct sk_buff *skb = first, *next, *full;
	u32 bytes = 0, cost = 0;

	while (skb && bytes + buffer_bytes(skb) <= BUFFER_FULL) {
		bytes += buffer_bytes(skb);
		cost += skb->truesize;
		skb = buffer_behind(queue, skb);
	}
	next = skb;
	if (!bytes)
		return buffer_behind(queue, first);
	if (cost <= 2 * PAGE_SIZE)
		return next;
	full = alloc_skb(BUFFER_FULL, GFP_ATOMIC | __GFP_NOWARN);
	if (!full)
		return NULL;

	tn_skb_cb(full)->seq = tn_skb_cb(first)->rcvd.seq;
	tn_skb_cb(full)->rcvd = tn_skb_cb(first)->rcvd;
	__skb_queue_before(queue, first, full);
	while ((skb = buffer_behind(queue, full)) != next) {
		buffer_append(full, skb);
		__skb_unlink(skb, queue);
		/* The memory of all of them together is that of @full and what is left. */
		skb->destructor = NULL;
		skb->sk = NULL;
		__kfree_skb(skb);
		tn_count(tn_sk(sk)->tcb.stats, TN_MIB_TCP_RCV_COLLAPSED);
	}
	full->sk = sk;
	full->destructor = sock_rfree;
	atomic_sub(cost - full->truesize, &sk->sk_rmem_alloc);
	sk_mem_uncharge(sk, cost - full->truesize);
	return next;
}

/* Rewrite in-order skbs that carry little into full ones. */
static void buffer_collapse(struct sock *sk)
{
	struct sk_buff *skb = skb_peek(&sk->sk_receive_queue);

	while (skb)
		skb = buffer_rewrite(sk, skb);
}

/**
 * tn_buffer_admit() - may the socket keep this payload?
 * @sk:  socket
 * @skb: segment with payload; its memory is the socket's if the answer is yes
 * @seg: what its header says
 *
 * Context: BH off, socket lock held; the caller has a reference.
 * Return: true if so.
 */
bool tn_buffer_admit(struct sock *sk, struct sk_buff *skb, const struct tn_seg *seg)
{
	struct tn_tcb *tcb = &tn_sk(sk)->tcb;
	bool in_order = tn_seq_le(seg->seq, tcb->rcv.nxt), ok;
	u32 limit = READ_ONCE(sk->sk_rcvbuf);

	if (unlikely(sk_under_memory_pressure(sk))) {
		struct tn_verdict v = {};

		tn_buffer_read(sk, &v);
		if (v.bits)
			tn_perform(sk, &v);
		if (!in_order)
			limit = min_t(u32, limit, tn_buffer_rmem[0]);
	}
	if (in_order)
		limit *= 2;
	ok = buffer_fits(sk, skb, limit) ||
	     buffer_prune(sk, skb, limit, in_order ? tcb->rcv.nxt : seg->seq);
	if (!ok && in_order) {
		buffer_collapse(sk);
		ok = buffer_fits(sk, skb, limit);
	}
	if (ok)
		skb_set_owner_r(skb, sk);
	else
		tn_count(tcb->stats, in_order ? TN_MIB_TCP_RCV_Q_DROP : TN_MIB_TCP_OFO_DROP);
	return ok;
}

/**
 * tn_buffer_init() - no socket shall have more than a sixteenth of the machine's memory
 *
 * Context: module load.
 */
void __init tn_buffer_init(void)
{
	unsigned long share = nr_free_buffer_pages() << (PAGE_SHIFT - 4);

	tn_buffer_wmem[2] = clamp(share, 4ul * TN_BUFFER_SNDBUF, (unsigned long)TN_BUFFER_MAX);
	tn_buffer_rmem[2] = clamp(share, 4ul * TN_BUFFER_RCVBUF, (unsigned long)TN_BUFFER_MAX);
}

/**
 * tn_buffer_net_init() - a network namespace begins
 * @sn: the room's state of it
 *
 * Context: process.
 */
void tn_buffer_net_init(struct tn_socknet *sn)
{
	memcpy(sn->limits.wmem, &tn_buffer_wmem[1], sizeof(sn->limits.wmem));
	memcpy(sn->limits.rmem, &tn_buffer_rmem[1], sizeof(sn->limits.rmem));
}
