// SPDX-License-Identifier: GPL-2.0
/*
 * ICMP errors about segments, RFC 9293 3.9.2.2, RFC 5927, RFC 6633: what a connection believes.
 */
#include <linux/tcp.h>
#include <poll.h>

#include "wire.h"

static int error_of(int fd)
{
	socklen_t len = sizeof(int);
	int error;

	OK(getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len));
	return error;
}

static unsigned int mtu_of(const struct conn *c)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);

	OK(getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &len));
	return info.tcpi_pmtu;
}

/* ICMP-13, SHLD-26: connect() fails at once, with the error of the code. */
static void icmp_connect(void)
{
	static const struct {
		unsigned int type, code;
		int error;
	} table[] = {
		{ 3, 0, ENETUNREACH }, { 3, 1, EHOSTUNREACH }, { 3, 2, ENOPROTOOPT },
		{ 3, 3, ECONNREFUSED }, { 3, 5, EOPNOTSUPP }, { 3, 6, ENETUNREACH },
		{ 3, 9, ENETUNREACH }, { 3, 10, EHOSTUNREACH }, { 3, 13, EHOSTUNREACH },
		{ 11, 0, EHOSTUNREACH }, { 12, 0, EPROTO },
	};
	struct pollfd done = { .events = POLLOUT };
	struct packet p;
	struct conn c;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(table); i++) {
		conn_init(&c);
		conn_connect(&c);
		conn_take_syn(&c, SYN, &p);
		conn_icmp(&c, table[i].type, table[i].code, 0, p.seq);
		done.fd = c.fd;
		GIVES(1, poll(&done, 1, SOON));
		CHECK(error_of(c.fd) == table[i].error, "type %u code %u", table[i].type,
		      table[i].code);
		close(c.fd);
	}
}

/* RFC 5927 4.1: whoever does not know the ISS has no say. */
static void icmp_connect_guess(void)
{
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_connect(&c);
	conn_take_syn(&c, SYN, &p);
	conn_icmp(&c, 3, 3, 0, p.seq - 1);
	if (!net_native())		/* Linux takes the next number for sent */
		conn_icmp(&c, 3, 3, 0, p.seq + 1);
	conn_icmp(&c, 3, 200, 0, p.seq);
	conn_icmp(&c, 4, 0, 0, p.seq);
	conn_syn(&c, SYN | ACK);
	conn_expect_ack(&c, SOON);
	conn_in_state(&c, ESTABLISHED);
	CHECK(net_counter("TcpExt", "OutOfWindowIcmps") >= 1, "not counted");
}

/* MUST-54, MUST-56, SHLD-25: remembered, and no more; of the others nobody hears. */
static void icmp_established(void)
{
	static const struct {
		unsigned int type, code;
		int error;
	} table[] = {
		{ 3, 0, ENETUNREACH }, { 3, 1, EHOSTUNREACH }, { 3, 2, ENOPROTOOPT },
		{ 3, 3, ECONNREFUSED }, { 3, 5, EOPNOTSUPP }, { 11, 0, EHOSTUNREACH },
		{ 11, 1, EHOSTUNREACH }, { 12, 0, EPROTO },
	};
	struct conn c, other;
	size_t i;

	conn_init(&c);
	conn_active(&c);
	conn_init(&other);
	conn_active(&other);
	for (i = 0; i < ARRAY_SIZE(table); i++) {
		if (net_native() && table[i].type == 11 && table[i].code)
			continue;	/* Linux takes it for a matter of fragments */
		wire_write(c.fd, 100);
		GIVES(100, conn_collect(&c, 20));
		conn_icmp(&c, table[i].type, table[i].code, 0, c.ack - 100);
		peer_settle();
		GIVES(table[i].error, error_of(c.fd));
		GIVES(0, error_of(c.fd));
		conn_send(&c, ACK, 0, NULL, 0);
	}
	GIVES(0, error_of(other.fd));
	conn_in_state(&c, ESTABLISHED);
	conn_data(&c, 100);
	conn_expect_ack(&c, SOON);
}

