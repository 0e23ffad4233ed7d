/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One direction of a link. See link.c.
 */
#ifndef SIM_LINK_H
#define SIM_LINK_H

#include "hist.h"
#include "queue.h"
#include "rng.h"

struct sim;

#define LINK_DOWN_MAX	8

/**
 * struct weather - what goes wrong on a link
 * @jitter:     up to so much longer than the delay, in order
 * @loss:       probability that a packet is lost
 * @burst_in:   Gilbert-Elliott: probability to turn bad, per packet
 * @burst_out:  probability to turn good again
 * @burst_loss: loss while bad
 * @reorder:    probability that a packet is late
 * @late:       by up to so much
 * @dup:        probability that it arrives twice
 * @updates:    probability that a window update is lost; it is not sent again
 * @corrupt:    probability that a bit flips
 * @down:       times during which all is lost, since the beginning of the run
 * @ndown:      how many
 */
struct weather {
	tn_time_t jitter;
	double loss;
	double burst_in;
	double burst_out;
	double burst_loss;
	double reorder;
	tn_time_t late;
	double dup;
	double updates;
	double corrupt;
	struct {
		tn_time_t from;
		tn_time_t to;
	} down[LINK_DOWN_MAX];
	unsigned int ndown;
};

/**
 * struct link - one direction of a link
 * @sim:     the world
 * @from:    node at its beginning
 * @to:      node at its end
 * @rate:    bits per second, 0 for unlimited
 * @delay:   propagation delay
 * @queue:   what waits
 * @weather: what goes wrong
 * @rng:     its dice
 * @sending: the packet on the transmitter
 * @last:    latest arrival so far, of packets in order
 * @bad:     the Gilbert-Elliott state
 * @sent:    packets that left
 * @bytes:   bytes that left
 * @lost:    packets that the weather took
 * @wait:    time in the queue of packets that left it for the transmitter, ns
 */
struct link {
	struct sim *sim;
	unsigned int from;
	unsigned int to;
	u64 rate;
	tn_time_t delay;
	struct queue queue;
	struct weather weather;
	struct rng rng;
	struct packet *sending;
	tn_time_t last;
	bool bad;
	u64 sent;
	u64 bytes;
	u64 lost;
	struct hist wait;
};

void link_put(struct link *link, struct packet *packet);
void link_sent(struct link *link);

#endif
