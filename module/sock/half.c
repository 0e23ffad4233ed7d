// SPDX-License-Identifier: GPL-2.0
/*
 * Half-open connections: a SYN costs an object of less than 192 bytes, not a socket (RFC 4987 3.5).
 *
 *	SYN -> tn_half_listen():  struct tn_half in the table and in its listener's list; SYN-ACK
 *	no answer -> half_timer():  SYN-ACK again, at last the object ends
 *	ACK -> tn_half_arrive():  accept.c makes a socket of it, which gets the segment
 *
 * What is answered to which segment is decided in tcp/synq.c. A listener is not locked for any of
 * this, so a flood of SYNs does not wait for the user that is in accept().
 *
 * Limits: net.tandem.tcp_max_syn_backlog of them per listener; beyond that SYNs are answered by
 * cookies (cookie.c), of which nothing is kept, or if net.tandem.syncookies says no, the oldest one
 * makes room (RFC 4987 3.4, 3.6, 3.7). And no SYN is taken while the accept queue is full. A
 * handshake that completes then is not refused, unless net.tandem.tcp_abort_on_overflow says so:
 * the ACK is dropped, the SYN-ACK comes again, and so the peer's next ACK finds room, or not.
 *
 * Locks. Two segments of one connection may be handled by two CPUs at once. Whatever concerns the
 * half-open connection of a tuple happens under the lock that the tuple hashes to (half_lock()): to
 * enter the table, to change the object, to leave the table when it ends or when the socket that
 * takes its place has entered the demux. Whoever finds nothing in the demux and then nothing here
 * may have come just between the two, so a segment for a listener looks into the demux once more,
 * under that lock.
 *
 * After it come the lock of the child, which is made under it, and the listener's accept.lock,
 * which guards the lists. The listener itself outlives each of its objects by an RCU grace period.
 *
 * Timer. One per listener. The time to the next SYN-ACK depends on how many there were, so
 * connections of one such level are due in the order in which they came to it: a list for each
 * level, and only its head need be looked at. The timer is not stopped when the connection that it
 * was set for is complete: it fires and sets itself anew.
 */
#include <linux/filter.h>
#include <linux/random.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <net/sock.h>

#include "ip/route.h"
#include "link/drop.h"
#include "link/linknet.h"
#include "sock/accept.h"
#include "sock/connect.h"
#include "sock/conntimer.h"
#include "sock/cookie.h"
#include "sock/demux.h"
#include "sock/enter.h"
#include "sock/half.h"
#include "sock/isn.h"
#include "sock/socknet.h"
#include "sock/xmit.h"
#include "tcp/listen.h"
#include "tcp/reset.h"

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
static u32 half_seed __read_mostly;

static u32 half_key_hash(const void *data, u32 len, u32 seed)
{
	const struct half_key *key = data;

	return tn_demux_hash(key->net, &key->tuple, seed);
}

static u32 half_obj_hash(const void *data, u32 len, u32 seed)
{
	const struct tn_half *half = data;

	return tn_demux_hash(sock_net(half->listener), &half->tuple, seed);
}

