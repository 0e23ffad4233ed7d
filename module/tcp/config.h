/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The constants of the protocol, in one place, so that a set of them can be given a name, and
 * each of them another value. config.c has the values.
 */
#ifndef TN_TCP_CONFIG_H
#define TN_TCP_CONFIG_H

#include <linux/types.h>

#include "base/time.h"

#define TN_SCHEDULE_MAX		16	/* times */

/**
 * struct tn_schedule - times between one SYN and the next
 * @ms: milliseconds; the last one counts for all that follow
 * @n:  how many
 */
struct tn_schedule {
	u32 ms[TN_SCHEDULE_MAX];
	u8 n;
};

/**
 * struct tn_config - constants of TCP; times are ns
 * @rto_init:    RTO before the first sample (RFC 6298 2.1)
 * @rto_init_syn: RTO after a handshake whose SYN had to be sent again (5.7)
 * @rto_min:     lower bound of the RTO (2.4)
 * @rttvar_min:  4 RTTVAR count as this at least (RFC 6298 2.3: G)
 * @rto_max:     upper bound of the RTO, backed off (2.5)
 * @rto_tick:    tick of the clock behind retransmission and persist timer; 0: none
 * @r2:          give up on data or FIN when nothing was acknowledged this long after the first
 *               retransmission (SHLD-11); 0: never by time. All limits: tcp/giveup.c
 * @r2_syn:      give up on a SYN after this time (MUST-23); 0: never by time
 * @r2_synack:   give up on a SYN-ACK after this time; 0: never by time
 * @persist_base: first interval of zero window probes; 0: the RTO
 * @persist_min: lower bound of their interval
 * @persist_max: upper bound of it
 * @persist_r2:  give up when probes were not answered this long; 0: never
 * @delack_max:  delay of an ACK (MUST-40: below 0.5 s)
 * @delack_tick: the clock behind it ticks so often; 0: it does not
 * @sws_override: ceiling of silly window avoidance and TCP_CORK (3.8.6.2.1: 0.1 to 1 s)
 * @msl:         maximum segment lifetime
 * @fin_timeout: how long a closed connection waits for the peer's FIN
 * @challenge:   least time between two challenge ACKs of one connection
 * @keepalive_time: default TCP_KEEPIDLE (MUST-28)
 * @keepalive_intvl: default TCP_KEEPINTVL
 * @keepalive_probes: default TCP_KEEPCNT
 * @init_cwnd:   initial window in segments (RFC 6928)
 * @dup_thresh:  duplicate ACKs that mean a loss (RFC 5681 3.2)
 * @rack:        loss is detected by time (RFC 8985), not by counting; needs SACK
 * @tlp:         a tail is probed before the RTO (RFC 8985 7); needs @rack
 * @prr:         recovery sends in proportion to what arrives (RFC 9937); with @rack always
 * @frto:        a timeout is examined before all is sent again (RFC 5682)
 * @undo:        what turns out to be no loss is undone (RFC 4015)
 * @quick_acks:  so many full-sized segments at first are acknowledged each
 * @retries1:    retransmissions without an answer at R1 (SHLD-10: at least 3)
 * @retries2:    give up on data or FIN after so many; 0: never by their number
 * @syn_retries: give up on a SYN after so many; 0: never by their number
 * @synack_retries: give up on a SYN-ACK after so many; 0: never by their number, but
 *               one of the two limits there must be
 * @connect_rst_retries: a connection that is refused is tried so often again
 * @rst_on_giveup: a RST tells that we have given up: 0 nobody, 1 after keep-alive, 2 any
 * @rtt_rfc793:  1: the RTT estimator of RFC 793, without variation
 * @rtt_share:   1: what connections to a host measure counts for the next one's SYN (RFC 9040)
 * @ts_require:  1: a segment without agreed timestamps is dropped (RFC 7323 3.2)
 * @ecn:         explicit congestion notification, by Linux' numbers: tcp/ecn.c has the table
 * @ecn_control: 1: what is no new data is ECN-capable, too (RFC 8311 4.3: experiments)
 * @icmp_hard_abort: hard ICMP errors end synchronized connections, too (SHLD-26, RFC 5927 5.2)
 * @rfc1337:     a RST does not end TIME-WAIT (RFC 1337, fix F1)
 * @urg_bsd:     the urgent pointer stands on the last urgent octet, not behind it (RFC 6093 3.2)
 * @uto_min:     L_LIMIT of the user timeout option (RFC 5482 3.1: at least 100 s)
 * @uto_max:     U_LIMIT
 * @hystart:     the first slow start may end by its delay (RFC 9406)
 * @cwv:         what becomes of a window that is not used: enum tn_cwv_rule
 * @syn_schedule: times between SYNs; none: the RTO, doubling
 * @congestion:  congestion control that goes with them, by name, where nobody has chosen one
 *               (sock/cong.c); NULL: tandem_cc_default
 */
