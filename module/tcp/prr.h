/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_PRR_H
#define TN_TCP_PRR_H

#include "tcp/ack.h"
#include "tcp/tcb.h"

void tn_prr_begin(struct tn_tcb *tcb, u32 delivered);
void tn_prr_ack(struct tn_tcb *tcb, const struct tn_ack_sample *sample, bool safe);
void tn_prr_sent(struct tn_tcb *tcb, u32 bytes);
void tn_prr_end(struct tn_tcb *tcb);

#endif
