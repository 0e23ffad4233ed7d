// SPDX-License-Identifier: GPL-2.0
/*
 * Opening, RFC 9293 3.5: the handshake from either side, and from both at once;
 * what is repeated, and what is refused.
 */
#include <netinet/tcp.h>
#include <poll.h>

#include "wire.h"

static int connect_error(struct conn *c)
{
	struct pollfd wait = { .fd = c->fd, .events = POLLOUT };
	int error = -1;
	socklen_t len = sizeof(error);

	GIVES(1, poll(&wait, 1, SOON));
	OK(getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &len));
	return error;
}

static void open_active(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	conn_in_state(&c, SYN_SENT);
	GIVES(0, p.ack);
	GIVES(0, p.len);
	GIVES(1460, p.mss);
	CHECK(p.wscale >= 0 && p.wscale <= 14, "%d", p.wscale);
	CHECK(p.sack_ok && p.has_ts && !p.tsecr, "options: %d %d %u", p.sack_ok,
	      p.has_ts, p.tsecr);
	conn_syn(&c, SYN | ACK);
	conn_expect(&c, ACK, &p, SOON);
	CHECK(p.ack == c.seq && p.seq == c.ack && !p.len, "ack %u", p.ack);
	CHECK(p.has_ts && p.tsecr == c.tsval, "timestamp %u", p.tsecr);
	conn_in_state(&c, ESTABLISHED);
	GIVES(0, connect_error(&c));
}

static void open_passive(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_listen(&c);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	GIVES(c.seq, p.ack);
	GIVES(1460, p.mss);
	CHECK(p.wscale >= 0 && p.sack_ok && p.has_ts, "options missing");
	GIVES(c.tsval, p.tsecr);
	conn_in_state(&c, SYN_RECV);
	net_nonblock(c.listener);
	FAILS(EAGAIN, accept(c.listener, NULL, NULL));
	conn_send(&c, ACK, 0, NULL, 0);
	wire_readable(c.listener);
	c.fd = OK(accept(c.listener, NULL, NULL));
	conn_in_state(&c, ESTABLISHED);
	conn_quiet(&c, QUIET);
}

/* Data may come with the ACK that ends the handshake. */
static void open_passive_data(void)
{
	struct packet p;
	struct conn c;
	char got[8];

	conn_init(&c);
	conn_listen(&c);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	conn_send(&c, ACK | PSH, 0, "early", 5);
	c.seq += 5;
	c.fd = OK(accept(c.listener, NULL, NULL));
	GIVES(5, recv(c.fd, got, 8, 0));
	conn_expect_ack(&c, SOON);
}

static void open_simultaneous(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	conn_syn(&c, SYN);
	conn_expect(&c, SYN | ACK, &p, SOON);
	CHECK(p.seq == c.ack - 1 && p.ack == c.seq, "seq off by %d, ack by %d",
	      (int)(p.seq - c.ack + 1), (int)(p.ack - c.seq));
	conn_in_state(&c, SYN_RECV);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_in_state(&c, ESTABLISHED);
	GIVES(0, connect_error(&c));
	wire_write(c.fd, 10);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(10, p.len);
}

/* The next copy of a segment: how long it took. What is due to the millisecond is in vtime.c. */
static unsigned int again(struct conn *c, unsigned int flags, uint32_t seq)
{
	uint64_t begin = net_now_ms();
	struct packet p;

	conn_expect(c, flags, &p, SOON);
	CHECK(p.seq == seq, "another sequence number, by %d", (int)(p.seq - seq));
	return net_now_ms() - begin;
}

static void syn_retransmit(void)
{
	struct packet p;
	struct conn c;
	unsigned int ms;

	wire_in_time();
	conn_init(&c);
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	ms = again(&c, SYN, p.seq);
	CHECK(ms > 800, "first after %u ms", ms);
	ms = again(&c, SYN, p.seq);
	CHECK(ms > 800, "second after %u ms", ms);
	conn_syn(&c, SYN | ACK);
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, ESTABLISHED);
}

