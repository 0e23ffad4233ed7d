// SPDX-License-Identifier: GPL-2.0
/*
 * TIME-WAIT without a socket (module/sock/twait.c): what is kept when the socket is done, and who
 * may have the addresses again. The rules for segments are tcp/timewait.c's; its suite has them.
 */
#include <linux/bottom_half.h>
#include <linux/net.h>
#include <net/net_namespace.h>

#include "sock/demux.h"
#include "sock/fixture.h"
#include "sock/ports.h"
#include "sock/socknet.h"
#include "sock/twait.h"

#define PORT	1023

#define ONE	0xc0000201u
#define TWO	0xc0000202u

/* A connection reaches TIME-WAIT and leaves its socket. */
static struct tn_tuple wait_begins(struct kunit *test, u32 laddr, u16 rport)
{
	struct tn_tuple tuple = tn_fixture_tuple(PORT, rport);
	struct sock *sk = tn_fixture_socket(test);

	tuple.laddr = htonl(laddr);
	sock_set_reuseaddr(sk);
	KUNIT_ASSERT_EQ(test, tn_fixture_bind(sk, laddr, PORT), 0);
	tn_fixture_connect(test, sk, &tuple);
	lock_sock(sk);
	tn_sk(sk)->tcb.state = TN_TIME_WAIT;
	tn_twait_take(sk);
	KUNIT_EXPECT_EQ(test, sk->sk_state, TCP_CLOSE);
	tn_ports_release(sk);
	release_sock(sk);
	return tuple;
}

static bool is_taken(const struct tn_tuple *tuple)
{
	bool taken;

	rcu_read_lock();
	taken = tn_twait_taken(&init_net, tuple);
	rcu_read_unlock();
	return taken;
}

static bool arrives(const struct tn_tuple *tuple, const struct tn_seg *seg, u32 *iss)
{
	struct tn_reopen reopen;
	bool done;

	local_bh_disable();
	rcu_read_lock();
	/* Nothing is signed: the packet is not looked at */
	done = tn_twait_receive(&init_net, NULL, tuple, seg, &reopen);
	rcu_read_unlock();
	local_bh_enable();
	*iss = reopen.iss;
	if (reopen.listener)
		sock_put(reopen.listener);
	return done;
}

static void twait_exit(struct kunit *test)
{
	tn_twait_purge(&init_net, 0);
	KUNIT_EXPECT_EQ(test, tn_socknet(&init_net)->tw_count, 0u);
}

static void take__addresses_are_kept(struct kunit *test)
{
	u32 before = tn_socknet(&init_net)->tw_count;
	struct tn_tuple tuple = wait_begins(test, ONE, 7);
	struct sock *sk = tn_fixture_socket(test), *found;

	KUNIT_EXPECT_TRUE(test, is_taken(&tuple));
	KUNIT_EXPECT_EQ(test, tn_socknet(&init_net)->tw_count, before + 1);
	rcu_read_lock();
	found = tn_demux_lookup(&init_net, &tuple);
	rcu_read_unlock();
	KUNIT_EXPECT_NULL(test, found);

	lock_sock(sk);
	tn_sk(sk)->tuple = tuple;
	KUNIT_EXPECT_EQ(test, tn_demux_insert(sk), -EADDRNOTAVAIL);
	release_sock(sk);
	tn_twait_purge(&init_net, 0);
	lock_sock(sk);
	KUNIT_EXPECT_EQ(test, tn_demux_insert(sk), 0);
	release_sock(sk);
}

/* A TIME-WAIT counts like a socket, for those without SO_REUSEADDR. */
static void take__port_is_kept(struct kunit *test)
{
	struct sock *plain = tn_fixture_socket(test), *reuser = tn_fixture_socket(test);

	wait_begins(test, ONE, 7);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(plain, ONE, PORT), -EADDRINUSE);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(plain, 0, PORT), -EADDRINUSE);

	sock_set_reuseaddr(reuser);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(reuser, ONE, PORT), 0);
	lock_sock(reuser);
	tn_ports_release(reuser);
	release_sock(reuser);

	tn_twait_purge(&init_net, 0);
	KUNIT_EXPECT_EQ(test, tn_fixture_bind(plain, ONE, PORT), 0);
}

