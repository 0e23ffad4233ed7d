/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_ACCEPTABLE_H
#define TN_TCP_ACCEPTABLE_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

bool tn_acceptable_window(const struct tn_tcb *tcb, const struct tn_seg *seg);
bool tn_acceptable(struct tn_tcb *tcb, tn_time_t now, const struct tn_seg *seg,
		   struct tn_verdict *v);
void tn_acceptable_trim(struct tn_tcb *tcb, struct tn_seg *seg,
			struct tn_verdict *v);

#endif
