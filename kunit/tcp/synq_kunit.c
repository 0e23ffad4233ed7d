// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/synq.c: half-open connections, RFC 9293 3.10.7.4, RFC 4987.
 *
 * Ours begins at 1000, the peer's at 5000; the window that is offered is 10000.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "random.h"
#include "stats.h"
#include "tcp/ackpolicy.h"
#include "tcp/arrive.h"
#include "tcp/handshake.h"
#include "tcp/listen.h"
#include "tcp/send.h"
#include "tcp/synq.h"

#define ISS	1000u
#define IRS	5000u
#define WND	10000u
#define NOW	tn_sec(1000)

/* .stats: of the case that runs */
static struct tn_synq_ours synq_ours = {
	.cfg = &tn_config_rfc,
	.iss = ISS,
	.ts_offset = 77,
	.mss = 1460,
	.wnd = WND,
	.wscale = 5,
};

static struct tn_seg synq_syn(bool options)
{
	struct tn_seg syn = {
		.when = NOW, .seq = IRS, .wnd = 4000, .flags = TN_TCP_SYN, .nsegs = 1,
	};

	if (options)
		syn.opt = (struct tn_tcpopt) {
			.has = TN_OPT_MSS | TN_OPT_WSCALE | TN_OPT_SACK_PERM | TN_OPT_TS,
			.mss = 1200, .wscale = 3, .tsval = 100,
		};
	return syn;
}

static struct tn_synq synq_make(bool options)
{
	struct tn_seg syn = synq_syn(options);
	struct tn_synq q;
	struct tn_out out;

	tn_synq_init(&q, NOW, &syn, &synq_ours);
	tn_synq_out(&q, NOW, &out);
	return q;
}

static struct tn_synq_verdict synq_arrive(struct tn_synq *q, u8 flags, u32 seq, u32 ack, u32 len)
{
	struct tn_seg seg = {
		.when = NOW, .seq = seq, .ack = ack, .len = len, .wnd = 100, .flags = flags,
		.nsegs = 1,
	};
	struct tn_synq_verdict v;

	tn_synq_arrive(q, NOW, &seg, &v);
	return v;
}

/* A SYN-ACK has what the SYN had */
static void out__answers_options(struct kunit *test)
{
	struct tn_seg syn = synq_syn(true);
	struct tn_synq q;
	struct tn_out out;

	tn_synq_init(&q, NOW, &syn, &synq_ours);
	tn_synq_out(&q, NOW, &out);
	KUNIT_EXPECT_EQ(test, out.flags, TN_TCP_SYN | TN_TCP_ACK);
	KUNIT_EXPECT_EQ(test, out.seq, ISS);
	KUNIT_EXPECT_EQ(test, out.ack, IRS + 1);
	KUNIT_EXPECT_EQ(test, out.wnd, WND);
	KUNIT_EXPECT_EQ(test, out.opt.has,
			TN_OPT_MSS | TN_OPT_WSCALE | TN_OPT_SACK_PERM | TN_OPT_TS);
	KUNIT_EXPECT_EQ(test, out.opt.mss, 1460);
	KUNIT_EXPECT_EQ(test, out.opt.tsval, 1000 * 1000 + 77);
	KUNIT_EXPECT_EQ(test, out.opt.tsecr, 100);

	syn = synq_syn(false);
	tn_synq_init(&q, NOW, &syn, &synq_ours);
	tn_synq_out(&q, NOW, &out);
	KUNIT_EXPECT_EQ(test, out.opt.has, TN_OPT_MSS);
}

static void syn__again(struct kunit *test)
{
	struct tn_synq q = synq_make(false);
	struct tn_synq_verdict v = synq_arrive(&q, TN_TCP_SYN, IRS, 0, 0);

	KUNIT_EXPECT_EQ(test, v.act, TN_SYNQ_ANSWER);
	KUNIT_EXPECT_EQ(test, v.out.flags, TN_TCP_SYN | TN_TCP_ACK);
	/* with text, too */
	v = synq_arrive(&q, TN_TCP_SYN, IRS, 0, 500);
	KUNIT_EXPECT_EQ(test, v.out.flags, TN_TCP_SYN | TN_TCP_ACK);
	KUNIT_EXPECT_EQ(test, v.out.ack, IRS + 1);
	KUNIT_EXPECT_TRUE(test, q.resent);
	/* another one lies in the window: RFC 5961 4.2 */
	v = synq_arrive(&q, TN_TCP_SYN, IRS + 1, 0, 0);
	KUNIT_EXPECT_EQ(test, v.out.flags, TN_TCP_ACK);
	KUNIT_EXPECT_EQ(test, v.reason, TN_REASON_TCP_SYN_IN_WINDOW);
}

