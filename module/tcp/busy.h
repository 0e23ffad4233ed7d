/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_BUSY_H
#define TN_TCP_BUSY_H

#include <linux/types.h>

#include "base/time.h"

struct tn_tcb;

/**
 * enum tn_busy_state - what a sender's time goes by: tcp/busy.c
 * @TN_BUSY_NOT:    nothing is to be sent, and all was acknowledged
 * @TN_BUSY_WORK:   the network, and our congestion control
 * @TN_BUSY_RWND:   the peer's window is used up, cwnd is not
 * @TN_BUSY_SNDBUF: all was sent, and the user waits for room to write
 * @TN_BUSY_STATES: how many
 */
enum tn_busy_state {
	TN_BUSY_NOT,
	TN_BUSY_WORK,
	TN_BUSY_RWND,
	TN_BUSY_SNDBUF,
	TN_BUSY_STATES,
};

/**
 * struct tn_busy - the account of it, written by tcp/busy.c
 * @state: enum tn_busy_state
 * @full:  the user waits for room to write
 * @since: up to when it is in @sum
 * @sum:   time in each state, ns; not kept of TN_BUSY_NOT
 */
struct tn_busy {
	u8 state;
	bool full;
	tn_time_t since;
	u64 sum[TN_BUSY_STATES];
};

void tn_busy_look(struct tn_tcb *tcb, tn_time_t now);
void tn_busy_written(struct tn_tcb *tcb, tn_time_t now);
void tn_busy_full(struct tn_tcb *tcb, bool full);
u64 tn_busy_time(const struct tn_tcb *tcb, tn_time_t now, enum tn_busy_state state);

#endif
