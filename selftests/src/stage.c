// SPDX-License-Identifier: GPL-2.0
/*
 * The wire stage: scripts (kunit/harness/script.c) played by a socket and a raw peer.
 *
 *	script.c --- user's verbs ---> socket of the stack under test
 *	         --- in SEGMENT -----> tun0 ---> stack --- tun0 ---> sent[] ---> out SEGMENT
 *
 * The script's clock is the machine's, from the script's beginning on. Whether the stack will say
 * something more without further ado is found out by a ping: what it had to say comes before the
 * answer. So silence costs no waiting.
 *
 * Bytes become segments and back in packet.c, which shares nothing with the module; of the module's
 * headers only the structs that the language speaks of are used.
 */
#include <limits.h>
#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "net.h"
#include "pattern.h"
#include "peer.h"
#include "stage.h"
#include "tap.h"
#include "wire/ipv4.h"

#define MS		1000000LL	/* ns */
#define CLOSED_PORT	9		/* nobody listens there */
#define ICMP_REPLY	0
#define ICMP_ECHO	8

/* How late an answer may be: a busy machine's, and in virtual time a jiffy and our own steps. */
#define LATE_REAL	(2000 * MS)
#define LATE_VIRTUAL	(10 * MS)
/* "at *": as long as it may take */
#define FOREVER_REAL	(3000 * MS)
#define FOREVER_VIRTUAL	(20000000 * MS)

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 * MS + now.tv_nsec;
}

static struct tn_origin stage_origin(const struct tn_script *script)
{
	struct tn_origin from = {
		.ours = stage_of(script)->ours,
		.theirs = stage_of(script)->theirs,
	};

	return from;
}

static tn_time_t stage_now(const struct tn_script *script)
{
	return TN_WORLD_EPOCH + now_ns() - stage_of(script)->begin;
}

/* A segment that the stack has sent, as the language speaks of it */
static void translate(const struct packet *p, struct tn_out *out)
{
	unsigned int i;

	memset(out, 0, sizeof(*out));
	out->seq = p->seq;
	out->ack = p->ack;
	out->len = p->len;
	out->wnd = p->win;
	out->urg = p->urg;
	out->flags = p->flags;
	out->ecn = p->tos & TN_ECN_MASK;
	if (p->mss >= 0) {
		out->opt.has |= TN_OPT_MSS;
		out->opt.mss = p->mss;
	}
	if (p->wscale >= 0) {
		out->opt.has |= TN_OPT_WSCALE;
		out->opt.wscale = p->wscale;
	}
	if (p->sack_ok)
		out->opt.has |= TN_OPT_SACK_PERM;
	if (p->has_ts) {
		out->opt.has |= TN_OPT_TS;
		out->opt.tsval = p->tsval;
		out->opt.tsecr = p->tsecr;
	}
	if (p->cookie_len >= 0) {
		out->opt.has |= TN_OPT_FASTOPEN;
		out->opt.cookie.len = p->cookie_len;
		memcpy(out->opt.cookie.byte, p->cookie, p->cookie_len);
	}
	if (p->acc_kind)
		out->opt.has |= TN_OPT_ACCECN;
	out->opt.acc_order = p->acc_kind == 174;
	out->opt.acc_n = p->n_acc;
	memcpy(out->opt.acc, p->acc, sizeof(p->acc));
	if (p->n_sack)
		out->opt.has |= TN_OPT_SACK;
	out->opt.nsack = p->n_sack;
	for (i = 0; i < p->n_sack; i++) {
		out->opt.sack[i].start = p->sack[i].from;
		out->opt.sack[i].end = p->sack[i].to;
	}
}

static void take_segment(struct stage *stage, const struct packet *p)
{
	uint32_t end = p->seq + p->len + !!(p->flags & SYN) + !!(p->flags & FIN);
	struct tn_sighting *sighting;

	if (p->flags & SYN) {
		stage->ours = p->seq;
		stage->stack_port = p->sport;
		stage->snd_nxt = end;
		stage->opened = true;
	}
	if (!(p->flags & RST) && (int32_t)(end - stage->snd_nxt) > 0)
		stage->snd_nxt = end;
	if (stage->nsent == STAGE_SENT_MAX) {
		stage->broken = "more segments were sent than anybody looks at";
		return;
	}
	sighting = &stage->sent[stage->nsent++];
	sighting->at = stage_now(&stage->script);
	translate(p, &sighting->seg);
}

