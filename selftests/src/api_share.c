// SPDX-License-Identifier: GPL-2.0
/*
 * SO_REUSEPORT: several sockets on one port, and who gets the connections.
 */
#include <stdlib.h>
#include <unistd.h>

#include <linux/tandem.h>
#include "api.h"

#define GROUP	4
#define CLIENTS	100

/* The kernel's generic code refuses it to other families than its own. */
static void reuseport(int fd)
{
	api_set(fd, net_native() ? SOL_SOCKET : SOL_TANDEM, SO_REUSEPORT, 1);
	GIVES(1, api_get(fd, SOL_SOCKET, SO_REUSEPORT));
}

/* A listener on the port of another one, or on any. */
static int member(int other)
{
	int fd = net_socket();

	reuseport(fd);
	OK(api_bind(fd, HERE, other < 0 ? 0 : net_port(other)));
	OK(listen(fd, CLIENTS));
	net_nonblock(fd);
	return fd;
}

/* All must have it, and be of one user. */
static void reuseport_rules(void)
{
	int first = member(-1), second = member(first), fd = net_socket(), pid;

	CHECK(net_port(first) == net_port(second), "another port");
	FAILS(EADDRINUSE, api_bind(fd, HERE, net_port(first)));
	api_set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	FAILS(EADDRINUSE, api_bind(fd, HERE, net_port(first)));
	pid = api_child();
	if (!pid) {
		OK(seteuid(65534));
		fd = net_socket();
		reuseport(fd);
		FAILS(EADDRINUSE, api_bind(fd, HERE, net_port(first)));
		_exit(EXIT_SUCCESS);
	}
	api_join(pid);
	/* who is bound to all addresses listens, too, but for what others do not have */
	fd = net_socket();
	reuseport(fd);
	OK(api_bind(fd, "0.0.0.0", net_port(first)));
	OK(listen(fd, 1));
	/* who came without it keeps the port for himself */
	fd = net_listen(HERE, 0, 1);
	second = net_socket();
	reuseport(second);
	FAILS(EADDRINUSE, api_bind(second, HERE, net_port(fd)));
}

static unsigned int accept_all(int listener)
{
	unsigned int n = 0;
	int fd;

	for (; (fd = accept(listener, NULL, NULL)) >= 0; n++)
		close(fd);
	GIVES(EAGAIN, errno);
	return n;
}

static void connect_all(unsigned int port)
{
	unsigned int i;

	for (i = 0; i < CLIENTS; i++)
		OK(api_connect(net_socket(), HERE, port));
	net_sleep_ms(50);
}

/* Each gets its share, none gets what another has got, nothing is lost. */
static void reuseport_spread(void)
{
	unsigned int i, n, sum = 0;
	int fds[GROUP];

	for (i = 0; i < GROUP; i++)
		fds[i] = member(i ? fds[0] : -1);
	connect_all(net_port(fds[0]));
	for (i = 0; i < GROUP; i++) {
		n = accept_all(fds[i]);
		/* goes wrong once in some hundred million runs */
		CHECK(n >= 3 && n <= CLIENTS / 2 + 4, "%u of %u", n, CLIENTS);
		sum += n;
	}
	GIVES(CLIENTS, sum);
}

/* One leaves: what it has not accepted is lost, the others get all that follows. */
static void reuseport_leave(void)
{
	int first = member(-1), second = member(first);
	unsigned int port = net_port(first), n;

	connect_all(port);
	close(second);
	n = accept_all(first);
	CHECK(n < CLIENTS, "it was alone before");
	connect_all(port);
	GIVES(CLIENTS, accept_all(first));
	second = member(first);
	close(first);
	connect_all(port);
	GIVES(CLIENTS, accept_all(second));
}

const struct tap_case api_share_cases[] = {
	{ "reuseport_rules", reuseport_rules },
	{ "reuseport_spread", reuseport_spread, 30 },
	{ "reuseport_leave", reuseport_leave, 30 },
};

const size_t api_share_n = ARRAY_SIZE(api_share_cases);
