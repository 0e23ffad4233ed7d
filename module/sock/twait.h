/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TIME-WAIT without a socket. See twait.c.
 *
 *   tn_twait_take()    socket lock held, verdict said TIMEWAIT: a small object takes the
 *                      place of the connection, and the socket is done (tn_close_done())
 *   tn_twait_receive() BH off, RCU: a segment for which there is no connection. Returns the
 *                      reason to drop it for; none if no TIME-WAIT claims it, or if it may
 *                      open the connection anew: then struct tn_reopen says how
 *   tn_twait_taken()   RCU: is there one for this tuple?
 *   tn_twait_purge()   end those of @addr (0: all) at once
 */
#ifndef TN_SOCK_TWAIT_H
#define TN_SOCK_TWAIT_H

#include <linux/list.h>
#include <linux/rhashtable-types.h>
#include <linux/types.h>

#include "sock/sock.h"
#include "tcp/timewait.h"

struct sk_buff;
struct tn_auth;
/** TN_TWAIT_MAX - of one namespace, unless its user says else */
#define TN_TWAIT_MAX	65536

struct tn_socknet;

/**
 * struct tn_twait - a connection in TIME-WAIT
 * @demux: link in the table of them; found under RCU
 * @tw:    what the protocol remembers; guarded by tn_socknet.tw_lock
 * @link:  in tn_socknet.tw; empty once it has ended; guarded by the same lock
 * @port:  link in a port bucket (sock/ports.c)
 * @net:   its namespace
 * @tuple: its addresses
 * @auth:  how its segments are signed, NULL if they are not (sock/auth.c)
 * @rcu:   frees it after the last reader
 */
struct tn_twait {
	struct rhash_head demux;
	struct tn_timewait tw;
	struct list_head link;
	struct hlist_node port;
	struct net *net;
	struct tn_tuple tuple;
	struct tn_auth *auth;
	struct rcu_head rcu;
};

/**
 * struct tn_reopen - a SYN takes the place of a TIME-WAIT
 * @listener: whom it is for, a reference, NULL if it is no such SYN
 * @iss:      the ISS to answer with, not 0
 */
struct tn_reopen {
	struct sock *listener;
	u32 iss;
};

void tn_twait_take(struct sock *sk);
enum tn_reason tn_twait_receive(struct net *net, struct sk_buff *skb, const struct tn_tuple *tuple,
				const struct tn_seg *seg, struct tn_reopen *reopen);
bool tn_twait_taken(const struct net *net, const struct tn_tuple *tuple);
void tn_twait_purge(struct net *net, __be32 addr);

void tn_twait_net_init(struct tn_socknet *sn);
void tn_twait_net_exit(struct tn_socknet *sn);
int tn_twait_init(void);
void tn_twait_exit(void);

#endif
