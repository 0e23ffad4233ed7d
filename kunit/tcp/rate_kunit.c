// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/rate.c: what a controller is told of the rate, to the nanosecond. It is a spy here: it
 * keeps what it was told last in its private area.
 */
#include "harness/script.h"

/*
 * struct spy - what the controller was told
 * @ack:    last ACK
 * @loss:   last loss
 * @lost:   bytes of all losses
 * @losses: how many
 * @restarts: TANDEM_CC_RESTART, so often
 */
struct spy {
	struct tandem_cc_ack ack;
	struct tandem_cc_rate loss;
	u32 lost;
	u32 losses;
	u32 restarts;
};

static void spy_init(void *priv, struct tandem_cc_out *out)
{
}

static void spy_ack(void *priv, const struct tandem_cc_ack *ack, struct tandem_cc_out *out)
{
	struct spy *spy = priv;

	spy->ack = *ack;
}

static void spy_signal(void *priv, const struct tandem_cc_signal *signal,
		       struct tandem_cc_out *out)
{
	struct spy *spy = priv;

	spy->restarts += signal->event == TANDEM_CC_RESTART;
}

static void spy_lost(void *priv, u64 now_ns, u32 seq, u32 bytes,
		     const struct tandem_cc_rate *rate, struct tandem_cc_out *out)
{
	struct spy *spy = priv;

	spy->loss = *rate;
	spy->lost += bytes;
	spy->losses++;
}

static const struct tandem_cc_ops spy_ops = {
	.name		= "spy",
	.flags		= TANDEM_CC_RESTARTS,
	.priv_size	= sizeof(struct spy),
	.init		= spy_init,
	.ack		= spy_ack,
	.signal		= spy_signal,
	.lost		= spy_lost,
};

static const struct spy *spy_on(const struct tn_script *script)
{
	return (const struct spy *)script->world->tcb.cc.priv;
}

/* A connection since 0.1 with a round trip of 0.1, a window of ten segments of 1000 */
static struct tn_script *watched(struct kunit *test, const char *peer)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, peer);
	TN_PLAY(script, "reach ESTABLISHED\nset cwnd 10000\n");
	tn_tcb_cc_set(&script->world->tcb, &spy_ops);
	return script;
}

/* Losses are counted, not timed, and nothing is probed */
#define SACK	"set rack 0\nset prr 0\npeer <mss 1000,sackOK>\n"
#define NOSACK	"peer <mss 1000>\n"

static void sample__ack_interval(struct kunit *test)
{
	struct tn_script *script = watched(test, SACK);
	const struct spy *spy = spy_on(script);

	TN_PLAY(script,
		"at 0.20 write 1000\nskip\n"
		"at 0.25 write 1000\nskip\n"
		"at 0.30 in . 1:1(0) ack 1001\n");
	KUNIT_EXPECT_EQ(test, spy->ack.delivered, 1000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.delivered, 1000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.prior_delivered, 0);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.interval_ns, tn_ms(100));
	KUNIT_EXPECT_EQ(test, spy->ack.rate.tx_inflight, 1000);

	TN_PLAY(script, "at 0.36 in . 1:1(0) ack 2001\n");
	KUNIT_EXPECT_EQ(test, spy->ack.delivered, 2000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.delivered, 2000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.interval_ns, tn_ms(160));
	KUNIT_EXPECT_EQ(test, spy->ack.rate.tx_inflight, 2000);
}

/* ACKs in a bunch: the network has not become faster */
static void sample__send_interval(struct kunit *test)
{
	struct tn_script *script = watched(test, SACK);
	const struct spy *spy = spy_on(script);

	TN_PLAY(script,
		"at 1.0 write 1000\nskip\n"
		"at 1.4 write 1000\nskip\n"
		"at 1.5 in . 1:1(0) ack 1001\n"
		"write 1000\nskip\n"
		"at 1.62 in . 1:1(0) ack 3001\n");
	KUNIT_EXPECT_EQ(test, spy->ack.rate.prior_delivered, 1000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.delivered, 2000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.interval_ns, tn_ms(500));
}

