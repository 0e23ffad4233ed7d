// SPDX-License-Identifier: GPL-2.0
/*
 * How fast does the network deliver? (draft-ietf-ccwg-bbr 4.1, delivery rate
 * estimation)
 *
 * Every range takes along, when it is sent, how much had been delivered by then
 * and when the last of it was. Its acknowledgment closes the measurement:
 *
 *     first_sent_at     at                          delivered_at         now
 *    ------|-------------|----- time      ---------------|----------------|---
 *          |<--- send -->|                 P.delivered ->|<----- ack ---->|<- delivered
 *
 *     rate = (delivered - P.delivered) / max(send, ack)
 *
 * "send" is the time in which the data of the measurement left, from the range
 * whose acknowledgment was the last one when P was sent up to P; "ack" is the
 * time in which it was acknowledged. ACKs may come in a bunch, but the network cannot
 * deliver faster than we send for long: so the longer one counts. An ACK that
 * delivers several ranges is measured by the one that was sent last.
 *
 * Sometimes the rate says more about the application than about the network:
 * nothing is left to be sent, though the window has room. What is sent from then
 * until all that is in flight has arrived is marked (app_limited), and so is its
 * sample. A full window of the peer does not count: there is data to be sent.
 *
 * DEVIATION: what the host's queues hold counts as sent, as the machine cannot see
 * them; the draft does not call a connection limited whose data waits there. So a little
 * more is marked, which makes an estimate slower to fall, not wrong.
 *
 * A part of a range that is acknowledged, or split off, has the measurement
 * of the whole, but for what was in flight: behind it there was less.
 *
 * Without SACK a duplicate ACK says that a segment has arrived, not which: it counts
 * as delivered (rate.early), and not again when SND.UNA passes it.
 */
#include <linux/kernel.h>
#include <linux/math64.h>

#include "tcp/rate.h"
#include "tcp/recovery.h"

/**
 * tn_rate_sent() - a range leaves, the first time or again
 * @tcb:  connection; sentq.pipe has the range in it
 * @sent: range, its time is set
 * @idle: nothing was in flight
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 4.1.2.2.
 */
void tn_rate_sent(struct tn_tcb *tcb, struct tn_sent *sent, bool idle)
{
	struct tn_rate *rate = &tcb->rate;

	/* A pause is not the network's slowness. */
	if (idle) {
		rate->first_sent_at = sent->at;
		rate->delivered_at = sent->at;
	}
	sent->rate = (struct tn_rate_stamp) {
		.delivered = rate->delivered,
		.delivered_at = rate->delivered_at,
		.first_sent_at = rate->first_sent_at,
		.lost = (u32)rate->lost,
		.tx_inflight = tcb->sentq.pipe,
		.app_limited = rate->app_limited,
	};
}

/**
 * tn_rate_split() - a range is cut
 * @front: its front part
 * @rest:  length of the other part, bytes; it has a copy of the measurement
 *
 * Context: any.
 */
void tn_rate_split(struct tn_sent *front, u32 rest)
{
	front->rate.tx_inflight -= min(rest, front->rate.tx_inflight);
}

static void tn_rate_prior(const struct tn_rate *rate, const struct tn_rate_stamp *stamp,
			  struct tandem_cc_rate *sample)
{
	sample->delivered = rate->delivered - stamp->delivered;
	sample->prior_delivered = stamp->delivered;
	sample->tx_inflight = stamp->tx_inflight;
	sample->lost = (u32)rate->lost - stamp->lost;
	sample->app_limited = stamp->app_limited;
}

/**
 * tn_rate_lost() - a range is taken for lost
 * @tcb:  connection
 * @sent: range, in the network until now
 * @now:  current time
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 4.1, 5.5.10.2.
 */
void tn_rate_lost(struct tn_tcb *tcb, const struct tn_sent *sent, tn_time_t now)
{
	u32 bytes = sent->end - sent->seq;
	struct tandem_cc_rate sample = {};

	tcb->rate.lost += bytes;
	if (!tcb->cc.ops->lost)
		return;
	tn_rate_prior(&tcb->rate, &sent->rate, &sample);
	tcb->cc.ops->lost(tcb->cc.priv, now, sent->seq, bytes, &sample, &tcb->cc.out);
	tn_tcb_cc_bound(tcb);
}

