/* SPDX-License-Identifier: GPL-2.0 */
/*
 * sendmsg() of proto_ops. See sendmsg.c. sendfile() and splice() come through it as well; for
 * kernels that still have proto_ops.sendpage, family.c writes TN_COMPAT_SENDPAGE (compat.h) into
 * its proto_ops, which initialises that member and is empty elsewhere.
 */
#ifndef TN_SOCK_SENDMSG_H
#define TN_SOCK_SENDMSG_H

#include <linux/types.h>

struct msghdr;
struct socket;

int tn_sendmsg(struct socket *sock, struct msghdr *msg, size_t len);

#endif
