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
#include <linux/netlink.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <stdarg.h>
#include <stddef.h>
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

/* Since Linux 6.7, which the headers may be older than */
#define TCA_NETEM_PRNG_SEED	14

#define SEED_STEP	0x9e3779b97f4a7c15ULL	/* 2^64 over the golden ratio */

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

struct qdisc_ask {
	struct nlmsghdr nlh;
	struct tcmsg tc;
	char attrs[256];
};

/* One more attribute. */
static struct nlattr *put_attr(struct qdisc_ask *ask, unsigned short type, const void *data,
			       size_t len)
{
	char *to = ask->attrs + ask->nlh.nlmsg_len - offsetof(struct qdisc_ask, attrs);
	struct nlattr *attr = (void *)to;

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + len;
	memcpy(to + NLA_HDRLEN, data, len);
	ask->nlh.nlmsg_len += NLA_ALIGN(attr->nla_len);
	return attr;
}

/*
 * From here on the bottleneck loses what this number says: the same packets, by their count, each
 * time. tc(8) of many distributions has no word for that. A kernel before 6.7 draws anew.
 */
void wan_path_seed(const struct wan_path *path, unsigned int nth)
{
	/* Its generator is linear: neighbours must not look alike. */
	uint64_t seed = nth * SEED_STEP;
	struct qdisc_ask ask = {
		.nlh = { .nlmsg_len = NLMSG_LENGTH(sizeof(struct tcmsg)),
			 .nlmsg_type = RTM_NEWQDISC,
			 .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK },
		.tc = { .tcm_family = AF_UNSPEC, .tcm_parent = TC_H_ROOT },
	};
	const struct tc_netem_qopt opt = {
		.limit = wan_path_packets(path),
		.loss = path->loss / 100 * UINT32_MAX,
	};
	struct {
		struct nlmsghdr nlh;
		struct nlmsgerr err;
	} said;
	struct nlattr *options;
	int fd;

	wan_path_enter(path, WAN_ROUTER);
	ask.tc.tcm_ifindex = if_nametoindex("right");
	put_attr(&ask, TCA_KIND, "netem", sizeof("netem"));
	options = put_attr(&ask, TCA_OPTIONS, &opt, sizeof(opt));
	put_attr(&ask, TCA_NETEM_PRNG_SEED, &seed, sizeof(seed));
	options->nla_len = (char *)&ask + ask.nlh.nlmsg_len - (char *)options;
	fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	if (fd < 0 || send(fd, &ask, ask.nlh.nlmsg_len, 0) < 0 ||
	    recv(fd, &said, sizeof(said), 0) < (ssize_t)sizeof(said) || said.err.error)
		say_failed("cannot seed netem");
	close(fd);
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

/* The sender's stack's counters */
static const char *netstat_file(const struct wan_path *path, bool tandem)
{
	wan_path_enter(path, WAN_SENDER);
	return tandem && path->family != AF_INET ? "/proc/net/tandem/netstat" :
						   "/proc/net/netstat";
}

/* How often it has sent a SYN again. */
unsigned int wan_path_syns(const struct wan_path *path, bool tandem)
{
	return netstat(netstat_file(path, tandem), "TCPSynRetrans");
}

/* How often its retransmission timer has fired for data. */
unsigned int wan_path_timeouts(const struct wan_path *path, bool tandem)
{
	return netstat(netstat_file(path, tandem), "TCPTimeouts") - wan_path_syns(path, tandem);
}
