/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The control block: everything one TCP connection knows.
 *
 * It is a plain value. It contains no kernel object and points to none, but for
 * opaque handles (payload nodes, the counters); it may be copied, dumped and
 * replayed. The socket lock of the shell guards all of it; in user space its
 * owner is the only thread.
 *
 * Names are those of RFC 9293 3.3.1 and of the RFC of each algorithm. An
 * algorithm owns one sub-struct, and only its file writes there:
 *
 *   snd, rcv     send.c/ack.c and rcvwnd.c/arrive.c   the two sequence spaces
 *   sentq        sentq.c       what was sent, when, and what became of it
 *   rcvq         rcvq.c        what arrived out of order
 *   rtt          rtt.c         round trip time and RTO
 *   rate         rate.c        delivery rate
 *   pace         pace.c        pacing
 *   rec          recovery.c    loss recovery
 *   rack         rack.c        loss detection by time
 *   tlp          tlp.c         tail loss probe
 *   prr          prr.c         how fast a recovery sends
 *   frto, undo   frto.c undo.c was it one?
 *   cc           ack.c, recovery.c through the contract in net/tandem_cc.h
 *   tune         rcvtune.c     how large the receive buffer should be
 *   ecn          ecn.c         explicit congestion notification
 *   acks         ackpolicy.c   when to acknowledge
 *   ts           timestamp.c   RFC 7323 timestamps
 *   urg          urgent.c      urgent data
 *   fo           fastopen.c    TCP Fast Open
 *   cwv          cwv.c         validation of the congestion window
 *   advice       advice.c      ICMP errors, sizes of packets
 *   persist      persist.c     zero window probing
 *   keep         keepalive.c
 *   uto          timeout.c     user timeout
 *   deadline[]   deadline.c    all timers
 */
#ifndef TN_TCP_TCB_H
#define TN_TCP_TCB_H

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/types.h>
#include <net/tandem_cc.h>

#include "base/hook.h"
#include "base/seq.h"
#include "base/time.h"
#include "tcp/busy.h"
#include "tcp/config.h"
#include "tcp/parts.h"
#include "tcp/seg.h"
#include "tcp/sender.h"
#include "tcp/state.h"
#include "tcp/tune.h"

/**
 * struct tn_rcvq - what arrived out of order (tcp/rcvq.c)
 * @root:   struct tn_rcvd by sequence number, disjoint
 * @bytes:  payload bytes in there
 * @sack:   the ranges that changed last, latest first: the SACK blocks to send
 *          (RFC 2018 4)
 * @nsack:  how many
 * @twice:  what the last segment brought that was here already: the D-SACK block of
 *          the next ACK (RFC 2883); empty if there is none
 * @fin:    sequence number of the peer's FIN; valid with @fin_seen
 * @fin_seen: a FIN has arrived, in order or not
 */
struct tn_rcvq {
	struct rb_root root;
	u32 bytes;
	u32 fin;
	bool fin_seen;
	u8 nsack;
	struct tn_sack sack[TN_TCPOPT_NSACK_MAX];
	struct tn_sack twice;
};

