// SPDX-License-Identifier: GPL-2.0
/*
 * The reassembly queue: what arrived in the window, but out of order.
 *
 * A red-black tree of disjoint payload ranges, by sequence number. A newcomer
 * is trimmed to what is new on its left, swallows what it covers, and is
 * trimmed on its right; so each byte is kept once, and inserting costs
 * O(log n) however the segments are ordered. When the gap in front is filled,
 * drain moves the head of the tree into the verdict's delivery chain.
 *
 *        rcv.nxt
 *           |      +-------+      +----+
 *   ========+  gap | range | gap  |    |          in order: not here
 *           |      +-------+      +----+
 *
 * Memory is the shell's business. It may make one of two ranges that touch, and
 * when there is too little it has the furthest ones given up: the peer keeps what
 * is not acknowledged, even if it was told that it arrived (RFC 2018 8).
 *
 * Beside the tree stand the up to four ranges that changed last, latest first,
 * joined where they touch: they are the SACK blocks to send (RFC 2018 4: the
 * first block is the one that holds the segment which caused the ACK, the
 * others repeat the most recent ones).
 */
#include "tcp/rcvq.h"
#include "tcp/sack.h"

static struct tn_rcvd *tn_rcvq_entry(struct rb_node *node)
{
	return node ? rb_entry(node, struct tn_rcvd, node) : NULL;
}

static void tn_rcvq_erase(struct tn_rcvq *q, struct tn_rcvd *rcvd)
{
	rb_erase(&rcvd->node, &q->root);
	q->bytes -= rcvd->end - rcvd->seq;
}

static void tn_rcvq_sack_remove(struct tn_rcvq *q, unsigned int i)
{
	for (q->nsack--; i < q->nsack; i++)
		q->sack[i] = q->sack[i + 1];
}

/* RFC 2018 4: put [start, end), joined with what it touches, first. */
static void tn_rcvq_sack_add(struct tn_rcvq *q, u32 start, u32 end)
{
	unsigned int i = 0;

	while (i < q->nsack) {
		struct tn_sack *old = &q->sack[i];

		if (tn_seq_gt(old->start, end) || tn_seq_lt(old->end, start)) {
			i++;
			continue;
		}
		start = tn_seq_min(start, old->start);
		end = tn_seq_max(end, old->end);
		tn_rcvq_sack_remove(q, i);
		i = 0;
	}

	if (q->nsack < TN_TCPOPT_NSACK_MAX)
		q->nsack++;
	for (i = q->nsack - 1; i; i--)
		q->sack[i] = q->sack[i - 1];
	q->sack[0].start = start;
	q->sack[0].end = end;
}

/**
 * tn_rcvq_init() - make an empty queue
 * @q: memory for it
 *
 * Context: any.
 */
void tn_rcvq_init(struct tn_rcvq *q)
{
	q->root = RB_ROOT;
}

/* The last range that begins at @seq or before it */
static struct tn_rcvd *tn_rcvq_find(const struct tn_rcvq *q, u32 seq)
{
	struct rb_node *node = q->root.rb_node;
	struct tn_rcvd *found = NULL;

	while (node) {
		struct tn_rcvd *at = tn_rcvq_entry(node);

		if (tn_seq_le(at->seq, seq)) {
			found = at;
			node = node->rb_right;
		} else {
			node = node->rb_left;
		}
	}
	return found;
}

static void tn_rcvq_link(struct tn_rcvq *q, struct tn_rcvd *rcvd)
{
	struct rb_node **link = &q->root.rb_node, *parent = NULL;

	while (*link) {
		parent = *link;
		if (tn_seq_lt(rcvd->seq, tn_rcvq_entry(parent)->seq))
			link = &parent->rb_left;
		else
			link = &parent->rb_right;
	}
	rb_link_node(&rcvd->node, parent, link);
	rb_insert_color(&rcvd->node, &q->root);
	q->bytes += rcvd->end - rcvd->seq;
}

/* Cut off what is there already; swallow what is covered. May leave nothing. */
static void tn_rcvq_trim(struct tn_tcb *tcb, struct tn_rcvd *rcvd,
			 struct tn_verdict *v)
{
	struct tn_rcvd *prev, *next, *covered;
	struct tn_rcvq *q = &tcb->rcvq;
	bool first = true;

	prev = tn_rcvq_find(q, rcvd->seq);
	next = tn_rcvq_entry(prev ? rb_next(&prev->node) : rb_first(&q->root));
	if (prev && tn_seq_gt(prev->end, rcvd->seq)) {
		tn_count(tcb->stats, TN_MIB_TCP_OFO_MERGE);
		tn_sack_twice(tcb, rcvd->seq, tn_seq_min(prev->end, rcvd->end));
		first = false;
		rcvd->seq = tn_seq_min(prev->end, rcvd->end);
	}
	while (next && tn_seq_lt(next->seq, rcvd->end)) {
		tn_count(tcb->stats, TN_MIB_TCP_OFO_MERGE);
		/* RFC 2883 4.2: the first part of it that is a duplicate */
		if (first)
			tn_sack_twice(tcb, next->seq, tn_seq_min(next->end, rcvd->end));
		first = false;
		if (tn_seq_gt(next->end, rcvd->end)) {
			rcvd->end = next->seq;
			break;
		}
		covered = next;
		next = tn_rcvq_entry(rb_next(&next->node));
		tn_rcvq_erase(q, covered);
		v->reason = TN_REASON_TCP_DUPLICATE;
		tn_verdict_discard(v, covered);
	}
}

