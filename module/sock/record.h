/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The recorder: journals (tcp/journal.h) of connections. See record.c.
 *
 * The machine is entered through the wrappers below. Each calls it and, if the connection is being
 * recorded, writes down what went in and what it left; else it costs one test of a pointer.
 *
 *   tn_record_begin()    socket lock held, connection CLOSED and ready: record it, if
 *                        that is wanted
 *   tn_record_end()      socket lock held or socket unreachable: nothing more will come;
 *                        may be called twice
 *
 * What recordings there are is in recorder.h.
 */
#ifndef TN_SOCK_RECORD_H
#define TN_SOCK_RECORD_H

#include "sock/recorder.h"
#include "sock/sock.h"
#include "tcp/advice.h"
#include "tcp/arrive.h"
#include "tcp/deadline.h"
#include "tcp/fastopen.h"
#include "tcp/journal.h"
#include "tcp/send.h"
#include "tcp/share.h"
#include "tcp/synq.h"
#include "tcp/user.h"

void tn_record_begin(struct tn_sock *ts);
void tn_record_end(struct tn_sock *ts);

/* record.c: write an event down, the machine has been through it */
void tn_record_event(struct tn_sock *ts, u8 type, tn_time_t now, u32 spare, u32 value, u32 flag);
void tn_record_segment(struct tn_sock *ts, tn_time_t now, u32 spare, const struct tn_seg *seg);
void tn_record_answer(struct tn_sock *ts, tn_time_t now, u32 spare, enum tn_send answer,
		      const struct tn_out *out);

/* record.c: a passive open */
void tn_record_spawn(struct tn_sock *ts, tn_time_t now, const struct tn_synq *q);

/* A wrapper around a call that may be recorded as @type. */
#define TN_RECORD(ts, type, now, value, flag, call)				\
	do {									\
		struct tn_sock *ts_ = (ts);					\
		u32 spare_ = ts_->tcb.sentq.nspare;				\
		call;								\
		if (unlikely(ts_->record))					\
			tn_record_event(ts_, TN_JOURNAL_##type, now, spare_,	\
					value, flag);				\
	} while (0)

static inline void tn_record_arrive(struct tn_sock *ts, tn_time_t now, const struct tn_seg *seg,
				    struct tn_verdict *v)
{
	u32 spare = ts->tcb.sentq.nspare;

	tn_arrive(&ts->tcb, now, seg, v);
	if (unlikely(ts->record))
		tn_record_segment(ts, now, spare, seg);
}

static inline enum tn_send tn_record_ask(struct tn_sock *ts, tn_time_t now, struct tn_out *out)
{
	u32 spare = ts->tcb.sentq.nspare;
	enum tn_send answer;

	answer = tn_send_next(&ts->tcb, now, out);
	if (unlikely(ts->record))
		tn_record_answer(ts, now, spare, answer, out);
	return answer;
}

static inline void tn_record_deadline(struct tn_sock *ts, tn_time_t now, struct tn_verdict *v)
{
	TN_RECORD(ts, DEADLINE, now, 0, 0, tn_deadline_run(&ts->tcb, now, v));
}

static inline void tn_record_connect(struct tn_sock *ts, tn_time_t now, u32 iss,
				     struct tn_verdict *v)
{
	tn_record_begin(ts);
	TN_RECORD(ts, CONNECT, now, iss, 0, tn_user_connect(&ts->tcb, now, iss, v));
}

static inline void tn_record_share(struct tn_sock *ts, tn_time_t now, u32 rto_us)
{
	TN_RECORD(ts, SHARE, now, rto_us, 0, tn_share_use(&ts->tcb, rto_us));
}

static inline void tn_record_sent(struct tn_sock *ts, tn_time_t now, u32 bytes, bool more,
				  struct tn_verdict *v)
{
	TN_RECORD(ts, SENT, now, bytes, more, tn_user_sent(&ts->tcb, now, bytes, more, v));
}

