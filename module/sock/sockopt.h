/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Socket options. See sockopt.c.
 *
 *   tn_sockopt_set/get()   of proto_ops: all levels but SOL_SOCKET
 *   tn_sockopt_keepalive() is proto.keepalive: SO_KEEPALIVE changed; socket lock held
 */
#ifndef TN_SOCK_SOCKOPT_H
#define TN_SOCK_SOCKOPT_H

#include <linux/sockptr.h>

struct sock;
struct socket;

int tn_sockopt_set(struct socket *sock, int level, int name, sockptr_t val, unsigned int len);
int tn_sockopt_get(struct socket *sock, int level, int name, char __user *val, int __user *len);
void tn_sockopt_keepalive(struct sock *sk, int on);

#endif
