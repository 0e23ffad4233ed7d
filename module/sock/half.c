// SPDX-License-Identifier: GPL-2.0
/*
 * Half-open connections: a SYN costs an object of less than 192 bytes, not a socket (RFC 4987 3.5).
 *
 *	SYN -> tn_half_open():	struct tn_half in the table and in its listener's list
 *	no answer -> half_timer():	SYN-ACK again, at last the object ends
 *	ACK, RST -> tn_half_end():	it is complete, or over
 *
 * What is answered to which segment is decided in tcp/synq.c and carried out in passive.c. A
 * listener is not locked for any of this, so a flood of SYNs does not wait for the user that is in
 * accept().
 *
 * Locks. Two segments of one connection may be handled by two CPUs at once. Whatever concerns the
 * half-open connection of a tuple happens under the lock that the tuple hashes to: to find the
 * object, to change it, to leave the table when it ends or when the socket that takes its place has
 * entered the demux. Whoever finds nothing in the demux and then nothing here may have come just
 * between the two, so a segment for a listener looks into the demux once more, under that lock.
 *
 * After it come the lock of the child, which is made under it, and the listener's accept.lock,
 * which guards the lists. Whoever comes from a list goes by the tuple that he has read there.
 *
 * Memory of an object that has ended is used again at once, for another one (TYPESAFE_BY_RCU): a
 * lookup on its way through the table may meet it, but looks at nothing but the tuple. How it was
 * signed stays until an RCU grace period later, so that packets may leave after the lock.
 *
 * Timer. One per listener. The time to the next SYN-ACK depends on how many there were, so
 * connections of one such level are due in the order in which they came to it: a list for each
 * level, and only its head need be looked at. The timer is not stopped when the connection that it
 * was set for is complete: it fires and sets itself anew.
 */
#include <linux/hash.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <net/sock.h>

#include "ip/route.h"
#include "link/linknet.h"
#include "sock/auth.h"
#include "sock/buffer.h"
#include "sock/connect.h"
#include "sock/conntimer.h"
#include "sock/demux.h"
#include "sock/half.h"
#include "sock/isn.h"
#include "sock/socknet.h"
#include "sock/xmit.h"
#include "tcp/ecn.h"

/* Objects that one run of the timer looks at; the next run is a jiffy later */
#define HALF_BATCH	256

#define HALF_LOCK_BITS	8

struct half_key {
	const struct net *net;
	struct tn_tuple tuple;
};

static struct rhashtable half_table;
static struct kmem_cache *half_cache;
static spinlock_t half_locks[1 << HALF_LOCK_BITS];

static u32 half_key_hash(const void *data, u32 len, u32 seed)
{
	const struct half_key *key = data;

	return tn_demux_hash(key->net, &key->tuple, seed);
}

static u32 half_obj_hash(const void *data, u32 len, u32 seed)
{
	const struct tn_half *half = data;

	return tn_demux_hash(half->net, &half->tuple, seed);
}

static int half_obj_cmp(struct rhashtable_compare_arg *arg, const void *obj)
{
	const struct half_key *key = arg->key;
	const struct tn_half *half = obj;

	return !net_eq(half->net, key->net) || !tn_demux_same(&half->tuple, &key->tuple);
}

static const struct rhashtable_params half_params = {
	.head_offset = offsetof(struct tn_half, demux),
	.key_len = sizeof(struct half_key),
	.hashfn = half_key_hash,
	.obj_hashfn = half_obj_hash,
	.obj_cmpfn = half_obj_cmp,
	.min_size = 256,
	.automatic_shrinking = true,
};

/**
 * tn_half_lock() - the lock of a tuple
 * @tuple: addresses
 *
 * Return: the lock, which others share; it is taken with BH off.
 * Context: any.
 */
spinlock_t *tn_half_lock(const struct tn_tuple *tuple)
{
	u32 ports = (u32)(__force u16)tuple->rport << 16 | (__force u16)tuple->lport;

	return &half_locks[hash_32((__force u32)tuple->raddr ^ (__force u32)tuple->laddr ^ ports,
				   HALF_LOCK_BITS)];
}

