/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_SHARE_H
#define TN_TCP_SHARE_H

#include "base/time.h"
#include "tcp/tcb.h"
#include "tcp/verdict.h"

/**
 * struct tn_share - the round trip time of a host, as its connections have measured it
 * @srtt_us:   smoothed over connections, us; 0: nothing is known
 * @rttvar_us: its variation, us
 * @at:        when it was measured last
 */
struct tn_share {
	u32 srtt_us;
	u32 rttvar_us;
	tn_time_t at;
};

/**
 * tn_share_wants() - can a SYN of this connection do with a measurement?
 * @tcb: connection that has just been opened
 *
 * Where the RTO cannot be less than the one before the first sample there is no use for it, and a
 * list of times between SYNs is obeyed as it is.
 *
 * Context: any.
 * Return: true if it can.
 */
static inline bool tn_share_wants(const struct tn_tcb *tcb)
{
	return tcb->cfg->rtt_share && tcb->cfg->rto_min < tcb->cfg->rto_init &&
	       !tcb->cfg->syn_schedule.n;
}

void tn_share_tell(const struct tn_tcb *tcb, struct tn_verdict *v);
void tn_share_learn(struct tn_share *share, const struct tn_tcb *tcb);
u32 tn_share_rto(const struct tn_share *share, const struct tn_config *cfg, tn_time_t now);
void tn_share_use(struct tn_tcb *tcb, u32 rto_us);
void tn_share_timeout(struct tn_tcb *tcb);

#endif
