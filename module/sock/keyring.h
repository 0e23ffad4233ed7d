/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The keys of a socket. See keyring.c.
 *
 *   tn_key_new()          process: a key; tn_key_put() lets go of it
 *   tn_keyring_change()   process: the same ring with a key more, or less
 *   tn_keyring_want()     RCU: which signature segments of a peer must have
 *   tn_keyring_receiver() RCU: the key that the KeyID of a segment means
 *   tn_keyring_sender()   RCU: the key that we would sign with under a KeyID
 *   tn_keyring_md5()      RCU: the MD5 key of a peer
 */
#ifndef TN_SOCK_KEYRING_H
#define TN_SOCK_KEYRING_H

#include <linux/atomic.h>
#include <linux/refcount.h>
#include <linux/types.h>

#include "tcp/ao.h"

#define TN_KEY_MAX	80	/* bytes of a master key */

/**
 * struct tn_key - a master key tuple
 * @refs:   rings that it is in
 * @mkt:    what it is for
 * @len:    bytes of @secret
 * @given:  bytes that the user gave
 * @good:   segments that it verified
 * @bad:    segments that it did not
 * @secret: the key; of TN_AO_CMAC the 16 bytes that RFC 5926 3.1.1.2 makes of it
 *
 * But for the counters it never changes.
 */
struct tn_key {
	refcount_t refs;
	struct tn_mkt mkt;
	u8 len;
	u8 given;
	atomic64_t good;
	atomic64_t bad;
	u8 secret[TN_KEY_MAX];
};

/**
 * struct tn_keyring - the keys of a socket and how they are to be used
 * @refs:    sockets and connections (sock/auth.h) that have it
 * @rcu:     frees it after the last reader
 * @current_key: sign new connections with this one, if it is for the peer; or NULL
 * @rnext_key: ask for this one; or NULL
 * @required: refuse whatever has no TCP-AO
 * @icmps:   believe ICMP errors
 * @n:       keys
 * @keys:    each with a reference, in the order in which they came
 *
 * A ring that can be seen never changes: another one takes its place.
 */
struct tn_keyring {
	refcount_t refs;
	struct rcu_head rcu;
	struct tn_key *current_key;
	struct tn_key *rnext_key;
	bool required;
	bool icmps;
	u16 n;
	struct tn_key *keys[];
};

struct tn_key *tn_key_new(const struct tn_mkt *mkt, const u8 *secret, u32 len);
void tn_key_put(struct tn_key *key);

struct tn_keyring *tn_keyring_change(const struct tn_keyring *old, struct tn_key *add,
				     const struct tn_key *del);
struct tn_keyring *tn_keyring_get(struct tn_keyring *ring);
void tn_keyring_put(struct tn_keyring *ring);

bool tn_keyring_clashes(const struct tn_keyring *ring, const struct tn_mkt *mkt);
u8 tn_keyring_want(const struct tn_keyring *ring, __be32 peer);
struct tn_key *tn_keyring_receiver(const struct tn_keyring *ring, __be32 peer, u8 rcvid);
struct tn_key *tn_keyring_sender(const struct tn_keyring *ring, __be32 peer, u8 sndid);
struct tn_key *tn_keyring_first(const struct tn_keyring *ring, __be32 peer);
struct tn_key *tn_keyring_md5(const struct tn_keyring *ring, __be32 peer);

#endif