static void synack_retransmit(void)
{
	struct packet p;
	struct conn c;
	unsigned int ms;

	wire_in_time();
	conn_init(&c);
	conn_listen(&c);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	ms = again(&c, SYN | ACK, p.seq);
	CHECK(ms > 800, "after %u ms", ms);
	/* and at once when the SYN comes again */
	conn_syn(&c, SYN);
	peer_settle();
	conn_expect(&c, SYN | ACK, &p, 0);
	conn_send(&c, ACK, 0, NULL, 0);
	OK(accept(c.listener, NULL, NULL));
	conn_in_state(&c, ESTABLISHED);
}

static void refused(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	conn_send(&c, RST | ACK, 0, NULL, 0);
	GIVES(ECONNREFUSED, connect_error(&c));
	conn_in_state(&c, 0);
	conn_quiet(&c, QUIET);
}

/* A reset that does not know our sequence number is somebody's guess. */
static void refused_blindly(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	conn_send(&c, RST, 0, NULL, 0);
	c.ack += 100;
	conn_send(&c, RST | ACK, 0, NULL, 0);
	c.ack -= 100;
	conn_in_state(&c, SYN_SENT);
	conn_syn(&c, SYN | ACK);
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, ESTABLISHED);
}

/* RFC 9293 3.10.7.3: an ACK of something that was never sent gets a RST. */
static void synack_of_another(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	c.ack += 1000;
	conn_syn(&c, SYN | ACK);
	conn_expect(&c, RST, &p, SOON);
	CHECK(p.seq == c.ack, "seq off by %d", (int)(p.seq - c.ack));
	conn_in_state(&c, SYN_SENT);
	c.ack -= 1000;
	conn_syn(&c, SYN | ACK);
	conn_expect_ack(&c, SOON);
}

/* RFC 9293 3.10.7.1: what a port answers where nobody listens. */
static void closed_port(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	c.stack_port = 9;
	conn_syn(&c, SYN);
	conn_expect(&c, RST | ACK, &p, SOON);
	GIVES(0, p.seq);
	GIVES(c.seq, p.ack);
	c.ack = 77777;
	conn_send(&c, ACK, 0, "data", 4);
	conn_expect(&c, RST, &p, SOON);
	GIVES(77777, p.seq);
	conn_send(&c, FIN, 0, "data", 4);
	conn_expect(&c, RST | ACK, &p, SOON);
	GIVES(c.seq + 5, p.ack);
	conn_send(&c, RST, 0, NULL, 0);
	conn_send(&c, RST | ACK, 0, NULL, 0);
	conn_quiet(&c, QUIET);
}

/* RFC 9293 3.10.7.2: what a listener answers to anything but a SYN. */
static void listen_others(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_listen(&c);
	conn_send(&c, RST, 0, NULL, 0);
	conn_send(&c, 0, 0, "data", 4);
	conn_send(&c, FIN, 0, NULL, 0);
	conn_quiet(&c, QUIET);
	c.ack = 4242;
	conn_send(&c, ACK, 0, NULL, 0);
	conn_expect(&c, RST, &p, SOON);
	GIVES(4242, p.seq);
}

/* A wrong ACK does not end the handshake, a reset does. */
static void half_open(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_listen(&c);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	c.ack += 5;
	conn_send(&c, ACK, 0, NULL, 0);
	conn_expect(&c, RST, &p, SOON);
	GIVES(c.ack, p.seq);
	c.ack -= 5;
	conn_in_state(&c, SYN_RECV);
	conn_send(&c, RST, 0, NULL, 0);
	conn_in_state(&c, 0);
	net_nonblock(c.listener);
	FAILS(EAGAIN, accept(c.listener, NULL, NULL));
	/* the listener goes on */
	c.seq += 100000;
	c.ack = 0;
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	conn_send(&c, ACK, 0, NULL, 0);
	wire_readable(c.listener);
	OK(accept(c.listener, NULL, NULL));
}

/*
 * tcp(7): a handshake that completes while the accept queue is full stays half-open; it is
 * completed when there is room.
 */