/* 3.10.7.4, second: exact it ends the attempt, elsewhere it is challenged or dropped */
static void rst__by_number(struct kunit *test)
{
	struct tn_synq q = synq_make(false);

	KUNIT_EXPECT_EQ(test, synq_arrive(&q, TN_TCP_RST, IRS, 0, 0).act, TN_SYNQ_DROP);
	KUNIT_EXPECT_EQ(test, synq_arrive(&q, TN_TCP_RST, IRS + 1 + WND, 0, 0).act, TN_SYNQ_DROP);
	KUNIT_EXPECT_EQ(test, synq_arrive(&q, TN_TCP_RST, IRS + 2, 0, 0).act, TN_SYNQ_ANSWER);
	KUNIT_EXPECT_EQ(test, synq_arrive(&q, TN_TCP_RST, IRS + 1, 0, 0).act, TN_SYNQ_FORGET);
}

static void ack__by_number(struct kunit *test)
{
	struct tn_synq q = synq_make(false);
	struct tn_synq_verdict v = synq_arrive(&q, TN_TCP_ACK, IRS + 1, ISS, 0);

	KUNIT_EXPECT_EQ(test, v.act, TN_SYNQ_ANSWER);
	KUNIT_EXPECT_EQ(test, v.out.flags, TN_TCP_RST);
	KUNIT_EXPECT_EQ(test, v.out.seq, ISS);
	v = synq_arrive(&q, TN_TCP_ACK, IRS + 1, ISS + 2, 0);
	KUNIT_EXPECT_EQ(test, v.out.flags, TN_TCP_RST);
	KUNIT_EXPECT_EQ(test, v.out.seq, ISS + 2);
	v = synq_arrive(&q, 0, IRS + 1, 0, 10);
	KUNIT_EXPECT_EQ(test, v.act, TN_SYNQ_DROP);
	KUNIT_EXPECT_EQ(test, v.reason, TN_REASON_TCP_NO_ACK);
	KUNIT_EXPECT_EQ(test, synq_arrive(&q, TN_TCP_ACK, IRS + 1, ISS + 1, 0).act,
			TN_SYNQ_READY);
	KUNIT_EXPECT_EQ(test, synq_arrive(&q, TN_TCP_ACK | TN_TCP_PSH, IRS + 1, ISS + 1, 700).act,
			TN_SYNQ_READY);
	KUNIT_EXPECT_EQ(test, synq_arrive(&q, TN_TCP_ACK | TN_TCP_FIN, IRS + 1, ISS + 1, 0).act,
			TN_SYNQ_READY);
}

/* RFC 7323 3.2, 5.3 */
static void timestamp__old_or_missing(struct kunit *test)
{
	struct tn_seg ack = {
		.seq = IRS + 1, .ack = ISS + 1, .flags = TN_TCP_ACK, .nsegs = 1,
		.opt = { .has = TN_OPT_TS, .tsval = 99 },
	};
	struct tn_synq q = synq_make(true);
	struct tn_synq_verdict v;

	tn_synq_arrive(&q, NOW, &ack, &v);
	KUNIT_EXPECT_EQ(test, v.act, TN_SYNQ_ANSWER);
	KUNIT_EXPECT_EQ(test, v.out.flags, TN_TCP_ACK);
	KUNIT_EXPECT_EQ(test, v.reason, TN_REASON_TCP_PAWS);
	ack.opt.has = 0;
	tn_synq_arrive(&q, NOW, &ack, &v);
	KUNIT_EXPECT_EQ(test, v.act, TN_SYNQ_DROP);
	ack.opt.has = TN_OPT_TS;
	ack.opt.tsval = 101;
	tn_synq_arrive(&q, NOW, &ack, &v);
	KUNIT_EXPECT_EQ(test, v.act, TN_SYNQ_READY);
}

