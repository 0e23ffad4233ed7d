/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_ARRIVE_H
#define TN_TCP_ARRIVE_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

void tn_arrive(struct tn_tcb *tcb, tn_time_t now, const struct tn_seg *seg,
	       struct tn_verdict *v);

#endif
