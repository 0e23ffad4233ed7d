// SPDX-License-Identifier: GPL-2.0
/*
 * The IP header of TCP's segments: what a user can set in it, and that it stays so.
 */
#include "wire.h"

/* The next segment; all of them look so. */
static void expect_header(struct conn *c, unsigned int flags, unsigned int tos, unsigned int ttl)
{
	struct packet p;

	conn_expect(c, flags, &p, SOON);
	GIVES(tos, p.tos);
	GIVES(ttl, p.ttl);
	/* RFC 7323 5.7 */
	CHECK(p.df, "may be fragmented");
	c->ack += p.len;
}

static void syn_with(struct conn *c, int name, int value, unsigned int tos, unsigned int ttl)
{
	struct packet p;

	conn_init(c);
	c->fd = net_socket();
	if (name)
		wire_set(c->fd, IPPROTO_IP, name, value);
	conn_connect(c);
	conn_take_syn(c, SYN, &p);
	GIVES(tos, p.tos);
	GIVES(ttl, p.ttl);
	CHECK(p.df, "the SYN may be fragmented");
	conn_syn(c, SYN | ACK);
	expect_header(c, ACK, tos, ttl);
}

/* RFC 9293 MUST-48, SHLD-21, SHLD-22: from the SYN on, and when it changes, from then on. */
static void tos(void)
{
	struct conn c;

	syn_with(&c, IP_TOS, 0xb8, 0xb8, 64);
	wire_write(c.fd, 100);
	expect_header(&c, ACK, 0xb8, 64);
	conn_send(&c, ACK, 0, NULL, 0);
	wire_set(c.fd, IPPROTO_IP, IP_TOS, 0x28);
	wire_write(c.fd, 100);
	expect_header(&c, ACK, 0x28, 64);
	conn_send(&c, ACK, 0, NULL, 0);
	conn_data(&c, 100);
	expect_header(&c, ACK, 0x28, 64);
	OK(shutdown(c.fd, SHUT_WR));
	expect_header(&c, FIN | ACK, 0x28, 64);
}

/* RFC 9293 MUST-49: the system's, or that of the user. */
static void ttl(void)
{
	struct conn c;

	syn_with(&c, 0, 0, 0, 64);
	syn_with(&c, IP_TTL, 17, 0, 17);
	wire_write(c.fd, 100);
	expect_header(&c, ACK, 0, 17);
	conn_send(&c, ACK, 0, NULL, 0);
	wire_set(c.fd, IPPROTO_IP, IP_TTL, 255);
	wire_write(c.fd, 100);
	expect_header(&c, ACK, 0, 255);
}

const struct tap_case wire_ip_cases[] = {
	{ "ip_tos", tos },
	{ "ip_ttl", ttl },
};

const size_t wire_ip_n = ARRAY_SIZE(wire_ip_cases);
