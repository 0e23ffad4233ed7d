// SPDX-License-Identifier: GPL-2.0
/*
 * TCP Fast Open on the wire, RFC 7413: a client of the stack under test, and of its servers what
 * needs more than one peer. What a server answers segment by segment is in scripts/fastopen.txt.
 *
 * Each case has a namespace of its own, so that nobody has cookies of other cases.
 */
#include <fcntl.h>
#include <linux/tcp.h>
#include <poll.h>

#include <linux/tandem.h>
#include "wire.h"

#define PEER_2		(PEER_ADDR + 6)

static const uint8_t cookie[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };

static void begin(struct conn *c)
{
	net_enter();
	net_sysctl("ipv4/tcp_fastopen", "3");
	if (!net_native())
		net_sysctl("tandem/fastopen", "3");
	peer_open();
	wire_patient();
	conn_init(c);
}

/* ---- A client of the stack ---- */

/* Opens fast, to the peer's port; returns what sendto() does. */
static int open_fast(struct conn *c, unsigned int len)
{
	struct sockaddr_in to = net_addr("10.1.0.1", c->port);
	static const char zeros[4000];

	if (c->fd >= 0)
		OK(close(c->fd));
	c->fd = net_socket();
	net_nonblock(c->fd);
	return sendto(c->fd, zeros, len, MSG_FASTOPEN, (struct sockaddr *)&to, sizeof(to));
}

/* SYN-ACK that acknowledges @len bytes besides the SYN, with a cookie or not */
static void syn_ack(struct conn *c, unsigned int len, const uint8_t *give)
{
	struct packet p = {
		.saddr = PEER_ADDR, .daddr = PEER_STACK, .proto = IPPROTO_TCP,
		.sport = c->port, .dport = c->stack_port, .flags = SYN | ACK, .win = 65535,
		.seq = c->seq - 1, .ack = c->ack + len, .opt = { 2, 4, 1400 >> 8, 1400 & 255 },
		.opt_len = 4,
	};

	if (give) {
		memcpy(p.opt + 4, "\1\1\42\12", 4);
		memcpy(p.opt + 8, give, 8);
		p.opt_len = 16;
	}
	c->ts = false;
	peer_send(&p);
}

static void reset(struct conn *c)
{
	conn_send(c, RST | ACK, 0, NULL, 0);
	c->seq += 100000;
	c->stack_port = 0;
}

static void get_cookie(struct conn *c)
{
	struct packet p;

	FAILS(EINPROGRESS, open_fast(c, 100));
	conn_take_syn(c, SYN, &p);
	GIVES(0, p.len);
	GIVES(0, p.cookie_len);
	c->ts = false;
	syn_ack(c, 0, cookie);
	conn_expect(c, ACK, &p, SOON);
	reset(c);
}

static void fastopen_client(void)
{
	struct packet p;
	struct conn c;

	begin(&c);
	get_cookie(&c);
	GIVES(100, open_fast(&c, 100));
	conn_take_syn(&c, SYN, &p);
	GIVES(100, p.len);
	CHECK(p.cookie_len == 8 && !memcmp(p.cookie, cookie, 8), "another cookie");
	syn_ack(&c, 100, NULL);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(0, p.len);
	CHECK(p.seq == c.ack + 100, "sequence number");
	conn_in_state(&c, ESTABLISHED);
	reset(&c);
}

/* TCP_INFO: why the text did not go with the SYN, or in vain */
static unsigned int client_fail(const struct conn *c)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);

	OK(getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &len));
	return info.tcpi_fastopen_client_fail;
}

/* No more than the MSS that is remembered, less the options */
static void fastopen_client_amount(void)
{
	struct packet p;
	struct conn c;
	int n;

	begin(&c);
	get_cookie(&c);
	n = OK(open_fast(&c, 4000));
	conn_take_syn(&c, SYN, &p);
	GIVES(n, p.len);
	CHECK(p.len >= 1300 && p.len + p.opt_len <= 1400, "%u bytes and %u of options", p.len,
	      p.opt_len);
}

/* The cookie is not good any more: another one, and the text follows the ACK */
static void fastopen_client_new_cookie(void)
{
	static const uint8_t other[8] = { 8, 7, 6, 5, 4, 3, 2, 1 };
	struct packet p;
	struct conn c;

	begin(&c);
	get_cookie(&c);
	GIVES(100, open_fast(&c, 100));
	conn_take_syn(&c, SYN, &p);
	GIVES(100, p.len);
	syn_ack(&c, 0, other);
	do
		conn_expect(&c, ACK, &p, SOON);
	while (!p.len);
	CHECK(p.seq == c.ack && p.len == 100, "%u bytes", p.len);
	GIVES(TFO_DATA_NOT_ACKED, client_fail(&c));
	reset(&c);
	GIVES(100, open_fast(&c, 100));
	conn_take_syn(&c, SYN, &p);
	CHECK(p.cookie_len == 8 && !memcmp(p.cookie, other, 8), "another cookie");
}

