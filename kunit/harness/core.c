// SPDX-License-Identifier: GPL-2.0
/*
 * The core stage: scripts played against one control block in fake time (world.c).
 *
 *	script.c --- verbs, in ---> tn_world --- sent[] ---> look ---> script.c
 *
 * Nothing here takes time but "at": what an event causes has happened when its line is over. Raw
 * option bytes are read as the shell would read them; a checksum is the shell's business alone, so
 * a script with a wrong one is for the wire.
 */
#include "cc/cc.h"
#include "harness/script.h"
#include "tcp/rcvwnd.h"
#include "tcp/user.h"

static struct tn_origin tn_core_origin(const struct tn_script *script)
{
	struct tn_origin from = {
		.ours = script->world->iss,
		.theirs = script->world->irs,
	};

	return from;
}

static tn_time_t tn_core_now(const struct tn_script *script)
{
	return script->world->now;
}

static void tn_core_advance(struct tn_script *script, tn_time_t until)
{
	tn_world_advance(script->world, until);
}

static void tn_core_await(struct tn_script *script, tn_time_t until)
{
	tn_world_await_sent(script->world, until);
}

static bool tn_core_unseen(struct tn_script *script)
{
	return script->world->seen != script->world->nsent;
}

static struct tn_sighting *tn_core_look(struct tn_script *script)
{
	return tn_world_look(script->world);
}

static void tn_core_forget(struct tn_script *script)
{
	tn_world_forget(script->world);
}

static const char *tn_core_arrive(struct tn_script *script, const struct tn_pattern *p)
{
	struct tn_world *w = script->world;
	struct tn_seg seg;

	if (p->badsum)
		return "only the shell looks at checksums";
	tn_script_seg(script, p, w->tcb.snd.nxt, w->peer_wnd, &seg);
	if (p->nraw) {
		w->reason = tn_tcpopt_parse(p->raw, p->nraw, &seg.opt);
		if (w->reason)
			return NULL;
	}
	tn_world_arrive(w, &seg);
	return NULL;
}

static const char *tn_core_broken(const struct tn_script *script)
{
	return script->world->broken;
}

static const char *tn_core_connect(struct tn_script *script)
{
	tn_world_connect(script->world);
	return NULL;
}

static const char *tn_core_fastopen(struct tn_script *script)
{
	u32 bytes;

	if (!tn_script_take_number(script, &bytes))
		return "with how many bytes?";
	tn_world_fastopen(script->world, bytes);
	return NULL;
}

static const char *tn_core_listen(struct tn_script *script)
{
	tn_user_listen(&script->world->tcb);
	script->world->spawn = true;
	return NULL;
}

static const char *tn_core_write(struct tn_script *script)
{
	struct tn_world *w = script->world;
	struct tn_verdict v = {};
	u32 bytes;

	if (!tn_script_take_number(script, &bytes))
		return "write how many bytes?";
	tn_world_top_up(w);
	tn_user_sent(&w->tcb, w->now, bytes, tn_line_accept(&script->line, "more"), &v);
	tn_world_act(w, &v);
	return NULL;
}

static const char *tn_core_urgent(struct tn_script *script)
{
	struct tn_world *w = script->world;
	struct tn_verdict v = {};
	u32 bytes;

	if (!tn_script_take_number(script, &bytes))
		return "how many bytes are urgent?";
	tn_world_top_up(w);
	tn_user_urgent(&w->tcb, w->now, bytes, &v);
	tn_world_act(w, &v);
	return NULL;
}

static const char *tn_core_read(struct tn_script *script)
{
	u32 bytes;

	if (!tn_script_take_number(script, &bytes))
		return "read how many bytes?";
	if (bytes > tn_tcb_unread(&script->world->tcb))
		return "there is not so much to be read";
	tn_world_read(script->world, bytes);
	return NULL;
}

static const char *tn_core_rcvbuf(struct tn_script *script)
{
	struct tn_verdict v = {};
	u32 bytes;

	if (!tn_script_take_number(script, &bytes))
		return "a buffer of how many bytes?";
	tn_user_rcvbuf(&script->world->tcb, bytes, &v);
	tn_world_act(script->world, &v);
	return NULL;
}

static const char *tn_core_rcvtune(struct tn_script *script)
{
	u32 bytes;

	if (!tn_script_take_number(script, &bytes))
		return "a buffer of how many bytes?";
	tn_user_rcvtune(&script->world->tcb, bytes);
	return NULL;
}

static const char *tn_core_pacing(struct tn_script *script)
{
	struct tn_world *w = script->world;
	struct tn_verdict v = {};
	tn_time_t ahead = 0;
	const char *word;
	u32 rate;

	if (!tn_script_take_number(script, &rate))
		return "how many bytes a second?";
	word = tn_line_take(&script->line);
	if (word && !tn_word_time(word, &ahead))
		return "how many seconds ahead?";
	tn_user_pacing(&w->tcb, rate, ahead, &v);
	tn_world_act(w, &v);
	return NULL;
}

static const char *tn_core_congestion(struct tn_script *script)
{
	const char *name = tn_line_take(&script->line);
	struct tn_world *w = script->world;
	struct tn_verdict v = {};

	if (!name || !tn_cc_find(name))
		return "which congestion control?";
	tn_user_congestion(&w->tcb, tn_cc_find(name), &v);
	tn_world_act(w, &v);
	return NULL;
}

