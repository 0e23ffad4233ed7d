// SPDX-License-Identifier: GPL-2.0
/*
 * The memory of TCP Fast Open clients (RFC 7413 4.1.3), of a namespace.
 *
 *	local, remote address, port 0		cookie and MSS
 *	local, remote address, port		it went wrong there: until when not to try
 *
 * What is in an entry is tcp/fastmemo.c's. There are FASTCACHE_MAX at most; a new one takes the
 * place of the one that was used least recently. Everything is under one spinlock: it is taken once
 * or twice by each connection that wants to open fast, and by no other.
 */
#include <linux/jhash.h>
#include <linux/list.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "sock/fastcache.h"
#include "sock/sock.h"
#include "sock/socknet.h"
#include "tcp/fastmemo.h"
#include "tcp/fastopen.h"

/* Entries of a namespace, at most */
#define FASTCACHE_MAX		1024

#define FASTCACHE_BUCKETS	256

/**
 * struct fastcache_entry - what is remembered of one server, or of one of its ports
 * @hash:  in tn_fastcache.bucket
 * @used:  in tn_fastcache.used
 * @laddr: local address
 * @raddr: the server's
 * @rport: its port, 0 for all of them
 * @memo:  the memory
 */
struct fastcache_entry {
	struct hlist_node hash;
	struct list_head used;
	__be32 laddr;
	__be32 raddr;
	__be16 rport;
	struct tn_fastmemo memo;
};

/**
 * struct tn_fastcache - all of a namespace
 * @lock:   guards all of it
 * @seed:   of the hash
 * @count:  entries
 * @used:   all of them, the most recently used one first
 * @bucket: by hash
 */
struct tn_fastcache {
	spinlock_t lock; /* all that follows */
	u32 seed;
	u32 count;
	struct list_head used;
	struct hlist_head bucket[FASTCACHE_BUCKETS];
};

static struct hlist_head *fastcache_bucket(struct tn_fastcache *cache,
					   const struct tn_tuple *tuple, __be16 rport)
{
	return &cache->bucket[jhash_3words((__force u32)tuple->laddr, (__force u32)tuple->raddr,
					   (__force u16)rport, cache->seed) % FASTCACHE_BUCKETS];
}

/* The entry of a server, or of a port; NULL if there is none. */
static struct fastcache_entry *fastcache_find(struct tn_fastcache *cache,
					      const struct tn_tuple *tuple, __be16 rport)
	__must_hold(&cache->lock)
{
	struct fastcache_entry *entry;

	hlist_for_each_entry(entry, fastcache_bucket(cache, tuple, rport), hash)
		if (entry->laddr == tuple->laddr && entry->raddr == tuple->raddr &&
		    entry->rport == rport) {
			list_move(&entry->used, &cache->used);
			return entry;
		}
	return NULL;
}

static void fastcache_forget(struct tn_fastcache *cache, struct fastcache_entry *entry)
	__must_hold(&cache->lock)
{
	hlist_del(&entry->hash);
	list_del(&entry->used);
	cache->count--;
	kfree(entry);
}

/* The same, made if there is none; NULL without memory. */
static struct fastcache_entry *fastcache_get(struct tn_fastcache *cache,
					     const struct tn_tuple *tuple, __be16 rport)
	__must_hold(&cache->lock)
{
	struct fastcache_entry *entry = fastcache_find(cache, tuple, rport);

	if (entry)
		return entry;
	if (cache->count == FASTCACHE_MAX)
		fastcache_forget(cache, list_last_entry(&cache->used, struct fastcache_entry,
							used));
	entry = kzalloc(sizeof(*entry), GFP_ATOMIC | __GFP_NOWARN);
	if (!entry)
		return NULL;
	entry->laddr = tuple->laddr;
	entry->raddr = tuple->raddr;
	entry->rport = rport;
	hlist_add_head(&entry->hash, fastcache_bucket(cache, tuple, rport));
	list_add(&entry->used, &cache->used);
	cache->count++;
	return entry;
}

/**
 * tn_fastcache_ask() - is Fast Open to be tried?
 * @ts:  socket that connects, its addresses are known
 * @ask: gets cookie and MSS, if any are remembered
 *
 * Return: true, or false: something went wrong there not long ago.
 * Context: any. Source: RFC 7413 4.1.3, 4.1.3.1.
 */
bool tn_fastcache_ask(const struct tn_sock *ts, struct tn_fastopen_ask *ask)
{
	struct tn_fastcache *cache = tn_socknet(sock_net(&ts->sk))->fastcache;
	struct fastcache_entry *server, *port;
	bool off;

	spin_lock_bh(&cache->lock);
	server = fastcache_find(cache, &ts->tuple, 0);
	if (server) {
		ask->mss = server->memo.mss;
		ask->cookie = server->memo.cookie;
	}
	port = fastcache_find(cache, &ts->tuple, ts->tuple.rport);
	off = port && tn_fastmemo_is_off(&port->memo, tn_sock_now());
	spin_unlock_bh(&cache->lock);
	return !off;
}

/**
 * tn_fastcache_learn() - remember what a connection has learnt
 * @ts: socket whose tcb.fo.lesson is new
 *
 * Context: any, socket lock held. Source: RFC 7413 4.1.3, 4.1.3.1.
 */
void tn_fastcache_learn(const struct tn_sock *ts)
{
	struct tn_fastcache *cache = tn_socknet(sock_net(&ts->sk))->fastcache;
	const struct tn_tcb *tcb = &ts->tcb;
	struct fastcache_entry *entry;

	spin_lock_bh(&cache->lock);
	if (tcb->fo.lesson == TN_FASTOPEN_BAD) {
		entry = fastcache_get(cache, &ts->tuple, ts->tuple.rport);
		if (entry)
			tn_fastmemo_bad(&entry->memo, tn_sock_now());
	} else {
		entry = fastcache_find(cache, &ts->tuple, ts->tuple.rport);
		if (entry)
			fastcache_forget(cache, entry);
	}
	if (tcb->fo.lesson == TN_FASTOPEN_COOKIE) {
		entry = fastcache_get(cache, &ts->tuple, 0);
		if (entry) {
			entry->memo.cookie = tcb->fo.cookie;
			entry->memo.mss = tcb->snd.peer_mss;
		}
	}
	spin_unlock_bh(&cache->lock);
}

/**
 * tn_fastcache_net_init() - a namespace begins
 * @sn: its state
 *
 * Return: 0 or -ENOMEM.
 * Context: process.
 */
int tn_fastcache_net_init(struct tn_socknet *sn)
{
	struct tn_fastcache *cache = kzalloc(sizeof(*cache), GFP_KERNEL_ACCOUNT);

	if (!cache)
		return -ENOMEM;
	spin_lock_init(&cache->lock);
	INIT_LIST_HEAD(&cache->used);
	cache->seed = get_random_u32();
	sn->fastcache = cache;
	return 0;
}

/**
 * tn_fastcache_net_exit() - a namespace ends
 * @sn: its state; no socket is left
 *
 * Context: process.
 */
void tn_fastcache_net_exit(struct tn_socknet *sn)
{
	struct tn_fastcache *cache = sn->fastcache;

	spin_lock_bh(&cache->lock);
	while (!list_empty(&cache->used))
		fastcache_forget(cache, list_first_entry(&cache->used, struct fastcache_entry,
							 used));
	spin_unlock_bh(&cache->lock);
	kfree(cache);
}
