// SPDX-License-Identifier: GPL-2.0
/*
 * The applications at the ends of a connection.
 *
 *   bulk    the opener writes whenever a third of its send buffer is free
 *   rr      the opener writes `size` bytes, waits for `reply` bytes, thinks for `gap`, and again
 *   onoff   as bulk, for exponential times of mean `on`; silent for exponential times of mean `off`
 *   short   as bulk, for `size` bytes
 *
 * Readers read at once, or read= bytes a second in ticks; not at all during pause=. The opener that
 * has finished shuts down and waits for the peer's FIN; the listener closes when it has read
 * everything and the FIN. An application only looks at the state of its socket, so app_run() may be
 * called at any time.
 */
#include "check.h"
#include "tcp/sndtune.h"

/* A slow reader looks so often */
#define APP_TICK	tn_ms(10)

static void app_read(struct end *end)
{
	struct flow *flow = end->conn->flow;
	struct sim *sim = flow->sim;
	u64 ready = end->got - end->read, part;

	if (!ready)
		return;
	if (sim->now >= SIM_EPOCH + flow->pause && sim->now < SIM_EPOCH + flow->resume &&
	    !end->closed) {
		end_wake(end, SIM_EPOCH + flow->resume);
		return;
	}
	if (!flow->read_rate || end->closed) {
		end_read(end, ready);
		return;
	}
	if (end->wake_at != TN_TIME_NEVER && sim->now < end->wake_at)
		return;
	part = flow->read_rate * APP_TICK / TN_NSEC_PER_SEC;
	part = part ? part : 1;
	end_read(end, part < ready ? part : ready);
	if (end->got != end->read)
		end_wake(end, sim->now + APP_TICK);
}

/* The send buffer follows cwnd, as sock/buffer.c lets it; it does not become smaller. */
static u64 app_sndbuf(struct end *end)
{
	struct flow *flow = end->conn->flow;
	u64 want = min_t(u64, tn_sndtune_want(&end->tcb), flow->sndmax);

	end->sndbuf = max(end->sndbuf, max(flow->sndbuf, want));
	flow->result.sndbuf = max(flow->result.sndbuf, end->sndbuf);
	return end->sndbuf;
}

/* Write until @limit bytes of the stream were written, as the send buffer has room. */
static void app_fill(struct end *end, u64 limit)
{
	u64 sndbuf = app_sndbuf(end), held = end->written - end->released, want;

	if (end->written >= limit || held >= sndbuf)
		return;
	want = limit - end->written;
	if (want > sndbuf - held) {
		want = sndbuf - held;
		if (want < sndbuf / 3)
			return;
	}
	end_write(end, want);
}

static void app_finish(struct end *end)
{
	switch (end->conn->flow->ending) {
	case FLOW_SHUT:
		end_shutdown(end);
		break;
	case FLOW_CLOSE:
		end_close(end);
		break;
	case FLOW_ABORT:
		end_abort(end);
		break;
	}
}

static void app_latency(struct conn *conn, tn_time_t since)
{
	struct flow *flow = conn->flow;

	if (flow->sim->over)
		return;
	flow->result.done++;
	hist_add(&flow->result.latency, flow->sim->now - since);
}

static void app_rr_opener(struct end *end)
{
	struct conn *conn = end->conn;
	struct flow *flow = conn->flow;
	struct sim *sim = flow->sim;

	if (conn->asks && end->read < conn->asks * flow->reply)
		return;
	if (conn->asked) {
		app_latency(conn, conn->asked);
		conn->asked = 0;
		conn->next = sim->now + (flow->gap ? rng_exp(&conn->rng, flow->gap) : 0);
	}
	if (flow->stopping || (flow->count && conn->asks == flow->count)) {
		app_finish(end);
	} else if (sim->now < conn->next) {
		end_wake(end, conn->next);
	} else {
		conn->asks++;
		conn->asked = sim->now;
		end_write(end, flow->size);
	}
}

static void app_rr_listener(struct end *end)
{
	struct conn *conn = end->conn;
	struct flow *flow = conn->flow;

	conn->served = end->read / flow->size;
	app_fill(end, conn->served * flow->reply);
}

static void app_onoff(struct end *end)
{
	struct conn *conn = end->conn;
	struct flow *flow = conn->flow;
	struct sim *sim = flow->sim;

	if (flow->stopping) {
		app_finish(end);
		return;
	}
	if (sim->now >= conn->next) {
		conn->on = !conn->on;
		conn->next = sim->now + rng_exp(&conn->rng, conn->on ? flow->on : flow->off);
		end_wake(end, conn->next);
	}
	if (conn->on)
		app_fill(end, U64_MAX);
}

static void app_stream(struct end *end, u64 bytes, bool stopping)
{
	if (stopping || (bytes && end->written == bytes))
		app_finish(end);
	else
		app_fill(end, bytes ? bytes : U64_MAX);
}

static void app_opener(struct end *end)
{
	struct conn *conn = end->conn;
	struct flow *flow = conn->flow;

	switch (flow->kind) {
	case FLOW_BULK:
		app_stream(end, flow->bytes, flow->stopping);
		break;
	case FLOW_SHORT:
		/* Once begun it is brought to its end */
		app_stream(end, flow->size, false);
		break;
	case FLOW_RR:
		app_rr_opener(end);
		break;
	case FLOW_ONOFF:
		app_onoff(end);
		break;
	}
}

static void app_listener(struct end *end)
{
	struct flow *flow = end->conn->flow;

	if (flow->kind == FLOW_RR)
		app_rr_listener(end);
	else if (flow->duplex && !end->eof && !flow->stopping)
		app_fill(end, U64_MAX);
}

/* The application of this end looks at its socket. */
void app_run(struct end *end)
{
	struct conn *conn = end->conn;
	struct flow *flow = conn->flow;
	struct sim *sim = flow->sim;

	if (end->wake_at <= sim->now)
		end->wake_at = TN_TIME_NEVER;
	app_read(end);
	if (end->gone || end->closed)
		return;
	if (!end->connected) {
		if (flow->stopping && !end->listening && (!end->which || flow->cross)) {
			conn->aborted = true;
			end_close(end);
		}
		return;
	}
	if (end->eof && end->read == end->got) {
		if (flow->kind == FLOW_SHORT && end->which)
			app_latency(conn, conn->opened);
		end_close(end);
	} else if (!end->shut) {
		if (end->which)
			app_listener(end);
		else
			app_opener(end);
	}
}
