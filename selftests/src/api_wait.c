// SPDX-License-Identifier: GPL-2.0
/*
 * Calls that wait: what wakes them, time limits, signals, lingering.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

#include "api.h"

/* Run a step a little later, in a child. */
#define LATER(step)				\
({						\
	int later_pid = api_child();		\
	if (!later_pid) {			\
		net_sleep_ms(150);		\
		step;				\
		_exit(EXIT_SUCCESS);		\
	}					\
	later_pid;				\
})

static void woken_by_data(void)
{
	struct pair p = api_pair();
	char got[8];
	int pid = LATER(send(p.a, "wake", 4, 0));

	GIVES(4, recv(p.b, got, 8, 0));
	api_join(pid);
}

static void woken_by_end(void)
{
	struct pair p = api_pair();
	char got[8];
	int pid = LATER(shutdown(p.a, SHUT_WR));

	GIVES(0, recv(p.b, got, 8, 0));
	api_join(pid);
}

static void woken_by_reset(void)
{
	struct linger now = { .l_onoff = 1 };
	struct pair p = api_pair();
	char got[8];
	int pid;

	OK(setsockopt(p.a, SOL_SOCKET, SO_LINGER, &now, sizeof(now)));
	pid = LATER(close(p.a));
	close(p.a);
	FAILS(ECONNRESET, recv(p.b, got, 8, 0));
	api_join(pid);
}

/* The same socket, shut down by somebody else. */
static void woken_by_shutdown(void)
{
	struct pair p = api_pair();
	int listener = net_listen(HERE, 0, 1), pid;
	char got[8];

	pid = LATER(shutdown(p.b, SHUT_RD));
	GIVES(0, recv(p.b, got, 8, 0));
	api_join(pid);
	pid = LATER(shutdown(listener, SHUT_RD));
	FAILS(EINVAL, accept(listener, NULL, NULL));
	api_join(pid);
}

static void woken_accept(void)
{
	int listener = net_listen(HERE, 0, 1);
	int pid = LATER(api_connect(net_socket(), HERE, net_port(listener)));

	OK(accept(listener, NULL, NULL));
	api_join(pid);
}

static void woken_send(void)
{
	static char block[1 << 20];
	struct pair p = api_pair();
	size_t sum = 0, total = 8 * sizeof(block);
	int pid;

	pid = api_child();
	if (!pid) {
		close(p.a);
		net_sleep_ms(200);
		while (sum < total)
			sum += OK(recv(p.b, block, sizeof(block), 0));
		_exit(EXIT_SUCCESS);
	}
	close(p.b);
	for (; sum < total; sum += sizeof(block))
		GIVES(sizeof(block), send(p.a, block, sizeof(block), 0));
	api_join(pid);
}

static void set_time(int fd, int name, unsigned int ms)
{
	struct timeval limit = { ms / 1000, ms % 1000 * 1000 };

	OK(setsockopt(fd, SOL_SOCKET, name, &limit, sizeof(limit)));
}

