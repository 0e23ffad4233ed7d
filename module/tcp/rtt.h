/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_RTT_H
#define TN_TCP_RTT_H

#include "tcp/tcb.h"

u64 tn_rtt_timeout(const struct tn_config *cfg, u64 srtt, u64 rttvar);
void tn_rtt_sample(struct tn_tcb *tcb, tn_time_t now, u64 rtt);
u64 tn_rtt_rto(const struct tn_tcb *tcb);
void tn_rtt_backoff(struct tn_tcb *tcb);
void tn_rtt_arm(struct tn_tcb *tcb, tn_time_t now);

#endif
