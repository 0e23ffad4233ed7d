// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/handshake.c, tcp/listen.c: opening a connection.
 */
#include <kunit/test.h>
#include <linux/errno.h>

#include "harness/script.h"
#include "pair.h"
#include "tcp/send.h"
#include "tcp/user.h"

static tn_time_t lose_all(struct tn_pair *pair, unsigned int from,
			  struct tn_out *seg)
{
	return TN_TIME_NEVER;
}

static void open__three_way(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *a = &pair->end[0], *b = &pair->end[1];

	tn_pair_establish(pair);
	KUNIT_EXPECT_TRUE(test, a->connected && b->connected);
	KUNIT_EXPECT_EQ(test, a->sent, 2);	/* SYN, ACK */
	KUNIT_EXPECT_EQ(test, b->sent, 1);	/* SYN-ACK */
	KUNIT_EXPECT_EQ(test, a->tcb.snd.una, a->tcb.snd.nxt);
	KUNIT_EXPECT_EQ(test, b->tcb.snd.una, b->tcb.snd.nxt);
	KUNIT_EXPECT_TRUE(test, b->tcb.passive && !a->tcb.passive);
	KUNIT_EXPECT_TRUE(test, a->tcb.ts.ok && b->tcb.ts.ok);
	KUNIT_EXPECT_TRUE(test, a->tcb.sack_ok && b->tcb.sack_ok);
	KUNIT_EXPECT_EQ(test, a->tcb.snd.wscale, 2);
	/* MTU 1500 less 40 less the timestamp option */
	KUNIT_EXPECT_EQ(test, a->tcb.snd.mss, 1448);
	/* Sampled from the SYN: one round trip */
	KUNIT_EXPECT_EQ(test, a->tcb.rtt.srtt, tn_ms(20));
	KUNIT_EXPECT_EQ(test, b->tcb.rtt.srtt, tn_ms(20));
}

static void open__simultaneous(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	unsigned int i;

	/* RFC 9293 figure 7 */
	tn_pair_connect(pair, 0, 100);
	tn_pair_connect(pair, 1, 300);
	tn_pair_run(pair, tn_ms(11));
	for (i = 0; i < 2; i++)
		KUNIT_EXPECT_EQ(test, pair->end[i].tcb.state, TN_SYN_RECEIVED);
	tn_pair_run(pair, tn_ms(100));
	for (i = 0; i < 2; i++) {
		KUNIT_EXPECT_EQ(test, pair->end[i].tcb.state, TN_ESTABLISHED);
		KUNIT_EXPECT_FALSE(test, pair->end[i].tcb.passive);
		tn_pair_write(pair, i, 5000);
	}
	tn_pair_run(pair, tn_sec(1));
	for (i = 0; i < 2; i++)
		KUNIT_EXPECT_EQ(test, pair->end[i].got, 5000);
}

static void syn__retransmitted_then_given_up(struct kunit *test)
{
	static const unsigned int at[] = { 1, 3, 7, 15, 31, 63, 123 };
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	tn_time_t begin = pair->now;
	unsigned int i;

	pair->link = lose_all;
	tn_pair_connect(pair, 0, 100);
	for (i = 0; i < ARRAY_SIZE(at); i++) {
		KUNIT_ASSERT_TRUE(test, tn_pair_step(pair, TN_TIME_NEVER - 1));
		KUNIT_EXPECT_EQ(test, pair->end[0].last_at - begin,
				tn_sec(at[i]));
		KUNIT_EXPECT_EQ(test, pair->end[0].last.flags, TN_TCP_SYN);
	}
	/* MUST-23: not before three minutes */
	KUNIT_ASSERT_TRUE(test, tn_pair_step(pair, TN_TIME_NEVER - 1));
	KUNIT_EXPECT_EQ(test, pair->now - begin, tn_sec(183));
	KUNIT_EXPECT_EQ(test, pair->end[0].err, ETIMEDOUT);
	KUNIT_EXPECT_TRUE(test, pair->end[0].gone);
	KUNIT_EXPECT_FALSE(test, tn_pair_step(pair, TN_TIME_NEVER - 1));
}

/* As in Linux, a timeout is one whatever was sent */
static void syn__counts_timeouts(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "out S 0:0(0)\n"
		  "at 1 out S 0:0(0)\n"
		  "at 3 out S 0:0(0)\n"
		  "expect count TCPSynRetrans 2\n"
		  "expect count TCPTimeouts 2\n"
		  "in S. 0:0(0) ack 1 <mss 1460>\n"
		  "out . 1:1(0)\n");
}

