/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_ADVICE_H
#define TN_TCP_ADVICE_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"
#include "wire/icmp.h"

int tn_advice_errno(const struct tn_icmp *icmp);
void tn_advice_arrive(struct tn_tcb *tcb, tn_time_t now, const struct tn_icmp *icmp, u32 seq,
		      struct tn_verdict *v);
void tn_advice_sent(struct tn_tcb *tcb, const struct tn_out *out);
void tn_advice_acked(struct tn_tcb *tcb);
void tn_advice_timeout(struct tn_tcb *tcb);

#endif