static const char *tn_core_prune(struct tn_script *script)
{
	struct tn_world *w = script->world;
	struct tn_verdict v = {};
	u32 seq;

	if (!tn_script_take_number(script, &seq))
		return "from which sequence number on?";
	tn_user_prune(&w->tcb, w->tcb.rcv.irs + seq, &v);
	tn_world_act(w, &v);
	return NULL;
}

static const char *tn_core_shutdown(struct tn_script *script)
{
	struct tn_world *w = script->world;
	struct tn_verdict v = {};

	tn_world_top_up(w);
	tn_user_shutdown(&w->tcb, w->now, &v);
	tn_world_act(w, &v);
	return NULL;
}

static const char *tn_core_close(struct tn_script *script)
{
	struct tn_world *w = script->world;
	struct tn_verdict v = {};

	tn_world_top_up(w);
	tn_user_close(&w->tcb, w->now, tn_tcb_unread(&w->tcb), &v);
	tn_world_act(w, &v);
	return NULL;
}

static const char *tn_core_abort(struct tn_script *script)
{
	struct tn_verdict v = {};

	tn_user_abort(&script->world->tcb, script->world->now, &v);
	tn_world_act(script->world, &v);
	return NULL;
}

static const char *tn_core_nodelay(struct tn_script *script)
{
	struct tn_verdict v = {};
	bool on;

	if (!tn_script_switch(script, &on))
		return "on or off?";
	tn_user_nodelay(&script->world->tcb, script->world->now, on, &v);
	tn_world_act(script->world, &v);
	return NULL;
}

static const char *tn_core_full(struct tn_script *script)
{
	bool on;

	if (!tn_script_switch(script, &on))
		return "on or off?";
	tn_user_full(&script->world->tcb, on);
	return NULL;
}

static const char *tn_core_cork(struct tn_script *script)
{
	struct tn_verdict v = {};
	bool on;

	if (!tn_script_switch(script, &on))
		return "on or off?";
	tn_user_cork(&script->world->tcb, script->world->now, on, &v);
	tn_world_act(script->world, &v);
	return NULL;
}

static const char *tn_core_keepalive(struct tn_script *script)
{
	struct tn_tcb *tcb = &script->world->tcb;
	u32 count;
	bool on;

	if (!tn_script_switch(script, &on))
		return "on or off?";
	if (tn_line_peek(&script->line)) {
		if (!tn_word_time(tn_line_take(&script->line), &tcb->keep.idle) ||
		    !tn_word_time(tn_line_take(&script->line), &tcb->keep.intvl) ||
		    !tn_script_take_number(script, &count))
			return "idle time, interval and number of probes?";
		tcb->keep.cnt = count;
	}
	tn_user_keepalive(tcb, script->world->now, on);
	return NULL;
}

static const char *tn_core_option(struct tn_script *script)
{
	static const char *const names[] = {
		"user_timeout", "fin_wait", "quick_ack", "uto", "window_clamp", "hold_ack",
	};
	const char *name = tn_line_take(&script->line);
	struct tn_verdict v = {};
	unsigned int i;
	u32 value;

	for (i = 0; name && i < ARRAY_SIZE(names); i++)
		if (!strcmp(names[i], name))
			break;
	if (!name || i == ARRAY_SIZE(names) || !tn_script_take_number(script, &value))
		return "which option, and what value?";
	tn_world_top_up(script->world);
	tn_user_option(&script->world->tcb, script->world->now, i, value, &v);
	tn_world_act(script->world, &v);
	return NULL;
}

static const struct tn_verb tn_core_verbs[] = {
	{ "connect", tn_core_connect, true },
	{ "fastopen", tn_core_fastopen, true },
	{ "listen", tn_core_listen, true },
	{ "write", tn_core_write, true },
	{ "urgent", tn_core_urgent, true },
	{ "read", tn_core_read, true },
	{ "rcvbuf", tn_core_rcvbuf, true },
	{ "rcvtune", tn_core_rcvtune, true },
	{ "pacing", tn_core_pacing, true },
	{ "congestion", tn_core_congestion, true },
	{ "prune", tn_core_prune, true },
	{ "shutdown", tn_core_shutdown, true },
	{ "close", tn_core_close, true },
	{ "abort", tn_core_abort, true },
	{ "nodelay", tn_core_nodelay, true },
	{ "full", tn_core_full, false },
	{ "cork", tn_core_cork, true },
	{ "keepalive", tn_core_keepalive, true },
	{ "option", tn_core_option, true },
	{ "expect", tn_script_expect, false },
	{ "set", tn_script_set, false },
	{}
};

static const struct tn_stage tn_core_stage = {
	.name = "core",
	.rtt = "0.1",
	.verbs = tn_core_verbs,
	.origin = tn_core_origin,
	.now = tn_core_now,
	.advance = tn_core_advance,
	.await = tn_core_await,
	.unseen = tn_core_unseen,
	.look = tn_core_look,
	.forget = tn_core_forget,
	.arrive = tn_core_arrive,
	.broken = tn_core_broken,
};

/**
 * tn_script_new() - a script at its beginning, with a world of its own
 * @test: case that owns it
 */
struct tn_script *tn_script_new(struct kunit *test)
{
	struct tn_script *script = kunit_kzalloc(test, sizeof(*script), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, script);
	script->world = tn_world_new(test);
	tn_script_init(script, &tn_core_stage);
	return script;
}
