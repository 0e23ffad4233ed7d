// SPDX-License-Identifier: GPL-2.0
/*
 * Local ports (module/sock/ports.c): who may have one that another has, and what connect() and
 * bind() choose.
 */
#include <linux/cred.h>
#include <linux/net.h>
#include <net/net_namespace.h>

#include "sock/demux.h"
#include "sock/fixture.h"
#include "sock/ports.h"

#define ANY	0u
#define ONE	0xc0000201u
#define TWO	0xc0000202u

/* Ports that nobody chooses by himself */
#define PORT	1003

static void give_back(struct sock *sk)
{
	lock_sock(sk);
	tn_ports_release(sk);
	release_sock(sk);
}

static int listen_on(struct sock *sk)
{
	return sk->sk_socket->ops->listen(sk->sk_socket, 8);
}

static int connect_to(struct sock *sk, u32 laddr, u32 raddr, u16 rport)
{
	int err;

	lock_sock(sk);
	tn_sk(sk)->tuple = (struct tn_tuple) {
		.laddr = htonl(laddr), .raddr = htonl(raddr), .rport = htons(rport),
	};
	err = tn_ports_connect(sk);
	release_sock(sk);
	return err;
}

/*
 * Two sockets bind to one port.
 * a, b:         their addresses
 * reuse_a, _b:  SO_REUSEADDR
 * listens:      the first one listens before the second binds
 * err:          of the second
 */
static const struct pair {
	const char *name;
	u32 a;
	u32 b;
	bool reuse_a;
	bool reuse_b;
	bool listens;
	int err;
} pairs[] = {
	{ "same address", ONE, ONE, false, false, false, -EADDRINUSE },
	{ "other address", ONE, TWO, false, false, false, 0 },
	{ "any meets one", ANY, ONE, false, false, false, -EADDRINUSE },
	{ "one meets any", ONE, ANY, false, false, false, -EADDRINUSE },
	{ "any meets any", ANY, ANY, false, false, false, -EADDRINUSE },
	{ "both reuse", ONE, ONE, true, true, false, 0 },
	{ "both reuse, any", ANY, ONE, true, true, false, 0 },
	{ "only the first reuses", ONE, ONE, true, false, false, -EADDRINUSE },
	{ "only the second reuses", ONE, ONE, false, true, false, -EADDRINUSE },
	{ "both reuse, first listens", ONE, ONE, true, true, true, -EADDRINUSE },
	{ "both reuse, any listens", ANY, ONE, true, true, true, -EADDRINUSE },
	{ "other address, first listens", ONE, TWO, true, true, true, 0 },
};

static void pair_describe(const struct pair *p, char *to)
{
	strscpy(to, p->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(pairs, pairs, pair_describe);

static void bind__second_on_a_port(struct kunit *test)
{
	const struct pair *p = test->param_value;
	struct sock *a = tn_fixture_socket(test), *b = tn_fixture_socket(test);

	if (p->reuse_a)
		sock_set_reuseaddr(a);
	if (p->reuse_b)
		sock_set_reuseaddr(b);
	KUNIT_ASSERT_EQ(test, tn_fixture_bind(a, p->a, PORT), 0);
	if (p->listens)
		KUNIT_ASSERT_EQ(test, listen_on(a), 0);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(b, p->b, PORT), p->err);
	KUNIT_EXPECT_EQ(test, tn_sk(b)->bound, !p->err);
}

/* SO_REUSEPORT: together, also as listeners, if all have it and are one user's */
static void bind__group_of_one_user(struct kunit *test)
{
	struct sock *a = tn_fixture_socket(test), *b = tn_fixture_socket(test);
	struct sock *other = tn_fixture_socket(test), *without = tn_fixture_socket(test);

	a->sk_reuseport = 1;
	b->sk_reuseport = 1;
	other->sk_reuseport = 1;
	other->sk_uid = KUIDT_INIT(65534);
	KUNIT_ASSERT_EQ(test, tn_fixture_bind(a, ONE, PORT), 0);
	KUNIT_ASSERT_EQ(test, listen_on(a), 0);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(b, ONE, PORT), 0);
	KUNIT_EXPECT_EQ(test, listen_on(b), 0);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(other, ONE, PORT), -EADDRINUSE);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(without, ONE, PORT), -EADDRINUSE);
}

static void bind__writes_the_tuple(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);

	KUNIT_ASSERT_EQ(test, tn_fixture_bind(sk, ONE, PORT), 0);
	KUNIT_EXPECT_EQ(test, ntohl(tn_sk(sk)->tuple.laddr), ONE);
	KUNIT_EXPECT_EQ(test, ntohs(tn_sk(sk)->tuple.lport), PORT);
}

static void bind__zero_chooses_what_nobody_has(struct kunit *test)
{
	unsigned long *seen = kunit_kzalloc(test, 65536 / BITS_PER_BYTE, GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, seen);
	for (i = 0; i < 64; i++) {
		struct sock *sk = tn_fixture_socket(test);
		u16 port;

		KUNIT_ASSERT_EQ(test, tn_fixture_bind(sk, i & 1 ? ONE : ANY, 0), 0);
		port = ntohs(tn_sk(sk)->tuple.lport);
		KUNIT_EXPECT_GE(test, port, 1024);
		KUNIT_EXPECT_FALSE(test, test_and_set_bit(port, seen));
	}
}

