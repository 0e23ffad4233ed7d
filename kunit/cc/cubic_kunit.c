// SPDX-License-Identifier: GPL-2.0
/*
 * cc/cc_cubic.c: RFC 9438, through the contract alone. That the window follows the
 * RFC's curve is kunit/host/curve_kunit.c, which computes with a fraction point;
 * here are the corners, in whole numbers.
 */
#include <kunit/test.h>

#include "cc/control.h"

#define MSS	1000u
#define HIGH	0x40000000u

/* In congestion avoidance after a loss at @segs segments */
static void cubic_lossy(struct control *c, u32 segs)
{
	control_init(c, &tn_cc_cubic, MSS, segs * MSS, HIGH);
	control_signal(c, TANDEM_CC_LOSS, segs * MSS);
	control_end(c, TANDEM_CC_RECOVERED, segs * MSS, HIGH);
}

/* Round trips for @ns of time */
static void cubic_run(struct control *c, u64 ns)
{
	u64 until = c->now + ns;

	while (c->now < until)
		control_round(c);
}

static void find__by_name(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, tn_cc_find("cubic"), &tn_cc_cubic);
	KUNIT_EXPECT_PTR_EQ(test, tn_cc_find("fixed"), &tn_cc_fixed);
	KUNIT_EXPECT_LE(test, tn_cc_cubic.priv_size, TANDEM_CC_PRIV_SIZE);
}

/* RFC 9438 4.10 */
static void slow_start__doubles(struct kunit *test)
{
	struct control c;

	control_init(&c, &tn_cc_cubic, MSS, 10 * MSS, HIGH);
	control_round(&c);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 20 * MSS);
	c.out.ssthresh = 30 * MSS;
	c.rtt = tn_us(100);
	control_round(&c);
	/* at the threshold it is over */
	KUNIT_EXPECT_GE(test, c.out.cwnd, 30 * MSS);
	KUNIT_EXPECT_LE(test, c.out.cwnd, 31 * MSS);
}

/* RFC 9438 4.6 */
static void loss__seven_tenths_of_the_flight(struct kunit *test)
{
	struct control c;

	control_init(&c, &tn_cc_cubic, MSS, 100 * MSS, HIGH);
	control_signal(&c, TANDEM_CC_LOSS, 90 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.ssthresh, 63 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 63 * MSS);
	control_signal(&c, TANDEM_CC_LOSS, MSS);
	KUNIT_EXPECT_EQ(test, c.out.ssthresh, 2 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 2 * MSS);
}

/* RFC 8511: 0.85; RFC 9438 4.6: down to one segment, then it is the timer's (RFC 3168 6.1.2) */
static void mark__less_than_a_loss(struct kunit *test)
{
	struct control c;
	unsigned int i;

	control_init(&c, &tn_cc_cubic, MSS, 100 * MSS, HIGH);
	control_signal(&c, TANDEM_CC_ECN, 100 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.ssthresh, 85 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 85 * MSS);
	for (i = 0; i < 30; i++)
		control_signal(&c, TANDEM_CC_ECN, c.out.cwnd);
	KUNIT_EXPECT_EQ(test, c.out.ssthresh, 2 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, MSS);
}

/* K = cbrt(0.3 * 1000 / 0.4) = 9.086 s: back at W_max, flat before, steep behind */
static void curve__back_after_k(struct kunit *test)
{
	u32 before, after;
	struct control c;

	cubic_lossy(&c, 1000);
	cubic_run(&c, tn_ms(4500));
	/* halfway in time, seven eighths of the way */
	KUNIT_EXPECT_GT(test, c.out.cwnd, 950 * MSS);
	KUNIT_EXPECT_LT(test, c.out.cwnd, 970 * MSS);
	cubic_run(&c, tn_ms(3500));
	before = c.out.cwnd;
	KUNIT_EXPECT_GT(test, before, 997 * MSS);
	cubic_run(&c, tn_ms(2000));
	after = c.out.cwnd;
	KUNIT_EXPECT_GT(test, after, 1000 * MSS);
	KUNIT_EXPECT_LT(test, after, 1002 * MSS);
	cubic_run(&c, tn_ms(8000));
	KUNIT_EXPECT_GT(test, c.out.cwnd, 1250 * MSS);
	KUNIT_EXPECT_LT(test, c.out.cwnd, 1350 * MSS);
}

