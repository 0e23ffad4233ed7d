// SPDX-License-Identifier: GPL-2.0
/*
 * Socket options that change keys, with the numbers and structures of the native stack:
 *
 *	TCP_AO_ADD_KEY, TCP_AO_DEL_KEY	master key tuples (RFC 5925 3.1, 7.1)
 *	TCP_AO_INFO			which of them to use, what to refuse
 *	TCP_MD5SIG, TCP_MD5SIG_EXT	MD5 keys (RFC 2385)
 *
 * What they say when they are read is in authinfo.c.
 *
 * Keys are for connections to come: those of a socket that connects, and those that a listener
 * accepts. On a connection keys of the kind that it is signed with may be changed as well; not
 * those of TCP-AO that are being signed with or asked for, and the last one of MD5 must stay. One
 * that began without a signature goes on without: EISCONN.
 */
#include <linux/err.h>
#include <linux/in.h>
#include <linux/net.h>
#include <linux/tcp.h>
#include <net/sock.h>

#include <linux/tandem_ao.h>

#include "sock/auth.h"
#include "sock/authopt.h"
#include "sock/family.h"
#include "sock/keyring.h"
#include "sock/sock.h"

/** tn_authopt_algs - names of the algorithms of TCP-AO, by enum tn_ao_alg */
const char *const tn_authopt_algs[TN_AUTHOPT_ALGS] = {
	[TN_AO_SHA1] = "hmac(sha1)",
	[TN_AO_CMAC] = "cmac(aes128)",
};

static struct tn_keyring *authopt_ring(struct sock *sk)
{
	return rcu_dereference_protected(tn_sk(sk)->ring, lockdep_sock_is_held(sk));
}

static bool authopt_is_connected(const struct tn_sock *ts)
{
	return !tn_tcb_in(&ts->tcb, TN_STATE_IN(TN_CLOSED) | TN_STATE_IN(TN_LISTEN));
}

/* How the connection is signed; NULL: it is not, or there is none (any more). */
static struct tn_auth *authopt_auth(const struct tn_sock *ts)
{
	return authopt_is_connected(ts) ? ts->auth : NULL;
}

/* May keys of a kind be changed? Those of a connection only if it is signed by such a key. */
static bool authopt_may_change(const struct tn_sock *ts, u8 kind)
{
	return !authopt_is_connected(ts) || (ts->auth && ts->auth->kind == kind);
}

/* Let another ring take the place of the present one, which goes. */
static void authopt_publish(struct sock *sk, struct tn_keyring *ring)
{
	struct tn_auth *auth = authopt_auth(tn_sk(sk));
	struct tn_keyring *old = authopt_ring(sk);

	rcu_assign_pointer(tn_sk(sk)->ring, ring);
	tn_keyring_put(old);
	if (!auth)
		return;
	old = auth->ring;
	auth->ring = tn_keyring_get(ring);
	tn_keyring_put(old);
}

/* The prefix that an address and its length say. */
static int authopt_peer(const struct __kernel_sockaddr_storage *from, u8 prefix, __be32 *addr)
{
	const struct sockaddr_in *sin = (const struct sockaddr_in *)from;

	if (sin->sin_family != AF_INET && sin->sin_family != tn_family)
		return -EAFNOSUPPORT;
	if (prefix > 32)
		return -EINVAL;
	*addr = sin->sin_addr.s_addr;
	/* No host bits, as in a route */
	if (prefix < 32 && be32_to_cpu(*addr) << prefix)
		return -EINVAL;
	return 0;
}

/* Which keys the socket prefers: of a connection it is what it does at once. */
static void authopt_prefer(struct tn_sock *ts, struct tn_keyring *ring, struct tn_key *current_key,
			   struct tn_key *rnext_key)
{
	struct tn_auth *auth = authopt_auth(ts);

	if (current_key) {
		ring->current_key = current_key;
		if (auth)
			auth->current_key = current_key;
	}
	if (rnext_key) {
		ring->rnext_key = rnext_key;
		if (auth)
			auth->rnext_key = rnext_key;
	}
}

