// SPDX-License-Identifier: GPL-2.0
/*
 * Packets to bytes and back.
 */
#include <netinet/in.h>
#include <string.h>

#include "packet.h"
#include "tap.h"

#define IP_LEN	20
#define TCP_LEN	20

void packet_put16(uint8_t *at, unsigned int value)
{
	at[0] = value >> 8;
	at[1] = value;
}

void packet_put32(uint8_t *at, uint32_t value)
{
	packet_put16(at, value >> 16);
	packet_put16(at + 2, value);
}

unsigned int packet_get16(const uint8_t *at)
{
	return at[0] << 8 | at[1];
}

uint32_t packet_get32(const uint8_t *at)
{
	return (uint32_t)packet_get16(at) << 16 | packet_get16(at + 2);
}

/* RFC 1071; 0 over data that holds its own right checksum. */
uint16_t packet_sum(const void *data, size_t len, uint32_t sum)
{
	const uint8_t *at = data;

	for (; len > 1; len -= 2, at += 2)
		sum += packet_get16(at);
	if (len)
		sum += *at << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

static uint16_t tcp_sum(const uint8_t *buf, size_t len)
{
	size_t head = (buf[0] & 15) * 4;
	uint32_t sum = IPPROTO_TCP + (len - head);
	int i;

	for (i = 12; i < 20; i += 2)
		sum += packet_get16(buf + i);
	return packet_sum(buf + head, len - head, sum);
}

void packet_fix_ip(uint8_t *buf)
{
	packet_put16(buf + 10, 0);
	packet_put16(buf + 10, packet_sum(buf, (buf[0] & 15) * 4, 0));
}

void packet_fix_tcp(uint8_t *buf, size_t len)
{
	uint8_t *tcp = buf + (buf[0] & 15) * 4;

	packet_put16(tcp + 16, 0);
	packet_put16(tcp + 16, tcp_sum(buf, len));
}

size_t packet_build(const struct packet *p, uint8_t *buf)
{
	bool is_tcp = p->proto == IPPROTO_TCP;
	size_t head = IP_LEN + (is_tcp ? TCP_LEN + p->opt_len : 0);
	size_t len = head + p->len;
	uint8_t *tcp = buf + IP_LEN;

	CHECK(len <= PACKET_MAX && p->opt_len % 4 == 0, "%zu %u", len, p->opt_len);
	memset(buf, 0, head);
	buf[0] = 0x45;
	buf[1] = p->tos;
	packet_put16(buf + 2, len);
	buf[8] = 64;
	buf[9] = p->proto;
	packet_put32(buf + 12, p->saddr);
	packet_put32(buf + 16, p->daddr);
	packet_fix_ip(buf);
	memcpy(buf + head, p->data, p->len);
	if (!is_tcp)
		return len;
	packet_put16(tcp, p->sport);
	packet_put16(tcp + 2, p->dport);
	packet_put32(tcp + 4, p->seq);
	packet_put32(tcp + 8, p->ack);
	tcp[12] = (TCP_LEN + p->opt_len) / 4 << 4 | p->flags >> 8;
	tcp[13] = p->flags;
	packet_put16(tcp + 14, p->win);
	packet_put16(tcp + 18, p->urg);
	memcpy(tcp + TCP_LEN, p->opt, p->opt_len);
	packet_fix_tcp(buf, len);
	return len;
}

static void parse_option(const uint8_t *at, unsigned int len, struct packet *p)
{
	unsigned int i;

	switch (at[0]) {
	case 2:
		GIVES(4, len);
		p->mss = packet_get16(at + 2);
		break;
	case 3:
		GIVES(3, len);
		p->wscale = at[2];
		break;
	case 4:
		GIVES(2, len);
		p->sack_ok = true;
		break;
	case 5:
		CHECK(len % 8 == 2 && len > 2 && len <= 34, "SACK of %u bytes", len);
		p->n_sack = (len - 2) / 8;
		for (i = 0; i < p->n_sack; i++) {
			p->sack[i].from = packet_get32(at + 2 + i * 8);
			p->sack[i].to = packet_get32(at + 6 + i * 8);
		}
		break;
	case 34:
		CHECK(len == 2 || (len >= 6 && len <= 18 && len % 2 == 0), "cookie of %u bytes",
		      len - 2);
		p->cookie_len = len - 2;
		memcpy(p->cookie, at + 2, len - 2);
		break;
	case 172:
	case 174:
		CHECK(len % 3 == 2 && len <= 11, "AccECN of %u bytes", len);
		p->acc_kind = at[0];
		p->n_acc = (len - 2) / 3;
		for (i = 0; i < p->n_acc; i++)
			p->acc[i] = (uint32_t)at[2 + i * 3] << 16 | packet_get16(at + 3 + i * 3);
		break;
	case 8:
		GIVES(10, len);
		p->has_ts = true;
		p->tsval = packet_get32(at + 2);
		p->tsecr = packet_get32(at + 6);
		break;
	}
}

static void parse_options(struct packet *p)
{
	const uint8_t *at = p->opt, *end = p->opt + p->opt_len;

	p->mss = -1;
	p->wscale = -1;
	p->cookie_len = -1;
	while (at < end && *at) {
		if (*at == 1) {
			at++;
			continue;
		}
		CHECK(end - at >= 2 && at[1] >= 2 && at + at[1] <= end,
		      "the stack sent a malformed option %u", *at);
		parse_option(at, at[1], p);
		at += at[1];
	}
}

void packet_parse(const uint8_t *buf, size_t len, struct packet *p)
{
	size_t head = (buf[0] & 15) * 4;
	const uint8_t *tcp = buf + head;

	memset(p, 0, offsetof(struct packet, data));
	memset(&p->mss, 0, sizeof(*p) - offsetof(struct packet, mss));
	CHECK(len >= IP_LEN && buf[0] >> 4 == 4 && head >= IP_LEN, "not IPv4");
	CHECK(packet_get16(buf + 2) == len, "total length %u of %zu",
	      packet_get16(buf + 2), len);
	CHECK(!packet_sum(buf, head, 0), "wrong checksum of the IP header");
	p->saddr = packet_get32(buf + 12);
	p->daddr = packet_get32(buf + 16);
	p->tos = buf[1];
	p->df = buf[6] & 0x40;
	p->id = packet_get16(buf + 4);
	p->ttl = buf[8];
	p->proto = buf[9];
	if (p->proto == IPPROTO_TCP) {
		CHECK(len >= head + TCP_LEN && !tcp_sum(buf, len), "wrong TCP checksum");
		p->sport = packet_get16(tcp);
		p->dport = packet_get16(tcp + 2);
		p->seq = packet_get32(tcp + 4);
		p->ack = packet_get32(tcp + 8);
		p->flags = (tcp[12] & 1) << 8 | tcp[13];
		p->urg = packet_get16(tcp + 18);
		p->win = packet_get16(tcp + 14);
		CHECK(tcp[12] >> 4 >= 5, "data offset %u", tcp[12] >> 4);
		p->opt_len = (tcp[12] >> 4) * 4 - TCP_LEN;
		memcpy(p->opt, tcp + TCP_LEN, p->opt_len);
		parse_options(p);
		head += TCP_LEN + p->opt_len;
	}
	p->len = len - head;
	memcpy(p->data, buf + head, p->len);
}
