// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/urgent.c: RFC 9293 3.8.5, RFC 6093.
 */
#include "harness/script.h"
#include "tcp/urgent.h"
#include "tcp/user.h"

/* The user writes urgent data. */
static void urgent_write(struct tn_script *script, u32 bytes)
{
	struct tn_world *w = script->world;
	struct tn_verdict v = {};

	tn_world_forget(w);
	tn_world_top_up(w);
	tn_user_urgent(&w->tcb, w->now, bytes, &v);
	tn_world_act(w, &v);
}

/* The urgent pointer of the segment that was sent as number @i since; 0: it has none. */
static u32 urgent_seen(const struct tn_script *script, unsigned int i)
{
	const struct tn_out *out = &script->world->sent[i].seg;

	if (i >= script->world->nsent)
		return 0;
	return out->flags & TN_TCP_URG ? out->urg : 0;
}

/* A segment of the peer; @urg: its urgent pointer */
static void urgent_in(struct tn_script *script, u32 seq, u32 len, u16 urg, u8 flags)
{
	struct tn_world *w = script->world;
	struct tn_seg seg = {
		.seq = w->irs + seq,
		.ack = w->tcb.snd.nxt,
		.len = len,
		.wnd = 65535,
		.urg = urg,
		.flags = TN_TCP_ACK | flags,
	};

	tn_world_arrive(w, &seg);
}

/* MUST-30, MUST-62: the octet behind the last urgent one, from each segment's first */
static void write__pointer(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "peer <mss 1000,sackOK>\n"
			"reach ESTABLISHED\n");
	urgent_write(script, 2500);
	KUNIT_EXPECT_EQ(test, urgent_seen(script, 0), 2500);
	KUNIT_EXPECT_EQ(test, urgent_seen(script, 1), 1500);
	KUNIT_EXPECT_EQ(test, urgent_seen(script, 2), 500);
	TN_PLAY(script, "out U. 1:1001(1000)\n"
			"out U. 1001:2001(1000)\n"
			"out UP. 2001:2501(500)\n"
			"write 1000\n"
			"out P. 2501:3501(1000)\n");
}

/* MUST-31: 70000 octets, more than the field can say; the pointer moves on with the data */
static void write__any_length(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "peer <mss 1000,sackOK,wscale 7>\n"
			"reach ESTABLISHED\n"
			"in . 1:1(0) ack 1\n"
			"set cwnd 100000\n");
	urgent_write(script, 70000);
	KUNIT_EXPECT_EQ(test, urgent_seen(script, 0), 65535);
	KUNIT_EXPECT_EQ(test, urgent_seen(script, 4), 65535);
	KUNIT_EXPECT_EQ(test, urgent_seen(script, 5), 65000);
	KUNIT_EXPECT_EQ(test, urgent_seen(script, 69), 1000);
	TN_PLAY(script, "skip\n"
			"expect snd_nxt 70001\n");
}

/* No offload: the pointer would be wrong in all segments but the first */
static void write__not_for_offload(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "set gso 60000\n"
			"peer <mss 1000,sackOK>\n"
			"reach ESTABLISHED\n");
	urgent_write(script, 2000);
	TN_PLAY(script, "out U. 1:1001(1000)\n"
			"out UP. 1001:2001(1000)\n"
			"in . 1:1(0) ack 2001\n"
			"write 2000\n"
			"out P. 2001:4001(2000)\n");
}

/* 896-4: neither Nagle nor a cork holds it */
static void write__not_held_back(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "reach ESTABLISHED\n"
			"write 10\n"
			"out P. 1:11(10)\n"
			"write 10\n"
			"out none\n");
	urgent_write(script, 1);
	KUNIT_EXPECT_EQ(test, urgent_seen(script, 0), 11);
	TN_PLAY(script, "out UP. 11:22(11)\n"
			"in . 1:1(0) ack 22\n"
			"cork on\n"
			"write 10\n");
	urgent_write(script, 1);
	TN_PLAY(script, "out UP. 22:33(11)\n"
			"write 10\n"
			"out none\n");
}

