/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_TIMEOUT_H
#define TN_TCP_TIMEOUT_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

void tn_timeout_set(struct tn_tcb *tcb, tn_time_t now, tn_time_t timeout);
void tn_timeout_advertise(struct tn_tcb *tcb, tn_time_t now, u32 seconds);
void tn_timeout_heard(struct tn_tcb *tcb, tn_time_t now, const struct tn_tcpopt *opt);
void tn_timeout_option(const struct tn_tcb *tcb, struct tn_tcpopt *opt);
void tn_timeout_start(struct tn_tcb *tcb, tn_time_t now);
void tn_timeout_acked(struct tn_tcb *tcb, tn_time_t now);
void tn_timeout_due(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);

#endif
