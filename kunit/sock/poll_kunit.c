// SPDX-License-Identifier: GPL-2.0
/*
 * poll() (module/sock/poll.c): what it says in each state of a connection.
 */
#include <linux/net.h>
#include <linux/poll.h>

#include "sock/enter.h"
#include "sock/fixture.h"
#include "sock/poll.h"

#define DATA	(TN_FIXTURE_IRS + 1)

#define IN	(EPOLLIN | EPOLLRDNORM)
#define OUT	(EPOLLOUT | EPOLLWRNORM)

static __poll_t events(struct sock *sk)
{
	return tn_poll_events(NULL, sk->sk_socket, NULL);
}

static struct sock *connected(struct kunit *test, u16 rport)
{
	struct tn_tuple tuple = tn_fixture_tuple(1093, rport);
	struct sock *sk = tn_fixture_socket(test);

	tn_fixture_connect(test, sk, &tuple);
	return sk;
}

static void events__without_a_connection(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);

	KUNIT_EXPECT_EQ(test, events(sk), OUT | EPOLLHUP);
	KUNIT_ASSERT_EQ(test, tn_fixture_bind(sk, 0, 1093), 0);
	KUNIT_ASSERT_EQ(test, sk->sk_socket->ops->listen(sk->sk_socket, 8), 0);
	KUNIT_EXPECT_EQ(test, events(sk), 0u);
}

static void events__while_data_comes(struct kunit *test)
{
	struct sock *sk = connected(test, 1);

	KUNIT_EXPECT_EQ(test, events(sk), OUT);
	tn_fixture_arrive(test, sk, DATA + 1, 99, 0);
	KUNIT_EXPECT_EQ(test, events(sk), OUT);
	tn_fixture_arrive(test, sk, DATA, 1, 0);
	KUNIT_EXPECT_EQ(test, events(sk), IN | OUT);
	tn_fixture_arrive(test, sk, DATA + 100, 0, TN_TCP_FIN);
	KUNIT_EXPECT_EQ(test, events(sk), IN | OUT | EPOLLRDHUP);
}

static void events__low_water_mark(struct kunit *test)
{
	struct sock *sk = connected(test, 2);

	WRITE_ONCE(sk->sk_rcvlowat, 100);
	tn_fixture_arrive(test, sk, DATA, 99, 0);
	KUNIT_EXPECT_EQ(test, events(sk), OUT);
	tn_fixture_arrive(test, sk, DATA + 99, 1, 0);
	KUNIT_EXPECT_EQ(test, events(sk), IN | OUT);
}

static void events__after_a_reset(struct kunit *test)
{
	struct sock *sk = connected(test, 3);

	tn_fixture_arrive(test, sk, DATA, 0, TN_TCP_RST);
	KUNIT_EXPECT_EQ(test, events(sk), IN | OUT | EPOLLRDHUP | EPOLLHUP | EPOLLERR);
}

static void events__no_room_to_write(struct kunit *test)
{
	struct sock *sk = connected(test, 4);

	lock_sock(sk);
	sk_wmem_queued_add(sk, sk->sk_sndbuf);
	release_sock(sk);
	KUNIT_EXPECT_EQ(test, events(sk), 0u);
	KUNIT_EXPECT_TRUE(test, test_bit(SOCK_NOSPACE, &sk->sk_socket->flags));
	lock_sock(sk);
	sk_wmem_queued_add(sk, -sk->sk_sndbuf);
	release_sock(sk);
	KUNIT_EXPECT_EQ(test, events(sk), OUT);
}

static struct kunit_case poll_cases[] = {
	KUNIT_CASE(events__without_a_connection),
	KUNIT_CASE(events__while_data_comes),
	KUNIT_CASE(events__low_water_mark),
	KUNIT_CASE(events__after_a_reset),
	KUNIT_CASE(events__no_room_to_write),
	{}
};

static struct kunit_suite poll_suite = {
	.name = "sock_poll",
	.test_cases = poll_cases,
};

kunit_test_suite(poll_suite);
