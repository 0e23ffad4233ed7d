// SPDX-License-Identifier: GPL-2.0
/*
 * What a namespace remembers of the hosts that it has opened connections to.
 *
 *	local, remote address, port 0		Fast Open: cookie and MSS (RFC 7413 4.1.3)
 *						round trip time (RFC 9040)
 *	local, remote address, port		Fast Open went wrong there: until when not to try
 *
 * What that means is tcp/fastmemo.c's and tcp/share.c's. There are HOSTCACHE_MAX entries at most; a
 * new one takes the place of the one that was used least recently. Only connections that were
 * opened from here make any, so who connects to us cannot crowd them out.
 *
 * Changes are made under one spinlock. Fast Open takes it for its questions, too: who has not asked
 * for Fast Open has none. Round trip times concern every connection, once when it begins and
 * twice when it tells; they are found under RCU, and read and written as they are (tcp/share.c),
 * with the lock only for the first of a host, or of a second: then it becomes the one used last.
 */
#include <linux/jhash.h>
#include <linux/list.h>
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "sock/hostcache.h"
#include "sock/record.h"
#include "sock/sock.h"
#include "sock/socknet.h"
#include "tcp/fastmemo.h"
#include "tcp/fastopen.h"
#include "tcp/share.h"

/* Entries of a namespace, at most */
#define HOSTCACHE_MAX		1024

#define HOSTCACHE_BUCKETS	256

/* A host that is measured all the time is the one used last so often */
#define HOSTCACHE_TOUCH		tn_sec(1)

/**
 * struct hostcache_entry - what is remembered of one host, or of one of its ports
 * @hash:  in tn_hostcache.bucket
 * @used:  in tn_hostcache.used
 * @laddr: local address
 * @raddr: the host's
 * @rport: its port, 0 for all of them
 * @memo:  of Fast Open; guarded by the lock
 * @share: round trip time, of port 0
 * @rcu:   readers without the lock may still see it
 */
struct hostcache_entry {
	struct hlist_node hash;
	struct list_head used;
	__be32 laddr;
	__be32 raddr;
	__be16 rport;
	struct tn_fastmemo memo;
	struct tn_share share;
	struct rcu_head rcu;
};

/**
 * struct tn_hostcache - all of a namespace
 * @lock:   guards all of it against changes
 * @seed:   of the hash
 * @count:  entries
 * @used:   all of them, the most recently used one first
 * @bucket: by hash; searched under RCU or @lock
 */
struct tn_hostcache {
	spinlock_t lock; /* all that follows */
	u32 seed;
	u32 count;
	struct list_head used;
	struct hlist_head bucket[HOSTCACHE_BUCKETS];
};

static struct hlist_head *hostcache_bucket(struct tn_hostcache *cache,
					   const struct tn_tuple *tuple, __be16 rport)
{
	return &cache->bucket[jhash_3words((__force u32)tuple->laddr, (__force u32)tuple->raddr,
					   (__force u16)rport, cache->seed) % HOSTCACHE_BUCKETS];
}

/* The entry of a host, or of a port; NULL if there is none. RCU, or the lock held. */
static struct hostcache_entry *hostcache_search(struct tn_hostcache *cache,
						const struct tn_tuple *tuple, __be16 rport)
{
	struct hostcache_entry *entry;

	hlist_for_each_entry_rcu(entry, hostcache_bucket(cache, tuple, rport), hash,
				 lockdep_is_held(&cache->lock))
		if (entry->laddr == tuple->laddr && entry->raddr == tuple->raddr &&
		    entry->rport == rport)
			return entry;
	return NULL;
}

/* The same; it is the one used last. */
static struct hostcache_entry *hostcache_find(struct tn_hostcache *cache,
					      const struct tn_tuple *tuple, __be16 rport)
	__must_hold(&cache->lock)
{
	struct hostcache_entry *entry = hostcache_search(cache, tuple, rport);

	if (entry)
		list_move(&entry->used, &cache->used);
	return entry;
}

static void hostcache_forget(struct tn_hostcache *cache, struct hostcache_entry *entry)
	__must_hold(&cache->lock)
{
	hlist_del_rcu(&entry->hash);
	list_del(&entry->used);
	cache->count--;
	kfree_rcu(entry, rcu);
}

/* Find it, or make it; NULL without memory. */
static struct hostcache_entry *hostcache_get(struct tn_hostcache *cache,
					     const struct tn_tuple *tuple, __be16 rport)
	__must_hold(&cache->lock)
{
	struct hostcache_entry *entry = hostcache_find(cache, tuple, rport);

	if (entry)
		return entry;
	if (cache->count == HOSTCACHE_MAX)
		hostcache_forget(cache, list_last_entry(&cache->used, struct hostcache_entry,
							used));
	entry = kzalloc(sizeof(*entry), GFP_ATOMIC | __GFP_NOWARN);
	if (!entry)
		return NULL;
	entry->laddr = tuple->laddr;
	entry->raddr = tuple->raddr;
	entry->rport = rport;
	hlist_add_head_rcu(&entry->hash, hostcache_bucket(cache, tuple, rport));
	list_add(&entry->used, &cache->used);
	cache->count++;
	return entry;
}

/**
 * tn_hostcache_ask() - is Fast Open to be tried?
 * @ts:  socket that connects, its addresses are known
 * @ask: gets cookie and MSS, if any are remembered
 *
 * Return: true, or false: something went wrong there not long ago.
 * Context: any. Source: RFC 7413 4.1.3, 4.1.3.1.
 */
