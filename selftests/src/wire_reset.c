// SPDX-License-Identifier: GPL-2.0
/*
 * RST and SYN where they do not belong, RFC 9293 3.5.2, 3.5.3, 3.10.7.4, RFC 5961:
 * a reset ends a connection in each state, but only one that knows exactly where
 * the connection stands; and the resets that the stack sends.
 */
#include <sys/socket.h>

#include "wire.h"

static void fin(struct conn *c)
{
	conn_send(c, FIN | ACK, 0, NULL, 0);
	c->seq++;
	conn_expect_ack(c, SOON);
}

static void take_fin(struct conn *c)
{
	struct packet p;

	conn_expect(c, FIN | ACK, &p, SOON);
	c->ack = p.seq + 1;
}

static void to_fin_wait_1(struct conn *c)
{
	OK(shutdown(c->fd, SHUT_WR));
	take_fin(c);
	conn_in_state(c, FIN_WAIT1);
}

static void to_fin_wait_2(struct conn *c)
{
	to_fin_wait_1(c);
	conn_send(c, ACK, 0, NULL, 0);
	conn_in_state(c, FIN_WAIT2);
}

static void to_closing(struct conn *c)
{
	to_fin_wait_1(c);
	c->ack--;
	conn_send(c, FIN | ACK, 0, NULL, 0);
	c->seq++;
	c->ack++;
	conn_expect_ack(c, SOON);
	conn_in_state(c, CLOSING);
}

static void to_close_wait(struct conn *c)
{
	fin(c);
	conn_in_state(c, CLOSE_WAIT);
}

static void to_last_ack(struct conn *c)
{
	to_close_wait(c);
	OK(shutdown(c->fd, SHUT_WR));
	take_fin(c);
	conn_in_state(c, LAST_ACK);
}

static void nowhere(struct conn *c)
{
	(void)c;
}

static int reset_in(void (*get_there)(struct conn *c))
{
	socklen_t len = sizeof(int);
	struct conn c;
	int error;

	conn_init(&c);
	conn_active(&c);
	get_there(&c);
	conn_send(&c, RST | ACK, 0, NULL, 0);
	conn_in_state(&c, 0);
	conn_quiet(&c, QUIET);
	OK(getsockopt(c.fd, SOL_SOCKET, SO_ERROR, &error, &len));
	return error;
}

static void rst_established(void)
{
	GIVES(ECONNRESET, reset_in(nowhere));
}

static void rst_fin_wait_1(void)
{
	GIVES(ECONNRESET, reset_in(to_fin_wait_1));
}

static void rst_fin_wait_2(void)
{
	GIVES(ECONNRESET, reset_in(to_fin_wait_2));
}

static void rst_close_wait(void)
{
	GIVES(EPIPE, reset_in(to_close_wait));
}

static void rst_closing(void)
{
	reset_in(to_closing);
}

static void rst_last_ack(void)
{
	reset_in(to_last_ack);
}

/* RFC 5961 3.2: in the window is not enough, outside is nothing at all. */
static void rst_not_exact(void)
{
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	conn_send(&c, RST, -1, NULL, 0);
	conn_send(&c, RST, 10000000, NULL, 0);
	conn_quiet(&c, QUIET);
	conn_in_state(&c, ESTABLISHED);
	conn_send(&c, RST, 10, NULL, 0);
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, ESTABLISHED);
	conn_data(&c, 100);
	conn_expect_ack(&c, SOON);
}

/* RFC 5961 4.2 */
static void syn_established(void)
{
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	conn_send(&c, SYN, 5, NULL, 0);
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, ESTABLISHED);
	conn_data(&c, 100);
	conn_expect_ack(&c, SOON);
}

/* RFC 5961 4.2: whatever its number, and without the timestamp, which RFC 7323 3.2 would want */
static void syn_anywhere(void)
{
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	conn_send(&c, SYN, 90000000, NULL, 0);
	conn_expect_ack(&c, SOON);
	net_sleep_ms(550);
	c.ts = false;
	conn_send(&c, SYN, 77, NULL, 0);
	conn_expect_ack(&c, SOON);
	c.ts = true;
	conn_data(&c, 100);
	conn_expect_ack(&c, SOON);
}

/* RFC 5961 7: challenges are limited, each connection for itself: no one learns of the others. */
static void challenge_limit(void)
{
	struct conn a, b;
	struct packet p;
	int i, n = 0;

	conn_init(&a);
	conn_active(&a);
	conn_init(&b);
	conn_active(&b);
	for (i = 0; i < 1000; i++) {
		conn_send(&a, RST, 10, NULL, 0);
		n += conn_get(&a, &p, 0);
	}
	while (conn_get(&a, &p, QUIET))
		n++;
	CHECK(n >= 1 && n <= 20, "%d challenge ACKs", n);
	conn_send(&b, RST, 10, NULL, 0);
	conn_expect_ack(&b, SOON);
	conn_in_state(&a, ESTABLISHED);
}

