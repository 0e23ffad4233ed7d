// SPDX-License-Identifier: GPL-2.0
/*
 * The journal of a connection: every input of the machine, so that it can be
 * driven to the same states again, elsewhere (tools/replay).
 *
 * That is possible since the machine is pure: what it does follows from what
 * it was at first, from the inputs and from their times. So the journal holds
 *
 *   - a snapshot of the fresh control block, with the constants in force;
 *   - every segment, user call and run of the deadlines, each with its `now`;
 *   - every question what may leave, since how often it is asked depends on
 *     how much is below the machine, and each answer counts as sent;
 *   - the number of spare nodes, the one thing an allocator has a say in.
 *
 * Behind each there is a digest of the connection as the event has left it
 * (digest.c), so that the first event that turns out otherwise is found, not the last.
 *
 * One function lays a kind of record out, for reading and for writing: they
 * cannot differ. Reading trusts nothing: lengths, the checksum and all values
 * that are used as an index or a shift are checked.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "tcp/journal.h"
#include "tcp/pace.h"
#include "tcp/timeout.h"
#include "wire/bytes.h"
#include "wire/csum.h"
#include "wire/ipv4.h"

/* Smallest MSS that tn_tcb_path() lets pass */
#define TN_JOURNAL_MSS_MIN	48

/**
 * struct tn_journal_io - where reading or writing stands
 * @p:    next byte
 * @left: bytes that may be touched
 * @put:  write, else read
 * @bad:  it did not fit, or made no sense
 */
struct tn_journal_io {
	u8 *p;
	u32 left;
	bool put;
	bool bad;
};

/* The next @n bytes; NULL if there are not so many. */
static u8 *tn_journal_next(struct tn_journal_io *io, u32 n)
{
	u8 *p = io->p;

	if (io->bad || io->left < n) {
		io->bad = true;
		return NULL;
	}
	io->p += n;
	io->left -= n;
	return p;
}

static void tn_journal_bytes(struct tn_journal_io *io, void *v, u32 n)
{
	u8 *p = tn_journal_next(io, n);

	if (p && io->put)
		memcpy(p, v, n);
	else if (p)
		memcpy(v, p, n);
}

static void tn_journal_u8(struct tn_journal_io *io, u8 *v)
{
	tn_journal_bytes(io, v, 1);
}

static void tn_journal_u16(struct tn_journal_io *io, u16 *v)
{
	u8 *p = tn_journal_next(io, 2);

	if (p && io->put)
		tn_put_be16(p, *v);
	else if (p)
		*v = tn_get_be16(p);
}

static void tn_journal_u32(struct tn_journal_io *io, u32 *v)
{
	u8 *p = tn_journal_next(io, 4);

	if (p && io->put)
		tn_put_be32(p, *v);
	else if (p)
		*v = tn_get_be32(p);
}

static void tn_journal_u64(struct tn_journal_io *io, u64 *v)
{
	u32 high = *v >> 32, low = (u32)*v;

	tn_journal_u32(io, &high);
	tn_journal_u32(io, &low);
	if (!io->put)
		*v = (u64)high << 32 | low;
}

static void tn_journal_name(struct tn_journal_io *io, char *name)
{
	tn_journal_bytes(io, name, TANDEM_CC_NAME_MAX);
	if (!io->put && !io->bad && name[TANDEM_CC_NAME_MAX - 1])
		io->bad = true;
}

static void tn_journal_check(struct tn_journal_io *io, bool sane)
{
	if (!sane)
		io->bad = true;
}

static void tn_journal_sacks(struct tn_journal_io *io, struct tn_tcpopt *opt)
{
	unsigned int i;

	tn_journal_u8(io, &opt->nsack);
	tn_journal_check(io, opt->nsack <= TN_TCPOPT_NSACK_MAX);
	for (i = 0; i < opt->nsack && !io->bad; i++) {
		tn_journal_u32(io, &opt->sack[i].start);
		tn_journal_u32(io, &opt->sack[i].end);
	}
}

