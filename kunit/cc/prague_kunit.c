// SPDX-License-Identifier: GPL-2.0
/*
 * cc/cc_prague.c: draft-briscoe-iccrg-prague-congestion-control, through the contract
 * alone; each figure is what the draft's formulas give by hand. What shows of it in
 * segments is selftests/scripts/prague.txt.
 */
#include <kunit/test.h>

#include "cc/control.h"

#define MSS	1000u
#define HIGH	0x40000000u

/* An ACK that leaves @flight bytes, of @acked, of which @ce were marked and have waited so long */
static void prague_late(struct control *c, u32 acked, u32 ce, u64 wait, u32 flight)
{
	struct tandem_cc_ack ack = {
		.now_ns = c->now,
		.rtt_ns = c->rtt + wait,
		.srtt_ns = c->rtt,
		.min_rtt_ns = c->rtt,
		.acked = acked,
		.ce = ce,
		.prior_inflight = c->out.cwnd,
		.inflight = c->out.cwnd - acked,
		.una = c->una + acked,
		.nxt = c->una + acked + flight,
		.mss = c->mss,
		.cwnd_limited = true,
		.may_grow = true,
	};

	c->una += acked;
	c->ops->ack(c->priv, &ack, &c->out);
}

static void prague_ack(struct control *c, u32 acked, u32 ce)
{
	prague_late(c, acked, ce, 0, 0);
}

/* A round trip of @segs ACKs for a segment each, the first @marked of them marked */
static void prague_round(struct control *c, u32 segs, u32 marked)
{
	u64 began = c->now;
	u32 i;

	for (i = 0; i < segs; i++) {
		prague_late(c, MSS, i < marked ? MSS : 0, 0, (segs - 1) * MSS);
		c->now = began + c->rtt * (i + 1) / segs;
	}
}

/* The first mark has come, long ago, with @segs segments of window left since then */
static void prague_new(struct control *c, u32 segs, u64 rtt)
{
	control_init(c, &tn_cc_prague, MSS, segs * MSS, segs * MSS);
	c->rtt = rtt;
	prague_ack(c, MSS, MSS);
	c->now += tn_sec(1);
	c->out.cwnd = segs * MSS;
	c->out.ssthresh = segs * MSS;
}

/* @rounds round trips of @segs segments without a mark, the window as it was afterwards */
static void prague_quiet(struct control *c, u32 segs, u32 rounds)
{
	while (rounds--) {
		c->out.cwnd = segs * MSS;
		c->out.ssthresh = c->out.cwnd;
		prague_round(c, segs, 0);
	}
	c->out.cwnd = segs * MSS;
	c->out.ssthresh = c->out.cwnd;
}

/* What a mark makes of 1000 segments, in bytes */
static u32 prague_next(struct control *c)
{
	c->out.cwnd = 1000 * MSS;
	c->out.ssthresh = 1000 * MSS;
	prague_ack(c, MSS, MSS);
	return c->out.cwnd;
}

static void find__by_name(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, tn_cc_find("prague"), &tn_cc_prague);
	KUNIT_EXPECT_LE(test, tn_cc_prague.priv_size, TANDEM_CC_PRIV_SIZE);
	KUNIT_EXPECT_EQ(test, tn_cc_prague.flags & TANDEM_CC_ECT1, TANDEM_CC_ECT1);
	/* RFC 9331 4.3: nobody gets it who has not asked */
	KUNIT_EXPECT_PTR_NE(test, tandem_cc_default, &tn_cc_prague);
}

/* A path that drops: CUBIC, byte by byte, through slow start, losses, a timeout, an undo */
static void unmarked__is_cubic(struct kunit *test)
{
	static const enum tandem_cc_event events[] = {
		TANDEM_CC_LOSS, TANDEM_CC_RTO, TANDEM_CC_ECN, TANDEM_CC_LOSS,
	};
	struct control prague, cubic;
	u32 cwnd, ssthresh;
	u32 i, round;

	control_init(&prague, &tn_cc_prague, MSS, 10 * MSS, HIGH);
	control_init(&cubic, &tn_cc_cubic, MSS, 10 * MSS, HIGH);
	prague.hystart = true;
	cubic.hystart = true;
	for (i = 0; i < ARRAY_SIZE(events); i++) {
		for (round = 0; round < 5; round++) {
			control_round(&prague);
			control_round(&cubic);
			KUNIT_ASSERT_EQ(test, prague.out.cwnd, cubic.out.cwnd);
		}
		cwnd = cubic.out.cwnd;
		ssthresh = cubic.out.ssthresh;
		control_signal(&prague, events[i], cwnd);
		control_signal(&cubic, events[i], cwnd);
		KUNIT_ASSERT_EQ(test, prague.out.cwnd, cubic.out.cwnd);
		control_end(&prague, i == 3 ? TANDEM_CC_UNDO : TANDEM_CC_RECOVERED, cwnd, ssthresh);
		control_end(&cubic, i == 3 ? TANDEM_CC_UNDO : TANDEM_CC_RECOVERED, cwnd, ssthresh);
		KUNIT_ASSERT_EQ(test, prague.out.cwnd, cubic.out.cwnd);
		KUNIT_ASSERT_EQ(test, prague.out.ssthresh, cubic.out.ssthresh);
		KUNIT_ASSERT_EQ(test, prague.out.burst, 0);
	}
}

