// SPDX-License-Identifier: GPL-2.0
/*
 * The neighbour table of a network namespace: (device, IPv4 address) -> Ethernet address, with the
 * packets that wait for one. What an entry goes through is decided by nud.c; here are the table,
 * the clock, the queues and the locks.
 *
 * Sending to a neighbour in use takes no lock: the entry is found under RCU and its state and
 * address are read in one piece from tn_neigh.hot, a copy that is rewritten after every change.
 *
 * One spinlock per table guards the rest: the hash, every tn_neigh.nud and queue. Nothing is sent
 * under it: what has to be sent is moved to a list of the caller, or done after unlocking from
 * values copied before.
 *
 * One timer per table, set for the earliest deadline of all entries, visits them all. The table is
 * small (NEIGH_MAX), and deadlines are a second or more apart, so that this costs less than a timer
 * per entry.
 *
 * Bounds: NEIGH_MAX entries (a full table gives up an unused entry, but only for a packet of ours,
 * never for what was merely heard), NEIGH_QUEUE_MAX packets for each; of those the latest are kept
 * (RFC 1122 2.3.2.2).
 *
 * Lifetime: an entry is freed after an RCU grace period by whoever unlinks it; its device's entries
 * are flushed before the device goes. tn_neigh.todo belongs to the timer, of which there is one at
 * a time.
 */
#include <linux/etherdevice.h>
#include <linux/hash.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/timer.h>

#include "link/arp.h"
#include "link/drop.h"
#include "link/linknet.h"
#include "link/neigh.h"
#include "link/output.h"
#include "link/upper.h"

#define NEIGH_HASH_BITS		8
#define NEIGH_MAX		1024	/* entries */
#define NEIGH_QUEUE_MAX		32	/* packets waiting for one neighbour */
#define NEIGH_HOT_STATE_SHIFT	48	/* state above the 48 bits of an Ethernet address */

/**
 * struct tn_neigh - an entry
 * @node:  in the hash; written under the lock, read under RCU
 * @dev:   its device, fixed
 * @addr:  its IPv4 address, fixed
 * @hot:   state and Ethernet address in one word; written under the lock, read anywhere
 * @nud:   what nud.c knows; lock
 * @queue: packets that wait for the address, data at the IPv4 header; lock
 * @todo:  in a list of the timer while that acts on it; timer only
 * @act:   what the timer has to do; timer only
 * @rcu:   frees it
 */
struct tn_neigh {
	struct hlist_node node;
	struct net_device *dev;
	__be32 addr;
	atomic64_t hot;
	struct tn_nud nud;
	struct sk_buff_head queue;
	struct list_head todo;
	enum tn_nud_act act;
	struct rcu_head rcu;
};

struct tn_neigh_table {
	struct net *net;
	spinlock_t lock;	/* see above */
	u32 count;
	struct timer_list timer;
	struct hlist_head hash[1 << NEIGH_HASH_BITS];
};

static struct tn_neigh_table *tn_neigh_table(const struct net_device *dev)
{
	return tn_linknet(dev_net(dev))->neigh;
}

static struct hlist_head *tn_neigh_bucket(struct tn_neigh_table *table,
					  const struct net_device *dev, __be32 addr)
{
	return &table->hash[hash_32((__force u32)addr ^ dev->ifindex, NEIGH_HASH_BITS)];
}

static struct tn_neigh *tn_neigh_find(struct tn_neigh_table *table, const struct net_device *dev,
				      __be32 addr)
{
	struct tn_neigh *e;

	hlist_for_each_entry_rcu(e, tn_neigh_bucket(table, dev, addr), node,
				 lockdep_is_held(&table->lock))
		if (e->addr == addr && e->dev == dev)
			return e;
	return NULL;
}

/* The state; @ha gets the address that belongs to it. */
static u8 tn_neigh_read(const struct tn_neigh *e, u8 *ha)
{
	u64 hot = atomic64_read(&e->hot);

	u64_to_ether_addr(hot, ha);
	return hot >> NEIGH_HOT_STATE_SHIFT;
}

/* After every change of an entry: publish it, and see that the timer comes in time. */
static void tn_neigh_written(struct tn_neigh_table *table, struct tn_neigh *e, tn_time_t now)
	__must_hold(&table->lock)
{
	u64 hot = ether_addr_to_u64(e->nud.ha) | (u64)e->nud.state << NEIGH_HOT_STATE_SHIFT;

	atomic64_set(&e->hot, hot);
	if (e->nud.next != TN_TIME_NEVER)
		timer_reduce(&table->timer, jiffies + nsecs_to_jiffies(tn_time_sub(e->nud.next,
										   now)) + 1);
}

