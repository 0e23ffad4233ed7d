// SPDX-License-Identifier: GPL-2.0
/*
 * Data in peace: acknowledgments and their delay, windows, probing, Nagle,
 * keep-alive. RFC 9293 3.8, RFC 5681, RFC 6928, RFC 7323.
 */
#include <linux/tcp.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "wire.h"

static void data_in(void)
{
	struct conn c;
	char got[2000];

	conn_init(&c);
	conn_active(&c);
	conn_data(&c, 1000);
	conn_expect_ack(&c, SOON);
	GIVES(1000, recv(c.fd, got, sizeof(got), 0));
	CHECK(pattern_differs(got, 1000, c.seq - 1000, 0) < 0, "wrong data");
}

static void data_out(void)
{
	struct packet p;
	struct conn c;

	wire_in_time();
	conn_init(&c);
	conn_passive(&c);
	GIVES(5, send(c.fd, "hello", 5, 0));
	conn_expect(&c, ACK, &p, SOON);
	CHECK(p.flags & PSH, "no PSH");
	CHECK(p.len == 5 && !memcmp(p.data, "hello", 5), "%u bytes", p.len);
	CHECK(p.seq == c.ack && p.ack == c.seq, "wrong numbers");
	c.ack += 5;
	conn_send(&c, ACK, 0, NULL, 0);
	conn_quiet(&c, 1200);			/* it is not sent again */
}

/* MUST-40, SHLD-18: in half a second, and for every second full segment. */
static void delayed_ack(void)
{
	uint64_t begin, ms, least = -1;
	struct conn c;
	char got[4096];
	int i;

	conn_init(&c);
	conn_active(&c);
	for (i = 0; i < 40; i++) {		/* past the quick start */
		conn_data(&c, 1400);
		conn_data(&c, 1400);
		conn_await_ack(&c, SOON);
		while (recv(c.fd, got, sizeof(got), 0) > 0)
			;
	}
	/* the machine may be late now and then, the stack would be each time */
	for (i = 0; i < 10 && least > 500; i++) {
		begin = net_now_ms();
		conn_data(&c, 10);
		conn_expect_ack(&c, SOON);
		ms = net_now_ms() - begin;
		least = ms < least ? ms : least;
	}
	tap_note("delayed by %ju ms", (uintmax_t)least);
	CHECK(least <= 500, "%ju ms", (uintmax_t)least);
}

/* The ACK travels with the answer. */
static void piggyback(void)
{
	struct packet p;
	struct conn c;
	char got[2000];
	int i, alone = 0;

	conn_init(&c);
	conn_active(&c);
	for (i = 0; i < 20; i++) {
		conn_data(&c, 100);
		wire_readable(c.fd);
		GIVES(100, recv(c.fd, got, sizeof(got), 0));
		wire_write(c.fd, 50);
		do {
			conn_expect(&c, ACK, &p, SOON);
			alone += !p.len;
		} while (!p.len);
		GIVES(c.seq, p.ack);
		c.ack += p.len;
	}
	CHECK(alone < 20, "each answer had an ACK besides");
}

/* RFC 6928: ten segments, and then one goes with each that is acknowledged. */
static void initial_window(void)
{
	unsigned int sum, mss;
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	wire_write(c.fd, 60000);
	mss = c.ts ? 1448 : 1460;
	sum = conn_collect(&c, 100);
	/* a tail loss probe (RFC 8985) may follow */
	CHECK(sum >= 10 * mss && sum <= 11 * mss, "%u bytes", sum);
	conn_send(&c, ACK, 0, NULL, 0);
	sum = conn_collect(&c, 100);
	CHECK(sum >= 10 * mss && sum <= 22 * mss, "then %u bytes", sum);
}

static void window_obeyed(void)
{
	unsigned int sum;
	struct conn c;

	conn_init(&c);
	c.win = 5000;			/* in the SYN: not scaled */
	conn_active(&c);
	wire_write(c.fd, 50000);
	sum = conn_collect(&c, 100);
	CHECK(sum <= 5000 && sum >= 2896, "%u bytes into 5000", sum);
	c.win = 50;			/* times 128 */
	conn_send(&c, ACK, 0, NULL, 0);
	sum = conn_collect(&c, 300);
	CHECK(sum <= 6400 && sum >= 2896, "%u bytes into 6400", sum);
}

