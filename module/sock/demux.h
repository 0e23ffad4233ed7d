/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From the addresses of a segment to a socket. See demux.c.
 *
 *   tn_demux_insert()   socket lock: the connection can be found; the table holds a
 *                       reference. -EADDRNOTAVAIL if the tuple is taken (also by a TIME-WAIT)
 *   tn_demux_remove()   socket lock: takes the socket out of either table; harmless if it is in
 *                       none
 *   tn_demux_lookup()   RCU: a connection, with a reference, or NULL
 *   tn_demux_listen()   socket lock: the listener can be found; a reference is held
 *   tn_demux_listener() RCU: the listener for a segment with these addresses, with a reference,
 *                       or NULL
 */
#ifndef TN_SOCK_DEMUX_H
#define TN_SOCK_DEMUX_H

#include <linux/types.h>

struct net;
struct sock;
struct tn_tuple;

int tn_demux_insert(struct sock *sk);
void tn_demux_remove(struct sock *sk);
struct sock *tn_demux_lookup(const struct net *net, const struct tn_tuple *tuple);
void tn_demux_listen(struct sock *sk);
struct sock *tn_demux_listener(const struct net *net, const struct tn_tuple *tuple);
bool tn_demux_same(const struct tn_tuple *a, const struct tn_tuple *b);
u32 tn_demux_hash(const struct net *net, const struct tn_tuple *tuple, u32 seed);

/** tn_demux_apart() - different devices, of those that SO_BINDTODEVICE knows; 0: any */
static inline bool tn_demux_apart(int a, int b)
{
	return a && b && a != b;
}

int tn_demux_init(void);
void tn_demux_exit(void);

#endif
