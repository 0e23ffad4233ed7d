// SPDX-License-Identifier: GPL-2.0
/*
 * One control block with a clock, a user and a wire: the shell's part, played by hand.
 *
 *      tn_world_arrive()  --->  tn_arrive()        --.
 *      a script's user    --->  tn_user_*()          |--> verdict --> tn_world_act() --> sent[]
 *      tn_world_advance() --->  tn_deadline_run()  --'
 *
 * Unlike the pair (kunit/tcp/pair.c) there is no peer: whoever drives the world says what arrives,
 * and looks at what was sent. After each event the invariants are checked (invariant.c), and these:
 * each payload handle is given back once and only once, and what is delivered is the peer's bytes,
 * each once and in order.
 */
#include "cc/cc.h"
#include "harness/invariant.h"
#include "harness/world.h"
#include "stats.h"
#include "tcp/arrive.h"
#include "tcp/deadline.h"
#include "tcp/ecn.h"
#include "tcp/fastopen.h"
#include "tcp/fsm.h"
#include "tcp/listen.h"
#include "tcp/rcvwnd.h"
#include "tcp/send.h"
#include "tcp/sentq.h"
#include "tcp/synq.h"
#include "tcp/user.h"

/* More events than this while time passes mean that it does not */
#define TN_WORLD_EVENTS_MAX	20000

/*
 * struct tn_load - a payload handle with its whereabouts
 * @rcvd: the handle
 * @held: the machine has it
 */
struct tn_load {
	struct tn_rcvd rcvd;
	bool held;
};

static void tn_world_break(struct tn_world *w, const char *broken)
{
	if (!w->broken)
		w->broken = broken;
}

/**
 * tn_world_reset() - a fresh control block, as the settings say
 * @w: the box
 */
void tn_world_reset(struct tn_world *w)
{
	tn_tcb_init(&w->tcb, &w->cfg, w->tcb.stats, w->now);
	w->tcb.rcv.buf = w->rcvbuf;
	w->tcb.rcv.wscale = tn_rcvwnd_scale(w->rcvmost);
	/* The clock of our timestamps is the script's */
	w->tcb.ts.offset = -(u32)tn_time_to_ms(TN_WORLD_EPOCH);
	tn_tcb_path(&w->tcb, w->mtu, w->gso);
	tn_tcb_cc_set(&w->tcb, w->cong);
}

/**
 * tn_world_new() - a box with a connection in CLOSED
 * @test: case that owns it
 */
struct tn_world *tn_world_new(struct kunit *test)
{
	struct tn_world *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, w);
	w->test = test;
	w->now = TN_WORLD_EPOCH;
	w->cfg = tn_config_rfc;
	/* A window that can be told in one's head, whatever the default is */
	w->cong = &tn_cc_reno;
	w->tcb.stats = tn_stats_new(test);
	/* Both number spaces wrap early in every script */
	w->iss = 0xfffffff0;
	w->irs = 0xffffff00;
	w->mtu = 1500;
	w->rcvbuf = 256 << 10;
	w->rcvmost = 32 << 20;
	w->peer_wnd = 65535;
	w->cookie = (struct tn_cookie){ 8, { 1, 2, 3, 4, 5, 6, 7, 8 } };
	w->old = (struct tn_cookie){ 8, { 8, 7, 6, 5, 4, 3, 2, 1 } };
	tn_world_reset(w);
	return w;
}

/**
 * tn_world_top_up() - what the shell does before each entry: spare nodes for sent ranges
 * @w: the box
 */
