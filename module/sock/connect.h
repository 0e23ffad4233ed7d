/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Active opens. See connect.c.
 *
 *   tn_connect()      connect() of proto_ops
 *   tn_connect_mtu()  any context: the MTU to use on a path
 *   tn_connect_gso()  RCU: what the device of a path segments itself
 *   tn_connect_path() RCU: the tcb learns what the path carries; for passive opens, too
 */
#ifndef TN_SOCK_CONNECT_H
#define TN_SOCK_CONNECT_H

#include <linux/types.h>

struct sock;
struct sockaddr;
struct socket;
struct tn_path;

int tn_connect_fast(struct socket *sock, const struct sockaddr *uaddr, int len, bool text);
int tn_connect_outcome(struct socket *sock, long timeo);
int tn_connect(struct socket *sock, struct sockaddr *uaddr, int len, int flags);
u32 tn_connect_mtu(const struct sock *sk, const struct tn_path *path);
u32 tn_connect_gso(const struct tn_path *path);
void tn_connect_path(struct sock *sk, const struct tn_path *path);

#endif
