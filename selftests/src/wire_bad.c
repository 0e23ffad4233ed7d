// SPDX-License-Identifier: GPL-2.0
/*
 * Malformed packets: cut off at every byte, with impossible lengths, with wrong
 * checksums, from impossible senders, and at random. None is answered where it
 * must not be, each is dropped with a reason that is counted, and afterwards the
 * stack works as before.
 */
#include "wire.h"

static uint8_t buf[PACKET_MAX];

/* Something of ours that a listener would answer, in buf; its length. */
static size_t syn_packet(const struct conn *c, uint8_t proto)
{
	struct packet p = {
		.saddr = PEER_ADDR, .daddr = PEER_STACK, .proto = proto,
		.sport = c->port, .dport = c->stack_port, .seq = c->seq - 1,
		.flags = SYN, .win = 1000, .opt = "\2\4\5\264\1\1\4\2", .opt_len = 8,
	};

	return packet_build(&p, buf);
}

static void set_total(size_t len)
{
	packet_put16(buf + 2, len);
	packet_fix_ip(buf);
}

/* The next ICMP message, or segment to us; old connections may still talk. */
static bool hear(const struct conn *c, struct packet *p, unsigned int ms)
{
	uint64_t end = net_now_ms() + ms, now;

	do {
		now = net_now_ms();
		if (!peer_recv(p, now < end ? end - now : 0))
			return false;
	} while (p->proto == IPPROTO_TCP && p->dport != c->port);
	return true;
}

static void silence(const struct conn *c, const char *what)
{
	struct packet p;

	CHECK(!hear(c, &p, QUIET), "%s: protocol %u, flags %#x", what, p.proto, p.flags);
}

static unsigned long drops_before;

static void count_from_here(struct conn *c)
{
	struct packet p;

	conn_init(c);
	conn_listen(c);
	while (peer_recv(&p, 50))	/* what an earlier case left behind */
		;
	drops_before = net_native() ? 0 : net_drops();
}

/* That many were dropped with a reason, and a good SYN still gets its answer. */
static void must_count(struct conn *c, unsigned long n)
{
	struct packet p;
	unsigned long got;

	if (!net_native()) {
		got = net_drops() - drops_before;
		CHECK(got == n, "%lu drops were counted for %lu packets", got, n);
	}
	conn_syn(c, SYN);
	conn_take_syn(c, SYN | ACK, &p);
	conn_send(c, RST, 0, NULL, 0);
}

/* The packet ends early, on the link, at each place. */
static void cut_off(void)
{
	unsigned long n = 0;
	struct conn c;
	size_t len, at;

	count_from_here(&c);
	len = syn_packet(&c, IPPROTO_TCP);
	for (at = 1; at < len; at++) {
		peer_raw(buf, at);
		n += at >= 20;		/* shorter has no destination yet */
	}
	silence(&c, "cut at");
	must_count(&c, n);
}

/* The IP header says so itself, so only the TCP header is cut. */
static void cut_tcp(void)
{
	struct conn c;
	size_t len, at;

	count_from_here(&c);
	len = syn_packet(&c, IPPROTO_TCP);
	for (at = 20; at < len; at++) {
		syn_packet(&c, IPPROTO_TCP);
		set_total(at);
		peer_raw(buf, at);
		peer_raw(buf, len);	/* the rest there, but not counted in */
	}
	silence(&c, "cut to");
	must_count(&c, 2 * (len - 20));
}

/* The same with a checksum that is right for what is left of the segment. */
static void cut_tcp_checksum(void)
{
	struct conn c;
	size_t at;

	count_from_here(&c);
	for (at = 40; at < 48; at++) {
		syn_packet(&c, IPPROTO_TCP);
		set_total(at);
		packet_fix_tcp(buf, at);
		peer_raw(buf, at);
	}
	silence(&c, "cut to");
	must_count(&c, 8);
}

static void total_length(void)
{
	static const unsigned int wrong[] = { 0, 1, 19, 49, 100, 65535 };
	struct conn c;
	size_t i, len;

	count_from_here(&c);
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		len = syn_packet(&c, IPPROTO_TCP);
		set_total(wrong[i]);
		peer_raw(buf, len);
	}
	silence(&c, "total length");
	must_count(&c, ARRAY_SIZE(wrong));
}

