/* SPDX-License-Identifier: GPL-2.0 */
/*
 * recvmsg() of proto_ops. See recvmsg.c. There is no splice_read: the core's default for it reads
 * through recvmsg() and copies.
 */
#ifndef TN_SOCK_RECVMSG_H
#define TN_SOCK_RECVMSG_H

#include <linux/types.h>

struct msghdr;
struct socket;

int tn_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags);

#endif