static void tn_journal_cookie(struct tn_journal_io *io, struct tn_cookie *cookie)
{
	tn_journal_u8(io, &cookie->len);
	tn_journal_check(io, cookie->len <= TN_COOKIE_MAX);
	if (!io->bad)
		tn_journal_bytes(io, cookie->byte, cookie->len);
}

static void tn_journal_accecn(struct tn_journal_io *io, struct tn_tcpopt *opt)
{
	unsigned int i;

	tn_journal_u8(io, &opt->acc_order);
	tn_journal_check(io, opt->acc_order <= 1);
	tn_journal_u8(io, &opt->acc_n);
	tn_journal_check(io, opt->acc_n <= TN_TCPOPT_ACCECN_MAX);
	for (i = 0; i < opt->acc_n && !io->bad; i++)
		tn_journal_u32(io, &opt->acc[i]);
}

/* Only options that are there: the other fields have no meaning. */
static void tn_journal_opt(struct tn_journal_io *io, struct tn_tcpopt *opt)
{
	tn_journal_u16(io, &opt->has);
	if (opt->has & TN_OPT_MSS)
		tn_journal_u16(io, &opt->mss);
	if (opt->has & TN_OPT_WSCALE) {
		tn_journal_u8(io, &opt->wscale);
		tn_journal_check(io, opt->wscale <= TN_TCPOPT_WSCALE_MAX);
	}
	if (opt->has & TN_OPT_TS) {
		tn_journal_u32(io, &opt->tsval);
		tn_journal_u32(io, &opt->tsecr);
	}
	if (opt->has & TN_OPT_UTO)
		tn_journal_u16(io, &opt->uto);
	if (opt->has & TN_OPT_SACK)
		tn_journal_sacks(io, opt);
	if (opt->has & TN_OPT_FASTOPEN)
		tn_journal_cookie(io, &opt->cookie);
	if (opt->has & TN_OPT_ACCECN)
		tn_journal_accecn(io, opt);
}

static void tn_journal_seg(struct tn_journal_io *io, struct tn_seg *seg)
{
	tn_journal_u64(io, &seg->when);
	tn_journal_u32(io, &seg->seq);
	tn_journal_u32(io, &seg->ack);
	tn_journal_u32(io, &seg->len);
	tn_journal_u16(io, &seg->wnd);
	tn_journal_u16(io, &seg->urg);
	tn_journal_u16(io, &seg->nsegs);
	tn_journal_u16(io, &seg->flags);
	tn_journal_u8(io, &seg->ecn);
	tn_journal_check(io, seg->ecn <= TN_ECN_MASK);
	tn_journal_opt(io, &seg->opt);
}

static void tn_journal_flag(struct tn_journal_io *io, bool *v)
{
	u8 byte = *v;

	tn_journal_u8(io, &byte);
	tn_journal_check(io, byte <= 1);
	*v = byte;
}

static void tn_journal_deal(struct tn_journal_io *io, struct tn_ecn_deal *deal)
{
	tn_journal_u8(io, &deal->mode);
	tn_journal_check(io, deal->mode <= TN_ECN_ACCURATE);
	tn_journal_u8(io, &deal->field);
	tn_journal_check(io, deal->field <= TN_ECN_MASK);
	tn_journal_flag(io, &deal->quiet);
	tn_journal_flag(io, &deal->plain);
	tn_journal_flag(io, &deal->offered);
}

static void tn_journal_half(struct tn_journal_io *io, struct tn_synq *q)
{
	u8 how = q->resent | q->fastopen << 1 | (q->timeouts > 1) << 2;

	tn_journal_u64(io, &q->opened);
	tn_journal_u64(io, &q->sent_at);
	tn_journal_u32(io, &q->iss);
	tn_journal_u32(io, &q->irs);
	tn_journal_u32(io, &q->ts_recent);
	tn_journal_u16(io, &q->peer_mss);
	tn_journal_u16(io, &q->peer_wnd);
	tn_journal_u16(io, &q->wnd);
	tn_journal_u8(io, &q->has);
	tn_journal_u8(io, &q->snd_wscale);
	tn_journal_u8(io, &q->rcv_wscale);
	tn_journal_deal(io, &q->ecn);
	tn_journal_flag(io, &q->ect);
	tn_journal_check(io, !(q->has & TN_OPT_WSCALE) || q->snd_wscale <= TN_TCPOPT_WSCALE_MAX);
	tn_journal_check(io, q->rcv_wscale <= TN_TCPOPT_WSCALE_MAX);
	tn_journal_u8(io, &how);
	tn_journal_check(io, how <= 7);
	q->resent = how & 1;
	q->fastopen = how >> 1 & 1;
	/* How often does not matter */
	if (how >> 2 && q->timeouts < 2)
		q->timeouts = 2;
	tn_journal_cookie(io, &q->offer);
}