static void half_open_waits(void)
{
	struct conn c, late;
	struct packet p;

	wire_in_time();
	conn_init(&c);
	conn_listen(&c);
	OK(listen(c.listener, 0));
	late = c;
	late.port++;
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	conn_syn(&late, SYN);
	conn_take_syn(&late, SYN | ACK, &p);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_in_state(&c, ESTABLISHED);
	conn_send(&late, ACK, 0, NULL, 0);
	conn_quiet(&late, QUIET);
	conn_in_state(&late, SYN_RECV);
	OK(accept(c.listener, NULL, NULL));
	/* the SYN-ACK comes again, and the peer's answer finds room */
	again(&late, SYN | ACK, late.ack - 1);
	conn_send(&late, ACK, 0, NULL, 0);
	wire_readable(c.listener);
	OK(accept(c.listener, NULL, NULL));
	conn_in_state(&late, ESTABLISHED);
}

/* close() of a listener ends what is half-open, silently; a later ACK is for nobody. */
static void half_open_listener_closes(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_listen(&c);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	conn_in_state(&c, SYN_RECV);
	close(c.listener);
	conn_in_state(&c, 0);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_expect(&c, RST, &p, SOON);
	GIVES(c.ack, p.seq);
}

static bool is_ready(int listener, unsigned int ms)
{
	struct pollfd p = { .fd = listener, .events = POLLIN };

	return OK(poll(&p, 1, ms));
}

/* TCP_DEFER_ACCEPT: the listener hears of it with the first data, or when the time is over. */
static void defer_accept(void)
{
	struct packet p;
	struct conn c;
	char byte;

	wire_in_time();
	conn_init(&c);
	conn_listen(&c);
	wire_set(c.listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, 3);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_quiet(&c, 1300);
	CHECK(!is_ready(c.listener, 0), "told too soon");
	conn_in_state(&c, SYN_RECV);
	CHECK(net_counter("TcpExt", "TCPDeferAcceptDrop") >= 1, "not counted");
	conn_data(&c, 1);
	CHECK(is_ready(c.listener, SOON), "not told");
	c.fd = OK(accept(c.listener, NULL, NULL));
	GIVES(1, recv(c.fd, &byte, 1, 0));
	conn_in_state(&c, ESTABLISHED);

	/* nothing comes: the SYN-ACK does once more, and then the ACK is enough */
	c.port++;
	wire_set(c.listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, 1);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_expect(&c, SYN | ACK, &p, SOON);
	CHECK(!is_ready(c.listener, 0), "told too soon");
	conn_send(&c, ACK, 0, NULL, 0);
	CHECK(is_ready(c.listener, SOON), "not told");
	c.fd = OK(accept(c.listener, NULL, NULL));
	conn_in_state(&c, ESTABLISHED);
}

/* On a socket that connects: the ACK of the SYN-ACK waits, as a delayed one does. */
static void defer_connect(void)
{
	unsigned long before;
	struct packet p;
	struct conn c;

	conn_init(&c);
	c.fd = net_socket();
	wire_set(c.fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, 3);
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	before = net_counter("TcpExt", "DelayedACKs");
	conn_syn(&c, SYN | ACK);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(0, p.len);
	conn_in_state(&c, ESTABLISHED);
	GIVES(before + 1, net_counter("TcpExt", "DelayedACKs"));
}

const struct tap_case wire_open_cases[] = {
	{ "open_active", open_active },
	{ "open_passive", open_passive },
	{ "open_passive_data", open_passive_data },
	{ "open_simultaneous", open_simultaneous },
	{ "syn_retransmit", syn_retransmit },
	{ "synack_retransmit", synack_retransmit },
	{ "refused", refused },
	{ "refused_blindly", refused_blindly },
	{ "synack_of_another", synack_of_another },
	{ "closed_port", closed_port },
	{ "listen_others", listen_others },
	{ "half_open", half_open },
	{ "half_open_waits", half_open_waits },
	{ "half_open_listener_closes", half_open_listener_closes },
	{ "defer_accept", defer_accept, 20 },
	{ "defer_connect", defer_connect },
};

const size_t wire_open_n = ARRAY_SIZE(wire_open_cases);