/* RFC 9293 3.8.6.1: a closed window is probed, and its opening noticed. */
static void zero_window(void)
{
	struct packet p;
	struct conn c;
	uint32_t start;
	int i;

	wire_in_time();
	conn_init(&c);
	conn_active(&c);
	c.win = 0;
	conn_data(&c, 10);
	conn_expect_ack(&c, SOON);
	wire_write(c.fd, 3000);
	start = c.ack;
	for (i = 0; i < 2; i++) {
		CHECK(conn_get(&c, &p, SOON), "no probe");
		CHECK(p.len <= 1, "a probe of %u bytes", p.len);
		CHECK(p.seq == start || p.seq == start - 1, "a probe at %d",
		      (int)(p.seq - start));
		conn_send(&c, ACK, 0, NULL, 0);
	}
	conn_in_state(&c, ESTABLISHED);
	c.win = 500;
	conn_send(&c, ACK, 0, NULL, 0);
	GIVES(3000, conn_collect(&c, 500));
}

/* Our own window: closes when nobody reads, is never taken back, opens again. */
static void window_closes(void)
{
	unsigned int win = 1, room;
	uint32_t edge, last = 0;
	struct packet p;
	struct conn c;
	char got[4096];
	int i;

	conn_init(&c);
	c.fd = net_socket();
	wire_set(c.fd, SOL_SOCKET, SO_RCVBUF, 20000);
	conn_active(&c);
	for (i = 0; i < 200 && win; i++) {
		room = last ? last - c.seq : 1000;
		conn_data(&c, room < 1000 ? room : 1000);
		win = conn_await_ack(&c, SOON);
		edge = c.seq + win;
		/* by rounding it may seem to: RFC 7323 2.4 */
		CHECK(!last || (int)(last - edge) < 1 << c.stack_wscale,
		      "the window shrank by %d", (int)(last - edge));
		last = edge;
	}
	CHECK(!win, "still open after %d segments", i);
	/* what comes all the same is answered; there may be room for it */
	conn_send(&c, ACK | PSH, 0, "x", 1);
	conn_expect(&c, ACK, &p, SOON);
	CHECK(p.ack - c.seq <= 1, "acknowledges %u", p.ack - c.seq);
	c.seq = p.ack;
	while (recv(c.fd, got, sizeof(got), 0) > 0)
		;
	do
		conn_expect(&c, ACK, &p, SOON);
	while (!p.win);
	CHECK(p.win << c.stack_wscale >= 1460, "opens by %u only", p.win << c.stack_wscale);
	conn_data(&c, 1000);
	conn_await_ack(&c, SOON);
}

/* Milliseconds, roughly: TCP_INFO's account of what the sender's time goes by. */
static void busy_is(const struct conn *c, int busy, int rwnd, int sndbuf)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);

	OK(getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &len));
	CHECK(abs((int)(info.tcpi_busy_time / 1000) - busy) < 100 &&
	      abs((int)(info.tcpi_rwnd_limited / 1000) - rwnd) < 100 &&
	      abs((int)(info.tcpi_sndbuf_limited / 1000) - sndbuf) < 100,
	      "busy %llu rwnd %llu sndbuf %llu, not %d %d %d",
	      (unsigned long long)info.tcpi_busy_time, (unsigned long long)info.tcpi_rwnd_limited,
	      (unsigned long long)info.tcpi_sndbuf_limited, busy, rwnd, sndbuf);
}

static void busy_network(void)
{
	uint64_t start;
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	net_sleep_ms(300);
	busy_is(&c, 0, 0, 0);
	start = net_now_ms();
	wire_write(c.fd, 100);
	conn_collect(&c, 500);
	conn_send(&c, ACK, 0, NULL, 0);
	start = net_now_ms() - start;
	net_sleep_ms(400);
	busy_is(&c, start, 0, 0);
}

