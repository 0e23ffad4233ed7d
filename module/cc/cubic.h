/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_CC_CUBIC_H
#define TN_CC_CUBIC_H

#include "cc/hystart.h"

/**
 * struct tn_cubic_state - the algorithm's variables, names of RFC 9438 4.1.2
 * @t:       ns since the epoch began, without those in which cwnd was not used
 * @last:    time up to which @t counts
 * @rest:    what cwnd has yet to grow, bytes times cwnd
 * @est_rest: what W_est has yet to grow, bytes times 17 cwnd
 * @w_max:   W_max, bytes; 0: there was no congestion yet
 * @k:       K, 2^-16 s
 * @w_est:   W_est, bytes
 * @cwnd_prior: cwnd when ssthresh was set last, bytes; 0: it was not, and then
 *           W_est is beyond it (RFC 9438 4.10)
 * @running: the epoch has begun
 * @slow:    slow start came before it
 * @hystart: slow start
 */
struct tn_cubic_state {
	u64 t;
	u64 last;
	u64 rest;
	u64 est_rest;
	u32 w_max;
	u32 k;
	u32 w_est;
	u32 cwnd_prior;
	bool running;
	bool slow;
	struct tn_hystart hystart;
};

/**
 * struct tn_cubic - what CUBIC remembers; Prague has it, too
 * @now:  its variables
 * @undo: and what they were before the loss that may turn out to be none
 */
struct tn_cubic {
	struct tn_cubic_state now;
	struct tn_cubic_state undo;
};

#endif
