// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers that a stranger shall not guess: initial sequence numbers (RFC 6528), local ports (RFC
 * 6056), and the identification of IPv4 (RFC 6864).
 */
#include <fcntl.h>
#include <stdio.h>

#include "wire.h"

#ifndef IP_LOCAL_PORT_RANGE		/* linux/in.h has it, the C library not yet */
#define IP_LOCAL_PORT_RANGE	51
#endif

#define FIRST	1024
#define COUNT	(65536 - FIRST)

/*
 * The SYN of a new connection to this port of the peer's; the socket stays. Those before it may
 * have sent theirs again by now: its own is asked for.
 */
static void syn_to(unsigned int port, struct packet *p)
{
	struct conn c;

	conn_init(&c);
	c.port = port;
	conn_connect(&c);
	c.stack_port = net_port(c.fd);
	conn_take_syn(&c, SYN, p);
}

static unsigned int port_to(unsigned int port)
{
	struct packet p;

	syn_to(port, &p);
	return p.sport;
}

/* RFC 6056 3.2: ports that are not to be chosen */
static void reserve(const char *ports)
{
	int fd = OK(open("/proc/sys/net/ipv4/ip_local_reserved_ports", O_WRONLY));

	OK(write(fd, ports, strlen(ports)));
	close(fd);
}

/* Algorithm 4: consecutive for one peer, */
static void port_one_peer(void)
{
	unsigned int port, last, i;

	if (net_native())
		tap_skip("Linux goes by two, and sometimes further");
	last = port_to(7001);
	for (i = 0; i < 20; i++, last = port) {
		port = port_to(7001);
		GIVES(1, (port - last + COUNT) % COUNT);
	}
}

/* unrelated for others, and out of the whole range. */
static void port_other_peers(void)
{
	unsigned int i, port, last = 0, least = 65535, most = 0, near = 0;

	if (net_native())
		tap_skip("Linux has another range");
	for (i = 0; i < 60; i++, last = port) {
		port = port_to(7100 + i);
		CHECK(port >= FIRST, "port %u", port);
		least = port < least ? port : least;
		most = port > most ? port : most;
		near += port - last + 200 < 400;
	}
	/* each goes wrong once in some millions of runs */
	CHECK(least < 16000 && most > 50000, "from %u to %u", least, most);
	CHECK(near < 10, "%u of 60 were near the one before", near);
}

static void port_reserved(void)
{
	unsigned int last, port;
	char list[32];

	if (net_native())
		tap_skip("Linux goes by two, and sometimes further");
	do
		last = port_to(7002);
	while (last > 65000);
	snprintf(list, sizeof(list), "%u-%u", last + 1, last + 10);
	reserve(list);
	port = port_to(7002);
	reserve("\n");
	GIVES(last + 11, port);
}

/*
 * RFC 6056 3.3.1: a port in use is left out, be its socket only bound (3.1); with none left the
 * search says so.
 */
static void port_exhausted(void)
{
	struct sockaddr_in addr = net_addr(PEER_STACK_TEXT, 40004);
	struct sockaddr_in to = net_addr("10.1.0.1", 7003);
	int fd = net_socket(), bound = net_socket(), i;
	unsigned int port, seen = 0;

	if (net_native())
		tap_skip("Linux has another range");
	OK(bind(bound, (struct sockaddr *)&addr, sizeof(addr)));
	reserve("1024-39999,40010-65535");
	for (i = 0; i < 9; i++) {
		port = port_to(7003);
		CHECK(port >= 40000 && port < 40010 && port != 40004, "port %u", port);
		CHECK(!(seen & 1u << (port - 40000)), "%u twice", port);
		seen |= 1u << (port - 40000);
	}
	net_nonblock(fd);
	FAILS(EADDRNOTAVAIL, connect(fd, (struct sockaddr *)&to, sizeof(to)));
	/* to another peer they are free, but for the one that is bound */
	port_to(7004);
	reserve("\n");
}

