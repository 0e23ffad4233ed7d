// SPDX-License-Identifier: GPL-2.0
/*
 * The invariants.
 *
 *   sequence    una <= nxt <= end (+ 1 with the FIN); released <= what the peer has
 *   scoreboard  the sent ranges cover [una, nxt) without gaps; pipe, sacked, lost and high_sacked
 *               are what the flags of the ranges add up to
 *   reassembly  ranges are disjoint, in order and inside the window; no SACK block tells of a byte
 *               that is not there
 *   payload     every delivered byte is the next one of the peer's stream, and he wrote it
 *   segments    nothing is sent that the store does not hold, or beyond the peer's window
 *   offer       the edge of the receive window never moves left, in the core and (to a
 *               scaling unit) on the wire
 *   deadlines   none is in the past; none is due when deadlines were just run
 *   liveness    who has something to send waits for a deadline, who has something to
 *               acknowledge has done so or waits for one, of 500 ms at most
 *   keepalive   who has it on notices that his peer is gone
 *   memory      nodes lent = nodes in the queue and on the spare list
 *   the end     nothing is left: no deadline, no range, no event, no memory; what was written
 *               was delivered, unless somebody was told of an error
 *
 * They are asserted after every event for the end that it concerned. The walk of the scoreboard
 * costs as much as the window is long, so with --check sparse it is done only as often as keeps
 * its share of the run constant: a failure is then seen some events late, at the same seed.
 */
#include <stdarg.h>
#include <stdlib.h>

#include "check.h"
#include "tcp/deadline.h"
#include "tcp/sentq.h"

/* Say what failed, when, of whom, and how to repeat it; then die. */
_Noreturn void check_fail(struct sim *sim, struct end *end, const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fprintf(stderr, "tn-sim: FAILED: ");
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "\nseed %llu, event %llu, time %.9f s\n%s\n",
		(unsigned long long)sim->seed, (unsigned long long)sim->events,
		(double)(sim->now - SIM_EPOCH) / 1e9, sim->command);
	if (end && !sim->failing) {
		sim->failing = true;
		dump_end(stderr, end);
		dump_end(stderr, end_peer(end));
	}
	abort();
}

static void check_sequence(struct end *end)
{
	const struct tn_tcb *tcb = &end->tcb;

	CHECK(end, tn_seq_le(tcb->snd.una, tcb->snd.nxt));
	CHECK(end, tn_seq_le(tcb->snd.nxt, tcb->snd.end + tcb->shut_wr));
	CHECK(end, end->released <= end->written);
	CHECK(end, end->released <= end_peer(end)->got);
	CHECK(end, tn_seq_le(tcb->rcv.user, tcb->rcv.nxt));
	CHECK(end, end->got - end->read == tn_tcb_unread(tcb));
	CHECK(end, !end->connected || tcb->cc.out.cwnd >= tcb->snd.mss);
	CHECK(end, !end->known || tn_seq_le(end->adv, tcb->rcv.adv));
}

/* What flies in the order of sending, losses in the order of numbers; each range in its list */
static void check_turns(struct end *end)
{
	const struct tn_sentq *q = &end->tcb.sentq;
	u32 pipe = 0, lost = 0, seq = end->tcb.snd.una;
	struct tn_sent *sent;
	tn_time_t at = 0;

	list_for_each_entry(sent, &q->flying, turn) {
		CHECK(end, sent->at >= at);
		at = sent->at;
		pipe += sent->end - sent->seq;
	}
	list_for_each_entry(sent, &q->losses, turn) {
		CHECK(end, tn_seq_ge(sent->seq, seq));
		seq = sent->end;
		lost += sent->end - sent->seq;
	}
	CHECK(end, pipe == q->pipe);
	CHECK(end, lost == q->lost);
}

