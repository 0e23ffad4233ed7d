// SPDX-License-Identifier: GPL-2.0
/*
 * cc/hystart.c: RFC 9406, by itself. A round is what control_round() plays: an
 * ACK for each segment, then the window begins anew.
 */
#include <kunit/test.h>

#include "cc/control.h"
#include "cc/hystart.h"

#define MSS	1000u
#define HIGH	0x40000000u

static struct tn_hystart hy;

/* tn_hystart_ack() as if it were a controller: one that only knows slow start */
static void start_init(void *priv, struct tandem_cc_out *out)
{
	memset(&hy, 0, sizeof(hy));
}

static void start_ack(void *priv, const struct tandem_cc_ack *ack, struct tandem_cc_out *out)
{
	if (out->cwnd < out->ssthresh)
		tn_hystart_ack(&hy, ack, out);
}

static const struct tandem_cc_ops start = { .name = "start", .init = start_init, .ack = start_ack };

static void start_new(struct control *c)
{
	control_init(c, &start, MSS, 10 * MSS, HIGH);
	c->hystart = true;
	c->rtt = tn_ms(50);
}

/* One round at an RTT of @us microseconds */
static void turn(struct control *c, u64 us)
{
	c->rtt = tn_us(us);
	control_round(c);
}

/* RFC 9406 4.2: what was SND.NXT at the beginning of a round ends it when it is acknowledged */
static void round__a_window(struct kunit *test)
{
	struct control c;
	u32 end;

	start_new(&c);
	control_ack(&c, MSS, true);
	end = hy.end;
	KUNIT_EXPECT_EQ(test, end, 10 * MSS);
	while (c.una + MSS < end)
		control_ack(&c, MSS, true);
	KUNIT_EXPECT_EQ(test, hy.end, end);
	KUNIT_EXPECT_EQ(test, hy.last_min, ~0ull);
	control_ack(&c, MSS, true);
	KUNIT_EXPECT_NE(test, hy.end, end);
	KUNIT_EXPECT_EQ(test, hy.last_min, tn_ms(50));
}

/* RFC 9406 4.2: the bytes that are acknowledged, however they are cut into ACKs */
static void growth__bytes(struct kunit *test)
{
	struct control c;

	start_new(&c);
	control_ack(&c, 20 * MSS, true);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 30 * MSS);
	control_ack(&c, 500, true);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 30 * MSS + 500);
}

/* RFC 9406 4.2: last + clamp(last / 8, 4 ms, 16 ms), at the eighth sample */
static void css__begins_when_the_delay_has_grown(struct kunit *test)
{
	static const struct {
		u64 first, second;
		bool css;
	} rtt[] = {
		{ 50000, 56249, false }, { 50000, 56250, true },	/* 6.25 ms: an eighth */
		{ 10000, 13999, false }, { 10000, 14000, true },	/* 4 ms at least */
		{ 200000, 215999, false }, { 200000, 216000, true },	/* 16 ms at most */
	};
	struct control c;
	unsigned int i, n;

	for (i = 0; i < ARRAY_SIZE(rtt); i++) {
		start_new(&c);
		turn(&c, rtt[i].first);
		c.rtt = tn_us(rtt[i].second);
		for (n = 0; n < 7; n++)
			control_ack(&c, MSS, true);
		KUNIT_EXPECT_EQ(test, hy.phase, TN_HYSTART_SS);
		control_ack(&c, MSS, true);
		KUNIT_EXPECT_EQ(test, hy.phase, rtt[i].css ? TN_HYSTART_CSS : TN_HYSTART_SS);
		if (rtt[i].css)
			KUNIT_EXPECT_EQ(test, hy.baseline, tn_us(rtt[i].second));
	}
}

/* One packet that was not late: there is no queue */
static void css__the_least_counts(struct kunit *test)
{
	struct control c;
	unsigned int n;

	start_new(&c);
	turn(&c, 50000);
	for (n = 0; n < 19; n++) {
		c.rtt = n == 3 ? tn_ms(51) : tn_ms(80);
		control_ack(&c, MSS, true);
	}
	KUNIT_EXPECT_EQ(test, hy.phase, TN_HYSTART_SS);
}

