/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_ECN_H
#define TN_TCP_ECN_H

#include "tcp/ack.h"
#include "tcp/seg.h"
#include "tcp/tcb.h"
#include "tcp/verdict.h"

u8 tn_ecn_asks(const struct tn_config *cfg, const struct tandem_cc_ops *ops);
u8 tn_ecn_grants(const struct tn_config *cfg, const struct tandem_cc_ops *ops);
u8 tn_ecn_answer(u8 grants, u16 flags);
u16 tn_ecn_syn_ack(u8 mode);

void tn_ecn_syn(struct tn_tcb *tcb, const struct tn_seg *seg);
void tn_ecn_syn_again(struct tn_tcb *tcb, const struct tn_seg *seg);
void tn_ecn_syn_out(struct tn_tcb *tcb, struct tn_out *out);
bool tn_ecn_refused(struct tn_tcb *tcb);

void tn_ecn_receive(struct tn_tcb *tcb, const struct tn_seg *seg, struct tn_verdict *v);
void tn_ecn_ack(struct tn_tcb *tcb, const struct tn_seg *seg, struct tn_ack_sample *sample);

void tn_ecn_reduced(struct tn_tcb *tcb);
bool tn_ecn_covers(const struct tn_tcb *tcb);
void tn_ecn_release(struct tn_tcb *tcb, struct tn_verdict *v);

void tn_ecn_data(struct tn_tcb *tcb, struct tn_out *out);
void tn_ecn_out(const struct tn_tcb *tcb, struct tn_out *out);

#endif