static void receive__nobody_there(struct kunit *test)
{
	struct tn_tuple tuple = tn_fixture_tuple(PORT, 9);
	struct tn_seg seg = { .flags = TN_TCP_ACK, .nsegs = 1 };
	u32 iss = 1;

	KUNIT_EXPECT_FALSE(test, arrives(&tuple, &seg, &iss));
	KUNIT_EXPECT_EQ(test, iss, 0u);
}

/* RFC 1337: a RST does not end it; nor does anything else that is old. */
static void receive__stray_segments_are_claimed(struct kunit *test)
{
	struct tn_tuple tuple = wait_begins(test, ONE, 7);
	static const u8 flags[] = { TN_TCP_RST, TN_TCP_ACK, TN_TCP_FIN | TN_TCP_ACK };
	unsigned int i;
	u32 iss;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		struct tn_seg seg = {
			.seq = TN_FIXTURE_IRS - 100,
			.ack = TN_FIXTURE_ISS + 1,
			.flags = flags[i],
			.nsegs = 1,
		};

		KUNIT_EXPECT_TRUE(test, arrives(&tuple, &seg, &iss));
		KUNIT_EXPECT_EQ(test, iss, 0u);
		KUNIT_EXPECT_TRUE(test, is_taken(&tuple));
	}
}

/* RFC 9293 MAY-2: only if there is somebody to open the connection anew */
static void receive__syn_needs_a_listener(struct kunit *test)
{
	struct tn_tuple tuple = wait_begins(test, ONE, 7);
	struct tn_seg syn = {
		.seq = TN_FIXTURE_IRS + 100000,
		.flags = TN_TCP_SYN,
		.nsegs = 1,
	};
	struct sock *sk = tn_fixture_socket(test);
	u32 iss;

	KUNIT_EXPECT_TRUE(test, arrives(&tuple, &syn, &iss));
	KUNIT_EXPECT_EQ(test, iss, 0u);
	KUNIT_EXPECT_TRUE(test, is_taken(&tuple));

	sock_set_reuseaddr(sk);
	KUNIT_ASSERT_EQ(test, tn_fixture_bind(sk, ONE, PORT), 0);
	KUNIT_ASSERT_EQ(test, sk->sk_socket->ops->listen(sk->sk_socket, 8), 0);
	KUNIT_EXPECT_FALSE(test, arrives(&tuple, &syn, &iss));
	KUNIT_EXPECT_GT(test, (s32)(iss - TN_FIXTURE_ISS), 0);
	KUNIT_EXPECT_FALSE(test, is_taken(&tuple));
}

static void purge__those_of_an_address(struct kunit *test)
{
	struct tn_tuple one = wait_begins(test, ONE, 7), two = wait_begins(test, TWO, 7);

	tn_twait_purge(&init_net, htonl(ONE));
	KUNIT_EXPECT_FALSE(test, is_taken(&one));
	KUNIT_EXPECT_TRUE(test, is_taken(&two));
	tn_twait_purge(&init_net, 0);
	KUNIT_EXPECT_FALSE(test, is_taken(&two));
}

static void size__is_small(struct kunit *test)
{
	KUNIT_EXPECT_LE(test, sizeof(struct tn_twait), 128u);
}

static struct kunit_case twait_cases[] = {
	KUNIT_CASE(take__addresses_are_kept),
	KUNIT_CASE(take__port_is_kept),
	KUNIT_CASE(receive__nobody_there),
	KUNIT_CASE(receive__stray_segments_are_claimed),
	KUNIT_CASE(receive__syn_needs_a_listener),
	KUNIT_CASE(purge__those_of_an_address),
	KUNIT_CASE(size__is_small),
	{}
};

static struct kunit_suite twait_suite = {
	.name = "sock_twait",
	.exit = twait_exit,
	.test_cases = twait_cases,
};

kunit_test_suite(twait_suite);