/* Take an entry out; its queue goes to @dead. */
static void tn_neigh_unlink(struct tn_neigh_table *table, struct tn_neigh *e,
			    struct sk_buff_head *dead)
	__must_hold(&table->lock)
{
	hlist_del_rcu(&e->node);
	table->count--;
	skb_queue_splice_tail_init(&e->queue, dead);
	kfree_rcu(e, rcu);
}

/* Give up one entry that nothing waits for and that is not in use. */
static bool tn_neigh_evict(struct tn_neigh_table *table, struct sk_buff_head *dead)
	__must_hold(&table->lock)
{
	struct tn_neigh *e;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(table->hash); i++) {
		hlist_for_each_entry(e, &table->hash[i], node) {
			if (e->nud.state == TN_NUD_STALE || e->nud.state == TN_NUD_FAILED) {
				tn_neigh_unlink(table, e, dead);
				return true;
			}
		}
	}
	return false;
}

static struct tn_neigh *tn_neigh_create(struct tn_neigh_table *table, struct net_device *dev,
					__be32 addr)
	__must_hold(&table->lock)
{
	struct tn_neigh *e;

	if (table->count >= NEIGH_MAX)
		return NULL;
	e = kzalloc(sizeof(*e), GFP_ATOMIC);
	if (!e)
		return NULL;
	e->dev = dev;
	e->addr = addr;
	tn_nud_init(&e->nud);
	__skb_queue_head_init(&e->queue);
	hlist_add_head_rcu(&e->node, tn_neigh_bucket(table, dev, addr));
	table->count++;
	return e;
}

static void tn_neigh_drop_list(struct net *net, struct sk_buff_head *dead, enum tn_reason why)
{
	struct sk_buff *skb;

	while ((skb = __skb_dequeue(dead)))
		tn_drop_skb(net, skb, why);
}

static void tn_neigh_ask(struct net_device *dev, __be32 addr, const u8 *ha)
{
	const struct tn_upper *upper = tn_upper_get(dev_net(dev));
	__be32 source = upper ? upper->source(dev_net(dev), dev, addr) : 0;

	if (source)
		tn_arp_ask(dev, addr, source, ha);
}

/* A packet for an entry whose address cannot just be used: ask, and queue it if it must wait. */
static int tn_neigh_resolve_slow(struct net_device *dev, __be32 addr, struct sk_buff *skb, u8 *ha)
{
	struct tn_neigh_table *table = tn_neigh_table(dev);
	enum tn_nud_act act = TN_NUD_NOTHING;
	tn_time_t now = ktime_get_ns();
	struct sk_buff_head dead;
	struct tn_neigh *e;
	int ret = -ENOBUFS;

	__skb_queue_head_init(&dead);
	spin_lock_bh(&table->lock);
	e = tn_neigh_find(table, dev, addr);
	if (!e && table->count >= NEIGH_MAX)
		tn_neigh_evict(table, &dead);
	if (!e)
		e = tn_neigh_create(table, dev, addr);
	if (e) {
		act = tn_nud_use(&e->nud, now);
		if (skb_get_dst_pending_confirm(skb))
			tn_nud_confirm(&e->nud, now);
		ret = tn_nud_usable(e->nud.state);
		if (ret) {
			ether_addr_copy(ha, e->nud.ha);
		} else {
			if (e->queue.qlen >= NEIGH_QUEUE_MAX)
				__skb_queue_tail(&dead, __skb_dequeue(&e->queue));
			__skb_queue_tail(&e->queue, skb);
		}
		tn_neigh_written(table, e, now);
	}
	spin_unlock_bh(&table->lock);

	if (ret < 0)
		tn_drop_skb(dev_net(dev), skb, TN_REASON_NEIGH_TABLE_FULL);
	tn_neigh_drop_list(dev_net(dev), &dead, TN_REASON_NEIGH_QUEUE_FULL);
	if (act == TN_NUD_ASK_ALL)
		tn_neigh_ask(dev, addr, NULL);
	return ret;
}

/**
 * tn_neigh_resolve() - find the Ethernet address of a next hop for a packet
 * @dev:  an Ethernet device with ARP
 * @addr: the next hop
 * @skb:  the packet, data at the IPv4 header
 * @ha:   ETH_ALEN bytes
 *
 * Return: 1: @ha is filled and @skb still the caller's. 0: @skb is queued until the answer comes.
 * Negative errno: @skb is dropped and counted.
 * Context: RCU; BH as it comes; no other entry's lock.
 */