/* Marks that are not counted: CUBIC's answer, 0.85 (RFC 8511) */
static void echo__is_cubic(struct kunit *test)
{
	struct control c;

	control_init(&c, &tn_cc_prague, MSS, 100 * MSS, 100 * MSS);
	control_signal(&c, TANDEM_CC_ECN, 100 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 85 * MSS);
}

/* alpha begins with 1, so that the first slow start is halved */
static void alpha__begins_with_one(struct kunit *test)
{
	struct control c;

	control_init(&c, &tn_cc_prague, MSS, 100 * MSS, HIGH);
	prague_ack(&c, MSS, MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 50 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.ssthresh, 50 * MSS);
}

/* However long it took until there was one */
static void alpha__waits_for_a_mark(struct kunit *test)
{
	struct control c;

	control_init(&c, &tn_cc_prague, MSS, 100 * MSS, 100 * MSS);
	prague_quiet(&c, 100, 50);
	prague_ack(&c, MSS, MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 50 * MSS);
}

/*
 * Ten ACKs after the first mark, the last of them with the next mark, one of them or two marked:
 * 1 + (0.1 - 1) / 16 is 0.94375, of 1000 segments 528125 bytes are left; 1 + (0.2 - 1) / 16 is 0.95
 */
static void alpha__by_hand(struct kunit *test)
{
	struct control c;

	control_init(&c, &tn_cc_prague, MSS, 1000 * MSS, 1000 * MSS);
	prague_ack(&c, MSS, MSS);
	prague_round(&c, 9, 0);
	KUNIT_EXPECT_EQ(test, prague_next(&c), 528125u);

	control_init(&c, &tn_cc_prague, MSS, 1000 * MSS, 1000 * MSS);
	prague_ack(&c, MSS, MSS);
	prague_round(&c, 9, 1);
	KUNIT_EXPECT_LE(test, abs((int)prague_next(&c) - 525000), 1);
}

static void alpha__all_marked(struct kunit *test)
{
	struct control c;
	u32 i;

	prague_new(&c, 100, tn_ms(100));
	for (i = 0; i < 100; i++)
		prague_round(&c, 10, 10);
	KUNIT_EXPECT_EQ(test, prague_next(&c), 500 * MSS);
}

/* Rounding leaves nothing: (15/16)^300 is 4e-9. The mark itself is one of ten: 0.1 / 16 / 2 */
static void alpha__reaches_zero(struct kunit *test)
{
	struct control c;

	prague_new(&c, 100, tn_ms(100));
	prague_quiet(&c, 10, 300);
	KUNIT_EXPECT_LE(test, abs((int)prague_next(&c) - 996875), 1);
}

/* A tenth of all, for long: 5 % are taken off */
static void alpha__a_tenth_marked(struct kunit *test)
{
	struct control c;
	u32 i;

	prague_new(&c, 100, tn_ms(100));
	for (i = 0; i < 200; i++)
		prague_round(&c, 50, 5);
	KUNIT_EXPECT_LE(test, abs((int)prague_next(&c) - 950000), 1000);
}

/* Once a round trip */
static void reduce__once_a_round_trip(struct kunit *test)
{
	struct control c;
	u32 cwnd;

	prague_new(&c, 100, tn_ms(100));
	prague_ack(&c, MSS, MSS);
	cwnd = c.out.cwnd;
	KUNIT_EXPECT_LT(test, cwnd, 60 * MSS);
	c.now += tn_ms(99);
	prague_ack(&c, MSS, MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, cwnd);
	c.now += tn_ms(1);
	prague_ack(&c, MSS, MSS);
	KUNIT_EXPECT_LT(test, c.out.cwnd, cwnd * 2 / 3);
}

