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
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/tandem.h>
#include "../src/conn.h"
#include "../src/net.h"
#include "../src/peer.h"
#include "../src/tap.h"

#define SEC		1000000LL	/* us */
#define MSEC		1000LL		/* us */
#define TICK		500000LL	/* us, of the profile "classic" */
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
 * The same segment, again and again, by a schedule that ends with 0, in units of so
 * many microseconds; each is answered when the peer is alive.
 */
static void follow_units(struct conn *c, const unsigned int *at, int64_t unit,
			 unsigned int flags, unsigned int len, bool alive)
{
	int64_t from = now_us();
	unsigned int i, before = 0;
	struct packet p;
	char what[24];

	for (i = 0; at[i]; i++) {
		snprintf(what, sizeof(what), "at %.2f s", at[i] * unit / (double)SEC);
		CHECK(conn_get(c, &p, FOR_EVER), "nothing %s", what);
		check_time(what, &from, (at[i] - before) * unit);
		CHECK((p.flags & ~PSH) == flags && p.len == len,
		      "flags %#x, %u bytes %s", p.flags, p.len, what);
		if (alive)
			conn_send(c, ACK, 0, NULL, 0);
		before = at[i];
	}
}

/* By the second. */
static void follow(struct conn *c, const unsigned int *at, unsigned int flags,
		   unsigned int len, bool alive)
{
	follow_units(c, at, SEC, flags, len, alive);
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

/* Constants of one socket, before it connects. */
static void config(struct conn *c, const char *text)
{
	if (c->fd < 0)
		c->fd = net_socket();
	OK(setsockopt(c->fd, SOL_TANDEM, TANDEM_CONFIG, text, strlen(text)));
}

static void opened(struct conn *c)
{
	conn_init(c);
	conn_active(c);
}

/* The same with the profile "classic", whose clock ticks twice a second. */
static void opened_classic(struct conn *c)
{
	conn_init(c);
	config(c, "profile=classic");
	conn_active(c);
}

/* The first one after a start between two ticks: up to a tick early. */
static void follow_tick(struct conn *c, int64_t from, int64_t due, unsigned int flags,
			unsigned int len)
{
	struct packet p;
	int64_t took;

	CHECK(conn_get(c, &p, FOR_EVER), "nothing");
	took = now_us() - from;
	/* Where in the tick it began depends on all that was before: no figure to repeat */
	tap_note("%-12s %11s up to %11jd us", "at the tick", "", (intmax_t)due);
	CHECK(took > due - TICK - EARLY && took <= due + LATE, "after %jd us", (intmax_t)took);
	CHECK((p.flags & ~PSH) == flags && p.len == len, "flags %#x, %u bytes", p.flags, p.len);
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

/* The timer doubles up to a minute; R2 is 600 s after its first time. */
static const unsigned int until_r2[] = { 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363, 423, 483,
					 543, 0 };

/* RFC 6298 5.4 to 5.6; SHLD-25, S3-61: if a router says why, it is told at the end. */
static void rto_until_r2(bool unreachable)
{
	struct packet p;
	struct conn c;

	opened(&c);
	write_some(c.fd, 100);
	conn_expect(&c, ACK, &p, SOON);
	if (unreachable)
		conn_icmp(&c, 3, 1, 0, p.seq);
	follow(&c, until_r2, ACK, 100, false);
	give_up(&c, now_us(), 603 - 543, unreachable ? EHOSTUNREACH : ETIMEDOUT);
	conn_quiet(&c, 130000);
}

static void rto(void)
{
	rto_until_r2(false);
}

static void rto_unreachable(void)
{
	rto_until_r2(true);
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
	struct conn c;

	close_window(&c);
	follow(&c, until_r2, ACK, 1, false);
	give_up(&c, now_us(), 603 - 543, ETIMEDOUT);
}

static void opened_kept_alive(struct conn *c)
{
	opened(c);
	set(c->fd, SOL_SOCKET, SO_KEEPALIVE, 1);
}

/* RFC 9293 3.8.4, MUST-28. */
static void keepalive(void)
{
	static const unsigned int idle[] = { 7200, 14400, 0 };
	static const unsigned int at[] = { 7200, 7275, 7350, 7425, 7500, 7575, 7650, 7725,
					   7800, 0 };
	struct conn c;

	opened_kept_alive(&c);
	follow(&c, idle, ACK, 0, true);
	follow(&c, at, ACK, 0, false);
	give_up(&c, now_us(), 75, ETIMEDOUT);
}

/* S3-73: it ends as if nothing had come, but the user is told what a router said. */
static void keepalive_unreachable(void)
{
	static const unsigned int first[] = { 7200, 0 }, second[] = { 75, 0 };
	static const unsigned int at[] = { 75, 150, 225, 300, 375, 450, 525, 0 };
	struct conn c;

	opened_kept_alive(&c);
	follow(&c, first, ACK, 0, false);
	conn_icmp(&c, 3, 1, 0, c.ack - 1);
	follow(&c, second, ACK, 0, false);
	follow(&c, at, ACK, 0, false);
	give_up(&c, now_us(), 75, EHOSTUNREACH);

	/* an answer makes it a thing of the past */
	opened_kept_alive(&c);
	follow(&c, first, ACK, 0, false);
	conn_icmp(&c, 3, 1, 0, c.ack - 1);
	conn_send(&c, ACK, 0, NULL, 0);
	follow(&c, first, ACK, 0, false);
	follow(&c, second, ACK, 0, false);
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

/* A segment with RST comes now; then the socket fails with this. */
static void give_up_by_rst(struct conn *c, int64_t from, int64_t due, int want)
{
	struct packet p;

	conn_expect(c, RST | ACK, &p, FOR_EVER);
	give_up(c, from, due, want);
}

/* The notes' example: 12 retransmissions, then a RST, after about 9 minutes. */
static void rto_classic(void)
{
	static const unsigned int at[] = { 3, 9, 21, 45, 93, 157, 221, 285, 349, 413, 477, 0 };
	struct packet p;
	struct conn c;
	int64_t from;

	opened_classic(&c);
	from = now_us();
	write_some(c.fd, 100);
	conn_expect(&c, ACK, &p, SOON);
	follow_tick(&c, from, 1500 * MSEC, ACK, 100);
	follow(&c, at, ACK, 100, false);
	give_up_by_rst(&c, now_us(), 64, ETIMEDOUT);
}

/* The schedules of some makers' telephones, and one's own. */
static void syn_schedule(const char *text, const unsigned int *at, unsigned int end)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	config(&c, text);
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	follow_units(&c, at, MSEC, SYN, 0, false);
	give_up(&c, now_us(), end, ETIMEDOUT);
}

static void syn_oppo(void)
{
	static const unsigned int at[] = { 250, 750, 1750, 3750, 7750, 15750, 31750, 63750,
					   127750, 0 };

	syn_schedule("syn_schedule=oppo", at, 64);
}

static void syn_samsung(void)
{
	static const unsigned int at[] = { 420, 1320, 3120, 6820, 14320, 29320, 59320, 119320, 0 };

	syn_schedule("syn_schedule=samsung", at, 120);
}

static void syn_ios(void)
{
	static const unsigned int at[] = { 1000, 2000, 3000, 4000, 5000, 7000, 11000, 19000,
					   35000, 51000, 67000, 83000, 99000, 115000, 131000,
					   147000, 163000, 179000, 0 };

	syn_schedule("syn_schedule=ios", at, 16);
}

static void syn_own(void)
{
	static const unsigned int at[] = { 300, 5300, 10300, 0 };
	struct packet p;
	struct conn c;

	conn_init(&c);
	config(&c, "syn_schedule=300,5000");
	config(&c, "syn_retries=3");
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	follow_units(&c, at, MSEC, SYN, 0, false);
	give_up(&c, now_us(), 5, ETIMEDOUT);
}

/* TCP_SYNCNT: by their number, whatever the time. */
static void syn_count(void)
{
	static const unsigned int at[] = { 1, 3, 0 };
	struct packet p;
	struct conn c;

	conn_init(&c);
	c.fd = net_socket();
	set(c.fd, IPPROTO_TCP, TCP_SYNCNT, 2);
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	follow(&c, at, SYN, 0, false);
	give_up(&c, now_us(), 4, ETIMEDOUT);
}

/* RFC 9040: the host was talked to; the first repetition is early, the others are not. */
static void syn_shared(void)
{
	static const unsigned int at[] = { 200, 3000, 7000, 15000, 31000, 63000, 0 };
	struct conn c;

	opened(&c);
	OK(close(c.fd));
	syn_schedule("profile=linux", at, 64);
}

/* RFC 9293 3.8.3, S1-23: five times, and forgotten after 63 s. */
static void syn_ack(void)
{
	static const unsigned int at[] = { 1, 3, 7, 15, 31, 0 };
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_listen(&c);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	follow(&c, at, SYN | ACK, 0, false);
	net_sleep_ms(32500);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_expect(&c, RST, &p, SOON);
}

/* D6: two repetitions, by synack_retries */
static void syn_ack_count(void)
{
	static const unsigned int at[] = { 1, 3, 0 };
	struct sockaddr_in any = net_addr(PEER_STACK_TEXT, 0);
	struct packet p;
	struct conn c;

	conn_init(&c);
	config(&c, "synack_retries=2");
	c.listener = c.fd;
	c.fd = -1;
	OK(bind(c.listener, (struct sockaddr *)&any, sizeof(any)));
	OK(listen(c.listener, 1));
	conn_listen(&c);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	follow(&c, at, SYN | ACK, 0, false);
	conn_quiet(&c, 3900);
	conn_in_state(&c, SYN_RECV);
	conn_quiet(&c, 60000);
	conn_in_state(&c, 0);
}

/* A clock that ticks, between 5 and 60 s, and for ever though nobody answers. */
static void persist_classic(void)
{
	static const unsigned int at[] = { 5, 11, 23, 47, 95, 155, 215, 275, 335, 395, 455, 515,
					   575, 635, 695, 755, 0 };
	struct conn c;
	int64_t from;

	opened_classic(&c);
	c.win = 0;
	conn_send(&c, ACK, 0, NULL, 0);
	from = now_us();
	write_some(c.fd, 100);
	follow_tick(&c, from, 5 * SEC, ACK, 1);
	follow(&c, at, ACK, 1, false);
	conn_in_state(&c, ESTABLISHED);
}

/* Ten probes, and a RST. */
static void keepalive_classic(void)
{
	static const unsigned int at[] = { 7200, 7275, 7350, 7425, 7500, 7575, 7650, 7725,
					   7800, 7875, 0 };
	struct conn c;

	opened_classic(&c);
	set(c.fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	follow(&c, at, ACK, 0, false);
	give_up_by_rst(&c, now_us(), 75, ETIMEDOUT);
}

/* The peer has been started anew: its RST ends it. */
static void keepalive_rebooted(void)
{
	static const unsigned int at[] = { 7200, 0 };
	struct conn c;

	opened_kept_alive(&c);
	follow(&c, at, ACK, 0, false);
	conn_send(&c, RST, 0, NULL, 0);
	give_up(&c, now_us(), 0, ECONNRESET);
}

/* TCP_USER_TIMEOUT: data that is not acknowledged, then a window that stays closed. */
static void user_timeout(void)
{
	static const unsigned int at[] = { 1, 3, 7, 15, 0 };
	struct packet p;
	struct conn c;
	int64_t from;

	opened(&c);
	set(c.fd, IPPROTO_TCP, TCP_USER_TIMEOUT, 30000);
	from = now_us();
	write_some(c.fd, 100);
	conn_expect(&c, ACK, &p, SOON);
	follow(&c, at, ACK, 100, false);
	give_up(&c, from, 30, ETIMEDOUT);
	conn_quiet(&c, 130000);

	opened(&c);
	set(c.fd, IPPROTO_TCP, TCP_USER_TIMEOUT, 10000);
	c.win = 0;
	conn_send(&c, ACK, 0, NULL, 0);
	from = now_us();
	write_some(c.fd, 100);
	follow(&c, (const unsigned int[]){ 1, 3, 7, 0 }, ACK, 1, true);
	give_up(&c, from, 10, ETIMEDOUT);
}

/* With keep-alive it decides, and not the number of probes. */
static void user_timeout_keepalive(void)
{
	static const unsigned int at[] = { 10, 11, 12, 13, 14, 0 };
	struct conn c;
	int64_t from;

	opened(&c);
	from = now_us();
	set(c.fd, IPPROTO_TCP, TCP_KEEPIDLE, 10);
	set(c.fd, IPPROTO_TCP, TCP_KEEPINTVL, 1);
	set(c.fd, IPPROTO_TCP, TCP_KEEPCNT, 2);
	set(c.fd, IPPROTO_TCP, TCP_USER_TIMEOUT, 15000);
	set(c.fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	follow(&c, at, ACK, 0, false);
	give_up(&c, from, 15, ETIMEDOUT);
}

/* TCP_LINGER2: so long, and not at all. */
static void linger2(void)
{
	int64_t from;
	struct conn c;

	opened(&c);
	set(c.fd, IPPROTO_TCP, TCP_LINGER2, 5);
	OK(shutdown(c.fd, SHUT_WR));
	take_fin(&c);
	conn_send(&c, ACK, 0, NULL, 0);
	net_sleep_ms(1000);
	from = now_us();
	close(c.fd);
	lasts(&c, FIN_WAIT2, from, 5);

	opened(&c);
	set(c.fd, IPPROTO_TCP, TCP_LINGER2, -1);
	OK(shutdown(c.fd, SHUT_WR));
	take_fin(&c);
	conn_send(&c, ACK, 0, NULL, 0);
	net_sleep_ms(10);
	conn_in_state(&c, FIN_WAIT2);
	close(c.fd);
	conn_in_state(&c, 0);
}

/* R1: getsockopt(SO_ERROR) tells of the trouble, until there is an answer. */
static void r1_is_told(void)
{
	static const unsigned int at[] = { 1, 3, 7, 0 };
	socklen_t len = sizeof(int);
	struct packet p;
	struct conn c;
	int error;

	opened(&c);
	write_some(c.fd, 100);
	conn_expect(&c, ACK, &p, SOON);
	c.ack += p.len;
	follow(&c, at, ACK, 100, false);
	OK(getsockopt(c.fd, SOL_SOCKET, SO_ERROR, &error, &len));
	GIVES(0, error);
	follow(&c, (const unsigned int[]){ 8, 0 }, ACK, 100, false);
	OK(getsockopt(c.fd, SOL_SOCKET, SO_ERROR, &error, &len));
	GIVES(ETIMEDOUT, error);
	follow(&c, (const unsigned int[]){ 16, 0 }, ACK, 100, false);
	conn_send(&c, ACK, 0, NULL, 0);
	net_sleep_ms(10);
	OK(getsockopt(c.fd, SOL_SOCKET, SO_ERROR, &error, &len));
	GIVES(0, error);
	conn_in_state(&c, ESTABLISHED);
}

#define PACE_RATE	100000		/* bytes a second */
#define PACE_LATE	1000LL		/* us: an hrtimer, and our own way here */

/* What SO_MAX_PACING_RATE lets go, in twos at most: each octet has its time. */
static void follow_rate(struct conn *c, unsigned int segments)
{
	static const char zeros[16000];
	int64_t begin, took, due;
	unsigned int i, sent = 0;
	struct packet p;

	set(c->fd, SOL_SOCKET, SO_MAX_PACING_RATE, PACE_RATE);
	GIVES(segments * 1000, send(c->fd, zeros, segments * 1000, MSG_NOSIGNAL));
	begin = now_us();
	for (i = 0; sent < segments * 1000; i++) {
		CHECK(conn_get(c, &p, SOON), "nothing after %u bytes", sent);
		took = now_us() - begin;
		due = sent * SEC / PACE_RATE;
		tap_note("%2u: %u bytes after %jd us, due %jd", i, p.len, (intmax_t)took,
			 (intmax_t)due);
		CHECK(took >= due - (int64_t)p.len * SEC / PACE_RATE - EARLY, "too early");
		CHECK(took <= due + PACE_LATE, "too late");
		sent += p.len;
		c->ack += p.len;
		conn_send(c, ACK, 0, NULL, 0);
	}
}

static void opened_small(struct conn *c)
{
	/* What the kernel does after it has started is over then. */
	net_sleep_ms(20000);
	conn_init(c);
	c->mss = 1000;
	conn_active(c);
}

/* Our own timer waits. */
static void paced(void)
{
	struct conn c;

	opened_small(&c);
	follow_rate(&c, 16);
}

/* The qdisc waits: it says that it had to. */
static void paced_fq(void)
{
	char said[4096] = "", *at;
	struct conn c;
	FILE *tc;

	CHECK(!system("tc qdisc replace dev tun0 root fq"), "no fq");
	opened_small(&c);
	follow_rate(&c, 16);
	tc = popen("tc -s qdisc show dev tun0", "r");
	CHECK(tc && fread(said, 1, sizeof(said) - 1, tc), "tc says nothing");
	pclose(tc);
	at = strstr(said, "highprio");
	at = at ? strstr(at, " throttled ") : NULL;
	CHECK(at && atoi(at + strlen(" throttled ")), "%s", said);
	CHECK(!system("tc qdisc del dev tun0 root"), "fq stays");
}

static const struct tap_case cases[] = {
	{ "syn", syn, LIMIT },
	{ "rto", rto, LIMIT },
	{ "rto_unreachable", rto_unreachable, LIMIT },
	{ "rto_fin", rto_fin, LIMIT },
	{ "persist", persist, LIMIT },
	{ "persist_dead", persist_dead, LIMIT },
	{ "keepalive", keepalive, LIMIT },
	{ "keepalive_unreachable", keepalive_unreachable, LIMIT },
	{ "time_wait", time_wait, LIMIT },
	{ "fin_wait_2", fin_wait_2, LIMIT },
	{ "delayed_ack", delayed_ack, LIMIT },
	{ "cork", cork, LIMIT },
	{ "rto_classic", rto_classic, LIMIT },
	{ "syn_oppo", syn_oppo, LIMIT },
	{ "syn_samsung", syn_samsung, LIMIT },
	{ "syn_ios", syn_ios, LIMIT },
	{ "syn_own", syn_own, LIMIT },
	{ "syn_count", syn_count, LIMIT },
	{ "syn_shared", syn_shared, LIMIT },
	{ "syn_ack", syn_ack, LIMIT },
	{ "syn_ack_count", syn_ack_count, LIMIT },
	{ "persist_classic", persist_classic, LIMIT },
	{ "keepalive_classic", keepalive_classic, LIMIT },
	{ "keepalive_rebooted", keepalive_rebooted, LIMIT },
	{ "user_timeout", user_timeout, LIMIT },
	{ "user_timeout_keepalive", user_timeout_keepalive, LIMIT },
	{ "linger2", linger2, LIMIT },
	{ "r1_is_told", r1_is_told, LIMIT },
	{ "paced", paced, LIMIT },
	{ "paced_fq", paced_fq, LIMIT },
};

int main(int argc, char **argv)
{
	net_enter();
	net_by_the_book();
	peer_open();
	return tap_main(cases, ARRAY_SIZE(cases), argc, argv);
}
