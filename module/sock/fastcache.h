/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the clients of a namespace remember of TCP Fast Open. See fastcache.c.
 *
 *   tn_fastcache_ask()   is it to be tried, and with which cookie?
 *   tn_fastcache_learn() tcb.fo has a lesson (TN_V_LESSON)
 */
#ifndef TN_SOCK_FASTCACHE_H
#define TN_SOCK_FASTCACHE_H

#include <linux/types.h>

struct tn_fastopen_ask;
struct tn_sock;
struct tn_socknet;

bool tn_fastcache_ask(const struct tn_sock *ts, struct tn_fastopen_ask *ask);
void tn_fastcache_learn(const struct tn_sock *ts);

int tn_fastcache_net_init(struct tn_socknet *sn);
void tn_fastcache_net_exit(struct tn_socknet *sn);

#endif
