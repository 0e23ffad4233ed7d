/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a congestion control can tell of itself beyond struct tandem_cc_out.
 *
 * TCP_CC_INFO gives it to programs in the structs of <linux/inet_diag.h> that they know; those
 * are the kinds that there are.
 */
#ifndef TANDEM_CC_INFO_H
#define TANDEM_CC_INFO_H

#include <linux/types.h>

/**
 * enum tandem_cc_kind - in whose terms
 * @TANDEM_CC_KIND_NONE:  there is nothing to tell
 * @TANDEM_CC_KIND_BBR:   struct tcp_bbr_info
 * @TANDEM_CC_KIND_DCTCP: struct tcp_dctcp_info
 */
enum tandem_cc_kind {
	TANDEM_CC_KIND_NONE,
	TANDEM_CC_KIND_BBR,
	TANDEM_CC_KIND_DCTCP,
};

/**
 * struct tandem_cc_info - what a controller tells of itself
 * @kind:        which of the following mean something
 * @bw:          BBR: bandwidth that it reckons with, bytes a second
 * @min_rtt_ns:  BBR: round trip time without a queue; U64_MAX before it is known
 * @pacing_gain: BBR: percent of @bw that it paces at
 * @cwnd_gain:   BBR: percent of their product that may be in flight
 * @alpha:       DCTCP: share of marks, of 2^20
 * @acked:       DCTCP: bytes acknowledged in this window of data
 * @marked:      DCTCP: of these, marked
 */
struct tandem_cc_info {
	enum tandem_cc_kind kind;
	u64 bw;
	u64 min_rtt_ns;
	u32 pacing_gain;
	u32 cwnd_gain;
	u32 alpha;
	u32 acked;
	u32 marked;
};

#endif
