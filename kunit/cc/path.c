// SPDX-License-Identifier: GPL-2.0
/*
 * A path for a controller to send along, without TCP.
 *
 *     sender --- paced, cwnd ---> queue ---> rate ---> receiver
 *        ^                                                |
 *        '------------------- rtt ------------------------'
 *
 * Packets of one size in order; each is acknowledged, or dropped by the full queue, at
 * random or by order. A packet is lost once three later ones have arrived. It is not sent
 * again, more data is in its place: a controller does not see the difference. When the
 * last packets of a flight are lost, a timeout of one second says so. The sender keeps
 * the account of draft-ietf-ccwg-bbr 4.1, told the controller through the contract.
 *
 * It knows no floats and no clock, so its numbers can be computed by hand.
 */
#include "cc/path.h"

#define PATH_BEGIN	tn_sec(1000)
#define PATH_PATIENCE	tn_sec(200)
#define PATH_TIMEOUT	tn_sec(1)
#define PATH_DUPTHRESH	3

static struct path_packet *path_packet(struct path *path, u64 n)
{
	return &path->packets[n % PATH_PACKETS];
}

static u32 path_seq(const struct path *path, u64 n)
{
	return path->iss + (u32)(n * PATH_MSS);
}

/* A path with nothing on it; the controller begins with a window of ten packets. */
struct path *path_new(struct kunit *test, const struct tandem_cc_ops *ops, u64 rate,
		      tn_time_t rtt, u32 queue)
{
	struct path *path = kunit_kzalloc(test, sizeof(*path), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, path);
	path->packets = kunit_kzalloc(test, PATH_PACKETS * sizeof(*path->packets), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, path->packets);
	path->test = test;
	path->ops = ops;
	path->rate = rate;
	path->rtt = rtt;
	path->queue = queue;
	path->now = PATH_BEGIN;
	path->write_at = path->now;
	path->iss = 0x12345678;
	path->random = 1;
	path->out.cwnd = 10 * PATH_MSS;
	path->out.ssthresh = U32_MAX;
	ops->init(path->priv, &path->out);
	return path;
}

static struct tandem_cc_signal path_event(const struct path *path, enum tandem_cc_event event)
{
	return (struct tandem_cc_signal) {
		.now_ns = path->now,
		.delivered = path->delivered,
		.event = event,
		.inflight = min(path->inflight, path->out.cwnd),
		.mss = PATH_MSS,
		.iw = 10 * PATH_MSS,
		.prior_cwnd = path->prior_cwnd,
		.prior_ssthresh = U32_MAX,
	};
}

/* Tell the controller something that the path itself would not. */
void path_signal(struct path *path, enum tandem_cc_event event)
{
	struct tandem_cc_signal signal = path_event(path, event);

	path->ops->signal(path->priv, &signal, &path->out);
}

/* The losses of the recovery that goes on were none. */
void path_undo(struct path *path)
{
	path_signal(path, TANDEM_CC_UNDO);
	path->recovering = false;
	path->timeout = false;
}

static void path_rate(const struct path *path, const struct path_packet *packet,
		      struct tandem_cc_rate *rate)
{
	rate->delivered = path->delivered - packet->delivered;
	rate->prior_delivered = packet->delivered;
	rate->tx_inflight = packet->tx_inflight;
	rate->lost = (u32)(path->lost - packet->lost);
	rate->app_limited = packet->app_limited;
}

static bool path_drops(struct path *path, u64 backlog)
{
	if (path->drop && ++path->since_drop >= max(path->stride, 1u)) {
		path->since_drop = 0;
		path->drop--;
		return true;
	}
	path->random = path->random * 1664525 + 1013904223;
	if (path->loss && (path->random >> 8) % path->loss == 0)
		return true;
	return backlog + PATH_MSS > path->queue;
}

