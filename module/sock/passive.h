/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Passive opens. See passive.c.
 *
 *   tn_passive_arrive() BH off, RCU: a segment without a connection; consumes the skb if there is
 *                       a half-open one for it
 *   tn_passive_listen() BH off, RCU: a segment for a listener; consumes the skb, or returns the
 *                       connection that it is for after all, with a reference
 *   tn_passive_finish() for cookie.c: a socket for a handshake that is complete
 */
#ifndef TN_SOCK_PASSIVE_H
#define TN_SOCK_PASSIVE_H

#include <linux/types.h>

#include "base/reason.h"

struct net;
struct sk_buff;
struct sock;
struct tn_auth;
struct tn_seg;
struct tn_synq;
struct tn_tuple;

bool tn_passive_arrive(struct net *net, struct sk_buff *skb, const struct tn_tuple *tuple,
		       const struct tn_seg *seg);
struct sock *tn_passive_listen(struct sock *sk, struct sk_buff *skb, const struct tn_tuple *tuple,
			       const struct tn_seg *seg, u32 iss);
struct sock *tn_passive_finish(struct sock *sk, const struct tn_tuple *tuple,
			       const struct tn_synq *q, u32 gso, const struct tn_auth *auth,
			       enum tn_reason *why);

#endif