static void tn_journal_put_digest(struct tn_journal_io *io,
				  struct tn_journal_digest *d)
{
	tn_journal_u8(io, &d->state);
	tn_journal_u8(io, &d->pending);
	tn_journal_u8(io, &d->mode);
	tn_journal_u8(io, &d->backoff);
	tn_journal_u16(io, &d->cause);
	tn_journal_u16(io, &d->begun);
	tn_journal_u32(io, &d->una);
	tn_journal_u32(io, &d->nxt);
	tn_journal_u32(io, &d->end);
	tn_journal_u32(io, &d->wnd);
	tn_journal_u32(io, &d->rcv_nxt);
	tn_journal_u32(io, &d->rcv_adv);
	tn_journal_u32(io, &d->cwnd);
	tn_journal_u32(io, &d->ssthresh);
	tn_journal_u32(io, &d->pipe);
	tn_journal_u32(io, &d->lost);
	tn_journal_u32(io, &d->rto_us);
	tn_journal_u32(io, &d->hash);
}

static void tn_journal_header(struct tn_journal_io *io, u8 *type, u8 *spare,
			      u32 *number, u64 *now)
{
	/* Length and checksum: by tn_journal_seal(), tn_journal_length() */
	tn_journal_next(io, TN_JOURNAL_AT_TYPE);
	tn_journal_u8(io, type);
	tn_journal_u8(io, spare);
	tn_journal_u32(io, number);
	tn_journal_u64(io, now);
}

/* What the type needs, behind the header. */
static void tn_journal_body(struct tn_journal_io *io, struct tn_journal_event *ev)
{
	switch (ev->type) {
	case TN_JOURNAL_SPAWN:
		tn_journal_half(io, &ev->half);
		break;
	case TN_JOURNAL_ARRIVE:
		tn_journal_seg(io, &ev->seg);
		break;
	case TN_JOURNAL_ASK:
		tn_journal_u8(io, &ev->cause);
		fallthrough;
	case TN_JOURNAL_ADVICE:
		tn_journal_u8(io, &ev->answer);
		tn_journal_u8(io, &ev->flag);
		tn_journal_u8(io, &ev->ecn);
		tn_journal_u32(io, &ev->value);
		tn_journal_u32(io, &ev->extra);
		break;
	case TN_JOURNAL_CONNECT:
	case TN_JOURNAL_READ:
	case TN_JOURNAL_RCVBUF:
	case TN_JOURNAL_RCVTUNE:
	case TN_JOURNAL_PRUNE:
	case TN_JOURNAL_URGENT:
	case TN_JOURNAL_SHARE:
		tn_journal_u32(io, &ev->value);
		break;
	case TN_JOURNAL_FASTOPEN:
		tn_journal_cookie(io, &ev->cookie);
		fallthrough;
	case TN_JOURNAL_OPTION:
	case TN_JOURNAL_SENT:
		tn_journal_u32(io, &ev->value);
		tn_journal_u8(io, &ev->flag);
		break;
	case TN_JOURNAL_END:
	case TN_JOURNAL_CLOSE:
	case TN_JOURNAL_NODELAY:
	case TN_JOURNAL_CORK:
	case TN_JOURNAL_FULL:
		tn_journal_u8(io, &ev->flag);
		break;
	case TN_JOURNAL_KEEPALIVE:
		tn_journal_u8(io, &ev->flag);
		tn_journal_u32(io, &ev->value);
		tn_journal_u64(io, &ev->idle);
		tn_journal_u64(io, &ev->intvl);
		break;
	case TN_JOURNAL_PATH:
		tn_journal_u32(io, &ev->value);
		tn_journal_u32(io, &ev->extra);
		break;
	case TN_JOURNAL_CONG:
		tn_journal_name(io, ev->name);
		break;
	case TN_JOURNAL_PACING:
		tn_journal_u64(io, &ev->idle);
		tn_journal_u64(io, &ev->intvl);
		break;
	case TN_JOURNAL_DEADLINE:
	case TN_JOURNAL_SHUTDOWN:
	case TN_JOURNAL_ABORT:
		break;
	default:
		io->bad = true;
	}
}

