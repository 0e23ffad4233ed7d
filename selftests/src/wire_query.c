// SPDX-License-Identifier: GPL-2.0
/*
 * ICMP queries but echo (wire_bad.c): timestamp and address mask.
 */
#include <time.h>

#include "wire.h"

#define DAY	(24 * 60 * 60 * 1000)	/* ms */

enum { TIMESTAMP = 13, TIMESTAMP_REPLY, MASK = 17, MASK_REPLY };

static void ask(unsigned int type, unsigned int len)
{
	struct packet p = { .saddr = PEER_ADDR, .daddr = PEER_STACK, .proto = IPPROTO_ICMP,
			    .len = len };

	p.data[0] = type;
	packet_put16(p.data + 4, 0x1234);
	packet_put16(p.data + 6, 7);
	if (len > 8)
		pattern_fill(p.data + 8, len - 8, 0, 3);
	packet_put16(p.data + 2, packet_sum(p.data, p.len, 0));
	peer_send(&p);
}

static bool hear(struct packet *p, unsigned int ms)
{
	while (peer_recv(p, ms))
		if (p->proto == IPPROTO_ICMP)
			return true;
	return false;
}

static void expect(struct packet *p, unsigned int type, unsigned int len)
{
	CHECK(hear(p, SOON), "no answer");
	GIVES(len, p->len);
	GIVES(type, p->data[0]);
	GIVES(0, p->data[1]);
	GIVES(PEER_STACK, p->saddr);
	GIVES(PEER_ADDR, p->daddr);
	CHECK(!packet_sum(p->data, p->len, 0), "wrong ICMP checksum");
	GIVES(0x1234, packet_get16(p->data + 4));
	GIVES(7, packet_get16(p->data + 6));
}

/* Milliseconds by which our clock is ahead of a time since midnight, the day's end minded */
static int ahead(uint32_t theirs)
{
	struct timespec now;
	int diff;

	clock_gettime(CLOCK_REALTIME, &now);
	diff = now.tv_sec % (DAY / 1000) * 1000 + now.tv_nsec / 1000000 - theirs;
	return diff < -DAY / 2 ? diff + DAY : diff;
}

/* RFC 792, RFC 1122 3.2.2.8: right to the millisecond; what is too short is dropped. */
static void timestamp(void)
{
	unsigned long before = net_counter("Icmp", "OutTimestampReps");
	uint8_t sent[4];
	struct packet p;
	uint32_t last = 0;
	unsigned int i;
	int late;

	pattern_fill(sent, 4, 0, 3);
	for (i = 0; i < 4; i++) {
		/* one is longer than it should be */
		ask(TIMESTAMP, i == 1 ? 30 : 20);
		expect(&p, TIMESTAMP_REPLY, 20);
		CHECK(!memcmp(p.data + 8, sent, 4), "the time of origin was changed");
		late = ahead(packet_get32(p.data + 16));
		CHECK(late >= 0 && late < SOON, "%d ms late", late);
		CHECK(ahead(packet_get32(p.data + 12)) >= late, "sent before it came");
		CHECK(!i || packet_get32(p.data + 16) != last, "the clock stands still");
		last = packet_get32(p.data + 16);
		net_sleep_ms(70);
	}
	GIVES(4, net_counter("Icmp", "OutTimestampReps") - before);
	for (i = 8; i < 20; i++)
		ask(TIMESTAMP, i);
	CHECK(!hear(&p, QUIET), "an answer to what is too short");
}

static void agent(int on)
{
	net_sysctl("tandem/addr_mask_agent", on ? "1" : "0");
}

/* RFC 950; RFC 1122 3.2.2.9, RFC 6918: nobody answers but an agent that was appointed. */
static void mask(void)
{
	unsigned int len;
	struct packet p;

	ask(MASK, 12);
	CHECK(!hear(&p, QUIET), "nobody has said that this is an agent");
	if (net_native())
		return;
	agent(1);
	ask(MASK, 12);
	expect(&p, MASK_REPLY, 12);
	GIVES(0xffffff00, packet_get32(p.data + 8));
	for (len = 8; len < 12; len++)
		ask(MASK, len);
	ask(MASK_REPLY, 12);
	CHECK(!hear(&p, QUIET), "an answer to nonsense");
	agent(0);
	ask(MASK, 12);
	CHECK(!hear(&p, QUIET), "no longer an agent");
}

const struct tap_case wire_query_cases[] = {
	{ "query_timestamp", timestamp },
	{ "query_mask", mask },
};

const size_t wire_query_n = ARRAY_SIZE(wire_query_cases);