/**
 * tn_half_find() - find a half-open connection
 * @net:   network namespace
 * @tuple: addresses
 *
 * What enters the table under another lock at this moment may look like it while its tuple is
 * being written; then its net is NULL, or the tuple another one by now.
 *
 * Return: the connection, good as long as the lock is held, or NULL.
 * Context: the tuple's lock held.
 */
struct tn_half *tn_half_find(const struct net *net, const struct tn_tuple *tuple)
{
	struct half_key key = { .net = net, .tuple = *tuple };
	struct tn_half *half;
	bool same;

	do {
		half = rhashtable_lookup_fast(&half_table, &key, half_params);
		if (!half)
			return NULL;
		/* Pairs with half_new(): the net once more, after the tuple. */
		smp_rmb();
		same = READ_ONCE(half->net) == net && tn_demux_same(&half->tuple, tuple);
	} while (!same);
	return half;
}

static struct tn_accept *half_accept(const struct sock *listener)
{
	return &tn_sk(listener)->accept;
}

/* Give back an object that is in no table. */
static void half_free(struct tn_half *half)
{
	tn_auth_free(half->auth);
	WRITE_ONCE(half->net, NULL);
	kmem_cache_free(half_cache, half);
}

/**
 * tn_half_end() - a half-open connection is complete, or over
 * @half: the connection; its memory is given back
 *
 * Context: BH off, the tuple's lock held.
 */
void tn_half_end(struct tn_half *half)
{
	struct tn_accept *accept = half_accept(half->listener);

	spin_lock(&accept->lock);
	list_del(&half->link);
	WRITE_ONCE(accept->halves->count, accept->halves->count - 1);
	spin_unlock(&accept->lock);
	rhashtable_remove_fast(&half_table, &half->demux, half_params);
	half_free(half);
}

/* End the object of a tuple whose lock we do not have, if there still is one. */
static void half_end_tuple(const struct net *net, const struct tn_tuple *tuple)
{
	spinlock_t *lock = tn_half_lock(tuple);
	struct tn_half *half;

	spin_lock_bh(lock);
	half = tn_half_find(net, tuple);
	if (half)
		tn_half_end(half);
	spin_unlock_bh(lock);
}

/* Make the timer run not later than @at. */
static void half_arm(struct tn_halves *halves, tn_time_t at)
{
	tn_time_t now;

	if (timer_pending(&halves->timer) && at >= halves->due)
		return;
	now = tn_sock_now();
	halves->due = at;
	mod_timer(&halves->timer,
		  jiffies + tn_conntimer_wait(at > now ? tn_time_sub(at, now) : 0));
}

/* Put an object, in no list, last in that of its level; false if the listener has ended. */
static bool half_link(struct tn_half *half)
{
	struct tn_accept *accept = half_accept(half->listener);
	struct tn_halves *halves = accept->halves;
	u8 level = min_t(u8, half->q.timeouts, TN_HALF_LEVELS - 1);
	bool ok;

	spin_lock(&accept->lock);
	ok = !halves->dead;
	if (ok) {
		list_add_tail(&half->link, &halves->level[level]);
		WRITE_ONCE(halves->count, halves->count + 1);
		half_arm(halves, half->q.deadline);
	}
	spin_unlock(&accept->lock);
	return ok;
}

/* The SYN-ACK leaves again: the object goes to the list of its new level. */
static void half_relink(struct tn_half *half)
{
	struct tn_accept *accept = half_accept(half->listener);
	u8 level = min_t(u8, half->q.timeouts, TN_HALF_LEVELS - 1);

	spin_lock(&accept->lock);
	list_move_tail(&half->link, &accept->halves->level[level]);
	if (!accept->halves->dead)
		half_arm(accept->halves, half->q.deadline);
	spin_unlock(&accept->lock);
}

/**
 * tn_half_send() - send a segment on behalf of a listener
 * @sk:    listener
 * @tuple: addresses
 * @out:   segment without payload
 * @auth:  how it is signed, or NULL
 *
 * Context: RCU; no spinlock held.
 */
void tn_half_send(struct sock *sk, const struct tn_tuple *tuple, struct tn_out *out,
		  const struct tn_auth *auth)
{
	const struct tn_sock *ts = tn_sk(sk);
	struct tn_tuple from = *tuple;

	from.dev = READ_ONCE(sk->sk_bound_dev_if);
	tn_xmit_signed(sock_net(sk), &from, out, READ_ONCE(ts->tos), READ_ONCE(ts->ttl), auth);
}

