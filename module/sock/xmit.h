/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Segments out. See xmit.c.
 *
 *   tn_xmit_pump()       socket lock held, any context: send all that may leave now
 *   tn_xmit_stateless()  any context: one segment without payload, on behalf of no
 *                        socket. @tuple as we see it: laddr/lport is the source
 *   tn_xmit_signed()     the same, signed if @auth is not NULL
 *   tn_xmit_resume()     release_cb only
 *   tn_xmit_init/exit()  module; exit after the last socket is gone
 */
#ifndef TN_SOCK_XMIT_H
#define TN_SOCK_XMIT_H

#include <linux/types.h>

struct net;
struct sock;
struct tn_auth;
struct tn_out;
struct tn_tuple;

void tn_xmit_pump(struct sock *sk);
void tn_xmit_resume(struct sock *sk);
void tn_xmit_signed(struct net *net, const struct tn_tuple *tuple, struct tn_out *out, u8 tos,
		    u8 ttl, const struct tn_auth *auth);

static inline void tn_xmit_stateless(struct net *net, const struct tn_tuple *tuple,
				     struct tn_out *out, u8 tos, u8 ttl)
{
	tn_xmit_signed(net, tuple, out, tos, ttl, NULL);
}

void tn_xmit_init(void);
void tn_xmit_exit(void);

#endif