bool tn_hostcache_ask(const struct tn_sock *ts, struct tn_fastopen_ask *ask)
{
	struct tn_hostcache *cache = tn_socknet(sock_net(&ts->sk))->hostcache;
	struct hostcache_entry *server, *port;
	bool off;

	spin_lock_bh(&cache->lock);
	server = hostcache_find(cache, &ts->tuple, 0);
	if (server) {
		ask->mss = server->memo.mss;
		ask->cookie = server->memo.cookie;
	}
	port = hostcache_find(cache, &ts->tuple, ts->tuple.rport);
	off = port && tn_fastmemo_is_off(&port->memo, tn_sock_now());
	spin_unlock_bh(&cache->lock);
	return !off;
}

/**
 * tn_hostcache_learn() - remember what a connection has learnt
 * @ts: socket whose tcb.fo.lesson is new
 *
 * Context: any, socket lock held. Source: RFC 7413 4.1.3, 4.1.3.1.
 */
void tn_hostcache_learn(const struct tn_sock *ts)
{
	struct tn_hostcache *cache = tn_socknet(sock_net(&ts->sk))->hostcache;
	const struct tn_tcb *tcb = &ts->tcb;
	struct hostcache_entry *entry;

	spin_lock_bh(&cache->lock);
	if (tcb->fo.lesson == TN_FASTOPEN_BAD) {
		entry = hostcache_get(cache, &ts->tuple, ts->tuple.rport);
		if (entry)
			tn_fastmemo_bad(&entry->memo, tn_sock_now());
	} else {
		entry = hostcache_find(cache, &ts->tuple, ts->tuple.rport);
		if (entry)
			hostcache_forget(cache, entry);
	}
	if (tcb->fo.lesson == TN_FASTOPEN_COOKIE) {
		entry = hostcache_get(cache, &ts->tuple, 0);
		if (entry) {
			entry->memo.cookie = tcb->fo.cookie;
			entry->memo.mss = tcb->snd.peer_mss;
		}
	}
	spin_unlock_bh(&cache->lock);
}

/**
 * tn_hostcache_hint() - when is the SYN to be sent again?
 * @ts: socket, its connection in SYN-SENT, the SYN has not left
 *
 * Context: socket lock held; does not sleep. Source: RFC 9040 4.
 */
void tn_hostcache_hint(struct tn_sock *ts)
{
	struct tn_hostcache *cache = tn_socknet(sock_net(&ts->sk))->hostcache;
	tn_time_t now = tn_sock_now();
	struct hostcache_entry *entry;
	u32 rto_us = 0;

	if (!tn_share_wants(&ts->tcb))
		return;
	rcu_read_lock();
	entry = hostcache_search(cache, &ts->tuple, 0);
	if (entry)
		rto_us = tn_share_rto(&entry->share, ts->tcb.cfg, now);
	rcu_read_unlock();
	if (rto_us)
		tn_record_share(ts, now, rto_us);
}

static void hostcache_measured_first(struct tn_hostcache *cache, const struct tn_sock *ts)
{
	struct hostcache_entry *entry;

	spin_lock_bh(&cache->lock);
	entry = hostcache_get(cache, &ts->tuple, 0);
	if (entry)
		tn_share_learn(&entry->share, &ts->tcb);
	spin_unlock_bh(&cache->lock);
}

/**
 * tn_hostcache_measured() - remember what a connection has measured
 * @ts: socket whose tcb.rtt tells of the host
 *
 * Context: any, socket lock held. Source: RFC 9040 4.
 */
void tn_hostcache_measured(const struct tn_sock *ts)
{
	struct tn_hostcache *cache = tn_socknet(sock_net(&ts->sk))->hostcache;
	struct hostcache_entry *entry;
	bool found;

	rcu_read_lock();
	entry = hostcache_search(cache, &ts->tuple, 0);
	found = entry && tn_time_sub(ts->tcb.rtt.at, READ_ONCE(entry->share.at)) < HOSTCACHE_TOUCH;
	if (found)
		tn_share_learn(&entry->share, &ts->tcb);
	rcu_read_unlock();
	if (!found)
		hostcache_measured_first(cache, ts);
}

/**
 * tn_hostcache_net_init() - a namespace begins
 * @sn: its state
 *
 * Return: 0 or -ENOMEM.
 * Context: process.
 */
int tn_hostcache_net_init(struct tn_socknet *sn)
{
	struct tn_hostcache *cache = kzalloc(sizeof(*cache), GFP_KERNEL_ACCOUNT);

	if (!cache)
		return -ENOMEM;
	spin_lock_init(&cache->lock);
	INIT_LIST_HEAD(&cache->used);
	cache->seed = get_random_u32();
	sn->hostcache = cache;
	return 0;
}

/**
 * tn_hostcache_net_exit() - a namespace ends
 * @sn: its state; no socket is left
 *
 * Context: process.
 */
void tn_hostcache_net_exit(struct tn_socknet *sn)
{
	struct tn_hostcache *cache = sn->hostcache;

	spin_lock_bh(&cache->lock);
	while (!list_empty(&cache->used))
		hostcache_forget(cache, list_first_entry(&cache->used, struct hostcache_entry,
							 used));
	spin_unlock_bh(&cache->lock);
	kfree(cache);
}