/* The first object of all levels that is due, or NULL; *@next: when to look again. */
static struct tn_half *half_due(struct tn_halves *halves, tn_time_t now, tn_time_t *next)
{
	unsigned int i;

	*next = TN_TIME_NEVER;
	for (i = 0; i < TN_HALF_LEVELS; i++) {
		struct tn_half *half = list_first_entry_or_null(&halves->level[i],
								struct tn_half, link);

		if (half && READ_ONCE(half->q.deadline) <= now)
			return half;
		if (half)
			*next = min(*next, READ_ONCE(half->q.deadline));
	}
	return NULL;
}

/* The object of a tuple was due just now. The timer alone moves deadlines. */
static void half_repeat(struct sock *sk, const struct tn_tuple *tuple, tn_time_t now)
{
	int count = READ_ONCE(half_accept(sk)->halves->count);
	bool pressed = count > READ_ONCE(tn_socknet(sock_net(sk))->limits.max_syn_backlog) / 2;
	spinlock_t *lock = tn_half_lock(tuple);
	const struct tn_auth *auth = NULL;
	enum tn_synq_due due = TN_SYNQ_WAIT;
	struct tn_half *half;
	struct tn_out out;

	spin_lock(lock);
	half = tn_half_find(sock_net(sk), tuple);
	/* Another one since then? */
	if (half && half->q.deadline > now)
		half = NULL;
	if (half) {
		auth = half->auth;
		due = tn_synq_timeout(&half->q, now, pressed);
		if (due == TN_SYNQ_AGAIN)
			tn_synq_out(&half->q, now, &out);
		if (due == TN_SYNQ_END)
			tn_half_end(half);
		else
			half_relink(half);
	}
	spin_unlock(lock);
	if (due == TN_SYNQ_AGAIN)
		tn_half_send(sk, tuple, &out, auth);
}

static void half_timer(struct timer_list *timer)
{
	struct tn_halves *halves = from_timer(halves, timer, timer);
	struct tn_accept *accept = half_accept(halves->sk);
	tn_time_t now = tn_sock_now();
	struct tn_tuple tuple;
	struct tn_half *half;
	unsigned int n = 0;

	rcu_read_lock();
	do {
		tn_time_t next = now;

		half = NULL;
		spin_lock(&accept->lock);
		if (n++ < HALF_BATCH)
			half = half_due(halves, now, &next);
		if (!half && next != TN_TIME_NEVER && !halves->dead)
			half_arm(halves, next);
		if (half)
			tuple = half->tuple;
		spin_unlock(&accept->lock);
		if (half)
			half_repeat(halves->sk, &tuple, now);
	} while (half);
	rcu_read_unlock();
}

/**
 * tn_half_recycle() - the connection that has waited longest makes room
 * @sk: listener
 *
 * Context: BH off, RCU; no lock of a tuple held. Source: RFC 4987 3.4.
 */
void tn_half_recycle(struct sock *sk)
{
	struct tn_accept *accept = half_accept(sk);
	struct tn_half *oldest = NULL;
	struct tn_tuple tuple;
	unsigned int i;

	spin_lock(&accept->lock);
	for (i = TN_HALF_LEVELS; i-- > 0 && !oldest;)
		oldest = list_first_entry_or_null(&accept->halves->level[i], struct tn_half, link);
	if (oldest)
		tuple = oldest->tuple;
	spin_unlock(&accept->lock);
	if (oldest) {
		tn_count(tn_stats(sock_net(sk)), TN_MIB_TCP_REQ_Q_FULL_DROP);
		half_end_tuple(sock_net(sk), &tuple);
	}
}

/**
 * tn_half_fill() - begin a handshake
 * @sk:    listener
 * @tuple: addresses
 * @syn:   the SYN
 * @iss:   ISS
 * @q:     filled in
 * @path:  the way to the peer
 *
 * Return: false if there is no route to the peer.
 * Context: RCU.
 */
