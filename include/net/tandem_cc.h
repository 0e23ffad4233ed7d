/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The contract between TCP and a congestion control.
 *
 * A controller is told what happened (an ACK, a loss, a mark) in small values, keeps what it must
 * remember in a private area that belongs to the connection, and answers by writing struct
 * tandem_cc_out: how much may be in the network, and how fast it may leave. It sees nothing else of
 * the connection, so it can be read, tested and simulated by itself.
 *
 * Which segments are lost, and what is sent again, is TCP's business. Between TANDEM_CC_LOSS and
 * TANDEM_CC_RECOVERED it leads what is in flight down to the new cwnd (RFC 9937), unless the
 * controller has TANDEM_CC_OWN_WINDOW.
 *
 * Calls for one connection are serialised; they come from softirq or process context with the
 * socket locked and may not sleep. Bytes are payload bytes, times ns of one monotonic clock.
 */
#ifndef TANDEM_CC_H
#define TANDEM_CC_H

#include <linux/types.h>

struct tandem_cc_info;

/** TANDEM_CC_NAME_MAX - size of a controller's name with its final NUL */
#define TANDEM_CC_NAME_MAX	16
/** TANDEM_CC_PRIV_SIZE - bytes of private memory per connection */
#define TANDEM_CC_PRIV_SIZE	256

/**
 * struct tandem_cc_out - what a controller decides
 * @cwnd:     congestion window, bytes
 * @ssthresh: slow start threshold, bytes
 * @pacing_rate: bytes a second; 0: TCP paces by cwnd / SRTT, U64_MAX: not at all
 * @burst:    most bytes to hand to the device at once; 0: TCP chooses
 */
struct tandem_cc_out {
	u32 cwnd;
	u32 ssthresh;
	u64 pacing_rate;
	u32 burst;
};

/**
 * struct tandem_cc_rate - a delivery rate sample (draft-ietf-ccwg-bbr 4.1)
 * @interval_ns:  over which @delivered was measured; 0: there is no sample
 * @delivered:    bytes delivered in that time
 * @prior_delivered: tandem_cc_ack.delivered when the newest range that this
 *                ACK delivered was sent: counts round trips
 * @tx_inflight:  bytes in flight when it was sent, with itself
 * @lost:         bytes lost between that sending and now
 * @app_limited:  the application, not the network, had set the pace
 */
struct tandem_cc_rate {
	u64 interval_ns;
	u64 delivered;
	u64 prior_delivered;
	u32 tx_inflight;
	u32 lost;
	bool app_limited;
};

/**
 * struct tandem_cc_ack - an ACK arrived
 * @now_ns:     time of the ACK's arrival
 * @delivered:  bytes known to have arrived since the connection began
 * @lost:       bytes taken for lost since the connection began
 * @rtt_ns:     round trip time that this ACK measured; 0: none
 * @srtt_ns:    smoothed round trip time; 0: none yet
 * @min_rtt_ns: smallest round trip time of the connection; 0: none yet
 * @acked:      bytes newly acknowledged, cumulatively or selectively
 * @newly_lost: bytes newly taken for lost
 * @prior_inflight: bytes in flight before this ACK
 * @inflight:   and after it
 * @ce:         bytes newly reported as marked Congestion Experienced
 * @una:        SND.UNA after this ACK
 * @nxt:        SND.NXT: with @una they delimit rounds by sequence numbers
 * @mss:        effective send MSS, bytes
 * @cwnd_limited: cwnd, not the application or the peer, holds data back
 * @may_grow:   that, SND.UNA moved, and no recovery from a loss goes on: a
 *              window may grow (RFC 5681 3.1, RFC 7661, RFC 6582 6)
 * @recovering: a recovery from a loss goes on
 * @sack:       losses are known one by one; else at most one a round trip
 * @hystart:    the first slow start may end by its delay (RFC 9406): the user's wish
 * @rate:       delivery rate sample
 */
struct tandem_cc_ack {
	u64 now_ns;
	u64 delivered;
	u64 lost;
	u64 rtt_ns;
	u64 srtt_ns;
	u64 min_rtt_ns;
	u32 acked;
	u32 newly_lost;
	u32 prior_inflight;
	u32 inflight;
	u32 ce;
	u32 una;
	u32 nxt;
	u32 mss;
	bool cwnd_limited;
	bool may_grow;
	bool recovering;
	bool sack;
	bool hystart;
	struct tandem_cc_rate rate;
};

