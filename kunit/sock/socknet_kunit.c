// SPDX-License-Identifier: GPL-2.0
/*
 * The sockets of a namespace (module/sock/socknet.c): a walk sees each once, in order, and goes on
 * where it stopped; one that is killed is out of every table.
 */
#include <net/net_namespace.h>

#include "sock/demux.h"
#include "sock/fixture.h"
#include "sock/socknet.h"

/*
 * What a walk has seen.
 * last:  id of the last socket
 * seen:  how many
 * stop:  stop at this one, 0: do not
 */
struct walk {
	unsigned long last;
	unsigned int seen;
	unsigned int stop;
};

static int look(struct sock *sk, void *arg)
{
	struct walk *w = arg;

	if (w->stop && w->seen == w->stop)
		return 1;
	if (tn_sk(sk)->id <= w->last)
		return -1;
	w->last = tn_sk(sk)->id;
	w->seen++;
	return 0;
}

static void walk__each_once_in_order(struct kunit *test)
{
	struct walk before = {}, w = {};
	unsigned long pos = 0;
	unsigned int i;

	KUNIT_ASSERT_EQ(test, tn_sock_walk(&init_net, &pos, look, &before), 0);
	for (i = 0; i < 20; i++)
		tn_fixture_socket(test);
	pos = 0;
	KUNIT_EXPECT_EQ(test, tn_sock_walk(&init_net, &pos, look, &w), 0);
	KUNIT_EXPECT_EQ(test, w.seen, before.seen + 20);
	KUNIT_EXPECT_EQ(test, pos, w.last);
}

static void walk__goes_on_where_it_stopped(struct kunit *test)
{
	struct walk all = {}, w = { .stop = 7 };
	unsigned long pos = 0;
	unsigned int i;

	for (i = 0; i < 20; i++)
		tn_fixture_socket(test);
	KUNIT_ASSERT_EQ(test, tn_sock_walk(&init_net, &pos, look, &all), 0);
	pos = 0;
	KUNIT_EXPECT_EQ(test, tn_sock_walk(&init_net, &pos, look, &w), 1);
	KUNIT_EXPECT_EQ(test, w.seen, 7u);
	KUNIT_EXPECT_EQ(test, pos, w.last);
	w.stop = 0;
	KUNIT_EXPECT_EQ(test, tn_sock_walk(&init_net, &pos, look, &w), 0);
	KUNIT_EXPECT_EQ(test, w.seen, all.seen);
	KUNIT_EXPECT_EQ(test, w.last, all.last);
}

static void kill__connection_is_gone(struct kunit *test)
{
	struct tn_tuple tuple = tn_fixture_tuple(1103, 7);
	struct sock *sk = tn_fixture_socket(test), *found;

	tn_fixture_connect(test, sk, &tuple);
	lock_sock(sk);
	tn_socknet_kill(sk, ENETDOWN);
	release_sock(sk);
	KUNIT_EXPECT_EQ(test, sk->sk_state, TCP_CLOSE);
	KUNIT_EXPECT_EQ(test, sk->sk_err, ENETDOWN);
	KUNIT_EXPECT_EQ(test, sk->sk_shutdown, SHUTDOWN_MASK);
	rcu_read_lock();
	found = tn_demux_lookup(&init_net, &tuple);
	rcu_read_unlock();
	KUNIT_EXPECT_NULL(test, found);
}

static struct kunit_case socknet_cases[] = {
	KUNIT_CASE(walk__each_once_in_order),
	KUNIT_CASE(walk__goes_on_where_it_stopped),
	KUNIT_CASE(kill__connection_is_gone),
	{}
};

static struct kunit_suite socknet_suite = {
	.name = "sock_socknet",
	.test_cases = socknet_cases,
};

kunit_test_suite(socknet_suite);
