// SPDX-License-Identifier: GPL-2.0
/*
 * socket, bind, listen, accept, connect, and the names.
 */
#include <fcntl.h>
#include <unistd.h>

#include "api.h"

static void socket_types(void)
{
	int f = net_family();

	close(OK(socket(f, SOCK_STREAM, 0)));
	close(OK(socket(f, SOCK_STREAM, IPPROTO_TCP)));
	FAILS(EPROTONOSUPPORT, socket(f, SOCK_STREAM, IPPROTO_UDP));
	FAILS(EPROTONOSUPPORT, socket(f, SOCK_STREAM, 200));
	FAILS(ESOCKTNOSUPPORT, socket(f, SOCK_SEQPACKET, 0));
	FAILS(EINVAL, socket(f, 99, 0));
	FAILS(EINVAL, socket(f, SOCK_STREAM | 0x100000, 0));
	/* Tandem's only datagrams are to be those of ping sockets */
	if (!net_native())
		FAILS(ESOCKTNOSUPPORT, socket(f, SOCK_DGRAM, 0));
}

static void socket_flags(void)
{
	int fd = OK(socket(net_family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));

	CHECK(fcntl(fd, F_GETFL) & O_NONBLOCK, "not O_NONBLOCK");
	CHECK(fcntl(fd, F_GETFD) & FD_CLOEXEC, "not FD_CLOEXEC");
}

static void bind_errors(void)
{
	struct sockaddr_in addr = net_addr(HERE, 0);
	struct sockaddr *sa = (struct sockaddr *)&addr;
	int fd = net_socket(), other = net_socket();

	FAILS(EINVAL, bind(fd, sa, 2));
	FAILS(EINVAL, bind(fd, sa, sizeof(addr) - 9));
	FAILS(EINVAL, bind(fd, sa, -1));
	FAILS(EINVAL, bind(fd, sa, 4096));
	FAILS(EFAULT, bind(fd, BAD, sizeof(addr)));
	addr.sin_family = AF_INET6;
	FAILS(EAFNOSUPPORT, bind(fd, sa, sizeof(addr)));
	FAILS(EADDRNOTAVAIL, api_bind(fd, FOREIGN, 0));
	OK(api_bind(fd, HERE, 0));
	FAILS(EINVAL, api_bind(fd, HERE, 0));
	FAILS(EADDRINUSE, api_bind(other, HERE, net_port(fd)));
	FAILS(EADDRINUSE, api_bind(other, "0.0.0.0", net_port(fd)));
}

static void bind_family(void)
{
	struct sockaddr_in addr = net_addr(HERE, 0), got;
	socklen_t len = sizeof(got);
	int fd = net_socket();

	addr.sin_family = net_family();
	OK(bind(fd, (struct sockaddr *)&addr, sizeof(addr)));
	OK(getsockname(fd, (struct sockaddr *)&got, &len));
	GIVES(AF_INET, got.sin_family);
	CHECK(got.sin_addr.s_addr == addr.sin_addr.s_addr, "another address");
}

static void bind_privileged(void)
{
	int fd = net_socket();

	OK(api_bind(fd, HERE, 81));
	OK(setresuid(65534, 65534, 0));
	fd = net_socket();
	FAILS(EACCES, api_bind(fd, HERE, 80));
	OK(api_bind(fd, HERE, 8080));
	OK(setresuid(0, 0, 0));
}

static void bind_reuse(void)
{
	int one = net_socket(), two = net_socket(), three = net_socket();

	api_set(one, SOL_SOCKET, SO_REUSEADDR, 1);
	api_set(two, SOL_SOCKET, SO_REUSEADDR, 1);
	OK(api_bind(one, HERE, 0));
	OK(api_bind(two, HERE, net_port(one)));
	FAILS(EADDRINUSE, api_bind(three, HERE, net_port(one)));
	OK(listen(one, 1));
	FAILS(EADDRINUSE, listen(two, 1));
	api_set(three, SOL_SOCKET, SO_REUSEADDR, 1);
	FAILS(EADDRINUSE, api_bind(three, HERE, net_port(one)));
}

/* A port in TIME-WAIT is in use, but for SO_REUSEADDR. */
static void bind_time_wait(void)
{
	int fd = net_socket(), again, listener = net_listen(HERE, 0, 1);
	unsigned int port = net_port(listener);
	int b;

	OK(api_connect(fd, HERE, port));
	b = OK(accept(listener, NULL, NULL));
	close(listener);
	close(b);
	CHECK(api_poll(fd, POLLIN, API_SOON) & POLLIN, "no end");
	close(fd);
	net_sleep_ms(50);
	again = net_socket();
	FAILS(EADDRINUSE, api_bind(again, HERE, port));
	api_set(again, SOL_SOCKET, SO_REUSEADDR, 1);
	OK(api_bind(again, HERE, port));
	OK(listen(again, 1));
}

