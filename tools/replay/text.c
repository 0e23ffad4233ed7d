// SPDX-License-Identifier: GPL-2.0
/*
 * Events, and the differences of two digests, as text.
 */
#include <stdio.h>

#include "replay.h"
#include "tcp/cause.h"
#include "tcp/send.h"

static const char *const types[] = {
#define NAME(id, name)			\
	[TN_JOURNAL_##id] = name,
	TN_JOURNAL_LIST(NAME)
#undef NAME
};

static const char *const states[] = {
	"none", "ESTABLISHED", "SYN-SENT", "SYN-RECEIVED", "FIN-WAIT-1", "FIN-WAIT-2",
	"TIME-WAIT", "CLOSED", "CLOSE-WAIT", "LAST-ACK", "LISTEN", "CLOSING",
};

static const char *const answers[] = {
	[TN_SEND_SEGMENT] = "segment", [TN_SEND_IDLE] = "idle", [TN_SEND_CWND] = "cwnd",
	[TN_SEND_WINDOW] = "window", [TN_SEND_SMALL] = "small", [TN_SEND_MEMORY] = "memory",
	[TN_SEND_PACED] = "paced",
};

static const char *const causes[] = {
#define CAUSE(id, name)			\
	[TN_CAUSE_##id] = name,
	TN_CAUSE_LIST(CAUSE)
#undef CAUSE
};

static const char *const modes[] = {
	[TN_REC_OPEN] = "", [TN_REC_FAST] = " FAST", [TN_REC_RTO] = " RTO",
};

static const char *look_up(const char *const *names, unsigned int n, unsigned int i)
{
	return i < n && names[i] ? names[i] : "?";
}

/* The name of a number that may be none of ours */
#define LOOK_UP(names, i)	look_up(names, ARRAY_SIZE(names), i)

static void flags(u16 set)
{
	static const char letters[] = "FSRPAUECe";
	unsigned int i;

	putchar(' ');
	for (i = 0; letters[i]; i++)
		if (set & 1 << i)
			putchar(letters[i]);
}

static void ecn(u8 field)
{
	static const char *const names[] = { "", " ect1", " ect0", " ce" };

	fputs(names[field & 3], stdout);
}

static void segment(const struct tn_seg *seg)
{
	unsigned int i;

	flags(seg->flags);
	printf(" seq %u len %u ack %u win %u", seg->seq, seg->len, seg->ack, seg->wnd);
	ecn(seg->ecn);
	if (seg->nsegs > 1)
		printf(" segs %u", seg->nsegs);
	if (seg->opt.has & TN_OPT_TS)
		printf(" ts %u/%u", seg->opt.tsval, seg->opt.tsecr);
	for (i = 0; seg->opt.has & TN_OPT_SACK && i < seg->opt.nsack; i++)
		printf(" sack %u-%u", seg->opt.sack[i].start, seg->opt.sack[i].end);
}

/**
 * text_event() - print an event and what it has left, as recorded
 * @ev:    event
 * @begin: time of the connection's beginning
 * @begun: recoveries that had begun before it
 */
void text_event(const struct tn_journal_event *ev, tn_time_t begin, u16 begun)
{
	const struct tn_journal_digest *d = &ev->digest;

	printf("%u +%.9f %s", ev->number, (ev->now - begin) / 1e9, LOOK_UP(types, ev->type));
	switch (ev->type) {
	case TN_JOURNAL_END:
		puts(ev->flag ? " (closed)" : " (still open)");
		return;
	case TN_JOURNAL_ARRIVE:
		segment(&ev->seg);
		break;
	case TN_JOURNAL_SPAWN:
		printf(" iss %u irs %u, SYN-ACK %s", ev->half.iss, ev->half.irs,
		       ev->half.fastopen ? "to be sent" :
		       ev->half.resent ? "sent more than once" : "sent once");
		break;
	case TN_JOURNAL_ASK:
		printf(" %s", LOOK_UP(answers, ev->answer));
		if (ev->answer == TN_SEND_SEGMENT) {
			flags(ev->flag | (ev->ecn & TN_JOURNAL_AE ? 1 << 8 : 0));
			printf(" seq %u len %u", ev->extra, ev->value);
			ecn(ev->ecn);
			if (ev->cause == TN_CAUSE_FRTO)
				fputs(" probe, by frto", stdout);
			else if (ev->cause)
				printf(" again, by %s", LOOK_UP(causes, ev->cause));
		}
		break;
	case TN_JOURNAL_CONG:
		printf(" %s", ev->name);
		break;
	case TN_JOURNAL_PATH:
		printf(" mtu %u gso %u", ev->value, ev->extra);
		break;
	case TN_JOURNAL_DEADLINE:
	case TN_JOURNAL_SHUTDOWN:
	case TN_JOURNAL_ABORT:
		break;
	default:
		printf(" %u flag %u", ev->value, ev->flag);
	}
	if (d->begun != begun)
		printf(", recovery by %s", LOOK_UP(causes, d->cause));
	printf("\n\t%s%s una %u nxt %u end %u wnd %u rcv %u adv %u",
	       LOOK_UP(states, d->state), LOOK_UP(modes, d->mode), d->una, d->nxt, d->end,
	       d->wnd, d->rcv_nxt, d->rcv_adv);
	printf(" cwnd %u ssthresh %u pipe %u lost %u rto %u us\n",
	       d->cwnd, d->ssthresh, d->pipe, d->lost, d->rto_us);
}

static unsigned int difference(const char *name, u32 recorded, u32 replayed)
{
	if (recorded == replayed)
		return 0;
	printf("  %-14s %10u recorded, %10u replayed\n", name, recorded, replayed);
	return 1;
}

/**
 * text_differences() - compare two digests, and print what differs
 * @recorded: what the kernel had
 * @replayed: what we have
 *
 * Return: true if they differ.
 */
bool text_differences(const struct tn_journal_digest *recorded,
		      const struct tn_journal_digest *replayed)
{
	const struct tn_journal_digest *a = recorded, *b = replayed;
	unsigned int n = 0;

	if (a->state != b->state)
		n += printf("  state          %10s recorded, %10s replayed\n",
			    LOOK_UP(states, a->state), LOOK_UP(states, b->state));
	n += difference("pending", a->pending, b->pending);
	n += difference("recovery mode", a->mode, b->mode);
	n += difference("backoff", a->backoff, b->backoff);
	n += difference("cause", a->cause, b->cause);
	n += difference("recoveries", a->begun, b->begun);
	n += difference("snd.una", a->una, b->una);
	n += difference("snd.nxt", a->nxt, b->nxt);
	n += difference("snd.end", a->end, b->end);
	n += difference("snd.wnd", a->wnd, b->wnd);
	n += difference("rcv.nxt", a->rcv_nxt, b->rcv_nxt);
	n += difference("rcv.adv", a->rcv_adv, b->rcv_adv);
	n += difference("cwnd", a->cwnd, b->cwnd);
	n += difference("ssthresh", a->ssthresh, b->ssthresh);
	n += difference("pipe", a->pipe, b->pipe);
	n += difference("lost", a->lost, b->lost);
	n += difference("rto_us", a->rto_us, b->rto_us);
	n += difference("hash of rest", a->hash, b->hash);
	return n;
}
