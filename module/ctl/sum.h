/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The counters of a network namespace, added up over its CPUs. See sum.c.
 */
#ifndef TN_CTL_SUM_H
#define TN_CTL_SUM_H

#include "base/hook.h"

struct net;

u64 tn_sum_mib(const struct net *net, enum tn_mib id);
u64 tn_sum_drop(const struct net *net, enum tn_reason reason);
u32 tn_sum_established(struct net *net);

#endif /* TN_CTL_SUM_H */
