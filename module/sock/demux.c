// SPDX-License-Identifier: GPL-2.0
/*
 * From the addresses of a segment to the socket that it is for.
 *
 * Two tables, both for all network namespaces together:
 *
 *   connections  a resizing hash table, keyed by {namespace, tuple}
 *   listeners    a fixed hash table, keyed by local port. Few sockets listen, and of those on one
 *                port the one that is bound to the very address of the segment wins over the
 *                one that is bound to any. Several with SO_REUSEPORT have one address: the
 *                connections are spread over them by a keyed hash, so that nobody can aim at one
 *
 * A third, of TIME-WAITs, is in twait.c; receive.c asks them in the order connection, TIME-WAIT,
 * listener.
 *
 * A socket with SO_BINDTODEVICE has only what comes by its device. The device is no part of the
 * hash, so it may be changed at any time: sockets of one tuple meet in one chain, and are different
 * ones if they are bound to different devices. Of listeners on one address the one that is bound
 * to the device wins.
 *
 * Lookups run under RCU without a lock and return a reference, or nothing if the socket is just
 * dying: sockets are freed after a grace period (SOCK_RCU_FREE). An entry holds a reference.
 * Changes are made with the socket locked, so that one socket is never put in and taken out at
 * the same time.
 *
 * A tuple belongs to one connection or one TIME-WAIT at a time. A connection that turns into a
 * TIME-WAIT enters the other table before it leaves this one; a new one enters this table first
 * and then looks into the other. So one of two always sees the other, whichever way they race.
 */
#include <linux/jhash.h>
#include <linux/rculist.h>
#include <linux/rhashtable.h>
#include <linux/spinlock.h>
#include <net/netns/hash.h>

#include "sock/demux.h"
#include "sock/isn.h"
#include "sock/sock.h"
#include "sock/twait.h"

#define DEMUX_LISTEN_BITS	8

struct demux_key {
	const struct net *net;
	struct tn_tuple tuple;
};

static struct rhashtable demux_table;
static struct hlist_head demux_listeners[1 << DEMUX_LISTEN_BITS];
static DEFINE_SPINLOCK(demux_listen_lock);

/**
 * tn_demux_hash() - hash of a connection's addresses
 * @net:   network namespace
 * @tuple: addresses
 * @seed:  secret of the table
 *
 * Return: the hash.
 * Context: any.
 */
u32 tn_demux_hash(const struct net *net, const struct tn_tuple *tuple, u32 seed)
{
	return jhash_3words((__force u32)tuple->laddr, (__force u32)tuple->raddr,
			    (u32)(__force u16)tuple->lport << 16 | (__force u16)tuple->rport,
			    seed ^ net_hash_mix(net));
}

/**
 * tn_demux_same() - do two tuples, in one namespace, mean the same connection?
 * @a: addresses
 * @b: addresses
 *
 * Return: true if all are equal, and the devices, or one of the two is bound to none.
 * Context: any.
 */
bool tn_demux_same(const struct tn_tuple *a, const struct tn_tuple *b)
{
	return a->laddr == b->laddr && a->raddr == b->raddr && a->lport == b->lport &&
	       a->rport == b->rport && !tn_demux_apart(a->dev, b->dev);
}

static u32 demux_key_hash(const void *data, u32 len, u32 seed)
{
	const struct demux_key *key = data;

	return tn_demux_hash(key->net, &key->tuple, seed);
}

static u32 demux_obj_hash(const void *data, u32 len, u32 seed)
{
	const struct tn_sock *ts = data;

	return tn_demux_hash(sock_net(&ts->sk), &ts->tuple, seed);
}

static int demux_obj_cmp(struct rhashtable_compare_arg *arg, const void *obj)
{
	const struct demux_key *key = arg->key;
	const struct tn_sock *ts = obj;

	return !net_eq(sock_net(&ts->sk), key->net) || !tn_demux_same(&ts->tuple, &key->tuple) ||
	       tn_demux_apart(READ_ONCE(ts->sk.sk_bound_dev_if), key->tuple.dev);
}

static const struct rhashtable_params demux_params = {
	.head_offset = offsetof(struct tn_sock, demux),
	.key_len = sizeof(struct demux_key),
	.hashfn = demux_key_hash,
	.obj_hashfn = demux_obj_hash,
	.obj_cmpfn = demux_obj_cmp,
	.min_size = 256,
	.automatic_shrinking = true,
};

static struct hlist_head *demux_listen_head(const struct net *net, __be16 port)
{
	u32 n = (__force u16)port ^ net_hash_mix(net);

	return &demux_listeners[jhash_1word(n, 0) >> (32 - DEMUX_LISTEN_BITS)];
}

/**
 * tn_demux_insert() - let a connection be found
 * @sk: socket, its tuple complete
 *
 * Return: 0; -EADDRNOTAVAIL if a connection or a TIME-WAIT has the tuple; -ENOMEM.
 * Context: socket lock held; does not sleep.
 */