/* As many as tests of a control block say: after 1, 2, 4, 8, 16 s; given up after 63 s */
static void timeout__backs_off(struct kunit *test)
{
	struct tn_synq q = synq_make(false);
	unsigned int n = 0;
	u64 at = 0;

	while (tn_synq_timeout(&q, q.deadline, false)) {
		at += 1ull << n++;
		KUNIT_EXPECT_EQ(test, q.deadline, NOW + tn_sec(at + (1ull << n)));
	}
	KUNIT_EXPECT_EQ(test, n, 5);
	KUNIT_EXPECT_EQ(test, q.deadline, NOW + tn_sec(63));
}

/* D6: by their number, whatever the time */
static void timeout__by_number(struct kunit *test)
{
	struct tn_synq q = synq_make(false);
	struct tn_config cfg = *q.cfg;

	cfg.synack_retries = 2;
	q.cfg = &cfg;
	KUNIT_EXPECT_TRUE(test, tn_synq_timeout(&q, q.deadline, false));
	KUNIT_EXPECT_TRUE(test, tn_synq_timeout(&q, q.deadline, false));
	KUNIT_EXPECT_FALSE(test, tn_synq_timeout(&q, q.deadline, false));
	KUNIT_EXPECT_EQ(test, q.deadline, NOW + tn_sec(7));

	q = synq_make(false);
	q.cfg = &tn_config_linux;
	while (tn_synq_timeout(&q, q.deadline, false))
		;
	KUNIT_EXPECT_EQ(test, q.timeouts, 6);
	KUNIT_EXPECT_EQ(test, q.deadline, NOW + tn_sec(63));
}

/* RFC 4987 3.3 */
static void timeout__pressed(struct kunit *test)
{
	struct tn_synq q = synq_make(false);

	KUNIT_EXPECT_TRUE(test, tn_synq_timeout(&q, q.deadline, true));
	KUNIT_EXPECT_TRUE(test, tn_synq_timeout(&q, q.deadline, true));
	KUNIT_EXPECT_FALSE(test, tn_synq_timeout(&q, q.deadline, true));
}

/* TCP_DEFER_ACCEPT: an ACK without data is none, and nothing is repeated, for so many timeouts */
static void defer__waits_for_data(struct kunit *test)
{
	struct tn_synq q = synq_make(false);
	struct tn_synq_verdict v;
	struct tn_out out;

	q.defer = 2;
	v = synq_arrive(&q, TN_TCP_ACK, IRS + 1, ISS + 1, 0);
	KUNIT_EXPECT_EQ(test, v.act, TN_SYNQ_DROP);
	KUNIT_EXPECT_EQ(test, v.reason, TN_REASON_TCP_DEFERRED);
	KUNIT_EXPECT_EQ(test, tn_synq_timeout(&q, q.deadline, false), TN_SYNQ_WAIT);
	v = synq_arrive(&q, TN_TCP_ACK, IRS + 1, ISS + 1, 0);
	KUNIT_EXPECT_EQ(test, v.act, TN_SYNQ_DROP);
	/* the last one asks again, and takes what comes; it was not lost before */
	KUNIT_EXPECT_EQ(test, tn_synq_timeout(&q, q.deadline, false), TN_SYNQ_AGAIN);
	tn_synq_out(&q, NOW, &out);
	KUNIT_EXPECT_FALSE(test, q.resent);
	v = synq_arrive(&q, TN_TCP_ACK, IRS + 1, ISS + 1, 0);
	KUNIT_EXPECT_EQ(test, v.act, TN_SYNQ_READY);
}

/* Data, or a FIN, is what was waited for. */
static void defer__data_is_enough(struct kunit *test)
{
	struct tn_synq_verdict v;
	struct tn_synq q;

	q = synq_make(false);
	q.defer = 1;
	v = synq_arrive(&q, TN_TCP_ACK, IRS + 1, ISS + 1, 0);
	KUNIT_EXPECT_EQ(test, v.act, TN_SYNQ_DROP);
	v = synq_arrive(&q, TN_TCP_ACK, IRS + 1, ISS + 1, 1);
	KUNIT_EXPECT_EQ(test, v.act, TN_SYNQ_READY);
	q = synq_make(false);
	q.defer = 1;
	v = synq_arrive(&q, TN_TCP_ACK | TN_TCP_FIN, IRS + 1, ISS + 1, 0);
	KUNIT_EXPECT_EQ(test, v.act, TN_SYNQ_READY);
}

