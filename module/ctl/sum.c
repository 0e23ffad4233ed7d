// SPDX-License-Identifier: GPL-2.0
/*
 * Counters are kept per CPU (base/hook.h); whoever shows one adds it up here.
 * So is the one gauge that nobody counts along: connections now open.
 *
 * A 64-bit value is read in one access on 64-bit machines. The CPUs are visited
 * one after the other, so two counters of one event may differ by that event.
 */
#include <linux/percpu.h>

#include "ctl/sum.h"
#include "link/linknet.h"
#include "sock/sock.h"
#include "sock/socknet.h"

/**
 * tn_sum_mib() - one counter
 * @net: network namespace
 * @id:  which
 *
 * Context: any.
 * Return: its value.
 */
u64 tn_sum_mib(const struct net *net, enum tn_mib id)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(tn_stats(net), cpu)->mib[id]);
	return sum;
}

/**
 * tn_sum_drop() - packets dropped for one reason
 * @net:    network namespace
 * @reason: which
 *
 * Context: any.
 * Return: their number.
 */
u64 tn_sum_drop(const struct net *net, enum tn_reason reason)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(tn_stats(net), cpu)->drop[reason]);
	return sum;
}

static int tn_sum_one(struct sock *sk, void *arg)
{
	u32 *sum = arg;

	*sum += tn_tcb_in(&tn_sk(sk)->tcb, TN_STATE_IN(TN_ESTABLISHED) |
			  TN_STATE_IN(TN_CLOSE_WAIT));
	return 0;
}

/**
 * tn_sum_established() - RFC 4022 tcpCurrEstab: ESTABLISHED and CLOSE-WAIT
 * @net: network namespace
 *
 * Context: process context; takes each socket's lock in turn.
 * Return: their number.
 */
u32 tn_sum_established(struct net *net)
{
	unsigned long pos = 0;
	u32 sum = 0;

	tn_sock_walk(net, &pos, tn_sum_one, &sum);
	return sum;
}
