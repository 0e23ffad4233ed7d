// SPDX-License-Identifier: GPL-2.0
/*
 * TCP Fast Open at the socket: MSG_FASTOPEN, TCP_FASTOPEN and its kin, as tcp(7) has them.
 */
#include <linux/tcp.h>
#include <stdio.h>
#include <unistd.h>

#include "api.h"

#define TEXT	"GET /"
#define LEN	((int)sizeof(TEXT) - 1)

static void allow(unsigned int sides)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", sides);
	net_sysctl(net_native() ? "ipv4/tcp_fastopen" : "tandem/fastopen", text);
}

/* In a namespace of its own, where nobody has cookies of other cases */
static void begin(void)
{
	net_enter();
	allow(3);
}

static int fast_listener(void)
{
	int fd = net_listen(HERE, 0, 8);

	api_set(fd, IPPROTO_TCP, TCP_FASTOPEN, 8);
	return fd;
}

static int send_fast(int fd, unsigned int port, const void *data, size_t len, int flags)
{
	struct sockaddr_in to = net_addr(HERE, port);

	return sendto(fd, data, len, flags | MSG_FASTOPEN | MSG_NOSIGNAL,
		      (struct sockaddr *)&to, sizeof(to));
}

static struct tcp_info info_of(int fd)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);

	OK(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len));
	return info;
}

static int syn_data(int fd)
{
	return info_of(fd).tcpi_options & TCPI_OPT_SYN_DATA;
}

static void get_text(int fd)
{
	char got[LEN];

	GIVES(LEN, recv(fd, got, LEN, MSG_WAITALL));
	CHECK(!memcmp(got, TEXT, LEN), "other bytes");
}

/* A first connection, by which the client gets its cookie */
static void get_cookie(int listener)
{
	int fd = net_socket(), got;

	GIVES(LEN, send_fast(fd, net_port(listener), TEXT, LEN, 0));
	got = OK(accept(listener, NULL, NULL));
	get_text(got);
	GIVES(0, syn_data(fd));
	GIVES(0, syn_data(got));
	GIVES(TFO_COOKIE_UNAVAILABLE, info_of(fd).tcpi_fastopen_client_fail);
	OK(close(fd));
	OK(close(got));
}

static void fastopen(void)
{
	int listener, fd, got;

	begin();
	listener = fast_listener();
	get_cookie(listener);
	fd = net_socket();
	GIVES(LEN, send_fast(fd, net_port(listener), TEXT, LEN, 0));
	got = OK(accept(listener, NULL, NULL));
	get_text(got);
	CHECK(syn_data(fd) && syn_data(got), "the SYN did not have it");
	GIVES(TFO_STATUS_UNSPEC, info_of(fd).tcpi_fastopen_client_fail);
	FAILS(EISCONN, send_fast(fd, net_port(listener), TEXT, LEN, 0));
	GIVES(LEN, send(got, TEXT, LEN, 0));
	get_text(fd);
}

static void fastopen_large(void)
{
	static char data[200000], back[200000];
	int listener, fd, got, pid;
	size_t i;

	for (i = 0; i < sizeof(data); i++)
		data[i] = i * 7;
	begin();
	listener = fast_listener();
	get_cookie(listener);
	pid = api_child();
	if (!pid) {
		fd = net_socket();
		GIVES((int)sizeof(data), send_fast(fd, net_port(listener), data, sizeof(data), 0));
		CHECK(syn_data(fd), "the SYN had nothing");
		_exit(0);
	}
	got = OK(accept(listener, NULL, NULL));
	GIVES((int)sizeof(data), recv(got, back, sizeof(back), MSG_WAITALL));
	CHECK(!memcmp(data, back, sizeof(data)), "other bytes");
	api_join(pid);
}

static void fastopen_nonblocking(void)
{
	int listener, fd, got;

	begin();
	listener = fast_listener();
	fd = net_socket();
	net_nonblock(fd);
	/* No cookie, so nothing was taken */
	FAILS(EINPROGRESS, send_fast(fd, net_port(listener), TEXT, LEN, 0));
	CHECK(api_poll(fd, POLLOUT, API_SOON) & POLLOUT, "not connected");
	GIVES(LEN, send(fd, TEXT, LEN, 0));
	got = OK(accept(listener, NULL, NULL));
	get_text(got);
	OK(close(fd));
	fd = net_socket();
	net_nonblock(fd);
	GIVES(LEN, send_fast(fd, net_port(listener), TEXT, LEN, 0));
	got = OK(accept(listener, NULL, NULL));
	get_text(got);
	CHECK(syn_data(fd), "the SYN did not have it");
}

static void fastopen_refusals(void)
{
	struct sockaddr_in to = net_addr(HERE, 9), none = { .sin_family = AF_UNSPEC };
	int fd = net_socket();

	allow(0);
	FAILS(EOPNOTSUPP, send_fast(fd, 9, TEXT, LEN, 0));
	FAILS(EOPNOTSUPP, setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &(int){ 1 }, 4));
	allow(1);
	FAILS(EOPNOTSUPP, sendto(fd, TEXT, LEN, MSG_FASTOPEN, (struct sockaddr *)&none,
				 sizeof(none)));
	FAILS(EINVAL, send(fd, TEXT, LEN, MSG_FASTOPEN));
	FAILS(EINVAL, sendto(fd, TEXT, LEN, MSG_FASTOPEN, (struct sockaddr *)&to, 4));
	FAILS(ECONNREFUSED, send_fast(fd, 9, TEXT, LEN, 0));
	/* As good as new */
	FAILS(ECONNREFUSED, api_connect(fd, HERE, 9));
}