static int range(const char *text)
{
	int fd = OK(open(net_native() ? "/proc/sys/net/ipv4/ip_local_port_range" :
					"/proc/sys/net/tandem/port_range", O_WRONLY));
	int rc = write(fd, text, strlen(text)) < 0 ? -1 : 0;

	close(fd);
	return rc;
}

static unsigned int port_bound(int fd)
{
	struct sockaddr_in any = net_addr(PEER_STACK_TEXT, 0);

	OK(bind(fd, (struct sockaddr *)&any, sizeof(any)));
	return net_port(fd);
}

/* D24: the range is the user's to choose; connect() and bind() find all of it and nothing else. */
static void port_range(void)
{
	struct sockaddr_in to = net_addr("10.1.0.1", 7006);
	unsigned int port, seen = 0;
	int fd = net_socket(), i;

	OK(range("40000 40003"));
	for (i = 0; i < 4; i++) {
		port = port_to(7006);
		CHECK(port >= 40000 && port < 40004, "port %u", port);
		CHECK(!(seen & 1u << (port - 40000)), "%u twice", port);
		seen |= 1u << (port - 40000);
	}
	net_nonblock(fd);
	FAILS(EADDRNOTAVAIL, connect(fd, (struct sockaddr *)&to, sizeof(to)));
	OK(range("40010 40010"));
	GIVES(40010, port_bound(net_socket()));
	fd = net_socket();
	FAILS(EADDRINUSE, bind(fd, (struct sockaddr *)&(struct sockaddr_in){
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(PEER_STACK) }, sizeof(to)));
	FAILS(EINVAL, range("5000 4999"));
	FAILS(EINVAL, range("0 4999"));
	FAILS(EINVAL, range("5000 65536"));
	OK(range(net_native() ? "32768 60999" : "1024 65535"));
}

/* IP_LOCAL_PORT_RANGE: a part of it for one socket; what is not in there does nothing */
static void port_range_of_one(void)
{
	int fd = net_socket();
	uint32_t part = 40021u << 16 | 40020;

	if (net_native() && setsockopt(fd, IPPROTO_IP, IP_LOCAL_PORT_RANGE, &part, 4))
		tap_skip("not before Linux 6.3");
	OK(range("40000 40030"));
	wire_set(fd, IPPROTO_IP, IP_LOCAL_PORT_RANGE, part);
	CHECK(port_bound(fd) / 2 == 20010, "port %u", net_port(fd));
	fd = net_socket();
	wire_set(fd, IPPROTO_IP, IP_LOCAL_PORT_RANGE, 40030);
	GIVES(40030, port_bound(fd));
	fd = net_socket();
	wire_set(fd, IPPROTO_IP, IP_LOCAL_PORT_RANGE, 40000 << 16 | 39000);
	GIVES(40000, port_bound(fd));
	fd = net_socket();
	part = 40020u << 16 | 40021;
	FAILS(EINVAL, setsockopt(fd, IPPROTO_IP, IP_LOCAL_PORT_RANGE, &part, 4));
	OK(range(net_native() ? "32768 60999" : "1024 65535"));
}

/* RFC 6528 3: for one tuple a clock of 4 us; MUST-8 */
static void isn_one_tuple(void)
{
	uint32_t last = 0, isn;
	uint64_t then = 0, now;
	struct packet p;
	struct conn c;
	int i;

	for (i = 0; i < 20; i++, last = isn, then = now) {
		struct sockaddr_in addr = net_addr(PEER_STACK_TEXT, 5555);

		conn_init(&c);
		c.port = 7005;
		c.fd = net_socket();
		wire_set(c.fd, SOL_SOCKET, SO_REUSEADDR, 1);
		OK(bind(c.fd, (struct sockaddr *)&addr, sizeof(addr)));
		conn_connect(&c);
		conn_take_syn(&c, SYN, &p);
		now = net_now_ms();
		isn = p.seq;
		close(c.fd);
		net_sleep_ms(10);
		if (!i)
			continue;
		CHECK((int32_t)(isn - last) > 0, "goes back");
		/* 244 a millisecond; Linux' clock is one of 64 ns */
		if (!net_native() && now - then < 5000)
			CHECK((isn - last) / 244 <= now - then + 500 && isn - last > 244 * 9,
			      "%u in %u ms", isn - last, (unsigned int)(now - then));
	}
}

