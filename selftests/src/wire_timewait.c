// SPDX-License-Identifier: GPL-2.0
/*
 * TIME-WAIT: what opens a connection anew (RFC 6191), what does not end it (RFC 1337), and which
 * addresses it keeps from use (RFC 9293 3.6.1).
 */
#include <fcntl.h>

#include "wire.h"

/* To TIME-WAIT, the stack's side being that of a listener. c->seq is behind the peer's FIN. */
static void to_time_wait(struct conn *c)
{
	struct packet p;

	conn_passive(c);
	close(c->fd);
	conn_expect(c, FIN | ACK, &p, SOON);
	c->ack = p.seq + 1;
	conn_send(c, FIN | ACK, 0, NULL, 0);
	c->seq++;
	conn_expect_ack(c, SOON);
	conn_in_state(c, TIME_WAIT);
}

/* A SYN with this number and timestamp; conn_syn() sends seq - 1. */
static void syn(struct conn *c, int seq_off, int tsval_off)
{
	uint32_t seq = c->seq, tsval = c->tsval;

	c->seq += seq_off + 1;
	c->tsval += tsval_off;
	conn_syn(c, SYN);
	c->seq = seq;
	c->tsval = tsval;
}

/* It is dropped, and nothing is said. */
static void refused(struct conn *c)
{
	struct packet p;

	if (net_native()) {		/* answers with an ACK */
		conn_expect(c, ACK, &p, SOON);
		GIVES(c->seq, p.ack);
	} else {
		conn_quiet(c, QUIET);
	}
	conn_in_state(c, TIME_WAIT);
}

/* It opens; the ISS is beyond all that the old connection sent. */
static void accepted(struct conn *c)
{
	uint32_t old = c->ack, tsval = c->tsecr;
	struct packet p;

	conn_expect(c, SYN | ACK, &p, SOON);
	CHECK((int32_t)(p.seq - old) > 65535, "ISS only %d ahead", (int)(p.seq - old));
	CHECK(!c->ts || !p.has_ts || (int32_t)(p.tsval - tsval) >= 0, "our timestamp went back");
	conn_in_state(c, SYN_RECV);
}

/* RFC 6191 2: a newer timestamp, and a number far behind the old ones */
static void tw_newer_timestamp(void)
{
	struct conn c;

	conn_init(&c);
	to_time_wait(&c);
	syn(&c, -100000, 1);
	accepted(&c);
}

static void tw_older_timestamp(void)
{
	struct conn c;

	conn_init(&c);
	to_time_wait(&c);
	if (net_native())
		tap_skip("Linux lets the sequence number decide as well");
	syn(&c, 100000, -1);
	refused(&c);
}

static void tw_equal_timestamp(void)
{
	struct conn c;

	conn_init(&c);
	to_time_wait(&c);
	syn(&c, -100000, 0);
	refused(&c);
	syn(&c, 100000, 0);
	accepted(&c);
}

static void tw_timestamp_gone(void)
{
	struct conn c;

	conn_init(&c);
	to_time_wait(&c);
	c.no_options = true;
	syn(&c, -100000, 0);
	refused(&c);
	syn(&c, 100000, 0);
	accepted(&c);
}

static void tw_timestamp_new(void)
{
	struct conn c;

	if (net_native())
		tap_skip("Linux wants a higher sequence number here");
	conn_init(&c);
	c.no_options = true;
	to_time_wait(&c);
	c.no_options = false;
	syn(&c, -100000, 0);
	accepted(&c);
}

/* RFC 6191 2: the number to be exceeded is that of the FIN. */
static void tw_boundary(void)
{
	struct conn c;

	conn_init(&c);
	c.no_options = true;
	to_time_wait(&c);
	syn(&c, -1, 0);
	refused(&c);
	syn(&c, net_native() ? 1 : 0, 0);
	accepted(&c);
}

/* RFC 1337 4: old data and ACKs draw an ACK, never a RST; and no ping-pong of ACKs */
static void tw_old_segments(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	to_time_wait(&c);
	conn_send(&c, ACK | PSH, -50, "old data", 8);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(c.seq, p.ack);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_quiet(&c, QUIET);
	conn_in_state(&c, TIME_WAIT);
}

