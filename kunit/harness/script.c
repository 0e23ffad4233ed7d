// SPDX-License-Identifier: GPL-2.0
/*
 * Scripts: what arrives at one connection, what its user does, and what it must send, line by line
 * and with explicit time. In the spirit of packetdrill, but against the control block itself.
 *
 *	at 0.0 connect
 *	       out S 0:0(0) win 65535 <mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 7>
 *	at 0.1 in  S. 0:0(0) ack 1 win 65535 <mss 1000>
 *	       out . 1:1(0) ack 1
 *	at 0.2 write 3000
 *	       out . 1:1001(1000)
 *	       skip				# the rest does not matter here
 *	       expect state ESTABLISHED
 *	at 1.2 out . 1:1001(1000)		# RTO
 *
 *   [at WHEN] VERB ...	WHEN: seconds since the script's beginning; +SECONDS; or '*', the next
 *			segment, whenever it leaves. Without it: now. Deadlines fire on the way.
 *   in SEGMENT		arrives (segment.c has the notation). Without "ack" an ACK acknowledges
 *			all that was sent; without "win" the window is "set peer_wnd N"
 *   out SEGMENT	the oldest segment that was sent and not yet looked at is this one, and left
 *			at this time; "out none": there is none; "out *": there is one, any
 *   skip		look away from all that was sent
 *   connect listen shutdown close abort
 *   write N [more]	read N		rcvbuf N	nodelay on|off		cork on|off
 *   keepalive on|off [SECONDS idle, SECONDS interval, COUNT]
 *   peer OPTIONS	that the SYN of the peer has from now on in "reach"
 *   reach STATE	bring a new connection there by the shortest way
 *   expect, set	see names.c
 *
 * The word "user" before a verb is allowed and means nothing. Sequence numbers are relative to the
 * ISS of each end, unless "set relative off". What is sent must be looked at before the next event,
 * or the script fails: silence is expected too.
 *
 * A failure stops the script. The report has the line, what was seen instead, and what else was
 * sent.
 */
#include "harness/script.h"
#include "tcp/user.h"

/**
 * tn_script_new() - a script at its beginning, with a world of its own
 * @test: case that owns it
 */
struct tn_script *tn_script_new(struct kunit *test)
{
	struct tn_script *script = kunit_kzalloc(test, sizeof(*script), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, script);
	script->world = tn_world_new(test);
	script->relative = true;
	snprintf(script->peer, sizeof(script->peer), "mss 1460 sackOK wscale 7");
	return script;
}

/**
 * tn_script_origin() - where the script's sequence numbers begin
 * @script: script
 */
struct tn_origin tn_script_origin(const struct tn_script *script)
{
	struct tn_origin from = {};

	if (script->relative) {
		from.ours = script->world->iss;
		from.theirs = script->world->irs;
	}
	return from;
}

static bool tn_script_take_number(struct tn_script *script, u32 *n)
{
	return tn_word_number(tn_line_take(&script->line), n);
}

static const char *tn_script_in(struct tn_script *script)
{
	struct tn_origin from = tn_script_origin(script);
	struct tn_world *w = script->world;
	struct tn_pattern p;
	const char *wrong = tn_segment_parse(&script->line, &p);
	struct tn_seg seg = {
		.seq = p.seq.n + from.theirs,
		.ack = p.ack.set ? p.ack.n + from.ours : w->tcb.snd.nxt,
		.len = p.len.n,
		.wnd = p.wnd.set ? p.wnd.n : w->peer_wnd,
		.flags = p.flags,
		.opt = p.opt,
	};
	unsigned int i;

	if (wrong)
		return wrong;
	if (!p.seq.set || p.any)
		return "what arrives has no '*'";
	if (!(p.flags & TN_TCP_ACK))
		seg.ack = 0;
	for (i = 0; i < seg.opt.nsack; i++) {
		seg.opt.sack[i].start += from.ours;
		seg.opt.sack[i].end += from.ours;
	}
	tn_world_arrive(w, &seg);
	return NULL;
}

static void tn_script_print(struct tn_script *script, struct tn_text *text,
			    const struct tn_sighting *sighting)
{
	struct tn_origin from = tn_script_origin(script);

	tn_text_add(text, "at ");
	tn_text_add_time(text, sighting->at - TN_WORLD_EPOCH);
	tn_text_add(text, " out ");
	tn_segment_print(text, &from, &sighting->seg);
}