static void busy_window(void)
{
	uint64_t start, opened;
	struct conn c;

	conn_init(&c);
	c.mss = 500;
	c.no_options = true;
	c.win = 1000;
	conn_active(&c);
	start = net_now_ms();
	wire_write(c.fd, 3000);
	conn_collect(&c, 500);
	busy_is(&c, net_now_ms() - start, net_now_ms() - start, 0);
	opened = net_now_ms();
	c.win = 10000;
	conn_send(&c, ACK, 0, NULL, 0);
	conn_collect(&c, 300);
	conn_send(&c, ACK, 0, NULL, 0);
	busy_is(&c, net_now_ms() - start, opened - start, 0);
}

/* Two or three segments are all that there is room for, and cwnd would let ten go. */
static void busy_buffer(void)
{
	static const char text[65536];
	uint64_t start;
	struct conn c;

	if (net_native())
		tap_skip("counts from the next segment that leaves, and here none does");
	conn_init(&c);
	c.fd = net_socket();
	wire_set(c.fd, SOL_SOCKET, SO_SNDBUF, 2304);
	conn_active(&c);
	net_nonblock(c.fd);
	start = net_now_ms();
	while (send(c.fd, text, sizeof(text), 0) > 0)
		;
	conn_collect(&c, 500);
	busy_is(&c, net_now_ms() - start, 0, net_now_ms() - start);
	conn_send(&c, ACK, 0, NULL, 0);
	start = net_now_ms() - start;
	net_sleep_ms(300);
	busy_is(&c, start, 0, start);
}

/* RFC 896: one small segment in the network at a time. */
static void nagle(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	wire_write(c.fd, 10);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(10, p.len);
	c.ack += 10;
	wire_write(c.fd, 20);
	wire_write(c.fd, 30);
	conn_quiet(&c, 100);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(50, p.len);
	c.ack += 50;
	conn_send(&c, ACK, 0, NULL, 0);
	wire_set(c.fd, IPPROTO_TCP, TCP_NODELAY, 1);
	wire_write(c.fd, 7);
	wire_write(c.fd, 8);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(7, p.len);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(8, p.len);
}

static void cork(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	wire_set(c.fd, IPPROTO_TCP, TCP_CORK, 1);
	wire_write(c.fd, 10);
	wire_write(c.fd, 20);
	conn_quiet(&c, 100);
	wire_set(c.fd, IPPROTO_TCP, TCP_CORK, 0);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(30, p.len);
}

/* RFC 9293 3.8.4: asked when idle, given up without an answer. */
static void keepalive(void)
{
	struct packet p;
	struct conn c;
	char byte;
	int i;

	conn_init(&c);
	conn_active(&c);
	wire_set(c.fd, IPPROTO_TCP, TCP_KEEPIDLE, 1);
	wire_set(c.fd, IPPROTO_TCP, TCP_KEEPINTVL, 1);
	wire_set(c.fd, IPPROTO_TCP, TCP_KEEPCNT, 2);
	wire_set(c.fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	for (i = 0; i < 2; i++) {
		conn_expect(&c, ACK, &p, SOON);
		GIVES(c.ack - 1, p.seq);
		CHECK(p.len <= 1, "%u bytes", p.len);
		conn_send(&c, ACK, 0, NULL, 0);
	}
	for (i = 0; i < 2; i++)		/* now without an answer */
		conn_expect(&c, ACK, &p, SOON);
	wire_readable(c.fd);
	FAILS(ETIMEDOUT, recv(c.fd, &byte, 1, 0));
	conn_in_state(&c, 0);
}

const struct tap_case wire_data_cases[] = {
	{ "data_in", data_in },
	{ "data_out", data_out },
	{ "delayed_ack", delayed_ack },
	{ "piggyback", piggyback },
	{ "initial_window", initial_window },
	{ "window_obeyed", window_obeyed },
	{ "zero_window", zero_window, 20 },
	{ "window_closes", window_closes },
	{ "busy_network", busy_network },
	{ "busy_window", busy_window },
	{ "busy_buffer", busy_buffer },
	{ "nagle", nagle },
	{ "cork", cork },
	{ "keepalive", keepalive, 20 },
};

const size_t wire_data_n = ARRAY_SIZE(wire_data_cases);
