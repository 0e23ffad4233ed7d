/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_RCVQ_H
#define TN_TCP_RCVQ_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

void tn_rcvq_init(struct tn_rcvq *q);
void tn_rcvq_insert(struct tn_tcb *tcb, struct tn_rcvd *rcvd,
		    struct tn_verdict *v);
void tn_rcvq_drain(struct tn_tcb *tcb, struct tn_verdict *v);
void tn_rcvq_purge(struct tn_tcb *tcb, struct tn_verdict *v);

#endif
