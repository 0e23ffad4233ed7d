// SPDX-License-Identifier: GPL-2.0
/*
 * Prague: full rate with a queue of a millisecond, on the Internet
 * (draft-briscoe-iccrg-prague-congestion-control, "the draft"; RFC 9330, RFC 9331).
 *
 * A router of L4S marks packets that carry ECT(1) as soon as they wait at all. A mark
 * of that kind says little, so marks are counted (RFC 9768), and answered by as
 * much as there were of them. That is DCTCP (cc_dctcp.c)
 *
 *	alpha += (marked / acknowledged - alpha) / 16	once a round trip
 *	cwnd   = cwnd * (1 - alpha / 2)			at a mark, once a round trip
 *	cwnd  += (acknowledged - marked) * MSS / cwnd	each ACK, that round trip too
 *
 * made for a network that it shares with everybody else:
 *
 *	        first mark that is counted
 *	CUBIC -----------------------------> Prague
 *	  ^                                    |
 *	  '---------- loss, timeout -----------'
 *
 *   not L4S   A path that drops instead of marking, or a peer without AccECN, which then
 *             gets no ECT(1), sees nothing but CUBIC (cc_cubic.c, HyStart++ too), after
 *             slow start unpaced as others are: paced segments would take a short queue
 *             from them. The draft asks for a response like Reno's; CUBIC's is what others
 *             have today, and neither gives way to it nor takes from it. The answer to a
 *             loss is CUBIC's, and what follows, until a mark says who is in charge
 *   classic   A router of RFC 3168 may mark ECT(1) like ECT(0), and means a lot by it. It
 *             marks when 5 ms or more are waiting (RFC 8289: 5, RFC 8033: 15), one of L4S at
 *             1. So the delay that marked segments have met tells which (RFC 9331 4.3): 16
 *             virtual round trips of long delays more than of short ones, and marks are
 *             CUBIC's business, too, until as many have been short
 *   RTT       Without a queue round trips may be very short, and who has a shorter one
 *             would have more of the link. So after 500 of them what is done once a round
 *             trip is done once in a virtual one, max(SRTT, 25 ms), in which cwnd
 *             grows by MSS * SRTT / virtual: as though cwnd were what is sent in that time
 *   bursts    Segments are paced at cwnd / SRTT exactly, at twice that while cwnd is far
 *             from ssthresh, and no more than 250 us of it leave at once
 *   fractions With some marks in each round trip cwnd changes by less than a segment:
 *             it is kept to 2^-12 bytes, alpha to 2^-24
 *
 * Left out: the draft's section on fractional windows (below two segments nothing gets
 * smaller: RFC 9331 4.3 recommends it only) and its ideas for a faster start.
 */
#include <linux/kernel.h>
#include <linux/math64.h>

#include "base/time.h"
#include "cc/cc.h"
#include "cc/cubic.h"

/* alpha is a fraction of this, and kept 2 to this times larger, for g = 1/16 */
#define TN_PRAGUE_ONE		(1024 * 1024u)
#define TN_PRAGUE_G_SHIFT	4

/* cwnd has so many bits below a byte */
#define TN_PRAGUE_FRACTION	12

/* The shortest virtual round trip, and the real ones before it is used */
#define TN_PRAGUE_RTT_VIRT	(25 * TN_NSEC_PER_MSEC)
#define TN_PRAGUE_ROUNDS	500

/* What may leave at once: a part of a second, 250 us */
#define TN_PRAGUE_BURST_PER_SEC	4000

/* A marked segment has waited longer than a router of L4S lets it, with what 2 segments take */
#define TN_PRAGUE_CLASSIC	(4 * TN_NSEC_PER_MSEC)
/* Not longer than that, with what one takes */
#define TN_PRAGUE_L4S		(2 * TN_NSEC_PER_MSEC)
/* So many more of the one than of the other are believed */
#define TN_PRAGUE_BELIEF	16

/*
 * struct tn_prague - what Prague remembers
 * @cubic:    what CUBIC does
 * @period:   when the counts below began, ns
 * @reduced:  when a mark made cwnd smaller last, ns
 * @alpha:    share of marked bytes, of TN_PRAGUE_ONE, times 16
 * @acked:    bytes acknowledged since @period
 * @marked:   and of those marked
 * @fraction: what cwnd has below a byte
 * @reduced_end: what was sent before that
 * @round_end: a round is over when this is acknowledged
 * @wait:     least queuing delay of what was marked since @period, ns; U64_MAX: nothing was
 * @rounds:   rounds since the first mark, TN_PRAGUE_ROUNDS at most
 * @seen:     there was a mark that was counted
 * @cwr:      it has not all been acknowledged yet: its marks were answered
 * @scalable: marks rule, not losses: this is Prague, not CUBIC
 * @was:      it was so before the recovery that goes on
 * @belief:   how much speaks for a classic router, 0 to TN_PRAGUE_BELIEF
 * @classic:  that is what marks here
 */
