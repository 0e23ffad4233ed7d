// SPDX-License-Identifier: GPL-2.0
/*
 * Was it a loss? What a recovery has changed, and whether it should have.
 *
 * A segment that is late enough is taken for lost, and the window made smaller. Two things
 * may tell later that it was not:
 *
 *   timestamps   the ACK echoes a time before the first segment was sent again: it is of
 *                the original (Eifel, RFC 3522)
 *   D-SACK       every byte that was sent again has arrived twice (RFC 3708)
 *
 * Then the controller gets the window of before back (TANDEM_CC_UNDO). Timestamps tell
 * with the first ACK; a D-SACK comes a round trip later, when the recovery may be over, so
 * what it has changed is remembered until the next one. What a mark has changed since then,
 * or had before, stays: that was congestion (RFC 4015 3.2). A timer that fires again for the
 * same data changes no ssthresh, and is the same recovery.
 *
 * A peer that lies may keep its sender from slowing down; it could as well acknowledge
 * what has not arrived.
 */
#include <linux/kernel.h>

#include "tcp/timestamp.h"
#include "tcp/undo.h"

/**
 * tn_undo_begin() - a recovery begins; the controller does not know yet
 * @tcb: connection
 *
 * Context: any. Source: RFC 4015 3.1.
 */
void tn_undo_begin(struct tn_tcb *tcb)
{
	struct tn_undo *undo = &tcb->undo;

	*undo = (struct tn_undo){
		.on = tcb->cfg->undo,
		.cwnd = tcb->cc.out.cwnd,
		.ssthresh = tcb->cc.out.ssthresh,
		.una = tcb->snd.una,
	};
	/* A recovery that ends in a timeout has been slowed down already, and rightly */
	if (tcb->rec.mode == TN_REC_FAST)
		undo->cwnd = undo->ssthresh;
}

/**
 * tn_undo_signal() - the controller is told of something
 * @tcb:   connection
 * @event: what
 *
 * Context: any. Source: RFC 4015 3.2, RFC 3168 6.1.2.
 */
void tn_undo_signal(struct tn_tcb *tcb, enum tandem_cc_event event)
{
	if (event == TANDEM_CC_LOSS || event == TANDEM_CC_RTO)
		tcb->undo.told = true;
	else if (event == TANDEM_CC_ECN)
		tcb->undo.told = false;
}

/**
 * tn_undo_forget() - there is another controller, which knows of no loss
 * @tcb: connection
 *
 * Context: any.
 */
void tn_undo_forget(struct tn_tcb *tcb)
{
	tcb->undo.told = false;
}

/**
 * tn_undo_end() - it is over, nothing can be undone any more
 * @tcb: connection
 *
 * Context: any.
 */
void tn_undo_end(struct tn_tcb *tcb)
{
	tcb->undo.on = false;
	tcb->undo.sent = false;
	tcb->undo.told = false;
}

/**
 * tn_undo_sent() - something that was lost is sent again
 * @tcb: connection
 * @now: current time
 * @out: segment
 *
 * Context: any. Source: RFC 3522 3.2 step 2.
 */
void tn_undo_sent(struct tn_tcb *tcb, tn_time_t now, const struct tn_out *out)
{
	struct tn_undo *undo = &tcb->undo;
	u32 end = out->seq + out->len;

	if (!undo->on)
		return;
	if (!undo->sent) {
		undo->sent = true;
		undo->tsval = tn_timestamp_val(tcb, now);
		undo->high = end;
	}
	undo->high = tn_seq_max(undo->high, end);
	undo->bytes += out->len;
}

/**
 * tn_undo_is_original() - is what an ACK acknowledges the original?
 * @tcb: connection
 * @seg: segment that brought it
 *
 * Context: any. Source: RFC 3522 3.2 steps 3 and 4.
 * Return: true if its timestamp says so.
 */
bool tn_undo_is_original(const struct tn_tcb *tcb, const struct tn_seg *seg)
{
	return tcb->undo.on && tcb->undo.sent && tcb->ts.ok && seg->opt.has & TN_OPT_TS &&
	       seg->opt.tsecr && tn_seq_lt(seg->opt.tsecr, tcb->undo.tsval);
}

/**
 * tn_undo_duplicate() - something has arrived twice
 * @tcb:   connection
 * @twice: what
 *
 * Context: any. Source: RFC 3708 3.
 */
void tn_undo_duplicate(struct tn_tcb *tcb, const struct tn_sack *twice)
{
	struct tn_undo *undo = &tcb->undo;

	if (!undo->on || !undo->sent || tn_seq_lt(twice->start, undo->una) ||
	    tn_seq_gt(twice->end, undo->high) ||
	    tn_seq_lt(undo->high, tcb->snd.una - tcb->snd.max_wnd))
		return;
	undo->bytes -= min(undo->bytes, twice->end - twice->start);
}

/**
 * tn_undo_all_twice() - has all that was sent again arrived twice?
 * @tcb: connection
 *
 * Context: any. Source: RFC 3708 3.
 * Return: true if it has.
 */
bool tn_undo_all_twice(const struct tn_tcb *tcb)
{
	return tcb->undo.on && tcb->undo.sent && !tcb->undo.bytes;
}

/**
 * tn_undo_is_due() - was there no reason for the recovery?
 * @tcb:    connection
 * @sample: what an ACK told
 *
 * By timestamps only when all that was sent again is acknowledged: of a part of it
 * nothing follows for the rest.
 *
 * Context: any.
 * Return: true if there was none.
 */
bool tn_undo_is_due(const struct tn_tcb *tcb, const struct tn_ack_sample *sample)
{
	return tn_undo_all_twice(tcb) ||
	       (sample->first_ts && sample->advanced &&
		tn_seq_ge(tcb->snd.una, tcb->undo.high));
}