static void check_nodes(struct end *end)
{
	const struct tn_tcb *tcb = &end->tcb;
	u32 sum[3] = {}, at = tcb->snd.una, high = 0, nodes = 0;
	struct tn_sent *sent;

	list_for_each_entry(sent, &tcb->sentq.sent, link) {
		bool sacked = sent->flags & TN_SENT_SACKED;
		bool lost = sent->flags & TN_SENT_LOST, retx = sent->flags & TN_SENT_RETX;

		CHECK(end, sent->seq == at);
		CHECK(end, tn_seq_lt(sent->seq, sent->end));
		CHECK(end, sent->at <= end_sim(end)->now);
		CHECK(end, !sacked || !(lost || retx));
		CHECK(end, !retx || (lost && sent->flags & TN_SENT_EVER));
		at = sent->end;
		sum[sacked ? 1 : lost && !retx ? 2 : 0] += sent->end - sent->seq;
		high = sacked ? sent->end : high;
		nodes++;
	}
	CHECK(end, !nodes || at == tcb->snd.nxt);
	CHECK(end, nodes || !tn_tcb_outstanding(tcb) || tcb->snd.una == tcb->snd.iss);
	check_turns(end);
	CHECK(end, tcb->sentq.pipe == sum[0]);
	CHECK(end, tcb->sentq.sacked == sum[1]);
	CHECK(end, tcb->sentq.lost == sum[2]);
	CHECK(end, !sum[1] || tcb->sentq.high_sacked == high);
	CHECK(end, end->nodes == nodes + tcb->sentq.nspare);
}

/* Does the reassembly queue hold all of a SACK block? */
static bool check_holds(const struct tn_tcb *tcb, const struct tn_sack *block)
{
	u32 at = block->start;
	struct rb_node *node;

	for (node = rb_first(&tcb->rcvq.root); node; node = rb_next(node)) {
		struct tn_rcvd *rcvd = rb_entry(node, struct tn_rcvd, node);

		if (tn_seq_le(rcvd->end, at))
			continue;
		if (tn_seq_gt(rcvd->seq, at))
			return false;
		at = rcvd->end;
		if (tn_seq_ge(at, block->end))
			return true;
	}
	return false;
}

static void check_reassembly(struct end *end)
{
	const struct tn_tcb *tcb = &end->tcb;
	u32 at = tcb->rcv.nxt, bytes = 0, payloads = 0;
	struct rb_node *node;
	unsigned int i;

	for (node = rb_first(&tcb->rcvq.root); node; node = rb_next(node)) {
		struct tn_rcvd *rcvd = rb_entry(node, struct tn_rcvd, node);

		CHECK(end, payloads ? tn_seq_ge(rcvd->seq, at) : tn_seq_gt(rcvd->seq, at));
		CHECK(end, tn_seq_lt(rcvd->seq, rcvd->end));
		CHECK(end, tn_seq_le(rcvd->end, tcb->rcv.adv));
		at = rcvd->end;
		bytes += rcvd->end - rcvd->seq;
		payloads++;
	}
	CHECK(end, bytes == tcb->rcvq.bytes);
	CHECK(end, payloads == end->payloads);
	for (i = 0; i < tcb->rcvq.nsack; i++)
		CHECK(end, check_holds(tcb, &tcb->rcvq.sack[i]));
}

/* The costly ones: everything that walks a list or a tree. */
void check_walk(struct end *end)
{
	check_nodes(end);
	check_reassembly(end);
}

static void check_deadlines(struct end *end)
{
	const struct tn_tcb *tcb = &end->tcb;
	tn_time_t now = end_sim(end)->now;
	bool probes = tn_deadline_armed(tcb, TN_DL_PERSIST);
	bool waits = tn_tcb_outstanding(tcb) || tn_tcb_unsent(tcb) ||
		     (tcb->shut_wr && !tn_tcb_fin_sent(tcb));

	CHECK(end, tn_deadline_next(tcb) >= now + end->ran);
	if (!waits || end->retry_at != TN_TIME_NEVER || tcb->state == TN_CLOSED)
		return;
	/* RFC 3168 6.1.2: a mark, and a window of one segment */
	if (tn_tcb_outstanding(tcb) || tcb->ecn.hold)
		CHECK(end, tn_deadline_armed(tcb, TN_DL_RTO) || probes);
	else
		CHECK(end, tn_deadline_armed(tcb, TN_DL_SEND) || probes || tcb->ecn.hold ||
		      tn_deadline_armed(tcb, TN_DL_PACE));
}

/* RFC 9293 MUST-40: what arrived is acknowledged, in time */
static void check_acks(struct end *end)
{
	const struct tn_tcb *tcb = &end->tcb;

	if (end->connected && tcb->rcv.nxt != end->last_ack)
		CHECK(end, tcb->deadline[TN_DL_DELACK] <= end_sim(end)->now + tn_ms(500));
}

/* Nothing will happen to this end any more, for its peer is gone, and it has not noticed. */
void check_forlorn(struct end *end)
{
	CHECK(end, !end->tcb.keep.on || !end->connected);
}

