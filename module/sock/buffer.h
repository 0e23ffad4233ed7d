/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The memory of a socket's buffers. See buffer.c.
 *
 *   tn_buffer_admit()  socket lock: may the socket keep the payload of this segment? If so it
 *                      is the socket's memory from then on
 *   tn_buffer_read()   socket lock: the user is about to say what he has read: SO_RCVBUF, and
 *                      what may become of it, reach the tcb
 *   tn_buffer_grown()  socket lock: the tcb has heard of it, and may have enlarged its buffer
 *   tn_buffer_scale()  any: the window scale to offer
 *   tn_buffer_acked()  socket lock: cwnd may have grown, and the send buffer with it
 *   tn_buffer_init()   module: limits from the size of the machine
 */
#ifndef TN_SOCK_BUFFER_H
#define TN_SOCK_BUFFER_H

#include <linux/sizes.h>
#include <linux/types.h>

struct sk_buff;
struct sock;
struct tn_seg;
struct tn_socknet;
struct tn_verdict;

/* SO_SNDBUF and SO_RCVBUF of a new socket, and what they may grow to, bytes */
#define TN_BUFFER_SNDBUF	SZ_1M
#define TN_BUFFER_RCVBUF	SZ_1M
#define TN_BUFFER_MAX		SZ_64M

/*
 * {least, of a new socket, most}: proto.sysctl_wmem, proto.sysctl_rmem. Of the least each socket
 * may be sure, however short memory is; the others are what a new namespace begins with.
 */
extern int tn_buffer_wmem[3];
extern int tn_buffer_rmem[3];

bool tn_buffer_admit(struct sock *sk, struct sk_buff *skb, const struct tn_seg *seg);
void tn_buffer_read(struct sock *sk, struct tn_verdict *v);
void tn_buffer_grown(struct sock *sk);
u8 tn_buffer_scale(const struct sock *sk);
void tn_buffer_acked(struct sock *sk);
void tn_buffer_begin(struct sock *sk);
void tn_buffer_init(void);
void tn_buffer_net_init(struct tn_socknet *sn);

#endif