static void ip_header(void)
{
	unsigned int ihl, version;
	unsigned long n = 0;
	struct conn c;
	size_t len;

	count_from_here(&c);
	for (ihl = 0; ihl < 16; ihl++) {
		len = syn_packet(&c, IPPROTO_TCP);
		/* the native stack complains about such options by ICMP */
		if (ihl == 5 || (net_native() && ihl > 5))
			continue;
		buf[0] = 0x40 | ihl;
		if (ihl > 5 && ihl * 4 <= len)
			packet_fix_ip(buf);
		peer_raw(buf, len);
		n++;
	}
	for (version = 0; version < 16; version++) {
		len = syn_packet(&c, IPPROTO_TCP);
		if (version == 4)
			continue;
		buf[0] = version << 4 | 5;
		packet_fix_ip(buf);
		peer_raw(buf, len);
		n++;
	}
	silence(&c, "ip header");
	must_count(&c, n);
}

/* RFC 9293 MUST-50: IP options are skipped, those that nobody knows, too. */
static void ip_options(void)
{
	static const uint8_t options[][8] = {
		{ 1, 1, 1, 0 }, { 0x9e, 8, 1, 2, 3, 4, 5, 6 }, { 1, 0x5f, 3, 7, 0x5f, 4, 0, 1 },
		{ 7, 7, 4, 0, 0, 0, 0, 0 }, { 0x44, 8, 5, 0, 0, 0, 0, 0 }, { 0x88, 4, 0, 1, 0 },
	};
	struct packet p;
	struct conn c;
	size_t i, len;

	for (i = 0; i < ARRAY_SIZE(options); i++) {
		count_from_here(&c);
		len = syn_packet(&c, IPPROTO_TCP);
		memmove(buf + 28, buf + 20, len - 20);
		memcpy(buf + 20, options[i], 8);
		buf[0] = 0x47;
		set_total(len + 8);
		packet_fix_tcp(buf, len + 8);
		peer_raw(buf, len + 8);
		conn_take_syn(&c, SYN | ACK, &p);
	}
}

static void data_offset(void)
{
	unsigned int words;
	unsigned long n = 0;
	struct conn c;
	size_t len;

	count_from_here(&c);
	for (words = 0; words < 16; words++) {
		len = syn_packet(&c, IPPROTO_TCP);
		if (words >= 5 && words <= 7)
			continue;
		buf[32] = words << 4;
		packet_fix_tcp(buf, len);
		peer_raw(buf, len);
		n++;
	}
	silence(&c, "data offset");
	must_count(&c, n);
}

static void checksums(void)
{
	struct conn c;
	size_t len, at;

	count_from_here(&c);
	len = syn_packet(&c, IPPROTO_TCP);
	for (at = 10; at < 12; at++) {		/* of the IP header */
		buf[at] ^= 0x10;
		peer_raw(buf, len);
		buf[at] ^= 0x10;
	}
	for (at = 20; at < len; at++) {		/* any byte of the segment */
		buf[at] ^= 0x04;
		peer_raw(buf, len);
		buf[at] ^= 0x04;
	}
	silence(&c, "wrong checksum");
	must_count(&c, 2 + len - 20);
}

static void senders(void)
{
	static const uint32_t bad[] = {
		0x00000000, 0x7f000001, 0xe0000001, 0xffffffff, PEER_STACK,
	};
	struct conn c;
	size_t i, len;

	count_from_here(&c);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		len = syn_packet(&c, IPPROTO_TCP);
		packet_put32(buf + 12, bad[i]);
		packet_fix_ip(buf);
		packet_fix_tcp(buf, len);
		peer_raw(buf, len);
	}
	silence(&c, "sender");
	must_count(&c, ARRAY_SIZE(bad));
}

/* RFC 9293 MUST-57: a segment to all, or to a group, is for nobody. */
static void destinations(void)
{
	static const uint32_t bad[] = {
		0xffffffff, PEER_STACK | 0xff, PEER_STACK & ~0xff, 0xe0000001, 0xe0000016,
		0x00000000, 0x7f000001,
	};
	struct conn c;
	size_t i, len;

	count_from_here(&c);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		len = syn_packet(&c, IPPROTO_TCP);
		packet_put32(buf + 16, bad[i]);
		packet_fix_ip(buf);
		packet_fix_tcp(buf, len);
		peer_raw(buf, len);
		packet_put16(buf + 22, 9);	/* a port where nobody listens: no reset */
		packet_fix_tcp(buf, len);
		peer_raw(buf, len);
	}
	silence(&c, "destination");
	must_count(&c, 0);			/* they are not Tandem's to drop */
}

/* Reassembly is a later issue: a fragment is dropped, and said to be. */
static void fragments(void)
{
	struct conn c;
	size_t len;

	if (net_native())
		tap_skip("the native stack reassembles");
	count_from_here(&c);
	len = syn_packet(&c, IPPROTO_TCP);
	packet_put16(buf + 6, 0x2000);
	packet_fix_ip(buf);
	peer_raw(buf, len);
	packet_put16(buf + 6, 0x0003);
	packet_fix_ip(buf);
	peer_raw(buf, len);
	silence(&c, "fragment");
	must_count(&c, 2);
}

