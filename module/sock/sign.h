/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Signing segments. See sign.c.
 *
 *   tn_sign_segment() fill in the signature that tn_tcp_build() has left room for
 *   tn_sign_own()     socket lock: the same, for a connection that has a socket
 *   tn_sign_derive(), tn_sign_mac(), tn_sign_md5()  for verify.c: the steps of it
 */
#ifndef TN_SOCK_SIGN_H
#define TN_SOCK_SIGN_H

#include <linux/types.h>

struct sk_buff;
struct tn_ao_ends;
struct tn_auth;
struct tn_key;
struct tn_sock;
struct tn_tcpopt;
struct tn_tuple;

bool tn_sign_derive(const struct tn_key *key, const struct tn_ao_ends *ends, u32 sisn, u32 disn,
		    u8 *traffic);
bool tn_sign_mac(const struct tn_key *key, const u8 *traffic, const struct tn_ao_ends *ends,
		 u32 sne, struct sk_buff *skb, const struct tn_tcpopt *opt, u8 *mac);
bool tn_sign_md5(const struct tn_key *key, const struct tn_ao_ends *ends, struct sk_buff *skb,
		 u8 *digest);
bool tn_sign_segment(const struct tn_auth *auth, const struct tn_tuple *tuple,
		     struct sk_buff *skb);
bool tn_sign_own(struct tn_sock *ts, struct sk_buff *skb);

#endif
