/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_ACKPOLICY_H
#define TN_TCP_ACKPOLICY_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

void tn_ackpolicy_now(struct tn_tcb *tcb, struct tn_verdict *v);
void tn_ackpolicy_synack(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);
void tn_ackpolicy_data(struct tn_tcb *tcb, tn_time_t now,
		       const struct tn_seg *seg, struct tn_verdict *v);
void tn_ackpolicy_challenge(struct tn_tcb *tcb, tn_time_t now,
			    enum tn_reason reason, struct tn_verdict *v);
void tn_ackpolicy_sent(struct tn_tcb *tcb);
void tn_ackpolicy_due(struct tn_tcb *tcb, struct tn_verdict *v);

#endif
