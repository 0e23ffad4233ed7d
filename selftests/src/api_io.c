// SPDX-License-Identifier: GPL-2.0
/*
 * Sending and receiving: the calls, their flags, and what the other side's end
 * does to them.
 */
#include <fcntl.h>
#include <linux/sockios.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

#include "api.h"

static _Atomic int pipes;

static void count_pipe(int sig)
{
	(void)sig;
	pipes++;
}

static void arrives(int fd, const char *want)
{
	size_t len = strlen(want);
	char got[64] = "";

	GIVES(len, recv(fd, got, len, MSG_WAITALL));
	CHECK(!memcmp(got, want, len), "'%.*s' arrived, not '%s'", (int)len, got, want);
}

static void calls(void)
{
	struct pair p = api_pair();
	struct iovec iov[3] = { { "ab", 2 }, { NULL, 0 }, { "cde", 3 } };
	struct msghdr msg = { .msg_iov = iov, .msg_iovlen = 3 };
	struct sockaddr_in name;
	char x[4] = "", y[4] = "";
	struct iovec in[2] = { { x, 2 }, { y, 3 } };

	GIVES(5, write(p.a, "write", 5));
	arrives(p.b, "write");
	GIVES(4, send(p.b, "send", 4, 0));
	arrives(p.a, "send");
	GIVES(5, sendmsg(p.a, &msg, 0));
	arrives(p.b, "abcde");
	GIVES(5, writev(p.a, iov, 3));
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLIN, "nothing came");
	msg = (struct msghdr){ .msg_iov = in, .msg_iovlen = 2, .msg_name = &name,
			       .msg_namelen = sizeof(name), .msg_flags = -1 };
	GIVES(5, recvmsg(p.b, &msg, 0));
	CHECK(!strcmp(x, "ab") && !strcmp(y, "cde"), "'%s' '%s'", x, y);
	GIVES(0, msg.msg_namelen);
	GIVES(0, msg.msg_flags);
	GIVES(0, send(p.a, "", 0, 0));
	GIVES(3, send(p.a, "end", 3, MSG_EOR));
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLIN, "nothing came");
	GIVES(0, recv(p.b, x, 0, 0));
	GIVES(3, read(p.b, x, 4));
}

static void peek(void)
{
	struct pair p = api_pair();
	char got[8];

	GIVES(6, send(p.a, "peeked", 6, 0));
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLIN, "nothing came");
	GIVES(4, recv(p.b, got, 4, MSG_PEEK));
	GIVES(6, recv(p.b, got, 8, MSG_PEEK));
	GIVES(6, recv(p.b, got, 6, MSG_PEEK | MSG_WAITALL));
	GIVES(6, recv(p.b, got, 8, 0));
	CHECK(!memcmp(got, "peeked", 6), "%.6s", got);
	FAILS(EAGAIN, recv(p.b, got, 8, MSG_PEEK | MSG_DONTWAIT));
}

static void truncated(void)
{
	struct pair p = api_pair();
	char got[8] = "unused";

	GIVES(6, send(p.a, "gonext", 6, 0));
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLIN, "nothing came");
	GIVES(2, recv(p.b, got, 2, MSG_TRUNC));
	CHECK(got[0] == 'u', "MSG_TRUNC wrote");
	arrives(p.b, "next");
}

static void dontwait(void)
{
	struct pair p = api_pair();
	char got[8];

	FAILS(EAGAIN, recv(p.a, got, 8, MSG_DONTWAIT));
	net_nonblock(p.a);
	FAILS(EAGAIN, recv(p.a, got, 8, 0));
	FAILS(EAGAIN, recv(p.a, got, 8, MSG_WAITALL));
	FAILS(EAGAIN, read(p.a, got, 8));
}

static void waitall(void)
{
	struct pair p = api_pair();
	char got[16];
	int pid;

	pid = api_child();
	if (!pid) {
		send(p.a, "one", 3, 0);
		net_sleep_ms(100);
		send(p.a, "two", 3, 0);
		net_sleep_ms(100);
		send(p.a, "three", 5, 0);
		_exit(EXIT_SUCCESS);
	}
	close(p.a);
	GIVES(6, recv(p.b, got, 6, MSG_WAITALL));
	CHECK(!memcmp(got, "onetwo", 6), "%.6s", got);
	GIVES(5, recv(p.b, got, 16, MSG_WAITALL));	/* and then the end */
	GIVES(0, recv(p.b, got, 16, MSG_WAITALL));
	api_join(pid);
}

static void unconnected(void)
{
	int fd = net_socket();
	char got;

	signal(SIGPIPE, count_pipe);
	pipes = 0;
	FAILS(EPIPE, send(fd, "x", 1, 0));
	GIVES(1, pipes);
	FAILS(EPIPE, send(fd, "x", 1, MSG_NOSIGNAL));
	GIVES(1, pipes);
	FAILS(ENOTCONN, recv(fd, &got, 1, 0));
	FAILS(ENOTCONN, shutdown(fd, SHUT_WR));
	FAILS(ENOTCONN, shutdown(fd, SHUT_RDWR));
}

