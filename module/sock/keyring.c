// SPDX-License-Identifier: GPL-2.0
/*
 * The keys of a socket: master key tuples of TCP-AO (RFC 5925 3.1) and MD5 keys (RFC 2385).
 *
 *	struct tn_sock ---> struct tn_keyring ---> struct tn_key, struct tn_key ...
 *	struct tn_auth --------^
 *
 * A ring is immutable, and so is a key. A change makes a new ring, which shares all keys but one
 * with the old one. So a listener's ring can be read under RCU while its user changes it, and a
 * connection inherits all keys of its listener by one reference; what the listener is told
 * afterwards does not concern it.
 *
 * Secrets are zeroed before their memory is freed.
 */
#include <linux/err.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "sock/keyring.h"
#include "sock/mac.h"

/* Keys of one socket */
#define KEYRING_MAX	1024

/* RFC 5926 3.1.1.2: a key of any length becomes one of AES-128. */
static bool key_fit(struct tn_key *key)
{
	u8 zeros[TN_MAC_MAX] = {}, fitting[TN_MAC_MAX];
	struct tn_mac_input in = { .head = key->secret, .head_len = key->len };
	u32 len = tn_mac_len(TN_AO_CMAC);
	bool ok;

	if (key->len == len)
		return true;
	ok = tn_mac_compute(TN_AO_CMAC, zeros, len, &in, fitting);
	memzero_explicit(key->secret, sizeof(key->secret));
	memcpy(key->secret, fitting, len);
	memzero_explicit(fitting, sizeof(fitting));
	key->len = len;
	return ok;
}

/**
 * tn_key_new() - make a key
 * @mkt:    what it is for
 * @secret: the master key
 * @len:    bytes of it, at most TN_KEY_MAX
 *
 * Return: the key, with a reference; ERR_PTR: -ENOMEM, or -ENOENT if the kernel has not got the
 * algorithm.
 * Context: process; sleeps.
 */
struct tn_key *tn_key_new(const struct tn_mkt *mkt, const u8 *secret, u32 len)
{
	struct tn_key *key;
	int err;

	err = tn_mac_prepare(mkt->alg);
	if (err)
		return ERR_PTR(err);
	key = kzalloc(sizeof(*key), GFP_KERNEL_ACCOUNT);
	if (!key)
		return ERR_PTR(-ENOMEM);
	refcount_set(&key->refs, 1);
	key->mkt = *mkt;
	key->len = len;
	key->given = len;
	memcpy(key->secret, secret, len);
	if (mkt->alg == TN_AO_CMAC && !key_fit(key)) {
		kfree_sensitive(key);
		return ERR_PTR(-ENOMEM);
	}
	return key;
}

/**
 * tn_key_put() - let go of a key
 * @key: the key, or NULL
 *
 * Context: any. Who may still see it under RCU has it from a ring, which lets go later.
 */
void tn_key_put(struct tn_key *key)
{
	if (key && refcount_dec_and_test(&key->refs))
		kfree_sensitive(key);
}

/**
 * tn_keyring_change() - a ring that differs from another one
 * @old: the other one; NULL: an empty one
 * @add: key to add, or NULL
 * @del: key to leave out, or NULL
 *
 * The new ring does not prefer @del to others.
 *
 * Return: the new ring, with a reference, to be changed until it is seen; ERR_PTR: -ENOMEM.
 * Context: process; sleeps; @old does not go.
 */
struct tn_keyring *tn_keyring_change(const struct tn_keyring *old, struct tn_key *add,
				     const struct tn_key *del)
{
	u32 i, n = (old ? old->n : 0) + !!add;
	struct tn_keyring *ring;

	if (n > KEYRING_MAX)
		return ERR_PTR(-ENOMEM);
	ring = kzalloc(struct_size(ring, keys, n), GFP_KERNEL_ACCOUNT);
	if (!ring)
		return ERR_PTR(-ENOMEM);
	refcount_set(&ring->refs, 1);
	for (i = 0; old && i < old->n; i++) {
		if (old->keys[i] == del)
			continue;
		refcount_inc(&old->keys[i]->refs);
		ring->keys[ring->n++] = old->keys[i];
	}
	if (add) {
		refcount_inc(&add->refs);
		ring->keys[ring->n++] = add;
	}
	if (old) {
		ring->required = old->required;
		ring->icmps = old->icmps;
		ring->current_key = old->current_key == del ? NULL : old->current_key;
		ring->rnext_key = old->rnext_key == del ? NULL : old->rnext_key;
	}
	return ring;
}

/**
 * tn_keyring_get() - another reference
 * @ring: the ring, or NULL
 *
 * Return: @ring, or NULL if it is on its way out.
 * Context: RCU, or with a reference.
 */
struct tn_keyring *tn_keyring_get(struct tn_keyring *ring)
{
	return ring && refcount_inc_not_zero(&ring->refs) ? ring : NULL;
}

