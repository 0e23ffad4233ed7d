/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_URGENT_H
#define TN_TCP_URGENT_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

/** tn_urgent_is_next() - is what would be sent next urgent? */
static inline bool tn_urgent_is_next(const struct tn_tcb *tcb)
{
	return tcb->urg.sending && tn_seq_gt(tcb->urg.snd_up, tcb->snd.nxt);
}

/** tn_urgent_octet() - number of the last urgent octet, while urg.receiving */
static inline u32 tn_urgent_octet(const struct tn_tcb *tcb)
{
	return tcb->urg.rcv_up - 1;
}

/** tn_urgent_ahead() - octets that the user has to read before the last urgent one */
static inline u32 tn_urgent_ahead(const struct tn_tcb *tcb)
{
	return tn_urgent_octet(tcb) - tcb->rcv.user;
}

/** tn_urgent_has_octet() - there is urgent data, and its last octet is in order */
static inline bool tn_urgent_has_octet(const struct tn_tcb *tcb)
{
	return tcb->urg.receiving &&
	       tn_seq_ge(tcb->rcv.nxt - tcb->fin_rcvd, tcb->urg.rcv_up);
}

void tn_urgent_write(struct tn_tcb *tcb);
void tn_urgent_mark(const struct tn_tcb *tcb, struct tn_out *out);
void tn_urgent_acked(struct tn_tcb *tcb);
void tn_urgent_arrive(struct tn_tcb *tcb, const struct tn_seg *seg,
		      struct tn_verdict *v);
void tn_urgent_read(struct tn_tcb *tcb);

#endif
