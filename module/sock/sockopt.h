/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Socket options. See sockopt.c.
 *
 *   tn_sockopt_set/get()   of proto_ops: all levels but SOL_SOCKET
 *   tn_sockopt_keepalive() is proto.keepalive: SO_KEEPALIVE changed; socket lock held
 *   tn_sockopt_rcvbuf()    socket lock held: what SO_RCVBUF last said reaches the tcb; cheap
 *                          when nothing changed. Called where the buffer is used next
 */
#ifndef TN_SOCK_SOCKOPT_H
#define TN_SOCK_SOCKOPT_H

#include <linux/sockptr.h>

struct sock;
struct socket;
struct tn_verdict;

int tn_sockopt_set(struct socket *sock, int level, int name, sockptr_t val, unsigned int len);
int tn_sockopt_get(struct socket *sock, int level, int name, char __user *val, int __user *len);
void tn_sockopt_keepalive(struct sock *sk, int on);
void tn_sockopt_rcvbuf(struct sock *sk, struct tn_verdict *v);

#endif