static void fastopen_connect(void)
{
	int listener, fd, got;

	begin();
	listener = fast_listener();
	fd = net_socket();
	api_set(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, 1);
	GIVES(1, api_get(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT));
	/* Without a cookie an ordinary one, that asks for it */
	OK(api_connect(fd, HERE, net_port(listener)));
	got = OK(accept(listener, NULL, NULL));
	GIVES(LEN, send(fd, TEXT, LEN, 0));
	get_text(got);
	GIVES(0, syn_data(fd));
	OK(close(fd));

	fd = net_socket();
	api_set(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, 1);
	net_nonblock(fd);
	OK(api_connect(fd, HERE, net_port(listener)));
	FAILS(EISCONN, api_connect(fd, HERE, net_port(listener)));
	GIVES(POLLOUT, api_poll(fd, POLLIN | POLLOUT, 100));
	net_nonblock(listener);
	FAILS(EAGAIN, accept(listener, NULL, NULL));
	GIVES(LEN, send(fd, TEXT, LEN, 0));
	CHECK(api_poll(listener, POLLIN, API_SOON) & POLLIN, "no connection");
	got = OK(accept(listener, NULL, NULL));
	get_text(got);
	CHECK(syn_data(fd) && syn_data(got), "the SYN did not have it");
	GIVES(LEN, send(fd, TEXT, LEN, 0));
	get_text(got);
	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &(int){ 1 }, 4));
}

/* A connection that waits for its first bytes ends before it has begun */
static void fastopen_connect_given_up(void)
{
	int listener, fd;
	unsigned int port;

	begin();
	listener = fast_listener();
	port = net_port(listener);
	get_cookie(listener);
	fd = net_socket();
	api_set(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, 1);
	OK(api_connect(fd, HERE, port));
	OK(close(fd));
	fd = net_socket();
	api_set(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, 1);
	OK(api_connect(fd, HERE, port));
	OK(close(listener));
	/* Nobody there any more: the first write is told */
	FAILS(ECONNREFUSED, send(fd, TEXT, LEN, MSG_NOSIGNAL));
}

static void fastopen_options(void)
{
	int listener = net_listen(HERE, 0, 8), fd = net_socket();
	char key[32] = "0123456789abcdefFEDCBA9876543210", got[32];
	socklen_t len;

	GIVES(0, api_get(listener, IPPROTO_TCP, TCP_FASTOPEN));
	api_set(listener, IPPROTO_TCP, TCP_FASTOPEN, 5);
	GIVES(5, api_get(listener, IPPROTO_TCP, TCP_FASTOPEN));
	api_set(fd, IPPROTO_TCP, TCP_FASTOPEN, 6);
	GIVES(6, api_get(fd, IPPROTO_TCP, TCP_FASTOPEN));
	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN, &(int){ -1 }, 4));
	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &(int){ 2 }, 4));
	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE, &(int){ 2 }, 4));
	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE, &(int){ -1 }, 4));
	GIVES(0, api_get(fd, IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE));
	api_set(fd, IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE, 1);
	GIVES(1, api_get(fd, IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE));
	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_KEY, key, 8));
	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_KEY, key, 24));
	OK(setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_KEY, key, 32));
	len = sizeof(got);
	OK(getsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_KEY, got, &len));
	CHECK(len == 32 && !memcmp(got, key, 32), "%u bytes", len);
	OK(setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_KEY, key, 16));
	len = sizeof(got);
	OK(getsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_KEY, got, &len));
	CHECK(len == 16 && !memcmp(got, key, 16), "%u bytes", len);
	OK(api_connect(fd, HERE, net_port(listener)));
	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN, &(int){ 1 }, 4));
}

static void fastopen_no_cookie(void)
{
	int listener, fd, got;

	begin();
	listener = fast_listener();
	api_set(listener, IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE, 1);
	fd = net_socket();
	api_set(fd, IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE, 1);
	GIVES(LEN, send_fast(fd, net_port(listener), TEXT, LEN, 0));
	got = OK(accept(listener, NULL, NULL));
	get_text(got);
	CHECK(syn_data(fd) && syn_data(got), "the SYN did not have it");
}

const struct tap_case api_fastopen_cases[] = {
	{ "fastopen", fastopen },
	{ "fastopen_large", fastopen_large },
	{ "fastopen_nonblocking", fastopen_nonblocking },
	{ "fastopen_refusals", fastopen_refusals },
	{ "fastopen_connect", fastopen_connect },
	{ "fastopen_connect_given_up", fastopen_connect_given_up },
	{ "fastopen_options", fastopen_options },
	{ "fastopen_no_cookie", fastopen_no_cookie },
};

const size_t api_fastopen_n = ARRAY_SIZE(api_fastopen_cases);
