// SPDX-License-Identifier: GPL-2.0
/*
 * The memory of a socket's buffers (module/sock/buffer.c): whoever sends segments that cost more
 * than they carry, in whatever order, gets no more memory than SO_RCVBUF says; what was
 * acknowledged stays, and whoever plays by the rules does not notice.
 */
#include <linux/net.h>
#include <net/proto_memory.h>

#include "random.h"
#include "sock/buffer.h"
#include "sock/fixture.h"
#include "sock/record.h"
#include "sock/socknet.h"
#include "tcp/rcvq.h"

#define DATA	(TN_FIXTURE_IRS + 1)

/* SO_RCVBUF of most cases, and what one segment more than fits may add */
#define SMALL	(128 * 1024)
#define EXCESS	4096

static struct sock *connected(struct kunit *test, u16 rport, int rcvbuf)
{
	struct tn_tuple tuple = tn_fixture_tuple(1113, rport);
	struct sock *sk = tn_fixture_socket(test);

	if (rcvbuf) {
		sk->sk_userlocks |= SOCK_RCVBUF_LOCK;
		WRITE_ONCE(sk->sk_rcvbuf, rcvbuf);
	}
	tn_fixture_connect(test, sk, &tuple);
	return sk;
}

static u32 memory(const struct sock *sk)
{
	return atomic_read(&sk->sk_rmem_alloc);
}

static u32 queued(const struct sock *sk)
{
	return tn_sk(sk)->tcb.rcvq.bytes;
}

/* Everything of @total bytes from DATA on can be read. */
static void expect_all(struct kunit *test, struct sock *sk, u32 total)
{
	u32 seen = 0;
	int n;

	while ((n = tn_fixture_receive(test, sk, DATA + seen, 5000, 0)) > 0)
		seen += n;
	KUNIT_EXPECT_EQ(test, seen, total);
	KUNIT_EXPECT_EQ(test, memory(sk), 0u);
}

/* The attack: single bytes with holes between them, forwards, backwards, at random */
static void holes__memory_is_bounded(struct kunit *test)
{
	u64 random = 0xa77ac;
	unsigned int order, i;

	for (order = 0; order < 3; order++) {
		struct sock *sk = connected(test, 1 + order, SMALL);

		for (i = 0; i < 1000; i++) {
			u32 at = order == 0 ? i : order == 1 ? 999 - i :
						  tn_random_below(&random, 1000);

			tn_fixture_arrive(test, sk, DATA + 2 + 2 * at, 1, 0);
			KUNIT_ASSERT_LE(test, memory(sk), (u32)SMALL + EXCESS);
		}
		KUNIT_EXPECT_LT(test, queued(sk), 1000u);
		/* The transfer goes on: what comes in order goes before what does not. */
		for (i = 0; i < 30; i++)
			tn_fixture_arrive(test, sk, DATA + 1000 * i, 1000, 0);
		KUNIT_EXPECT_LE(test, memory(sk), 2u * SMALL + EXCESS);
		expect_all(test, sk, 30000);
	}
}

/* Another connection does not notice. */
static void holes__others_are_unharmed(struct kunit *test)
{
	struct sock *victim = connected(test, 10, SMALL), *other = connected(test, 11, SMALL);
	unsigned int i;

	for (i = 0; i < 1000; i++) {
		tn_fixture_arrive(test, victim, DATA + 2 + 2 * i, 1, 0);
		if (i % 20 == 0)
			tn_fixture_arrive(test, other, DATA + 50 * i, 1000, 0);
	}
	expect_all(test, other, 50 * 1000);
}

/* Who comes nearer takes the place of who is further away, not the other way round. */
static void prune__furthest_goes_first(struct kunit *test)
{
	struct sock *sk = connected(test, 12, SMALL);
	u32 last, full;

	for (last = 0; last < 2000; last++) {
		full = queued(sk);
		tn_fixture_arrive(test, sk, DATA + 20000 + 2 * last, 1, 0);
		if (queued(sk) == full)
			break;
	}
	KUNIT_ASSERT_LT(test, last, 2000u);
	tn_fixture_arrive(test, sk, DATA + 60000, 1, 0);
	KUNIT_EXPECT_EQ(test, queued(sk), full);
	tn_fixture_arrive(test, sk, DATA + 10000, 1, 0);
	KUNIT_EXPECT_EQ(test, queued(sk), full);
	KUNIT_EXPECT_LT(test, tn_rcvq_last(&tn_sk(sk)->tcb)->seq, DATA + 20000 + 2 * (last - 1));
	KUNIT_EXPECT_EQ(test, tn_sk(sk)->tcb.rcvq.sack[0].start, DATA + 10000);
}

