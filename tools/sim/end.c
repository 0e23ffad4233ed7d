// SPDX-License-Identifier: GPL-2.0
/*
 * One end of a connection: what the kernel shell is in the module, around the same core.
 *
 * A packet, a deadline or a call of the application enters the core with a verdict; end_act() does
 * what it says in the order of sock/perform.c. Then the application, if poked, has its turn
 * (end_settle()), the timer is looked at, and every invariant of check.c is asserted. So the
 * application's calls belong to the event that caused them.
 *
 * The timer is lazy. An EV_TIMER is pushed only for a deadline that is earlier than the one
 * pending; one that comes too early finds that out and is pushed again.
 */
#include "check.h"
#include "tcp/arrive.h"
#include "tcp/deadline.h"
#include "tcp/listen.h"
#include "tcp/rcvwnd.h"
#include "tcp/reset.h"
#include "tcp/send.h"
#include "tcp/sentq.h"
#include "tcp/user.h"
#include "wire/ipv4.h"

/* What a receive buffer can become of which a flow says nothing, as in the kernel */
#define END_RCVBUF	(32u << 20)

/* After TN_SEND_MEMORY the shell asks again this much later */
#define END_RETRY	tn_ms(5)

/* Nodes for sent ranges, unless memory is short just now */
static void end_top_up(struct end *end)
{
	struct tn_sentq *q = &end->tcb.sentq;
	struct conn *conn = end->conn;
	struct sim *sim = end_sim(end);

	while (q->nspare < TN_SENTQ_SPARE_LOW && !rng_chance(&conn->rng, conn->flow->starve)) {
		tn_sentq_give(q, pool_get(&sim->nodes));
		end->nodes++;
	}
	while (q->nspare > TN_SENTQ_SPARE_HIGH) {
		pool_put(&sim->nodes, tn_sentq_take(q));
		end->nodes--;
	}
}

/* The control block is not needed any more: every node comes home. */
static void end_strip(struct end *end)
{
	struct tn_sent *node;

	while ((node = tn_sentq_take(&end->tcb.sentq))) {
		pool_put(&end_sim(end)->nodes, node);
		end->nodes--;
	}
	end->retry_at = TN_TIME_NEVER;
	check_gone(end);
}

/* Position in our stream of sequence number @seq, which is close to snd.una */
u64 end_offset(const struct end *end, u32 seq)
{
	return end->released + (s32)(seq - (end->tcb.snd.iss + 1 + (u32)end->released));
}

/* Does it say nothing but that the window has grown? A keep-alive probe asks as well. */
static bool end_is_update(struct end *end, const struct tn_out *out)
{
	bool update = out->flags == TN_TCP_ACK && !out->len && !out->opt.nsack &&
		      out->seq == end->tcb.snd.nxt && out->ack == end->last_ack &&
		      out->wnd > end->last_wnd;

	end->last_ack = out->ack;
	end->last_wnd = out->wnd;
	return update;
}

static void end_part(struct end *end, const struct tn_out *out)
{
	struct conn *conn = end->conn;
	struct sim *sim = end_sim(end);
	struct packet *packet = sim_packet_new(sim, conn);

	packet->out = *out;
	packet->offset = out->len ? end_offset(end, out->seq) : 0;
	packet->sent = sim->now;
	packet->echo = end->echo;
	end->echo = 0;
	packet->size = 20 + tn_tcp_hlen(&out->opt) + out->len;
	packet->from = end->which;
	packet->update = end_is_update(end, out);
	packet->ect = out->ecn;
	sim_mix(sim, sim->now ^ conn->id << 48);
	sim_mix(sim, (u64)out->seq << 32 | out->ack);
	sim_mix(sim, (u64)out->len << 32 | out->wnd << 8 | out->flags);
	link_put(conn->flow->path[end->which][0], packet);
}