static void sigpipe(void)
{
	struct pair p = api_pair();

	signal(SIGPIPE, count_pipe);
	pipes = 0;
	OK(shutdown(p.a, SHUT_WR));
	FAILS(EPIPE, send(p.a, "x", 1, 0));
	GIVES(1, pipes);
	FAILS(EPIPE, write(p.a, "x", 1));
	GIVES(2, pipes);
	FAILS(EPIPE, send(p.a, "x", 1, MSG_NOSIGNAL));
	GIVES(2, pipes);
	FAILS(EINVAL, shutdown(p.a, 7));
}

static void half_close(void)
{
	struct pair p = api_pair();
	char got[8];

	GIVES(4, send(p.a, "last", 4, 0));
	OK(shutdown(p.a, SHUT_WR));
	OK(shutdown(p.a, SHUT_WR));
	arrives(p.b, "last");
	GIVES(0, recv(p.b, got, 8, 0));
	GIVES(0, recv(p.b, got, 8, 0));
	GIVES(5, send(p.b, "reply", 5, 0));
	arrives(p.a, "reply");
	close(p.b);
	GIVES(0, recv(p.a, got, 8, 0));
}

static void shutdown_read(void)
{
	struct pair p = api_pair();
	char got[8];

	OK(shutdown(p.a, SHUT_RD));
	GIVES(0, recv(p.a, got, 8, 0));
	GIVES(4, send(p.a, "talk", 4, 0));
	arrives(p.b, "talk");
}

static void shutdown_both(void)
{
	struct pair p = api_pair();
	char got[8];

	OK(shutdown(p.a, SHUT_RDWR));
	GIVES(0, recv(p.a, got, 8, 0));
	FAILS(EPIPE, send(p.a, "x", 1, MSG_NOSIGNAL));
	GIVES(0, recv(p.b, got, 8, 0));
	close(p.b);
	net_sleep_ms(50);
	FAILS(ENOTCONN, shutdown(p.a, SHUT_WR));
}

static void abort_it(int fd)
{
	struct linger now = { .l_onoff = 1 };

	OK(setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now)));
	close(fd);
}

static void reset_read(void)
{
	struct pair p = api_pair();
	char got[8];

	abort_it(p.a);
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLERR, "no POLLERR");
	FAILS(ECONNRESET, recv(p.b, got, 8, 0));
	GIVES(0, recv(p.b, got, 8, 0));
	FAILS(EPIPE, send(p.b, "x", 1, MSG_NOSIGNAL));
	FAILS(ENOTCONN, getpeername(p.b, (struct sockaddr *)&(struct sockaddr_in){ 0 },
				    &(socklen_t){ 16 }));
}

static void reset_write(void)
{
	struct pair p = api_pair();

	abort_it(p.a);
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLERR, "no POLLERR");
	FAILS(ECONNRESET, send(p.b, "x", 1, MSG_NOSIGNAL));
	FAILS(EPIPE, send(p.b, "x", 1, MSG_NOSIGNAL));
}

static void reset_so_error(void)
{
	struct pair p = api_pair();

	abort_it(p.a);
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLERR, "no POLLERR");
	GIVES(ECONNRESET, api_get(p.b, SOL_SOCKET, SO_ERROR));
	GIVES(0, api_get(p.b, SOL_SOCKET, SO_ERROR));
}

/* Who closes without having read tells the other side that data is lost. */
static void reset_unread(void)
{
	struct pair p = api_pair();
	char got[8];

	GIVES(4, send(p.a, "lost", 4, 0));
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLIN, "nothing came");
	close(p.b);
	CHECK(api_poll(p.a, POLLIN, API_SOON) & POLLERR, "no POLLERR");
	FAILS(ECONNRESET, recv(p.a, got, 8, 0));
}

/* Data for a socket that is closed is answered by a reset. */
static void reset_late(void)
{
	struct pair p = api_pair();
	char got[8];

	close(p.b);
	GIVES(0, recv(p.a, got, 8, 0));
	GIVES(4, send(p.a, "late", 4, MSG_NOSIGNAL));
	CHECK(api_poll(p.a, POLLIN, API_SOON) & (POLLERR | POLLHUP), "no reset");
	net_sleep_ms(50);
	FAILS(EPIPE, send(p.a, "late", 4, MSG_NOSIGNAL));
}

