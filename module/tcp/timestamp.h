/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_TIMESTAMP_H
#define TN_TCP_TIMESTAMP_H

#include "tcp/tcb.h"

/**
 * tn_timestamp_val() - TSval of a segment that leaves now
 * @tcb: connection
 * @now: current time
 *
 * Context: any. Source: RFC 7323 5.4 (a tick lasts 1 ms to 1 s).
 * Return: the clock in ms, with the connection's offset.
 */
static inline u32 tn_timestamp_val(const struct tn_tcb *tcb, tn_time_t now)
{
	return (u32)tn_time_to_ms(now) + tcb->ts.offset;
}

bool tn_timestamp_stale(const struct tn_tcb *tcb, tn_time_t now,
			const struct tn_seg *seg);
void tn_timestamp_update(struct tn_tcb *tcb, tn_time_t now,
			 const struct tn_seg *seg);

#endif