void tn_world_top_up(struct tn_world *w)
{
	while (!w->starved && w->tcb.sentq.nspare < TN_SENTQ_SPARE_LOW) {
		struct tn_sent *sent = kunit_kzalloc(w->test, sizeof(*sent), GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(w->test, sent);
		tn_sentq_give(&w->tcb.sentq, sent);
	}
}

static void tn_world_sent(struct tn_world *w, const struct tn_out *out)
{
	if (w->nsent == TN_WORLD_SENT_MAX) {
		tn_world_break(w, "more segments were sent than anybody looks at");
		return;
	}
	w->sent[w->nsent].at = w->now;
	w->sent[w->nsent].seg = *out;
	w->nsent++;
}

static void tn_world_pump(struct tn_world *w)
{
	struct tn_out out;

	do {
		tn_world_top_up(w);
		if (tn_send_next(&w->tcb, w->now, &out) != TN_SEND_SEGMENT)
			break;
		tn_world_sent(w, &out);
	} while (!w->broken);
}

static void tn_world_give_back(struct tn_world *w, struct tn_rcvd *rcvd)
{
	struct tn_load *load = container_of(rcvd, struct tn_load, rcvd);

	if (!load->held)
		tn_world_break(w, "a payload handle was given back twice");
	load->held = false;
	w->held--;
}

static u32 tn_world_deliver(struct tn_world *w, struct tn_rcvd *rcvd)
{
	u32 bytes = 0;

	for (; rcvd; rcvd = rcvd->next) {
		tn_world_give_back(w, rcvd);
		if (rcvd->seq != w->expect || !tn_seq_gt(rcvd->end, rcvd->seq))
			tn_world_break(w, "what was delivered is not the next of the peer's bytes");
		w->expect = rcvd->end;
		bytes += rcvd->end - rcvd->seq;
	}
	w->delivered += bytes;
	return bytes;
}

static void tn_world_check(struct tn_world *w)
{
	const char *broken = tn_invariant_broken(&w->tcb, w->now);

	if (broken)
		tn_world_break(w, broken);
	if (w->held != tn_invariant_held(&w->tcb))
		tn_world_break(w, "a payload handle got lost");
}

/* What sock/hostcache.c remembers */
static void tn_world_learn(struct tn_world *w)
{
	if (w->tcb.fo.lesson == TN_FASTOPEN_BAD) {
		tn_fastmemo_bad(&w->port, w->now);
		return;
	}
	tn_fastmemo_good(&w->port);
	if (w->tcb.fo.lesson == TN_FASTOPEN_COOKIE) {
		w->server.cookie = w->tcb.fo.cookie;
		w->server.mss = w->tcb.snd.peer_mss;
	}
}

/* One that was accepted with its SYN is over this */
static void tn_world_leave(struct tn_world *w)
{
	if (w->queue.pending)
		tn_fastqueue_leave(&w->queue, w->now, w->tcb.fo.reset);
}

/**
 * tn_world_act() - what sock/perform.c does with a verdict
 * @w: the box
 * @v: verdict
 */
void tn_world_act(struct tn_world *w, struct tn_verdict *v)
{
	struct tn_rcvd *rcvd;
	u32 bytes;

	if (v->bits & (TN_V_CONNECTED | TN_V_READY) && !w->ready) {
		w->ready = true;
		w->expect = w->tcb.rcv.irs + 1;
	}
	if (v->bits & TN_V_CONNECTED) {
		w->connected = true;
		tn_world_leave(w);
	}
	if (v->bits & TN_V_MEASURED)
		tn_share_learn(&w->share, &w->tcb);
	if (v->bits & TN_V_LESSON)
		tn_world_learn(w);
	if (!(v->bits & TN_V_DELIVER) != !v->deliver)
		tn_world_break(w, "the verdict's deliver bit and chain differ");
	bytes = tn_world_deliver(w, v->deliver);
	for (rcvd = v->discard; rcvd; rcvd = rcvd->next)
		tn_world_give_back(w, rcvd);
	if (v->bits & TN_V_URGENT) {
		w->urgent++;
		w->passed = v->oob_passed;
	}
	if (v->bits & TN_V_EOF)
		w->eof = true;
	w->doubts += !!(v->bits & TN_V_DOUBT);
	if (v->bits & TN_V_ERROR)
		w->err = v->err;
	if (v->bits & TN_V_RESET)
		tn_world_sent(w, &v->rst);
	if (v->bits & TN_V_SEND)
		tn_world_pump(w);
	if (v->bits & TN_V_TIMEWAIT) {
		tn_timewait_init(&w->tw, &w->tcb, w->now);
		w->in_tw = true;
	}
	if (v->bits & TN_V_CLOSED) {
		w->closed = true;
		tn_world_leave(w);
	}
	tn_world_check(w);
	if (bytes && w->reading)
		tn_world_read(w, bytes);
}

static void tn_world_time_wait_end(struct tn_world *w)
{
	struct tn_verdict v = {};

	w->in_tw = false;
	w->closed = true;
	tn_fsm_close(&w->tcb, &v);
}

static void tn_world_time_wait(struct tn_world *w, const struct tn_seg *seg)
{
	struct tn_out out;

	switch (tn_timewait_arrive(&w->tw, w->now, seg, &out)) {
	case TN_TW_ACK:
		tn_world_sent(w, &out);
		break;
	case TN_TW_REOPEN:
		w->reopen = true;
		break;
	case TN_TW_END:
		tn_world_time_wait_end(w);
		break;
	case TN_TW_DROP:
		break;
	}
}

/* Accepted with its SYN, which arrives once more, at the child */
static void tn_world_spawn_fast(struct tn_world *w, struct tn_seg *syn,
				const struct tn_cookie *offer)
{
	const struct tn_synq_ours ours = {
		.cfg = &w->cfg,
		.stats = w->tcb.stats,
		.iss = w->iss,
		.wscale = tn_rcvwnd_scale(w->rcvmost),
		.ecn = tn_ecn_grants(&w->cfg, w->tcb.cc.ops),
		.ect = w->tcb.cc.ops->flags & TANDEM_CC_ECN_ECHO,
	};
	struct tn_synq q;

	tn_synq_init(&q, w->now, syn, &ours);
	q.fastopen = true;
	q.offer = *offer;
	tn_synq_spawn(&q, &w->tcb, w->now);
	syn->rcvd = NULL;
	tn_world_arrive(w, syn);
}

static void tn_world_spawn(struct tn_world *w, struct tn_seg *syn)
{
	const struct tn_fastopen_door door = {
		.queue = &w->queue,
		.stats = w->tcb.stats,
		.bare = w->bare,
		.cookie = w->cookie,
		.old = w->old,
	};
	struct tn_cookie offer = {};
	struct tn_verdict v = {};

	w->spawn = false;
	w->ready = false;
	tn_world_reset(w);
	tn_world_top_up(w);
	if (w->queue.limit && tn_fastopen_judge(&door, w->now, syn, &offer)) {
		tn_world_spawn_fast(w, syn, &offer);
		return;
	}
	tn_listen_spawn(&w->tcb, w->now, syn, w->iss, &v);
	w->tcb.fo.cookie = offer;
	tn_world_act(w, &v);
}

/* connect(), the SYN has not left */
static void tn_world_open(struct tn_world *w, struct tn_verdict *v)
{
	u32 rto_us;

	if (w->closed)
		tn_world_reset(w);
	w->ready = false;
	w->closed = false;
	tn_world_top_up(w);
	tn_user_connect(&w->tcb, w->now, w->iss, v);
	rto_us = tn_share_wants(&w->tcb) ? tn_share_rto(&w->share, w->tcb.cfg, w->now) : 0;
	if (rto_us)
		tn_share_use(&w->tcb, rto_us);
}

/**
 * tn_world_connect() - connect(), not blocking; the second time by a new connection
 * @w: the box
 */
void tn_world_connect(struct tn_world *w)
{
	struct tn_verdict v = {};

	tn_world_open(w, &v);
	tn_world_act(w, &v);
}

/**
 * tn_world_fastopen() - sendto(MSG_FASTOPEN), not blocking
 * @w:     the box
 * @bytes: how many, of which those that the SYN can take are written
 */
void tn_world_fastopen(struct tn_world *w, u32 bytes)
{
	struct tn_fastopen_ask ask = {
		.bare = w->bare,
		.mss = w->server.mss,
		.cookie = w->server.cookie,
	};
	struct tn_verdict v = {};

	tn_world_reset(w);
	tn_world_open(w, &v);
	ask.wait = bytes && (ask.bare || ask.cookie.len);
	if (!tn_fastmemo_is_off(&w->port, w->now))
		tn_fastopen_ask(&w->tcb, &ask);
	if (w->tcb.fo.wait)
		tn_user_sent(&w->tcb, w->now, min(bytes, tn_fastopen_room(&w->tcb)), false, &v);
	tn_world_act(w, &v);
}

/**
 * tn_world_arrive() - a segment arrives
 * @w:   the box
 * @seg: segment; its time, its number of segments and its payload handle are set here
 */
void tn_world_arrive(struct tn_world *w, struct tn_seg *seg)
{
	struct tn_verdict v = {};
	struct tn_load *load;

	seg->when = w->now;
	seg->nsegs = seg->nsegs ? seg->nsegs : 1;
	if (w->in_tw) {
		tn_world_time_wait(w, seg);
		return;
	}
	if (seg->len) {
		load = kunit_kzalloc(w->test, sizeof(*load), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(w->test, load);
		load->rcvd.seq = seg->seq + !!(seg->flags & TN_TCP_SYN);
		load->rcvd.end = load->rcvd.seq + seg->len;
		load->held = true;
		w->held++;
		seg->rcvd = &load->rcvd;
	}
	tn_world_top_up(w);
	tn_arrive(&w->tcb, w->now, seg, &v);
	w->reason = v.reason;
	tn_world_act(w, &v);
	if (v.bits & TN_V_SPAWN && w->spawn)
		tn_world_spawn(w, seg);
}

/**
 * tn_world_read() - the user reads
 * @w:     the box
 * @bytes: how many
 */
void tn_world_read(struct tn_world *w, u32 bytes)
{
	struct tn_verdict v = {};

	tn_user_read(&w->tcb, w->now, bytes, &v);
	tn_world_act(w, &v);
}

static tn_time_t tn_world_due(const struct tn_world *w)
{
	return w->in_tw ? w->tw.until : tn_deadline_next(&w->tcb);
}

static void tn_world_expire(struct tn_world *w)
{
	struct tn_verdict v = {};

	if (w->in_tw) {
		tn_world_time_wait_end(w);
		return;
	}
	tn_world_top_up(w);
	tn_deadline_run(&w->tcb, w->now, &v);
	tn_world_act(w, &v);
}

/* The next deadline, if it is not later than @until */
static bool tn_world_step(struct tn_world *w, tn_time_t until)
{
	tn_time_t due = tn_world_due(w);

	if (due > until)
		return false;
	if (due > w->now)
		w->now = due;
	tn_world_expire(w);
	return !w->broken;
}

/**
 * tn_world_advance() - let time pass; every deadline fires when it is due
 * @w:     the box
 * @until: point in time
 */
void tn_world_advance(struct tn_world *w, tn_time_t until)
{
	unsigned int n;

	for (n = 0; tn_world_step(w, until); n++) {
		if (n == TN_WORLD_EVENTS_MAX) {
			tn_world_break(w, "a deadline fires again and again");
			return;
		}
	}
	if (!w->broken)
		w->now = until;
}

/**
 * tn_world_await_sent() - let time pass until there is a segment to look at
 * @w:     the box
 * @until: not longer than to this point in time
 *
 * Return: false if none was sent; the clock has stopped at the last deadline then.
 */
bool tn_world_await_sent(struct tn_world *w, tn_time_t until)
{
	unsigned int n;

	for (n = 0; w->seen == w->nsent; n++)
		if (n == TN_WORLD_EVENTS_MAX || !tn_world_step(w, until))
			return false;
	return true;
}

/**
 * tn_world_look() - the oldest segment that nobody has looked at
 * @w: the box
 *
 * Return: the segment, valid until the next event, or NULL if there is none.
 */
struct tn_sighting *tn_world_look(struct tn_world *w)
{
	struct tn_sighting *sighting;

	if (w->seen == w->nsent)
		return NULL;
	sighting = &w->sent[w->seen++];
	return sighting;
}

/**
 * tn_world_forget() - drop what has been looked at, to have room for more
 * @w: the box
 */
void tn_world_forget(struct tn_world *w)
{
	w->nsent -= w->seen;
	memmove(w->sent, w->sent + w->seen, w->nsent * sizeof(w->sent[0]));
	w->seen = 0;
}
