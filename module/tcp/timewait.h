/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_TIMEWAIT_H
#define TN_TCP_TIMEWAIT_H

#include "tcp/seg.h"
#include "tcp/tcb.h"

/**
 * struct tn_timewait - all that TIME-WAIT must remember
 * @until:     when 2 MSL are over
 * @msl2:      2 MSL, ns
 * @snd_nxt:   SND.NXT, behind our FIN
 * @rcv_nxt:   RCV.NXT, behind the peer's FIN
 * @ts_recent: TS.Recent
 * @ts_offset: offset of our timestamp clock, ms
 * @rcv_wnd:   window to offer, as on the wire
 * @ts_ok:     timestamps are in use
 * @ignore_rst: a RST does not end it
 * @auth:      tn_tcb.auth: how an ACK is signed
 */
struct tn_timewait {
	tn_time_t until;
	u64 msl2;
	u32 snd_nxt;
	u32 rcv_nxt;
	u32 ts_recent;
	u32 ts_offset;
	u16 rcv_wnd;
	bool ts_ok;
	bool ignore_rst;
	u8 auth;
};

/**
 * enum tn_timewait_act - what a segment for TIME-WAIT calls for
 * @TN_TW_DROP:   nothing
 * @TN_TW_ACK:    send @out, an ACK
 * @TN_TW_END:    forget TIME-WAIT
 * @TN_TW_REOPEN: it is a SYN that may open the connection anew: forget
 *                TIME-WAIT and give the segment to the listener
 */
enum tn_timewait_act {
	TN_TW_DROP,
	TN_TW_ACK,
	TN_TW_END,
	TN_TW_REOPEN,
};

void tn_timewait_init(struct tn_timewait *tw, const struct tn_tcb *tcb,
		      tn_time_t now);
enum tn_timewait_act tn_timewait_arrive(struct tn_timewait *tw, tn_time_t now,
					const struct tn_seg *seg,
					struct tn_out *out);
u32 tn_timewait_next_iss(const struct tn_timewait *tw, u32 iss);

#endif
