// SPDX-License-Identifier: GPL-2.0
/*
 * SYN cookies: tcp/syncookie.c with a hash, a key, a clock, and a listener.
 *
 * The hash is SipHash over the namespace, the addresses and ports, the count, the peer's ISN and
 * the code of its MSS; and the window scale that we have offered, which an ACK does not tell: if
 * the limits of the receive buffer have changed meanwhile, it acknowledges no cookie.
 *
 * A key is good for COOKIE_COUNTS counts, a quarter of an hour; then it is
 * drawn anew, in place of the one before the last. So whoever has tried long to find one tries in
 * vain, and a cookie that was made under the last key is still known.
 */
#include <linux/math64.h>
#include <linux/random.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <net/netns/hash.h>

#include "ip/route.h"
#include "link/linknet.h"
#include "sock/auth.h"
#include "sock/buffer.h"
#include "sock/connect.h"
#include "sock/cookie.h"
#include "sock/half.h"
#include "sock/passive.h"
#include "sock/sock.h"
#include "tcp/syncookie.h"

/* Counts that a key is used for */
#define COOKIE_COUNTS	15

/*
 * Keys, by their number modulo 2. One is changed only while no count that it stands for can be
 * asked about: whoever still uses it then has been held up for a quarter of an hour.
 */
static siphash_key_t cookie_keys[2];
static u32 cookie_last;
static bool cookie_drawn;
static DEFINE_SPINLOCK(cookie_lock);

/* What the hash is about. */
struct cookie_arg {
	const struct net *net;
	const struct tn_tuple *tuple;
	u8 wscale;
};

/* Draw the key of the present counts, if that has not been done. */
static void cookie_renew(tn_time_t now)
{
	u32 nr = div64_u64(now, TN_SYNCOOKIE_TICK * COOKIE_COUNTS);

	/* Pairs with the release below: then the keys are there. */
	if (likely(smp_load_acquire(&cookie_drawn) && READ_ONCE(cookie_last) == nr))
		return;
	spin_lock_bh(&cookie_lock);
	if (!cookie_drawn)
		get_random_bytes(cookie_keys, sizeof(cookie_keys));
	else if (cookie_last != nr)
		get_random_bytes(&cookie_keys[nr & 1], sizeof(cookie_keys[0]));
	WRITE_ONCE(cookie_last, nr);
	/* Pairs with the load above: first the keys. */
	smp_store_release(&cookie_drawn, true);
	spin_unlock_bh(&cookie_lock);
}

static u32 cookie_hash(const void *arg, u32 count, u32 irs, u32 code)
{
	const struct cookie_arg *cookie = arg;
	const struct tn_tuple *tuple = cookie->tuple;
	const struct {
		u64 addrs;
		u32 ports;
		u32 net;
		u32 count;
		u32 irs;
		u32 code;
		u32 wscale;
	} __aligned(SIPHASH_ALIGNMENT) input = {
		.addrs = (u64)(__force u32)tuple->laddr << 32 | (__force u32)tuple->raddr,
		.ports = (u32)(__force u16)tuple->lport << 16 | (__force u16)tuple->rport,
		.net = net_hash_mix(cookie->net),
		.count = count,
		.irs = irs,
		.code = code,
		.wscale = cookie->wscale,
	};

	return (u32)siphash(&input, sizeof(input), &cookie_keys[count / COOKIE_COUNTS & 1]);
}

/**
 * tn_cookie_make() - answer a SYN with a cookie
 * @sk:    listener
 * @tuple: addresses
 * @syn:   the SYN
 * @out:   the SYN-ACK
 * @why:   set to TN_REASON_NONE, or to why there is no answer
 *
 * Return: true, or false if there is no route to the peer.
 * Context: BH off, RCU.
 */
bool tn_cookie_make(struct sock *sk, const struct tn_tuple *tuple, const struct tn_seg *syn,
		    struct tn_out *out, enum tn_reason *why)
{
	const struct cookie_arg arg = {
		.net = sock_net(sk), .tuple = tuple, .wscale = tn_buffer_scale(sk),
	};
	const struct tn_syncookie_secret secret = { .hash = cookie_hash, .arg = &arg };
	tn_time_t now = tn_sock_now();
	struct tn_path path;
	struct tn_synq q;

	cookie_renew(now);
	*why = TN_REASON_NO_ROUTE;
	if (!tn_half_fill(sk, tuple, syn, tn_syncookie_make(&secret, now, syn), &q,
			  &path))
		return false;
	*why = TN_REASON_NONE;
	q.rcv_wscale = arg.wscale;
	tn_syncookie_out(&q, now, out);
	WRITE_ONCE(tn_sk(sk)->accept.halves->cookied, now);
	tn_count(tn_stats(sock_net(sk)), TN_MIB_SYNCOOKIES_SENT);
	return true;
}

/* Can there be a cookie that is still good? So a listener in peace computes no hashes. */
static bool cookie_is_expected(const struct sock *sk, tn_time_t now)
{
	tn_time_t cookied = READ_ONCE(tn_sk(sk)->accept.halves->cookied);

	return cookied && tn_time_sub(now, cookied) < 2 * TN_SYNCOOKIE_TICK;
}

/**
 * tn_cookie_take() - if a segment is the answer to a cookie, make a socket
 * @sk:    listener
 * @tuple: addresses
 * @ack:   segment with ACK, without SYN and RST, for which there is no half-open connection
 * @why:   changed if it is, and there is no socket nevertheless
 *
 * Return: the socket, as tn_passive_finish(), or NULL.
 * Context: BH off, RCU, the tuple's lock held.
 */
struct sock *tn_cookie_take(struct sock *sk, const struct tn_tuple *tuple,
			    const struct tn_seg *ack, enum tn_reason *why)
{
	const struct cookie_arg arg = {
		.net = sock_net(sk), .tuple = tuple, .wscale = tn_buffer_scale(sk),
	};
	const struct tn_syncookie_secret secret = { .hash = cookie_hash, .arg = &arg };
	struct tn_stats __percpu *stats = tn_stats(sock_net(sk));
	tn_time_t now = tn_sock_now();
	struct tn_path path;
	struct tn_seg syn;
	struct tn_synq q;

	if (ack->flags & TN_TCP_SYN || !cookie_is_expected(sk, now) ||
	    tn_auth_wants(sk, tuple->raddr))
		return NULL;
	cookie_renew(now);
	if (!tn_syncookie_check(&secret, now, ack, &syn)) {
		tn_count(stats, TN_MIB_SYNCOOKIES_FAILED);
		return NULL;
	}
	tn_count(stats, TN_MIB_SYNCOOKIES_RECV);
	*why = TN_REASON_NO_ROUTE;
	if (!tn_half_fill(sk, tuple, &syn, ack->ack - 1, &q, &path))
		return NULL;
	q.rcv_wscale = arg.wscale;
	return tn_passive_finish(sk, tuple, &q, tn_connect_gso(&path), NULL, why);
}
