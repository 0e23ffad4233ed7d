/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the sender of a connection remembers: parts of struct tn_tcb, each written by
 * one file alone.
 */
#ifndef TN_TCP_SENDER_H
#define TN_TCP_SENDER_H

#include <linux/list.h>
#include <linux/types.h>

#include "base/time.h"
#include "tcp/loss.h"
#include "wire/tcpopt.h"

struct tn_sent;

/**
 * struct tn_sentq - what was sent and is not acknowledged (tcp/sentq.c)
 * @sent:     struct tn_sent, in sequence order, without gaps from snd.una to
 *            snd.nxt
 * @flying:   those of them that are in the network, in the order of sending
 * @losses:   those that are lost and were not yet sent again, in sequence order
 * @spare:    unused nodes; the shell keeps them coming
 * @near:     where the last SACK block was found; NULL: nowhere
 * @fresh:    the loss that was noticed last, if it is in @losses; or NULL
 * @seen:     the SACK blocks of the last ACK that had some, as far as they are noted
 * @nseen:    how many
 * @nspare:   how many nodes are in @spare
 * @pipe:     bytes in the network by what is known (RFC 6675 pipe)
 * @sacked:   bytes that were selectively acknowledged
 * @nsacked:  how many segments these are, about
 * @lost:     bytes that are lost and were not yet sent again
 * @high_sacked: sequence number behind the highest selectively acknowledged
 *            byte; valid if @sacked
 */
struct tn_sentq {
	struct list_head sent;
	struct list_head flying;
	struct list_head losses;
	struct list_head spare;
	struct tn_sent *near;
	struct tn_sent *fresh;
	struct tn_sack seen[TN_TCPOPT_NSACK_MAX];
	u32 nseen;
	u32 nspare;
	u32 pipe;
	u32 sacked;
	u32 nsacked;
	u32 lost;
	u32 high_sacked;
};

/**
 * struct tn_rtt - round trip time (tcp/rtt.c, RFC 6298)
 * @srtt:    smoothed round trip time, ns; 0 before the first sample
 * @rttvar:  its variation, ns
 * @min:     smallest sample of the last 2.5 to 5 minutes, ns; 0 before the first
 * @min_half: smallest sample since @min_since
 * @min_was: smallest of the 2.5 minutes before that; 0: there were none
 * @min_since: when @min_half began
 * @at:      when the last sample was taken
 * @rto:     retransmission timeout without backoff, ns
 * @late:    ns that the next SYN waits for besides (tcp/share.c)
 * @round:   snd.nxt when the present round trip began
 * @samples: samples of the present round trip
 * @expected: those of the last one: so many count together as much as one
 * @backoff: how often the timeout was doubled since the last sample
 */
struct tn_rtt {
	u64 srtt;
	u64 rttvar;
	u64 min;
	u64 min_half;
	u64 min_was;
	tn_time_t min_since;
	tn_time_t at;
	u64 rto;
	u64 late;
	u32 round;
	u16 samples;
	u16 expected;
	u8 backoff;
};

/**
 * struct tn_rate - delivery rate (tcp/rate.c, draft-ietf-ccwg-bbr 4.1)
 * @delivered:  bytes known to have arrived
 * @lost:       bytes taken for lost, each time that they were
 * @app_limited: what is sent until @delivered exceeds this is limited by the
 *              application; 0: nothing is
 * @delivered_at: when @delivered grew last
 * @first_sent_at: send time of the range that the last ACK was measured by
 * @early:      bytes in @delivered that only duplicate ACKs speak of
 * @shown_limited: the application limited the sample that TCP_INFO shows
 * @shown:      bytes of that sample
 * @shown_ns:   in so much time; 0: there was none yet
 */
struct tn_rate {
	u64 delivered;
	u64 lost;
	u64 app_limited;
	tn_time_t delivered_at;
	tn_time_t first_sent_at;
	u32 early;
	bool shown_limited;
	u64 shown;
	u64 shown_ns;
};

/**
 * struct tn_rate_stamp - what a range remembers of the time when it was sent
 * @delivered:  tn_rate.delivered
 * @delivered_at: tn_rate.delivered_at
 * @first_sent_at: tn_rate.first_sent_at
 * @lost:       tn_rate.lost, modulo 2^32
 * @tx_inflight: bytes in flight, with itself
 * @app_limited: the application limited the rate
 */
struct tn_rate_stamp {
	u64 delivered;
	tn_time_t delivered_at;
	tn_time_t first_sent_at;
	u32 lost;
	u32 tx_inflight;
	bool app_limited;
};

/**
 * struct tn_pace - pacing (tcp/pace.c)
 * @next:     when the next segment may depart
 * @max_rate: SO_MAX_PACING_RATE, bytes a second; 0: no limit
 * @ahead:    so long before its departure a segment may be handed down, ns;
 *            0: nobody below waits for it
 * @on:       segments are paced
 * @waits:    something had to wait for @next
 */
struct tn_pace {
	tn_time_t next;
	u64 max_rate;
	tn_time_t ahead;
	bool on;
	bool waits;
};

/**
 * struct tn_cwv - is the congestion window in use? (tcp/cwv.c)
 * @since:  RFC 7661: the window was validated last; RFC 2861: it was full; 0: unknown
 * @turned: when @most[0] began
 * @most:   RFC 7661: most bytes that a round trip has acknowledged, in this half of
 *          the sampling period and in the one before: pipeACK
 * @mark:   the round trip is over when this is acknowledged
 * @acked:  snd.una at its beginning
 * @used:   RFC 2861: W_used, bytes
 * @flight: RFC 7661: what was in use when something was lost in the non-validated
 *          phase, bytes; 0: nothing was
 * @retrans: info.retrans then
 * @begun:  info.bytes_acked when the initial, or a restart window began
 * @known:  pipeACK is known
 * @small:  something of an initial window was lost: RFC 3390 from now on
 */
struct tn_cwv {
	tn_time_t since;
	tn_time_t turned;
	u32 most[2];
	u32 mark;
	u32 acked;
	u32 used;
	u32 flight;
	u32 retrans;
	u64 begun;
	bool known;
	bool small;
};

#endif