/* The window is closed: the pointer goes ahead of the data, and with each probe */
static void write__into_closed_window(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "reach ESTABLISHED\n"
			"in . 1:1(0) ack 1 win 0\n"
			"set peer_wnd 0\n");
	urgent_write(script, 5);
	KUNIT_EXPECT_EQ(test, urgent_seen(script, 0), 5);
	TN_PLAY(script, "out U. 1:1(0) ack 1\n"
			"at * out U. 1:2(1) ack 1\n");
}

/* Sent again, it is still urgent; acknowledged, it is not, though 2^31 octets follow */
static void write__retransmission(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_tcb *tcb = &script->world->tcb;

	TN_PLAY(script, "reach ESTABLISHED\n");
	urgent_write(script, 1);
	TN_PLAY(script, "out UP. 1:2(1)\n"
			"at * out UP. 1:2(1)\n");
	KUNIT_EXPECT_TRUE(test, tcb->urg.sending);
	TN_PLAY(script, "in . 1:1(0) ack 2\n");
	KUNIT_EXPECT_FALSE(test, tcb->urg.sending);
	TN_PLAY(script, "write 1\n"
			"out P. 2:3(1)\n");
}

/* MUST-32: told at first, told when it advances, not told of the same or of less */
static void arrive__told_of_each_advance(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_world *w = script->world;

	TN_PLAY(script, "reach ESTABLISHED\n");
	urgent_in(script, 1, 10, 100, TN_TCP_URG);
	KUNIT_EXPECT_EQ(test, w->urgent, 1);
	urgent_in(script, 11, 10, 90, TN_TCP_URG);
	KUNIT_EXPECT_EQ(test, w->urgent, 1);
	urgent_in(script, 21, 10, 1, TN_TCP_URG);
	KUNIT_EXPECT_EQ(test, w->urgent, 1);
	urgent_in(script, 31, 10, 71, TN_TCP_URG);
	KUNIT_EXPECT_EQ(test, w->urgent, 2);
	KUNIT_EXPECT_EQ(test, w->tcb.urg.rcv_up, w->irs + 102);
	/* MUST-33: so much is still to come */
	KUNIT_EXPECT_EQ(test, tn_urgent_ahead(&w->tcb) + 1, 101);
	KUNIT_EXPECT_FALSE(test, tn_urgent_has_octet(&w->tcb));
}

/* S2-43: without the flag the field means nothing */
static void arrive__flag_off(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "reach ESTABLISHED\n");
	urgent_in(script, 1, 10, 5, 0);
	KUNIT_EXPECT_EQ(test, script->world->urgent, 0);
	KUNIT_EXPECT_EQ(test, script->world->delivered, 10);
}

/* 9293-U22: behind the peer's FIN, or when nobody reads, it means nothing either */
static void arrive__not_in_other_states(struct kunit *test)
{
	static const char *const states[] = { "CLOSE-WAIT", "CLOSING", "LAST-ACK" };
	static const char *const good[] = { "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2" };
	struct tn_script *script;
	char text[32];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(states); i++) {
		script = tn_script_new(test);
		snprintf(text, sizeof(text), "reach %s\n", states[i]);
		TN_PLAY(script, text);
		urgent_in(script, 2, 0, 100, TN_TCP_URG);
		KUNIT_EXPECT_EQ(test, script->world->urgent, 0);
	}
	for (i = 0; i < ARRAY_SIZE(good); i++) {
		script = tn_script_new(test);
		snprintf(text, sizeof(text), "reach %s\n", good[i]);
		TN_PLAY(script, text);
		urgent_in(script, 1, 0, 100, TN_TCP_URG);
		KUNIT_EXPECT_EQ(test, script->world->urgent, 1);
	}
}

/* MUST-66: with a closed window, and in a segment whose text is not taken */
static void arrive__closed_window(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_world *w = script->world;

	TN_PLAY(script, "set rcvbuf 1000\n"
			"peer <mss 1460,sackOK>\n"
			"reach ESTABLISHED\n"
			"in P. 1:1001(1000)\n"
			"out . 1:1(0) ack 1001 win 0\n");
	urgent_in(script, 1001, 0, 1, TN_TCP_URG);
	KUNIT_EXPECT_EQ(test, w->urgent, 1);
	urgent_in(script, 1001, 1, 50, TN_TCP_URG);
	KUNIT_EXPECT_EQ(test, w->urgent, 2);
	KUNIT_EXPECT_EQ(test, w->delivered, 1000);
}

