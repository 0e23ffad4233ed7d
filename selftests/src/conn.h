/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One connection between the scripted peer and a socket of the stack under test.
 *
 * The peer's side is plain: it knows its next sequence number and what it has
 * acknowledged, and sends what it is told to. conn_expect() is strict about what
 * the stack answers.
 */
#ifndef SELFTEST_CONN_H
#define SELFTEST_CONN_H

#include "packet.h"

struct conn {
	int fd;				/* the stack's socket */
	int listener;			/* of a passive open, else -1 */
	uint16_t port;			/* the peer's */
	uint16_t stack_port;
	uint32_t seq;			/* the peer's next sequence number */
	uint32_t ack;			/* the stack's, as far as acknowledged */
	uint16_t win;			/* what the peer offers, as on the wire */
	uint16_t urg;			/* urgent pointer of segments with URG */
	bool raw_urg;			/* and of those without */
	bool no_options;		/* in the peer's SYN: only MSS, if that */
	bool ts, sack_ok;		/* negotiated */
	int mss, wscale;		/* to offer; -1: not to */
	int stack_wscale;
	uint32_t tsval, tsecr;
};

/* What a test may change before it opens. */
void conn_init(struct conn *c);

void conn_active(struct conn *c);	/* the stack connects: to ESTABLISHED */
void conn_passive(struct conn *c);	/* the peer connects, fd is accepted */

/* The steps of these two. */
void conn_connect(struct conn *c);	/* connect(), does not wait */
void conn_listen(struct conn *c);
void conn_syn(struct conn *c, unsigned int flags);	/* SYN or SYN | ACK */
void conn_take_syn(struct conn *c, unsigned int flags, struct packet *p);

/* A segment at the peer's next sequence number, without options and data: its header. */
void conn_fill(const struct conn *c, struct packet *p, unsigned int flags);

/* A segment at the peer's next sequence number + off; seq is not moved. */
void conn_send(struct conn *c, unsigned int flags, int off, const void *data,
	       unsigned int len);
void conn_send_options(struct conn *c, unsigned int flags, int off, const void *data,
		       unsigned int len, const void *opt, unsigned int opt_len);
void conn_data(struct conn *c, unsigned int len);	/* pattern; seq moves on */

/* An ICMP error about the stack's segment at @seq. */
void conn_icmp(const struct conn *c, unsigned int type, unsigned int code, unsigned int mtu,
	       uint32_t seq);

/* The next segment of this connection; false when none comes in time. */
bool conn_get(struct conn *c, struct packet *p, unsigned int ms);
/* It must come, with exactly these flags (PSH aside). */
void conn_expect(struct conn *c, unsigned int flags, struct packet *p, unsigned int ms);
/* Also: it acknowledges all that the peer sent, and has no data. */
void conn_expect_ack(struct conn *c, unsigned int ms);
/* ACKs until one acknowledges all; returns the window it offers, bytes. */
unsigned int conn_await_ack(struct conn *c, unsigned int ms);
void conn_quiet(struct conn *c, unsigned int ms);
/*
 * New data of the stack: what it sends at once, and until nothing comes for a while; returns bytes,
 * moves ack.
 */
unsigned int conn_collect(struct conn *c, unsigned int ms);

void conn_in_state(struct conn *c, int state);	/* of enum tcp_state; 0: gone */

#endif
