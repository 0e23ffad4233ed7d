/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_RCVWND_H
#define TN_TCP_RCVWND_H

#include "tcp/tcb.h"

/** TN_RCVWND_MAX - largest window that there is, bytes (RFC 7323 2.3) */
#define TN_RCVWND_MAX	((u32)U16_MAX << TN_TCPOPT_WSCALE_MAX)

u32 tn_rcvwnd(const struct tn_tcb *tcb);
u8 tn_rcvwnd_scale(u32 most);
u16 tn_rcvwnd_select(struct tn_tcb *tcb);
u16 tn_rcvwnd_select_syn(struct tn_tcb *tcb);
bool tn_rcvwnd_worth_update(const struct tn_tcb *tcb);

#endif
