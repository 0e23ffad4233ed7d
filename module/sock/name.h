/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Addresses as programs say them: bind(), getsockname(), getpeername(), and what
 * connect() is given. See name.c.
 */
#ifndef TN_SOCK_NAME_H
#define TN_SOCK_NAME_H

#include <linux/types.h>

struct sockaddr;
struct socket;

int tn_name_parse(const struct sockaddr *uaddr, int len, __be32 *addr, __be16 *port);
int tn_name_bind(struct socket *sock, struct sockaddr *uaddr, int len);
int tn_name_get(struct socket *sock, struct sockaddr *uaddr, int peer);

#endif
