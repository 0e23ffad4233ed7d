// SPDX-License-Identifier: GPL-2.0
/*
 * What scripts can ask for and what they can set, by name.
 *
 *   expect NAME [OP] VALUE	OP: == (or nothing) != < <= > >=
 *   expect state NAME		as the RFC writes it: FIN-WAIT-1
 *   expect err NAME		errno that the user was told, "none"
 *   expect reason NAME		why the last segment was dropped: tcp-paws; "none"
 *   expect count NAME N	a counter by its native name: TCPChallengeACK
 *   expect deadline NAME WHEN	reorder pto rto persist delack send keepalive fin_wait_2 user pace;
 *				script time or "none"
 *
 * Sequence numbers are relative like those of segments, spans of time are in seconds.
 *
 *   set NAME VALUE		before it opens: iss irs mtu gso rcvbuf rcvmost cong and the
 *				constants of struct tn_config by their names, or all of them:
 *				profile; fastopen N: what TCP_FASTOPEN says, bare: without
 *				cookies; at any time: peer_wnd cwnd ssthresh reading relative
 *				tolerance starved
 */
#include "base/mib.h"
#include "base/reason.h"
#include "cc/cc.h"
#include "harness/answer.h"
#include "stats.h"
#include "tcp/busy.h"
#include "tcp/rcvwnd.h"
#include "tcp/rtt.h"

static bool tn_names_find(const struct tn_world *w, const char *name, struct tn_value *value)
{
	const struct tn_tcb *tcb = &w->tcb;
	const struct tn_value values[] = {
		{ "cwnd", tcb->cc.out.cwnd, TN_NUMBER },
		{ "ssthresh", tcb->cc.out.ssthresh, TN_NUMBER },
		{ "pipe", tcb->sentq.pipe, TN_NUMBER },
		{ "sacked", tcb->sentq.sacked, TN_NUMBER },
		{ "lost", tcb->sentq.lost, TN_NUMBER },
		{ "mss", tcb->snd.mss, TN_NUMBER },
		{ "snd_una", tcb->snd.una, TN_OUR_SEQ },
		{ "snd_nxt", tcb->snd.nxt, TN_OUR_SEQ },
		{ "snd_wnd", tcb->snd.wnd, TN_NUMBER },
		{ "rcv_nxt", tcb->rcv.nxt, TN_THEIR_SEQ },
		{ "rcv_wnd", tn_rcvwnd(tcb), TN_NUMBER },
		{ "rcv_buf", tcb->rcv.buf, TN_NUMBER },
		{ "rcv_rtt", tcb->tune.rtt, TN_SPAN },
		{ "work", tn_busy_time(tcb, w->now, TN_BUSY_WORK), TN_SPAN },
		{ "rwnd_limited", tn_busy_time(tcb, w->now, TN_BUSY_RWND), TN_SPAN },
		{ "sndbuf_limited", tn_busy_time(tcb, w->now, TN_BUSY_SNDBUF), TN_SPAN },
		{ "rcv_queued", tcb->rcvq.bytes, TN_NUMBER },
		{ "srtt", tcb->rtt.srtt, TN_SPAN },
		{ "rttvar", tcb->rtt.rttvar, TN_SPAN },
		{ "rto", tn_rtt_rto(tcb), TN_SPAN },
		{ "ecn", tcb->ecn.deal.mode, TN_NUMBER },
		{ "s_cep", tcb->ecn.acc.s_cep, TN_NUMBER },
		{ "ce_bytes", tcb->ecn.ce_bytes, TN_NUMBER },
		{ "ts_recent", tcb->ts.recent, TN_NUMBER },
		{ "recovery", tcb->rec.mode, TN_NUMBER },
		{ "retrans", tcb->info.retrans, TN_NUMBER },
		{ "segs_in", tcb->info.segs_in, TN_NUMBER },
		{ "segs_out", tcb->info.segs_out, TN_NUMBER },
		{ "delivered", w->delivered, TN_NUMBER },
		{ "urgent", w->urgent, TN_NUMBER },
		{ "unread", tn_tcb_unread(tcb), TN_NUMBER },
		{ "connected", w->connected, TN_NUMBER },
		{ "ready", w->ready, TN_NUMBER },
		{ "pending", w->queue.pending, TN_NUMBER },
		{ "eof", w->eof, TN_NUMBER },
		{ "closed", w->closed, TN_NUMBER },
		{ "reopen", w->reopen, TN_NUMBER },
		{ "doubts", w->doubts, TN_NUMBER },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		if (!strcmp(values[i].name, name)) {
			*value = values[i];
			return true;
		}
	}
	return false;
}

static const char *tn_names_count(struct tn_script *script)
{
	const char *name = tn_line_take(&script->line);
	u64 actual = 0;
	unsigned int i;
	u32 want;

	for (i = 0; name && i < TN_MIB_MAX; i++)
		if (!strcmp(tn_mib_name(i), name))
			break;
	if (!name || i == TN_MIB_MAX)
		return "there is no such counter";
	if (!tn_word_number(tn_line_take(&script->line), &want))
		return "how often?";
	actual = tn_stats_mib(script->world->tcb.stats, i);
	if (actual == want)
		return NULL;
	tn_text_add(&script->actual, "%s %llu", name, (unsigned long long)actual);
	return "it was counted differently";
}

