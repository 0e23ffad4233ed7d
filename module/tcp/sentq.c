// SPDX-License-Identifier: GPL-2.0
/*
 * What was sent, when, and what became of it.
 *
 * The queue covers [snd.una, snd.nxt) without gaps: a list of ranges in
 * sequence order, each sent at one time as one tn_out. A range is cut in two
 * only when a SACK block, a partial ACK or a smaller retransmission makes its
 * parts differ. The payload itself is elsewhere (the shell's send store), so a
 * retransmission may take any range at any size.
 *
 * Every range is in exactly one account, by its flags, and by that in one of two
 * other lists or in none:
 *
 *      sent ----> pipe, flying      in the network, as far as is known
 *      SACKED --> sacked            arrived
 *      LOST ----> lost, losses      gone, to be sent again
 *      LOST|RETX -> pipe, flying    sent again, in the network
 *
 * so sentq.pipe is the pipe of RFC 6675 without ever being counted anew, what is
 * to be sent again is the head of losses, and what was sent longest ago is the head
 * of flying (RFC 8985 needs it).
 *
 * No step costs more than the ranges whose account changes. SACKed neighbours are
 * joined, so what arrived is as many ranges as it has holes; a SACK block is looked
 * for from where the last one was found; losses are noticed in the order of
 * sequence numbers, but for few exceptions, so each is put behind the one before.
 *
 * Nodes come from a spare list that the shell keeps topped up. When it is
 * empty, a range is not split (a SACK block that covers half a range is
 * forgotten, the peer will repeat it) and nothing new is sent.
 */
#include <linux/kernel.h>

#include "tcp/rate.h"
#include "tcp/sentq.h"

static bool tn_sentq_is_lost(const struct tn_sent *sent)
{
	return (sent->flags & (TN_SENT_LOST | TN_SENT_RETX)) == TN_SENT_LOST;
}

static u32 *tn_sentq_account(struct tn_sentq *q, u8 flags)
{
	if (flags & TN_SENT_SACKED)
		return &q->sacked;
	if ((flags & (TN_SENT_LOST | TN_SENT_RETX)) == TN_SENT_LOST)
		return &q->lost;
	return &q->pipe;
}

/* Put a loss where it belongs, looking from the one that was noticed last. */
static void tn_sentq_line_up(struct tn_sentq *q, struct tn_sent *sent)
{
	struct list_head *at = q->fresh ? &q->fresh->turn : &q->losses;

	while (at != &q->losses &&
	       tn_seq_gt(list_entry(at, struct tn_sent, turn)->seq, sent->seq))
		at = at->prev;
	while (at->next != &q->losses &&
	       tn_seq_lt(list_entry(at->next, struct tn_sent, turn)->seq, sent->seq))
		at = at->next;
	list_add(&sent->turn, at);
	q->fresh = sent;
}

/* Out of its account and the list that goes with it; to be followed by _enter(). */
static void tn_sentq_leave(struct tn_sentq *q, struct tn_sent *sent)
{
	*tn_sentq_account(q, sent->flags) -= sent->end - sent->seq;
	if (q->fresh == sent)
		q->fresh = sent->turn.prev == &q->losses ? NULL :
			   list_prev_entry(sent, turn);
	if (sent->flags & TN_SENT_SACKED)
		q->nsacked -= sent->segs;
	else
		list_del(&sent->turn);
}

static void tn_sentq_enter(struct tn_sentq *q, struct tn_sent *sent, u8 flags)
{
	sent->flags = flags;
	*tn_sentq_account(q, flags) += sent->end - sent->seq;
	if (flags & TN_SENT_SACKED)
		q->nsacked += sent->segs;
	else if (tn_sentq_is_lost(sent))
		tn_sentq_line_up(q, sent);
	else
		list_add_tail(&sent->turn, &q->flying);
}

/* It is in no account any more. */
static void tn_sentq_free(struct tn_sentq *q, struct tn_sent *sent)
{
	if (q->near == sent)
		q->near = sent->link.prev == &q->sent ? NULL :
			  list_prev_entry(sent, link);
	list_del(&sent->link);
	tn_sentq_give(q, sent);
}

static void tn_sentq_remove(struct tn_sentq *q, struct tn_sent *sent)
{
	tn_sentq_leave(q, sent);
	tn_sentq_free(q, sent);
}

/* Was it sent later? What left at once is told apart by its numbers (RFC 8985 6.2 step 2). */
static bool tn_sentq_newer(const struct tn_newest *newest, const struct tn_sent *sent, u32 end)
{
	return sent->at > newest->at ||
	       (sent->at == newest->at && tn_seq_gt(end, newest->end));
}

