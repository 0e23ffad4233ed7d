/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The socket API: what the parts of the api program share.
 *
 * Each case runs twice, first with native sockets, then with those of the stack
 * under test, and must pass both times: the native stack is the oracle for every
 * errno. A difference that is documented says `if (!net_native())` on the spot.
 */
#ifndef SELFTEST_API_H
#define SELFTEST_API_H

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "net.h"
#include "tap.h"

#define HERE	"127.0.0.1"
#define AWAY	"203.0.113.1"		/* no route leads there */
#define HOLE	"10.9.0.77"		/* nobody answers there */
#define FOREIGN	"192.0.2.1"		/* an address of somebody else */
#define BAD	((void *)8)		/* not a pointer */

extern const struct tap_case api_open_cases[], api_io_cases[], api_option_cases[],
	api_config_cases[], api_poll_cases[], api_wait_cases[], api_urgent_cases[],
	api_share_cases[], api_fastopen_cases[], api_device_cases[];
extern const size_t api_open_n, api_io_n, api_option_n, api_config_n, api_poll_n, api_wait_n,
	api_urgent_n, api_share_n, api_fastopen_n, api_device_n;

/* A connected pair: end[0] connected, end[1] was accepted. */
struct pair {
	int a;
	int b;
};

struct pair api_pair(void);
int api_bind(int fd, const char *addr, unsigned int port);
int api_connect(int fd, const char *addr, unsigned int port);
#define API_SOON	10000		/* ms: what comes at once comes earlier on any machine */
int api_poll(int fd, int events, int ms);	/* revents */
void api_set(int fd, int level, int name, int value);
int api_get(int fd, int level, int name);
int api_child(void);			/* as fork(), dies with the case */
void api_join(int pid);			/* it must have ended well */

#endif