/* IP_RECVERR: at once and once, and the connection goes on */
static void icmp_recverr(void)
{
	struct pollfd p = { .events = POLLIN };
	struct conn c;
	char byte;

	conn_init(&c);
	conn_active(&c);
	wire_set(c.fd, IPPROTO_IP, IP_RECVERR, 1);
	wire_write(c.fd, 100);
	GIVES(100, conn_collect(&c, 20));
	conn_icmp(&c, 3, 1, 0, c.ack - 100);
	p.fd = c.fd;
	GIVES(1, poll(&p, 1, SOON));
	CHECK(p.revents & POLLERR, "%#x", p.revents);
	FAILS(EHOSTUNREACH, recv(c.fd, &byte, 1, MSG_DONTWAIT));
	FAILS(EAGAIN, recv(c.fd, &byte, 1, MSG_DONTWAIT));
	/* a number that was never sent says nothing */
	conn_icmp(&c, 3, 0, 0, c.ack + 1000);
	peer_settle();
	FAILS(EAGAIN, recv(c.fd, &byte, 1, MSG_DONTWAIT));
	conn_send(&c, ACK, 0, NULL, 0);
	wire_write(c.fd, 100);
	GIVES(100, conn_collect(&c, 20));
	conn_icmp(&c, 3, 3, 0, c.ack - 100);
	peer_settle();
	FAILS(ECONNREFUSED, send(c.fd, "x", 1, MSG_DONTWAIT));
	conn_send(&c, ACK, 0, NULL, 0);
	conn_data(&c, 1);
	conn_await_ack(&c, SOON);
	conn_in_state(&c, ESTABLISHED);
}

/* RFC 5927 4.1: with nothing in the network there is nothing to complain about. */
static void icmp_idle(void)
{
	struct conn c;

	if (net_native())
		tap_skip("Linux takes the next number for sent");
	conn_init(&c);
	conn_active(&c);
	conn_icmp(&c, 3, 1, 0, c.ack);
	conn_icmp(&c, 3, 1, 0, c.ack - 1);
	conn_icmp(&c, 3, 4, 600, c.ack);
	peer_settle();
	GIVES(0, error_of(c.fd));
	GIVES(1500, mtu_of(&c));
}

/* MUST-55, RFC 6633: not acted upon, not sent; and counted. */
static void icmp_source_quench(void)
{
	unsigned long drops = net_native() ? 0 : net_drops();
	struct tcp_info before, after;
	socklen_t len = sizeof(before);
	struct packet p;
	struct conn c;
	int i;

	conn_init(&c);
	conn_active(&c);
	wire_write(c.fd, 5000);
	GIVES(5000, conn_collect(&c, 50));
	OK(getsockopt(c.fd, IPPROTO_TCP, TCP_INFO, &before, &len));
	for (i = 0; i < 10; i++)
		conn_icmp(&c, 4, 0, 0, c.ack - 5000);
	while (peer_recv(&p, 50))
		CHECK(p.proto != IPPROTO_ICMP, "ICMP type %u came back", p.data[0]);
	OK(getsockopt(c.fd, IPPROTO_TCP, TCP_INFO, &after, &len));
	GIVES(before.tcpi_snd_cwnd, after.tcpi_snd_cwnd);
	GIVES(0, error_of(c.fd));
	CHECK(net_native() || net_drops() >= drops + 10, "not counted");
}

/* The largest data that comes until @end is acknowledged. */
static unsigned int largest(struct conn *c, uint32_t end)
{
	unsigned int most = 0;
	struct packet p;

	while (c->ack != end) {
		CHECK(conn_get(c, &p, SOON), "%d bytes are missing", (int)(end - c->ack));
		if (p.seq != c->ack)
			continue;
		c->ack = p.seq + p.len;
		most = p.len > most ? p.len : most;
		conn_send(c, ACK, 0, NULL, 0);
	}
	return most;
}

