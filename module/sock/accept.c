// SPDX-License-Identifier: GPL-2.0
/*
 * Listeners and their children.
 *
 *	SYN -> tn_accept_spawn():  a child in SYN-RECEIVED		accept.half
 *	ACK -> tn_accept_ready():  its handshake is complete		accept.ready
 *	accept() -> tn_accept_take()					a socket of its own
 *
 * A child is a full socket from the first moment, a clone of its listener, with all options that
 * were set there. It is in the demux, so that segments find it without going through the
 * listener. It holds a reference to its listener (tn_sock.parent) until it is accepted; the queue
 * that it is in holds one to it.
 *
 * Limits: `backlog` connections that wait for accept(), and twice as many half-open ones, but 16
 * at least. Beyond that SYNs are dropped and the peer tries again.
 *
 * Locks. The listener's lock comes before its child's; both come before accept.lock, which guards
 * the two queues. A child moves between them under its own lock and accept.lock; the listener
 * need not be locked for that. tn_sock.parent is the child's own.
 */
#include <linux/net.h>
#include <linux/sched/signal.h>
#include <net/sock.h>

#include "compat.h"
#include "ip/route.h"
#include "link/linknet.h"
#include "sock/accept.h"
#include "sock/close.h"
#include "sock/connect.h"
#include "sock/demux.h"
#include "sock/enter.h"
#include "sock/family.h"
#include "sock/isn.h"
#include "sock/perform.h"
#include "sock/ports.h"
#include "sock/record.h"
#include "sock/sentnode.h"
#include "sock/sock.h"
#include "sock/sockopt.h"
#include "tcp/listen.h"
#include "tcp/user.h"

/* Half-open children of a listener whose backlog is smaller, at least twice this */
#define ACCEPT_BACKLOG_MIN	8

/**
 * tn_accept_listen() - listen()
 * @sock:    socket
 * @backlog: connections that may wait for accept()
 *
 * Return: 0; -EINVAL if it is connected; -EADDRINUSE.
 * Context: process; sleeps.
 */
int tn_accept_listen(struct socket *sock, int backlog)
{
	struct sock *sk = sock->sk;
	struct tn_sock *ts = tn_sk(sk);
	int err = -EINVAL;

	lock_sock(sk);
	if (sock->state != SS_UNCONNECTED ||
	    !tn_tcb_in(&ts->tcb, TN_STATE_IN(TN_CLOSED) | TN_STATE_IN(TN_LISTEN)))
		goto out;
	WRITE_ONCE(sk->sk_max_ack_backlog, backlog);
	err = 0;
	if (ts->tcb.state == TN_LISTEN)
		goto out;

	if (!ts->bound)
		err = tn_ports_bind(sk, ts->tuple.laddr, 0);
	if (!err)
		err = tn_ports_listen(sk);
	if (err)
		goto out;
	tn_user_listen(&ts->tcb);
	tn_demux_listen(sk);
out:
	release_sock(sk);
	return err;
}

/* Is there room for another half-open child? */
static bool accept_has_room(struct sock *sk)
{
	u32 backlog = max_t(u32, READ_ONCE(sk->sk_max_ack_backlog), ACCEPT_BACKLOG_MIN);

	return !sk_acceptq_is_full(sk) && READ_ONCE(tn_sk(sk)->accept.nhalf) < 2 * backlog;
}

/* sk_clone_lock() has locked a child; sparse is told of it here. */
static void accept_unlock(struct sock *child)
{
	__acquire(&child->sk_lock.slock);
	bh_unlock_sock(child);
}

/* Make a clone of a listener into a socket for one connection. */
static int accept_adopt(struct sock *sk, struct sock *child, const struct tn_tuple *tuple,
			const struct tn_path *path)
{
	struct tn_sock *parent = tn_sk(sk);
	struct tn_sock *ts = tn_sk(child);
	struct tn_verdict v = {};
	int err;

	tn_family_adopt(child);
	child->sk_userlocks &= ~(SOCK_BINDADDR_LOCK | SOCK_BINDPORT_LOCK);
	child->sk_ack_backlog = 0;
	child->sk_state = TCP_CLOSE;
	ts->tuple = *tuple;
	ts->tos = parent->tos;
	ts->ttl = parent->ttl;
	ts->user_mss = parent->user_mss;
	tn_family_inherit(&ts->tcb, &parent->tcb);
	tn_connect_path(child, path);
	tn_sockopt_rcvbuf(child, &v);
	ts->tcb.ts.offset = tn_isn_ts_offset(sock_net(child), tuple);

	err = tn_ports_inherit(child);
	if (!err)
		err = tn_demux_insert(child);
	if (err)
		tn_ports_release(child);
	return err;
}

