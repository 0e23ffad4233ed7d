// SPDX-License-Identifier: GPL-2.0
/*
 * The three-way handshake: sending SYNs, reading them, and what is settled when
 * they are acknowledged (RFC 9293 3.5; options of RFC 7323 and RFC 2018).
 *
 * The SYN is not in the queue of sent data. It is pending (TN_PEND_SYN) when it
 * should leave, and the RTO deadline makes it pending again. In SYN-SENT that
 * sends a SYN, in SYN-RECEIVED a SYN-ACK, so a simultaneous open needs no code
 * of its own: the crossing SYN changes the state, and the next one to leave is
 * a SYN-ACK. What a SYN can have besides is tcp/fastopen.c's.
 *
 * An option is in use when it was offered by both. A SYN offers all of ours; a
 * SYN-ACK only those which the peer's SYN had. Beside an MD5 signature there is
 * no room for timestamps and SACK blocks: SACK it is.
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "tcp/ackpolicy.h"
#include "tcp/deadline.h"
#include "tcp/ecn.h"
#include "tcp/fastopen.h"
#include "tcp/fsm.h"
#include "tcp/giveup.h"
#include "tcp/handshake.h"
#include "tcp/keepalive.h"
#include "tcp/rcvwnd.h"
#include "tcp/recovery.h"
#include "tcp/rtt.h"
#include "tcp/share.h"
#include "tcp/timeout.h"
#include "tcp/timestamp.h"

/**
 * tn_handshake_start() - take the initial sequence number
 * @tcb: connection in CLOSED
 * @iss: ISS (RFC 6528: the caller's secret function of the addresses and time)
 *
 * Context: any.
 */
void tn_handshake_start(struct tn_tcb *tcb, u32 iss)
{
	tcb->snd.iss = iss;
	tcb->snd.una = iss;
	tcb->snd.nxt = iss + 1;
	tcb->snd.end = iss + 1;
	tcb->snd.small = iss;
	tcb->pending |= TN_PEND_SYN;
}

/**
 * tn_handshake_syn() - read the peer's SYN
 * @tcb: connection
 * @now: current time
 * @seg: segment with the SYN flag
 *
 * Context: any. Source: RFC 9293 3.10.7.2, 3.10.7.3; RFC 7323 2.2, 2.3, 3.2.
 */
void tn_handshake_syn(struct tn_tcb *tcb, tn_time_t now,
		      const struct tn_seg *seg)
{
	const struct tn_tcpopt *opt = &seg->opt;

	tcb->rcv.irs = seg->seq;
	tcb->rcv.nxt = seg->seq + 1;
	tcb->rcv.user = tcb->rcv.nxt;
	tcb->rcv.adv = tcb->rcv.nxt;
	if (opt->has & TN_OPT_MSS)
		tcb->snd.peer_mss = opt->mss;
	if (opt->has & TN_OPT_WSCALE) {
		tcb->rcv.ws_ok = true;
		tcb->snd.wscale = opt->wscale;
	} else {
		tcb->rcv.wscale = 0;
	}
	if (opt->has & TN_OPT_TS && tcb->auth != TN_OPT_MD5) {
		tcb->ts.ok = true;
		tcb->ts.recent = opt->tsval;
		tcb->ts.recent_at = now;
	}
	tcb->sack_ok = opt->has & TN_OPT_SACK_PERM;
	tn_tcb_mss_sync(tcb);
	tn_ecn_syn(tcb, seg);

	/* RFC 7323 2.2: the window of a SYN is never scaled */
	tcb->snd.wnd = seg->wnd;
	tcb->snd.max_wnd = seg->wnd;
	tcb->snd.wl1 = seg->seq;
	tcb->snd.wl2 = seg->ack;
}

/**
 * tn_handshake_done() - our SYN was acknowledged and the peer's is known
 * @tcb: connection in SYN-SENT or SYN-RECEIVED
 * @now: current time
 * @seg: segment that acknowledged it
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 3.10.7.3, 3.10.7.4; RFC 6298 5.7; RFC 6928.
 */
