// SPDX-License-Identifier: GPL-2.0
/*
 * Selective acknowledgment (RFC 2018) and what it says about loss (RFC 6675).
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
 *
 * Ranges that were sent again since they were lost are left to the timer: their
 * loss cannot be told from the order of arrival.
 *
 * Context: any. Cost: one step per range outstanding. Source: RFC 6675 4.
 */
void tn_sack_lose(struct tn_tcb *tcb)
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
			tn_sentq_lose(q, sent);
	}
}

/**
 * tn_sack_report() - put our own SACK blocks into a segment
 * @tcb: connection that negotiated SACK
 * @opt: options of the segment; the timestamp, if any, is in already
 *
 * Context: any. Source: RFC 2018 4.
 */
void tn_sack_report(const struct tn_tcb *tcb, struct tn_tcpopt *opt)
{
	unsigned int i;

	if (!tcb->rcvq.nsack)
		return;
	opt->has |= TN_OPT_SACK;
	opt->nsack = min_t(u32, tcb->rcvq.nsack, tn_tcpopt_nsack_fit(opt));
	for (i = 0; i < opt->nsack; i++)
		opt->sack[i] = tcb->rcvq.sack[i];
}
