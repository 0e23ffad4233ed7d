// SPDX-License-Identifier: GPL-2.0
/*
 * vtime: the timers of TCP, on the wire, to the jiffy.
 *
 *	this process: 10.1.0.1 ---- tun0 ---- 10.1.0.2: the stack under test
 *
 * A connection is brought to where only time can move it; then the scripted peer
 * writes down when which segment comes. A schedule is a list of seconds since the
 * event that started it. Between two entries of it must lie the time that the RFC
 * says, and at most LATE more. Whole lives pass (two hours to the first keep-alive),
 * so this is for virtual time: see selftests/vtime/run.
 *
 * The times observed are printed, in microseconds; in virtual time they are the same
 * in every run.
 */
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../src/conn.h"
#include "../src/net.h"
#include "../src/peer.h"
#include "../src/tap.h"

#define SEC		1000000LL	/* us */
#define JIFFY		4000LL		/* us, at 250 Hz */
#define EARLY		1000LL		/* us: our own clock is read late */
#define LATE		(JIFFY + 1000)	/* us: the timer, and our own way here */
#define FOR_EVER	20000000	/* ms: 5.5 hours */
#define LIMIT		40000		/* s, for a case */

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * SEC + now.tv_nsec / 1000;
}

/* The time since *from, which must be what is due; *from becomes now. */
static void check_time(const char *what, int64_t *from, int64_t due)
{
	int64_t now = now_us(), took = now - *from;

	tap_note("%-12s %11jd us, due %11jd", what, (intmax_t)took, (intmax_t)due);
	CHECK(took >= due - EARLY, "%s %jd us too early", what, (intmax_t)(due - took));
	CHECK(took <= due + LATE, "%s %jd us too late", what, (intmax_t)(took - due));
	*from = now;
}

/*
 * The same segment, again and again, by a schedule that ends with 0; each is
 * answered when the peer is alive.
 */
static void follow(struct conn *c, const unsigned int *at, unsigned int flags,
		   unsigned int len, bool alive)
{
	int64_t from = now_us();
	unsigned int i, before = 0;
	struct packet p;
	char what[24];

	for (i = 0; at[i]; i++) {
		CHECK(conn_get(c, &p, FOR_EVER), "nothing at %u s", at[i]);
		snprintf(what, sizeof(what), "at %u s", at[i]);
		check_time(what, &from, (at[i] - before) * SEC);
		CHECK((p.flags & ~PSH) == flags && p.len == len,
		      "flags %#x, %u bytes at %u s", p.flags, p.len, at[i]);
		if (alive)
			conn_send(c, ACK, 0, NULL, 0);
		before = at[i];
	}
}

/* The socket fails with this, so many seconds after from, and is silent then. */
static void give_up(struct conn *c, int64_t from, int64_t due, int want)
{
	struct pollfd wait = { .fd = c->fd };
	socklen_t len = sizeof(int);
	int error;

	GIVES(1, poll(&wait, 1, FOR_EVER));
	check_time("given up", &from, due * SEC);
	OK(getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &len));
	GIVES(want, error);
	conn_in_state(c, 0);
}

static void set(int fd, int level, int name, int value)
{
	OK(setsockopt(fd, level, name, &value, sizeof(value)));
}

static void write_some(int fd, unsigned int len)
{
	static const char zeros[1460];

	GIVES(len, send(fd, zeros, len, MSG_NOSIGNAL));
}

static void opened(struct conn *c)
{
	conn_init(c);
	conn_active(c);
}

/* RFC 6298 5.5, RFC 9293 MUST-23: at least three minutes. */
static void syn(void)
{
	static const unsigned int at[] = { 1, 3, 7, 15, 31, 63, 123, 0 };
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	follow(&c, at, SYN, 0, false);
	give_up(&c, now_us(), 183 - 123, ETIMEDOUT);
	conn_quiet(&c, 130000);
}

/* RFC 6298 5.4 to 5.6; R2 is 600 s after the first retransmission. */
static void rto(void)
{
	static const unsigned int at[] = { 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363,
					   423, 483, 543, 0 };
	struct packet p;
	struct conn c;

	opened(&c);
	write_some(c.fd, 100);
	conn_expect(&c, ACK, &p, SOON);
	follow(&c, at, ACK, 100, false);
	give_up(&c, now_us(), 603 - 543, ETIMEDOUT);
	conn_quiet(&c, 130000);
}

/* A FIN is data to the timer, also when nobody holds the socket any more. */
static void rto_fin(void)
{
	static const unsigned int at[] = { 1, 3, 7, 15, 31, 63, 123, 0 };
	struct packet p;
	struct conn c;

	opened(&c);
	close(c.fd);
	conn_expect(&c, FIN | ACK, &p, SOON);
	follow(&c, at, FIN | ACK, 0, false);
	conn_in_state(&c, FIN_WAIT1);
}

/* Data into a window that is closed: probes of one byte. */
static void close_window(struct conn *c)
{
	opened(c);
	c->win = 0;
	conn_send(c, ACK, 0, NULL, 0);
	write_some(c->fd, 100);
}

/* RFC 9293 3.8.6.1, SHLD-29, SHLD-30, MUST-37: answered, it lasts for ever. */
static void persist(void)
{
	static const unsigned int at[] = { 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363,
					   423, 483, 543, 603, 663, 723, 0 };
	struct packet p;
	struct conn c;

	close_window(&c);
	follow(&c, at, ACK, 1, true);
	c.win = 65535;
	conn_send(&c, ACK, 0, NULL, 0);
	while (conn_get(&c, &p, SOON) && p.seq == c.ack && p.len < 100)
		c.ack += p.len;
	conn_in_state(&c, ESTABLISHED);
}

