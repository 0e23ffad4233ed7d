// SPDX-License-Identifier: GPL-2.0
/*
 * The doorway (module/sock/enter.c): what is read from a segment, whose memory it becomes, and
 * what happens to it while a user holds the lock.
 */
#include <net/net_namespace.h>

#include "sock/enter.h"
#include "sock/fixture.h"
#include "sock/recvmsg.h"

#define DATA	(TN_FIXTURE_IRS + 1)

static struct sock *connected(struct kunit *test, u16 rport)
{
	struct tn_tuple tuple = tn_fixture_tuple(1073, rport);
	struct sock *sk = tn_fixture_socket(test);

	tn_fixture_connect(test, sk, &tuple);
	return sk;
}

static void parse__what_the_header_says(struct kunit *test)
{
	struct tn_tuple tuple = tn_fixture_tuple(80, 40000), seen;
	struct sk_buff *skb = tn_fixture_segment(test, &tuple, 7777, 100, TN_TCP_ACK | TN_TCP_PSH);
	struct tn_seg seg;

	KUNIT_EXPECT_EQ(test, tn_enter_parse(skb, &seg), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, seg.seq, 7777u);
	KUNIT_EXPECT_EQ(test, seg.ack, TN_FIXTURE_ISS + 1);
	KUNIT_EXPECT_EQ(test, seg.len, 100u);
	KUNIT_EXPECT_EQ(test, seg.wnd, 65535);
	KUNIT_EXPECT_EQ(test, seg.flags, TN_TCP_ACK | TN_TCP_PSH);
	KUNIT_EXPECT_EQ(test, seg.nsegs, 1);
	KUNIT_EXPECT_NULL(test, seg.rcvd);
	KUNIT_EXPECT_EQ(test, seg.when, *(tn_time_t *)skb->cb);
	/* From the receiver's side */
	tn_enter_tuple(skb, &seen);
	KUNIT_EXPECT_EQ(test, memcmp(&seen, &tuple, sizeof(tuple)), 0);

	skb_shinfo(skb)->gso_segs = 5;
	KUNIT_EXPECT_EQ(test, tn_enter_parse(skb, &seg), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, seg.nsegs, 5);
	skb_trim(skb, TN_TCP_HLEN - 1);
	KUNIT_EXPECT_NE(test, tn_enter_parse(skb, &seg), TN_REASON_NONE);
	kfree_skb(skb);
}

static void segment__in_order_is_readable(struct kunit *test)
{
	struct sock *sk = connected(test, 1);

	tn_fixture_arrive(test, sk, DATA, 500, 0);
	KUNIT_EXPECT_EQ(test, tn_tcb_unread(&tn_sk(sk)->tcb), 500u);
	KUNIT_EXPECT_EQ(test, skb_queue_len(&sk->sk_receive_queue), 1u);
	KUNIT_EXPECT_GT(test, atomic_read(&sk->sk_rmem_alloc), 500);
}

static void segment__gap_waits(struct kunit *test)
{
	struct sock *sk = connected(test, 2);

	tn_fixture_arrive(test, sk, DATA + 500, 500, 0);
	KUNIT_EXPECT_EQ(test, skb_queue_len(&sk->sk_receive_queue), 0u);
	KUNIT_EXPECT_EQ(test, tn_sk(sk)->tcb.rcvq.bytes, 500u);
	KUNIT_EXPECT_GT(test, atomic_read(&sk->sk_rmem_alloc), 500);
	tn_fixture_arrive(test, sk, DATA, 500, 0);
	KUNIT_EXPECT_EQ(test, tn_tcb_unread(&tn_sk(sk)->tcb), 1000u);
	KUNIT_EXPECT_EQ(test, tn_sk(sk)->tcb.rcvq.bytes, 0u);
}

static void segment__for_another_window_is_freed(struct kunit *test)
{
	struct sock *sk = connected(test, 3);

	tn_fixture_arrive(test, sk, DATA - 2000, 500, 0);
	tn_fixture_arrive(test, sk, DATA + 0x40000000, 500, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&sk->sk_rmem_alloc), 0);
	KUNIT_EXPECT_EQ(test, tn_tcb_unread(&tn_sk(sk)->tcb), 0u);
}

static void segment__waits_for_the_user(struct kunit *test)
{
	struct sock *sk = connected(test, 4);

	lock_sock(sk);
	tn_fixture_arrive(test, sk, DATA, 500, 0);
	KUNIT_EXPECT_EQ(test, tn_tcb_unread(&tn_sk(sk)->tcb), 0u);
	release_sock(sk);
	KUNIT_EXPECT_EQ(test, tn_tcb_unread(&tn_sk(sk)->tcb), 500u);
}

/* Whoever holds the lock long: the backlog is bounded by the buffers. */
static void segment__backlog_is_bounded(struct kunit *test)
{
	struct sock *sk = connected(test, 5);
	u32 limit = sk->sk_rcvbuf + sk->sk_sndbuf, i;

	lock_sock(sk);
	for (i = 0; i < limit / 32768 + 100; i++)
		tn_fixture_arrive(test, sk, DATA + i, 32768, 0);
	KUNIT_EXPECT_LE(test, sk->sk_backlog.len, limit + 2 * 65536u);
	release_sock(sk);
	KUNIT_EXPECT_EQ(test, sk->sk_backlog.len, 0);
}

static struct kunit_case enter_cases[] = {
	KUNIT_CASE(parse__what_the_header_says),
	KUNIT_CASE(segment__in_order_is_readable),
	KUNIT_CASE(segment__gap_waits),
	KUNIT_CASE(segment__for_another_window_is_freed),
	KUNIT_CASE(segment__waits_for_the_user),
	KUNIT_CASE(segment__backlog_is_bounded),
	{}
};

static struct kunit_suite enter_suite = {
	.name = "sock_enter",
	.test_cases = enter_cases,
};

kunit_test_suite(enter_suite);