/* 1191-1, 5927-6: a path that is narrow from the beginning; 1191-11: no timer is waited for */
static void icmp_too_big(void)
{
	unsigned long before = net_counter("Loss", "RetransPath");
	struct packet p;
	struct conn c;
	uint32_t end;

	if (net_native())
		tap_skip("Linux remembers the path, and so what other cases said");
	conn_init(&c);
	conn_active(&c);
	end = c.ack + 4000;
	wire_write(c.fd, 4000);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(1448, p.len);
	while (conn_get(&c, &p, 50))
		;
	conn_icmp(&c, 3, 4, 1000, c.ack);
	peer_settle();
	GIVES(1000, mtu_of(&c));
	conn_expect(&c, ACK, &p, SOON);
	CHECK(p.seq == c.ack && p.len == 948, "%d, %u bytes", (int)(p.seq - c.ack), p.len);
	GIVES(before + 5, net_counter("Loss", "RetransPath"));
	c.ack += p.len;
	conn_send(&c, ACK, 0, NULL, 0);
	GIVES(948, largest(&c, end));
}

/* 5927-6: the path has carried more: not while the connection gets on */
static void icmp_too_big_forged(void)
{
	struct packet p;
	struct conn c;

	if (net_native())
		tap_skip("Linux believes it");
	net_rto(4000);		/* the first part of it takes less, whatever the machine */
	conn_init(&c);
	conn_active(&c);
	wire_write(c.fd, 1448);
	conn_expect(&c, ACK, &p, SOON);
	c.ack += 1448;
	conn_send(&c, ACK, 0, NULL, 0);
	wire_write(c.fd, 1448);
	conn_expect(&c, ACK, &p, SOON);
	conn_icmp(&c, 3, 4, 600, c.ack);
	c.ack += 1448;
	conn_send(&c, ACK, 0, NULL, 0);
	wire_write(c.fd, 3000);
	GIVES(1448, largest(&c, c.ack + 3000));
	GIVES(1500, mtu_of(&c));

	/* it has become narrow: the segment is not acknowledged in time */
	wire_write(c.fd, 1448);
	conn_expect(&c, ACK, &p, SOON);
	conn_icmp(&c, 3, 4, 600, c.ack);
	GIVES(548, largest(&c, c.ack + 1448));
	GIVES(600, mtu_of(&c));
}

/* 5927-5, 5927-9, 1191-2: never up, never below what a path can have */
static void icmp_too_big_absurd(void)
{
	static const unsigned int claims[] = { 9000, 65535, 1500 };
	static const unsigned int tiny[] = { 0, 1, 67, 68, 100 };
	struct packet p;
	struct conn c;
	size_t i;

	if (net_native())
		tap_skip("Linux remembers the path, and so what other cases said");
	wire_in_time();
	conn_init(&c);
	conn_active(&c);
	wire_write(c.fd, 1448);
	conn_expect(&c, ACK, &p, SOON);
	for (i = 0; i < ARRAY_SIZE(claims); i++)
		conn_icmp(&c, 3, 4, claims[i], c.ack);
	peer_settle();
	GIVES(1500, mtu_of(&c));
	for (i = 0; i < ARRAY_SIZE(tiny); i++)
		conn_icmp(&c, 3, 4, tiny[i], c.ack);
	peer_settle();
	GIVES(552, mtu_of(&c));
	GIVES(500, largest(&c, c.ack + 1448));
}

const struct tap_case wire_icmp_cases[] = {
	{ "icmp_connect", icmp_connect },
	{ "icmp_connect_guess", icmp_connect_guess },
	{ "icmp_established", icmp_established },
	{ "icmp_recverr", icmp_recverr },
	{ "icmp_idle", icmp_idle },
	{ "icmp_source_quench", icmp_source_quench },
	{ "icmp_too_big", icmp_too_big },
	{ "icmp_too_big_forged", icmp_too_big_forged, 20 },
	{ "icmp_too_big_absurd", icmp_too_big_absurd, 20 },
};

const size_t wire_icmp_n = ARRAY_SIZE(wire_icmp_cases);
