// SPDX-License-Identifier: GPL-2.0
/*
 * ARP, RFC 826, RFC 5227, on an Ethernet device of its own (tap): asking, being
 * asked, and malformed packets.
 *
 *	this process: 10.2.0.1 ---- tap ---- 10.2.0.2: the stack under test
 */
#include <linux/if_ether.h>
#include <poll.h>

#include <linux/tandem.h>

#include "wire.h"

#define STACK	0x0a020002
#define PEER	0x0a020001
#define ARP_LEN	28

struct frame {
	uint8_t bytes[PACKET_MAX];
	ssize_t len;
};

static int device = -1;
static const uint8_t peer_mac[6] = { 2, 0, 0, 0, 0, 0x11 };
static const uint8_t everybody[6] = { 255, 255, 255, 255, 255, 255 };

static void open_ethernet(void)
{
	static const char name[] = "tap0";

	device = peer_open_ethernet(name);
	net_give(name, "10.2.0.2/24");
}

/* The next frame of that type; 0: of any. */
static bool take(struct frame *frame, unsigned int type, unsigned int ms)
{
	struct pollfd wait = { .fd = device, .events = POLLIN };
	uint64_t end = net_now_ms() + ms, now;

	for (;;) {
		frame->len = read(device, frame->bytes, sizeof(frame->bytes));
		if (frame->len >= ETH_HLEN &&
		    (!type || packet_get16(frame->bytes + 12) == type))
			return true;
		if (frame->len >= 0)
			continue;
		now = net_now_ms();
		if (now >= end)
			return false;
		OK(poll(&wait, 1, end - now));
	}
}

static void put(const struct frame *frame)
{
	GIVES(frame->len, write(device, frame->bytes, frame->len));
}

static void header(struct frame *frame, const uint8_t *to, unsigned int type)
{
	memset(frame, 0, sizeof(*frame));
	memcpy(frame->bytes, to, 6);
	memcpy(frame->bytes + 6, peer_mac, 6);
	packet_put16(frame->bytes + 12, type);
	frame->len = ETH_HLEN;
}

static void arp(struct frame *frame, const uint8_t *to, unsigned int op,
		uint32_t sender, uint32_t target)
{
	uint8_t *at = frame->bytes + ETH_HLEN;

	header(frame, to, ETH_P_ARP);
	memcpy(at, "\0\1\10\0\6\4", 6);
	packet_put16(at + 6, op);
	memcpy(at + 8, peer_mac, 6);
	packet_put32(at + 14, sender);
	packet_put32(at + 24, target);
	frame->len += ARP_LEN;
}

/* Everything that came so far is of no interest. */
static void drain(void)
{
	struct frame frame;

	while (take(&frame, ETH_P_ARP, 20))
		;
}

static void be_asked(void)
{
	struct frame ask, got;
	const uint8_t *at = got.bytes + ETH_HLEN;

	open_ethernet();
	drain();
	arp(&ask, everybody, 1, PEER, STACK);
	put(&ask);
	CHECK(take(&got, ETH_P_ARP, SOON), "no answer");
	CHECK(!memcmp(got.bytes, peer_mac, 6), "not to the asker");
	GIVES(2, packet_get16(at + 6));
	CHECK(!memcmp(at + 8, got.bytes + 6, 6), "two hardware addresses");
	GIVES(STACK, packet_get32(at + 14));
	CHECK(!memcmp(at + 18, peer_mac, 6), "target hardware address");
	GIVES(PEER, packet_get32(at + 24));
	CHECK(!take(&got, ETH_P_ARP, QUIET), "two answers: the native stack, too?");
	/* a probe has no sender address (RFC 5227 2.1.1) */
	arp(&ask, everybody, 1, 0, STACK);
	put(&ask);
	CHECK(take(&got, ETH_P_ARP, SOON), "no answer to a probe");
	GIVES(STACK, packet_get32(at + 14));
}

