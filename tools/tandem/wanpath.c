// SPDX-License-Identifier: GPL-2.0
/*
 * The network of `tandem bench --wan`: three network namespaces and a bottleneck.
 *
 *	 sender                     router                    receiver
 *	10.1.0.1 native \                         netem
 *	                 wan0 ---- left    right ------- wan0  10.2.0.1 native
 *	10.1.0.2 Tandem /     netem
 *
 * Towards the receiver netem has the rate, the loss and the queue, and nothing else, so that
 * its limit is the queue; on the way back it has the delay, all of the round trip's. The
 * sender's device is a plain one without a qdisc, where each stack paces as it does by
 * itself. It is told to segment in software: a netem that met packets of 64 KiB would lose
 * them as such.
 *
 * The namespaces have no names: they live as long as this program holds them, and go with
 * all that is in them however it ends. They are put together by ip(8) and tc(8).
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tandem.h"
#include "wan.h"

#define NATIVE		"10.1.0.1"
#define TANDEM		"10.1.0.2"
#define GATEWAY		"10.1.0.254"
#define RECEIVER	"10.2.0.1"

/* A command of the shell's, in the namespace where we are. */
static void LIKE_PRINTF run(const char *fmt, ...)
{
	char command[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(command, sizeof(command), fmt, args);
	va_end(args);
	fflush(stdout);
	if (system(command))
		say_failed("cannot make the path: '%s' failed", command);
}

static void set_sysctl(const char *name, const char *value)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/sys/net/ipv4/%s", name);
	file = fopen(path, "w");
	if (!file || fputs(value, file) < 0 || fclose(file))
		say_failed("cannot write %s: %m", path);
}

/* What leaves the device leaves packet by packet. */
static void segment_early(const char *dev)
{
	struct ethtool_value off = { .cmd = ETHTOOL_STSO };
	struct ifreq ifr = { .ifr_data = (void *)&off };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", dev);
	if (fd < 0 || ioctl(fd, SIOCETHTOOL, &ifr))
		say_failed("cannot switch segmentation by %s off: %m", dev);
	close(fd);
}

static int new_namespace(void)
{
	int fd;

	if (unshare(CLONE_NEWNET))
		say_failed("cannot make a network namespace: %m");
	fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		say_failed("cannot open a network namespace: %m");
	run("ip link set lo up");
	return fd;
}

/* From now on this program, its sockets and its children are there. */
void wan_path_enter(const struct wan_path *path, enum wan_place place)
{
	if (setns(path->netns[place], CLONE_NEWNET))
		say_failed("cannot enter a network namespace: %m");
}

/* An end with its device wan0, whose other end the router calls dev. */
static void make_end(struct wan_path *path, enum wan_place place, const char *dev,
		     const char *addr, const char *gateway)
{
	path->netns[place] = new_namespace();
	run("ip link add wan0 type veth peer name %s", dev);
	run("ip link set wan0 up && ip addr add %s/24 dev wan0", addr);
	run("ip link set %s netns /proc/%d/fd/%d", dev, getpid(), path->netns[WAN_ROUTER]);
	wan_path_enter(path, WAN_ROUTER);
	run("ip link set %s up && ip addr add %s/24 dev %s", dev, gateway, dev);
	wan_path_enter(path, place);
	run("ip route add default via %s", gateway);
}

/* Ends the program where it cannot be made. */
void wan_path_make(struct wan_path *path)
{
	path->family = parse_family();
	path->netns[WAN_ROUTER] = new_namespace();
	set_sysctl("ip_forward", "1");
	make_end(path, WAN_RECEIVER, "right", RECEIVER, "10.2.0.254");
	make_end(path, WAN_SENDER, "left", NATIVE, GATEWAY);
	segment_early("wan0");
	/* No connection is to learn from those before it. */
	set_sysctl("tcp_no_metrics_save", "1");
	if (path->family == AF_INET) {
		run("ip addr add %s/24 dev wan0", TANDEM);
		return;
	}
	run("/proc/%d/exe addr add %s/24 dev wan0", getpid(), TANDEM);
	run("/proc/%d/exe route add default via %s", getpid(), GATEWAY);
}

/* Packets that the bottleneck holds. */
unsigned int wan_path_packets(const struct wan_path *path)
{
	double packets = path->queue * path->rate * path->rtt / 8 / WAN_PACKET;

	return packets < 2 ? 2 : packets + 0.5;
}

/* Make it what *path says. */
void wan_path_set(const struct wan_path *path)
{
	wan_path_enter(path, WAN_ROUTER);
	run("tc qdisc replace dev right root netem rate %.0fbit loss %g%% limit %u",
	    path->rate, path->loss, wan_path_packets(path));
	run("tc qdisc replace dev left root netem delay %.0fus limit 1000000", path->rtt * 1e6);
}

uint32_t wan_path_addr(const struct wan_sender *sender)
{
	return parse_addr(sender->tandem ? TANDEM : NATIVE);
}

uint32_t wan_path_receiver(void)
{
	return parse_addr(RECEIVER);
}

/* A field of one of the pairs of lines of /proc/net/netstat. */
static unsigned int netstat(const char *file, const char *name)
{
	static const char blank[] = { ' ', '\n', 0 };
	char names[8192], values[8192], *name_at, *value_at, *word, *value;
	FILE *from = fopen(file, "r");

	while (from && fgets(names, sizeof(names), from) &&
	       fgets(values, sizeof(values), from)) {
		name_at = names;
		value_at = values;
		while ((word = strsep(&name_at, blank)) && (value = strsep(&value_at, blank))) {
			if (strcmp(word, name))
				continue;
			fclose(from);
			return strtoul(value, NULL, 10);
		}
	}
	say_failed("%s has no %s", file, name);
}

/* How often the retransmission timer of the sender's stack has fired for data. */
unsigned int wan_path_timeouts(const struct wan_path *path, bool tandem)
{
	const char *file = "/proc/net/netstat";

	if (tandem && path->family != AF_INET)
		file = "/proc/net/tandem/netstat";
	wan_path_enter(path, WAN_SENDER);
	return netstat(file, "TCPTimeouts") - netstat(file, "TCPSynRetrans");
}
