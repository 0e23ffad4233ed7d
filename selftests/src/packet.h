/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IPv4 packets as the scripted peer writes and reads them. All numbers are in
 * host order. Nothing here is shared with the module: two readings of the RFCs.
 */
#ifndef SELFTEST_PACKET_H
#define SELFTEST_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FIN	0x01
#define SYN	0x02
#define RST	0x04
#define PSH	0x08
#define ACK	0x10
#define URG	0x20
#define ECE	0x40
#define CWR	0x80
#define AE	0x100

#define PACKET_MAX	2048

struct packet {
	uint32_t saddr, daddr;
	uint8_t proto;
	uint16_t id;			/* as received */
	uint8_t tos;
	uint8_t ttl;			/* as received */
	bool df;
	/* TCP; of another protocol's packet, all behind the IP header is data */
	uint16_t sport, dport, win, urg;
	uint32_t seq, ack;
	uint16_t flags;
	uint8_t opt[40];
	unsigned int opt_len;		/* bytes, a multiple of 4 */
	unsigned int len;		/* bytes of data */
	uint8_t data[PACKET_MAX];

	/* What packet_parse() found in the options; -1: not there. */
	int mss, wscale;
	int cookie_len;			/* Fast Open; 0: it asks for one */
	uint8_t cookie[16];
	int acc_kind;			/* 172 or 174: AccECN */
	unsigned int n_acc;
	uint32_t acc[3];
	bool sack_ok, has_ts;
	uint32_t tsval, tsecr;
	unsigned int n_sack;
	struct { uint32_t from, to; } sack[4];
};

/* Into buf[PACKET_MAX]; returns the length. */
size_t packet_build(const struct packet *p, uint8_t *buf);

/* The checksums must be right, or the case fails. */
void packet_parse(const uint8_t *buf, size_t len, struct packet *p);

uint16_t packet_sum(const void *data, size_t len, uint32_t sum);
void packet_fix_ip(uint8_t *buf);		/* the header's checksum */
void packet_fix_tcp(uint8_t *buf, size_t len);	/* the segment's checksum */

void packet_put16(uint8_t *at, unsigned int value);
void packet_put32(uint8_t *at, uint32_t value);
unsigned int packet_get16(const uint8_t *at);
uint32_t packet_get32(const uint8_t *at);

#endif
