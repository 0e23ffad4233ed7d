// SPDX-License-Identifier: GPL-2.0
/*
 * What socket options about keys say when they are read:
 *
 *	TCP_AO_INFO		which keys are used, what is refused, counters
 *	TCP_AO_GET_KEYS		what there is, without the keys themselves
 *	TANDEM_AO_STATUS	where a connection stands (level SOL_TANDEM; RFC 5925 4)
 *
 * Of MD5 keys nothing can be read. How they are set is in authopt.c.
 */
#include <linux/in.h>
#include <linux/string.h>
#include <linux/tcp.h>
#include <net/sock.h>

#include <linux/tandem_ao.h>

#include "sock/auth.h"
#include "sock/authinfo.h"
#include "sock/authopt.h"
#include "sock/keyring.h"
#include "sock/sock.h"

static const struct tn_keyring *authinfo_ring(const struct sock *sk)
{
	return rcu_dereference_protected(tn_sk(sk)->ring, lockdep_sock_is_held(sk));
}

/* The first @len bytes of an answer, and how many of them there are. */
static int authinfo_put(const void *from, size_t size, char __user *val, int __user *ulen, int len)
{
	len = min_t(int, len, size);
	return put_user(len, ulen) || copy_to_user(val, from, len) ? -EFAULT : 0;
}

static int authinfo_get_info(struct sock *sk, char __user *val, int __user *ulen, int len)
{
	struct tcp_ao_info_opt info = {};
	const struct tn_keyring *ring;
	struct tn_auth *auth;
	int err = 0;

	lock_sock(sk);
	auth = tn_sk(sk)->auth;
	ring = authinfo_ring(sk);
	if (!ring) {
		err = -ENOENT;
		goto out;
	}
	info.ao_required = ring->required;
	info.accept_icmps = ring->icmps;
	if (auth && auth->kind == TN_OPT_AO) {
		info.set_current = 1;
		info.set_rnext = 1;
		info.current_key = auth->current_key->mkt.sndid;
		info.rnext = auth->rnext_key->mkt.rcvid;
		info.pkt_good = auth->good;
		info.pkt_bad = auth->bad;
		info.pkt_key_not_found = auth->no_key;
		info.pkt_ao_required = auth->missing;
		info.pkt_dropped_icmp = auth->icmps;
	}
out:
	release_sock(sk);
	return err ?: authinfo_put(&info, sizeof(info), val, ulen, len);
}

static void authinfo_show(const struct tn_auth *auth, const struct tn_key *key,
			  struct tcp_ao_getsockopt *row)
{
	struct sockaddr_in *sin = (struct sockaddr_in *)&row->addr;

	memset(row, 0, sizeof(*row));
	sin->sin_family = AF_INET;
	sin->sin_addr.s_addr = key->mkt.addr;
	strscpy(row->alg_name, tn_authopt_algs[key->mkt.alg], sizeof(row->alg_name));
	row->is_current = auth && key == auth->current_key;
	row->is_rnext = auth && key == auth->rnext_key;
	row->sndid = key->mkt.sndid;
	row->rcvid = key->mkt.rcvid;
	row->prefix = key->mkt.prefix;
	row->maclen = TN_TCPOPT_AO_MAC;
	row->keyflags = key->mkt.options ? 0 : TCP_AO_KEYF_EXCLUDE_OPT;
	row->keylen = key->given;
	row->pkt_good = atomic64_read(&key->good);
	row->pkt_bad = atomic64_read(&key->bad);
}

/* Is it one of those that were asked for? */
static bool authinfo_asked(const struct tcp_ao_getsockopt *ask, const struct tn_auth *auth,
			   const struct tn_key *key)
{
	const struct sockaddr_in *sin = (const struct sockaddr_in *)&ask->addr;

	if (!tn_mkt_is_ao(&key->mkt))
		return false;
	if (ask->get_all)
		return true;
	if (ask->is_current || ask->is_rnext)
		return auth && ((ask->is_current && key == auth->current_key) ||
				(ask->is_rnext && key == auth->rnext_key));
	return key->mkt.addr == sin->sin_addr.s_addr && key->mkt.prefix == ask->prefix &&
	       key->mkt.sndid == ask->sndid && key->mkt.rcvid == ask->rcvid;
}

