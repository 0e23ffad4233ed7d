/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Verifying signatures. See verify.c.
 *
 *   tn_verify_listen() RCU: may a listener look at this segment?
 *   tn_verify_accept() may a connection in TIME-WAIT, or a half-open one?
 *   tn_verify_check()  socket lock: may a socket? It learns from it
 */
#ifndef TN_SOCK_VERIFY_H
#define TN_SOCK_VERIFY_H

#include "base/reason.h"

struct net;
struct sk_buff;
struct sock;
struct tn_auth;
struct tn_seg;

enum tn_reason tn_verify_listen(const struct sock *sk, struct sk_buff *skb,
				const struct tn_seg *seg);
enum tn_reason tn_verify_accept(struct net *net, const struct tn_auth *auth, struct sk_buff *skb,
				const struct tn_seg *seg);
enum tn_reason tn_verify_check(struct sock *sk, struct sk_buff *skb, const struct tn_seg *seg);

#endif
