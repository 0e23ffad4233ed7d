// SPDX-License-Identifier: GPL-2.0
/*
 * What is true of a control block between two events, whatever happened before.
 *
 *   numbers     una <= nxt <= end + 1; what is sent and not acknowledged is what sentq covers
 *   sentq       ranges touch, none is empty, each is in the account that its flags say, and in the
 *               list that goes with it: what flies by time, losses by number
 *   rcvq        ranges are disjoint, in order, behind rcv.nxt, and add up; the SACK blocks, too
 *   window      the right edge is not left of rcv.nxt, nor is more unread than was received
 *   deadlines   in the future, or there are none: a CLOSED connection has none. Keep-alive may be
 *               overdue, when it is switched on after a long silence
 *
 * Asserted after every event by the script harness and by the fuzzers.
 */
#include "harness/invariant.h"
#include "tcp/deadline.h"
#include "tcp/sentq.h"

static const char *tn_invariant_numbers(const struct tn_tcb *tcb)
{
	if (tn_tcb_in(tcb, TN_STATE_IN(TN_CLOSED) | TN_STATE_IN(TN_LISTEN)))
		return NULL;
	if (tn_seq_gt(tcb->snd.una, tcb->snd.nxt))
		return "snd.una is behind snd.nxt";
	if (tn_seq_gt(tcb->snd.nxt, tcb->snd.end + tcb->shut_wr))
		return "snd.nxt is behind what was written";
	if (tcb->snd.mss == 0 || tcb->snd.gso_max < tcb->snd.mss)
		return "snd.mss is not between 1 and snd.gso_max";
	if (!tn_tcb_synchronized(tcb))
		return NULL;
	if (tn_seq_gt(tcb->rcv.user + tcb->fin_rcvd, tcb->rcv.nxt))
		return "the user has read more than was received";
	return NULL;
}

/* The two lists beside the one that has all ranges */
static const char *tn_invariant_turns(const struct tn_sentq *q)
{
	const struct tn_sent *sent, *prev = NULL;
	u32 pipe = 0, lost = 0, fresh = 0;

	list_for_each_entry(sent, &q->flying, turn) {
		if (prev && sent->at < prev->at)
			return "what flies is not in the order of sending";
		pipe += sent->end - sent->seq;
		prev = sent;
	}
	prev = NULL;
	list_for_each_entry(sent, &q->losses, turn) {
		if (prev && tn_seq_lt(sent->seq, prev->end))
			return "losses are not in the order of numbers";
		lost += sent->end - sent->seq;
		fresh += sent == q->fresh;
		prev = sent;
	}
	if (pipe != q->pipe || lost != q->lost)
		return "a range is in the wrong list";
	return !q->fresh || fresh ? NULL : "the last loss is none";
}

static const char *tn_invariant_sentq(const struct tn_tcb *tcb)
{
	u32 pipe = 0, sacked = 0, lost = 0, seq = tn_tcb_acked(tcb);
	const struct tn_sentq *q = &tcb->sentq;
	u32 nspare = 0, nsacked = 0;
	const struct tn_sent *sent;
	bool near = !q->near;

	list_for_each_entry(sent, &q->sent, link) {
		u32 len = sent->end - sent->seq;

		if (sent->seq != seq)
			return "sentq has a gap, or does not begin at snd.una";
		if (!tn_seq_gt(sent->end, sent->seq))
			return "sentq has an empty range";
		seq = sent->end;
		near |= sent == q->near;
		nsacked += sent->flags & TN_SENT_SACKED ? sent->segs : 0;
		if (sent->flags & TN_SENT_SACKED)
			sacked += len;
		else if ((sent->flags & (TN_SENT_LOST | TN_SENT_RETX)) == TN_SENT_LOST)
			lost += len;
		else
			pipe += len;
	}
	if (!list_empty(&q->sent) && seq != tcb->snd.nxt)
		return "sentq does not end at snd.nxt";
	if (list_empty(&q->sent) && tn_tcb_synchronized(tcb) && tcb->snd.una != tcb->snd.nxt)
		return "sentq is empty and something is outstanding";
	if (pipe != q->pipe || sacked != q->sacked || lost != q->lost || nsacked != q->nsacked)
		return "sentq's accounts differ from its ranges";
	list_for_each_entry(sent, &q->spare, link)
		nspare++;
	if (nspare != q->nspare)
		return "sentq's spare nodes are miscounted";
	return near ? tn_invariant_turns(q) : "sentq looks for blocks from where nothing is";
}

