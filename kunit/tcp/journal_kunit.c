// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/journal.c: what is written is read back, and nothing else is.
 */
#include <kunit/test.h>
#include <linux/errno.h>

#include "pair.h"
#include "stats.h"
#include "tcp/journal.h"

static struct tn_journal_event journal_example(u8 type)
{
	struct tn_journal_event ev = {
		.type = type,
		.spare = 9,
		.number = 0x01020304,
		.now = tn_sec(12345) + 678,
		.digest = {
			.state = TN_ESTABLISHED, .una = 1, .nxt = 2, .end = 3, .wnd = 4,
			.rcv_nxt = 5, .rcv_adv = 6, .cwnd = 7, .ssthresh = 8, .pipe = 9,
			.lost = 10, .rto_us = 11, .hash = 0xfedcba98,
		},
	};

	if (type == TN_JOURNAL_ARRIVE)
		ev.seg = (struct tn_seg) {
			.when = tn_sec(12344), .seq = 0xfffffff0, .ack = 0x80000000,
			.len = 65000, .wnd = 65535, .urg = 3, .nsegs = 45,
			.flags = TN_TCP_ACK | TN_TCP_PSH,
			.opt = {
				.has = TN_OPT_MSS | TN_OPT_WSCALE | TN_OPT_SACK_PERM |
				       TN_OPT_TS | TN_OPT_SACK | TN_OPT_FASTOPEN,
				.cookie = { 16, { 1, 2, 3, 4, [15] = 16 } },
				.mss = 1460, .wscale = 14, .tsval = 1, .tsecr = 2, .nsack = 4,
				.sack = { { 1, 2 }, { 3, 4 }, { 5, 6 }, { 7, 8 } },
			},
		};
	if (type == TN_JOURNAL_SPAWN)
		ev.half = (struct tn_synq) {
			.opened = tn_sec(12343), .sent_at = tn_sec(12344),
			.iss = 0xfffffff1, .irs = 0xeeeeeee1, .ts_recent = 0x81828384,
			.peer_mss = 1460, .peer_wnd = 65535, .wnd = 64000,
			.has = TN_OPT_MSS | TN_OPT_WSCALE | TN_OPT_TS, .snd_wscale = 14,
			.rcv_wscale = 13,
			.resent = true, .fastopen = true, .offer = { 4, { 1, 2, 3, 4 } },
		};
	if (type == TN_JOURNAL_FASTOPEN)
		ev.cookie = (struct tn_cookie){ 8, { 1, 2, 3, 4, 5, 6, 7, 8 } };
	return ev;
}

/* Each type, with all that it can carry, comes back as it was */
static void encode__every_type(struct kunit *test)
{
	struct tn_journal_event ev, back;
	u8 p[TN_JOURNAL_EVENT_MAX];
	unsigned int type;
	u32 len;

	for (type = TN_JOURNAL_CREATE + 1; type < TN_JOURNAL_TYPES; type++) {
		ev = journal_example(type);
		len = tn_journal_encode(p, &ev);
		KUNIT_ASSERT_GT(test, len, 0);
		KUNIT_EXPECT_EQ(test, tn_journal_length(p, sizeof(p)), (int)len);
		KUNIT_ASSERT_EQ(test, tn_journal_decode(p, len, &back), 0);
		if (type == TN_JOURNAL_END)
			ev.digest = back.digest;
		KUNIT_EXPECT_MEMEQ(test, &ev, &back, sizeof(ev));
	}
}

static void encode__values(struct kunit *test)
{
	struct tn_journal_event ev = journal_example(TN_JOURNAL_KEEPALIVE), back;
	u8 p[TN_JOURNAL_EVENT_MAX];
	u32 len;

	ev.flag = 1;
	ev.value = 127;
	ev.idle = tn_sec(7200);
	ev.intvl = tn_sec(75);
	len = tn_journal_encode(p, &ev);
	KUNIT_ASSERT_EQ(test, tn_journal_decode(p, len, &back), 0);
	KUNIT_EXPECT_MEMEQ(test, &ev, &back, sizeof(ev));

	ev = journal_example(TN_JOURNAL_ASK);
	ev.answer = 0;
	ev.flag = TN_TCP_FIN | TN_TCP_ACK;
	ev.value = 1448;
	ev.extra = 0xffffffff;
	len = tn_journal_encode(p, &ev);
	KUNIT_ASSERT_EQ(test, tn_journal_decode(p, len, &back), 0);
	KUNIT_EXPECT_MEMEQ(test, &ev, &back, sizeof(ev));
}

/* However much of it is missing */
static void length__truncated(struct kunit *test)
{
	struct tn_journal_event ev = journal_example(TN_JOURNAL_ARRIVE);
	u8 p[TN_JOURNAL_EVENT_MAX];
	u32 len = tn_journal_encode(p, &ev), n;

	for (n = 0; n < len; n++)
		KUNIT_EXPECT_EQ(test, tn_journal_length(p, n), -ENODATA);
	for (n = 0; n < len; n++)
		KUNIT_EXPECT_EQ(test, tn_journal_decode(p, n, &ev), -EBADMSG);
}

