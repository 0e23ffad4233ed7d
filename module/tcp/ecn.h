/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_ECN_H
#define TN_TCP_ECN_H

#include "tcp/ack.h"
#include "tcp/seg.h"
#include "tcp/tcb.h"
#include "tcp/verdict.h"

u8 tn_ecn_asks(const struct tn_config *cfg, const struct tandem_cc_ops *ops);
u8 tn_ecn_grants(const struct tn_config *cfg, const struct tandem_cc_ops *ops);

void tn_ecn_deal_syn(struct tn_ecn_deal *deal, u8 grants, const struct tn_seg *syn);
bool tn_ecn_deal_again(struct tn_ecn_deal *deal, const struct tn_seg *syn);
void tn_ecn_deal_out(struct tn_ecn_deal *deal, u8 tries, struct tn_out *out);
void tn_ecn_take(struct tn_tcb *tcb, const struct tn_ecn_deal *deal, u8 sent);

void tn_ecn_syn(struct tn_tcb *tcb, const struct tn_seg *seg);
bool tn_ecn_syn_again(struct tn_tcb *tcb, const struct tn_seg *seg);
void tn_ecn_syn_ack_again(struct tn_tcb *tcb, const struct tn_seg *seg);
void tn_ecn_crossed(const struct tn_tcb *tcb, struct tn_seg *part);
void tn_ecn_established(struct tn_tcb *tcb, tn_time_t now, const struct tn_seg *seg);
void tn_ecn_syn_out(struct tn_tcb *tcb, struct tn_out *out);
bool tn_ecn_refused(struct tn_tcb *tcb);

void tn_ecn_receive(struct tn_tcb *tcb, const struct tn_seg *seg, struct tn_verdict *v);
void tn_ecn_ack(struct tn_tcb *tcb, const struct tn_seg *seg, struct tn_ack_sample *sample);

void tn_ecn_reduced(struct tn_tcb *tcb);
bool tn_ecn_covers(const struct tn_tcb *tcb);
void tn_ecn_release(struct tn_tcb *tcb, struct tn_verdict *v);

bool tn_ecn_whole(const struct tn_tcb *tcb);
void tn_ecn_data(struct tn_tcb *tcb, struct tn_out *out);
void tn_ecn_out(struct tn_tcb *tcb, struct tn_out *out);

#endif
