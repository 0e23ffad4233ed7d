/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What happened to a connection, as bytes. See journal.c; the layout is in
 * journal_file.h.
 */
#ifndef TN_TCP_JOURNAL_H
#define TN_TCP_JOURNAL_H

#include <linux/types.h>

#include "tcp/fastopen.h"
#include "tcp/journal_file.h"
#include "tcp/seg.h"
#include "tcp/synq.h"
#include "tcp/tcb.h"

/** TN_JOURNAL_EVENT_MAX - no event takes more bytes */
#define TN_JOURNAL_EVENT_MAX	224

/** TN_JOURNAL_CREATE_MAX - nor does a CREATE record */
#define TN_JOURNAL_CREATE_MAX	640

/** TN_JOURNAL_AE - in an event's ecn: TN_TCP_AE, for which the flags have no room */
#define TN_JOURNAL_AE		0x04

/**
 * struct tn_journal_digest - a connection in short, as an event left it
 * @state:    enum tn_state
 * @pending:  TN_PEND_*
 * @mode:     enum tn_recovery_mode
 * @backoff:  of the RTO
 * @cause:    why the last recovery has begun, enum tn_cause
 * @begun:    how many have, modulo 65536
 * @una:      SND.UNA
 * @nxt:      SND.NXT
 * @end:      behind the last byte written
 * @wnd:      SND.WND
 * @rcv_nxt:  RCV.NXT
 * @rcv_adv:  right edge of the window offered
 * @cwnd:     congestion window, bytes
 * @ssthresh: slow start threshold, bytes
 * @pipe:     bytes in the network
 * @lost:     bytes lost and not yet sent again
 * @rto_us:   RTO without backoff, us
 * @hash:     of nearly all the rest
 */
struct tn_journal_digest {
	u8 state;
	u8 pending;
	u8 mode;
	u8 backoff;
	u16 cause;
	u16 begun;
	u32 una;
	u32 nxt;
	u32 end;
	u32 wnd;
	u32 rcv_nxt;
	u32 rcv_adv;
	u32 cwnd;
	u32 ssthresh;
	u32 pipe;
	u32 lost;
	u32 rto_us;
	u32 hash;
};

/**
 * struct tn_journal_event - one input of the machine, and what came of it
 * @type:   enum tn_journal_type
 * @spare:  spare nodes of the sent queue before it, at most 255
 * @flag:   what the type says: on, more, unread, over, enum tn_option; of ASK the TN_TCP_*;
 *          of ADVICE the ICMP type; of FASTOPEN 1: wait, 2: bare
 * @answer: ASK: enum tn_send; ADVICE: the ICMP code
 * @ecn:    of ASK: TN_ECN_*, and TN_JOURNAL_AE
 * @cause:  ASK: enum tn_cause of a segment that is sent again, or by F-RTO
 * @number: events of a connection are numbered from 0, CREATE
 * @now:    time, ns
 * @value:  what the type says: bytes, ISS, count, MTU, length
 * @extra:  PATH: offload size; ASK, ADVICE: sequence number
 * @idle:   KEEPALIVE, ns; PACING: limit, bytes a second
 * @intvl:  KEEPALIVE, ns; PACING: tn_pace.ahead
 * @name:   CONG
 * @seg:    ARRIVE; without its payload handle
 * @half:   SPAWN; what tn_synq_spawn() looks at
 * @cookie: FASTOPEN
 * @digest: the connection afterwards
 */
struct tn_journal_event {
	u8 type;
	u8 spare;
	u8 flag;
	u8 answer;
	u8 ecn;
	u8 cause;
	u32 number;
	tn_time_t now;
	u32 value;
	u32 extra;
	u64 idle;
	u64 intvl;
	char name[TANDEM_CC_NAME_MAX];
	struct tn_seg seg;
	struct tn_synq half;
	struct tn_cookie cookie;
	struct tn_journal_digest digest;
};

/**
 * struct tn_journal_create - a connection before its first event
 * @id:       the recorder's number for it
 * @laddr:    local address
 * @raddr:    remote address
 * @lport:    local port
 * @rport:    remote port
 * @nodelay:  TCP_NODELAY
 * @cork:     TCP_CORK
 * @keep_on:  SO_KEEPALIVE
 * @keep_cnt: TCP_KEEPCNT
 * @pending:  TN_PEND_*
 * @auth:     tn_tcb.auth; keys and MACs are nowhere in a journal
 * @path_mss: MTU of the path less 40
 * @gso:      offload size of the path
 * @rcv_buf:  receive buffer
 * @rcv_most: what it may grow to
 * @clamp:    TCP_WINDOW_CLAMP
 * @wscale:   shift that our SYN offers
 * @ts_offset: of the timestamp clock, ms
 * @keep_idle: TCP_KEEPIDLE, ns
 * @keep_intvl: TCP_KEEPINTVL, ns
 * @user_timeout: TCP_USER_TIMEOUT, ns
 * @adv_uto:  TANDEM_UTO, s
 * @fin_wait: TCP_LINGER2, ns
 * @opened:   tcb.opened
 * @answered: tcb.persist.answered
 * @deadline: tcb.deadline
 * @max_rate: SO_MAX_PACING_RATE, bytes a second
 * @ahead:    tcb.pace.ahead
 * @cong:     congestion control
 * @cfg:      the constants in force
 */
struct tn_journal_create {
	u64 id;
	__be32 laddr;
	__be32 raddr;
	__be16 lport;
	__be16 rport;
	u8 nodelay;
	u8 cork;
	u8 keep_on;
	u8 keep_cnt;
	u8 pending;
	u8 auth;
	u8 wscale;
	u16 path_mss;
	u32 gso;
	u32 rcv_buf;
	u32 rcv_most;
	u32 clamp;
	u32 ts_offset;
	u64 keep_idle;
	u64 keep_intvl;
	u64 user_timeout;
	u32 adv_uto;
	u64 fin_wait;
	tn_time_t opened;
	tn_time_t answered;
	tn_time_t deadline[TN_DL_COUNT];
	u64 max_rate;
	tn_time_t ahead;
	char cong[TANDEM_CC_NAME_MAX];
	struct tn_config cfg;
};

void tn_journal_digest(struct tn_journal_digest *d, const struct tn_tcb *tcb);
void tn_journal_snapshot(struct tn_journal_create *c, const struct tn_tcb *tcb);
void tn_journal_restore(const struct tn_journal_create *c, struct tn_tcb *tcb,
			const struct tandem_cc_ops *cong,
			struct tn_stats __percpu *stats);

u32 tn_journal_encode(u8 *p, const struct tn_journal_event *ev);
u32 tn_journal_encode_create(u8 *p, const struct tn_journal_create *c);
int tn_journal_length(const u8 *p, u32 avail);
int tn_journal_decode(const u8 *p, u32 len, struct tn_journal_event *ev);
int tn_journal_decode_create(const u8 *p, u32 len, struct tn_journal_create *c);

#endif
