// SPDX-License-Identifier: GPL-2.0
/*
 * More SYNs than anybody answers, RFC 4987: what is kept of them, and what still works.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <netinet/tcp.h>

#include "wire.h"

#define NEVER	0
#define FULL	1
#define ALWAYS	2

static void knob_text(const char *name, const char *text)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/proc/sys/net/%s%s", net_native() ? "ipv4/" : "tandem/",
		 !strcmp(name, "syncookies") && net_native() ? "tcp_syncookies" : name);
	fd = OK(open(path, O_WRONLY));
	GIVES(strlen(text), write(fd, text, strlen(text)));
	close(fd);
}

static void knob(const char *name, int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", value);
	knob_text(name, text);
}

/* The knobs stay as the last case has left them: each sets all of them. */
static void knobs(int cookies, int backlog)
{
	knob("syncookies", cookies);
	knob("tcp_max_syn_backlog", backlog);
	knob("tcp_abort_on_overflow", 0);
}

static unsigned int half_open(void)
{
	const char *path = net_native() ? "/proc/net/tcp" : "/proc/net/tandem/tcp";
	unsigned int n = 0, state;
	char line[256];
	FILE *f = fopen(path, "r");

	CHECK(f, "%s: %m", path);
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "%*u: %*x:%*x %*x:%*x %x", &state) == 1 && state == SYN_RECV)
			n++;
	fclose(f);
	return n;
}

/* SYNs from other ports than those of anybody else; how many SYN-ACKs came? */
static unsigned int flood(const struct conn *c, unsigned int n)
{
	unsigned int i, answers = 0;
	struct conn syn = *c;
	struct packet p;

	for (i = 0; i < n; i++) {
		syn.port = 62500 + i;
		syn.seq += 12345;
		conn_syn(&syn, SYN);
		if (conn_get(&syn, &p, SOON) && p.flags == (SYN | ACK))
			answers++;
	}
	return answers;
}

static void options_are(const struct conn *c, unsigned int want, unsigned int mss)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);

	OK(getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &len));
	GIVES(want, info.tcpi_options & (TCPI_OPT_TIMESTAMPS | TCPI_OPT_SACK | TCPI_OPT_WSCALE));
	GIVES(mss, info.tcpi_snd_mss);
	GIVES(want & TCPI_OPT_WSCALE ? c->wscale : 0, info.tcpi_snd_wscale);
}

/* Data both ways. */
static void works(struct conn *c)
{
	struct packet p;
	char got[128];

	conn_data(c, 100);
	GIVES(100, (wire_readable(c->fd), recv(c->fd, got, 128, 0)));
	conn_await_ack(c, SOON);
	wire_write(c->fd, 50);
	conn_expect(c, ACK, &p, SOON);
	GIVES(50, p.len);
	c->ack += 50;
	conn_send(c, ACK, 0, NULL, 0);
}

/* Without cookies the oldest ones make room, for a client that answers, too. */
static void bounded(void)
{
	struct conn old, c;

	if (net_native())
		tap_skip("drops new SYNs instead");
	knobs(NEVER, 32);
	conn_init(&old);
	conn_passive(&old);
	c = old;
	c.port++;
	GIVES(200, flood(&c, 200));
	GIVES(32, half_open());
	conn_passive(&c);
	works(&c);
	works(&old);
	GIVES(31, half_open());
	CHECK(net_counter("TcpExt", "TCPReqQFullDrop") >= 169, "not counted");
	GIVES(0, net_counter("TcpExt", "SyncookiesSent"));
}

/* What is half-open stays so, the rest is answered by cookies; who answers gets in. */
static void cookies_when_full(void)
{
	unsigned long sent = net_counter("TcpExt", "SyncookiesSent");
	unsigned long taken = net_counter("TcpExt", "SyncookiesRecv");
	struct conn old, c;
	unsigned int kept;

	knobs(FULL, 16);
	conn_init(&old);
	conn_passive(&old);
	c = old;
	c.port++;
	GIVES(200, flood(&c, 200));
	kept = half_open();
	CHECK(kept >= 15 && kept <= 17, "%u half-open", kept);
	sent = net_counter("TcpExt", "SyncookiesSent") - sent;
	CHECK(sent >= 183, "%lu cookies", sent);
	conn_passive(&c);
	GIVES(1, net_counter("TcpExt", "SyncookiesRecv") - taken);
	GIVES(kept, half_open());
	options_are(&c, TCPI_OPT_TIMESTAMPS | TCPI_OPT_SACK | TCPI_OPT_WSCALE, 1448);
	works(&c);
	works(&old);
}