/* And the marks of what was sent before are answered, however late they come */
static void reduce__not_for_what_was_sent_before(struct kunit *test)
{
	struct control c;
	u32 cwnd;

	prague_new(&c, 100, tn_ms(100));
	prague_late(&c, MSS, MSS, 0, 50 * MSS);
	cwnd = c.out.cwnd;
	KUNIT_EXPECT_LT(test, cwnd, 60 * MSS);
	c.now += tn_ms(150);
	prague_ack(&c, 49 * MSS, 49 * MSS);
	prague_ack(&c, MSS, MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, cwnd);
	prague_ack(&c, MSS, MSS);
	KUNIT_EXPECT_LT(test, c.out.cwnd, cwnd * 2 / 3);
}

static void reduce__two_segments_stay(struct kunit *test)
{
	struct control c;
	u32 i;

	prague_new(&c, 10, tn_ms(100));
	for (i = 0; i < 20; i++)
		prague_round(&c, 2, 2);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 2 * MSS);
}

/* A segment for each round trip, by what was not marked, also while cwnd is reduced */
static void grow__by_unmarked_bytes(struct kunit *test)
{
	struct control c;

	prague_new(&c, 100, tn_ms(100));
	prague_ack(&c, MSS, MSS);
	c.out.cwnd = 100 * MSS;
	prague_round(&c, 100, 0);
	KUNIT_EXPECT_LE(test, abs((int)c.out.cwnd - 101 * (int)MSS), 6);

	prague_quiet(&c, 100, 300);
	prague_ack(&c, MSS, MSS);
	c.out.cwnd = 100 * MSS;
	prague_round(&c, 100, 75);
	KUNIT_EXPECT_LE(test, abs((int)c.out.cwnd - 100250), 3);
}

/* 30000 segments: an ACK adds a 30th of a byte; 300 of them are ten bytes */
static void grow__fractions_are_kept(struct kunit *test)
{
	struct control c;
	u32 i;

	prague_new(&c, 30000, tn_ms(100));
	for (i = 0; i < 300; i++)
		prague_ack(&c, MSS, 0);
	KUNIT_EXPECT_GE(test, c.out.cwnd, 30000 * MSS + 9);
	KUNIT_EXPECT_LE(test, c.out.cwnd, 30000 * MSS + 10);
}

/* After a pause up to where it was, and not beyond */
static void grow__slow_start_to_ssthresh(struct kunit *test)
{
	struct control c;

	prague_new(&c, 100, tn_ms(100));
	control_signal(&c, TANDEM_CC_IDLE, 0);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 10 * MSS);
	prague_round(&c, 10, 0);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 20 * MSS);
	prague_round(&c, 20, 0);
	prague_round(&c, 40, 0);
	prague_round(&c, 80, 0);
	KUNIT_EXPECT_GE(test, c.out.cwnd, 100 * MSS);
	KUNIT_EXPECT_LE(test, c.out.cwnd, 102 * MSS);
}

/* 5 ms: at first a segment in 5 ms. After 500 round trips it is a 25th of one: (5 / 25)^2 */
static void rtt__growth(struct kunit *test)
{
	struct control c;

	prague_new(&c, 100, tn_ms(5));
	prague_quiet(&c, 100, 490);
	prague_round(&c, 100, 0);
	KUNIT_EXPECT_LE(test, abs((int)c.out.cwnd - 101 * (int)MSS), 6);
	prague_quiet(&c, 100, 12);
	prague_round(&c, 100, 0);
	KUNIT_EXPECT_LE(test, abs((int)c.out.cwnd - 100040), 1);
}

/* And no more than one decrease in 25 ms */
static void rtt__decrease(struct kunit *test)
{
	struct control c;
	u32 i;

	prague_new(&c, 100, tn_ms(5));
	for (i = 0; i < 502; i++)
		prague_round(&c, 10, 10);
	c.now += tn_ms(100);
	KUNIT_EXPECT_EQ(test, prague_next(&c), 500 * MSS);
	c.now += tn_ms(10);
	prague_ack(&c, MSS, MSS);
	c.now += tn_ms(14);
	prague_ack(&c, MSS, MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 500 * MSS);
	c.now += tn_ms(1);
	prague_ack(&c, MSS, MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 250 * MSS);
}

