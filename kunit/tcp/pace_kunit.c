// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/pace.c: departures, to the microsecond.
 */
#include "cc/cc.h"
#include "harness/script.h"
#include "tcp/pace.h"

/* A round trip of 0.1, a window of ten segments of 1000, nothing is probed */
#define OPEN	"set tlp 0\nset frto 0\npeer <mss 1000,sackOK>\nreach ESTABLISHED\nset cwnd 10000\n"

/* 10000 bytes a second, bursts of two segments: one each 0.2 s */
static void limit__spaces_segments(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN
		  "pacing 10000\n"
		  "at 1.0 write 5000\n"
		  "out . 1:1001(1000)\n"
		  "expect deadline pace 1.1\n"
		  "at 1.1 out . 1001:2001(1000)\n"
		  "at 1.2 out . 2001:3001(1000)\n"
		  "at 1.25 in . 1:1(0) ack 3001\n"
		  "out none\n"
		  "at 1.3 out . 3001:4001(1000)\n"
		  "at 1.4 out P. 4001:5001(1000)\n"
		  "expect deadline pace none\n"
		  "at 1.6 in . 1:1(0) ack 5001\n"
		  "at 2 write 1000\n"
		  "out P. 5001:6001(1000)\n");
}

/* What has gone by is not made up for: a pause gives no credit */
static void limit__no_credit_for_a_pause(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN
		  "pacing 10000\n"
		  "at 1 write 1000\nout P. 1:1001(1000)\n"
		  "at 1.1 in . 1:1(0) ack 1001\n"
		  "at 9 write 2000\nout . 1001:2001(1000)\n"
		  "at 9.1 out P. 2001:3001(1000)\n");
}

/* A deadline that is met late does not lower the rate; but no more than a burst is made up for */
static void limit__late_is_made_up_for(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_world *w = script->world;
	struct tn_out out = { .len = 1000 };
	tn_time_t t = tn_sec(2000);

	TN_PLAY(script, OPEN "pacing 10000\n");
	tn_pace_sent(&w->tcb, t, &out);
	KUNIT_EXPECT_TRUE(test, tn_pace_holds(&w->tcb, t + tn_ms(99)));
	KUNIT_EXPECT_FALSE(test, tn_pace_holds(&w->tcb, t + tn_ms(130)));
	tn_pace_sent(&w->tcb, t + tn_ms(130), &out);
	KUNIT_EXPECT_EQ(test, w->tcb.pace.next, t + tn_ms(200));
	KUNIT_EXPECT_TRUE(test, tn_pace_holds(&w->tcb, t + tn_ms(199)));
	tn_pace_sent(&w->tcb, t + tn_ms(900), &out);
	KUNIT_EXPECT_EQ(test, w->tcb.pace.next, t + tn_ms(900));
	/* It did not wait: no lateness */
	tn_pace_sent(&w->tcb, t + tn_ms(950), &out);
	KUNIT_EXPECT_EQ(test, w->tcb.pace.next, t + tn_ms(1050));
	KUNIT_EXPECT_EQ(test, out.at, 0);
}

/* What is below us waits: departure times, and round trips from there */
static void ahead__departure_times(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_world *w = script->world;
	unsigned int i;

	TN_PLAY(script, OPEN "pacing 100000 0.02\nat 1.0 write 6000\nout *\nout *\nout *\n");
	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, w->sent[w->seen - 3 + i].seg.at,
				TN_WORLD_EPOCH + tn_sec(1) + tn_ms(10 * i));
	TN_PLAY(script, "expect deadline pace 1.02\nat 1.02 skip\nexpect snd_nxt 5001\n");
	TN_PLAY(script, "at 1.04 skip\nat 1.1 in . 1:1(0) ack 3001\nskip\n");
	/* 0.1 at the handshake, then 0.08: it departed at 1.02 */
	KUNIT_EXPECT_EQ(test, w->tcb.rtt.min, tn_ms(80));
}

/* Without a limit, without a controller that asks for it: nothing */
static void off__nothing_waits(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN
		  "pacing 0\n"
		  "at 1.0 write 10000\n"
		  "skip\n"
		  "expect snd_nxt 10001\n"
		  "expect deadline pace none\n");
}

