/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_ACCECN_H
#define TN_TCP_ACCECN_H

#include "tcp/ack.h"
#include "tcp/seg.h"
#include "tcp/tcb.h"
#include "tcp/verdict.h"

u16 tn_accecn_feedback(u8 field);
bool tn_accecn_agrees(u16 flags);
void tn_accecn_offer(struct tn_tcpopt *opt);

void tn_accecn_begin(struct tn_tcb *tcb);
bool tn_accecn_syn_ack(struct tn_tcb *tcb, const struct tn_seg *seg);
bool tn_accecn_last_ack(struct tn_tcb *tcb, const struct tn_seg *seg);

void tn_accecn_receive(struct tn_tcb *tcb, const struct tn_seg *seg, struct tn_verdict *v);
u32 tn_accecn_ack(struct tn_tcb *tcb, const struct tn_seg *seg, const struct tn_acked *acked);

void tn_accecn_option(const struct tn_tcb *tcb, struct tn_tcpopt *opt);
void tn_accecn_out(struct tn_tcb *tcb, struct tn_out *out);

#endif
