// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes the state machine: arbitrary segments, user calls and steps of time, from every state.
 *
 * The input is a program. Its first bytes choose the connection (options, buffer, offload) and the
 * state to begin in, reached by the ordinary way; then each byte is an event with its operands:
 * most segments lie near the numbers that matter, some anywhere. The user obeys the API, the
 * network nothing. After each event the control block must be sound (kunit/harness/invariant.c),
 * and here:
 *
 *   sending    ends; within the peer's window, but for one octet of a probe; nothing that was not
 *              written; a FIN only when there is one
 *   window     the edge that we offer never moves left
 *   payload    each handle comes back once; delivered ranges follow each other without a gap
 *   nodes      none is lost: at the end all are on one of the two lists
 *   the end    after an abort nothing is due and nothing is held
 *
 * With FUZZ_TRACE in the environment it says what it does: to read a reproducer.
 */
#include <stdarg.h>
#include <string.h>

#include "fuzz.h"
#include "harness/invariant.h"
#include "tcp/arrive.h"
#include "tcp/deadline.h"
#include "tcp/fastopen.h"
#include "tcp/listen.h"
#include "tcp/rcvq.h"
#include "tcp/rcvwnd.h"
#include "tcp/send.h"
#include "tcp/sentq.h"
#include "tcp/synq.h"
#include "tcp/timewait.h"
#include "tcp/user.h"

#define EVENTS		400	/* of one input */
#define SNDBUF		(1024u << 10)
#define PUMP_MAX	20000	/* segments in a row: more than SNDBUF / the least MSS */
#define PEER_ISS	0xffffff00u

/*
 * struct run - one input at work
 * @in:      the rest of it
 * @now:     clock
 * @tcb:     the connection
 * @tw:      what is left of it
 * @in_tw:   TIME-WAIT
 * @spawn:   it listens
 * @starved: no spare nodes are given
 * @opened:  CLOSED has been left: it is not left again
 * @expect:  next sequence number to be delivered
 * @adv:     right edge of the window we offered
 * @loads:   payload handles that were not given back
 * @nodes:   spare nodes that were given
 * @trace:   say what happens
 */
struct run {
	struct fuzz_input in;
	tn_time_t now;
	struct tn_tcb tcb;
	struct tn_timewait tw;
	bool in_tw;
	bool spawn;
	bool starved;
	bool opened;
	bool fast;
	u32 expect;
	u32 adv;
	u32 loads;
	u32 nodes;
	bool trace;
};

