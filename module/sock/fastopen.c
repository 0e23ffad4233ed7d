// SPDX-License-Identifier: GPL-2.0
/*
 * TCP Fast Open at the socket (tcp/fastopen.c has the rules).
 *
 *	listener, TCP_FASTOPEN	SYN -> tn_fastopen_take() -> tn_accept_child(): a socket before the
 *				handshake is complete; accept.c gives it the SYN, whose text can be
 *				read at once
 *	client			connect.c or sendmsg.c -> tn_fastopen_client(): what hostcache.c
 *				remembers decides what the SYN is like
 *
 * A child counts in its listener's queue until its handshake is complete, or it is over
 * (tn_fastopen_settled()). It holds a reference to the listener for that, besides the one of
 * tn_sock.parent, which ends with accept(). The queue is guarded by the listener's accept.lock,
 * which comes after the child's lock.
 *
 * Whether there is Fast Open at all is net.tandem.fastopen's to say: 1 for clients, 2 for servers.
 */
#include <linux/tcp.h>
#include <net/sock.h>

#include "ip/route.h"
#include "link/linknet.h"
#include "sock/accept.h"
#include "sock/auth.h"
#include "sock/connect.h"
#include "sock/fastopen.h"
#include "sock/half.h"
#include "sock/hostcache.h"
#include "sock/isn.h"
#include "sock/record.h"
#include "sock/socknet.h"
#include "tcp/fastopen.h"

static bool fastopen_is_on(const struct sock *sk, int side)
{
	return READ_ONCE(tn_socknet(sock_net(sk))->limits.fastopen) & side;
}

/**
 * tn_fastopen_is_on() - may clients use it?
 * @sk: socket of the namespace
 *
 * Return: true if so.
 * Context: any.
 */
bool tn_fastopen_is_on(const struct sock *sk)
{
	return fastopen_is_on(sk, TN_FASTOPEN_CLIENT);
}

static void fastopen_leave(struct sock *listener, bool reset)
{
	struct tn_sock *ts = tn_sk(listener);

	spin_lock_bh(&ts->accept.lock);
	tn_fastqueue_leave(&ts->fo.queue, tn_sock_now(), reset);
	spin_unlock_bh(&ts->accept.lock);
}

/* What the rules say about a SYN for a listener that has Fast Open. */
static bool fastopen_judge(struct sock *sk, const struct tn_tuple *tuple,
			   const struct tn_seg *syn, struct tn_cookie *offer)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_fastopen_door door = {
		.queue = &ts->fo.queue,
		.stats = tn_stats(sock_net(sk)),
		.bare = READ_ONCE(ts->fo.bare),
	};
	const struct tn_fastkeys *keys = rcu_dereference(ts->fo.keys);
	bool accept;

	tn_fastkey_cookies(keys ?: rcu_dereference(tn_socknet(sock_net(sk))->fastkeys), tuple,
			   &door);
	spin_lock(&ts->accept.lock);
	accept = tn_fastopen_judge(&door, tn_sock_now(), syn, offer);
	spin_unlock(&ts->accept.lock);
	return accept;
}

/* A child for a SYN that is accepted. */
static struct sock *fastopen_child(struct sock *sk, const struct tn_tuple *tuple,
				   const struct tn_seg *syn, u32 iss,
				   const struct tn_cookie *offer)
{
	enum tn_reason why;
	struct sock *child;
	struct tn_path path;
	struct tn_synq q;

	if (!tn_half_fill(sk, tuple, syn, iss ?: tn_isn_pick(sock_net(sk), tuple), &q, &path))
		return NULL;
	q.fastopen = true;
	q.offer = *offer;
	child = tn_accept_child(sk, tuple, &q, tn_connect_gso(&path), NULL, &why);
	if (!child)
		return NULL;
	sock_hold(sk);
	tn_sk(child)->fo.listener = sk;
	return child;
}

/**
 * tn_fastopen_take() - a SYN for a listener: is it to be accepted at once?
 * @sk:    listener
 * @tuple: addresses
 * @syn:   the SYN; there is no connection and no half-open one for it
 * @iss:   ISS, 0: as RFC 6528 says
 * @offer: set to the cookie that the SYN-ACK shall have otherwise, of no length for none
 *
 * Return: the child, locked, to be given the SYN by tn_accept_complete(); or NULL.
 * Context: BH off, RCU, the tuple's lock held. Source: RFC 7413 4.2.1, 4.2.2 Server.
 */
struct sock *tn_fastopen_take(struct sock *sk, const struct tn_tuple *tuple,
			      const struct tn_seg *syn, u32 iss, struct tn_cookie *offer)
{
	struct sock *child;

	offer->len = 0;
	if (likely(!READ_ONCE(tn_sk(sk)->fo.queue.limit)) ||
	    !fastopen_is_on(sk, TN_FASTOPEN_SERVER) || tn_auth_wants(sk, tuple->raddr) ||
	    tn_half_find(sock_net(sk), tuple) || !fastopen_judge(sk, tuple, syn, offer))
		return NULL;
	child = fastopen_child(sk, tuple, syn, iss, offer);
	if (!child) {
		tn_count(tn_stats(sock_net(sk)), TN_MIB_TCP_FAST_OPEN_PASSIVE_FAIL);
		fastopen_leave(sk, false);
	}
	return child;
}