/* The limit is taken back while something waits */
static void off__lets_go(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN
		  "pacing 1000\n"
		  "at 1 write 4000\nout . 1:1001(1000)\n"
		  "expect deadline pace 2\n"
		  "at 1.1 pacing 0\nskip\n"
		  "expect snd_nxt 4001\n"
		  "expect deadline pace none\n");
}

/* Another controller while something waits, and nothing is in flight: it does not wait for ever */
static void off__lets_go_of_what_another_held(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set cong bbr\n"
		  OPEN
		  "at 1 write 10000\n"
		  "skip\n"
		  "in . 1:1(0) ack 1001\n"
		  "skip\n"
		  "expect snd_una 1001\n"
		  "expect pipe 0\n"
		  "congestion reno\n"
		  "skip\n"
		  "expect snd_nxt 10001\n"
		  "expect deadline pace none\n");
}

/* RFC 6298 5.4: what the timer sends again does not wait; what follows does */
static void retransmission__of_the_timer_does_not_wait(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN
		  "pacing 500\n"
		  "at 1 write 2000\nout . 1:1001(1000)\n"
		  "at 2 out . 1:1001(1000)\n"
		  "expect deadline rto 4\n"
		  "expect deadline pace none\n"
		  "at 2.1 in . 1:1(0) ack 1001\nout none\n"
		  "expect deadline pace 5\n"
		  "at 5 out P. 1001:2001(1000)\n");
}

/* RFC 5681, RFC 6582: what a recovery finds lost leaves paced, not in a burst */
static void recovery__no_burst(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN
		  "at 1 write 10000\nskip\n"
		  "pacing 10000\n"
		  "at 1.1 in . 1:1(0) ack 1 <sack 6001:10001>\n"
		  "out . 1:1001(1000)\n"
		  "out none\n"
		  "at 1.2 out . 1001:2001(1000)\n"
		  "at 1.3 out . 2001:3001(1000)\n");
}

/* cwnd / SRTT: twice as fast in the first half of slow start, 1.2 times above */
static void rate__of_the_window(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_tcb *tcb = &script->world->tcb;

	TN_PLAY(script, OPEN);
	KUNIT_EXPECT_EQ(test, tn_pace_rate(tcb), 200000);
	TN_PLAY(script, "set ssthresh 20000\n");
	KUNIT_EXPECT_EQ(test, tn_pace_rate(tcb), 120000);
	tcb->rtt.srtt = 0;
	KUNIT_EXPECT_EQ(test, tn_pace_rate(tcb), 12000000);
	tcb->cc.out.pacing_rate = 5000000;
	KUNIT_EXPECT_EQ(test, tn_pace_rate(tcb), 5000000);
	tcb->cc.out.pacing_rate = 1;
	KUNIT_EXPECT_EQ(test, tn_pace_rate(tcb), 1000);
	tcb->cc.out.pacing_rate = ~0ull;
	TN_PLAY(script, "pacing 3000\n");
	KUNIT_EXPECT_EQ(test, tn_pace_rate(tcb), 3000);
}

/* A millisecond, two segments at least, what the offload takes at most */
static void burst__follows_the_rate(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_tcb *tcb = &script->world->tcb;

	TN_PLAY(script, "set gso 65000\n" OPEN);
	KUNIT_EXPECT_EQ(test, tn_pace_burst(tcb), 65000);
	TN_PLAY(script, "pacing 1000000\n");
	KUNIT_EXPECT_EQ(test, tn_pace_burst(tcb), 2000);
	tcb->cc.out.pacing_rate = 8000000;
	TN_PLAY(script, "pacing 1000000000\n");
	KUNIT_EXPECT_EQ(test, tn_pace_burst(tcb), 8000);
	tcb->cc.out.pacing_rate = 800000000;
	KUNIT_EXPECT_EQ(test, tn_pace_burst(tcb), 65000);
	tcb->cc.out.burst = 5000;
	KUNIT_EXPECT_EQ(test, tn_pace_burst(tcb), 5000);
	tcb->cc.out.burst = 1;
	KUNIT_EXPECT_EQ(test, tn_pace_burst(tcb), 1000);

	/* It does not know of the user's limit: what leaves in 1 ms of that, two segments */
	tcb->cc.out.burst = 8000;
	TN_PLAY(script, "pacing 4000000\n");
	KUNIT_EXPECT_EQ(test, tn_pace_burst(tcb), 4000);
	TN_PLAY(script, "pacing 1000000\n");
	KUNIT_EXPECT_EQ(test, tn_pace_burst(tcb), 2000);

	/* 8 segments each 8 ms */
	TN_PLAY(script, "pacing 8000000\n");
	tcb->cc.out.pacing_rate = 1000000;
	TN_PLAY(script,
		"set cwnd 100000\n"
		"at 1 write 20000\n"
		"out . 1:8001(8000)\n"
		"at 1.008 out . 8001:16001(8000)\n"
		"at 1.016 out P. 16001:20001(4000)\n");
}

