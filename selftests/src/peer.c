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
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "net.h"
#include "peer.h"
#include "tap.h"

static int device = -1;

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

void peer_open(void)
{
	device = open_device("tun0", IFF_TUN);
	net_run("sysctl -qw net.ipv6.conf.tun0.disable_ipv6=1; ip link set tun0 up");
	net_give("tun0", PEER_STACK_TEXT "/24");
}

int peer_open_ethernet(const char *name)
{
	int fd = open_device(name, IFF_TAP | IFF_NO_PI);

	net_run("sysctl -qw net.ipv6.conf.%s.disable_ipv6=1; ip link set %s up", name, name);
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

bool peer_recv(struct packet *p, unsigned int ms)
{
	uint64_t end = net_now_ms() + ms, now;
	struct pollfd wait = { .fd = device, .events = POLLIN };
	uint8_t buf[sizeof(struct tun_pi) + PACKET_MAX];
	ssize_t len;

	for (;;) {
		len = read(device, buf, sizeof(buf));
		if (len > (ssize_t)sizeof(struct tun_pi) + 20 &&
		    buf[2] == ETH_P_IP >> 8 && buf[3] == (ETH_P_IP & 0xff)) {
			packet_parse(buf + sizeof(struct tun_pi),
				     len - sizeof(struct tun_pi), p);
			return true;
		}
		if (len >= 0)
			continue;
		GIVES(EAGAIN, errno);
		now = net_now_ms();
		if (now >= end)
			return false;
		OK(poll(&wait, 1, end - now));
	}
}