static int authopt_mkt(const struct tcp_ao_add *add, struct tn_mkt *mkt)
{
	int err = authopt_peer(&add->addr, add->prefix, &mkt->addr);

	if (err)
		return err;
	if (add->reserved || add->reserved2 || add->ifindex ||
	    (add->keyflags & ~TCP_AO_KEYF_EXCLUDE_OPT) || !add->keylen ||
	    add->keylen > TN_KEY_MAX || (add->maclen && add->maclen != TN_TCPOPT_AO_MAC))
		return -EINVAL;
	mkt->prefix = add->prefix;
	mkt->sndid = add->sndid;
	mkt->rcvid = add->rcvid;
	mkt->options = !(add->keyflags & TCP_AO_KEYF_EXCLUDE_OPT);
	if (strnlen(add->alg_name, sizeof(add->alg_name)) == sizeof(add->alg_name))
		return -EINVAL;
	for (mkt->alg = TN_AO_SHA1; mkt->alg < TN_AUTHOPT_ALGS; mkt->alg++)
		if (!strcmp(add->alg_name, tn_authopt_algs[mkt->alg]))
			return 0;
	/* RFC 5926 3.1: whoever does not choose has chosen SHA-1 */
	mkt->alg = TN_AO_SHA1;
	return add->alg_name[0] ? -ENOENT : 0;
}

static int authopt_insert(struct sock *sk, const struct tcp_ao_add *add, struct tn_key *key)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_keyring *ring;

	if (!authopt_may_change(ts, TN_OPT_AO))
		return -EISCONN;
	if (authopt_is_connected(ts) && !tn_mkt_is_for(&key->mkt, ts->tuple.raddr))
		return -EINVAL;
	if (tn_keyring_clashes(authopt_ring(sk), &key->mkt))
		return -EEXIST;
	ring = tn_keyring_change(authopt_ring(sk), key, NULL);
	if (IS_ERR(ring))
		return PTR_ERR(ring);
	authopt_prefer(ts, ring, add->set_current ? key : NULL, add->set_rnext ? key : NULL);
	authopt_publish(sk, ring);
	return 0;
}

static int authopt_add(struct sock *sk, sockptr_t val, unsigned int len)
{
	struct tcp_ao_add add;
	struct tn_mkt mkt = {};
	struct tn_key *key;
	int err;

	if (len < sizeof(add))
		return -EINVAL;
	if (copy_from_sockptr(&add, val, sizeof(add)))
		return -EFAULT;
	err = authopt_mkt(&add, &mkt);
	if (err)
		goto wipe;
	key = tn_key_new(&mkt, add.key, add.keylen);
	err = PTR_ERR_OR_ZERO(key);
	if (err)
		goto wipe;
	lock_sock(sk);
	err = authopt_insert(sk, &add, key);
	release_sock(sk);
	tn_key_put(key);
wipe:
	memzero_explicit(&add, sizeof(add));
	return err;
}

/* The keys that are to be used from now on, by their IDs; NULL where none is named. */
static int authopt_choose(struct sock *sk, bool set_current, u8 sndid, bool set_rnext, u8 rcvid,
			  struct tn_key **current_key, struct tn_key **rnext_key)
{
	const struct tn_keyring *ring = authopt_ring(sk);
	struct tn_sock *ts = tn_sk(sk);
	u32 i;

	*current_key = NULL;
	*rnext_key = NULL;
	for (i = 0; ring && i < ring->n; i++) {
		struct tn_key *key = ring->keys[i];

		if (!tn_mkt_is_ao(&key->mkt) ||
		    (authopt_is_connected(ts) && !tn_mkt_is_for(&key->mkt, ts->tuple.raddr)))
			continue;
		if (set_current && key->mkt.sndid == sndid)
			*current_key = key;
		if (set_rnext && key->mkt.rcvid == rcvid)
			*rnext_key = key;
	}
	if ((set_current && !*current_key) || (set_rnext && !*rnext_key))
		return -ENOENT;
	/* Those of a listener are what its peers ask for */
	return (set_current || set_rnext) && ts->tcb.state == TN_LISTEN ? -EINVAL : 0;
}

static struct tn_key *authopt_find(const struct tn_keyring *ring, const struct tn_mkt *mkt)
{
	u32 i;

	for (i = 0; ring && i < ring->n; i++) {
		struct tn_key *key = ring->keys[i];

		if (key->mkt.addr != mkt->addr || key->mkt.prefix != mkt->prefix ||
		    tn_mkt_is_ao(&key->mkt) != tn_mkt_is_ao(mkt))
			continue;
		if (!tn_mkt_is_ao(mkt) ||
		    (key->mkt.sndid == mkt->sndid && key->mkt.rcvid == mkt->rcvid))
			return key;
	}
	return NULL;
}

