/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The scripted peer: a process that holds the other end of a network device and
 * so decides about each bit that the stack under test gets to see.
 */
#ifndef SELFTEST_PEER_H
#define SELFTEST_PEER_H

#include "packet.h"

#define PEER_ADDR	0x0a010001	/* 10.1.0.1: us */
#define PEER_STACK	0x0a010002	/* 10.1.0.2: the stack under test */
#define PEER_STACK_TEXT	"10.1.0.2"

/* Waits for the stack: what comes is not waited for, so this is for a machine that stands still. */
#define SOON	10000			/* ms: it should come at once */
#define QUIET	150			/* ms: nothing must come */

void peer_open(void);			/* a layer-3 device, tun0 */
int peer_open_ethernet(const char *name);	/* a tap device, its descriptor */

void peer_raw(const void *data, size_t len);	/* IPv4, whatever it looks like */
void peer_send(const struct packet *p);
bool peer_recv(struct packet *p, unsigned int ms);	/* the next from the stack */

/*
 * Until the stack is done with all that was sent to it: when it answers a ping it is. What it says
 * meanwhile is kept for peer_recv().
 */
void peer_settle(void);

#endif
