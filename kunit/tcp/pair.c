// SPDX-License-Identifier: GPL-2.0
/*
 * Two connections and the network between them: see pair.h.
 */
#include <kunit/test.h>

#include "cc/cc.h"
#include "pair.h"
#include "stats.h"
#include "tcp/arrive.h"
#include "tcp/deadline.h"
#include "tcp/listen.h"
#include "tcp/rcvwnd.h"
#include "tcp/reset.h"
#include "tcp/send.h"
#include "tcp/sentq.h"
#include "tcp/user.h"

#define TN_PAIR_MTU	1500
#define TN_PAIR_RCVBUF	(256 << 10)
#define TN_PAIR_EPOCH	tn_sec(1000)

static struct tn_rcvd *tn_pair_payload(struct tn_pair *pair, u32 seq, u32 len)
{
	struct tn_rcvd *rcvd = kunit_kzalloc(pair->test, sizeof(*rcvd),
					     GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(pair->test, rcvd);
	rcvd->seq = seq;
	rcvd->end = seq + len;
	return rcvd;
}

/* What the shell does before every entry: spare nodes for sent ranges. */
static void tn_pair_top_up(struct tn_pair *pair, struct tn_tcb *tcb)
{
	while (tcb->sentq.nspare < TN_SENTQ_SPARE_LOW) {
		struct tn_sent *sent = kunit_kzalloc(pair->test, sizeof(*sent),
						     GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(pair->test, sent);
		tn_sentq_give(&tcb->sentq, sent);
	}
}

static void tn_pair_launch(struct tn_pair *pair, unsigned int from,
			   const struct tn_out *out)
{
	struct tn_end *end = &pair->end[from];
	struct tn_flight *flight, *other;
	tn_time_t extra;

	end->sent++;
	end->last = *out;
	end->last_at = pair->now;
	end->rsts += !!(out->flags & TN_TCP_RST);

	if (list_empty(&pair->spare)) {
		flight = kunit_kzalloc(pair->test, sizeof(*flight), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(pair->test, flight);
	} else {
		flight = list_first_entry(&pair->spare, struct tn_flight, link);
		list_del(&flight->link);
	}
	flight->seg = *out;
	flight->to = !from;
	extra = pair->link ? pair->link(pair, from, &flight->seg) : 0;
	if (extra == TN_TIME_NEVER) {
		list_add(&flight->link, &pair->spare);
		return;
	}
	flight->at = pair->now + pair->delay + extra;
	list_for_each_entry_reverse(other, &pair->flights, link)
		if (other->at <= flight->at)
			break;
	list_add(&flight->link, &other->link);
}

static void tn_pair_pump(struct tn_pair *pair, unsigned int which)
{
	struct tn_tcb *tcb = &pair->end[which].tcb;
	struct tn_out out;

	do {
		tn_pair_top_up(pair, tcb);
		if (tn_send_next(tcb, pair->now, &out) != TN_SEND_SEGMENT)
			break;
		tn_pair_launch(pair, which, &out);
	} while (true);
}

static void tn_pair_deliver(struct tn_pair *pair, struct tn_end *end,
			    struct tn_rcvd *rcvd)
{
	/* Each byte once, and in order */
	KUNIT_ASSERT_EQ(pair->test, rcvd->seq, end->expect);
	KUNIT_ASSERT_TRUE(pair->test, tn_seq_gt(rcvd->end, rcvd->seq));
	end->got += rcvd->end - rcvd->seq;
	end->expect = rcvd->end;
}

/**
 * tn_pair_act() - what sock/perform.c does with a verdict
 * @pair:  the box
 * @which: end whose verdict it is
 * @v:     verdict
 */
void tn_pair_act(struct tn_pair *pair, unsigned int which, struct tn_verdict *v)
{
	struct tn_end *end = &pair->end[which];
	struct tn_rcvd *rcvd;
	u32 bytes = 0;

	if (v->bits & TN_V_CONNECTED) {
		end->connected = true;
		end->expect = end->tcb.rcv.irs + 1;
	}
	for (rcvd = v->deliver; rcvd; rcvd = rcvd->next) {
		bytes += rcvd->end - rcvd->seq;
		tn_pair_deliver(pair, end, rcvd);
	}
	if (v->bits & TN_V_EOF)
		end->eof = true;
	if (v->bits & TN_V_ERROR)
		end->err = v->err;
	if (v->bits & TN_V_RESET)
		tn_pair_launch(pair, which, &v->rst);
	if (v->bits & TN_V_SEND)
		tn_pair_pump(pair, which);
	if (v->bits & TN_V_TIMEWAIT) {
		tn_timewait_init(&end->tw, &end->tcb, pair->now);
		end->in_tw = true;
	}
	if (v->bits & TN_V_CLOSED)
		end->gone = true;
	if (bytes && end->reading)
		tn_pair_read(pair, which, bytes);
}

static void tn_pair_spawn(struct tn_pair *pair, unsigned int which,
			  const struct tn_seg *syn)
{
	struct tn_end *end = &pair->end[which];
	u8 auth = end->tcb.auth;
	struct tn_verdict v = {};

	end->spawn = false;
	tn_tcb_init(&end->tcb, end->tcb.cfg, end->tcb.stats, pair->now);
	end->tcb.rcv.buf = TN_PAIR_RCVBUF;
	end->tcb.rcv.wscale = tn_rcvwnd_scale(TN_PAIR_RCVBUF);
	tn_tcb_path(&end->tcb, TN_PAIR_MTU, 0);
	tn_tcb_cc_set(&end->tcb, &tn_cc_reno);
	tn_tcb_auth(&end->tcb, auth);
	tn_pair_top_up(pair, &end->tcb);
	tn_listen_spawn(&end->tcb, pair->now, syn, 0x70000000, &v);
	tn_pair_act(pair, which, &v);
}

static void tn_pair_time_wait(struct tn_pair *pair, unsigned int which,
			      const struct tn_seg *seg)
{
	struct tn_out out;

	if (tn_timewait_arrive(&pair->end[which].tw, pair->now, seg, &out) ==
	    TN_TW_ACK)
		tn_pair_launch(pair, which, &out);
}

static void tn_pair_arrive(struct tn_pair *pair, const struct tn_flight *flight)
{
	struct tn_end *end = &pair->end[flight->to];
	struct tn_verdict v = {};
	struct tn_seg seg = {
		.when = pair->now,
		.seq = flight->seg.seq,
		.ack = flight->seg.ack,
		.len = flight->seg.len,
		.wnd = flight->seg.wnd,
		.flags = flight->seg.flags,
		.nsegs = 1,
		.opt = flight->seg.opt,
	};
	struct tn_out out;

	if (end->in_tw) {
		tn_pair_time_wait(pair, flight->to, &seg);
		return;
	}
	if (end->gone) {
		/* Nobody there any more */
		if (tn_reset_reply(&seg, &out))
			tn_pair_launch(pair, flight->to, &out);
		return;
	}
	if (seg.len)
		seg.rcvd = tn_pair_payload(pair, seg.seq, seg.len);
	tn_pair_top_up(pair, &end->tcb);
	tn_arrive(&end->tcb, pair->now, &seg, &v);
	if (v.bits & TN_V_SPAWN && end->spawn)
		tn_pair_spawn(pair, flight->to, &seg);
	else
		tn_pair_act(pair, flight->to, &v);
}

/**
 * tn_pair_new() - an empty box, both ends CLOSED
 * @test:  case that owns it
 * @delay: one-way delay
 */
struct tn_pair *tn_pair_new(struct kunit *test, tn_time_t delay)
{
	struct tn_pair *pair = kunit_kzalloc(test, sizeof(*pair), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, pair);
	pair->test = test;
	pair->now = TN_PAIR_EPOCH;
	pair->delay = delay;
	pair->random = 0x1234567;
	INIT_LIST_HEAD(&pair->flights);
	INIT_LIST_HEAD(&pair->spare);
	for (i = 0; i < 2; i++) {
		struct tn_end *end = &pair->end[i];

		tn_tcb_init(&end->tcb, &tn_config_rfc, tn_stats_new(test),
			    pair->now);
		end->tcb.rcv.buf = TN_PAIR_RCVBUF;
		end->tcb.rcv.wscale = tn_rcvwnd_scale(TN_PAIR_RCVBUF);
		tn_tcb_path(&end->tcb, TN_PAIR_MTU, 0);
		tn_tcb_cc_set(&end->tcb, &tn_cc_reno);
		end->reading = true;
	}
	return pair;
}

/** tn_pair_listen() - passive open; the first SYN becomes this end */
void tn_pair_listen(struct tn_pair *pair, unsigned int end)
{
	tn_user_listen(&pair->end[end].tcb);
	pair->end[end].spawn = true;
}

/** tn_pair_connect() - active open */
void tn_pair_connect(struct tn_pair *pair, unsigned int end, u32 iss)
{
	struct tn_verdict v = {};

	tn_user_connect(&pair->end[end].tcb, pair->now, iss, &v);
	tn_pair_act(pair, end, &v);
}

/** tn_pair_establish() - 0 connects to 1, both ESTABLISHED and quiet */
void tn_pair_establish(struct tn_pair *pair)
{
	tn_pair_listen(pair, 1);
	tn_pair_connect(pair, 0, 0xfffff000);
	tn_pair_run(pair, 4 * pair->delay + tn_ms(100));
	KUNIT_ASSERT_EQ(pair->test, pair->end[0].tcb.state, TN_ESTABLISHED);
	KUNIT_ASSERT_EQ(pair->test, pair->end[1].tcb.state, TN_ESTABLISHED);
}

/** tn_pair_write() - the user of an end writes so many bytes */
void tn_pair_write(struct tn_pair *pair, unsigned int end, u32 bytes)
{
	struct tn_verdict v = {};

	tn_user_sent(&pair->end[end].tcb, pair->now, bytes, false, &v);
	tn_pair_act(pair, end, &v);
}

/** tn_pair_read() - the user of an end reads so many bytes */
void tn_pair_read(struct tn_pair *pair, unsigned int end, u32 bytes)
{
	struct tn_verdict v = {};

	tn_user_read(&pair->end[end].tcb, pair->now, bytes, &v);
	tn_pair_act(pair, end, &v);
}

/** tn_pair_shutdown() - shutdown(SHUT_WR) */
void tn_pair_shutdown(struct tn_pair *pair, unsigned int end)
{
	struct tn_verdict v = {};

	tn_user_shutdown(&pair->end[end].tcb, pair->now, &v);
	tn_pair_act(pair, end, &v);
}

/** tn_pair_close() - close(), with what is unread as it is */
void tn_pair_close(struct tn_pair *pair, unsigned int end)
{
	struct tn_tcb *tcb = &pair->end[end].tcb;
	struct tn_verdict v = {};

	tn_user_close(tcb, pair->now, tn_tcb_unread(tcb), &v);
	tn_pair_act(pair, end, &v);
}

/** tn_pair_inject() - a segment arrives that nobody sent */
void tn_pair_inject(struct tn_pair *pair, unsigned int to,
		    const struct tn_out *seg)
{
	struct tn_flight flight = { .at = pair->now, .to = to, .seg = *seg };

	tn_pair_arrive(pair, &flight);
}

static tn_time_t tn_pair_deadline(const struct tn_pair *pair, unsigned int *who)
{
	tn_time_t first = TN_TIME_NEVER, at;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		if (pair->end[i].in_tw)
			at = pair->end[i].tw.until;
		else
			at = tn_deadline_next(&pair->end[i].tcb);
		if (at < first) {
			first = at;
			*who = i;
		}
	}
	return first;
}

static void tn_pair_expire(struct tn_pair *pair, unsigned int who)
{
	struct tn_end *end = &pair->end[who];
	struct tn_verdict v = {};

	if (end->in_tw) {
		end->in_tw = false;
		end->gone = true;
		return;
	}
	tn_pair_top_up(pair, &end->tcb);
	tn_deadline_run(&end->tcb, pair->now, &v);
	tn_pair_act(pair, who, &v);
}

/**
 * tn_pair_step() - the next event, if it is not later than @until
 * @pair:  the box
 * @until: point in time
 *
 * Return: false if there is none; the clock is at @until then.
 */
bool tn_pair_step(struct tn_pair *pair, tn_time_t until)
{
	tn_time_t arrival = TN_TIME_NEVER, due;
	struct tn_flight *flight = NULL, here;
	unsigned int who = 0;

	if (!list_empty(&pair->flights)) {
		flight = list_first_entry(&pair->flights, struct tn_flight,
					  link);
		arrival = flight->at;
	}
	due = tn_pair_deadline(pair, &who);
	if (tn_time_min(arrival, due) > until) {
		pair->now = until;
		return false;
	}
	pair->events++;
	if (arrival <= due) {
		pair->now = arrival;
		here = *flight;
		list_move(&flight->link, &pair->spare);
		tn_pair_arrive(pair, &here);
	} else {
		/* Every armed deadline lies in the future */
		KUNIT_ASSERT_GE(pair->test, due, pair->now);
		pair->now = due;
		tn_pair_expire(pair, who);
	}
	return true;
}

/** tn_pair_run() - let time pass */
void tn_pair_run(struct tn_pair *pair, tn_time_t span)
{
	tn_time_t until = pair->now + span;

	while (tn_pair_step(pair, until))
		;
}
