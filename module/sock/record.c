// SPDX-License-Identifier: GPL-2.0
/*
 * The recorder: what `tandem trace` switches on.
 *
 *	on	RECORD_ROOM recordings, each with a ring, are allocated
 *	connection begins: the least recently begun one that is not in use is taken over,
 *		its old contents are gone: so a journal outlives its connection until so
 *		many others have begun. If all are in use it is missed, and counted
 *	event	the record is appended; the oldest ones make room, but for CREATE,
 *		which stands apart: who replays must at least see what there was first
 *	off	everything is forgotten
 *
 * Connections begin in softirq, where a ring cannot be allocated: therefore the room is
 * made beforehand, and its size is the bound of the whole.
 *
 * A recording has a reference from its namespace's list and one from the socket that
 * writes to it. The socket writes under its own lock; tn_record.lock is for those who
 * read meanwhile. `off` goes through the sockets, so that an idle one does not keep its
 * ring.
 */
#include <linux/kref.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "sock/record.h"
#include "sock/socknet.h"

/* Recordings per namespace */
#define RECORD_ROOM	16

/* Bytes of a ring: some 3000 events */
#define RECORD_RING	SZ_256K

/**
 * struct tn_record - a recording
 * @ref:    the namespace's list, and the socket
 * @link:   in tn_recorder.all; guarded by its lock
 * @lock:   guards what follows
 * @info:   what is shown of it; the id is 0 while it was never used
 * @head:   where the oldest record begins in @ring
 * @used:   bytes in @ring
 * @ring:   RECORD_RING bytes
 * @ncreate: bytes in @create
 * @create: the CREATE record
 */
struct tn_record {
	struct kref ref;
	struct list_head link;
	spinlock_t lock; /* what follows */
	struct tn_record_info info;
	u32 head;
	u32 used;
	u8 *ring;
	u32 ncreate;
	u8 create[TN_JOURNAL_CREATE_MAX];
};

static void record_free(struct kref *ref)
{
	struct tn_record *r = container_of(ref, struct tn_record, ref);

	vfree(r->ring);
	kfree(r);
}

static struct tn_record *record_new(void)
{
	struct tn_record *r = kzalloc(sizeof(*r), GFP_KERNEL_ACCOUNT);

	if (!r)
		return NULL;
	r->ring = __vmalloc(RECORD_RING, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!r->ring) {
		kfree(r);
		return NULL;
	}
	kref_init(&r->ref);
	spin_lock_init(&r->lock);
	return r;
}

/* @n bytes out of the ring, from @at bytes behind its head. */
static void record_peek(const struct tn_record *r, u32 at, u8 *to, u32 n)
{
	u32 from = (r->head + at) % RECORD_RING;
	u32 first = min_t(u32, n, RECORD_RING - from);

	memcpy(to, r->ring + from, first);
	memcpy(to + first, r->ring, n - first);
}

static void record_append(struct tn_record *r, const u8 *from, u32 n)
	__must_hold(&r->lock)
{
	u8 len[2];
	u32 at, first;

	while (r->used + n > RECORD_RING) {
		record_peek(r, TN_JOURNAL_AT_LEN, len, sizeof(len));
		at = len[0] << 8 | len[1];
		r->head = (r->head + at) % RECORD_RING;
		r->used -= at;
		r->info.lost++;
	}
	at = (r->head + r->used) % RECORD_RING;
	first = min_t(u32, n, RECORD_RING - at);
	memcpy(r->ring + at, from, first);
	memcpy(r->ring, from + first, n - first);
	r->used += n;
}

static void record_put(struct tn_sock *ts, struct tn_journal_event *ev)
{
	struct tn_record *r = ts->record;
	u8 bytes[TN_JOURNAL_EVENT_MAX];

	tn_journal_digest(&ev->digest, &ts->tcb);
	spin_lock_bh(&r->lock);
	ev->number = r->info.events++;
	record_append(r, bytes, tn_journal_encode(bytes, ev));
	spin_unlock_bh(&r->lock);
}

/**
 * tn_record_event() - the machine has been through an event
 * @ts:    socket that is recorded
 * @type:  enum tn_journal_type
 * @now:   its time
 * @spare: spare nodes before it
 * @value: as struct tn_journal_event has it
 * @flag:  as struct tn_journal_event has it
 *
 * What an option has become is taken from the tcb.
 *
 * Context: socket lock held.
 */
