/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BBR along a path of 10 Mb/s and 40 ms, a BDP of 50 packets: what its suites share.
 */
#ifndef TN_KUNIT_CC_BBR_PATH_H
#define TN_KUNIT_CC_BBR_PATH_H

#include "cc/bbr_model.h"
#include "cc/bbr_out.h"
#include "cc/path.h"

#define MBPS10		PATH_MBPS(10)
#define RTT		tn_ms(40)
#define BDP		50000u

static inline struct tn_bbr *bbr_of(struct path *path)
{
	return (struct tn_bbr *)path->priv;
}

/* 10 Mb/s, 40 ms: a BDP of 50 packets */
static inline struct path *bbr_path(struct kunit *test, u32 queue)
{
	return path_new(test, &tn_cc_bbr, MBPS10, RTT, queue);
}

/* Until BBR is in @state, @span at most. Return: how long that took. */
static inline tn_time_t until(struct kunit *test, struct path *path,
			      enum tn_bbr_state state, tn_time_t span)
{
	tn_time_t begin = path->now;

	while (bbr_of(path)->state != state && path->now < begin + span && path_step(path))
		;
	KUNIT_ASSERT_EQ(test, bbr_of(path)->state, state);
	return path->now - begin;
}

/* As long as it stays there. */
static inline tn_time_t stay(struct kunit *test, struct path *path, tn_time_t span)
{
	u8 state = bbr_of(path)->state;
	tn_time_t begin = path->now;

	while (bbr_of(path)->state == state && path->now < begin + span && path_step(path))
		;
	KUNIT_ASSERT_NE(test, bbr_of(path)->state, state);
	return path->now - begin;
}

/* @value is @want, give or take @percent */
static inline void expect_near(struct kunit *test, u64 value, u64 want, u32 percent)
{
	KUNIT_EXPECT_GE(test, value * 100, want * (100 - percent));
	KUNIT_EXPECT_LE(test, value * 100, want * (100 + percent));
}

#endif
