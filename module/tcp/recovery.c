// SPDX-License-Identifier: GPL-2.0
/*
 * Loss recovery: what follows when something is taken for lost, and when that is over.
 *
 *                    lost (1)
 *            .--------------------------> FAST ---------.
 *            |                            |  ^          |
 *          OPEN <-------------------------'  | (3)      | RTO
 *            ^        over (2), undone (4)   |          |
 *            |                               |          v
 *            '------------------------------ RTO <------+------ the timer fires,
 *                     over (2), undone (4)                      from any mode
 *
 *   (1) by time (tcp/rack.c); without SACK, or RACK, by DupThresh duplicate ACKs
 *       (RFC 5681, 6582) or by what was SACKed above (tcp/sack.c, RFC 6675)
 *   (2) snd.una reaches what was outstanding when it began (RecoveryPoint, recover)
 *   (3) what was sent again after the timeout is lost again: that is a loss of its own
 *   (4) nothing was lost at all (tcp/undo.c, tcp/frto.c)
 *
 * FAST: the controller is told of a loss and says what may be in the network in future;
 * how that is reached is tcp/prr.c's business. tcp/send.c sends what is lost before what
 * is new. Without SACK the first segment is lost, every partial ACK uncovers the next one
 * (RFC 6582), and every further duplicate ACK means that one segment has left the network,
 * which is RFC 6582's window inflation seen from the other side.
 *
 * RTO (RFC 6298 5.4 to 5.7, RFC 5681 3.1): everything that would have arrived by now is
 * lost. The first segment is sent again, and if its ACK does not say that the timeout was
 * spurious (tcp/frto.c), slow start sends the rest.
 *
 * What was too large for the path is lost as well, but not by congestion: it is sent again, and the
 * mode stays what it is.
 *
 * A tail loss probe (tcp/tlp.c) that has repaired the only loss is a recovery that begins
 * and ends with one ACK.
 */
#include <linux/kernel.h>

#include "tcp/advice.h"
#include "tcp/cwv.h"
#include "tcp/deadline.h"
#include "tcp/ecn.h"
#include "tcp/fastopen.h"
#include "tcp/frto.h"
#include "tcp/giveup.h"
#include "tcp/prr.h"
#include "tcp/rack.h"
#include "tcp/recovery.h"
#include "tcp/rtt.h"
#include "tcp/sack.h"
#include "tcp/tlp.h"
#include "tcp/undo.h"

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
		.inflight = tn_cwv_flight(tcb, min(tcb->snd.nxt - una, tcb->cc.out.cwnd)),
		.mss = tcb->snd.mss,
		.iw = tn_tcb_iw(tcb),
		.prior_cwnd = tcb->undo.cwnd,
		.prior_ssthresh = tcb->undo.ssthresh,
	};

	tn_undo_signal(tcb, event);
	tn_cwv_signal(tcb, event, signal.inflight);
	tcb->cc.ops->signal(tcb->cc.priv, &signal, &tcb->cc.out);
	tn_tcb_cc_bound(tcb);
}

static void tn_recovery_tell(struct tn_tcb *tcb, tn_time_t now, enum tandem_cc_event event)
{
	tn_recovery_signal(tcb, now, event, tcb->snd.una);
}

/* The first segment of the queue is lost; not more, others may have arrived. */
static void tn_recovery_lose_head(struct tn_tcb *tcb, tn_time_t now, enum tn_cause cause)
{
	struct tn_sent *head = tn_sentq_head(&tcb->sentq);

	if (!head || (head->flags & TN_SENT_LOST && cause != TN_CAUSE_RTO))
		return;
	if (head->end - head->seq > tcb->snd.mss &&
	    !tn_sentq_split(&tcb->sentq, head, head->seq + tcb->snd.mss))
		return;
	tn_sentq_lose(tcb, head, now, cause);
}

