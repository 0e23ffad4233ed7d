/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a namespace remembers of hosts that it opens connections to. See hostcache.c.
 *
 *   tn_hostcache_ask()      is Fast Open to be tried, and with which cookie?
 *   tn_hostcache_learn()    tcb.fo has a lesson (TN_V_LESSON)
 *   tn_hostcache_hint()     when is a SYN to be sent again?
 *   tn_hostcache_measured() tcb.rtt has a measurement (TN_V_MEASURED)
 */
#ifndef TN_SOCK_HOSTCACHE_H
#define TN_SOCK_HOSTCACHE_H

#include <linux/types.h>

struct tn_fastopen_ask;
struct tn_sock;
struct tn_socknet;

bool tn_hostcache_ask(const struct tn_sock *ts, struct tn_fastopen_ask *ask);
void tn_hostcache_learn(const struct tn_sock *ts);
void tn_hostcache_hint(struct tn_sock *ts);
void tn_hostcache_measured(const struct tn_sock *ts);

int tn_hostcache_net_init(struct tn_socknet *sn);
void tn_hostcache_net_exit(struct tn_socknet *sn);

#endif
