/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TCP Fast Open at the socket. See fastopen.c.
 *
 *   tn_fastopen_take()    BH off, RCU, tuple's lock held: a child for a SYN, or a cookie to offer
 *   tn_fastopen_settled() child's lock held: its handshake is complete, or it is over
 *   tn_fastopen_is_on()   may clients of the namespace use it?
 *   tn_fastopen_client()  socket lock held, SYN-SENT: the SYN that is about to leave shall be fast
 *   tn_fastopen_set(), tn_fastopen_set_key(), tn_fastopen_get_key()  socket options
 */
#ifndef TN_SOCK_FASTOPEN_H
#define TN_SOCK_FASTOPEN_H

#include <linux/sockptr.h>
#include <linux/types.h>

#include "sock/fastkey.h"

struct sock;
struct tn_cookie;
struct tn_seg;
struct tn_sock;
struct tn_tuple;

struct sock *tn_fastopen_take(struct sock *sk, const struct tn_tuple *tuple,
			      const struct tn_seg *syn, u32 iss, struct tn_cookie *offer);
void tn_fastopen_settled(struct sock *child);
bool tn_fastopen_is_on(const struct sock *sk);
void tn_fastopen_client(struct tn_sock *ts, bool text);
int tn_fastopen_set(struct sock *sk, int name, int val);
int tn_fastopen_set_key(struct sock *sk, sockptr_t val, unsigned int len);
u32 tn_fastopen_get_key(struct sock *sk, siphash_key_t *key);

#endif
