/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_RCVTUNE_H
#define TN_TCP_RCVTUNE_H

#include "tcp/tcb.h"

void tn_rcvtune_arrive(struct tn_tcb *tcb, const struct tn_seg *seg);
void tn_rcvtune_read(struct tn_tcb *tcb, tn_time_t now);

#endif