struct tn_prague {
	struct tn_cubic cubic;
	u64 period;
	u64 reduced;
	u64 wait;
	u32 alpha;
	u32 acked;
	u32 marked;
	u32 fraction;
	u32 reduced_end;
	u32 round_end;
	u16 rounds;
	bool seen;
	bool cwr;
	bool scalable;
	bool was;
	u8 belief;
	bool classic;
};

static_assert(sizeof(struct tn_prague) <= TANDEM_CC_PRIV_SIZE, "the contract has no room");

static void tn_prague_init(void *priv, struct tandem_cc_out *out)
{
	struct tn_prague *prague = priv;

	/* As RFC 8257 3.3: the worst is assumed, until more is known */
	prague->alpha = TN_PRAGUE_ONE << TN_PRAGUE_G_SHIFT;
	prague->wait = U64_MAX;
	tn_cc_cubic.init(&prague->cubic, out);
}

/* The draft, reduced RTT-dependence: what counts as a round trip */
static u64 tn_prague_virtual(const struct tn_prague *prague, u64 srtt)
{
	return prague->rounds < TN_PRAGUE_ROUNDS ? srtt : max_t(u64, srtt, TN_PRAGUE_RTT_VIRT);
}

static void tn_prague_round(struct tn_prague *prague, const struct tandem_cc_ack *ack)
{
	if (prague->rounds == TN_PRAGUE_ROUNDS || (s32)(ack->una - prague->round_end) < 0)
		return;
	prague->rounds++;
	prague->round_end = ack->nxt;
}

/* RFC 9331 4.3, coexistence with classic ECN: the marks of a period, who made them? */
static void tn_prague_judge(struct tn_prague *prague, const struct tandem_cc_ack *ack, u32 cwnd)
{
	u64 segment = div_u64(ack->srtt_ns * ack->mss, cwnd);

	if (prague->wait == U64_MAX)
		return;
	if (prague->wait > TN_PRAGUE_CLASSIC + 2 * segment) {
		if (prague->belief < TN_PRAGUE_BELIEF && ++prague->belief == TN_PRAGUE_BELIEF)
			prague->classic = true;
	} else if (prague->wait < TN_PRAGUE_L4S + segment) {
		if (prague->belief && !--prague->belief)
			prague->classic = false;
	}
	prague->wait = U64_MAX;
}

/* The draft, moving average of ECN feedback; from the first mark on, or it would say 0 by then */
static void tn_prague_average(struct tn_prague *prague, const struct tandem_cc_ack *ack,
			      u64 virtual, u32 cwnd)
{
	u64 share;

	prague->acked += ack->acked;
	prague->marked += ack->ce;
	if (ack->ce && ack->rtt_ns)
		prague->wait = min(prague->wait, ack->rtt_ns - ack->min_rtt_ns);
	if (!prague->acked || ack->now_ns - prague->period < virtual)
		return;
	share = min(prague->marked, prague->acked);
	share = div_u64(share * TN_PRAGUE_ONE, prague->acked);
	tn_prague_judge(prague, ack, cwnd);
	prague->alpha += share - (prague->alpha >> TN_PRAGUE_G_SHIFT);
	prague->period = ack->now_ns;
	prague->acked = 0;
	prague->marked = 0;
}

/* CUBIC begins, or goes on: at its own pace */
static void tn_prague_fall_back(struct tn_prague *prague, struct tandem_cc_out *out)
{
	prague->scalable = false;
	out->pacing_rate = out->cwnd < out->ssthresh ? 0 : U64_MAX;
	out->burst = 0;
}

/* The first mark that is counted */
static void tn_prague_begin(struct tn_prague *prague, const struct tandem_cc_ack *ack)
{
	prague->seen = true;
	prague->period = ack->now_ns;
	prague->round_end = ack->nxt;
	/* RFC 9406 4.2: congestion ends the first slow start for good */
	prague->cubic.now.hystart.phase = TN_HYSTART_OVER;
}

/* The draft, multiplicative decrease on ECN feedback */
static void tn_prague_reduce(struct tn_prague *prague, const struct tandem_cc_ack *ack,
			     struct tandem_cc_out *out)
{
	/* 2^30 bytes at most (RFC 7323 2.3), times 2^12, times 2^20 */
	u64 cwnd = (u64)out->cwnd << TN_PRAGUE_FRACTION | prague->fraction;
	u64 least = (u64)(2 * ack->mss) << TN_PRAGUE_FRACTION;

	cwnd -= cwnd * (prague->alpha >> TN_PRAGUE_G_SHIFT) / (2 * TN_PRAGUE_ONE);
	cwnd = max(cwnd, least);
	out->cwnd = (u32)(cwnd >> TN_PRAGUE_FRACTION);
	out->ssthresh = out->cwnd;
	prague->fraction = (u32)cwnd & ((1u << TN_PRAGUE_FRACTION) - 1);
	prague->scalable = true;
}

