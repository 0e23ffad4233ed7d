// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/send.c, tcp/rcvwnd.c, tcp/persist.c, tcp/ackpolicy.c, tcp/keepalive.c:
 * when something leaves, and when it does not.
 */
#include <kunit/test.h>
#include <linux/errno.h>

#include "harness/script.h"
#include "pair.h"
#include "tcp/user.h"

static tn_time_t lose_all(struct tn_pair *pair, unsigned int from,
			  struct tn_out *seg)
{
	return TN_TIME_NEVER;
}

/* SHLD-7: one byte leaves, the other nine wait for its ACK and go together */
static void nagle__ten_single_bytes(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *a = &pair->end[0];
	unsigned int i;
	u32 sent;

	tn_pair_establish(pair);
	sent = a->sent;
	for (i = 0; i < 10; i++)
		tn_pair_write(pair, 0, 1);
	KUNIT_EXPECT_EQ(test, a->sent, sent + 1);
	tn_pair_run(pair, tn_ms(100));
	KUNIT_EXPECT_EQ(test, a->sent, sent + 2);
	KUNIT_EXPECT_EQ(test, a->last.len, 9);
	KUNIT_EXPECT_TRUE(test, a->last.flags & TN_TCP_PSH);
}

static void nodelay__ten_single_bytes(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_verdict v = {};
	unsigned int i;
	u32 sent;

	tn_pair_establish(pair);
	tn_user_nodelay(&pair->end[0].tcb, pair->now, true, &v);
	sent = pair->end[0].sent;
	for (i = 0; i < 10; i++)
		tn_pair_write(pair, 0, 1);
	KUNIT_EXPECT_EQ(test, pair->end[0].sent, sent + 10);
}

/* Room for a third of cwnd, or for what is acknowledged in a millisecond, whichever is less */
static void defer__no_longer_than_a_millisecond(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script,
		"set gso 65000\n"
		"peer <mss 1000>\n"
		"reach ESTABLISHED\n"
		"set cwnd 30000\n"
		"at 1 write 200000\n"
		"out . 1:30001(30000)\n");
	script->world->tcb.rtt.srtt = tn_ms(1);
	TN_PLAY(script,
		"at 1.001 in . 1:1(0) ack 4001\n"
		"out none\n"
		"in . 1:1(0) ack 7001\n"
		"out . 30001:44001(14000)\n");
	/* 44 segments, one each 2 ms */
	script->world->tcb.rtt.srtt = tn_ms(88);
	TN_PLAY(script,
		"at 1.089 in . 1:1(0) ack 8001\n"
		"out . 44001:46001(2000)\n");
}

static void cork__held_until_the_ceiling(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *a = &pair->end[0];
	struct tn_verdict v = {};
	tn_time_t begin;
	u32 sent;

	tn_pair_establish(pair);
	tn_user_cork(&a->tcb, pair->now, true, &v);
	sent = a->sent;
	begin = pair->now;
	tn_pair_write(pair, 0, 1448 + 10);
	KUNIT_EXPECT_EQ(test, a->sent, sent + 1);
	KUNIT_EXPECT_EQ(test, a->last.len, 1448);
	tn_pair_run(pair, tn_sec(1));
	KUNIT_EXPECT_EQ(test, a->last.len, 10);
	KUNIT_EXPECT_EQ(test, a->last_at - begin, tn_ms(200));
}

/* The tail of a large write does not wait for a delayed ACK */
static void tail__leaves_with_the_rest(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));

	tn_pair_establish(pair);
	tn_pair_write(pair, 0, 2 * 1448 + 1);
	tn_pair_run(pair, tn_ms(11));
	KUNIT_EXPECT_EQ(test, pair->end[1].got, 2 * 1448 + 1);
}

/* SHLD-18, SHLD-19 */
static void delack__one_waits_two_do_not(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *b = &pair->end[1];
	tn_time_t arrived;
	u32 sent;

	tn_pair_establish(pair);
	tn_pair_write(pair, 0, 1448);
	tn_pair_run(pair, tn_sec(1));
	b->tcb.acks.quick = 0;
	tn_pair_write(pair, 0, 1448);
	tn_pair_run(pair, tn_ms(10));
	arrived = pair->now;
	sent = b->sent;
	tn_pair_run(pair, tn_sec(1));
	KUNIT_EXPECT_EQ(test, b->sent, sent + 1);
	KUNIT_EXPECT_EQ(test, b->last_at - arrived, tn_ms(40));

	tn_pair_write(pair, 0, 2 * 1448);
	tn_pair_run(pair, tn_ms(10));
	KUNIT_EXPECT_EQ(test, b->sent, sent + 2);
	KUNIT_EXPECT_EQ(test, b->last_at, pair->now);
}

