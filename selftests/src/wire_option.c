// SPDX-License-Identifier: GPL-2.0
/*
 * TCP options, RFC 9293 3.2, RFC 7323, RFC 6691: what is negotiated, what is done
 * with it, and what happens to options that nobody knows or that are broken.
 */
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/tandem.h>

#include "wire.h"

/* The size of the stack's first full segment. */
static unsigned int first_segment(struct conn *c)
{
	struct packet p;

	wire_write(c->fd, 20000);
	conn_expect(c, ACK, &p, SOON);
	CHECK(p.len, "no data");
	GIVES(c->ts, p.has_ts);
	return p.len;
}

static void mss_obeyed(void)
{
	struct conn c;

	conn_init(&c);
	c.mss = 600;
	conn_active(&c);
	CHECK(c.ts, "no timestamps");
	GIVES(588, first_segment(&c));
}

/* RFC 9293 MUST-15 */
static void mss_missing(void)
{
	struct conn c;

	conn_init(&c);
	c.mss = -1;
	c.no_options = true;
	conn_active(&c);
	GIVES(536, first_segment(&c));
}

/* What the peer did not offer is not in the SYN-ACK, nor later. */
static void none(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	c.no_options = true;
	conn_listen(&c);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	GIVES(1460, p.mss);
	CHECK(p.wscale == -1 && !p.sack_ok && !p.has_ts, "not offered: %d %d %d",
	      p.wscale, p.sack_ok, p.has_ts);
	conn_send(&c, ACK, 0, NULL, 0);
	c.fd = OK(accept(c.listener, NULL, NULL));
	GIVES(1460, first_segment(&c));
}

/* Without window scale in the SYN the window is what it says. */
static void window_unscaled(void)
{
	unsigned int sum;
	struct conn c;

	conn_init(&c);
	c.no_options = true;
	c.win = 4000;
	conn_active(&c);
	wire_write(c.fd, 20000);
	sum = conn_collect(&c, 100);
	CHECK(sum <= 4000 && sum >= 2920, "%u bytes", sum);
}

static void window_scaled(void)
{
	unsigned int sum;
	struct conn c;

	conn_init(&c);
	c.wscale = 3;
	c.win = 900;
	conn_active(&c);
	conn_send(&c, ACK, 0, NULL, 0);		/* now 7200 */
	wire_write(c.fd, 20000);
	sum = conn_collect(&c, 300);
	CHECK(sum <= 7200 && sum >= 5792, "%u bytes", sum);
}

/* RFC 7323 3.2: each segment has it, and echoes ours. */
static void timestamps(void)
{
	uint32_t last = 0;
	struct packet p;
	struct conn c;
	int i;

	conn_init(&c);
	conn_active(&c);
	for (i = 0; i < 5; i++) {
		c.tsval += 100;
		conn_data(&c, 100);
		conn_expect(&c, ACK, &p, SOON);
		CHECK(p.has_ts, "no timestamp");
		GIVES(c.tsval, p.tsecr);
		CHECK(!last || (int32_t)(p.tsval - last) >= 0, "time goes back by %u",
		      last - p.tsval);
		last = p.tsval;
		net_sleep_ms(20);
	}
}

static uint32_t tsval_of_ack(struct conn *c)
{
	struct packet p;

	conn_data(c, 10);
	conn_expect(c, ACK, &p, SOON);
	CHECK(p.has_ts, "no timestamp");
	return p.tsval;
}

static void set_clock(int seconds)
{
	struct timespec now;

	OK(clock_gettime(CLOCK_REALTIME, &now));
	now.tv_sec += seconds;
	OK(clock_settime(CLOCK_REALTIME, &now));
}

/* RFC 7323 5.4: somebody sets the clock of the system, by a day. */
static void timestamps_clock(void)
{
	uint32_t first, second;
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	first = tsval_of_ack(&c);
	set_clock(-86400);
	second = tsval_of_ack(&c);
	set_clock(86400);
	CHECK(second - first < 60000, "from %u to %u", first, second);
	first = tsval_of_ack(&c);
	CHECK(first - second < 60000, "from %u to %u", second, first);
}

/* RFC 7323 7.1: each connection has an offset of its own. */
static void timestamps_offset(void)
{
	uint32_t tsval[4], far = 0, away;
	struct packet p;
	struct conn c;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tsval); i++) {
		conn_init(&c);
		conn_connect(&c);
		conn_take_syn(&c, SYN, &p);
		tsval[i] = p.tsval;
		away = tsval[i] - tsval[0];
		far += away > 1000000 && -away > 1000000;
	}
	CHECK(far >= 2, "%u %u %u %u", tsval[0], tsval[1], tsval[2], tsval[3]);
}