static bool tn_script_on_time(const struct tn_script *script, tn_time_t at)
{
	tn_time_t now = script->world->now;

	return tn_time_sub(at, now) <= script->tolerance &&
	       tn_time_sub(now, at) <= script->tolerance;
}

static const char *tn_script_out(struct tn_script *script, bool whenever)
{
	struct tn_origin from = tn_script_origin(script);
	struct tn_world *w = script->world;
	struct tn_sighting *sighting;
	struct tn_pattern p;
	const char *wrong;
	bool any;

	if (tn_line_accept(&script->line, "none"))
		return w->seen == w->nsent ? NULL : "this was sent:";
	any = tn_line_accept(&script->line, "*");
	if (!any) {
		wrong = tn_segment_parse(&script->line, &p);
		if (wrong)
			return wrong;
	}
	if (w->seen == w->nsent && script->tolerance)
		tn_world_await_sent(w, w->now + script->tolerance);
	sighting = tn_world_look(w);
	if (!sighting)
		return "nothing was sent";
	if ((any || tn_segment_matches(&p, &from, &sighting->seg)) &&
	    (whenever || tn_script_on_time(script, sighting->at)))
		return NULL;
	tn_script_print(script, &script->actual, sighting);
	return "another one was sent:";
}

static const char *tn_script_skip(struct tn_script *script)
{
	while (tn_world_look(script->world))
		;
	return NULL;
}

static const char *tn_script_connect(struct tn_script *script)
{
	struct tn_world *w = script->world;
	struct tn_verdict v = {};

	tn_world_top_up(w);
	tn_user_connect(&w->tcb, w->now, w->iss, &v);
	tn_world_act(w, &v);
	return NULL;
}

static const char *tn_script_listen(struct tn_script *script)
{
	tn_user_listen(&script->world->tcb);
	script->world->spawn = true;
	return NULL;
}

static const char *tn_script_write(struct tn_script *script)
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

static const char *tn_script_read(struct tn_script *script)
{
	u32 bytes;

	if (!tn_script_take_number(script, &bytes))
		return "read how many bytes?";
	if (bytes > tn_tcb_unread(&script->world->tcb))
		return "there is not so much to be read";
	tn_world_read(script->world, bytes);
	return NULL;
}

static const char *tn_script_rcvbuf(struct tn_script *script)
{
	struct tn_verdict v = {};
	u32 bytes;

	if (!tn_script_take_number(script, &bytes))
		return "a buffer of how many bytes?";
	tn_user_rcvbuf(&script->world->tcb, bytes, &v);
	tn_world_act(script->world, &v);
	return NULL;
}

static const char *tn_script_shutdown(struct tn_script *script)
{
	struct tn_world *w = script->world;
	struct tn_verdict v = {};

	tn_world_top_up(w);
	tn_user_shutdown(&w->tcb, w->now, &v);
	tn_world_act(w, &v);
	return NULL;
}

static const char *tn_script_close(struct tn_script *script)
{
	struct tn_world *w = script->world;
	struct tn_verdict v = {};

	tn_world_top_up(w);
	tn_user_close(&w->tcb, w->now, tn_tcb_unread(&w->tcb), &v);
	tn_world_act(w, &v);
	return NULL;
}

static const char *tn_script_abort(struct tn_script *script)
{
	struct tn_verdict v = {};

	tn_user_abort(&script->world->tcb, script->world->now, &v);
	tn_world_act(script->world, &v);
	return NULL;
}

static bool tn_script_switch(struct tn_script *script, bool *on)
{
	*on = tn_line_accept(&script->line, "on");
	return *on || tn_line_accept(&script->line, "off");
}

static const char *tn_script_nodelay(struct tn_script *script)
{
	struct tn_verdict v = {};
	bool on;

	if (!tn_script_switch(script, &on))
		return "on or off?";
	tn_user_nodelay(&script->world->tcb, script->world->now, on, &v);
	tn_world_act(script->world, &v);
	return NULL;
}