/* The draft, as before: once a round trip. The marks of a recovery are answered by that */
static bool tn_prague_answers(struct tn_prague *prague, const struct tandem_cc_ack *ack,
			      u64 virtual)
{
	/* A queue makes the round trip longer than it was: what was sent before may come late */
	if (prague->cwr && (s32)(ack->una - prague->reduced_end) > 0)
		prague->cwr = false;
	if (!ack->ce || ack->recovering || prague->cwr)
		return false;
	return !prague->seen || ack->now_ns - prague->reduced >= virtual;
}

/* A mark that means a lot: CUBIC's answer */
static void tn_prague_classic(struct tn_prague *prague, const struct tandem_cc_ack *ack,
			      struct tandem_cc_out *out)
{
	struct tandem_cc_signal signal = {
		.now_ns = ack->now_ns,
		.delivered = ack->delivered,
		.event = TANDEM_CC_ECN,
		.inflight = min(ack->prior_inflight, out->cwnd),
		.mss = ack->mss,
	};

	tn_prague_fall_back(prague, out);
	tn_cc_cubic.signal(&prague->cubic, &signal, out);
}

/* The draft, additive increase and ECN feedback */
static void tn_prague_grow(struct tn_prague *prague, const struct tandem_cc_ack *ack, u64 virtual,
			   struct tandem_cc_out *out)
{
	u32 unmarked = ack->acked - min(ack->ce, ack->acked), grow;
	u64 more, scale;

	/* After a pause: a slow start up to where it was */
	if (out->cwnd < out->ssthresh) {
		grow = min(unmarked, out->ssthresh - out->cwnd);
		out->cwnd += grow;
		unmarked -= grow;
	}
	/* At most 2^30 * 2^16, times 2^12 */
	more = (u64)min(unmarked, out->cwnd) * ack->mss << TN_PRAGUE_FRACTION;
	more = div_u64(more, out->cwnd);
	if (virtual > ack->srtt_ns) {
		/* An MSS of less than 2^16, in 2^-12; the share is below 2^16 */
		scale = div64_u64(ack->srtt_ns << 16, virtual);
		more = (more * scale >> 16) * scale >> 16;
	}
	more += prague->fraction;
	out->cwnd += (u32)(more >> TN_PRAGUE_FRACTION);
	prague->fraction = (u32)more & ((1u << TN_PRAGUE_FRACTION) - 1);
}

/* The draft, packet pacing, and segmentation offload */
static void tn_prague_pace(const struct tandem_cc_ack *ack, struct tandem_cc_out *out)
{
	u64 rate = max(out->cwnd, ack->inflight) * TN_NSEC_PER_SEC;

	if (!ack->srtt_ns)
		return;
	rate = div64_u64(rate, ack->srtt_ns);
	if (out->cwnd < out->ssthresh / 2)
		rate *= 2;
	out->pacing_rate = rate;
	out->burst = (u32)clamp_t(u64, div_u64(rate, TN_PRAGUE_BURST_PER_SEC), 1, U32_MAX);
}

static void tn_prague_ack(void *priv, const struct tandem_cc_ack *ack, struct tandem_cc_out *out)
{
	struct tn_prague *prague = priv;
	u64 virtual = tn_prague_virtual(prague, ack->srtt_ns);

	if (prague->seen) {
		tn_prague_round(prague, ack);
		tn_prague_average(prague, ack, virtual, out->cwnd);
	}
	if (tn_prague_answers(prague, ack, virtual)) {
		if (!prague->seen)
			tn_prague_begin(prague, ack);
		prague->cwr = true;
		prague->reduced = ack->now_ns;
		prague->reduced_end = ack->nxt;
		if (prague->classic)
			tn_prague_classic(prague, ack, out);
		else
			tn_prague_reduce(prague, ack, out);
	}
	if (!prague->scalable) {
		tn_cc_cubic.ack(&prague->cubic, ack, out);
		tn_prague_fall_back(prague, out);
		return;
	}
	if (ack->may_grow)
		tn_prague_grow(prague, ack, virtual, out);
	tn_prague_pace(ack, out);
}

static void tn_prague_signal(void *priv, const struct tandem_cc_signal *signal,
			     struct tandem_cc_out *out)
{
	struct tn_prague *prague = priv;

	switch (signal->event) {
	case TANDEM_CC_LOSS:
	case TANDEM_CC_RTO:
		/* The draft, fall-back on loss */
		prague->was |= prague->scalable;
		tn_prague_fall_back(prague, out);
		break;
	case TANDEM_CC_UNDO:
		prague->scalable |= prague->was;
		prague->was = false;
		break;
	case TANDEM_CC_RECOVERED:
		prague->was = false;
		break;
	case TANDEM_CC_ECN:
	case TANDEM_CC_IDLE:
	case TANDEM_CC_RESTART:
		break;
	}
	tn_cc_cubic.signal(&prague->cubic, signal, out);
}

const struct tandem_cc_ops tn_cc_prague = {
	.name		= "prague",
	.flags		= TANDEM_CC_NEEDS_PACING | TANDEM_CC_ECN_ACK | TANDEM_CC_ECT1,
	.priv_size	= sizeof(struct tn_prague),
	.init		= tn_prague_init,
	.ack		= tn_prague_ack,
	.signal		= tn_prague_signal,
};
