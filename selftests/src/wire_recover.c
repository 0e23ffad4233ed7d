// SPDX-License-Identifier: GPL-2.0
/*
 * Data in trouble: retransmission by time and by duplicate ACKs, SACK in both
 * directions, reassembly. RFC 6298, 5681, 6582, 6675, 2018.
 */
#include "wire.h"

static void take(struct conn *c, unsigned int n, unsigned int mss)
{
	struct packet p;
	unsigned int i;

	for (i = 0; i < n; i++) {
		conn_expect(c, ACK, &p, SOON);
		CHECK(p.seq == c->ack + i * mss && p.len == mss, "segment %u: %d, %u bytes",
		      i, (int)(p.seq - c->ack), p.len);
	}
}

/* The timeout doubles, and the connection lives on. */
static void rto(void)
{
	unsigned int first, second;
	uint64_t begin;
	struct packet p;
	struct conn c;

	wire_in_time();
	conn_init(&c);
	conn_active(&c);
	wire_write(c.fd, 500);
	take(&c, 1, 500);
	begin = net_now_ms();
	take(&c, 1, 500);
	first = net_now_ms() - begin;
	begin = net_now_ms();
	conn_expect(&c, ACK, &p, SOON);
	second = net_now_ms() - begin;
	tap_note("again after %u and %u ms", first, second);
	/* what is due to the millisecond is in vtime.c */
	CHECK(first >= 150 && second >= 150, "%u then %u ms", first, second);
	c.ack += 500;
	conn_send(&c, ACK, 0, NULL, 0);
	wire_write(c.fd, 600);
	take(&c, 1, 600);
}

static void dup_acks(struct conn *c, unsigned int n, unsigned int mss)
{
	uint8_t opt[12] = "\1\1\5\12";
	unsigned int i;

	for (i = 1; i <= n; i++) {
		packet_put32(opt + 4, c->ack + mss);
		packet_put32(opt + 8, c->ack + mss * (1 + i));
		conn_send_options(c, ACK, 0, NULL, 0, opt, c->sack_ok ? 12 : 0);
	}
}

static void fast_retransmit(struct conn *c)
{
	unsigned int mss;
	struct packet p;
	uint64_t begin;

	mss = c->ts ? 1448 : 1460;
	wire_write(c->fd, 10 * mss);
	take(c, 10, mss);
	begin = net_now_ms();
	dup_acks(c, 5, mss);
	do				/* the last may be a tail loss probe's */
		conn_expect(c, ACK, &p, SOON);
	while (p.seq == c->ack + 9 * mss);
	CHECK(p.seq == c->ack && p.len == mss, "%d, %u bytes again instead of the hole",
	      (int)(p.seq - c->ack), p.len);
	tap_note("after %ju ms", (uintmax_t)(net_now_ms() - begin));
	c->ack += 10 * mss;
	conn_send(c, ACK, 0, NULL, 0);
	wire_write(c->fd, 300);
	do
		CHECK(conn_get(c, &p, SOON), "stuck");
	while (p.seq != c->ack || p.len != 300);
}

static void fast_retransmit_sack(void)
{
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	CHECK(c.sack_ok, "SACK was not negotiated");
	fast_retransmit(&c);
}

static void fast_retransmit_plain(void)
{
	struct conn c;

	conn_init(&c);
	c.no_options = true;
	conn_active(&c);
	CHECK(!c.sack_ok, "SACK was negotiated");
	fast_retransmit(&c);
}

/* Two holes, both told by SACK: both are filled without waiting for time, which would be long. */
static void two_holes(void)
{
	uint8_t opt[20] = "\1\1\5\22";
	bool first = false, third = false;
	unsigned int mss;
	struct packet p;
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	mss = c.ts ? 1448 : 1460;
	wire_write(c.fd, 10 * mss);
	take(&c, 10, mss);
	packet_put32(opt + 4, c.ack + 3 * mss);
	packet_put32(opt + 8, c.ack + 10 * mss);
	packet_put32(opt + 12, c.ack + 1 * mss);
	packet_put32(opt + 16, c.ack + 2 * mss);
	conn_send_options(&c, ACK, 0, NULL, 0, opt, 20);
	conn_send_options(&c, ACK, 0, NULL, 0, opt, 20);
	conn_send_options(&c, ACK, 0, NULL, 0, opt, 20);
	while (!first || !third) {
		CHECK(conn_get(&c, &p, SOON), "holes not filled: %d %d", first, third);
		if (!p.len)
			continue;
		first |= p.seq == c.ack;
		third |= p.seq == c.ack + 2 * mss;
		CHECK(p.seq == c.ack || p.seq == c.ack + 2 * mss, "sent %d again",
		      (int)(p.seq - c.ack));
	}
	c.ack += 10 * mss;
	conn_send(&c, ACK, 0, NULL, 0);
}

/* At once: what comes later would be a delayed one. */
static void expect_at_once(struct conn *c, struct packet *p)
{
	peer_settle();
	conn_expect(c, ACK, p, 0);
}

static void expect_sack(struct conn *c, unsigned int n, unsigned int from, unsigned int to)
{
	struct packet p;

	expect_at_once(c, &p);
	CHECK(p.ack == c->seq, "acknowledges %d", (int)(p.ack - c->seq));
	CHECK(p.n_sack == n, "%u SACK blocks, not %u", p.n_sack, n);
	if (n)
		CHECK(p.sack[0].from == c->seq + from && p.sack[0].to == c->seq + to,
		      "%d-%d", (int)(p.sack[0].from - c->seq), (int)(p.sack[0].to - c->seq));
}