/* The SYN gets lost: the next one has nothing but the SYN; and it is left alone for a while */
static void fastopen_client_syn_lost(void)
{
	struct packet p;
	struct conn c;

	begin(&c);
	wire_in_time();
	get_cookie(&c);
	GIVES(100, open_fast(&c, 100));
	conn_take_syn(&c, SYN, &p);
	GIVES(100, p.len);
	conn_expect(&c, SYN, &p, SOON);
	GIVES(0, p.len);
	GIVES(-1, p.cookie_len);
	syn_ack(&c, 0, NULL);
	do
		conn_expect(&c, ACK, &p, SOON);
	while (!p.len);
	GIVES(100, p.len);
	GIVES(TFO_SYN_RETRANSMITTED, client_fail(&c));
	reset(&c);
	if (net_native())
		return;		/* tries again */
	FAILS(EINPROGRESS, open_fast(&c, 100));
	conn_take_syn(&c, SYN, &p);
	GIVES(0, p.len);
	GIVES(-1, p.cookie_len);
	/* But another port of the same server may be another matter */
	c.port++;
	c.stack_port = 0;
	GIVES(100, open_fast(&c, 100));
	conn_take_syn(&c, SYN, &p);
	GIVES(100, p.len);
}

/* ---- A server of the stack ---- */

static void serve(struct conn *c, int limit)
{
	conn_listen(c);
	wire_set(c->listener, IPPROTO_TCP, TCP_FASTOPEN, limit);
}

/* A SYN with a cookie, or with the request for one, and @len bytes of text */
static void syn(struct conn *c, uint32_t saddr, const uint8_t *have, unsigned int len)
{
	struct packet p = {
		.saddr = saddr, .daddr = PEER_STACK, .proto = IPPROTO_TCP, .sport = c->port,
		.dport = c->stack_port, .flags = SYN, .win = 65535, .seq = c->seq - 1,
		.opt = { 2, 4, 1460 >> 8, 1460 & 255, 1, 1, 34, have ? 10 : 2 },
		.opt_len = have ? 16 : 8, .len = len,
	};

	if (have)
		memcpy(p.opt + 8, have, 8);
	pattern_fill(p.data, len, 0, 0);
	c->ts = false;
	peer_send(&p);
}

/* The next segment to this peer, whoever he is */
static void take(struct conn *c, uint32_t addr, struct packet *p)
{
	do
		CHECK(peer_recv(p, SOON), "no answer");
	while (p->proto != IPPROTO_TCP || p->dport != c->port || p->daddr != addr);
	c->ack = p->seq + 1;
}

static void ask(struct conn *c, uint32_t addr, uint8_t *have)
{
	struct packet p;

	c->port++;
	syn(c, addr, NULL, 0);
	take(c, addr, &p);
	GIVES(SYN | ACK, p.flags);
	GIVES(8, p.cookie_len);
	memcpy(have, p.cookie, 8);
	p.saddr = addr;
	p.daddr = PEER_STACK;
	p.sport = c->port;
	p.dport = c->stack_port;
	p.seq = c->seq;
	p.flags = RST;
	p.opt_len = 0;
	peer_send(&p);
}

/* Is the text of a SYN with this cookie taken? */
static bool is_taken(struct conn *c, uint32_t addr, const uint8_t *have)
{
	struct packet p;

	c->port++;
	syn(c, addr, have, 10);
	take(c, addr, &p);
	GIVES(SYN | ACK, p.flags);
	return p.ack == c->seq + 10;
}

/* 7413-3: a cookie is good for the address that it was given to */
static void fastopen_server_other_client(void)
{
	uint8_t first[8], second[8];
	struct conn c;

	begin(&c);
	serve(&c, 8);
	ask(&c, PEER_ADDR, first);
	ask(&c, PEER_2, second);
	CHECK(memcmp(first, second, 8), "the same cookie for both");
	CHECK(is_taken(&c, PEER_ADDR, first), "its own cookie is refused");
	CHECK(!is_taken(&c, PEER_2, first), "another one's cookie is taken");
	CHECK(is_taken(&c, PEER_2, second), "its own cookie is refused");
}