/* A range has arrived, up to @end. */
static void tn_sentq_arrived(struct tn_acked *acked, const struct tn_sent *sent, u32 end)
{
	bool once = !(sent->flags & TN_SENT_EVER);
	struct tn_newest *newest = once ? &acked->once : &acked->again;

	if (sent->flags & TN_SENT_SACKED)
		return;
	acked->bytes += end - sent->seq;
	if (once && (!newest->at || tn_seq_lt(sent->seq, acked->low)))
		acked->low = sent->seq;
	/* RFC 8985 6.2 step 3 */
	if (once && tn_seq_lt(end, acked->fack))
		acked->late = true;
	if (tn_sentq_newer(newest, sent, end))
		*newest = (struct tn_newest){ sent->at, end };
	/* draft-ietf-ccwg-bbr 4.1.2.3 IsNewestPacket */
	if (tn_sentq_newer(&acked->newest, sent, end)) {
		acked->newest = (struct tn_newest){ sent->at, end };
		acked->rate = sent->rate;
		acked->rate.tx_inflight -= min(sent->end - end, sent->rate.tx_inflight);
	}
}

/**
 * tn_sentq_init() - make an empty queue
 * @q: memory for it
 *
 * Context: any.
 */
void tn_sentq_init(struct tn_sentq *q)
{
	INIT_LIST_HEAD(&q->sent);
	INIT_LIST_HEAD(&q->flying);
	INIT_LIST_HEAD(&q->losses);
	INIT_LIST_HEAD(&q->spare);
}

/**
 * tn_sentq_give() - add a node to the spare list
 * @q:    queue
 * @sent: node, of any content; the queue owns it until tn_sentq_take()
 *
 * Context: any.
 */
void tn_sentq_give(struct tn_sentq *q, struct tn_sent *sent)
{
	list_add(&sent->link, &q->spare);
	q->nspare++;
}

/**
 * tn_sentq_take() - take a node from the spare list
 * @q: queue
 *
 * Context: any.
 * Return: a node that is the caller's, or NULL if there is none.
 */
struct tn_sent *tn_sentq_take(struct tn_sentq *q)
{
	struct tn_sent *sent;

	if (list_empty(&q->spare))
		return NULL;
	sent = list_first_entry(&q->spare, struct tn_sent, link);
	list_del(&sent->link);
	q->nspare--;
	return sent;
}

/**
 * tn_sentq_append() - remember what is sent for the first time
 * @tcb: connection
 * @seq: first sequence number, equal to snd.nxt
 * @end: sequence number behind the last one, the FIN's included
 * @now: time of sending
 *
 * Context: any.
 * Return: false if no spare node was left; nothing may be sent then.
 */
bool tn_sentq_append(struct tn_tcb *tcb, u32 seq, u32 end, tn_time_t now)
{
	struct tn_sent *sent = tn_sentq_take(&tcb->sentq);
	bool idle = !tcb->sentq.pipe;

	if (!sent)
		return false;
	sent->seq = seq;
	sent->end = end;
	sent->at = now;
	sent->cause = TN_CAUSE_NONE;
	list_add_tail(&sent->link, &tcb->sentq.sent);
	tn_sentq_enter(&tcb->sentq, sent, 0);
	tn_rate_sent(tcb, sent, idle);
	return true;
}

/**
 * tn_sentq_split() - cut a range in two
 * @q:    queue
 * @sent: range that was not SACKed, becomes [seq, @at)
 * @at:   where to cut, inside the range
 *
 * Context: any.
 * Return: the new range [@at, end), or NULL if no spare node was left.
 */
struct tn_sent *tn_sentq_split(struct tn_sentq *q, struct tn_sent *sent, u32 at)
{
	struct tn_sent *rest = tn_sentq_take(q);

	if (!rest)
		return NULL;
	rest->seq = at;
	rest->end = sent->end;
	rest->at = sent->at;
	rest->flags = sent->flags;
	rest->rate = sent->rate;
	tn_rate_split(sent, sent->end - at);
	rest->cause = sent->cause;
	sent->end = at;
	list_add(&rest->link, &sent->link);
	list_add(&rest->turn, &sent->turn);
	return rest;
}

/**
 * tn_sentq_ack() - a cumulative acknowledgment
 * @tcb:   connection
 * @una:   the new SND.UNA, at most snd.nxt
 * @acked: what it told is added here
 *
 * Context: any. Cost: one step per range that leaves.
 */
void tn_sentq_ack(struct tn_tcb *tcb, u32 una, struct tn_acked *acked)
{
	struct tn_sentq *q = &tcb->sentq;
	struct tn_sent *sent, *next;

	list_for_each_entry_safe(sent, next, &q->sent, link) {
		if (tn_seq_gt(sent->end, una)) {
			if (tn_seq_lt(sent->seq, una)) {
				u32 part = una - sent->seq;

				tn_sentq_arrived(acked, sent, una);
				*tn_sentq_account(q, sent->flags) -= part;
				sent->seq = una;
			}
			break;
		}
		tn_sentq_arrived(acked, sent, sent->end);
		tn_sentq_remove(q, sent);
	}
}

