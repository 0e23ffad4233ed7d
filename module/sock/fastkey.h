/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Keys and cookies of TCP Fast Open. See fastkey.c.
 *
 *   tn_fastkey_new()     process: keys of so many words; NULL without memory
 *   tn_fastkey_cookies() RCU: the cookies that a client has by the present key and the one before
 *   tn_fastkey_net_init(), tn_fastkey_net_exit(), tn_fastkey_net_set(), tn_fastkey_net_get()
 *                        those of a namespace
 */
#ifndef TN_SOCK_FASTKEY_H
#define TN_SOCK_FASTKEY_H

#include <linux/rcupdate.h>
#include <linux/siphash.h>
#include <linux/types.h>

struct net;
struct tn_cookie;
struct tn_fastopen_door;
struct tn_socknet;
struct tn_tuple;

/** TN_FASTKEY_LEN - bytes of a key */
#define TN_FASTKEY_LEN	sizeof(siphash_key_t)

/** TN_FASTKEY_MAX - keys: the present one, and the one before */
#define TN_FASTKEY_MAX	2

/**
 * struct tn_fastkeys - keys; never changed after they were published
 * @rcu: frees them
 * @n:   how many, at least one
 * @key: the present one first
 */
struct tn_fastkeys {
	struct rcu_head rcu;
	u32 n;
	siphash_key_t key[TN_FASTKEY_MAX];
};

struct tn_fastkeys *tn_fastkey_new(const siphash_key_t *key, u32 n);
void tn_fastkey_cookies(const struct tn_fastkeys *keys, const struct tn_tuple *tuple,
			struct tn_fastopen_door *door);
int tn_fastkey_net_init(struct tn_socknet *sn);
void tn_fastkey_net_exit(struct tn_socknet *sn);
int tn_fastkey_net_set(struct net *net, const siphash_key_t *key, u32 n);
u32 tn_fastkey_net_get(struct net *net, siphash_key_t *key);

#endif
