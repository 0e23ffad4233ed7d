// SPDX-License-Identifier: GPL-2.0
/*
 * Memory for sent segments (module/sock/sentnode.c): the spare list is kept between its marks.
 */
#include "sock/fixture.h"
#include "sock/sentnode.h"
#include "tcp/sentq.h"

static void fill__up_to_the_lower_mark(struct kunit *test)
{
	struct tn_tcb *tcb = &tn_sk(tn_fixture_socket(test))->tcb;

	tn_sentnode_fill(tcb, TN_SENTQ_SPARE_LOW);
	KUNIT_EXPECT_EQ(test, tcb->sentq.nspare, (u32)TN_SENTQ_SPARE_LOW);
	tn_sentnode_fill(tcb, TN_SENTQ_SPARE_LOW);
	KUNIT_EXPECT_EQ(test, tcb->sentq.nspare, (u32)TN_SENTQ_SPARE_LOW);
}

static void fill__down_to_the_upper_mark(struct kunit *test)
{
	struct tn_tcb *one = &tn_sk(tn_fixture_socket(test))->tcb;
	struct tn_tcb *other = &tn_sk(tn_fixture_socket(test))->tcb;

	while (one->sentq.nspare < 2 * TN_SENTQ_SPARE_HIGH) {
		tn_sentnode_fill(other, TN_SENTQ_SPARE_LOW);
		tn_sentq_give(&one->sentq, tn_sentq_take(&other->sentq));
	}
	tn_sentnode_fill(one, TN_SENTQ_SPARE_LOW);
	KUNIT_EXPECT_EQ(test, one->sentq.nspare, (u32)TN_SENTQ_SPARE_HIGH);
}

static void purge__nothing_is_left(struct kunit *test)
{
	struct tn_tuple tuple = tn_fixture_tuple(1063, 7);
	struct sock *sk = tn_fixture_socket(test);
	struct tn_tcb *tcb = &tn_sk(sk)->tcb;

	tn_fixture_connect(test, sk, &tuple);
	lock_sock(sk);
	tn_sentnode_purge(tcb);
	KUNIT_EXPECT_EQ(test, tcb->sentq.nspare, 0u);
	KUNIT_EXPECT_TRUE(test, list_empty(&tcb->sentq.sent));
	tn_sentnode_purge(tcb);
	release_sock(sk);
}

static struct kunit_case sentnode_cases[] = {
	KUNIT_CASE(fill__up_to_the_lower_mark),
	KUNIT_CASE(fill__down_to_the_upper_mark),
	KUNIT_CASE(purge__nothing_is_left),
	{}
};

static struct kunit_suite sentnode_suite = {
	.name = "sock_sentnode",
	.test_cases = sentnode_cases,
};

kunit_test_suite(sentnode_suite);