/* What was read already is old news; a duplicate may say it again */
static void arrive__read_already(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_world *w = script->world;

	TN_PLAY(script, "reach ESTABLISHED\n"
			"set reading off\n");
	urgent_in(script, 1, 10, 10, TN_TCP_URG);
	KUNIT_EXPECT_EQ(test, w->urgent, 1);
	KUNIT_EXPECT_TRUE(test, tn_urgent_has_octet(&w->tcb));
	KUNIT_EXPECT_EQ(test, tn_urgent_ahead(&w->tcb), 9);
	TN_PLAY(script, "skip\n"
			"read 9\n");
	KUNIT_EXPECT_TRUE(test, w->tcb.urg.receiving);
	KUNIT_EXPECT_EQ(test, tn_urgent_ahead(&w->tcb), 0);
	TN_PLAY(script, "read 1\n");
	KUNIT_EXPECT_FALSE(test, w->tcb.urg.receiving);
	urgent_in(script, 1, 20, 10, TN_TCP_URG);
	KUNIT_EXPECT_EQ(test, w->urgent, 1);
	KUNIT_EXPECT_EQ(test, w->delivered, 20);
	/* It counts from the segment's first octet, which was cut off */
	urgent_in(script, 11, 30, 15, TN_TCP_URG);
	KUNIT_EXPECT_EQ(test, w->tcb.urg.rcv_up, w->irs + 26);
}

/* A reader at the mark when the next pointer comes */
static void arrive__octet_passed(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_world *w = script->world;

	TN_PLAY(script, "reach ESTABLISHED\n"
			"set reading off\n");
	urgent_in(script, 1, 10, 10, TN_TCP_URG);
	TN_PLAY(script, "skip\n"
			"read 9\n");
	urgent_in(script, 11, 10, 10, TN_TCP_URG);
	KUNIT_EXPECT_EQ(test, w->urgent, 2);
	KUNIT_EXPECT_TRUE(test, w->passed);
	/* not at the mark: the octet is like any other */
	urgent_in(script, 21, 10, 10, TN_TCP_URG);
	KUNIT_EXPECT_EQ(test, w->urgent, 3);
	KUNIT_EXPECT_FALSE(test, w->passed);
}

/* A segment that an attacker forged is not looked at (RFC 5961 5.2) */
static void arrive__unacceptable(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "reach ESTABLISHED\n");
	urgent_in(script, 0, 0, 100, TN_TCP_URG);
	urgent_in(script, 90000000, 0, 100, TN_TCP_URG);
	TN_PLAY(script, "skip\n"
			"in U. 1:1(0) ack 5000\n"
			"skip\n");
	KUNIT_EXPECT_EQ(test, script->world->urgent, 0);
}

/* D18, RFC 6093 3.2: on the last urgent octet, both ways */
static void pointer__as_bsd_had_it(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_world *w = script->world;

	TN_PLAY(script, "set urg_bsd 1\n"
			"reach ESTABLISHED\n");
	urgent_write(script, 3);
	KUNIT_EXPECT_EQ(test, urgent_seen(script, 0), 2);
	TN_PLAY(script, "skip\n");
	urgent_in(script, 1, 3, 2, TN_TCP_URG);
	KUNIT_EXPECT_EQ(test, w->tcb.urg.rcv_up, w->irs + 4);
}

static struct kunit_case urgent_cases[] = {
	KUNIT_CASE(write__pointer),
	KUNIT_CASE(write__any_length),
	KUNIT_CASE(write__not_for_offload),
	KUNIT_CASE(write__not_held_back),
	KUNIT_CASE(write__into_closed_window),
	KUNIT_CASE(write__retransmission),
	KUNIT_CASE(arrive__told_of_each_advance),
	KUNIT_CASE(arrive__flag_off),
	KUNIT_CASE(arrive__not_in_other_states),
	KUNIT_CASE(arrive__closed_window),
	KUNIT_CASE(arrive__read_already),
	KUNIT_CASE(arrive__octet_passed),
	KUNIT_CASE(arrive__unacceptable),
	KUNIT_CASE(pointer__as_bsd_had_it),
	{}
};

static struct kunit_suite urgent_suite = {
	.name = "tcp_urgent",
	.test_cases = urgent_cases,
};

kunit_test_suite(urgent_suite);
