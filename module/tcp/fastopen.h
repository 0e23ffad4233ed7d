/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_FASTOPEN_H
#define TN_TCP_FASTOPEN_H

#include "tcp/fastqueue.h"
#include "tcp/tcb.h"
#include "tcp/verdict.h"

/**
 * enum tn_fastopen_fail - why a client's text did not go with the SYN, or not well; the numbers are
 * those of tcpi_fastopen_client_fail
 * @TN_FASTOPEN_FAIL_NONE:   it went well, or nobody has asked
 * @TN_FASTOPEN_FAIL_COOKIE: there was no cookie
 * @TN_FASTOPEN_FAIL_TEXT:   not all of it was acknowledged
 * @TN_FASTOPEN_FAIL_RESENT: nor was the first SYN
 */
enum tn_fastopen_fail {
	TN_FASTOPEN_FAIL_NONE,
	TN_FASTOPEN_FAIL_COOKIE,
	TN_FASTOPEN_FAIL_TEXT,
	TN_FASTOPEN_FAIL_RESENT,
};

/**
 * struct tn_fastopen_ask - what the user of an active open wants, and what is known of the path
 * @wait:   the SYN waits for the first bytes, since it can take them along
 * @bare:   it takes them along without a cookie
 * @mss:    the peer's MSS as it was the last time, 0: not known
 * @cookie: the cookie; of no length: the SYN asks for one
 */
struct tn_fastopen_ask {
	bool wait;
	bool bare;
	u16 mss;
	struct tn_cookie cookie;
};

/**
 * struct tn_fastopen_door - how a listener takes a SYN
 * @queue:  what it has pending
 * @stats:  counters
 * @bare:   no cookie is asked for
 * @cookie: the cookie of that client
 * @old:    the one that he got before the key was changed; of no length: there is none
 */
struct tn_fastopen_door {
	struct tn_fastqueue *queue;
	struct tn_stats __percpu *stats;
	bool bare;
	struct tn_cookie cookie;
	struct tn_cookie old;
};

/* tn_fastopen_may_send() - may data leave before our SYN is acknowledged? */
static inline bool tn_fastopen_may_send(const struct tn_tcb *tcb)
{
	return tcb->fo.child && tcb->state == TN_SYN_RECEIVED &&
	       !(tcb->pending & TN_PEND_SYN) && !tcb->rec.first_sent;
}

void tn_fastopen_ask(struct tn_tcb *tcb, const struct tn_fastopen_ask *ask);
u32 tn_fastopen_room(const struct tn_tcb *tcb);
void tn_fastopen_begin(struct tn_tcb *tcb, tn_time_t now);
void tn_fastopen_out(struct tn_tcb *tcb, tn_time_t now, struct tn_out *out);
bool tn_fastopen_acks_syn(const struct tn_tcb *tcb, u32 ack);
void tn_fastopen_answered(struct tn_tcb *tcb, const struct tn_seg *seg, bool resent,
			  struct tn_verdict *v);
void tn_fastopen_failed(struct tn_tcb *tcb, int err, struct tn_verdict *v);
void tn_fastopen_silence(struct tn_tcb *tcb, struct tn_verdict *v);

bool tn_fastopen_judge(const struct tn_fastopen_door *door, tn_time_t now,
		       const struct tn_seg *syn, struct tn_cookie *offer);
void tn_fastopen_child(struct tn_tcb *child, const struct tn_cookie *offer);
void tn_fastopen_text(struct tn_tcb *tcb, const struct tn_seg *syn, struct tn_verdict *v);

#endif