/* RFC 1122 3.2.2.1: protocol unreachable, with the packet quoted. */
static void protocol(void)
{
	struct packet p;
	struct conn c;
	size_t len;

	count_from_here(&c);
	len = syn_packet(&c, 253);
	buf[1] = 0xb8;
	packet_fix_ip(buf);
	peer_raw(buf, len);
	CHECK(hear(&c, &p, SOON), "no answer");
	GIVES(IPPROTO_ICMP, p.proto);
	/* the native stack gives it precedence, as a router would */
	if (!net_native())
		GIVES(0, p.tos);
	CHECK(p.data[0] == 3 && p.data[1] == 2, "type %u code %u", p.data[0], p.data[1]);
	CHECK(!packet_sum(p.data, p.len, 0), "wrong ICMP checksum");
	CHECK(p.len >= 8 + len && !memcmp(p.data + 8, buf, 20), "quoted badly");
	must_count(&c, 1);
}

static size_t echo_packet(unsigned int len)
{
	struct packet p = { .saddr = PEER_ADDR, .daddr = PEER_STACK,
			    .proto = IPPROTO_ICMP, .len = 8 + len };

	p.data[0] = 8;
	packet_put16(p.data + 4, 0x1234);
	packet_put16(p.data + 6, 7);
	pattern_fill(p.data + 8, len, 0, 3);
	packet_put16(p.data + 2, packet_sum(p.data, p.len, 0));
	return packet_build(&p, buf);
}

static void echo(void)
{
	static const unsigned int sizes[] = { 0, 1, 2, 55, 56, 1400 };
	struct packet p;
	struct conn c;
	size_t i;

	count_from_here(&c);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		peer_raw(buf, echo_packet(sizes[i]));
		CHECK(hear(&c, &p, SOON), "no answer to %u bytes", sizes[i]);
		GIVES(IPPROTO_ICMP, p.proto);
		GIVES(8 + sizes[i], p.len);
		GIVES(0, p.data[0]);
		CHECK(!packet_sum(p.data, p.len, 0), "wrong ICMP checksum");
		CHECK(!memcmp(p.data + 4, buf + 24, p.len - 4), "other data");
	}
	must_count(&c, 0);
}

static void echo_bad(void)
{
	unsigned long n = 0;
	struct conn c;
	size_t len, at;

	count_from_here(&c);
	len = echo_packet(20);
	for (at = 20; at < 28; at++, n++) {
		set_total(at);
		peer_raw(buf, at);
	}
	set_total(len);
	for (at = 20; at < len; at++, n++) {
		buf[at] ^= 0x20;
		peer_raw(buf, len);
		buf[at] ^= 0x20;
	}
	silence(&c, "bad echo");
	must_count(&c, n);
}

/* ICMP errors that quote too little, or a packet that we never sent. */
static void icmp_errors(void)
{
	struct packet p = { .saddr = PEER_ADDR, .daddr = PEER_STACK, .proto = IPPROTO_ICMP };
	struct conn c, other;
	uint8_t quoted[48];
	unsigned int len;

	count_from_here(&c);
	conn_init(&other);
	conn_passive(&other);
	drops_before = net_native() ? 0 : net_drops();
	syn_packet(&c, IPPROTO_TCP);
	memcpy(quoted, buf, 48);
	packet_put32(quoted + 12, PEER_STACK);
	packet_put32(quoted + 16, PEER_ADDR);
	for (len = 0; len < 28; len++) {
		p.data[0] = 3;
		p.data[1] = 1;
		memcpy(p.data + 8, quoted, len);
		p.len = 8 + len;
		packet_put16(p.data + 2, 0);
		packet_put16(p.data + 2, packet_sum(p.data, p.len, 0));
		peer_send(&p);
	}
	silence(&c, "icmp error");
	conn_in_state(&other, ESTABLISHED);
	must_count(&c, 28);
}

/*
 * RFC 1122 3.2.2: no error about what was sent to many, or by nobody in particular, nor about a
 * later fragment; and no word about ICMP types that mean nothing to us (RFC 6918, RFC 6633).
 */