/* Whichever bit has changed */
static void length__damaged(struct kunit *test)
{
	struct tn_journal_event ev = journal_example(TN_JOURNAL_SPAWN);
	u8 p[TN_JOURNAL_EVENT_MAX];
	u32 len = tn_journal_encode(p, &ev), bit;

	for (bit = 0; bit < 8 * len; bit++) {
		p[bit / 8] ^= 1 << bit % 8;
		KUNIT_EXPECT_LT_MSG(test, tn_journal_length(p, len), 0, "bit %u", bit);
		p[bit / 8] ^= 1 << bit % 8;
	}
	KUNIT_EXPECT_EQ(test, tn_journal_length(p, len), (int)len);
}

/* A count of SACK blocks, or of bytes of a cookie, beyond what there is room for; no such type */
static void decode__senseless(struct kunit *test)
{
	struct tn_journal_event ev = journal_example(TN_JOURNAL_ARRIVE), back;
	u8 p[TN_JOURNAL_EVENT_MAX];
	u32 len;

	ev.seg.opt.has = TN_OPT_SACK;
	len = tn_journal_encode(p, &ev);
	/* Behind the header 30 bytes of segment, then which options there are */
	KUNIT_ASSERT_EQ(test, p[TN_JOURNAL_HLEN + 31], 4);
	p[TN_JOURNAL_HLEN + 31] = 5;
	KUNIT_EXPECT_EQ(test, tn_journal_decode(p, len, &back), -EBADMSG);
	p[TN_JOURNAL_HLEN + 31] = 4;
	ev.seg.opt.has = TN_OPT_FASTOPEN;
	len = tn_journal_encode(p, &ev);
	KUNIT_ASSERT_EQ(test, p[TN_JOURNAL_HLEN + 31], 16);
	p[TN_JOURNAL_HLEN + 31] = 17;
	KUNIT_EXPECT_EQ(test, tn_journal_decode(p, len, &back), -EBADMSG);
	p[TN_JOURNAL_HLEN + 31] = 16;
	p[TN_JOURNAL_AT_TYPE] = TN_JOURNAL_TYPES;
	KUNIT_EXPECT_EQ(test, tn_journal_decode(p, len, &back), -EBADMSG);
}

/* A connection that is made from a snapshot has the same digest */
static void restore__same_digest(struct kunit *test)
{
	struct tn_journal_create *c = kunit_kzalloc(test, sizeof(*c), GFP_KERNEL);
	struct tn_journal_create *back = kunit_kzalloc(test, sizeof(*back), GFP_KERNEL);
	struct tn_pair *pair = tn_pair_new(test, tn_ms(1));
	struct tn_tcb *a = &pair->end[0].tcb, *b = &pair->end[1].tcb;
	u8 *p = kunit_kzalloc(test, TN_JOURNAL_CREATE_MAX, GFP_KERNEL);
	struct tn_journal_digest before = {}, after = {};
	u32 len, n;

	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_ASSERT_NOT_NULL(test, back);
	KUNIT_ASSERT_NOT_NULL(test, p);
	a->nodelay = true;
	a->keep.on = true;
	a->keep.idle = tn_sec(7);
	a->ts.offset = 0xabcdef01;
	tn_tcb_path(a, 1280, 40000);
	tn_journal_snapshot(c, a);
	c->id = 5;
	len = tn_journal_encode_create(p, c);
	for (n = 0; n < len; n++)
		KUNIT_EXPECT_LT(test, tn_journal_decode_create(p, n, back), 0);
	KUNIT_ASSERT_EQ(test, tn_journal_decode_create(p, len, back), 0);
	KUNIT_EXPECT_MEMEQ(test, c, back, sizeof(*c));

	tn_journal_restore(back, b, a->cc.ops, tn_stats_new(test));
	tn_journal_digest(&before, a);
	tn_journal_digest(&after, b);
	KUNIT_EXPECT_MEMEQ(test, &before, &after, sizeof(before));
	a->keep.probes++;
	tn_journal_digest(&before, a);
	KUNIT_EXPECT_NE(test, before.hash, after.hash);
}

static struct kunit_case tn_journal_cases[] = {
	KUNIT_CASE(encode__every_type),
	KUNIT_CASE(encode__values),
	KUNIT_CASE(length__truncated),
	KUNIT_CASE(length__damaged),
	KUNIT_CASE(decode__senseless),
	KUNIT_CASE(restore__same_digest),
	{}
};

static struct kunit_suite tn_journal_suite = {
	.name = "tcp_journal",
	.test_cases = tn_journal_cases,
};

kunit_test_suite(tn_journal_suite);
