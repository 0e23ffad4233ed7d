/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory for tcp/sentq.c: the machine may not allocate, so it is given spare
 * nodes before it is entered.
 *
 *   tn_sentnode_fill()   before an event that may send or split: enter.c, conntimer.c and
 *                        xmit.c do it; the user's calls only lead to what xmit.c asks
 *   tn_sentnode_purge()  when the connection is CLOSED or its socket destroyed;
 *                        may be called twice
 */
#ifndef TN_SOCK_SENTNODE_H
#define TN_SOCK_SENTNODE_H

#include <linux/types.h>

#include "tcp/sentq.h"

void tn_sentnode_fill(struct tn_tcb *tcb, u32 low);
void tn_sentnode_purge(struct tn_tcb *tcb);

int tn_sentnode_init(void);
void tn_sentnode_exit(void);

#endif