/**
 * enum tandem_cc_event - kinds of signal
 * @TANDEM_CC_LOSS: something was lost; told once per window of data
 * @TANDEM_CC_ECN:  the peer echoed a mark (RFC 3168); told once per window of
 *                  data, to TANDEM_CC_ECN_ACK controllers only if marks are not counted
 * @TANDEM_CC_RTO:  the retransmission timer fired for new data
 * @TANDEM_CC_IDLE: data leaves after nothing was sent for longer than an RTO
 * @TANDEM_CC_RESTART: data leaves while nothing was in flight (TANDEM_CC_RESTARTS only)
 * @TANDEM_CC_RECOVERED: a recovery is over, also one of losses that a mark had announced
 * @TANDEM_CC_UNDO: what LOSS or RTO told last was none, and no mark came since: instead of
 *                  RECOVERED, or once after it (a D-SACK is a round trip late)
 */
enum tandem_cc_event {
	TANDEM_CC_LOSS,
	TANDEM_CC_ECN,
	TANDEM_CC_RTO,
	TANDEM_CC_IDLE,
	TANDEM_CC_RESTART,
	TANDEM_CC_RECOVERED,
	TANDEM_CC_UNDO,
};

/**
 * struct tandem_cc_signal - a signal
 * @now_ns:   its time
 * @delivered: as in struct tandem_cc_ack
 * @event:    its kind
 * @inflight: FlightSize when it came, at most cwnd, bytes
 * @mss:      effective send MSS, bytes
 * @iw:       initial window, bytes
 * @prior_cwnd: cwnd when the recovery that is over, or undone, began; UNDO and RECOVERED only
 * @prior_ssthresh: ssthresh then
 */
struct tandem_cc_signal {
	u64 now_ns;
	u64 delivered;
	enum tandem_cc_event event;
	u32 inflight;
	u32 mss;
	u32 iw;
	u32 prior_cwnd;
	u32 prior_ssthresh;
};

/**
 * enum tandem_cc_flag - what a controller asks of TCP
 * @TANDEM_CC_OWN_WINDOW: cwnd is followed to the letter in recovery too
 * @TANDEM_CC_NEEDS_PACING: what leaves must be paced by @pacing_rate
 * @TANDEM_CC_ECN_ACK:  ECN is always on; marks are read from tandem_cc_ack.ce
 * @TANDEM_CC_ECN_ECHO: the receiver echoes each change of CE (RFC 8257 3.2)
 * @TANDEM_CC_ECT1:     packets carry ECT(1) (RFC 9331), with AccECN only
 * @TANDEM_CC_RESTARTS: TANDEM_CC_RESTART is of interest: it comes with each small request
 * @TANDEM_CC_FLAGS: all of these
 */
enum tandem_cc_flag {
	TANDEM_CC_OWN_WINDOW	= 1 << 0,
	TANDEM_CC_NEEDS_PACING	= 1 << 1,
	TANDEM_CC_ECN_ACK	= 1 << 2,
	TANDEM_CC_ECN_ECHO	= 1 << 3,
	TANDEM_CC_ECT1		= 1 << 4,
	TANDEM_CC_RESTARTS	= 1 << 5,
	TANDEM_CC_FLAGS		= (1 << 6) - 1,
};

/**
 * struct tandem_cc_ops - a congestion control
 * @name:      what TCP_CONGESTION calls it
 * @flags:     TANDEM_CC_*
 * @priv_size: bytes of the private area it uses, at most TANDEM_CC_PRIV_SIZE
 * @init:      begin, and again after the handshake: its area is zeroed, @out the window in use
 * @ack:       an ACK delivered data, reported marks, or moved SND.UNA
 * @signal:    congestion, its end, or a pause
 * @lost:      @bytes from @seq on, sent together, were taken for lost; @rate is
 *             what their delivery would have given, but for its interval. May be NULL
 * @info:      tell of yourself (net/tandem_cc_info.h); @info is zeroed. May be NULL
 */
struct tandem_cc_ops {
	const char *name;
	u32 flags;
	u32 priv_size;
	void (*init)(void *priv, struct tandem_cc_out *out);
	void (*ack)(void *priv, const struct tandem_cc_ack *ack, struct tandem_cc_out *out);
	void (*signal)(void *priv, const struct tandem_cc_signal *sig, struct tandem_cc_out *out);
	void (*lost)(void *priv, u64 now_ns, u32 seq, u32 bytes,
		     const struct tandem_cc_rate *rate, struct tandem_cc_out *out);
	void (*info)(const void *priv, struct tandem_cc_info *info);
};

/** tandem_cc_default - the controller that new connections get */
extern const struct tandem_cc_ops *const tandem_cc_default;

#endif