bool tn_half_fill(struct sock *sk, const struct tn_tuple *tuple, const struct tn_seg *syn, u32 iss,
		  struct tn_synq *q, struct tn_path *path)
{
	struct net *net = sock_net(sk);
	struct tn_synq_ours ours = {
		.cfg = tn_sk(sk)->tcb.cfg,
		.stats = tn_stats(net),
		.iss = iss,
		.ts_offset = tn_isn_ts_offset(net, tuple),
		.wnd = READ_ONCE(sk->sk_rcvbuf) / 2,
		.wscale = tn_buffer_scale(sk),
		.defer = READ_ONCE(tn_sk(sk)->defer),
	};
	const struct tandem_cc_ops *cong = READ_ONCE(tn_sk(sk)->tcb.cc.ops);
	u32 clamp = READ_ONCE(tn_sk(sk)->tcb.rcv.clamp);

	if (clamp)
		ours.wnd = min(ours.wnd, clamp);
	if (tn_route_lookup(net, tuple->raddr, tuple->laddr, READ_ONCE(sk->sk_bound_dev_if), path))
		return false;
	ours.ecn = tn_ecn_grants(ours.cfg, cong);
	ours.ect = cong->flags & TANDEM_CC_ECN_ECHO;
	ours.mss = tn_tcb_path_mss(tn_connect_mtu(sk, path));
	tn_synq_init(q, tn_sock_now(), syn, &ours);
	return true;
}

/* An object for a SYN, in no table yet, or NULL and why. */
static struct tn_half *half_new(struct sock *sk, const struct tn_tuple *tuple,
				const struct tn_seg *syn, u32 iss, enum tn_reason *why)
{
	struct net *net = sock_net(sk);
	struct tn_half *half;
	struct tn_path path;

	*why = TN_REASON_NO_MEMORY;
	half = kmem_cache_alloc(half_cache, GFP_ATOMIC | __GFP_NOWARN);
	if (!half)
		return NULL;
	*why = TN_REASON_NO_ROUTE;
	if (!tn_half_fill(sk, tuple, syn, iss ?: tn_isn_pick(net, tuple), &half->q, &path)) {
		kmem_cache_free(half_cache, half);
		return NULL;
	}
	half->auth = tn_auth_spawn(sk, tuple->raddr, syn, half->q.iss, why);
	if (*why) {
		kmem_cache_free(half_cache, half);
		return NULL;
	}
	half->listener = sk;
	half->gso = tn_connect_gso(&path);
	/* Pairs with tn_half_find(): net is NULL until the tuple is whole. */
	smp_wmb();
	half->tuple = *tuple;
	half->tuple.dev = READ_ONCE(sk->sk_bound_dev_if);
	/* likewise */
	smp_store_release(&half->net, net);
	return half;
}

/* Let an object be found, or say why it must not be. The tuple's lock is held. */
static enum tn_reason half_enter(struct tn_half *half)
{
	struct half_key key = { .net = half->net, .tuple = half->tuple };

	if (rhashtable_lookup_insert_key(&half_table, &key, &half->demux, half_params))
		return TN_REASON_TCP_DUPLICATE;
	if (half_link(half))
		return TN_REASON_NONE;
	rhashtable_remove_fast(&half_table, &half->demux, half_params);
	return TN_REASON_TCP_CLOSED;
}

/**
 * tn_half_open() - remember a SYN
 * @sk:    listener
 * @tuple: addresses
 * @syn:   the SYN
 * @iss:   ISS, 0: as RFC 6528 says
 * @why:   set to TN_REASON_NONE, or to why there is nothing
 *
 * Return: the half-open connection, whose SYN-ACK is yet to be sent, or NULL.
 * Context: BH off, RCU, the tuple's lock held.
 */
struct tn_half *tn_half_open(struct sock *sk, const struct tn_tuple *tuple,
			     const struct tn_seg *syn, u32 iss, enum tn_reason *why)
{
	struct tn_half *half = half_new(sk, tuple, syn, iss, why);

	if (!half)
		return NULL;
	*why = half_enter(half);
	if (!*why)
		return half;
	half_free(half);
	return NULL;
}

