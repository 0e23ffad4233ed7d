/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_CC_HYSTART_H
#define TN_CC_HYSTART_H

#include <net/tandem_cc.h>

/**
 * enum tn_hystart_phase - where the first slow start stands
 * @TN_HYSTART_NEW: no round has begun
 * @TN_HYSTART_SS:  slow start
 * @TN_HYSTART_CSS: conservative slow start: the delay has grown
 * @TN_HYSTART_OVER: over; a later slow start is an ordinary one
 */
enum tn_hystart_phase {
	TN_HYSTART_NEW,
	TN_HYSTART_SS,
	TN_HYSTART_CSS,
	TN_HYSTART_OVER,
};

/**
 * struct tn_hystart - HyStart++ (cc/hystart.c); all zero is its beginning
 * @last_min: lastRoundMinRTT, ns; U64_MAX: infinity
 * @now_min:  currentRoundMinRTT
 * @baseline: cssBaselineMinRtt
 * @end:      windowEnd: the round is over when this is acknowledged
 * @samples:  rttSampleCount, as far as it matters
 * @rounds:   rounds that conservative slow start has lasted
 * @phase:    enum tn_hystart_phase
 */
struct tn_hystart {
	u64 last_min;
	u64 now_min;
	u64 baseline;
	u32 end;
	u8 samples;
	u8 rounds;
	u8 phase;
};

u32 tn_hystart_ack(struct tn_hystart *hy, const struct tandem_cc_ack *ack,
		   struct tandem_cc_out *out);

#endif