/* An event of this end was handled. */
void check_end(struct end *end)
{
	if (end->gone || end->in_tw)
		return;
	check_deadlines(end);
	if (end->tcb.state == TN_LISTEN)
		return;
	check_sequence(end);
	check_acks(end);
	end->adv = end->tcb.rcv.adv;
	end->known = end->connected;
	/* The walk is as long as there are nodes, and payloads out of order */
	if (end_sim(end)->every || ++end->unwalked * 16 >= end->nodes + end->payloads) {
		end->unwalked = 0;
		check_walk(end);
	}
}

/* A segment leaves the core. */
void check_out(struct end *end, const struct tn_out *out)
{
	const struct tn_tcb *tcb = &end->tcb;
	u32 last = out->seq + out->len + !!(out->flags & TN_TCP_FIN), edge, unit, size;
	u64 offset;

	if (out->len) {
		offset = end_offset(end, out->seq);
		CHECK(end, offset >= end->released);
		CHECK(end, offset + out->len <= end->written);
		CHECK(end, out->mss && out->mss <= tcb->snd.mss);
		CHECK(end, out->len <= tcb->snd.gso_max);
	}
	/* A closed window may be probed with one octet */
	edge = tcb->snd.una + (tcb->snd.wnd ? tcb->snd.wnd : 1);
	CHECK(end, out->retx || !out->len || tn_seq_le(last, edge));
	size = 20 + tn_tcp_hlen(&out->opt) + min_t(u32, out->len, out->mss);
	CHECK(end, size <= end->conn->flow->mtu);

	/* A SYN-ACK that is sent again cannot scale its window (RFC 7323 2.2) */
	if ((out->flags & (TN_TCP_ACK | TN_TCP_SYN)) != TN_TCP_ACK)
		return;
	unit = 1u << tcb->rcv.wscale;
	edge = out->ack + out->wnd * unit;
	if (end->shown)
		CHECK(end, tn_seq_gt(edge + unit, end->edge));
	end->edge = end->shown ? tn_seq_max(end->edge, edge) : edge;
	end->shown = true;
}

/* Payload is handed to the application: exactly the next bytes that the peer wrote. */
void check_delivery(struct end *end, const struct payload *payload)
{
	const struct tn_rcvd *rcvd = &payload->rcvd;

	CHECK(end, tn_seq_lt(rcvd->seq, rcvd->end));
	CHECK(end, tn_seq_ge(rcvd->seq, payload->seq));
	CHECK(end, tn_seq_le(rcvd->end, payload->end));
	CHECK(end, payload->offset + (rcvd->seq - payload->seq) == end->got);
	CHECK(end, end->got + (rcvd->end - rcvd->seq) <= end_peer(end)->written);
}

/* The core is done with a connection: nothing of it is left, nor will be. */
void check_gone(struct end *end)
{
	CHECK(end, !end->nodes);
	CHECK(end, !end->payloads);
	CHECK(end, list_empty(&end->tcb.sentq.sent));
	CHECK(end, tn_deadline_next(&end->tcb) == TN_TIME_NEVER);
}

/* Weather in which no connection may fail */
static bool check_is_mild(const struct flow *flow)
{
	double loss = 0;
	unsigned int dir, i;

	for (dir = 0; dir < 2; dir++) {
		for (i = 0; i < flow->hops[dir]; i++) {
			const struct link *link = flow->path[dir][i];

			if (link->weather.ndown || link->weather.burst_in > 0 ||
			    link->queue.drops * 10 > link->sent)
				return false;
			loss += link->weather.loss + link->weather.corrupt;
		}
	}
	return loss <= 0.05;
}

/* Both ends are gone. */
void check_over(struct conn *conn)
{
	struct end *end = conn->end;
	bool orderly = !conn->aborted && conn->flow->ending == FLOW_SHUT;

	if (!orderly)
		return;
	if (end[0].err || end[1].err) {
		if (check_is_mild(conn->flow))
			check_fail(conn->flow->sim, end, "an error in mild weather: %d, %d",
				   end[0].err, end[1].err);
		return;
	}
	CHECK(end, end[1].got == end[0].written || !end[0].connected || !end[1].connected);
	CHECK(end, end[0].got == end[1].written || !end[0].connected || !end[1].connected);
}

/* No event is left. */
void check_quiet(struct sim *sim)
{
	if (sim->packets.out || sim->nodes.out || sim->payloads.out || sim->connections.out)
		check_fail(sim, NULL, "left: packets %llu nodes %llu payloads %llu conns %llu",
			   (unsigned long long)sim->packets.out, (unsigned long long)sim->nodes.out,
			   (unsigned long long)sim->payloads.out,
			   (unsigned long long)sim->connections.out);
}
