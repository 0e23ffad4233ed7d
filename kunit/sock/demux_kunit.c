// SPDX-License-Identifier: GPL-2.0
/*
 * From addresses to sockets (module/sock/demux.c).
 */
#include <linux/net.h>
#include <net/net_namespace.h>

#include "sock/demux.h"
#include "sock/fixture.h"

#define PORT	1013

/* Sockets of one case: more than the table is made for */
#define MANY	400

static int put_in(struct sock *sk, const struct tn_tuple *tuple)
{
	int err;

	lock_sock(sk);
	tn_sk(sk)->tuple = *tuple;
	err = tn_demux_insert(sk);
	release_sock(sk);
	return err;
}

static struct sock *insert(struct kunit *test, const struct tn_tuple *tuple, int expected)
{
	struct sock *sk = tn_fixture_socket(test);

	KUNIT_EXPECT_EQ(test, put_in(sk, tuple), expected);
	return sk;
}

static void take_out(struct sock *sk)
{
	lock_sock(sk);
	tn_demux_remove(sk);
	release_sock(sk);
}

/* Who is found, without keeping the reference */
static struct sock *look(const struct net *net, const struct tn_tuple *tuple)
{
	struct sock *sk;

	rcu_read_lock();
	sk = tn_demux_lookup(net, tuple);
	rcu_read_unlock();
	if (sk)
		sock_put(sk);
	return sk;
}

static struct sock *look_listener(u32 addr, u16 port)
{
	struct tn_tuple tuple = { .laddr = htonl(addr), .lport = htons(port) };
	struct sock *sk;

	rcu_read_lock();
	sk = tn_demux_listener(&init_net, &tuple);
	rcu_read_unlock();
	if (sk)
		sock_put(sk);
	return sk;
}

static struct sock *listener(struct kunit *test, u32 addr, u16 port)
{
	struct sock *sk = tn_fixture_socket(test);

	sock_set_reuseaddr(sk);
	KUNIT_ASSERT_EQ(test, tn_fixture_bind(sk, addr, port), 0);
	KUNIT_ASSERT_EQ(test, sk->sk_socket->ops->listen(sk->sk_socket, 8), 0);
	return sk;
}

static void lookup__every_part_of_the_tuple_counts(struct kunit *test)
{
	struct tn_tuple tuple = tn_fixture_tuple(PORT, 7), other;
	struct sock *sk = insert(test, &tuple, 0);

	KUNIT_EXPECT_PTR_EQ(test, look(&init_net, &tuple), sk);
	other = tuple;
	other.laddr ^= htonl(1);
	KUNIT_EXPECT_NULL(test, look(&init_net, &other));
	other = tuple;
	other.raddr ^= htonl(1 << 31);
	KUNIT_EXPECT_NULL(test, look(&init_net, &other));
	other = tuple;
	other.lport ^= htons(1);
	KUNIT_EXPECT_NULL(test, look(&init_net, &other));
	other = tuple;
	other.rport ^= htons(1 << 15);
	KUNIT_EXPECT_NULL(test, look(&init_net, &other));
	/* The peer's view of the same addresses is another connection's. */
	other = (struct tn_tuple) { .laddr = tuple.raddr, .raddr = tuple.laddr,
				    .lport = tuple.rport, .rport = tuple.lport };
	KUNIT_EXPECT_NULL(test, look(&init_net, &other));
}

/* A key is all that the table looks at: it need not be a namespace that lives. */
static void lookup__other_namespace(struct kunit *test)
{
	struct net *stranger = kunit_kzalloc(test, sizeof(*stranger), GFP_KERNEL);
	struct tn_tuple tuple = tn_fixture_tuple(PORT, 8);

	KUNIT_ASSERT_NOT_NULL(test, stranger);
	insert(test, &tuple, 0);
	KUNIT_EXPECT_NULL(test, look(stranger, &tuple));
}

static void lookup__takes_a_reference(struct kunit *test)
{
	struct tn_tuple tuple = tn_fixture_tuple(PORT, 9);
	struct sock *sk = insert(test, &tuple, 0), *found;
	int before = refcount_read(&sk->sk_refcnt);

	rcu_read_lock();
	found = tn_demux_lookup(&init_net, &tuple);
	rcu_read_unlock();
	KUNIT_ASSERT_PTR_EQ(test, found, sk);
	KUNIT_EXPECT_EQ(test, refcount_read(&sk->sk_refcnt), before + 1);
	sock_put(found);
}

static void insert__tuple_belongs_to_one(struct kunit *test)
{
	struct tn_tuple tuple = tn_fixture_tuple(PORT, 10);
	struct sock *first = insert(test, &tuple, 0), *second;
	int refs;

	second = insert(test, &tuple, -EADDRNOTAVAIL);
	refs = refcount_read(&second->sk_refcnt);
	/* It was not put in: taking it out must not disturb the first. */
	take_out(second);
	KUNIT_EXPECT_EQ(test, refcount_read(&second->sk_refcnt), refs);
	KUNIT_EXPECT_PTR_EQ(test, look(&init_net, &tuple), first);

	take_out(first);
	KUNIT_EXPECT_NULL(test, look(&init_net, &tuple));
	insert(test, &tuple, 0);
}