static int half_obj_cmp(struct rhashtable_compare_arg *arg, const void *obj)
{
	const struct half_key *key = arg->key;
	const struct tn_half *half = obj;

	return !net_eq(sock_net(half->listener), key->net) ||
	       memcmp(&half->tuple, &key->tuple, sizeof(key->tuple));
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

static spinlock_t *half_lock(const struct net *net, const struct tn_tuple *tuple)
{
	return &half_locks[tn_demux_hash(net, tuple, half_seed) >> (32 - HALF_LOCK_BITS)];
}

static struct tn_accept *half_accept(const struct sock *listener)
{
	return &tn_sk(listener)->accept;
}

static const struct tn_limits *half_limits(const struct sock *listener)
{
	return &tn_socknet(sock_net(listener))->limits;
}

static void half_free_rcu(struct rcu_head *rcu)
{
	kmem_cache_free(half_cache, container_of(rcu, struct tn_half, rcu));
}

/* It is complete, or over. The tuple's lock is held. */
static void half_end(struct tn_half *half)
{
	struct tn_accept *accept = half_accept(half->listener);

	half->ended = true;
	spin_lock_bh(&accept->lock);
	list_del_init(&half->link);
	WRITE_ONCE(accept->halves->count, accept->halves->count - 1);
	spin_unlock_bh(&accept->lock);
	rhashtable_remove_fast(&half_table, &half->demux, half_params);
	call_rcu(&half->rcu, half_free_rcu);
}

/* End an object whose tuple's lock we do not have; whether it is still there is seen then. */
static void half_end_unlocked(struct tn_half *half)
{
	spinlock_t *lock = half_lock(sock_net(half->listener), &half->tuple);

	spin_lock_bh(lock);
	if (!half->ended)
		half_end(half);
	spin_unlock_bh(lock);
}

/* Make the timer run not later than @at. */
static void half_arm(struct tn_halves *halves, tn_time_t at)
{
	tn_time_t now = tn_sock_now();
	unsigned long when = jiffies + tn_conntimer_wait(at > now ? tn_time_sub(at, now) : 0);

	if (!timer_pending(&halves->timer) || time_before(when, halves->timer.expires))
		mod_timer(&halves->timer, when);
}

/* Put an object last in the list of its level; false if the listener has ended. */
static bool half_link(struct tn_half *half, bool fresh)
{
	struct tn_accept *accept = half_accept(half->listener);
	struct tn_halves *halves = accept->halves;
	u8 level = min_t(u8, half->q.timeouts, TN_HALF_LEVELS - 1);
	bool ok;

	spin_lock_bh(&accept->lock);
	ok = !halves->dead;
	if (ok) {
		list_move_tail(&half->link, &halves->level[level]);
		WRITE_ONCE(halves->count, halves->count + fresh);
		half_arm(halves, half->q.deadline);
	}
	spin_unlock_bh(&accept->lock);
	return ok;
}

/**
 * tn_half_send() - send a segment on behalf of a listener
 * @sk:    listener
 * @tuple: addresses
 * @out:   segment without payload
 *
 * Context: RCU; no spinlock held.
 */
void tn_half_send(struct sock *sk, const struct tn_tuple *tuple, const struct tn_out *out)
{
	const struct tn_sock *ts = tn_sk(sk);

	tn_xmit_stateless(sock_net(sk), tuple, out, READ_ONCE(ts->tos), READ_ONCE(ts->ttl));
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

/* An object is due. The timer alone moves deadlines. */
static void half_repeat(struct tn_half *half, tn_time_t now)
{
	spinlock_t *lock = half_lock(sock_net(half->listener), &half->tuple);
	int count = READ_ONCE(half_accept(half->listener)->halves->count);
	bool pressed = count > READ_ONCE(half_limits(half->listener)->max_syn_backlog) / 2;
	struct tn_out out;
	bool again;

	spin_lock(lock);
	again = !half->ended && tn_synq_timeout(&half->q, now, pressed);
	if (again) {
		half_link(half, false);
		tn_synq_out(&half->q, now, &out);
	} else if (!half->ended) {
		half_end(half);
	}
	spin_unlock(lock);
	if (again)
		tn_half_send(half->listener, &half->tuple, &out);
}

static void half_timer(struct timer_list *timer)
{
	struct tn_halves *halves = from_timer(halves, timer, timer);
	struct tn_accept *accept = half_accept(halves->sk);
	tn_time_t now = tn_sock_now();
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
		spin_unlock(&accept->lock);
		if (half)
			half_repeat(half, now);
	} while (half);
	rcu_read_unlock();
}

/* The listener's object that has waited longest makes room. */
static void half_recycle(struct sock *sk)
{
	struct tn_accept *accept = half_accept(sk);
	struct tn_half *oldest = NULL;
	unsigned int i;

	spin_lock(&accept->lock);
	for (i = TN_HALF_LEVELS; i-- > 0 && !oldest;)
		oldest = list_first_entry_or_null(&accept->halves->level[i], struct tn_half, link);
	spin_unlock(&accept->lock);
	if (oldest) {
		tn_count(tn_stats(sock_net(sk)), TN_MIB_TCP_REQ_Q_FULL_DROP);
		half_end_unlocked(oldest);
	}
}

/**
 * tn_half_fill() - begin a handshake
 * @sk:    listener
 * @tuple: addresses
 * @syn:   the SYN
 * @iss:   ISS
 * @q:     filled in
 *
 * Return: false if there is no route to the peer.
 * Context: RCU.
 */
bool tn_half_fill(struct sock *sk, const struct tn_tuple *tuple, const struct tn_seg *syn, u32 iss,
		  struct tn_synq *q)
{
	struct net *net = sock_net(sk);
	struct tn_synq_ours ours = {
		.cfg = tn_sk(sk)->tcb.cfg,
		.stats = tn_stats(net),
		.iss = iss,
		.ts_offset = tn_isn_ts_offset(net, tuple),
		.wnd = READ_ONCE(sk->sk_rcvbuf) / 2,
	};
	struct tn_path path;

	if (tn_route_lookup(net, tuple->raddr, tuple->laddr, &path))
		return false;
	ours.mss = tn_tcb_path_mss(tn_connect_mtu(sk, &path));
	tn_synq_init(q, tn_sock_now(), syn, &ours);
	return true;
}

/* An object for a SYN, in no table yet, or NULL and why. */
static struct tn_half *half_new(struct sock *sk, const struct tn_tuple *tuple,
				const struct tn_seg *syn, u32 iss, enum tn_reason *why)
{
	struct tn_half *half;

	*why = TN_REASON_NO_MEMORY;
	half = kmem_cache_alloc(half_cache, GFP_ATOMIC | __GFP_NOWARN);
	if (!half)
		return NULL;
	*why = TN_REASON_NO_ROUTE;
	if (!tn_half_fill(sk, tuple, syn, iss ?: tn_isn_pick(sock_net(sk), tuple), &half->q)) {
		kmem_cache_free(half_cache, half);
		return NULL;
	}
	half->listener = sk;
	half->tuple = *tuple;
	half->ended = false;
	INIT_LIST_HEAD(&half->link);
	*why = TN_REASON_NONE;
	return half;
}

/* Let an object be found; false if it must not be. The tuple's lock is held. */
static bool half_enter(struct tn_half *half)
{
	if (rhashtable_insert_fast(&half_table, &half->demux, half_params))
		return false;
	if (half_link(half, true))
		return true;
	rhashtable_remove_fast(&half_table, &half->demux, half_params);
	return false;
}

/* A SYN for a listener that has room. The tuple's lock is held. The object, or NULL and why. */
static struct tn_half *half_open(struct sock *sk, const struct tn_tuple *tuple,
				 const struct tn_seg *syn, u32 iss, enum tn_reason *why)
{
	struct tn_half *half;

	*why = TN_REASON_TCP_DUPLICATE;
	if (tn_half_find(sock_net(sk), tuple))
		return NULL;
	half = half_new(sk, tuple, syn, iss, why);
	if (half && !half_enter(half)) {
		*why = TN_REASON_TCP_CLOSED;
		call_rcu(&half->rcu, half_free_rcu);
		half = NULL;
	}
	return half;
}

/* What can be done about a SYN. */
enum half_room {
	HALF_ROOM_NONE,
	HALF_ROOM_OBJECT,
	HALF_ROOM_COOKIE,
};

/* @bound: the ISS is not free to be a cookie: the SYN takes the place of a TIME-WAIT. */
static enum half_room half_room(struct sock *sk, bool bound)
{
	const struct tn_limits *limits = half_limits(sk);
	int cookies = READ_ONCE(limits->syncookies);

	if (sk_acceptq_is_full(sk)) {
		tn_count(tn_stats(sock_net(sk)), TN_MIB_LISTEN_OVERFLOWS);
		return HALF_ROOM_NONE;
	}
	if (cookies == TN_SYNCOOKIES_ALWAYS && !bound)
		return HALF_ROOM_COOKIE;
	if ((int)READ_ONCE(half_accept(sk)->halves->count) < READ_ONCE(limits->max_syn_backlog))
		return HALF_ROOM_OBJECT;
	if (cookies && !bound) {
		tn_count(tn_stats(sock_net(sk)), TN_MIB_TCP_REQ_Q_FULL_DO_COOKIES);
		return HALF_ROOM_COOKIE;
	}
	half_recycle(sk);
	return HALF_ROOM_OBJECT;
}

/* The end of an skb that nothing is kept of. */
static void half_done(struct net *net, struct sk_buff *skb, enum tn_reason reason)
{
	if (reason)
		tn_drop_skb(net, skb, reason);
	else
		consume_skb(skb);
}

/* A SYN; returns as tn_half_listen(). */
static struct sock *half_syn(struct sock *sk, struct sk_buff *skb, const struct tn_tuple *tuple,
			     const struct tn_seg *syn, u32 iss)
{
	enum tn_reason why = TN_REASON_TCP_LISTEN_OVERFLOW;
	enum half_room room = half_room(sk, iss);
	struct net *net = sock_net(sk);
	spinlock_t *lock = half_lock(net, tuple);
	struct tn_half *half = NULL;
	struct tn_out out;
	struct sock *found;
	bool answer;

	spin_lock(lock);
	found = tn_demux_lookup(net, tuple);
	if (!found && room == HALF_ROOM_OBJECT)
		half = half_open(sk, tuple, syn, iss, &why);
	if (half)
		tn_synq_out(&half->q, half->q.opened, &out);
	spin_unlock(lock);
	if (found)
		return found;

	answer = half || (room == HALF_ROOM_COOKIE && tn_cookie_make(sk, tuple, syn, &out, &why));
	if (answer)
		tn_half_send(sk, tuple, &out);
	else
		tn_count(tn_stats(net), TN_MIB_LISTEN_DROPS);
	half_done(net, skb, why);
	return NULL;
}

/* Has it become a connection since we looked? */
static struct sock *half_look_again(struct net *net, const struct tn_tuple *tuple)
{
	spinlock_t *lock = half_lock(net, tuple);
	struct sock *found;

	spin_lock(lock);
	found = tn_demux_lookup(net, tuple);
	spin_unlock(lock);
	return found;
}

/*
 * An ACK for a listener. If it is the answer to a cookie: a socket, locked, in *@child. Returns
 * the connection that there is since we looked, with a reference.
 */
static struct sock *half_ack(struct sock *sk, const struct tn_tuple *tuple,
			     const struct tn_seg *ack, struct sock **child, enum tn_reason *why)
{
	struct net *net = sock_net(sk);
	spinlock_t *lock = half_lock(net, tuple);
	struct sock *found;

	spin_lock(lock);
	found = tn_demux_lookup(net, tuple);
	if (!found)
		*child = tn_cookie_take(sk, tuple, ack, why);
	spin_unlock(lock);
	return found;
}

/**
 * tn_half_listen() - a segment for a listener
 * @sk:    listener
 * @skb:   segment, as enter.h says
 * @tuple: its addresses
 * @seg:   the same, parsed
 * @iss:   not 0: a SYN that takes the place of a TIME-WAIT, and the ISS that the answer shall have
 *
 * Return: NULL, the skb is consumed; or the connection that the segment is for: it has come into
 * being since the caller looked for it. Then there is a reference for the caller.
 * Context: BH off, RCU. Source: RFC 9293 3.10.7.2.
 */
struct sock *tn_half_listen(struct sock *sk, struct sk_buff *skb, const struct tn_tuple *tuple,
			    const struct tn_seg *seg, u32 iss)
{
	struct sock *found, *child = NULL;
	struct tn_verdict v = {};

	tn_listen_arrive(seg, &v);
	if (v.bits & TN_V_SPAWN)
		return half_syn(sk, skb, tuple, seg, iss);
	if (v.bits & TN_V_RESET)
		found = half_ack(sk, tuple, seg, &child, &v.reason);
	else
		found = half_look_again(sock_net(sk), tuple);
	if (found)
		return found;
	if (child) {
		tn_accept_complete(child, skb);
		return NULL;
	}
	/* An ACK of ours for which there is no room is neither refused nor answered. */
	if (v.bits & TN_V_RESET && v.reason == TN_REASON_TCP_ACK_UNSENT)
		tn_half_send(sk, tuple, &v.rst);
	half_done(sock_net(sk), skb, v.reason);
	return NULL;
}

/**
 * tn_half_finish() - a handshake is complete: make a socket of it, if there is room
 * @sk:    listener
 * @tuple: addresses
 * @q:     the handshake
 * @why:   set to the reason if there is none
 *
 * Return: the socket, locked, to be given to tn_accept_complete(), or NULL.
 * Context: BH off, RCU, the tuple's lock held.
 */
struct sock *tn_half_finish(struct sock *sk, const struct tn_tuple *tuple, const struct tn_synq *q,
			    enum tn_reason *why)
{
	struct tn_stats __percpu *stats = tn_stats(sock_net(sk));
	struct sock *child = NULL;

	if (sk_acceptq_is_full(sk)) {
		tn_count(stats, TN_MIB_LISTEN_OVERFLOWS);
		*why = TN_REASON_TCP_LISTEN_OVERFLOW;
	} else {
		child = tn_accept_child(sk, tuple, q, why);
	}
	if (!child)
		tn_count(stats, TN_MIB_LISTEN_DROPS);
	return child;
}

/*
 * The handshake of an object is complete. A socket, locked, in place of it; or NULL, and @v says
 * what else is to be done. The tuple's lock is held.
 */
static struct sock *half_ready(struct tn_half *half, const struct tn_seg *seg,
			       struct tn_synq_verdict *v)
{
	struct sock *child = tn_half_finish(half->listener, &half->tuple, &half->q, &v->reason);

	if (child) {
		half_end(half);
	} else if (v->reason == TN_REASON_TCP_LISTEN_OVERFLOW &&
		   READ_ONCE(half_limits(half->listener)->abort_on_overflow)) {
		v->act = TN_SYNQ_ANSWER;
		tn_reset_reply(seg, &v->out);
		half_end(half);
	}
	return child;
}

/**
 * tn_half_arrive() - a segment for a half-open connection
 * @half: the connection, as found under RCU
 * @skb:  segment, as enter.h says
 * @seg:  the same, parsed
 *
 * Return: true, the skb is consumed; false: it has become a connection or has ended since it was
 * found.
 * Context: BH off, RCU; no socket lock held. Source: RFC 9293 3.10.7.4.
 */
bool tn_half_arrive(struct tn_half *half, struct sk_buff *skb, const struct tn_seg *seg)
{
	struct net *net = sock_net(half->listener);
	spinlock_t *lock = half_lock(net, &half->tuple);
	struct tn_synq_verdict v;
	struct sock *child = NULL;

	if (sk_filter_trim_cap(half->listener, skb, skb->len - seg->len)) {
		tn_drop_skb(net, skb, TN_REASON_SOCKET_FILTER);
		return true;
	}
	spin_lock(lock);
	if (half->ended) {
		spin_unlock(lock);
		return false;
	}
	tn_synq_arrive(&half->q, tn_sock_now(), seg, &v);
	if (v.act == TN_SYNQ_READY)
		child = half_ready(half, seg, &v);
	else if (v.act == TN_SYNQ_FORGET)
		half_end(half);
	spin_unlock(lock);

	if (child) {
		tn_accept_complete(child, skb);
		return true;
	}
	if (v.act == TN_SYNQ_ANSWER)
		tn_half_send(half->listener, &half->tuple, &v.out);
	half_done(net, skb, v.reason);
	return true;
}

/**
 * tn_half_find() - find a half-open connection
 * @net:   network namespace
 * @tuple: its addresses
 *
 * Return: the connection, good as long as the RCU section, or NULL.
 * Context: RCU.
 */
struct tn_half *tn_half_find(const struct net *net, const struct tn_tuple *tuple)
{
	struct half_key key = { .net = net, .tuple = *tuple };

	return rhashtable_lookup(&half_table, &key, half_params);
}

/* End those in a list that the listener's lists were moved to. */
static void half_end_list(struct tn_accept *accept, struct list_head *gone)
{
	struct tn_half *half;

	rcu_read_lock();
	do {
		spin_lock_bh(&accept->lock);
		half = list_first_entry_or_null(gone, struct tn_half, link);
		spin_unlock_bh(&accept->lock);
		if (half)
			half_end_unlocked(half);
	} while (half);
	rcu_read_unlock();
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
	struct tn_accept *accept = half_accept(sk);
	struct tn_half *half, *next;
	unsigned int i;
	LIST_HEAD(gone);

	spin_lock_bh(&accept->lock);
	for (i = 0; i < TN_HALF_LEVELS; i++)
		list_for_each_entry_safe(half, next, &accept->halves->level[i], link)
			if (!addr || half->tuple.laddr == addr)
				list_move_tail(&half->link, &gone);
	spin_unlock_bh(&accept->lock);
	half_end_list(accept, &gone);
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
	half_seed = get_random_u32();
	for (i = 0; i < ARRAY_SIZE(half_locks); i++)
		spin_lock_init(&half_locks[i]);
	half_cache = KMEM_CACHE(tn_half, 0);
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