/* Who does not answer at all is given up as ever; who did, not before the wait is over. */
static void defer__limits(struct kunit *test)
{
	struct tn_synq q;
	unsigned int n;

	q = synq_make(false);
	q.defer = 8;
	for (n = 0; tn_synq_timeout(&q, q.deadline, false) == TN_SYNQ_AGAIN; n++)
		;
	KUNIT_EXPECT_EQ(test, n, 5);
	q = synq_make(false);
	q.defer = 8;
	synq_arrive(&q, TN_TCP_ACK, IRS + 1, ISS + 1, 0);
	for (n = 0; tn_synq_timeout(&q, q.deadline, true) == TN_SYNQ_WAIT; n++)
		;
	KUNIT_EXPECT_EQ(test, n, 7);
	KUNIT_EXPECT_EQ(test, tn_synq_timeout(&q, q.deadline, false), TN_SYNQ_END);
}

/* A control block that was one from the SYN on: what tn_synq_spawn() must amount to. */
static void synq_model(struct tn_tcb *tcb, bool options)
{
	struct tn_seg syn = synq_syn(options);
	struct tn_verdict v = {};
	struct tn_out out;

	tn_tcb_init(tcb, &tn_config_rfc, synq_ours.stats, NOW);
	tn_tcb_path(tcb, 1500, 0);
	tcb->rcv.buf = WND;
	tcb->rcv.wscale = synq_ours.wscale;
	tcb->ts.offset = synq_ours.ts_offset;
	tn_listen_spawn(tcb, NOW, &syn, ISS, &v);
	tn_send_next(tcb, NOW, &out);
}

static void spawn__same_as_from_the_syn_on(struct kunit *test)
{
	struct tn_tcb *tcb = kunit_kzalloc(test, 2 * sizeof(*tcb), GFP_KERNEL);
	unsigned int options;

	KUNIT_ASSERT_NOT_NULL(test, tcb);
	for (options = 0; options < 2; options++) {
		struct tn_synq q = synq_make(options);
		struct tn_tcb *model = tcb + 1;

		synq_model(model, options);
		tn_tcb_init(tcb, &tn_config_rfc, synq_ours.stats, NOW);
		tn_tcb_path(tcb, 1500, 0);
		tcb->rcv.buf = WND;
		tcb->ts.offset = synq_ours.ts_offset;
		tn_synq_spawn(&q, tcb, NOW);
		/* both queues are empty, but empty lists point at themselves */
		memcpy(&model->sentq, &tcb->sentq, sizeof(tcb->sentq));
		KUNIT_EXPECT_MEMEQ(test, tcb, model, sizeof(*tcb));
	}
}

/* Something near what would be right. */
static u32 synq_near(u64 *rng, u32 right, u32 wnd)
{
	static const s32 off[] = { -2, -1, 0, 0, 0, 0, 1, 2 };
	u32 dice = tn_random_below(rng, 10);

	if (dice == 0)
		return right + wnd - 1 + tn_random_below(rng, 3);
	if (dice == 1)
		return tn_random_next(rng);
	return right + off[tn_random_below(rng, 8)];
}

/* What a control block says: its verdict as one of ours. */
static enum tn_synq_act synq_model_act(struct tn_tcb *tcb, const struct tn_seg *seg,
				       struct tn_out *out, enum tn_reason *reason)
{
	struct tn_verdict v = {};

	memset(out, 0, sizeof(*out));
	tn_arrive(tcb, NOW, seg, &v);
	*reason = v.reason;
	if (tcb->state == TN_CLOSED)
		return TN_SYNQ_FORGET;
	if (tcb->state != TN_SYN_RECEIVED)
		return TN_SYNQ_READY;
	if (v.bits & TN_V_RESET) {
		*out = v.rst;
		return TN_SYNQ_ANSWER;
	}
	if (v.bits & TN_V_SEND && tn_send_next(tcb, NOW, out) == TN_SEND_SEGMENT)
		return TN_SYNQ_ANSWER;
	return TN_SYNQ_DROP;
}

