/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_TLP_H
#define TN_TCP_TLP_H

#include "tcp/ack.h"
#include "tcp/tcb.h"
#include "tcp/verdict.h"

void tn_tlp_reset(struct tn_tcb *tcb);
void tn_tlp_arm(struct tn_tcb *tcb, tn_time_t now);
void tn_tlp_due(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);
void tn_tlp_sent(struct tn_tcb *tcb, bool retx);
bool tn_tlp_ack(struct tn_tcb *tcb, const struct tn_seg *seg,
		const struct tn_ack_sample *sample);

#endif
