// SPDX-License-Identifier: GPL-2.0
/*
 * TIME-WAIT without a socket.
 *
 * For a minute after its end a connection must be remembered, so that stray segments of it do not
 * enter the next one (RFC 9293 3.3.2, 3.6.1). That takes 128 bytes: the addresses and struct
 * tn_timewait, whose rules are in tcp/timewait.c. The socket itself is done when its connection
 * gets here.
 *
 * All last equally long, so that one list per namespace, in the order in which they end, and one
 * timer for its head do for all of them. A segment that starts the time anew moves its entry to
 * the tail.
 *
 * One lock per namespace (tn_socknet.tw_lock) guards the list and what is inside of the entries.
 * An entry is found under RCU; with the lock taken, an empty link says that it has ended in the
 * meantime. Answers are built under the lock and sent after it.
 *
 * A connection that was signed leaves what its last ACKs and the signatures of its peer need, too
 * (sock/auth.c); nobody changes it any more. The SYN of a new connection is the listener's to
 * verify, before it ends the TIME-WAIT.
 *
 * Beyond net.tandem.tcp_max_tw_buckets per namespace, connections are closed at once instead, as in
 * the native stack: an attacker who opens and closes connections shall not fill the memory. It is
 * counted as TCPTimeWaitOverflow.
 */
#include <linux/jiffies.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "base/hook.h"
#include "link/linknet.h"
#include "sock/auth.h"
#include "sock/close.h"
#include "sock/conntimer.h"
#include "sock/demux.h"
#include "sock/isn.h"
#include "sock/perform.h"
#include "sock/ports.h"
#include "sock/record.h"
#include "sock/socknet.h"
#include "sock/twait.h"
#include "sock/verify.h"
#include "sock/xmit.h"
#include "tcp/user.h"

/* Entries that one run of the timer ends; the next run is a jiffy later */
#define TWAIT_BATCH	1024

struct twait_key {
	const struct net *net;
	struct tn_tuple tuple;
};

static struct rhashtable twait_table;
static struct kmem_cache *twait_cache;

static u32 twait_key_hash(const void *data, u32 len, u32 seed)
{
	const struct twait_key *key = data;

	return tn_demux_hash(key->net, &key->tuple, seed);
}

static u32 twait_obj_hash(const void *data, u32 len, u32 seed)
{
	const struct tn_twait *tw = data;

	return tn_demux_hash(tw->net, &tw->tuple, seed);
}

static int twait_obj_cmp(struct rhashtable_compare_arg *arg, const void *obj)
{
	const struct twait_key *key = arg->key;
	const struct tn_twait *tw = obj;

	return !net_eq(tw->net, key->net) || !tn_demux_same(&tw->tuple, &key->tuple);
}

static const struct rhashtable_params twait_params = {
	.head_offset = offsetof(struct tn_twait, demux),
	.key_len = sizeof(struct twait_key),
	.hashfn = twait_key_hash,
	.obj_hashfn = twait_obj_hash,
	.obj_cmpfn = twait_obj_cmp,
	.min_size = 256,
	.automatic_shrinking = true,
};

static struct tn_twait *twait_find(const struct net *net, const struct tn_tuple *tuple)
{
	struct twait_key key = { .net = net, .tuple = *tuple };

	return rhashtable_lookup(&twait_table, &key, twait_params);
}

static void twait_free_rcu(struct rcu_head *rcu)
{
	struct tn_twait *tw = container_of(rcu, struct tn_twait, rcu);

	tn_auth_free(tw->auth);
	kmem_cache_free(twait_cache, tw);
}

/* It is over. */
static void twait_end(struct tn_socknet *sn, struct tn_twait *tw)
	__must_hold(&sn->tw_lock)
{
	list_del_init(&tw->link);
	sn->tw_count--;
	rhashtable_remove_fast(&twait_table, &tw->demux, twait_params);
	tn_ports_waited(tw);
	call_rcu(&tw->rcu, twait_free_rcu);
}

/* Make the timer run when the oldest entry is due. */
static void twait_arm(struct tn_socknet *sn, tn_time_t now)
	__must_hold(&sn->tw_lock)
{
	struct tn_twait *tw = list_first_entry_or_null(&sn->tw, struct tn_twait, link);

	if (tw && !sn->tw_dead)
		mod_timer(&sn->tw_timer,
			  jiffies + tn_conntimer_wait(tn_time_sub(tw->tw.until, now)));
}