int tn_neigh_resolve(struct net_device *dev, __be32 addr, struct sk_buff *skb, u8 *ha)
{
	struct tn_neigh *e = tn_neigh_find(tn_neigh_table(dev), dev, addr);
	u8 state = TN_NUD_NONE;

	if (e)
		state = tn_neigh_read(e, ha);
	if (state == TN_NUD_REACHABLE)
		return 1;
	/* DELAY and PROBE: in use already, and there is news only with a confirmation */
	if ((state == TN_NUD_DELAY || state == TN_NUD_PROBE) && !skb_get_dst_pending_confirm(skb))
		return 1;
	return tn_neigh_resolve_slow(dev, addr, skb, ha);
}

/**
 * tn_neigh_heard() - an ARP packet told a neighbour's address
 * @dev:  where it came in
 * @addr: the IPv4 address, a good unicast one that is not ours
 * @ha:   its Ethernet address, a good one
 * @how:  what kind of packet it was; only TN_NUD_REQUEST creates an entry
 *
 * Context: BH off, RCU.
 */
void tn_neigh_heard(struct net_device *dev, __be32 addr, const u8 *ha, enum tn_nud_heard how)
{
	struct tn_neigh_table *table = tn_neigh_table(dev);
	tn_time_t now = ktime_get_ns();
	struct sk_buff_head ready;
	struct tn_neigh *e;
	struct sk_buff *skb;

	/* most of a LAN's ARP is about others */
	if (how != TN_NUD_REQUEST && !tn_neigh_find(table, dev, addr))
		return;

	__skb_queue_head_init(&ready);
	spin_lock_bh(&table->lock);
	e = tn_neigh_find(table, dev, addr);
	if (!e && how == TN_NUD_REQUEST)
		e = tn_neigh_create(table, dev, addr);
	if (e) {
		if (tn_nud_heard(&e->nud, now, ha, how) == TN_NUD_SEND)
			skb_queue_splice_tail_init(&e->queue, &ready);
		tn_neigh_written(table, e, now);
	}
	spin_unlock_bh(&table->lock);

	while ((skb = __skb_dequeue(&ready)))
		tn_output_ethernet(skb, ha);
}

/**
 * tn_neigh_doubt() - a transport gets no answer by way of this neighbour
 * @dev:  an Ethernet device with ARP
 * @addr: the neighbour's IPv4 address
 *
 * It is asked at once whether it is still there.
 *
 * Context: RCU; BH as it comes; no other entry's lock.
 */
void tn_neigh_doubt(struct net_device *dev, __be32 addr)
{
	struct tn_neigh_table *table = tn_neigh_table(dev);
	tn_time_t now = ktime_get_ns();
	struct tn_neigh *e;

	spin_lock_bh(&table->lock);
	e = tn_neigh_find(table, dev, addr);
	if (e) {
		tn_nud_doubt(&e->nud, now);
		tn_neigh_written(table, e, now);
	}
	spin_unlock_bh(&table->lock);
}

/* What an entry's deadline asked for, without the lock. */
static void tn_neigh_act(struct tn_neigh_table *table, struct tn_neigh *e)
{
	u8 ha[ETH_ALEN];

	switch (e->act) {
	case TN_NUD_ASK_ALL:
		tn_neigh_ask(e->dev, e->addr, NULL);
		break;
	case TN_NUD_ASK_ONE:
		tn_neigh_read(e, ha);
		tn_neigh_ask(e->dev, e->addr, ha);
		break;
	default:
		tn_count(tn_stats(table->net), TN_MIB_ARP_RES_FAILED);
	}
}

