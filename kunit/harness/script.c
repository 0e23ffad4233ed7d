// SPDX-License-Identifier: GPL-2.0
/*
 * Scripts: what arrives at one connection, what its user does, and what it must send, line by line
 * and with explicit time. In the spirit of packetdrill, but first of all against the control block
 * itself.
 *
 *	at 0.0 connect
 *	       out S 0:0(0) win 65535 <mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 9>
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
 *			all that was sent; without "win" the window is "set peer_wnd N"; a timestamp
 *			with "ecr *" echoes the last one seen
 *   out SEGMENT	the oldest segment that was sent and not yet looked at is this one, and left
 *			at this time; "out none": there is none; "out *": there is one, any
 *   skip		look away from all that was sent
 *   fill		data arrives until the offered window is used up; the ACKs are looked at
 *   connect listen shutdown close abort
 *   fastopen N		connect with N bytes, of which those that the SYN can take are written
 *   write N [more]	urgent N	read N		rcvbuf N	nodelay on|off	cork on|off
 *   rcvtune N		the receive buffer may grow to N bytes by itself
 *   pacing N [SECONDS]	SO_MAX_PACING_RATE, bytes a second, 0: no limit; what is below us can hold
 *			segments so long; the core stage only
 *   congestion NAME	TCP_CONGESTION; the core stage only
 *   prune N		memory is short: what is behind a gap and begins at N or later is given up
 *   keepalive on|off [SECONDS idle, SECONDS interval, COUNT]
 *   option user_timeout|fin_wait|quick_ack|uto|window_clamp|hold_ack N
 *			enum tn_option; the core stage only
 *   peer OPTIONS	that the SYN of the peer has from now on in "reach"
 *   reach STATE	bring a new connection there by the shortest way
 *   expect, set	see names.c
 *
 * The word "user" before a verb is allowed and means nothing. Sequence numbers are relative to the
 * ISS of each end, unless "set relative off". What is sent must be looked at before the next event,
 * or the script fails: silence is expected too.
 *
 * The language knows nothing of who plays it. That is a stage (struct tn_stage): the control block
 * (core.c), or in the VM a socket and a wire (selftests/src/stage.c). The verbs of users are the
 * stage's, and so is what can be expected. A line that begins with "core" or "wire" is for that
 * stage alone.
 *
 * A failure stops the script. The report has the line, what was seen instead, and what else was
 * sent.
 */
#include "harness/script.h"

/**
 * tn_script_init() - a script at its beginning
 * @script: all else in it is zero
 * @stage:  who plays it
 */
void tn_script_init(struct tn_script *script, const struct tn_stage *stage)
{
	script->stage = stage;
	script->relative = true;
	snprintf(script->peer, sizeof(script->peer), "mss 1460 sackOK wscale 7");
}

/**
 * tn_script_origin() - where the script's sequence numbers begin
 * @script: script
 */
struct tn_origin tn_script_origin(const struct tn_script *script)
{
	struct tn_origin none = {};

	return script->relative ? script->stage->origin(script) : none;
}

/**
 * tn_script_take_number() - the next word, a number
 * @script: script
 * @n:      the number
 *
 * Return: false if it is none.
 */
bool tn_script_take_number(struct tn_script *script, u32 *n)
{
	return tn_word_number(tn_line_take(&script->line), n);
}

/**
 * tn_script_switch() - the next word, "on" or "off"
 * @script: script
 * @on:     which of them
 *
 * Return: false if it is neither.
 */
bool tn_script_switch(struct tn_script *script, bool *on)
{
	*on = tn_line_accept(&script->line, "on");
	return *on || tn_line_accept(&script->line, "off");
}

/**
 * tn_script_seg() - the segment that a line lets arrive
 * @script:  script
 * @p:       as it was written
 * @snd_nxt: what it acknowledges if it does not say
 * @wnd:     its window if it does not say
 * @seg:     the segment, with absolute numbers; raw options are not read
 */
void tn_script_seg(const struct tn_script *script, const struct tn_pattern *p, u32 snd_nxt,
		   u16 wnd, struct tn_seg *seg)
{
	struct tn_origin from = tn_script_origin(script);
	unsigned int i;

	memset(seg, 0, sizeof(*seg));
	seg->seq = p->seq.n + from.theirs;
	seg->len = p->len.n;
	seg->wnd = p->wnd.set ? p->wnd.n : wnd;
	seg->urg = p->urg.n;
	seg->flags = p->flags;
	seg->ecn = p->ecn.n;
	seg->opt = p->opt;
	if (p->flags & TN_TCP_ACK)
		seg->ack = p->ack.set ? p->ack.n + from.ours : snd_nxt;
	if (p->any & TN_ANY_TSECR)
		seg->opt.tsecr = script->heard.tsval;
	if (p->any & TN_ANY_COOKIE)
		seg->opt.cookie = script->heard.cookie;
	for (i = 0; i < seg->opt.nsack; i++) {
		seg->opt.sack[i].start += from.ours;
		seg->opt.sack[i].end += from.ours;
	}
}

