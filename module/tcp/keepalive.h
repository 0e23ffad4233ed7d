/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_KEEPALIVE_H
#define TN_TCP_KEEPALIVE_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

void tn_keepalive_heard(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);
void tn_keepalive_arm(struct tn_tcb *tcb, tn_time_t now);
void tn_keepalive_due(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);

#endif
