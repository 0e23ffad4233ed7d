/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_RESET_H
#define TN_TCP_RESET_H

#include "tcp/seg.h"
#include "tcp/tcb.h"
#include "tcp/verdict.h"

bool tn_reset_reply(const struct tn_seg *seg, struct tn_out *out);
void tn_reset_refuse(const struct tn_seg *seg, struct tn_verdict *v);
void tn_reset_abort(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);

#endif
