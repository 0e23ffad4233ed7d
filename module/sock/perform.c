// SPDX-License-Identifier: GPL-2.0
/*
 * The performer: does what a verdict says, in one fixed order.
 *
 *   deliver, discard   payload goes to the reader, or is freed
 *   urgent             SIGURG
 *   acked              the send store lets go of what has arrived
 *   state              sk_state mirrors tcb.state, for the kernel's helpers
 *   connected          whoever waits in connect() or accept() is woken
 *   EOF, error         the reader, or everybody, is told
 *   reset, send        what has to leave, leaves
 *   TIME-WAIT, closed  the socket is taken out of the tables
 *   timer              or the deadlines are looked at again
 *
 * First what the user is given, then what he is told about it, then the
 * network, and the end of the connection last, since nothing of it may be touched
 * afterwards. Nobody but this file looks at a verdict of a connection.
 */
#include <linux/poll.h>
#include <linux/skbuff.h>
#include <net/sock.h>

#include "ip/transmit.h"
#include "sock/accept.h"
#include "sock/auth.h"
#include "sock/buffer.h"
#include "sock/close.h"
#include "sock/conntimer.h"
#include "sock/fastopen.h"
#include "sock/hostcache.h"
#include "sock/oob.h"
#include "sock/perform.h"
#include "sock/record.h"
#include "sock/sock.h"
#include "sock/twait.h"
#include "sock/xmit.h"
#include "tcp/rcvq.h"
#include "tcp/verdict.h"

static bool tn_perform_is_whole(const struct sk_buff *skb, const struct tn_skb_cb *cb)
{
	return cb->rcvd.seq == cb->seq && cb->rcvd.end - cb->seq == skb->len;
}

/*
 * Join @skb to the one before it, if its bytes fit or its pages may move. What is left of @skb
 * then is to be given to kfree_skb_partial(), with *@stolen.
 */
static bool tn_perform_merge(struct sock *sk, struct sk_buff *tail, struct sk_buff *skb,
			     bool *stolen)
{
	int delta;

	if (tn_skb_cb(tail)->rcvd.end - tn_skb_cb(tail)->seq != tail->len ||
	    !tn_perform_is_whole(skb, tn_skb_cb(skb)) ||
	    !skb_try_coalesce(tail, skb, stolen, &delta))
		return false;

	tn_count(tn_sk(sk)->tcb.stats, TN_MIB_TCP_RCV_COALESCE);
	/* The tail grew by delta; skb gives back all of its own when it is freed. */
	atomic_add(delta, &sk->sk_rmem_alloc);
	sk_mem_charge(sk, delta);
	return true;
}

static bool tn_perform_coalesce(struct sock *sk, struct sk_buff *tail, struct sk_buff *skb)
{
	bool stolen;

	if (!tail || !tn_perform_merge(sk, tail, skb, &stolen))
		return false;
	tn_skb_cb(tail)->rcvd.end = tn_skb_cb(skb)->rcvd.end;
	kfree_skb_partial(skb, stolen);
	return true;
}

/* The same for what waits behind a gap. */
static void tn_perform_join(struct sock *sk, struct tn_rcvd *rcvd)
{
	struct tn_rcvd *front = tn_rcvq_before(rcvd);
	bool stolen;

	if (!front || !tn_perform_merge(sk, tn_skb_of(front), tn_skb_of(rcvd), &stolen))
		return;
	tn_rcvq_join(&tn_sk(sk)->tcb, front, rcvd);
	kfree_skb_partial(tn_skb_of(rcvd), stolen);
}

static void tn_perform_deliver(struct sock *sk, struct tn_rcvd *rcvd)
{
	struct sk_buff *tail = skb_peek_tail(&sk->sk_receive_queue);

	while (rcvd) {
		struct sk_buff *skb = tn_skb_of(rcvd);

		rcvd = rcvd->next;
		if (tn_perform_coalesce(sk, tail, skb))
			continue;
		__skb_queue_tail(&sk->sk_receive_queue, skb);
		tail = skb;
	}
	sk->sk_data_ready(sk);
}

static void tn_perform_discard(struct tn_rcvd *rcvd)
{
	while (rcvd) {
		struct sk_buff *skb = tn_skb_of(rcvd);

		rcvd = rcvd->next;
		kfree_skb(skb);
	}
}

static void tn_perform_acked(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);
	struct socket *sock = sk->sk_socket;
	bool full = false;

	WRITE_ONCE(sk->sk_err_soft, 0);
	tn_store_release(sk, tn_tcb_acked(&ts->tcb));
	tn_buffer_acked(sk);
	/* Pairs with poll: it sets the bit, then looks for space once more. */
	smp_mb();
	if (sock && test_bit(SOCK_NOSPACE, &sock->flags)) {
		sk->sk_write_space(sk);
		full = test_bit(SOCK_NOSPACE, &sock->flags);
	}
	/* Who has polled for room in vain waits as well. */
	if (full != ts->tcb.busy.full)
		tn_record_full(ts, full);
}

static void tn_perform_connected(struct sock *sk)
{
	WRITE_ONCE(sk->sk_err_soft, 0);
	if (tn_sk(sk)->tcb.passive) {
		tn_accept_ready(sk);
		tn_fastopen_settled(sk);
		return;
	}
	sk->sk_state_change(sk);
	sk_wake_async(sk, SOCK_WAKE_IO, POLL_OUT);
}