static void trace(const struct run *run, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static void trace(const struct run *run, const char *fmt, ...)
{
	va_list args;

	if (!run->trace)
		return;
	fprintf(stderr, "%llu.%09llu %-2u ", run->now / TN_NSEC_PER_SEC,
		run->now % TN_NSEC_PER_SEC, run->tcb.state);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fprintf(stderr, "\n");
}

static void top_up(struct run *run)
{
	while (!run->starved && run->tcb.sentq.nspare < TN_SENTQ_SPARE_LOW) {
		struct tn_sent *sent = malloc(sizeof(*sent));

		fuzz_assert(sent);
		tn_sentq_give(&run->tcb.sentq, sent);
		run->nodes++;
	}
}

static void check(struct run *run)
{
	const char *broken = tn_invariant_broken(&run->tcb, run->now);

	if (broken)
		fuzz_fail("%s", broken);
	if (run->loads != tn_invariant_held(&run->tcb))
		fuzz_fail("%u payload handles are out, %u are held", run->loads,
			  tn_invariant_held(&run->tcb));
	if (tn_tcb_synchronized(&run->tcb)) {
		if (tn_seq_lt(run->tcb.rcv.adv, run->adv))
			fuzz_fail("the window moved left");
		run->adv = run->tcb.rcv.adv;
	}
}

static void check_out(struct run *run, const struct tn_out *out)
{
	const struct tn_tcb *tcb = &run->tcb;
	u32 seq = out->seq + !!(out->flags & TN_TCP_SYN), end = seq + out->len;

	trace(run, "  out flags %02x seq %u len %u ack %u wnd %u", out->flags,
	      out->seq - tcb->snd.iss, out->len, out->ack - tcb->rcv.irs, out->wnd);
	if (!out->len)
		return;
	fuzz_assert(tn_seq_ge(seq, tcb->snd.una) && tn_seq_le(end, tcb->snd.end));
	if (out->flags & TN_TCP_SYN) {
		fuzz_assert(tcb->fo.asked && out->len + tn_tcpopt_len(&out->opt) <=
					     tcb->snd.path_mss);
		return;
	}
	fuzz_assert(out->mss > 0 && out->len <= tcb->snd.gso_max);
	fuzz_assert(out->retx || tn_seq_le(end, tcb->snd.una + tcb->snd.max_wnd + 1));
	fuzz_assert(!(out->flags & TN_TCP_FIN) || (tcb->shut_wr && end == tcb->snd.end));
}

static void pump(struct run *run)
{
	struct tn_out out;
	unsigned int n;

	for (n = 0; n < PUMP_MAX; n++) {
		top_up(run);
		if (tn_send_next(&run->tcb, run->now, &out) != TN_SEND_SEGMENT)
			return;
		check_out(run, &out);
	}
	fuzz_fail("it sends and sends");
}

static void free_chain(struct run *run, struct tn_rcvd *rcvd)
{
	struct tn_rcvd *next;

	for (; rcvd; rcvd = next) {
		next = rcvd->next;
		free(rcvd);
		run->loads--;
	}
}

static void act(struct run *run, struct tn_verdict *v)
{
	struct tn_rcvd *rcvd;

	trace(run, "  verdict %03x err %d reason %d", v->bits, v->err, v->reason);
	if (v->bits & TN_V_READY || (v->bits & TN_V_CONNECTED && !run->tcb.fo.child)) {
		run->expect = run->tcb.rcv.irs + 1;
		run->adv = run->tcb.rcv.adv;
	}
	for (rcvd = v->deliver; rcvd; rcvd = rcvd->next) {
		fuzz_assert(rcvd->seq == run->expect && tn_seq_gt(rcvd->end, rcvd->seq));
		run->expect = rcvd->end;
	}
	free_chain(run, v->deliver);
	free_chain(run, v->discard);
	fuzz_assert(!(v->bits & TN_V_ERROR) == !v->err);
	fuzz_assert(!(v->bits & TN_V_CLOSED) || run->tcb.state == TN_CLOSED);
	if (v->bits & TN_V_SEND)
		pump(run);
	if (v->bits & TN_V_TIMEWAIT) {
		tn_timewait_init(&run->tw, &run->tcb, run->now);
		run->in_tw = true;
	}
	check(run);
}

static void fresh(struct run *run)
{
	struct tn_sent *sent, *next;
	u8 options = fuzz_u8(&run->in);
	static const u32 bufs[] = { 256 << 10, 4096, 100, 8 << 20 };
	static const u32 mtus[] = { 1500, 9000, 88, 576 };

	/* Nodes of a control block that is born again */
	if (run->nodes)
		list_for_each_entry_safe(sent, next, &run->tcb.sentq.spare, link) {
			free(sent);
			run->nodes--;
		}
	tn_tcb_init(&run->tcb, &tn_config_rfc, NULL, run->now);
	run->tcb.rcv.buf = bufs[options & 3];
	run->tcb.rcv.wscale = tn_rcvwnd_scale(run->tcb.rcv.buf);
	tn_tcb_path(&run->tcb, mtus[options >> 2 & 3], options & 0x10 ? 65000 : 0);
	if (options & 0x20)
		run->tcb.acks.quick = 0;
	run->fast = options & 0x40;
	top_up(run);
}

static void arrive(struct run *run, struct tn_seg *seg);

/* A SYN that is accepted at once arrives a second time, at what was made of it */
static void spawn(struct run *run, struct tn_seg *syn)
{
	const struct tn_synq_ours ours = {
		.cfg = run->tcb.cfg, .iss = 0xfffffff0, .wscale = run->tcb.rcv.wscale,
	};
	struct tn_verdict v = {};
	struct tn_synq q;

	run->spawn = false;
	fresh(run);
	if (!run->fast) {
		tn_listen_spawn(&run->tcb, run->now, syn, ours.iss, &v);
		act(run, &v);
		return;
	}
	tn_synq_init(&q, run->now, syn, &ours);
	q.fastopen = true;
	tn_synq_spawn(&q, &run->tcb, run->now);
	syn->rcvd = NULL;
	arrive(run, syn);
}

static void arrive(struct run *run, struct tn_seg *seg)
{
	struct tn_verdict v = {};
	struct tn_out out;

	seg->when = run->now;
	trace(run, "in flags %02x seq %u len %u ack %u wnd %u opt %02x", seg->flags,
	      seg->seq - run->tcb.rcv.irs, seg->len, seg->ack - run->tcb.snd.iss, seg->wnd,
	      seg->opt.has);
	if (run->in_tw) {
		tn_timewait_arrive(&run->tw, run->now, seg, &out);
		return;
	}
	if (seg->len) {
		seg->rcvd = malloc(sizeof(*seg->rcvd));
		fuzz_assert(seg->rcvd);
		seg->rcvd->seq = seg->seq + !!(seg->flags & TN_TCP_SYN);
		seg->rcvd->end = seg->rcvd->seq + seg->len;
		run->loads++;
	}
	top_up(run);
	tn_arrive(&run->tcb, run->now, seg, &v);
	act(run, &v);
	if (v.bits & TN_V_SPAWN && run->spawn)
		spawn(run, seg);
}

/* Near a number that matters, or anywhere */
static u32 near_seq(struct run *run, const u32 *marks, unsigned int n)
{
	u8 how = fuzz_u8(&run->in);
	s8 off = fuzz_u8(&run->in);

	if (how == 0xff)
		return fuzz_u32(&run->in);
	if (how & 0x80)
		return marks[how % n] + off * 64;
	return marks[how % n] + (how & 0x40 ? off : 0);
}

static void event_segment(struct run *run)
{
	const struct tn_tcb *tcb = &run->tcb;
	const u32 theirs[] = { tcb->rcv.nxt, tcb->rcv.adv, tcb->rcv.irs, tcb->rcv.nxt + 1000 };
	const u32 ours[] = {
		tcb->snd.nxt, tcb->snd.una, tcb->snd.una + tcb->snd.mss, tcb->snd.end,
	};
	static const u16 lens[] = { 0, 1, 100, 1460, 536, 3, 20000, 65535 };
	u8 what = fuzz_u8(&run->in), flags = fuzz_u8(&run->in), i;
	struct tn_seg seg = { .flags = what & 0x80 ? flags : TN_TCP_ACK };

	seg.seq = near_seq(run, theirs, 4);
	seg.ack = near_seq(run, ours, 4);
	seg.len = lens[what & 7];
	seg.nsegs = seg.len > 1460 ? seg.len / 1460 : 1;
	seg.wnd = what & 0x08 ? fuzz_u16(&run->in) : 65535;
	if (what & 0x40)
		seg.opt.has = fuzz_u8(&run->in) & 0x1f;
	else if (tcb->ts.ok)
		seg.opt.has = TN_OPT_TS;
	seg.opt.tsval = tcb->ts.recent + (what & 0x20 ? (s8)fuzz_u8(&run->in) : 0);
	seg.opt.tsecr = what & 0x20 ? fuzz_u32(&run->in) : (u32)tn_time_to_ms(run->now);
	seg.opt.mss = what & 0x10 ? fuzz_u16(&run->in) : 1460;
	seg.opt.wscale = what & 0x10 ? fuzz_u8(&run->in) % 15 : 7;
	if (seg.opt.has & TN_OPT_SACK) {
		seg.opt.nsack = 1 + fuzz_u8(&run->in) % TN_TCPOPT_NSACK_MAX;
		for (i = 0; i < seg.opt.nsack; i++) {
			seg.opt.sack[i].start = near_seq(run, ours, 4);
			seg.opt.sack[i].end = near_seq(run, ours, 4);
		}
	}
	arrive(run, &seg);
}

static void event_time(struct run *run)
{
	u8 how = fuzz_u8(&run->in);
	struct tn_verdict v = {};
	tn_time_t due;

	due = run->in_tw ? run->tw.until : tn_deadline_next(&run->tcb);
	if (how & 0x80) {
		/* To the next deadline, and perhaps late */
		if (due == TN_TIME_NEVER)
			return;
		run->now = due > run->now ? due : run->now;
		run->now += tn_ms(how & 0x3f);
	} else {
		run->now += how & 0x40 ? tn_sec(how & 0x3f) : tn_ms(how & 0x3f);
	}
	trace(run, "time");
	if (run->in_tw || run->now < due)
		return;
	top_up(run);
	tn_deadline_run(&run->tcb, run->now, &v);
	act(run, &v);
}

/* States in which the API lets the user write */
#define MAY_WRITE							\
	(TN_STATE_IN(TN_SYN_SENT) | TN_STATE_IN(TN_SYN_RECEIVED) |	\
	 TN_STATE_IN(TN_ESTABLISHED) | TN_STATE_IN(TN_CLOSE_WAIT))

static void event_write(struct run *run)
{
	struct tn_tcb *tcb = &run->tcb;
	struct tn_verdict v = {};
	u16 how = fuzz_u16(&run->in);
	u32 bytes = how & 0x7fff;

	if (how & 0x4000)
		bytes *= 16;
	if (!tn_tcb_in(tcb, MAY_WRITE) || tcb->shut_wr || tcb->detached || !bytes ||
	    tcb->snd.end - tcb->snd.una + bytes > SNDBUF)
		return;
	trace(run, "write %u", bytes);
	top_up(run);
	tn_user_sent(tcb, run->now, bytes, how & 0x8000, &v);
	act(run, &v);
}

static void event_read(struct run *run)
{
	u32 bytes = fuzz_u16(&run->in), unread = tn_tcb_unread(&run->tcb);
	struct tn_verdict v = {};

	if (!tn_tcb_synchronized(&run->tcb) || run->tcb.detached || !unread)
		return;
	bytes = bytes == 0xffff || bytes > unread ? unread : bytes;
	trace(run, "read %u", bytes);
	tn_user_read(&run->tcb, run->now, bytes, &v);
	act(run, &v);
}

static void event_end(struct run *run)
{
	struct tn_tcb *tcb = &run->tcb;
	u8 how = fuzz_u8(&run->in) % 8;
	struct tn_verdict v = {};

	if (!run->opened || tcb->detached)
		return;
	trace(run, "%s", how == 0 ? "abort" : how < 4 ? "close" : "shutdown");
	top_up(run);
	if (how == 0)
		tn_user_abort(tcb, run->now, &v);
	else if (how < 4)
		tn_user_close(tcb, run->now,
			      tn_tcb_synchronized(tcb) && tn_tcb_unread(tcb), &v);
	else
		tn_user_shutdown(tcb, run->now, &v);
	act(run, &v);
}

static void event_option(struct run *run)
{
	u8 how = fuzz_u8(&run->in);
	struct tn_tcb *tcb = &run->tcb;
	struct tn_verdict v = {};
	bool on = how & 0x80;

	if (!run->opened || run->in_tw || tcb->detached || tcb->state == TN_CLOSED ||
	    tcb->state == TN_LISTEN)
		return;
	trace(run, "option %u %u", how % 6, on);
	top_up(run);
	switch (how % 8) {
	case 0:
		tn_user_nodelay(tcb, run->now, on, &v);
		break;
	case 1:
		tn_user_cork(tcb, run->now, on, &v);
		break;
	case 2:
		tcb->keep.idle = tn_sec(1 + (how & 15));
		tcb->keep.intvl = tn_sec(1);
		tn_user_keepalive(tcb, run->now, on);
		break;
	case 3:
		tn_user_rcvbuf(tcb, fuzz_u16(&run->in) * 16, &v);
		break;
	case 4:
		tn_tcb_path(tcb, fuzz_u16(&run->in), on ? 65000 : 0);
		break;
	case 5:
		run->starved = on;
		break;
	case 6:
		tn_user_rcvtune(tcb, fuzz_u16(&run->in) * 64);
		break;
	case 7:
		tn_user_prune(tcb, tcb->rcv.nxt + fuzz_u16(&run->in), &v);
		break;
	}
	act(run, &v);
}

static void connect(struct run *run)
{
	const struct tn_fastopen_ask ask = { .wait = true, .mss = 1460, .cookie = { .len = 8 } };
	struct tn_verdict v = {};

	run->opened = true;
	tn_user_connect(&run->tcb, run->now, 0xfffffff0, &v);
	if (run->fast) {
		u32 bytes;

		tn_fastopen_ask(&run->tcb, &ask);
		bytes = tn_fastopen_room(&run->tcb);
		tn_user_sent(&run->tcb, run->now, min(bytes, 100u), false, &v);
	}
	act(run, &v);
}

static void listen(struct run *run)
{
	run->opened = true;
	run->spawn = true;
	tn_user_listen(&run->tcb);
}

static void peer(struct run *run, u16 flags, u32 seq, u8 options)
{
	struct tn_seg seg = {
		.seq = PEER_ISS + seq,
		.ack = flags & TN_TCP_ACK ? run->tcb.snd.nxt : 0,
		.wnd = 65535,
		.flags = flags,
		.nsegs = 1,
		.opt = { .has = options, .mss = 1460, .wscale = 7, .tsval = 1 },
	};

	arrive(run, &seg);
}

/* The ordinary way to one of eleven states */
static void begin(struct run *run)
{
	u8 state = fuzz_u8(&run->in) % 12, options = fuzz_u8(&run->in);
	u8 ts = options & TN_OPT_TS;
	struct tn_verdict v = {};

	options &= TN_OPT_MSS | TN_OPT_WSCALE | TN_OPT_SACK_PERM | TN_OPT_TS;
	if (state == TN_CLOSED || state == 0)
		return;
	if (state == TN_LISTEN || state == TN_SYN_RECEIVED) {
		listen(run);
		if (state == TN_SYN_RECEIVED)
			peer(run, TN_TCP_SYN, 0, options);
		return;
	}
	connect(run);
	if (state == TN_SYN_SENT)
		return;
	run->now += tn_ms(100);
	peer(run, TN_TCP_SYN | TN_TCP_ACK, 0, options);
	if (state == TN_CLOSE_WAIT || state == TN_LAST_ACK)
		peer(run, TN_TCP_FIN | TN_TCP_ACK, 1, ts);
	if (state == TN_ESTABLISHED || state == TN_CLOSE_WAIT)
		return;
	tn_user_shutdown(&run->tcb, run->now, &v);
	act(run, &v);
	if (state == TN_FIN_WAIT_2 || state == TN_TIME_WAIT)
		peer(run, TN_TCP_ACK, 1, ts);
	if (state == TN_TIME_WAIT)
		peer(run, TN_TCP_FIN | TN_TCP_ACK, 1, ts);
}

static void event(struct run *run)
{
	u8 what = fuzz_u8(&run->in);

	switch (what % 16) {
	case 0 ... 6:
		event_segment(run);
		break;
	case 7 ... 8:
		event_time(run);
		break;
	case 9 ... 10:
		event_write(run);
		break;
	case 11:
		event_read(run);
		break;
	case 12:
		event_option(run);
		break;
	case 13:
		event_end(run);
		break;
	case 14:
		if (!run->opened)
			connect(run);
		break;
	case 15:
		if (!run->opened)
			listen(run);
		break;
	}
}

/* Nothing is left when it is over */
static void end(struct run *run)
{
	struct tn_sent *sent, *next;
	struct tn_verdict v = {};
	u32 nodes = 0;

	if (run->in_tw)
		tn_rcvq_purge(&run->tcb, &v);
	else
		tn_user_abort(&run->tcb, run->now, &v);
	free_chain(run, v.discard);
	fuzz_assert(!run->loads);
	fuzz_assert(tn_deadline_next(&run->tcb) == TN_TIME_NEVER);
	fuzz_assert(run->in_tw || list_empty(&run->tcb.sentq.sent));
	tn_sentq_purge(&run->tcb.sentq);
	list_for_each_entry_safe(sent, next, &run->tcb.sentq.spare, link) {
		free(sent);
		nodes++;
	}
	fuzz_assert(nodes == run->nodes);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct run run = {
		.in = { data, size },
		.now = tn_sec(1000),
		.trace = getenv("FUZZ_TRACE"),
	};
	unsigned int n = 0;

	fresh(&run);
	begin(&run);
	while (run.in.left && n++ < EVENTS)
		event(&run);
	end(&run);
	return 0;
}
