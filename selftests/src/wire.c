// SPDX-License-Identifier: GPL-2.0
/*
 * wire: what the stack says on the wire, and what it makes of what it hears.
 *
 *	this process: 10.1.0.1 ---- tun0 ---- 10.1.0.2: the stack under test
 *
 * The device is layer 3, so that there is nothing but IPv4 in between. The other
 * side is scripted (peer.c, conn.c); the cases are in wire_*.c, by topic.
 *
 * A machine that stands still for a second must not make the stack send something again where the
 * script does not expect it: its retransmission timeout is longer than any wait (SOON), but in the
 * cases that are about time.
 */
#include <poll.h>
#include <unistd.h>

#include "wire.h"

void wire_write(int fd, unsigned int len)
{
	static const char zeros[1 << 20];

	GIVES(len, send(fd, zeros, len, MSG_NOSIGNAL));
}

void wire_readable(int fd)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	GIVES(1, poll(&wait, 1, SOON));
}

void wire_end(int fd)
{
	char byte;

	wire_readable(fd);
	GIVES(0, recv(fd, &byte, 1, 0));
}

void wire_set(int fd, int level, int name, int value)
{
	OK(setsockopt(fd, level, name, &value, sizeof(value)));
}

void wire_patient(void)
{
	net_rto(2 * SOON);
}

void wire_in_time(void)
{
	net_rto(1000);
}

static void run_patiently(void (*run)(void))
{
	wire_patient();
	run();
}

/* Asked for by replay.sh, which looks at what is said then. */
static void wire_fails(void)
{
	struct conn c;

	conn_init(&c);
	conn_active(&c);
	conn_data(&c, 1000);
	conn_expect_ack(&c, SOON);
	FAIL("as it is meant to");
}

static const struct tap_case fails[] = {
	{ "fails", wire_fails },
};

int main(int argc, char **argv)
{
	net_enter();
	net_by_the_book();
	net_record();
	peer_open();
	tap_wrap = run_patiently;
	tap_begin(argc, argv);
	tap_run(wire_open_cases, wire_open_n);
	tap_run(wire_close_cases, wire_close_n);
	tap_run(wire_timewait_cases, wire_timewait_n);
	tap_run(wire_reset_cases, wire_reset_n);
	tap_run(wire_data_cases, wire_data_n);
	tap_run(wire_urgent_cases, wire_urgent_n);
	tap_run(wire_icmp_cases, wire_icmp_n);
	tap_run(wire_guess_cases, wire_guess_n);
	tap_run(wire_recover_cases, wire_recover_n);
	tap_run(wire_option_cases, wire_option_n);
	tap_run(wire_bad_cases, wire_bad_n);
	tap_run(wire_ip_cases, wire_ip_n);
	tap_run(wire_query_cases, wire_query_n);
	tap_run(wire_arp_cases, wire_arp_n);
	tap_run(wire_flood_cases, wire_flood_n);
	tap_run(wire_fastopen_cases, wire_fastopen_n);
	tap_run(wire_ao_cases, wire_ao_n);
	tap_run(wire_md5_cases, wire_md5_n);
	tap_run(fails, ARRAY_SIZE(fails));
	return tap_end();
}
