/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Listeners and their children. See accept.c.
 *
 *   tn_accept_listen()  listen() of proto_ops
 *   tn_accept_take()    accept() of proto_ops
 *   tn_accept_child()   BH off, RCU, tuple's lock held: a child for a handshake that is complete,
 *                       locked
 *   tn_accept_complete() gives it the segment that has completed it, and lets go of it
 *   tn_accept_ready()   child's lock held, verdict said CONNECTED, tcb.passive: the child
 *                       may be accepted; wakes the listener. Harmless without a parent
 *   tn_accept_forget()  child's lock held, connection closed: a child that is not ready
 *                       leaves its listener (a ready one waits for accept() to find out)
 *   tn_accept_stop()    listener's lock held, process context: no more children; those
 *                       that nobody accepted are aborted
 */
#ifndef TN_SOCK_ACCEPT_H
#define TN_SOCK_ACCEPT_H

#include <linux/net.h>
#include <linux/types.h>

#include "base/reason.h"

struct sk_buff;
struct sock;
struct socket;
struct tn_auth;
struct tn_synq;
struct tn_tuple;

int tn_accept_listen(struct socket *sock, int backlog);
/* Has the arguments of proto_ops.accept, which differ between kernels (compat.h). */
extern typeof(*((const struct proto_ops *)NULL)->accept) tn_accept_take;
struct sock *tn_accept_child(struct sock *sk, const struct tn_tuple *tuple,
			     const struct tn_synq *q, u32 gso, const struct tn_auth *auth,
			     enum tn_reason *why);
void tn_accept_complete(struct sock *child, struct sk_buff *skb);
void tn_accept_ready(struct sock *child);
void tn_accept_forget(struct sock *child);
void tn_accept_stop(struct sock *sk);

#endif
