// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/share.c: what is known of a host when a SYN leaves for it (RFC 9040), and what for.
 */
#include "harness/script.h"
#include "stats.h"
#include "tcp/rtt.h"
#include "tcp/share.h"

/* A connection that lasts from 0 to 10 s, of 0.1 s there and back, in the profile "linux" */
static struct tn_script *share_known(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "set profile linux\n"
			"connect\n"
			"out S 0:0(0)\n"
			"expect rto 1\n"
			"at 0.1 in S. 0:0(0) ack 1 <mss 1460>\n"
			"out . 1:1(0) ack 1\n"
			"at 10 abort\n"
			"skip\n");
	KUNIT_EXPECT_EQ(test, script->world->share.srtt_us, 100000);
	return script;
}

/* A measurement of so long ago as @now says; others are at time 1000 s */
static u32 share_rto(u32 srtt_us, u32 rttvar_us, tn_time_t now)
{
	struct tn_share share = { srtt_us, rttvar_us, tn_sec(1000) };

	return tn_share_rto(&share, &tn_config_rfc, now);
}

/* Three round trips, as after a first sample: one SYN is early, the others are not */
static void syn__early(struct kunit *test)
{
	struct tn_script *script = share_known(test);

	TN_PLAY(script, "at 20 connect\n"
			"out S 0:0(0)\n"
			"expect rto 0.3\n"
			"at 20.3 out S 0:0(0)\n"
			"expect count SynEarly 1\n"
			"at 23 out S 0:0(0)\n"
			"at 27 out S 0:0(0)\n"
			"at 35 out S 0:0(0)\n"
			"at 51 out S 0:0(0)\n"
			"at 83 out S 0:0(0)\n"
			"expect count SynEarly 1\n"
			"expect count TCPSynRetrans 6\n"
			"at 146.9 expect state SYN-SENT\n"
			"at 147 expect err ETIMEDOUT\n"
			"out none\n");
}

/* MUST-23 */
static void syn__three_minutes(struct kunit *test)
{
	struct tn_script *script = share_known(test);

	TN_PLAY(script, "set profile rfc\n"
			"set rto_min 0.2\n"
			"at 20 connect\n"
			"out S 0:0(0)\n"
			"at 20.3 out S 0:0(0)\n"
			"at 23 out S 0:0(0)\n"
			"at 27 out S 0:0(0)\n"
			"at 35 out S 0:0(0)\n"
			"at 51 out S 0:0(0)\n"
			"at 83 out S 0:0(0)\n"
			"at 143 out S 0:0(0)\n"
			"at 199.9 expect state SYN-SENT\n"
			"at 203 expect err ETIMEDOUT\n"
			"out none\n");
}

/* RFC 6298 5.7, and Karn: what answers the second SYN measures nothing */
static void syn__then_data(struct kunit *test)
{
	struct tn_script *script = share_known(test);

	TN_PLAY(script, "at 20 connect\n"
			"out S 0:0(0)\n"
			"at 20.3 out S 0:0(0)\n"
			"at 21.1 in S. 0:0(0) ack 1 <mss 1460>\n"
			"out . 1:1(0) ack 1\n"
			"expect rto 3\n"
			"expect srtt 0\n"
			"expect cwnd 14600\n");
	KUNIT_EXPECT_EQ(test, script->world->share.srtt_us, 100000);
	KUNIT_EXPECT_EQ(test, script->world->share.at, TN_WORLD_EPOCH + tn_ms(100));
}

/* Its answer is in time: the connection has measured for itself */
static void syn__answered(struct kunit *test)
{
	struct tn_script *script = share_known(test);

	TN_PLAY(script, "at 20 connect\n"
			"out S 0:0(0)\n"
			"at 20.2 in S. 0:0(0) ack 1 <mss 1460>\n"
			"out . 1:1(0) ack 1\n"
			"expect srtt 0.2\n"
			"expect rto 0.6\n"
			"expect count SynEarly 0\n");
	/* 7/8 100 + 1/8 200; 3/4 50 + 1/4 max(100, 100) */
	KUNIT_EXPECT_EQ(test, script->world->share.srtt_us, 112500);
	KUNIT_EXPECT_EQ(test, script->world->share.rttvar_us, 62500);
}

/* Both ends open at once: the SYN-ACK is the same SYN once more */
static void syn__crossing(struct kunit *test)
{
	struct tn_script *script = share_known(test);

	TN_PLAY(script, "at 20 connect\n"
			"out S 0:0(0)\n"
			"at 20.1 in S 0:0(0) <mss 1460>\n"
			"out S. 0:0(0) ack 1\n"
			"at 20.4 out S. 0:0(0) ack 1\n"
			"at 23.1 out S. 0:0(0) ack 1\n");
}

/* Where rto_min leaves nothing to gain, by the knob, by a list: as if nothing were known */
static void syn__without(struct kunit *test)
{
	static const char * const settings[] = {
		"set profile rfc\n", "set rtt_share 0\n", "set syn_schedule 1000,2000\n",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(settings); i++) {
		struct tn_script *script = share_known(test);

		TN_PLAY(script, settings[i]);
		TN_PLAY(script, "at 20 connect\n"
				"out S 0:0(0)\n"
				"at 21 out S 0:0(0)\n"
				"at 23 out S 0:0(0)\n"
				"expect count SynEarly 0\n");
	}
}

