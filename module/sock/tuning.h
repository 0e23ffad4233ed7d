/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Constants in force: of a network namespace, and of each socket. See tuning.c.
 *
 *   tn_tuning_begin()    any context: a new socket obeys what its namespace has now
 *   tn_tuning_inherit()  any context, the child's socket lock held: a child what its
 *                        listener has
 *   tn_tuning_end()      the socket's last word
 *   tn_tuning_change()   process context, socket lock held: one constant of one socket
 *   tn_tuning_net_get(), tn_tuning_net_set()  process context: of a namespace, for the
 *                        sockets that come
 */
#ifndef TN_SOCK_TUNING_H
#define TN_SOCK_TUNING_H

#include <linux/rcupdate.h>
#include <linux/refcount.h>

#include "tcp/config.h"

struct net;
struct tn_sock;
struct tn_socknet;

/**
 * struct tn_tuning - a set of constants that does not change
 * @ref: the namespace whose present set it is, and each socket that obeys it
 * @rcu: frees it
 * @cfg: the constants; never written after it was published
 */
struct tn_tuning {
	refcount_t ref;
	struct rcu_head rcu;
	struct tn_config cfg;
};

int tn_tuning_net_init(struct tn_socknet *sn);
void tn_tuning_net_exit(struct tn_socknet *sn);
int tn_tuning_net_get(struct net *net, const char *name, char *value);
int tn_tuning_net_set(struct net *net, const char *name, const char *value);

void tn_tuning_begin(struct tn_sock *ts);
void tn_tuning_inherit(struct tn_sock *ts, const struct tn_sock *parent);
void tn_tuning_end(struct tn_sock *ts);
int tn_tuning_change(struct tn_sock *ts, const char *name, const char *value);

#endif