/* Bytes that touch are joined while they wait: memory for bytes, not for segments */
static void gap__small_ones_are_joined(struct kunit *test)
{
	struct sock *sk = connected(test, 13, SMALL);
	u32 i;

	for (i = 1; i < 2000; i++)
		tn_fixture_arrive(test, sk, DATA + i, 1, 0);
	KUNIT_EXPECT_EQ(test, queued(sk), 1999u);
	KUNIT_EXPECT_LT(test, memory(sk), 16u * 1024);
	tn_fixture_arrive(test, sk, DATA, 1, 0);
	expect_all(test, sk, 2000);
}

/*
 * The same in order, from a device whose skbs cannot be joined because somebody else, tcpdump say,
 * has a clone of each.
 */
static void in_order__small_ones_are_rewritten(struct kunit *test)
{
	struct sock *sk = connected(test, 14, SMALL);
	struct sk_buff_head clones;
	u32 i, kept = 0;

	skb_queue_head_init(&clones);
	for (i = 0; i < 6000; i++) {
		struct sk_buff *skb, *clone;

		tn_fixture_arrive(test, sk, DATA + i, 1, 0);
		skb = skb_peek_tail(&sk->sk_receive_queue);
		clone = skb_clone(skb, GFP_KERNEL);
		if (clone)
			__skb_queue_tail(&clones, clone);
		KUNIT_EXPECT_LE(test, memory(sk), 2u * SMALL + EXCESS);
		kept = tn_tcb_unread(&tn_sk(sk)->tcb);
	}
	KUNIT_EXPECT_EQ(test, kept, 6000u);
	__skb_queue_purge(&clones);
	expect_all(test, sk, 6000);
}

/* Read in part, rewritten, read on */
static void in_order__rewritten_while_it_is_read(struct kunit *test)
{
	struct sock *sk = connected(test, 15, SMALL);
	struct sk_buff_head clones;
	u32 i, read = 0;
	int n;

	skb_queue_head_init(&clones);
	for (i = 0; i < 3000; i++) {
		struct sk_buff *clone;

		tn_fixture_arrive(test, sk, DATA + 7 * i, 7, 0);
		if (i % 300 == 0) {
			n = tn_fixture_receive(test, sk, DATA + read, 10, 0);
			read += max(n, 0);
		}
		if (skb_queue_empty(&sk->sk_receive_queue))
			continue;
		clone = skb_clone(skb_peek_tail(&sk->sk_receive_queue), GFP_KERNEL);
		if (clone)
			__skb_queue_tail(&clones, clone);
	}
	while ((n = tn_fixture_receive(test, sk, DATA + read, 3000, 0)) > 0)
		read += n;
	KUNIT_EXPECT_EQ(test, read, 21000u);
	__skb_queue_purge(&clones);
	KUNIT_EXPECT_EQ(test, memory(sk), 0u);
}

static void pressure_ends(void *arg)
{
	struct sock *sk = arg;

	WRITE_ONCE(*sk->sk_prot->memory_pressure, 0);
}

static void pressure_begins(struct kunit *test, struct sock *sk)
{
	WRITE_ONCE(*sk->sk_prot->memory_pressure, 1);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, pressure_ends, sk), 0);
}

/* First what is beyond a gap; the window becomes small, but its edge does not move left. */
static void pressure__out_of_order_first(struct kunit *test)
{
	struct sock *sk = connected(test, 16, 0);
	struct tn_tcb *tcb = &tn_sk(sk)->tcb;
	u32 adv, i;

	tn_fixture_arrive(test, sk, DATA, 1000, 0);
	for (i = 0; i < 20; i++)
		tn_fixture_arrive(test, sk, DATA + 5000 + 1000 * i, 500, 0);
	KUNIT_EXPECT_EQ(test, queued(sk), 20u * 500);
	adv = tcb->rcv.adv;

	pressure_begins(test, sk);
	tn_fixture_arrive(test, sk, DATA + 4000, 500, 0);
	KUNIT_EXPECT_LE(test, memory(sk), (u32)tn_buffer_rmem[0] + EXCESS);
	KUNIT_EXPECT_LT(test, queued(sk), 20u * 500 / 4);
	KUNIT_EXPECT_EQ(test, tn_tcb_unread(tcb), 1000u);
	KUNIT_EXPECT_LE(test, tcb->rcv.buf, 4u * 1460);
	KUNIT_EXPECT_EQ(test, tcb->tune.most, 0u);
	KUNIT_EXPECT_EQ(test, tcb->rcv.adv, adv);
	/* What is promised is taken: all of it is in order. */
	tn_fixture_arrive(test, sk, DATA + 1000, 20000, 0);
	KUNIT_EXPECT_EQ(test, tn_tcb_unread(tcb), 21000u);

	pressure_ends(sk);
	expect_all(test, sk, 21000);
	KUNIT_EXPECT_EQ(test, tcb->rcv.buf, (u32)sk->sk_rcvbuf / 2);
	KUNIT_EXPECT_GT(test, tcb->tune.most, 0u);
}