static void faults(void)
{
	struct pair p = api_pair();
	struct iovec iov[2] = { { "good", 4 }, { BAD, 4 } };
	struct msghdr msg = { .msg_iov = iov, .msg_iovlen = 2 };
	char got[8];
	ssize_t rc;

	FAILS(EFAULT, send(p.a, BAD, 8, 0));
	FAILS(EFAULT, sendmsg(p.a, BAD, 0));
	rc = sendmsg(p.a, &msg, 0);		/* as much as could be read */
	if (rc < 0)
		GIVES(EFAULT, errno);
	else
		GIVES(4, rc);
	close(p.b);
	p = api_pair();
	GIVES(4, send(p.a, "kept", 4, 0));
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLIN, "nothing came");
	FAILS(EFAULT, recv(p.b, BAD, 8, 0));
	GIVES(4, recv(p.b, got, 8, 0));
	CHECK(!memcmp(got, "kept", 4), "%.4s", got);
}

static void flags(void)
{
	struct pair p = api_pair();
	char got[8];

	FAILS(EINVAL, recv(p.a, got, 8, MSG_OOB));
	FAILS(EAGAIN, recv(p.a, got, 8, MSG_ERRQUEUE | MSG_DONTWAIT));
}

static void queues(void)
{
	struct pair p = api_pair();
	int n = -1, listener = net_listen(HERE, 0, 1), fresh = net_socket();

	OK(ioctl(p.b, FIONREAD, &n));
	GIVES(0, n);
	GIVES(5, send(p.a, "queue", 5, 0));
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLIN, "nothing came");
	OK(ioctl(p.b, FIONREAD, &n));
	GIVES(5, n);
	net_sleep_ms(100);
	OK(ioctl(p.a, SIOCOUTQ, &n));
	GIVES(0, n);
	FAILS(EINVAL, ioctl(listener, FIONREAD, &n));
	OK(ioctl(fresh, FIONREAD, &n));
	GIVES(0, n);
	FAILS(EFAULT, ioctl(p.a, FIONREAD, BAD));
	FAILS(ENOTTY, ioctl(p.a, 0x7777, &n));
}

static void file_out(void)
{
	struct pair p = api_pair();
	int file = OK(memfd_create("file_out", 0)), ends[2];
	off_t at = 2;

	OK(pipe(ends));
	GIVES(10, write(file, "0123456789", 10));
	GIVES(3, sendfile(p.a, file, &at, 3));
	GIVES(5, at);
	arrives(p.b, "234");
	GIVES(5, splice(file, &at, ends[1], NULL, 5, 0));
	GIVES(5, splice(ends[0], NULL, p.a, NULL, 5, 0));
	arrives(p.b, "56789");
}

static void splice_in(void)
{
	struct pair p = api_pair();
	char got[8] = "";
	int ends[2];

	OK(pipe(ends));
	GIVES(6, send(p.a, "spliced", 6, 0));
	GIVES(6, splice(p.b, NULL, ends[1], NULL, 100, 0));
	GIVES(6, read(ends[0], got, 8));
	CHECK(!memcmp(got, "splice", 6), "%s", got);
	net_nonblock(p.b);
	FAILS(EAGAIN, splice(p.b, NULL, ends[1], NULL, 100, 0));
	close(p.a);
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLIN, "no end");
	GIVES(0, splice(p.b, NULL, ends[1], NULL, 100, 0));
}

static void more(void)
{
	struct pair p = api_pair();
	char got[8];

	GIVES(1, send(p.a, "a", 1, MSG_MORE));
	GIVES(0, api_poll(p.b, POLLIN, 50));
	GIVES(1, send(p.a, "b", 1, 0));
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLIN, "nothing came");
	GIVES(2, recv(p.b, got, 8, 0));
}

static void lowat(void)
{
	struct pair p = api_pair();
	char got[16];

	api_set(p.b, SOL_SOCKET, SO_RCVLOWAT, 10);
	GIVES(5, send(p.a, "12345", 5, 0));
	GIVES(0, api_poll(p.b, POLLIN, 100));
	GIVES(5, send(p.a, "67890", 5, 0));
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLIN, "not readable with 10 bytes");
	GIVES(10, recv(p.b, got, 16, 0));
}

const struct tap_case api_io_cases[] = {
	{ "calls", calls },
	{ "peek", peek },
	{ "trunc", truncated },
	{ "dontwait", dontwait },
	{ "waitall", waitall },
	{ "unconnected", unconnected },
	{ "sigpipe", sigpipe },
	{ "half_close", half_close },
	{ "shutdown_read", shutdown_read },
	{ "shutdown_both", shutdown_both },
	{ "reset_read", reset_read },
	{ "reset_write", reset_write },
	{ "reset_so_error", reset_so_error },
	{ "reset_unread", reset_unread },
	{ "reset_late", reset_late },
	{ "faults", faults },
	{ "flags", flags },
	{ "queues", queues },
	{ "file_out", file_out },
	{ "splice_in", splice_in },
	{ "more", more },
	{ "lowat", lowat },
};

const size_t api_io_n = ARRAY_SIZE(api_io_cases);
