/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TCP_INFO. See info.c. Socket lock held.
 */
#ifndef TN_SOCK_INFO_H
#define TN_SOCK_INFO_H

struct sock;
struct tcp_info;

void tn_info_fill(struct sock *sk, struct tcp_info *info);

#endif
