/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_FRTO_H
#define TN_TCP_FRTO_H

#include "tcp/ack.h"
#include "tcp/tcb.h"

/**
 * enum tn_frto_step - how far the examination of a timeout has got
 * @TN_FRTO_OFF:   there is none
 * @TN_FRTO_HEAD:  the first segment was sent again, nothing else; what does its ACK say?
 * @TN_FRTO_FRESH: it advanced; new data was sent instead; what does the next one say?
 */
enum tn_frto_step {
	TN_FRTO_OFF,
	TN_FRTO_HEAD,
	TN_FRTO_FRESH,
};

void tn_frto_begin(struct tn_tcb *tcb, bool first);
void tn_frto_end(struct tn_tcb *tcb);
void tn_frto_sent(struct tn_tcb *tcb, u32 end);
bool tn_frto_ack(struct tn_tcb *tcb, struct tn_ack_sample *sample);

/* tn_frto_holds() - is what was lost held back until the examination is over? */
static inline bool tn_frto_holds(const struct tn_tcb *tcb)
{
	return tcb->frto.step != TN_FRTO_OFF;
}

#endif
