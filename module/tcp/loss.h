/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What loss recovery remembers: parts of struct tn_tcb, each written by one file alone.
 */
#ifndef TN_TCP_LOSS_H
#define TN_TCP_LOSS_H

#include <linux/types.h>

#include "base/time.h"

/**
 * struct tn_rack - loss detection by time (tcp/rack.c, RFC 8985 6)
 * @at:        RACK.xmit_ts: when that of what has arrived was sent which was sent last
 * @rtt:       RACK.rtt: how long it took, ns
 * @end:       RACK.end_seq: number behind it
 * @round:     RACK.dsack_round: snd.nxt when a D-SACK came last
 * @in_round:  and it is not acknowledged yet
 * @mult:      RACK.reo_wnd_mult less 1: segments may be late by a quarter of the least RTT,
 *             and so many more
 * @persist:   RACK.reo_wnd_persist: recoveries until @mult falls back
 * @reordered: RACK.reordering_seen
 */
struct tn_rack {
	tn_time_t at;
	u64 rtt;
	u32 end;
	u32 round;
	bool in_round;
	bool reordered;
	u8 mult;
	u8 persist;
};

/**
 * struct tn_tlp - tail loss probe (tcp/tlp.c, RFC 8985 7)
 * @end:     TLP.end_seq: snd.nxt when the probe left
 * @out:     TLP.end_seq is set: the probe was not answered yet
 * @retx:    TLP.is_retrans: the probe was sent before
 * @blind:   no round trip was measured since the probe
 */
struct tn_tlp {
	u32 end;
	bool out;
	bool retx;
	bool blind;
};

/**
 * struct tn_prr - proportional rate reduction (tcp/prr.c, RFC 9937)
 * @delivered: prr_delivered: bytes that arrived since the recovery began
 * @out:       prr_out: bytes that were sent since
 * @flight:    RecoverFS: bytes that were in the network when it began
 * @on:        there is a recovery, and it is ours
 */
struct tn_prr {
	u32 delivered;
	u32 out;
	u32 flight;
	bool on;
};

/**
 * struct tn_frto - was a timeout spurious? (tcp/frto.c, RFC 5682)
 * @step: enum tn_frto_step
 * @end:  number behind what the timer has sent again
 */
struct tn_frto {
	u8 step;
	u32 end;
};

/**
 * struct tn_undo - what a recovery has changed, and whether it should have (tcp/undo.c)
 * @cwnd:     cwnd before it, bytes
 * @ssthresh: ssthresh before it, bytes
 * @una:      snd.una when it began
 * @high:     number behind the highest that was sent again in it
 * @bytes:    sent again in it, and not reported as duplicates
 * @tsval:    timestamp of the first segment that was sent again in it
 * @on:       there is something to undo
 * @sent:     something was sent again: @high, @bytes, @tsval mean something
 * @told:     the controller knows of the loss, and of no mark since: @cwnd may be given back
 */
struct tn_undo {
	u32 cwnd;
	u32 ssthresh;
	u32 una;
	u32 high;
	u32 bytes;
	u32 tsval;
	bool on;
	bool sent;
	bool told;
};

/**
 * enum tn_recovery_mode - where loss recovery stands
 * @TN_REC_OPEN: nothing is known to be lost
 * @TN_REC_FAST: fast recovery, by duplicate ACKs or SACK (RFC 6675, 6582)
 * @TN_REC_RTO:  the retransmission timer fired; go back and slow start
 */
enum tn_recovery_mode {
	TN_REC_OPEN,
	TN_REC_FAST,
	TN_REC_RTO,
};

/**
 * struct tn_recovery - loss recovery (tcp/recovery.c)
 * @mode:       see enum tn_recovery_mode
 * @force:      one lost segment leaves whatever the window says
 *              (RFC 6675 5 step 4.3)
 * @extra:      bytes of new data that may leave whatever cwnd says (a probe)
 * @dupacks:    duplicate ACKs in a row
 * @point:      RecoveryPoint: recovery ends when snd.una reaches it
 * @first_sent: since when the RTO has been retransmitting without an answer;
 *              0 if it has not
 * @tries:      how often the RTO has done that
 * @refused:    SYNs of ours that were answered by a RST
 * @cause:      why the last recovery has begun, enum tn_cause
 * @begun:      how many have, modulo 65536: for who reads a trace
 */
struct tn_recovery {
	u8 mode;
	bool force;
	u8 tries;
	u8 refused;
	u8 cause;
	u16 begun;
	u16 dupacks;
	u32 point;
	u32 extra;
	tn_time_t first_sent;
};

#endif
