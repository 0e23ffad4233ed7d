// SPDX-License-Identifier: GPL-2.0
/*
 * recvmsg() (module/sock/recvmsg.c): every byte once and in order, however it arrived and however
 * it is asked for.
 */
#include <linux/net.h>

#include "random.h"
#include "sock/enter.h"
#include "sock/fixture.h"
#include "sock/recvmsg.h"

#define DATA	(TN_FIXTURE_IRS + 1)

static struct sock *connected(struct kunit *test, u16 rport)
{
	struct tn_tuple tuple = tn_fixture_tuple(1083, rport);
	struct sock *sk = tn_fixture_socket(test);

	tn_fixture_connect(test, sk, &tuple);
	return sk;
}

static void order_of_answers(struct kunit *test)
{
	struct sock *fresh = tn_fixture_socket(test), *sk;

	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, fresh, 0, 10, 0), -ENOTCONN);
	sk = connected(test, 1);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, 0, 10, 0), -EAGAIN);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, 0, 10, MSG_OOB), -EINVAL);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, 0, 10, MSG_ERRQUEUE), -EAGAIN);
	/* Data, then its end, for as long as one asks */
	tn_fixture_arrive(test, sk, DATA, 10, TN_TCP_FIN);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, DATA, 100, 0), 10);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, 0, 10, 0), 0);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, 0, 10, 0), 0);
}

static void error_is_told_once(struct kunit *test)
{
	struct sock *sk = connected(test, 2);

	tn_fixture_arrive(test, sk, DATA, 10, 0);
	tn_fixture_arrive(test, sk, DATA + 10, 0, TN_TCP_RST);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, DATA, 100, 0), 10);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, 0, 10, 0), -ECONNRESET);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, 0, 10, 0), 0);
}

static void partial_reads(struct kunit *test)
{
	struct sock *sk = connected(test, 3);
	u32 i;

	tn_fixture_arrive(test, sk, DATA, 1000, 0);
	tn_fixture_arrive(test, sk, DATA + 1000, 1000, 0);
	for (i = 0; i < 2000; i += 300)
		KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, DATA + i, 300, 0),
				min(300, 2000 - (int)i));
	KUNIT_EXPECT_EQ(test, tn_tcb_unread(&tn_sk(sk)->tcb), 0u);
	KUNIT_EXPECT_EQ(test, atomic_read(&sk->sk_rmem_alloc), 0);
}

static void peek_and_trunc(struct kunit *test)
{
	struct sock *sk = connected(test, 4);

	tn_fixture_arrive(test, sk, DATA, 1000, 0);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, DATA, 600, MSG_PEEK), 600);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, DATA, 600, MSG_PEEK), 600);
	KUNIT_EXPECT_EQ(test, tn_tcb_unread(&tn_sk(sk)->tcb), 1000u);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, DATA, 400, MSG_TRUNC), 400);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, DATA + 400, 1000, 0), 600);
}

/* SO_PEEK_OFF: each look goes on where the last one ended. */
static void peek__with_an_offset(struct kunit *test)
{
	struct sock *sk = connected(test, 5);

	WRITE_ONCE(sk->sk_peek_off, 100);
	tn_fixture_arrive(test, sk, DATA, 1000, 0);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, DATA + 100, 200, MSG_PEEK), 200);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, DATA + 300, 200, MSG_PEEK), 200);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, DATA, 150, 0), 150);
	KUNIT_EXPECT_EQ(test, tn_fixture_receive(test, sk, DATA + 500, 1000, MSG_PEEK), 500);
}

/* Overlapping segments in any order, read in any portions */
static void every_byte_once(struct kunit *test)
{
	u32 seen = 0, total = 20000, seq, len;
	u64 random = 0x7ec5;
	struct sock *sk = connected(test, 6);
	unsigned int i;
	int n;

	for (i = 0; i < 400; i++) {
		seq = tn_random_below(&random, total);
		len = 1 + tn_random_below(&random, min(total - seq, 1400u));
		tn_fixture_arrive(test, sk, DATA + seq, len, 0);
		if (i % 3)
			continue;
		len = 1 + tn_random_below(&random, 2000);
		n = tn_fixture_receive(test, sk, DATA + seen, len, 0);
		if (n > 0)
			seen += n;
	}
	for (seq = 0; seq < total; seq += 1000)
		tn_fixture_arrive(test, sk, DATA + seq, 1000, 0);
	while ((n = tn_fixture_receive(test, sk, DATA + seen, 3000, 0)) > 0)
		seen += n;
	KUNIT_EXPECT_EQ(test, seen, total);
	KUNIT_EXPECT_EQ(test, atomic_read(&sk->sk_rmem_alloc), 0);
	KUNIT_EXPECT_EQ(test, tn_sk(sk)->tcb.rcvq.bytes, 0u);
}

static struct kunit_case recvmsg_cases[] = {
	KUNIT_CASE(order_of_answers),
	KUNIT_CASE(error_is_told_once),
	KUNIT_CASE(partial_reads),
	KUNIT_CASE(peek_and_trunc),
	KUNIT_CASE(peek__with_an_offset),
	KUNIT_CASE(every_byte_once),
	{}
};

static struct kunit_suite recvmsg_suite = {
	.name = "sock_recvmsg",
	.test_cases = recvmsg_cases,
};

kunit_test_suite(recvmsg_suite);
