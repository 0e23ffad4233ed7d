// SPDX-License-Identifier: GPL-2.0
/*
 * Passive opens: what becomes of a segment for which there is no connection.
 *
 *	SYN for a listener	a half-open connection (half.c), or a cookie of which nothing is
 *				kept (cookie.c); SYN-ACK. Or a socket at once (fastopen.c)
 *	for a half-open one	tcp/synq.c says what; the ACK that completes it is given to the
 *				socket that accept.c then makes
 *	ACK for a listener	of a cookie: the same; else it is refused
 *
 * Limits: net.tandem.tcp_max_syn_backlog half-open connections per listener; beyond that SYNs are
 * answered by cookies, or, if net.tandem.syncookies says no, the oldest one makes room (RFC 4987
 * 3.4, 3.6, 3.7). And no SYN is taken while the accept queue is full. A handshake that completes
 * then is not refused, unless net.tandem.tcp_abort_on_overflow says so: the ACK is dropped, the
 * SYN-ACK comes again, and so the peer's next ACK finds room, or not.
 *
 * Where there are keys for the peer, a segment is verified first (verify.c): by those of the
 * half-open connection, or of the listener, which can verify no more than a SYN with TCP-AO. Its
 * ISNs and keys must be remembered, so there is no cookie for such a peer.
 *
 * Everything that concerns a tuple happens under its lock (half.c); packets leave after it.
 */
#include <linux/filter.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>
#include <net/sock.h>

#include "link/drop.h"
#include "link/linknet.h"
#include "sock/accept.h"
#include "sock/auth.h"
#include "sock/cookie.h"
#include "sock/demux.h"
#include "sock/fastopen.h"
#include "sock/half.h"
#include "sock/passive.h"
#include "sock/socknet.h"
#include "sock/verify.h"
#include "tcp/listen.h"
#include "tcp/reset.h"

/* What can be done about a SYN. */
enum passive_room {
	PASSIVE_NONE,
	PASSIVE_OBJECT,
	PASSIVE_COOKIE,
};

/* @bound: no cookie: the ISS is not free, since the SYN takes the place of a TIME-WAIT; or keys. */
static enum passive_room passive_room(struct sock *sk, bool bound)
{
	const struct tn_limits *limits = &tn_socknet(sock_net(sk))->limits;
	int cookies = READ_ONCE(limits->syncookies);

	if (sk_acceptq_is_full(sk)) {
		tn_count(tn_stats(sock_net(sk)), TN_MIB_LISTEN_OVERFLOWS);
		return PASSIVE_NONE;
	}
	if (cookies == TN_SYNCOOKIES_ALWAYS && !bound)
		return PASSIVE_COOKIE;
	if ((int)READ_ONCE(tn_sk(sk)->accept.halves->count) < READ_ONCE(limits->max_syn_backlog))
		return PASSIVE_OBJECT;
	if (cookies && !bound) {
		tn_count(tn_stats(sock_net(sk)), TN_MIB_TCP_REQ_Q_FULL_DO_COOKIES);
		return PASSIVE_COOKIE;
	}
	tn_half_recycle(sk);
	return PASSIVE_OBJECT;
}

/* The end of an skb that nothing is kept of. */
static void passive_done(struct net *net, struct sk_buff *skb, enum tn_reason reason)
{
	if (reason)
		tn_drop_skb(net, skb, reason);
	else
		consume_skb(skb);
}

/*
 * A SYN; returns as tn_passive_listen(). While it looked for a listener another CPU may have
 * handled the same one: then this is the one too many.
 */
