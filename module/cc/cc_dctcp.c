// SPDX-License-Identifier: GPL-2.0
/*
 * DCTCP: a window that is made smaller by as much as there was congestion
 * (RFC 8257).
 *
 * Switches in a data centre mark whatever finds more than a few packets waiting.
 * Reno would halve its window for one mark; here the share of marked bytes is
 * watched, window of data by window of data,
 *
 *	alpha = (1 - g) * alpha + g * marked / acknowledged	g = 1/16
 *
 * and the first mark of a window of data takes half of that share off:
 *
 *	cwnd = cwnd * (1 - alpha / 2)
 *
 * A queue that is always marked means halving, as ever; one that is marked now
 * and then costs little, and so it can be kept short without running empty.
 *
 *   growth, loss, timeout, idle   as Reno (3.4, 3.5); nothing grows by an ACK
 *                                 that reports a mark
 *   the other direction           the receiver echoes each change, which is
 *                                 TCP's business: TANDEM_CC_ECN_ECHO
 *
 * It is for networks that are made for it, never for the Internet (RFC 8257 1):
 * beside Reno in one queue it starves it. So nobody gets it who has not asked.
 */
#include <linux/kernel.h>
#include <linux/math64.h>

#include <net/tandem_cc_info.h>

#include "cc/cc.h"

/* alpha is a fraction of this */
#define TN_DCTCP_ONE	(1024 * 1024u)
/* g is 2 to the minus this (RFC 8257 3.3, 4.2) */
#define TN_DCTCP_SHIFT	4

/*
 * struct tn_dctcp - what DCTCP remembers, in the words of RFC 8257 3.3
 * @alpha:       DCTCP.Alpha, of TN_DCTCP_ONE
 * @window_end:  DCTCP.WindowEnd
 * @reduced_end: marks before this number belong to a window that is smaller already
 * @una:         SND.UNA of the last ACK
 * @bytes_acked: DCTCP.BytesAcked
 * @bytes_marked: DCTCP.BytesMarked
 * @growth:      bytes acknowledged since cwnd grew last (RFC 3465 2.1)
 * @begun:       there was an ACK: the numbers above mean something
 * @reduced:     @reduced_end does
 */
struct tn_dctcp {
	u32 alpha;
	u32 window_end;
	u32 reduced_end;
	u32 una;
	u32 bytes_acked;
	u32 bytes_marked;
	u32 growth;
	bool begun;
	bool reduced;
};

static void tn_dctcp_init(void *priv, struct tandem_cc_out *out)
{
	struct tn_dctcp *dctcp = priv;

	/* 3.3: the worst is assumed, until more is known */
	dctcp->alpha = TN_DCTCP_ONE;
}

/* 3.3: a window of data has been acknowledged: what was the share of marks? */
static void tn_dctcp_estimate(struct tn_dctcp *dctcp)
{
	u64 share = 0;

	if (dctcp->bytes_acked)
		share = div_u64((u64)dctcp->bytes_marked * TN_DCTCP_ONE, dctcp->bytes_acked);
	/* 4.2: rounded up, or it would never reach 0 */
	dctcp->alpha -= DIV_ROUND_UP(dctcp->alpha, 1 << TN_DCTCP_SHIFT);
	dctcp->alpha = min_t(u64, dctcp->alpha + (share >> TN_DCTCP_SHIFT), TN_DCTCP_ONE);
}

/* 3.3 steps 1 to 7. What is selectively acknowledged waits until it is more than that. */
static void tn_dctcp_count(struct tn_dctcp *dctcp, const struct tandem_cc_ack *ack)
{
	u32 acked;

	if (!dctcp->begun) {
		dctcp->begun = true;
		dctcp->una = ack->una - ack->acked;
		dctcp->window_end = dctcp->una;
	}
	acked = ack->una - dctcp->una;
	dctcp->una = ack->una;
	dctcp->bytes_acked += acked;
	dctcp->bytes_marked += min(ack->ce, acked);
	if ((s32)(ack->una - dctcp->window_end) <= 0)
		return;
	tn_dctcp_estimate(dctcp);
	dctcp->window_end = ack->nxt;
	dctcp->bytes_acked = 0;
	dctcp->bytes_marked = 0;
}

/* 3.3 step 8 */
static void tn_dctcp_reduce(struct tn_dctcp *dctcp, const struct tandem_cc_ack *ack,
			    struct tandem_cc_out *out)
{
	u32 less = ((u64)out->cwnd * dctcp->alpha) / (2 * TN_DCTCP_ONE);

	out->cwnd = max(out->cwnd - less, 2 * ack->mss);
	out->ssthresh = out->cwnd;
	dctcp->reduced = true;
	dctcp->reduced_end = ack->nxt;
	dctcp->growth = 0;
}

/* RFC 5681 3.1, as cc_reno.c has it */
static void tn_dctcp_grow(struct tn_dctcp *dctcp, const struct tandem_cc_ack *ack,
			  struct tandem_cc_out *out)
{
	u32 acked = ack->acked, grow;

	if (out->cwnd < out->ssthresh) {
		grow = min(acked, out->ssthresh - out->cwnd);
		out->cwnd += grow;
		acked -= grow;
	}
	dctcp->growth += acked;
	if (dctcp->growth >= out->cwnd) {
		dctcp->growth -= out->cwnd;
		out->cwnd += ack->mss;
	}
}

static void tn_dctcp_ack(void *priv, const struct tandem_cc_ack *ack, struct tandem_cc_out *out)
{
	struct tn_dctcp *dctcp = priv;

	tn_dctcp_count(dctcp, ack);
	if (dctcp->reduced && (s32)(ack->una - dctcp->reduced_end) >= 0)
		dctcp->reduced = false;
	if (!ack->ce) {
		if (ack->may_grow)
			tn_dctcp_grow(dctcp, ack, out);
	} else if (!dctcp->reduced && !ack->recovering) {
		tn_dctcp_reduce(dctcp, ack, out);
	}
}

static void tn_dctcp_signal(void *priv, const struct tandem_cc_signal *signal,
			    struct tandem_cc_out *out)
{
	struct tn_dctcp *dctcp = priv;

	switch (signal->event) {
	case TANDEM_CC_LOSS:
	case TANDEM_CC_ECN:
	case TANDEM_CC_RTO:
		/* 3.5: as any other TCP */
		out->ssthresh = max(signal->inflight / 2, 2 * signal->mss);
		out->cwnd = signal->event == TANDEM_CC_RTO ? signal->mss : out->ssthresh;
		break;
	case TANDEM_CC_IDLE:
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
	dctcp->growth = 0;
}

static void tn_dctcp_info(const void *priv, struct tandem_cc_info *info)
{
	const struct tn_dctcp *dctcp = priv;

	info->kind = TANDEM_CC_KIND_DCTCP;
	info->alpha = dctcp->alpha;
	info->acked = dctcp->bytes_acked;
	info->marked = dctcp->bytes_marked;
}

const struct tandem_cc_ops tn_cc_dctcp = {
	.name		= "dctcp",
	.flags		= TANDEM_CC_ECN_ACK | TANDEM_CC_ECN_ECHO,
	.priv_size	= sizeof(struct tn_dctcp),
	.init		= tn_dctcp_init,
	.ack		= tn_dctcp_ack,
	.signal		= tn_dctcp_signal,
	.info		= tn_dctcp_info,
};
