/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_SACK_H
#define TN_TCP_SACK_H

#include "tcp/sentq.h"
#include "tcp/tcb.h"

bool tn_sack_arrive(struct tn_tcb *tcb, const struct tn_seg *seg, struct tn_acked *acked,
		    struct tn_sack *twice);
u32 tn_sack_lose(struct tn_tcb *tcb, tn_time_t now);
void tn_sack_twice(struct tn_tcb *tcb, u32 start, u32 end);
bool tn_sack_is_twice(const struct tn_tcb *tcb);
void tn_sack_sent(struct tn_tcb *tcb);
void tn_sack_report(const struct tn_tcb *tcb, struct tn_tcpopt *opt);

#endif