void tn_record_event(struct tn_sock *ts, u8 type, tn_time_t now, u32 spare, u32 value, u32 flag)
{
	const struct tn_tcb *tcb = &ts->tcb;
	struct tn_journal_event ev = {
		.type = type,
		.spare = min_t(u32, spare, U8_MAX),
		.now = now,
		.value = value,
		.flag = flag,
	};

	if (type == TN_JOURNAL_KEEPALIVE) {
		ev.value = tcb->keep.cnt;
		ev.idle = tcb->keep.idle;
		ev.intvl = tcb->keep.intvl;
	} else if (type == TN_JOURNAL_PATH) {
		ev.extra = tcb->snd.gso;
	} else if (type == TN_JOURNAL_CONG) {
		strscpy(ev.name, tcb->cc.ops->name, sizeof(ev.name));
	} else if (type == TN_JOURNAL_PACING) {
		ev.idle = tcb->pace.max_rate;
		ev.intvl = tcb->pace.ahead;
	}
	record_put(ts, &ev);
}

/**
 * tn_record_segment() - a segment has arrived
 * @ts:    socket that is recorded
 * @now:   time
 * @spare: spare nodes before it
 * @seg:   segment
 *
 * Context: socket lock held.
 */
void tn_record_segment(struct tn_sock *ts, tn_time_t now, u32 spare, const struct tn_seg *seg)
{
	struct tn_journal_event ev = {
		.type = TN_JOURNAL_ARRIVE,
		.spare = min_t(u32, spare, U8_MAX),
		.now = now,
		.seg = *seg,
	};

	record_put(ts, &ev);
}

/**
 * tn_record_answer() - the machine was asked what may leave
 * @ts:     socket that is recorded
 * @now:    time
 * @spare:  spare nodes before it
 * @answer: its answer
 * @out:    the segment, if it is one
 *
 * Context: socket lock held.
 */
void tn_record_answer(struct tn_sock *ts, tn_time_t now, u32 spare, enum tn_send answer,
		      const struct tn_out *out)
{
	struct tn_journal_event ev = {
		.type = TN_JOURNAL_ASK,
		.spare = min_t(u32, spare, U8_MAX),
		.now = now,
		.answer = answer,
	};

	if (answer == TN_SEND_SEGMENT) {
		ev.flag = (u8)out->flags;
		ev.ecn = out->ecn | (out->flags & TN_TCP_AE ? TN_JOURNAL_AE : 0);
		ev.value = out->len;
		ev.extra = out->seq;
		ev.cause = out->cause;
	}
	record_put(ts, &ev);
}

/**
 * tn_record_fastopen() - tn_fastopen_ask(), recorded
 * @ts:  socket
 * @now: time
 * @ask: how
 *
 * Context: socket lock held.
 */
void tn_record_fastopen(struct tn_sock *ts, tn_time_t now, const struct tn_fastopen_ask *ask)
{
	struct tn_journal_event ev = {
		.type = TN_JOURNAL_FASTOPEN,
		.spare = min_t(u32, ts->tcb.sentq.nspare, U8_MAX),
		.now = now,
		.value = ask->mss,
		.flag = ask->wait | ask->bare << 1,
		.cookie = ask->cookie,
	};

	tn_fastopen_ask(&ts->tcb, ask);
	if (unlikely(ts->record))
		record_put(ts, &ev);
}

/**
 * tn_record_path() - tn_tcb_path(), recorded
 * @ts:  socket
 * @mtu: bytes of an IPv4 packet
 * @gso: what offload takes at once, bytes
 *
 * Context: socket lock held.
 */
void tn_record_path(struct tn_sock *ts, u32 mtu, u32 gso)
{
	TN_RECORD(ts, PATH, tn_sock_now(), mtu, 0, tn_tcb_path(&ts->tcb, mtu, gso));
}

/**
 * tn_record_advice() - tn_advice_arrive(), recorded
 * @ts:   socket
 * @icmp: ICMP error
 * @seq:  sequence number that it quotes
 * @v:    verdict of the event
 *
 * Context: socket lock held.
 */
void tn_record_advice(struct tn_sock *ts, const struct tn_icmp *icmp, u32 seq,
		      struct tn_verdict *v)
{
	struct tn_journal_event ev = {
		.type = TN_JOURNAL_ADVICE,
		.spare = min_t(u32, ts->tcb.sentq.nspare, U8_MAX),
		.now = tn_sock_now(),
		.flag = icmp->type,
		.answer = icmp->code,
		.value = icmp->mtu,
		.extra = seq,
	};

	tn_advice_arrive(&ts->tcb, ev.now, icmp, seq, v);
	if (unlikely(ts->record))
		record_put(ts, &ev);
}