/* RFC 6528 3: unrelated for others; MUST-9 */
static void isn_other_tuples(void)
{
	uint32_t last = 0, step, before = 0;
	unsigned int i, same = 0, high = 0;
	struct packet p;

	for (i = 0; i < 40; i++) {
		syn_to(7200 + i, &p);
		step = p.seq - last;
		same += step - before + 1000000 < 2000000;
		high += p.seq >> 31;
		before = step;
		last = p.seq;
	}
	CHECK(same < 5, "%u of 40 steps alike", same);
	CHECK(high > 2 && high < 38, "%u of 40 in the upper half", high);
}

/*
 * RFC 6864: TCP's packets are never fragmented, so that their number means nothing; it counts the
 * segments of its own connection and nothing else.
 */
static void ip_id_tcp(void)
{
	struct packet p;
	struct conn a, b;
	unsigned int id;
	int i;

	if (net_native())
		tap_skip("Linux begins anywhere");
	conn_init(&a);
	conn_active(&a);
	conn_init(&b);
	conn_active(&b);
	conn_data(&a, 10);
	conn_expect(&a, ACK, &p, SOON);
	id = p.id;
	for (i = 0; i < 10; i++) {
		conn_data(&b, 1000);
		conn_await_ack(&b, SOON);
	}
	conn_data(&a, 10);
	conn_expect(&a, ACK, &p, SOON);
	CHECK(p.df, "may be fragmented");
	GIVES(id + 1, p.id);
}

/* Of packets that could be fragmented: one sender's answers tell nothing of another's. */
static void ip_id_icmp(void)
{
	unsigned int id[3][8], i, n, equal = 0, near = 0;
	struct packet p = { .daddr = PEER_STACK, .proto = IPPROTO_ICMP, .len = 64 }, got;

	p.data[0] = 8;
	packet_put16(p.data + 2, packet_sum(p.data, p.len, 0));
	for (i = 0; i < 8; i++)
		for (n = 0; n < 3; n++) {
			p.saddr = PEER_ADDR + 2 * n;
			peer_send(&p);
			do
				CHECK(peer_recv(&got, SOON), "no answer");
			while (got.proto != IPPROTO_ICMP || got.daddr != p.saddr);
			id[n][i] = got.id;
		}
	for (n = 0; n < 3; n++) {
		near += (uint16_t)(id[n][0] - id[0][0] + 8) <= 16;
		for (i = 1; i < 8; i++) {
			CHECK(id[n][i] != id[n][i - 1], "the same twice");
			equal += (uint16_t)(id[n][i] - id[0][i] - (id[n][0] - id[0][0])) > 64;
		}
	}
	/*
	 * Counters of their own: the distances stay, and they are not 0 or 1; by chance both are so
	 * once in some ten million runs
	 */
	if (!net_native()) {
		GIVES(0, equal);
		CHECK(near < 3, "one counter for all");
	}
}

const struct tap_case wire_guess_cases[] = {
	{ "port_one_peer", port_one_peer },
	{ "port_other_peers", port_other_peers },
	{ "port_reserved", port_reserved },
	{ "port_exhausted", port_exhausted },
	{ "port_range", port_range },
	{ "port_range_of_one", port_range_of_one },
	{ "isn_one_tuple", isn_one_tuple },
	{ "isn_other_tuples", isn_other_tuples },
	{ "ip_id_tcp", ip_id_tcp },
	{ "ip_id_icmp", ip_id_icmp },
};

const size_t wire_guess_n = ARRAY_SIZE(wire_guess_cases);