static void bind_any(void)
{
	int any = net_listen("0.0.0.0", 0, 1), one = net_socket(), fd = net_socket();
	struct sockaddr_in got;
	socklen_t len = sizeof(got);

	FAILS(EADDRINUSE, api_bind(one, HERE, net_port(any)));
	OK(api_connect(fd, "127.0.0.5", net_port(any)));
	OK(getsockname(OK(accept(any, NULL, NULL)), (struct sockaddr *)&got, &len));
	CHECK(got.sin_addr.s_addr == htonl(0x7f000005), "accepted at another address");
}

static void listen_errors(void)
{
	struct pair pair = api_pair();
	int fd = net_socket();

	FAILS(EINVAL, listen(pair.a, 1));
	OK(listen(fd, 1));
	CHECK(net_port(fd), "listen() has not bound it");
	OK(listen(fd, 5));
	FAILS(EINVAL, api_bind(fd, HERE, 0));
	FAILS(EISCONN, api_connect(fd, HERE, net_port(fd)));
	FAILS(ENOTCONN, recv(fd, &fd, 1, 0));
	FAILS(ENOTCONN, getpeername(fd, (struct sockaddr *)&(struct sockaddr_in){ 0 },
				    &(socklen_t){ 16 }));
}

static void accept_errors(void)
{
	int fd = net_socket(), listener = net_listen(HERE, 0, 1);
	struct pair pair = api_pair();

	FAILS(EINVAL, accept(fd, NULL, NULL));
	FAILS(EINVAL, accept(pair.a, NULL, NULL));
	FAILS(EINVAL, accept4(listener, NULL, NULL, 0x40000000));
	net_nonblock(listener);
	FAILS(EAGAIN, accept(listener, NULL, NULL));
	close(listener);
}

static void accept_names(void)
{
	struct sockaddr_in peer, own;
	socklen_t len = sizeof(peer);
	int listener = net_listen(HERE, 0, 1), fd = net_socket(), got;

	OK(api_connect(fd, HERE, net_port(listener)));
	memset(&peer, 0xff, sizeof(peer));
	got = OK(accept4(listener, (struct sockaddr *)&peer, &len,
			 SOCK_NONBLOCK | SOCK_CLOEXEC));
	GIVES(sizeof(peer), len);
	GIVES(AF_INET, peer.sin_family);
	GIVES(net_port(fd), ntohs(peer.sin_port));
	CHECK(peer.sin_addr.s_addr == htonl(INADDR_LOOPBACK), "another address");
	CHECK(fcntl(got, F_GETFL) & O_NONBLOCK, "not O_NONBLOCK");
	CHECK(fcntl(got, F_GETFD) & FD_CLOEXEC, "not FD_CLOEXEC");
	OK(getpeername(fd, (struct sockaddr *)&peer, &len));
	GIVES(net_port(listener), ntohs(peer.sin_port));
	OK(getsockname(got, (struct sockaddr *)&own, &len));
	CHECK(!memcmp(&peer, &own, 8), "the ends name it differently");
	net_nonblock(listener);
	FAILS(EAGAIN, accept(listener, NULL, NULL));
}

static void names(void)
{
	struct { struct sockaddr_in in; char guard[8]; } name;
	struct sockaddr *sa = (struct sockaddr *)&name;
	socklen_t len = sizeof(name);
	int fd = net_socket();

	OK(getsockname(fd, sa, &len));
	GIVES(sizeof(name.in), len);
	GIVES(AF_INET, name.in.sin_family);
	GIVES(0, name.in.sin_port);
	GIVES(0, name.in.sin_addr.s_addr);
	FAILS(ENOTCONN, getpeername(fd, sa, &len));
	OK(api_bind(fd, HERE, 0));
	memset(&name, 0x55, sizeof(name));
	len = 4;
	OK(getsockname(fd, sa, &len));
	GIVES(sizeof(name.in), len);
	CHECK(name.in.sin_addr.s_addr == 0x55555555, "wrote more than asked for");
	FAILS(EFAULT, getsockname(fd, BAD, &len));
	FAILS(EFAULT, getsockname(fd, sa, BAD));
	len = -1;
	FAILS(EINVAL, getsockname(fd, sa, &len));
}

