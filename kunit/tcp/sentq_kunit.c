// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/sentq.c: ranges, their accounts, and what happens when there are no nodes left.
 */
#include "harness/invariant.h"
#include "harness/script.h"
#include "tcp/sentq.h"

/* A connection with [1, 10001) sent in one piece, and nodes to split it */
static struct tn_world *one_range(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "set gso 65000\nreach ESTABLISHED\nwrite 10000\nskip\nexpect pipe 10000\n");
	tn_world_top_up(script->world);
	return script->world;
}

static void expect_sound(struct kunit *test, struct tn_world *w)
{
	const char *broken = tn_invariant_broken(&w->tcb, w->now);

	KUNIT_EXPECT_TRUE_MSG(test, !broken, "%s", broken ? broken : "");
}

static void sack__splits_a_range_in_three(struct kunit *test)
{
	struct tn_world *w = one_range(test);
	struct tn_acked acked = {};
	u32 una = w->tcb.snd.una;

	tn_sentq_sack(&w->tcb, una + 1000, una + 3000, &acked);
	KUNIT_EXPECT_EQ(test, acked.bytes, 2000);
	KUNIT_EXPECT_EQ(test, w->tcb.sentq.sacked, 2000);
	KUNIT_EXPECT_EQ(test, w->tcb.sentq.pipe, 8000);
	KUNIT_EXPECT_EQ(test, w->tcb.sentq.high_sacked, una + 3000);
	expect_sound(test, w);

	/* The same again tells nothing; a wider one tells the difference */
	tn_sentq_sack(&w->tcb, una + 1000, una + 3000, &acked);
	KUNIT_EXPECT_EQ(test, acked.bytes, 2000);
	tn_sentq_sack(&w->tcb, una + 500, una + 3500, &acked);
	KUNIT_EXPECT_EQ(test, acked.bytes, 3000);
	expect_sound(test, w);
}

static void sack__no_nodes_no_split(struct kunit *test)
{
	struct tn_world *w = one_range(test);
	struct tn_acked acked = {};
	u32 una = w->tcb.snd.una;

	while (tn_sentq_take(&w->tcb.sentq))
		;
	KUNIT_EXPECT_FALSE(test, tn_sentq_sack(&w->tcb, una + 1000, una + 3000, &acked));
	KUNIT_EXPECT_EQ(test, acked.bytes, 0);
	KUNIT_EXPECT_EQ(test, w->tcb.sentq.pipe, 10000);
	expect_sound(test, w);
}

static void account__lost_and_sent_again(struct kunit *test)
{
	struct tn_world *w = one_range(test);
	struct tn_sentq *q = &w->tcb.sentq;
	struct tn_sent *head = tn_sentq_head(q), *rest;

	rest = tn_sentq_split(q, head, head->seq + 1460);
	KUNIT_ASSERT_NOT_NULL(test, rest);
	KUNIT_EXPECT_EQ(test, rest->at, head->at);
	KUNIT_EXPECT_NULL(test, tn_sentq_first_lost(q));

	tn_sentq_lose(&w->tcb, head, w->now, TN_CAUSE_RTO);
	KUNIT_EXPECT_EQ(test, q->lost, 1460);
	KUNIT_EXPECT_EQ(test, q->pipe, 8540);
	KUNIT_EXPECT_PTR_EQ(test, tn_sentq_first_lost(q), head);

	tn_sentq_resent(&w->tcb, head, w->now);
	KUNIT_EXPECT_EQ(test, q->lost, 0);
	KUNIT_EXPECT_EQ(test, q->pipe, 10000);
	KUNIT_EXPECT_NULL(test, tn_sentq_first_lost(q));
	KUNIT_EXPECT_TRUE(test, head->flags & TN_SENT_EVER);

	/* Lost once more, it keeps the mark that it was sent twice */
	tn_sentq_lose_all(&w->tcb, false, w->now, TN_CAUSE_RTO);
	KUNIT_EXPECT_EQ(test, q->lost, 10000);
	KUNIT_EXPECT_TRUE(test, head->flags & TN_SENT_EVER);
	expect_sound(test, w);
}

static void lose_all__with_and_without_sacked(struct kunit *test)
{
	struct tn_world *w = one_range(test);
	struct tn_sentq *q = &w->tcb.sentq;
	struct tn_acked acked = {};
	u32 una = w->tcb.snd.una;

	tn_sentq_sack(&w->tcb, una + 5000, una + 10000, &acked);
	tn_sentq_lose_all(&w->tcb, false, w->now, TN_CAUSE_RTO);
	KUNIT_EXPECT_EQ(test, q->lost, 5000);
	KUNIT_EXPECT_EQ(test, q->sacked, 5000);
	tn_sentq_lose_all(&w->tcb, true, w->now, TN_CAUSE_RTO);
	KUNIT_EXPECT_EQ(test, q->lost, 10000);
	KUNIT_EXPECT_EQ(test, q->sacked, 0);
	expect_sound(test, w);
}

