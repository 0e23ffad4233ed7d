// SPDX-License-Identifier: GPL-2.0
/*
 * How the segments of a connection are signed: where struct tn_auth comes from and where it goes.
 *
 *	connect() -> tn_auth_connect():	the keys of the socket, if there are any for the peer
 *	SYN -> tn_auth_spawn():		those of the listener; a half-open connection has it
 *	ACK -> tn_auth_copy(), tn_auth_adopt():	a socket takes its place
 *	TIME-WAIT			has the socket's (twait.c)
 *
 * Signing is done in sign.c, verifying in verify.c.
 */
#include <linux/net.h>
#include <linux/slab.h>
#include <net/sock.h>

#include "link/linknet.h"
#include "sock/auth.h"
#include "sock/keyring.h"
#include "sock/sock.h"

/**
 * tn_auth_ignores_icmp() - is an ICMP error not to be believed?
 * @ts:   socket of the connection that it quotes
 * @type: of the message
 * @code: of the message
 *
 * Return: true if so; it is counted.
 * Context: BH off, socket lock held. Source: RFC 5925 7.8.
 */
bool tn_auth_ignores_icmp(struct tn_sock *ts, u8 type, u8 code)
{
	struct tn_auth *auth = ts->auth;

	if (!auth || auth->ring->icmps || !tn_ao_ignores_icmp(&ts->tcb, type, code))
		return false;
	auth->icmps++;
	tn_count(ts->tcb.stats, TN_MIB_TCP_AO_DROPPED_ICMPS);
	return true;
}

static struct tn_auth *auth_new(struct tn_keyring *ring, u8 kind, __be32 peer, gfp_t gfp)
{
	struct tn_auth *auth = kzalloc(sizeof(*auth), gfp | __GFP_NOWARN);

	if (!auth)
		return NULL;
	auth->ring = tn_keyring_get(ring);
	if (!auth->ring) {
		kfree(auth);
		return NULL;
	}
	auth->kind = kind;
	if (kind == TN_OPT_MD5)
		auth->current_key = tn_keyring_md5(ring, peer);
	return auth;
}

/* The key that the user prefers, if it is for this peer, or another one. */
static struct tn_key *auth_prefer(struct tn_key *preferred, struct tn_key *otherwise, __be32 peer)
{
	return preferred && tn_mkt_is_for(&preferred->mkt, peer) ? preferred : otherwise;
}

/**
 * tn_auth_connect() - a socket is going to connect: find out whether its segments are to be signed
 * @sk:   socket, its connection CLOSED
 * @peer: address of the peer
 *
 * Return: 0; -ENOMEM; -EKEYREJECTED if they must be signed and there is no key.
 * Context: process, socket lock held; sleeps. Source: RFC 5925 7.1.
 */
int tn_auth_connect(struct sock *sk, __be32 peer)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_keyring *ring = rcu_dereference_protected(ts->ring, lockdep_sock_is_held(sk));
	u8 kind = tn_keyring_want(ring, peer);
	struct tn_auth *auth = NULL;
	struct tn_key *first;

	if (ring && ring->required && kind != TN_OPT_AO)
		return -EKEYREJECTED;
	if (kind) {
		auth = auth_new(ring, kind, peer, GFP_KERNEL_ACCOUNT);
		if (!auth)
			return -ENOMEM;
	}
	if (kind == TN_OPT_AO) {
		first = tn_keyring_first(ring, peer);
		auth->current_key = auth_prefer(ring->current_key, first, peer);
		auth->rnext_key = auth_prefer(ring->rnext_key, auth->current_key, peer);
	}
	tn_auth_free(ts->auth);
	ts->auth = auth;
	tn_tcb_auth(&ts->tcb, kind);
	return 0;
}

/**
 * tn_auth_forget() - a socket has no connection, or none any more
 * @ts: socket, its connection CLOSED
 *
 * Its keys stay.
 *
 * Context: process, socket lock held.
 */
void tn_auth_forget(struct tn_sock *ts)
{
	tn_auth_free(ts->auth);
	ts->auth = NULL;
	tn_tcb_auth(&ts->tcb, 0);
}

/**
 * tn_auth_wants() - must the segments of a peer be signed?
 * @sk:   listener
 * @peer: address of the peer
 *
 * Return: true if so.
 * Context: RCU.
 */
bool tn_auth_wants(const struct sock *sk, __be32 peer)
{
	return tn_keyring_want(rcu_dereference(tn_sk(sk)->ring), peer);
}

