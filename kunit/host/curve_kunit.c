// SPDX-License-Identifier: GPL-2.0
/*
 * cc/cc_cubic.c against the formulas of RFC 9438 in floating point, in segments and
 * seconds as they stand there. On the host alone: a kernel does not compute so.
 *
 * Both get the same ACKs, 64 or more in a round trip, over all combinations of a few
 * RTTs, segment sizes and windows, from a loss until before the curve is back, and
 * from the next one until twice that time. After each round trip both windows must be
 * equal to 1 %, and, where the curve rules, equal to the curve itself.
 */
#include <math.h>

#include <kunit/test.h>

#include "cc/control.h"

#define C		0.4
#define BETA		0.7
#define ALPHA		(3 * (1 - BETA) / (1 + BETA))
#define TOLERANCE	0.01

/* A fast path has more of them than there is time for */
#define ROUNDS_MAX	400

/* RFC 9438 4.1.2, in segments and seconds */
struct reference {
	double cwnd, cwnd_prior, w_max, w_est, k, epoch;
};

static void reference_loss(struct reference *r)
{
	r->w_max = r->cwnd < r->w_max ? r->cwnd * (1 + BETA) / 2 : r->cwnd;
	r->cwnd_prior = r->cwnd;
	r->cwnd = fmax(r->cwnd * BETA, 2);
	r->epoch = -1;
}

static double reference_curve(const struct reference *r, double t)
{
	return C * (t - r->k) * (t - r->k) * (t - r->k) + r->w_max;
}

/* 4.2 to 4.5: @n segments were acknowledged at @now */
static void reference_ack(struct reference *r, double now, double rtt, double n)
{
	double target;

	if (r->epoch < 0) {
		r->epoch = now;
		r->w_est = r->cwnd;
		r->w_max = fmax(r->w_max, r->cwnd);
		r->k = cbrt((r->w_max - r->cwnd) / C);
	}
	r->w_est += (r->w_est < r->cwnd_prior ? ALPHA : 1) * n / r->cwnd;
	if (reference_curve(r, now - r->epoch) < r->w_est) {
		r->cwnd = fmax(r->cwnd, r->w_est);
		return;
	}
	target = reference_curve(r, now - r->epoch + rtt);
	target = fmin(fmax(target, r->cwnd), 1.5 * r->cwnd);
	r->cwnd += (target - r->cwnd) * n / r->cwnd;
}

/* One combination */
struct path {
	u64 rtt_us;
	u32 mss;
	u32 w_max;
};

static bool near(double a, double b)
{
	return fabs(a - b) <= TOLERANCE * b;
}

/* From a loss until @span seconds later. False as soon as they differ. */
static bool curve_follow(struct kunit *test, const struct path *p, struct control *c,
			 struct reference *r, double span)
{
	double rtt = (double)p->rtt_us / 1e6, began;
	u64 from = c->now, round;
	u32 i, n, each, rounds = 0;

	while ((double)(c->now - from) / 1e9 < span && rounds++ < ROUNDS_MAX) {
		each = (u32)r->cwnd / 64 + 1;
		n = (u32)r->cwnd / each;
		round = c->now;
		for (i = 1; i <= n; i++) {
			c->now = round + c->rtt * i / n;
			control_ack(c, each * p->mss, true);
			reference_ack(r, (double)c->now / 1e9, rtt, each);
		}
		began = (double)c->now / 1e9 - r->epoch;
		if (!near((double)c->out.cwnd / p->mss, r->cwnd)) {
			KUNIT_FAIL(test, "rtt %llu us, mss %u, W_max %u, %f s: %f, not %f",
				   (unsigned long long)p->rtt_us, p->mss, p->w_max, began,
				   (double)c->out.cwnd / p->mss, r->cwnd);
			return false;
		}
	}
	return true;
}

static void curve_path(struct kunit *test, const struct path *p)
{
	struct reference r = { .cwnd = p->w_max };
	struct control c;
	double k;

	control_init(&c, &tn_cc_cubic, p->mss, p->w_max * p->mss, 1u << 30);
	c.rtt = tn_us(p->rtt_us);
	control_signal(&c, TANDEM_CC_LOSS, c.out.cwnd);
	reference_loss(&r);
	k = cbrt(0.3 * p->w_max / C);
	if (!curve_follow(test, p, &c, &r, 0.7 * k))
		return;
	/* before W_max is reached again: fast convergence */
	control_signal(&c, TANDEM_CC_LOSS, c.out.cwnd);
	reference_loss(&r);
	curve_follow(test, p, &c, &r, 2 * k);
}

/* Issue 5, item 6: CUBIC equals the RFC's curve within 1 % */
static void cwnd__follows_the_rfc(struct kunit *test)
{
	static const u64 rtts[] = { 100, 1000, 10000, 30000, 100000, 300000, 1000000 };
	static const u32 sizes[] = { 88, 536, 1448, 8948, 32000 };
	static const u32 windows[] = { 4, 10, 33, 100, 1000, 5000, 15000 };
	unsigned int i, j, k;

	for (i = 0; i < ARRAY_SIZE(rtts); i++)
		for (j = 0; j < ARRAY_SIZE(sizes); j++)
			for (k = 0; k < ARRAY_SIZE(windows); k++) {
				struct path p = { rtts[i], sizes[j], windows[k] };

				curve_path(test, &p);
			}
}

/* And where the curve rules, cwnd is W_cubic(t), a round trip's lag apart */
static void cwnd__is_the_curve(struct kunit *test)
{
	static const u32 windows[] = { 500, 1000, 5000, 15000 };
	struct reference r;
	struct control c;
	unsigned int i;
	u64 epoch;
	double t;

	for (i = 0; i < ARRAY_SIZE(windows); i++) {
		r = (struct reference){ .w_max = windows[i],
					.k = cbrt(0.3 * windows[i] / C) };
		control_init(&c, &tn_cc_cubic, 1448, windows[i] * 1448, 1u << 30);
		control_signal(&c, TANDEM_CC_LOSS, c.out.cwnd);
		epoch = c.now;
		for (t = 0; t < 1.5 * r.k; t = (double)(c.now - epoch) / 1e9) {
			if (t > 1 && !near((double)c.out.cwnd / 1448, reference_curve(&r, t))) {
				KUNIT_FAIL(test, "W_max %u, %f s: %f, not %f", windows[i], t,
					   (double)c.out.cwnd / 1448, reference_curve(&r, t));
				break;
			}
			control_round(&c);
		}
	}
}

static struct kunit_case curve_cases[] = {
	KUNIT_CASE(cwnd__follows_the_rfc),
	KUNIT_CASE(cwnd__is_the_curve),
	{}
};

static struct kunit_suite curve_suite = {
	.name = "cc_cubic_curve",
	.test_cases = curve_cases,
};

kunit_test_suite(curve_suite);