static void path_send(struct path *path)
{
	struct path_packet *packet = path_packet(path, path->next++);
	u64 backlog = div_u64(tn_time_sub(path->free_at, path->now) * path->rate,
			      TN_NSEC_PER_SEC);

	if (!path->inflight) {
		path->first_sent_at = path->now;
		path->delivered_at = path->now;
		path_signal(path, TANDEM_CC_RESTART);
	}
	path->inflight += PATH_MSS;
	path->written += PATH_MSS;
	*packet = (struct path_packet) {
		.at = path->now,
		.delivered = path->delivered,
		.delivered_at = path->delivered_at,
		.first_sent_at = path->first_sent_at,
		.lost = path->lost,
		.tx_inflight = path->inflight,
		.app_limited = path->app_limited,
		.dropped = path_drops(path, backlog),
		.marked = path->mark && backlog > path->mark,
	};
	if (path->out.pacing_rate)
		path->send_at = max(path->send_at, path->now) +
				div64_u64(PATH_MSS * TN_NSEC_PER_SEC, path->out.pacing_rate);
	if (packet->dropped)
		return;
	path->most_queue = max_t(u32, path->most_queue, backlog + PATH_MSS);
	path->free_at = max(path->free_at, path->now) +
			div64_u64(PATH_MSS * TN_NSEC_PER_SEC, path->rate);
	packet->back = path->free_at + path->rtt;
	if (path->batch)
		packet->back = div64_u64(packet->back + path->batch - 1, path->batch) *
			       path->batch;
}

static bool path_has_data(struct path *path)
{
	if (path->pause)
		return false;
	if (!path->app)
		return true;
	return div_u64((path->now - path->write_at) * path->app, TN_NSEC_PER_SEC) >=
	       path->written + PATH_MSS;
}

static void path_lose(struct path *path, struct path_packet *packet, u64 n)
{
	struct tandem_cc_rate rate = {};

	path->inflight -= PATH_MSS;
	path->lost += PATH_MSS;
	path_rate(path, packet, &rate);
	if (path->ops->lost)
		path->ops->lost(path->priv, path->now, path_seq(path, n), PATH_MSS, &rate,
				&path->out);
}

/* What three later packets have passed is lost. */
static void path_find_losses(struct path *path, u64 newest)
{
	u64 n;

	for (n = path->first; n < newest && n + PATH_DUPTHRESH <= newest; n++) {
		struct path_packet *packet = path_packet(path, n);

		if (!packet->dropped)
			continue;
		packet->dropped = false;
		packet->back = 0;
		path_lose(path, packet, n);
		if (!path->recovering) {
			path->prior_cwnd = path->out.cwnd;
			path_signal(path, TANDEM_CC_LOSS);
			path->recovering = true;
			path->recover = path->next;
		}
		/* One of the next is in its place */
		path->recover++;
	}
	while (path->first < path->next && !path_packet(path, path->first)->dropped &&
	       !path_packet(path, path->first)->back)
		path->first++;
	if (path->recovering && path->first >= path->recover) {
		path_signal(path, TANDEM_CC_RECOVERED);
		path->recovering = false;
		path->timeout = false;
	}
}

/* The next packet that comes back, or path->next */
static u64 path_next_back(struct path *path)
{
	u64 n;

	for (n = path->first; n < path->next; n++)
		if (!path_packet(path, n)->dropped && path_packet(path, n)->back)
			break;
	return n;
}

static void path_echo(struct path *path, u32 ce)
{
	if (!ce || path->delivered < path->ecn_until)
		return;
	path->ecn_until = path->delivered + path->inflight;
	path_signal(path, TANDEM_CC_ECN);
}