static void connect_errors(void)
{
	struct sockaddr_in addr = net_addr(HERE, 1);
	struct sockaddr *sa = (struct sockaddr *)&addr;
	struct pair pair = api_pair();
	int fd = net_socket();

	FAILS(EINVAL, connect(fd, sa, 7));
	FAILS(EINVAL, connect(fd, sa, -1));
	FAILS(EFAULT, connect(fd, BAD, sizeof(addr)));
	addr.sin_family = AF_INET6;
	FAILS(EAFNOSUPPORT, connect(fd, sa, sizeof(addr)));
	FAILS(ENETUNREACH, api_connect(fd, AWAY, 80));
	FAILS(EISCONN, api_connect(pair.a, HERE, 80));
	FAILS(EISCONN, api_connect(pair.b, HERE, 80));
}

static void connect_refused(void)
{
	int fd = net_socket(), listener = net_listen(HERE, 0, 1);
	int closed = net_socket();

	OK(api_bind(closed, HERE, 0));		/* bound is not listening */
	FAILS(ECONNREFUSED, api_connect(fd, HERE, net_port(closed)));
	GIVES(0, api_get(fd, SOL_SOCKET, SO_ERROR));
	OK(api_connect(fd, HERE, net_port(listener)));
}

static void connect_family(void)
{
	int listener = net_listen(HERE, 0, 1), fd = net_socket();
	struct sockaddr_in addr = net_addr(HERE, net_port(listener));

	addr.sin_family = net_family();
	OK(connect(fd, (struct sockaddr *)&addr, sizeof(addr)));
}

/* 0.0.0.0 means this host */
static void connect_any(void)
{
	int listener = net_listen("0.0.0.0", 0, 1), fd = net_socket();

	OK(api_connect(fd, "0.0.0.0", net_port(listener)));
}

static void connect_nonblock(void)
{
	int fd = net_socket(), listener = net_listen(HERE, 0, 1);

	net_nonblock(fd);
	if (api_connect(fd, HERE, net_port(listener)))
		GIVES(EINPROGRESS, errno);
	CHECK(api_poll(fd, POLLOUT, API_SOON) & POLLOUT, "never writable");
	GIVES(0, api_get(fd, SOL_SOCKET, SO_ERROR));
	OK(api_connect(fd, HERE, net_port(listener)));
	FAILS(EISCONN, api_connect(fd, HERE, net_port(listener)));
}

static void connect_nonblock_refused(void)
{
	int fd = net_socket(), closed = net_socket();
	int got;

	OK(api_bind(closed, HERE, 0));
	net_nonblock(fd);
	FAILS(EINPROGRESS, api_connect(fd, HERE, net_port(closed)));
	got = api_poll(fd, POLLOUT, API_SOON);
	GIVES(POLLOUT | POLLERR | POLLHUP, got);
	GIVES(ECONNREFUSED, api_get(fd, SOL_SOCKET, SO_ERROR));
	GIVES(0, api_get(fd, SOL_SOCKET, SO_ERROR));
}

static void connect_pending(void)
{
	struct sockaddr_in name;
	socklen_t len = sizeof(name);
	int fd = net_socket();

	net_nonblock(fd);
	FAILS(EINPROGRESS, api_connect(fd, HOLE, 80));
	FAILS(EALREADY, api_connect(fd, HOLE, 80));
	GIVES(0, api_poll(fd, POLLIN | POLLOUT, 50));
	FAILS(ENOTCONN, getpeername(fd, (struct sockaddr *)&name, &len));
	FAILS(EAGAIN, send(fd, "x", 1, MSG_NOSIGNAL));
	FAILS(EAGAIN, recv(fd, &name, 1, 0));
	CHECK(net_port(fd), "no port yet");
	close(fd);
}

/* connect(AF_UNSPEC) takes a socket back to where it was. */
static void connect_unspec(void)
{
	struct sockaddr none = { .sa_family = AF_UNSPEC };
	struct sockaddr_in name;
	socklen_t len = sizeof(name);
	struct pair pair = api_pair();
	int listener = net_listen(HERE, 0, 1);

	OK(connect(pair.a, &none, sizeof(none)));
	FAILS(ENOTCONN, getpeername(pair.a, (struct sockaddr *)&name, &len));
	OK(api_connect(pair.a, HERE, net_port(listener)));
}

static void connect_from(void)
{
	int listener = net_listen(HERE, 0, 2), one = net_socket(), two = net_socket();
	unsigned int port;

	api_set(one, SOL_SOCKET, SO_REUSEADDR, 1);
	api_set(two, SOL_SOCKET, SO_REUSEADDR, 1);
	OK(api_bind(one, "127.0.0.3", 0));
	port = net_port(one);
	OK(api_bind(two, "127.0.0.3", port));
	OK(api_connect(one, HERE, net_port(listener)));
	GIVES(port, net_port(one));
	FAILS(EADDRNOTAVAIL, api_connect(two, HERE, net_port(listener)));
}

