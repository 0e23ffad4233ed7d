// SPDX-License-Identifier: GPL-2.0
/*
 * Paths: from host to host over the fewest links, the earlier one where two are as short.
 */
#include "sim.h"

static void route_walk(struct sim *sim, struct flow *flow, unsigned int dir, unsigned int from,
		       unsigned int to)
{
	int via[SIM_NODES_MAX], queue[SIM_NODES_MAX];
	unsigned int head = 0, tail = 0, i, hops = 0, node;

	for (i = 0; i < sim->nnodes; i++)
		via[i] = -1;
	/* Backwards from the goal, so that the path can be read off from the start */
	queue[tail++] = to;
	while (head < tail) {
		node = queue[head++];
		for (i = 0; i < sim->nlinks; i++) {
			unsigned int before = sim->link[i].from;

			if (sim->link[i].to == node && via[before] < 0 && before != to) {
				via[before] = i;
				queue[tail++] = before;
			}
		}
	}
	for (node = from; node != to; node = sim->link[via[node]].to) {
		if (via[node] < 0 || hops == FLOW_HOPS_MAX)
			errx(2, "flow %u: no path from %s to %s", flow->id, sim->node[from],
			     sim->node[to]);
		flow->path[dir][hops++] = &sim->link[via[node]];
	}
	flow->hops[dir] = hops;
	if (!hops)
		errx(2, "flow %u: both ends are on %s", flow->id, sim->node[from]);
}

/* Find the two paths of a flow. */
void route_find(struct sim *sim, struct flow *flow)
{
	route_walk(sim, flow, 0, flow->from, flow->to);
	route_walk(sim, flow, 1, flow->to, flow->from);
}