static void bind__privileged_port_needs_the_capability(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);
	struct cred *poor = prepare_creds();
	const struct cred *rich;
	int low, high;

	KUNIT_ASSERT_NOT_NULL(test, poor);
	cap_clear(poor->cap_effective);
	rich = override_creds(poor);
	low = tn_fixture_bind(sk, ONE, 1023);
	high = tn_fixture_bind(sk, ONE, 1024);
	revert_creds(rich);
	put_cred(poor);
	KUNIT_EXPECT_EQ(test, low, -EACCES);
	KUNIT_EXPECT_EQ(test, high, 0);
	give_back(sk);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(sk, ONE, 1023), 0);
}

static void release__port_is_free_again(struct kunit *test)
{
	struct sock *a = tn_fixture_socket(test), *b = tn_fixture_socket(test);

	KUNIT_ASSERT_EQ(test, tn_fixture_bind(a, ONE, PORT), 0);
	give_back(a);
	give_back(a);
	KUNIT_EXPECT_FALSE(test, tn_sk(a)->bound);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(b, ONE, PORT), 0);
}

/* Both may bind, with SO_REUSEADDR, but one may listen. */
static void listen__one_for_an_address(struct kunit *test)
{
	struct sock *a = tn_fixture_socket(test), *b = tn_fixture_socket(test);
	struct sock *c = tn_fixture_socket(test);

	sock_set_reuseaddr(a);
	sock_set_reuseaddr(b);
	sock_set_reuseaddr(c);
	KUNIT_ASSERT_EQ(test, tn_fixture_bind(a, ONE, PORT), 0);
	KUNIT_ASSERT_EQ(test, tn_fixture_bind(b, ANY, PORT), 0);
	KUNIT_ASSERT_EQ(test, tn_fixture_bind(c, TWO, PORT), 0);
	KUNIT_EXPECT_EQ(test, listen_on(a), 0);
	KUNIT_EXPECT_EQ(test, listen_on(b), -EADDRINUSE);
	KUNIT_EXPECT_EQ(test, listen_on(c), 0);
}

static void inherit__child_keeps_the_port(struct kunit *test)
{
	struct sock *listener = tn_fixture_socket(test), *child = tn_fixture_socket(test);
	struct sock *other = tn_fixture_socket(test);

	KUNIT_ASSERT_EQ(test, tn_fixture_bind(listener, ONE, PORT), 0);
	KUNIT_ASSERT_EQ(test, listen_on(listener), 0);
	lock_sock(child);
	tn_sk(child)->tuple = tn_fixture_tuple(PORT, 7);
	KUNIT_EXPECT_EQ(test, tn_ports_inherit(child), 0);
	release_sock(child);

	give_back(listener);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(other, ONE, PORT), -EADDRINUSE);
	give_back(child);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(other, ONE, PORT), 0);
}

/* To one peer: a port each, and each can be found */
static void connect__tuples_differ(struct kunit *test)
{
	unsigned long *seen = kunit_kzalloc(test, 65536 / BITS_PER_BYTE, GFP_KERNEL);
	struct sock *found;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, seen);
	for (i = 0; i < 64; i++) {
		struct sock *sk = tn_fixture_socket(test);
		u16 port;

		KUNIT_ASSERT_EQ(test, connect_to(sk, ONE, TWO, 80), 0);
		port = ntohs(tn_sk(sk)->tuple.lport);
		KUNIT_EXPECT_GE(test, port, 1024);
		KUNIT_EXPECT_FALSE(test, test_and_set_bit(port, seen));
		rcu_read_lock();
		found = tn_demux_lookup(&init_net, &tn_sk(sk)->tuple);
		rcu_read_unlock();
		KUNIT_EXPECT_PTR_EQ(test, found, sk);
		if (found)
			sock_put(found);
	}
}

static void connect__its_port_is_in_use_for_bind(struct kunit *test)
{
	struct sock *a = tn_fixture_socket(test), *b = tn_fixture_socket(test);
	u16 port;

	KUNIT_ASSERT_EQ(test, connect_to(a, ONE, TWO, 80), 0);
	port = ntohs(tn_sk(a)->tuple.lport);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(b, ONE, port), -EADDRINUSE);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(b, TWO, port), 0);
}

static void connect__bound_port_stays(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);
	struct tn_tuple tuple = tn_fixture_tuple(PORT, 80);

	KUNIT_ASSERT_EQ(test, tn_fixture_bind(sk, ONE, PORT), 0);
	lock_sock(sk);
	tn_sk(sk)->tuple = tuple;
	KUNIT_EXPECT_EQ(test, tn_ports_connect(sk), 0);
	release_sock(sk);
	KUNIT_EXPECT_EQ(test, ntohs(tn_sk(sk)->tuple.lport), PORT);
}

static struct kunit_case ports_cases[] = {
	KUNIT_CASE_PARAM(bind__second_on_a_port, pairs_gen_params),
	KUNIT_CASE(bind__group_of_one_user),
	KUNIT_CASE(bind__writes_the_tuple),
	KUNIT_CASE(bind__zero_chooses_what_nobody_has),
	KUNIT_CASE(bind__privileged_port_needs_the_capability),
	KUNIT_CASE(release__port_is_free_again),
	KUNIT_CASE(listen__one_for_an_address),
	KUNIT_CASE(inherit__child_keeps_the_port),
	KUNIT_CASE(connect__tuples_differ),
	KUNIT_CASE(connect__its_port_is_in_use_for_bind),
	KUNIT_CASE(connect__bound_port_stays),
	{}
};

static struct kunit_suite ports_suite = {
	.name = "sock_ports",
	.test_cases = ports_cases,
};

kunit_test_suite(ports_suite);