int tn_demux_insert(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);
	struct demux_key key = { .net = sock_net(sk), .tuple = ts->tuple };
	bool waiting;
	int err;

	key.tuple.dev = READ_ONCE(sk->sk_bound_dev_if);
	sock_hold(sk);
	set_bit(TN_SF_HASHED, &ts->flags);
	err = rhashtable_lookup_insert_key(&demux_table, &key, &ts->demux, demux_params);
	if (err) {
		clear_bit(TN_SF_HASHED, &ts->flags);
		__sock_put(sk);
		return err == -EEXIST ? -EADDRNOTAVAIL : -ENOMEM;
	}

	rcu_read_lock();
	waiting = tn_twait_taken(sock_net(sk), &key.tuple);
	rcu_read_unlock();
	if (waiting) {
		tn_demux_remove(sk);
		return -EADDRNOTAVAIL;
	}
	return 0;
}

/**
 * tn_demux_listen() - let a listener be found
 * @sk: socket, bound
 *
 * Context: socket lock held; does not sleep.
 */
void tn_demux_listen(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);

	sock_hold(sk);
	spin_lock_bh(&demux_listen_lock);
	hlist_add_head_rcu(&ts->listen, demux_listen_head(sock_net(sk), ts->tuple.lport));
	spin_unlock_bh(&demux_listen_lock);
}

/**
 * tn_demux_remove() - a socket shall not be found any more
 * @sk: socket, in one table or in none
 *
 * Context: socket lock held, and a reference besides the table's; does not sleep.
 */
void tn_demux_remove(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);

	if (test_and_clear_bit(TN_SF_HASHED, &ts->flags)) {
		rhashtable_remove_fast(&demux_table, &ts->demux, demux_params);
		__sock_put(sk);
	}
	if (!hlist_unhashed(&ts->listen)) {
		spin_lock_bh(&demux_listen_lock);
		hlist_del_init_rcu(&ts->listen);
		spin_unlock_bh(&demux_listen_lock);
		__sock_put(sk);
	}
}

/**
 * tn_demux_lookup() - find a connection
 * @net:   network namespace
 * @tuple: its addresses
 *
 * Return: the socket, with a reference, or NULL.
 * Context: RCU.
 */
struct sock *tn_demux_lookup(const struct net *net, const struct tn_tuple *tuple)
{
	struct demux_key key = { .net = net, .tuple = *tuple };
	struct tn_sock *ts;

	ts = rhashtable_lookup(&demux_table, &key, demux_params);
	if (!ts || !refcount_inc_not_zero(&ts->sk.sk_refcnt))
		return NULL;
	return &ts->sk;
}

/* How well does a listener suit? 0: not at all. RFC 9293 MUST-42 */
static int demux_suits(const struct tn_sock *ts, const struct net *net,
		       const struct tn_tuple *tuple)
{
	int dev = READ_ONCE(ts->sk.sk_bound_dev_if);
	__be32 laddr = READ_ONCE(ts->tuple.laddr);

	if (ts->tuple.lport != tuple->lport || !net_eq(sock_net(&ts->sk), net))
		return 0;
	if ((laddr && laddr != tuple->laddr) || tn_demux_apart(dev, tuple->dev))
		return 0;
	return 1 + !!dev + 2 * !!laddr;
}

/**
 * tn_demux_listener() - find who listens
 * @net:   network namespace
 * @tuple: addresses of a segment
 *
 * Return: the listener, with a reference, or NULL.
 * Context: RCU. Source: RFC 9293 3.9.1.1 (MUST-42: a specific address goes first).
 */
struct sock *tn_demux_listener(const struct net *net, const struct tn_tuple *tuple)
{
	const struct hlist_head *head = demux_listen_head(net, tuple->lport);
	struct tn_sock *ts, *best = NULL;
	u32 count = 0, nr;
	int most = 0;

	hlist_for_each_entry_rcu(ts, head, listen) {
		int suits = demux_suits(ts, net, tuple);

		if (!suits || suits < most)
			continue;
		count = suits == most ? count + 1 : 1;
		most = suits;
		best = ts;
	}
	if (count > 1) {
		nr = reciprocal_scale(tn_isn_spread(net, tuple), count);
		hlist_for_each_entry_rcu(ts, head, listen) {
			if (demux_suits(ts, net, tuple) != most)
				continue;
			best = ts;
			if (!nr--)
				break;
		}
	}
	if (!best || !refcount_inc_not_zero(&best->sk.sk_refcnt))
		return NULL;
	return &best->sk;
}

/**
 * tn_demux_init() - make the tables
 *
 * Return: 0 or -ENOMEM.
 * Context: module load.
 */
int tn_demux_init(void)
{
	return rhashtable_init(&demux_table, &demux_params);
}

/**
 * tn_demux_exit() - free the tables, which are empty
 *
 * Context: module exit; sleeps.
 */
void tn_demux_exit(void)
{
	rhashtable_destroy(&demux_table);
}
