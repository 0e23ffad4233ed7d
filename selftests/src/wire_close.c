// SPDX-License-Identifier: GPL-2.0
/*
 * Closing, RFC 9293 3.6: each path through the states from ESTABLISHED to the
 * end, and TIME-WAIT.
 */
#include "wire.h"

/* The peer's FIN. */
static void send_fin(struct conn *c)
{
	conn_send(c, FIN | ACK, 0, NULL, 0);
	c->seq++;
}

/* The stack's FIN, which is then counted in c->ack but not acknowledged. */
static void take_fin(struct conn *c)
{
	struct packet p;

	conn_expect(c, FIN | ACK, &p, SOON);
	CHECK(p.seq == c->ack && p.ack == c->seq, "seq off by %d, ack by %d",
	      (int)(p.seq - c->ack), (int)(p.ack - c->seq));
	c->ack++;
}

static void close_active(void)
{
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	OK(shutdown(c.fd, SHUT_WR));
	take_fin(&c);
	conn_in_state(&c, FIN_WAIT1);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_in_state(&c, FIN_WAIT2);
	send_fin(&c);
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, TIME_WAIT);
	wire_end(c.fd);
	close(c.fd);
	conn_in_state(&c, TIME_WAIT);
	/* our ACK was lost: the FIN comes again */
	conn_send(&c, FIN | ACK, -1, NULL, 0);
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, TIME_WAIT);
}

static void close_orphaned(void)
{
	struct conn c;

	conn_init(&c);
	conn_passive(&c);
	close(c.fd);
	take_fin(&c);
	conn_in_state(&c, FIN_WAIT1);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_in_state(&c, FIN_WAIT2);
	send_fin(&c);
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, TIME_WAIT);
}

/* The FIN comes together with the ACK of ours. */
static void close_at_once(void)
{
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	OK(shutdown(c.fd, SHUT_WR));
	take_fin(&c);
	send_fin(&c);
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, TIME_WAIT);
}

static void close_passive(void)
{
	struct conn c;

	conn_init(&c);
	conn_passive(&c);
	send_fin(&c);
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, CLOSE_WAIT);
	wire_end(c.fd);
	wire_write(c.fd, 100);
	GIVES(100, conn_collect(&c, 100));
	conn_send(&c, ACK, 0, NULL, 0);
	close(c.fd);
	take_fin(&c);
	conn_in_state(&c, LAST_ACK);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_in_state(&c, 0);
	conn_quiet(&c, QUIET);
}

static void close_simultaneous(void)
{
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	OK(shutdown(c.fd, SHUT_WR));
	take_fin(&c);
	c.ack--;		/* not seen yet */
	send_fin(&c);
	c.ack++;
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, CLOSING);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_in_state(&c, TIME_WAIT);
	conn_quiet(&c, QUIET);
}

static void fin_with_data(void)
{
	struct conn c;
	char got[8];

	conn_init(&c);
	conn_active(&c);
	conn_send(&c, FIN | ACK | PSH, 0, "last", 4);
	c.seq += 5;
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, CLOSE_WAIT);
	GIVES(4, recv(c.fd, got, 8, 0));
	GIVES(0, recv(c.fd, got, 8, 0));
}

/* The FIN waits for the data before it. */
static void fin_out_of_order(void)
{
	struct packet p;
	struct conn c;
	char got[8];

	conn_init(&c);
	conn_active(&c);
	conn_send(&c, FIN | ACK, 4, NULL, 0);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(c.seq, p.ack);
	conn_in_state(&c, ESTABLISHED);
	conn_send(&c, ACK, 0, "hole", 4);
	c.seq += 5;
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, CLOSE_WAIT);
	GIVES(4, recv(c.fd, got, 8, 0));
	GIVES(0, recv(c.fd, got, 8, 0));
}

static void fin_retransmit(void)
{
	struct packet p;
	struct conn c;

	wire_in_time();
	conn_init(&c);
	conn_active(&c);
	close(c.fd);
	take_fin(&c);
	conn_expect(&c, FIN | ACK, &p, SOON);
	GIVES(c.ack - 1, p.seq);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_in_state(&c, FIN_WAIT2);
}