static void twait_timer(struct timer_list *timer)
{
	struct tn_socknet *sn = from_timer(sn, timer, tw_timer);
	tn_time_t now = tn_sock_now();
	struct tn_twait *tw, *next;
	unsigned int n = 0;

	spin_lock_bh(&sn->tw_lock);
	list_for_each_entry_safe(tw, next, &sn->tw, link) {
		if (tw->tw.until > now || n++ == TWAIT_BATCH)
			break;
		tn_count(tn_stats(sn->net), TN_MIB_TW);
		twait_end(sn, tw);
	}
	twait_arm(sn, now);
	spin_unlock_bh(&sn->tw_lock);
}

/*
 * Make an entry for a connection in TIME-WAIT; without one (no memory, too many) the connection
 * just ends.
 */
static bool twait_new(struct tn_socknet *sn, struct tn_sock *ts)
{
	tn_time_t now = tn_sock_now();
	struct tn_twait *tw;
	bool ok;

	if (READ_ONCE(sn->tw_count) >= (u32)READ_ONCE(sn->limits.max_tw_buckets))
		return false;
	tw = kmem_cache_zalloc(twait_cache, GFP_ATOMIC);
	if (!tw)
		return false;

	tn_timewait_init(&tw->tw, &ts->tcb, now);
	tw->net = sn->net;
	tw->tuple = ts->tuple;
	tw->tuple.dev = READ_ONCE(ts->sk.sk_bound_dev_if);
	tw->auth = ts->auth;
	INIT_LIST_HEAD(&tw->link);
	INIT_HLIST_NODE(&tw->port);

	spin_lock_bh(&sn->tw_lock);
	ok = !sn->tw_dead && tn_ports_wait(tw);
	if (ok && rhashtable_insert_fast(&twait_table, &tw->demux, twait_params)) {
		tn_ports_waited(tw);
		ok = false;
	}
	if (ok) {
		ts->auth = NULL;
		list_add_tail(&tw->link, &sn->tw);
		if (!sn->tw_count++)
			twait_arm(sn, now);
	}
	spin_unlock_bh(&sn->tw_lock);

	if (!ok)
		kmem_cache_free(twait_cache, tw);
	return ok;
}

/**
 * tn_twait_take() - let a small object take the place of a connection
 * @sk: socket whose connection has reached TIME-WAIT, its last ACK on the way
 *
 * Context: socket lock held, and a reference besides the tables'; does not sleep.
 */
void tn_twait_take(struct sock *sk)
{
	struct tn_socknet *sn = tn_socknet(sock_net(sk));
	struct tn_sock *ts = tn_sk(sk);
	struct tn_verdict v = {};

	if (!twait_new(sn, ts))
		tn_count(tn_stats(sn->net), TN_MIB_TCP_TIME_WAIT_OVERFLOW);

	tn_record_abort(ts, tn_sock_now(), &v);
	tn_perform(sk, &v);
}

/*
 * Is the segment signed as it must be? One of the old connection, as that was; a SYN begins another
 * one, and the keys of *@listener count, which may not be those of then.
 */
static enum tn_reason twait_verify(const struct tn_twait *tw, struct sk_buff *skb,
				   const struct tn_tuple *tuple, const struct tn_seg *seg,
				   struct sock **listener)
{
	bool is_signed = seg->opt.has & TN_OPT_AUTH;

	if ((seg->flags & (TN_TCP_SYN | TN_TCP_ACK | TN_TCP_RST)) != TN_TCP_SYN) {
		if (likely(!tw->auth && !is_signed))
			return TN_REASON_NONE;
		return tn_verify_accept(tw->net, tw->auth, skb, seg);
	}
	*listener = tn_demux_listener(tw->net, tuple);
	if (!*listener || likely(!is_signed && !rcu_access_pointer(tn_sk(*listener)->ring)))
		return TN_REASON_NONE;
	return tn_verify_listen(*listener, skb, seg);
}

/**
 * tn_twait_receive() - give a segment to a TIME-WAIT, if there is one for it
 * @net:    network namespace
 * @skb:    segment, as enter.h says; not consumed
 * @tuple:  its addresses
 * @seg:    the same, parsed; it has no payload handle
 * @reopen: filled in if the segment is a SYN that opens the connection anew, which is verified
 *          then; else zero
 *
 * Return: why to drop the segment: that was all; TN_REASON_NONE if it is for a listener, or for
 * nobody.
 * Context: BH off, RCU. Source: RFC 9293 3.10.7.4, RFC 6191.
 */
