/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_USER_H
#define TN_TCP_USER_H

#include "tcp/tcb.h"
#include "tcp/verdict.h"

void tn_user_connect(struct tn_tcb *tcb, tn_time_t now, u32 iss,
		     struct tn_verdict *v);
void tn_user_listen(struct tn_tcb *tcb);
void tn_user_sent(struct tn_tcb *tcb, tn_time_t now, u32 bytes, bool more,
		  struct tn_verdict *v);
void tn_user_full(struct tn_tcb *tcb, bool full);
void tn_user_urgent(struct tn_tcb *tcb, tn_time_t now, u32 bytes,
		    struct tn_verdict *v);
void tn_user_read(struct tn_tcb *tcb, tn_time_t now, u32 bytes,
		  struct tn_verdict *v);
void tn_user_rcvbuf(struct tn_tcb *tcb, u32 bytes, struct tn_verdict *v);
void tn_user_rcvtune(struct tn_tcb *tcb, u32 most);
void tn_user_prune(struct tn_tcb *tcb, u32 from, struct tn_verdict *v);
void tn_user_shutdown(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);
void tn_user_close(struct tn_tcb *tcb, tn_time_t now, bool unread,
		   struct tn_verdict *v);
void tn_user_abort(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);
void tn_user_nodelay(struct tn_tcb *tcb, tn_time_t now, bool on,
		     struct tn_verdict *v);
void tn_user_cork(struct tn_tcb *tcb, tn_time_t now, bool on,
		  struct tn_verdict *v);
/**
 * enum tn_option - options of one number
 * @TN_OPTION_USER_TIMEOUT: TCP_USER_TIMEOUT, ms; 0: none
 * @TN_OPTION_FIN_WAIT:     TCP_LINGER2, ms; 0: FIN-WAIT-2 ends at once
 * @TN_OPTION_QUICK_ACK:    TCP_QUICKACK: 1: acknowledge each segment, for a while
 * @TN_OPTION_UTO:          TANDEM_UTO, s; 0: do not use RFC 5482
 * @TN_OPTION_WINDOW_CLAMP: TCP_WINDOW_CLAMP, bytes; 0: none
 * @TN_OPTION_HOLD_ACK:     TCP_DEFER_ACCEPT of who connects: 1: the ACK of the SYN-ACK may wait
 */
enum tn_option {
	TN_OPTION_USER_TIMEOUT,
	TN_OPTION_FIN_WAIT,
	TN_OPTION_QUICK_ACK,
	TN_OPTION_UTO,
	TN_OPTION_WINDOW_CLAMP,
	TN_OPTION_HOLD_ACK,
};

void tn_user_option(struct tn_tcb *tcb, tn_time_t now, enum tn_option option, u32 value,
		    struct tn_verdict *v);
void tn_user_keepalive(struct tn_tcb *tcb, tn_time_t now, bool on);
void tn_user_congestion(struct tn_tcb *tcb, const struct tandem_cc_ops *ops, struct tn_verdict *v);
void tn_user_pacing(struct tn_tcb *tcb, u64 max_rate, tn_time_t ahead, struct tn_verdict *v);

#endif