/* The last data carries the FIN, or the FIN follows it. */
static void fin_after_data(void)
{
	unsigned int sum = 0;
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	wire_write(c.fd, 2000);
	close(c.fd);
	do {
		CHECK(conn_get(&c, &p, SOON), "no FIN");
		GIVES(c.ack + sum, p.seq);
		sum += p.len;
	} while (!(p.flags & FIN));
	GIVES(2000, sum);
	c.ack += sum + 1;
	conn_send(&c, ACK, 0, NULL, 0);
	conn_in_state(&c, FIN_WAIT2);
}

/* Half closed is not closed: the peer's data is still wanted. */
static void half_closed(void)
{
	struct conn c;
	char got[8];

	conn_init(&c);
	conn_active(&c);
	OK(shutdown(c.fd, SHUT_WR));
	take_fin(&c);
	conn_send(&c, ACK | PSH, 0, "one", 3);
	c.seq += 3;
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, FIN_WAIT2);
	GIVES(3, recv(c.fd, got, 8, 0));
	conn_send(&c, ACK | PSH, 0, "two", 3);
	c.seq += 3;
	conn_expect_ack(&c, SOON);
	GIVES(3, recv(c.fd, got, 8, 0));
	send_fin(&c);
	conn_expect_ack(&c, SOON);
	wire_end(c.fd);
}

/* A handshake's last ACK that carries a FIN. */
static void fin_with_handshake(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_listen(&c);
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	send_fin(&c);
	wire_readable(c.listener);
	c.fd = OK(accept(c.listener, NULL, NULL));
	wire_end(c.fd);
	conn_in_state(&c, CLOSE_WAIT);
}

/* RFC 9293 3.10.4: CLOSE in SYN-SENT forgets the connection. */
static void close_syn_sent(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	OK(shutdown(c.fd, SHUT_WR));
	conn_in_state(&c, 0);
	conn_syn(&c, SYN | ACK);
	conn_expect(&c, RST, &p, SOON);
	CHECK(p.seq == c.ack, "seq off by %d", (int)(p.seq - c.ack));
}

/* To TIME-WAIT, the stack's side being that of a listener. */
static void to_time_wait(struct conn *c)
{
	conn_init(c);
	conn_passive(c);
	close(c->fd);
	take_fin(c);
	send_fin(c);
	conn_expect_ack(c, SOON);
	conn_in_state(c, TIME_WAIT);
}

/* RFC 6191: a new SYN that cannot be an old one opens anew. */
static void time_wait_reopen(void)
{
	struct packet p;
	struct conn c;

	to_time_wait(&c);
	c.seq += 200000;
	c.tsval += 5000;
	conn_syn(&c, SYN);
	conn_take_syn(&c, SYN | ACK, &p);
	GIVES(c.seq, p.ack);
	conn_send(&c, ACK, 0, NULL, 0);
	wire_readable(c.listener);
	OK(accept(c.listener, NULL, NULL));
	conn_in_state(&c, ESTABLISHED);
}

/* RFC 1337: a reset does not end TIME-WAIT. */
static void time_wait_reset(void)
{
	struct conn c;

	if (net_native())
		tap_skip("Linux does it only with net.ipv4.tcp_rfc1337");
	to_time_wait(&c);
	conn_send(&c, RST, 0, NULL, 0);
	conn_quiet(&c, QUIET);
	conn_in_state(&c, TIME_WAIT);
}

const struct tap_case wire_close_cases[] = {
	{ "close_active", close_active },
	{ "close_orphaned", close_orphaned },
	{ "close_at_once", close_at_once },
	{ "close_passive", close_passive },
	{ "close_simultaneous", close_simultaneous },
	{ "fin_with_data", fin_with_data },
	{ "fin_out_of_order", fin_out_of_order },
	{ "fin_retransmit", fin_retransmit },
	{ "fin_after_data", fin_after_data },
	{ "half_closed", half_closed },
	{ "fin_with_handshake", fin_with_handshake },
	{ "close_syn_sent", close_syn_sent },
	{ "time_wait_reopen", time_wait_reopen },
	{ "time_wait_reset", time_wait_reset },
};

const size_t wire_close_n = ARRAY_SIZE(wire_close_cases);
