/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of BBR share: cc_bbr.c (states), bbr_model.c (what the path is taken
 * for), bbr_out.c (window and rate). Names and section numbers are those
 * of draft-ietf-ccwg-bbr after -06 (with precautionary probing).
 *
 * Units: bytes, bytes a second, nanoseconds; gains and shares in percent.
 */
#ifndef TN_CC_BBR_H
#define TN_CC_BBR_H

#include <linux/kernel.h>
#include <net/tandem_cc.h>

#include "base/time.h"
#include "base/winmax.h"

/* draft 2.5 to 2.15: the constants, and TN_BBR_NONE for "infinity" */
#define TN_BBR_LOSS_THRESH	2
#define TN_BBR_BETA		70
#define TN_BBR_HEADROOM		15
#define TN_BBR_PACING_MARGIN	1
#define TN_BBR_MIN_PIPE_SEGS	4
#define TN_BBR_FULL_BW_GROWTH	125
#define TN_BBR_FULL_BW_ROUNDS	3
#define TN_BBR_FULL_LOSS_RANGES	6
#define TN_BBR_DRAIN_ROUNDS	3
#define TN_BBR_RENO_ROUNDS	63
#define TN_BBR_EXTRA_ACKED_ROUNDS	10
#define TN_BBR_MIN_RTT_NS	tn_sec(10)
#define TN_BBR_PROBE_RTT_EVERY_NS	tn_sec(5)
#define TN_BBR_PROBE_RTT_NS	tn_ms(200)
#define TN_BBR_PROBE_WAIT_NS	tn_sec(2)
#define TN_BBR_NONE		U32_MAX
#define TN_BBR_NO_BW		U64_MAX

/*
 * Not the draft's: so many rounds with marks end Startup; losses up to so many percent are
 * noise if no RTT exceeded min_rtt by that many; it is averaged over so many rounds, and
 * kept in fractions of a percent; so much of a queue may be three bursts of a millisecond (5.5.8)
 */
#define TN_BBR_FULL_ECN_ROUNDS	2
#define TN_BBR_NOISE_THRESH	10
#define TN_BBR_NOISE_RTT	12
#define TN_BBR_NOISE_ROUNDS	8
#define TN_BBR_NOISE_UNIT	256
#define TN_BBR_BURSTS_NS	tn_ms(3)

/* Rates above 2^48 bytes a second are no rates; keeps gain * rate within 64 bits */
#define TN_BBR_BW_MAX		(256ULL << 40)
/* RFC 7323 2.2: no window is larger */
#define TN_BBR_CWND_MAX		(1024U * 1024 * 1024)

/* See the diagram in cc_bbr.c; the order of ProbeBW's four is used */
enum tn_bbr_state {
	TN_BBR_STARTUP,
	TN_BBR_DRAIN,
	TN_BBR_DOWN,
	TN_BBR_CRUISE,
	TN_BBR_REFILL,
	TN_BBR_UP,
	TN_BBR_PROBE_RTT,
};