/* RFC 9438 4.2: target <= 1.5 cwnd, however far the curve has gone */
static void curve__half_a_window_at_most(struct kunit *test)
{
	struct control c;
	u32 cwnd;

	cubic_lossy(&c, 10);
	c.rtt = tn_sec(20);
	control_round(&c);
	cwnd = c.out.cwnd;
	control_round(&c);
	KUNIT_EXPECT_GT(test, c.out.cwnd, cwnd + cwnd / 4);
	/* (1 + 0.5 / n)^n < e^0.5 */
	KUNIT_EXPECT_LT(test, c.out.cwnd, cwnd + cwnd * 65 / 100);
}

/* RFC 9438 4.3: at a short RTT 9/17 of a segment each round trip, then a whole one */
static void friendly__like_reno(struct kunit *test)
{
	struct control c;
	u32 i;

	cubic_lossy(&c, 100);
	c.rtt = tn_us(100);
	for (i = 0; i < 34; i++)
		control_round(&c);
	KUNIT_EXPECT_GT(test, c.out.cwnd, (70 + 17) * MSS);
	KUNIT_EXPECT_LT(test, c.out.cwnd, (70 + 19) * MSS);
	/* 100 is reached after 57 round trips in all */
	for (; i < 58; i++)
		control_round(&c);
	KUNIT_EXPECT_GT(test, c.out.cwnd, 100 * MSS);
	KUNIT_EXPECT_LT(test, c.out.cwnd, 102 * MSS);
	for (; i < 78; i++)
		control_round(&c);
	KUNIT_EXPECT_GT(test, c.out.cwnd, 119 * MSS);
	KUNIT_EXPECT_LT(test, c.out.cwnd, 122 * MSS);
}

/* RFC 9438 4.7: a loss before W_max was reached again: somebody else needs room */
static void convergence__plateau_is_lower(struct kunit *test)
{
	struct control c, d;

	cubic_lossy(&c, 1000);
	c.out.cwnd = 900 * MSS;
	control_signal(&c, TANDEM_CC_LOSS, 900 * MSS);
	/* W_max = 765: cbrt(135 / 0.4) = 6.96 s */
	cubic_run(&c, tn_ms(7000));
	KUNIT_EXPECT_GT(test, c.out.cwnd, 762 * MSS);
	KUNIT_EXPECT_LT(test, c.out.cwnd, 768 * MSS);

	cubic_lossy(&d, 1000);
	d.out.cwnd = 1000 * MSS;
	control_signal(&d, TANDEM_CC_LOSS, 1000 * MSS);
	cubic_run(&d, tn_ms(9000));
	KUNIT_EXPECT_GT(test, d.out.cwnd, 995 * MSS);
}

/* RFC 9438 4.8: like Reno but for 0.7; avoidance then begins in the middle of the curve */
static void timeout__then_from_the_plateau(struct kunit *test)
{
	struct control c;
	u32 plateau;

	control_init(&c, &tn_cc_cubic, MSS, 1000 * MSS, HIGH);
	control_signal(&c, TANDEM_CC_RTO, 1000 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.ssthresh, 700 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, MSS);
	while (c.out.cwnd < 700 * MSS)
		control_round(&c);
	plateau = c.out.cwnd;
	KUNIT_EXPECT_LT(test, plateau, 701 * MSS);
	/* 0.4 * 2^3 = 3.2 segments; Reno has 20 * 9 / 17 = 10.6. With K it would have been 300 */
	cubic_run(&c, tn_sec(2));
	KUNIT_EXPECT_GT(test, c.out.cwnd, plateau + 10 * MSS);
	KUNIT_EXPECT_LT(test, c.out.cwnd, plateau + 12 * MSS);
	/* 0.4 * 10^3 */
	cubic_run(&c, tn_sec(8));
	KUNIT_EXPECT_GT(test, c.out.cwnd, plateau + 385 * MSS);
	KUNIT_EXPECT_LT(test, c.out.cwnd, plateau + 415 * MSS);
}

