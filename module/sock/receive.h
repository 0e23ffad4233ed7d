/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TCP segments and ICMP errors from ip/ to the socket that they are for. See receive.c.
 */
#ifndef TN_SOCK_RECEIVE_H
#define TN_SOCK_RECEIVE_H

struct tn_ip_proto;

extern const struct tn_ip_proto tn_receive_proto;

#endif
