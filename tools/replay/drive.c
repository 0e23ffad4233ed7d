// SPDX-License-Identifier: GPL-2.0
/*
 * The shell around the machine, as small as it gets: it calls what the journal says was
 * called, and looks after the memory. Payload is a handle without bytes; what has been
 * delivered is thrown away.
 */
#include <stdlib.h>

#include "cc/cc.h"
#include "replay.h"
#include "tcp/advice.h"
#include "tcp/arrive.h"
#include "tcp/deadline.h"
#include "tcp/send.h"
#include "tcp/sentq.h"
#include "tcp/share.h"
#include "tcp/synq.h"
#include "tcp/user.h"

static void *allocate(size_t size)
{
	void *p = calloc(1, size);

	if (!p)
		abort();
	return p;
}

static void discard(struct tn_rcvd *rcvd)
{
	while (rcvd) {
		struct tn_rcvd *next = rcvd->next;

		free(rcvd);
		rcvd = next;
	}
}

/* As many spare nodes as there were: what the machine does when they run out is repeated. */
static void set_spare(struct tn_sentq *q, u32 spare)
{
	while (q->nspare < spare)
		tn_sentq_give(q, allocate(sizeof(struct tn_sent)));
	while (q->nspare > spare)
		free(tn_sentq_take(q));
}

/**
 * drive_begin() - make the connection that the journal begins with
 * @d:      memory for it
 * @create: CREATE record
 *
 * Return: NULL, or why it cannot be done.
 */
const char *drive_begin(struct drive *d, const struct tn_journal_create *create)
{
	const struct tandem_cc_ops *cong = tn_cc_find(create->cong);

	d->create = *create;
	tn_journal_restore(&d->create, &d->tcb, cong ? cong : tandem_cc_default, NULL);
	return cong ? NULL : "it uses a congestion control that this program does not have";
}

static void arrive(struct drive *d, const struct tn_journal_event *ev, struct tn_verdict *v)
{
	struct tn_seg seg = ev->seg;

	if (seg.len) {
		seg.rcvd = allocate(sizeof(*seg.rcvd));
		seg.rcvd->seq = seg.seq + !!(seg.flags & TN_TCP_SYN);
		seg.rcvd->end = seg.rcvd->seq + seg.len;
	}
	tn_arrive(&d->tcb, ev->now, &seg, v);
}

static const char *ask(struct drive *d, const struct tn_journal_event *ev)
{
	struct tn_out out = { 0 };
	enum tn_send answer = tn_send_next(&d->tcb, ev->now, &out);

	if (answer != ev->answer)
		return "the machine gives another answer to what may leave";
	if (answer == TN_SEND_SEGMENT &&
	    (out.seq != ev->extra || out.len != ev->value || (u8)out.flags != ev->flag ||
	     (out.ecn | (out.flags & TN_TCP_AE ? TN_JOURNAL_AE : 0)) != ev->ecn ||
	     out.cause != ev->cause))
		return "the machine sends another segment";
	return NULL;
}

static const char *set_option(struct drive *d, const struct tn_journal_event *ev,
			      struct tn_verdict *v)
{
	const struct tandem_cc_ops *cong;

	switch (ev->type) {
	case TN_JOURNAL_NODELAY:
		tn_user_nodelay(&d->tcb, ev->now, ev->flag, v);
		return NULL;
	case TN_JOURNAL_CORK:
		tn_user_cork(&d->tcb, ev->now, ev->flag, v);
		return NULL;
	case TN_JOURNAL_RCVBUF:
		tn_user_rcvbuf(&d->tcb, ev->value, v);
		return NULL;
	case TN_JOURNAL_RCVTUNE:
		tn_user_rcvtune(&d->tcb, ev->value);
		return NULL;
	case TN_JOURNAL_FULL:
		tn_user_full(&d->tcb, ev->flag);
		return NULL;
	case TN_JOURNAL_PRUNE:
		tn_user_prune(&d->tcb, ev->value, v);
		return NULL;
	case TN_JOURNAL_KEEPALIVE:
		d->tcb.keep.cnt = ev->value;
		d->tcb.keep.idle = ev->idle;
		d->tcb.keep.intvl = ev->intvl;
		tn_user_keepalive(&d->tcb, ev->now, ev->flag);
		return NULL;
	case TN_JOURNAL_OPTION:
		tn_user_option(&d->tcb, ev->now, ev->flag, ev->value, v);
		return NULL;
	case TN_JOURNAL_PATH:
		tn_tcb_path(&d->tcb, ev->value, ev->extra);
		return NULL;
	case TN_JOURNAL_PACING:
		tn_user_pacing(&d->tcb, ev->idle, ev->intvl, v);
		return NULL;
	case TN_JOURNAL_CONG:
		cong = tn_cc_find(ev->name);
		if (!cong)
			return "a congestion control that this program does not have";
		tn_user_congestion(&d->tcb, cong, v);
		return NULL;
	default:
		return "an event that this program does not know";
	}
}

