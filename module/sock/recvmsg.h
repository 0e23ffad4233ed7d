/* SPDX-License-Identifier: GPL-2.0 */
/*
 * recvmsg() of proto_ops. See recvmsg.c. There is no splice_read: the core's default for it reads
 * through recvmsg() and copies.
 */
#ifndef TN_SOCK_RECVMSG_H
#define TN_SOCK_RECVMSG_H

#include <linux/types.h>

struct msghdr;
struct sk_buff;
struct sock;
struct socket;

struct sk_buff *tn_recvmsg_find(struct sock *sk, u32 seq);
int tn_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags);

#endif
