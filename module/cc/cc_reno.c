// SPDX-License-Identifier: GPL-2.0
/*
 * Reno: slow start, congestion avoidance, halving (RFC 5681).
 *
 *   cwnd < ssthresh   slow start: one byte of window for each byte ACKed,
 *                     however many an ACK acknowledges: receive offload merges
 *                     ACKs, and two segments for each (RFC 3465 L = 2) would
 *                     make it linear
 *   otherwise         congestion avoidance: one MSS for each window of ACKs,
 *                     counted in bytes (RFC 5681 3.1, RFC 3465)
 *   loss              ssthresh = max(FlightSize / 2, 2 MSS), cwnd follows
 *   mark              0.8 FlightSize: who marks has a short queue, which half a
 *                     window would leave empty (RFC 8511)
 *   timeout           the same, and cwnd = 1 MSS, the loss window
 *   idle              restart from the initial window (RFC 5681 4.1)
 *   undo              it was no loss: the window of before
 *
 * Which segments are lost and what to send again is tcp/recovery.c's business;
 * here are only the two numbers.
 */
#include <linux/kernel.h>
#include <linux/math64.h>

#include "cc/cc.h"

/*
 * struct tn_reno - what Reno remembers
 * @bytes_acked: bytes acknowledged since cwnd grew last (RFC 3465 2.1)
 */
struct tn_reno {
	u32 bytes_acked;
};

static void tn_reno_init(void *priv, struct tandem_cc_out *out)
{
	struct tn_reno *reno = priv;

	reno->bytes_acked = 0;
}

static void tn_reno_ack(void *priv, const struct tandem_cc_ack *ack,
			struct tandem_cc_out *out)
{
	u32 acked = ack->acked, grow;
	struct tn_reno *reno = priv;

	if (!ack->may_grow)
		return;

	/* RFC 5681 3.1: slow start, up to the threshold exactly */
	if (out->cwnd < out->ssthresh) {
		grow = min(acked, out->ssthresh - out->cwnd);
		out->cwnd += grow;
		acked -= grow;
		if (!acked)
			return;
	}

	/* RFC 3465 2.1: a full window of ACKs adds one segment */
	reno->bytes_acked += acked;
	if (reno->bytes_acked >= out->cwnd) {
		reno->bytes_acked -= out->cwnd;
		out->cwnd += ack->mss;
	}
}

static void tn_reno_signal(void *priv, const struct tandem_cc_signal *signal,
			   struct tandem_cc_out *out)
{
	struct tn_reno *reno = priv;
	u32 left;

	switch (signal->event) {
	case TANDEM_CC_ECN:
		/* RFC 8511 3.1: beta_ecn; RFC 3168 6.1.2: cwnd goes down to one segment */
		left = (u32)div_u64((u64)signal->inflight * 8, 10);
		out->ssthresh = max(left, 2 * signal->mss);
		out->cwnd = max(left, signal->mss);
		break;
	case TANDEM_CC_LOSS:
	case TANDEM_CC_RTO:
		/* RFC 5681 (4) */
		out->ssthresh = max(signal->inflight / 2, 2 * signal->mss);
		out->cwnd = signal->event == TANDEM_CC_RTO ? signal->mss :
							     out->ssthresh;
		break;
	case TANDEM_CC_IDLE:
		/* RFC 5681 4.1: RW = min(IW, cwnd) */
		out->cwnd = min(out->cwnd, signal->iw);
		break;
	case TANDEM_CC_UNDO:
		out->cwnd = max(out->cwnd, signal->prior_cwnd);
		out->ssthresh = max(out->ssthresh, signal->prior_ssthresh);
		break;
	case TANDEM_CC_RESTART:
	case TANDEM_CC_RECOVERED:
		return;
	}
	reno->bytes_acked = 0;
}

const struct tandem_cc_ops tn_cc_reno = {
	.name		= "reno",
	.priv_size	= sizeof(struct tn_reno),
	.init		= tn_reno_init,
	.ack		= tn_reno_ack,
	.signal		= tn_reno_signal,
};
