/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How many connections a listener has that were accepted with their SYN. See fastqueue.c.
 */
#ifndef TN_TCP_FASTQUEUE_H
#define TN_TCP_FASTQUEUE_H

#include <linux/types.h>

#include "base/time.h"

/**
 * struct tn_fastqueue - PendingFastOpenRequests of a listener (RFC 7413 4.2)
 * @limit:   so many at most; 0: no Fast Open
 * @pending: those whose handshake is under way
 * @reset:   those that a RST has ended: in this turn, in the one before
 * @turn:    when this turn began
 */
struct tn_fastqueue {
	u32 limit;
	u32 pending;
	u32 reset[2];
	tn_time_t turn;
};

bool tn_fastqueue_enter(struct tn_fastqueue *q, tn_time_t now);
void tn_fastqueue_leave(struct tn_fastqueue *q, tn_time_t now, bool reset);

#endif