/* SO_BINDTODEVICE: those on different devices are different connections. */
static void insert__devices_tell_tuples_apart(struct kunit *test)
{
	struct tn_tuple tuple = tn_fixture_tuple(PORT, 12);
	struct sock *one = tn_fixture_socket(test), *two = tn_fixture_socket(test);

	one->sk_bound_dev_if = 1001;
	two->sk_bound_dev_if = 1001;
	KUNIT_ASSERT_EQ(test, put_in(one, &tuple), 0);
	KUNIT_EXPECT_EQ(test, put_in(two, &tuple), -EADDRNOTAVAIL);
	two->sk_bound_dev_if = 0;
	KUNIT_EXPECT_EQ(test, put_in(two, &tuple), -EADDRNOTAVAIL);
	two->sk_bound_dev_if = 1002;
	KUNIT_ASSERT_EQ(test, put_in(two, &tuple), 0);
	tuple.dev = 1001;
	KUNIT_EXPECT_PTR_EQ(test, look(&init_net, &tuple), one);
	tuple.dev = 1002;
	KUNIT_EXPECT_PTR_EQ(test, look(&init_net, &tuple), two);
	tuple.dev = 1003;
	KUNIT_EXPECT_NULL(test, look(&init_net, &tuple));
	/* it may be bound to another one while it is in the table */
	take_out(one);
	two->sk_bound_dev_if = 1003;
	KUNIT_EXPECT_PTR_EQ(test, look(&init_net, &tuple), two);
}

static void remove__twice_is_harmless(struct kunit *test)
{
	struct tn_tuple tuple = tn_fixture_tuple(PORT, 11);
	struct sock *sk = insert(test, &tuple, 0);
	int before = refcount_read(&sk->sk_refcnt);

	take_out(sk);
	take_out(sk);
	KUNIT_EXPECT_EQ(test, refcount_read(&sk->sk_refcnt), before - 1);
}

/* The table grows while it is in use. */
static void lookup__among_many(struct kunit *test)
{
	struct sock **socks = kunit_kcalloc(test, MANY, sizeof(*socks), GFP_KERNEL);
	struct tn_tuple tuple;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, socks);
	for (i = 0; i < MANY; i++) {
		tuple = tn_fixture_tuple(PORT, 20000 + i);
		socks[i] = insert(test, &tuple, 0);
	}
	for (i = 0; i < MANY; i += 2)
		take_out(socks[i]);
	for (i = 0; i < MANY; i++) {
		tuple = tn_fixture_tuple(PORT, 20000 + i);
		KUNIT_EXPECT_PTR_EQ(test, look(&init_net, &tuple), i & 1 ? socks[i] : NULL);
	}
}

/* RFC 9293 MUST-42 */
static void listener__specific_before_any(struct kunit *test)
{
	struct sock *one = listener(test, 0xc0000201, PORT);
	struct sock *two = listener(test, 0xc0000202, PORT);

	KUNIT_EXPECT_PTR_EQ(test, look_listener(0xc0000201, PORT), one);
	KUNIT_EXPECT_PTR_EQ(test, look_listener(0xc0000202, PORT), two);
	KUNIT_EXPECT_NULL(test, look_listener(0xc0000203, PORT));
	KUNIT_EXPECT_NULL(test, look_listener(0xc0000201, PORT + 1));
}

static void listener__any_takes_the_rest(struct kunit *test)
{
	struct sock *any = tn_fixture_socket(test), *one = tn_fixture_socket(test);

	/* Past the ports, which would not have both. */
	lock_sock(any);
	tn_sk(any)->tuple.lport = htons(PORT + 2);
	tn_demux_listen(any);
	release_sock(any);
	KUNIT_EXPECT_PTR_EQ(test, look_listener(0xc0000201, PORT + 2), any);

	lock_sock(one);
	tn_sk(one)->tuple.laddr = htonl(0xc0000201);
	tn_sk(one)->tuple.lport = htons(PORT + 2);
	tn_demux_listen(one);
	release_sock(one);
	KUNIT_EXPECT_PTR_EQ(test, look_listener(0xc0000201, PORT + 2), one);
	KUNIT_EXPECT_PTR_EQ(test, look_listener(0xc0000202, PORT + 2), any);
	take_out(one);
	KUNIT_EXPECT_PTR_EQ(test, look_listener(0xc0000201, PORT + 2), any);
	take_out(any);
	KUNIT_EXPECT_NULL(test, look_listener(0xc0000201, PORT + 2));
}

static struct kunit_case demux_cases[] = {
	KUNIT_CASE(lookup__every_part_of_the_tuple_counts),
	KUNIT_CASE(lookup__other_namespace),
	KUNIT_CASE(lookup__takes_a_reference),
	KUNIT_CASE(insert__tuple_belongs_to_one),
	KUNIT_CASE(insert__devices_tell_tuples_apart),
	KUNIT_CASE(remove__twice_is_harmless),
	KUNIT_CASE(lookup__among_many),
	KUNIT_CASE(listener__specific_before_any),
	KUNIT_CASE(listener__any_takes_the_rest),
	{}
};

static struct kunit_suite demux_suite = {
	.name = "sock_demux",
	.test_cases = demux_cases,
};

kunit_test_suite(demux_suite);
