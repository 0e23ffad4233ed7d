// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/recovery.c, tcp/sentq.c, tcp/sack.c: everything arrives, whatever the
 * network does, and what is known to be lost is sent again without delay.
 */
#include <kunit/test.h>
#include <linux/errno.h>

#include "random.h"
#include "pair.h"
#include "tcp/sentq.h"

/* What the cases let the link do, by percent, and how late "late" is */
static struct {
	unsigned int loss;
	unsigned int late;
	u32 nth;
} weather;

static tn_time_t link_weather(struct tn_pair *pair, unsigned int from,
			      struct tn_out *seg)
{
	if (tn_random_below(&pair->random, 100) < weather.loss)
		return TN_TIME_NEVER;
	if (tn_random_below(&pair->random, 100) < weather.late)
		return tn_us(tn_random_below(&pair->random, 9000));
	return 0;
}

static tn_time_t link_lose_nth(struct tn_pair *pair, unsigned int from,
			       struct tn_out *seg)
{
	if (from == 0 && seg->len && pair->end[0].sent == weather.nth)
		return TN_TIME_NEVER;
	return 0;
}

/* A node for each range, each in one account, and all of them contiguous */
static void expect_consistent(struct kunit *test, struct tn_tcb *tcb)
{
	u32 pipe = 0, sacked = 0, lost = 0, seq = tcb->snd.una;
	struct tn_sent *sent;

	list_for_each_entry(sent, &tcb->sentq.sent, link) {
		u32 len = sent->end - sent->seq;

		KUNIT_ASSERT_EQ(test, sent->seq, seq);
		seq = sent->end;
		if (sent->flags & TN_SENT_SACKED)
			sacked += len;
		else if ((sent->flags & (TN_SENT_LOST | TN_SENT_RETX)) ==
			 TN_SENT_LOST)
			lost += len;
		else
			pipe += len;
	}
	KUNIT_ASSERT_EQ(test, seq, tcb->snd.nxt);
	KUNIT_ASSERT_EQ(test, tcb->sentq.pipe, pipe);
	KUNIT_ASSERT_EQ(test, tcb->sentq.sacked, sacked);
	KUNIT_ASSERT_EQ(test, tcb->sentq.lost, lost);
}

static void transfer(struct kunit *test, struct tn_pair *pair, u32 bytes)
{
	struct tn_end *a = &pair->end[0], *b = &pair->end[1];

	tn_pair_write(pair, 0, bytes);
	tn_pair_write(pair, 1, bytes / 3);
	tn_pair_shutdown(pair, 0);
	tn_pair_shutdown(pair, 1);
	while (tn_pair_step(pair, pair->now + tn_sec(3600))) {
		if (!a->gone && !a->in_tw)
			expect_consistent(test, &a->tcb);
		KUNIT_ASSERT_LT(test, pair->events, 4000000);
	}
	KUNIT_EXPECT_EQ(test, a->err, 0);
	KUNIT_EXPECT_EQ(test, b->err, 0);
	KUNIT_EXPECT_EQ(test, b->got, bytes);
	KUNIT_EXPECT_EQ(test, a->got, bytes / 3);
	KUNIT_EXPECT_TRUE(test, a->eof && b->eof);
	KUNIT_EXPECT_TRUE(test, a->gone && b->gone);
}

static void transfer__all_weathers(struct kunit *test)
{
	static const struct {
		unsigned int loss, late;
		bool sack;
	} sky[] = {
		{ 0, 0, true }, { 1, 0, true }, { 5, 20, true },
		{ 20, 50, true }, { 0, 90, true }, { 1, 0, false },
		{ 5, 20, false }, { 20, 0, false }, { 0, 90, false },
	};
	unsigned int i, seed;

	for (i = 0; i < ARRAY_SIZE(sky); i++) {
		for (seed = 1; seed <= 8; seed++) {
			struct tn_pair *pair = tn_pair_new(test, tn_ms(5));

			tn_pair_establish(pair);
			pair->end[0].tcb.sack_ok = sky[i].sack;
			pair->end[1].tcb.sack_ok = sky[i].sack;
			weather.loss = sky[i].loss;
			weather.late = sky[i].late;
			pair->random = seed * 7919;
			pair->link = link_weather;
			transfer(test, pair, 300000);
		}
	}
}

/* One loss in the middle of a flight costs a round trip, not a timeout */
static void loss__single(struct kunit *test, bool sack)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *a = &pair->end[0];
	tn_time_t begin;

	tn_pair_establish(pair);
	a->tcb.sack_ok = sack;
	pair->end[1].tcb.sack_ok = sack;
	weather.nth = a->sent + 3;
	pair->link = link_lose_nth;
	begin = pair->now;
	tn_pair_write(pair, 0, 10 * 1448);
	tn_pair_run(pair, tn_ms(100));
	KUNIT_EXPECT_EQ(test, pair->end[1].got, 10 * 1448);
	KUNIT_EXPECT_EQ(test, a->tcb.info.retrans, 1);
	KUNIT_EXPECT_LT(test, a->last_at - begin, tn_ms(50));
	KUNIT_EXPECT_EQ(test, a->tcb.rec.mode, TN_REC_OPEN);
	/* RFC 5681 (4): half of what was in flight */
	KUNIT_EXPECT_LE(test, a->tcb.cc.out.ssthresh, 5 * 1448);
}