/* Blocks that touch are one range, and are counted as the segments that were reported */
static void sack__neighbours_are_joined(struct kunit *test)
{
	static const u32 blocks[] = { 2000, 6000, 4000, 3000, 5000 };
	struct tn_world *w = one_range(test);
	struct tn_sentq *q = &w->tcb.sentq;
	struct tn_acked acked = {};
	u32 una = w->tcb.snd.una;
	unsigned int i, n = 0;
	struct tn_sent *sent;

	for (i = 0; i < ARRAY_SIZE(blocks); i++) {
		KUNIT_EXPECT_TRUE(test, tn_sentq_sack(&w->tcb, una + blocks[i],
						      una + blocks[i] + 1000, &acked));
		tn_world_top_up(w);
		expect_sound(test, w);
	}
	list_for_each_entry(sent, &q->sent, link)
		n++;
	KUNIT_EXPECT_EQ(test, n, 3);
	KUNIT_EXPECT_EQ(test, q->nsacked, 5);
	KUNIT_EXPECT_EQ(test, acked.bytes, 5000);
	tn_sentq_lose_all(&w->tcb, true, w->now, TN_CAUSE_RTO);
	KUNIT_EXPECT_EQ(test, q->nsacked, 0);
	expect_sound(test, w);
}

/* Whatever is noticed first, what is sent again first is what the peer waits for */
static void losses__by_number(struct kunit *test)
{
	static const unsigned int order[] = { 4, 5, 6, 0, 2, 1, 9, 3, 8, 7 };
	struct tn_world *w = one_range(test);
	struct tn_sentq *q = &w->tcb.sentq;
	struct tn_sent *range[10];
	unsigned int i;

	range[0] = tn_sentq_head(q);
	for (i = 1; i < ARRAY_SIZE(range); i++) {
		tn_world_top_up(w);
		range[i] = tn_sentq_split(q, range[i - 1], w->tcb.snd.una + 1000 * i);
	}
	for (i = 0; i < ARRAY_SIZE(order); i++) {
		tn_sentq_lose(&w->tcb, range[order[i]], w->now, TN_CAUSE_RTO);
		expect_sound(test, w);
	}
	for (i = 0; i < ARRAY_SIZE(range); i++) {
		KUNIT_EXPECT_PTR_EQ(test, tn_sentq_first_lost(q), range[i]);
		tn_sentq_resent(&w->tcb, range[i], ++w->now);
		expect_sound(test, w);
	}
	KUNIT_EXPECT_PTR_EQ(test, list_last_entry(&q->flying, struct tn_sent, turn), range[9]);
}

/* Karn: what was sent twice taints the whole ACK */
static void ack__samples(struct kunit *test)
{
	struct tn_world *w = one_range(test);
	struct tn_sentq *q = &w->tcb.sentq;
	struct tn_sent *head = tn_sentq_head(q);
	struct tn_acked once = {}, twice = {};
	u32 una = w->tcb.snd.una;

	tn_sentq_split(q, head, una + 2000);
	tn_sentq_split(q, head, una + 1000);
	tn_sentq_ack(&w->tcb, una + 1000, &once);
	w->tcb.snd.una = una + 1000;
	KUNIT_EXPECT_EQ(test, once.bytes, 1000);
	KUNIT_EXPECT_EQ(test, once.once.at, w->now);
	KUNIT_EXPECT_EQ(test, once.again.at, 0);
	expect_sound(test, w);

	tn_sentq_lose(&w->tcb, tn_sentq_head(q), w->now, TN_CAUSE_RTO);
	tn_sentq_resent(&w->tcb, tn_sentq_head(q), w->now + 1);
	tn_sentq_ack(&w->tcb, una + 2000, &twice);
	w->tcb.snd.una = una + 2000;
	KUNIT_EXPECT_EQ(test, twice.again.at, w->now + 1);
	KUNIT_EXPECT_EQ(test, twice.once.at, 0);
	expect_sound(test, w);
}

static void purge__gives_all_nodes_back(struct kunit *test)
{
	struct tn_world *w = one_range(test);
	struct tn_sentq *q = &w->tcb.sentq;
	u32 nspare = q->nspare;

	tn_sentq_split(q, tn_sentq_head(q), w->tcb.snd.una + 1);
	tn_sentq_purge(q);
	KUNIT_EXPECT_EQ(test, q->nspare, nspare + 1);
	KUNIT_EXPECT_EQ(test, q->pipe + q->sacked + q->lost, 0);
	KUNIT_EXPECT_NULL(test, tn_sentq_head(q));
}

/* DESIGN 3: with no node left nothing is sent, and nothing is lost either */
static void starved__waits_for_nodes(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_world *w = script->world;
	unsigned int i;

	TN_PLAY(script, "reach ESTABLISHED\nset starved on\n");
	while (tn_sentq_take(&w->tcb.sentq))
		;
	TN_PLAY(script, "write 3000\nout none\nset starved off\n");
	for (i = 0; i < 2; i++)
		TN_PLAY(script, "nodelay on\nskip\n");
	TN_PLAY(script, "expect pipe 3000\n");
}

static struct kunit_case sentq_cases[] = {
	KUNIT_CASE(sack__splits_a_range_in_three),
	KUNIT_CASE(sack__no_nodes_no_split),
	KUNIT_CASE(sack__neighbours_are_joined),
	KUNIT_CASE(losses__by_number),
	KUNIT_CASE(account__lost_and_sent_again),
	KUNIT_CASE(lose_all__with_and_without_sacked),
	KUNIT_CASE(ack__samples),
	KUNIT_CASE(purge__gives_all_nodes_back),
	KUNIT_CASE(starved__waits_for_nodes),
	{}
};

static struct kunit_suite sentq_suite = {
	.name = "tcp_sentq",
	.test_cases = sentq_cases,
};

kunit_test_suite(sentq_suite);