/* It must fail with that errno after about 200 ms; a machine stands still, but not each time. */
#define TIMES_OUT(want, call)						\
do {									\
	uint64_t begin, took;						\
	int tries = 5;							\
	do {								\
		begin = net_now_ms();					\
		FAILS(want, call);					\
		took = net_now_ms() - begin;				\
		CHECK(took >= 190, #call " after %ju ms", (uintmax_t)took);	\
	} while (took >= 1500 && --tries);				\
	CHECK(tries, #call " after %ju ms", (uintmax_t)took);		\
} while (0)

static int hasty_socket(void)
{
	int fd = net_socket();

	set_time(fd, SO_SNDTIMEO, 200);
	return fd;
}

static void timeouts(void)
{
	static char block[1 << 20];
	int listener = net_listen(HERE, 0, 1);
	struct pair p = api_pair();
	uint64_t begin;
	char got[8];

	set_time(p.a, SO_RCVTIMEO, 200);
	TIMES_OUT(EAGAIN, recv(p.a, got, 8, 0));
	GIVES(3, send(p.b, "abc", 3, 0));
	GIVES(3, recv(p.a, got, 8, MSG_WAITALL));
	set_time(listener, SO_RCVTIMEO, 200);
	TIMES_OUT(EAGAIN, accept(listener, NULL, NULL));
	TIMES_OUT(EINPROGRESS, api_connect(hasty_socket(), HOLE, 80));
	set_time(p.a, SO_SNDTIMEO, 200);
	do {				/* until nothing more goes in */
		begin = net_now_ms();
	} while (send(p.a, block, sizeof(block), 0) > 0);
	GIVES(EAGAIN, errno);
	CHECK(net_now_ms() - begin >= 190, "after %ju ms", (uintmax_t)(net_now_ms() - begin));
}

static void nothing(int sig)
{
	(void)sig;
}

static void signal_every(unsigned int ms, int flags)
{
	struct sigaction act = { .sa_handler = nothing, .sa_flags = flags };
	struct itimerval soon = {
		.it_value.tv_usec = ms * 1000,
		.it_interval.tv_usec = ms * 1000,
	};

	OK(sigaction(SIGALRM, &act, NULL));
	OK(setitimer(ITIMER_REAL, &soon, NULL));
}

/* The call is interrupted: by the first signal, or by a later one if it has not yet begun then */
#define INTERRUPTED(flags, call)	\
do {					\
	signal_every(150, flags);	\
	FAILS(EINTR, call);		\
	signal_every(0, flags);		\
} while (0)

static void interrupted(void)
{
	static char block[1 << 20];
	int listener = net_listen(HERE, 0, 1), fd = net_socket();
	struct pair p = api_pair();
	char got[8];
	ssize_t rc;

	INTERRUPTED(0, recv(p.a, got, 8, 0));
	INTERRUPTED(0, accept(listener, NULL, NULL));
	INTERRUPTED(0, api_connect(fd, HOLE, 80));
	FAILS(EALREADY, (net_nonblock(fd), api_connect(fd, HOLE, 80)));
	close(fd);
	signal_every(150, 0);
	do {				/* what went in before the signal counts */
		rc = send(p.a, block, sizeof(block), 0);
	} while (rc > 0);
	GIVES(EINTR, errno);
}

static void restarted(void)
{
	struct pair p = api_pair();
	char got[8];
	int pid;

	pid = api_child();
	if (!pid) {
		net_sleep_ms(400);
		send(p.a, "late", 4, 0);
		_exit(EXIT_SUCCESS);
	}
	signal_every(150, SA_RESTART);
	GIVES(4, recv(p.b, got, 8, 0));
	/* with a time limit the call is never restarted */
	set_time(p.b, SO_RCVTIMEO, API_SOON);
	INTERRUPTED(SA_RESTART, recv(p.b, got, 8, 0));
	api_join(pid);
}

static unsigned int close_ms(int fd)
{
	uint64_t begin = net_now_ms();

	close(fd);
	return net_now_ms() - begin;
}

static void linger(void)
{
	static char block[1 << 16];
	struct linger wait = { .l_onoff = 1, .l_linger = 15 };
	struct pair p = api_pair();
	unsigned int ms;

	/* all is acknowledged at once: no waiting */
	OK(setsockopt(p.a, SOL_SOCKET, SO_LINGER, &wait, sizeof(wait)));
	GIVES(5, send(p.a, "quick", 5, 0));
	ms = close_ms(p.a);
	CHECK(ms < 14000, "%u ms", ms);

	/* the other side takes no more: the whole second */
	wait.l_linger = 1;
	p = api_pair();
	OK(setsockopt(p.a, SOL_SOCKET, SO_LINGER, &wait, sizeof(wait)));
	while (send(p.a, block, sizeof(block), MSG_DONTWAIT) > 0 ||
	       api_poll(p.a, POLLOUT, 200))
		;
	ms = close_ms(p.a);
	CHECK(ms >= 900 && ms < API_SOON, "%u ms", ms);

	/* without waiting the data goes out none the less */
	p = api_pair();
	GIVES(4, send(p.a, "data", 4, 0));
	close(p.a);
	GIVES(4, recv(p.b, block, sizeof(block), MSG_WAITALL));
}

/* A socket with two descriptors ends with the second. */
static void shared(void)
{
	struct pair p = api_pair();
	int copy = OK(dup(p.a));
	char got[8];

	close(p.a);
	FAILS(EAGAIN, recv(p.b, got, 8, MSG_DONTWAIT));
	GIVES(5, send(copy, "still", 5, 0));
	GIVES(5, recv(p.b, got, 8, 0));
	close(copy);
	GIVES(0, recv(p.b, got, 8, 0));
}

/* What waits to be accepted when the listener is closed is reset. */
static void orphaned(void)
{
	int listener = net_listen(HERE, 0, 2), fd = net_socket();
	char got[8];

	OK(api_connect(fd, HERE, net_port(listener)));
	close(listener);
	CHECK(api_poll(fd, POLLIN, API_SOON) & POLLERR, "no reset");
	FAILS(ECONNRESET, recv(fd, got, 8, 0));
}

/* A queue of 1 takes two; the next SYN waits for its retransmission. */
static void backlog(void)
{
	int listener = net_listen(HERE, 0, 1), fd[8], i, n = 0;

	for (i = 0; i < 8; i++) {
		fd[i] = net_socket();
		net_nonblock(fd[i]);
		api_connect(fd[i], HERE, net_port(listener));
	}
	net_sleep_ms(100);
	net_nonblock(listener);
	while (accept(listener, NULL, NULL) >= 0)
		n++;
	GIVES(2, n);
	GIVES(EAGAIN, errno);
	/* the others come in later */
	for (n = 0; n < 2; n++) {
		CHECK(api_poll(listener, POLLIN, 4000) & POLLIN, "nobody comes later");
		OK(accept(listener, NULL, NULL));
	}
}

const struct tap_case api_wait_cases[] = {
	{ "woken_by_data", woken_by_data },
	{ "woken_by_end", woken_by_end },
	{ "woken_by_reset", woken_by_reset },
	{ "woken_by_shutdown", woken_by_shutdown },
	{ "woken_accept", woken_accept },
	{ "woken_send", woken_send },
	{ "timeouts", timeouts },
	{ "interrupted", interrupted },
	{ "restarted", restarted },
	{ "linger", linger, 15 },
	{ "shared", shared },
	{ "orphaned", orphaned },
	{ "backlog", backlog, 15 },
};

const size_t api_wait_n = ARRAY_SIZE(api_wait_cases);