void tn_handshake_done(struct tn_tcb *tcb, tn_time_t now,
		       const struct tn_seg *seg, struct tn_verdict *v)
{
	tn_time_t sent_at = tcb->fo.child ? tcb->fo.at : tcb->snd.last_sent;
	bool resent = tcb->rec.first_sent, lossy = tcb->rec.tries > 1;

	tcb->snd.una = tcb->snd.iss + 1;
	tn_fastopen_answered(tcb, seg, resent, v);
	tcb->pending &= ~TN_PEND_SYN;
	tcb->rec.first_sent = 0;
	tcb->rec.tries = 0;
	tcb->rtt.backoff = 0;
	tn_deadline_clear(tcb, TN_DL_RTO);
	tcb->snd.wl1 = seg->seq;
	tcb->snd.wl2 = seg->ack;
	tcb->snd.wnd = seg->wnd;
	if (!(seg->flags & TN_TCP_SYN))
		tcb->snd.wnd <<= tcb->snd.wscale;
	tcb->snd.max_wnd = max(tcb->snd.max_wnd, tcb->snd.wnd);

	/*
	 * Karn forbids a sample from a SYN that was sent twice; the timeout
	 * starts higher then (RFC 6298 5.7). After one lost SYN the window is
	 * what it would have been, after two, or if data was with it, one segment
	 * (RFC 6928 2, RFC 5681 3.1).
	 */
	tcb->cc.out.cwnd = tn_tcb_iw(tcb);
	if (!resent && !sent_at) {
		/* of a SYN cookie nobody remembers when it left */
	} else if (!resent) {
		tn_rtt_sample(tcb, now, tn_time_sub(seg->when, sent_at));
	} else {
		tcb->rtt.rto = max(tcb->rtt.rto, tcb->cfg->rto_init_syn);
		if (lossy || tn_tcb_outstanding(tcb))
			tcb->cc.out.cwnd = tcb->snd.mss;
	}
	/* Until now it had the window, and the MSS, of a connection without a peer */
	tn_tcb_cc_set(tcb, tcb->cc.ops);
	if (tn_tcb_outstanding(tcb))
		tn_recovery_early(tcb, now, resent);
	tn_ecn_established(tcb, now, seg);
	tn_fsm_established(tcb, v);
	tn_share_tell(tcb, v);
	tn_keepalive_heard(tcb, now, v);
	tn_timeout_acked(tcb, now);
	tcb->uto.send = tcb->uto.adv;
}

/* When the next SYN is due: by the schedule, else by the RTO */
static void tn_handshake_arm(struct tn_tcb *tcb, tn_time_t now)
{
	const struct tn_schedule *gaps = &tcb->cfg->syn_schedule;

	if (tcb->state == TN_SYN_SENT && gaps->n)
		tn_deadline_set(tcb, TN_DL_RTO,
				now + tn_ms(gaps->ms[min_t(u32, tcb->rec.tries, gaps->n - 1)]));
	else
		tn_rtt_arm(tcb, now + tcb->rtt.late);
}

/**
 * tn_handshake_out() - build the SYN, or the SYN-ACK, that is pending
 * @tcb: connection in SYN-SENT or SYN-RECEIVED
 * @now: current time
 * @out: the segment
 *
 * Context: any. Source: RFC 9293 3.7.1 (MUST-14), RFC 7323 1.3, RFC 2018 2.
 */
void tn_handshake_out(struct tn_tcb *tcb, tn_time_t now, struct tn_out *out)
{
	bool ack = tcb->state == TN_SYN_RECEIVED;

	memset(out, 0, sizeof(*out));
	out->seq = tcb->snd.iss;
	out->flags = TN_TCP_SYN;
	out->mss = tcb->snd.mss;
	out->wnd = tn_rcvwnd_select_syn(tcb);
	out->opt.has = TN_OPT_MSS | tcb->auth;
	out->opt.mss = tcb->rcv.mss;
	if (!ack || tcb->sack_ok)
		out->opt.has |= TN_OPT_SACK_PERM;
	if (!ack || tcb->rcv.ws_ok) {
		out->opt.has |= TN_OPT_WSCALE;
		out->opt.wscale = tcb->rcv.wscale;
	}
	if (ack ? tcb->ts.ok : tcb->auth != TN_OPT_MD5) {
		out->opt.has |= TN_OPT_TS;
		out->opt.tsval = tn_timestamp_val(tcb, now);
	}
	if (tcb->uto.adv)
		tn_timeout_option(tcb, &out->opt);
	if (ack) {
		out->flags |= TN_TCP_ACK;
		out->ack = tcb->rcv.nxt;
		out->opt.tsecr = tcb->ts.recent;
		tn_ackpolicy_sent(tcb);
	}
	tn_ecn_syn_out(tcb, out);
	tn_fastopen_out(tcb, now, out);

	tcb->pending &= ~TN_PEND_SYN;
	tcb->snd.last_sent = now;
	tn_handshake_arm(tcb, now);
}

/**
 * tn_handshake_timeout() - no answer to our SYN: send it again, or give up
 * @tcb: connection in SYN-SENT or SYN-RECEIVED
 * @now: current time
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 3.8.3 (MUST-22, MUST-23), RFC 6298 5.5.
 */
void tn_handshake_timeout(struct tn_tcb *tcb, tn_time_t now,
			  struct tn_verdict *v)
{
	if (tn_giveup_syn(tcb, now)) {
		tn_giveup_end(tcb, now, TN_GIVEUP_SENDING, v);
		return;
	}
	tn_giveup_r1(tcb, v);
	if (tcb->rec.tries < U8_MAX)
		tcb->rec.tries++;
	if (!tcb->rec.first_sent)
		tcb->rec.first_sent = now;
	tn_count(tcb->stats, TN_MIB_TCP_TIMEOUTS);
	tn_count(tcb->stats, TN_MIB_TCP_SYN_RETRANS);
	tn_share_timeout(tcb);
	tn_rtt_backoff(tcb);
	tcb->pending |= TN_PEND_SYN;
	v->bits |= TN_V_SEND;
}
