/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_RACK_H
#define TN_TCP_RACK_H

#include "tcp/ack.h"
#include "tcp/tcb.h"

/**
 * struct tn_rack_found - what a search for losses has found
 * @bytes: newly taken for lost
 * @again: some of that had been lost before, and sent again
 */
struct tn_rack_found {
	u32 bytes;
	bool again;
};

bool tn_rack_used(const struct tn_tcb *tcb);
void tn_rack_ack(struct tn_tcb *tcb, const struct tn_seg *seg,
		 const struct tn_ack_sample *sample);
struct tn_rack_found tn_rack_lose(struct tn_tcb *tcb, tn_time_t now, enum tn_cause cause);
void tn_rack_timeout(struct tn_tcb *tcb, tn_time_t now);
void tn_rack_recovered(struct tn_tcb *tcb);

#endif