/* RFC 7323 4.3: a segment beyond a hole does not change what is echoed. */
static void timestamps_hole(void)
{
	uint32_t before;
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	conn_data(&c, 100);
	conn_expect_ack(&c, SOON);
	before = c.tsval;
	c.tsval += 500;
	conn_send(&c, ACK, 100, "beyond", 6);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(before, p.tsecr);
}

/* RFC 7323 5: older than what was seen is a ghost. */
static void paws(void)
{
	struct conn c;
	char got[8];

	conn_init(&c);
	conn_active(&c);
	c.tsval += 1000;
	conn_data(&c, 4);
	conn_expect_ack(&c, SOON);
	GIVES(4, recv(c.fd, got, 8, 0));
	c.tsval -= 900;
	conn_send(&c, ACK, 0, "ghost", 5);
	conn_expect_ack(&c, SOON);
	FAILS(EAGAIN, recv(c.fd, got, 8, 0));
	c.tsval += 901;
	conn_data(&c, 4);
	conn_expect_ack(&c, SOON);
	GIVES(4, recv(c.fd, got, 8, 0));
}

/* RFC 9293 MUST-6: skipped by their length, in a SYN and later. */
static void unknown(void)
{
	static const uint8_t strange[8] = { 254, 6, 1, 2, 3, 4, 1, 1 };
	struct packet p;
	struct conn c;
	char got[8];

	conn_init(&c);
	conn_listen(&c);
	c.no_options = true;
	c.seq--;
	c.ts = true;				/* behind the timestamps */
	conn_send_options(&c, SYN, 0, NULL, 0, strange, 8);
	c.no_options = false;
	c.seq++;
	conn_take_syn(&c, SYN | ACK, &p);
	CHECK(p.has_ts, "the timestamps beside it were lost");
	conn_send_options(&c, ACK | PSH, 0, "data", 4, strange, 8);
	c.seq += 4;
	c.fd = OK(accept(c.listener, NULL, NULL));
	GIVES(4, recv(c.fd, got, 8, 0));
	conn_expect_ack(&c, SOON);
}

/* Padding: NOPs, and whatever lies behind the end of the list. */
static void padding(void)
{
	static const uint8_t pad[8] = { 1, 1, 1, 0, 99, 77, 55, 33 };
	struct conn c;
	char got[8];

	conn_init(&c);
	conn_active(&c);
	conn_send_options(&c, ACK | PSH, 0, "data", 4, pad, 8);
	c.seq += 4;
	conn_expect_ack(&c, SOON);
	GIVES(4, recv(c.fd, got, 8, 0));
}

/* RFC 9293 MUST-7: illegal lengths do no harm; a good segment follows. */
static void broken(void)
{
	static const uint8_t bad[][4] = {
		{ 8, 0, 1, 1 }, { 8, 1, 1, 1 }, { 1, 1, 1, 2 }, { 1, 1, 8, 10 },
		{ 254, 255, 0, 0 }, { 5, 4, 9, 9 }, { 2, 3, 1, 1 }, { 3, 4, 1, 1 },
		{ 254, 0, 254, 0 },
	};
	struct packet p;
	struct conn c;
	char got[8];
	size_t i;

	conn_init(&c);
	conn_active(&c);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		conn_send_options(&c, ACK, 1000, "far", 3, bad[i], 4);
		peer_settle();
		while (conn_get(&c, &p, 0))
			CHECK(!(p.flags & RST), "a reset for option %zu", i);
	}
	conn_in_state(&c, ESTABLISHED);
	conn_send(&c, ACK | PSH, 0, "good", 4);
	c.seq += 4;
	wire_readable(c.fd);
	GIVES(4, recv(c.fd, got, 8, 0));
	CHECK(!memcmp(got, "good", 4), "%.4s", got);
}

/* The same in a SYN: an answer or none, and the listener lives. */
static void broken_syn(void)
{
	static const uint8_t bad[][4] = {
		{ 2, 0, 5, 180 }, { 2, 5, 5, 180 }, { 3, 3, 200, 0 }, { 3, 0, 0, 0 },
		{ 8, 10, 0, 0 }, { 4, 9, 0, 0 }, { 2, 4, 0, 0 }, { 2, 4, 0, 1 },
	};
	struct conn c, good;
	struct packet p;
	size_t i;

	conn_init(&c);
	conn_listen(&c);
	c.seq--;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		conn_send_options(&c, SYN, 0, NULL, 0, bad[i], 4);
		peer_settle();
		if (conn_get(&c, &p, 0) && p.flags == (SYN | ACK))
			conn_send(&c, RST, 1, NULL, 0);
		c.port += 2000;
	}
	conn_init(&good);
	good.listener = c.listener;
	conn_passive(&good);
}

