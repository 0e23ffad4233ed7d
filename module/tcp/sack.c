// SPDX-License-Identifier: GPL-2.0
/*
 * Selective acknowledgment (RFC 2018), what it says about duplicates (RFC 2883) and
 * about loss (RFC 6675).
 *
 * Received blocks are believed only where they lie inside [snd.una, snd.nxt):
 * anything else is a duplicate report (RFC 2883), old, or forged.
 *
 * IsLost (RFC 6675 4): a range is lost once more than (DupThresh - 1) segments'
 * worth of bytes, or DupThresh separate ranges, above it have arrived. One walk
 * from the highest range downwards finds them all.
 */
#include <linux/kernel.h>

#include "tcp/sack.h"

/**
 * tn_sack_arrive() - read the SACK blocks of an ACK
 * @tcb:   connection that negotiated SACK; snd.una is up to date
 * @opt:   options with blocks
 * @acked: what they told is added here
 *
 * Context: any. Source: RFC 2018 5.
 * Return: true if they told anything new.
 */
bool tn_sack_arrive(struct tn_tcb *tcb, const struct tn_tcpopt *opt,
		    struct tn_acked *acked)
{
	u32 before = tcb->sentq.sacked;
	unsigned int i;

	for (i = 0; i < opt->nsack; i++) {
		u32 start = opt->sack[i].start, end = opt->sack[i].end;

		if (tn_seq_ge(start, end) || tn_seq_gt(end, tcb->snd.nxt) ||
		    tn_seq_le(end, tcb->snd.una))
			continue;
		tn_sentq_sack(tcb, tn_seq_max(start, tcb->snd.una), end, acked);
	}
	return tcb->sentq.sacked != before;
}

/**
 * tn_sack_lose() - take for lost what IsLost says is
 * @tcb: connection that negotiated SACK
 * @now: current time
 *
 * Ranges that were sent again since they were lost are left to the timer: their
 * loss cannot be told from the order of arrival.
 *
 * Context: any. Cost: one step per range outstanding. Source: RFC 6675 4.
 */
void tn_sack_lose(struct tn_tcb *tcb, tn_time_t now)
{
	u32 bytes = 0, ranges = 0, thresh = tcb->cfg->dup_thresh;
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
		    (bytes > (thresh - 1) * tcb->snd.mss || ranges >= thresh))
			tn_sentq_lose(tcb, sent, now);
	}
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
