// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/advice.c: RFC 9293 3.9.2.2, RFC 5927, RFC 1122 3.2.2.
 */
#include <linux/errno.h>

#include "harness/script.h"
#include "tcp/advice.h"

/* An ICMP error about the segment at @seq, relative to our ISS */
static enum tn_reason advice_in(struct tn_script *script, u8 type, u8 code, u16 mtu, u32 seq)
{
	const struct tn_icmp icmp = { .type = type, .code = code, .mtu = mtu };
	struct tn_world *w = script->world;
	struct tn_verdict v = {};

	tn_advice_arrive(&w->tcb, w->now, &icmp, w->iss + seq, &v);
	tn_world_act(w, &v);
	return v.reason;
}

static u32 advice_mtu(const struct tn_script *script)
{
	return script->world->tcb.snd.path_mss + 40;
}

static struct tn_script *advice_reach(struct kunit *test, const char *state)
{
	struct tn_script *script = tn_script_new(test);
	char text[64];

	snprintf(text, sizeof(text), "set tlp 0\nreach %s\nskip\n", state);
	KUNIT_ASSERT_TRUE_MSG(test, tn_script_play(script, text), "%s", script->report);
	return script;
}

/* ICMP-13 */
static void errno__of_each_code(struct kunit *test)
{
	static const int want[] = {
		ENETUNREACH, EHOSTUNREACH, ENOPROTOOPT, ECONNREFUSED, EMSGSIZE, EOPNOTSUPP,
		ENETUNREACH, EHOSTUNREACH, EHOSTUNREACH, ENETUNREACH, EHOSTUNREACH,
		ENETUNREACH, EHOSTUNREACH, EHOSTUNREACH, EHOSTUNREACH, EHOSTUNREACH, 0,
	};
	struct tn_icmp icmp = { .type = TN_ICMP_DEST_UNREACH };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(want); i++) {
		icmp.code = i;
		KUNIT_EXPECT_EQ_MSG(test, -tn_advice_errno(&icmp), want[i], "code %u", i);
	}
	icmp.type = TN_ICMP_TIME_EXCEEDED;
	KUNIT_EXPECT_EQ(test, tn_advice_errno(&icmp), -EHOSTUNREACH);
	icmp.type = TN_ICMP_PARAM_PROBLEM;
	KUNIT_EXPECT_EQ(test, tn_advice_errno(&icmp), -EPROTO);
	icmp.type = TN_ICMP_SOURCE_QUENCH;
	KUNIT_EXPECT_EQ(test, tn_advice_errno(&icmp), 0);
}

/* SHLD-26, 5927-3: an attempt to connect ends with any error that knows the ISS */
static void syn_sent__ends(struct kunit *test)
{
	struct tn_script *script = advice_reach(test, "SYN-SENT");

	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 3, 0, 1), TN_REASON_TCP_ICMP_WINDOW);
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 3, 0, -1), TN_REASON_TCP_ICMP_WINDOW);
	TN_PLAY(script, "expect state SYN-SENT\n"
			"expect count OutOfWindowIcmps 2\n");
	KUNIT_EXPECT_EQ(test, advice_in(script, 4, 0, 0, 0), TN_REASON_NONE);
	TN_PLAY(script, "expect state SYN-SENT\n");
	advice_in(script, 3, 3, 0, 0);
	TN_PLAY(script, "expect state CLOSED\n"
			"expect err ECONNREFUSED\n");

	script = advice_reach(test, "SYN-SENT");
	advice_in(script, 3, 1, 0, 0);
	KUNIT_EXPECT_EQ(test, script->world->err, EHOSTUNREACH);
}

/* MUST-56, 5927-3: a connection lives on, whatever the error */
static void synchronized__lives_on(struct kunit *test)
{
	struct tn_script *script = advice_reach(test, "ESTABLISHED");
	unsigned int code;

	TN_PLAY(script, "write 100\n"
			"skip\n");
	for (code = 0; code < 16; code++)
		KUNIT_EXPECT_EQ(test, advice_in(script, 3, code, 1500, 1) == TN_REASON_NONE,
				code != TN_ICMP_FRAG_NEEDED);
	advice_in(script, 11, 0, 0, 1);
	advice_in(script, 12, 0, 0, 1);
	TN_PLAY(script, "out none\n"
			"expect state ESTABLISHED\n"
			"expect err none\n");
}

/* D11: RFC 9293 SHLD-26 to the letter; soft ones stay soft */
static void synchronized__hard_by_the_knob(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "set icmp_hard_abort 1\n"
			"reach ESTABLISHED\n"
			"write 100\n"
			"skip\n");
	advice_in(script, 3, 1, 0, 1);
	TN_PLAY(script, "expect state ESTABLISHED\n");
	advice_in(script, 3, 2, 0, 1);
	TN_PLAY(script, "expect state CLOSED\n");
	KUNIT_EXPECT_EQ(test, script->world->err, ENOPROTOOPT);
}