/* RFC 9438 4.10: slow start ended by HyStart++: no W_max, K = 0, and cwnd_prior = cwnd */
static void hystart__ends_without_a_loss(struct kunit *test)
{
	struct control c;
	u32 plateau;

	control_init(&c, &tn_cc_cubic, MSS, 100 * MSS, HIGH);
	c.hystart = true;
	control_round(&c);
	for (c.rtt = tn_ms(150); c.out.ssthresh == HIGH;)
		control_round(&c);
	KUNIT_EXPECT_LT(test, c.out.ssthresh, 1000 * MSS);
	/* alpha is 1: Reno's pace is a segment each round trip */
	plateau = c.out.cwnd;
	c.rtt = tn_us(100);
	control_round(&c);
	control_round(&c);
	KUNIT_EXPECT_GT(test, c.out.cwnd, plateau + MSS);
	KUNIT_EXPECT_LT(test, c.out.cwnd, plateau + 3 * MSS);
	cubic_run(&c, tn_sec(1));
	c.rtt = tn_ms(100);
	cubic_run(&c, tn_sec(9));
	KUNIT_EXPECT_GT(test, c.out.cwnd, plateau + 385 * MSS);
}

/* RFC 9406 4.3: the threshold that a timeout leaves was measured */
static void hystart__not_after_a_timeout(struct kunit *test)
{
	struct control c;
	unsigned int i;

	control_init(&c, &tn_cc_cubic, MSS, 100 * MSS, HIGH);
	c.hystart = true;
	control_signal(&c, TANDEM_CC_RTO, 1000 * MSS);
	for (i = 0; i < 10; i++) {
		c.rtt = tn_ms(50 * (i + 1));
		control_round(&c);
	}
	KUNIT_EXPECT_GE(test, c.out.cwnd, 700 * MSS);
}

/* RFC 9438 4.2, 5.8: ten seconds in which the window was not used are none */
static void pause__time_stands_still(struct kunit *test)
{
	struct control used, idle, little;
	unsigned int i;

	cubic_lossy(&used, 1000);
	cubic_run(&used, tn_sec(4));
	idle = used;
	little = used;

	idle.now += tn_sec(10);
	control_signal(&idle, TANDEM_CC_RESTART, 0);
	for (i = 0; i < 100; i++) {
		little.now += little.rtt;
		control_ack(&little, MSS, false);
	}
	KUNIT_EXPECT_EQ(test, little.out.cwnd, used.out.cwnd);
	cubic_run(&used, tn_sec(1));
	cubic_run(&idle, tn_sec(1));
	cubic_run(&little, tn_sec(1));
	KUNIT_EXPECT_EQ(test, idle.out.cwnd, used.out.cwnd);
	KUNIT_EXPECT_EQ(test, little.out.cwnd, used.out.cwnd);
}

/* RFC 5681 4.1, and slow start from there */
static void idle__restart_window(struct kunit *test)
{
	struct control c;

	cubic_lossy(&c, 1000);
	control_round(&c);
	control_signal(&c, TANDEM_CC_IDLE, 0);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 10 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.ssthresh, 700 * MSS);
	control_round(&c);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 20 * MSS);
}

/* RFC 9438 4.9.2: everything as if nothing had been */
static void undo__goes_on_as_before(struct kunit *test)
{
	static const enum tandem_cc_event events[] = { TANDEM_CC_LOSS, TANDEM_CC_RTO };
	struct control was, c;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(events); i++) {
		cubic_lossy(&was, 1000);
		cubic_run(&was, tn_sec(4));
		c = was;
		control_signal(&c, events[i], c.out.cwnd);
		KUNIT_EXPECT_LT(test, c.out.cwnd, was.out.cwnd);
		control_end(&c, TANDEM_CC_UNDO, was.out.cwnd, was.out.ssthresh);
		KUNIT_EXPECT_EQ(test, c.out.cwnd, was.out.cwnd);
		KUNIT_EXPECT_EQ(test, c.out.ssthresh, was.out.ssthresh);
		cubic_run(&was, tn_sec(8));
		cubic_run(&c, tn_sec(8));
		KUNIT_EXPECT_EQ(test, c.out.cwnd, was.out.cwnd);
	}
}