/* Put a child into its listener's half-open queue, which takes over a reference to it. */
static void accept_enqueue(struct tn_sock *parent, struct tn_sock *ts)
{
	sock_hold(&parent->sk);
	ts->parent = parent;
	spin_lock_bh(&parent->accept.lock);
	list_add_tail(&ts->child, &parent->accept.half);
	ts->half = true;
	WRITE_ONCE(parent->accept.nhalf, parent->accept.nhalf + 1);
	spin_unlock_bh(&parent->accept.lock);
}

/*
 * A child for @tuple, in its tables and queue, locked; or an error and the reason for the
 * counters.
 */
static struct sock *accept_child(struct sock *sk, const struct tn_tuple *tuple, enum tn_reason *why)
{
	struct tn_path path;
	struct sock *child;

	*why = TN_REASON_NO_ROUTE;
	if (tn_route_lookup(sock_net(sk), tuple->raddr, tuple->laddr, &path))
		return NULL;
	*why = TN_REASON_NO_MEMORY;
	child = sk_clone_lock(sk, GFP_ATOMIC);
	if (!child)
		return NULL;
	if (accept_adopt(sk, child, tuple, &path)) {
		/* It has the clone's two references and nobody knows it. */
		accept_unlock(child);
		__sock_put(child);
		sock_put(child);
		return NULL;
	}
	accept_enqueue(tn_sk(sk), tn_sk(child));
	return child;
}

/**
 * tn_accept_spawn() - make a child that answers a SYN
 * @sk:  listener
 * @skb: segment, as enter.h says; not consumed
 * @syn: the same, parsed
 *
 * Context: BH off; listener's lock held, taken with bh_lock_sock_nested(). Source: RFC 9293
 * 3.10.7.2.
 */
void tn_accept_spawn(struct sock *sk, struct sk_buff *skb, const struct tn_seg *syn)
{
	struct tn_stats __percpu *stats = tn_stats(sock_net(sk));
	enum tn_reason why = TN_REASON_TCP_LISTEN_OVERFLOW;
	struct tn_verdict v = {};
	struct sock *child = NULL;
	struct tn_tuple tuple;
	struct tn_sock *ts;
	u32 iss;

	tn_enter_tuple(skb, &tuple);
	if (accept_has_room(sk)) {
		rcu_read_lock();
		child = accept_child(sk, &tuple, &why);
		rcu_read_unlock();
	} else {
		tn_count(stats, TN_MIB_LISTEN_OVERFLOWS);
	}
	if (!child) {
		tn_count(stats, TN_MIB_LISTEN_DROPS);
		tn_count_drop(stats, why);
		return;
	}

	ts = tn_sk(child);
	iss = tn_skb_cb(skb)->iss ?: tn_isn_pick(sock_net(sk), &tuple);
	tn_sentnode_fill(&ts->tcb);
	tn_record_spawn(ts, tn_sock_now(), syn, iss, &v);
	tn_perform(child, &v);
	accept_unlock(child);
	sock_put(child);
}

/**
 * tn_accept_ready() - the handshake of a child is complete
 * @child: the child
 *
 * Context: child's lock held; does not sleep.
 */
void tn_accept_ready(struct sock *child)
{
	struct tn_sock *ts = tn_sk(child);
	struct tn_sock *parent = ts->parent;
	bool moved;

	if (!parent)
		return;
	spin_lock_bh(&parent->accept.lock);
	moved = ts->half;
	if (moved) {
		ts->half = false;
		WRITE_ONCE(parent->accept.nhalf, parent->accept.nhalf - 1);
		list_move_tail(&ts->child, &parent->accept.ready);
		sk_acceptq_added(&parent->sk);
	}
	spin_unlock_bh(&parent->accept.lock);
	if (moved)
		parent->sk.sk_data_ready(&parent->sk);
}

/**
 * tn_accept_forget() - a child's connection is over
 * @child: the child; of another socket nothing is done
 *
 * A child that was ready stays in the queue: accept() returns it, and then the user is told.
 *
 * Context: child's lock held, and a reference besides the queue's; does not sleep.
 */