/* Nothing is kept: no row, and after the ACK an ordinary connection. */
static void cookie_keeps_nothing(void)
{
	struct packet p;
	struct conn c;

	knobs(ALWAYS, 1024);
	conn_init(&c);
	conn_listen(&c);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	conn_in_state(&c, 0);
	CHECK(p.wscale >= 0 && p.sack_ok && p.has_ts && p.tsecr == c.tsval, "options");
	conn_send(&c, ACK, 0, NULL, 0);
	wire_readable(c.listener);
	c.fd = OK(accept(c.listener, NULL, NULL));
	conn_in_state(&c, ESTABLISHED);
	options_are(&c, TCPI_OPT_TIMESTAMPS | TCPI_OPT_SACK | TCPI_OPT_WSCALE, 1448);
	works(&c);
}

/* Without a timestamp: no window scale, no SACK; the MSS rounded down. */
static void cookie_without_timestamp(void)
{
	struct packet p;
	struct conn c;

	knobs(ALWAYS, 1024);
	conn_init(&c);
	c.no_options = true;
	c.mss = 1300;
	conn_listen(&c);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	CHECK(p.wscale < 0 && !p.sack_ok && !p.has_ts, "offers what it cannot remember");
	conn_send(&c, ACK, 0, NULL, 0);
	wire_readable(c.listener);
	c.fd = OK(accept(c.listener, NULL, NULL));
	options_are(&c, 0, net_native() ? 1300 : 1220);
	works(&c);
}

/* 4987-9 and -10: text on the SYN is not kept; the lost last ACK is made up for by data. */
static void cookie_and_data(void)
{
	struct packet p;
	struct conn c;
	char got[16];

	knobs(ALWAYS, 1024);
	conn_init(&c);
	conn_listen(&c);
	c.no_options = true;
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	GIVES(c.seq, p.ack);
	net_nonblock(c.listener);
	FAILS(EAGAIN, accept(c.listener, NULL, NULL));
	/* the ACK is lost */
	conn_send(&c, ACK | PSH, 0, "early", 5);
	c.seq += 5;
	wire_readable(c.listener);
	c.fd = OK(accept(c.listener, NULL, NULL));
	GIVES(5, recv(c.fd, got, sizeof(got), 0));
	conn_await_ack(&c, SOON);
}

/*
 * RFC 7323 2.2: the scale that was offered is the one that counts. No ACK tells it, so a cookie is
 * good for the limits under which it was made. Linux goes by those that it has when the ACK comes.
 */
static void cookie_and_scale(void)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);
	struct packet p;
	struct conn c;

	if (net_native())
		tap_skip("believes the cookie, and takes another scale");
	knobs(ALWAYS, 1024);
	knob_text("tcp_rmem", "4096 1048576 268435456");
	conn_init(&c);
	conn_listen(&c);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	GIVES(11, p.wscale);
	knob_text("tcp_rmem", "4096 1048576 16777216");
	conn_send(&c, ACK, 0, NULL, 0);
	conn_expect(&c, RST, &p, SOON);
	CHECK(net_counter("TcpExt", "SyncookiesFailed") >= 1, "not counted");
	knob_text("tcp_rmem", "4096 1048576 268435456");
	conn_send(&c, ACK, 0, NULL, 0);
	wire_readable(c.listener);
	c.fd = OK(accept(c.listener, NULL, NULL));
	OK(getsockopt(c.fd, IPPROTO_TCP, TCP_INFO, &info, &len));
	GIVES(11, info.tcpi_rcv_wscale);
	works(&c);
	knob_text("tcp_rmem", "4096 1048576 16777216");
}