static void icmp_bans(void)
{
	static const uint32_t from[] = { 0, 0x7f000001, 0xe0000001, 0xf0000001, 0xffffffff };
	static const uint32_t to[] = { 0xffffffff, PEER_STACK | 0xff, 0xe0000001 };
	static const uint8_t types[] = { 4, 5, 6, 9, 15, 16, 17, 18, 30, 34, 39, 200, 255 };
	struct packet p = { .saddr = PEER_ADDR, .daddr = PEER_STACK, .proto = IPPROTO_ICMP };
	struct conn c;
	size_t i, len;

	count_from_here(&c);
	len = syn_packet(&c, 253);
	packet_put16(buf + 6, 3);
	packet_fix_ip(buf);
	peer_raw(buf, len);
	for (i = 0; i < ARRAY_SIZE(from); i++) {
		len = syn_packet(&c, 253);
		packet_put32(buf + 12, from[i]);
		packet_fix_ip(buf);
		peer_raw(buf, len);
	}
	for (i = 0; i < ARRAY_SIZE(to); i++) {
		len = syn_packet(&c, 253);
		packet_put32(buf + 16, to[i]);
		packet_fix_ip(buf);
		peer_raw(buf, len);
	}
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		/* something like an error about a segment of ours, where that is usual */
		len = syn_packet(&c, IPPROTO_TCP);
		packet_put32(buf + 12, PEER_STACK);
		packet_put32(buf + 16, PEER_ADDR);
		packet_fix_ip(buf);
		memset(p.data, 0, 8);
		p.data[0] = types[i];
		memcpy(p.data + 8, buf, 28);
		p.len = 36;
		packet_put16(p.data + 2, packet_sum(p.data, p.len, 0));
		peer_send(&p);
	}
	silence(&c, "what must not be answered");
	/* what is to other destinations is not Tandem's to drop */
	must_count(&c, 1 + ARRAY_SIZE(from) + ARRAY_SIZE(types));
}

/* RFC 1122 3.2.1.7, RFC 1812 4.3.2.2: the time to live ends for routers; the answer has its own. */
static void time_to_live(void)
{
	struct packet p;
	struct conn c;
	size_t len;
	int ttl;

	for (ttl = 0; ttl < 2; ttl++) {
		count_from_here(&c);
		len = syn_packet(&c, IPPROTO_TCP);
		buf[8] = ttl;
		packet_fix_ip(buf);
		peer_raw(buf, len);
		conn_take_syn(&c, SYN | ACK, &p);
		GIVES(64, p.ttl);
		len = echo_packet(10);
		buf[8] = ttl;
		packet_fix_ip(buf);
		peer_raw(buf, len);
		CHECK(hear(&c, &p, SOON), "no answer");
		GIVES(IPPROTO_ICMP, p.proto);
		GIVES(64, p.ttl);
	}
}

/* Random damage to packets of a living connection, with right checksums. */
static void random_damage(void)
{
	struct conn c, good;
	uint32_t random = 4711;
	struct packet p;
	size_t len, i;
	int n, hits;

	conn_init(&c);
	conn_passive(&c);
	for (n = 0; n < 3000; n++) {
		struct packet one = {
			.saddr = PEER_ADDR, .daddr = PEER_STACK, .proto = IPPROTO_TCP,
			.sport = c.port, .dport = c.stack_port, .seq = c.seq,
			.ack = c.ack, .flags = ACK, .win = 1000, .opt_len = 20,
			.opt = "\1\1\10\12\0\0\0\0\0\0\0\0\1\1\4\2\2\4\5\264", .len = 50,
		};

		len = packet_build(&one, buf);
		for (hits = 1 + pattern_random(&random) % 4; hits; hits--) {
			i = pattern_random(&random) % len;
			if (i < 12 || i >= 20)	/* not the addresses */
				buf[i] = pattern_random(&random) >> 9;
		}
		if ((buf[0] & 15) >= 5 && (buf[0] & 15) * 4u <= len) {
			packet_fix_ip(buf);
			packet_fix_tcp(buf, len);
		}
		peer_raw(buf, len);
		while (n % 64 == 0 && peer_recv(&p, 0))
			;
	}
	while (peer_recv(&p, 100))
		;
	conn_init(&good);
	conn_passive(&good);
	conn_data(&good, 100);
	conn_expect_ack(&good, SOON);
}

const struct tap_case wire_bad_cases[] = {
	{ "bad_cut_off", cut_off },
	{ "bad_cut_tcp", cut_tcp },
	{ "bad_cut_tcp_checksum", cut_tcp_checksum },
	{ "bad_total_length", total_length },
	{ "bad_ip_header", ip_header },
	{ "ip_options", ip_options },
	{ "bad_data_offset", data_offset },
	{ "bad_checksums", checksums },
	{ "bad_senders", senders },
	{ "bad_destinations", destinations },
	{ "bad_fragments", fragments },
	{ "bad_protocol", protocol },
	{ "echo", echo },
	{ "bad_echo", echo_bad },
	{ "bad_icmp_errors", icmp_errors },
	{ "icmp_bans", icmp_bans },
	{ "ip_ttl_received", time_to_live },
	{ "bad_random", random_damage, 20 },
};

const size_t wire_bad_n = ARRAY_SIZE(wire_bad_cases);
