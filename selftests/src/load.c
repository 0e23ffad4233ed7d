// SPDX-License-Identifier: GPL-2.0
/*
 * load: many connections at once, and many one after the other.
 *
 *	echo     one epoll server, 200 connections, 20 rounds of a message each
 *	burst    200 connections that come, talk and go at the same time
 *	churn    2000 connections one after the other, closed by either side
 *
 * All on 127.0.0.1 of the stack under test, in a namespace of its own. Each byte
 * is checked.
 */
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net.h"
#include "pattern.h"
#include "tap.h"

#define CONNECTIONS	200
#define ROUNDS		20
#define CHURN		2000
#define MESSAGE_MAX	5000

static unsigned int port;

/* Echo whatever comes, until killed. */
static void serve(int listener)
{
	struct epoll_event event = { .events = EPOLLIN }, got[64];
	static char buffer[65536];
	int ep = OK(epoll_create1(0)), i, n, fd;
	ssize_t len;

	net_nonblock(listener);
	event.data.fd = listener;
	OK(epoll_ctl(ep, EPOLL_CTL_ADD, listener, &event));
	for (;;) {
		n = OK(epoll_wait(ep, got, ARRAY_SIZE(got), -1));
		for (i = 0; i < n; i++) {
			fd = got[i].data.fd;
			if (fd == listener) {
				event.data.fd = accept(listener, NULL, NULL);
				if (event.data.fd >= 0)
					OK(epoll_ctl(ep, EPOLL_CTL_ADD, event.data.fd, &event));
				continue;
			}
			len = recv(fd, buffer, sizeof(buffer), MSG_DONTWAIT);
			if (len > 0)
				GIVES(len, send(fd, buffer, len, MSG_NOSIGNAL));
			else if (len == 0 || errno != EAGAIN)
				close(fd);
		}
	}
}

static void start_server(void)
{
	int listener = net_listen("127.0.0.1", 0, 1024);

	port = net_port(listener);
	if (!OK(fork())) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve(listener);
	}
	close(listener);
}

static int visit(void)
{
	struct sockaddr_in to = net_addr("127.0.0.1", port);
	int fd = net_socket();

	OK(connect(fd, (struct sockaddr *)&to, sizeof(to)));
	return fd;
}

static void say(int fd, size_t len, uint64_t offset, unsigned int salt)
{
	char message[MESSAGE_MAX];

	pattern_fill(message, len, offset, salt);
	GIVES(len, send(fd, message, len, MSG_NOSIGNAL));
}

static void hear(int fd, size_t len, uint64_t offset, unsigned int salt)
{
	char message[MESSAGE_MAX];
	long bad;

	GIVES(len, recv(fd, message, len, MSG_WAITALL));
	bad = pattern_differs(message, len, offset, salt);
	CHECK(bad < 0, "connection %u: wrong byte at %ju", salt, (uintmax_t)(offset + bad));
}

static void echo(void)
{
	static uint64_t offset[CONNECTIONS];
	static size_t len[CONNECTIONS];
	static int fd[CONNECTIONS];
	uint32_t random = 99;
	int i, round;

	start_server();
	for (i = 0; i < CONNECTIONS; i++)
		fd[i] = visit();
	for (round = 0; round < ROUNDS; round++) {
		for (i = 0; i < CONNECTIONS; i++) {
			len[i] = 1 + pattern_random(&random) % MESSAGE_MAX;
			say(fd[i], len[i], offset[i], i);
		}
		for (i = 0; i < CONNECTIONS; i++) {
			hear(fd[i], len[i], offset[i], i);
			offset[i] += len[i];
		}
	}
	for (i = 0; i < CONNECTIONS; i++)
		close(fd[i]);
}

/* One of many clients at the same time. */
static void burst_client(unsigned int salt)
{
	int fd, i;

	for (i = 0; i < CONNECTIONS / 8; i++) {
		fd = visit();
		say(fd, 3000, 0, salt + i);
		hear(fd, 3000, 0, salt + i);
		close(fd);
	}
}

static void burst(void)
{
	int i, status;

	start_server();
	for (i = 0; i < 8; i++) {
		if (OK(fork()))
			continue;
		burst_client(i * 1000);
		_exit(EXIT_SUCCESS);
	}
	for (i = 0; i < 8; i++) {
		OK(wait(&status));
		CHECK(!status, "a client ended with %#x", status);
	}
}

static void churn(void)
{
	char byte;
	int i, fd;

	start_server();
	for (i = 0; i < CHURN; i++) {
		fd = visit();
		if (i % 3 == 0) {		/* the server closes first */
			OK(shutdown(fd, SHUT_WR));
			GIVES(0, recv(fd, &byte, 1, 0));
		} else if (i % 3 == 1) {	/* the client, after a byte */
			GIVES(1, send(fd, "x", 1, MSG_NOSIGNAL));
			GIVES(1, recv(fd, &byte, 1, 0));
		}				/* the client, at once */
		close(fd);
	}
}

static const struct tap_case cases[] = {
	{ "echo", echo, 60 },
	{ "burst", burst, 30 },
	{ "churn", churn, 60 },
};

int main(int argc, char **argv)
{
	struct rlimit many = { 4096, 4096 };

	setrlimit(RLIMIT_NOFILE, &many);
	net_enter();
	net_record();
	return tap_main(cases, ARRAY_SIZE(cases), argc, argv);
}
