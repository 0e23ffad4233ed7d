/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A path for a controller to send along, without TCP: see path.c.
 */
#ifndef TN_KUNIT_CC_PATH_H
#define TN_KUNIT_CC_PATH_H

#include <kunit/test.h>

#include "base/time.h"
#include "cc/cc.h"

#define PATH_MSS	1000u
#define PATH_PACKETS	16384

/**
 * struct path_packet - a packet on its way
 * @at:     when it was sent
 * @back:   when its ACK is back, if it is not dropped
 * @stamp:  what its sample begins with: delivered, delivered_at, first_sent_at, lost
 * @tx_inflight: bytes in flight with it
 * @app_limited: the application had nothing more
 * @dropped: it does not arrive
 * @marked: it arrives with CE
 */
struct path_packet {
	tn_time_t at;
	tn_time_t back;
	u64 delivered;
	tn_time_t delivered_at;
	tn_time_t first_sent_at;
	u64 lost;
	u32 tx_inflight;
	bool app_limited;
	bool dropped;
	bool marked;
};

/**
 * struct path - a sender of endless data, a bottleneck with a queue, a receiver
 *
 * Settings, which may be changed at any time:
 * @rate:   of the bottleneck, bytes a second
 * @rtt:    without a queue
 * @queue:  longest queue, bytes
 * @mark:   packets that find more queue than that are marked; 0: none
 * @loss:   of so many packets one is dropped; 0: none
 * @drop:   so many of the next packets are dropped, each @stride-th
 * @stride: see there; 0 is 1
 * @batch:  ACKs come at multiples of that time; 0: one by one
 * @app:    what the application writes, bytes a second; 0: endless
 * @pause:  nothing is sent
 * @nosack: losses are not known one by one
 *
 * What the controller decides, and what came of it:
 * @out:    window, rate, burst
 * @now:    time
 * @delivered: bytes
 * @lost:   bytes
 * @inflight: bytes
 * @most_queue: longest queue seen, bytes
 */
struct path {
	u64 rate;
	tn_time_t rtt;
	u32 queue;
	u32 mark;
	u32 loss;
	u32 drop;
	u32 stride;
	tn_time_t batch;
	u64 app;
	bool pause;
	bool nosack;

	const struct tandem_cc_ops *ops;
	struct tandem_cc_out out;
	tn_time_t now;
	u64 delivered;
	u64 lost;
	u32 inflight;
	u32 most_queue;

	/* private: path.c's */
	struct kunit *test;
	u64 priv[TANDEM_CC_PRIV_SIZE / sizeof(u64)];
	struct path_packet *packets;
	u32 iss;
	u64 first;
	u64 next;
	u64 recover;
	u64 limited;
	tn_time_t send_at;
	tn_time_t free_at;
	tn_time_t delivered_at;
	tn_time_t first_sent_at;
	tn_time_t srtt;
	tn_time_t min_rtt;
	u64 app_limited;
	u64 written;
	tn_time_t write_at;
	u32 random;
	u32 since_drop;
	u32 prior_cwnd;
	bool recovering;
	bool timeout;
	bool is_limited;
	u64 ecn_until;
};

struct path *path_new(struct kunit *test, const struct tandem_cc_ops *ops, u64 rate,
		      tn_time_t rtt, u32 queue);
bool path_step(struct path *path);
void path_run(struct path *path, tn_time_t span);
void path_signal(struct path *path, enum tandem_cc_event event);
void path_undo(struct path *path);

/* Megabits a second, in bytes a second */
#define PATH_MBPS(n)	((n) * 125000ULL)

#endif
