/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The world: a clock, links, flows, and what is being counted. See sim.c.
 */
#ifndef SIM_SIM_H
#define SIM_SIM_H

#include <stdio.h>

#include "flow.h"
#include "heap.h"
#include "link.h"
#include "pool.h"

/** SIM_EPOCH - the clock at the beginning: not 0, which means "not yet" here and there */
#define SIM_EPOCH	tn_sec(1000)

/** SIM_DRAIN - after the end of the run everything must come to rest within this time */
#define SIM_DRAIN	tn_sec(4 * 3600)

#define SIM_NODES_MAX	64
#define SIM_LINKS_MAX	64
#define SIM_FLOWS_MAX	64
#define SIM_NAME_MAX	16

/**
 * struct sim - a run
 * @seed:     all its dice come from here
 * @time:     how long it runs; what is open then is closed and drains
 * @csv:      name of a file for the time series, or NULL
 * @plot:     name of a picture of it, or NULL
 * @step:     time between two rows
 * @every:    all invariants after every event; else the costly ones less often (check.c)
 * @quiet:    no report
 * @command:  the run as a command line, for whoever must repeat it
 *
 * @node:     names of hosts
 * @link:     directions of links; 2i and 2i + 1 belong together
 * @flow:     flows
 *
 * @now:      the clock
 * @heap:     events to come
 * @conns:    connections that are not over
 * @packets, @nodes, @payloads, @connections: memory
 * @events:   events so far
 * @segments: of these, packets on their way (EV_LINK, EV_HOP)
 * @arrived:  segments that were given to the core
 * @digest:   of all that happened
 * @opened:   connections so far
 * @bulk:     goodput of each bulk connection at the end: sums for Jain's index
 * @over:     EV_END has been
 * @rows:     where the time series goes
 * @failing:  a failure is being reported
 */
struct sim {
	u64 seed;
	tn_time_t time;
	const char *csv;
	const char *plot;
	tn_time_t step;
	bool every;
	bool quiet;
	char command[4096];

	char node[SIM_NODES_MAX][SIM_NAME_MAX];
	unsigned int nnodes;
	struct link *link;
	unsigned int nlinks;
	struct flow *flow;
	unsigned int nflows;

	tn_time_t now;
	struct heap heap;
	struct list_head conns;
	struct pool packets;
	struct pool nodes;
	struct pool payloads;
	struct pool connections;
	u64 events;
	u64 segments;
	u64 arrived;
	u64 digest;
	u64 opened;
	struct {
		u64 n;
		double sum;
		double squares;
	} bulk;
	bool over;
	FILE *rows;
	bool failing;
};

struct sim *sim_new(void);
void sim_run(struct sim *sim);
void sim_free(struct sim *sim);
struct packet *sim_packet_new(struct sim *sim, struct conn *conn);
void sim_packet_free(struct sim *sim, struct packet *packet);

/* Something happened that must happen again in the next run of the same seed. */
static inline void sim_mix(struct sim *sim, u64 what)
{
	sim->digest = (sim->digest ^ what) * 0x9e3779b97f4a7c15ULL;
	sim->digest ^= sim->digest >> 29;
}

static inline struct sim *end_sim(const struct end *end)
{
	return end->conn->flow->sim;
}

/* route.c */
void route_find(struct sim *sim, struct flow *flow);

/* scenario.c: false and a message on stderr if the words mean nothing */
bool scenario_parse(struct sim *sim, int argc, char **argv);
void scenario_help(void);

/* report.c */
void report_end(struct sim *sim);
void report_print(struct sim *sim, double seconds);

/* series.c */
void series_open(struct sim *sim);
void series_sample(struct sim *sim);
void series_close(struct sim *sim);

/* soak.c */
int soak_run(u64 seed, u64 seconds);

#endif
