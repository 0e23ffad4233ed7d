// SPDX-License-Identifier: GPL-2.0
/*
 * F-RTO: was the timeout spurious? (RFC 5682)
 *
 * A path that stops for a while makes the timer fire although nothing is lost. All that
 * was outstanding would be sent again, each segment for nothing. So at first only the
 * first one is, and the two ACKs that follow tell:
 *
 *	             timeout
 *	                |
 *	           .----v---.  advances, but not over     .-------.
 *	           |  HEAD  |---------------------------->| FRESH |  two new segments
 *	           '--------'  all that was outstanding   '-------'
 *	                |                                   |   |
 *	      duplicate |  (1)                    duplicate |   | advances over what was
 *	                v                         or SACK   v   v not sent again (2)
 *	          conventional <----------------------------'   spurious
 *
 *   (1) with SACK a duplicate is no answer to what was sent: the ACK is waited for
 *   (2) with SACK: or reports some of that (3.1 step 3b)
 *
 * With no new data, or no window for it, there is nothing to tell by: conventional. What
 * was lost is held back meanwhile (tcp/send.c).
 */
#include <linux/kernel.h>

#include "tcp/frto.h"

/* RFC 5682 2.1 steps 2b, 3a: segments */
#define TN_FRTO_FRESH_SEGS	2
#define TN_FRTO_CWND_SEGS	3

/**
 * tn_frto_begin() - the retransmission timer fired
 * @tcb:   connection
 * @first: no recovery was going on
 *
 * Context: any. Source: RFC 5682 2.1 step 1, 3.1 step 1.
 */
void tn_frto_begin(struct tn_tcb *tcb, bool first)
{
	bool again = tcb->frto.step != TN_FRTO_OFF;

	tcb->frto.step = tcb->cfg->frto && (first || again) ? TN_FRTO_HEAD : TN_FRTO_OFF;
	tcb->frto.end = tcb->snd.una;
	tcb->rec.extra = 0;
}

/**
 * tn_frto_end() - it is decided, or does not matter any more
 * @tcb: connection
 *
 * Context: any.
 */
void tn_frto_end(struct tn_tcb *tcb)
{
	tcb->frto.step = TN_FRTO_OFF;
	tcb->rec.extra = 0;
}

/**
 * tn_frto_sent() - something that was lost is sent again
 * @tcb: connection
 * @end: number behind it
 *
 * Context: any.
 */
void tn_frto_sent(struct tn_tcb *tcb, u32 end)
{
	if (tcb->frto.step == TN_FRTO_HEAD)
		tcb->frto.end = end;
}

/* RFC 5682 2.1 steps 2a, 3a: all is sent again, beginning with a window of no more than that */
static bool tn_frto_conventional(struct tn_tcb *tcb, struct tn_ack_sample *sample, u32 segs)
{
	u16 mss = tcb->snd.mss;

	tcb->cc.out.cwnd = min_t(u32, tcb->cc.out.cwnd + mss, segs * mss);
	sample->settled = true;
	tn_frto_end(tcb);
	return false;
}

/* RFC 5682 2.1 step 2, 3.1 step 2 */
static bool tn_frto_head(struct tn_tcb *tcb, struct tn_ack_sample *sample)
{
	u32 edge = tcb->snd.una + tcb->snd.wnd;

	if (!sample->advanced)
		return sample->dup && !tcb->sack_ok ?
		       tn_frto_conventional(tcb, sample, TN_FRTO_CWND_SEGS) : false;
	if (tn_seq_lt(tcb->snd.una, tcb->frto.end) || tn_seq_ge(tcb->snd.una, tcb->rec.point) ||
	    !tn_tcb_unsent(tcb) || tn_seq_le(edge, tcb->snd.nxt))
		return tn_frto_conventional(tcb, sample, TN_FRTO_FRESH_SEGS);
	tcb->frto.step = TN_FRTO_FRESH;
	tcb->rec.extra = TN_FRTO_FRESH_SEGS * tcb->snd.mss;
	return false;
}

/**
 * tn_frto_ack() - an ACK arrived after a timeout
 * @tcb:    connection
 * @sample: what it told; that cwnd is settled is added
 *
 * Context: any. Source: RFC 5682 2.1, 3.1 steps 2 and 3.
 * Return: true if the timeout was spurious.
 */
bool tn_frto_ack(struct tn_tcb *tcb, struct tn_ack_sample *sample)
{
	const struct tn_acked *acked = &sample->acked;

	switch (tcb->frto.step) {
	case TN_FRTO_HEAD:
		return tn_frto_head(tcb, sample);
	case TN_FRTO_FRESH:
		break;
	default:
		return false;
	}
	/* Neither: ignored */
	if (!sample->advanced && !sample->dup)
		return false;
	/* What was sent before the timeout and not after it has arrived */
	if (tcb->sack_ok ? acked->once.at && tn_seq_lt(acked->low, tcb->rec.point) :
			   sample->advanced)
		return true;
	return tn_frto_conventional(tcb, sample, TN_FRTO_CWND_SEGS);
}
