/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One control block, and the little that it needs around it: a clock, a user, payload handles, and
 * a list of the segments that it has sent. See world.c.
 */
#ifndef TN_KUNIT_HARNESS_WORLD_H
#define TN_KUNIT_HARNESS_WORLD_H

#include <kunit/test.h>

#include "harness/segment.h"
#include "tcp/fastmemo.h"
#include "tcp/fastqueue.h"
#include "tcp/share.h"
#include "tcp/tcb.h"
#include "tcp/timewait.h"
#include "tcp/verdict.h"

/** TN_WORLD_EPOCH - the clock when a script's is at 0 */
#define TN_WORLD_EPOCH	tn_sec(1000)

/** TN_WORLD_SENT_MAX - segments that may wait for somebody to look at them */
#define TN_WORLD_SENT_MAX	256

/**
 * struct tn_sighting - a segment that was sent
 * @at:  when
 * @seg: the segment
 */
struct tn_sighting {
	tn_time_t at;
	struct tn_out seg;
};

/**
 * struct tn_world - the box
 * @test:      case that owns it
 * @now:       clock
 * @cfg:       constants in force, a copy that may be changed
 * @cong:      congestion control
 * @tcb:       the connection
 * @tw:        what is left of it in TIME-WAIT
 * @in_tw:     @tw is in use
 * @spawn:     in LISTEN: the SYN turns the listener into its own child
 * @reading:   the user reads at once what is delivered
 * @starved:   the shell gives no spare nodes
 * @connected: the handshake has completed
 * @ready:     the user may have the connection, if not sooner
 * @eof:       the peer's FIN was delivered
 * @reopen:    TIME-WAIT wanted a SYN to open the connection anew
 * @urgent:    how often the user was told of urgent data
 * @passed:    the last time an urgent octet was left behind
 * @closed:    CLOSED was reached, after having been left
 * @err:       errno that the user was told, 0 if none
 * @reason:    why the last segment, or a part of it, was dropped
 * @doubts:    how often the peer did not answer at R1 or beyond
 * @server:    what a client remembers of Fast Open with the peer: cookie and MSS
 * @port:      the same, of what went wrong
 * @share:     round trip times with the peer
 * @queue:     of a listener: its limit of Fast Open
 * @bare:      it wants none; as a client, we have none
 * @cookie:    what it gives
 * @old:       what it gave once
 * @iss:       our initial sequence number
 * @irs:       the peer's
 * @mtu:       of the path
 * @gso:       see tn_tcb_path()
 * @rcvbuf:    capacity of the receive buffer
 * @rcvmost:   what it may become: see tn_rcvwnd_scale()
 * @peer_wnd:  window field of arriving segments that say nothing else
 * @delivered: payload bytes that the user was given
 * @expect:    sequence number of the next of them
 * @held:      payload handles that the machine has not given back
 * @nsent:     segments in @sent
 * @seen:      of these, how many have been looked at
 * @sent:      what was sent, oldest first
 * @broken:    an invariant that does not hold, or NULL
 */
struct tn_world {
	struct kunit *test;
	tn_time_t now;
	struct tn_config cfg;
	const struct tandem_cc_ops *cong;
	struct tn_tcb tcb;
	struct tn_timewait tw;
	bool in_tw;
	bool spawn;
	bool reading;
	bool starved;
	bool connected;
	bool ready;
	bool eof;
	bool reopen;
	bool closed;
	unsigned int urgent;
	bool passed;
	int err;
	enum tn_reason reason;
	u32 doubts;
	struct tn_fastmemo server;
	struct tn_fastmemo port;
	struct tn_share share;
	struct tn_fastqueue queue;
	bool bare;
	struct tn_cookie cookie;
	struct tn_cookie old;
	u32 iss;
	u32 irs;
	u32 mtu;
	u32 gso;
	u32 rcvbuf;
	u32 rcvmost;
	u16 peer_wnd;
	u64 delivered;
	u32 expect;
	u32 held;
	unsigned int nsent;
	unsigned int seen;
	struct tn_sighting sent[TN_WORLD_SENT_MAX];
	const char *broken;
};

struct tn_world *tn_world_new(struct kunit *test);
void tn_world_reset(struct tn_world *w);
void tn_world_top_up(struct tn_world *w);
void tn_world_connect(struct tn_world *w);
void tn_world_fastopen(struct tn_world *w, u32 bytes);
void tn_world_act(struct tn_world *w, struct tn_verdict *v);
void tn_world_arrive(struct tn_world *w, struct tn_seg *seg);
void tn_world_read(struct tn_world *w, u32 bytes);
void tn_world_advance(struct tn_world *w, tn_time_t until);
bool tn_world_await_sent(struct tn_world *w, tn_time_t until);
struct tn_sighting *tn_world_look(struct tn_world *w);
void tn_world_forget(struct tn_world *w);

#endif /* TN_KUNIT_HARNESS_WORLD_H */
