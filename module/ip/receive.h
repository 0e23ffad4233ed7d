/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IPv4 packets in.
 */
#ifndef TN_IP_RECEIVE_H
#define TN_IP_RECEIVE_H

struct sk_buff;

void tn_ip_receive(struct sk_buff *skb);

#endif /* TN_IP_RECEIVE_H */