/* A pause is in no measurement */
static void sample__after_a_pause(struct kunit *test)
{
	struct tn_script *script = watched(test, SACK);
	const struct spy *spy = spy_on(script);

	TN_PLAY(script,
		"at 1 write 1000\nskip\n"
		"at 1.1 in . 1:1(0) ack 1001\n"
		"at 9 write 1000\nskip\n"
		"at 9.2 in . 1:1(0) ack 2001\n");
	KUNIT_EXPECT_EQ(test, spy->ack.rate.delivered, 1000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.interval_ns, tn_ms(200));
	KUNIT_EXPECT_EQ(test, spy->restarts, 2);
}

/* Who has not asked for it is not told of pauses */
static void restart__is_told_to_who_asks(struct kunit *test)
{
	struct tn_script *script = watched(test, SACK);
	const struct spy *spy = spy_on(script);
	struct tandem_cc_ops deaf = spy_ops;

	TN_PLAY(script, "at 1 write 1000\nskip\nat 1.1 in . 1:1(0) ack 1001\n");
	KUNIT_EXPECT_EQ(test, spy->restarts, 1);
	deaf.flags = 0;
	script->world->tcb.cc.ops = &deaf;
	TN_PLAY(script, "at 1.2 write 1000\nskip\nat 1.3 in . 1:1(0) ack 2001\n");
	KUNIT_EXPECT_EQ(test, spy->restarts, 1);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.delivered, 1000);
}

/* What is sent again is measured from then on; too short a time is none */
static void sample__sent_again(struct kunit *test)
{
	struct tn_script *script = watched(test, SACK);
	const struct spy *spy = spy_on(script);

	TN_PLAY(script,
		"at 1 write 1000\nskip\n"
		"at 2 out P. 1:1001(1000)\n"
		"at 2.05 in . 1:1(0) ack 1001\n");
	KUNIT_EXPECT_EQ(test, spy->ack.rate.interval_ns, 0);
	KUNIT_EXPECT_EQ(test, spy->ack.acked, 1000);

	script = watched(test, SACK);
	spy = spy_on(script);
	TN_PLAY(script,
		"at 1 write 5000\nskip\n"
		"at 1.1 in . 1:1(0) ack 1 <sack 1001:4001>\n"
		"out . 1:1001(1000)\n"
		"at 1.25 in . 1:1(0) ack 1001 <sack 1001:4001>\n");
	KUNIT_EXPECT_EQ(test, spy->ack.rate.prior_delivered, 3000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.delivered, 1000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.interval_ns, tn_ms(150));
	KUNIT_EXPECT_EQ(test, spy->ack.rate.tx_inflight, 2000);
}

/* The range sent last measures, wherever its block stands */
static void sample__of_the_newest(struct kunit *test)
{
	struct tn_script *script = watched(test, SACK);
	const struct spy *spy = spy_on(script);

	TN_PLAY(script,
		"at 1.00 write 1000\nskip\n"
		"at 1.01 write 1000\nskip\n"
		"at 1.02 write 1000\nskip\n"
		"at 1.03 write 1000\nskip\n"
		"at 1.20 in . 1:1(0) ack 1 <sack 3001:4001 1001:2001>\n");
	KUNIT_EXPECT_EQ(test, spy->ack.rate.tx_inflight, 4000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.delivered, 2000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.interval_ns, tn_ms(200));
}