/* The range that holds @seq, which is outstanding */
static struct tn_sent *tn_sentq_find(const struct tn_sentq *q, u32 seq)
{
	struct tn_sent *sent = q->near ?: list_first_entry(&q->sent, struct tn_sent, link);

	while (tn_seq_gt(sent->seq, seq))
		sent = list_prev_entry(sent, link);
	while (tn_seq_le(sent->end, seq))
		sent = list_next_entry(sent, link);
	return sent;
}

/* Both are SACKed and touch: @sent becomes both. */
static void tn_sentq_absorb(struct tn_sentq *q, struct tn_sent *sent, struct tn_sent *next)
{
	tn_sentq_leave(q, sent);
	tn_sentq_leave(q, next);
	sent->end = next->end;
	sent->segs += next->segs;
	tn_sentq_enter(q, sent, sent->flags | next->flags);
	tn_sentq_free(q, next);
}

/* A range has arrived. Returns the one that holds it, and perhaps its neighbours. */
static struct tn_sent *tn_sentq_keep(struct tn_sentq *q, struct tn_sent *sent, u32 mss)
{
	struct tn_sent *prev;

	tn_sentq_leave(q, sent);
	sent->segs = DIV_ROUND_UP(sent->end - sent->seq, mss);
	tn_sentq_enter(q, sent, (sent->flags & TN_SENT_EVER) | TN_SENT_SACKED);
	if (q->sacked == sent->end - sent->seq || tn_seq_gt(sent->end, q->high_sacked))
		q->high_sacked = sent->end;
	if (sent->link.prev == &q->sent)
		return sent;
	prev = list_prev_entry(sent, link);
	if (!(prev->flags & TN_SENT_SACKED))
		return sent;
	tn_sentq_absorb(q, prev, sent);
	return prev;
}

/**
 * tn_sentq_sack() - a selective acknowledgment
 * @tcb:   connection
 * @start: first sequence number of the block, at least snd.una
 * @end:   sequence number behind it, at most snd.nxt
 * @acked: what it told is added here
 *
 * Context: any. Cost: one step per range of the block that had not arrived, and
 * per range between this block and the last one.
 * Return: false if for want of a spare node it could not all be noted.
 */
bool tn_sentq_sack(struct tn_tcb *tcb, u32 start, u32 end, struct tn_acked *acked)
{
	struct tn_sentq *q = &tcb->sentq;
	struct tn_sent *sent = tn_sentq_find(q, start);

	while (true) {
		q->near = sent;
		if (!(sent->flags & TN_SENT_SACKED)) {
			if (tn_seq_lt(sent->seq, start))
				sent = tn_sentq_split(q, sent, start);
			if (!sent || (tn_seq_gt(sent->end, end) && !tn_sentq_split(q, sent, end)))
				return false;
			tn_sentq_arrived(acked, sent, sent->end);
			sent = tn_sentq_keep(q, sent, tcb->snd.mss);
			q->near = sent;
		}
		if (list_is_last(&sent->link, &q->sent))
			return true;
		sent = list_next_entry(sent, link);
		if (tn_seq_ge(sent->seq, end))
			break;
	}
	if (sent->flags & TN_SENT_SACKED)
		tn_sentq_absorb(q, q->near, sent);
	return true;
}

/**
 * tn_sentq_lose() - take a range for lost
 * @tcb:   connection
 * @sent:  range
 * @now:   current time
 * @cause: why
 *
 * Context: any.
 */
void tn_sentq_lose(struct tn_tcb *tcb, struct tn_sent *sent, tn_time_t now, enum tn_cause cause)
{
	bool again = tn_sentq_is_lost(sent);

	sent->cause = cause;
	tn_sentq_leave(&tcb->sentq, sent);
	tn_sentq_enter(&tcb->sentq, sent, (sent->flags & TN_SENT_EVER) | TN_SENT_LOST);
	/* Too large for the path is not too much for it */
	if (!again && cause != TN_CAUSE_PATH)
		tn_rate_lost(tcb, sent, now);
}

/**
 * tn_sentq_lose_all() - take everything for lost
 * @tcb:        connection
 * @sacked_too: also what was selectively acknowledged: the peer may renege
 *              (RFC 2018 8)
 * @now:        current time
 * @cause:      why
 *
 * Context: any.
 */
