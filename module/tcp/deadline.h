/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_DEADLINE_H
#define TN_TCP_DEADLINE_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

/** tn_deadline_set() - something is due at a point in time */
static inline void tn_deadline_set(struct tn_tcb *tcb, enum tn_deadline which,
				   tn_time_t at)
{
	tcb->deadline[which] = at;
}

/** tn_deadline_clear() - it is not due any more */
static inline void tn_deadline_clear(struct tn_tcb *tcb, enum tn_deadline which)
{
	tcb->deadline[which] = TN_TIME_NEVER;
}

/** tn_deadline_armed() - is it due at all? */
static inline bool tn_deadline_armed(const struct tn_tcb *tcb,
				     enum tn_deadline which)
{
	return tcb->deadline[which] != TN_TIME_NEVER;
}

void tn_deadline_init(struct tn_tcb *tcb);
tn_time_t tn_deadline_next(const struct tn_tcb *tcb);
void tn_deadline_run(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);

#endif
