// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/fsm.c, tcp/timewait.c: closing a connection, from either side and both.
 */
#include <kunit/test.h>
#include <linux/errno.h>

#include "pair.h"
#include "tcp/user.h"

static void close__active(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *a = &pair->end[0], *b = &pair->end[1];
	tn_time_t entered;

	tn_pair_establish(pair);
	tn_pair_write(pair, 0, 100);
	tn_pair_close(pair, 0);
	KUNIT_EXPECT_EQ(test, a->tcb.state, TN_FIN_WAIT_1);
	tn_pair_run(pair, tn_ms(100));
	KUNIT_EXPECT_EQ(test, a->tcb.state, TN_FIN_WAIT_2);
	KUNIT_EXPECT_EQ(test, b->tcb.state, TN_CLOSE_WAIT);
	KUNIT_EXPECT_TRUE(test, b->eof);
	KUNIT_EXPECT_EQ(test, b->got, 100);

	tn_pair_close(pair, 1);
	KUNIT_EXPECT_EQ(test, b->tcb.state, TN_LAST_ACK);
	tn_pair_run(pair, tn_ms(10));
	KUNIT_EXPECT_TRUE(test, a->in_tw);
	entered = pair->now;
	tn_pair_run(pair, tn_ms(10));
	KUNIT_EXPECT_TRUE(test, b->gone);
	KUNIT_EXPECT_EQ(test, b->err, 0);

	/* MUST-13: 2 MSL, then nothing is left */
	while (tn_pair_step(pair, TN_TIME_NEVER - 1))
		;
	KUNIT_EXPECT_TRUE(test, a->gone);
	KUNIT_EXPECT_EQ(test, a->tw.until, entered + tn_sec(60));
	KUNIT_EXPECT_EQ(test, a->err, 0);
}

static void close__simultaneous(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	unsigned int i;

	tn_pair_establish(pair);
	tn_pair_close(pair, 0);
	tn_pair_close(pair, 1);
	tn_pair_run(pair, tn_ms(10));
	for (i = 0; i < 2; i++)
		KUNIT_EXPECT_EQ(test, pair->end[i].tcb.state, TN_CLOSING);
	tn_pair_run(pair, tn_ms(11));
	for (i = 0; i < 2; i++)
		KUNIT_EXPECT_TRUE(test, pair->end[i].in_tw);
}

static void close__fin_and_its_ack_together(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *a = &pair->end[0];
	struct tn_out fin;

	/* RFC 9293 3.10.7.4: FIN-WAIT-1 straight to TIME-WAIT */
	tn_pair_establish(pair);
	tn_pair_shutdown(pair, 0);
	fin = (struct tn_out){ .seq = a->tcb.rcv.nxt, .ack = a->tcb.snd.nxt,
			       .flags = TN_TCP_FIN | TN_TCP_ACK,
			       .opt = { .has = TN_OPT_TS,
					.tsval = a->tcb.ts.recent } };
	tn_pair_inject(pair, 0, &fin);
	KUNIT_EXPECT_TRUE(test, a->in_tw);
	KUNIT_EXPECT_EQ(test, a->last.ack, fin.seq + 1);

	/* The FIN again: our ACK was lost */
	pair->now += tn_sec(30);
	tn_pair_inject(pair, 0, &fin);
	KUNIT_EXPECT_EQ(test, a->last_at, pair->now);
	KUNIT_EXPECT_EQ(test, a->last.ack, fin.seq + 1);
	KUNIT_EXPECT_EQ(test, a->tw.until, pair->now + tn_sec(60));

	/* RFC 1337: a RST does not end it */
	fin.flags = TN_TCP_RST;
	fin.seq++;
	tn_pair_inject(pair, 0, &fin);
	KUNIT_EXPECT_TRUE(test, a->in_tw);
}

