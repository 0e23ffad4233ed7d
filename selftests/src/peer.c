// SPDX-License-Identifier: GPL-2.0
/*
 * The device under the scripted peer: tun for IPv4 packets, tap for frames.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <linux/if_tun.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "net.h"
#include "peer.h"
#include "tap.h"

#define PING_ID		0x5e77
#define ECHO		8
#define ECHO_REPLY	0

/* A packet that came while we waited for an answer to a ping */
struct kept {
	struct kept *next;
	ssize_t len;
	uint8_t bytes[sizeof(struct tun_pi) + PACKET_MAX];
};

static int device = -1;
static struct kept *first, **last = &first;

static int open_device(const char *name, short flags)
{
	struct ifreq ifr = { .ifr_flags = flags };
	int fd;

	fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		tap_skip("no /dev/net/tun: %m");
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", name);
	OK(ioctl(fd, TUNSETIFF, &ifr));
	return fd;
}

/* With nothing on it but what is IPv4 */
static void up(const char *name)
{
	char knob[64];

	snprintf(knob, sizeof(knob), "ipv6/conf/%s/disable_ipv6", name);
	if (!access("/proc/sys/net/ipv6", F_OK))
		net_sysctl(knob, "1");
	net_up(name);
}

void peer_open(void)
{
	device = open_device("tun0", IFF_TUN);
	up("tun0");
	net_give("tun0", PEER_STACK_TEXT "/24");
}

int peer_open_ethernet(const char *name)
{
	int fd = open_device(name, IFF_TAP | IFF_NO_PI);

	up(name);
	return fd;
}

void peer_raw(const void *data, size_t len)
{
	struct tun_pi pi = { .proto = htons(ETH_P_IP) };
	struct iovec iov[2] = { { &pi, sizeof(pi) }, { (void *)data, len } };

	GIVES(sizeof(pi) + len, writev(device, iov, 2));
}

void peer_send(const struct packet *p)
{
	uint8_t buf[PACKET_MAX];

	peer_raw(buf, packet_build(p, buf));
}

/* The next IPv4 packet of the device; false when none comes in time */
static bool read_packet(struct kept *to, unsigned int ms)
{
	uint64_t end = net_now_ms() + ms, now;
	struct pollfd wait = { .fd = device, .events = POLLIN };

	for (;;) {
		to->len = read(device, to->bytes, sizeof(to->bytes));
		if (to->len > (ssize_t)sizeof(struct tun_pi) + 20 &&
		    to->bytes[2] == ETH_P_IP >> 8 && to->bytes[3] == (ETH_P_IP & 0xff))
			return true;
		if (to->len >= 0)
			continue;
		GIVES(EAGAIN, errno);
		now = net_now_ms();
		if (now >= end)
			return false;
		OK(poll(&wait, 1, end - now));
	}
}

static void parse(const struct kept *from, struct packet *p)
{
	packet_parse(from->bytes + sizeof(struct tun_pi), from->len - sizeof(struct tun_pi), p);
}

bool peer_recv(struct packet *p, unsigned int ms)
{
	struct kept now, *one = first;

	if (one) {
		first = one->next;
		if (!first)
			last = &first;
		parse(one, p);
		free(one);
		return true;
	}
	if (!read_packet(&now, ms))
		return false;
	parse(&now, p);
	return true;
}

static bool is_pong(const struct kept *packet, unsigned int number)
{
	struct packet p;

	/* one that is broken is for whoever wants it */
	if (packet->bytes[sizeof(struct tun_pi) + 9] != IPPROTO_ICMP)
		return false;
	parse(packet, &p);
	return p.len >= 8 && p.data[0] == ECHO_REPLY && packet_get16(p.data + 4) == PING_ID &&
	       packet_get16(p.data + 6) == number;
}

void peer_settle(void)
{
	struct packet ping = {
		.saddr = PEER_ADDR, .daddr = PEER_STACK, .proto = IPPROTO_ICMP, .len = 8,
		.data = { ECHO },
	};
	static unsigned int number;
	struct kept *one;

	packet_put16(ping.data + 4, PING_ID);
	packet_put16(ping.data + 6, ++number);
	packet_put16(ping.data + 2, packet_sum(ping.data, ping.len, 0));
	peer_send(&ping);
	for (;;) {
		one = malloc(sizeof(*one));
		CHECK(one && read_packet(one, SOON), "a ping is not answered");
		if (is_pong(one, number))
			break;
		one->next = NULL;
		*last = one;
		last = &one->next;
	}
	free(one);
}
