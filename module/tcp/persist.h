/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_PERSIST_H
#define TN_TCP_PERSIST_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

void tn_persist_window(struct tn_tcb *tcb, tn_time_t now);
void tn_persist_answered(struct tn_tcb *tcb, tn_time_t now);
void tn_persist_due(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);

#endif