/* RFC 5925 7.1: STATUS lists the tuples. */
static int authinfo_get_keys(struct sock *sk, char __user *val, int __user *ulen, int len)
{
	struct tcp_ao_getsockopt ask, row;
	const struct tn_keyring *ring;
	u32 i, n = 0, room;
	int err = 0;

	if (len < (int)sizeof(ask))
		return -EINVAL;
	if (copy_from_user(&ask, val, sizeof(ask)))
		return -EFAULT;
	if (ask.reserved || ask.ifindex)
		return -EINVAL;
	room = min_t(u32, ask.nkeys, len / sizeof(row));
	lock_sock(sk);
	ring = authinfo_ring(sk);
	for (i = 0; ring && i < ring->n && !err; i++) {
		if (!authinfo_asked(&ask, tn_sk(sk)->auth, ring->keys[i]))
			continue;
		authinfo_show(tn_sk(sk)->auth, ring->keys[i], &row);
		if (n < room && copy_to_user(val + n * sizeof(row), &row, sizeof(row)))
			err = -EFAULT;
		n++;
	}
	release_sock(sk);
	if (err)
		return err;
	if (put_user(sizeof(row), ulen) ||
	    put_user(n, (u32 __user *)(val + offsetof(struct tcp_ao_getsockopt, nkeys))))
		return -EFAULT;
	return 0;
}

/**
 * tn_authinfo_get() - getsockopt() of an option about keys
 * @sk:   socket
 * @name: option, tn_authopt_is()
 * @val:  user's room for its value
 * @ulen: user's length of it, bytes; becomes the length of the value
 * @len:  what was there
 *
 * Return: 0; -ENOENT if the socket knows of no keys; -ENOPROTOOPT; -EINVAL and its kin.
 * Context: process; sleeps.
 */
int tn_authinfo_get(struct sock *sk, int name, char __user *val, int __user *ulen, int len)
{
	switch (name) {
	case TCP_AO_INFO:
		return authinfo_get_info(sk, val, ulen, len);
	case TCP_AO_GET_KEYS:
		return authinfo_get_keys(sk, val, ulen, len);
	default:
		return -ENOPROTOOPT;
	}
}

/**
 * tn_authinfo_get_status() - getsockopt(SOL_TANDEM, TANDEM_AO_STATUS)
 * @sk:   socket
 * @val:  user's room for a struct tandem_ao_status
 * @ulen: user's length of it, bytes; becomes the length of the value
 * @len:  what was there
 *
 * Return: 0; -ENOENT if this is no connection with TCP-AO; -EFAULT.
 * Context: process; sleeps. Source: RFC 5925 4, 7.1.
 */
int tn_authinfo_get_status(struct sock *sk, char __user *val, int __user *ulen, int len)
{
	struct tandem_ao_status status = {};
	struct tn_auth *auth;
	int err = -ENOENT;

	lock_sock(sk);
	auth = tn_sk(sk)->auth;
	if (auth && auth->kind == TN_OPT_AO) {
		tn_ao_follow(&auth->ao, &tn_sk(sk)->tcb);
		status.snd_sne = auth->ao.snd >> 32;
		status.rcv_sne = auth->ao.rcv >> 32;
		status.current_key = auth->current_key->mkt.sndid;
		status.rnext = auth->rnext_key->mkt.rcvid;
		status.got_keyid = auth->ao.got_keyid;
		status.got_rnext = auth->ao.got_rnext;
		err = 0;
	}
	release_sock(sk);
	return err ?: authinfo_put(&status, sizeof(status), val, ulen, len);
}
