// SPDX-License-Identifier: GPL-2.0
/*
 * How large the receive buffer should be: dynamic right-sizing (Fisk and Feng,
 * 2001).
 *
 * A window that is smaller than rate x RTT holds the peer back; one that is
 * much larger only lends memory to whoever likes to fill it. What the path and the
 * reader can do shows in what the reader takes in a round trip:
 *
 *      C      bytes read since the last look, a round trip ago
 *      S      the most there ever were before
 *      C > S  buffer = 2 C + 4 (C - S) + 16 MSS, if that is more than it is
 *
 * Two C, because what is in flight while the window update travels needs room as
 * well. While the peer is in slow start C doubles from one round trip to the
 * next, and the update arrives a round trip late: then C = 2 S, and it is told
 * 4 C. A reader that is slow, or a peer that has little to say, gets no more than
 * it uses. The buffer never becomes smaller here: the right edge may not move
 * left, and what nobody fills costs nothing.
 *
 * A receiver has no acknowledgments to time, so its RTT is taken
 *
 *   - from timestamps: the segment that echoes an ACK of ours for the first time
 *     left because of that ACK. If the peer had nothing to send it left later, so
 *     that one sample may not raise the estimate by more than an eighth;
 *   - else from the time in which the peer uses up one window: it cannot be less
 *     than a round trip, so the least of them counts;
 *   - before there is either, from the handshake.
 *
 * All of them err on the long side, which yields a buffer too large, not too
 * small. It is bounded by tune.most.
 */
#include <linux/kernel.h>

#include "tcp/rcvtune.h"
#include "tcp/rcvwnd.h"
#include "tcp/timestamp.h"

/* Segments besides what the round trip needs: for a burst at its beginning */
#define TN_RCVTUNE_SLACK	16

/* RTT from the echo of a timestamp: exact from below, so it falls at once and rises slowly */
static void tn_rcvtune_echo(struct tn_tcb *tcb, const struct tn_seg *seg)
{
	u32 ticks = tn_timestamp_val(tcb, seg->when) - seg->opt.tsecr;
	u64 rtt = tcb->tune.rtt, sample;

	if (seg->opt.tsecr == tcb->tune.tsecr || (s32)ticks < 0)
		return;
	tcb->tune.tsecr = seg->opt.tsecr;
	sample = tn_ms(max(ticks, 1u));
	if (!rtt || sample < rtt)
		tcb->tune.rtt = sample;
	else
		tcb->tune.rtt = rtt + min(sample - rtt, rtt) / 8;
}

/* RTT from the time that a whole window takes */
static void tn_rcvtune_turnover(struct tn_tcb *tcb, const struct tn_seg *seg)
{
	u64 sample;

	if (tcb->tune.turn_at && tn_seq_lt(tcb->rcv.nxt, tcb->tune.turn))
		return;
	if (tcb->tune.turn_at) {
		sample = max_t(u64, tn_time_sub(seg->when, tcb->tune.turn_at), 1);
		if (!tcb->tune.rtt || sample < tcb->tune.rtt)
			tcb->tune.rtt = sample;
	}
	tcb->tune.turn = tcb->rcv.nxt + max(tn_rcvwnd(tcb), 1u);
	tcb->tune.turn_at = seg->when;
}

/**
 * tn_rcvtune_arrive() - data has arrived: measure the round trip
 * @tcb: connection
 * @seg: segment with data, acceptable, not yet counted in rcv.nxt
 *
 * Context: any.
 */
void tn_rcvtune_arrive(struct tn_tcb *tcb, const struct tn_seg *seg)
{
	if (!tcb->tune.most)
		return;
	if (tcb->ts.ok && seg->opt.has & TN_OPT_TS && seg->opt.tsecr)
		tn_rcvtune_echo(tcb, seg);
	else
		tn_rcvtune_turnover(tcb, seg);
}

static void tn_rcvtune_begin(struct tn_tcb *tcb, tn_time_t now)
{
	tcb->tune.since = now;
	tcb->tune.mark = tcb->rcv.user;
}

/**
 * tn_rcvtune_read() - the user has read: is the buffer large enough?
 * @tcb: connection; rcv.user has just advanced, rcv.buf may grow
 * @now: current time
 *
 * Context: any.
 */
void tn_rcvtune_read(struct tn_tcb *tcb, tn_time_t now)
{
	u64 rtt = tcb->tune.rtt ? tcb->tune.rtt : tcb->rtt.srtt, want;
	u32 copied = tcb->rcv.user - tcb->tune.mark, slack;

	if (tcb->rcv.buf >= tcb->tune.most || !rtt)
		return;
	slack = TN_RCVTUNE_SLACK * tcb->rcv.mss;
	if (!tcb->tune.since) {
		tcb->tune.space = slack;
		tn_rcvtune_begin(tcb, now);
		return;
	}
	if (tn_time_sub(now, tcb->tune.since) < rtt)
		return;
	tn_rcvtune_begin(tcb, now);
	if (copied <= tcb->tune.space)
		return;
	want = 2ull * copied + 4ull * (copied - tcb->tune.space) + slack;
	tcb->tune.space = copied;
	tcb->rcv.buf = max_t(u64, tcb->rcv.buf, min_t(u64, want, tcb->tune.most));
}