static void syn__refused(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));

	tn_pair_connect(pair, 0, 100);		/* end 1 is CLOSED */
	tn_pair_run(pair, tn_ms(50));
	KUNIT_EXPECT_EQ(test, pair->end[1].rsts, 1);
	KUNIT_EXPECT_EQ(test, pair->end[1].last.ack, 101);
	KUNIT_EXPECT_EQ(test, pair->end[0].err, ECONNREFUSED);
	KUNIT_EXPECT_TRUE(test, pair->end[0].gone);
}

static void syn_sent__wrong_ack(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_out seg = { .seq = 500, .ack = 105, .wnd = 1000,
			      .flags = TN_TCP_SYN | TN_TCP_ACK };

	pair->link = lose_all;
	tn_pair_connect(pair, 0, 100);
	tn_pair_inject(pair, 0, &seg);
	KUNIT_EXPECT_EQ(test, pair->end[0].rsts, 1);
	KUNIT_EXPECT_EQ(test, pair->end[0].last.seq, 105);
	KUNIT_EXPECT_EQ(test, pair->end[0].tcb.state, TN_SYN_SENT);

	seg.ack = 101;
	tn_pair_inject(pair, 0, &seg);
	KUNIT_EXPECT_EQ(test, pair->end[0].tcb.state, TN_ESTABLISHED);
	/* No options in the SYN: 536, no timestamps, no scaling */
	KUNIT_EXPECT_EQ(test, pair->end[0].tcb.snd.mss, 536);
	KUNIT_EXPECT_FALSE(test, pair->end[0].tcb.ts.ok);
	KUNIT_EXPECT_EQ(test, pair->end[0].tcb.snd.wnd, 1000);
}

static void listen__ack_gets_reset(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_out seg = { .seq = 500, .ack = 105, .flags = TN_TCP_ACK };

	tn_pair_listen(pair, 1);
	tn_pair_inject(pair, 1, &seg);
	KUNIT_EXPECT_EQ(test, pair->end[1].rsts, 1);
	KUNIT_EXPECT_EQ(test, pair->end[1].last.seq, 105);
	KUNIT_EXPECT_EQ(test, pair->end[1].last.flags, TN_TCP_RST);

	seg.flags = TN_TCP_RST;
	tn_pair_inject(pair, 1, &seg);
	KUNIT_EXPECT_EQ(test, pair->end[1].sent, 1);
	KUNIT_EXPECT_EQ(test, pair->end[1].tcb.state, TN_LISTEN);
}

static tn_time_t lose_first_syn_ack(struct tn_pair *pair, unsigned int from,
				    struct tn_out *seg)
{
	return from == 1 && pair->end[1].sent == 1 ? TN_TIME_NEVER : 0;
}

static void syn_ack__lost(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));

	pair->link = lose_first_syn_ack;
	tn_pair_listen(pair, 1);
	tn_pair_connect(pair, 0, 7);
	tn_pair_run(pair, tn_ms(900));
	KUNIT_EXPECT_EQ(test, pair->end[1].tcb.state, TN_SYN_RECEIVED);
	tn_pair_run(pair, tn_ms(300));
	KUNIT_EXPECT_EQ(test, pair->end[0].tcb.state, TN_ESTABLISHED);
	KUNIT_EXPECT_EQ(test, pair->end[1].tcb.state, TN_ESTABLISHED);
	/* RFC 6298 5.7, Karn: no sample, a long timeout */
	KUNIT_EXPECT_EQ(test, pair->end[0].tcb.rtt.srtt, 0);
	KUNIT_EXPECT_EQ(test, pair->end[0].tcb.rtt.rto, tn_sec(3));
	KUNIT_EXPECT_EQ(test, pair->end[0].tcb.cc.out.cwnd, 14480);
}

static struct kunit_case handshake_cases[] = {
	KUNIT_CASE(open__three_way),
	KUNIT_CASE(open__simultaneous),
	KUNIT_CASE(syn__retransmitted_then_given_up),
	KUNIT_CASE(syn__counts_timeouts),
	KUNIT_CASE(syn__refused),
	KUNIT_CASE(syn_sent__wrong_ack),
	KUNIT_CASE(listen__ack_gets_reset),
	KUNIT_CASE(syn_ack__lost),
	{}
};

static struct kunit_suite handshake_suite = {
	.name = "tcp_handshake",
	.test_cases = handshake_cases,
};

kunit_test_suite(handshake_suite);