void tn_accept_forget(struct sock *child)
{
	struct tn_sock *ts = tn_sk(child);
	struct tn_sock *parent = ts->parent;
	bool half;

	if (!parent)
		return;
	spin_lock_bh(&parent->accept.lock);
	half = ts->half;
	if (half) {
		ts->half = false;
		WRITE_ONCE(parent->accept.nhalf, parent->accept.nhalf - 1);
		list_del_init(&ts->child);
	}
	spin_unlock_bh(&parent->accept.lock);
	if (!half)
		return;

	ts->parent = NULL;
	sock_set_flag(child, SOCK_DEAD);
	sock_put(&parent->sk);
	__sock_put(child);
}

/* Take the oldest child out of a queue, or NULL; its reference comes with it. */
static struct tn_sock *accept_dequeue(struct tn_sock *parent, bool half)
{
	struct tn_accept *accept = &parent->accept;
	struct tn_sock *ts;

	spin_lock_bh(&accept->lock);
	ts = list_first_entry_or_null(half ? &accept->half : &accept->ready, struct tn_sock, child);
	if (ts) {
		list_del_init(&ts->child);
		ts->half = false;
		if (half)
			WRITE_ONCE(accept->nhalf, accept->nhalf - 1);
		else
			sk_acceptq_removed(&parent->sk);
	}
	spin_unlock_bh(&accept->lock);
	return ts;
}

/**
 * tn_accept_stop() - a listener ends: abort the children that nobody has accepted
 * @sk: listener; its own connection state is the caller's business
 *
 * Context: process, listener's lock held; sleeps.
 */
void tn_accept_stop(struct sock *sk)
{
	struct tn_sock *parent = tn_sk(sk);
	struct tn_sock *ts;

	tn_demux_remove(sk);
	while ((ts = accept_dequeue(parent, true)) || (ts = accept_dequeue(parent, false))) {
		struct sock *child = &ts->sk;
		struct tn_verdict v = {};

		lock_sock_nested(child, SINGLE_DEPTH_NESTING);
		ts->parent = NULL;
		sock_orphan(child);
		tn_record_abort(ts, tn_sock_now(), &v);
		tn_perform(child, &v);
		tn_ports_release(child);
		release_sock(child);
		sock_put(sk);
		sock_put(child);
	}
}

/* Wait until there is a child, the listener ends, a signal comes or the time is over. */
static int accept_wait(struct sock *sk, long *timeo)
{
	struct tn_sock *ts = tn_sk(sk);
	DEFINE_WAIT(wait);
	int err = 0;

	for (;;) {
		prepare_to_wait_exclusive(sk_sleep(sk), &wait, TASK_INTERRUPTIBLE);
		if (sk->sk_state != TCP_LISTEN || !list_empty_careful(&ts->accept.ready))
			break;
		err = -EAGAIN;
		if (!*timeo)
			break;
		err = sock_intr_errno(*timeo);
		if (signal_pending(current))
			break;
		err = 0;
		release_sock(sk);
		if (list_empty_careful(&ts->accept.ready))
			*timeo = schedule_timeout(*timeo);
		lock_sock(sk);
	}
	finish_wait(sk_sleep(sk), &wait);
	return err;
}

/**
 * tn_accept_take() - accept()
 * @sock:    listener
 * @newsock: becomes the socket of the oldest child that is ready
 * @TN_COMPAT_ACCEPT_ARGS: differ between kernels; they say O_NONBLOCK, or not
 *
 * Return: 0; -EINVAL if it does not listen; -ENETDOWN if its address has gone; -EAGAIN; -EINTR and
 * its kin.
 * Context: process; sleeps.
 */
int tn_accept_take(struct socket *sock, struct socket *newsock, TN_COMPAT_ACCEPT_ARGS)
{
	struct sock *sk = sock->sk;
	struct tn_sock *ts;
	long timeo;
	int err;

	lock_sock(sk);
	timeo = sock_rcvtimeo(sk, TN_COMPAT_ACCEPT_FLAGS & O_NONBLOCK);
	do {
		ts = NULL;
		err = sk->sk_state == TCP_LISTEN ? 0 : sock_error(sk) ?: -EINVAL;
		if (err)
			break;
		ts = accept_dequeue(tn_sk(sk), false);
		err = ts ? 0 : accept_wait(sk, &timeo);
	} while (!ts && !err);
	release_sock(sk);
	if (!ts)
		return err;

	lock_sock(&ts->sk);
	ts->parent = NULL;
	sock_graft(&ts->sk, newsock);
	newsock->state = SS_CONNECTED;
	release_sock(&ts->sk);
	sock_put(sk);
	return 0;
}