/* The next packet of the stack; false when none comes in time */
static bool receive(struct stage *stage, unsigned int ms)
{
	struct packet p;

	if (!peer_recv(&p, ms))
		return false;
	if (p.proto == IPPROTO_TCP && p.dport == stage->port)
		take_segment(stage, &p);
	else if (p.proto == IPPROTO_ICMP && p.len >= 8 && p.data[0] == ICMP_REPLY &&
		 packet_get16(p.data + 4) == stage->port)
		stage->pongs = packet_get16(p.data + 6);
	return true;
}

/* Packets until there is one to look at, or a point in time; a wait that the script wants */
static void receive_until(struct stage *stage, tn_time_t until, bool any)
{
	struct tn_script *script = &stage->script;
	int64_t begin = now_ns(), left;

	while (!any || stage->seen == stage->nsent) {
		left = tn_time_sub(until, stage_now(script));
		if (left <= 0)
			break;
		if (left >= MS) {
			receive(stage, left < INT_MAX * MS ? left / MS : INT_MAX);
			continue;
		}
		nanosleep(&(struct timespec){ .tv_nsec = left }, NULL);
		while (receive(stage, 0))
			;
	}
	stage->waited += now_ns() - begin;
}

static void stage_advance(struct tn_script *script, tn_time_t until)
{
	receive_until(stage_of(script), until, false);
}

static void stage_await(struct tn_script *script, tn_time_t until)
{
	struct stage *stage = stage_of(script);
	tn_time_t most = stage_now(script) +
			 (stage->is_virtual ? FOREVER_VIRTUAL : FOREVER_REAL);

	receive_until(stage, until < most ? until : most, true);
}

static void ping(struct stage *stage)
{
	struct packet p = {
		.saddr = PEER_ADDR,
		.daddr = PEER_STACK,
		.proto = IPPROTO_ICMP,
		.len = 8,
		.data = { ICMP_ECHO },
	};

	packet_put16(p.data + 4, stage->port);
	packet_put16(p.data + 6, ++stage->pings);
	packet_put16(p.data + 2, packet_sum(p.data, p.len, 0));
	peer_send(&p);
}

static bool stage_unseen(struct tn_script *script)
{
	struct stage *stage = stage_of(script);

	if (stage->seen != stage->nsent)
		return true;
	ping(stage);
	while (stage->pongs != stage->pings) {
		if (!receive(stage, SOON)) {
			stage->broken = "the stack does not answer a ping";
			break;
		}
	}
	return stage->seen != stage->nsent;
}

static struct tn_sighting *stage_look(struct tn_script *script)
{
	struct stage *stage = stage_of(script);

	return stage->seen == stage->nsent ? NULL : &stage->sent[stage->seen++];
}

static void stage_forget(struct tn_script *script)
{
	struct stage *stage = stage_of(script);

	stage->nsent -= stage->seen;
	memmove(stage->sent, stage->sent + stage->seen, stage->nsent * sizeof(stage->sent[0]));
	stage->seen = 0;
}

static void put_sack(struct packet *p, const struct tn_tcpopt *opt)
{
	uint8_t *at = p->opt + p->opt_len;
	unsigned int i;

	memcpy(at, "\1\1\5", 3);
	at[3] = 2 + 8 * opt->nsack;
	for (i = 0; i < opt->nsack; i++) {
		packet_put32(at + 4 + 8 * i, opt->sack[i].start);
		packet_put32(at + 8 + 8 * i, opt->sack[i].end);
	}
	p->opt_len += 4 + 8 * opt->nsack;
}

static void put_accecn(struct packet *p, const struct tn_tcpopt *opt)
{
	unsigned int i;

	for (i = 2 + 3 * opt->acc_n; i % 4; i++)
		p->opt[p->opt_len++] = 1;
	p->opt[p->opt_len++] = opt->acc_order ? 174 : 172;
	p->opt[p->opt_len++] = 2 + 3 * opt->acc_n;
	for (i = 0; i < opt->acc_n; i++, p->opt_len += 3) {
		p->opt[p->opt_len] = opt->acc[i] >> 16;
		packet_put16(p->opt + p->opt_len + 1, opt->acc[i]);
	}
}