static const char *tn_script_cork(struct tn_script *script)
{
	struct tn_verdict v = {};
	bool on;

	if (!tn_script_switch(script, &on))
		return "on or off?";
	tn_user_cork(&script->world->tcb, script->world->now, on, &v);
	tn_world_act(script->world, &v);
	return NULL;
}

static const char *tn_script_keepalive(struct tn_script *script)
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

static const char *tn_script_peer(struct tn_script *script)
{
	struct tn_text text = { .buf = script->peer, .size = sizeof(script->peer) };
	const char *word;

	script->peer[0] = '\0';
	while ((word = tn_line_take(&script->line)))
		if (strcmp(word, "<") && strcmp(word, ">"))
			tn_text_add(&text, "%s ", word);
	return NULL;
}

static const char *tn_script_reach(struct tn_script *script);

/*
 * struct tn_verb - what a line can say
 * @name:  the word
 * @run:   does it; returns NULL, or what is wrong
 * @event: something happens: all that was sent before must have been looked at
 */
static const struct tn_verb {
	const char *name;
	const char *(*run)(struct tn_script *script);
	bool event;
} tn_script_verb[] = {
	{ "in", tn_script_in, true },
	{ "skip", tn_script_skip, false },
	{ "connect", tn_script_connect, true },
	{ "listen", tn_script_listen, true },
	{ "write", tn_script_write, true },
	{ "read", tn_script_read, true },
	{ "rcvbuf", tn_script_rcvbuf, true },
	{ "shutdown", tn_script_shutdown, true },
	{ "close", tn_script_close, true },
	{ "abort", tn_script_abort, true },
	{ "nodelay", tn_script_nodelay, true },
	{ "cork", tn_script_cork, true },
	{ "keepalive", tn_script_keepalive, true },
	{ "peer", tn_script_peer, false },
	{ "reach", tn_script_reach, true },
	{ "expect", tn_script_expect, false },
	{ "set", tn_script_set, false },
};

/* at WHEN; also finds out whether a segment may come whenever it likes */
static const char *tn_script_at(struct tn_script *script, bool *whenever)
{
	struct tn_world *w = script->world;
	tn_time_t base = TN_WORLD_EPOCH, span;
	const char *when;

	*whenever = false;
	if (!tn_line_accept(&script->line, "at"))
		return NULL;
	if (tn_line_accept(&script->line, "*")) {
		*whenever = true;
		tn_world_await_sent(w, TN_TIME_NEVER - 1);
		return NULL;
	}
	when = tn_line_take(&script->line);
	if (when && *when == '+') {
		base = w->now;
		when++;
	}
	if (!tn_word_time(when, &span))
		return "'at' what time?";
	if (base + span < w->now)
		return "that time is over";
	tn_world_advance(w, base + span);
	return NULL;
}

static const char *tn_script_line(struct tn_script *script)
{
	struct tn_world *w = script->world;
	const struct tn_verb *verb;
	const char *name, *wrong;
	bool whenever;

	wrong = tn_script_at(script, &whenever);
	if (wrong)
		return wrong;
	tn_line_accept(&script->line, "user");
	name = tn_line_take(&script->line);
	if (!name)
		return NULL;
	if (!strcmp(name, "out"))
		return tn_script_out(script, whenever);

	for (verb = tn_script_verb; verb < tn_script_verb + ARRAY_SIZE(tn_script_verb); verb++)
		if (!strcmp(verb->name, name))
			break;
	if (verb == tn_script_verb + ARRAY_SIZE(tn_script_verb))
		return "there is no such verb";
	if (verb->event) {
		if (w->seen != w->nsent)
			return "before it, this was sent and nobody expected it:";
		tn_world_forget(w);
	}
	wrong = verb->run(script);
	if (!wrong && tn_line_peek(&script->line))
		wrong = "what does the rest of the line mean?";
	return wrong;
}

