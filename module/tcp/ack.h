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
 * @pipe:     bytes in flight before the ACK
 * @lost:     tn_rate.lost before the ACK
 * @advanced: snd.una has moved
 * @sacked:   a SACK block told something new
 * @fast:     when it arrived, a fast recovery was going on
 * @ce:       bytes that it reports as marked
 * @echoed:   it has an echo of a mark: nothing grows by it (RFC 3168 6.1.2)
 * @dup:      it is a duplicate ACK (RFC 5681 2; with SACK: RFC 6675 2)
 */
struct tn_ack_sample {
	tn_time_t now;
	struct tn_acked acked;
	u64 rtt;
	u32 una;
	u32 pipe;
	u64 lost;
	u32 ce;
	bool advanced;
	bool sacked;
	bool fast;
	bool echoed;
	bool dup;
};

void tn_ack_arrive(struct tn_tcb *tcb, tn_time_t now, const struct tn_seg *seg,
		   struct tn_verdict *v);

#endif