static int authopt_remove(struct sock *sk, const struct tcp_ao_del *del, const struct tn_mkt *mkt)
{
	struct tn_key *key = authopt_find(authopt_ring(sk), mkt), *current_key, *rnext_key;
	struct tn_sock *ts = tn_sk(sk);
	struct tn_auth *auth = authopt_auth(ts);
	struct tn_keyring *ring;
	int err;

	if (!authopt_may_change(ts, TN_OPT_AO))
		return -EISCONN;
	if (!key)
		return -ENOENT;
	err = authopt_choose(sk, del->set_current, del->current_key, del->set_rnext, del->rnext,
			     &current_key, &rnext_key);
	if (err)
		return err;
	/* RFC 5925 3.1: what is in use stays */
	if (key == current_key || key == rnext_key ||
	    (auth && ((!current_key && key == auth->current_key) ||
		      (!rnext_key && key == auth->rnext_key))))
		return -EBUSY;
	ring = tn_keyring_change(authopt_ring(sk), NULL, key);
	if (IS_ERR(ring))
		return PTR_ERR(ring);
	authopt_prefer(ts, ring, current_key, rnext_key);
	if (auth && auth->send.key == key)
		auth->send.key = NULL;
	if (auth && auth->receive.key == key)
		auth->receive.key = NULL;
	authopt_publish(sk, ring);
	return 0;
}

static int authopt_del(struct sock *sk, sockptr_t val, unsigned int len)
{
	struct tn_mkt mkt = { .alg = TN_AO_SHA1 };
	struct tcp_ao_del del;
	int err;

	if (len < sizeof(del))
		return -EINVAL;
	if (copy_from_sockptr(&del, val, sizeof(del)))
		return -EFAULT;
	if (del.reserved || del.reserved2 || del.ifindex || del.del_async ||
	    (del.keyflags & ~TCP_AO_KEYF_EXCLUDE_OPT))
		return -EINVAL;
	err = authopt_peer(&del.addr, del.prefix, &mkt.addr);
	if (err)
		return err;
	mkt.prefix = del.prefix;
	mkt.sndid = del.sndid;
	mkt.rcvid = del.rcvid;
	lock_sock(sk);
	err = authopt_remove(sk, &del, &mkt);
	release_sock(sk);
	return err;
}

static int authopt_apply_info(struct sock *sk, const struct tcp_ao_info_opt *info)
{
	struct tn_key *current_key, *rnext_key;
	struct tn_sock *ts = tn_sk(sk);
	struct tn_auth *auth = authopt_auth(ts);
	struct tn_keyring *ring;
	int err;

	if (!authopt_may_change(ts, TN_OPT_AO))
		return -EISCONN;
	if (info->set_counters && !auth)
		return -EINVAL;
	err = authopt_choose(sk, info->set_current, info->current_key, info->set_rnext,
			     info->rnext, &current_key, &rnext_key);
	if (err)
		return err;
	ring = tn_keyring_change(authopt_ring(sk), NULL, NULL);
	if (IS_ERR(ring))
		return PTR_ERR(ring);
	ring->required = info->ao_required;
	ring->icmps = info->accept_icmps;
	authopt_prefer(ts, ring, current_key, rnext_key);
	authopt_publish(sk, ring);
	if (info->set_counters) {
		auth->good = info->pkt_good;
		auth->bad = info->pkt_bad;
		auth->no_key = info->pkt_key_not_found;
		auth->missing = info->pkt_ao_required;
		auth->icmps = info->pkt_dropped_icmp;
	}
	return 0;
}

static int authopt_set_info(struct sock *sk, sockptr_t val, unsigned int len)
{
	struct tcp_ao_info_opt info;
	int err;

	if (len < sizeof(info))
		return -EINVAL;
	if (copy_from_sockptr(&info, val, sizeof(info)))
		return -EFAULT;
	if (info.reserved || info.reserved2)
		return -EINVAL;
	lock_sock(sk);
	err = authopt_apply_info(sk, &info);
	release_sock(sk);
	return err;
}