static void tn_journal_event_io(struct tn_journal_io *io, struct tn_journal_event *ev)
{
	tn_journal_header(io, &ev->type, &ev->spare, &ev->number, &ev->now);
	tn_journal_body(io, ev);
	if (ev->type != TN_JOURNAL_END)
		tn_journal_put_digest(io, &ev->digest);
}

static void tn_journal_schedule(struct tn_journal_io *io, struct tn_schedule *gaps)
{
	unsigned int i;

	tn_journal_u8(io, &gaps->n);
	tn_journal_check(io, gaps->n <= TN_SCHEDULE_MAX);
	for (i = 0; i < gaps->n && !io->bad; i++)
		tn_journal_u32(io, &gaps->ms[i]);
}

/* Every constant, since another one would be in force in the replay. */
static void tn_journal_config(struct tn_journal_io *io, struct tn_config *cfg)
{
	const struct tn_knob *knob;

	for (knob = tn_knobs; knob->name; knob++) {
		if (knob->kind == TN_KNOB_TIME) {
			tn_journal_u64(io, tn_knob_time(knob, cfg));
			tn_journal_check(io, *tn_knob_time(knob, cfg) <= tn_ms(knob->most));
		} else if (knob->kind == TN_KNOB_COUNT) {
			tn_journal_u8(io, tn_knob_count(knob, cfg));
			tn_journal_check(io, *tn_knob_count(knob, cfg) <= knob->most);
		} else if (knob->kind == TN_KNOB_SCHEDULE) {
			tn_journal_schedule(io, tn_knob_schedule(knob, cfg));
		}
	}
}

static void tn_journal_create_io(struct tn_journal_io *io, struct tn_journal_create *c)
{
	u8 type = TN_JOURNAL_CREATE, spare = 0, deadlines = TN_DL_COUNT;
	unsigned int i;
	u32 number = 0;

	tn_journal_header(io, &type, &spare, &number, &c->opened);
	tn_journal_check(io, type == TN_JOURNAL_CREATE && !number);
	tn_journal_u64(io, &c->id);
	tn_journal_bytes(io, &c->laddr, sizeof(c->laddr));
	tn_journal_bytes(io, &c->raddr, sizeof(c->raddr));
	tn_journal_bytes(io, &c->lport, sizeof(c->lport));
	tn_journal_bytes(io, &c->rport, sizeof(c->rport));
	tn_journal_u8(io, &c->nodelay);
	tn_journal_u8(io, &c->cork);
	tn_journal_u8(io, &c->keep_on);
	tn_journal_u8(io, &c->keep_cnt);
	tn_journal_u8(io, &c->pending);
	tn_journal_u8(io, &c->auth);
	tn_journal_check(io, !c->auth || c->auth == TN_OPT_AO || c->auth == TN_OPT_MD5);
	tn_journal_u16(io, &c->path_mss);
	tn_journal_check(io, c->path_mss >= TN_JOURNAL_MSS_MIN);
	tn_journal_u32(io, &c->gso);
	tn_journal_u32(io, &c->rcv_buf);
	tn_journal_u32(io, &c->rcv_most);
	tn_journal_u32(io, &c->clamp);
	tn_journal_u8(io, &c->wscale);
	tn_journal_check(io, c->wscale <= TN_TCPOPT_WSCALE_MAX);
	tn_journal_u32(io, &c->ts_offset);
	tn_journal_u64(io, &c->keep_idle);
	tn_journal_u64(io, &c->keep_intvl);
	tn_journal_u64(io, &c->user_timeout);
	tn_journal_u32(io, &c->adv_uto);
	tn_journal_u64(io, &c->fin_wait);
	tn_journal_u64(io, &c->answered);
	tn_journal_u8(io, &deadlines);
	tn_journal_check(io, deadlines == TN_DL_COUNT);
	for (i = 0; i < TN_DL_COUNT; i++)
		tn_journal_u64(io, &c->deadline[i]);
	tn_journal_u64(io, &c->max_rate);
	tn_journal_u64(io, &c->ahead);
	tn_journal_name(io, c->cong);
	tn_journal_config(io, &c->cfg);
}