/* RFC 2018 4: an ACK at once for each, the latest block first. */
static void sack_sent(void)
{
	uint8_t data[1000];
	struct conn c;
	char got[2000];

	conn_init(&c);
	conn_active(&c);
	pattern_fill(data, sizeof(data), 0, 0);
	conn_send(&c, ACK, 100, data + 100, 100);
	expect_sack(&c, 1, 100, 200);
	conn_send(&c, ACK, 300, data + 300, 100);
	expect_sack(&c, 2, 300, 400);
	conn_send(&c, ACK, 500, data + 500, 100);
	expect_sack(&c, 3, 500, 600);
	conn_send(&c, ACK, 200, data + 200, 100);
	expect_sack(&c, 2, 100, 400);
	conn_send(&c, ACK, 0, data, 100);
	c.seq += 400;
	expect_sack(&c, 1, 100, 200);
	conn_send(&c, ACK, 0, data + 400, 100);
	c.seq += 200;
	expect_sack(&c, 0, 0, 0);
	GIVES(600, recv(c.fd, got, sizeof(got), 0));
	CHECK(pattern_differs(got, 600, 0, 0) < 0, "wrong data");
}

/* Data again is acknowledged again, at once. */
static void duplicate(void)
{
	struct packet p;
	struct conn c;
	char got[2000];

	conn_init(&c);
	conn_active(&c);
	conn_data(&c, 700);
	conn_expect_ack(&c, SOON);
	conn_send(&c, ACK, -700, got, 700);
	expect_at_once(&c, &p);
	GIVES(c.seq, p.ack);
	/* half old, half new */
	conn_send(&c, ACK, -100, got, 100);
	expect_at_once(&c, &p);
	GIVES(700, recv(c.fd, got, sizeof(got), 0));
	CHECK(pattern_differs(got, 700, c.seq - 700, 0) < 0, "wrong data");
}

/* Pieces of random place and length, many times over, make the whole. */
static void reassembly(void)
{
	enum { TOTAL = 30000 };
	uint8_t data[TOTAL], got[TOTAL];
	uint32_t random = 7, at, len;
	struct packet p;
	struct conn c;
	ssize_t rc, sum = 0;
	int i;

	conn_init(&c);
	conn_active(&c);
	pattern_fill(data, TOTAL, 0, 0);
	for (i = 0; i < 400; i++) {
		at = pattern_random(&random) % TOTAL;
		len = 1 + pattern_random(&random) % 1400;
		if (len > TOTAL - at)
			len = TOTAL - at;
		conn_send(&c, ACK, at, data + at, len);
	}
	for (at = 0; at < TOTAL; at += len) {		/* and what is missing yet */
		len = TOTAL - at < 1400 ? TOTAL - at : 1400;
		conn_send(&c, ACK, at, data + at, len);
	}
	c.seq += TOTAL;
	while (sum < TOTAL) {
		wire_readable(c.fd);
		rc = OK(recv(c.fd, got + sum, TOTAL - sum, 0));
		sum += rc;
	}
	i = pattern_differs(got, TOTAL, 0, 0);
	CHECK(i < 0, "wrong byte at %d", i);
	do
		CHECK(conn_get(&c, &p, SOON), "not all is acknowledged");
	while (p.ack != c.seq);
}

/*
 * Single bytes with holes between them: more than the buffer has memory for. What is dropped of
 * them is wanted again; nothing of what was acknowledged is lost.
 */
static void reassembly_attack(void)
{
	enum { TOTAL = 30000, BYTES = 3000 };
	uint8_t data[TOTAL], got[TOTAL];
	uint32_t at, len, random = 11;
	ssize_t sum = 0;
	struct packet p;
	struct conn c;
	int i;

	conn_init(&c);
	conn_active(&c);
	wire_set(c.fd, SOL_SOCKET, SO_RCVBUF, 65536);
	pattern_fill(data, TOTAL, 0, 0);
	for (i = 0; i < BYTES; i++) {
		at = 1 + 2 * (pattern_random(&random) % (TOTAL / 2 - 1));
		conn_send(&c, ACK, at, data + at, 1);
		while (conn_get(&c, &p, 0))
			GIVES(c.seq, p.ack);
	}
	for (at = 0; at < TOTAL; at += len) {
		len = TOTAL - at < 1400 ? TOTAL - at : 1400;
		conn_send(&c, ACK, 0, data + at, len);
		c.seq += len;
		conn_await_ack(&c, SOON);
	}
	while (sum < TOTAL) {
		wire_readable(c.fd);
		sum += OK(recv(c.fd, got + sum, TOTAL - sum, 0));
	}
	i = pattern_differs(got, TOTAL, 0, 0);
	CHECK(i < 0, "wrong byte at %d", i);
}

/* An ACK of the middle of what was sent frees that much, no more. */
static void partial_ack(void)
{
	struct packet p;
	struct conn c;

	wire_in_time();
	conn_init(&c);
	conn_active(&c);
	wire_write(c.fd, 1000);
	take(&c, 1, 1000);
	c.ack += 400;
	conn_send(&c, ACK, 0, NULL, 0);
	conn_expect(&c, ACK, &p, SOON);
	CHECK(p.seq == c.ack && p.len == 600, "%d, %u bytes", (int)(p.seq - c.ack), p.len);
}

const struct tap_case wire_recover_cases[] = {
	{ "rto", rto, 15 },
	{ "fast_retransmit_sack", fast_retransmit_sack },
	{ "fast_retransmit_plain", fast_retransmit_plain },
	{ "two_holes", two_holes },
	{ "sack_sent", sack_sent },
	{ "duplicate", duplicate },
	{ "reassembly_attack", reassembly_attack, 30 },
	{ "reassembly", reassembly },
	{ "partial_ack", partial_ack },
};

const size_t wire_recover_n = ARRAY_SIZE(wire_recover_cases);