/* RFC 7323 2.3: a shift above 14 counts as 14. */
static void wscale_too_large(void)
{
	struct conn c;

	conn_init(&c);
	c.wscale = 15;
	c.win = 1;			/* 16384, not 32768 */
	conn_active(&c);
	conn_send(&c, ACK, 0, NULL, 0);
	wire_write(c.fd, 60000);
	CHECK(conn_collect(&c, 100) <= 11 * 1448, "more than the initial window");
	c.win = 1;
	conn_send(&c, ACK, 0, NULL, 0);
	CHECK(conn_collect(&c, 300) <= 16384, "the window is taken for larger");
}

/* Is the user timeout option in the segment, with this value as on the wire? */
static bool has_uto(const struct packet *p, unsigned int value)
{
	unsigned int i;

	for (i = 0; i + 4 <= p->opt_len; i += 4)
		if (p->opt[i] == 28 && p->opt[i + 1] == 4)
			return packet_get16(p->opt + i + 2) == value;
	return false;
}

static int peer_timeout(int fd)
{
	socklen_t len = sizeof(int);
	int value = -1;

	OK(getsockopt(fd, SOL_TANDEM, TANDEM_UTO_PEER, &value, &len));
	return value;
}

/* RFC 5482 3: told in the SYN and in what follows it; what the peer tells is heard. */
static void uto(void)
{
	int seconds = 300, bad = TANDEM_UTO_MAX + 1;
	struct packet p;
	struct conn c;

	if (net_native())
		return;
	conn_init(&c);
	c.fd = net_socket();
	FAILS(EINVAL, setsockopt(c.fd, SOL_TANDEM, TANDEM_UTO, &bad, sizeof(bad)));
	OK(setsockopt(c.fd, SOL_TANDEM, TANDEM_UTO, &seconds, sizeof(seconds)));
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	CHECK(has_uto(&p, 300), "not in the SYN");
	conn_syn(&c, SYN | ACK);
	conn_expect(&c, ACK, &p, SOON);
	CHECK(has_uto(&p, 300), "not in the ACK");
	wire_write(c.fd, 100);
	conn_expect(&c, ACK, &p, SOON);
	CHECK(!has_uto(&p, 300), "more than once");
	GIVES(0, peer_timeout(c.fd));
	c.ack += p.len;
	conn_send_options(&c, ACK, 0, NULL, 0, "\34\4\200\12", 4);
	peer_settle();
	GIVES(600, peer_timeout(c.fd));
}

/* Who does not use it ignores it. */
static void uto_off(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	conn_send_options(&c, ACK, 0, NULL, 0, "\34\4\200\12", 4);
	wire_write(c.fd, 100);
	conn_expect(&c, ACK, &p, SOON);
	CHECK(!has_uto(&p, 300), "told");
	if (!net_native())
		GIVES(0, peer_timeout(c.fd));
}

/* TCP_WINDOW_CLAMP: no larger window, of a SYN-ACK and of its connection */
static void window_clamp(void)
{
	unsigned int wnd, i;
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_listen(&c);
	wire_set(c.listener, IPPROTO_TCP, TCP_WINDOW_CLAMP, 6000);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	CHECK(p.win <= 6000 && p.win > 4000, "window %u", p.win);
	conn_send(&c, ACK, 0, NULL, 0);
	c.fd = OK(accept(c.listener, NULL, NULL));
	for (i = 0; i < 8; i++) {
		conn_data(&c, 1000);
		wnd = conn_await_ack(&c, SOON);
		/* Linux lets the buffer that grows raise it again */
		CHECK((wnd <= 6000 || net_native()) && wnd > 2000, "window %u", wnd);
	}
	/* what is taken away is not taken back */
	wire_set(c.fd, IPPROTO_TCP, TCP_WINDOW_CLAMP, 2000);
	conn_data(&c, 500);
	CHECK(conn_await_ack(&c, SOON) + 500 + 511 >= wnd, "the edge went back");
	wire_set(c.fd, IPPROTO_TCP, TCP_WINDOW_CLAMP, 30000);
	for (i = 0; i < 8; i++) {
		conn_data(&c, 1000);
		wnd = conn_await_ack(&c, SOON);
	}
	CHECK(wnd > 6000, "window %u", wnd);
}

const struct tap_case wire_option_cases[] = {
	{ "option_mss", mss_obeyed },
	{ "option_mss_missing", mss_missing },
	{ "option_none", none },
	{ "option_window_unscaled", window_unscaled },
	{ "option_window_scaled", window_scaled },
	{ "option_wscale_too_large", wscale_too_large },
	{ "option_timestamps", timestamps },
	{ "option_timestamps_hole", timestamps_hole },
	{ "option_timestamps_clock", timestamps_clock },
	{ "option_timestamps_offset", timestamps_offset },
	{ "option_paws", paws },
	{ "option_unknown", unknown },
	{ "option_padding", padding },
	{ "option_broken", broken },
	{ "option_broken_syn", broken_syn },
	{ "option_uto", uto },
	{ "option_uto_off", uto_off },
	{ "window_clamp", window_clamp },
};

const size_t wire_option_n = ARRAY_SIZE(wire_option_cases);