/* Nor is a measurement told where it is not wanted, of a SYN-ACK, or of nothing */
static void learn__not(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "set profile linux\n"
			"set rtt_share 0\n"
			"reach ESTABLISHED\n"
			"abort\n"
			"skip\n"
			"set rtt_share 1\n"
			"connect\n"
			"out S 0:0(0)\n"
			"abort\n"
			"reach SYN-RECEIVED\n"
			"at +0.1 in . 1:1(0) ack 1\n"
			"expect state ESTABLISHED\n"
			"expect srtt 0.1\n"
			"abort\n"
			"skip\n");
	KUNIT_EXPECT_EQ(test, script->world->share.srtt_us, 0);
}

/* At its end a connection tells what it has measured since */
static void learn__at_the_end(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	const struct tn_world *w = script->world;

	TN_PLAY(script, "reach ESTABLISHED\n"
			"at 100 write 100\n"
			"skip\n"
			"at 100.3 in . 1:1(0) ack 101\n");
	KUNIT_EXPECT_EQ(test, w->share.srtt_us, 100000);
	TN_PLAY(script, "at 110 shutdown\n"
			"skip\n"
			"at 110.1 in F. 1:1(0) ack 102\n"
			"skip\n"
			"expect state TIME-WAIT\n");
	/* SRTT 0.1, 0.125, 0.121875; it counts an eighth */
	KUNIT_EXPECT_EQ(test, w->share.srtt_us, 102734);
	KUNIT_EXPECT_EQ(test, w->share.at, TN_WORLD_EPOCH + tn_ms(110100));
	TN_PLAY(script, "at 300 expect state CLOSED\n");
	KUNIT_EXPECT_EQ(test, w->share.srtt_us, 102734);
}

/* What is old is as good as not known; a new measurement takes its place */
static void learn__age(struct kunit *test)
{
	struct tn_script *script = share_known(test);

	KUNIT_EXPECT_EQ(test, share_rto(100000, 50000, tn_sec(1299)), 300000);
	KUNIT_EXPECT_EQ(test, share_rto(100000, 50000, tn_sec(1300)), 0);
	KUNIT_EXPECT_EQ(test, share_rto(0, 0, tn_sec(1000)), 0);
	TN_PLAY(script, "at 301 connect\n"
			"out S 0:0(0)\n"
			"at 302 out S 0:0(0)\n"
			"abort\n"
			"at 400 connect\n"
			"out S 0:0(0)\n"
			"at 400.5 in S. 0:0(0) ack 1 <mss 1460>\n"
			"skip\n");
	KUNIT_EXPECT_EQ(test, script->world->share.srtt_us, 500000);
	KUNIT_EXPECT_EQ(test, script->world->share.rttvar_us, 250000);
}

/* RFC 6298 2.2, 2.3, with half of SRTT as the least variation, and no less than G */
static void rto__from_what_is_known(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, share_rto(100000, 0, tn_sec(1001)), 300000);
	KUNIT_EXPECT_EQ(test, share_rto(100000, 80000, tn_sec(1001)), 420000);
	KUNIT_EXPECT_EQ(test, share_rto(100, 0, tn_sec(1001)), 4100);
	KUNIT_EXPECT_EQ(test, share_rto(S32_MAX, S32_MAX, tn_sec(1001)), U32_MAX);
}

/* 2.4: rto_min; and never longer than without, nor nothing at all */
static void use__within_limits(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_tcb *tcb = &script->world->tcb;

	TN_PLAY(script, "set profile linux\nconnect\nskip\n");
	tn_share_use(tcb, 4100);
	KUNIT_EXPECT_EQ(test, tcb->rtt.rto, tn_ms(200));
	tn_share_use(tcb, 300000);
	KUNIT_EXPECT_EQ(test, tcb->rtt.rto, tn_ms(300));
	tn_share_use(tcb, U32_MAX);
	KUNIT_EXPECT_EQ(test, tcb->rtt.rto, tn_sec(1));
	tn_share_use(tcb, 0);
	KUNIT_EXPECT_EQ(test, tcb->rtt.rto, tn_ms(200));
}

static struct kunit_case share_cases[] = {
	KUNIT_CASE(syn__early),
	KUNIT_CASE(syn__three_minutes),
	KUNIT_CASE(syn__then_data),
	KUNIT_CASE(syn__answered),
	KUNIT_CASE(syn__crossing),
	KUNIT_CASE(syn__without),
	KUNIT_CASE(learn__not),
	KUNIT_CASE(learn__at_the_end),
	KUNIT_CASE(learn__age),
	KUNIT_CASE(rto__from_what_is_known),
	KUNIT_CASE(use__within_limits),
	{}
};

static struct kunit_suite share_suite = {
	.name = "tcp_share",
	.test_cases = share_cases,
};

kunit_test_suite(share_suite);