static struct sock *passive_syn(struct sock *sk, struct sk_buff *skb,
				const struct tn_tuple *tuple, const struct tn_seg *syn,
				u32 iss)
{
	enum tn_reason why = TN_REASON_TCP_LISTEN_OVERFLOW;
	enum passive_room room = passive_room(sk, iss || tn_auth_wants(sk, tuple->raddr));
	struct net *net = sock_net(sk);
	spinlock_t *lock = tn_half_lock(tuple);
	struct sock *found, *child = NULL;
	const struct tn_auth *auth = NULL;
	struct tn_half *half = NULL;
	struct tn_cookie offer;
	bool answer = false;
	struct tn_out out;

	spin_lock(lock);
	found = tn_demux_lookup(net, tuple);
	if (!found && room == PASSIVE_OBJECT)
		child = tn_fastopen_take(sk, tuple, syn, iss, &offer);
	if (!found && !child && room == PASSIVE_OBJECT)
		half = tn_half_open(sk, tuple, syn, iss, &why);
	if (half) {
		half->q.offer = offer;
		tn_synq_out(&half->q, half->q.opened, &out);
		auth = half->auth;
		answer = true;
	}
	spin_unlock(lock);
	if (found)
		return found;
	if (child) {
		tn_accept_complete(child, skb);
		return NULL;
	}

	if (room == PASSIVE_COOKIE)
		answer = tn_cookie_make(sk, tuple, syn, &out, &why);
	if (answer)
		tn_half_send(sk, tuple, &out, auth);
	else
		tn_count(tn_stats(net), TN_MIB_LISTEN_DROPS);
	passive_done(net, skb, why);
	return NULL;
}

/* Has it become a connection since we looked? */
static struct sock *passive_look_again(struct net *net, const struct tn_tuple *tuple)
{
	spinlock_t *lock = tn_half_lock(tuple);
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
static struct sock *passive_ack(struct sock *sk, const struct tn_tuple *tuple,
				const struct tn_seg *ack, struct sock **child,
				enum tn_reason *why)
{
	struct net *net = sock_net(sk);
	spinlock_t *lock = tn_half_lock(tuple);
	struct sock *found;

	spin_lock(lock);
	found = tn_demux_lookup(net, tuple);
	if (!found)
		*child = tn_cookie_take(sk, tuple, ack, why);
	spin_unlock(lock);
	return found;
}

/**
 * tn_passive_listen() - a segment for a listener
 * @sk:    listener
 * @skb:   segment, as enter.h says
 * @tuple: its addresses
 * @seg:   the same, parsed
 * @iss:   not 0: a SYN that takes the place of a TIME-WAIT, and the ISS that the answer shall have;
 *         it is verified already
 *
 * Return: NULL, the skb is consumed; or the connection that the segment is for: it has come into
 * being since the caller looked for it. Then there is a reference for the caller.
 * Context: BH off, RCU. Source: RFC 9293 3.10.7.2.
 */
struct sock *tn_passive_listen(struct sock *sk, struct sk_buff *skb, const struct tn_tuple *tuple,
			       const struct tn_seg *seg, u32 iss)
{
	struct sock *found, *child = NULL;
	struct net *net = sock_net(sk);
	struct tn_verdict v = {};
	enum tn_reason reason;
	struct tn_auth auth;

	if (!iss &&
	    unlikely(rcu_access_pointer(tn_sk(sk)->ring) || (seg->opt.has & TN_OPT_AUTH))) {
		found = passive_look_again(net, tuple);
		if (found)
			return found;
		reason = tn_verify_listen(sk, skb, seg);
		if (reason) {
			tn_drop_skb(net, skb, reason);
			return NULL;
		}
	}
	tn_listen_arrive(seg, &v);
	if (v.bits & TN_V_SPAWN)
		return passive_syn(sk, skb, tuple, seg, iss);
	if (v.bits & TN_V_RESET)
		found = passive_ack(sk, tuple, seg, &child, &v.reason);
	else
		found = passive_look_again(net, tuple);
	if (found)
		return found;
	if (child) {
		tn_accept_complete(child, skb);
		return NULL;
	}
	/* An ACK of ours for which there is no room is neither refused nor answered. */
	if (v.bits & TN_V_RESET && v.reason == TN_REASON_TCP_ACK_UNSENT)
		tn_half_send(sk, tuple, &v.rst, tn_auth_refuse(sk, tuple->raddr, &auth));
	passive_done(net, skb, v.reason);
	return NULL;
}

/**
 * tn_passive_finish() - a handshake is complete: make a socket of it, if there is room
 * @sk:    listener
 * @tuple: addresses
 * @q:     the handshake
 * @gso:   as tn_connect_gso() says
 * @auth:  how it is signed, or NULL
 * @why:   set to the reason if there is none
 *
 * Return: the socket, locked, to be given to tn_accept_complete(), or NULL.
 * Context: BH off, RCU, the tuple's lock held.
 */
struct sock *tn_passive_finish(struct sock *sk, const struct tn_tuple *tuple,
			       const struct tn_synq *q, u32 gso, const struct tn_auth *auth,
			       enum tn_reason *why)
{
	struct tn_stats __percpu *stats = tn_stats(sock_net(sk));
	struct sock *child = NULL;