void tn_sentq_lose_all(struct tn_tcb *tcb, bool sacked_too, tn_time_t now, enum tn_cause cause)
{
	struct tn_sent *sent;

	list_for_each_entry(sent, &tcb->sentq.sent, link)
		if (sacked_too || !(sent->flags & TN_SENT_SACKED))
			tn_sentq_lose(tcb, sent, now, cause);
}

/**
 * tn_sentq_again() - a range that is not lost was sent again, as a probe
 * @tcb:  connection
 * @sent: range that is in the network
 * @now:  time of sending
 *
 * Context: any. Source: RFC 8985 6.1, 7.3.
 */
void tn_sentq_again(struct tn_tcb *tcb, struct tn_sent *sent, tn_time_t now)
{
	tn_sentq_leave(&tcb->sentq, sent);
	sent->at = now;
	tn_sentq_enter(&tcb->sentq, sent, sent->flags | TN_SENT_EVER);
	tn_rate_sent(tcb, sent, false);
}

/**
 * tn_sentq_found() - nothing was lost: what was not sent again flies, as before
 * @q: queue
 *
 * Context: any. Cost: one step per range in the network or lost. Source: RFC 4015 3.
 */
void tn_sentq_found(struct tn_sentq *q)
{
	struct list_head *at = &q->flying;
	struct tn_sent *sent, *next;

	list_for_each_entry_safe(sent, next, &q->losses, turn) {
		tn_sentq_leave(q, sent);
		sent->flags &= ~TN_SENT_LOST;
		q->pipe += sent->end - sent->seq;
		/* Losses are in the order of numbers, which is nearly that of sending */
		while (at != &q->flying && list_entry(at, struct tn_sent, turn)->at > sent->at)
			at = at->prev;
		while (at->next != &q->flying &&
		       list_entry(at->next, struct tn_sent, turn)->at <= sent->at)
			at = at->next;
		list_add(&sent->turn, at);
		at = &sent->turn;
	}
}

/**
 * tn_sentq_resent() - a lost range was sent again
 * @tcb:  connection
 * @sent: range
 * @now:  time of sending
 *
 * Context: any.
 */
void tn_sentq_resent(struct tn_tcb *tcb, struct tn_sent *sent, tn_time_t now)
{
	bool idle = !tcb->sentq.pipe;

	tn_sentq_leave(&tcb->sentq, sent);
	sent->at = now;
	tn_sentq_enter(&tcb->sentq, sent, sent->flags | TN_SENT_RETX | TN_SENT_EVER);
	tn_rate_sent(tcb, sent, idle);
}

/**
 * tn_sentq_head() - the oldest unacknowledged range
 * @q: queue
 *
 * Context: any.
 * Return: the range, or NULL if nothing is outstanding.
 */
struct tn_sent *tn_sentq_head(struct tn_sentq *q)
{
	if (list_empty(&q->sent))
		return NULL;
	return list_first_entry(&q->sent, struct tn_sent, link);
}

/**
 * tn_sentq_last() - what was sent behind all else
 * @q: queue, not empty
 *
 * Context: any.
 * Return: the range.
 */
struct tn_sent *tn_sentq_last(struct tn_sentq *q)
{
	return list_last_entry(&q->sent, struct tn_sent, link);
}

/**
 * tn_sentq_first_lost() - the first range that is lost and not sent again
 * @q: queue
 *
 * Context: any.
 * Return: the range, or NULL if there is none.
 */
struct tn_sent *tn_sentq_first_lost(struct tn_sentq *q)
{
	if (list_empty(&q->losses))
		return NULL;
	return list_first_entry(&q->losses, struct tn_sent, turn);
}

/**
 * tn_sentq_join() - join a lost range with the lost ranges that follow it
 * @q:    queue
 * @sent: range that is lost and not sent again; grows
 * @want: no more than so many bytes are needed
 *
 * What was sent in small pieces need not be sent again in small pieces.
 *
 * Context: any. Source: RFC 9293 SHLD-28.
 */
void tn_sentq_join(struct tn_sentq *q, struct tn_sent *sent, u32 want)
{
	struct tn_sent *next;

	while (sent->end - sent->seq < want &&
	       !list_is_last(&sent->link, &q->sent)) {
		next = list_next_entry(sent, link);
		if (!tn_sentq_is_lost(next))
			break;
		tn_sentq_leave(q, next);
		q->lost += next->end - next->seq;
		sent->end = next->end;
		sent->flags |= next->flags;
		tn_sentq_free(q, next);
	}
}

/**
 * tn_sentq_purge() - forget everything that was sent
 * @q: queue; all nodes are spare afterwards
 *
 * Context: any.
 */
void tn_sentq_purge(struct tn_sentq *q)
{
	struct tn_sent *sent, *next;

	list_for_each_entry_safe(sent, next, &q->sent, link)
		tn_sentq_remove(q, sent);
}
