/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Socket options about keys, when they are read. See authinfo.c.
 */
#ifndef TN_SOCK_AUTHINFO_H
#define TN_SOCK_AUTHINFO_H

struct sock;

int tn_authinfo_get(struct sock *sk, int name, char __user *val, int __user *ulen, int len);
int tn_authinfo_get_status(struct sock *sk, char __user *val, int __user *ulen, int len);

#endif
