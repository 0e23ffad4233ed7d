// SPDX-License-Identifier: GPL-2.0
/*
 * Flows open connections; connections come to an end and are let go.
 *
 * bulk, rr and onoff open n connections at the start. short opens them one by one, as a Poisson
 * process of mean distance `gap`, until `count` of them or until it stops.
 *
 * A connection is let go when both ends are gone (a listener may be listening again), and no packet
 * and no event refers to it.
 */
#include "cc/cc.h"
#include "check.h"

static void conn_open(struct flow *flow)
{
	struct sim *sim = flow->sim;
	struct conn *conn = pool_get(&sim->connections);
	unsigned int i;

	memset(conn, 0, sizeof(*conn));
	conn->flow = flow;
	conn->id = sim->opened++;
	conn->rng = rng_fork(sim->seed, 1000 + conn->id);
	conn->opened = sim->now;
	list_add_tail(&conn->link, &sim->conns);
	flow->live++;
	flow->result.opened++;
	for (i = 0; i < 2; i++) {
		conn->end[i].timer_at = TN_TIME_NEVER;
		conn->end[i].wake_at = TN_TIME_NEVER;
		conn->end[i].gro_at = TN_TIME_NEVER;
		end_init(&conn->end[i], conn, i);
	}
	if (flow->cross)
		end_connect(&conn->end[1]);
	else
		end_listen(&conn->end[1]);
	end_connect(&conn->end[0]);
	end_settle(&conn->end[1]);
	end_settle(&conn->end[0]);
}

static bool conn_is_over(const struct conn *conn)
{
	unsigned int i;

	for (i = 0; i < 2; i++)
		if (!conn->end[i].gone && conn->end[i].tcb.state != TN_LISTEN)
			return false;
	return true;
}

/* An event or a packet of the connection is done with. */
void conn_put(struct conn *conn)
{
	struct flow *flow = conn->flow;

	if (--conn->refs || !conn_is_over(conn))
		return;
	check_over(conn);
	list_del(&conn->link);
	flow->live--;
	pool_put(&flow->sim->connections, conn);
}

/* Everything about the flow that happens by the clock. */
void flow_begin(struct flow *flow)
{
	struct sim *sim = flow->sim;
	tn_time_t start = SIM_EPOCH + flow->start, stop = SIM_EPOCH + flow->stop;

	heap_push(&sim->heap, start, EV_FLOW, flow);
	heap_push(&sim->heap, stop, EV_STOP, flow);
	if (flow->shrink)
		heap_push(&sim->heap, start + (stop - start) / 2, EV_SHRINK, flow);
	if (flow->turn)
		heap_push(&sim->heap, start + flow->turn, EV_SWITCH, flow);
}

/* It is time for the flow's connections, or for the next one. */
void flow_event(struct flow *flow)
{
	struct sim *sim = flow->sim;
	u64 i;

	if (flow->stopping)
		return;
	if (flow->kind == FLOW_SHORT) {
		conn_open(flow);
		if (!flow->count || flow->result.opened < flow->count)
			heap_push(&sim->heap, sim->now + rng_exp(&flow->rng, flow->gap), EV_FLOW,
				  flow);
		return;
	}
	for (i = 0; i < flow->n; i++)
		conn_open(flow);
}

/* The receive buffers change to flow->shrink, also those of connections to come. */
void flow_shrink(struct flow *flow)
{
	struct conn *conn;
	unsigned int i;

	flow->rcvbuf = flow->shrink;
	list_for_each_entry(conn, &flow->sim->conns, link) {
		if (conn->flow != flow)
			continue;
		for (i = 0; i < 2; i++) {
			end_rcvbuf(&conn->end[i], flow->shrink);
			end_settle(&conn->end[i]);
		}
	}
}

/* Both ends of each connection go on with another controller, or with the same anew. */
void flow_switch(struct flow *flow)
{
	struct sim *sim = flow->sim;
	unsigned int i, known = 0;
	struct conn *conn, *next;

	if (flow->stopping)
		return;
	while (tn_cc_at(known))
		known++;
	list_for_each_entry_safe(conn, next, &sim->conns, link) {
		if (conn->flow != flow)
			continue;
		conn->refs++;
		for (i = 0; i < 2; i++)
			end_switch(&conn->end[i], tn_cc_at(rng_below(&flow->rng, known)));
		conn_put(conn);
	}
	heap_push(&sim->heap, sim->now + flow->turn, EV_SWITCH, flow);
}

/* The flow has had its time: its applications finish. */
void flow_stop(struct flow *flow)
{
	struct conn *conn, *next;
	unsigned int i;

	flow->stopping = true;
	list_for_each_entry_safe(conn, next, &flow->sim->conns, link) {
		if (conn->flow != flow)
			continue;
		conn->refs++;
		for (i = 0; i < 2; i++) {
			conn->end[i].poked = true;
			end_settle(&conn->end[i]);
		}
		conn_put(conn);
	}
}