/* 7413-3: while the key is changed the old one is good, too, and brings the new one */
static void fastopen_server_new_key(void)
{
	const char *key = net_native() ? "ipv4/tcp_fastopen_key" : "tandem/fastopen_key";
	uint8_t old[8], again[8];
	struct packet p;
	struct conn c;

	begin(&c);
	net_sysctl(key, "00000001-00000002-00000003-00000004");
	serve(&c, 8);
	ask(&c, PEER_ADDR, old);
	net_sysctl(key, "11111111-2-3-4,00000001-00000002-00000003-00000004");
	c.port++;
	syn(&c, PEER_ADDR, old, 10);
	take(&c, PEER_ADDR, &p);
	CHECK(p.ack == c.seq + 10, "the old cookie is refused");
	CHECK(p.cookie_len == 8 && memcmp(p.cookie, old, 8), "no new cookie");
	memcpy(again, p.cookie, 8);
	CHECK(is_taken(&c, PEER_ADDR, again), "the new cookie is refused");
	/* Two changes later it has expired */
	net_sysctl(key, "22222222-2-3-4,33333333-2-3-4");
	CHECK(!is_taken(&c, PEER_ADDR, old), "it does not expire");
	if (net_native())
		return;
	/* Here the former key is the second one if no other is named */
	ask(&c, PEER_ADDR, old);
	net_sysctl(key, "44444444-2-3-4");
	CHECK(is_taken(&c, PEER_ADDR, old), "one key has put an end to the other");
	net_run("! sysctl -qw net/%s=44444444-2-3 2>/dev/null", key);
	net_run("sysctl -n net/%s | grep -qx 44444444-00000002-00000003-00000004,"
		"22222222-00000002-00000003-00000004", key);
}

/* The listener goes, and takes along those that nobody has accepted; each peer is told */
static void fastopen_server_closed(void)
{
	uint8_t have[8];
	struct packet p;
	struct conn c;

	begin(&c);
	serve(&c, 8);
	ask(&c, PEER_ADDR, have);
	CHECK(is_taken(&c, PEER_ADDR, have), "refused");
	CHECK(is_taken(&c, PEER_ADDR, have), "refused");
	wire_readable(c.listener);
	OK(close(c.listener));
	c.port--;
	take(&c, PEER_ADDR, &p);
	GIVES(RST | ACK, p.flags & (RST | ACK));
	c.port++;
	take(&c, PEER_ADDR, &p);
	GIVES(RST | ACK, p.flags & (RST | ACK));
	c.listener = -1;
}

/* One that was accepted lives on when the listener has gone */
static void fastopen_server_outlived(void)
{
	uint8_t have[8];
	struct packet p;
	struct conn c;

	begin(&c);
	serve(&c, 8);
	ask(&c, PEER_ADDR, have);
	CHECK(is_taken(&c, PEER_ADDR, have), "refused");
	c.fd = OK(accept(c.listener, NULL, NULL));
	OK(close(c.listener));
	c.seq += 10;
	wire_write(c.fd, 20);
	conn_expect(&c, ACK, &p, SOON);
	GIVES(20, p.len);
	c.ack += 20;
	conn_send(&c, ACK, 0, NULL, 0);
	conn_in_state(&c, ESTABLISHED);
	OK(close(c.fd));
	conn_expect(&c, RST | ACK, &p, SOON);	/* the text was not read */
}

/* 7413-11: only so many are pending */
static void fastopen_server_limit(void)
{
	unsigned int i, n = 0;
	uint8_t have[8];
	struct conn c;

	begin(&c);
	serve(&c, 3);
	ask(&c, PEER_ADDR, have);
	for (i = 0; i < 10; i++)
		n += is_taken(&c, PEER_ADDR, have);
	GIVES(3, (int)n);
	GIVES(7, (int)net_counter("TcpExt", "TCPFastOpenListenOverflow"));
}

/* 7413-13: RSTs do not make room */
static void fastopen_server_reset_flood(void)
{
	unsigned int i, n = 0;
	uint8_t have[8];
	struct conn c;
	int fd;

	begin(&c);
	serve(&c, 3);
	net_nonblock(c.listener);
	ask(&c, PEER_ADDR, have);
	for (i = 0; i < 10; i++) {
		if (!is_taken(&c, PEER_ADDR, have))
			continue;
		n++;
		fd = OK(accept(c.listener, NULL, NULL));
		c.seq += 10;
		conn_send(&c, RST, 0, NULL, 0);
		c.seq -= 10;
		OK(close(fd));
	}
	GIVES(3, (int)n);
}

