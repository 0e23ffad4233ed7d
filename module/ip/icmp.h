/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ICMP: echo, errors in, errors out.
 */
#ifndef TN_IP_ICMP_H
#define TN_IP_ICMP_H

#include <linux/types.h>

struct sk_buff;
struct tn_ip_proto;
struct tn_ipnet;
struct tn_ipv4;

extern const struct tn_ip_proto tn_icmp_proto;

void tn_icmp_send_unreach(struct sk_buff *skb, const struct tn_ipv4 *ip, u8 code);
void tn_icmp_unreachable(struct sk_buff *skb);
void tn_icmp_limit_init(struct tn_ipnet *in);

#endif /* TN_IP_ICMP_H */
