// SPDX-License-Identifier: GPL-2.0
/*
 * The run: events in order of time, each handled to its end, until nothing is left.
 *
 *   0 ........ flows start, run, stop ........ --time ....... drain ....... quiet
 *
 * At --time every flow that is still going stops, and results are taken. Then the run goes on until
 * no event is left: every connection must come to its end, and give back all its memory.
 */
#include "check.h"
#include "tcp/sentq.h"

/* A new world, empty but for its defaults. */
struct sim *sim_new(void)
{
	struct sim *sim = calloc(1, sizeof(*sim));

	if (!sim)
		err(2, "sim");
	sim->link = calloc(SIM_LINKS_MAX, sizeof(*sim->link));
	sim->flow = calloc(SIM_FLOWS_MAX, sizeof(*sim->flow));
	if (!sim->link || !sim->flow)
		err(2, "sim");
	sim->seed = 1;
	sim->time = tn_sec(10);
	sim->step = tn_ms(10);
	sim->every = true;
	sim->now = SIM_EPOCH;
	sim->packets.size = sizeof(struct packet);
	sim->nodes.size = sizeof(struct tn_sent);
	sim->payloads.size = sizeof(struct payload);
	sim->connections.size = sizeof(struct conn);
	INIT_LIST_HEAD(&sim->conns);
	return sim;
}

/* The end of the world. */
void sim_free(struct sim *sim)
{
	pool_drain(&sim->packets);
	pool_drain(&sim->nodes);
	pool_drain(&sim->payloads);
	pool_drain(&sim->connections);
	heap_free(&sim->heap);
	free(sim->link);
	free(sim->flow);
	free(sim);
}

/* A packet of a connection, which lives at least as long; zeroed but for @next. */
struct packet *sim_packet_new(struct sim *sim, struct conn *conn)
{
	struct packet *packet = pool_get(&sim->packets);

	packet->conn = conn;
	packet->nsegs = 1;
	packet->hop = 0;
	packet->ect = false;
	packet->ce = false;
	packet->update = false;
	packet->corrupt = false;
	conn->refs++;
	return packet;
}

/* A packet is no more; perhaps its connection neither. */
void sim_packet_free(struct sim *sim, struct packet *packet)
{
	struct conn *conn = packet->conn;

	pool_put(&sim->packets, packet);
	conn_put(conn);
}

/* A packet has come to the end of a link: the next one, or its host */
static void sim_hop(struct sim *sim, struct packet *packet)
{
	struct conn *conn = packet->conn;
	struct flow *flow = conn->flow;

	if (++packet->hop < flow->hops[packet->from]) {
		link_put(flow->path[packet->from][packet->hop], packet);
		return;
	}
	flow->result.ce += packet->ce;
	if (packet->corrupt) {
		flow->result.corrupt++;
		sim_packet_free(sim, packet);
		return;
	}
	gro_arrive(&conn->end[!packet->from], packet);
}

static void sim_end_event(struct sim *sim, struct end *end, enum event_kind kind)
{
	struct conn *conn = end->conn;

	if (kind == EV_TIMER) {
		end_timer(end);
	} else if (kind == EV_GRO) {
		if (sim->now == end->gro_at)
			gro_flush(end);
	} else if (sim->now == end->wake_at) {
		end->poked = true;
		end_settle(end);
	}
	conn_put(conn);
}

static void sim_over(struct sim *sim)
{
	unsigned int i;

	report_end(sim);
	sim->over = true;
	for (i = 0; i < sim->nflows; i++)
		flow_stop(&sim->flow[i]);
}

static void sim_event(struct sim *sim, const struct event *event)
{
	enum event_kind kind = event_kind(event);

	switch (kind) {
	case EV_LINK:
		sim->segments++;
		link_sent(event->who);
		break;
	case EV_HOP:
		sim->segments++;
		sim_hop(sim, event->who);
		break;
	case EV_TIMER:
	case EV_APP:
	case EV_GRO:
		sim_end_event(sim, event->who, kind);
		break;
	case EV_FLOW:
		flow_event(event->who);
		break;
	case EV_SHRINK:
		flow_shrink(event->who);
		break;
	case EV_SWITCH:
		flow_switch(event->who);
		break;
	case EV_STOP:
		flow_stop(event->who);
		break;
	case EV_SAMPLE:
		series_sample(sim);
		if (!sim->over)
			heap_push(&sim->heap, sim->now + sim->step, EV_SAMPLE, sim);
		break;
	case EV_END:
		sim_over(sim);
		break;
	}
}

/*
 * An end whose peer is gone without a word that arrived, and that has nothing to send, would wait
 * for ever, as TCP does without keep-alive. Its application gives up.
 */
static bool sim_rescue(struct sim *sim)
{
	struct conn *conn, *next;
	bool any = false;
	unsigned int i;

	list_for_each_entry_safe(conn, next, &sim->conns, link) {
		if (!conn->aborted && !conn->end[0].err && !conn->end[1].err &&
		    conn->flow->ending == FLOW_SHUT)
			check_fail(sim, &conn->end[conn->end[0].gone], "not quiet at the end");
		any = true;
		conn->refs++;
		for (i = 0; i < 2; i++)
			if (!conn->end[i].gone && conn->end[i].tcb.state != TN_LISTEN) {
				check_forlorn(&conn->end[i]);
				end_abort(&conn->end[i]);
			}
		conn_put(conn);
	}
	return any;
}

/* It should have come to rest long ago. Whose is the event? */
static void sim_restless(struct sim *sim, const struct event *event)
{
	enum event_kind kind = event_kind(event);
	bool ends = kind == EV_TIMER || kind == EV_APP || kind == EV_GRO;

	check_fail(sim, ends ? event->who : NULL, "still busy long after the end");
}

/* Run it all. */
void sim_run(struct sim *sim)
{
	struct event event;
	unsigned int i;

	for (i = 0; i < sim->nlinks; i++)
		sim->link[i].rng = rng_fork(sim->seed, i);
	for (i = 0; i < sim->nflows; i++) {
		sim->flow[i].rng = rng_fork(sim->seed, 500 + i);
		route_find(sim, &sim->flow[i]);
		flow_begin(&sim->flow[i]);
	}
	heap_push(&sim->heap, SIM_EPOCH + sim->time, EV_END, sim);
	if (sim->csv || sim->plot) {
		series_open(sim);
		heap_push(&sim->heap, sim->now, EV_SAMPLE, sim);
	}
	do {
		while (heap_pop(&sim->heap, &event)) {
			if (event.at > SIM_EPOCH + sim->time + SIM_DRAIN)
				sim_restless(sim, &event);
			sim->now = event.at;
			sim->events++;
			sim_event(sim, &event);
		}
	} while (sim_rescue(sim));
	check_quiet(sim);
	if (sim->rows)
		series_close(sim);
}
