// SPDX-License-Identifier: GPL-2.0
/*
 * A connection with the scripted peer.
 */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conn.h"
#include "net.h"
#include "pattern.h"
#include "peer.h"
#include "tap.h"

void conn_init(struct conn *c)
{
	static unsigned int count;

	*c = (struct conn){
		.fd = -1,
		.listener = -1,
		/* another one in each case: cases are processes of their own */
		.port = 2000 + (getpid() * 8 + count++) % 60000,
		.seq = 1000000 + getpid() * 7919,
		.win = 65535,
		.mss = 1460,
		.wscale = 7,
		.tsval = 5000,
	};
}

void conn_fill(const struct conn *c, struct packet *p, unsigned int flags)
{
	memset(p, 0, offsetof(struct packet, data));
	p->saddr = PEER_ADDR;
	p->daddr = PEER_STACK;
	p->proto = IPPROTO_TCP;
	p->sport = c->port;
	p->dport = c->stack_port;
	p->seq = c->seq;
	p->ack = flags & ACK ? c->ack : 0;
	p->flags = flags;
	p->win = c->win;
	p->urg = flags & URG || c->raw_urg ? c->urg : 0;
}

static void add_ts(const struct conn *c, struct packet *p)
{
	uint8_t *at = p->opt + p->opt_len;

	memcpy(at, "\1\1\10\12", 4);
	packet_put32(at + 4, c->tsval);
	packet_put32(at + 8, c->tsecr);
	p->opt_len += 12;
}

void conn_syn(struct conn *c, unsigned int flags)
{
	struct packet p;

	conn_fill(c, &p, flags);
	p.seq--;
	if (c->mss >= 0) {
		memcpy(p.opt, "\2\4", 2);
		packet_put16(p.opt + 2, c->mss);
		p.opt_len = 4;
	}
	if (!c->no_options) {
		memcpy(p.opt + p.opt_len, "\1\1\4\2\1\3\3", 7);
		p.opt[p.opt_len + 7] = c->wscale;
		p.opt_len += 8;
		add_ts(c, &p);
	}
	peer_send(&p);
}

void conn_take_syn(struct conn *c, unsigned int flags, struct packet *p)
{
	conn_expect(c, flags, p, SOON);
	c->stack_port = p->sport;
	c->ack = p->seq + 1;
	c->tsecr = p->tsval;
	c->ts = p->has_ts && !c->no_options;
	c->sack_ok = p->sack_ok && !c->no_options;
	c->stack_wscale = p->wscale > 0 && !c->no_options ? p->wscale : 0;
}

void conn_connect(struct conn *c)
{
	struct sockaddr_in to = net_addr("10.1.0.1", c->port);

	if (c->fd < 0)
		c->fd = net_socket();
	net_nonblock(c->fd);
	FAILS(EINPROGRESS, connect(c->fd, (struct sockaddr *)&to, sizeof(to)));
}

void conn_active(struct conn *c)
{
	struct packet p;

	conn_connect(c);
	conn_take_syn(c, SYN, &p);
	conn_syn(c, SYN | ACK);
	conn_expect_ack(c, SOON);
	conn_in_state(c, ESTABLISHED);
}

void conn_listen(struct conn *c)
{
	if (c->listener < 0)
		c->listener = net_listen(PEER_STACK_TEXT, 0, 16);
	c->stack_port = net_port(c->listener);
}

void conn_passive(struct conn *c)
{
	struct packet p;

	conn_listen(c);
	conn_syn(c, SYN);
	conn_take_syn(c, SYN | ACK, &p);
	CHECK(p.ack == c->seq, "SYN-ACK acknowledges %u, not %u", p.ack, c->seq);
	conn_send(c, ACK, 0, NULL, 0);
	c->fd = OK(accept(c->listener, NULL, NULL));
	net_nonblock(c->fd);
	conn_in_state(c, ESTABLISHED);
}

void conn_send_options(struct conn *c, unsigned int flags, int off, const void *data,
		       unsigned int len, const void *opt, unsigned int opt_len)
{
	struct packet p;

	conn_fill(c, &p, flags);
	p.seq += off;
	if (c->ts)
		add_ts(c, &p);
	if (opt_len)
		memcpy(p.opt + p.opt_len, opt, opt_len);
	p.opt_len += opt_len;
	p.len = len;
	if (len)
		memcpy(p.data, data, len);
	peer_send(&p);
}

