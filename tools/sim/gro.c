// SPDX-License-Identifier: GPL-2.0
/*
 * Receive offload: consecutive data segments become one before the core sees them.
 *
 * The first data segment is held for the flow's gro= time (0: to the end of this instant). What
 * follows it in order, with the same ACK, window, timestamps and no SACK block, is merged into it.
 * A segment that cannot be merged, a PSH or 64 KiB end the waiting. Nothing overtakes what is held.
 */
#include "check.h"

/* Most payload that one segment may grow to */
#define GRO_MAX		65000

static bool gro_fits(const struct packet *held, const struct packet *packet)
{
	const struct tn_out *a = &held->out, *b = &packet->out;

	return a->seq + a->len == b->seq && a->ack == b->ack && a->wnd == b->wnd &&
	       !((a->flags ^ b->flags) & ~TN_TCP_PSH) && a->opt.has == b->opt.has &&
	       a->opt.tsval == b->opt.tsval && a->opt.tsecr == b->opt.tsecr &&
	       held->ce == packet->ce && a->ecn == b->ecn && a->len + b->len <= GRO_MAX;
}

static bool gro_wants(const struct packet *packet)
{
	const struct tn_out *out = &packet->out;

	return out->len && !(out->flags & (TN_TCP_SYN | TN_TCP_FIN | TN_TCP_RST)) &&
	       !out->opt.nsack;
}

/* Give what is held to the core. */
void gro_flush(struct end *end)
{
	struct packet *held = end->gro;

	end->gro = NULL;
	end->gro_at = TN_TIME_NEVER;
	if (held)
		end_arrive(end, held);
}

/* A packet comes from the network. Consumes it. */
void gro_arrive(struct end *end, struct packet *packet)
{
	struct flow *flow = end->conn->flow;
	struct sim *sim = flow->sim;
	struct packet *held = end->gro;

	if (!flow->gro_on) {
		end_arrive(end, packet);
		return;
	}
	if (held && gro_wants(packet) && gro_fits(held, packet)) {
		held->out.len += packet->out.len;
		held->out.flags |= packet->out.flags;
		held->nsegs++;
		sim_packet_free(sim, packet);
		if (held->out.flags & TN_TCP_PSH)
			gro_flush(end);
		return;
	}
	gro_flush(end);
	if (!gro_wants(packet) || packet->out.flags & TN_TCP_PSH) {
		end_arrive(end, packet);
		return;
	}
	end->gro = packet;
	end->gro_at = sim->now + flow->gro;
	end->conn->refs++;
	heap_push(&sim->heap, end->gro_at, EV_GRO, end);
}