/* SHLD-14, MUST-39, MUST-36: a reader that stops, then reads a little */
static void window__closes_is_probed_and_opens(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *a = &pair->end[0], *b = &pair->end[1];
	tn_time_t closed;
	u32 adv, edge = 0, i;

	tn_pair_establish(pair);
	b->reading = false;
	tn_pair_write(pair, 0, 1 << 20);
	while (a->tcb.snd.wnd || !b->got)
		KUNIT_ASSERT_TRUE(test, tn_pair_step(pair, pair->now +
						     tn_sec(9)));
	/* All of it but for the rounding of the scaled window, 512 bytes */
	KUNIT_EXPECT_LE(test, b->got, b->tcb.rcv.buf);
	KUNIT_EXPECT_GT(test, b->got + 512, b->tcb.rcv.buf);
	closed = pair->now;

	/* SHLD-29, SHLD-30: after one RTO, then twice as long */
	for (i = 0; i < 3; i++) {
		u32 sent = a->sent;

		while (a->sent == sent)
			KUNIT_ASSERT_TRUE(test, tn_pair_step(pair, pair->now +
							     tn_sec(99)));
		KUNIT_EXPECT_EQ(test, a->last_at - closed,
				tn_sec((2 << i) - 1));
		KUNIT_EXPECT_EQ(test, a->last.len, 1);
	}
	tn_pair_run(pair, tn_ms(100));
	KUNIT_EXPECT_LE(test, b->got, b->tcb.rcv.buf);
	KUNIT_EXPECT_EQ(test, b->last.wnd, 0);

	/* No silly window: 100 bytes are not announced, a segment's worth is */
	adv = b->tcb.rcv.adv;
	tn_pair_read(pair, 1, 100);
	KUNIT_EXPECT_EQ(test, b->tcb.rcv.adv, adv);
	tn_pair_read(pair, 1, 2 * 1460);
	KUNIT_EXPECT_TRUE(test, tn_seq_ge(b->tcb.rcv.adv, adv + 1460));
	tn_pair_run(pair, tn_ms(100));
	KUNIT_EXPECT_GT(test, b->got, b->tcb.rcv.buf);

	b->reading = true;
	tn_pair_read(pair, 1, tn_tcb_unread(&b->tcb));
	while (b->got < 1 << 20) {
		KUNIT_ASSERT_TRUE(test, tn_pair_step(pair, pair->now +
						     tn_sec(99)));
		KUNIT_ASSERT_TRUE(test, !edge ||
				  tn_seq_ge(b->tcb.rcv.adv, edge));
		edge = b->tcb.rcv.adv;
	}
}

/* MUST-37: answered probes keep a connection for ever */
static void persist__lives_while_answered(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *a = &pair->end[0], *b = &pair->end[1];

	tn_pair_establish(pair);
	b->reading = false;
	tn_pair_write(pair, 0, 1 << 20);
	tn_pair_run(pair, tn_sec(24 * 3600));
	KUNIT_EXPECT_EQ(test, a->tcb.state, TN_ESTABLISHED);
	KUNIT_EXPECT_TRUE(test, a->tcb.persist.on);
	pair->link = lose_all;
	tn_pair_run(pair, tn_sec(700));
	KUNIT_EXPECT_EQ(test, a->err, ETIMEDOUT);
}

/* MUST-26 to MUST-29, with the defaults: 7200 s, 9 probes 75 s apart */
static void keepalive__probes_then_gives_up(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *a = &pair->end[0];
	tn_time_t begin;
	u32 sent;

	tn_pair_establish(pair);
	begin = a->tcb.keep.heard;
	tn_user_keepalive(&a->tcb, pair->now, true);
	sent = a->sent;
	tn_pair_run(pair, tn_sec(7199));
	KUNIT_EXPECT_EQ(test, a->sent, sent);
	tn_pair_run(pair, tn_sec(2));
	KUNIT_EXPECT_EQ(test, a->sent, sent + 1);
	KUNIT_EXPECT_EQ(test, a->last_at - begin, tn_sec(7200));
	KUNIT_EXPECT_EQ(test, a->last.len, 0);
	KUNIT_EXPECT_EQ(test, a->last.seq, a->tcb.snd.nxt - 1);
	/* Answered: silence is counted from the answer */
	KUNIT_EXPECT_EQ(test, a->tcb.keep.probes, 0);
	KUNIT_EXPECT_EQ(test, a->tcb.keep.heard - begin,
			tn_sec(7200) + tn_ms(20));

	pair->link = lose_all;
	begin = a->tcb.keep.heard;
	while (!a->gone)
		KUNIT_ASSERT_TRUE(test, tn_pair_step(pair, TN_TIME_NEVER - 1));
	KUNIT_EXPECT_EQ(test, a->sent, sent + 1 + 9);
	KUNIT_EXPECT_EQ(test, pair->now - begin, tn_sec(7200 + 9 * 75));
	KUNIT_EXPECT_EQ(test, a->err, ETIMEDOUT);
}

static struct kunit_case send_cases[] = {
	KUNIT_CASE(nagle__ten_single_bytes),
	KUNIT_CASE(nodelay__ten_single_bytes),
	KUNIT_CASE(defer__no_longer_than_a_millisecond),
	KUNIT_CASE(cork__held_until_the_ceiling),
	KUNIT_CASE(tail__leaves_with_the_rest),
	KUNIT_CASE(delack__one_waits_two_do_not),
	KUNIT_CASE(window__closes_is_probed_and_opens),
	KUNIT_CASE(persist__lives_while_answered),
	KUNIT_CASE(keepalive__probes_then_gives_up),
	{}
};

static struct kunit_suite send_suite = {
	.name = "tcp_send",
	.test_cases = send_cases,
};

kunit_test_suite(send_suite);
