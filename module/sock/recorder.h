/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The recordings of a network namespace. See record.c.
 *
 *   tn_record_on/off()   process context, callers serialised: for ctl/
 *   tn_record_show()     any context: the recording with the lowest id above @after
 *   tn_record_copy()     process context: the same one's journal, kvfree() it
 */
#ifndef TN_SOCK_RECORDER_H
#define TN_SOCK_RECORDER_H

#include <linux/list.h>
#include <linux/spinlock.h>

#include "sock/sock.h"

struct net;

/**
 * struct tn_recorder - recordings of a network namespace, in tn_socknet
 * @lock:    guards all of this; before the lock of a recording
 * @on:      new connections are recorded
 * @port:    only those with this local or remote port, or 0
 * @missed:  connections for which all recordings were in use
 * @last_id: of a recording
 * @all:     tn_record.link, least recently begun first
 */
struct tn_recorder {
	spinlock_t lock; /* everything here */
	bool on;
	__be16 port;
	u32 missed;
	u64 last_id;
	struct list_head all;
};

/**
 * struct tn_record_info - a recording, for `tandem trace show`
 * @id:     its number
 * @tuple:  addresses of the connection
 * @events: so many so far
 * @lost:   so many of them were dropped again
 * @live:   the connection is not over
 */
struct tn_record_info {
	u64 id;
	struct tn_tuple tuple;
	u32 events;
	u32 lost;
	bool live;
};

void tn_record_net_init(struct tn_recorder *rec);
void tn_record_net_exit(struct tn_recorder *rec);

int tn_record_on(struct net *net, __be16 port);
void tn_record_off(struct net *net);
bool tn_record_show(struct net *net, u64 after, struct tn_record_info *info);
int tn_record_copy(struct net *net, u64 after, u64 *id, u8 **journal, u32 *len);

#endif