enum tn_reason tn_twait_receive(struct net *net, struct sk_buff *skb, const struct tn_tuple *tuple,
				const struct tn_seg *seg, struct tn_reopen *reopen)
{
	struct tn_socknet *sn = tn_socknet(net);
	struct sock *listener = NULL;
	enum tn_timewait_act act;
	enum tn_reason reason;
	struct tn_twait *tw;
	struct tn_out out;
	tn_time_t until;

	*reopen = (struct tn_reopen) {};
	tw = twait_find(net, tuple);
	if (!tw)
		return TN_REASON_NONE;
	reason = twait_verify(tw, skb, tuple, seg, &listener);
	if (reason)
		goto put;

	spin_lock(&sn->tw_lock);
	if (list_empty(&tw->link)) {
		spin_unlock(&sn->tw_lock);
		goto put;
	}
	reason = TN_REASON_TCP_TIME_WAIT;
	until = tw->tw.until;
	act = tn_timewait_arrive(&tw->tw, tn_sock_now(), seg, &out);
	if (tw->tw.until != until)
		list_move_tail(&tw->link, &sn->tw);
	if (act == TN_TW_END)
		twait_end(sn, tw);
	if (act == TN_TW_REOPEN && listener) {
		swap(reopen->listener, listener);
		reopen->iss = tn_timewait_next_iss(&tw->tw, tn_isn_pick(net, tuple)) ?: 1;
		tn_count(tn_stats(net), TN_MIB_TW_RECYCLED);
		twait_end(sn, tw);
		reason = TN_REASON_NONE;
	}
	spin_unlock(&sn->tw_lock);
	if (act == TN_TW_ACK)
		tn_xmit_signed(net, &tw->tuple, &out, 0, 0, tw->auth);
put:
	if (listener)
		sock_put(listener);
	return reason;
}

/**
 * tn_twait_taken() - is a tuple kept from use by a TIME-WAIT?
 * @net:   network namespace
 * @tuple: addresses
 *
 * Return: true if so.
 * Context: RCU.
 */
bool tn_twait_taken(const struct net *net, const struct tn_tuple *tuple)
{
	return twait_find(net, tuple);
}

/**
 * tn_twait_purge() - end TIME-WAITs before their time
 * @net:  network namespace
 * @addr: local address whose TIME-WAITs end, 0: all
 *
 * Context: any but hard interrupts.
 */
void tn_twait_purge(struct net *net, __be32 addr)
{
	struct tn_socknet *sn = tn_socknet(net);
	struct tn_twait *tw, *next;

	spin_lock_bh(&sn->tw_lock);
	list_for_each_entry_safe(tw, next, &sn->tw, link)
		if (!addr || tw->tuple.laddr == addr)
			twait_end(sn, tw);
	spin_unlock_bh(&sn->tw_lock);
}

/**
 * tn_twait_net_init() - a network namespace begins
 * @sn: the room's state of it
 *
 * Context: process.
 */
void tn_twait_net_init(struct tn_socknet *sn)
{
	spin_lock_init(&sn->tw_lock);
	INIT_LIST_HEAD(&sn->tw);
	timer_setup(&sn->tw_timer, twait_timer, 0);
}

/**
 * tn_twait_net_exit() - a network namespace ends: no more TIME-WAIT in it
 * @sn: the room's state of it
 *
 * Context: process; sleeps.
 */
void tn_twait_net_exit(struct tn_socknet *sn)
{
	spin_lock_bh(&sn->tw_lock);
	sn->tw_dead = true;
	spin_unlock_bh(&sn->tw_lock);
	timer_shutdown_sync(&sn->tw_timer);
	tn_twait_purge(sn->net, 0);
}

/**
 * tn_twait_init() - make the table and the memory for its entries
 *
 * Return: 0 or -ENOMEM.
 * Context: module load.
 */
int tn_twait_init(void)
{
	int err;

	BUILD_BUG_ON(sizeof(struct tn_twait) > 128);
	twait_cache = KMEM_CACHE(tn_twait, 0);
	if (!twait_cache)
		return -ENOMEM;
	err = rhashtable_init(&twait_table, &twait_params);
	if (err)
		kmem_cache_destroy(twait_cache);
	return err;
}

/**
 * tn_twait_exit() - free both; there are no entries any more
 *
 * Context: module exit, after rcu_barrier(); sleeps.
 */
void tn_twait_exit(void)
{
	rhashtable_destroy(&twait_table);
	kmem_cache_destroy(twait_cache);
}