static void ask_fast(struct drive *d, const struct tn_journal_event *ev)
{
	const struct tn_fastopen_ask how = {
		.wait = ev->flag & 1,
		.bare = ev->flag & 2,
		.mss = ev->value,
		.cookie = ev->cookie,
	};

	tn_fastopen_ask(&d->tcb, &how);
}

static const char *call(struct drive *d, const struct tn_journal_event *ev, struct tn_verdict *v)
{
	struct tn_icmp icmp = {};

	switch (ev->type) {
	case TN_JOURNAL_CONNECT:
		tn_user_connect(&d->tcb, ev->now, ev->value, v);
		return NULL;
	case TN_JOURNAL_FASTOPEN:
		ask_fast(d, ev);
		return NULL;
	case TN_JOURNAL_SHARE:
		tn_share_use(&d->tcb, ev->value);
		return NULL;
	case TN_JOURNAL_ARRIVE:
		arrive(d, ev, v);
		return NULL;
	case TN_JOURNAL_SPAWN:
		tn_synq_spawn(&ev->half, &d->tcb, ev->now);
		return NULL;
	case TN_JOURNAL_DEADLINE:
		tn_deadline_run(&d->tcb, ev->now, v);
		return NULL;
	case TN_JOURNAL_ASK:
		return ask(d, ev);
	case TN_JOURNAL_SENT:
		tn_user_sent(&d->tcb, ev->now, ev->value, ev->flag, v);
		return NULL;
	case TN_JOURNAL_ADVICE:
		icmp.type = ev->flag;
		icmp.code = ev->answer;
		icmp.mtu = ev->value;
		tn_advice_arrive(&d->tcb, ev->now, &icmp, ev->extra, v);
		return NULL;
	case TN_JOURNAL_URGENT:
		tn_user_urgent(&d->tcb, ev->now, ev->value, v);
		return NULL;
	case TN_JOURNAL_READ:
		tn_user_read(&d->tcb, ev->now, ev->value, v);
		return NULL;
	case TN_JOURNAL_SHUTDOWN:
		tn_user_shutdown(&d->tcb, ev->now, v);
		return NULL;
	case TN_JOURNAL_CLOSE:
		tn_user_close(&d->tcb, ev->now, ev->flag, v);
		return NULL;
	case TN_JOURNAL_ABORT:
		tn_user_abort(&d->tcb, ev->now, v);
		return NULL;
	default:
		return set_option(d, ev, v);
	}
}

/**
 * drive_event() - one event
 * @d:  connection
 * @ev: event, neither CREATE nor END
 *
 * Return: NULL, or why it cannot be done; then the connection is in no state of use.
 */
const char *drive_event(struct drive *d, const struct tn_journal_event *ev)
{
	bool closed = d->tcb.state == TN_CLOSED;
	bool opens = ev->type == TN_JOURNAL_CONNECT || ev->type == TN_JOURNAL_SPAWN;
	struct tn_verdict v = { 0 };
	const char *why;

	if (opens != closed)
		return opens ? "the connection is opened a second time" :
			       "an event of a connection that is closed";
	set_spare(&d->tcb.sentq, ev->spare);
	why = call(d, ev, &v);
	discard(v.deliver);
	discard(v.discard);
	return why;
}

/**
 * drive_end() - free what the connection holds
 * @d: connection
 */
void drive_end(struct drive *d)
{
	struct tn_verdict v = { 0 };

	if (d->tcb.state != TN_CLOSED)
		tn_user_abort(&d->tcb, 0, &v);
	discard(v.discard);
	tn_sentq_purge(&d->tcb.sentq);
	set_spare(&d->tcb.sentq, 0);
}
