// SPDX-License-Identifier: GPL-2.0
/*
 * RACK: loss detection by time (RFC 8985 6).
 *
 * What was sent before something that has arrived should have arrived as well. If it has
 * not, it is late by reordering, or lost; it is taken for lost when it is later than
 * reordering makes segments late here:
 *
 *              sent                                   arrived
 *      A ------|                                          .
 *      B ----------|------------ RACK.rtt -------------->|
 *                                                         .
 *      A is lost at    A.at + RACK.rtt + reo_wnd
 *
 * Only times of sending are compared, so what was sent again and is lost again is found
 * as well, which no counting of duplicates can.
 *
 *   reo_wnd    0, as long as no reordering was seen and a recovery goes on, or DupThresh
 *              segments were SACKed: then order alone decides, as in RFC 6675
 *              else mult / 4 of the least round trip time, at most SRTT
 *   mult       one more in each round trip in which a D-SACK says that something was sent
 *              again for nothing; 1 again after 16 recoveries without one
 *
 * What is not due yet is looked at again when it is (TN_DL_REORDER), or with the next ACK.
 * The ranges that fly are kept in the order of sending (tcp/sentq.c), so a search ends at
 * the first one that is not due: its cost is what it finds.
 *
 * An ACK may be of the first sending of what was sent twice. Then the time since the
 * second one says nothing: the timestamp tells, and that no round trip is so short.
 */
#include <linux/kernel.h>

#include "tcp/deadline.h"
#include "tcp/rack.h"
#include "tcp/timestamp.h"

/* RFC 8985 6.2 step 4: recoveries that a widened window lasts */
#define TN_RACK_PERSIST		16

/* RFC 8985 6.2 step 4: the window is this part of the least round trip time, times mult */
#define TN_RACK_PART		4

/**
 * tn_rack_used() - is this how losses are detected here?
 * @tcb: connection
 *
 * Context: any. Source: RFC 8985 4 (SACK is required), 9.2.
 * Return: true if it is.
 */
bool tn_rack_used(const struct tn_tcb *tcb)
{
	return tcb->sack_ok && tcb->cfg->rack;
}

/* RFC 8985 6.2 step 2: the ACK may be of an earlier sending than that at @at. */
static bool tn_rack_is_ambiguous(const struct tn_tcb *tcb, const struct tn_seg *seg, tn_time_t at)
{
	if (tcb->ts.ok && seg->opt.has & TN_OPT_TS && seg->opt.tsecr &&
	    tn_seq_lt(seg->opt.tsecr, tn_timestamp_val(tcb, at)))
		return true;
	return tn_time_sub(seg->when, at) < tcb->rtt.min;
}

/* RFC 8985 6.2 step 2 */
static void tn_rack_advance(struct tn_rack *rack, const struct tn_newest *newest, tn_time_t when)
{
	rack->rtt = tn_time_sub(when, newest->at);
	if (newest->at < rack->at ||
	    (newest->at == rack->at && tn_seq_le(newest->end, rack->end)))
		return;
	rack->at = newest->at;
	rack->end = newest->end;
}

/* RFC 8985 6.2 step 4: a round trip with a D-SACK widens the window. */
static void tn_rack_adapt(struct tn_tcb *tcb, bool duplicate)
{
	struct tn_rack *rack = &tcb->rack;

	if (rack->in_round && tn_seq_ge(tcb->snd.una, rack->round))
		rack->in_round = false;
	if (!duplicate || rack->in_round)
		return;
	rack->in_round = true;
	rack->round = tcb->snd.nxt;
	rack->persist = TN_RACK_PERSIST;
	if (rack->mult < U8_MAX)
		rack->mult++;
}

/**
 * tn_rack_ack() - learn from what an ACK tells
 * @tcb:    connection
 * @seg:    segment that brought it
 * @sample: what it told
 *
 * Context: any. Source: RFC 8985 6.2 steps 2 to 4.
 */