/* A controller that says nonsense */
static void nonsense_init(void *priv, struct tandem_cc_out *out)
{
	out->cwnd = 0;
	out->pacing_rate = ~0ull;
	out->burst = ~0u;
}

static void nonsense_ack(void *priv, const struct tandem_cc_ack *ack, struct tandem_cc_out *out)
{
	out->cwnd = out->cwnd > 10000 ? 0 : ~0u;
	out->ssthresh = 0;
	out->pacing_rate = 1;
	out->burst = 1;
}

static void nonsense_signal(void *priv, const struct tandem_cc_signal *signal,
			    struct tandem_cc_out *out)
{
	if (signal->event != TANDEM_CC_RTO)
		return;
	out->cwnd = 0;
	out->ssthresh = 0;
}

static const struct tandem_cc_ops nonsense_ops = {
	.name	= "nonsense",
	.flags	= TANDEM_CC_NEEDS_PACING,
	.init	= nonsense_init,
	.ack	= nonsense_ack,
	.signal	= nonsense_signal,
};

static void nonsense__is_bounded(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_tcb *tcb = &script->world->tcb;

	TN_PLAY(script, OPEN);
	tn_tcb_cc_set(tcb, &nonsense_ops);
	TN_PLAY(script,
		"expect cwnd 1000\n"
		"at 1 write 9000\nout . 1:1001(1000)\n"
		"at 1.1 in . 1:1(0) ack 1001\n"
		"expect cwnd 1073741824\n"
		"out . 1001:2001(1000)\n"
		"at 2.1 out . 1001:2001(1000)\n"
		"expect cwnd 1000\n");
	TN_PLAY(script, "at 3.15 skip\n"
		"in . 1:1(0) ack 2001\n"
		"skip\n"
		"expect state ESTABLISHED\n");
	tn_tcb_cc_set(tcb, &tn_cc_reno);
	KUNIT_EXPECT_FALSE(test, tcb->pace.on);
	KUNIT_EXPECT_EQ(test, tcb->cc.out.pacing_rate, 0);
	KUNIT_EXPECT_EQ(test, tcb->cc.out.burst, 0);
}

/*
 * Before the handshake there is neither a peer's MSS nor an initial window: a first rate of those
 * had the second segment, or the FIN, of a connection wait for most of a jiffy and more
 */
static void handshake__controller_begins_with_the_initial_window(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_tcb *tcb = &script->world->tcb;

	script->world->cong = &tn_cc_bbr;
	TN_PLAY(script, "set tlp 0\npeer <mss 1000,sackOK>\nreach ESTABLISHED\n"
		"expect cwnd 10000\n");
	/* draft-ietf-ccwg-bbr 5.6.2: 10 segments in 1 ms, times 2.77 */
	KUNIT_EXPECT_EQ(test, tcb->cc.out.pacing_rate, 27700000);
}

static struct kunit_case pace_cases[] = {
	KUNIT_CASE(limit__spaces_segments),
	KUNIT_CASE(limit__no_credit_for_a_pause),
	KUNIT_CASE(limit__late_is_made_up_for),
	KUNIT_CASE(ahead__departure_times),
	KUNIT_CASE(off__nothing_waits),
	KUNIT_CASE(off__lets_go),
	KUNIT_CASE(off__lets_go_of_what_another_held),
	KUNIT_CASE(retransmission__of_the_timer_does_not_wait),
	KUNIT_CASE(recovery__no_burst),
	KUNIT_CASE(rate__of_the_window),
	KUNIT_CASE(burst__follows_the_rate),
	KUNIT_CASE(nonsense__is_bounded),
	KUNIT_CASE(handshake__controller_begins_with_the_initial_window),
	{}
};

static struct kunit_suite pace_suite = {
	.name = "tcp_pace",
	.test_cases = pace_cases,
};

kunit_test_suite(pace_suite);
