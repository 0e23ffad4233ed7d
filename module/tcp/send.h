/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_SEND_H
#define TN_TCP_SEND_H

#include "tcp/seg.h"
#include "tcp/tcb.h"

/**
 * enum tn_send - answer to "what may leave now?"
 * @TN_SEND_SEGMENT: the segment in @out may leave; ask again
 * @TN_SEND_IDLE:    nothing is waiting
 * @TN_SEND_CWND:    the congestion window is full
 * @TN_SEND_WINDOW:  the peer's window is full
 * @TN_SEND_SMALL:   less than a segment: held by Nagle, SWS avoidance or a cork
 * @TN_SEND_MEMORY:  no spare node to remember it with
 * @TN_SEND_PACED:   it is too early (tcp/pace.c)
 */
enum tn_send {
	TN_SEND_SEGMENT,
	TN_SEND_IDLE,
	TN_SEND_CWND,
	TN_SEND_WINDOW,
	TN_SEND_SMALL,
	TN_SEND_MEMORY,
	TN_SEND_PACED,
};

enum tn_send tn_send_next(struct tn_tcb *tcb, tn_time_t now, struct tn_out *out);

#endif