/* Bytes that an ACK delivered, as far as they were not counted early. */
static u32 tn_rate_bytes(struct tn_tcb *tcb, const struct tn_ack_sample *sample)
{
	struct tn_rate *rate = &tcb->rate;
	u32 bytes = sample->acked.bytes, known;

	if (tcb->sack_ok)
		return bytes;
	if (sample->dup) {
		/* The first segment is the one that is missing. */
		known = rate->early + tcb->snd.mss;
		if (known + tcb->snd.mss > tn_tcb_outstanding(tcb))
			return bytes;
		rate->early = known;
		return tcb->snd.mss;
	}
	known = min(bytes, rate->early);
	rate->early -= known;
	return bytes - known;
}

/**
 * tn_rate_delivered() - an ACK arrived: count what it delivered
 * @tcb:    connection
 * @sample: what the ACK told
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 4.1.2.3.
 */
void tn_rate_delivered(struct tn_tcb *tcb, const struct tn_ack_sample *sample)
{
	u32 bytes = tn_rate_bytes(tcb, sample);
	struct tn_rate *rate = &tcb->rate;

	if (bytes) {
		rate->delivered += bytes;
		rate->delivered_at = sample->now;
	}
	if (sample->acked.newest.at)
		rate->first_sent_at = sample->acked.newest.at;
	/* What was in flight when the application had nothing to send has arrived. */
	if (rate->app_limited && rate->delivered > rate->app_limited)
		rate->app_limited = 0;
}

/*
 * TCP_INFO shows the last sample that the network made. What the application limited is
 * a lower bound: it counts only if it is the larger. Products instead of quotients: bytes of a
 * round trip are below 2^31, and two hours are 2^33 times 2^10 ns.
 */
static void tn_rate_show(struct tn_rate *rate, const struct tandem_cc_rate *sample)
{
	if (sample->app_limited && rate->shown_ns &&
	    sample->delivered * (rate->shown_ns >> 10) < rate->shown * (sample->interval_ns >> 10))
		return;
	rate->shown = sample->delivered;
	rate->shown_ns = sample->interval_ns;
	rate->shown_limited = sample->app_limited;
}

/**
 * tn_rate_sample() - what an ACK measured
 * @tcb:   connection; what the ACK delivered has been counted, and what it showed to be lost
 * @acked: what the ACK took off the queue
 * @rate:  filled in
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 4.1.2.3.
 */
void tn_rate_sample(struct tn_tcb *tcb, const struct tn_acked *acked,
		    struct tandem_cc_rate *rate)
{
	const struct tn_rate_stamp *stamp = &acked->rate;
	u64 send, ack;

	if (!acked->newest.at)
		return;
	tn_rate_prior(&tcb->rate, stamp, rate);
	send = tn_time_sub(acked->newest.at, stamp->first_sent_at);
	ack = tn_time_sub(tcb->rate.delivered_at, stamp->delivered_at);
	rate->interval_ns = max(send, ack);
	/* Shorter than any round trip: it was lost in vain, and the first copy has arrived. */
	if (rate->interval_ns < tcb->rtt.min)
		rate->interval_ns = 0;
	if (rate->interval_ns)
		tn_rate_show(&tcb->rate, rate);
}

/**
 * tn_rate_check() - does the application limit the rate?
 * @tcb: connection; the event at hand, which may let something be sent, has changed nothing yet
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 4.1.2.4.
 */
void tn_rate_check(struct tn_tcb *tcb)
{
	if (tn_tcb_unsent(tcb) < tcb->snd.mss && !tcb->sentq.lost &&
	    tn_recovery_pipe(tcb) < tcb->cc.out.cwnd)
		tcb->rate.app_limited = max_t(u64, 1, tcb->rate.delivered + tcb->sentq.pipe);
}
