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

/**
 * tn_deadline_tick() - a point in time, for a clock that ticks
 * @now:  current time
 * @span: what shall pass
 * @tick: length of a tick, at most 4 s; 0 for a clock that does not
 *
 * As the timers of 4.4BSD did it, counting ticks: the last tick within the span, so
 * that less passes by up to a tick, and after a tick exactly the span.
 *
 * Return: a point behind @now.
 */
static inline tn_time_t tn_deadline_tick(tn_time_t now, tn_time_t span, tn_time_t tick)
{
	tn_time_t at = now + span;
	u32 past;

	if (!tick)
		return at;
	div_u64_rem(at, (u32)tick, &past);
	at -= past;
	return at > now ? at : at + tick;
}

/** tn_deadline_next_fine() - and until when one that does not: to whom a millisecond matters */
static inline tn_time_t tn_deadline_next_fine(const struct tn_tcb *tcb)
{
	return tn_time_min(tcb->deadline[TN_DL_REORDER], tcb->deadline[TN_DL_PACE]);
}

void tn_deadline_init(struct tn_tcb *tcb);
tn_time_t tn_deadline_next(const struct tn_tcb *tcb);
tn_time_t tn_deadline_next_coarse(const struct tn_tcb *tcb);
void tn_deadline_run(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);

#endif
