/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_RCVQ_H
#define TN_TCP_RCVQ_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

void tn_rcvq_init(struct tn_rcvq *q);
void tn_rcvq_insert(struct tn_tcb *tcb, struct tn_rcvd *rcvd,
		    struct tn_verdict *v);
void tn_rcvq_drain(struct tn_tcb *tcb, struct tn_verdict *v);
void tn_rcvq_prune(struct tn_tcb *tcb, u32 from, struct tn_verdict *v);
struct tn_rcvd *tn_rcvq_last(const struct tn_tcb *tcb);
void tn_rcvq_join(struct tn_tcb *tcb, struct tn_rcvd *front, struct tn_rcvd *back);
struct tn_rcvd *tn_rcvq_before(const struct tn_rcvd *rcvd);
void tn_rcvq_purge(struct tn_tcb *tcb, struct tn_verdict *v);

#endif