/**
 * struct tn_bbr - what BBR remembers of a connection
 * @max_bw:       largest delivery rate of the cycle before this one, and of this one
 * @bw:           the rate that the model allows: the smaller of max_bw, bw_shortterm
 * @bw_shortterm: bound since the last loss outside of a probe, or NO_BW
 * @bw_latest:    largest delivery rate of a round trip
 * @full_bw:      delivery rate that the next must exceed for the pipe not to be full
 * @next_round:   a round ends with the first ACK for data sent when so much was delivered
 * @loss_round:   the same for rounds in which losses are counted
 * @min_rtt:      smallest RTT of TN_BBR_MIN_RTT_NS, U64_MAX before the first
 * @min_rtt_at:   when it was measured
 * @rtt_latest:   largest RTT of a round trip
 * @probe_rtt_min:    smallest RTT of TN_BBR_PROBE_RTT_EVERY_NS
 * @probe_rtt_min_at: when it was measured, or the last ProbeRTT ended
 * @probe_rtt_done:   ProbeRTT lasts until then; 0: the window is not used up yet
 * @cycle_at:     when the last probe for bandwidth ended
 * @extra_at:     begin of the interval of @extra_delivered
 * @undo_bw_shortterm: bw_shortterm before the losses
 * @quiet_until:  data sent until so much was delivered says nothing about the path,
 *                since ProbeRTT held it back; 0: none
 * @extra_acked:  largest excess of ACKs over @bw, per round
 * @inflight_latest: most data delivered in a round trip
 * @inflight_shortterm: bound since the last loss outside of a probe, or NONE
 * @inflight_longterm: bound found by probing, or NONE
 * @undo_inflight_shortterm: before the losses
 * @undo_inflight_longterm:  before the losses
 * @prior_cwnd:   cwnd before a recovery or ProbeRTT
 * @initial_cwnd: cwnd when the connection began to use BBR
 * @mss:          of the last ACK
 * @round_count:  rounds so far
 * @rounds_since_probe: rounds since the last probe for bandwidth
 * @phase_round:  round in which Drain, or CRUISE, began last
 * @probe_wait:   time from @cycle_at to the next probe
 * @probe_up_bytes: so much ACKed raises inflight_longterm by a segment
 * @probe_up_acked: bytes ACKed towards that
 * @extra_delivered: bytes ACKed since extra_at
 * @lost_seq:     first sequence number of the newest range of losses
 * @lost_end:     sequence number behind it
 * @lost_bytes:   lost in this round
 * @random:       state of the generator
 * @noise:        share of losses without a queue, TN_BBR_NOISE_UNIT for a percent
 * @state:        enum tn_bbr_state
 * @undo_state:   before the losses
 * @lost_ranges:  separate ranges lost in this round, at most 255
 * @full_bw_count: rounds without growth
 * @ecn_rounds:   rounds in a row with marks, at most 255
 * @probe_up_rounds: rounds of this UP
 * @started:      the first ACK has been seen
 * @has_srtt:     the rate was set from a measured RTT
 * @sack:         losses are known one by one
 * @in_recovery:  between LOSS or RTO, and RECOVERED or UNDO
 * @idle_restart: nothing was delivered since a pause
 * @full_bw_reached: the pipe has been full once
 * @full_bw_now:  it is full in this probe
 * @loss_in_round: something was lost in this round
 * @loss_in_cruise: first in CRUISE, and not in its first round
 * @probe_samples: losses may be of a probe that has not answered for any yet
 * @probe_stopping: a probe is over, its last ACKs are coming
 * @probe_rtt_round_done: a round of ProbeRTT is over
 * @prev_probe_too_high: the last probe lost too much
 * @prev_probe_precautionary: the last probe ended before it could
 * @ecn_echo:     a mark was echoed in this round
 */
struct tn_bbr {
	u64 max_bw[2];
	u64 bw;
	u64 bw_shortterm;
	u64 bw_latest;
	u64 full_bw;
	u64 next_round;
	u64 loss_round;
	u64 min_rtt;
	u64 min_rtt_at;
	u64 rtt_latest;
	u64 probe_rtt_min;
	u64 probe_rtt_min_at;
	u64 probe_rtt_done;
	u64 cycle_at;
	u64 extra_at;
	u64 undo_bw_shortterm;
	u64 quiet_until;
	struct tn_winmax extra_acked;
	u32 inflight_latest;
	u32 inflight_shortterm;
	u32 inflight_longterm;
	u32 undo_inflight_shortterm;
	u32 undo_inflight_longterm;
	u32 prior_cwnd;
	u32 initial_cwnd;
	u32 mss;
	u32 round_count;
	u32 rounds_since_probe;
	u32 phase_round;
	u32 probe_wait;
	u32 probe_up_bytes;
	u32 probe_up_acked;
	u32 extra_delivered;
	u32 lost_seq;
	u32 lost_end;
	u32 lost_bytes;
	u32 random;
	u16 noise;
	u8 state;
	u8 undo_state;
	u8 lost_ranges;
	u8 full_bw_count;
	u8 ecn_rounds;
	u8 probe_up_rounds;
	u8 started : 1;
	u8 has_srtt : 1;
	u8 sack : 1;
	u8 in_recovery : 1;
	u8 idle_restart : 1;
	u8 full_bw_reached : 1;
	u8 full_bw_now : 1;
	u8 loss_in_round : 1;
	u8 loss_in_cruise : 1;
	u8 probe_samples : 1;
	u8 probe_stopping : 1;
	u8 probe_rtt_round_done : 1;
	u8 prev_probe_too_high : 1;
	u8 prev_probe_precautionary : 1;
	u8 ecn_echo : 1;
};

#endif