/* Nobody gets in who has not seen our SYN-ACK. */
static void cookie_forged(void)
{
	struct packet p;
	struct conn c, thief;
	unsigned int i;

	knobs(ALWAYS, 1024);
	conn_init(&c);
	conn_listen(&c);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	/* Linux does not protect the two bits that stand for the MSS */
	for (i = net_native() ? 2 : 0; i < 32; i++) {
		struct conn guess = c;

		guess.ack = ((c.ack - 1) ^ 1u << i) + 1;
		conn_send(&guess, ACK, 0, NULL, 0);
		conn_expect(&guess, RST, &p, SOON);
	}
	/* nor with somebody else's */
	thief = c;
	thief.port++;
	conn_send(&thief, ACK, 0, NULL, 0);
	conn_expect(&thief, RST, &p, SOON);
	net_nonblock(c.listener);
	FAILS(EAGAIN, accept(c.listener, NULL, NULL));
	if (!net_native())
		CHECK(net_counter("TcpExt", "SyncookiesFailed") >= 33, "not counted");
	conn_send(&c, ACK, 0, NULL, 0);
	wire_readable(c.listener);
	OK(accept(c.listener, NULL, NULL));
}

/* A listener that has sent none believes none: an ACK is for nobody. */
static void cookie_unexpected(void)
{
	struct packet p;
	struct conn c;

	knobs(FULL, 1024);
	conn_init(&c);
	conn_listen(&c);
	c.ack = 123456;
	conn_send(&c, ACK, 0, NULL, 0);
	conn_expect(&c, RST, &p, SOON);
	GIVES(c.ack, p.seq);
}

/*
 * tcp(7): tcp_abort_on_overflow. It is not for cookies, and those Linux sends as soon as there are
 * as many half-open as may wait: hence a backlog of 2, which 3 fill.
 */
static void abort_on_overflow(void)
{
	struct conn c, late, other;
	struct packet p;
	int i;

	knobs(FULL, 1024);
	knob("tcp_abort_on_overflow", 1);
	conn_init(&c);
	conn_listen(&c);
	OK(listen(c.listener, 2));
	late = c;
	conn_syn(&late, SYN);
	conn_take_syn(&late, SYN | ACK, &p);
	for (i = 1; i <= 3; i++) {
		other = c;
		other.port += i;
		conn_syn(&other, SYN);
		conn_take_syn(&other, SYN | ACK, &p);
		conn_send(&other, ACK, 0, NULL, 0);
		conn_in_state(&other, ESTABLISHED);
	}
	conn_send(&late, ACK, 0, NULL, 0);
	conn_expect(&late, RST, &p, SOON);
	conn_in_state(&late, 0);
}

static void knob_ranges(void)
{
	static const struct { const char *name, *bad; } rows[] = {
		{ "syncookies", "3" }, { "syncookies", "-1" }, { "syncookies", "x" },
		{ "tcp_max_syn_backlog", "0" }, { "tcp_abort_on_overflow", "2" },
	};
	char path[128];
	unsigned int i;
	int fd;

	if (net_native())
		tap_skip("has ranges of its own");
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		snprintf(path, sizeof(path), "/proc/sys/net/tandem/%s", rows[i].name);
		fd = OK(open(path, O_WRONLY));
		FAILS(EINVAL, write(fd, rows[i].bad, strlen(rows[i].bad)));
		close(fd);
	}
	knobs(FULL, 1024);
}

const struct tap_case wire_flood_cases[] = {
	{ "bounded", bounded, 30 },
	{ "cookies_when_full", cookies_when_full, 30 },
	{ "cookie_keeps_nothing", cookie_keeps_nothing },
	{ "cookie_without_timestamp", cookie_without_timestamp },
	{ "cookie_and_data", cookie_and_data },
	{ "cookie_and_scale", cookie_and_scale },
	{ "cookie_forged", cookie_forged },
	{ "cookie_unexpected", cookie_unexpected },
	{ "abort_on_overflow", abort_on_overflow },
	{ "knob_ranges", knob_ranges },
};

const size_t wire_flood_n = ARRAY_SIZE(wire_flood_cases);