/**
 * tn_record_cong() - tn_user_congestion(), recorded
 * @ts:  socket
 * @ops: congestion control
 * @v:   verdict
 *
 * Context: socket lock held.
 */
void tn_record_cong(struct tn_sock *ts, const struct tandem_cc_ops *ops, struct tn_verdict *v)
{
	TN_RECORD(ts, CONG, tn_sock_now(), 0, 0, tn_user_congestion(&ts->tcb, ops, v));
}

static bool record_is_wanted(const struct tn_recorder *rec, const struct tn_sock *ts)
{
	return rec->on && (!rec->port || rec->port == ts->tuple.lport ||
			   rec->port == ts->tuple.rport);
}

/* The least recently begun recording that is free, with a reference, last in the list. */
static struct tn_record *record_take(struct tn_recorder *rec)
	__must_hold(&rec->lock)
{
	struct tn_record *r;

	list_for_each_entry(r, &rec->all, link)
		if (!READ_ONCE(r->info.live)) {
			list_move_tail(&r->link, &rec->all);
			kref_get(&r->ref);
			return r;
		}
	rec->missed++;
	return NULL;
}

/* Empty a recording and make it that of @ts. */
static void record_start(struct tn_record *r, u64 id, struct tn_sock *ts)
{
	struct tn_journal_create c;

	tn_journal_snapshot(&c, &ts->tcb);
	c.id = id;
	c.laddr = ts->tuple.laddr;
	c.raddr = ts->tuple.raddr;
	c.lport = ts->tuple.lport;
	c.rport = ts->tuple.rport;

	spin_lock(&r->lock);
	r->info = (struct tn_record_info) {
		.id = id, .tuple = ts->tuple, .events = 1, .live = true,
	};
	r->head = 0;
	r->used = 0;
	r->ncreate = tn_journal_encode_create(r->create, &c);
	spin_unlock(&r->lock);
}

/**
 * tn_record_begin() - a connection begins: record it, if that is wanted
 * @ts: socket, its connection CLOSED, with all that it is given beforehand
 *
 * Context: any but hard interrupts, socket lock held.
 */
void tn_record_begin(struct tn_sock *ts)
{
	struct tn_recorder *rec = &tn_socknet(sock_net(&ts->sk))->recorder;

	if (likely(!READ_ONCE(rec->on)))
		return;
	tn_record_end(ts);
	spin_lock_bh(&rec->lock);
	if (record_is_wanted(rec, ts))
		ts->record = record_take(rec);
	if (ts->record)
		record_start(ts->record, ++rec->last_id, ts);
	spin_unlock_bh(&rec->lock);
}

/**
 * tn_record_spawn() - tn_synq_spawn(), recorded if that is wanted
 * @ts:  fresh socket, with all that it is given beforehand
 * @now: time
 * @q:   the half-open connection
 *
 * Context: any but hard interrupts, socket lock held.
 */
void tn_record_spawn(struct tn_sock *ts, tn_time_t now, const struct tn_synq *q)
{
	tn_record_begin(ts);
	tn_synq_spawn(q, &ts->tcb, now);
	if (unlikely(ts->record)) {
		struct tn_journal_event ev = {
			.type = TN_JOURNAL_SPAWN,
			.spare = min_t(u32, ts->tcb.sentq.nspare, U8_MAX),
			.now = now,
			.half = *q,
		};

		record_put(ts, &ev);
	}
}

/**
 * tn_record_end() - a connection is over, or shall not be recorded any more
 * @ts: socket, recorded or not
 *
 * Context: any but hard interrupts; socket lock held, or the socket unreachable.
 */
void tn_record_end(struct tn_sock *ts)
{
	struct tn_record *r = ts->record;

	if (likely(!r))
		return;
	ts->record = NULL;
	spin_lock_bh(&r->lock);
	WRITE_ONCE(r->info.live, false);
	spin_unlock_bh(&r->lock);
	kref_put(&r->ref, record_free);
}

static void record_forget(struct tn_recorder *rec)
{
	struct tn_record *r, *next;
	LIST_HEAD(all);

	spin_lock_bh(&rec->lock);
	WRITE_ONCE(rec->on, false);
	list_splice_init(&rec->all, &all);
	spin_unlock_bh(&rec->lock);
	list_for_each_entry_safe(r, next, &all, link)
		kref_put(&r->ref, record_free);
}

static int record_detach(struct sock *sk, void *arg)
{
	tn_record_end(tn_sk(sk));
	return 0;
}

