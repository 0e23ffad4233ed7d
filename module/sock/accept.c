// SPDX-License-Identifier: GPL-2.0
/*
 * Listeners and their children.
 *
 *	SYN -> half.c:		no socket yet (but fastopen.c may want one: then SYN for ACK below)
 *	ACK -> tn_accept_child():	a socket in SYN-RECEIVED	accept.fresh
 *	       tn_accept_complete():	gets the ACK, and thereby
 *	       tn_accept_ready():	its handshake is complete	accept.ready
 *	accept() -> tn_accept_take()				a socket of its own
 *
 * A child is a clone of its listener, with all options that were set there. It is in the demux, so
 * that segments find it without going through the listener. It holds a reference to its listener
 * (tn_sock.parent) until it is accepted; the queue that it is in holds one to it.
 *
 * The child of a handshake that is signed is signed, too, with the keys that its listener had when
 * the SYN came (sock/auth.c).
 *
 * Limit: `backlog` connections that wait for accept(), and one (as everywhere since BSD). The
 * handshake of further ones is not completed (half.c).
 *
 * Locks. A child is made and completed without its listener's lock, which may be a user's at the
 * time; what is copied from there are single values. The child's lock comes before accept.lock,
 * which guards the two queues. tn_sock.parent is the child's own. When the listener ends
 * (tn_accept_stop()), half.c makes sure first that no child is added any more.
 */
#include <linux/net.h>
#include <linux/sched/signal.h>
#include <net/sock.h>

#include "compat.h"
#include "sock/accept.h"
#include "sock/auth.h"
#include "sock/buffer.h"
#include "sock/close.h"
#include "sock/cong.h"
#include "sock/demux.h"
#include "sock/enter.h"
#include "sock/family.h"
#include "sock/half.h"
#include "sock/perform.h"
#include "sock/ports.h"
#include "sock/record.h"
#include "sock/sock.h"
#include "sock/tuning.h"
#include "tcp/user.h"

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

	err = tn_half_begin(sk);
	if (!err && !ts->bound)
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

/* sk_clone_lock() has locked a child; sparse is told of it here. */
static void accept_unlock(struct sock *child)
{
	__acquire(&child->sk_lock.slock);
	bh_unlock_sock(child);
}

/*
 * Put a child into its listener's queue, which takes over a reference to it; false if the listener
 * has ended.
 */
static bool accept_enqueue(struct tn_sock *parent, struct tn_sock *ts)
{
	bool ok;

	spin_lock_bh(&parent->accept.lock);
	ok = !parent->accept.halves->dead;
	if (ok) {
		sock_hold(&parent->sk);
		ts->parent = parent;
		ts->fresh = true;
		list_add_tail(&ts->child, &parent->accept.fresh);
	}
	spin_unlock_bh(&parent->accept.lock);
	return ok;
}

/* Make a clone of a listener into a socket for one connection. */
static int accept_adopt(struct sock *sk, struct sock *child, const struct tn_tuple *tuple,
			const struct tn_synq *q, u32 gso)
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
	ts->tuple.dev = 0;
	ts->tos = parent->tos;
	ts->ttl = parent->ttl;
	ts->recverr = parent->recverr;
	ts->user_mss = parent->user_mss;
	tn_tuning_inherit(ts, parent);
	tn_cong_inherit(ts, parent);
	tn_family_inherit(&ts->tcb, &parent->tcb);
	tn_tcb_path(&ts->tcb, tn_tcb_path_mtu(q->mss), gso);
	tn_buffer_read(child, &v);
	ts->tcb.ts.offset = q->ts_offset;

	err = tn_ports_inherit(child);
	if (!err)
		err = tn_demux_insert(child);
	if (!err && !accept_enqueue(parent, ts)) {
		tn_demux_remove(child);
		err = -ECONNABORTED;
	}
	if (err)
		tn_ports_release(child);
	return err;
}

/**
 * tn_accept_child() - make a socket for a handshake that is complete but for its last segment
 * @sk:    listener
 * @tuple: addresses
 * @q:     the handshake so far
 * @gso:   as tn_connect_gso() says
 * @auth:  how it is signed, or NULL; the child gets a copy
 * @why:   set to the reason if there is none
 *
 * Return: the child, locked, in SYN-RECEIVED, with a reference for the caller: to be given to
 * tn_accept_complete(). Or NULL.
 * Context: BH off, RCU, the tuple's lock held (half.c). Source: RFC 9293 3.10.7.2.
 */
struct sock *tn_accept_child(struct sock *sk, const struct tn_tuple *tuple,
			     const struct tn_synq *q, u32 gso, const struct tn_auth *auth,
			     enum tn_reason *why)
{
	struct tn_auth *copy = NULL;
	struct sock *child;

	*why = TN_REASON_NO_MEMORY;
	if (auth) {
		copy = tn_auth_copy(auth);
		if (!copy)
			return NULL;
	}
	child = sk_clone_lock(sk, GFP_ATOMIC);
	if (!child)
		goto free_auth;
	if (accept_adopt(sk, child, tuple, q, gso)) {
		/* It has the clone's two references and nobody uses it. */
		accept_unlock(child);
		__sock_put(child);
		sock_put(child);
		goto free_auth;
	}
	if (copy)
		tn_auth_adopt(tn_sk(child), copy);
	tn_record_spawn(tn_sk(child), tn_sock_now(), q);
	*why = TN_REASON_NONE;
	return child;

free_auth:
	tn_auth_free(copy);
	return NULL;
}

/**
 * tn_accept_complete() - give a child the segment that it was made for
 * @child: as tn_accept_child() has made it; unlocked, its reference is consumed
 * @skb:   segment, as enter.h says; consumed
 *
 * Context: BH off, no other lock held.
 */
void tn_accept_complete(struct sock *child, struct sk_buff *skb)
{
	skb->dev = NULL;
	tn_enter_process(child, skb);
	accept_unlock(child);
	sock_put(child);
}

/**
 * tn_accept_ready() - a child may be accepted
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
	moved = ts->fresh;
	if (moved) {
		ts->fresh = false;
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
	bool fresh;

	if (!parent)
		return;
	spin_lock_bh(&parent->accept.lock);
	fresh = ts->fresh;
	if (fresh) {
		ts->fresh = false;
		list_del_init(&ts->child);
	}
	spin_unlock_bh(&parent->accept.lock);
	if (!fresh)
		return;

	ts->parent = NULL;
	sock_set_flag(child, SOCK_DEAD);
	sock_put(&parent->sk);
	__sock_put(child);
}

/* Take the oldest child out of a queue, or NULL; its reference comes with it. */
static struct tn_sock *accept_dequeue(struct tn_sock *parent, bool fresh)
{
	struct tn_accept *accept = &parent->accept;
	struct tn_sock *ts;

	spin_lock_bh(&accept->lock);
	ts = list_first_entry_or_null(fresh ? &accept->fresh : &accept->ready,
				      struct tn_sock, child);
	if (ts) {
		list_del_init(&ts->child);
		ts->fresh = false;
		if (!fresh)
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
	tn_half_stop(sk);
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