/* Not answered, it lasts for R2. */
static void persist_dead(void)
{
	static const unsigned int at[] = { 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363,
					   423, 483, 543, 0 };
	struct conn c;

	close_window(&c);
	follow(&c, at, ACK, 1, false);
	give_up(&c, now_us(), 603 - 543, ETIMEDOUT);
}

/* RFC 9293 3.8.4, MUST-28. */
static void keepalive(void)
{
	static const unsigned int idle[] = { 7200, 14400, 0 };
	static const unsigned int at[] = { 7200, 7275, 7350, 7425, 7500, 7575, 7650, 7725,
					   7800, 0 };
	struct conn c;

	opened(&c);
	set(c.fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	follow(&c, idle, ACK, 0, true);
	follow(&c, at, ACK, 0, false);
	give_up(&c, now_us(), 75, ETIMEDOUT);
}

static void take_fin(struct conn *c)
{
	struct packet p;

	conn_expect(c, FIN | ACK, &p, SOON);
	c->ack++;
}

/* A state that must end after so many seconds. */
static void lasts(struct conn *c, int state, int64_t from, unsigned int seconds)
{
	net_sleep_ms(seconds * 1000 - 50);
	conn_in_state(c, state);
	while (net_state(PEER_STACK_TEXT, c->stack_port, c->port))
		usleep(500);
	check_time("gone", &from, seconds * SEC);
}

/* Twice the MSL of 30 s; a FIN that comes again starts them anew. */
static void time_wait(void)
{
	int64_t from;
	struct conn c;

	opened(&c);
	close(c.fd);
	take_fin(&c);
	conn_send(&c, FIN | ACK, 0, NULL, 0);
	c.seq++;
	conn_expect_ack(&c, SOON);
	net_sleep_ms(50000);
	conn_in_state(&c, TIME_WAIT);
	conn_send(&c, FIN | ACK, -1, NULL, 0);
	from = now_us();
	conn_expect_ack(&c, SOON);
	lasts(&c, TIME_WAIT, from, 60);
	conn_send(&c, ACK, 0, NULL, 0);
	CHECK(conn_get(&c, &(struct packet){}, SOON), "no reset");
}

/* An orphan waits for the peer's FIN for 60 s; a socket that is only shut, for ever. */
static void fin_wait_2(void)
{
	int64_t from;
	struct conn c;

	opened(&c);
	OK(shutdown(c.fd, SHUT_WR));
	take_fin(&c);
	conn_send(&c, ACK, 0, NULL, 0);
	net_sleep_ms(600000);
	conn_in_state(&c, FIN_WAIT2);
	from = now_us();
	close(c.fd);
	lasts(&c, FIN_WAIT2, from, 60);
	conn_quiet(&c, 130000);
}

/* RFC 9293 MUST-40, MUST-59. At first each segment is acknowledged at once. */
static void delayed_ack(void)
{
	struct packet p;
	struct conn c;
	int64_t from;
	unsigned int i;

	opened(&c);
	for (i = 0; i < 8; i++) {
		conn_data(&c, 1448);
		conn_expect_ack(&c, SOON);
	}
	for (i = 0; i < 3; i++) {
		from = now_us();
		conn_data(&c, 1448);
		conn_expect(&c, ACK, &p, SOON);
		GIVES(c.seq, p.ack);
		check_time("delayed", &from, 40000);
		conn_data(&c, 1448);
		conn_data(&c, 1448);
		conn_expect(&c, ACK, &p, SOON);
		GIVES(c.seq, p.ack);
		check_time("two at once", &from, 0);
	}
}

/* A corked segment leaves after 200 ms, and the next as well. */
static void cork(void)
{
	struct packet p;
	struct conn c;
	int64_t from;
	unsigned int i;

	opened(&c);
	set(c.fd, IPPROTO_TCP, TCP_CORK, 1);
	for (i = 0; i < 3; i++) {
		from = now_us();
		write_some(c.fd, 100);
		conn_expect(&c, ACK, &p, SOON);
		GIVES(100, p.len);
		check_time("corked", &from, 200000);
		c.ack += p.len;
		conn_send(&c, ACK, 0, NULL, 0);
	}
	from = now_us();
	write_some(c.fd, 100);
	set(c.fd, IPPROTO_TCP, TCP_CORK, 0);
	conn_expect(&c, ACK, &p, SOON);
	check_time("uncorked", &from, 0);
}

static const struct tap_case cases[] = {
	{ "syn", syn, LIMIT },
	{ "rto", rto, LIMIT },
	{ "rto_fin", rto_fin, LIMIT },
	{ "persist", persist, LIMIT },
	{ "persist_dead", persist_dead, LIMIT },
	{ "keepalive", keepalive, LIMIT },
	{ "time_wait", time_wait, LIMIT },
	{ "fin_wait_2", fin_wait_2, LIMIT },
	{ "delayed_ack", delayed_ack, LIMIT },
	{ "cork", cork, LIMIT },
};

int main(int argc, char **argv)
{
	net_enter();
	peer_open();
	return tap_main(cases, ARRAY_SIZE(cases), argc, argv);
}
