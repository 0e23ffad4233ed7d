/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_ACK_H
#define TN_TCP_ACK_H

#include "tcp/sentq.h"
#include "tcp/tcb.h"
#include "tcp/verdict.h"

/**
 * struct tn_ack_sample - what one ACK told
 * @now:      time of the event
 * @acked:    bytes newly known to have arrived, and the send time for an RTT
 * @rtt:      round trip time that the ACK measured, ns; 0: none
 * @una:      snd.una before the ACK
 * @counted:  bytes of it that duplicate ACKs had been counted for (without SACK)
 * @first_ts: TSecr is older than the first segment that was sent again in this recovery:
 *            what it acknowledges is the original (RFC 3522 3)
 * @pipe:     bytes in flight before the ACK
 * @lost:     tn_rate.lost before the ACK
 * @advanced: snd.una has moved
 * @sacked:   a SACK block told something new
 * @twice:    what a D-SACK block says to have arrived twice; empty: there is none
 * @settled:  cwnd does not grow by it: when it arrived, a fast recovery was going on,
 *            or it has decided what a timeout was about
 * @ce:       bytes that it reports as marked
 * @echoed:   it has an echo of a mark: nothing grows by it (RFC 3168 6.1.2)
 * @dup:      it is a duplicate ACK (RFC 5681 2; with SACK: RFC 6675 2)
 */
struct tn_ack_sample {
	tn_time_t now;
	struct tn_acked acked;
	u64 rtt;
	u32 una;
	u32 counted;
	u32 pipe;
	u64 lost;
	u32 ce;
	struct tn_sack twice;
	bool first_ts;
	bool advanced;
	bool sacked;
	bool settled;
	bool echoed;
	bool dup;
};

/* tn_ack_duplicate() - does the ACK report a duplicate (RFC 2883)? */
static inline bool tn_ack_duplicate(const struct tn_ack_sample *sample)
{
	return sample->twice.start != sample->twice.end;
}

void tn_ack_arrive(struct tn_tcb *tcb, tn_time_t now, const struct tn_seg *seg,
		   struct tn_verdict *v);

#endif