void tn_rack_ack(struct tn_tcb *tcb, const struct tn_seg *seg, const struct tn_ack_sample *sample)
{
	const struct tn_acked *acked = &sample->acked;
	/* A duplicate that a probe has made says nothing of reordering (7.4.2) */
	bool probe = tcb->tlp.out && sample->twice.end == tcb->tlp.end;
	struct tn_rack *rack = &tcb->rack;

	if (acked->once.at)
		tn_rack_advance(rack, &acked->once, seg->when);
	if (acked->again.at && !tn_rack_is_ambiguous(tcb, seg, acked->again.at))
		tn_rack_advance(rack, &acked->again, seg->when);
	if (acked->late) {
		rack->reordered = true;
		tn_count(tcb->stats, TN_MIB_TCP_SACK_REORDER);
	}
	tn_rack_adapt(tcb, tn_ack_duplicate(sample) && !probe);
}

/* RFC 8985 6.2 step 4 */
static u64 tn_rack_window(const struct tn_tcb *tcb)
{
	const struct tn_rack *rack = &tcb->rack;

	if (!rack->reordered && (tcb->rec.mode != TN_REC_OPEN ||
				 tcb->sentq.nsacked >= tcb->cfg->dup_thresh))
		return 0;
	/* mult begins at 1, and that is 0 in here */
	return min((rack->mult + 1) * (tcb->rtt.min / TN_RACK_PART), tcb->rtt.srtt);
}

/**
 * tn_rack_lose() - take for lost what is
 * @tcb:   connection
 * @now:   current time
 * @cause: TN_CAUSE_RACK or TN_CAUSE_REORDER
 *
 * Context: any. Cost: one step per range that is lost. Source: RFC 8985 6.2 step 5.
 * Return: what was found.
 */
struct tn_rack_found tn_rack_lose(struct tn_tcb *tcb, tn_time_t now, enum tn_cause cause)
{
	u64 wait = tcb->rack.rtt + tn_rack_window(tcb);
	const struct tn_rack *rack = &tcb->rack;
	struct tn_rack_found found = {};
	struct tn_sent *sent, *next;

	tn_deadline_clear(tcb, TN_DL_REORDER);
	list_for_each_entry_safe(sent, next, &tcb->sentq.flying, turn) {
		/* RACK_sent_after(): what left at once is told apart by its numbers */
		if (sent->at > rack->at ||
		    (sent->at == rack->at && tn_seq_ge(sent->end, rack->end)))
			break;
		if (sent->at + wait > now) {
			/* The last of those that wait is due no later than this */
			tn_deadline_set(tcb, TN_DL_REORDER, rack->at + wait);
			break;
		}
		found.bytes += sent->end - sent->seq;
		if (sent->flags & TN_SENT_RETX) {
			found.again = true;
			tn_count(tcb->stats, TN_MIB_TCP_LOST_RETRANSMIT);
		}
		tn_sentq_lose(tcb, sent, now, cause);
	}
	return found;
}

/**
 * tn_rack_timeout() - the retransmission timer fired
 * @tcb: connection with something outstanding
 * @now: current time
 *
 * The first segment is lost, and what else would have arrived by now if it could. What
 * was sent in the last round trip may still arrive.
 *
 * Context: any. Source: RFC 8985 6.3.
 */
void tn_rack_timeout(struct tn_tcb *tcb, tn_time_t now)
{
	u64 wait = tcb->rack.rtt + tn_rack_window(tcb);
	struct tn_sent *sent, *next;

	list_for_each_entry_safe(sent, next, &tcb->sentq.flying, turn) {
		if (sent->at + wait > now)
			break;
		tn_sentq_lose(tcb, sent, now, TN_CAUSE_RTO);
	}
}

/**
 * tn_rack_recovered() - a recovery is over
 * @tcb: connection
 *
 * Context: any. Source: RFC 8985 6.2 step 4.
 */
void tn_rack_recovered(struct tn_tcb *tcb)
{
	struct tn_rack *rack = &tcb->rack;

	if (rack->persist && !--rack->persist)
		rack->mult = 0;
}
