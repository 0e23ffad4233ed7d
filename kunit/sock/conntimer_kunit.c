// SPDX-License-Identifier: GPL-2.0
/*
 * The timer behind the deadlines (module/sock/conntimer.c): the wheel is asked for a time that
 * brings it near enough, and is moved only when a deadline comes before it.
 */
#include <linux/jiffies.h>
#include <linux/timer.h>

#include "sock/conntimer.h"
#include "sock/fixture.h"
#include "tcp/deadline.h"

static void wait__near_is_exact(struct kunit *test)
{
	unsigned int n;

	for (n = 0; n < 60; n++) {
		KUNIT_EXPECT_EQ(test, tn_conntimer_wait((u64)n * TICK_NSEC), n);
		KUNIT_EXPECT_EQ(test, tn_conntimer_wait((u64)(n + 1) * TICK_NSEC - 1), n);
	}
}

/* Never late, and an eighth closer each time: two hours in few steps */
static void wait__far_is_approached(struct kunit *test)
{
	u64 left = tn_sec(7200);
	unsigned int steps;

	for (steps = 0; left >= TICK_NSEC; steps++) {
		unsigned long wait = tn_conntimer_wait(left);

		KUNIT_ASSERT_GT(test, wait, 0ul);
		KUNIT_ASSERT_LE(test, (u64)wait * TICK_NSEC, left);
		KUNIT_ASSERT_GE(test, (u64)(wait + 1) * TICK_NSEC, left / 8 * 7);
		left -= (u64)wait * TICK_NSEC;
	}
	KUNIT_EXPECT_LE(test, steps, 8u);
}

static void update__moves_only_forward(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);
	struct tn_sock *ts = tn_sk(sk);
	int refs = refcount_read(&sk->sk_refcnt);
	tn_time_t now = tn_sock_now();

	lock_sock(sk);
	tn_conntimer_update(sk);
	KUNIT_EXPECT_FALSE(test, timer_pending(&ts->timer));

	tn_deadline_set(&ts->tcb, TN_DL_RTO, now + tn_sec(100));
	tn_conntimer_update(sk);
	KUNIT_EXPECT_TRUE(test, timer_pending(&ts->timer));
	KUNIT_EXPECT_EQ(test, ts->timer_at, now + tn_sec(100));
	KUNIT_EXPECT_EQ(test, refcount_read(&sk->sk_refcnt), refs + 1);

	/* Later costs nothing, sooner does. */
	tn_deadline_set(&ts->tcb, TN_DL_RTO, now + tn_sec(200));
	tn_conntimer_update(sk);
	KUNIT_EXPECT_EQ(test, ts->timer_at, now + tn_sec(100));
	tn_deadline_set(&ts->tcb, TN_DL_RTO, now + tn_sec(50));
	tn_conntimer_update(sk);
	KUNIT_EXPECT_EQ(test, ts->timer_at, now + tn_sec(50));
	KUNIT_EXPECT_EQ(test, refcount_read(&sk->sk_refcnt), refs + 1);

	/* Short of memory: soon, whatever is due later */
	tn_conntimer_retry(sk);
	KUNIT_EXPECT_LT(test, ts->timer_at, now + tn_sec(50));

	tn_conntimer_stop(sk);
	KUNIT_EXPECT_FALSE(test, timer_pending(&ts->timer));
	KUNIT_EXPECT_EQ(test, ts->timer_at, (tn_time_t)TN_TIME_NEVER);
	KUNIT_EXPECT_EQ(test, refcount_read(&sk->sk_refcnt), refs);
	tn_conntimer_stop(sk);
	KUNIT_EXPECT_EQ(test, refcount_read(&sk->sk_refcnt), refs);
	release_sock(sk);
}

static struct kunit_case conntimer_cases[] = {
	KUNIT_CASE(wait__near_is_exact),
	KUNIT_CASE(wait__far_is_approached),
	KUNIT_CASE(update__moves_only_forward),
	{}
};

static struct kunit_suite conntimer_suite = {
	.name = "sock_conntimer",
	.test_cases = conntimer_cases,
};

kunit_test_suite(conntimer_suite);
