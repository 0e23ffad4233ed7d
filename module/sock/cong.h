/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Congestion controls: which there are, and which a socket or a namespace uses. See cong.c.
 *
 *   tn_cong_begin()    any context: a new socket uses what its namespace has now
 *   tn_cong_inherit()  any context, the child's socket lock held: a child what its listener uses
 *   tn_cong_end()      the socket's last word
 *   tn_cong_change()   process context: TCP_CONGESTION
 *   tn_cong_config(), tn_cong_net_config()  socket lock, or tn_socknet.lock: other constants
 *   tn_cong_net_get(), tn_cong_net_set()  process context: of a namespace, for the sockets
 *                      that come
 *   tn_cong_list()     process context: the names of all, with blanks between them
 */
#ifndef TN_SOCK_CONG_H
#define TN_SOCK_CONG_H

#include <linux/types.h>

struct module;
struct net;
struct sock;
struct tandem_cc_ops;
struct tn_config;
struct tn_sock;
struct tn_socknet;

/** TN_CONG_LIST_MAX - characters of the names of all that are shown */
#define TN_CONG_LIST_MAX	512

/**
 * struct tn_cong - a congestion control that somebody uses
 * @ops:   the controller
 * @owner: the module it is in, which is referred to; NULL: this one
 */
struct tn_cong {
	const struct tandem_cc_ops *ops;
	struct module *owner;
};

void tn_cong_net_init(struct tn_socknet *sn);
void tn_cong_net_exit(struct tn_socknet *sn);
void tn_cong_net_config(struct tn_socknet *sn, const struct tn_config *old,
			const struct tn_config *cfg);
void tn_cong_net_get(struct net *net, char *name);
int tn_cong_net_set(struct net *net, const char *name);
void tn_cong_list(char *names);

void tn_cong_begin(struct tn_sock *ts);
void tn_cong_inherit(struct tn_sock *ts, const struct tn_sock *parent);
void tn_cong_end(struct tn_sock *ts);
int tn_cong_change(struct sock *sk, const char *name);
void tn_cong_config(struct tn_sock *ts, const struct tn_config *old, const struct tn_config *cfg);

#endif