/* A segment leaves the host; one above the MSS as the segments that an interface makes of it. */
void end_emit(struct end *end, const struct tn_out *out)
{
	struct flow *flow = end->conn->flow;
	u16 cwr = out->flags & TN_TCP_CWR;
	struct tn_out part = *out;
	u32 left = out->len;

	if (out->flags & TN_TCP_SYN) {
		/* An end that was never told of an option does not use it */
		part.opt.has &= ~((flow->sack ? 0 : TN_OPT_SACK_PERM) |
				  (flow->ts ? 0 : TN_OPT_TS) |
				  (flow->wscale ? 0 : TN_OPT_WSCALE));
	}
	while (out->mss && left > out->mss) {
		part.len = out->mss;
		part.flags = (out->flags & ~(TN_TCP_FIN | TN_TCP_PSH | TN_TCP_CWR)) | cwr;
		end_part(end, &part);
		part.seq += part.len;
		left -= part.len;
		/* CWR is for the first one alone */
		cwr = 0;
	}
	part.len = left;
	part.flags = (out->flags & ~TN_TCP_CWR) | cwr;
	end_part(end, &part);
}

static void end_pump(struct end *end)
{
	struct tn_tcb *tcb = &end->tcb;
	enum tn_send answer;
	struct tn_out out;

	end->retry_at = TN_TIME_NEVER;
	for (;;) {
		end_top_up(end);
		answer = tn_send_next(tcb, end_sim(end)->now, &out);
		if (answer != TN_SEND_SEGMENT)
			break;
		check_out(end, &out);
		end_emit(end, &out);
	}
	if (answer == TN_SEND_MEMORY)
		end->retry_at = end_sim(end)->now + END_RETRY;
}

static void end_free(struct end *end, struct tn_rcvd *rcvd)
{
	struct tn_rcvd *next;

	for (; rcvd; rcvd = next) {
		next = rcvd->next;
		pool_put(&end_sim(end)->payloads, container_of(rcvd, struct payload, rcvd));
		end->payloads--;
	}
}

static void end_deliver(struct end *end, struct tn_rcvd *rcvd)
{
	struct conn *conn = end->conn;
	u64 before = end->got;

	for (; rcvd; rcvd = rcvd->next) {
		check_delivery(end, container_of(rcvd, struct payload, rcvd));
		end->got += rcvd->end - rcvd->seq;
	}
	sim_mix(end_sim(end), end->got);
	if (!end_sim(end)->over) {
		conn->bytes[end->which] += end->got - before;
		conn->flow->result.bytes[end->which] += end->got - before;
	}
	end->poked = true;
}

static void end_acked(struct end *end)
{
	end->released = end_offset(end, tn_tcb_acked(&end->tcb));
	end->poked = true;
}

static void end_error(struct end *end, int err)
{
	end->err = err;
	end->poked = true;
	/* The user of a passive open never knew */
	if (end->connected)
		end->conn->flow->result.errors++;
}

static void end_closed(struct end *end)
{
	struct conn *conn = end->conn;

	conn->flow->result.retrans += end->tcb.info.retrans;
	end_strip(end);
	/* A listener is still there when its child is not. */
	if (end->which && !end->connected && !conn->flow->cross) {
		end_init(end, conn, 1);
		end_listen(end);
		return;
	}
	end->gone = true;
}

/* What sock/perform.c does with a verdict, in the same order */
static void end_act(struct end *end, struct tn_verdict *v)
{
	if (v->bits & TN_V_DELIVER)
		end_deliver(end, v->deliver);
	end_free(end, v->deliver);
	end_free(end, v->discard);
	if (v->bits & TN_V_ACKED)
		end_acked(end);
	if (v->bits & TN_V_CONNECTED) {
		end->connected = true;
		end->poked = true;
	}
	if (v->bits & TN_V_EOF) {
		end->eof = true;
		end->poked = true;
	}
	if (v->bits & TN_V_ERROR)
		end_error(end, v->err);
	if (v->bits & TN_V_RESET)
		end_emit(end, &v->rst);
	if (v->bits & TN_V_SEND)
		end_pump(end);
	if (v->bits & TN_V_TIMEWAIT) {
		tn_timewait_init(&end->tw, &end->tcb, end_sim(end)->now);
		end->in_tw = true;
		end->conn->flow->result.retrans += end->tcb.info.retrans;
		end_strip(end);
	} else if (v->bits & TN_V_CLOSED) {
		end_closed(end);
	}
}

