/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_SYNQ_H
#define TN_TCP_SYNQ_H

#include "tcp/seg.h"
#include "tcp/tcb.h"

/**
 * struct tn_synq_ours - what our end brings into a handshake
 * @cfg:       constants in force; they must outlive the half-open connection
 * @stats:     counters, likewise
 * @iss:       ISS (RFC 6528)
 * @ts_offset: offset of our timestamp clock, ms
 * @ecn:       as tn_ecn_grants() says
 * @ect:       the SYN-ACK is ECN-capable if it agrees to ECN (RFC 8257 3.6)
 * @mss:       MSS to announce
 * @wnd:       window to offer, bytes; at most 65535 of it
 * @wscale:    shift for the windows that we offer, tn_rcvwnd_scale()
 * @defer:     TCP_DEFER_ACCEPT: timeouts for which data is waited for
 */
struct tn_synq_ours {
	const struct tn_config *cfg;
	struct tn_stats __percpu *stats;
	u32 iss;
	u32 ts_offset;
	u8 ecn;
	bool ect;
	u16 mss;
	u32 wnd;
	u8 wscale;
	u8 defer;
};

/**
 * struct tn_synq - a connection in SYN-RECEIVED that a listener has been asked for
 * @cfg:       constants in force
 * @stats:     counters
 * @opened:    when the SYN came
 * @sent_at:   when the SYN-ACK left last; 0: not known
 * @deadline:  when it leaves again if nothing comes
 * @challenge_at: not before this time another challenge ACK is sent
 * @iss:       our ISS
 * @irs:       the peer's
 * @ts_recent: TS.Recent
 * @ts_offset: offset of our timestamp clock, ms
 * @peer_mss:  MSS option of the peer, if @has says so
 * @peer_wnd:  window of the SYN
 * @mss:       MSS that we announce
 * @wnd:       window that we offer, as on the wire: never scaled (RFC 7323 2.2)
 * @has:       TN_OPT_* that the peer's SYN had
 * @snd_wscale: shift for the windows that the peer offers
 * @rcv_wscale: shift for those that we offer
 * @ecn:       what was settled about ECN
 * @ect:       as in struct tn_synq_ours
 * @defer:     until @deadline has passed so often the connection waits for data
 * @timeouts:  how often @deadline has passed
 * @acked:     the handshake would be complete, were it not for @defer
 * @resent:    the SYN-ACK has left again, not being acknowledged
 * @fastopen:  it is accepted with its SYN: tn_synq_spawn() at once (tcp/fastopen.c)
 * @offer:     Fast Open cookie that the first SYN-ACK has, of no length for none
 */
struct tn_synq {
	const struct tn_config *cfg;
	struct tn_stats __percpu *stats;
	tn_time_t opened;
	tn_time_t sent_at;
	tn_time_t deadline;
	tn_time_t challenge_at;
	u32 iss;
	u32 irs;
	u32 ts_recent;
	u32 ts_offset;
	u16 peer_mss;
	u16 peer_wnd;
	u16 mss;
	u16 wnd;
	u8 has;
	u8 snd_wscale;
	u8 rcv_wscale;
	struct tn_ecn_deal ecn;
	bool ect;
	u8 defer;
	u8 timeouts;
	bool acked;
	bool resent;
	bool fastopen;
	struct tn_cookie offer;
};

/**
 * enum tn_synq_act - what a segment for a half-open connection calls for
 * @TN_SYNQ_DROP:   nothing
 * @TN_SYNQ_ANSWER: send @out
 * @TN_SYNQ_FORGET: the peer does not want the connection: forget it
 * @TN_SYNQ_READY:  the handshake is complete: tn_synq_spawn(), and give the
 *                  segment to what it has made
 * @TN_SYNQ_RESET:  send @out, a RST, and forget it
 */
enum tn_synq_act {
	TN_SYNQ_DROP,
	TN_SYNQ_ANSWER,
	TN_SYNQ_FORGET,
	TN_SYNQ_READY,
	TN_SYNQ_RESET,
};

/**
 * enum tn_synq_due - what is to be done when the deadline has passed
 * @TN_SYNQ_END:   forget it: that was enough
 * @TN_SYNQ_WAIT:  nothing: there is a new deadline
 * @TN_SYNQ_AGAIN: send the SYN-ACK again, tn_synq_out()
 */
enum tn_synq_due {
	TN_SYNQ_END,
	TN_SYNQ_WAIT,
	TN_SYNQ_AGAIN,
};

/**
 * struct tn_synq_verdict - what came of a segment
 * @act:    what to do
 * @reason: why the segment is dropped, TN_REASON_NONE if it has done something
 * @out:    segment to send, with TN_SYNQ_ANSWER and TN_SYNQ_RESET
 */
struct tn_synq_verdict {
	enum tn_synq_act act;
	enum tn_reason reason;
	struct tn_out out;
};

void tn_synq_init(struct tn_synq *q, tn_time_t now, const struct tn_seg *syn,
		  const struct tn_synq_ours *ours);
void tn_synq_out(struct tn_synq *q, tn_time_t now, struct tn_out *out);
void tn_synq_arrive(struct tn_synq *q, tn_time_t now, const struct tn_seg *seg,
		    struct tn_synq_verdict *v);
enum tn_synq_due tn_synq_timeout(struct tn_synq *q, tn_time_t now, bool pressed);
void tn_synq_spawn(const struct tn_synq *q, struct tn_tcb *child, tn_time_t now);

#endif