struct tn_config {
	tn_time_t rto_init;
	tn_time_t rto_init_syn;
	tn_time_t rto_min;
	tn_time_t rttvar_min;
	tn_time_t rto_max;
	tn_time_t rto_tick;
	tn_time_t r2;
	tn_time_t r2_syn;
	tn_time_t r2_synack;
	tn_time_t persist_base;
	tn_time_t persist_min;
	tn_time_t persist_max;
	tn_time_t persist_r2;
	tn_time_t delack_max;
	tn_time_t delack_tick;
	tn_time_t sws_override;
	tn_time_t msl;
	tn_time_t fin_timeout;
	tn_time_t challenge;
	tn_time_t keepalive_time;
	tn_time_t keepalive_intvl;
	tn_time_t uto_min;
	tn_time_t uto_max;
	u8 keepalive_probes;
	u8 init_cwnd;
	u8 dup_thresh;
	u8 rack;
	u8 tlp;
	u8 prr;
	u8 frto;
	u8 undo;
	u8 quick_acks;
	u8 retries1;
	u8 retries2;
	u8 syn_retries;
	u8 synack_retries;
	u8 connect_rst_retries;
	u8 rst_on_giveup;
	u8 rtt_rfc793;
	u8 rtt_share;
	u8 ts_require;
	u8 ecn;
	u8 ecn_control;
	u8 icmp_hard_abort;
	u8 rfc1337;
	u8 urg_bsd;
	u8 hystart;
	u8 cwv;
	struct tn_schedule syn_schedule;
	const char *congestion;
};

/** TN_CONFIG_TEXT_MAX - characters that a value of a knob takes as text, with the final 0 */
#define TN_CONFIG_TEXT_MAX	192

/**
 * enum tn_knob_kind - what a knob is
 * @TN_KNOB_PROFILE: all constants at once, by the name of the set
 * @TN_KNOB_TIME:    a tn_time_t; as text, milliseconds
 * @TN_KNOB_COUNT:   a u8
 * @TN_KNOB_SCHEDULE: a struct tn_schedule; as text, milliseconds or a name
 */
enum tn_knob_kind {
	TN_KNOB_PROFILE,
	TN_KNOB_TIME,
	TN_KNOB_COUNT,
	TN_KNOB_SCHEDULE,
};

/**
 * struct tn_knob - something that can be set by name
 * @name:   of the field in struct tn_config, and of the sysctl
 * @offset: of the field
 * @kind:   enum tn_knob_kind
 * @least:  least number that it takes
 * @most:   largest number that it takes
 */
struct tn_knob {
	const char *name;
	u16 offset;
	u8 kind;
	u32 least;
	u32 most;
};

/** tn_config_rfc - what the RFCs say, the default */
extern const struct tn_config tn_config_rfc;
/** tn_config_linux - what Linux has */
extern const struct tn_config tn_config_linux;
/** tn_config_classic - what 4.4BSD had */
extern const struct tn_config tn_config_classic;

/** tn_knobs - all that can be set; the last one has no name */
extern const struct tn_knob tn_knobs[];

/* tn_knob_time() - a constant that is a time */
static inline tn_time_t *tn_knob_time(const struct tn_knob *knob, struct tn_config *cfg)
{
	return (tn_time_t *)((u8 *)cfg + knob->offset);
}

/* tn_knob_count() - a constant that is a count */
static inline u8 *tn_knob_count(const struct tn_knob *knob, struct tn_config *cfg)
{
	return (u8 *)cfg + knob->offset;
}

/* tn_knob_schedule() - a constant that is a schedule */
static inline struct tn_schedule *tn_knob_schedule(const struct tn_knob *knob,
						   struct tn_config *cfg)
{
	return (struct tn_schedule *)((u8 *)cfg + knob->offset);
}

const struct tn_knob *tn_knob_find(const char *name);
int tn_config_set(struct tn_config *cfg, const char *name, const char *value);
int tn_config_get(const struct tn_config *cfg, const char *name, char *value);

#endif