/**
 * tn_fastopen_settled() - a child is no longer pending
 * @child: socket whose handshake is complete, or which is CLOSED; of others nothing is done
 *
 * Context: child's lock held; does not sleep. Source: RFC 7413 4.2.2, 5.1.
 */
void tn_fastopen_settled(struct sock *child)
{
	struct tn_sock *ts = tn_sk(child);
	struct sock *listener = ts->fo.listener;

	if (likely(!listener))
		return;
	ts->fo.listener = NULL;
	fastopen_leave(listener, ts->tcb.fo.reset);
	sock_put(listener);
}

/**
 * tn_fastopen_client() - an active open shall be a fast one
 * @ts:   socket, its connection in SYN-SENT, the SYN has not left
 * @text: the user has something to send, or will have
 *
 * Afterwards the SYN waits for its text (tcb.fo.wait) if it may have any.
 *
 * Context: socket lock held; does not sleep. Source: RFC 7413 4.2.1, 4.2.2.
 */
void tn_fastopen_client(struct tn_sock *ts, bool text)
{
	struct tn_fastopen_ask ask = { .bare = ts->fo.bare };

	if (!tn_hostcache_ask(ts, &ask))
		return;
	ask.wait = text && (ask.bare || ask.cookie.len);
	tn_record_fastopen(ts, tn_sock_now(), &ask);
}

/**
 * tn_fastopen_set() - TCP_FASTOPEN, TCP_FASTOPEN_CONNECT, TCP_FASTOPEN_NO_COOKIE
 * @sk:   socket
 * @name: option
 * @val:  its value
 *
 * Return: 0, -EINVAL or -EOPNOTSUPP, as tcp(7) and the native stack have them.
 * Context: process, socket lock held.
 */
int tn_fastopen_set(struct sock *sk, int name, int val)
{
	struct tn_sock *ts = tn_sk(sk);
	bool idle = sk->sk_state == TCP_CLOSE;

	switch (name) {
	case TCP_FASTOPEN:
		if (val < 0 || !(idle || sk->sk_state == TCP_LISTEN))
			return -EINVAL;
		WRITE_ONCE(ts->fo.queue.limit,
			   min(val, READ_ONCE(sock_net(sk)->core.sysctl_somaxconn)));
		return 0;
	case TCP_FASTOPEN_CONNECT:
		if (val < 0 || val > 1)
			return -EINVAL;
		if (!tn_fastopen_is_on(sk))
			return -EOPNOTSUPP;
		if (!idle)
			return -EINVAL;
		ts->fo.connect = val;
		return 0;
	default:
		if (val < 0 || val > 1 || !(idle || sk->sk_state == TCP_LISTEN))
			return -EINVAL;
		WRITE_ONCE(ts->fo.bare, val);
		return 0;
	}
}

/**
 * tn_fastopen_set_key() - TCP_FASTOPEN_KEY
 * @sk:  socket
 * @val: key, or two: the present one and the one before
 * @len: bytes
 *
 * Return: 0, -EINVAL, -EFAULT or -ENOMEM.
 * Context: process; sleeps.
 */
int tn_fastopen_set_key(struct sock *sk, sockptr_t val, unsigned int len)
{
	struct tn_sock *ts = tn_sk(sk);
	siphash_key_t key[TN_FASTKEY_MAX];
	struct tn_fastkeys *keys, *old;

	if (len != TN_FASTKEY_LEN && len != 2 * TN_FASTKEY_LEN)
		return -EINVAL;
	if (copy_from_sockptr(key, val, len))
		return -EFAULT;
	keys = tn_fastkey_new(key, len / TN_FASTKEY_LEN);
	if (!keys)
		return -ENOMEM;
	lock_sock(sk);
	old = rcu_replace_pointer(ts->fo.keys, keys, lockdep_sock_is_held(sk));
	release_sock(sk);
	if (old)
		kfree_rcu(old, rcu);
	return 0;
}

/**
 * tn_fastopen_get_key() - the keys that TCP_FASTOPEN_KEY has set
 * @sk:  socket
 * @key: room for TN_FASTKEY_MAX of them
 *
 * Return: how many; 0 if it has none of its own: those of the namespace are not shown.
 * Context: any.
 */
u32 tn_fastopen_get_key(struct sock *sk, siphash_key_t *key)
{
	const struct tn_fastkeys *keys;
	u32 n = 0;

	rcu_read_lock();
	keys = rcu_dereference(tn_sk(sk)->fo.keys);
	if (keys) {
		n = keys->n;
		memcpy(key, keys->key, n * sizeof(*key));
	}
	rcu_read_unlock();
	return n;
}