/* RFC 9293 MUST-43: the address that was bound is the one the peer sees. */
static void connect_from_address(void)
{
	int listener = net_listen("0.0.0.0", 0, 2), fd = net_socket();
	struct sockaddr_in got;
	socklen_t len = sizeof(got);

	OK(api_bind(fd, "127.0.0.3", 0));
	OK(api_connect(fd, "127.0.0.1", net_port(listener)));
	OK(accept(listener, (struct sockaddr *)&got, &len));
	CHECK(got.sin_addr.s_addr == htonl(0x7f000003), "from %#x", ntohl(got.sin_addr.s_addr));
	fd = net_socket();
	OK(api_bind(fd, "127.0.0.4", 0));
	OK(listen(fd, 1));
	FAILS(ECONNREFUSED, api_connect(net_socket(), "127.0.0.5", net_port(fd)));
	OK(api_connect(net_socket(), "127.0.0.4", net_port(fd)));
}

/* RFC 9293 MUST-46: to all, to a group. */
static void connect_to_no_host(void)
{
	static const char *const addr[] = {
		"255.255.255.255", "224.0.0.1", "239.1.2.3", "10.9.0.255",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(addr); i++) {
		int fd = net_socket();

		net_nonblock(fd);
		FAILS(ENETUNREACH, api_connect(fd, addr[i], 80));
	}
}

/* RFC 9293 A.2: a simultaneous open of one. */
static void connect_to_itself(void)
{
	int fd = net_socket();
	char got[8];

	OK(api_bind(fd, HERE, 0));
	OK(api_connect(fd, HERE, net_port(fd)));
	GIVES(4, send(fd, "echo", 4, 0));
	GIVES(4, recv(fd, got, 8, 0));
	OK(shutdown(fd, SHUT_WR));
	GIVES(0, recv(fd, got, 8, 0));
}

/* RFC 9293 MUST-41, MUST-42: a new listener, while the port's connections live or begin. */
static void listen_beside_others(void)
{
	int first = net_listen(HERE, 0, 1), a = net_socket(), b, again, begun = net_socket();
	unsigned int port = net_port(first);
	char got[8];

	OK(api_connect(a, HERE, port));
	b = OK(accept(first, NULL, NULL));
	close(first);
	again = net_socket();
	api_set(again, SOL_SOCKET, SO_REUSEADDR, 1);
	OK(api_bind(again, HERE, port));
	OK(listen(again, 1));
	GIVES(5, send(a, "still", 5, 0));
	GIVES(5, recv(b, got, 8, 0));
	OK(api_connect(net_socket(), HERE, port));
	OK(accept(again, NULL, NULL));
	GIVES(5, send(b, "there", 5, 0));
	GIVES(5, recv(a, got, 8, 0));

	api_set(begun, SOL_SOCKET, SO_REUSEADDR, 1);
	OK(api_bind(begun, "0.0.0.0", 0));
	port = net_port(begun);
	net_nonblock(begun);
	FAILS(EINPROGRESS, api_connect(begun, HOLE, 80));
	again = net_socket();
	api_set(again, SOL_SOCKET, SO_REUSEADDR, 1);
	OK(api_bind(again, "0.0.0.0", port));
	OK(listen(again, 1));
	OK(api_connect(net_socket(), HERE, port));
	OK(accept(again, NULL, NULL));
}

const struct tap_case api_open_cases[] = {
	{ "socket_types", socket_types },
	{ "socket_flags", socket_flags },
	{ "bind_errors", bind_errors },
	{ "bind_family", bind_family },
	{ "bind_privileged", bind_privileged },
	{ "bind_reuse", bind_reuse },
	{ "bind_time_wait", bind_time_wait },
	{ "bind_any", bind_any },
	{ "listen_errors", listen_errors },
	{ "accept_errors", accept_errors },
	{ "accept_names", accept_names },
	{ "names", names },
	{ "connect_errors", connect_errors },
	{ "connect_refused", connect_refused },
	{ "connect_family", connect_family },
	{ "connect_any", connect_any },
	{ "connect_nonblock", connect_nonblock },
	{ "connect_nonblock_refused", connect_nonblock_refused },
	{ "connect_pending", connect_pending },
	{ "connect_unspec", connect_unspec },
	{ "connect_from", connect_from },
	{ "connect_from_address", connect_from_address },
	{ "connect_to_no_host", connect_to_no_host },
	{ "connect_to_itself", connect_to_itself },
	{ "listen_beside_others", listen_beside_others },
};

const size_t api_open_n = ARRAY_SIZE(api_open_cases);
