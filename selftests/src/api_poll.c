// SPDX-License-Identifier: GPL-2.0
/*
 * poll and epoll: which events there are when, level and edge.
 */
#include <sys/epoll.h>
#include <unistd.h>

#include "api.h"

#define ANY	(POLLIN | POLLOUT | POLLRDHUP)

/* Write until it would block; returns how much went in. */
static size_t fill(int fd)
{
	static const char zeros[65536];
	size_t sum = 0;
	ssize_t rc;

	do {
		rc = send(fd, zeros, sizeof(zeros), MSG_DONTWAIT);
		if (rc > 0)
			sum += rc;
		else
			GIVES(EAGAIN, errno);
	} while (rc > 0 || api_poll(fd, POLLOUT, 200));
	return sum;
}

static void drain(int fd, size_t len)
{
	static char into[65536];
	ssize_t rc;

	for (; len; len -= rc) {
		rc = OK(recv(fd, into, len < sizeof(into) ? len : sizeof(into), 0));
		CHECK(rc, "the end, too early");
	}
}

static void states(void)
{
	int fresh = net_socket(), listener = net_listen(HERE, 0, 1), fd = net_socket();
	struct pair p = api_pair();

	GIVES(POLLOUT | POLLHUP, api_poll(fresh, ANY, 0));
	GIVES(0, api_poll(listener, ANY, 0));
	OK(api_connect(fd, HERE, net_port(listener)));
	GIVES(POLLIN, api_poll(listener, ANY, API_SOON));
	GIVES(POLLOUT, api_poll(p.a, ANY, 0));
	GIVES(1, send(p.a, "x", 1, 0));
	GIVES(POLLIN, api_poll(p.b, POLLIN, API_SOON));
	GIVES(POLLIN | POLLOUT, api_poll(p.b, ANY, 0));
	OK(shutdown(p.a, SHUT_WR));
	GIVES(POLLRDHUP, api_poll(p.b, POLLRDHUP, API_SOON));
	GIVES(POLLIN | POLLOUT | POLLRDHUP, api_poll(p.b, ANY, 0));
	OK(shutdown(p.b, SHUT_WR));
	GIVES(POLLIN | POLLOUT | POLLRDHUP | POLLHUP, api_poll(p.b, ANY, API_SOON));
}

static void full(void)
{
	struct pair p = api_pair();
	size_t len;

	len = fill(p.a);
	CHECK(len >= 65536, "only %zu bytes fit", len);
	GIVES(0, api_poll(p.a, POLLOUT, 0));
	drain(p.b, len);
	GIVES(POLLOUT, api_poll(p.a, POLLOUT, API_SOON));
}

static int watch(int fd, unsigned int events)
{
	struct epoll_event event = { .events = events };
	int ep = OK(epoll_create1(EPOLL_CLOEXEC));

	OK(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &event));
	return ep;
}

static int next(int ep, int ms)
{
	struct epoll_event event = { 0 };

	OK(epoll_wait(ep, &event, 1, ms));
	return event.events;
}

static void epoll_level(void)
{
	struct pair p = api_pair();
	int ep = watch(p.b, EPOLLIN | EPOLLRDHUP);
	char got[8];

	GIVES(0, next(ep, 50));
	GIVES(4, send(p.a, "more", 4, 0));
	GIVES(EPOLLIN, next(ep, 1000));
	GIVES(2, recv(p.b, got, 2, 0));
	GIVES(EPOLLIN, next(ep, 1000));
	GIVES(2, recv(p.b, got, 8, 0));
	GIVES(0, next(ep, 50));
	close(p.a);
	GIVES(EPOLLIN | EPOLLRDHUP, next(ep, 1000));
}

static void epoll_edge(void)
{
	struct pair p = api_pair();
	int ep = watch(p.b, EPOLLIN | EPOLLET);
	char got[8];

	GIVES(4, send(p.a, "edge", 4, 0));
	GIVES(EPOLLIN, next(ep, 1000));
	GIVES(2, recv(p.b, got, 2, 0));
	GIVES(0, next(ep, 50));
	GIVES(1, send(p.a, "!", 1, 0));
	GIVES(EPOLLIN, next(ep, 1000));
	GIVES(3, recv(p.b, got, 8, 0));
	GIVES(0, next(ep, 50));
}

static void epoll_edge_out(void)
{
	struct pair p = api_pair();
	int ep = watch(p.a, EPOLLOUT | EPOLLET);
	size_t len;

	GIVES(EPOLLOUT, next(ep, 1000));
	GIVES(0, next(ep, 0));
	len = fill(p.a);
	while (next(ep, 0))
		;
	drain(p.b, len);
	GIVES(EPOLLOUT, next(ep, 2000));
}

static void epoll_accept(void)
{
	int listener = net_listen(HERE, 0, 4), i, fd[3];
	int ep = watch(listener, EPOLLIN | EPOLLET);

	net_nonblock(listener);
	for (i = 0; i < 3; i++) {
		fd[i] = net_socket();
		OK(api_connect(fd[i], HERE, net_port(listener)));
	}
	GIVES(EPOLLIN, next(ep, 1000));
	for (i = 0; i < 3; i++) {
		CHECK(api_poll(listener, POLLIN, API_SOON) & POLLIN, "connection %d", i);
		OK(accept(listener, NULL, NULL));
	}
	FAILS(EAGAIN, accept(listener, NULL, NULL));
	OK(api_connect(net_socket(), HERE, net_port(listener)));
	GIVES(EPOLLIN, next(ep, 1000));
}

static void epoll_reset(void)
{
	struct linger now = { .l_onoff = 1 };
	struct pair p = api_pair();
	int ep = watch(p.b, EPOLLIN | EPOLLRDHUP | EPOLLET);

	OK(setsockopt(p.a, SOL_SOCKET, SO_LINGER, &now, sizeof(now)));
	close(p.a);
	GIVES(EPOLLIN | EPOLLRDHUP | EPOLLERR | EPOLLHUP, next(ep, 1000));
}

static void epoll_connect(void)
{
	int fd = net_socket(), listener = net_listen(HERE, 0, 1), ep;

	net_nonblock(fd);
	ep = watch(fd, EPOLLIN | EPOLLOUT | EPOLLET);
	GIVES(EPOLLOUT | EPOLLHUP, next(ep, 0));
	api_connect(fd, HERE, net_port(listener));
	GIVES(EPOLLOUT, next(ep, 1000));
}

const struct tap_case api_poll_cases[] = {
	{ "poll_states", states },
	{ "poll_full", full },
	{ "epoll_level", epoll_level },
	{ "epoll_edge", epoll_edge },
	{ "epoll_edge_out", epoll_edge_out },
	{ "epoll_accept", epoll_accept },
	{ "epoll_reset", epoll_reset },
	{ "epoll_connect", epoll_connect },
};

const size_t api_poll_n = ARRAY_SIZE(api_poll_cases);
