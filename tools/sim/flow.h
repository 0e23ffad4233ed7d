/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A flow: connections of one kind along one path, and what became of them. See flow.c.
 */
#ifndef SIM_FLOW_H
#define SIM_FLOW_H

#include <linux/list.h>

#include "end.h"
#include "hist.h"
#include "rng.h"

#define FLOW_HOPS_MAX	16

struct link;

/**
 * enum flow_kind - what the applications do
 * @FLOW_BULK:  the opener writes as fast as it can
 * @FLOW_RR:    request, response, one at a time
 * @FLOW_ONOFF: bulk with pauses
 * @FLOW_SHORT: a new connection for each of many small transfers
 */
enum flow_kind {
	FLOW_BULK,
	FLOW_RR,
	FLOW_ONOFF,
	FLOW_SHORT,
};

/**
 * enum flow_ending - what the opener does when the flow stops
 * @FLOW_SHUT:  shutdown(), and close() after the peer's FIN
 * @FLOW_CLOSE: close()
 * @FLOW_ABORT: close() with SO_LINGER 0
 */
enum flow_ending {
	FLOW_SHUT,
	FLOW_CLOSE,
	FLOW_ABORT,
};

/**
 * struct flow_result - what is counted for the report
 * @bytes:   delivered, by receiving end, until the end of the run
 * @opened:  connections
 * @errors:  connections that ended with an error
 * @done:    transactions (rr) or transfers (short) that are complete
 * @rtt:     round trips of packets, ns
 * @latency: transactions or transfers, ns
 * @retrans: segments sent again, both ends
 * @sndbuf:  largest send buffer, bytes
 * @rcvbuf:  largest receive buffer, bytes
 * @ce:      packets that arrived marked
 * @corrupt: packets that the checksum refused
 */
struct flow_result {
	u64 bytes[2];
	u64 opened;
	u64 errors;
	u64 done;
	struct hist rtt;
	struct hist latency;
	u64 retrans;
	u64 sndbuf;
	u64 rcvbuf;
	u64 ce;
	u64 corrupt;
};

/**
 * struct flow - connections of one kind
 *
 * Those above @sim are the options of --flow; see scenario.c.
 */
struct flow {
	enum flow_kind kind;
	enum flow_ending ending;
	const struct tandem_cc_ops *cc;
	struct tn_config cfg;
	u64 n;
	tn_time_t start;
	tn_time_t stop;
	u64 bytes;
	u64 size;
	u64 reply;
	u64 count;
	tn_time_t gap;
	tn_time_t on;
	tn_time_t off;
	u64 sndbuf;
	u64 rcvbuf;
	u64 rcvmax;
	u64 sndmax;
	u64 shrink;
	tn_time_t turn;
	u64 read_rate;
	tn_time_t pause;
	tn_time_t resume;
	u64 mtu;
	u64 gso;
	tn_time_t gro;
	double starve;
	bool gro_on;
	bool duplex;
	bool cross;
	bool sack;
	bool ts;
	bool wscale;
	bool nodelay;
	bool cork;
	bool keepalive;
	bool ecn;
	bool accecn;
	unsigned int from;
	unsigned int to;

	struct sim *sim;
	unsigned int id;
	struct rng rng;
	struct link *path[2][FLOW_HOPS_MAX];
	unsigned int hops[2];
	bool stopping;
	u64 live;
	struct tn_stats stats[2];
	struct flow_result result;
};

/**
 * struct conn - a connection
 * @flow:    whose it is
 * @link:    in sim->conns
 * @end:     its ends
 * @rng:     its dice
 * @id:      number of the connection in the run
 * @refs:    events and packets that point here
 * @bytes:   delivered until the end of the run, by receiving end
 * @opened:  when
 * @asked:   rr: when the request under way was written
 * @next:    rr: when the next one may be written; onoff: when the phase changes
 * @asks:    rr: requests written
 * @served:  rr: requests answered
 * @on:      onoff: it is writing
 * @aborted: an application has aborted it
 */
struct conn {
	struct flow *flow;
	struct list_head link;
	struct end end[2];
	struct rng rng;
	u64 id;
	u64 refs;
	u64 bytes[2];
	tn_time_t opened;
	tn_time_t asked;
	tn_time_t next;
	u64 asks;
	u64 served;
	bool on;
	bool aborted;
};

void flow_begin(struct flow *flow);
void flow_event(struct flow *flow);
void flow_shrink(struct flow *flow);
void flow_switch(struct flow *flow);
void flow_stop(struct flow *flow);
void conn_put(struct conn *conn);
void app_run(struct end *end);

static inline struct end *end_peer(struct end *end)
{
	return &end->conn->end[!end->which];
}

#endif
