// SPDX-License-Identifier: GPL-2.0
/*
 * fault: packets. One may be lost, as any may, when there is no memory for it; but what a
 * connection carries must come through, and who asks again must be answered.
 *
 *	loop	Tandem to Tandem, through tandem0
 *	signed	the same by TCP-AO
 *	out	Tandem opens to a native server:     SYN, ARP request, data, FIN, TIME-WAIT
 *	in	a native client opens to Tandem:     SYN-ACK, ARP reply, accept, RST
 *	icmp	a native host pings, and sends what nobody takes
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if_arp.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fault.h"
#include "inject.h"
#include "keys.h"
#include "net.h"
#include "tap.h"

#define TANDEM_ADDR	"10.1.0.1"	/* on p0 */
#define NATIVE_ADDR	"10.1.0.2"	/* on p1 in the namespace "fault" */
#define LENGTH		5000		/* bytes each way: some segments */

static int home, away;			/* namespaces */
static const struct key *key;		/* of Tandem's sockets, or NULL */

/* For want of memory: try again, the next one is granted. */
static bool again(ssize_t rc, const char *what)
{
	return rc < 0 && inject_no_memory(what);
}

/* Sends bytes to an echo server and has them back. Closes the socket. */
static void exchange(int fd, const char *text)
{
	struct sockaddr_in peer = net_addr(text, 7);
	static char out[LENGTH], in[LENGTH];
	size_t i, sent = 0;
	ssize_t rc;

	for (i = 0; i < sizeof(out); i++)
		out[i] = i * 7;
	while (again(connect(fd, (struct sockaddr *)&peer, sizeof(peer)), "connect()"))
		;
	while (sent < sizeof(out)) {
		rc = send(fd, out + sent, sizeof(out) - sent, MSG_NOSIGNAL);
		if (!again(rc, "send()"))
			sent += rc;
	}
	OK(shutdown(fd, SHUT_WR));
	GIVES(sizeof(in), recv(fd, in, sizeof(in), MSG_WAITALL));
	CHECK(!memcmp(in, out, sizeof(in)), "other bytes came back");
	GIVES(0, recv(fd, in, 1, 0));
	close(fd);
}

/* A server that sends what it receives, in a process of its own. */
static void echo(int family)
{
	int listener;

	if (OK(fork()))
		return;
	if (family == AF_INET) {
		net_as(family);
		net_join("fault");
	}
	listener = net_listen("0.0.0.0", 7, 10);
	if (key)
		OK(keys_add(listener, key));
	while (true) {
		int fd = accept(listener, NULL, NULL);
		char bytes[4096];
		ssize_t len;

		if (fd < 0)
			continue;
		while ((len = recv(fd, bytes, sizeof(bytes), 0)) > 0)
			while (again(send(fd, bytes, len, MSG_NOSIGNAL), "send()"))
				;
		close(fd);
	}
}

/* A native host at the other end of a veth pair. */
static void neighbour(void)
{
	net_run("ip netns del fault 2>/dev/null; ip netns add fault");
	net_run("ip link add p0 type veth peer name p1 netns fault && ip link set p0 up && "
		"ip -n fault addr add " NATIVE_ADDR "/24 dev p1 && ip -n fault link set p1 up");
	inject_run("tandem addr add " TANDEM_ADDR "/24 dev p0");
	home = OK(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
	away = OK(open("/run/netns/fault", O_RDONLY | O_CLOEXEC));
}

/* A native socket over there, whose host forgets where we are, so that it asks. */
static int native_socket(int type, int protocol)
{
	struct sockaddr_in us = net_addr(TANDEM_ADDR, 0);
	struct arpreq arp = { .arp_dev = "p1" };
	int fd;

	OK(setns(away, CLONE_NEWNET));
	fd = OK(socket(AF_INET, type | SOCK_CLOEXEC, protocol));
	memcpy(&arp.arp_pa, &us, sizeof(us));
	ioctl(fd, SIOCDARP, &arp);
	OK(setns(home, CLONE_NEWNET));
	return fd;
}

static int tandem_socket(void)
{
	int fd;

	while (again(fd = socket(net_family(), SOCK_STREAM | SOCK_CLOEXEC, 0), "socket()"))
		;
	while (key && again(keys_add(fd, key), "setsockopt()"))
		;
	return fd;
}

static void work_loop(void)
{
	exchange(tandem_socket(), "127.0.0.1");
}

void fault_packet_loop(void)
{
	inject_prepare();
	net_enter();
	echo(net_family());
	net_sleep_ms(200);
	inject_each_packet("tandem to tandem", work_loop);
}

void fault_packet_signed(void)
{
	static const struct key all = { KEY_SHA1, NULL, "key", 1, 1, false };

	key = &all;
	fault_packet_loop();
}

static void work_out(void)
{
	inject_run("tandem neigh flush dev p0");
	exchange(tandem_socket(), NATIVE_ADDR);
}

void fault_packet_out(void)
{
	inject_prepare();
	net_enter();
	neighbour();
	echo(AF_INET);
	net_sleep_ms(200);
	inject_each_packet("tandem to native", work_out);
}

static void work_in(void)
{
	exchange(native_socket(SOCK_STREAM, 0), TANDEM_ADDR);
}

static void work_refused(void)
{
	struct sockaddr_in nobody = net_addr(TANDEM_ADDR, 9);
	int fd = native_socket(SOCK_STREAM, 0);

	FAILS(ECONNREFUSED, connect(fd, (struct sockaddr *)&nobody, sizeof(nobody)));
	close(fd);
}

void fault_packet_in(void)
{
	inject_prepare();
	net_enter();
	neighbour();
	echo(net_family());
	net_sleep_ms(200);
	inject_each_packet("native to tandem", work_in);
	inject_each_packet("refused", work_refused);
}

static bool comes(int fd, unsigned int ms)
{
	struct pollfd one = { .fd = fd, .events = POLLIN };

	return OK(poll(&one, 1, ms)) > 0;
}

static void work_ping(void)
{
	struct icmphdr ask = { .type = ICMP_ECHO, .un.echo = { htons(7), htons(1) },
			       .checksum = htons(0xffff - (ICMP_ECHO << 8) - 7 - 1) };
	struct sockaddr_in to = net_addr(TANDEM_ADDR, 0);
	int fd = native_socket(SOCK_RAW, IPPROTO_ICMP), tries = 0;

	do {
		CHECK(tries++ < 20, "no answer to 20 pings");
		while (again(sendto(fd, &ask, sizeof(ask), 0, (struct sockaddr *)&to,
				    sizeof(to)), "sendto()"))
			;
	} while (!comes(fd, 300));
	close(fd);
}

/* To a protocol that is not there: unreachable (ECONNREFUSED from UDP's point of view). */
static void work_unreachable(void)
{
	struct sockaddr_in to = net_addr(TANDEM_ADDR, 9);
	int fd = native_socket(SOCK_DGRAM, 0), tries = 0;

	OK(connect(fd, (struct sockaddr *)&to, sizeof(to)));
	do {
		CHECK(tries++ < 20, "20 datagrams, and no word of it");
		while (send(fd, "?", 1, 0) < 0 && errno != ENOPROTOOPT &&
		       errno != ECONNREFUSED)
			inject_no_memory("send()");
	} while (!comes(fd, 300));
	close(fd);
}

void fault_packet_icmp(void)
{
	inject_prepare();
	net_enter();
	neighbour();
	inject_each_packet("ping", work_ping);
	inject_each_packet("unreachable", work_unreachable);
}