/* alpha, too, goes by 25 ms: 20 periods in half a second, (15/16)^20 is 0.275, half of it 0.1375 */
static void rtt__alpha(struct kunit *test)
{
	struct control c;
	u32 i;

	prague_new(&c, 100, tn_ms(5));
	for (i = 0; i < 502; i++)
		prague_round(&c, 10, 10);
	prague_quiet(&c, 10, 100);
	KUNIT_EXPECT_LE(test, abs((int)prague_next(&c) - 862500), 10000);
}

/* Above 25 ms it is the real one that counts */
static void rtt__long_ones_as_they_are(struct kunit *test)
{
	struct control c;

	prague_new(&c, 100, tn_ms(50));
	prague_quiet(&c, 100, 510);
	prague_round(&c, 100, 0);
	KUNIT_EXPECT_LE(test, abs((int)c.out.cwnd - 101 * (int)MSS), 6);
}

/* 0.7 of what is in flight, and CUBIC's curve from there; a mark ends that */
static void loss__is_cubic_until_a_mark(struct kunit *test)
{
	struct control c, cubic;
	u32 i;

	prague_new(&c, 100, tn_ms(100));
	prague_quiet(&c, 100, 300);
	control_signal(&c, TANDEM_CC_LOSS, 100 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 70 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.pacing_rate, U64_MAX);
	control_end(&c, TANDEM_CC_RECOVERED, 100 * MSS, 100 * MSS);

	control_init(&cubic, &tn_cc_cubic, MSS, 100 * MSS, 100 * MSS);
	control_signal(&cubic, TANDEM_CC_LOSS, 100 * MSS);
	control_end(&cubic, TANDEM_CC_RECOVERED, 100 * MSS, 100 * MSS);
	for (i = 0; i < 10; i++) {
		control_round(&c);
		control_round(&cubic);
		KUNIT_EXPECT_EQ(test, c.out.cwnd, cubic.out.cwnd);
	}
	/* alpha had gone, so the mark costs nothing; but it paces again, and adds one by one */
	prague_ack(&c, MSS, MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, cubic.out.cwnd);
	KUNIT_EXPECT_NE(test, c.out.pacing_rate, U64_MAX);
}

static void loss__undone(struct kunit *test)
{
	struct control c;

	prague_new(&c, 100, tn_ms(100));
	control_signal(&c, TANDEM_CC_LOSS, 100 * MSS);
	control_signal(&c, TANDEM_CC_RTO, 50 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, MSS);
	control_end(&c, TANDEM_CC_UNDO, 100 * MSS, 100 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 100 * MSS);
	prague_ack(&c, MSS, 0);
	KUNIT_EXPECT_NE(test, c.out.pacing_rate, U64_MAX);
}

/* What is marked while a loss is repaired was answered by more */
static void loss__marks_in_recovery(struct kunit *test)
{
	struct tandem_cc_ack ack = { .acked = MSS, .ce = MSS, .mss = MSS, .recovering = true };
	struct control c;

	prague_new(&c, 100, tn_ms(100));
	control_signal(&c, TANDEM_CC_LOSS, 100 * MSS);
	ack.now_ns = c.now + tn_ms(100);
	ack.srtt_ns = c.rtt;
	c.ops->ack(c.priv, &ack, &c.out);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 70 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.pacing_rate, U64_MAX);
}

/* Round trips of 50 ms and 100 segments, a mark in each: of one that waited so long */
static void prague_waits(struct control *c, u64 wait, u32 rounds)
{
	while (rounds--) {
		c->out.cwnd = 100 * MSS;
		c->out.ssthresh = 100 * MSS;
		prague_late(c, MSS, MSS, wait, 0);
		c->now += c->rtt;
	}
}

/* 5 ms is 4, and what two segments take; after 16 round trips marks are CUBIC's: 0.85 */
static void classic__long_waits(struct kunit *test)
{
	struct control c;

	prague_new(&c, 100, tn_ms(50));
	prague_waits(&c, tn_us(5100), 15);
	KUNIT_EXPECT_NE(test, c.out.pacing_rate, U64_MAX);
	prague_waits(&c, tn_us(5100), 1);
	KUNIT_EXPECT_EQ(test, c.out.pacing_rate, U64_MAX);
	/* and the ACK is CUBIC's, too */
	KUNIT_EXPECT_LE(test, abs((int)c.out.cwnd - 85 * (int)MSS), 10);

	prague_new(&c, 100, tn_ms(50));
	prague_waits(&c, tn_us(4900), 40);
	KUNIT_EXPECT_NE(test, c.out.pacing_rate, U64_MAX);
}