static void tn_recovery_count(struct tn_tcb *tcb, enum tn_cause cause)
{
	tcb->rec.cause = cause;
	tcb->rec.begun++;
	tn_count(tcb->stats, TN_MIB_LOSS_ENTER_DUPACK + cause - TN_CAUSE_DUPACK);
	if (cause == TN_CAUSE_DUPACK)
		tn_count(tcb->stats, TN_MIB_TCP_RENO_RECOVERY);
	else if (cause != TN_CAUSE_RTO && cause != TN_CAUSE_TLP)
		tn_count(tcb->stats, TN_MIB_TCP_SACK_RECOVERY);
}

static void tn_recovery_enter(struct tn_tcb *tcb, tn_time_t now, enum tn_cause cause,
			      u32 delivered)
{
	tn_recovery_count(tcb, cause);
	tn_undo_begin(tcb);
	tn_frto_end(tcb);
	/* RFC 3168 6.1.2: marks and losses of one window are one congestion */
	if (!tn_ecn_covers(tcb)) {
		tn_recovery_tell(tcb, now, TANDEM_CC_LOSS);
		tn_ecn_reduced(tcb);
	}
	tcb->rec.mode = TN_REC_FAST;
	tcb->rec.point = tcb->snd.nxt;
	tcb->rec.force = true;
	tn_tlp_reset(tcb);
	if (!tcb->sentq.lost)
		tn_recovery_lose_head(tcb, now, cause);
	tn_prr_begin(tcb, delivered);
}

static void tn_recovery_leave(struct tn_tcb *tcb, tn_time_t now, enum tandem_cc_event event)
{
	tn_prr_end(tcb);
	tn_rack_recovered(tcb);
	tcb->rec.mode = TN_REC_OPEN;
	tcb->rec.force = false;
	tcb->rec.dupacks = 0;
	tn_frto_end(tcb);
	tn_recovery_tell(tcb, now, event);
}

/*
 * RFC 4015 3: there was no reason for it. What was not sent again is in the network. It may be
 * long over: then it is the controller alone who has something to undo.
 */