static void keyring_free(struct rcu_head *rcu)
{
	struct tn_keyring *ring = container_of(rcu, struct tn_keyring, rcu);
	u32 i;

	for (i = 0; i < ring->n; i++)
		tn_key_put(ring->keys[i]);
	kfree(ring);
}

/**
 * tn_keyring_put() - let go of a ring
 * @ring: the ring, or NULL
 *
 * Context: any.
 */
void tn_keyring_put(struct tn_keyring *ring)
{
	if (ring && refcount_dec_and_test(&ring->refs))
		call_rcu(&ring->rcu, keyring_free);
}

/**
 * tn_keyring_clashes() - may this key not be added?
 * @ring: ring, or NULL
 * @mkt:  what the key is for
 *
 * Return: true if a key in the ring does not go together with it.
 * Context: RCU, or with a reference. Source: RFC 5925 3.1.
 */
bool tn_keyring_clashes(const struct tn_keyring *ring, const struct tn_mkt *mkt)
{
	u32 i;

	for (i = 0; ring && i < ring->n; i++)
		if (tn_mkt_clashes(&ring->keys[i]->mkt, mkt))
			return true;
	return false;
}

/**
 * tn_keyring_want() - the signature that segments to and from a peer must have
 * @ring: ring, or NULL
 * @peer: its address
 *
 * Return: TN_OPT_AO, TN_OPT_MD5, or 0 for none.
 * Context: RCU, or with a reference. Source: RFC 5925 1: TCP-AO is preferred.
 */
u8 tn_keyring_want(const struct tn_keyring *ring, __be32 peer)
{
	u8 want = 0;
	u32 i;

	for (i = 0; ring && i < ring->n; i++) {
		if (!tn_mkt_is_for(&ring->keys[i]->mkt, peer))
			continue;
		if (tn_mkt_is_ao(&ring->keys[i]->mkt))
			return TN_OPT_AO;
		want = TN_OPT_MD5;
	}
	return want;
}

/**
 * tn_keyring_receiver() - the key that a segment of a peer was signed with
 * @ring:  ring
 * @peer:  its address
 * @rcvid: KeyID of the segment
 *
 * Return: the key, or NULL.
 * Context: RCU, or with a reference. Source: RFC 5925 3.3.
 */
struct tn_key *tn_keyring_receiver(const struct tn_keyring *ring, __be32 peer, u8 rcvid)
{
	u32 i;

	for (i = 0; i < ring->n; i++) {
		const struct tn_mkt *mkt = &ring->keys[i]->mkt;

		if (tn_mkt_is_ao(mkt) && mkt->rcvid == rcvid && tn_mkt_is_for(mkt, peer))
			return ring->keys[i];
	}
	return NULL;
}

/**
 * tn_keyring_sender() - the key that segments to a peer are signed with under a KeyID
 * @ring:  ring
 * @peer:  its address
 * @sndid: the KeyID
 *
 * Return: the key, or NULL.
 * Context: RCU, or with a reference. Source: RFC 5925 3.3, 6.1.
 */
struct tn_key *tn_keyring_sender(const struct tn_keyring *ring, __be32 peer, u8 sndid)
{
	u32 i;

	for (i = 0; i < ring->n; i++) {
		const struct tn_mkt *mkt = &ring->keys[i]->mkt;

		if (tn_mkt_is_ao(mkt) && mkt->sndid == sndid && tn_mkt_is_for(mkt, peer))
			return ring->keys[i];
	}
	return NULL;
}

/**
 * tn_keyring_first() - a key for connections to a peer
 * @ring: ring
 * @peer: its address
 *
 * Return: the one that came first, or NULL.
 * Context: RCU, or with a reference.
 */
struct tn_key *tn_keyring_first(const struct tn_keyring *ring, __be32 peer)
{
	u32 i;

	for (i = 0; i < ring->n; i++)
		if (tn_mkt_is_ao(&ring->keys[i]->mkt) && tn_mkt_is_for(&ring->keys[i]->mkt, peer))
			return ring->keys[i];
	return NULL;
}

/**
 * tn_keyring_md5() - the MD5 key of a peer
 * @ring: ring
 * @peer: its address
 *
 * Return: the one with the longest prefix, or NULL.
 * Context: RCU, or with a reference. Source: RFC 2385.
 */
struct tn_key *tn_keyring_md5(const struct tn_keyring *ring, __be32 peer)
{
	struct tn_key *best = NULL;
	u32 i;

	for (i = 0; i < ring->n; i++) {
		struct tn_key *key = ring->keys[i];

		if (!tn_mkt_is_ao(&key->mkt) && tn_mkt_is_for(&key->mkt, peer) &&
		    (!best || key->mkt.prefix > best->mkt.prefix))
			best = key;
	}
	return best;
}
