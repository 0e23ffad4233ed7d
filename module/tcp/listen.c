// SPDX-License-Identifier: GPL-2.0
/*
 * LISTEN (RFC 9293 3.10.7.2): what a listener makes of a segment.
 *
 * The listener's own control block never changes, it is not even looked at. An
 * acceptable SYN yields the verdict TN_V_SPAWN. The shell then remembers it, if its
 * limits allow (tcp/synq.c); the handshake complete, tn_listen_spawn() begins a
 * connection of its own for it.
 */
#include "tcp/fsm.h"
#include "tcp/handshake.h"
#include "tcp/listen.h"
#include "tcp/reset.h"

/**
 * tn_listen_arrive() - a segment for a listener
 * @seg: segment
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 3.10.7.2.
 */
void tn_listen_arrive(const struct tn_seg *seg, struct tn_verdict *v)
{
	/* First, RST: nothing of ours can have been reset */
	if (seg->flags & TN_TCP_RST) {
		v->reason = TN_REASON_TCP_BAD_RST;
		goto drop;
	}
	/* Second, ACK: of what? */
	if (seg->flags & TN_TCP_ACK) {
		v->reason = TN_REASON_TCP_ACK_UNSENT;
		tn_reset_refuse(seg, v);
		goto drop;
	}
	/*
	 * Third, SYN. DEVIATION: one with FIN is dropped, where RFC 9293
	 * 3.10.7.2 queues the FIN: only scanners send that.
	 */
	if ((seg->flags & (TN_TCP_SYN | TN_TCP_FIN)) != TN_TCP_SYN) {
		v->reason = TN_REASON_TCP_BAD_FLAGS;
		goto drop;
	}
	v->bits |= TN_V_SPAWN;

	/*
	 * Text on a SYN is not acknowledged, so the peer sends it again once
	 * the connection is established.
	 */
drop:
	tn_verdict_discard(v, seg->rcvd);
}

/**
 * tn_listen_spawn() - turn a fresh control block into SYN-RECEIVED
 * @child: connection in CLOSED; its path and buffers are set
 * @now:   current time
 * @syn:   segment that tn_listen_arrive() wanted a connection for
 * @iss:   ISS
 * @v:     verdict of the event: the SYN-ACK wants to leave
 *
 * Context: any. Source: RFC 9293 3.10.7.2.
 */
void tn_listen_spawn(struct tn_tcb *child, tn_time_t now,
		     const struct tn_seg *syn, u32 iss, struct tn_verdict *v)
{
	child->passive = true;
	tn_handshake_start(child, iss);
	tn_handshake_syn(child, now, syn);
	tn_fsm_set(child, TN_SYN_RECEIVED);
	child->info.segs_in += syn->nsegs;
	v->bits |= TN_V_SEND;
}