static void loss__single_sack(struct kunit *test)
{
	loss__single(test, true);
}

static void loss__single_newreno(struct kunit *test)
{
	loss__single(test, false);
}

static tn_time_t lose_from_0(struct tn_pair *pair, unsigned int from,
			     struct tn_out *seg)
{
	return from ? 0 : TN_TIME_NEVER;
}

/* Nothing comes before the timer */
static void probe_not(struct kunit *test, struct tn_end *end)
{
	struct tn_config *cfg = kunit_kzalloc(test, sizeof(*cfg), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, cfg);
	*cfg = tn_config_rfc;
	cfg->tlp = 0;
	end->tcb.cfg = cfg;
}

static void rto__backs_off_and_gives_up(struct kunit *test)
{
	static const unsigned int at[] = { 1, 3, 7, 15, 31, 63 };
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *a = &pair->end[0];
	tn_time_t begin;
	unsigned int i;

	tn_pair_establish(pair);
	probe_not(test, a);
	pair->link = lose_from_0;
	begin = pair->now;
	tn_pair_write(pair, 0, 5000);
	for (i = 0; i < ARRAY_SIZE(at); i++) {
		KUNIT_ASSERT_TRUE(test, tn_pair_step(pair, TN_TIME_NEVER - 1));
		KUNIT_EXPECT_EQ(test, a->last_at - begin, tn_sec(at[i]));
		KUNIT_EXPECT_EQ(test, a->last.seq, a->tcb.snd.una);
		KUNIT_EXPECT_EQ(test, a->last.len, 1448);
		KUNIT_EXPECT_EQ(test, a->tcb.cc.out.cwnd, 1448);
	}
	/* SHLD-11: R2 is 100 s or more after the first retransmission */
	while (!a->gone)
		KUNIT_ASSERT_TRUE(test, tn_pair_step(pair, TN_TIME_NEVER - 1));
	KUNIT_EXPECT_GE(test, pair->now - begin, tn_sec(101));
	KUNIT_EXPECT_EQ(test, a->err, ETIMEDOUT);
}

static void rto__all_is_sent_again(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));

	tn_pair_establish(pair);
	pair->link = lose_from_0;
	tn_pair_write(pair, 0, 50000);
	tn_pair_run(pair, tn_ms(900));
	pair->link = NULL;
	tn_pair_run(pair, tn_sec(3));
	KUNIT_EXPECT_EQ(test, pair->end[1].got, 50000);
	KUNIT_EXPECT_EQ(test, pair->end[0].tcb.sentq.pipe, 0);
	KUNIT_EXPECT_FALSE(test, tn_pair_step(pair, TN_TIME_NEVER - 1));
}

/* Every second segment arrives at once, last first; the others follow in order */
static tn_time_t link_comb(struct tn_pair *pair, unsigned int from,
			   struct tn_out *seg)
{
	u32 nth = pair->end[0].sent;

	if (from || !seg->len)
		return 0;
	return nth % 2 ? tn_ms(10) + tn_us(100 * nth) : tn_us(100 * (50 - nth));
}

/*
 * More holes than SACK blocks: what the blocks have forgotten is delivered all
 * the same (tn-sim --soak, seed 480)
 */
static void rcvq__more_holes_than_sack_blocks(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));

	tn_pair_establish(pair);
	pair->link = link_comb;
	tn_pair_write(pair, 0, 10 * 1448);
	tn_pair_run(pair, tn_ms(18));
	KUNIT_EXPECT_EQ(test, pair->end[1].tcb.rcvq.bytes, 5 * 1448);
	KUNIT_EXPECT_EQ(test, pair->end[1].tcb.rcvq.nsack, 4);
	tn_pair_run(pair, tn_ms(6));
	KUNIT_EXPECT_EQ(test, pair->end[1].got, 10 * 1448);
	KUNIT_EXPECT_EQ(test, pair->end[1].tcb.rcvq.bytes, 0);
}

static void rto__crumbs_are_joined(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *a = &pair->end[0];
	unsigned int i;

	tn_pair_establish(pair);
	probe_not(test, a);
	a->tcb.nodelay = true;
	pair->link = lose_from_0;
	for (i = 0; i < 10; i++)
		tn_pair_write(pair, 0, 100);
	pair->link = NULL;
	tn_pair_run(pair, tn_sec(2));
	KUNIT_EXPECT_EQ(test, a->tcb.info.retrans, 1);
	KUNIT_EXPECT_EQ(test, a->last.len, 1000);
	KUNIT_EXPECT_EQ(test, pair->end[1].got, 1000);
}

static struct kunit_case recovery_cases[] = {
	KUNIT_CASE_SLOW(transfer__all_weathers),
	KUNIT_CASE(loss__single_sack),
	KUNIT_CASE(loss__single_newreno),
	KUNIT_CASE(rto__backs_off_and_gives_up),
	KUNIT_CASE(rto__all_is_sent_again),
	KUNIT_CASE(rcvq__more_holes_than_sack_blocks),
	KUNIT_CASE(rto__crumbs_are_joined),
	{}
};

static struct kunit_suite recovery_suite = {
	.name = "tcp_recovery",
	.test_cases = recovery_cases,
};

kunit_test_suite(recovery_suite);
