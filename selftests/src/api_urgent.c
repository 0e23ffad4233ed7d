// SPDX-License-Identifier: GPL-2.0
/*
 * Urgent data: MSG_OOB, SO_OOBINLINE, SIOCATMARK, SIGURG, POLLPRI; and between the stacks, both
 * ways.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "api.h"

static int at_mark(int fd)
{
	int answer;

	OK(ioctl(fd, SIOCATMARK, &answer));
	return answer;
}

static int unread(int fd)
{
	int n;

	OK(ioctl(fd, FIONREAD, &n));
	return n;
}

/* Exactly this is what one recv() gives. */
static void reads(int fd, const char *want, int flags)
{
	char got[32] = "";
	int n = OK(recv(fd, got, sizeof(got) - 1, flags));

	CHECK(n == (int)strlen(want) && !memcmp(got, want, n), "'%s', not '%s'", got, want);
}

static void oob(int fd, const char *text)
{
	GIVES((int)strlen(text), send(fd, text, strlen(text), MSG_OOB));
}

static void text(int fd, const char *text)
{
	GIVES((int)strlen(text), send(fd, text, strlen(text), 0));
}

/* Wait until so much is there, be it read or not. */
static void await_pri(int fd)
{
	CHECK(api_poll(fd, POLLPRI, API_SOON) & POLLPRI, "no POLLPRI");
}

/* The octet is taken out of the stream, which stops at the mark. */
static void out_of_band_on(int a, int b)
{
	char byte;

	FAILS(EINVAL, recv(b, &byte, 1, MSG_OOB));
	GIVES(0, at_mark(b));
	text(a, "abc");
	oob(a, "d");
	text(a, "ef");
	await_pri(b);
	net_sleep_ms(50);
	GIVES(0, at_mark(b));
	GIVES(3, unread(b));
	reads(b, "d", MSG_OOB | MSG_PEEK);
	reads(b, "d", MSG_OOB);
	GIVES(0, api_poll(b, POLLPRI, 0));
	FAILS(EINVAL, recv(b, &byte, 1, MSG_OOB));
	reads(b, "abc", 0);
	GIVES(1, at_mark(b));
	reads(b, "ef", 0);
	GIVES(0, at_mark(b));
	FAILS(EAGAIN, recv(b, &byte, 1, MSG_DONTWAIT));
}

static void out_of_band(void)
{
	struct pair p = api_pair();

	out_of_band_on(p.a, p.b);
	out_of_band_on(p.b, p.a);
}

static void in_line_on(int a, int b)
{
	char byte;

	api_set(b, SOL_SOCKET, SO_OOBINLINE, 1);
	text(a, "abc");
	oob(a, "d");
	text(a, "ef");
	await_pri(b);
	net_sleep_ms(50);
	FAILS(EINVAL, recv(b, &byte, 1, MSG_OOB));
	GIVES(6, unread(b));
	reads(b, "abc", 0);
	GIVES(1, at_mark(b));
	reads(b, "def", 0);
	GIVES(0, at_mark(b));
	GIVES(0, api_poll(b, POLLPRI, 0));
	api_set(b, SOL_SOCKET, SO_OOBINLINE, 0);
}

static void in_line(void)
{
	struct pair p = api_pair();

	in_line_on(p.a, p.b);
}

/* Read past, unfetched: it is gone. */
static void passed_by(void)
{
	struct pair p = api_pair();
	char byte;

	oob(p.a, "x");
	await_pri(p.b);
	GIVES(1, at_mark(p.b));
	GIVES(0, unread(p.b));
	GIVES(0, api_poll(p.b, POLLIN, 0));
	text(p.a, "abc");
	CHECK(api_poll(p.b, POLLIN, API_SOON) & POLLIN, "nothing to read");
	reads(p.b, "abc", 0);
	FAILS(EINVAL, recv(p.b, &byte, 1, MSG_OOB));
}

/* There is one mark: what was urgent before is ordinary again. */
static void newer_one(void)
{
	struct pair p = api_pair();
	char got[8];

	oob(p.a, "1");
	oob(p.a, "2");
	text(p.a, "3");
	await_pri(p.b);
	net_sleep_ms(50);
	reads(p.b, "2", MSG_OOB);
	/* the native stack has passed the first over, where the second came later */
	CHECK(recv(p.b, got, 8, MSG_PEEK) == 1, "not up to the mark");
	if (!at_mark(p.b))
		GIVES(1, recv(p.b, got, 8, 0));
}