/* RFC 1337 2: none of the three hazards: no reset ends it, nothing old enters what follows */
static void tw_assassination(void)
{
	struct packet p;
	struct conn c;

	if (net_native())
		tap_skip("Linux does it only with net.ipv4.tcp_rfc1337");
	conn_init(&c);
	to_time_wait(&c);
	conn_send(&c, ACK | PSH, -50, "old data", 8);
	conn_expect(&c, ACK, &p, SOON);
	/* what a peer that is already in SYN-SENT says to that ACK */
	conn_send(&c, RST, 0, NULL, 0);
	conn_send(&c, RST | ACK, 0, NULL, 0);
	conn_quiet(&c, QUIET);
	conn_in_state(&c, TIME_WAIT);
	/* its next SYN opens, and the old data comes once more */
	c.seq += 1000;
	c.tsval += 1000;
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	conn_send(&c, ACK, 0, NULL, 0);
	wire_readable(c.listener);
	c.fd = OK(accept(c.listener, NULL, NULL));
	net_nonblock(c.fd);
	c.tsval -= 1000;
	conn_send(&c, ACK | PSH, 0, "old data", 8);
	c.tsval += 1000;
	conn_expect_ack(&c, SOON);
	FAILS(EAGAIN, recv(c.fd, p.data, 8, 0));
	conn_in_state(&c, ESTABLISHED);
}

/* An address of the peer's: its answer to our connect() is not waited for. */
static int try(int fd, unsigned int port)
{
	struct sockaddr_in to = net_addr("10.1.0.1", port);

	net_nonblock(fd);
	return connect(fd, (struct sockaddr *)&to, sizeof(to));
}

/*
 * The notes' example: a server on port 6666, the client on 1098. The server ends; at once a client
 * wants to use 6666 to go to 1098. With SO_REUSEADDR it may bind, and yet not connect there.
 */
static void tw_example(void)
{
	struct sockaddr_in addr = net_addr(PEER_STACK_TEXT, 6666);
	struct packet p;
	struct conn c;
	int fd;

	conn_init(&c);
	c.no_options = true;		/* Linux reuses the pair where there are timestamps */
	c.port = 1098;
	c.listener = net_listen(PEER_STACK_TEXT, 6666, 1);
	to_time_wait(&c);
	close(c.listener);

	fd = net_socket();
	FAILS(EADDRINUSE, bind(fd, (struct sockaddr *)&addr, sizeof(addr)));
	wire_set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	OK(bind(fd, (struct sockaddr *)&addr, sizeof(addr)));
	FAILS(EADDRNOTAVAIL, try(fd, 1098));
	conn_in_state(&c, TIME_WAIT);

	/* another port there is another pair, and another port here as well */
	c.port = 1099;
	FAILS(EINPROGRESS, try(fd, 1099));
	conn_take_syn(&c, SYN, &p);
	GIVES(6666, p.sport);
	c.port = 1098;
	c.stack_port = 0;
	FAILS(EINPROGRESS, try(net_socket(), 1098));
	conn_take_syn(&c, SYN, &p);
	CHECK(p.sport != 6666, "the port in TIME-WAIT was chosen");
}

/* A server that starts again may listen on its port. */
static void tw_listen_again(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	c.listener = net_listen(PEER_STACK_TEXT, 6667, 1);
	to_time_wait(&c);
	close(c.listener);
	c.listener = net_listen(PEER_STACK_TEXT, 6667, 1);
	c.port ^= 1;
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
}

static void limit(const char *text)
{
	int fd = OK(open(net_native() ? "/proc/sys/net/ipv4/tcp_max_tw_buckets" :
					"/proc/sys/net/tandem/tcp_max_tw_buckets", O_WRONLY));

	OK(write(fd, text, strlen(text)));
	close(fd);
}

/* Where no more TIME-WAITs are allowed the connection just ends, and that is counted. */
static void tw_overflow(void)
{
	unsigned long before = net_counter("TcpExt", "TCPTimeWaitOverflow");
	struct packet p;
	struct conn c;

	limit("0");
	conn_init(&c);
	conn_passive(&c);
	close(c.fd);
	conn_expect(&c, FIN | ACK, &p, SOON);
	c.ack = p.seq + 1;
	conn_send(&c, FIN | ACK, 0, NULL, 0);
	c.seq++;
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, 0);
	GIVES(before + 1, net_counter("TcpExt", "TCPTimeWaitOverflow"));
	limit("65536");
	conn_init(&c);
	to_time_wait(&c);
}

const struct tap_case wire_timewait_cases[] = {
	{ "tw_newer_timestamp", tw_newer_timestamp },
	{ "tw_older_timestamp", tw_older_timestamp },
	{ "tw_equal_timestamp", tw_equal_timestamp },
	{ "tw_timestamp_gone", tw_timestamp_gone },
	{ "tw_timestamp_new", tw_timestamp_new },
	{ "tw_boundary", tw_boundary },
	{ "tw_old_segments", tw_old_segments },
	{ "tw_assassination", tw_assassination },
	{ "tw_example", tw_example },
	{ "tw_listen_again", tw_listen_again },
	{ "tw_overflow", tw_overflow },
};

const size_t wire_timewait_n = ARRAY_SIZE(wire_timewait_cases);