/*
 * TCP_DEFER_ACCEPT waits for data, and a SYN with a cookie is as good: its connection is told at
 * once, with text and without. Who only asks for a cookie waits as always.
 */
static void fastopen_server_deferred(void)
{
	struct pollfd ready;
	uint8_t have[8];
	struct packet p;
	struct conn c;
	char text[10];

	begin(&c);
	serve(&c, 8);
	wire_set(c.listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, 30);
	ready = (struct pollfd) { .fd = c.listener, .events = POLLIN };
	ask(&c, PEER_ADDR, have);
	CHECK(is_taken(&c, PEER_ADDR, have), "refused");
	wire_readable(c.listener);
	c.fd = OK(accept(c.listener, NULL, NULL));
	GIVES(10, recv(c.fd, text, 10, 0));
	OK(close(c.fd));
	c.port++;
	syn(&c, PEER_ADDR, have, 0);
	take(&c, PEER_ADDR, &p);
	GIVES(SYN | ACK, p.flags);
	wire_readable(c.listener);
	c.fd = OK(accept(c.listener, NULL, NULL));
	c.port++;
	syn(&c, PEER_ADDR, NULL, 0);
	take(&c, PEER_ADDR, &p);
	conn_send(&c, ACK, 0, NULL, 0);
	peer_settle();
	GIVES(0, OK(poll(&ready, 1, 0)));
	conn_data(&c, 1);
	wire_readable(c.listener);
}

/* The members of a SO_REUSEPORT group give and take the same cookies. */
static void fastopen_server_group(void)
{
	unsigned int i, n = 0;
	struct pollfd ready[3];
	uint8_t have[8];
	struct conn c;

	begin(&c);
	serve(&c, 0);
	OK(close(c.listener));
	for (i = 0; i < 3; i++) {
		struct sockaddr_in addr = net_addr(PEER_STACK_TEXT, i ? c.stack_port : 0);

		ready[i] = (struct pollfd) { .fd = net_socket(), .events = POLLIN };
		wire_set(ready[i].fd, net_native() ? SOL_SOCKET : SOL_TANDEM, SO_REUSEPORT, 1);
		OK(bind(ready[i].fd, (struct sockaddr *)&addr, sizeof(addr)));
		c.stack_port = net_port(ready[i].fd);
		OK(listen(ready[i].fd, 64));
		wire_set(ready[i].fd, IPPROTO_TCP, TCP_FASTOPEN, 64);
	}
	c.listener = -1;
	ask(&c, PEER_ADDR, have);
	for (i = 0; i < 60; i++)
		CHECK(is_taken(&c, PEER_ADDR, have), "refused");
	OK(poll(ready, 3, SOON));
	for (i = 0; i < 3; i++)
		n += !!ready[i].revents;
	/* goes wrong once in ten thousand million runs */
	GIVES(3, (int)n);
}

/* Under pressure of SYNs there are SYN cookies, and no Fast Open */
static void fastopen_server_syncookies(void)
{
	uint8_t have[8];
	struct packet p;
	struct conn c;

	begin(&c);
	serve(&c, 3);
	ask(&c, PEER_ADDR, have);
	net_sysctl(net_native() ? "ipv4/tcp_syncookies" : "tandem/syncookies", "2");
	CHECK(!is_taken(&c, PEER_ADDR, have), "taken");
	c.port++;
	syn(&c, PEER_ADDR, NULL, 0);
	take(&c, PEER_ADDR, &p);
	GIVES(-1, p.cookie_len);
}

const struct tap_case wire_fastopen_cases[] = {
	{ "fastopen_client", fastopen_client },
	{ "fastopen_client_amount", fastopen_client_amount },
	{ "fastopen_client_new_cookie", fastopen_client_new_cookie },
	{ "fastopen_client_syn_lost", fastopen_client_syn_lost },
	{ "fastopen_server_other_client", fastopen_server_other_client },
	{ "fastopen_server_new_key", fastopen_server_new_key },
	{ "fastopen_server_closed", fastopen_server_closed },
	{ "fastopen_server_outlived", fastopen_server_outlived },
	{ "fastopen_server_limit", fastopen_server_limit },
	{ "fastopen_server_reset_flood", fastopen_server_reset_flood },
	{ "fastopen_server_deferred", fastopen_server_deferred },
	{ "fastopen_server_group", fastopen_server_group },
	{ "fastopen_server_syncookies", fastopen_server_syncookies },
};

const size_t wire_fastopen_n = ARRAY_SIZE(wire_fastopen_cases);
