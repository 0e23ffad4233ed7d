/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_UNDO_H
#define TN_TCP_UNDO_H

#include "tcp/ack.h"
#include "tcp/tcb.h"

void tn_undo_begin(struct tn_tcb *tcb);
void tn_undo_signal(struct tn_tcb *tcb, enum tandem_cc_event event);
void tn_undo_forget(struct tn_tcb *tcb);
void tn_undo_end(struct tn_tcb *tcb);
void tn_undo_sent(struct tn_tcb *tcb, tn_time_t now, const struct tn_out *out);
bool tn_undo_is_original(const struct tn_tcb *tcb, const struct tn_seg *seg);
void tn_undo_duplicate(struct tn_tcb *tcb, const struct tn_sack *twice);
bool tn_undo_all_twice(const struct tn_tcb *tcb);
bool tn_undo_is_due(const struct tn_tcb *tcb, const struct tn_ack_sample *sample);

#endif
