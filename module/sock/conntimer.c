// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel timers behind a connection's deadlines.
 *
 * The machine keeps its deadlines in an array and never starts or stops
 * anything. This file makes sure that a kernel timer fires no later than
 * the earliest of them. It is lazy: the timer is moved only when a deadline comes
 * before it. A deadline that moves away, as the RTO does with every ACK, costs
 * nothing; the timer fires too early once, finds nothing due and is set anew.
 *
 * The timer wheel has the resolution of a jiffy only for what is near, and rounds a
 * far deadline up by as much as an eighth: 2 s late for a backed-off RTO. So a far
 * deadline is approached: the timer is set an eighth early, fires, finds nothing due
 * and is set anew, until what is left is near. A deadline is then met to the jiffy,
 * at the cost of two firings for a second and seven for two hours.
 *
 * For two deadlines the wheel is too coarse, the departures of a paced connection and what is
 * late by reordering, a quarter of a round trip (tn_deadline_next_fine()). They have an
 * hrtimer, which is as lazy, and fires in softirq.
 *
 * An armed timer holds a reference to its socket. When one fires while a
 * user holds the socket lock, TN_SF_TIMER leaves the work to release_cb.
 */
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/timer.h>
#include <net/sock.h>

#include "sock/conntimer.h"
#include "sock/perform.h"
#include "sock/record.h"
#include "sock/sentnode.h"
#include "sock/sock.h"
#include "tcp/deadline.h"

/* When memory was short: ask again after this time. */
#define TN_CONNTIMER_RETRY	tn_ms(20)

/* Below this many jiffies the wheel is exact: its first level, less a margin. */
#define TN_CONNTIMER_NEAR	60

/**
 * tn_conntimer_wait() - how long to set a timer of the wheel for
 * @ns: until the deadline
 *
 * The wheel itself adds what is missing to the next jiffy.
 *
 * Context: any.
 * Return: jiffies; the timer fires less than one after the deadline, perhaps before it.
 */
unsigned long tn_conntimer_wait(u64 ns)
{
	unsigned long wait = nsecs_to_jiffies(ns);

	return wait < TN_CONNTIMER_NEAR ? wait : wait - wait / 8;
}

static void tn_conntimer_arm(struct tn_sock *ts, tn_time_t now, tn_time_t at)
{
	ts->timer_at = at;
	sk_reset_timer(&ts->sk, &ts->timer,
		       jiffies + tn_conntimer_wait(tn_time_sub(at, now)));
}

static void tn_conntimer_arm_fine(struct tn_sock *ts, tn_time_t at)
{
	ts->fine_at = at;
	/* What was armed and has not fired passes its reference on. */
	if (hrtimer_try_to_cancel(&ts->fine) <= 0)
		sock_hold(&ts->sk);
	hrtimer_start(&ts->fine, ns_to_ktime(at), HRTIMER_MODE_ABS_PINNED_SOFT);
}

static void tn_conntimer_due(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_verdict v = {};

	if (tn_tcb_in(&ts->tcb, TN_STATE_IN(TN_CLOSED) | TN_STATE_IN(TN_LISTEN) |
				TN_STATE_IN(TN_TIME_WAIT)))
		return;

	tn_sentnode_fill(&ts->tcb, TN_SENTQ_SPARE_FEW);
	tn_record_deadline(ts, tn_sock_now(), &v);
	v.bits |= TN_V_SEND;
	tn_perform(sk, &v);
}

/**
 * tn_conntimer_run() - run what is due
 * @sk: the socket; a timer has fired, and the user held the lock
 *
 * Besides the deadlines, the machine is asked what may be sent: that is how sending
 * goes on after tn_conntimer_retry().
 *
 * Context: softirq, or release_cb; socket lock held. May end the connection.
 */
void tn_conntimer_run(struct sock *sk)
{
	/* Which one fired is not known. One that is set again may be pending yet. */
	tn_sk(sk)->timer_at = TN_TIME_NEVER;
	tn_sk(sk)->fine_at = TN_TIME_NEVER;
	tn_conntimer_due(sk);
}

static void tn_conntimer_fire(struct timer_list *timer)
{
	struct tn_sock *ts = from_timer(ts, timer, timer);
	struct sock *sk = &ts->sk;

	bh_lock_sock(sk);
	if (sock_owned_by_user(sk)) {
		set_bit(TN_SF_TIMER, &ts->flags);
	} else {
		ts->timer_at = TN_TIME_NEVER;
		tn_conntimer_due(sk);
	}
	bh_unlock_sock(sk);
	sock_put(sk);
}

static enum hrtimer_restart tn_conntimer_fire_fine(struct hrtimer *timer)
{
	struct tn_sock *ts = container_of(timer, struct tn_sock, fine);
	struct sock *sk = &ts->sk;

	bh_lock_sock(sk);
	if (sock_owned_by_user(sk)) {
		set_bit(TN_SF_TIMER, &ts->flags);
	} else {
		ts->fine_at = TN_TIME_NEVER;
		tn_conntimer_due(sk);
	}
	bh_unlock_sock(sk);
	sock_put(sk);
	return HRTIMER_NORESTART;
}

/**
 * tn_conntimer_init() - prepare the timer of a new socket
 * @sk: a socket that nobody else can find yet
 */
void tn_conntimer_init(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);

	timer_setup(&ts->timer, tn_conntimer_fire, 0);
	ts->timer_at = TN_TIME_NEVER;
	hrtimer_init(&ts->fine, CLOCK_MONOTONIC, HRTIMER_MODE_ABS_PINNED_SOFT);
	ts->fine.function = tn_conntimer_fire_fine;
	ts->fine_at = TN_TIME_NEVER;
}

/**
 * tn_conntimer_update() - the deadlines may have changed
 * @sk: the socket
 *
 * Context: any, socket lock held.
 */
void tn_conntimer_update(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);
	tn_time_t next = tn_deadline_next_coarse(&ts->tcb);
	tn_time_t fine = tn_deadline_next_fine(&ts->tcb);

	if (next < ts->timer_at)
		tn_conntimer_arm(ts, tn_sock_now(), next);
	if (fine < ts->fine_at)
		tn_conntimer_arm_fine(ts, fine);
}

/**
 * tn_conntimer_retry() - memory was short: ask the machine again soon
 * @sk: the socket
 *
 * Context: any, socket lock held.
 */
void tn_conntimer_retry(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);
	tn_time_t now = tn_sock_now();

	if (now + TN_CONNTIMER_RETRY < ts->timer_at)
		tn_conntimer_arm(ts, now, now + TN_CONNTIMER_RETRY);
}

/**
 * tn_conntimer_stop() - nothing will be due any more
 * @sk: the socket
 *
 * Context: any, socket lock held; the caller has a reference of its own.
 */
void tn_conntimer_stop(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);

	sk_stop_timer(sk, &ts->timer);
	ts->timer_at = TN_TIME_NEVER;
	if (hrtimer_try_to_cancel(&ts->fine) > 0)
		__sock_put(sk);
	ts->fine_at = TN_TIME_NEVER;
}
