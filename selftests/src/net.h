/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The stack under test and its surroundings: the family of its sockets, its
 * addresses, network namespaces, and what /proc shows of it.
 *
 * TANDEM_FAMILY=2 in the environment puts the native stack under test: what a
 * test says about TCP must hold there as well, or the test is wrong.
 */
#ifndef SELFTEST_NET_H
#define SELFTEST_NET_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

/* From <netinet/tcp.h>, which clashes with <linux/tcp.h>. */
enum tcp_state {
	ESTABLISHED = 1, SYN_SENT, SYN_RECV, FIN_WAIT1, FIN_WAIT2, TIME_WAIT,
	CLOSED, CLOSE_WAIT, LAST_ACK, LISTEN, CLOSING,
};

int net_family(void);
bool net_native(void);
void net_as(int family);		/* another stack from now on */

struct sockaddr_in net_addr(const char *text, unsigned int port);
int net_socket(void);			/* a stream socket of the stack */
int net_listen(const char *addr, unsigned int port, int backlog);
unsigned int net_port(int fd);		/* its local port */

/* A new namespace for this process and its children, with lo up. */
void net_enter(void);
void net_record(void);			/* Tandem's connections in it, for who looks at failures */
void net_join(const char *name);	/* /run/netns/NAME */
void net_give(const char *dev, const char *prefix);	/* address to the stack */

/* What most cases do is done without a program, which an emulator takes a tenth of a second for. */
void net_up(const char *dev);
void net_sysctl(const char *name, const char *value);	/* below /proc/sys/net */
void net_run(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The state of one connection as /proc tells it; 0: there is none, or none any more. */
int net_state(const char *laddr, unsigned int lport, unsigned int rport);
/*
 * Each segment can be told in advance: windows grow as RFC 5681 has it, whatever the default is,
 * nothing is remembered of the connections before (Linux keeps how much they saw reordered), and
 * nothing is sent that the peer has not made the stack send. One that takes its time, as who signs
 * each segment in a slow machine does, would else see a tail loss probe.
 */
void net_by_the_book(void);
#define NET_ECN_DEFAULT	2	/* only for those who ask */
bool net_tail_probes(bool on);	/* for the sockets that come */
/* The RTO before a sample, and its least, for the sockets that come; Linux has no such knobs */
void net_rto(unsigned int ms);
bool net_ecn(unsigned int value);	/* of the stack under test; false: it has no such value */
unsigned long net_counter(const char *group, const char *name);
unsigned long net_drops(void);		/* all reasons together */

uint64_t net_now_ms(void);
void net_sleep_ms(unsigned int ms);
void net_nonblock(int fd);

#endif
