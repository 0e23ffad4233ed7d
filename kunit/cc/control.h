/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A congestion control with nothing around it: the suites of kunit/cc play TCP
 * through the contract alone. Time, sequence numbers and the RTT are the suite's.
 */
#ifndef TN_KUNIT_CC_CONTROL_H
#define TN_KUNIT_CC_CONTROL_H

#include <linux/string.h>

#include "base/time.h"
#include "cc/cc.h"

/**
 * struct control - a controller and its world
 * @ops:  controller
 * @out:  its decisions
 * @now:  the time, ns
 * @rtt:  round trip time that ACKs measure, ns; 0: they measure none
 * @una:  SND.UNA, which ACKs move
 * @mss:  effective send MSS
 * @hystart: the knob of that name
 * @priv: the controller's memory
 */
struct control {
	const struct tandem_cc_ops *ops;
	struct tandem_cc_out out;
	u64 now;
	u64 rtt;
	u32 una;
	u32 mss;
	bool hystart;
	u64 priv[TANDEM_CC_PRIV_SIZE / sizeof(u64)];
};

static inline void control_init(struct control *c, const struct tandem_cc_ops *ops, u32 mss,
				u32 cwnd, u32 ssthresh)
{
	memset(c, 0, sizeof(*c));
	c->ops = ops;
	c->mss = mss;
	c->out.cwnd = cwnd;
	c->out.ssthresh = ssthresh;
	c->now = tn_sec(1000);
	c->rtt = tn_ms(100);
	c->ops->init(c->priv, &c->out);
}

/* An ACK of @acked bytes; @limited: the window is in use */
static inline void control_ack(struct control *c, u32 acked, bool limited)
{
	struct tandem_cc_ack ack = {
		.now_ns = c->now,
		.rtt_ns = c->rtt,
		.srtt_ns = c->rtt,
		.min_rtt_ns = c->rtt,
		.acked = acked,
		.prior_inflight = c->out.cwnd,
		.inflight = c->out.cwnd - acked,
		.una = c->una + acked,
		.nxt = c->una + c->out.cwnd,
		.mss = c->mss,
		.cwnd_limited = limited,
		.may_grow = limited,
		.hystart = c->hystart,
	};

	c->una += acked;
	c->ops->ack(c->priv, &ack, &c->out);
}

/* A round trip in which the window is in use: an ACK for each segment, evenly. */
static inline void control_round(struct control *c)
{
	u32 n = c->out.cwnd / c->mss, i;
	u64 began = c->now;

	for (i = 1; i <= n; i++) {
		c->now = began + c->rtt * i / n;
		control_ack(c, c->mss, true);
	}
}

static inline void control_signal(struct control *c, enum tandem_cc_event event, u32 inflight)
{
	struct tandem_cc_signal signal = {
		.now_ns = c->now,
		.event = event,
		.inflight = inflight,
		.mss = c->mss,
		.iw = 10 * c->mss,
	};

	c->ops->signal(c->priv, &signal, &c->out);
}

/* The recovery that began at @cwnd and @ssthresh is over: @event is RECOVERED or UNDO */
static inline void control_end(struct control *c, enum tandem_cc_event event, u32 cwnd,
			       u32 ssthresh)
{
	struct tandem_cc_signal signal = {
		.now_ns = c->now,
		.event = event,
		.mss = c->mss,
		.iw = 10 * c->mss,
		.prior_cwnd = cwnd,
		.prior_ssthresh = ssthresh,
	};

	c->ops->signal(c->priv, &signal, &c->out);
}

#endif