/**
 * struct tn_tcb - one connection
 * @state:    written by tcp/fsm.c alone
 * @passive:  SYN-RECEIVED was reached from LISTEN (RFC 9293 MUST-11)
 * @detached: the user has closed; nobody will read
 * @shut_wr:  the user will send no more: a FIN follows the data
 * @fin_rcvd: the peer's FIN was in order and is counted in rcv.nxt
 * @nodelay:  TCP_NODELAY
 * @cork:     TCP_CORK: hold what is less than a segment
 * @more:     MSG_MORE: the same, until the next write
 * @sack_ok:  both ends offered SACK-permitted
 * @auth:     signature of every segment: TN_OPT_AO, TN_OPT_MD5 or 0
 * @pending:  TN_PEND_*
 * @cfg:      constants in force
 * @stats:    counters, an opaque handle of base/hook.h
 * @sentq:    what was sent and is not acknowledged
 * @rcvq:     what arrived out of order
 * @rtt:      round trip time and RTO
 * @rate:     delivery rate
 * @pace:     pacing
 * @rec:      loss recovery
 * @rack:     loss detection by time
 * @tlp:      tail loss probe
 * @prr:      proportional rate reduction
 * @frto:     was a timeout spurious?
 * @undo:     what a recovery has changed
 * @deadline: when each timer is due, by enum tn_deadline; TN_TIME_NEVER if not
 * @opened:   when the connection came into being
 *
 * @snd:      the sequence space that we send in
 * @snd.una:  oldest unacknowledged sequence number
 * @snd.nxt:  next sequence number to be sent for the first time
 * @snd.end:  sequence number behind the last byte that the user has written;
 *            the FIN takes this number
 * @snd.wnd:  send window, bytes
 * @snd.wl1:  SEG.SEQ of the last window update
 * @snd.wl2:  SEG.ACK of the last window update
 * @snd.max_wnd: largest window the peer ever offered
 * @snd.iss:  initial send sequence number
 * @snd.mss:  payload bytes a segment may carry (Eff.snd.MSS less the options
 *            that every segment has)
 * @snd.peer_mss: MSS option of the peer, or 536
 * @snd.path_mss: MTU of the path less 40
 * @snd.wscale: shift for the windows that the peer offers
 * @snd.gso:  what segmentation offload takes at once, payload bytes; 0: nothing
 * @snd.gso_max: most payload bytes one tn_out may carry
 * @snd.limited: snd.nxt when cwnd held data back last
 * @snd.is_limited: @snd.limited means something
 * @snd.small: end of the last segment below the MSS that was sent (Minshall)
 * @snd.last_sent: when data (or the SYN) left last
 *
 * @rcv:      the sequence space that we receive in
 * @rcv.nxt:  next sequence number expected
 * @rcv.user: sequence number of the first byte that the user has not read
 * @rcv.adv:  right edge of the window that was offered; never moves left
 * @rcv.buf:  capacity for payload, bytes
 * @rcv.clamp: the window shall not be larger, bytes; 0: it may be @rcv.buf
 * @rcv.irs:  initial receive sequence number
 * @rcv.mss:  the MSS we announced
 * @rcv.wscale: shift for the windows that we offer; before the handshake, that our SYN has.
 *             Written by the shell (tn_rcvwnd_scale()) and tcp/handshake.c
 * @rcv.ws_ok: the peer sent a window scale option
 *
 * @tune:     size of the receive buffer
 *
 * @cc:       congestion control
 * @cc.ops:   the controller
 * @cc.out:   its decisions
 * @cc.priv:  its memory
 *
 * @acks:     when to acknowledge
 * @acks.unacked: payload bytes received since the last ACK was sent
 * @acks.rmss: largest segment that the peer sent, payload bytes
 * @acks.quick: segments yet to be acknowledged at once
 * @acks.hold: the ACK of a SYN-ACK may wait for something to go with it
 * @acks.challenge_at: not before this time another challenge ACK is sent
 *
 * @ts:       timestamps
 * @ts.ok:     both ends sent the option
 * @ts.recent: TS.Recent
 * @ts.recent_at: when it was updated
 * @ts.last_ack_sent: Last.ACK.sent (RFC 7323 4.3)
 * @ts.offset: what is added to the clock, ms
 *
 * @ecn:      explicit congestion notification
 * @urg:      urgent data
 * @fo:       TCP Fast Open
 * @advice:   ICMP errors
 * @cwv:      is the congestion window in use?
 * @busy:     what our time goes by
 *
 * @persist:  zero window probing
 * @persist.on: the window is closed and there is something to send
 * @persist.backoff: how often the interval was doubled
 * @persist.answered: when the peer last acknowledged anything
 *
 * @keep:     keep-alive
 * @keep.on:   SO_KEEPALIVE
 * @keep.idle: TCP_KEEPIDLE, ns
 * @keep.intvl: TCP_KEEPINTVL, ns
 * @keep.cnt:  TCP_KEEPCNT
 * @keep.probes: probes sent without an answer
 * @keep.heard: when the peer was heard last
 *
 * @uto:      user timeout
 * @uto.timeout: USER TIMEOUT in force, ns; 0: none
 * @uto.user: TCP_USER_TIMEOUT, ns; 0: not set (RFC 5482 CHANGEABLE)
 * @uto.adv:  ADV_UTO, s; 0: the option is not in use (RFC 5482 ENABLED)
 * @uto.remote: REMOTE_UTO, s; 0: not heard of
 * @uto.send: the option goes with the next segment
 *
 * @fin_wait: how long FIN-WAIT-2 lasts when nobody reads any more, ns
 *
 * @info:     what TCP_INFO shows
 * @info.bytes_acked: payload bytes the peer has acknowledged
 * @info.bytes_received: payload bytes received in order
 * @info.segs_out: segments sent
 * @info.segs_in: segments received
 * @info.retrans: segments sent again
 */
struct tn_tcb {
	/* what every event looks at */
	u8 state;
	u8 pending;
	bool passive;
	bool detached;
	bool shut_wr;
	bool fin_rcvd;
	bool nodelay;
	bool cork;
	bool more;
	bool sack_ok;
	u8 auth;
	const struct tn_config *cfg;
	struct tn_stats __percpu *stats;