static const char *tn_invariant_rcvq(const struct tn_tcb *tcb)
{
	const struct tn_rcvq *q = &tcb->rcvq;
	const struct tn_rcvd *prev = NULL, *rcvd;
	const struct rb_node *node;
	u32 bytes = 0, i, j;

	for (node = rb_first(&q->root); node; node = rb_next(node)) {
		rcvd = rb_entry(node, struct tn_rcvd, node);
		if (!tn_seq_gt(rcvd->end, rcvd->seq))
			return "rcvq has an empty range";
		if (prev && tn_seq_lt(rcvd->seq, prev->end))
			return "rcvq's ranges overlap";
		if (!tn_seq_gt(rcvd->seq, tcb->rcv.nxt))
			return "rcvq holds what is in order";
		bytes += rcvd->end - rcvd->seq;
		prev = rcvd;
	}
	if (bytes != q->bytes)
		return "rcvq's bytes are miscounted";
	/* The reverse is possible: only the four ranges that changed last are reported */
	if ((q->nsack && !bytes) || q->nsack > TN_TCPOPT_NSACK_MAX)
		return "SACK blocks without out-of-order data, or too many";
	for (i = 0; i < q->nsack; i++) {
		if (!tn_seq_gt(q->sack[i].end, q->sack[i].start) ||
		    !tn_seq_gt(q->sack[i].start, tcb->rcv.nxt))
			return "a SACK block is empty, or in order";
		for (j = 0; j < i; j++)
			if (tn_seq_le(q->sack[i].start, q->sack[j].end) &&
			    tn_seq_le(q->sack[j].start, q->sack[i].end))
				return "two SACK blocks touch";
	}
	return NULL;
}

static const char *tn_invariant_deadlines(const struct tn_tcb *tcb, tn_time_t now)
{
	tn_time_t next = tn_deadline_next(tcb);
	unsigned int i;

	for (i = 0; i < TN_DL_COUNT; i++)
		if (i != TN_DL_KEEPALIVE && tcb->deadline[i] <= now)
			return "a deadline is armed that has passed";
	if (next != TN_TIME_NEVER &&
	    tn_tcb_in(tcb, TN_STATE_IN(TN_CLOSED) | TN_STATE_IN(TN_LISTEN) |
			   TN_STATE_IN(TN_TIME_WAIT)))
		return "a deadline is armed in a state without one";
	/* RFC 6298 5.1, RFC 9293 3.8.6.1: nobody waits for ever */
	if (tn_tcb_synchronized(tcb) && !list_empty(&tcb->sentq.sent) &&
	    !tn_deadline_armed(tcb, TN_DL_RTO) && !tn_deadline_armed(tcb, TN_DL_PERSIST))
		return "something is outstanding and neither RTO nor persist timer runs";
	return NULL;
}

/**
 * tn_invariant_broken() - is the control block sound?
 * @tcb: connection, between two events
 * @now: time of the last one
 *
 * Return: NULL, or what is broken.
 */
const char *tn_invariant_broken(const struct tn_tcb *tcb, tn_time_t now)
{
	const char *broken = tn_invariant_numbers(tcb);

	if (!broken)
		broken = tn_invariant_sentq(tcb);
	if (!broken)
		broken = tn_invariant_rcvq(tcb);
	if (!broken)
		broken = tn_invariant_deadlines(tcb, now);
	return broken;
}

/**
 * tn_invariant_held() - how many payload handles does the machine hold?
 * @tcb: connection
 *
 * Return: the number of ranges in its reassembly queue.
 */
u32 tn_invariant_held(const struct tn_tcb *tcb)
{
	const struct rb_node *node;
	u32 n = 0;

	for (node = rb_first(&tcb->rcvq.root); node; node = rb_next(node))
		n++;
	return n;
}
