/* SPDX-License-Identifier: GPL-2.0 */
/*
 * SYN cookies. See cookie.c.
 *
 *   tn_cookie_make()  BH off, RCU: the SYN-ACK that answers a SYN, of which nothing is kept
 *   tn_cookie_take()  BH off, RCU, tuple's lock held: a socket, if this is an ACK of one
 */
#ifndef TN_SOCK_COOKIE_H
#define TN_SOCK_COOKIE_H

#include <linux/types.h>

#include "base/reason.h"

struct sock;
struct tn_out;
struct tn_seg;
struct tn_tuple;

bool tn_cookie_make(struct sock *sk, const struct tn_tuple *tuple, const struct tn_seg *syn,
		    struct tn_out *out, enum tn_reason *why);
struct sock *tn_cookie_take(struct sock *sk, const struct tn_tuple *tuple,
			    const struct tn_seg *ack, enum tn_reason *why);

#endif