/* 5927-1, 5927-2: only what is outstanding */
static void quote__must_be_outstanding(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "set icmp_hard_abort 1\n"
			"reach ESTABLISHED\n");
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 3, 0, 1), TN_REASON_TCP_ICMP_WINDOW);
	TN_PLAY(script, "write 100\n"
			"skip\n"
			"in . 1:1(0) ack 51\n");
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 3, 0, 50), TN_REASON_TCP_ICMP_WINDOW);
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 3, 0, 101), TN_REASON_TCP_ICMP_WINDOW);
	TN_PLAY(script, "expect state ESTABLISHED\n"
			"expect count OutOfWindowIcmps 3\n");
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 3, 0, 100), TN_REASON_NONE);
	TN_PLAY(script, "expect state CLOSED\n");
}

/* S3-73: a probe that is not answered, and nothing else below SND.UNA */
static void probe__is_complained_about(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "set icmp_hard_abort 1\n"
			"reach ESTABLISHED\n"
			"keepalive on 10 1 3\n");
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 3, 0, 0), TN_REASON_TCP_ICMP_WINDOW);
	TN_PLAY(script, "at 10.1 out . 0:0(0) ack 1\n");
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 3, 0, -1), TN_REASON_TCP_ICMP_WINDOW);
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 3, 0, 1), TN_REASON_TCP_ICMP_WINDOW);
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 4, 600, 0), TN_REASON_TCP_ICMP_WINDOW);
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 1, 0, 0), TN_REASON_NONE);
	TN_PLAY(script, "expect state ESTABLISHED\n"
			"in . 1:1(0) ack 1\n");
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 3, 0, 0), TN_REASON_TCP_ICMP_WINDOW);

	/* while there is data in the network it alone is what can be complained about */
	TN_PLAY(script, "at 20.1 out . 0:0(0) ack 1\n"
			"write 100\n"
			"skip\n");
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 3, 0, 0), TN_REASON_TCP_ICMP_WINDOW);
	TN_PLAY(script, "expect state ESTABLISHED\n");
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 3, 0, 1), TN_REASON_NONE);
	TN_PLAY(script, "expect state CLOSED\n");
}

/* 5927-7: what the handshake tells is nothing; 5927-5: what was never sent cannot be too big */
static void mtu__larger_than_sent(struct kunit *test)
{
	struct tn_script *script = advice_reach(test, "ESTABLISHED");

	KUNIT_EXPECT_EQ(test, script->world->tcb.advice.sent_max, 0);
	KUNIT_EXPECT_EQ(test, script->world->tcb.advice.acked_max, 0);
	TN_PLAY(script, "write 600\n"
			"out P. 1:601(600)\n");
	KUNIT_EXPECT_EQ(test, script->world->tcb.advice.sent_max, 640);
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 4, 1400, 1), TN_REASON_TCP_ICMP_MTU);
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 4, 640, 1), TN_REASON_TCP_ICMP_MTU);
	KUNIT_EXPECT_EQ(test, advice_mtu(script), 1500);
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 4, 639, 1), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, advice_mtu(script), 639);
}

/* 5927-6: nothing so large has ever arrived: believed at once; the floor is 5927-9 */
static void mtu__new_path(struct kunit *test)
{
	static const u16 claims[] = { 0, 1, 67, 68, 296, 551, 552 };
	struct tn_script *script;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(claims); i++) {
		script = advice_reach(test, "ESTABLISHED");
		TN_PLAY(script, "write 3000\n"
				"skip\n");
		advice_in(script, 3, 4, claims[i], 1);
		KUNIT_EXPECT_EQ(test, advice_mtu(script), 552);
		TN_PLAY(script, "out . 1:513(512)\n"
				"skip\n"
				"expect recovery 0\n"
				"expect count RetransPath 6\n");
	}
}

/* 5927-6: the path has carried 1500: a claim changes nothing while the flow gets on */
static void mtu__forged(struct kunit *test)
{
	struct tn_script *script = advice_reach(test, "ESTABLISHED");

	TN_PLAY(script, "write 4380\n"
			"skip\n"
			"in . 1:1(0) ack 1461\n");
	KUNIT_EXPECT_EQ(test, script->world->tcb.advice.acked_max, 1500);
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 4, 600, 1461), TN_REASON_NONE);
	KUNIT_EXPECT_EQ(test, advice_mtu(script), 1500);
	TN_PLAY(script, "in . 1:1(0) ack 4381\n"
			"write 1460\n"
			"skip\n"
			"at * out P. 4381:5841(1460)\n");
	KUNIT_EXPECT_EQ(test, advice_mtu(script), 1500);
}