/* Length and checksum, when all the rest of a record is written. */
static u32 tn_journal_seal(u8 *start, const struct tn_journal_io *io)
{
	u32 len = (u32)(io->p - start);

	if (WARN_ON_ONCE(io->bad))
		return 0;
	tn_put_be16(start + TN_JOURNAL_AT_LEN, (u16)len);
	tn_put_be16(start + TN_JOURNAL_AT_CSUM, 0);
	tn_put_be16(start + TN_JOURNAL_AT_CSUM, ~tn_csum(start, len, 0));
	return len;
}

/**
 * tn_journal_encode() - write an event
 * @p:  TN_JOURNAL_EVENT_MAX bytes
 * @ev: event, of any type but CREATE
 *
 * Context: any.
 * Return: bytes written.
 */
u32 tn_journal_encode(u8 *p, const struct tn_journal_event *ev)
{
	struct tn_journal_io io = { .p = p, .left = TN_JOURNAL_EVENT_MAX, .put = true };

	/* Writing changes nothing in it. */
	tn_journal_event_io(&io, (struct tn_journal_event *)ev);
	return tn_journal_seal(p, &io);
}

/**
 * tn_journal_encode_create() - write the record that a journal begins with
 * @p: TN_JOURNAL_CREATE_MAX bytes
 * @c: what it says
 *
 * Context: any.
 * Return: bytes written.
 */
u32 tn_journal_encode_create(u8 *p, const struct tn_journal_create *c)
{
	struct tn_journal_io io = { .p = p, .left = TN_JOURNAL_CREATE_MAX, .put = true };

	tn_journal_create_io(&io, (struct tn_journal_create *)c);
	return tn_journal_seal(p, &io);
}

/**
 * tn_journal_length() - how long is the record that begins here?
 * @p:     bytes
 * @avail: how many there are
 *
 * Context: any.
 * Return: bytes, all of them there; -ENODATA if it is not there to its end,
 * -EBADMSG if it is none, or was damaged.
 */
int tn_journal_length(const u8 *p, u32 avail)
{
	u32 len;

	if (avail < TN_JOURNAL_HLEN)
		return -ENODATA;
	len = tn_get_be16(p + TN_JOURNAL_AT_LEN);
	if (len < TN_JOURNAL_HLEN || len > TN_JOURNAL_CREATE_MAX)
		return -EBADMSG;
	if (len > avail)
		return -ENODATA;
	if (tn_csum(p, len, 0) != TN_CSUM_GOOD)
		return -EBADMSG;
	return (int)len;
}

/**
 * tn_journal_decode() - read an event
 * @p:   the record
 * @len: its length, as tn_journal_length() has found it
 * @ev:  what it says; what the type does not say is 0
 *
 * Context: any.
 * Return: 0, or -EBADMSG if it makes no sense.
 */
int tn_journal_decode(const u8 *p, u32 len, struct tn_journal_event *ev)
{
	struct tn_journal_io io = { .p = (u8 *)p, .left = len };

	memset(ev, 0, sizeof(*ev));
	tn_journal_event_io(&io, ev);
	return io.bad || io.left ? -EBADMSG : 0;
}

