/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters for a suite: struct tn_stats is per CPU in the kernel and plain on the host, and a suite
 * that counts must not care. They live as long as the case.
 */
#ifndef TN_KUNIT_STATS_H
#define TN_KUNIT_STATS_H

#include <kunit/test.h>

#include "base/hook.h"

#ifdef __KERNEL__
#include <kunit/resource.h>
#include <linux/percpu.h>

static inline void tn_stats_free(void *stats)
{
	free_percpu((struct tn_stats __percpu __force *)stats);
}

static inline struct tn_stats __percpu *tn_stats_new(struct kunit *test)
{
	struct tn_stats __percpu *stats = alloc_percpu(struct tn_stats);

	KUNIT_ASSERT_NOT_NULL(test, (void __force *)stats);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, tn_stats_free,
							   (void __force *)stats));
	return stats;
}

/* How often @id was counted */
static inline u64 tn_stats_mib(struct tn_stats __percpu *stats, enum tn_mib id)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu_ptr(stats, cpu)->mib[id];
	return sum;
}

/* How often something was dropped for @reason */
static inline u64 tn_stats_drop(struct tn_stats __percpu *stats, enum tn_reason reason)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu_ptr(stats, cpu)->drop[reason];
	return sum;
}
#else
static inline struct tn_stats *tn_stats_new(struct kunit *test)
{
	return kunit_kzalloc(test, sizeof(struct tn_stats), GFP_KERNEL);
}

static inline u64 tn_stats_mib(struct tn_stats *stats, enum tn_mib id)
{
	return stats->mib[id];
}

static inline u64 tn_stats_drop(struct tn_stats *stats, enum tn_reason reason)
{
	return stats->drop[reason];
}
#endif

#endif /* TN_KUNIT_STATS_H */