/* 5927-6: the path has become narrow: believed when the segment times out, MAXSEGRTO being 1 */
static void mtu__black_hole(struct kunit *test)
{
	struct tn_script *script = advice_reach(test, "ESTABLISHED");

	TN_PLAY(script, "write 4380\n"
			"skip\n"
			"in . 1:1(0) ack 1461\n");
	advice_in(script, 3, 4, 600, 1461);
	advice_in(script, 3, 4, 700, 2921);
	TN_PLAY(script, "at * out . 1461:2021(560)\n");
	KUNIT_EXPECT_EQ(test, advice_mtu(script), 600);

	/* or when it comes after that */
	script = advice_reach(test, "ESTABLISHED");
	TN_PLAY(script, "write 4380\n"
			"skip\n"
			"in . 1:1(0) ack 1461\n"
			"at * out . 1461:2921(1460)\n");
	advice_in(script, 3, 4, 600, 1461);
	KUNIT_EXPECT_EQ(test, advice_mtu(script), 600);
}

/* 5681-7: as many segments as before, not more of them */
static void mtu__window_stays_so_many_segments(struct kunit *test)
{
	struct tn_script *script = advice_reach(test, "ESTABLISHED");

	TN_PLAY(script, "expect cwnd 14600\n"
			"write 20000\n"
			"skip\n");
	advice_in(script, 3, 4, 770, 1);
	TN_PLAY(script, "expect mss 730\n"
			"expect cwnd 7300\n"
			"skip\n");
	/* the peer's MSS is less than that anyway */
	script = tn_script_new(test);
	TN_PLAY(script, "peer <mss 600>\n"
			"reach ESTABLISHED\n"
			"skip\n"
			"expect cwnd 6000\n"
			"write 9000\n"
			"skip\n");
	advice_in(script, 3, 4, 635, 1);
	TN_PLAY(script, "expect mss 595\n"
			"expect cwnd 5950\n"
			"skip\n");
}

/* 1191-11: once for all that did not fit, at once; it is no congestion */
static void mtu__sent_again_smaller(struct kunit *test)
{
	struct tn_script *script = advice_reach(test, "ESTABLISHED");

	TN_PLAY(script, "at 1.0 write 3000\n"
			"out . 1:1461(1460)\n"
			"out . 1461:2921(1460)\n"
			"out P. 2921:3001(80)\n"
			"at 1.5 expect recovery 0\n");
	advice_in(script, 3, 4, 1000, 1);
	TN_PLAY(script, "out . 1:961(960)\n"
			"out . 961:1921(960)\n"
			"out . 1921:2881(960)\n"
			"out . 2881:2921(40)\n"
			"expect count RetransPath 4\n"
			"expect recovery 0\n"
			"expect cwnd 9600\n"
			"expect ssthresh > 1000000\n"
			"expect deadline rto 2.5\n");
	KUNIT_EXPECT_EQ(test, script->world->tcb.rate.lost, 0);
	advice_in(script, 3, 4, 1000, 1461);
	TN_PLAY(script, "out none\n"
			"at 1.6 in . 1:1(0) ack 3001\n"
			"expect pipe 0\n"
			"expect lost 0\n"
			"expect count RetransPath 4\n");
}

/* 1191-2: never raised */
static void mtu__only_down(struct kunit *test)
{
	struct tn_script *script = advice_reach(test, "ESTABLISHED");

	TN_PLAY(script, "write 3000\n"
			"skip\n");
	advice_in(script, 3, 4, 800, 1);
	KUNIT_EXPECT_EQ(test, advice_mtu(script), 800);
	KUNIT_EXPECT_EQ(test, advice_in(script, 3, 4, 1400, 1), TN_REASON_TCP_ICMP_MTU);
	KUNIT_EXPECT_EQ(test, advice_mtu(script), 800);
}

static struct kunit_case advice_cases[] = {
	KUNIT_CASE(errno__of_each_code),
	KUNIT_CASE(syn_sent__ends),
	KUNIT_CASE(synchronized__lives_on),
	KUNIT_CASE(synchronized__hard_by_the_knob),
	KUNIT_CASE(quote__must_be_outstanding),
	KUNIT_CASE(probe__is_complained_about),
	KUNIT_CASE(mtu__larger_than_sent),
	KUNIT_CASE(mtu__new_path),
	KUNIT_CASE(mtu__forged),
	KUNIT_CASE(mtu__black_hole),
	KUNIT_CASE(mtu__window_stays_so_many_segments),
	KUNIT_CASE(mtu__sent_again_smaller),
	KUNIT_CASE(mtu__only_down),
	{}
};

static struct kunit_suite advice_suite = {
	.name = "tcp_advice",
	.test_cases = advice_cases,
};

kunit_test_suite(advice_suite);