static void not_ours(void)
{
	struct frame ask, got;

	open_ethernet();
	drain();
	arp(&ask, everybody, 1, PEER, STACK + 1);
	put(&ask);
	CHECK(!take(&got, ETH_P_ARP, QUIET), "answered for an address of somebody else");
}

/* Each truncation, and each wrong constant. */
static void broken(void)
{
	unsigned long before = 0, n = 0;
	struct frame ask, got;
	size_t at;

	open_ethernet();
	drain();
	if (!net_native())
		before = net_counter("Arp", "InErrors");
	for (at = 0; at < ARP_LEN; at++, n++) {
		arp(&ask, everybody, 1, PEER, STACK);
		ask.len = ETH_HLEN + at;
		put(&ask);
	}
	for (at = 0; at < 7; at++, n++) {	/* to the first byte of the opcode */
		arp(&ask, everybody, 1, PEER, STACK);
		ask.bytes[ETH_HLEN + at] ^= 0x40;
		put(&ask);
	}
	CHECK(!take(&got, ETH_P_ARP, QUIET), "answered to a malformed packet");
	if (!net_native()) {
		tap_note("%lu of %lu counted", net_counter("Arp", "InErrors") - before, n);
		CHECK(net_counter("Arp", "InErrors") - before >= n, "not all counted");
	}
	arp(&ask, everybody, 1, PEER, STACK);
	put(&ask);
	CHECK(take(&got, ETH_P_ARP, SOON), "a good one is not answered any more");
}

/* connect() asks, waits, and then sends to who has answered. */
static void resolve(void)
{
	struct sockaddr_in to = net_addr("10.2.0.1", 80);
	static const char text[] = "rto_init=60000";
	struct frame got, reply;
	struct packet p;
	int fd;

	open_ethernet();
	drain();
	fd = net_socket();
	net_nonblock(fd);
	/* The SYN that waits shall leave, not the next one */
	if (!net_native())
		OK(setsockopt(fd, SOL_TANDEM, TANDEM_CONFIG, text, strlen(text)));
	FAILS(EINPROGRESS, connect(fd, (struct sockaddr *)&to, sizeof(to)));
	CHECK(take(&got, ETH_P_ARP, SOON), "no request");
	CHECK(!memcmp(got.bytes, everybody, 6), "not to everybody");
	GIVES(1, packet_get16(got.bytes + ETH_HLEN + 6));
	GIVES(STACK, packet_get32(got.bytes + ETH_HLEN + 14));
	GIVES(PEER, packet_get32(got.bytes + ETH_HLEN + 24));
	arp(&reply, got.bytes + 6, 2, PEER, STACK);
	memcpy(reply.bytes + ETH_HLEN + 18, got.bytes + 6, 6);
	put(&reply);
	CHECK(take(&got, ETH_P_IP, SOON), "no SYN");
	CHECK(!memcmp(got.bytes, peer_mac, 6), "to another hardware address");
	packet_parse(got.bytes + ETH_HLEN, got.len - ETH_HLEN, &p);
	GIVES(SYN, p.flags);
	GIVES(80, p.dport);
}

/* Nobody answers: some requests, no more than one a second, then silence. */
static void unresolved(void)
{
	struct sockaddr_in to = net_addr("10.2.0.9", 80);
	struct frame got;
	int fd, n = 0;

	open_ethernet();
	drain();
	fd = net_socket();
	net_nonblock(fd);
	FAILS(EINPROGRESS, connect(fd, (struct sockaddr *)&to, sizeof(to)));
	while (take(&got, ETH_P_ARP, 1600)) {
		n++;
		CHECK(n < 10, "a flood of requests");
		if (n == 3)
			break;
	}
	CHECK(n >= 2, "only %d requests", n);
	CHECK(!take(&got, ETH_P_IP, 0), "a packet to nobody");
}

