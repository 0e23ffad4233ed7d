/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_CWV_H
#define TN_TCP_CWV_H

#include "tcp/tcb.h"

/**
 * enum tn_cwv_rule - values of the knob cwv: what becomes of a window that is not used
 * @TN_CWV_5681: after an idle RTO it is the initial one again (RFC 5681 4.1)
 * @TN_CWV_2861: it decays, a half for each RTO (RFC 2861)
 * @TN_CWV_7661: it stays for five minutes, but a loss knows better (RFC 7661)
 */
enum tn_cwv_rule {
	TN_CWV_5681,
	TN_CWV_2861,
	TN_CWV_7661,
};

bool tn_cwv_idle(struct tn_tcb *tcb, tn_time_t now);
void tn_cwv_sent(struct tn_tcb *tcb, tn_time_t now);
void tn_cwv_ack(struct tn_tcb *tcb, tn_time_t now);
u32 tn_cwv_flight(const struct tn_tcb *tcb, u32 flight);
void tn_cwv_signal(struct tn_tcb *tcb, enum tandem_cc_event event, u32 flight);

#endif