static void close__unread_data_resets(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));

	tn_pair_establish(pair);
	pair->end[1].reading = false;
	tn_pair_write(pair, 0, 100);
	tn_pair_run(pair, tn_ms(100));
	tn_pair_close(pair, 1);
	KUNIT_EXPECT_EQ(test, pair->end[1].rsts, 1);
	KUNIT_EXPECT_TRUE(test, pair->end[1].gone);
	tn_pair_run(pair, tn_ms(10));
	KUNIT_EXPECT_EQ(test, pair->end[0].err, ECONNRESET);
}

static void close__data_afterwards_resets(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));

	tn_pair_establish(pair);
	tn_pair_close(pair, 1);
	tn_pair_run(pair, tn_ms(100));
	KUNIT_EXPECT_EQ(test, pair->end[1].tcb.state, TN_FIN_WAIT_2);
	tn_pair_write(pair, 0, 100);
	tn_pair_run(pair, tn_ms(100));
	KUNIT_EXPECT_EQ(test, pair->end[1].rsts, 1);
	/* The peer had seen our FIN: CLOSE-WAIT */
	KUNIT_EXPECT_EQ(test, pair->end[0].err, EPIPE);
}

static void close__peer_never_closes(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	tn_time_t begin;

	tn_pair_establish(pair);
	tn_pair_close(pair, 0);
	tn_pair_run(pair, tn_ms(20));
	KUNIT_EXPECT_EQ(test, pair->end[0].tcb.state, TN_FIN_WAIT_2);
	begin = pair->now;
	while (!pair->end[0].gone)
		KUNIT_ASSERT_TRUE(test, tn_pair_step(pair, TN_TIME_NEVER - 1));
	KUNIT_EXPECT_EQ(test, pair->now - begin, tn_sec(60));
}

static void abort__resets_once(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_verdict v = {};

	tn_pair_establish(pair);
	tn_user_abort(&pair->end[0].tcb, pair->now, &v);
	tn_pair_act(pair, 0, &v);
	tn_pair_run(pair, tn_ms(100));
	KUNIT_EXPECT_EQ(test, pair->end[0].rsts, 1);
	KUNIT_EXPECT_EQ(test, pair->end[1].rsts, 0);
	KUNIT_EXPECT_EQ(test, pair->end[1].err, ECONNRESET);
	KUNIT_EXPECT_TRUE(test, pair->end[1].gone);
}

/* RFC 5961 3.2: only the exact sequence number resets */
static void rst__exact_or_challenged(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *a = &pair->end[0];
	struct tn_out rst = { .flags = TN_TCP_RST };
	u32 sent;

	tn_pair_establish(pair);
	sent = a->sent;
	rst.seq = a->tcb.rcv.nxt - 1;
	tn_pair_inject(pair, 0, &rst);
	KUNIT_EXPECT_EQ(test, a->sent, sent);
	rst.seq = a->tcb.rcv.nxt + 1;
	tn_pair_inject(pair, 0, &rst);
	KUNIT_EXPECT_EQ(test, a->sent, sent + 1);
	KUNIT_EXPECT_EQ(test, a->last.flags, TN_TCP_ACK);
	KUNIT_EXPECT_EQ(test, a->tcb.state, TN_ESTABLISHED);
	rst.seq = a->tcb.rcv.nxt;
	tn_pair_inject(pair, 0, &rst);
	KUNIT_EXPECT_EQ(test, a->err, ECONNRESET);
	KUNIT_EXPECT_TRUE(test, a->gone);
}

static struct kunit_case fsm_cases[] = {
	KUNIT_CASE(close__active),
	KUNIT_CASE(close__simultaneous),
	KUNIT_CASE(close__fin_and_its_ack_together),
	KUNIT_CASE(close__unread_data_resets),
	KUNIT_CASE(close__data_afterwards_resets),
	KUNIT_CASE(close__peer_never_closes),
	KUNIT_CASE(abort__resets_once),
	KUNIT_CASE(rst__exact_or_challenged),
	{}
};

static struct kunit_suite fsm_suite = {
	.name = "tcp_fsm",
	.test_cases = fsm_cases,
};

kunit_test_suite(fsm_suite);