/**
 * tn_rcvq_insert() - keep a payload that is not in order yet
 * @tcb:  connection
 * @rcvd: payload; lies within the window and begins behind rcv.nxt
 * @v:    what is not wanted is added to its discard chain
 *
 * Context: any. Source: RFC 9293 3.10.7.4 (SHLD-31), RFC 2018 4.
 */
void tn_rcvq_insert(struct tn_tcb *tcb, struct tn_rcvd *rcvd,
		    struct tn_verdict *v)
{
	tn_rcvq_sack_add(&tcb->rcvq, rcvd->seq, rcvd->end);
	tn_rcvq_trim(tcb, rcvd, v);
	if (rcvd->seq == rcvd->end) {
		v->reason = TN_REASON_TCP_DUPLICATE;
		tn_verdict_discard(v, rcvd);
		return;
	}
	tn_rcvq_link(&tcb->rcvq, rcvd);
	v->queued = rcvd;
	tn_count(tcb->stats, TN_MIB_TCP_OFO_QUEUE);
}

/**
 * tn_rcvq_drain() - deliver what is in order now
 * @tcb: connection; rcv.nxt has just advanced, and advances further here
 * @v:   payloads are added to its chains
 *
 * Context: any.
 */
void tn_rcvq_drain(struct tn_tcb *tcb, struct tn_verdict *v)
{
	struct tn_rcvq *q = &tcb->rcvq;
	struct tn_rcvd *rcvd;
	unsigned int i = 0;
	bool first = true;

	while ((rcvd = tn_rcvq_entry(rb_first(&q->root)))) {
		if (tn_seq_gt(rcvd->seq, tcb->rcv.nxt))
			break;
		tn_rcvq_erase(q, rcvd);
		/* RFC 2883 4.2: the first part of the segment that is a duplicate */
		if (first)
			tn_sack_twice(tcb, rcvd->seq, tn_seq_min(rcvd->end, tcb->rcv.nxt));
		first = false;
		if (tn_seq_le(rcvd->end, tcb->rcv.nxt)) {
			v->reason = TN_REASON_TCP_DUPLICATE;
			tn_verdict_discard(v, rcvd);
			continue;
		}
		rcvd->seq = tcb->rcv.nxt;
		tcb->rcv.nxt = rcvd->end;
		tcb->info.bytes_received += rcvd->end - rcvd->seq;
		tn_verdict_deliver(v, rcvd);
	}

	while (i < q->nsack) {
		if (tn_seq_le(q->sack[i].end, tcb->rcv.nxt))
			tn_rcvq_sack_remove(q, i);
		else
			i++;
	}
}

/* What begins at @seq or behind it is not here any more: do not say so. */
static void tn_rcvq_sack_cut(struct tn_rcvq *q, u32 seq)
{
	unsigned int i = 0;

	while (i < q->nsack) {
		if (tn_seq_ge(q->sack[i].start, seq)) {
			tn_rcvq_sack_remove(q, i);
			continue;
		}
		q->sack[i].end = tn_seq_min(q->sack[i].end, seq);
		i++;
	}
}

/**
 * tn_rcvq_prune() - give up what lies furthest away
 * @tcb:  connection
 * @from: what begins here or behind
 * @v:    payloads are added to its discard chain
 *
 * Context: any. Source: RFC 2018 8.
 */
void tn_rcvq_prune(struct tn_tcb *tcb, u32 from, struct tn_verdict *v)
{
	struct tn_rcvq *q = &tcb->rcvq;
	struct tn_rcvd *last;

	while ((last = tn_rcvq_last(tcb)) && tn_seq_ge(last->seq, from)) {
		tn_rcvq_erase(q, last);
		v->reason = TN_REASON_TCP_RCVBUF_FULL;
		tn_verdict_discard(v, last);
		tn_count(tcb->stats, TN_MIB_OFO_PRUNED);
	}
	tn_rcvq_sack_cut(q, from);
}

/**
 * tn_rcvq_last() - the range furthest away
 * @tcb: connection
 *
 * Context: any.
 * Return: it, or NULL if the queue is empty.
 */
struct tn_rcvd *tn_rcvq_last(const struct tn_tcb *tcb)
{
	return tn_rcvq_entry(rb_last(&tcb->rcvq.root));
}

/**
 * tn_rcvq_before() - the range in front of another one, if they touch
 * @rcvd: a range in the queue
 *
 * Context: any.
 * Return: the range that ends where @rcvd begins, or NULL.
 */
struct tn_rcvd *tn_rcvq_before(const struct tn_rcvd *rcvd)
{
	struct tn_rcvd *prev = tn_rcvq_entry(rb_prev(&rcvd->node));

	return prev && prev->end == rcvd->seq ? prev : NULL;
}

/**
 * tn_rcvq_join() - two ranges that touch have become one
 * @tcb:   connection
 * @front: the first, which is both from now on
 * @back:  the second, which is the caller's
 *
 * Context: any.
 */
void tn_rcvq_join(struct tn_tcb *tcb, struct tn_rcvd *front, struct tn_rcvd *back)
{
	tn_rcvq_erase(&tcb->rcvq, back);
	tcb->rcvq.bytes += back->end - back->seq;
	front->end = back->end;
}

/**
 * tn_rcvq_purge() - give everything up
 * @tcb: connection
 * @v:   payloads are added to its discard chain
 *
 * Context: any.
 */
void tn_rcvq_purge(struct tn_tcb *tcb, struct tn_verdict *v)
{
	struct tn_rcvq *q = &tcb->rcvq;
	struct tn_rcvd *rcvd;

	while ((rcvd = tn_rcvq_entry(rb_first(&q->root)))) {
		tn_rcvq_erase(q, rcvd);
		tn_verdict_discard(v, rcvd);
	}
	q->nsack = 0;
}