	/* sender, hot */
	struct {
		u32 una;
		u32 nxt;
		u32 end;
		u32 wnd;
		u32 wl1;
		u32 wl2;
		u32 max_wnd;
		u32 gso;
		u32 gso_max;
		u32 limited;
		u32 small;
		u32 iss;
		u16 mss;
		u16 peer_mss;
		u16 path_mss;
		u8 wscale;
		bool is_limited;
		tn_time_t last_sent;
	} snd;
	struct tn_sentq sentq;
	struct tn_rtt rtt;
	struct tn_rate rate;
	struct tn_pace pace;
	struct tn_recovery rec;
	struct tn_rack rack;
	struct tn_tlp tlp;
	struct tn_prr prr;
	struct tn_frto frto;
	struct tn_undo undo;
	struct {
		const struct tandem_cc_ops *ops;
		struct tandem_cc_out out;
		u64 priv[TANDEM_CC_PRIV_SIZE / 8];
	} cc;

	/* receiver, hot */
	struct {
		u32 nxt;
		u32 user;
		u32 adv;
		u32 buf;
		u32 clamp;
		u32 irs;
		u16 mss;
		u8 wscale;
		bool ws_ok;
	} rcv;
	struct tn_rcvq rcvq;
	struct tn_rcvtune tune;
	struct {
		u32 unacked;
		u16 rmss;
		u8 quick;
		bool hold;
		tn_time_t challenge_at;
	} acks;
	struct {
		bool ok;
		u32 recent;
		u32 last_ack_sent;
		u32 offset;
		tn_time_t recent_at;
	} ts;

	struct tn_ecn ecn;
	struct tn_urgent urg;
	struct tn_advice advice;
	struct tn_cwv cwv;
	struct tn_busy busy;

	/* timers */
	tn_time_t deadline[TN_DL_COUNT];

	/* cold */
	struct {
		bool on;
		u8 backoff;
		tn_time_t answered;
	} persist;
	struct {
		bool on;
		u8 cnt;
		u8 probes;
		tn_time_t idle;
		tn_time_t intvl;
		tn_time_t heard;
	} keep;
	struct {
		tn_time_t timeout;
		tn_time_t user;
		u32 adv;
		u32 remote;
		bool send;
	} uto;
	tn_time_t fin_wait;
	struct tn_fastopen fo;
	struct {
		u64 bytes_acked;
		u64 bytes_received;
		u32 segs_out;
		u32 segs_in;
		u32 retrans;
	} info;
	tn_time_t opened;
};

/* tn_tcb_in() - is the state one of a set of TN_STATE_IN() bits? */
static inline bool tn_tcb_in(const struct tn_tcb *tcb, u32 states)
{
	return states & TN_STATE_IN(tcb->state);
}

/* tn_tcb_synchronized() - RFC 9293 3.5.3 */
static inline bool tn_tcb_synchronized(const struct tn_tcb *tcb)
{
	return tn_tcb_in(tcb, TN_STATES_SYNCHRONIZED);
}

/* tn_tcb_outstanding() - bytes (and FIN) sent and not acknowledged */
static inline u32 tn_tcb_outstanding(const struct tn_tcb *tcb)
{
	return tcb->snd.nxt - tcb->snd.una;
}

/* tn_tcb_fin_sent() - has the FIN left at least once? */
static inline bool tn_tcb_fin_sent(const struct tn_tcb *tcb)
{
	return tcb->shut_wr && tcb->snd.nxt == tcb->snd.end + 1;
}

/* tn_tcb_unsent() - payload bytes written and never sent */
static inline u32 tn_tcb_unsent(const struct tn_tcb *tcb)
{
	return tn_tcb_fin_sent(tcb) ? 0 : tcb->snd.end - tcb->snd.nxt;
}

/* tn_tcb_has_unsent() - is there data, or a FIN, that has never left? */
static inline bool tn_tcb_has_unsent(const struct tn_tcb *tcb)
{
	return tcb->snd.nxt != tcb->snd.end + tcb->shut_wr;
}

void tn_tcb_init(struct tn_tcb *tcb, const struct tn_config *cfg,
		 struct tn_stats __percpu *stats, tn_time_t now);
void tn_tcb_config(struct tn_tcb *tcb, const struct tn_config *cfg);
u16 tn_tcb_path_mss(u32 mtu);
u32 tn_tcb_path_mtu(u16 mss);
void tn_tcb_path(struct tn_tcb *tcb, u32 mtu, u32 gso);
void tn_tcb_auth(struct tn_tcb *tcb, u8 auth);
void tn_tcb_mss_sync(struct tn_tcb *tcb);
u32 tn_tcb_acked(const struct tn_tcb *tcb);
u32 tn_tcb_unread(const struct tn_tcb *tcb);
u32 tn_tcb_iw(const struct tn_tcb *tcb);
void tn_tcb_cc_set(struct tn_tcb *tcb, const struct tandem_cc_ops *ops);
void tn_tcb_cc_bound(struct tn_tcb *tcb);

#endif
