/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The constants of the protocol, in one place, so that a set of them can be
 * given a name. Times are ns.
 */
#ifndef TN_TCP_CONFIG_H
#define TN_TCP_CONFIG_H

#include <linux/types.h>

#include "base/time.h"

/**
 * struct tn_config - constants of TCP
 * @rto_init:    RTO before the first sample (RFC 6298 2.1)
 * @rto_init_syn: RTO after a handshake whose SYN had to be sent again (5.7)
 * @rto_min:     lower bound of the RTO (2.4)
 * @rto_max:     upper bound of the RTO, backed off (2.5)
 * @r2:          give up on data or FIN when nothing was acknowledged this long
 *               after the first retransmission (RFC 9293 3.8.3, SHLD-11)
 * @r2_syn:      give up on a SYN after this time (MUST-23)
 * @r2_synack:   give up on a SYN-ACK after this time
 * @persist_max: upper bound of the zero window probe interval
 * @delack:      delay of an ACK (MUST-40: below 0.5 s)
 * @override:    ceiling of the sender's silly window avoidance and of
 *               TCP_CORK (RFC 9293 3.8.6.2.1: 0.1 to 1 s)
 * @msl:         maximum segment lifetime
 * @fin_wait_2:  how long a closed connection waits for the peer's FIN
 * @challenge:   least time between two challenge ACKs of one connection
 * @keep_idle:   default TCP_KEEPIDLE (MUST-28)
 * @keep_intvl:  default TCP_KEEPINTVL
 * @keep_cnt:    default TCP_KEEPCNT
 * @iw_segs:     initial window in segments (RFC 6928)
 * @dup_thresh:  duplicate ACKs that mean a loss (RFC 5681 3.2)
 * @quick_acks:  full-sized segments at the start of a connection that are
 *               acknowledged each, so that the peer's slow start is not slowed
 */
struct tn_config {
	tn_time_t rto_init;
	tn_time_t rto_init_syn;
	tn_time_t rto_min;
	tn_time_t rto_max;
	tn_time_t r2;
	tn_time_t r2_syn;
	tn_time_t r2_synack;
	tn_time_t persist_max;
	tn_time_t delack;
	tn_time_t override;
	tn_time_t msl;
	tn_time_t fin_wait_2;
	tn_time_t challenge;
	tn_time_t keep_idle;
	tn_time_t keep_intvl;
	u8 keep_cnt;
	u8 iw_segs;
	u8 dup_thresh;
	u8 quick_acks;
};

/** tn_config_rfc - what the RFCs say, the default */
extern const struct tn_config tn_config_rfc;

#endif