/* RFC 5961 5.2: text with a forged ACK is not taken; the limits are exact. */
static void inject_blind(void)
{
	struct packet p;
	struct conn c;
	char byte;

	conn_init(&c);
	conn_active(&c);
	c.ack -= 0x7fff0000;
	conn_send(&c, ACK, 0, "bad", 3);
	c.ack += 0x7fff0000;
	conn_expect(&c, ACK, &p, SOON);
	GIVES(c.seq, p.ack);
	FAILS(EAGAIN, recv(c.fd, &byte, 1, 0));
	conn_data(&c, 100);
	conn_expect_ack(&c, SOON);
}

/* A forged timestamp in such a segment would make PAWS refuse all that is genuine. */
static void inject_timestamp(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	c.tsval += 0x40000000;
	c.ack += 5000;
	conn_send(&c, ACK, 0, "bad", 3);
	c.ack -= 5000;
	conn_send(&c, SYN, 0, NULL, 0);
	c.tsval -= 0x40000000;
	while (conn_get(&c, &p, QUIET))
		;
	conn_data(&c, 100);
	conn_expect_ack(&c, SOON);
}

/* RFC 5961 5.2: an ACK of what was never sent is answered and ignored. */
static void ack_unsent(void)
{
	struct packet p;
	struct conn c;
	char byte;

	conn_init(&c);
	conn_active(&c);
	c.ack += 5000;
	conn_send(&c, ACK, 0, "bad", 3);
	c.ack -= 5000;
	/* Linux says nothing here in ESTABLISHED */
	if (!net_native()) {
		conn_expect(&c, ACK, &p, SOON);
		GIVES(c.seq, p.ack);
	}
	conn_quiet(&c, QUIET);
	FAILS(EAGAIN, recv(c.fd, &byte, 1, 0));
}

/* Without ACK nothing is taken from a segment. */
static void no_ack_flag(void)
{
	struct conn c;
	char byte;

	conn_init(&c);
	conn_active(&c);
	conn_send(&c, 0, 0, "bad", 3);
	conn_send(&c, FIN, 0, NULL, 0);
	conn_quiet(&c, QUIET);
	conn_in_state(&c, ESTABLISHED);
	FAILS(EAGAIN, recv(c.fd, &byte, 1, 0));
}

static void take_reset(struct conn *c)
{
	struct packet p;

	CHECK(conn_get(c, &p, SOON), "no reset");
	CHECK(p.flags & RST, "flags %#x instead of a reset", p.flags);
	CHECK(p.seq == c->ack, "seq off by %d", (int)(p.seq - c->ack));
	conn_in_state(c, 0);
}

static void abort_linger(void)
{
	struct linger now = { .l_onoff = 1 };
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	OK(setsockopt(c.fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now)));
	close(c.fd);
	take_reset(&c);
}

/* RFC 2525 2.17, RFC 9293 SHLD-3 */
static void abort_unread(void)
{
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	conn_data(&c, 100);
	conn_expect_ack(&c, SOON);
	close(c.fd);
	take_reset(&c);
}

static void abort_late_data(void)
{
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	close(c.fd);
	take_fin(&c);
	conn_send(&c, ACK | PSH, 0, "nobody reads this", 17);
	take_reset(&c);
}

/* A peer that lost its memory: its SYN is challenged, its RST believed. */
static void peer_rebooted(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	conn_send(&c, SYN, 100000, NULL, 0);
	conn_expect(&c, ACK, &p, SOON);
	conn_send(&c, RST, (int)(p.ack - c.seq), NULL, 0);
	conn_in_state(&c, 0);
}

const struct tap_case wire_reset_cases[] = {
	{ "rst_established", rst_established },
	{ "rst_fin_wait_1", rst_fin_wait_1 },
	{ "rst_fin_wait_2", rst_fin_wait_2 },
	{ "rst_close_wait", rst_close_wait },
	{ "rst_closing", rst_closing },
	{ "rst_last_ack", rst_last_ack },
	{ "rst_not_exact", rst_not_exact },
	{ "syn_established", syn_established },
	{ "syn_anywhere", syn_anywhere },
	{ "challenge_limit", challenge_limit },
	{ "inject_blind", inject_blind },
	{ "inject_timestamp", inject_timestamp },
	{ "ack_unsent", ack_unsent },
	{ "no_ack_flag", no_ack_flag },
	{ "abort_linger", abort_linger },
	{ "abort_unread", abort_unread },
	{ "abort_late_data", abort_late_data },
	{ "peer_rebooted", peer_rebooted },
};

const size_t wire_reset_n = ARRAY_SIZE(wire_reset_cases);
