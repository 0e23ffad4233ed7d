// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/rcvq.c: reassembly, and the SACK blocks that it reports.
 */
#include "harness/script.h"
#include "random.h"
#include "stats.h"
#include "tcp/rcvq.h"

/* RFC 2018 4 */
static void sack__latest_first(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1001:1501(500)\n"
		  "out . 1:1(0) ack 1 <sack 1001:1501>\n"
		  "in . 3001:3501(500)\n"
		  "out . 1:1(0) ack 1 <sack 3001:3501 1001:1501>\n"
		  "in . 2001:2501(500)\n"
		  "out . 1:1(0) ack 1 <sack 2001:2501 3001:3501 1001:1501>\n"
		  "in . 2501:3001(500)\n"
		  "out . 1:1(0) ack 1 <sack 2001:3501 1001:1501>\n"
		  "in . 1:1001(1000)\n"
		  "out . 1:1(0) ack 1501 <sack 2001:3501>\n"
		  "in . 1501:2001(500)\n"
		  "out . 1:1(0) ack 3501 <>\n"
		  "expect delivered 3500\n");
}

/* The oldest one gives way */
static void sack__four_at_most(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 101:201(100)\n"
		  "skip\n"
		  "in . 301:401(100)\n"
		  "skip\n"
		  "in . 501:601(100)\n"
		  "skip\n"
		  "in . 701:801(100)\n"
		  "skip\n"
		  "in . 901:1001(100)\n"
		  "out . 1:1(0) ack 1 <sack 901:1001 701:801 501:601 301:401>\n");
}

/* RFC 2018 3 */
static void sack__three_beside_a_timestamp(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1 ecr 0>\n"
		  "reach ESTABLISHED\n"
		  "in . 101:201(100) <TS val 2 ecr 100>\n"
		  "skip\n"
		  "in . 301:401(100) <TS val 2 ecr 100>\n"
		  "skip\n"
		  "in . 501:601(100) <TS val 2 ecr 100>\n"
		  "skip\n"
		  "in . 701:801(100) <TS val 2 ecr 100>\n"
		  "out . 1:1(0) ack 1 <TS val * ecr 1,sack 701:801 501:601 301:401>\n");
}

static void insert__covered(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1001:2001(1000)\n"
		  "skip\n"
		  "in . 1201:1801(600)\n"
		  "out . 1:1(0) ack 1 <sack 1201:1801 1001:2001>\n"
		  "expect reason tcp-duplicate\n"
		  "expect count TCPOFOQueue 1\n");
}

static void insert__covers_others(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1201:1301(100)\n"
		  "skip\n"
		  "in . 1501:1601(100)\n"
		  "skip\n"
		  "in . 1801:2101(300)\n"
		  "skip\n"
		  "in . 1001:2001(1000)\n"
		  "out . 1:1(0) ack 1 <sack 1201:1301 1001:2101>\n"
		  "in . 1:1001(1000)\n"
		  "out . 1:1(0) ack 2101\n"
		  "expect delivered 2100\n");
}

static void insert__overlaps_on_both_sides(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1001:1501(500)\n"
		  "skip\n"
		  "in . 1801:2301(500)\n"
		  "skip\n"
		  "in . 1401:1901(500)\n"
		  "out . 1:1(0) ack 1 <sack 1401:1501 1001:2301>\n"
		  "in . 1:1101(1100)\n"
		  "out . 1:1(0) ack 2301\n"
		  "expect delivered 2300\n");
}

static void drain__segment_covers_the_queue(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 101:201(100)\n"
		  "skip\n"
		  "in . 301:401(100)\n"
		  "skip\n"
		  "in . 1:501(500)\n"
		  "out . 1:1(0) ack 501 <sack 101:201>\n"
		  "expect delivered 500\n");
}

/* The world notices handles that get lost */
static void purge__on_close(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 101:201(100)\n"
		  "skip\n"
		  "close\n"
		  "out F. 1:1(0) ack 1 <>\n"
		  "expect state FIN-WAIT-1\n");
}

/* RFC 2018 8: what is given up is not reported any more, and is wanted again. */
static void prune__from_the_far_end(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1001:1501(500)\n"
		  "skip\n"
		  "in . 2001:2501(500)\n"
		  "skip\n"
		  "in . 2501:3001(500)\n"
		  "skip\n"
		  "in . 5001:5501(500)\n"
		  "out . 1:1(0) ack 1 <sack 5001:5501 2001:3001 1001:1501>\n"
		  "prune 2501\n"
		  "expect rcv_queued 1000\n"
		  "expect count OfoPruned 2\n"
		  "in . 501:601(100)\n"
		  "out . 1:1(0) ack 1 <sack 501:601 2001:2501 1001:1501>\n"
		  "in . 1:501(500)\n"
		  "out . 1:1(0) ack 601 <sack 2001:2501 1001:1501>\n"
		  "in . 601:1001(400)\n"
		  "out . 1:1(0) ack 1501 <sack 2001:2501>\n"
		  "in . 1501:2001(500)\n"
		  "out . 1:1(0) ack 2501 <>\n"
		  "in . 2501:5501(3000)\n"
		  "out . 1:1(0) ack 5501 <>\n"
		  "expect delivered 5500\n");
}

/* What was acknowledged stays, whatever is asked for. */
static void prune__not_what_is_in_order(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1:1001(1000)\n"
		  "skip\n"
		  "in . 2001:2501(500)\n"
		  "skip\n"
		  "prune 0\n"
		  "expect rcv_queued 0\n"
		  "expect unread 1000\n"
		  "in . 1001:1101(100)\n"
		  "out . 1:1(0) ack 1101 <>\n");
}

