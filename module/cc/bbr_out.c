// SPDX-License-Identifier: GPL-2.0
/*
 * BBR's window, rate and burst, from its model and state (draft-ietf-ccwg-bbr 5.6).
 *
 *            pacing  cwnd   bw_shortterm  inflight_longterm  inflight_shortterm
 *   Startup   277 %  200 %       -               -                   -
 *   Drain      50 %  200 %       x               -                   x
 *   DOWN       90 %  200 %       x               x                   x
 *   CRUISE    100 %  200 %       x          less headroom            x
 *   REFILL    100 %  200 %       -               x                   -
 *   UP        125 %  225 %       -               x                   -
 *   ProbeRTT  100 %   50 %       x          less headroom            x
 *
 * The rate is what keeps the queue short: data leaves as fast as the path delivers it.
 * The window is for what the model does not know yet, and for the time until the next
 * ACK; it grows by no more than what was acknowledged and shrinks at once.
 *
 * Startup and the two phases that probe clear the short term bounds when they begin,
 * and no loss sets them; so they need no distinction below.
 */
#include <net/tandem_cc_info.h>

#include "cc/bbr_model.h"
#include "cc/bbr_out.h"

/* draft 5.6.1 */
static const struct {
	u16 pacing;
	u16 cwnd;
} tn_bbr_gain[] = {
	[TN_BBR_STARTUP]   = { 277, 200 },
	[TN_BBR_DRAIN]     = {  50, 200 },
	[TN_BBR_DOWN]      = {  90, 200 },
	[TN_BBR_CRUISE]    = { 100, 200 },
	[TN_BBR_REFILL]    = { 100, 200 },
	[TN_BBR_UP]        = { 125, 225 },
	[TN_BBR_PROBE_RTT] = { 100,  50 },
};

/**
 * tn_bbr_out_first_rate() - pace before anything was measured
 * @bbr:     BBR
 * @srtt_ns: smoothed round trip time; 0: none yet
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.6.2 (InitPacingRate).
 * Return: bytes a second.
 */
u64 tn_bbr_out_first_rate(const struct tn_bbr *bbr, u64 srtt_ns)
{
	u64 rate = div64_u64(bbr->initial_cwnd * TN_NSEC_PER_SEC, srtt_ns ?: tn_ms(1));

	return div_u64(rate * tn_bbr_gain[TN_BBR_STARTUP].pacing, 100);
}

/**
 * tn_bbr_out_pace() - pace at a multiple of the model's rate
 * @bbr:  BBR
 * @gain: percent
 * @out:  @out->pacing_rate is set; before the pipe was full once, only upward
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.6.2 (SetPacingRateWithGain).
 */
void tn_bbr_out_pace(const struct tn_bbr *bbr, u32 gain, struct tandem_cc_out *out)
{
	u64 rate = div_u64(bbr->bw * gain * (100 - TN_BBR_PACING_MARGIN), 100 * 100);

	if (rate && (bbr->full_bw_reached || rate > out->pacing_rate))
		out->pacing_rate = rate;
}

/* draft 5.6.4.2: QuantizationBudget() */
static u32 tn_bbr_out_budget(const struct tn_bbr *bbr, u32 inflight, u32 burst)
{
	/* draft 5.5.8: one burst in the qdisc, one being cut up, one being put together */
	inflight = max3(inflight, 3 * burst, tn_bbr_min_pipe(bbr));
	if (bbr->state == TN_BBR_UP)
		inflight += min(2 * bbr->mss, U32_MAX - inflight);
	return inflight;
}

/**
 * tn_bbr_out_inflight() - what in flight fills the pipe and makes no queue
 * @bbr:   BBR
 * @bw:    bandwidth, bytes a second
 * @burst: send quantum, bytes
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.6.4.2 (Inflight).
 * Return: bytes.
 */
u32 tn_bbr_out_inflight(const struct tn_bbr *bbr, u64 bw, u32 burst)
{
	return tn_bbr_out_budget(bbr, tn_bbr_model_bdp(bbr, bw, 100), burst);
}

/**
 * tn_bbr_out_probe_rtt_cwnd() - the window in ProbeRTT
 * @bbr: BBR
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.6.4.5.
 * Return: bytes.
 */
u32 tn_bbr_out_probe_rtt_cwnd(const struct tn_bbr *bbr)
{
	return max(tn_bbr_model_bdp(bbr, bbr->bw, tn_bbr_gain[TN_BBR_PROBE_RTT].cwnd),
		   tn_bbr_min_pipe(bbr));
}

/* draft 5.6.4.7: BoundCwndForModel() */
static u32 tn_bbr_out_bound(const struct tn_bbr *bbr)
{
	u32 bound = TN_BBR_NONE;

	if (bbr->state == TN_BBR_CRUISE || bbr->state == TN_BBR_PROBE_RTT)
		bound = tn_bbr_model_headroom(bbr);
	else if (tn_bbr_in_probe_bw(bbr))
		bound = bbr->inflight_longterm;
	return max(min(bound, bbr->inflight_shortterm), tn_bbr_min_pipe(bbr));
}

/* draft 5.6.4.6: SetCwnd() */
static u32 tn_bbr_out_cwnd(const struct tn_bbr *bbr, const struct tandem_cc_ack *ack,
			   const struct tandem_cc_out *out)
{
	u64 cwnd = (u64)out->cwnd + ack->acked, most;

	most = tn_bbr_model_bdp(bbr, bbr->bw, tn_bbr_gain[bbr->state].cwnd);
	most = min_t(u64, most + tn_winmax_get(&bbr->extra_acked), U32_MAX);
	most = tn_bbr_out_budget(bbr, most, out->burst);

	if (bbr->full_bw_reached)
		cwnd = min(cwnd, most);
	else if (out->cwnd >= most && ack->delivered >= bbr->initial_cwnd)
		cwnd = out->cwnd;
	cwnd = max_t(u64, cwnd, tn_bbr_min_pipe(bbr));
	if (bbr->state == TN_BBR_PROBE_RTT)
		cwnd = min_t(u64, cwnd, tn_bbr_out_probe_rtt_cwnd(bbr));
	return min3(cwnd, (u64)tn_bbr_out_bound(bbr), (u64)TN_BBR_CWND_MAX);
}

/**
 * tn_bbr_out_update() - decide anew after an ACK
 * @bbr: BBR
 * @ack: the ACK
 * @out: what is decided
 *
 * Context: any. Source: draft-ietf-ccwg-bbr 5.6.2, 5.6.3, 5.6.4.6.
 */
void tn_bbr_out_update(const struct tn_bbr *bbr, const struct tandem_cc_ack *ack,
		       struct tandem_cc_out *out)
{
	tn_bbr_out_pace(bbr, tn_bbr_gain[bbr->state].pacing, out);
	/* 1 ms of data, at least two segments */
	out->burst = max_t(u32, min_t(u64, div_u64(out->pacing_rate, 1000), 65536),
			   2 * ack->mss);
	out->cwnd = tn_bbr_out_cwnd(bbr, ack, out);
}

/**
 * tn_bbr_out_info() - what BBR tells of itself
 * @bbr:  BBR
 * @info: zeroed
 *
 * Context: any.
 */
void tn_bbr_out_info(const struct tn_bbr *bbr, struct tandem_cc_info *info)
{
	info->kind = TANDEM_CC_KIND_BBR;
	info->bw = bbr->bw;
	info->min_rtt_ns = bbr->min_rtt;
	info->pacing_gain = tn_bbr_gain[bbr->state].pacing;
	info->cwnd_gain = tn_bbr_gain[bbr->state].cwnd;
}
