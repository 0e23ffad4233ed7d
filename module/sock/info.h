/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TCP_INFO, TCP_CC_INFO. See info.c. Socket lock held.
 */
#ifndef TN_SOCK_INFO_H
#define TN_SOCK_INFO_H

#include <linux/types.h>

struct sock;
struct tcp_info;
union tcp_cc_info;

void tn_info_fill(struct sock *sk, struct tcp_info *info);
size_t tn_info_cc(struct sock *sk, union tcp_cc_info *info);

#endif