static void end_arm(struct end *end)
{
	struct sim *sim = end_sim(end);
	tn_time_t next;

	if (end->gone)
		return;
	next = end->in_tw ? end->tw.until :
			    tn_time_min(tn_deadline_next(&end->tcb), end->retry_at);
	if (next >= end->timer_at)
		return;
	end->timer_at = next;
	end->conn->refs++;
	heap_push(&sim->heap, next, EV_TIMER, end);
}

/* After an event of this end: the application's turn, the timer, the invariants. */
void end_settle(struct end *end)
{
	while (end->poked && !end->gone) {
		end->poked = false;
		app_run(end);
	}
	end_arm(end);
	check_end(end);
}

/* A fresh end, in CLOSED; its times are set (flow.c) or those of an earlier life. */
void end_init(struct end *end, struct conn *conn, unsigned int which)
{
	struct flow *flow = conn->flow;
	struct end old = *end;

	memset(end, 0, sizeof(*end));
	end->conn = conn;
	end->which = which;
	/* What is pending from an earlier life serves us too */
	end->timer_at = old.timer_at;
	end->wake_at = old.wake_at;
	end->gro_at = old.gro_at;
	end->gro = old.gro;
	end->retry_at = TN_TIME_NEVER;
	tn_tcb_init(&end->tcb, &flow->cfg, &flow->stats[which], flow->sim->now);
	end->tcb.rcv.buf = flow->rcvbuf;
	end->tcb.rcv.wscale = tn_rcvwnd_scale(max3(flow->rcvbuf, flow->rcvmax, (u64)END_RCVBUF));
	tn_user_rcvtune(&end->tcb, flow->rcvmax);
	end->tcb.ts.offset = (u32)rng_next(&conn->rng);
	end->tcb.nodelay = flow->nodelay;
	end->tcb.cork = flow->cork;
	end->tcb.keep.on = flow->keepalive;
	end->tcb.keep.idle = tn_sec(10);
	end->tcb.keep.intvl = tn_sec(5);
	tn_tcb_path(&end->tcb, flow->mtu, flow->gso);
	tn_tcb_cc_set(&end->tcb, flow->cc);
}

/* Passive open. */
void end_listen(struct end *end)
{
	tn_user_listen(&end->tcb);
	end->listening = true;
}

/* Active open. */
void end_connect(struct end *end)
{
	struct tn_verdict v = {};

	tn_user_connect(&end->tcb, end_sim(end)->now, (u32)rng_next(&end->conn->rng), &v);
	end_act(end, &v);
}

/* The application writes so many bytes. */
void end_write(struct end *end, u32 bytes)
{
	struct tn_verdict v = {};

	end->written += bytes;
	tn_user_sent(&end->tcb, end_sim(end)->now, bytes, false, &v);
	end_act(end, &v);
}

/* It reads so many. */
void end_read(struct end *end, u32 bytes)
{
	struct tn_verdict v = {};

	end->read += bytes;
	if (end->in_tw)
		return;
	tn_user_read(&end->tcb, end_sim(end)->now, bytes, &v);
	end->conn->flow->result.rcvbuf = max_t(u64, end->conn->flow->result.rcvbuf,
					       end->tcb.rcv.buf);
	end_act(end, &v);
}

/* It will write no more. */
void end_shutdown(struct end *end)
{
	struct tn_verdict v = {};

	if (end->shut)
		return;
	end->shut = true;
	tn_user_shutdown(&end->tcb, end_sim(end)->now, &v);
	end_act(end, &v);
}

/* It goes away. */
void end_close(struct end *end)
{
	struct tn_verdict v = {};

	if (end->closed)
		return;
	end->closed = true;
	end->shut = true;
	if (end->got != end->read)
		end->conn->aborted = true;
	if (end->in_tw)
		return;
	tn_user_close(&end->tcb, end_sim(end)->now, end->got != end->read, &v);
	end_act(end, &v);
}

/* It goes away at once. */
void end_abort(struct end *end)
{
	struct tn_verdict v = {};

	end->closed = true;
	end->shut = true;
	end->conn->aborted = true;
	if (end->in_tw)
		return;
	tn_user_abort(&end->tcb, end_sim(end)->now, &v);
	end_act(end, &v);
}

/* SO_RCVBUF changes. */
void end_rcvbuf(struct end *end, u32 bytes)
{
	struct tn_verdict v = {};

	if (end->in_tw || end->gone)
		return;
	tn_user_rcvbuf(&end->tcb, bytes, &v);
	end_act(end, &v);
}

