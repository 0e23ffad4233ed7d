/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Urgent data as sockets have it: one octet out of band. See oob.c.
 *
 *   tn_oob_arrived()   for tn_perform()
 *   tn_oob_recv()      recv(MSG_OOB)
 *   tn_oob_is_mark()   and
 *   tn_oob_clip()      for the reader: where he has to stop
 *   tn_oob_is_ready()  and
 *   tn_oob_is_held()   for poll()
 *   tn_oob_unread()    SIOCINQ
 */
#ifndef TN_SOCK_OOB_H
#define TN_SOCK_OOB_H

#include <linux/types.h>

struct msghdr;
struct sock;
struct tn_verdict;

void tn_oob_arrived(struct sock *sk, struct tn_verdict *v);
int tn_oob_recv(struct sock *sk, struct msghdr *msg, size_t len, int flags);
bool tn_oob_is_mark(const struct sock *sk, u32 seq);
u32 tn_oob_clip(const struct sock *sk, u32 seq, u32 n);
bool tn_oob_is_ready(const struct sock *sk);
bool tn_oob_is_held(const struct sock *sk);
u32 tn_oob_unread(const struct sock *sk);

#endif