/* A range that was sent in one piece and arrived in several */
static void split__keeps_the_measurement(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	const struct spy *spy;

	TN_PLAY(script, SACK "set gso 65000\nreach ESTABLISHED\nset cwnd 10000\n");
	tn_tcb_cc_set(&script->world->tcb, &spy_ops);
	spy = spy_on(script);
	TN_PLAY(script,
		"at 1.0 write 10000\nskip\n"
		"at 1.1 in . 1:1(0) ack 2501\n");
	KUNIT_EXPECT_EQ(test, spy->ack.rate.delivered, 2500);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.tx_inflight, 2500);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.interval_ns, tn_ms(100));

	TN_PLAY(script, "at 1.2 in . 1:1(0) ack 2501 <sack 5001:8001>\nskip\n");
	KUNIT_EXPECT_EQ(test, spy->ack.delivered, 5500);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.prior_delivered, 0);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.tx_inflight, 8000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.interval_ns, tn_ms(200));
	KUNIT_EXPECT_EQ(test, spy->lost, 2500);
	KUNIT_EXPECT_EQ(test, spy->loss.tx_inflight, 5000);

	TN_PLAY(script, "at 1.4 in . 1:1(0) ack 2501 <sack 5001:10001>\n");
	KUNIT_EXPECT_EQ(test, spy->ack.rate.tx_inflight, 10000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.interval_ns, tn_ms(400));
	KUNIT_EXPECT_EQ(test, spy->ack.rate.lost, 2500);
}

static void lost__is_told_with_what_it_was_sent_beside(struct kunit *test)
{
	struct tn_script *script = watched(test, SACK);
	const struct spy *spy = spy_on(script);

	TN_PLAY(script,
		"at 1 write 6000\nskip\n"
		"at 1.1 in . 1:1(0) ack 1 <sack 2001:6001>\nskip\n");
	KUNIT_EXPECT_EQ(test, spy->losses, 2);
	KUNIT_EXPECT_EQ(test, spy->lost, 2000);
	KUNIT_EXPECT_EQ(test, spy->ack.lost, 2000);
	KUNIT_EXPECT_EQ(test, spy->ack.newly_lost, 2000);
	KUNIT_EXPECT_EQ(test, spy->ack.rate.lost, 2000);
	/* From the top downwards: the last one was [1, 1001) */
	KUNIT_EXPECT_EQ(test, spy->loss.tx_inflight, 1000);
	KUNIT_EXPECT_EQ(test, spy->loss.lost, 2000);
	KUNIT_EXPECT_EQ(test, spy->loss.delivered, 4000);
	KUNIT_EXPECT_EQ(test, spy->loss.interval_ns, 0);

	/* The retransmissions are lost, too: once more; what was not sent again is not */
	TN_PLAY(script, "set cwnd 1000\nat 2.2 skip\n");
	KUNIT_EXPECT_EQ(test, spy->lost, 4000);
	TN_PLAY(script, "at 4.3 skip\n");
	KUNIT_EXPECT_EQ(test, spy->lost, 5000);
	KUNIT_EXPECT_EQ(test, script->world->tcb.rate.lost, 5000);
}

static void app_limited__until_the_bubble_has_passed(struct kunit *test)
{
	struct tn_script *script = watched(test, SACK);
	const struct spy *spy = spy_on(script);

	/* The first flight always is, since nobody knows what more there would have been */
	TN_PLAY(script,
		"at 1.0 write 30000\nskip\n"
		"at 1.1 in . 1:1(0) ack 10001\nskip\n");
	KUNIT_EXPECT_TRUE(test, spy->ack.rate.app_limited);
	/* The next one is as large as the window */
	TN_PLAY(script, "at 1.2 in . 1:1(0) ack 20001\nskip\n");
	KUNIT_EXPECT_FALSE(test, spy->ack.rate.app_limited);
	/* The last one, too: what is not there is noticed by its first ACK */
	TN_PLAY(script, "at 1.3 in . 1:1(0) ack 25001\n");
	KUNIT_EXPECT_FALSE(test, spy->ack.rate.app_limited);
	TN_PLAY(script,
		"write 1000\nskip\n"
		"at 1.31 in . 1:1(0) ack 30001\n");
	KUNIT_EXPECT_FALSE(test, spy->ack.rate.app_limited);
	TN_PLAY(script, "at 1.41 in . 1:1(0) ack 31001\n");
	KUNIT_EXPECT_TRUE(test, spy->ack.rate.app_limited);
}