static void path_ack(struct path *path, u64 n)
{
	struct tandem_cc_ack ack = {
		.prior_inflight = path->inflight,
		.mss = PATH_MSS,
		.sack = !path->nosack,
		.lost = path->lost,
	};
	struct path_packet *newest = path_packet(path, n);
	u64 before = path->lost, send, back;

	path->now = newest->back;
	for (; n < path->next; n++) {
		struct path_packet *packet = path_packet(path, n);

		if (packet->dropped || !packet->back)
			continue;
		if (packet->back != path->now)
			break;
		packet->back = 0;
		path->inflight -= PATH_MSS;
		path->delivered += PATH_MSS;
		ack.acked += PATH_MSS;
		ack.ce += packet->marked ? PATH_MSS : 0;
		newest = packet;
	}
	path->delivered_at = path->now;
	path->first_sent_at = newest->at;
	if (path->app_limited && path->delivered > path->app_limited)
		path->app_limited = 0;

	ack.rtt_ns = path->now - newest->at;
	path->srtt = path->srtt ? path->srtt - path->srtt / 8 + ack.rtt_ns / 8 : ack.rtt_ns;
	path->min_rtt = min(path->min_rtt ?: U64_MAX, ack.rtt_ns);
	path_find_losses(path, n - 1);
	path_echo(path, ack.ce);

	path_rate(path, newest, &ack.rate);
	send = newest->at - newest->first_sent_at;
	back = path->now - newest->delivered_at;
	ack.rate.interval_ns = max(send, back);
	if (ack.rate.interval_ns < path->min_rtt)
		ack.rate.interval_ns = 0;

	ack.now_ns = path->now;
	ack.delivered = path->delivered;
	ack.lost = path->lost;
	ack.newly_lost = (u32)(path->lost - before);
	ack.srtt_ns = path->srtt;
	ack.min_rtt_ns = path->min_rtt;
	ack.inflight = path->inflight;
	ack.una = path_seq(path, path->first);
	ack.nxt = path_seq(path, path->next);
	if (path->is_limited && n > path->limited)
		path->is_limited = false;
	ack.cwnd_limited = path->is_limited;
	ack.recovering = path->recovering && !path->timeout;
	path->ops->ack(path->priv, &ack, &path->out);
}

/* Nothing comes back any more. */
static void path_timeout(struct path *path)
{
	u64 n;

	path->now += PATH_TIMEOUT;
	path->prior_cwnd = path->out.cwnd;
	path_signal(path, TANDEM_CC_RTO);
	for (n = path->first; n < path->next; n++) {
		if (!path_packet(path, n)->dropped)
			continue;
		path_packet(path, n)->dropped = false;
		path_lose(path, path_packet(path, n), n);
	}
	path->first = path->next;
	path->recovering = true;
	path->timeout = true;
	path->recover = path->next + 1;
}

/* When the sender may send next, or never */
static tn_time_t path_next_send(struct path *path)
{
	tn_time_t at = max(path->send_at, path->now), more;

	if (path->next - path->first >= PATH_PACKETS || path->pause)
		return TN_TIME_NEVER;
	if (path->inflight + PATH_MSS > path->out.cwnd) {
		if (path_has_data(path)) {
			path->is_limited = true;
			path->limited = path->next;
		}
		return TN_TIME_NEVER;
	}
	if (!path->app)
		return at;
	more = (path->written + PATH_MSS) * TN_NSEC_PER_SEC + path->app - 1;
	more = path->write_at + div64_u64(more, path->app);
	return max(at, more);
}

/*
 * The next thing happens. Return: something did. A case that waits for what does not
 * come ends here.
 */
bool path_step(struct path *path)
{
	u64 n = path_next_back(path);
	tn_time_t back = n < path->next ? path_packet(path, n)->back : TN_TIME_NEVER;
	tn_time_t send;

	KUNIT_ASSERT_LT(path->test, path->now, PATH_BEGIN + PATH_PATIENCE);
	if (!path_has_data(path) && path->inflight < path->out.cwnd)
		path->app_limited = max_t(u64, 1, path->delivered + path->inflight);
	send = path_next_send(path);
	if (send == TN_TIME_NEVER && back == TN_TIME_NEVER) {
		if (!path->inflight)
			return false;
		path_timeout(path);
	} else if (send < back) {
		path->now = send;
		path_send(path);
	} else {
		path_ack(path, n);
	}
	return true;
}

/* So much time goes by. */
void path_run(struct path *path, tn_time_t span)
{
	tn_time_t until = path->now + span;

	while (path->now < until && path_step(path))
		;
	path->now = max(path->now, until);
}
