/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_PACE_H
#define TN_TCP_PACE_H

#include "tcp/tcb.h"

void tn_pace_choose(struct tn_tcb *tcb);
void tn_pace_set(struct tn_tcb *tcb, u64 max_rate, tn_time_t ahead);
u64 tn_pace_rate(const struct tn_tcb *tcb);
u32 tn_pace_burst(const struct tn_tcb *tcb);
bool tn_pace_holds(struct tn_tcb *tcb, tn_time_t now);
tn_time_t tn_pace_departure(const struct tn_tcb *tcb, tn_time_t now);
void tn_pace_sent(struct tn_tcb *tcb, tn_time_t now, struct tn_out *out);

#endif