/* Make the delay grow until CSS begins; the RTT is 80 ms then. */
static void reach_css(struct control *c)
{
	start_new(c);
	turn(c, 50000);
	c->rtt = tn_ms(80);
	while (hy.phase != TN_HYSTART_CSS)
		control_ack(c, MSS, true);
}

/* RFC 9406 4.2: a quarter */
static void css__grows_a_quarter(struct kunit *test)
{
	struct control c;
	u32 cwnd;

	reach_css(&c);
	cwnd = c.out.cwnd;
	control_ack(&c, 4 * MSS, true);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, cwnd + MSS);
}

/* RFC 9406 4.2: below the baseline: it was noise */
static void css__resumes_slow_start(struct kunit *test)
{
	struct control c;
	u32 cwnd;

	reach_css(&c);
	while (hy.rounds < 2)
		control_ack(&c, MSS, true);
	c.rtt = tn_ms(79);
	while (hy.samples < 8)
		control_ack(&c, MSS, true);
	KUNIT_EXPECT_EQ(test, hy.phase, TN_HYSTART_SS);
	cwnd = c.out.cwnd;
	control_ack(&c, MSS, true);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, cwnd + MSS);
}

/* RFC 9406 4.2: five rounds, the one that it began in included */
static void css__five_rounds_are_the_end(struct kunit *test)
{
	struct control c;
	unsigned int rounds = 0;
	u32 end;

	reach_css(&c);
	while (hy.phase == TN_HYSTART_CSS) {
		end = hy.end;
		KUNIT_EXPECT_EQ(test, c.out.ssthresh, HIGH);
		while (hy.end == end && hy.phase == TN_HYSTART_CSS)
			control_ack(&c, MSS, true);
		rounds++;
	}
	KUNIT_EXPECT_EQ(test, rounds, 5);
	KUNIT_EXPECT_EQ(test, hy.phase, TN_HYSTART_OVER);
	KUNIT_EXPECT_EQ(test, c.out.ssthresh, c.out.cwnd);
}

/* RFC 9406 4.3: fewer than eight samples are no evidence */
static void sample__eight_at_least(struct kunit *test)
{
	struct control c;
	unsigned int i;

	start_new(&c);
	turn(&c, 50000);
	/* seven ACKs a round, of which each says that the queue is long */
	for (i = 0; i < 10; i++) {
		u32 part = DIV_ROUND_UP(hy.end - c.una, 7), n;

		c.rtt = tn_ms(100 + 50 * i);
		for (n = 0; n < 7; n++)
			control_ack(&c, n == 6 ? hy.end - c.una : part, true);
		KUNIT_EXPECT_EQ(test, hy.phase, TN_HYSTART_SS);
		if (c.out.cwnd > HIGH / 4)
			break;
	}
	KUNIT_EXPECT_GT(test, i, 5);
}

/* The knob is off, or slow start is not the first: RFC 5681, up to the threshold */
static void off__plain_slow_start(struct kunit *test)
{
	struct control c;
	unsigned int i;

	start_new(&c);
	c.hystart = false;
	c.out.ssthresh = 500 * MSS;
	for (i = 0; i < 6; i++)
		turn(&c, 50000 << i);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 500 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.ssthresh, 500 * MSS);
	KUNIT_EXPECT_EQ(test, hy.phase, TN_HYSTART_NEW);

	start_new(&c);
	hy.phase = TN_HYSTART_OVER;
	c.out.ssthresh = 500 * MSS;
	for (i = 0; i < 6; i++)
		turn(&c, 50000 << i);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 500 * MSS);
}

static struct kunit_case hystart_cases[] = {
	KUNIT_CASE(round__a_window),
	KUNIT_CASE(growth__bytes),
	KUNIT_CASE(css__begins_when_the_delay_has_grown),
	KUNIT_CASE(css__the_least_counts),
	KUNIT_CASE(css__grows_a_quarter),
	KUNIT_CASE(css__resumes_slow_start),
	KUNIT_CASE(css__five_rounds_are_the_end),
	KUNIT_CASE(sample__eight_at_least),
	KUNIT_CASE(off__plain_slow_start),
	{}
};

static struct kunit_suite hystart_suite = {
	.name = "cc_hystart",
	.test_cases = hystart_cases,
};

kunit_test_suite(hystart_suite);
