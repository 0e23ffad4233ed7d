// SPDX-License-Identifier: GPL-2.0
/*
 * Loss recovery: noticing that something is lost, and when that is over.
 *
 *             DupThresh duplicate ACKs, or IsLost
 *      OPEN ---------------------------------------> FAST
 *       ^  ^                                          |
 *       |  '------------------------------------------'
 *       |        snd.una reaches the recovery point
 *       |
 *       '---- RTO <---- the timer fires, from any mode
 *
 * FAST with SACK is RFC 6675: what IsLost says is marked lost, and tcp/send.c
 * sends lost ranges before new ones while pipe < cwnd. FAST without SACK is
 * NewReno (RFC 6582): the first segment is lost; every partial ACK uncovers the
 * next one; every further duplicate ACK means that one segment has left the
 * network, which is RFC 6582's window inflation seen from the other side.
 *
 * RTO (RFC 6298 5.4 to 5.7, RFC 5681 3.1): everything not known to have arrived
 * is lost, and slow start sends it again.
 *
 * The congestion window is the controller's; it is told once per episode.
 * Retransmissions that are lost again wait for the timer (RFC 6675 has no other
 * way; RFC 8985 has).
 */
#include <linux/kernel.h>

#include "tcp/advice.h"
#include "tcp/deadline.h"
#include "tcp/ecn.h"
#include "tcp/fastopen.h"
#include "tcp/giveup.h"
#include "tcp/recovery.h"
#include "tcp/rtt.h"
#include "tcp/sack.h"

/**
 * tn_recovery_signal() - tell the congestion control that something has happened
 * @tcb:   connection
 * @now:   current time
 * @event: what
 * @una:   snd.una when it came
 *
 * Context: any.
 */
void tn_recovery_signal(struct tn_tcb *tcb, tn_time_t now, enum tandem_cc_event event, u32 una)
{
	/*
	 * RFC 5681 (4): FlightSize. With SACK it may outgrow cwnd by far while
	 * a lost retransmission holds snd.una; that was never in the network.
	 */
	struct tandem_cc_signal signal = {
		.now_ns = now,
		.delivered = tcb->rate.delivered,
		.event = event,
		.inflight = min(tcb->snd.nxt - una, tcb->cc.out.cwnd),
		.mss = tcb->snd.mss,
		.iw = tn_tcb_iw(tcb),
	};

	tcb->cc.ops->signal(tcb->cc.priv, &signal, &tcb->cc.out);
	tn_tcb_cc_bound(tcb);
}

static void tn_recovery_tell(struct tn_tcb *tcb, tn_time_t now, enum tandem_cc_event event)
{
	tn_recovery_signal(tcb, now, event, tcb->snd.una);
}

/* The first segment of the queue is lost; not more, others may have arrived. */
static void tn_recovery_lose_head(struct tn_tcb *tcb, tn_time_t now)
{
	struct tn_sent *head = tn_sentq_head(&tcb->sentq);

	if (!head || head->flags & TN_SENT_LOST)
		return;
	if (head->end - head->seq > tcb->snd.mss &&
	    !tn_sentq_split(&tcb->sentq, head, head->seq + tcb->snd.mss))
		return;
	tn_sentq_lose(tcb, head, now);
}

static void tn_recovery_enter(struct tn_tcb *tcb, tn_time_t now)
{
	tn_count(tcb->stats, tcb->sack_ok ? TN_MIB_TCP_SACK_RECOVERY :
					    TN_MIB_TCP_RENO_RECOVERY);
	/* RFC 3168 6.1.2: marks and losses of one window are one congestion */
	if (!tn_ecn_covers(tcb)) {
		tn_recovery_tell(tcb, now, TANDEM_CC_LOSS);
		tn_ecn_reduced(tcb);
	}
	tcb->rec.mode = TN_REC_FAST;
	tcb->rec.point = tcb->snd.nxt;
	tcb->rec.force = true;
	if (!tcb->sentq.lost)
		tn_recovery_lose_head(tcb, now);
}

/**
 * tn_recovery_pipe() - bytes in the network, for comparison with cwnd
 * @tcb: connection
 *
 * Context: any. Source: RFC 6675 4 (pipe), RFC 6582 3.2 (inflation), RFC 5681 3.2
 * step 1 (Limited Transmit).
 * Return: estimate in bytes.
 */
u32 tn_recovery_pipe(const struct tn_tcb *tcb)
{
	u32 left = tcb->rec.dupacks * tcb->snd.mss;

	/* RFC 3042: before the recovery it is these that let new data leave */
	if (tcb->sack_ok || tcb->rec.mode == TN_REC_RTO)
		return tcb->sentq.pipe;
	return tcb->sentq.pipe - min(left, tcb->sentq.pipe);
}

static void tn_recovery_open(struct tn_tcb *tcb,
			     const struct tn_ack_sample *sample)
{
	if (tcb->sack_ok && sample->sacked)
		tn_sack_lose(tcb, sample->now);
	if (tcb->sentq.lost || tcb->rec.dupacks >= tcb->cfg->dup_thresh)
		tn_recovery_enter(tcb, sample->now);
}

