/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_RCVWND_H
#define TN_TCP_RCVWND_H

#include "tcp/tcb.h"

/** TN_RCVWND_MAX - largest window we can ever want to offer, bytes: 2.5 Gb/s x 100 ms */
#define TN_RCVWND_MAX	(32u << 20)

u32 tn_rcvwnd(const struct tn_tcb *tcb);
u8 tn_rcvwnd_scale(void);
u16 tn_rcvwnd_select(struct tn_tcb *tcb);
u16 tn_rcvwnd_select_syn(struct tn_tcb *tcb);
bool tn_rcvwnd_worth_update(const struct tn_tcb *tcb);

#endif