/* The peer's window holds data back: that is not the application */
static void app_limited__not_by_the_peers_window(struct kunit *test)
{
	struct tn_script *script = watched(test, SACK);
	const struct spy *spy = spy_on(script);

	TN_PLAY(script,
		"at 1.0 write 30000\nskip\n"
		"at 1.1 in . 1:1(0) ack 10001 win 3000\nskip\n"
		"at 1.2 in . 1:1(0) ack 13001 win 3000\nskip\n");
	KUNIT_EXPECT_FALSE(test, spy->ack.rate.app_limited);
	KUNIT_EXPECT_EQ(test, script->world->tcb.rate.app_limited, 0);
}

/* Nor is it while something lost waits to be sent again */
static void app_limited__not_while_something_is_lost(struct kunit *test)
{
	struct tn_script *script = watched(test, SACK);

	TN_PLAY(script,
		"at 1 write 6000\nskip\n"
		"at 1.05 in . 1:1(0) ack 1 <sack 1001:2001>\n");
	KUNIT_EXPECT_NE(test, script->world->tcb.rate.app_limited, 0);
	script->world->tcb.rate.app_limited = 0;
	TN_PLAY(script,
		"set cwnd 1000\n"
		"at 1.1 in . 1:1(0) ack 1 <sack 3001:6001>\nskip\n"
		"expect lost 1000\n");
	script->world->tcb.rate.app_limited = 0;
	TN_PLAY(script, "set cwnd 2000\nwrite 500\nskip\n");
	KUNIT_EXPECT_EQ(test, script->world->tcb.rate.app_limited, 0);
}

/* RFC 5681 2: each duplicate ACK is a segment that has arrived, but for the one that is missing */
static void no_sack__duplicate_acks_deliver(struct kunit *test)
{
	struct tn_script *script = watched(test, NOSACK);
	const struct tn_rate *rate = &script->world->tcb.rate;
	unsigned int i;

	TN_PLAY(script,
		"at 1 write 8000\nskip\n"
		"at 1.1 in . 1:1(0) ack 1\n"
		"in . 1:1(0) ack 1\n");
	KUNIT_EXPECT_EQ(test, rate->delivered, 2000);
	TN_PLAY(script, "at 1.2 in . 1:1(0) ack 4001\n");
	KUNIT_EXPECT_EQ(test, rate->delivered, 4000);
	KUNIT_EXPECT_EQ(test, rate->early, 0);
	for (i = 0; i < 20; i++)
		TN_PLAY(script, "in . 1:1(0) ack 4001\nskip\n");
	KUNIT_EXPECT_EQ(test, rate->delivered, 7000);
	TN_PLAY(script, "at 1.3 in . 1:1(0) ack 8001\n");
	KUNIT_EXPECT_EQ(test, rate->delivered, 8000);
}

static struct kunit_case rate_cases[] = {
	KUNIT_CASE(sample__ack_interval),
	KUNIT_CASE(sample__send_interval),
	KUNIT_CASE(sample__after_a_pause),
	KUNIT_CASE(restart__is_told_to_who_asks),
	KUNIT_CASE(sample__sent_again),
	KUNIT_CASE(sample__of_the_newest),
	KUNIT_CASE(split__keeps_the_measurement),
	KUNIT_CASE(lost__is_told_with_what_it_was_sent_beside),
	KUNIT_CASE(app_limited__until_the_bubble_has_passed),
	KUNIT_CASE(app_limited__not_by_the_peers_window),
	KUNIT_CASE(app_limited__not_while_something_is_lost),
	KUNIT_CASE(no_sack__duplicate_acks_deliver),
	{}
};

static struct kunit_suite rate_suite = {
	.name = "tcp_rate",
	.test_cases = rate_cases,
};

kunit_test_suite(rate_suite);