/* TCP_CONGESTION */
void end_switch(struct end *end, const struct tandem_cc_ops *cc)
{
	struct tn_verdict v = {};

	if (end->in_tw || end->gone)
		return;
	tn_user_congestion(&end->tcb, cc, &v);
	end_act(end, &v);
	end_settle(end);
}

/* The application wants to look again at @at, if not earlier. */
void end_wake(struct end *end, tn_time_t at)
{
	if (at >= end->wake_at)
		return;
	end->wake_at = at;
	end->conn->refs++;
	heap_push(&end_sim(end)->heap, at, EV_APP, end);
}

static void end_spawn(struct end *end, const struct tn_seg *syn)
{
	struct conn *conn = end->conn;
	struct tn_verdict v = {};

	end_init(end, conn, end->which);
	end_top_up(end);
	tn_listen_spawn(&end->tcb, end_sim(end)->now, syn, (u32)rng_next(&conn->rng), &v);
	end_act(end, &v);
}

static struct tn_rcvd *end_payload(struct end *end, const struct packet *packet)
{
	struct payload *payload;

	if (!packet->out.len)
		return NULL;
	payload = pool_get(&end_sim(end)->payloads);
	end->payloads++;
	payload->offset = packet->offset;
	payload->seq = packet->out.seq;
	payload->end = packet->out.seq + packet->out.len;
	payload->rcvd.seq = payload->seq;
	payload->rcvd.end = payload->end;
	return &payload->rcvd;
}

static void end_measure(struct end *end, const struct packet *packet)
{
	struct sim *sim = end_sim(end);

	if (packet->echo && !sim->over)
		hist_add(&end->conn->flow->result.rtt, sim->now - packet->echo);
	if (packet->out.len && !end->echo)
		end->echo = packet->sent;
}

/* A packet comes out of receive offload: the core sees it. Consumes the packet. */
void end_arrive(struct end *end, struct packet *packet)
{
	struct sim *sim = end_sim(end);
	struct tn_verdict v = {};
	struct tn_out out;
	struct tn_seg seg = {
		.when = sim->now,
		.seq = packet->out.seq,
		.ack = packet->out.ack,
		.len = packet->out.len,
		.wnd = packet->out.wnd,
		.flags = packet->out.flags,
		.ecn = packet->ce ? TN_ECN_CE : packet->out.ecn,
		.nsegs = packet->nsegs,
		.opt = packet->out.opt,
	};

	sim->arrived++;
	sim_mix(sim, sim->now ^ (u64)seg.seq << 32 ^ seg.ack);
	if (end->gone) {
		/* No socket: RFC 9293 3.10.7.1 */
		if (tn_reset_reply(&seg, &out))
			end_emit(end, &out);
	} else if (end->in_tw) {
		if (tn_timewait_arrive(&end->tw, sim->now, &seg, &out) == TN_TW_ACK)
			end_emit(end, &out);
	} else {
		end_measure(end, packet);
		seg.rcvd = end_payload(end, packet);
		if (!end->listening)
			end_top_up(end);
		tn_arrive(&end->tcb, sim->now, &seg, &v);
		end_act(end, &v);
		if (v.bits & TN_V_SPAWN)
			end_spawn(end, &seg);
	}
	end_settle(end);
	sim_packet_free(sim, packet);
}

/* An EV_TIMER has come; it may be an old one, or too early. */
void end_timer(struct end *end)
{
	struct sim *sim = end_sim(end);
	struct tn_verdict v = {};

	if (sim->now != end->timer_at)
		return;
	end->timer_at = TN_TIME_NEVER;
	if (end->gone || end->listening)
		return;
	if (end->in_tw) {
		if (sim->now >= end->tw.until)
			end->gone = true;
	} else {
		end_top_up(end);
		if (sim->now >= end->retry_at)
			v.bits |= TN_V_SEND;
		if (tn_deadline_next(&end->tcb) <= sim->now) {
			sim_mix(sim, sim->now ^ end->which);
			tn_deadline_run(&end->tcb, sim->now, &v);
			end->ran = true;
		}
		end_act(end, &v);
	}
	end_settle(end);
	end->ran = false;
}
