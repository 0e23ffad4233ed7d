/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The contract between TCP and a congestion control.
 *
 * A controller is told what happened (an ACK, a loss) in small values, keeps
 * what it must remember in a private area that belongs to the connection, and
 * answers by writing struct tandem_cc_out. It sees nothing else of the
 * connection, so it can be read, tested and simulated by itself.
 *
 * All calls for one connection are serialised. They come from softirq or
 * process context with the socket locked: a controller may not sleep.
 */
#ifndef TANDEM_CC_H
#define TANDEM_CC_H

#include <linux/types.h>

/** TANDEM_CC_NAME_MAX - size of a controller's name with its final NUL */
#define TANDEM_CC_NAME_MAX	16

/** TANDEM_CC_PRIV_SIZE - bytes of private memory per connection */
#define TANDEM_CC_PRIV_SIZE	64

/** TANDEM_CC_PRIV_WORDS - the same in 64-bit words, which align it */
#define TANDEM_CC_PRIV_WORDS	(TANDEM_CC_PRIV_SIZE / 8)

/**
 * struct tandem_cc_out - what a controller decides
 * @cwnd:     congestion window, bytes
 * @ssthresh: slow start threshold, bytes
 */
struct tandem_cc_out {
	u32 cwnd;
	u32 ssthresh;
};

/**
 * struct tandem_cc_ack - new data was acknowledged
 * @now_ns:       time of the ACK's arrival
 * @acked:        bytes newly acknowledged, cumulatively or selectively
 * @inflight:     bytes in flight before this ACK
 * @mss:          effective send MSS, bytes
 * @cwnd_limited: the sender used the window fully: growth is justified
 *                (RFC 7661, RFC 5681 3.1)
 */
struct tandem_cc_ack {
	u64 now_ns;
	u32 acked;
	u32 inflight;
	u32 mss;
	bool cwnd_limited;
};

/**
 * enum tandem_cc_event - kinds of congestion signal
 * @TANDEM_CC_LOSS: loss was detected by duplicate ACKs or SACK; at most once
 *                  per window of data
 * @TANDEM_CC_RTO:  the retransmission timer fired for new data
 * @TANDEM_CC_IDLE: the connection sent nothing for longer than an RTO
 */
enum tandem_cc_event {
	TANDEM_CC_LOSS,
	TANDEM_CC_RTO,
	TANDEM_CC_IDLE,
};

/**
 * struct tandem_cc_loss - a congestion signal
 * @now_ns:   time of the signal
 * @event:    its kind
 * @inflight: FlightSize when it came, at most cwnd: bytes sent and not
 *            acknowledged
 * @mss:      effective send MSS, bytes
 * @iw:       initial window, bytes
 */
struct tandem_cc_loss {
	u64 now_ns;
	enum tandem_cc_event event;
	u32 inflight;
	u32 mss;
	u32 iw;
};

/**
 * struct tandem_cc_ops - a congestion control
 * @name:      what TCP_CONGESTION calls it
 * @priv_size: bytes of the private area it uses, at most TANDEM_CC_PRIV_SIZE
 * @init:      a connection starts (or switches) to use it; the private area is
 *             zeroed, @out holds the window in use
 * @ack:       data was acknowledged outside loss recovery, or inside a
 *             recovery that follows a timeout
 * @loss:      congestion was signalled
 */
struct tandem_cc_ops {
	const char *name;
	u32 priv_size;
	void (*init)(void *priv, struct tandem_cc_out *out);
	void (*ack)(void *priv, const struct tandem_cc_ack *ack,
		    struct tandem_cc_out *out);
	void (*loss)(void *priv, const struct tandem_cc_loss *loss,
		     struct tandem_cc_out *out);
};

/** tandem_cc_default - the controller that new connections get */
extern const struct tandem_cc_ops *const tandem_cc_default;

#endif
