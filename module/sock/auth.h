/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How the segments of a connection are signed. See auth.c.
 *
 *   tn_auth_connect()  process: @sk is going to connect to @peer
 *   tn_auth_forget()   process: it is not, after all
 *   tn_auth_wants()    RCU: has a listener keys for a peer?
 *   tn_auth_spawn()    RCU: what a SYN for it needs to be answered
 *   tn_auth_refuse()   RCU: what a RST to it needs
 *   tn_auth_copy(), tn_auth_adopt()  for the socket that takes the place of a half-open connection
 *   tn_auth_free()     any context
 *   tn_auth_ignores_icmp()  socket lock: is an ICMP error not to be believed?
 */
#ifndef TN_SOCK_AUTH_H
#define TN_SOCK_AUTH_H

#include <linux/types.h>

#include "sock/keyring.h"
#include "sock/mac.h"
#include "tcp/ao.h"

struct sock;
struct tn_sock;

/**
 * struct tn_auth_traffic - a traffic key that is used again and again
 * @key:   the master key it was derived from; NULL: nothing here
 * @bytes: the traffic key
 */
struct tn_auth_traffic {
	const struct tn_key *key;
	u8 bytes[TN_MAC_MAX];
};

/**
 * struct tn_auth - how the segments of one connection are signed
 * @ao:      sequence numbers, as TCP-AO needs them
 * @kind:    TN_OPT_AO or TN_OPT_MD5
 * @ring:    the keys, a reference
 * @current_key: what we send is signed with this one
 * @rnext_key: TCP-AO: the one that the peer shall sign with
 * @send:    traffic key of what we send, but for SYNs
 * @receive: of what came last
 * @good:    segments that verified
 * @bad:     that did not
 * @no_key:  whose KeyID there is no key for
 * @missing: without TCP-AO
 * @icmps:   ICMP errors that were not believed
 * @rcu:     frees it after the last reader
 *
 * A half-open connection has one and gives its socket a copy. That is guarded by the socket lock;
 * then it is TIME-WAIT's. Only while it is the socket's it changes.
 */
struct tn_auth {
	struct tn_ao ao;
	u8 kind;
	struct tn_keyring *ring;
	struct tn_key *current_key;
	struct tn_key *rnext_key;
	struct tn_auth_traffic send;
	struct tn_auth_traffic receive;
	u64 good;
	u64 bad;
	u64 no_key;
	u64 missing;
	u64 icmps;
	struct rcu_head rcu;
};

int tn_auth_connect(struct sock *sk, __be32 peer);
void tn_auth_forget(struct tn_sock *ts);
bool tn_auth_wants(const struct sock *sk, __be32 peer);
struct tn_auth *tn_auth_spawn(const struct sock *sk, __be32 peer, const struct tn_seg *syn,
			      u32 iss, enum tn_reason *why);
const struct tn_auth *tn_auth_refuse(const struct sock *sk, __be32 peer, struct tn_auth *auth);
struct tn_auth *tn_auth_copy(const struct tn_auth *auth);
void tn_auth_adopt(struct tn_sock *ts, struct tn_auth *auth);
void tn_auth_free(struct tn_auth *auth);
bool tn_auth_ignores_icmp(struct tn_sock *ts, u8 type, u8 code);

#endif