static void tn_perform_eof(struct sock *sk)
{
	WRITE_ONCE(sk->sk_shutdown, sk->sk_shutdown | RCV_SHUTDOWN);
	sock_set_flag(sk, SOCK_DONE);
	if (sock_flag(sk, SOCK_DEAD))
		return;
	sk->sk_state_change(sk);
	sk_wake_async(sk, SOCK_WAKE_WAITD,
		      sk->sk_shutdown == SHUTDOWN_MASK ? POLL_HUP : POLL_IN);
}

/*
 * RFC 9293 3.8.3, R1: IP shall look after the next hop (MUST-20), and getsockopt(SO_ERROR) tells a
 * user who asks that there is trouble (SHLD-9), until something is acknowledged again.
 */
static void tn_perform_doubt(struct sock *sk)
{
	const struct tn_tuple *tuple = &tn_sk(sk)->tuple;

	if (!sk->sk_err_soft)
		WRITE_ONCE(sk->sk_err_soft, ETIMEDOUT);
	tn_ip_doubt(sock_net(sk), tuple->laddr, tuple->raddr, READ_ONCE(sk->sk_bound_dev_if));
}

/* What ICMP has said explains a timeout better (tcp(7)). */
static void tn_perform_error(struct sock *sk, int err)
{
	if (err == ETIMEDOUT && sk->sk_err_soft)
		err = sk->sk_err_soft;
	WRITE_ONCE(sk->sk_err, err);
	if (!sock_flag(sk, SOCK_DEAD))
		sk_error_report(sk);
}

/* A RST is signed as everything else is, if it has to be. */
static void tn_perform_reset(struct sock *sk, struct tn_out *rst)
{
	struct tn_sock *ts = tn_sk(sk);

	if (unlikely(ts->auth))
		tn_ao_follow(&ts->auth->ao, &ts->tcb);
	tn_xmit_signed(sock_net(sk), &ts->tuple, rst, ts->tos, ts->ttl, ts->auth);
}

/* TIME-WAIT is never shown: the kernel takes a socket in it for a smaller object. */
static void tn_perform_state(struct sock *sk)
{
	u8 state = tn_sk(sk)->tcb.state;

	if (state == TN_TIME_WAIT || state == sk->sk_state)
		return;
	/* Pairs with poll, which reads it without the lock: what led here comes first. */
	smp_store_release(&sk->sk_state, state);
}

/**
 * tn_perform() - act on a verdict
 * @sk: the socket that the event was for, not a listener
 * @v:  the verdict; its chains are consumed
 *
 * Context: any, socket lock held; the caller has a reference. May end the
 * connection.
 */
void tn_perform(struct sock *sk, struct tn_verdict *v)
{
	struct tn_sock *ts = tn_sk(sk);

	sock_owned_by_me(sk);
	tn_perform_state(sk);
	if (v->reason)
		tn_count_drop(ts->tcb.stats, v->reason);
	if (v->bits & TN_V_DELIVER)
		tn_perform_deliver(sk, v->deliver);
	tn_perform_discard(v->discard);
	if (v->queued)
		tn_perform_join(sk, v->queued);
	if (v->bits & TN_V_URGENT)
		tn_oob_arrived(sk, v);
	if (v->bits & TN_V_READY)
		tn_accept_ready(sk);
	if (v->bits & TN_V_LESSON)
		tn_hostcache_learn(ts);
	if (v->bits & TN_V_MEASURED)
		tn_hostcache_measured(ts);
	if (v->bits & TN_V_ACKED)
		tn_perform_acked(sk);
	if (v->bits & TN_V_ALIVE)
		WRITE_ONCE(sk->sk_err_soft, 0);
	if (v->bits & TN_V_CONNECTED)
		tn_perform_connected(sk);
	if (v->bits & TN_V_EOF)
		tn_perform_eof(sk);
	if (v->bits & TN_V_DOUBT)
		tn_perform_doubt(sk);
	if (v->bits & TN_V_ERROR)
		tn_perform_error(sk, v->err);
	if (v->bits & TN_V_RESET)
		tn_perform_reset(sk, &v->rst);
	if (v->bits & TN_V_SEND)
		tn_xmit_pump(sk);

	if (v->bits & TN_V_TIMEWAIT)
		tn_twait_take(sk);
	else if (v->bits & TN_V_CLOSED)
		tn_close_done(sk);
	else
		tn_conntimer_update(sk);
}

/**
 * tn_perform_write_space() - wake who waits for room in the send store
 * @sk: the socket
 *
 * It waits until a third of SO_SNDBUF is free, so that a writer is not woken for every ACK.
 *
 * Context: any, socket lock held.
 */
void tn_perform_write_space(struct sock *sk)
{
	struct socket *sock = sk->sk_socket;
	struct socket_wq *wq;

	if (!sock || !sk_stream_is_writeable(sk))
		return;

	clear_bit(SOCK_NOSPACE, &sock->flags);
	rcu_read_lock();
	wq = rcu_dereference(sk->sk_wq);
	if (skwq_has_sleeper(wq))
		wake_up_interruptible_poll(&wq->wait, EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND);
	rcu_read_unlock();
	if (!(sk->sk_shutdown & SEND_SHUTDOWN))
		sk_wake_async(sk, SOCK_WAKE_SPACE, POLL_OUT);
}
