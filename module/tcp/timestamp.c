// SPDX-License-Identifier: GPL-2.0
/*
 * Timestamps: what to echo, and protection against wrapped sequence numbers
 * (RFC 7323 4 and 5).
 *
 * TS.Recent is taken from the segment that was next to be acknowledged when the
 * last ACK left, so that the echo includes the delay of a delayed ACK and is
 * never younger than the oldest unacknowledged segment. A segment whose TSval
 * is before TS.Recent is a duplicate from the past, unless the connection was
 * idle so long that the peer's clock may have wrapped.
 */
#include "tcp/timestamp.h"

/* RFC 7323 5.5: 24 days, after which TS.Recent means nothing */
#define TN_TIMESTAMP_OUTDATED	(24ull * 24 * 3600 * TN_NSEC_PER_SEC)

/**
 * tn_timestamp_stale() - the PAWS test
 * @tcb: connection that uses timestamps
 * @now: current time
 * @seg: segment that carries the option
 *
 * Context: any. Source: RFC 7323 5.3 R1, 5.5.
 * Return: true if the segment is an old duplicate.
 */
bool tn_timestamp_stale(const struct tn_tcb *tcb, tn_time_t now,
			const struct tn_seg *seg)
{
	return tn_seq_lt(seg->opt.tsval, tcb->ts.recent) &&
	       tn_time_sub(now, tcb->ts.recent_at) < TN_TIMESTAMP_OUTDATED;
}

/**
 * tn_timestamp_update() - remember what to echo
 * @tcb: connection that uses timestamps
 * @now: current time
 * @seg: acceptable segment that carries the option, not yet trimmed
 *
 * Context: any. Source: RFC 7323 4.3 (2).
 */
void tn_timestamp_update(struct tn_tcb *tcb, tn_time_t now,
			 const struct tn_seg *seg)
{
	if (tn_seq_gt(seg->seq, tcb->ts.last_ack_sent) ||
	    tn_timestamp_stale(tcb, now, seg))
		return;
	tcb->ts.recent = seg->opt.tsval;
	tcb->ts.recent_at = now;
}