static void tn_recovery_undo(struct tn_tcb *tcb, tn_time_t now, enum tn_mib how)
{
	/* RFC 5682 4: what may not be undone is at least not sent again */
	bool undo = tcb->undo.on && tcb->undo.told;

	tn_count(tcb->stats, how);
	if (tcb->rec.mode == TN_REC_RTO) {
		tcb->rtt.backoff = 0;
		if (how != TN_MIB_TCP_LOSS_UNDO)
			tn_count(tcb->stats, TN_MIB_TCP_LOSS_UNDO);
	}
	if (tcb->rec.mode != TN_REC_OPEN) {
		tn_sentq_found(&tcb->sentq);
		tn_recovery_leave(tcb, now, undo ? TANDEM_CC_UNDO : TANDEM_CC_RECOVERED);
	} else if (undo) {
		tn_recovery_tell(tcb, now, TANDEM_CC_UNDO);
	}
	tn_undo_end(tcb);
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

/* What does the ACK say to be lost? Returns why, or TN_CAUSE_NONE; how much in @found. */
static enum tn_cause tn_recovery_detect(struct tn_tcb *tcb, const struct tn_ack_sample *sample,
					struct tn_rack_found *found)
{
	if (tn_rack_used(tcb)) {
		*found = tn_rack_lose(tcb, sample->now, TN_CAUSE_RACK);
		return found->bytes ? TN_CAUSE_RACK : TN_CAUSE_NONE;
	}
	if (tcb->sack_ok) {
		if (sample->sacked || sample->advanced)
			found->bytes = tn_sack_lose(tcb, sample->now);
		if (found->bytes)
			return TN_CAUSE_SACK;
	}
	/* RFC 5681 3.2, RFC 6675 5 (1) */
	return tcb->rec.mode == TN_REC_OPEN && tcb->rec.dupacks >= tcb->cfg->dup_thresh ?
	       TN_CAUSE_DUPACK : TN_CAUSE_NONE;
}

/* RFC 6582 3.2 step 3, partial ACK: the next hole begins here */
static bool tn_recovery_partial(struct tn_tcb *tcb, struct tn_ack_sample *sample)
{
	u32 gone = min_t(u32, sample->acked.bytes / tcb->snd.mss, tcb->rec.dupacks);

	if (tcb->sack_ok || !sample->advanced)
		return false;
	tcb->rec.dupacks -= gone;
	sample->counted = gone * tcb->snd.mss;
	tn_recovery_lose_head(tcb, sample->now, TN_CAUSE_PARTIAL);
	tcb->rec.force = true;
	return true;
}

/* A recovery goes on. Returns true if it is over. */
static bool tn_recovery_ends(struct tn_tcb *tcb, struct tn_ack_sample *sample)
{
	bool rto = tcb->rec.mode == TN_REC_RTO, over = tn_seq_ge(tcb->snd.una, tcb->rec.point);

	if (rto && tn_frto_ack(tcb, sample)) {
		tn_recovery_undo(tcb, sample->now, TN_MIB_TCP_SPURIOUS_RTOS);
		return true;
	}
	if (tn_undo_is_due(tcb, sample) && (rto || over || !tcb->sentq.lost)) {
		if (sample->first_ts)
			tn_count(tcb->stats, TN_MIB_TCP_TS_REORDER);
		tn_recovery_undo(tcb, sample->now,
				 tn_undo_all_twice(tcb) ? TN_MIB_TCP_DSACK_UNDO :
				 rto ? TN_MIB_TCP_LOSS_UNDO :
				 over ? TN_MIB_TCP_FULL_UNDO : TN_MIB_TCP_PARTIAL_UNDO);
		return true;
	}
	if (over)
		tn_recovery_leave(tcb, sample->now, TANDEM_CC_RECOVERED);
	return over;
}

/* RFC 8985 7.4.2: the probe has repaired a loss. That is a loss, and it is over. */
static void tn_recovery_probed(struct tn_tcb *tcb, tn_time_t now)
{
	tn_recovery_count(tcb, TN_CAUSE_TLP);
	tn_undo_begin(tcb);
	if (!tn_ecn_covers(tcb)) {
		tn_recovery_tell(tcb, now, TANDEM_CC_LOSS);
		tn_ecn_reduced(tcb);
	}
	tn_recovery_leave(tcb, now, TANDEM_CC_RECOVERED);
}

/**
 * tn_recovery_ack() - an ACK arrived
 * @tcb:    connection
 * @seg:    segment that brought it
 * @sample: what it told; what duplicate ACKs had counted of it is added
 *
 * Context: any. Source: RFC 8985 6.2, 7.4, RFC 6675 5, RFC 6582 3.2, RFC 9937 6.2.
 */
void tn_recovery_ack(struct tn_tcb *tcb, const struct tn_seg *seg, struct tn_ack_sample *sample)
{
	struct tn_recovery *rec = &tcb->rec;
	struct tn_rack_found found = {};
	bool probe, partial = false;
	enum tn_cause cause;

	if (tn_ack_duplicate(sample))
		tn_undo_duplicate(tcb, &sample->twice);
	probe = tn_tlp_ack(tcb, seg, sample);
	if (rec->mode != TN_REC_OPEN)
		tn_recovery_ends(tcb, sample);
	else if (tn_undo_all_twice(tcb))
		tn_recovery_undo(tcb, sample->now, TN_MIB_TCP_DSACK_UNDO);

	if (sample->dup && rec->dupacks < U16_MAX)
		rec->dupacks++;
	else if (sample->advanced && rec->mode != TN_REC_FAST)
		rec->dupacks = 0;
	cause = tn_recovery_detect(tcb, sample, &found);

	if (rec->mode == TN_REC_FAST)
		partial = tn_recovery_partial(tcb, sample);
	else if (cause != TN_CAUSE_NONE && (rec->mode == TN_REC_OPEN || found.again))
		tn_recovery_enter(tcb, sample->now, cause, sample->acked.bytes);
	else if (probe && rec->mode == TN_REC_OPEN)
		tn_recovery_probed(tcb, sample->now);
	tn_prr_ack(tcb, sample, sample->advanced && !partial && !found.bytes);
}

/**
 * tn_recovery_reorder() - what may have been reordered has had its time
 * @tcb: connection
 * @now: current time
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 8985 6.2 step 5.
 */
void tn_recovery_reorder(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	struct tn_rack_found found = tn_rack_lose(tcb, now, TN_CAUSE_REORDER);

	if (!found.bytes)
		return;
	if (tcb->rec.mode == TN_REC_OPEN || (tcb->rec.mode == TN_REC_RTO && found.again))
		tn_recovery_enter(tcb, now, TN_CAUSE_REORDER, 0);
	v->bits |= TN_V_SEND;
}

/**
 * tn_recovery_path() - the path takes no segments of this size any more
 * @tcb: connection, its MSS is the new one
 * @now: current time
 * @v:   verdict of the event
 *
 * What is in the network and larger was dropped where the path is narrow. It is sent again, in
 * smaller segments; that is no congestion, so no recovery begins, and no controller hears of it.
 * Messages about the other segments of the flight find the MSS as it is.
 *
 * Context: any. Source: RFC 1191 6.4.
 */
void tn_recovery_path(struct tn_tcb *tcb, tn_time_t now, struct tn_verdict *v)
{
	u32 lost = tcb->sentq.lost;
	struct tn_sent *sent, *next;

	if (!tn_tcb_in(tcb, TN_STATES_SEND))
		return;
	list_for_each_entry_safe(sent, next, &tcb->sentq.flying, turn)
		if (sent->end - sent->seq > tcb->snd.mss)
			tn_sentq_lose(tcb, sent, now, TN_CAUSE_PATH);
	if (tcb->sentq.lost == lost)
		return;
	tn_tlp_reset(tcb);
	tcb->rec.force = true;
	tn_rtt_arm(tcb, now);
	v->bits |= TN_V_SEND;
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
	tn_recovery_count(tcb, TN_CAUSE_RTO);
	tn_sentq_lose_all(tcb, false, now, TN_CAUSE_RTO);
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
	if (tn_cwv_idle(tcb, now))
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
	if (tcb->cc.ops->flags & TANDEM_CC_RESTARTS)
		tn_recovery_tell(tcb, now, TANDEM_CC_RESTART);
}

/* RFC 8985 6.3; without RACK RFC 5681 3.1, RFC 2018 8 */
static void tn_recovery_lose(struct tn_tcb *tcb, tn_time_t now)
{
	struct tn_sent *head = tn_sentq_head(&tcb->sentq);

	/* A peer that reneges has the head of the queue SACKed, and more perhaps */
	if (head->flags & TN_SENT_SACKED) {
		tn_count(tcb->stats, TN_MIB_TCP_SACK_RENEGING);
		tn_sentq_lose_all(tcb, true, now, TN_CAUSE_RTO);
	} else if (tn_rack_used(tcb)) {
		tn_rack_timeout(tcb, now);
		tn_recovery_lose_head(tcb, now, TN_CAUSE_RTO);
	} else {
		tn_sentq_lose_all(tcb, false, now, TN_CAUSE_RTO);
	}
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
	struct tn_recovery *rec = &tcb->rec;

	tn_ecn_release(tcb, v);
	if (!tn_sentq_head(&tcb->sentq))
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
	if (rec->mode != TN_REC_RTO) {
		tn_recovery_count(tcb, TN_CAUSE_RTO);
		tn_undo_begin(tcb);
		tn_recovery_tell(tcb, now, TANDEM_CC_RTO);
	} else {
		tcb->cc.out.cwnd = tcb->snd.mss;
	}
	tn_ecn_reduced(tcb);
	tcb->prr.on = false;
	tn_tlp_reset(tcb);
	tn_deadline_clear(tcb, TN_DL_REORDER);
	tn_frto_begin(tcb, rec->mode == TN_REC_OPEN);
	tn_recovery_lose(tcb, now);
	rec->mode = TN_REC_RTO;
	rec->point = tcb->snd.nxt;
	rec->dupacks = 0;
	rec->force = true;
	tn_rtt_backoff(tcb);
	tn_rtt_arm(tcb, now);
	v->bits |= TN_V_SEND;
}
