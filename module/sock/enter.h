/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The doorway for segments: lock the socket, or leave them in its backlog. See
 * enter.c.
 *
 * What an skb looks like when it comes here: skb->data is at the TCP header,
 * the whole TCP header with options is linear (tn_tcp_need()), the network header is
 * set, the checksum is verified, and skb->cb still holds tn_rx_time(). It stays
 * like this in the backlog.
 *
 *   tn_enter_parse()      header -> struct tn_seg; changes nothing in the skb;
 *                         seg->rcvd is NULL. For receive.c, too
 *   tn_enter_tuple()      addresses of an skb as its receiver sees them
 *   tn_enter_segment()    softirq; consumes the skb; the caller holds a reference to sk
 *   tn_enter_backlog()    is sk->sk_backlog_rcv and proto.backlog_rcv
 *   tn_enter_process()    socket lock held; consumes the skb
 *   tn_enter_release_cb() is proto.release_cb
 */
#ifndef TN_SOCK_ENTER_H
#define TN_SOCK_ENTER_H

#include "base/reason.h"
#include "tcp/seg.h"

struct sk_buff;
struct sock;
struct tn_tuple;

enum tn_reason tn_enter_parse(const struct sk_buff *skb, struct tn_seg *seg);
void tn_enter_tuple(const struct sk_buff *skb, struct tn_tuple *tuple);
void tn_enter_segment(struct sock *sk, struct sk_buff *skb, struct tn_seg *seg);
int tn_enter_backlog(struct sock *sk, struct sk_buff *skb);
void tn_enter_process(struct sock *sk, struct sk_buff *skb);
void tn_enter_release_cb(struct sock *sk);

#endif