static const char *tn_names_deadline(struct tn_script *script)
{
	static const char *const names[TN_DL_COUNT] = {
		"reorder", "pto", "rto", "persist", "delack", "send", "keepalive", "fin_wait_2",
		"user", "pace",
	};
	const char *name = tn_line_take(&script->line);
	tn_time_t at, want = TN_TIME_NEVER;
	unsigned int i;

	for (i = 0; name && i < TN_DL_COUNT; i++)
		if (!strcmp(names[i], name))
			break;
	if (!name || i == TN_DL_COUNT)
		return "there is no such deadline";
	if (!tn_line_accept(&script->line, "none")) {
		if (!tn_word_time(tn_line_take(&script->line), &want))
			return "when is it due?";
		want += TN_WORLD_EPOCH;
	}
	at = script->world->tcb.deadline[i];
	if (tn_time_sub(at, want) <= script->tolerance &&
	    tn_time_sub(want, at) <= script->tolerance)
		return NULL;
	if (at == TN_TIME_NEVER)
		tn_text_add(&script->actual, "none");
	else
		tn_text_add_time(&script->actual, at - TN_WORLD_EPOCH);
	return "it is not so";
}

/**
 * tn_script_expect() - "expect ..."
 * @script: script; its line is behind the verb
 *
 * Return: NULL, or what is wrong.
 */
const char *tn_script_expect(struct tn_script *script)
{
	const char *name = tn_line_take(&script->line);
	struct tn_world *w = script->world;
	struct tn_value value;

	if (!name)
		return "expect what?";
	if (!strcmp(name, "state"))
		return tn_answer_word(script, tn_answer_state(w->tcb.state));
	if (!strcmp(name, "err"))
		return tn_answer_word(script, tn_answer_errno(w->err));
	if (!strcmp(name, "reason"))
		return tn_answer_word(script, w->reason ? tn_reason_name(w->reason) : "none");
	if (!strcmp(name, "count"))
		return tn_names_count(script);
	if (!strcmp(name, "deadline"))
		return tn_names_deadline(script);
	if (tn_names_find(w, name, &value))
		return tn_answer_number(script, &value);
	return "there is no such value";
}

static u32 *tn_names_word(struct tn_world *w, const char *name)
{
	if (!strcmp(name, "iss"))
		return &w->iss;
	if (!strcmp(name, "irs"))
		return &w->irs;
	if (!strcmp(name, "mtu"))
		return &w->mtu;
	if (!strcmp(name, "gso"))
		return &w->gso;
	if (!strcmp(name, "fastopen"))
		return &w->queue.limit;
	if (!strcmp(name, "rcvbuf"))
		return &w->rcvbuf;
	if (!strcmp(name, "rcvmost"))
		return &w->rcvmost;
	if (!strcmp(name, "cwnd"))
		return &w->tcb.cc.out.cwnd;
	if (!strcmp(name, "ssthresh"))
		return &w->tcb.cc.out.ssthresh;
	return NULL;
}

static bool *tn_names_bool(struct tn_script *script, const char *name)
{
	if (!strcmp(name, "reading"))
		return &script->world->reading;
	if (!strcmp(name, "bare"))
		return &script->world->bare;
	if (!strcmp(name, "starved"))
		return &script->world->starved;
	if (!strcmp(name, "relative"))
		return &script->relative;
	return NULL;
}

/* A constant that is neither; its value may be a list, which was cut at the commas */
static const char *tn_names_knob(struct tn_script *script, const char *name, const char *value)
{
	char buf[TN_CONFIG_TEXT_MAX] = "";
	struct tn_text text = { .buf = buf, .size = sizeof(buf) };

	do {
		tn_text_add(&text, "%s%s", text.len ? "," : "", value);
		tn_line_accept(&script->line, ",");
		value = tn_line_take(&script->line);
	} while (value);
	return tn_config_set(&script->world->cfg, name, buf) ? "there is no such value" : NULL;
}

static const char *tn_names_assign(struct tn_script *script, const char *name, const char *value)
{
	const struct tn_knob *knob = tn_knob_find(name);
	struct tn_world *w = script->world;
	bool *flag = tn_names_bool(script, name);
	u32 *word = tn_names_word(w, name), n;
	tn_time_t *span = NULL;

	if (knob && knob->kind != TN_KNOB_TIME && knob->kind != TN_KNOB_COUNT)
		return tn_names_knob(script, name, value);
	if (knob && knob->kind == TN_KNOB_TIME)
		span = tn_knob_time(knob, &w->cfg);
	if (!strcmp(name, "cong")) {
		w->cong = tn_cc_find(value);
		return w->cong ? NULL : "there is no such congestion control";
	}
	if (!strcmp(name, "tolerance"))
		span = &script->tolerance;
	if (flag) {
		*flag = !strcmp(value, "on");
		return *flag || !strcmp(value, "off") ? NULL : "on or off?";
	}
	if (span)
		return tn_word_time(value, span) ? NULL : "how many seconds?";
	if (!tn_word_number(value, &n))
		return "set to what number?";
	if (word)
		*word = n;
	else if (knob)
		*tn_knob_count(knob, &w->cfg) = n;
	else if (!strcmp(name, "peer_wnd"))
		w->peer_wnd = n;
	else
		return "there is no such setting";
	return NULL;
}

/**
 * tn_script_set() - "set ..."
 * @script: script; its line is behind the verb
 *
 * Return: NULL, or what is wrong.
 */
const char *tn_script_set(struct tn_script *script)
{
	const char *name = tn_line_take(&script->line);
	const char *value = tn_line_take(&script->line), *wrong;
	struct tn_world *w = script->world;

	if (!name || !value)
		return "set what?";
	wrong = tn_names_assign(script, name, value);
	/* What is copied at birth takes effect by being born again */
	if (!wrong && w->tcb.state == TN_CLOSED && !w->closed)
		tn_world_reset(w);
	return wrong;
}
