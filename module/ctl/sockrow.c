// SPDX-License-Identifier: GPL-2.0
/*
 * What a listing says about a socket, for netlink and /proc alike.
 *
 *	tn_sock_walk()     sockets, each locked  ──┐
 *	tn_half_walk()     half-open, accept.lock ─┼──▶ struct tn_sockrow ──▶ fn
 *	tn_socknet.tw      TIME-WAIT, tw_lock    ──┘
 *
 * Half-open connections have no socket yet (sock/half.c), they follow their
 * listener. TIME-WAIT connections have lost theirs (sock/twait.c), and with it
 * owner and file; what is left of them is listed after the sockets.
 */
#include <linux/tandem.h>

#include "ctl/sockrow.h"
#include "sock/half.h"
#include "sock/socknet.h"
#include "sock/twait.h"

struct tn_sockrow_visit {
	tn_sockrow_fn fn;
	void *arg;
	struct tn_sockrow_pos *pos;
	unsigned long skip;
};

static const u8 tn_sockrow_timers[TN_DL_COUNT] = {
	[TN_DL_REORDER] = TANDEM_TIMER_RETRANS,
	[TN_DL_PTO] = TANDEM_TIMER_RETRANS,
	[TN_DL_RTO] = TANDEM_TIMER_RETRANS,
	[TN_DL_PERSIST] = TANDEM_TIMER_PERSIST,
	[TN_DL_DELACK] = TANDEM_TIMER_DELACK,
	[TN_DL_SEND] = TANDEM_TIMER_OTHER,
	[TN_DL_KEEPALIVE] = TANDEM_TIMER_KEEPALIVE,
	[TN_DL_FIN_WAIT_2] = TANDEM_TIMER_TIMEWAIT,
	[TN_DL_USER] = TANDEM_TIMER_OTHER,
	[TN_DL_PACE] = TANDEM_TIMER_OTHER,
};

static u64 tn_sockrow_until(tn_time_t at)
{
	tn_time_t now = tn_sock_now();

	return at > now ? at - now : 0;
}

static void tn_sockrow_fill_timer(struct tn_sockrow *row, const struct tn_tcb *tcb)
{
	tn_time_t first = TN_TIME_NEVER;
	unsigned int i;

	for (i = 0; i < TN_DL_COUNT; i++) {
		if (tcb->deadline[i] >= first)
			continue;
		first = tcb->deadline[i];
		row->timer = tn_sockrow_timers[i];
	}
	if (row->timer == TANDEM_TIMER_NONE)
		return;
	row->expires = tn_sockrow_until(first);
	switch (row->timer) {
	case TANDEM_TIMER_RETRANS:
		row->retrans = tcb->rtt.backoff;
		break;
	case TANDEM_TIMER_PERSIST:
		row->retrans = tcb->persist.backoff;
		break;
	case TANDEM_TIMER_KEEPALIVE:
		row->retrans = tcb->keep.probes;
		break;
	}
}

/* A row that was listed before is passed over. */
static int tn_sockrow_show(struct tn_sockrow_visit *visit, const struct tn_sockrow *row)
{
	int err;

	if (visit->skip) {
		visit->skip--;
		return 0;
	}
	err = visit->fn(row, visit->arg);
	if (!err)
		visit->pos->part++;
	return err;
}

static int tn_sockrow_visit_half(const struct tn_half *half, void *arg)
{
	struct tn_sockrow row = {
		.tuple = half->tuple,
		.state = TN_SYN_RECEIVED,
		.timer = TANDEM_TIMER_RETRANS,
		.retrans = half->q.timeouts,
		.expires = tn_sockrow_until(READ_ONCE(half->q.deadline)),
		.uid = GLOBAL_ROOT_UID,
	};

	return tn_sockrow_show(arg, &row);
}

static int tn_sockrow_visit_sock(struct sock *sk, void *arg)
{
	const struct tn_tcb *tcb = &tn_sk(sk)->tcb;
	struct tn_sockrow_visit *visit = arg;
	struct tn_sockrow row = {
		.sk = sk,
		.tuple = tn_sk(sk)->tuple,
		.state = tcb->state,
		.uid = sock_i_uid(sk),
		.ino = sock_i_ino(sk),
	};
	int err;

	/* No connection, or one whose TIME-WAIT is listed by itself */
	if (sk->sk_state == TCP_CLOSE)
		return 0;
	if (tcb->state == TN_LISTEN) {
		row.rqueue = READ_ONCE(sk->sk_ack_backlog);
		row.wqueue = READ_ONCE(sk->sk_max_ack_backlog);
	} else if (tn_tcb_synchronized(tcb)) {
		row.rqueue = tn_tcb_unread(tcb);
		row.wqueue = tcb->snd.end - tn_tcb_acked(tcb);
	}
	tn_sockrow_fill_timer(&row, tcb);
	visit->skip = visit->pos->part;
	err = tn_sockrow_show(visit, &row);
	if (!err && tcb->state == TN_LISTEN)
		err = tn_half_walk(sk, tn_sockrow_visit_half, visit);
	if (!err)
		visit->pos->part = 0;
	return err;
}

static int tn_sockrow_walk_timewait(struct tn_socknet *sn, struct tn_sockrow_pos *pos,
				    const struct tn_sockrow_visit *visit)
{
	unsigned long skip = pos->tw;
	const struct tn_twait *twait;
	int err = 0;

	spin_lock_bh(&sn->tw_lock);
	list_for_each_entry(twait, &sn->tw, link) {
		struct tn_sockrow row = {
			.tuple = twait->tuple,
			.state = TN_TIME_WAIT,
			.timer = TANDEM_TIMER_TIMEWAIT,
			.expires = tn_sockrow_until(twait->tw.until),
			.uid = GLOBAL_ROOT_UID,
		};

		if (skip) {
			skip--;
			continue;
		}
		err = visit->fn(&row, visit->arg);
		if (err)
			break;
		pos->tw++;
	}
	spin_unlock_bh(&sn->tw_lock);
	return err;
}

/**
 * tn_sockrow_walk() - list sockets, half-open and TIME-WAIT connections
 * @net: network namespace
 * @pos: where to begin; moved behind the last row for which @fn returned 0
 * @fn:  called for each; must not sleep; a nonzero return ends the walk
 * @arg: for @fn
 *
 * Context: process context; takes each socket's lock and, of a
 * listener, accept.lock; then tw_lock.
 * Return: the first nonzero return of @fn, or 0 at the end.
 */
int tn_sockrow_walk(struct net *net, struct tn_sockrow_pos *pos, tn_sockrow_fn fn,
		    void *arg)
{
	struct tn_sockrow_visit visit = { .fn = fn, .arg = arg, .pos = pos };

	return tn_sock_walk(net, &pos->id, tn_sockrow_visit_sock, &visit) ?:
	       tn_sockrow_walk_timewait(tn_socknet(net), pos, &visit);
}
