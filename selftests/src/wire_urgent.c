// SPDX-License-Identifier: GPL-2.0
/*
 * Urgent data, RFC 9293 3.8.5, RFC 6093: the pointer on the wire, and what the user is told of it.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>

#include "wire.h"

static int urgs;			/* SIGURGs so far */

static void count_urg(int sig)
{
	(void)sig;
	__atomic_add_fetch(&urgs, 1, __ATOMIC_RELAXED);
}

static int so_far(void)
{
	return __atomic_load_n(&urgs, __ATOMIC_RELAXED);
}

/* We are the owner of the socket, and hear SIGURG. */
static void own(const struct conn *c)
{
	struct sigaction act = { .sa_handler = count_urg };

	urgs = 0;
	OK(sigaction(SIGURG, &act, NULL));
	OK(fcntl(c->fd, F_SETOWN, getpid()));
}

static void opened(struct conn *c)
{
	conn_init(c);
	conn_active(c);
	own(c);
}

static void told(int n)
{
	uint64_t end = net_now_ms() + SOON;

	while (so_far() < n && net_now_ms() < end)
		net_sleep_ms(10);
	GIVES(n, so_far());
}

static int at_mark(const struct conn *c)
{
	int answer;

	OK(ioctl(c->fd, SIOCATMARK, &answer));
	return answer;
}

/* The peer's segment, with this pointer */
static void urgent(struct conn *c, unsigned int pointer, const char *text)
{
	c->urg = pointer;
	conn_send(c, ACK | URG, 0, text, strlen(text));
	c->seq += strlen(text);
}

/* MUST-30, MUST-62 */
static void urg_pointer(void)
{
	struct packet p;
	struct conn c;

	opened(&c);
	GIVES(3, send(c.fd, "abc", 3, MSG_OOB));
	conn_expect(&c, ACK | URG, &p, SOON);
	GIVES(3, p.len);
	GIVES(3, p.urg);
	c.ack += 3;
	conn_send(&c, ACK, 0, NULL, 0);
	/* what follows is not urgent */
	wire_write(c.fd, 10);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(10, p.len);
}

/* MUST-31: more than the field can say: the pointer moves on with the segments */
static void urg_long(void)
{
	static const char zeros[70000];
	uint32_t end, up;
	struct packet p;
	struct conn c;

	opened(&c);
	wire_set(c.fd, SOL_SOCKET, SO_SNDBUF, 400000);
	up = c.ack;
	end = c.ack + sizeof(zeros);
	GIVES((int)sizeof(zeros), send(c.fd, zeros, sizeof(zeros), MSG_OOB));
	while (c.ack != end) {
		CHECK(conn_get(&c, &p, SOON), "%d bytes are missing", (int)(end - c.ack));
		if (!p.len)
			continue;
		CHECK(p.flags & URG, "not urgent, %d before the end", (int)(end - p.seq));
		CHECK((int)(p.seq + p.urg - up) >= 0 && p.urg >= p.len, "the pointer goes back");
		up = p.seq + p.urg;
		c.ack = p.seq + p.len;
		conn_send(&c, ACK, 0, NULL, 0);
	}
	GIVES(end, up);
}

/* The pointer leaves though the data may not. */
static void urg_send_closed(void)
{
	struct packet p;
	struct conn c;

	wire_in_time();
	opened(&c);
	c.win = 0;
	conn_send(&c, ACK, 0, NULL, 0);
	peer_settle();
	GIVES(4, send(c.fd, "stop", 4, MSG_OOB));
	if (!net_native()) {		/* Linux tells with the first probe */
		conn_expect(&c, ACK | URG, &p, SOON);
		GIVES(0, p.len);
		GIVES(4, p.urg);
	}
	CHECK(conn_get(&c, &p, SOON) && p.flags & URG, "no urgent probe");
	GIVES(c.ack + 4, p.seq + p.urg);
}

