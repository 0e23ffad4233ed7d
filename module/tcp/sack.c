// SPDX-License-Identifier: GPL-2.0
/*
 * Selective acknowledgment (RFC 2018), what it says about duplicates (RFC 2883) and
 * about loss (RFC 6675).
 *
 * Received blocks are believed only where they lie inside [snd.una, snd.nxt).
 * The first one may instead report a duplicate: it lies below the ACK that it comes
 * with, or inside of the second block. Anything else is old, or forged.
 *
 * IsLost (RFC 6675 4): a range is lost once more than (DupThresh - 1) segments'
 * worth of bytes, or DupThresh separate ranges, above it have arrived. One walk
 * from the highest range downwards finds them all.
 */
#include <linux/kernel.h>

#include "tcp/sack.h"

/*
 * RFC 2883 5: compared with the ACK of the same segment, not with snd.una; and then with
 * the second block. What was never in a window of ours is no duplicate of it.
 */
static bool tn_sack_is_duplicate(struct tn_tcb *tcb, const struct tn_seg *seg)
{
	const struct tn_sack *block = seg->opt.sack;

	if (tn_seq_ge(block[0].start, block[0].end) || tn_seq_gt(block[0].end, tcb->snd.nxt) ||
	    tn_seq_lt(block[0].start, tcb->snd.una - tcb->snd.max_wnd) ||
	    tn_seq_le(block[0].start, tcb->snd.iss))
		return false;
	if (tn_seq_le(block[0].end, seg->ack)) {
		tn_count(tcb->stats, TN_MIB_TCP_DSACK_RECV);
		return true;
	}
	if (seg->opt.nsack > 1 && tn_seq_ge(block[0].start, block[1].start) &&
	    tn_seq_le(block[0].end, block[1].end)) {
		tn_count(tcb->stats, TN_MIB_TCP_DSACK_OFO_RECV);
		return true;
	}
	return false;
}

/* Is a block, or its beginning, known since the ACK before? Returns where news begin. */
static u32 tn_sack_news(const struct tn_sentq *q, u32 start, u32 end)
{
	unsigned int i;

	for (i = 0; i < q->nseen; i++)
		if (tn_seq_ge(start, q->seen[i].start) && tn_seq_lt(start, q->seen[i].end))
			return tn_seq_min(q->seen[i].end, end);
	return start;
}

/**
 * tn_sack_arrive() - read the SACK blocks of an ACK
 * @tcb:   connection that negotiated SACK; snd.una is up to date
 * @seg:   segment with blocks
 * @acked: what they told is added here
 * @twice: the duplicate that the first block reports; empty if it reports none
 *
 * Most blocks repeat what the ACK before has said: they are passed over.
 *
 * Context: any. Source: RFC 2018 5, RFC 2883 5.
 * Return: true if they told anything new.
 */
bool tn_sack_arrive(struct tn_tcb *tcb, const struct tn_seg *seg, struct tn_acked *acked,
		    struct tn_sack *twice)
{
	u32 before = tcb->sentq.sacked, start, end, news;
	struct tn_sack seen[TN_TCPOPT_NSACK_MAX];
	struct tn_sentq *q = &tcb->sentq;
	unsigned int i = 0, n = 0;

	if (!q->sacked)
		q->nseen = 0;
	if (seg->opt.nsack && tn_sack_is_duplicate(tcb, seg)) {
		*twice = seg->opt.sack[0];
		i++;
	}
	for (; i < seg->opt.nsack; i++) {
		start = seg->opt.sack[i].start;
		end = seg->opt.sack[i].end;
		if (tn_seq_ge(start, end) || tn_seq_gt(end, tcb->snd.nxt) ||
		    tn_seq_le(end, tcb->snd.una))
			continue;
		start = tn_seq_max(start, tcb->snd.una);
		news = tn_sack_news(q, start, end);
		if (news == end || tn_sentq_sack(tcb, news, end, acked))
			seen[n++] = (struct tn_sack){ start, end };
	}
	q->nseen = n;
	for (i = 0; i < n; i++)
		q->seen[i] = seen[i];
	return q->sacked != before;
}