/* Any segment gets the same answer as from a control block in SYN-RECEIVED */
static void arrive__same_as_a_control_block(struct kunit *test)
{
	static const u8 flags[] = {
		0, TN_TCP_ACK, TN_TCP_ACK, TN_TCP_SYN, TN_TCP_SYN | TN_TCP_ACK, TN_TCP_RST,
		TN_TCP_RST | TN_TCP_ACK, TN_TCP_FIN, TN_TCP_FIN | TN_TCP_ACK,
		TN_TCP_ACK | TN_TCP_PSH, TN_TCP_SYN | TN_TCP_FIN,
	};
	struct tn_tcb *tcb = kunit_kzalloc(test, sizeof(*tcb), GFP_KERNEL);
	u32 count[TN_SYNQ_READY + 1] = {};
	u64 rng = 4987;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, tcb);
	for (i = 0; i < 20000; i++) {
		bool options = tn_random_below(&rng, 2);
		struct tn_synq q = synq_make(options);
		struct tn_seg seg = { .when = NOW, .nsegs = 1, .wnd = 500 };
		struct tn_synq_verdict v;
		enum tn_synq_act act;
		enum tn_reason reason;
		struct tn_out out;

		seg.flags = flags[tn_random_below(&rng, ARRAY_SIZE(flags))];
		seg.seq = synq_near(&rng, IRS + 1, WND);
		seg.ack = synq_near(&rng, ISS + 1, 0);
		if (options && tn_random_below(&rng, 8)) {
			seg.opt.has = TN_OPT_TS;
			seg.opt.tsval = 99 + tn_random_below(&rng, 3);
		}

		synq_model(tcb, options);
		tn_synq_arrive(&q, NOW, &seg, &v);
		act = synq_model_act(tcb, &seg, &out, &reason);
		count[act]++;
		KUNIT_ASSERT_EQ_MSG(test, v.act, act, "flags %x seq %d ack %d", seg.flags,
				    (s32)(seg.seq - IRS - 1), (s32)(seg.ack - ISS - 1));
		if (act == TN_SYNQ_READY)
			continue;
		KUNIT_ASSERT_EQ(test, v.reason, reason);
		KUNIT_ASSERT_EQ(test, v.out.flags, out.flags);
		KUNIT_ASSERT_EQ(test, v.out.seq, out.seq);
		KUNIT_ASSERT_EQ(test, v.out.ack, out.ack);
		KUNIT_ASSERT_EQ(test, v.out.opt.has, out.opt.has);
		if (out.opt.has & TN_OPT_TS) {
			KUNIT_ASSERT_EQ(test, v.out.opt.tsval, out.opt.tsval);
			KUNIT_ASSERT_EQ(test, v.out.opt.tsecr, out.opt.tsecr);
		}
	}
	for (i = 0; i < ARRAY_SIZE(count); i++)
		KUNIT_EXPECT_GT_MSG(test, count[i], 100, "act %u", i);
}

/* RFC 5961 7: a second challenge waits */
static void challenge__limited(struct kunit *test)
{
	struct tn_synq q = synq_make(false);

	KUNIT_EXPECT_EQ(test, synq_arrive(&q, TN_TCP_RST, IRS + 2, 0, 0).act, TN_SYNQ_ANSWER);
	KUNIT_EXPECT_EQ(test, synq_arrive(&q, TN_TCP_RST, IRS + 2, 0, 0).act, TN_SYNQ_DROP);
}

static struct kunit_case synq_cases[] = {
	KUNIT_CASE(out__answers_options),
	KUNIT_CASE(syn__again),
	KUNIT_CASE(rst__by_number),
	KUNIT_CASE(ack__by_number),
	KUNIT_CASE(timestamp__old_or_missing),
	KUNIT_CASE(timeout__backs_off),
	KUNIT_CASE(timeout__by_number),
	KUNIT_CASE(timeout__pressed),
	KUNIT_CASE(defer__waits_for_data),
	KUNIT_CASE(defer__data_is_enough),
	KUNIT_CASE(defer__limits),
	KUNIT_CASE(spawn__same_as_from_the_syn_on),
	KUNIT_CASE(arrive__same_as_a_control_block),
	KUNIT_CASE(challenge__limited),
	{}
};

static int synq_begin(struct kunit *test)
{
	synq_ours.stats = tn_stats_new(test);
	return 0;
}

static struct kunit_suite synq_suite = {
	.name = "tcp_synq",
	.init = synq_begin,
	.test_cases = synq_cases,
};

kunit_test_suite(synq_suite);