/* A reader at the mark, who has fetched the octet, does not get it again. */
static void not_twice(void)
{
	struct pair p = api_pair();

	text(p.a, "ab");
	oob(p.a, "x");
	await_pri(p.b);
	reads(p.b, "ab", 0);
	reads(p.b, "x", MSG_OOB);
	text(p.a, "cd");
	oob(p.a, "y");
	await_pri(p.b);
	reads(p.b, "cd", 0);
	GIVES(1, at_mark(p.b));
	reads(p.b, "y", MSG_OOB);
	text(p.a, "ef");
	reads(p.b, "ef", 0);
}

/* Only the last of several octets is out of band. */
static void several(void)
{
	struct pair p = api_pair();

	oob(p.a, "wxyz");
	await_pri(p.b);
	reads(p.b, "z", MSG_OOB);
	reads(p.b, "wxy", 0);
	GIVES(1, at_mark(p.b));
}

/* recv() of nothing, with room for nothing; a closed stream */
static void corners(void)
{
	struct pair p = api_pair();
	char byte;

	oob(p.a, "x");
	await_pri(p.b);
	GIVES(0, recv(p.b, &byte, 0, MSG_OOB));
	FAILS(EINVAL, recv(p.b, &byte, 1, MSG_OOB));
	FAILS(EFAULT, send(p.a, BAD, 1, MSG_OOB));
	FAILS(ENOTCONN, recv(net_listen(HERE, 0, 1), &byte, 1, MSG_OOB));
	oob(p.a, "y");
	OK(shutdown(p.a, SHUT_WR));
	CHECK(api_poll(p.b, POLLRDHUP, API_SOON) & POLLRDHUP, "no end");
	reads(p.b, "y", MSG_OOB);
	GIVES(0, recv(p.b, &byte, 1, 0));
}

static int urgs;			/* SIGURGs so far */

static void count_urg(int sig)
{
	(void)sig;
	__atomic_add_fetch(&urgs, 1, __ATOMIC_RELAXED);
}

static int so_far(void)
{
	return __atomic_load_n(&urgs, __ATOMIC_RELAXED);
}

static void await_urgs(int n)
{
	uint64_t end = net_now_ms() + API_SOON;

	while (so_far() < n && net_now_ms() < end)
		net_sleep_ms(20);
	GIVES(n, so_far());
}

static void signals(void)
{
	struct pair p = api_pair();
	struct sigaction act = { .sa_handler = count_urg };
	int me = getpid();

	urgs = 0;
	OK(sigaction(SIGURG, &act, NULL));
	oob(p.a, "0");
	await_pri(p.b);
	GIVES(0, so_far());
	OK(fcntl(p.b, F_SETOWN, me));
	oob(p.a, "1");
	await_urgs(1);
	oob(p.a, "2");
	await_urgs(2);
	text(p.a, "no more");
	net_sleep_ms(50);
	GIVES(2, so_far());
	OK(ioctl(p.a, SIOCSPGRP, &me));
	oob(p.b, "3");
	await_urgs(3);
}

/* A pair of which the first end is native, or the second. */
static struct pair mixed(int first, const char *to)
{
	int stack = net_family(), listener;
	struct pair pair;

	net_as(first == AF_INET ? stack : AF_INET);
	listener = net_listen(to, 0, 1);
	net_as(first);
	pair.a = net_socket();
	OK(api_connect(pair.a, to, net_port(listener)));
	pair.b = OK(accept(listener, NULL, NULL));
	net_as(stack);
	return pair;
}

/* Between the stacks of one machine, over tandem0 */
static void interop(void)
{
	struct pair p;

	if (net_native())
		return;
	net_run("tandem link up");
	p = mixed(AF_INET, "198.18.0.2");
	out_of_band_on(p.a, p.b);
	out_of_band_on(p.b, p.a);
	in_line_on(p.a, p.b);
	in_line_on(p.b, p.a);
	p = mixed(net_family(), "198.18.0.1");
	out_of_band_on(p.a, p.b);
	out_of_band_on(p.b, p.a);
}

const struct tap_case api_urgent_cases[] = {
	{ "urgent_out_of_band", out_of_band },
	{ "urgent_in_line", in_line },
	{ "urgent_passed_by", passed_by },
	{ "urgent_newer_one", newer_one },
	{ "urgent_not_twice", not_twice },
	{ "urgent_several", several },
	{ "urgent_corners", corners },
	{ "urgent_signals", signals },
	{ "urgent_interop", interop },
};

const size_t api_urgent_n = ARRAY_SIZE(api_urgent_cases);