/* What a SYN has to say about keys: false if there are none for it (any more). */
static bool auth_begin(struct tn_auth *auth, __be32 peer, const struct tn_seg *syn, u32 iss)
{
	if (!(syn->opt.has & auth->kind))
		return false;
	if (auth->kind == TN_OPT_MD5)
		return true;
	auth->rnext_key = tn_keyring_receiver(auth->ring, peer, syn->opt.keyid);
	auth->current_key = tn_keyring_sender(auth->ring, peer, syn->opt.rnext) ?:
			    auth->rnext_key;
	tn_ao_open(&auth->ao, iss);
	tn_ao_heard(&auth->ao, syn);
	tn_ao_meet(&auth->ao, syn->seq);
	return auth->rnext_key;
}

/**
 * tn_auth_spawn() - what is needed to answer a SYN
 * @sk:   listener
 * @peer: address of the peer
 * @syn:  the SYN; tn_verify_listen() has let it pass
 * @iss:  ISS of the answer
 * @why:  set to TN_REASON_NONE, or to why there can be no answer
 *
 * The answer is signed with the key that the peer asks for, if we have it, else with the one that
 * it used itself.
 *
 * Return: NULL if nothing is to be signed, or if @why says so.
 * Context: RCU. Source: RFC 5925 7.5.
 */
struct tn_auth *tn_auth_spawn(const struct sock *sk, __be32 peer, const struct tn_seg *syn,
			      u32 iss, enum tn_reason *why)
{
	struct tn_keyring *ring = rcu_dereference(tn_sk(sk)->ring);
	u8 kind = tn_keyring_want(ring, peer);
	struct tn_auth *auth;

	*why = TN_REASON_NONE;
	if (!kind)
		return NULL;
	auth = auth_new(ring, kind, peer, GFP_ATOMIC);
	if (!auth) {
		*why = TN_REASON_NO_MEMORY;
		return NULL;
	}
	/* The user may have changed the keys since the SYN was verified */
	if (auth_begin(auth, peer, syn, iss))
		return auth;
	tn_auth_free(auth);
	*why = TN_REASON_TCP_AUTH_NO_KEY;
	return NULL;
}

/**
 * tn_auth_refuse() - how a listener signs a RST
 * @sk:   listener
 * @peer: address of the peer
 * @auth: memory to be used
 *
 * What TCP-AO signs needs the ISNs of a connection, and for lack of them a listener does not even
 * believe what it would refuse (tn_verify_listen()). MD5 needs no more than the key.
 *
 * Return: @auth, or NULL for no signature.
 * Context: RCU. Source: RFC 2385 2.0.
 */
const struct tn_auth *tn_auth_refuse(const struct sock *sk, __be32 peer, struct tn_auth *auth)
{
	const struct tn_keyring *ring = rcu_dereference(tn_sk(sk)->ring);

	if (tn_keyring_want(ring, peer) != TN_OPT_MD5)
		return NULL;
	*auth = (struct tn_auth) {
		.kind = TN_OPT_MD5,
		.current_key = tn_keyring_md5(ring, peer),
	};
	return auth;
}

/**
 * tn_auth_copy() - the same for a socket that takes the place of a half-open connection
 * @auth: of the half-open connection
 *
 * Return: a copy, or NULL without memory.
 * Context: any; @auth does not go.
 */
struct tn_auth *tn_auth_copy(const struct tn_auth *auth)
{
	struct tn_auth *copy = kmemdup(auth, sizeof(*auth), GFP_ATOMIC | __GFP_NOWARN);

	if (copy)
		refcount_inc(&copy->ring->refs);
	return copy;
}

/**
 * tn_auth_adopt() - a socket that was accepted is signed
 * @ts:   socket, its connection CLOSED
 * @auth: how, becomes the socket's
 *
 * Context: socket lock held.
 */
void tn_auth_adopt(struct tn_sock *ts, struct tn_auth *auth)
{
	ts->auth = auth;
	rcu_assign_pointer(ts->ring, tn_keyring_get(auth->ring));
	tn_tcb_auth(&ts->tcb, auth->kind);
}

static void auth_free_rcu(struct rcu_head *rcu)
{
	struct tn_auth *auth = container_of(rcu, struct tn_auth, rcu);

	tn_keyring_put(auth->ring);
	kfree_sensitive(auth);
}

/**
 * tn_auth_free() - nothing is signed any more
 * @auth: what was, or NULL; nobody new can find it
 *
 * Context: any.
 */
void tn_auth_free(struct tn_auth *auth)
{
	if (auth)
		call_rcu(&auth->rcu, auth_free_rcu);
}
