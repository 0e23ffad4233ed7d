/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers that a stranger shall not guess. See isn.c.
 *
 *   tn_isn_init()      module
 *   tn_isn_pick()      initial sequence number of a connection (RFC 6528)
 *   tn_isn_ts_offset() what its timestamps are shifted by, ms (RFC 7323 5.4)
 *   tn_isn_spread()    a number by which the listeners of a group share connections
 *   tn_isn_port()      where the search for a local port begins (RFC 6056 3.3.4)
 */
#ifndef TN_SOCK_ISN_H
#define TN_SOCK_ISN_H

#include <linux/types.h>

struct net;
struct tn_ephemeral;
struct tn_tuple;

void tn_isn_init(void);
u32 tn_isn_pick(const struct net *net, const struct tn_tuple *tuple);
u32 tn_isn_ts_offset(const struct net *net, const struct tn_tuple *tuple);
u32 tn_isn_spread(const struct net *net, const struct tn_tuple *tuple);
void tn_isn_port(const struct net *net, const struct tn_tuple *tuple, u16 first, u16 last,
		 struct tn_ephemeral *e);

#endif
