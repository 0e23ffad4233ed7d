// SPDX-License-Identifier: GPL-2.0
/*
 * Keys and cookies of TCP Fast Open (RFC 7413 4.1.2).
 *
 * A cookie is SipHash of the client's and the server's address, 8 bytes; so nothing is kept of the
 * clients that have got one, and nobody can use another host's. The key is random and a namespace's
 * own, unless net.tandem.fastopen_key or TCP_FASTOPEN_KEY says what it is: servers behind one
 * address need the same.
 *
 * Cookies expire with their key. While keys are changed the former one is known as well: a client
 * that still has its cookie is let in, and gets a new one. Whoever sets a namespace's key and names
 * no second one keeps the former as the second; to set it once more ends that.
 */
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <net/net_namespace.h>

#include "sock/fastkey.h"
#include "sock/sock.h"
#include "sock/socknet.h"
#include "tcp/fastopen.h"

/**
 * tn_fastkey_new() - keys
 * @key: the keys, the present one first
 * @n:   how many, 1 or 2
 *
 * Return: the keys, to be published and at last freed by kfree_rcu(); or NULL.
 * Context: process; sleeps.
 */
struct tn_fastkeys *tn_fastkey_new(const siphash_key_t *key, u32 n)
{
	struct tn_fastkeys *keys = kzalloc(sizeof(*keys), GFP_KERNEL_ACCOUNT);

	if (!keys)
		return NULL;
	keys->n = n;
	memcpy(keys->key, key, n * sizeof(*key));
	return keys;
}

static void fastkey_cookie(const siphash_key_t *key, const struct tn_tuple *tuple,
			   struct tn_cookie *cookie)
{
	__le64 mac = cpu_to_le64(siphash_2u32((__force u32)tuple->raddr,
					      (__force u32)tuple->laddr, key));

	cookie->len = sizeof(mac);
	memcpy(cookie->byte, &mac, sizeof(mac));
}

/**
 * tn_fastkey_cookies() - the cookies of a client
 * @keys:  keys of the listener or of its namespace
 * @tuple: addresses
 * @door:  gets the cookies by the present key, and by the one before if there is one
 *
 * Context: RCU. Source: RFC 7413 4.1.2.
 */
void tn_fastkey_cookies(const struct tn_fastkeys *keys, const struct tn_tuple *tuple,
			struct tn_fastopen_door *door)
{
	fastkey_cookie(&keys->key[0], tuple, &door->cookie);
	if (keys->n > 1)
		fastkey_cookie(&keys->key[1], tuple, &door->old);
}

/**
 * tn_fastkey_net_init() - a namespace begins: it gets a random key
 * @sn: its state
 *
 * Return: 0 or -ENOMEM.
 * Context: process.
 */
int tn_fastkey_net_init(struct tn_socknet *sn)
{
	struct tn_fastkeys *keys;
	siphash_key_t key;

	get_random_bytes(&key, sizeof(key));
	keys = tn_fastkey_new(&key, 1);
	RCU_INIT_POINTER(sn->fastkeys, keys);
	return keys ? 0 : -ENOMEM;
}

/**
 * tn_fastkey_net_exit() - a namespace ends
 * @sn: its state; no socket is left
 *
 * Context: process.
 */
void tn_fastkey_net_exit(struct tn_socknet *sn)
{
	kfree(rcu_dereference_protected(sn->fastkeys, true));
}

/**
 * tn_fastkey_net_set() - change the key of a namespace
 * @net: namespace
 * @key: the keys
 * @n:   how many; 1: the present one becomes the second
 *
 * Return: 0 or -ENOMEM.
 * Context: process; sleeps.
 */
int tn_fastkey_net_set(struct net *net, const siphash_key_t *key, u32 n)
{
	struct tn_socknet *sn = tn_socknet(net);
	struct tn_fastkeys *old, *keys = tn_fastkey_new(key, n);

	if (!keys)
		return -ENOMEM;
	spin_lock_bh(&sn->lock);
	old = rcu_dereference_protected(sn->fastkeys, lockdep_is_held(&sn->lock));
	if (n == 1) {
		keys->key[1] = old->key[0];
		keys->n = 2;
	}
	rcu_assign_pointer(sn->fastkeys, keys);
	spin_unlock_bh(&sn->lock);
	kfree_rcu(old, rcu);
	return 0;
}

/**
 * tn_fastkey_net_get() - the keys of a namespace
 * @net: namespace
 * @key: room for TN_FASTKEY_MAX of them
 *
 * Return: how many there are.
 * Context: any.
 */
u32 tn_fastkey_net_get(struct net *net, siphash_key_t *key)
{
	const struct tn_fastkeys *keys;
	u32 n;

	rcu_read_lock();
	keys = rcu_dereference(tn_socknet(net)->fastkeys);
	n = keys->n;
	memcpy(key, keys->key, n * sizeof(*key));
	rcu_read_unlock();
	return n;
}
