/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the sock room keeps per network namespace, and the room's doors for main.c.
 * See socknet.c.
 *
 *   tn_socknet_add()      a new socket joins the list; any context, not yet visible
 *   tn_socknet_freed()    is sk->sk_destruct's last word about a socket
 *   tn_socknet_kill()     process context, socket lock held: the socket ends with @err
 *   tn_socknet_addr_gone() is tn_ip_proto.addr_gone
 *   tn_sock_walk()        process context: calls @fn for the sockets whose id is above
 *                         *@pos, in order, each with its socket lock held and a
 *                         reference; *@pos becomes the id of the last one for which
 *                         @fn returned 0, so that a dump can go on where it stopped
 *                         (start with 0). Returns the first non-zero value of @fn, or 0
 */
#ifndef TN_SOCK_SOCKNET_H
#define TN_SOCK_SOCKNET_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <net/net_namespace.h>

#include "sock/cong.h"
#include "sock/recorder.h"

struct sock;
struct tn_hostcache;
struct tn_fastkeys;
struct tn_port_head;
struct tn_tuning;

/** TN_SYNCOOKIES_* - values of tn_limits.syncookies, as Linux numbers them */
#define TN_SYNCOOKIES_NEVER	0
#define TN_SYNCOOKIES_FULL	1
#define TN_SYNCOOKIES_ALWAYS	2

/** TN_FASTOPEN_* - bits of tn_limits.fastopen, as Linux numbers them */
#define TN_FASTOPEN_CLIENT	1
#define TN_FASTOPEN_SERVER	2

/**
 * struct tn_limits - numbers that concern the namespace as a whole (ctl/sysctl.c)
 * @syncookies:      TN_SYNCOOKIES_*: when a SYN is answered by a cookie
 * @max_syn_backlog: half-open connections of one listener
 * @abort_on_overflow: a handshake that completes while the accept queue is full is reset
 * @max_tw_buckets:  connections in TIME-WAIT
 * @ports:           local ports to choose from, TN_PORTS_RANGE()
 * @wmem:            SO_SNDBUF of a new socket, and what it may grow to by itself, bytes
 * @rmem:            the same of SO_RCVBUF
 * @fastopen:        TN_FASTOPEN_*: who may use it
 *
 * Written by the user at any time, read without a lock.
 */
struct tn_limits {
	int syncookies;
	int max_syn_backlog;
	int abort_on_overflow;
	int max_tw_buckets;
	u32 ports;
	int wmem[2];
	int rmem[2];
	int fastopen;
};

/**
 * struct tn_socknet - the sock room's state of one network namespace
 * @net:      the namespace
 * @lock:     guards @socks, @last_id, @tuning and @cong
 * @socks:    all sockets (tn_sock.all), in the order of their ids
 * @last_id:  the last id that was given away
 * @tuning:   constants for the sockets that come (sock/tuning.c)
 * @cong:     congestion control for the sockets that come (sock/cong.c)
 * @live:     sockets that are not yet freed
 * @ports:    local ports in use (sock/ports.c)
 * @tw_lock:  guards the four below, and the tn_timewait of each entry
 * @tw:       connections in TIME-WAIT (tn_twait.link), oldest first
 * @tw_count: their number
 * @tw_timer: looks at the oldest ones; armed while there are any
 * @tw_dead:  the namespace goes: no more of them
 * @limits:   what the user may set
 * @fastkeys: of Fast Open cookies (sock/fastkey.c); written under @lock, read under RCU
 * @hostcache: what is remembered of hosts (sock/hostcache.c); has a lock of its own
 * @recorder: journals of connections (sock/record.c); has a lock of its own
 */
struct tn_socknet {
	struct net *net;
	spinlock_t lock; /* socks, last_id, tuning */
	struct list_head socks;
	unsigned long last_id;
	struct tn_tuning *tuning;
	struct tn_cong cong;
	atomic_t live;
	struct tn_port_head *ports;
	spinlock_t tw_lock; /* what follows, and what is in the entries */
	struct list_head tw;
	u32 tw_count;
	struct timer_list tw_timer;
	bool tw_dead;
	struct tn_limits limits;
	struct tn_fastkeys __rcu *fastkeys;
	struct tn_hostcache *hostcache;
	struct tn_recorder recorder;
};

struct tn_socknet *tn_socknet(const struct net *net);
void tn_socknet_add(struct sock *sk);
void tn_socknet_freed(struct sock *sk);
void tn_socknet_kill(struct sock *sk, int err);
void tn_socknet_addr_gone(struct net *net, __be32 addr);
int tn_sock_walk(struct net *net, unsigned long *pos,
		 int (*fn)(struct sock *sk, void *arg), void *arg);

int tn_socknet_init(void);
void tn_socknet_exit(void);

/* The whole room, for main.c. */
int tn_sock_init(void);
void tn_sock_exit(void);

#endif