/**
 * tn_sack_lose() - take for lost what IsLost says is
 * @tcb: connection that negotiated SACK
 * @now: current time
 *
 * Only without RACK, which it must not be combined with (RFC 8985 9.2). Ranges that
 * were sent again since they were lost are left to the timer: their loss cannot be told
 * from the order of arrival.
 *
 * Context: any. Cost: one step per range outstanding. Source: RFC 6675 4.
 * Return: bytes that were not known to be lost.
 */
u32 tn_sack_lose(struct tn_tcb *tcb, tn_time_t now)
{
	u32 bytes = 0, ranges = 0, lost = 0, thresh = tcb->cfg->dup_thresh;
	struct tn_sentq *q = &tcb->sentq;
	struct tn_sent *sent;
	bool in_range = false;

	list_for_each_entry_reverse(sent, &q->sent, link) {
		if (sent->flags & TN_SENT_SACKED) {
			bytes += sent->end - sent->seq;
			ranges += !in_range;
			in_range = true;
			continue;
		}
		in_range = false;
		if (!(sent->flags & TN_SENT_LOST) &&
		    (bytes > (thresh - 1) * tcb->snd.mss || ranges >= thresh)) {
			lost += sent->end - sent->seq;
			tn_sentq_lose(tcb, sent, now, TN_CAUSE_SACK);
		}
	}
	return lost;
}

/**
 * tn_sack_twice() - something arrived that is here already
 * @tcb:   connection
 * @start: its first sequence number
 * @end:   number behind it
 *
 * Not before the handshake is done: a connection that is half open has no room for it
 * (tcp/synq.c). What touches, and was not reported between, is one block; else the last
 * one counts.
 *
 * Context: any. Source: RFC 2883 4.
 */
void tn_sack_twice(struct tn_tcb *tcb, u32 start, u32 end)
{
	struct tn_sack *twice = &tcb->rcvq.twice;

	if (!tcb->sack_ok || tcb->state == TN_SYN_RECEIVED || !tn_seq_lt(start, end))
		return;
	tn_count(tcb->stats, tn_seq_lt(start, tcb->rcv.nxt) ? TN_MIB_TCP_DSACK_OLD_SENT :
							      TN_MIB_TCP_DSACK_OFO_SENT);
	if (twice->end != twice->start && tn_seq_le(start, twice->end) &&
	    tn_seq_ge(end, twice->start)) {
		twice->start = tn_seq_min(start, twice->start);
		twice->end = tn_seq_max(end, twice->end);
		return;
	}
	twice->start = start;
	twice->end = end;
}

/**
 * tn_sack_is_twice() - does the next ACK have a D-SACK block?
 * @tcb: connection
 *
 * Context: any.
 * Return: true if it has.
 */
bool tn_sack_is_twice(const struct tn_tcb *tcb)
{
	return tcb->rcvq.twice.start != tcb->rcvq.twice.end;
}

/**
 * tn_sack_sent() - a segment leaves, with our blocks
 * @tcb: connection
 *
 * Context: any. Source: RFC 2883 4 (2): a duplicate is reported once.
 */
void tn_sack_sent(struct tn_tcb *tcb)
{
	tcb->rcvq.twice.end = tcb->rcvq.twice.start;
}

/**
 * tn_sack_report() - put our own SACK blocks into a segment
 * @tcb: connection that negotiated SACK
 * @opt: options of the segment; the timestamp, if any, is in already
 *
 * What is there twice comes first. If it is part of a range behind a gap, that range was
 * moved to the front of the others when it came, and so is the second block.
 *
 * Context: any. Source: RFC 2018 4, RFC 2883 4.
 */
void tn_sack_report(const struct tn_tcb *tcb, struct tn_tcpopt *opt)
{
	unsigned int i = 0, j, fit;

	if (!tcb->rcvq.nsack && !tn_sack_is_twice(tcb))
		return;
	opt->has |= TN_OPT_SACK;
	fit = tn_tcpopt_nsack_fit(opt);
	if (tn_sack_is_twice(tcb))
		opt->sack[i++] = tcb->rcvq.twice;
	for (j = 0; j < tcb->rcvq.nsack && i < fit; j++)
		opt->sack[i++] = tcb->rcvq.sack[j];
	opt->nsack = i;
}