/* The FIN beyond a gap was seen; that is a number, and is kept when the data goes. */
static void prune__fin_is_remembered(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in F. 1001:1501(500)\n"
		  "skip\n"
		  "prune 1\n"
		  "in . 1:1501(1500)\n"
		  "out . 1:1(0) ack 1502\n"
		  "expect state CLOSE-WAIT\n");
}

/* A queue of its own, beside any world: its ranges are the case's */
static struct tn_tcb *queue_new(struct kunit *test)
{
	struct tn_tcb *tcb = kunit_kzalloc(test, sizeof(*tcb), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, tcb);
	tcb->stats = tn_stats_new(test);
	tn_rcvq_init(&tcb->rcvq);
	return tcb;
}

/* Two ranges that touch are one. */
static void join__is_one_range(struct kunit *test)
{
	struct tn_rcvd one = { .seq = 1000, .end = 2000 }, two = { .seq = 2000, .end = 2300 };
	struct tn_rcvd far = { .seq = 2400, .end = 2500 };
	struct tn_tcb *tcb = queue_new(test);
	struct tn_verdict v = {};

	tn_rcvq_insert(tcb, &two, &v);
	KUNIT_EXPECT_PTR_EQ(test, v.queued, &two);
	KUNIT_EXPECT_NULL(test, tn_rcvq_before(&two));
	tn_rcvq_insert(tcb, &one, &v);
	tn_rcvq_insert(tcb, &far, &v);
	KUNIT_EXPECT_PTR_EQ(test, tn_rcvq_before(&two), &one);
	KUNIT_EXPECT_NULL(test, tn_rcvq_before(&far));
	tn_rcvq_join(tcb, &one, &two);
	KUNIT_EXPECT_EQ(test, one.end, 2300u);
	KUNIT_EXPECT_EQ(test, tcb->rcvq.bytes, 1400u);
	tn_rcvq_prune(tcb, 2400, &v);
	KUNIT_EXPECT_PTR_EQ(test, tn_rcvq_last(tcb), &one);
}

/* The height of the tree, which is what finding a place in it costs */
static unsigned int height(const struct rb_node *node)
{
	unsigned int left, right;

	if (!node)
		return 0;
	left = height(node->rb_left);
	right = height(node->rb_right);
	return 1 + (left > right ? left : right);
}

/*
 * Hostile orders: every second byte, forwards, backwards, from both ends, and at random. A place
 * is found in at most 2 log2(n + 1) steps, so that twice as many cost two steps more each.
 */
static void insert__n_log_n(struct kunit *test)
{
	enum { N = 4096 };
	struct tn_rcvd *rcvd = kunit_kcalloc(test, N, sizeof(*rcvd), GFP_KERNEL);
	unsigned int order, i, at, n;
	u64 random = 0x10f;

	KUNIT_ASSERT_NOT_NULL(test, rcvd);
	for (order = 0; order < 4; order++) {
		struct tn_tcb *tcb = queue_new(test);
		struct tn_verdict v = {};

		for (i = 0, n = 0; i < N; i++) {
			at = order == 0 ? i : order == 1 ? N - 1 - i :
			     order == 2 ? (i & 1 ? N - 1 - i / 2 : i / 2) :
					  tn_random_below(&random, N);
			v = (struct tn_verdict) {};
			rcvd[n] = (struct tn_rcvd) { .seq = 2 * at, .end = 2 * at + 1 };
			tn_rcvq_insert(tcb, &rcvd[n], &v);
			n += v.queued == &rcvd[n];
			if (i + 1 == N / 2)
				KUNIT_EXPECT_LE(test, height(tcb->rcvq.root.rb_node), 22u);
		}
		KUNIT_EXPECT_EQ(test, tcb->rcvq.bytes, n);
		KUNIT_EXPECT_LE(test, height(tcb->rcvq.root.rb_node), 24u);
	}
}

/* Every order of eight pieces that overlap: each byte once, in order (the world checks) */
static void orders__random(struct kunit *test)
{
	u64 random = 0x5eed;
	unsigned int round, i, n;
	char line[48];

	for (round = 0; round < 300; round++) {
		struct tn_script *script = tn_script_new(test);

		TN_PLAY(script, "reach ESTABLISHED");
		for (i = 0; i < 40; i++) {
			u32 seq = 1 + tn_random_below(&random, 1000);
			u32 len = 1 + tn_random_below(&random, 200);

			n = snprintf(line, sizeof(line), "in . %u:%u(%u)\nskip", seq, seq + len,
				     len);
			KUNIT_ASSERT_LT(test, n, sizeof(line));
			TN_PLAY(script, line);
		}
		TN_PLAY(script, "in . 1:1301(1300)\nskip\nexpect delivered 1300");
	}
}

static struct kunit_case rcvq_cases[] = {
	KUNIT_CASE(sack__latest_first),
	KUNIT_CASE(sack__four_at_most),
	KUNIT_CASE(sack__three_beside_a_timestamp),
	KUNIT_CASE(insert__covered),
	KUNIT_CASE(insert__covers_others),
	KUNIT_CASE(insert__overlaps_on_both_sides),
	KUNIT_CASE(drain__segment_covers_the_queue),
	KUNIT_CASE(purge__on_close),
	KUNIT_CASE(prune__from_the_far_end),
	KUNIT_CASE(prune__not_what_is_in_order),
	KUNIT_CASE(prune__fin_is_remembered),
	KUNIT_CASE(join__is_one_range),
	KUNIT_CASE(insert__n_log_n),
	KUNIT_CASE(orders__random),
	{}
};

static struct kunit_suite rcvq_suite = {
	.name = "tcp_rcvq",
	.test_cases = rcvq_cases,
};

kunit_test_suite(rcvq_suite);