/* Each option with what pads it to words */
static void put_options(struct packet *p, const struct tn_tcpopt *opt)
{
	if (opt->has & TN_OPT_MSS) {
		memcpy(p->opt, "\2\4", 2);
		packet_put16(p->opt + 2, opt->mss);
		p->opt_len = 4;
	}
	if (opt->has & TN_OPT_SACK_PERM) {
		memcpy(p->opt + p->opt_len, "\1\1\4\2", 4);
		p->opt_len += 4;
	}
	if (opt->has & TN_OPT_TS) {
		memcpy(p->opt + p->opt_len, "\1\1\10\12", 4);
		packet_put32(p->opt + p->opt_len + 4, opt->tsval);
		packet_put32(p->opt + p->opt_len + 8, opt->tsecr);
		p->opt_len += 12;
	}
	if (opt->has & TN_OPT_WSCALE) {
		memcpy(p->opt + p->opt_len, "\1\3\3", 3);
		p->opt[p->opt_len + 3] = opt->wscale;
		p->opt_len += 4;
	}
	if (opt->has & TN_OPT_FASTOPEN) {
		memcpy(p->opt + p->opt_len, "\1\1\42", 3);
		p->opt[p->opt_len + 3] = 2 + opt->cookie.len;
		memcpy(p->opt + p->opt_len + 4, opt->cookie.byte, opt->cookie.len);
		p->opt_len += (4 + opt->cookie.len + 3) & ~3;
	}
	if (opt->has & TN_OPT_ACCECN)
		put_accecn(p, opt);
	if (opt->has & TN_OPT_SACK)
		put_sack(p, opt);
}

static const char *stage_arrive(struct tn_script *script, const struct tn_pattern *pattern)
{
	struct stage *stage = stage_of(script);
	struct packet p = {
		.saddr = PEER_ADDR,
		.daddr = PEER_STACK,
		.proto = IPPROTO_TCP,
		.sport = stage->port,
		.dport = stage->stack_port,
	};
	uint8_t bytes[PACKET_MAX];
	struct tn_seg seg;
	size_t len;

	tn_script_seg(script, pattern, stage->snd_nxt, stage->wnd, &seg);
	if (seg.len > 1460)
		return "that does not fit into a packet";
	p.seq = seg.seq;
	p.ack = seg.ack;
	p.flags = seg.flags;
	p.tos = seg.ecn;
	p.win = seg.wnd;
	p.urg = seg.urg;
	p.len = seg.len;
	/* The stream of the peer begins behind its SYN, wherever one stands. */
	pattern_fill(p.data, p.len,
		     (uint32_t)(p.seq + !!(p.flags & SYN) - stage->theirs - 1), 0);
	put_options(&p, &seg.opt);
	if (pattern->nraw) {
		memcpy(p.opt, pattern->raw, pattern->nraw);
		p.opt_len = pattern->nraw;
	}
	len = packet_build(&p, bytes);
	if (pattern->badsum)
		bytes[20 + TN_TCP_CSUM_OFFSET] ^= 1;
	peer_raw(bytes, len);
	return NULL;
}

static const char *stage_broken(const struct tn_script *script)
{
	return stage_of(script)->broken;
}

static const struct tn_stage wire_stage = {
	.name = "wire",
	.rtt = "",
	.verbs = stage_verbs,
	.origin = stage_origin,
	.now = stage_now,
	.advance = stage_advance,
	.await = stage_await,
	.unseen = stage_unseen,
	.look = stage_look,
	.forget = stage_forget,
	.arrive = stage_arrive,
	.broken = stage_broken,
};

void stage_begin(struct stage *stage, unsigned int port, bool is_virtual)
{
	memset(stage, 0, sizeof(*stage));
	stage->is_virtual = is_virtual;
	stage->fd = -1;
	stage->listener = -1;
	stage->port = port;
	stage->stack_port = CLOSED_PORT;
	stage->wnd = 65535;
	stage->theirs = 0xffffff00;	/* wraps early, as the pure world's */
	tn_script_init(&stage->script, &wire_stage);
	stage->script.tolerance = is_virtual ? LATE_VIRTUAL : LATE_REAL;
	stage->begin = now_ns();
}

int64_t stage_late(const struct stage *stage)
{
	return now_ns() - stage->begin - stage->waited;
}

static void abandon(int fd)
{
	struct linger hard = { .l_onoff = 1 };

	if (fd < 0)
		return;
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
	close(fd);
}

/* Leaves nothing behind that could go on talking. */
void stage_end(struct stage *stage)
{
	struct packet p = {
		.saddr = PEER_ADDR,
		.daddr = PEER_STACK,
		.proto = IPPROTO_TCP,
		.sport = stage->port,
		.dport = stage->stack_port,
		.seq = stage->script.heard.ack,
		.flags = RST,
	};

	abandon(stage->fd);
	abandon(stage->listener);
	net_ecn(NET_ECN_DEFAULT);
	net_tail_probes(false);
	if (stage->opened)
		peer_send(&p);
}
