// SPDX-License-Identifier: GPL-2.0
/*
 * The loads of `tandem bench`.
 *
 *	bulk	one connection, writes of 128 KiB; counted are bytes that the
 *		server has read and told back, timed until that answer
 *	small	the same with writes of 100 bytes, counted, and TCP_NODELAY
 *	nagle	the same without it
 *	rr	one connection, 64 bytes there and 64 back, TCP_NODELAY
 *	crr	connect, 64 bytes there, 64 back, close; over and over
 *
 * In crr the server closes first, as a web server does, and the client reads
 * to the end before it closes. So TIME-WAIT lies with the server and is part
 * of the measurement, and the client's ports are free again at once. Their
 * number is bounded all the same.
 */
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "load.h"
#include "tandem.h"

#define BULK_WRITE	(128 * 1024)
#define SMALL_WRITE	100
#define MESSAGE		64
#define MAX_CONNECTIONS	12000	/* below the 28,232 ports of the default range */

uint64_t load_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/* Keep the first failure; -1 so that a caller can return it. */
static int failed(struct load_result *result, const char *call)
{
	if (!result->error) {
		result->error = errno ? errno : EPROTO;
		snprintf(result->call, sizeof(result->call), "%s", call);
	}
	return -1;
}

static int set_nodelay(int fd, int on)
{
	return setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static int connected(int family, const struct sockaddr_in *to,
		     struct load_result *result)
{
	int fd = socket(family, SOCK_STREAM, 0);

	if (fd < 0)
		return failed(result, "socket");
	if (connect(fd, (const struct sockaddr *)to, sizeof(*to))) {
		failed(result, "connect");
		close(fd);
		return -1;
	}
	if (set_nodelay(fd, 1)) {
		failed(result, "setsockopt");
		close(fd);
		return -1;
	}
	return fd;
}

/* Exactly len bytes; false at an error (errno) or an early end (errno 0). */
static bool read_all(int fd, void *to, size_t len)
{
	size_t at = 0;
	ssize_t got;

	while (at < len) {
		got = read(fd, (char *)to + at, len - at);
		if (got <= 0) {
			if (!got)
				errno = 0;
			return false;
		}
		at += got;
	}
	return true;
}

static bool write_all(int fd, const void *from, size_t len)
{
	size_t at = 0;
	ssize_t put;

	while (at < len) {
		put = send(fd, (const char *)from + at, len - at, MSG_NOSIGNAL);
		if (put < 0)
			return false;
		at += put;
	}
	return true;
}

static void serve_bulk(int listener)
{
	static char buffer[BULK_WRITE];
	int fd = accept(listener, NULL, NULL);
	uint64_t total = 0;
	ssize_t got;

	if (fd < 0)
		return;
	while ((got = read(fd, buffer, sizeof(buffer))) > 0)
		total += got;
	write_all(fd, &total, sizeof(total));
	close(fd);
}

/* A stream of writes of one size; counted are the bytes. */
static void drive_stream(int fd, size_t size, const struct load_goal *goal,
			 struct load_result *result)
{
	static char buffer[BULK_WRITE];
	uint64_t start, sent = 0;

	memset(buffer, 't', size);
	start = load_clock();
	while (sent < goal->count && load_clock() - start < goal->ns) {
		if (!write_all(fd, buffer, size)) {
			failed(result, "write");
			return;
		}
		sent += size;
	}
	if (shutdown(fd, SHUT_WR)) {
		failed(result, "shutdown");
		return;
	}
	if (!read_all(fd, &result->count, sizeof(result->count)))
		failed(result, "read");
	result->ns = load_clock() - start;
	if (!result->error && result->count != sent) {
		errno = EBADMSG;
		failed(result, "compare");
	}
}

static void drive_bulk(int family, const struct sockaddr_in *to,
		       const struct load_goal *goal, struct load_result *result)
{
	int fd = connected(family, to, result);

	if (fd < 0)
		return;
	drive_stream(fd, BULK_WRITE, goal, result);
	close(fd);
}

/* The goal and the result are writes, not bytes. */
static void drive_writes(int family, const struct sockaddr_in *to, int nodelay,
			 const struct load_goal *goal, struct load_result *result)
{
	struct load_goal bytes = { goal->ns, UINT64_MAX };
	int fd = connected(family, to, result);

	if (fd < 0)
		return;
	if (goal->count < UINT64_MAX / SMALL_WRITE)
		bytes.count = goal->count * SMALL_WRITE;
	if (set_nodelay(fd, nodelay))
		failed(result, "setsockopt");
	else
		drive_stream(fd, SMALL_WRITE, &bytes, result);
	result->count /= SMALL_WRITE;
	close(fd);
}

static void drive_small(int family, const struct sockaddr_in *to,
			const struct load_goal *goal, struct load_result *result)
{
	drive_writes(family, to, 1, goal, result);
}

static void drive_nagle(int family, const struct sockaddr_in *to,
			const struct load_goal *goal, struct load_result *result)
{
	drive_writes(family, to, 0, goal, result);
}

static void serve_rr(int listener)
{
	int fd = accept(listener, NULL, NULL);
	char message[MESSAGE];

	if (fd < 0)
		return;
	set_nodelay(fd, 1);
	while (read_all(fd, message, sizeof(message)) &&
	       write_all(fd, message, sizeof(message)))
		;
	close(fd);
}

/* One request and its answer. */
static int ask(int fd, struct load_result *result)
{
	char message[MESSAGE] = "tandem bench";

	if (!write_all(fd, message, sizeof(message)))
		return failed(result, "write");
	if (!read_all(fd, message, sizeof(message)))
		return failed(result, "read");
	return 0;
}

static void drive_rr(int family, const struct sockaddr_in *to,
		     const struct load_goal *goal, struct load_result *result)
{
	int fd = connected(family, to, result);
	uint64_t start;

	if (fd < 0)
		return;
	start = load_clock();
	do {
		if (ask(fd, result))
			break;
		result->count++;
		result->ns = load_clock() - start;
	} while (result->ns < goal->ns && result->count < goal->count);
	close(fd);
}

static void serve_crr(int listener)
{
	char message[MESSAGE];
	int fd;

	while ((fd = accept(listener, NULL, NULL)) >= 0) {
		set_nodelay(fd, 1);
		if (read_all(fd, message, sizeof(message)))
			write_all(fd, message, sizeof(message));
		close(fd);
	}
}

static void drive_crr(int family, const struct sockaddr_in *to,
		      const struct load_goal *goal, struct load_result *result)
{
	uint64_t start = load_clock();
	char beyond;
	int fd;

	do {
		fd = connected(family, to, result);
		if (fd < 0)
			break;
		if (!ask(fd, result) && read(fd, &beyond, 1))
			failed(result, "read the end");
		close(fd);
		if (result->error)
			break;
		result->count++;
		result->ns = load_clock() - start;
	} while (result->ns < goal->ns && result->count < goal->count &&
		 result->count < MAX_CONNECTIONS);
}

const struct load loads[] = {
	{ "bulk", "MB/s", 1e6, "byte", 32 << 20, serve_bulk, drive_bulk },
	{ "rr", "/s", 1, "round trip", 2000, serve_rr, drive_rr },
	{ "crr", "/s", 1, "connection", 400, serve_crr, drive_crr },
	{ "small", "/s", 1, "write", 10000, serve_bulk, drive_small },
	{ "nagle", "/s", 1, "write", 10000, serve_bulk, drive_nagle },
};

const unsigned int n_loads = ARRAY_SIZE(loads);
