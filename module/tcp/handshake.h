/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_HANDSHAKE_H
#define TN_TCP_HANDSHAKE_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

void tn_handshake_start(struct tn_tcb *tcb, u32 iss);
void tn_handshake_syn(struct tn_tcb *tcb, tn_time_t now,
		      const struct tn_seg *seg);
void tn_handshake_done(struct tn_tcb *tcb, tn_time_t now,
		       const struct tn_seg *seg, struct tn_verdict *v);
void tn_handshake_out(struct tn_tcb *tcb, tn_time_t now, struct tn_out *out);
void tn_handshake_timeout(struct tn_tcb *tcb, tn_time_t now,
			  struct tn_verdict *v);

#endif
