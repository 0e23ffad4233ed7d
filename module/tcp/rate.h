/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_RATE_H
#define TN_TCP_RATE_H

#include "tcp/ack.h"
#include "tcp/sentq.h"
#include "tcp/tcb.h"

void tn_rate_sent(struct tn_tcb *tcb, struct tn_sent *sent, bool idle);
void tn_rate_split(struct tn_sent *front, u32 rest);
void tn_rate_lost(struct tn_tcb *tcb, const struct tn_sent *sent, tn_time_t now);
void tn_rate_delivered(struct tn_tcb *tcb, const struct tn_ack_sample *sample);
void tn_rate_sample(struct tn_tcb *tcb, const struct tn_acked *acked,
		    struct tandem_cc_rate *rate);
void tn_rate_check(struct tn_tcb *tcb);

#endif
