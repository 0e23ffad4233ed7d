/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Half-open connections: what stands for a socket until the handshake is complete. See half.c.
 *
 *   tn_half_begin()   process: @sk is going to listen
 *   tn_half_stop()    process: no more of them; those that there are end. Sleeps
 *   tn_half_purge()   those of one local address end
 *   tn_half_lock(), tn_half_find(), tn_half_open(), tn_half_end(), tn_half_recycle()
 *                     for passive.c
 *   tn_half_fill(), tn_half_send()  for cookie.c and passive.c: the steps of a handshake
 *   tn_half_walk()    process: calls @fn for each, under a spinlock
 */
#ifndef TN_SOCK_HALF_H
#define TN_SOCK_HALF_H

#include <linux/list.h>
#include <linux/rhashtable-types.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/types.h>

#include "base/reason.h"
#include "sock/sock.h"
#include "tcp/synq.h"

struct tn_auth;
struct tn_path;

/** TN_HALF_LEVELS - lists of half-open connections: by the timeouts that they have been through */
#define TN_HALF_LEVELS	8

/**
 * struct tn_halves - a listener's half-open connections
 * @level: tn_half.link; in each list the oldest first. All but the last one have all gone through
 *         equally many timeouts, so that in each the first is due first
 * @count: their number
 * @dead:  the listener has ended: no more of them
 * @cookied: when a SYN was answered by a cookie last; 0: never. Read and written without a lock
 * @timer: looks at those that are due
 * @due:   when it is going to, if it is pending
 * @sk:    the listener
 *
 * Guarded by tn_accept.lock of the listener, where nothing else is said.
 */
struct tn_halves {
	struct list_head level[TN_HALF_LEVELS];
	u32 count;
	bool dead;
	tn_time_t cookied;
	struct timer_list timer;
	tn_time_t due;
	struct sock *sk;
};

/**
 * struct tn_half - a half-open connection
 * @demux:    link in the table of them; found under RCU
 * @link:     in tn_halves.level of the listener; guarded by its tn_accept.lock
 * @listener: the listener; it outlives this object by an RCU grace period
 * @net:      its namespace
 * @tuple:    addresses
 * @gso:      as tn_connect_gso() says
 * @auth:     how its segments are signed, NULL if they are not (sock/auth.c); never changes; read
 *            under the tuple's lock, and used until the end of the RCU section
 * @q:        what the protocol remembers; guarded by the tuple's lock (half.c)
 */
struct tn_half {
	struct rhash_head demux;
	struct list_head link;
	struct sock *listener;
	struct net *net;
	struct tn_tuple tuple;
	u32 gso;
	struct tn_auth *auth;
	struct tn_synq q;
};

int tn_half_begin(struct sock *sk);
void tn_half_stop(struct sock *sk);
void tn_half_purge(struct sock *sk, __be32 addr);
spinlock_t *tn_half_lock(const struct tn_tuple *tuple);
struct tn_half *tn_half_find(const struct net *net, const struct tn_tuple *tuple);
struct tn_half *tn_half_open(struct sock *sk, const struct tn_tuple *tuple,
			     const struct tn_seg *syn, u32 iss, enum tn_reason *why);
void tn_half_end(struct tn_half *half);
void tn_half_recycle(struct sock *sk);
bool tn_half_fill(struct sock *sk, const struct tn_tuple *tuple, const struct tn_seg *syn, u32 iss,
		  struct tn_synq *q, struct tn_path *path);
void tn_half_send(struct sock *sk, const struct tn_tuple *tuple, struct tn_out *out,
		  const struct tn_auth *auth);
int tn_half_walk(struct sock *sk, int (*fn)(const struct tn_half *half, void *arg), void *arg);

int tn_half_init(void);
void tn_half_exit(void);

#endif
