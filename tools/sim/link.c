// SPDX-License-Identifier: GPL-2.0
/*
 * One direction of a link: queue, transmitter, and the weather on the way.
 *
 *   link_put -> queue -> transmitter (size / rate) -> weather -> delay -> EV_HOP
 *                 |                                      |
 *                 '--> dropped                           '--> lost, late, twice, corrupt
 *
 * A link without a rate has no queue. Jitter keeps packets in order; reordering is a thing of its
 * own, so that each can be asked for alone.
 */
#include "link.h"
#include "sim.h"

static bool link_is_down(const struct link *link, tn_time_t now)
{
	const struct weather *w = &link->weather;
	unsigned int i;

	for (i = 0; i < w->ndown; i++)
		if (now >= SIM_EPOCH + w->down[i].from && now < SIM_EPOCH + w->down[i].to)
			return true;
	return false;
}

/* Is this packet lost? Independent losses and those of Gilbert's and Elliott's bad state */
static bool link_loses(struct link *link, tn_time_t now)
{
	const struct weather *w = &link->weather;

	if (w->ndown && link_is_down(link, now))
		return true;
	if (w->burst_in > 0) {
		if (rng_chance(&link->rng, link->bad ? w->burst_out : w->burst_in))
			link->bad = !link->bad;
		if (link->bad && rng_chance(&link->rng, w->burst_loss))
			return true;
	}
	return rng_chance(&link->rng, w->loss);
}

/* When a packet arrives that leaves now */
static tn_time_t link_arrival(struct link *link, tn_time_t now)
{
	const struct weather *w = &link->weather;
	tn_time_t at = now + link->delay;

	if (w->jitter)
		at += rng_below(&link->rng, w->jitter + 1);
	if (rng_chance(&link->rng, w->reorder))
		return at + 1 + rng_below(&link->rng, w->late + 1);
	if (at < link->last)
		at = link->last;
	link->last = at;
	return at;
}

static void link_launch(struct link *link, struct packet *packet)
{
	const struct weather *w = &link->weather;
	struct sim *sim = link->sim;
	struct packet *twin;

	link->sent++;
	link->bytes += packet->size;
	if (link_loses(link, sim->now) ||
	    (packet->update && rng_chance(&link->rng, w->updates))) {
		link->lost++;
		sim_packet_free(sim, packet);
		return;
	}
	if (rng_chance(&link->rng, w->corrupt))
		packet->corrupt = true;
	if (rng_chance(&link->rng, w->dup)) {
		twin = sim_packet_new(sim, packet->conn);
		*twin = *packet;
		heap_push(&sim->heap, link_arrival(link, sim->now), EV_HOP, twin);
	}
	heap_push(&sim->heap, link_arrival(link, sim->now), EV_HOP, packet);
}

/* The transmitter is free: the next packet, if there is one */
static void link_start(struct link *link)
{
	struct sim *sim = link->sim;
	struct packet *dropped = NULL, *packet;

	link->sending = queue_get(&link->queue, sim->now, link->rate, &dropped);
	while ((packet = dropped)) {
		dropped = packet->next;
		sim_packet_free(sim, packet);
	}
	if (!link->sending)
		return;
	if (!sim->over)
		hist_add(&link->wait, sim->now - link->sending->queued);
	heap_push(&sim->heap,
		  sim->now + link->sending->size * 8 * TN_NSEC_PER_SEC / link->rate,
		  EV_LINK, link);
}

/* A packet comes to the beginning of the link, which takes it over. */
void link_put(struct link *link, struct packet *packet)
{
	struct sim *sim = link->sim;

	if (!link->rate) {
		link_launch(link, packet);
		return;
	}
	if (!queue_put(&link->queue, packet, sim->now)) {
		sim_packet_free(sim, packet);
		return;
	}
	if (!link->sending)
		link_start(link);
}

/* The last bit has left the transmitter. */
void link_sent(struct link *link)
{
	struct packet *packet = link->sending;

	link->sending = NULL;
	link_launch(link, packet);
	link_start(link);
}