/* The way to each state: by way of another one, and then two lines more */
static const struct tn_route {
	const char *state;
	const char *base;
	const char *line[2];
} tn_script_route[] = {
	{ "CLOSED", NULL, {} },
	{ "LISTEN", NULL, { "listen" } },
	{ "SYN-SENT", NULL, { "connect" } },
	{ "SYN-RECEIVED", "LISTEN", { "in S 0:0(0) <%s>" } },
	{ "ESTABLISHED", "SYN-SENT", { "at +0.1 in S. 0:0(0) ack 1 <%s>" } },
	{ "CLOSE-WAIT", "ESTABLISHED", { "in F. 1:1(0) ack 1 <%s>" } },
	{ "LAST-ACK", "CLOSE-WAIT", { "close" } },
	{ "FIN-WAIT-1", "ESTABLISHED", { "shutdown" } },
	{ "FIN-WAIT-2", "FIN-WAIT-1", { "in . 1:1(0) ack 2 <%s>" } },
	{ "CLOSING", "FIN-WAIT-1", { "in F. 1:1(0) ack 1 <%s>" } },
	{ "TIME-WAIT", "FIN-WAIT-2", { "in F. 1:1(0) ack 2 <%s>" } },
};

static const char *tn_script_walk(struct tn_script *script, const char *state)
{
	const struct tn_route *route = tn_script_route;
	const char *wrong = NULL;
	char line[TN_LINE_MAX];
	unsigned int i;

	while (strcmp(route->state, state))
		if (++route == tn_script_route + ARRAY_SIZE(tn_script_route))
			return "there is no such state";
	if (route->base)
		wrong = tn_script_walk(script, route->base);
	for (i = 0; !wrong && i < 2 && route->line[i]; i++) {
		const char *options = script->peer;

		/* Behind the handshake only the timestamp is repeated */
		if (!strstr(route->line[i], "S"))
			options = strstr(script->peer, "TS") ? "TS val 1 ecr 0" : "";
		snprintf(line, sizeof(line), route->line[i], options);
		tn_line_split(&script->line, line, strlen(line));
		wrong = tn_script_line(script);
		tn_script_skip(script);
	}
	return wrong;
}

static const char *tn_script_reach(struct tn_script *script)
{
	const char *word = tn_line_take(&script->line), *wrong;
	bool relative = script->relative;
	char state[16];

	if (!word || strlen(word) >= sizeof(state))
		return "reach which state?";
	snprintf(state, sizeof(state), "%s", word);
	script->relative = true;
	wrong = tn_script_walk(script, state);
	script->relative = relative;
	script->line.next = script->line.count;
	return wrong;
}

/* What went wrong, where, and what else was sent */
static void tn_script_fail(struct tn_script *script, unsigned int number, const char *line,
			   size_t len, const char *wrong)
{
	struct tn_text text = { .buf = script->report, .size = sizeof(script->report) };
	struct tn_world *w = script->world;
	struct tn_sighting *sighting;
	size_t skip = 0;

	while (skip < len && (line[skip] == ' ' || line[skip] == '\t'))
		skip++;
	tn_text_add(&text, "script line %u\n#   expected: %.*s\n#   but at ", number,
		    (int)(len - skip), line + skip);
	tn_text_add_time(&text, w->now - TN_WORLD_EPOCH);
	tn_text_add(&text, ": %s", wrong);
	if (script->actual.len)
		tn_text_add(&text, "\n#   actual:   %s", script->why);
	while ((sighting = tn_world_look(w))) {
		tn_text_add(&text, "\n#   sent:     ");
		tn_script_print(script, &text, sighting);
	}
}

/**
 * tn_script_play() - play a script, or a further part of it
 * @script: script
 * @text:   lines
 *
 * Return: false if it failed; @script->report says how.
 */
bool tn_script_play(struct tn_script *script, const char *text)
{
	const char *wrong = NULL, *end;
	unsigned int number = 0;
	size_t len = 0;

	script->report[0] = '\0';
	script->actual.buf = script->why;
	script->actual.size = sizeof(script->why);
	for (; *text && !wrong; text = *end ? end + 1 : end) {
		end = strchr(text, '\n');
		if (!end)
			end = text + strlen(text);
		len = end - text;
		number++;
		script->actual.len = 0;
		script->why[0] = '\0';
		if (!tn_line_split(&script->line, text, len))
			wrong = "the line is too long";
		else
			wrong = tn_script_line(script);
		if (script->world->broken)
			wrong = script->world->broken;
		if (wrong)
			tn_script_fail(script, number, text, len, wrong);
	}
	if (!wrong && script->world->seen != script->world->nsent)
		tn_script_fail(script, number, "the end", 7,
			       "this was sent and nobody expected it:");
	return !script->report[0];
}
