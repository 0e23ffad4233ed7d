/* SPDX-License-Identifier: GPL-2.0 */
/* The parts of the wire program, and what they share. */
#ifndef SELFTEST_WIRE_H
#define SELFTEST_WIRE_H

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conn.h"
#include "net.h"
#include "pattern.h"
#include "peer.h"
#include "tap.h"

#define PART(part)	extern const struct tap_case part##_cases[]; extern const size_t part##_n

PART(wire_open);
PART(wire_close);
PART(wire_timewait);
PART(wire_reset);
PART(wire_data);
PART(wire_urgent);
PART(wire_icmp);
PART(wire_guess);
PART(wire_recover);
PART(wire_option);
PART(wire_bad);
PART(wire_ip);
PART(wire_query);
PART(wire_arp);
PART(wire_flood);
PART(wire_fastopen);
PART(wire_ao);
PART(wire_md5);

void wire_write(int fd, unsigned int len);	/* zeros; must all fit */
void wire_readable(int fd);			/* soon */
void wire_end(int fd);				/* read() gives 0 */
void wire_patient(void);			/* timeouts of the sockets that come: 20 s */
void wire_in_time(void);			/* as RFC 6298 has them: 1 s */
void wire_set(int fd, int level, int name, int value);

#endif