	if (sk_acceptq_is_full(sk)) {
		tn_count(stats, TN_MIB_LISTEN_OVERFLOWS);
		*why = TN_REASON_TCP_LISTEN_OVERFLOW;
	} else {
		child = tn_accept_child(sk, tuple, q, gso, auth, why);
	}
	if (!child)
		tn_count(stats, TN_MIB_LISTEN_DROPS);
	return child;
}

/*
 * The handshake of an object is complete. A socket, locked, in place of it; or NULL, and @v says
 * what else is to be done. The tuple's lock is held.
 */
static struct sock *passive_ready(struct tn_half *half, const struct tn_seg *seg,
				  struct tn_synq_verdict *v)
{
	struct sock *child = tn_passive_finish(half->listener, &half->tuple, &half->q, half->gso,
					       half->auth, &v->reason);

	if (child) {
		tn_half_end(half);
	} else if (v->reason == TN_REASON_TCP_LISTEN_OVERFLOW &&
		   READ_ONCE(tn_socknet(half->net)->limits.abort_on_overflow)) {
		v->act = TN_SYNQ_ANSWER;
		tn_reset_reply(seg, &v->out);
		tn_half_end(half);
	}
	return child;
}

/* A segment for an object, whose lock is held. Returns as passive_ready(). */
static struct sock *passive_take(struct tn_half *half, const struct tn_seg *seg,
				 struct tn_synq_verdict *v)
{
	tn_synq_arrive(&half->q, tn_sock_now(), seg, v);
	if (v->act == TN_SYNQ_READY)
		return passive_ready(half, seg, v);
	if (v->act == TN_SYNQ_FORGET || v->act == TN_SYNQ_RESET)
		tn_half_end(half);
	return NULL;
}

/**
 * tn_passive_arrive() - a segment for which there is no connection: for a half-open one?
 * @net:   network namespace
 * @skb:   segment, as enter.h says
 * @tuple: its addresses
 * @seg:   the same, parsed
 *
 * Return: true, the skb is consumed; false: there is none.
 * Context: BH off, RCU; no socket lock held. Source: RFC 9293 3.10.7.4.
 */
bool tn_passive_arrive(struct net *net, struct sk_buff *skb, const struct tn_tuple *tuple,
		       const struct tn_seg *seg)
{
	spinlock_t *lock = tn_half_lock(tuple);
	struct sock *sk = NULL, *child = NULL;
	const struct tn_auth *auth = NULL;
	struct tn_synq_verdict v = {};
	struct tn_half *half;

	spin_lock(lock);
	half = tn_half_find(net, tuple);
	if (half) {
		/* It lives on for an RCU grace period, whatever becomes of the object. */
		sk = half->listener;
		auth = half->auth;
		if (sk_filter_trim_cap(sk, skb, skb->len - seg->len))
			v.reason = TN_REASON_SOCKET_FILTER;
		else if (unlikely(auth || (seg->opt.has & TN_OPT_AUTH)))
			v.reason = tn_verify_accept(net, auth, skb, seg);
		if (!v.reason)
			child = passive_take(half, seg, &v);
	}
	spin_unlock(lock);
	if (!sk)
		return false;

	if (child) {
		tn_accept_complete(child, skb);
		return true;
	}
	if (v.act == TN_SYNQ_ANSWER || v.act == TN_SYNQ_RESET)
		tn_half_send(sk, tuple, &v.out, auth);
	passive_done(net, skb, v.reason);
	return true;
}