static void tn_neigh_timer(struct timer_list *timer)
{
	struct tn_neigh_table *table = from_timer(table, timer, timer);
	const struct tn_upper *upper;
	tn_time_t now = ktime_get_ns();
	struct sk_buff_head dead;
	struct hlist_node *next;
	struct sk_buff *skb;
	struct tn_neigh *e;
	LIST_HEAD(todo);
	u32 i;

	__skb_queue_head_init(&dead);
	rcu_read_lock();
	spin_lock(&table->lock);
	for (i = 0; i < ARRAY_SIZE(table->hash); i++) {
		hlist_for_each_entry_safe(e, next, &table->hash[i], node) {
			e->act = tn_nud_timer(&e->nud, now);
			if (e->act == TN_NUD_FORGET) {
				tn_neigh_unlink(table, e, &dead);
				continue;
			}
			if (e->act == TN_NUD_FAIL)
				skb_queue_splice_tail_init(&e->queue, &dead);
			if (e->act != TN_NUD_NOTHING)
				list_add_tail(&e->todo, &todo);
			tn_neigh_written(table, e, now);
		}
	}
	spin_unlock(&table->lock);

	/* RCU keeps the entries: they may be unlinked by now */
	list_for_each_entry(e, &todo, todo)
		tn_neigh_act(table, e);
	upper = tn_upper_get(table->net);
	skb_queue_walk(&dead, skb)
		if (upper)
			upper->gave_up(skb);
	tn_neigh_drop_list(table->net, &dead, TN_REASON_NO_NEIGHBOUR);
	rcu_read_unlock();
}

/**
 * tn_neigh_flush() - forget neighbours
 * @net:  the network namespace
 * @dev:  only those on this device; NULL: all
 * @addr: only this one; 0: all
 *
 * Packets that wait for them are dropped.
 *
 * Context: any but hard interrupts.
 */
void tn_neigh_flush(struct net *net, const struct net_device *dev, __be32 addr)
{
	struct tn_neigh_table *table = tn_linknet(net)->neigh;
	struct sk_buff_head dead;
	struct hlist_node *next;
	struct tn_neigh *e;
	u32 i;

	__skb_queue_head_init(&dead);
	spin_lock_bh(&table->lock);
	for (i = 0; i < ARRAY_SIZE(table->hash); i++)
		hlist_for_each_entry_safe(e, next, &table->hash[i], node)
			if ((!dev || e->dev == dev) && (!addr || e->addr == addr))
				tn_neigh_unlink(table, e, &dead);
	spin_unlock_bh(&table->lock);
	tn_neigh_drop_list(net, &dead, TN_REASON_NO_NEIGHBOUR);
}

/**
 * tn_neigh_walk() - visit the neighbours of a network namespace
 * @net: the namespace
 * @fn:  called for each, in no order, must not sleep; a value other than 0 ends the walk
 * @arg: passed to @fn
 *
 * Return: 0, or what @fn returned.
 * Context: any that may take RCU.
 */
int tn_neigh_walk(struct net *net, int (*fn)(const struct tn_neigh_info *info, void *arg),
		  void *arg)
{
	struct tn_neigh_table *table = tn_linknet(net)->neigh;
	struct tn_neigh *e;
	int ret = 0;
	u32 i;

	rcu_read_lock();
	for (i = 0; !ret && i < ARRAY_SIZE(table->hash); i++) {
		hlist_for_each_entry_rcu(e, &table->hash[i], node) {
			struct tn_neigh_info info = { .dev = e->dev, .addr = e->addr };

			info.state = tn_neigh_read(e, info.ha);
			info.queued = skb_queue_len_lockless(&e->queue);
			ret = fn(&info, arg);
			if (ret)
				break;
		}
	}
	rcu_read_unlock();
	return ret;
}

/**
 * tn_neigh_table_new() - the neighbour table of a new network namespace
 * @net: the namespace
 *
 * Return: the table, or NULL: no memory.
 * Context: process.
 */
struct tn_neigh_table *tn_neigh_table_new(struct net *net)
{
	struct tn_neigh_table *table = kzalloc(sizeof(*table), GFP_KERNEL);

	if (!table)
		return NULL;
	table->net = net;
	spin_lock_init(&table->lock);
	timer_setup(&table->timer, tn_neigh_timer, 0);
	return table;
}

/**
 * tn_neigh_table_free() - free a table; nobody sends or receives with it any more
 * @table: the table
 *
 * Context: process.
 */
void tn_neigh_table_free(struct tn_neigh_table *table)
{
	struct sk_buff_head dead;
	struct hlist_node *next;
	struct tn_neigh *e;
	u32 i;

	timer_shutdown_sync(&table->timer);
	__skb_queue_head_init(&dead);
	spin_lock_bh(&table->lock);
	for (i = 0; i < ARRAY_SIZE(table->hash); i++)
		hlist_for_each_entry_safe(e, next, &table->hash[i], node)
			tn_neigh_unlink(table, e, &dead);
	spin_unlock_bh(&table->lock);
	tn_neigh_drop_list(table->net, &dead, TN_REASON_NETNS_DOWN);
	kfree(table);
}