/* The first object of a listener with local address @addr, 0: any; its tuple. */
static bool half_first(struct tn_accept *accept, __be32 addr, struct tn_tuple *tuple)
{
	struct tn_half *half;
	bool found = false;
	unsigned int i;

	spin_lock_bh(&accept->lock);
	for (i = 0; i < TN_HALF_LEVELS && !found; i++)
		list_for_each_entry(half, &accept->halves->level[i], link) {
			found = !addr || half->tuple.laddr == addr;
			if (!found)
				continue;
			*tuple = half->tuple;
			break;
		}
	spin_unlock_bh(&accept->lock);
	return found;
}

/**
 * tn_half_purge() - end the half-open connections of a listener
 * @sk:   listener
 * @addr: local address of those that end, 0: all
 *
 * Context: process, listener's lock held.
 */
void tn_half_purge(struct sock *sk, __be32 addr)
{
	struct tn_tuple tuple;

	while (half_first(half_accept(sk), addr, &tuple))
		half_end_tuple(sock_net(sk), &tuple);
}

/**
 * tn_half_walk() - look at the half-open connections of a listener
 * @sk:  listener
 * @fn:  called for each; must not sleep; what it returns other than 0 ends the walk
 * @arg: passed on to @fn
 *
 * Return: 0, or what @fn returned.
 * Context: process, listener's lock held.
 */
int tn_half_walk(struct sock *sk, int (*fn)(const struct tn_half *half, void *arg), void *arg)
{
	struct tn_accept *accept = half_accept(sk);
	const struct tn_half *half;
	unsigned int i;
	int ret = 0;

	spin_lock_bh(&accept->lock);
	for (i = 0; i < TN_HALF_LEVELS && !ret; i++)
		list_for_each_entry(half, &accept->halves->level[i], link) {
			ret = fn(half, arg);
			if (ret)
				break;
		}
	spin_unlock_bh(&accept->lock);
	return ret;
}

/**
 * tn_half_begin() - a socket is going to listen
 * @sk: socket; it may have been a listener before
 *
 * Return: 0 or -ENOMEM.
 * Context: process, socket lock held; sleeps.
 */
int tn_half_begin(struct sock *sk)
{
	struct tn_accept *accept = half_accept(sk);
	struct tn_halves *halves = accept->halves;
	unsigned int i;

	if (!halves) {
		halves = kzalloc(sizeof(*halves), GFP_KERNEL_ACCOUNT);
		if (!halves)
			return -ENOMEM;
		for (i = 0; i < TN_HALF_LEVELS; i++)
			INIT_LIST_HEAD(&halves->level[i]);
		halves->sk = sk;
		timer_setup(&halves->timer, half_timer, 0);
	}
	spin_lock_bh(&accept->lock);
	halves->dead = false;
	accept->halves = halves;
	spin_unlock_bh(&accept->lock);
	return 0;
}

/**
 * tn_half_stop() - a listener ends: no more half-open connections
 * @sk: listener
 *
 * Context: process, listener's lock held; sleeps.
 */
void tn_half_stop(struct sock *sk)
{
	struct tn_accept *accept = half_accept(sk);

	spin_lock_bh(&accept->lock);
	accept->halves->dead = true;
	spin_unlock_bh(&accept->lock);
	timer_delete_sync(&accept->halves->timer);
	tn_half_purge(sk, 0);
}

/**
 * tn_half_init() - make the table and the memory for its entries
 *
 * Return: 0 or -ENOMEM.
 * Context: module load.
 */
int tn_half_init(void)
{
	unsigned int i;
	int err;

	/* RFC 4987 3.5: less than a socket by an order of magnitude */
	static_assert(sizeof(struct tn_half) <= 192);
	for (i = 0; i < ARRAY_SIZE(half_locks); i++)
		spin_lock_init(&half_locks[i]);
	half_cache = KMEM_CACHE(tn_half, SLAB_TYPESAFE_BY_RCU);
	if (!half_cache)
		return -ENOMEM;
	err = rhashtable_init(&half_table, &half_params);
	if (err)
		kmem_cache_destroy(half_cache);
	return err;
}

/**
 * tn_half_exit() - free both; there are no entries any more
 *
 * Context: module exit, after rcu_barrier(); sleeps.
 */
void tn_half_exit(void)
{
	rhashtable_destroy(&half_table);
	kmem_cache_destroy(half_cache);
}