static void size__grows_unless_it_was_set(struct kunit *test)
{
	struct sock *own = connected(test, 17, 0), *set = connected(test, 18, SMALL);
	struct tn_limits *limits = &tn_socknet(&init_net)->limits;
	struct tn_verdict v = {};

	tn_sk(own)->tcb.rcv.buf = 4 * TN_BUFFER_RCVBUF;
	tn_sk(set)->tcb.rcv.buf = 4 * TN_BUFFER_RCVBUF;
	tn_buffer_grown(own);
	tn_buffer_grown(set);
	KUNIT_EXPECT_EQ(test, own->sk_rcvbuf, 8 * TN_BUFFER_RCVBUF);
	KUNIT_EXPECT_EQ(test, set->sk_rcvbuf, SMALL);
	KUNIT_EXPECT_EQ(test, tn_sk(own)->tcb.tune.most, (u32)tn_buffer_rmem[2] / 2);
	KUNIT_EXPECT_EQ(test, tn_sk(set)->tcb.tune.most, 0u);

	tn_sk(own)->tcb.cc.out.cwnd = 2 * TN_BUFFER_SNDBUF;
	tn_sk(set)->tcb.cc.out.cwnd = 2 * TN_BUFFER_SNDBUF;
	set->sk_userlocks |= SOCK_SNDBUF_LOCK;
	tn_buffer_acked(own);
	tn_buffer_acked(set);
	KUNIT_EXPECT_GT(test, own->sk_sndbuf, 4 * TN_BUFFER_SNDBUF);
	KUNIT_EXPECT_EQ(test, set->sk_sndbuf, TN_BUFFER_SNDBUF);
	/* It does not become smaller with cwnd, nor larger than is allowed. */
	tn_sk(own)->tcb.cc.out.cwnd = 10000;
	tn_buffer_acked(own);
	KUNIT_EXPECT_GT(test, own->sk_sndbuf, 4 * TN_BUFFER_SNDBUF);
	tn_sk(own)->tcb.cc.out.cwnd = 1 << 30;
	tn_buffer_acked(own);
	KUNIT_EXPECT_EQ(test, own->sk_sndbuf, tn_buffer_wmem[2]);

	/* what is allowed is the namespace's number */
	limits->rmem[1] = 12 * TN_BUFFER_RCVBUF;
	limits->wmem[1] = tn_buffer_wmem[2] + 1000;
	tn_buffer_read(own, &v);
	tn_buffer_acked(own);
	KUNIT_EXPECT_EQ(test, tn_sk(own)->tcb.tune.most, 6u * TN_BUFFER_RCVBUF);
	KUNIT_EXPECT_EQ(test, own->sk_sndbuf, tn_buffer_wmem[2] + 1000);
	limits->rmem[1] = tn_buffer_rmem[2];
	limits->wmem[1] = tn_buffer_wmem[2];
}

static struct kunit_case buffer_cases[] = {
	KUNIT_CASE(holes__memory_is_bounded),
	KUNIT_CASE(holes__others_are_unharmed),
	KUNIT_CASE(prune__furthest_goes_first),
	KUNIT_CASE(gap__small_ones_are_joined),
	KUNIT_CASE(in_order__small_ones_are_rewritten),
	KUNIT_CASE(in_order__rewritten_while_it_is_read),
	KUNIT_CASE(pressure__out_of_order_first),
	KUNIT_CASE(size__grows_unless_it_was_set),
	{}
};

static struct kunit_suite buffer_suite = {
	.name = "sock_buffer",
	.test_cases = buffer_cases,
};

kunit_test_suite(buffer_suite);
