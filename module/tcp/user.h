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
void tn_user_urgent(struct tn_tcb *tcb, tn_time_t now, u32 bytes,
		    struct tn_verdict *v);
void tn_user_read(struct tn_tcb *tcb, tn_time_t now, u32 bytes,
		  struct tn_verdict *v);
void tn_user_rcvbuf(struct tn_tcb *tcb, u32 bytes, struct tn_verdict *v);
void tn_user_shutdown(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);
void tn_user_close(struct tn_tcb *tcb, tn_time_t now, bool unread,
		   struct tn_verdict *v);
void tn_user_abort(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v);
void tn_user_nodelay(struct tn_tcb *tcb, tn_time_t now, bool on,
		     struct tn_verdict *v);
void tn_user_cork(struct tn_tcb *tcb, tn_time_t now, bool on,
		  struct tn_verdict *v);
void tn_user_keepalive(struct tn_tcb *tcb, tn_time_t now, bool on);

#endif
