/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_RECOVERY_H
#define TN_TCP_RECOVERY_H

#include "tcp/ack.h"
#include "tcp/tcb.h"
#include "tcp/verdict.h"

u32 tn_recovery_pipe(const struct tn_tcb *tcb);
void tn_recovery_signal(struct tn_tcb *tcb, tn_time_t now, enum tandem_cc_event event, u32 una);
void tn_recovery_ack(struct tn_tcb *tcb, const struct tn_seg *seg, struct tn_ack_sample *sample);
void tn_recovery_reorder(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);
void tn_recovery_path(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);
void tn_recovery_early(struct tn_tcb *tcb, tn_time_t now, bool lost);
void tn_recovery_idle(struct tn_tcb *tcb, tn_time_t now);
void tn_recovery_restart(struct tn_tcb *tcb, tn_time_t now);
void tn_recovery_timeout(struct tn_tcb *tcb, tn_time_t now,
			 struct tn_verdict *v);

#endif
