// SPDX-License-Identifier: GPL-2.0
/*
 * Addresses as programs say them (module/sock/name.c).
 */
#include <linux/in.h>
#include <linux/net.h>

#include "sock/family.h"
#include "sock/fixture.h"
#include "sock/name.h"
#include "sock/ports.h"

#define PORT	1033

static struct sockaddr_in address(u16 family, u32 addr, u16 port)
{
	return (struct sockaddr_in) {
		.sin_family = family,
		.sin_addr.s_addr = htonl(addr),
		.sin_port = htons(port),
	};
}

static int parse(const struct sockaddr_in *sin, int len, __be32 *addr, __be16 *port)
{
	return tn_name_parse((const struct sockaddr *)sin, len, addr, port);
}

static int bind_to(struct sock *sk, u16 family, u32 addr, u16 port, int len)
{
	struct sockaddr_in sin = address(family, addr, port);

	return tn_name_bind(sk->sk_socket, (struct sockaddr *)&sin, len);
}

static void parse__both_families(struct kunit *test)
{
	struct sockaddr_in sin = address(AF_INET, 0x01020304, 80);
	__be32 addr;
	__be16 port;

	KUNIT_EXPECT_EQ(test, parse(&sin, sizeof(sin), &addr, &port), 0);
	KUNIT_EXPECT_EQ(test, ntohl(addr), 0x01020304u);
	KUNIT_EXPECT_EQ(test, ntohs(port), 80);
	sin.sin_family = tn_family;
	KUNIT_EXPECT_EQ(test, parse(&sin, sizeof(sin), &addr, &port), 0);
	/* What follows an address of ours is not looked at. */
	KUNIT_EXPECT_EQ(test, parse(&sin, 128, &addr, &port), 0);
}

static void parse__what_it_refuses(struct kunit *test)
{
	struct sockaddr_in sin = address(AF_INET, 0, 0);
	__be32 addr;
	__be16 port;

	KUNIT_EXPECT_EQ(test, parse(&sin, sizeof(sin) - 1, &addr, &port), -EINVAL);
	KUNIT_EXPECT_EQ(test, parse(&sin, 0, &addr, &port), -EINVAL);
	sin.sin_family = AF_INET6;
	KUNIT_EXPECT_EQ(test, parse(&sin, sizeof(sin), &addr, &port), -EAFNOSUPPORT);
	sin.sin_family = AF_UNSPEC;
	KUNIT_EXPECT_EQ(test, parse(&sin, sizeof(sin), &addr, &port), -EAFNOSUPPORT);
}

static void bind__errors(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);
	int len = sizeof(struct sockaddr_in);

	KUNIT_EXPECT_EQ(test, bind_to(sk, AF_INET, 0, PORT, len - 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, bind_to(sk, AF_INET6, 0, PORT, len), -EAFNOSUPPORT);
	KUNIT_EXPECT_EQ(test, bind_to(sk, AF_UNSPEC, 0x01020304, PORT, len), -EAFNOSUPPORT);
	/* Nobody's address here */
	KUNIT_EXPECT_EQ(test, bind_to(sk, AF_INET, 0xc0000263, PORT, len), -EADDRNOTAVAIL);
	KUNIT_EXPECT_EQ(test, bind_to(sk, AF_INET, 0, PORT, len), 0);
	/* A second time */
	KUNIT_EXPECT_EQ(test, bind_to(sk, AF_INET, 0, PORT + 1, len), -EINVAL);
}

/* The old habit */
static void bind__unspec_with_any(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);

	KUNIT_EXPECT_EQ(test, bind_to(sk, AF_UNSPEC, 0, PORT, sizeof(struct sockaddr_in)), 0);
	KUNIT_EXPECT_EQ(test, ntohs(tn_sk(sk)->tuple.lport), PORT);
}

/* What a user has asked for outlives the connection: sk_userlocks says what that was. */
static void bind__remembers_what_was_asked_for(struct kunit *test)
{
	struct sock *any = tn_fixture_socket(test), *port = tn_fixture_socket(test);
	int len = sizeof(struct sockaddr_in);

	KUNIT_EXPECT_EQ(test, bind_to(any, AF_INET, 0, 0, len), 0);
	KUNIT_EXPECT_FALSE(test, any->sk_userlocks & (SOCK_BINDADDR_LOCK | SOCK_BINDPORT_LOCK));
	KUNIT_EXPECT_EQ(test, bind_to(port, AF_INET, 0, PORT, len), 0);
	KUNIT_EXPECT_EQ(test, port->sk_userlocks & (SOCK_BINDADDR_LOCK | SOCK_BINDPORT_LOCK),
			SOCK_BINDPORT_LOCK);
}

static void get__before_and_after(struct kunit *test)
{
	struct tn_tuple tuple = tn_fixture_tuple(PORT, 77);
	struct sock *sk = tn_fixture_socket(test);
	struct sockaddr_in sin;
	struct sockaddr *to = (struct sockaddr *)&sin;

	memset(&sin, 0xff, sizeof(sin));
	KUNIT_EXPECT_EQ(test, tn_name_get(sk->sk_socket, to, 0), (int)sizeof(sin));
	KUNIT_EXPECT_EQ(test, sin.sin_family, AF_INET);
	KUNIT_EXPECT_EQ(test, sin.sin_addr.s_addr, 0);
	KUNIT_EXPECT_EQ(test, sin.sin_port, 0);
	KUNIT_EXPECT_NULL(test, memchr_inv(sin.sin_zero, 0, sizeof(sin.sin_zero)));
	KUNIT_EXPECT_EQ(test, tn_name_get(sk->sk_socket, to, 1), -ENOTCONN);

	tn_fixture_connect(test, sk, &tuple);
	KUNIT_EXPECT_EQ(test, tn_name_get(sk->sk_socket, to, 0), (int)sizeof(sin));
	KUNIT_EXPECT_EQ(test, sin.sin_addr.s_addr, tuple.laddr);
	KUNIT_EXPECT_EQ(test, sin.sin_port, tuple.lport);
	KUNIT_EXPECT_EQ(test, tn_name_get(sk->sk_socket, to, 1), (int)sizeof(sin));
	KUNIT_EXPECT_EQ(test, sin.sin_family, AF_INET);
	KUNIT_EXPECT_EQ(test, sin.sin_addr.s_addr, tuple.raddr);
	KUNIT_EXPECT_EQ(test, sin.sin_port, tuple.rport);

	/* While it connects it has no peer, but for accept(), which asks with 2. */
	tn_sk(sk)->tcb.state = TN_SYN_SENT;
	KUNIT_EXPECT_EQ(test, tn_name_get(sk->sk_socket, to, 1), -ENOTCONN);
	KUNIT_EXPECT_EQ(test, tn_name_get(sk->sk_socket, to, 2), (int)sizeof(sin));
}

static struct kunit_case name_cases[] = {
	KUNIT_CASE(parse__both_families),
	KUNIT_CASE(parse__what_it_refuses),
	KUNIT_CASE(bind__errors),
	KUNIT_CASE(bind__unspec_with_any),
	KUNIT_CASE(bind__remembers_what_was_asked_for),
	KUNIT_CASE(get__before_and_after),
	{}
};

static struct kunit_suite name_suite = {
	.name = "sock_name",
	.test_cases = name_cases,
};

kunit_test_suite(name_suite);
