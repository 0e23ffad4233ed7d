/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counting, from anywhere.
 *
 * Every room counts through these three calls, into one struct per network namespace. In the kernel
 * that struct is per CPU: an increment is one instruction, needs no lock and may be made in any
 * context; readers add the CPUs up. In host programs it is a plain struct, and NULL for tests that
 * do not care. This is the only header of the pure rooms that knows which of the two it is compiled
 * for.
 */
#ifndef TN_BASE_HOOK_H
#define TN_BASE_HOOK_H

#include <linux/types.h>

#include "base/mib.h"
#include "base/reason.h"

#ifdef __KERNEL__
#include <linux/percpu.h>
#elif !defined(__percpu)
#define __percpu
#endif

/**
 * struct tn_stats - all counters of one network namespace
 * @mib:  by enum tn_mib
 * @drop: dropped packets by enum tn_reason; [TN_REASON_NONE] stays 0
 */
struct tn_stats {
	u64 mib[TN_MIB_MAX];
	u64 drop[TN_REASON_MAX];
};

#ifdef __KERNEL__
static inline void tn_count_add(struct tn_stats __percpu *stats, enum tn_mib id, u64 n)
{
	this_cpu_add(stats->mib[id], n);
}

static inline void tn_count_drop(struct tn_stats __percpu *stats, enum tn_reason reason)
{
	this_cpu_inc(stats->drop[reason]);
}
#else
static inline void tn_count_add(struct tn_stats *stats, enum tn_mib id, u64 n)
{
	if (stats)
		stats->mib[id] += n;
}

static inline void tn_count_drop(struct tn_stats *stats, enum tn_reason reason)
{
	if (stats)
		stats->drop[reason]++;
}
#endif

static inline void tn_count(struct tn_stats __percpu *stats, enum tn_mib id)
{
	tn_count_add(stats, id, 1);
}

#endif /* TN_BASE_HOOK_H */
