// SPDX-License-Identifier: GPL-2.0
/*
 * What came of it, as text. Goodput is payload delivered while the flow was to run, RTT is from a
 * data packet's departure to the arrival of the packet that answers it, delayed ACKs included.
 */
#include "sim.h"

/* The time of the run is over: results are taken, before everything drains. */
void report_end(struct sim *sim)
{
	struct conn *conn;

	list_for_each_entry(conn, &sim->conns, link) {
		struct flow *flow = conn->flow;
		double rate;

		if (flow->kind != FLOW_BULK || flow->bytes || flow->stop == flow->start)
			continue;
		rate = (double)conn->bytes[1] / (double)(flow->stop - flow->start);
		sim->bulk.n++;
		sim->bulk.sum += rate;
		sim->bulk.squares += rate * rate;
	}
}

/* ns as ms, bytes as MB */
static double report_millions(u64 n)
{
	return (double)n / 1e6;
}

/* Mb/s of @bytes over the time that @flow ran */
static double report_rate(const struct flow *flow, u64 bytes)
{
	tn_time_t span = flow->stop - flow->start;

	return span ? (double)bytes * 8 * 1e3 / (double)span : 0;
}

static void report_flow(const struct flow *flow)
{
	static const char *const kinds[] = { "bulk", "rr", "onoff", "short" };
	const struct flow_result *r = &flow->result;

	printf("flow %-2u %-5s %-8s conns %llu  goodput %.3f Mb/s", flow->id, kinds[flow->kind],
	       flow->cc->name, (unsigned long long)r->opened,
	       report_rate(flow, r->bytes[1]));
	if (r->bytes[0])
		printf(" back %.3f Mb/s", report_rate(flow, r->bytes[0]));
	printf("  retrans %llu  rtos %llu  errors %llu\n", (unsigned long long)r->retrans,
	       (unsigned long long)(flow->stats[0].mib[TN_MIB_TCP_TIMEOUTS] +
				    flow->stats[1].mib[TN_MIB_TCP_TIMEOUTS]),
	       (unsigned long long)r->errors);
	if (r->rtt.count)
		printf("        rtt min %.3f avg %.3f p99 %.3f ms", report_millions(r->rtt.min),
		       report_millions(r->rtt.sum / r->rtt.count),
		       report_millions(hist_quantile(&r->rtt, 0.99)));
	if (r->done)
		printf("  %s %llu avg %.3f p99 %.3f ms",
		       flow->kind == FLOW_RR ? "transactions" : "transfers",
		       (unsigned long long)r->done,
		       report_millions(r->latency.sum / r->latency.count),
		       report_millions(hist_quantile(&r->latency, 0.99)));
	if (flow->sndmax || flow->rcvmax)
		printf("  buffers grew to %.3f and %.3f MB", report_millions(r->sndbuf),
		       report_millions(r->rcvbuf));
	if (r->ce || r->corrupt)
		printf("  ce %llu corrupt %llu", (unsigned long long)r->ce,
		       (unsigned long long)r->corrupt);
	printf("\n");
}

static void report_link(const struct sim *sim, const struct link *link)
{
	const struct hist *low = &link->queue.dual.low_wait;

	if (!link->sent)
		return;
	printf("link %s-%s  sent %llu (%.3f MB)  queue: drops %llu marks %llu most %.3f MB",
	       sim->node[link->from], sim->node[link->to], (unsigned long long)link->sent,
	       report_millions(link->bytes), (unsigned long long)link->queue.drops,
	       (unsigned long long)link->queue.marks, report_millions(link->queue.most));
	printf("  lost %llu\n", (unsigned long long)link->lost);
	if (link->wait.count)
		printf("        wait avg %.3f p99 %.3f ms\n",
		       report_millions(link->wait.sum / link->wait.count),
		       report_millions(hist_quantile(&link->wait, 0.99)));
	if (low->count)
		printf("        L queue: %llu packets, wait avg %.3f p99 %.3f ms\n",
		       (unsigned long long)low->count, report_millions(low->sum / low->count),
		       report_millions(hist_quantile(low, 0.99)));
}

/* Print everything. @seconds: of processor time that the run took */
void report_print(struct sim *sim, double seconds)
{
	unsigned int i;

	for (i = 0; i < sim->nflows; i++)
		report_flow(&sim->flow[i]);
	for (i = 0; i < sim->nlinks; i++)
		report_link(sim, &sim->link[i]);
	if (sim->bulk.n > 1 && sim->bulk.squares > 0)
		printf("fairness (Jain) of %llu bulk connections %.4f\n",
		       (unsigned long long)sim->bulk.n,
		       sim->bulk.sum * sim->bulk.sum / ((double)sim->bulk.n * sim->bulk.squares));
	printf("run: %.3f s simulated, %llu events, %llu of segments, %llu segments arrived\n",
	       (double)(sim->now - SIM_EPOCH) / 1e9, (unsigned long long)sim->events,
	       (unsigned long long)sim->segments, (unsigned long long)sim->arrived);
	printf("     %.3f s of cpu, %.0f events/s, %.0f segment events/s, checks: %s\n", seconds,
	       (double)sim->events / seconds, (double)sim->segments / seconds,
	       sim->every ? "every" : "sparse");
	printf("digest %016llx\n", (unsigned long long)sim->digest);
}
