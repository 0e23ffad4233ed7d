/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_LISTEN_H
#define TN_TCP_LISTEN_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

void tn_listen_arrive(const struct tn_seg *seg, struct tn_verdict *v);
void tn_listen_spawn(struct tn_tcb *child, tn_time_t now,
		     const struct tn_seg *syn, u32 iss, struct tn_verdict *v);

#endif
