/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Two connections and the network between them, in a box with its own clock.
 *
 * The smallest world in which TCP can be tried as a whole: two control blocks,
 * a link with delay, and a function that may drop, delay or rewrite each
 * segment. Time jumps from event to event, so hours cost nothing, and the same
 * seed gives the same run. What one end "writes" is a count of bytes; that the
 * other end gets each of them once and in order is checked by their sequence
 * numbers as they are delivered.
 */
#ifndef TN_KUNIT_TCP_PAIR_H
#define TN_KUNIT_TCP_PAIR_H

#include <kunit/test.h>
#include <linux/list.h>

#include "base/time.h"
#include "tcp/tcb.h"
#include "tcp/timewait.h"
#include "tcp/verdict.h"

/**
 * struct tn_flight - a segment on its way
 * @link:  in tn_pair.flights, or among the spare ones
 * @at:    time of arrival
 * @to:    the end it goes to, 0 or 1
 * @seg:   what will arrive; its payload is described by rcvd
 */
struct tn_flight {
	struct list_head link;
	tn_time_t at;
	unsigned int to;
	struct tn_out seg;
};

/**
 * struct tn_end - one end of the pair
 * @tcb:      the connection
 * @tw:       what is left of it in TIME-WAIT
 * @in_tw:    @tw is in use
 * @gone:     CLOSED was reached
 * @spawn:    in LISTEN, an arriving SYN turns this end into its own child
 * @reading:  the user reads at once what is delivered
 * @eof:      the peer's FIN was delivered
 * @connected: the handshake has completed
 * @err:      errno the user was told, 0 if none
 * @got:      bytes delivered
 * @expect:   sequence number of the next byte to be delivered
 * @sent:     segments sent so far
 * @last:     the segment sent last
 * @last_at:  when
 * @rsts:     RSTs sent
 */
struct tn_end {
	struct tn_tcb tcb;
	struct tn_timewait tw;
	bool in_tw;
	bool gone;
	bool spawn;
	bool reading;
	bool eof;
	bool connected;
	int err;
	u64 got;
	u32 expect;
	u32 sent;
	struct tn_out last;
	tn_time_t last_at;
	u32 rsts;
};

struct tn_pair;

/*
 * Decides what becomes of a segment. Returns how much longer than the link's
 * delay it takes, or TN_TIME_NEVER if it is lost.
 */
typedef tn_time_t (*tn_pair_link)(struct tn_pair *pair, unsigned int from,
				  struct tn_out *seg);

/**
 * struct tn_pair - the box
 * @test:    the case that owns it
 * @now:     its clock
 * @delay:   one-way delay of the link
 * @link:    fate of each segment; NULL: all arrive
 * @random:  generator for @link
 * @end:     the two ends
 * @flights: segments on their way, by time of arrival
 * @spare:   segments to be used again
 * @events:  events so far
 */
struct tn_pair {
	struct kunit *test;
	tn_time_t now;
	tn_time_t delay;
	tn_pair_link link;
	u64 random;
	struct tn_end end[2];
	struct list_head flights;
	struct list_head spare;
	u64 events;
};

struct tn_pair *tn_pair_new(struct kunit *test, tn_time_t delay);
void tn_pair_listen(struct tn_pair *pair, unsigned int end);
void tn_pair_connect(struct tn_pair *pair, unsigned int end, u32 iss);
void tn_pair_establish(struct tn_pair *pair);
void tn_pair_write(struct tn_pair *pair, unsigned int end, u32 bytes);
void tn_pair_read(struct tn_pair *pair, unsigned int end, u32 bytes);
void tn_pair_shutdown(struct tn_pair *pair, unsigned int end);
void tn_pair_close(struct tn_pair *pair, unsigned int end);
void tn_pair_act(struct tn_pair *pair, unsigned int end, struct tn_verdict *v);
void tn_pair_inject(struct tn_pair *pair, unsigned int to,
		    const struct tn_out *seg);
bool tn_pair_step(struct tn_pair *pair, tn_time_t until);
void tn_pair_run(struct tn_pair *pair, tn_time_t span);

#endif
