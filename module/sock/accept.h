/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Listeners and their children. See accept.c.
 *
 *   tn_accept_listen()  listen() of proto_ops
 *   tn_accept_take()    accept() of proto_ops
 *   tn_accept_spawn()   listener's lock held, BH off, verdict said SPAWN: make a child that
 *                       answers the SYN. @skb is not consumed; its headers are read. The
 *                       child's slock is taken inside the listener's: the listener's was
 *                       taken with bh_lock_sock_nested() (as enter.c locks all sockets)
 *                       and the child's is subclass 0 (sk_clone_lock)
 *   tn_accept_ready()   child's lock held, verdict said CONNECTED, tcb.passive: the child
 *                       may be accepted; wakes the listener. Harmless without a parent
 *   tn_accept_forget()  child's lock held, connection closed: a half-open child leaves its
 *                       listener (a ready one waits for accept() to find out)
 *   tn_accept_stop()    listener's lock held, process context: no more children; those
 *                       that nobody accepted are aborted
 */
#ifndef TN_SOCK_ACCEPT_H
#define TN_SOCK_ACCEPT_H

#include <linux/net.h>
#include <linux/types.h>

struct sk_buff;
struct sock;
struct socket;
struct tn_seg;

int tn_accept_listen(struct socket *sock, int backlog);
/* Has the arguments of proto_ops.accept, which differ between kernels (compat.h). */
extern typeof(*((const struct proto_ops *)NULL)->accept) tn_accept_take;
void tn_accept_spawn(struct sock *sk, struct sk_buff *skb, const struct tn_seg *syn);
void tn_accept_ready(struct sock *child);
void tn_accept_forget(struct sock *child);
void tn_accept_stop(struct sock *sk);

#endif
