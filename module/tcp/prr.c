// SPDX-License-Identifier: GPL-2.0
/*
 * Proportional rate reduction: how fast a recovery sends (RFC 9937).
 *
 * The controller says in one number, ssthresh, what may be in the network when the
 * recovery is over. Sending nothing until so much has left it would cost half a round
 * trip of silence and then a burst; sending at once what cwnd allows is the burst alone.
 * So what is sent follows what arrives:
 *
 *   inflight > ssthresh    in proportion: of each byte that arrives, the part
 *                          ssthresh / RecoverFS is sent, so that after one round trip
 *                          inflight is ssthresh
 *   otherwise              losses, or a pause of the application, have taken more than
 *                          was wanted: as much is sent as arrives, and while no further
 *                          loss shows (SafeACK) a segment more with each ACK, up to
 *                          ssthresh
 *
 * cwnd is then only how this is told to tcp/send.c: inflight + SndCnt. The first segment
 * that is sent again does not wait for any of that (rec.force).
 *
 * It also is what slows down when something that was sent again is lost again: RFC 8985 9.3
 * has it with RACK, so cfg.prr decides only where RACK is not used. A controller that wants
 * its window followed to the letter (TANDEM_CC_OWN_WINDOW) switches it off.
 */
#include <linux/kernel.h>
#include <linux/math64.h>

#include "tcp/prr.h"
#include "tcp/rack.h"
#include "tcp/recovery.h"

static void tn_prr_window(struct tn_tcb *tcb, u32 inflight, u32 count)
{
	/* A window is at least a segment, or nothing would ever leave */
	tcb->cc.out.cwnd = max_t(u32, inflight + count, tcb->snd.mss);
}

/**
 * tn_prr_begin() - a recovery begins; the controller has set ssthresh
 * @tcb:       connection
 * @delivered: bytes that the ACK has told to have arrived which it begins with
 *
 * Context: any. Source: RFC 9937 6.1.
 */
void tn_prr_begin(struct tn_tcb *tcb, u32 delivered)
{
	struct tn_prr *prr = &tcb->prr;

	prr->on = (tcb->cfg->prr || tn_rack_used(tcb)) &&
		  !(tcb->cc.ops->flags & TANDEM_CC_OWN_WINDOW);
	if (!prr->on)
		return;
	prr->delivered = 0;
	prr->out = 0;
	prr->flight = tn_tcb_outstanding(tcb) - tcb->sentq.sacked + delivered;
	tn_prr_window(tcb, tn_recovery_pipe(tcb), 0);
}

/*
 * RFC 9937 6.2: DeliveredData. Without SACK a duplicate ACK is a segment that arrived; the
 * ACK that covers it later must not count it again, nor may all be more than there was.
 */
static u32 tn_prr_delivered(const struct tn_tcb *tcb, const struct tn_ack_sample *sample)
{
	const struct tn_prr *prr = &tcb->prr;
	u32 left = prr->flight > prr->delivered ? prr->flight - prr->delivered : 0;

	if (tcb->sack_ok)
		return sample->acked.bytes;
	if (sample->dup)
		return min_t(u32, tcb->snd.mss, left);
	return min(sample->acked.bytes > sample->counted ?
		   sample->acked.bytes - sample->counted : 0, left);
}

/**
 * tn_prr_ack() - an ACK arrived in a recovery
 * @tcb:    connection
 * @sample: what it told
 * @safe:   SafeACK: snd.una advanced, and no further loss was noticed
 *
 * Context: any. Source: RFC 9937 6.2.
 */
void tn_prr_ack(struct tn_tcb *tcb, const struct tn_ack_sample *sample, bool safe)
{
	u32 ssthresh = tcb->cc.out.ssthresh, inflight, count, delivered;
	struct tn_prr *prr = &tcb->prr;
	u64 due;

	if (!prr->on)
		return;
	delivered = tn_prr_delivered(tcb, sample);
	if (!delivered)
		return;
	prr->delivered += delivered;
	inflight = tn_recovery_pipe(tcb);
	if (inflight > ssthresh) {
		due = div_u64((u64)prr->delivered * ssthresh + prr->flight - 1,
			      max(prr->flight, 1u));
		count = due > prr->out ? (u32)(due - prr->out) : 0;
	} else {
		count = max(prr->delivered > prr->out ? prr->delivered - prr->out : 0, delivered);
		if (safe)
			count += tcb->snd.mss;
		count = min(count, ssthresh - inflight);
	}
	if (!prr->out && !count)
		count = tcb->snd.mss;
	tn_prr_window(tcb, inflight, count);
}

/**
 * tn_prr_sent() - something leaves
 * @tcb:   connection
 * @bytes: how much
 *
 * Context: any. Source: RFC 9937 6.3.
 */
void tn_prr_sent(struct tn_tcb *tcb, u32 bytes)
{
	if (tcb->prr.on)
		tcb->prr.out += bytes;
}

/**
 * tn_prr_end() - the recovery is over
 * @tcb: connection
 *
 * Context: any. Source: RFC 9937 6.4.
 */
void tn_prr_end(struct tn_tcb *tcb)
{
	if (tcb->prr.on)
		tcb->cc.out.cwnd = tcb->cc.out.ssthresh;
	tcb->prr.on = false;
}
