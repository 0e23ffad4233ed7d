/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_FSM_H
#define TN_TCP_FSM_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

void tn_fsm_set(struct tn_tcb *tcb, enum tn_state to);
void tn_fsm_close(struct tn_tcb *tcb, struct tn_verdict *v);
void tn_fsm_fail(struct tn_tcb *tcb, int err, struct tn_verdict *v);
void tn_fsm_established(struct tn_tcb *tcb, struct tn_verdict *v);
void tn_fsm_shutdown(struct tn_tcb *tcb);
void tn_fsm_fin_wait_2(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);
void tn_fsm_fin_acked(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);
void tn_fsm_fin_rcvd(struct tn_tcb *tcb, struct tn_verdict *v);

#endif