/* A frame for somebody else, as a promiscuous device sees it, is not ours. */
static void other_host(void)
{
	static const uint8_t other_mac[6] = { 2, 0, 0, 0, 0, 0x99 };
	struct packet p = { .saddr = PEER, .daddr = STACK, .proto = IPPROTO_TCP,
			    .sport = 1000, .dport = 9, .flags = SYN };
	struct frame frame, got;

	open_ethernet();
	arp(&frame, everybody, 1, PEER, STACK);
	put(&frame);			/* it knows us now */
	CHECK(take(&got, ETH_P_ARP, SOON), "no answer");
	header(&frame, other_mac, ETH_P_IP);
	frame.len += packet_build(&p, frame.bytes + ETH_HLEN);
	put(&frame);
	CHECK(!take(&got, ETH_P_IP, QUIET), "answered a frame for another host");
	memcpy(frame.bytes, everybody, 6);
	put(&frame);
	CHECK(!take(&got, ETH_P_IP, QUIET), "answered a broadcast frame");
	drain();
	arp(&frame, everybody, 1, PEER, STACK);
	put(&frame);
	CHECK(take(&got, ETH_P_ARP, SOON), "no answer");
	header(&frame, got.bytes + 6, ETH_P_IP);
	frame.len += packet_build(&p, frame.bytes + ETH_HLEN);
	put(&frame);
	CHECK(take(&got, ETH_P_IP, SOON), "no reset from a closed port");

	/* RFC 1122 3.2.2: no complaint about what came to everybody; about the same to us, one */
	p.proto = 253;
	p.len = 8;
	frame.len = ETH_HLEN;
	frame.len += packet_build(&p, frame.bytes + ETH_HLEN);
	put(&frame);
	CHECK(take(&got, ETH_P_IP, SOON), "no complaint");
	memcpy(frame.bytes, everybody, 6);
	put(&frame);
	CHECK(!take(&got, ETH_P_IP, QUIET), "complained about a broadcast frame");
}

/* RFC 9293 MUST-20: after three retransmissions the neighbour is asked whether it is there. */
static void doubt(void)
{
	struct sockaddr_in to = net_addr("10.2.0.1", 80);
	static const char text[] = "rto_init=60";
	unsigned int syns = 0;
	struct frame got, reply;
	int fd;

	if (net_native())
		return;
	open_ethernet();
	drain();
	fd = net_socket();
	net_nonblock(fd);
	OK(setsockopt(fd, SOL_TANDEM, TANDEM_CONFIG, text, strlen(text)));
	FAILS(EINPROGRESS, connect(fd, (struct sockaddr *)&to, sizeof(to)));
	CHECK(take(&got, ETH_P_ARP, SOON), "no request");
	arp(&reply, got.bytes + 6, 2, PEER, STACK);
	memcpy(reply.bytes + ETH_HLEN + 18, got.bytes + 6, 6);
	put(&reply);
	while (syns < 4) {
		CHECK(take(&got, 0, SOON), "no frame after %u SYNs", syns);
		if (packet_get16(got.bytes + 12) == ETH_P_IP)
			syns++;
		else
			CHECK(packet_get16(got.bytes + 12) != ETH_P_ARP,
			      "asked after %u SYNs", syns);
	}
	CHECK(take(&got, ETH_P_ARP, SOON), "not asked");
	CHECK(!memcmp(got.bytes, peer_mac, 6), "everybody was asked");
	GIVES(1, packet_get16(got.bytes + ETH_HLEN + 6));
	GIVES(PEER, packet_get32(got.bytes + ETH_HLEN + 24));
}

const struct tap_case wire_arp_cases[] = {
	{ "arp_answer", be_asked },
	{ "arp_not_ours", not_ours },
	{ "arp_malformed", broken },
	{ "arp_resolve", resolve },
	{ "arp_unresolved", unresolved },
	{ "arp_other_host", other_host },
	{ "arp_doubt", doubt },
};

const size_t wire_arp_n = ARRAY_SIZE(wire_arp_cases);