static void tn_recovery_fast(struct tn_tcb *tcb,
			     const struct tn_ack_sample *sample)
{
	if (tcb->sack_ok) {
		if (sample->sacked || sample->advanced)
			tn_sack_lose(tcb, sample->now);
		return;
	}

	/* RFC 6582 3.2 step 3, partial ACK: the next hole begins here */
	if (sample->advanced) {
		u32 gone = sample->acked.bytes / tcb->snd.mss;

		tcb->rec.dupacks -= min_t(u32, gone, tcb->rec.dupacks);
		tn_recovery_lose_head(tcb, sample->now);
		tcb->rec.force = true;
	}
}

/**
 * tn_recovery_ack() - an ACK arrived
 * @tcb:    connection
 * @sample: what the ACK told
 *
 * Context: any. Source: RFC 6675 5, RFC 6582 3.2.
 */
void tn_recovery_ack(struct tn_tcb *tcb, const struct tn_ack_sample *sample)
{
	struct tn_recovery *rec = &tcb->rec;

	if (rec->mode != TN_REC_OPEN && tn_seq_ge(tcb->snd.una, rec->point)) {
		rec->mode = TN_REC_OPEN;
		rec->force = false;
		rec->dupacks = 0;
	}
	if (sample->dup && rec->dupacks < U16_MAX)
		rec->dupacks++;
	else if (sample->advanced && rec->mode != TN_REC_FAST)
		rec->dupacks = 0;

	if (rec->mode == TN_REC_OPEN && tn_tcb_outstanding(tcb))
		tn_recovery_open(tcb, sample);
	else if (rec->mode == TN_REC_FAST)
		tn_recovery_fast(tcb, sample);
	else if (rec->mode == TN_REC_RTO && sample->sacked)
		tn_sack_lose(tcb, sample->now);
}

/**
 * tn_recovery_early() - the handshake is complete, and data has left before
 * @tcb:  connection with data outstanding
 * @now:  current time
 * @lost: the SYN-ACK before it got lost: the peer has dropped it
 *
 * Context: any. Source: RFC 7413 4.2.2, RFC 6298 5.1, 5.7, RFC 5681 3.1.
 */
void tn_recovery_early(struct tn_tcb *tcb, tn_time_t now, bool lost)
{
	tn_rtt_arm(tcb, now);
	if (!lost)
		return;
	tn_sentq_lose_all(tcb, false, now);
	tcb->rec.mode = TN_REC_RTO;
	tcb->rec.point = tcb->snd.nxt;
	tcb->rec.force = true;
}

/**
 * tn_recovery_idle() - data may be about to leave after a long silence
 * @tcb: connection with nothing outstanding
 * @now: current time
 *
 * Context: any. Source: RFC 5681 4.1.
 */
void tn_recovery_idle(struct tn_tcb *tcb, tn_time_t now)
{
	if (tn_time_sub(now, tcb->snd.last_sent) > tcb->rtt.rto)
		tn_recovery_tell(tcb, now, TANDEM_CC_IDLE);
}

/**
 * tn_recovery_restart() - data leaves, and nothing is in flight
 * @tcb: connection with nothing outstanding
 * @now: current time
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.4.1.
 */
void tn_recovery_restart(struct tn_tcb *tcb, tn_time_t now)
{
	tn_recovery_tell(tcb, now, TANDEM_CC_RESTART);
}

/**
 * tn_recovery_timeout() - the retransmission timer fired
 * @tcb: connection with data or a FIN outstanding
 * @now: current time
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 6298 5.4 to 5.6, RFC 9293 3.8.3, RFC 2018 8.
 */
void tn_recovery_timeout(struct tn_tcb *tcb, tn_time_t now,
			 struct tn_verdict *v)
{
	struct tn_sent *head = tn_sentq_head(&tcb->sentq);
	struct tn_recovery *rec = &tcb->rec;

	tn_ecn_release(tcb, v);
	if (!head)
		return;
	if (!rec->first_sent)
		rec->first_sent = now;
	if (tn_giveup_data(tcb, now)) {
		tn_giveup_end(tcb, now, TN_GIVEUP_SENDING, v);
		return;
	}
	tn_giveup_r1(tcb, v);
	if (rec->tries < U8_MAX)
		rec->tries++;
	tn_count(tcb->stats, TN_MIB_TCP_TIMEOUTS);
	tn_fastopen_silence(tcb, v);
	tn_advice_timeout(tcb);

	/* RFC 5681 3.1: ssthresh is held while the same data is resent again */
	if (rec->mode != TN_REC_RTO)
		tn_recovery_tell(tcb, now, TANDEM_CC_RTO);
	else
		tcb->cc.out.cwnd = tcb->snd.mss;
	tn_ecn_reduced(tcb);

	/* RFC 2018 8: a peer that reneges has the head of the queue SACKed */
	tn_sentq_lose_all(tcb, head->flags & TN_SENT_SACKED, now);
	rec->mode = TN_REC_RTO;
	rec->point = tcb->snd.nxt;
	rec->dupacks = 0;
	rec->force = true;
	tn_rtt_backoff(tcb);
	tn_rtt_arm(tcb, now);
	v->bits |= TN_V_SEND;
}