/*
 * RFC 2385: a key for a peer takes the place of the one before it; an empty one, of any. What a
 * connection sends is signed with its new key at once, and what it receives must be.
 */
static int authopt_apply_md5(struct sock *sk, const struct tn_mkt *mkt, struct tn_key *key)
{
	struct tn_key *old = authopt_find(authopt_ring(sk), mkt), *next;
	struct tn_sock *ts = tn_sk(sk);
	struct tn_auth *auth = authopt_auth(ts);
	struct tn_keyring *ring;

	if (!authopt_may_change(ts, TN_OPT_MD5))
		return -EISCONN;
	if (!key && !old)
		return -ENOENT;
	ring = tn_keyring_change(authopt_ring(sk), key, old);
	if (IS_ERR(ring))
		return PTR_ERR(ring);
	next = tn_keyring_md5(ring, ts->tuple.raddr);
	if (auth && !next) {
		tn_keyring_put(ring);
		return -EBUSY;
	}
	if (auth)
		auth->current_key = next;
	authopt_publish(sk, ring);
	return 0;
}

static int authopt_read_md5(int name, const struct tcp_md5sig *sig, struct tn_mkt *mkt)
{
	mkt->prefix = 32;
	if (sig->tcpm_keylen > TN_KEY_MAX)
		return -EINVAL;
	if (name == TCP_MD5SIG_EXT) {
		if (sig->tcpm_flags & ~TCP_MD5SIG_FLAG_PREFIX)
			return -EINVAL;
		if (sig->tcpm_flags & TCP_MD5SIG_FLAG_PREFIX)
			mkt->prefix = sig->tcpm_prefixlen;
	}
	return authopt_peer(&sig->tcpm_addr, mkt->prefix, &mkt->addr);
}

static int authopt_set_md5(struct sock *sk, int name, sockptr_t val, unsigned int len)
{
	struct tn_mkt mkt = { .alg = TN_AO_MD5 };
	struct tn_key *key = NULL;
	struct tcp_md5sig sig;
	int err;

	static_assert(TCP_MD5SIG_MAXKEYLEN == TN_KEY_MAX);
	if (len < sizeof(sig))
		return -EINVAL;
	if (copy_from_sockptr(&sig, val, sizeof(sig)))
		return -EFAULT;
	err = authopt_read_md5(name, &sig, &mkt);
	if (!err && sig.tcpm_keylen) {
		key = tn_key_new(&mkt, sig.tcpm_key, sig.tcpm_keylen);
		err = PTR_ERR_OR_ZERO(key);
	}
	memzero_explicit(&sig, sizeof(sig));
	if (err)
		return err;
	lock_sock(sk);
	err = authopt_apply_md5(sk, &mkt, key);
	release_sock(sk);
	tn_key_put(key);
	return err;
}

/**
 * tn_authopt_is() - is an option of IPPROTO_TCP about keys?
 * @name: option
 *
 * Return: true if so.
 * Context: any.
 */
bool tn_authopt_is(int name)
{
	switch (name) {
	case TCP_AO_ADD_KEY:
	case TCP_AO_DEL_KEY:
	case TCP_AO_INFO:
	case TCP_AO_GET_KEYS:
	case TCP_MD5SIG:
	case TCP_MD5SIG_EXT:
		return true;
	default:
		return false;
	}
}

/**
 * tn_authopt_set() - setsockopt() of an option about keys
 * @sk:   socket
 * @name: option, tn_authopt_is()
 * @val:  its value
 * @len:  length of @val, bytes
 *
 * Return: 0; -EEXIST for an ID that is in use; -ENOENT for a key or an algorithm that there is not;
 * -EBUSY for a key in use; -EISCONN if the connection's keys cannot be changed; -EINVAL and its
 * kin.
 * Context: process; sleeps.
 */
int tn_authopt_set(struct sock *sk, int name, sockptr_t val, unsigned int len)
{
	switch (name) {
	case TCP_AO_ADD_KEY:
		return authopt_add(sk, val, len);
	case TCP_AO_DEL_KEY:
		return authopt_del(sk, val, len);
	case TCP_AO_INFO:
		return authopt_set_info(sk, val, len);
	case TCP_MD5SIG:
	case TCP_MD5SIG_EXT:
		return authopt_set_md5(sk, name, val, len);
	default:
		return -ENOPROTOOPT;
	}
}