/* The first slow start goes on, with HyStart++ */
static void undo__slow_start_goes_on(struct kunit *test)
{
	struct control c;

	control_init(&c, &tn_cc_cubic, MSS, 100 * MSS, HIGH);
	c.hystart = true;
	control_round(&c);
	control_signal(&c, TANDEM_CC_LOSS, 200 * MSS);
	control_end(&c, TANDEM_CC_UNDO, 200 * MSS, HIGH);
	KUNIT_EXPECT_EQ(test, c.out.ssthresh, HIGH);
	for (c.rtt = tn_ms(150); c.out.ssthresh == HIGH && c.out.cwnd < 10000 * MSS;)
		control_round(&c);
	KUNIT_EXPECT_LT(test, c.out.ssthresh, 2000 * MSS);
}

/* RFC 9438 4.9.2: what has grown beyond it meanwhile stays */
static void undo__window_is_larger_by_now(struct kunit *test)
{
	struct control c;

	cubic_lossy(&c, 100);
	c.out.cwnd = 150 * MSS;
	control_end(&c, TANDEM_CC_UNDO, 100 * MSS, HIGH);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 150 * MSS);
	KUNIT_EXPECT_EQ(test, c.out.ssthresh, 70 * MSS);
}

/* Chosen in the middle of a flow: from the window that is in use */
static void chosen__while_data_flows(struct kunit *test)
{
	struct control c;

	control_init(&c, &tn_cc_cubic, MSS, 100 * MSS, 50 * MSS);
	control_round(&c);
	KUNIT_EXPECT_GE(test, c.out.cwnd, 100 * MSS);
	KUNIT_EXPECT_LE(test, c.out.cwnd, 102 * MSS);
}

/* The largest numbers that there are; UBSAN watches */
static void extremes__no_overflow(struct kunit *test)
{
	static const u32 sizes[] = { 16, 536, 65495 };
	struct control c;
	unsigned int i, n;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		control_init(&c, &tn_cc_cubic, sizes[i], 1u << 30, HIGH);
		control_signal(&c, TANDEM_CC_LOSS, 1u << 30);
		for (n = 0; n < 2000; n++) {
			c.now += tn_sec(3600);
			control_ack(&c, 1u << 20, true);
			KUNIT_EXPECT_LE(test, c.out.cwnd, 1u << 30);
		}
		KUNIT_EXPECT_GT(test, c.out.cwnd, 1u << 29);
		c.now = ~0ull >> 1;
		c.out.cwnd = sizes[i];
		control_signal(&c, TANDEM_CC_LOSS, sizes[i]);
		control_ack(&c, sizes[i], true);
		KUNIT_EXPECT_GE(test, c.out.cwnd, 2 * sizes[i]);
		/* an ACK may come with an older time than the one before it */
		c.now -= tn_sec(1);
		control_ack(&c, sizes[i], true);
		KUNIT_EXPECT_LE(test, c.out.cwnd, 3 * sizes[i]);
	}
}

static struct kunit_case cubic_cases[] = {
	KUNIT_CASE(find__by_name),
	KUNIT_CASE(slow_start__doubles),
	KUNIT_CASE(loss__seven_tenths_of_the_flight),
	KUNIT_CASE(mark__less_than_a_loss),
	KUNIT_CASE(curve__back_after_k),
	KUNIT_CASE(curve__half_a_window_at_most),
	KUNIT_CASE(friendly__like_reno),
	KUNIT_CASE(convergence__plateau_is_lower),
	KUNIT_CASE(timeout__then_from_the_plateau),
	KUNIT_CASE(hystart__ends_without_a_loss),
	KUNIT_CASE(hystart__not_after_a_timeout),
	KUNIT_CASE(pause__time_stands_still),
	KUNIT_CASE(idle__restart_window),
	KUNIT_CASE(undo__goes_on_as_before),
	KUNIT_CASE(undo__slow_start_goes_on),
	KUNIT_CASE(undo__window_is_larger_by_now),
	KUNIT_CASE(chosen__while_data_flows),
	KUNIT_CASE(extremes__no_overflow),
	{}
};

static struct kunit_suite cubic_suite = {
	.name = "cc_cubic",
	.test_cases = cubic_cases,
};

kunit_test_suite(cubic_suite);