/**
 * tn_journal_decode_create() - read the record that a journal begins with
 * @p:   the record
 * @len: its length, as tn_journal_length() has found it
 * @c:   what it says
 *
 * Context: any.
 * Return: 0, or -EBADMSG if it makes no sense.
 */
int tn_journal_decode_create(const u8 *p, u32 len, struct tn_journal_create *c)
{
	struct tn_journal_io io = { .p = (u8 *)p, .left = len };

	memset(c, 0, sizeof(*c));
	tn_journal_create_io(&io, c);
	return io.bad || io.left ? -EBADMSG : 0;
}

/**
 * tn_journal_snapshot() - what a connection is before its first event
 * @c:   filled in, but for its id and addresses
 * @tcb: connection in CLOSED, its options set
 *
 * Context: any.
 */
void tn_journal_snapshot(struct tn_journal_create *c, const struct tn_tcb *tcb)
{
	unsigned int i;

	memset(c, 0, sizeof(*c));
	c->nodelay = tcb->nodelay;
	c->cork = tcb->cork;
	c->keep_on = tcb->keep.on;
	c->keep_cnt = tcb->keep.cnt;
	c->keep_idle = tcb->keep.idle;
	c->keep_intvl = tcb->keep.intvl;
	c->user_timeout = tcb->uto.user;
	c->adv_uto = tcb->uto.adv;
	c->fin_wait = tcb->fin_wait;
	c->pending = tcb->pending;
	c->auth = tcb->auth;
	c->path_mss = tcb->snd.path_mss;
	c->gso = tcb->snd.gso;
	c->rcv_buf = tcb->rcv.buf;
	c->rcv_most = tcb->tune.most;
	c->clamp = tcb->rcv.clamp;
	c->wscale = tcb->rcv.wscale;
	c->ts_offset = tcb->ts.offset;
	c->opened = tcb->opened;
	c->answered = tcb->persist.answered;
	c->max_rate = tcb->pace.max_rate;
	c->ahead = tcb->pace.ahead;
	for (i = 0; i < TN_DL_COUNT; i++)
		c->deadline[i] = tcb->deadline[i];
	for (i = 0; i < TANDEM_CC_NAME_MAX - 1 && tcb->cc.ops->name[i]; i++)
		c->cong[i] = tcb->cc.ops->name[i];
	c->cfg = *tcb->cfg;
}

/**
 * tn_journal_restore() - make a connection that is the same
 * @c:     snapshot; must outlive @tcb, which uses its constants
 * @tcb:   memory for it
 * @cong:  the congestion control that the snapshot names
 * @stats: counters
 *
 * Context: any.
 */
void tn_journal_restore(const struct tn_journal_create *c, struct tn_tcb *tcb,
			const struct tandem_cc_ops *cong,
			struct tn_stats __percpu *stats)
{
	unsigned int i;

	tn_tcb_init(tcb, &c->cfg, stats, c->opened);
	tn_tcb_auth(tcb, c->auth);
	tn_tcb_path(tcb, c->path_mss + 40u, c->gso);
	tn_tcb_cc_set(tcb, cong);
	tn_pace_set(tcb, c->max_rate, c->ahead);
	tcb->nodelay = c->nodelay;
	tcb->cork = c->cork;
	tcb->keep.on = c->keep_on;
	tcb->keep.cnt = c->keep_cnt;
	tcb->keep.idle = c->keep_idle;
	tcb->keep.intvl = c->keep_intvl;
	tn_timeout_set(tcb, c->opened, c->user_timeout);
	tn_timeout_advertise(tcb, c->opened, c->adv_uto);
	tcb->fin_wait = c->fin_wait;
	tcb->pending = c->pending;
	tcb->rcv.buf = c->rcv_buf;
	tcb->tune.most = c->rcv_most;
	tcb->rcv.clamp = c->clamp;
	tcb->rcv.wscale = c->wscale;
	tcb->ts.offset = c->ts_offset;
	tcb->persist.answered = c->answered;
	for (i = 0; i < TN_DL_COUNT; i++)
		tcb->deadline[i] = c->deadline[i];
}