/* 2.5 ms is 2, and what one segment takes; what is between says nothing */
static void classic__short_waits(struct kunit *test)
{
	struct control c;

	prague_new(&c, 100, tn_ms(50));
	prague_waits(&c, tn_ms(10), 30);
	prague_waits(&c, tn_us(2600), 30);
	KUNIT_EXPECT_EQ(test, c.out.pacing_rate, U64_MAX);
	prague_waits(&c, tn_us(2400), 15);
	KUNIT_EXPECT_EQ(test, c.out.pacing_rate, U64_MAX);
	prague_waits(&c, tn_us(2400), 1);
	KUNIT_EXPECT_NE(test, c.out.pacing_rate, U64_MAX);
}

/* It is the least wait of a round trip that counts: slow start's overshoot is no proof */
static void classic__least_wait(struct kunit *test)
{
	struct control c;
	u32 i;

	prague_new(&c, 100, tn_ms(50));
	for (i = 0; i < 40; i++) {
		prague_waits(&c, tn_ms(1), 1);
		c.now -= tn_ms(1);
		prague_waits(&c, tn_ms(20), 1);
		c.now += tn_ms(1) - c.rtt;
	}
	KUNIT_EXPECT_NE(test, c.out.pacing_rate, U64_MAX);
}

/* As CUBIC, slow start at TCP's pace, nothing above */
static void pace__as_cubic(struct kunit *test)
{
	struct control c;

	control_init(&c, &tn_cc_prague, MSS, 10 * MSS, 30 * MSS);
	prague_ack(&c, MSS, 0);
	KUNIT_EXPECT_EQ(test, c.out.pacing_rate, 0);
	prague_round(&c, 30, 0);
	KUNIT_EXPECT_GE(test, c.out.cwnd, 30 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.pacing_rate, U64_MAX);
	KUNIT_EXPECT_EQ(test, c.out.burst, 0);
}

/* cwnd / SRTT, twice that below half of ssthresh, 250 us of it at once */
static void pace__rate_and_burst(struct kunit *test)
{
	struct control c;

	prague_new(&c, 100, tn_ms(10));
	prague_ack(&c, MSS, MSS);
	c.out.cwnd = 1000 * MSS;
	c.out.ssthresh = 1000 * MSS;
	c.now += tn_ms(1);
	prague_ack(&c, MSS, MSS);
	KUNIT_EXPECT_EQ(test, c.out.pacing_rate, 100 * 1000 * 1000);
	KUNIT_EXPECT_EQ(test, c.out.burst, 25000u);
	c.out.ssthresh = 3000 * MSS;
	prague_ack(&c, MSS, MSS);
	KUNIT_EXPECT_EQ(test, c.out.pacing_rate, 200 * 1000 * 1000);
}

static struct kunit_case prague_cases[] = {
	KUNIT_CASE(find__by_name),
	KUNIT_CASE(unmarked__is_cubic),
	KUNIT_CASE(echo__is_cubic),
	KUNIT_CASE(alpha__begins_with_one),
	KUNIT_CASE(alpha__waits_for_a_mark),
	KUNIT_CASE(alpha__by_hand),
	KUNIT_CASE(alpha__all_marked),
	KUNIT_CASE(alpha__reaches_zero),
	KUNIT_CASE(alpha__a_tenth_marked),
	KUNIT_CASE(reduce__once_a_round_trip),
	KUNIT_CASE(reduce__not_for_what_was_sent_before),
	KUNIT_CASE(reduce__two_segments_stay),
	KUNIT_CASE(grow__by_unmarked_bytes),
	KUNIT_CASE(grow__fractions_are_kept),
	KUNIT_CASE(grow__slow_start_to_ssthresh),
	KUNIT_CASE(rtt__growth),
	KUNIT_CASE(rtt__decrease),
	KUNIT_CASE(rtt__alpha),
	KUNIT_CASE(rtt__long_ones_as_they_are),
	KUNIT_CASE(loss__is_cubic_until_a_mark),
	KUNIT_CASE(loss__undone),
	KUNIT_CASE(loss__marks_in_recovery),
	KUNIT_CASE(classic__long_waits),
	KUNIT_CASE(classic__short_waits),
	KUNIT_CASE(classic__least_wait),
	KUNIT_CASE(pace__as_cubic),
	KUNIT_CASE(pace__rate_and_burst),
	{}
};

static struct kunit_suite prague_suite = {
	.name = "cc_prague",
	.test_cases = prague_cases,
};

kunit_test_suite(prague_suite);