void conn_send(struct conn *c, unsigned int flags, int off, const void *data,
	       unsigned int len)
{
	conn_send_options(c, flags, off, data, len, NULL, 0);
}

void conn_data(struct conn *c, unsigned int len)
{
	uint8_t data[PACKET_MAX];

	pattern_fill(data, len, c->seq, 0);
	conn_send(c, ACK | PSH, 0, data, len);
	c->seq += len;
}

void conn_icmp(const struct conn *c, unsigned int type, unsigned int code, unsigned int mtu,
	       uint32_t seq)
{
	struct packet p = { .saddr = PEER_ADDR, .daddr = PEER_STACK, .proto = IPPROTO_ICMP,
			    .len = 8 + 28 };
	uint8_t *quote = p.data + 8;

	p.data[0] = type;
	p.data[1] = code;
	packet_put16(p.data + 6, mtu);
	memcpy(quote, "\x45\0\5\xdc\0\0\x40\0\x40\6\0\0", 12);
	packet_put32(quote + 12, PEER_STACK);
	packet_put32(quote + 16, PEER_ADDR);
	packet_fix_ip(quote);
	packet_put16(quote + 20, c->stack_port);
	packet_put16(quote + 22, c->port);
	packet_put32(quote + 24, seq);
	packet_put16(p.data + 2, packet_sum(p.data, p.len, 0));
	peer_send(&p);
}

bool conn_get(struct conn *c, struct packet *p, unsigned int ms)
{
	uint64_t end = net_now_ms() + ms, now;

	for (;;) {
		now = net_now_ms();
		if (!peer_recv(p, now < end ? end - now : 0))
			return false;
		if (p->proto != IPPROTO_TCP || p->dport != c->port ||
		    (c->stack_port && p->sport != c->stack_port))
			continue;
		if (p->has_ts)
			c->tsecr = p->tsval;
		return true;
	}
}

void conn_expect(struct conn *c, unsigned int flags, struct packet *p, unsigned int ms)
{
	do				/* a SYN that crossed our answer may come again */
		CHECK(conn_get(c, p, ms), "no segment with flags %#x in %u ms", flags, ms);
	while (p->flags == SYN && !(flags & SYN));
	CHECK((p->flags & ~PSH) == flags,
	      "a segment with flags %#x seq %d ack %d len %u came, not %#x", p->flags,
	      (int)(p->seq - c->ack), (int)(p->ack - c->seq), p->len, flags);
}

void conn_expect_ack(struct conn *c, unsigned int ms)
{
	struct packet p;

	conn_expect(c, ACK, &p, ms);
	CHECK(p.ack == c->seq, "acknowledges %d bytes too many", (int)(p.ack - c->seq));
	CHECK(p.seq == c->ack && !p.len, "seq off by %d, %u bytes of data",
	      (int)(p.seq - c->ack), p.len);
}

unsigned int conn_await_ack(struct conn *c, unsigned int ms)
{
	struct packet p;

	do
		conn_expect(c, ACK, &p, ms);
	while (p.ack != c->seq);
	return (unsigned int)p.win << c->stack_wscale;
}

void conn_quiet(struct conn *c, unsigned int ms)
{
	struct packet p;

	CHECK(!conn_get(c, &p, ms), "unexpected: flags %#x seq %d ack %d len %u", p.flags,
	      (int)(p.seq - c->ack), (int)(p.ack - c->seq), p.len);
}

unsigned int conn_collect(struct conn *c, unsigned int ms)
{
	uint32_t start = c->ack;
	struct packet p;

	peer_settle();
	while (conn_get(c, &p, ms)) {
		CHECK((int)(p.seq - c->ack) <= 0, "a gap of %d", (int)(p.seq - c->ack));
		if ((int)(p.seq + p.len - c->ack) > 0)
			c->ack = p.seq + p.len;
	}
	return c->ack - start;
}

void conn_in_state(struct conn *c, int state)
{
	uint64_t end = net_now_ms() + SOON;
	int got;

	/* whoever reads /proc may be quicker than the stack on another CPU */
	while ((got = net_state(PEER_STACK_TEXT, c->stack_port, c->port)) != state) {
		if (net_now_ms() > end)
			break;
		net_sleep_ms(20);
	}
	CHECK(got == state, "in state %d, not %d", got, state);
}