/**
 * tn_record_off() - stop recording and forget what was recorded
 * @net: namespace
 *
 * Context: process, callers serialised; sleeps.
 */
void tn_record_off(struct net *net)
{
	unsigned long pos = 0;

	record_forget(&tn_socknet(net)->recorder);
	tn_sock_walk(net, &pos, record_detach, NULL);
}

/**
 * tn_record_on() - record new connections from here on; what was recorded is forgotten
 * @net:  namespace
 * @port: only those with this local or remote port; 0: all
 *
 * Return: 0 or -ENOMEM.
 * Context: process, callers serialised; sleeps.
 */
int tn_record_on(struct net *net, __be16 port)
{
	struct tn_recorder *rec = &tn_socknet(net)->recorder;
	struct tn_record *r, *next;
	unsigned int i;
	LIST_HEAD(all);

	tn_record_off(net);
	for (i = 0; i < RECORD_ROOM; i++) {
		r = record_new();
		if (!r)
			goto undo;
		list_add_tail(&r->link, &all);
	}

	spin_lock_bh(&rec->lock);
	list_splice(&all, &rec->all);
	rec->port = port;
	rec->missed = 0;
	WRITE_ONCE(rec->on, true);
	spin_unlock_bh(&rec->lock);
	return 0;

undo:
	list_for_each_entry_safe(r, next, &all, link)
		kref_put(&r->ref, record_free);
	return -ENOMEM;
}

/* The recording with the lowest id above @after, with a reference. */
static struct tn_record *record_find(struct tn_recorder *rec, u64 after)
{
	struct tn_record *r, *found = NULL;

	spin_lock_bh(&rec->lock);
	list_for_each_entry(r, &rec->all, link)
		if (r->info.id > after && (!found || r->info.id < found->info.id))
			found = r;
	if (found)
		kref_get(&found->ref);
	spin_unlock_bh(&rec->lock);
	return found;
}

/**
 * tn_record_show() - what is recorded
 * @net:   namespace
 * @after: id of the recording that was shown last, 0 to begin
 * @info:  the next one
 *
 * Return: false if there is no further one.
 * Context: process.
 */
bool tn_record_show(struct net *net, u64 after, struct tn_record_info *info)
{
	struct tn_record *r = record_find(&tn_socknet(net)->recorder, after);

	if (!r)
		return false;
	spin_lock_bh(&r->lock);
	*info = r->info;
	spin_unlock_bh(&r->lock);
	kref_put(&r->ref, record_free);
	return true;
}

/**
 * tn_record_copy() - a whole journal, as it is now
 * @net:     namespace
 * @after:   id of the recording that was copied last, 0 to begin
 * @id:      set to that of this one
 * @journal: set to the bytes, to be given to kvfree()
 * @len:     set to their number
 *
 * Return: 0, -ENOENT if there is no further one, or -ENOMEM.
 * Context: process; sleeps.
 */
int tn_record_copy(struct net *net, u64 after, u64 *id, u8 **journal, u32 *len)
{
	struct tn_record *r = record_find(&tn_socknet(net)->recorder, after);
	struct tn_journal_event end = { .type = TN_JOURNAL_END };
	u8 *to;

	if (!r)
		return -ENOENT;
	to = kvmalloc(TN_JOURNAL_CREATE_MAX + RECORD_RING + TN_JOURNAL_EVENT_MAX, GFP_KERNEL);
	if (to) {
		spin_lock_bh(&r->lock);
		*id = r->info.id;
		memcpy(to, r->create, r->ncreate);
		record_peek(r, 0, to + r->ncreate, r->used);
		*len = r->ncreate + r->used;
		end.flag = !r->info.live;
		end.number = r->info.events;
		spin_unlock_bh(&r->lock);
		end.now = tn_sock_now();
		*len += tn_journal_encode(to + *len, &end);
	}
	kref_put(&r->ref, record_free);
	*journal = to;
	return to ? 0 : -ENOMEM;
}

/**
 * tn_record_net_init() - a namespace begins
 * @rec: its recorder, zeroed
 *
 * Context: process.
 */
void tn_record_net_init(struct tn_recorder *rec)
{
	spin_lock_init(&rec->lock);
	INIT_LIST_HEAD(&rec->all);
}

/**
 * tn_record_net_exit() - a namespace ends
 * @rec: its recorder; no socket is left
 *
 * Context: process.
 */
void tn_record_net_exit(struct tn_recorder *rec)
{
	record_forget(rec);
}
