// SPDX-License-Identifier: GPL-2.0
/*
 * What a namespace remembers of hosts (module/sock/hostcache.c): as many as it has room for, and of
 * those the ones that it had to do with last.
 */
#include <net/sock.h>

#include "sock/fixture.h"
#include "sock/hostcache.h"
#include "tcp/share.h"

/* HOSTCACHE_MAX */
#define ROOM	1024

/* Hosts of which no other case has heard, from 198.18.0.0 on */
static struct tn_sock *to_host(struct sock *sk, u32 nth)
{
	struct tn_sock *ts = tn_sk(sk);

	tn_tcb_config(&ts->tcb, &tn_config_linux);
	ts->tuple.laddr = cpu_to_be32(0xc0000201);
	ts->tuple.raddr = cpu_to_be32(0xc6120000 + nth);
	return ts;
}

static void measure(struct sock *sk, u32 nth, tn_time_t rtt, tn_time_t at)
{
	struct tn_sock *ts = to_host(sk, nth);

	ts->tcb.rtt.srtt = rtt;
	ts->tcb.rtt.rttvar = rtt / 2;
	ts->tcb.rtt.at = at;
	tn_hostcache_measured(ts);
}

/* The RTO of a SYN to it, ms */
static u64 hint(struct sock *sk, u32 nth)
{
	struct tn_sock *ts = to_host(sk, nth);

	tn_hostcache_hint(ts);
	return tn_time_to_ms(ts->tcb.rtt.rto);
}

static void hint__of_the_same_host(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);

	measure(sk, 1, tn_ms(100), tn_sock_now());
	measure(sk, 2, tn_ms(200), tn_sock_now());
	KUNIT_EXPECT_EQ(test, hint(sk, 1), 300ULL);
	KUNIT_EXPECT_EQ(test, hint(sk, 2), 600ULL);
	KUNIT_EXPECT_EQ(test, hint(sk, 3), 1000ULL);
}

/* Another address of ours has another path */
static void hint__of_another_address(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);
	struct tn_sock *ts = tn_sk(sk);

	measure(sk, 4, tn_ms(100), tn_sock_now());
	tn_tcb_config(&ts->tcb, &tn_config_linux);
	ts->tuple.laddr = cpu_to_be32(0xc0000202);
	tn_hostcache_hint(ts);
	KUNIT_EXPECT_EQ(test, tn_time_to_ms(ts->tcb.rtt.rto), 1000ULL);
}

/* A new one takes the place of the one that was measured least recently */
static void measured__room(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);
	tn_time_t now = tn_sock_now();
	u32 i;

	for (i = 0; i < ROOM; i++)
		measure(sk, 100 + i, tn_ms(100), now);
	KUNIT_EXPECT_EQ(test, hint(sk, 100), 300ULL);
	/* The first one again, a second later: a second one is not worth the lock */
	measure(sk, 100, tn_ms(100), now + tn_sec(1));
	measure(sk, 101, tn_ms(100), now + tn_ms(999));
	measure(sk, 100 + ROOM, tn_ms(100), now);
	KUNIT_EXPECT_EQ(test, hint(sk, 100), 300ULL);
	KUNIT_EXPECT_EQ(test, hint(sk, 101), 1000ULL);
	KUNIT_EXPECT_EQ(test, hint(sk, 102), 300ULL);
	KUNIT_EXPECT_EQ(test, hint(sk, 100 + ROOM), 300ULL);
}

static struct kunit_case hostcache_cases[] = {
	KUNIT_CASE(hint__of_the_same_host),
	KUNIT_CASE(hint__of_another_address),
	KUNIT_CASE(measured__room),
	{}
};

static struct kunit_suite hostcache_suite = {
	.name = "sock_hostcache",
	.test_cases = hostcache_cases,
};

kunit_test_suite(hostcache_suite);