static inline void tn_record_full(struct tn_sock *ts, bool full)
{
	TN_RECORD(ts, FULL, tn_sock_now(), 0, full, tn_user_full(&ts->tcb, full));
}

static inline void tn_record_urgent(struct tn_sock *ts, tn_time_t now, u32 bytes,
				    struct tn_verdict *v)
{
	TN_RECORD(ts, URGENT, now, bytes, 0, tn_user_urgent(&ts->tcb, now, bytes, v));
}

static inline void tn_record_read(struct tn_sock *ts, tn_time_t now, u32 bytes,
				  struct tn_verdict *v)
{
	TN_RECORD(ts, READ, now, bytes, 0, tn_user_read(&ts->tcb, now, bytes, v));
}

static inline void tn_record_rcvbuf(struct tn_sock *ts, u32 bytes, struct tn_verdict *v)
{
	TN_RECORD(ts, RCVBUF, tn_sock_now(), bytes, 0, tn_user_rcvbuf(&ts->tcb, bytes, v));
}

static inline void tn_record_rcvtune(struct tn_sock *ts, u32 most)
{
	TN_RECORD(ts, RCVTUNE, tn_sock_now(), most, 0, tn_user_rcvtune(&ts->tcb, most));
}

static inline void tn_record_prune(struct tn_sock *ts, u32 from, struct tn_verdict *v)
{
	TN_RECORD(ts, PRUNE, tn_sock_now(), from, 0, tn_user_prune(&ts->tcb, from, v));
}

static inline void tn_record_shutdown(struct tn_sock *ts, tn_time_t now, struct tn_verdict *v)
{
	TN_RECORD(ts, SHUTDOWN, now, 0, 0, tn_user_shutdown(&ts->tcb, now, v));
}

static inline void tn_record_close(struct tn_sock *ts, tn_time_t now, bool unread,
				   struct tn_verdict *v)
{
	TN_RECORD(ts, CLOSE, now, 0, unread, tn_user_close(&ts->tcb, now, unread, v));
}

static inline void tn_record_abort(struct tn_sock *ts, tn_time_t now, struct tn_verdict *v)
{
	TN_RECORD(ts, ABORT, now, 0, 0, tn_user_abort(&ts->tcb, now, v));
}

static inline void tn_record_nodelay(struct tn_sock *ts, tn_time_t now, bool on,
				     struct tn_verdict *v)
{
	TN_RECORD(ts, NODELAY, now, 0, on, tn_user_nodelay(&ts->tcb, now, on, v));
}

static inline void tn_record_cork(struct tn_sock *ts, tn_time_t now, bool on,
				  struct tn_verdict *v)
{
	TN_RECORD(ts, CORK, now, 0, on, tn_user_cork(&ts->tcb, now, on, v));
}

static inline void tn_record_keepalive(struct tn_sock *ts, tn_time_t now, bool on)
{
	TN_RECORD(ts, KEEPALIVE, now, 0, on, tn_user_keepalive(&ts->tcb, now, on));
}

static inline void tn_record_pacing(struct tn_sock *ts, tn_time_t now, u64 max_rate,
				    tn_time_t ahead, struct tn_verdict *v)
{
	TN_RECORD(ts, PACING, now, 0, 0, tn_user_pacing(&ts->tcb, max_rate, ahead, v));
}

static inline void tn_record_option(struct tn_sock *ts, tn_time_t now, enum tn_option option,
				    u32 value, struct tn_verdict *v)
{
	TN_RECORD(ts, OPTION, now, value, option,
		  tn_user_option(&ts->tcb, now, option, value, v));
}

void tn_record_fastopen(struct tn_sock *ts, tn_time_t now, const struct tn_fastopen_ask *ask);
void tn_record_path(struct tn_sock *ts, u32 mtu, u32 gso);
void tn_record_advice(struct tn_sock *ts, const struct tn_icmp *icmp, u32 seq,
		      struct tn_verdict *v);
void tn_record_cong(struct tn_sock *ts, const struct tandem_cc_ops *ops, struct tn_verdict *v);

#endif
