/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_GIVEUP_H
#define TN_TCP_GIVEUP_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

/**
 * enum tn_giveup - who does not answer
 * @TN_GIVEUP_KEEPALIVE: the peer of an idle connection
 * @TN_GIVEUP_SENDING:   the peer that owes us an acknowledgment
 */
enum tn_giveup {
	TN_GIVEUP_KEEPALIVE = 1,
	TN_GIVEUP_SENDING,
};

bool tn_giveup_limit(u8 tries, u8 retries, tn_time_t spent, tn_time_t r2);
bool tn_giveup_syn(const struct tn_tcb *tcb, tn_time_t now);
bool tn_giveup_data(const struct tn_tcb *tcb, tn_time_t now);
bool tn_giveup_probe(const struct tn_tcb *tcb, tn_time_t now);
void tn_giveup_r1(const struct tn_tcb *tcb, struct tn_verdict *v);
void tn_giveup_end(struct tn_tcb *tcb, tn_time_t now, enum tn_giveup who, struct tn_verdict *v);

#endif