/* MUST-32, MUST-33: told before the data is there, and of each advance */
static void urg_receive(void)
{
	struct pollfd pri = { .events = POLLPRI };
	struct conn c;
	char got[8];

	opened(&c);
	pri.fd = c.fd;
	urgent(&c, 6, "ab");
	told(1);
	GIVES(0, poll(&pri, 1, 0));
	GIVES(0, at_mark(&c));
	FAILS(EAGAIN, recv(c.fd, got, 1, MSG_OOB));
	urgent(&c, 4, "cd");
	conn_await_ack(&c, SOON);
	GIVES(1, so_far());
	urgent(&c, 2, "eX");
	conn_await_ack(&c, SOON);
	GIVES(1, so_far());
	GIVES(1, poll(&pri, 1, SOON));
	GIVES(5, recv(c.fd, got, 8, 0));
	GIVES(1, at_mark(&c));
	GIVES(1, recv(c.fd, got, 8, MSG_OOB));
	GIVES('X', got[0]);
	urgent(&c, 3, "fgY");
	told(2);
	GIVES(2, recv(c.fd, got, 8, 0));
	CHECK(!memcmp(got, "fg", 2), "'%.2s'", got);
	GIVES(1, at_mark(&c));
}

/* RFC 6093 3.3: the pointer advances before the octet was fetched. */
static void urg_advances(void)
{
	struct conn c;
	char got[8];

	opened(&c);
	urgent(&c, 3, "abX");
	urgent(&c, 3, "cdY");
	told(2);
	conn_await_ack(&c, SOON);
	GIVES(1, recv(c.fd, got, 8, MSG_OOB));
	GIVES('Y', got[0]);
	GIVES(5, recv(c.fd, got, 8, 0));
	CHECK(!memcmp(got, "abXcd", 5), "'%.5s'", got);
	GIVES(1, at_mark(&c));
}

/* RFC 6093 6, MUST-62 */
static void urg_inline(void)
{
	struct conn c;
	char got[8];

	opened(&c);
	wire_set(c.fd, SOL_SOCKET, SO_OOBINLINE, 1);
	urgent(&c, 3, "abXcd");
	told(1);
	wire_readable(c.fd);
	GIVES(2, recv(c.fd, got, 8, 0));
	GIVES(1, at_mark(&c));
	GIVES(3, recv(c.fd, got, 8, 0));
	CHECK(!memcmp(got, "Xcd", 3), "'%.3s'", got);
	GIVES(0, at_mark(&c));
}

/* MUST-66: also while the window is closed */
static void urg_receive_closed(void)
{
	unsigned int room;
	struct conn c;

	conn_init(&c);
	c.fd = net_socket();
	wire_set(c.fd, SOL_SOCKET, SO_RCVBUF, 8192);
	conn_active(&c);
	own(&c);
	conn_data(&c, 100);
	while ((room = conn_await_ack(&c, SOON)))
		conn_data(&c, room < 1000 ? room : 1000);
	GIVES(0, so_far());
	urgent(&c, 1, "");
	told(1);
}

/* S2-43: URG decides, not the field. RFC 6093 3.4: a middlebox has cleared it. */
static void urg_stripped(void)
{
	struct packet p;
	struct conn c;
	char got[8];

	opened(&c);
	c.raw_urg = true;
	c.urg = 3;
	conn_send(&c, ACK, 0, "abXcd", 5);
	c.seq += 5;
	conn_expect(&c, ACK, &p, SOON);
	GIVES(5, recv(c.fd, got, 8, 0));
	FAILS(EINVAL, recv(c.fd, got, 1, MSG_OOB));
	GIVES(0, so_far());
}

/* Out of order: the pointer counts from the segment that has it. */
static void urg_out_of_order(void)
{
	struct conn c;
	char got[8];

	opened(&c);
	c.seq += 3;
	urgent(&c, 2, "dX");
	told(1);
	c.seq -= 5;
	conn_send(&c, ACK, 0, "abc", 3);
	c.seq += 5;
	conn_await_ack(&c, SOON);
	GIVES(4, recv(c.fd, got, 8, 0));
	GIVES(1, at_mark(&c));
	GIVES(1, recv(c.fd, got, 8, MSG_OOB));
	GIVES('X', got[0]);
}

const struct tap_case wire_urgent_cases[] = {
	{ "urg_pointer", urg_pointer },
	{ "urg_long", urg_long },
	{ "urg_send_closed", urg_send_closed },
	{ "urg_receive", urg_receive },
	{ "urg_advances", urg_advances },
	{ "urg_inline", urg_inline },
	{ "urg_receive_closed", urg_receive_closed },
	{ "urg_stripped", urg_stripped },
	{ "urg_out_of_order", urg_out_of_order },
};

const size_t wire_urgent_n = ARRAY_SIZE(wire_urgent_cases);