/* The oldest segment that nobody has looked at; what the peer would remember of it */
static struct tn_sighting *tn_script_look(struct tn_script *script)
{
	struct tn_sighting *sighting = script->stage->look(script);
	const struct tn_out *out;

	if (!sighting)
		return NULL;
	out = &sighting->seg;
	if (out->opt.has & TN_OPT_TS)
		script->heard.tsval = out->opt.tsval;
	if (out->opt.has & TN_OPT_FASTOPEN && out->opt.cookie.len)
		script->heard.cookie = out->opt.cookie;
	if (out->flags & TN_TCP_SYN)
		script->heard.wscale = out->opt.has & TN_OPT_WSCALE ? out->opt.wscale : 0;
	if (out->flags & TN_TCP_ACK && !(out->flags & TN_TCP_RST)) {
		script->heard.ack = out->ack;
		script->heard.wnd = out->wnd;
	}
	return sighting;
}

static const char *tn_script_in(struct tn_script *script)
{
	struct tn_pattern p;
	const char *wrong = tn_segment_parse(&script->line, &p);

	if (wrong)
		return wrong;
	if (!p.seq.set || p.any & ~(TN_ANY_TSECR | TN_ANY_COOKIE))
		return "what arrives has no '*'";
	if (p.flags & TN_TCP_SYN)
		script->scaled = p.opt.has & TN_OPT_WSCALE;
	return script->stage->arrive(script, &p);
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

static bool tn_script_on_time(const struct tn_script *script, tn_time_t at, tn_time_t now)
{
	return tn_time_sub(at, now) <= script->tolerance &&
	       tn_time_sub(now, at) <= script->tolerance;
}

static const char *tn_script_out(struct tn_script *script, bool whenever)
{
	struct tn_origin from = tn_script_origin(script);
	const struct tn_stage *stage = script->stage;
	tn_time_t now = stage->now(script);
	struct tn_sighting *sighting;
	struct tn_pattern p;
	const char *wrong;
	bool any;

	if (tn_line_accept(&script->line, "none"))
		return stage->unseen(script) ? "this was sent:" : NULL;
	any = tn_line_accept(&script->line, "*");
	if (!any) {
		wrong = tn_segment_parse(&script->line, &p);
		if (wrong)
			return wrong;
		if (p.badsum || p.nraw)
			return "what is sent has no wrong checksum and no raw options";
	}
	if (script->tolerance)
		stage->await(script, now + script->tolerance);
	sighting = tn_script_look(script);
	if (!sighting)
		return "nothing was sent";
	/* A SYN says where its numbers begin */
	from = tn_script_origin(script);
	if ((any || tn_segment_matches(&p, &from, &sighting->seg)) &&
	    (whenever || tn_script_on_time(script, sighting->at, now)))
		return NULL;
	tn_script_print(script, &script->actual, sighting);
	return "another one was sent:";
}

static const char *tn_script_skip(struct tn_script *script)
{
	if (script->stage->unseen(script))
		while (tn_script_look(script))
			;
	return NULL;
}

/* Data in full segments up to the right edge, and the ACKs of all of it */
static const char *tn_script_fill(struct tn_script *script)
{
	const struct tn_stage *stage = script->stage;
	struct tn_origin from = tn_script_origin(script);
	struct tn_pattern p = { .flags = TN_TCP_ACK, .seq.set = true, .len.set = true };
	u32 next = script->heard.ack, room;
	const char *wrong = NULL;

	for (;;) {
		room = script->heard.ack - next +
		       ((u32)script->heard.wnd << (script->scaled ? script->heard.wscale : 0));
		if (!room && script->heard.ack == next)
			return NULL;
		if (room) {
			p.seq.n = next - from.theirs;
			p.len.n = min_t(u32, room, 1460);
			wrong = stage->arrive(script, &p);
			next += p.len.n;
		} else {
			stage->await(script, stage->now(script) + TN_NSEC_PER_SEC);
			if (!stage->unseen(script))
				return "what fills the window is not acknowledged";
		}
		if (wrong)
			return wrong;
		tn_script_skip(script);
		stage->forget(script);
	}
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

/* The verbs that are the same on each stage */
static const struct tn_verb tn_script_verbs[] = {
	{ "in", tn_script_in, true },
	{ "skip", tn_script_skip, false },
	{ "fill", tn_script_fill, true },
	{ "peer", tn_script_peer, false },
	{ "reach", tn_script_reach, true },
	{}
};

static const struct tn_verb *tn_script_find(const struct tn_verb *verb, const char *name)
{
	while (verb->name && strcmp(verb->name, name))
		verb++;
	return verb->name ? verb : NULL;
}

/* at WHEN; also finds out whether a segment may come whenever it likes */
static const char *tn_script_at(struct tn_script *script, bool *whenever)
{
	const struct tn_stage *stage = script->stage;
	tn_time_t base = TN_WORLD_EPOCH, span;
	tn_time_t now = stage->now(script);
	const char *when;

	*whenever = false;
	if (!tn_line_accept(&script->line, "at"))
		return NULL;
	if (tn_line_accept(&script->line, "*")) {
		*whenever = true;
		stage->await(script, TN_TIME_NEVER - 1);
		return NULL;
	}
	when = tn_line_take(&script->line);
	if (when && *when == '+') {
		base = now;
		when++;
	}
	if (!tn_word_time(when, &span))
		return "'at' what time?";
	if (base + span + script->tolerance < now)
		return "that time is over";
	stage->advance(script, base + span);
	return NULL;
}

/* "core" or "wire": not for the other stage */
static bool tn_script_is_for(struct tn_script *script)
{
	if (tn_line_accept(&script->line, "core"))
		return !strcmp(script->stage->name, "core");
	if (tn_line_accept(&script->line, "wire"))
		return !strcmp(script->stage->name, "wire");
	return true;
}

static const char *tn_script_line(struct tn_script *script)
{
	const struct tn_stage *stage = script->stage;
	const struct tn_verb *verb;
	const char *name, *wrong;
	bool whenever;

	if (!tn_script_is_for(script))
		return NULL;
	wrong = tn_script_at(script, &whenever);
	if (wrong)
		return wrong;
	tn_line_accept(&script->line, "user");
	name = tn_line_take(&script->line);
	if (!name)
		return NULL;
	if (!strcmp(name, "out"))
		return tn_script_out(script, whenever);

	verb = tn_script_find(tn_script_verbs, name);
	if (!verb)
		verb = tn_script_find(stage->verbs, name);
	if (!verb)
		return "there is no such verb";
	if (verb->event) {
		if (stage->unseen(script))
			return "before it, this was sent and nobody expected it:";
		stage->forget(script);
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
	{ "ESTABLISHED", "SYN-SENT", { "in S. 0:0(0) ack 1 <%s>" } },
	{ "CLOSE-WAIT", "ESTABLISHED", { "in F. 1:1(0) ack 1 <%s>" } },
	{ "LAST-ACK", "CLOSE-WAIT", { "close" } },
	{ "FIN-WAIT-1", "ESTABLISHED", { "shutdown" } },
	{ "FIN-WAIT-2", "FIN-WAIT-1", { "in . 1:1(0) ack 2 <%s>" } },
	{ "CLOSING", "FIN-WAIT-1", { "in F. 1:1(0) ack 1 <%s>" } },
	{ "TIME-WAIT", "FIN-WAIT-2", { "in F. 1:1(0) ack 2 <%s>" } },
};

static const char *tn_script_step(struct tn_script *script, const char *text)
{
	/* Behind the handshake only the timestamp is repeated */
	const char *ts = strstr(script->peer, "TS") ? "TS val 1 ecr 0" : "";
	const char *wrong = NULL, *wait = "";
	char line[TN_LINE_MAX];
	int n;

	/* The answer to our SYN takes a round trip */
	if (strstr(text, "S. "))
		wait = script->stage->rtt;
	n = snprintf(line, sizeof(line), "%s%s ", *wait ? "at +" : "", wait);
	snprintf(line + n, sizeof(line) - n, text, strstr(text, "S") ? script->peer : ts);
	if (!tn_line_split(&script->line, line, strlen(line)))
		return "the peer has too many options";
	wrong = tn_script_line(script);
	/* A FIN is acknowledged, if perhaps a little later */
	if (strstr(text, "F. "))
		script->stage->await(script, script->stage->now(script) + script->tolerance);
	tn_script_skip(script);
	return wrong;
}

static const char *tn_script_walk(struct tn_script *script, const char *state)
{
	const struct tn_route *route = tn_script_route;
	const char *wrong = NULL;
	unsigned int i;

	while (strcmp(route->state, state))
		if (++route == tn_script_route + ARRAY_SIZE(tn_script_route))
			return "there is no such state";
	if (route->base)
		wrong = tn_script_walk(script, route->base);
	for (i = 0; !wrong && i < 2 && route->line[i]; i++)
		wrong = tn_script_step(script, route->line[i]);
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
	const struct tn_stage *stage = script->stage;
	struct tn_sighting *sighting;
	size_t skip = 0;

	while (skip < len && (line[skip] == ' ' || line[skip] == '\t'))
		skip++;
	if (script->file)
		tn_text_add(&text, "%s:%u", script->file, script->line_before + number);
	else
		tn_text_add(&text, "script line %u", number);
	tn_text_add(&text, "\n#   expected: %.*s\n#   but at ", (int)(len - skip), line + skip);
	tn_text_add_time(&text, stage->now(script) - TN_WORLD_EPOCH);
	tn_text_add(&text, ": %s", wrong);
	if (script->actual.len)
		tn_text_add(&text, "\n#   actual:   %s", script->why);
	while ((sighting = stage->look(script))) {
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
		if (script->stage->broken(script))
			wrong = script->stage->broken(script);
		if (wrong)
			tn_script_fail(script, number, text, len, wrong);
	}
	if (!wrong && script->stage->unseen(script))
		tn_script_fail(script, number, "the end", 7,
			       "this was sent and nobody expected it:");
	return !script->report[0];
}
