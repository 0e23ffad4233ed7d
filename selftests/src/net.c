// SPDX-License-Identifier: GPL-2.0
/*
 * The stack under test. Both stacks have /proc files of one format, so what is
 * read here is read the same way from either.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/tandem.h>
#include "net.h"
#include "tap.h"

static int family;

static int find_family(void)
{
	const char *word = getenv("TANDEM_FAMILY");
	int found = TANDEM_AF_DEFAULT;
	FILE *file;

	if (word)
		return atoi(word);
	file = fopen("/sys/module/tandem/parameters/family", "r");
	if (file) {
		if (fscanf(file, "%d", &found) != 1)
			found = TANDEM_AF_DEFAULT;
		fclose(file);
	}
	return found;
}

int net_family(void)
{
	if (!family)
		family = find_family();
	return family;
}

bool net_native(void)
{
	return net_family() == AF_INET;
}

void net_as(int other)
{
	family = other;
}

struct sockaddr_in net_addr(const char *text, unsigned int port)
{
	struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(port) };

	CHECK(inet_pton(AF_INET, text, &addr.sin_addr) == 1, "%s", text);
	return addr;
}

int net_socket(void)
{
	return OK(socket(net_family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
}

int net_listen(const char *text, unsigned int port, int backlog)
{
	struct sockaddr_in addr = net_addr(text, port);
	int fd = net_socket(), on = 1;

	OK(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)));
	OK(bind(fd, (struct sockaddr *)&addr, sizeof(addr)));
	OK(listen(fd, backlog));
	return fd;
}

unsigned int net_port(int fd)
{
	struct sockaddr_in addr;
	socklen_t len = sizeof(addr);

	OK(getsockname(fd, (struct sockaddr *)&addr, &len));
	return ntohs(addr.sin_port);
}

void net_run(const char *fmt, ...)
{
	char command[512];
	va_list args;
	int status;

	va_start(args, fmt);
	vsnprintf(command, sizeof(command), fmt, args);
	va_end(args);
	fflush(stdout);
	status = system(command);
	CHECK(!status, "'%s' ended with %#x", command, status);
}

void net_up(const char *dev)
{
	int fd = OK(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
	struct ifreq ifr;

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", dev);
	OK(ioctl(fd, SIOCGIFFLAGS, &ifr));
	ifr.ifr_flags |= IFF_UP;
	OK(ioctl(fd, SIOCSIFFLAGS, &ifr));
	close(fd);
}

void net_sysctl(const char *name, const char *value)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/proc/sys/net/%s", name);
	fd = OK(open(path, O_WRONLY | O_CLOEXEC));
	GIVES(strlen(value), write(fd, value, strlen(value)));
	close(fd);
}

void net_enter(void)
{
	if (unshare(CLONE_NEWNET))
		tap_skip("no network namespace to be had: %m");
	net_up("lo");
}

void net_record(void)
{
	if (!net_native())
		net_run("tandem trace on");
}

void net_join(const char *name)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = OK(open(path, O_RDONLY | O_CLOEXEC));
	OK(setns(fd, CLONE_NEWNET));
	close(fd);
}

void net_give(const char *dev, const char *prefix)
{
	net_run("%s addr add %s dev %s", net_native() ? "ip" : "tandem", prefix, dev);
}

static bool set_number(const char *native, const char *tandem, unsigned int value)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/sys/net/%s", net_native() ? native : tandem);
	file = fopen(path, "w");
	CHECK(file && fprintf(file, "%u\n", value) > 0, "%s: %m", path);
	return !fclose(file);
}

bool net_ecn(unsigned int value)
{
	return set_number("ipv4/tcp_ecn", "tandem/ecn", value);
}

bool net_tail_probes(bool on)
{
	/* Linux has several kinds of them */
	return set_number("ipv4/tcp_early_retrans", "tandem/tlp", on && net_native() ? 3 : on);
}

void net_rto(unsigned int ms)
{
	if (net_native())
		return;
	set_number(NULL, "tandem/rto_init", ms);
	set_number(NULL, "tandem/rto_min", ms);
}

void net_by_the_book(void)
{
	net_tail_probes(false);
	if (net_native())
		net_run("sysctl -qw net.ipv4.tcp_congestion_control=reno "
			"net.ipv4.tcp_no_metrics_save=1");
	else
		net_sysctl("tandem/congestion", "reno");
}

static FILE *open_proc(const char *name)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/thread-self/net/%s%s",
		 net_native() ? "" : "tandem/", name);
	file = fopen(path, "r");
	CHECK(file, "%s: %m", path);
	return file;
}

int net_state(const char *laddr, unsigned int lport, unsigned int rport)
{
	unsigned int la, lp, ra, rp, state;
	struct in_addr want;
	char line[512];
	int found = 0;
	FILE *file;

	inet_pton(AF_INET, laddr, &want);
	file = open_proc("tcp");
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, " %*u: %x:%x %x:%x %x", &la, &lp, &ra, &rp,
			   &state) != 5)
			continue;
		if (la == want.s_addr && lp == lport && rp == rport)
			found = state;
	}
	fclose(file);
	return found == CLOSED ? 0 : found;
}

unsigned long net_counter(const char *group, const char *name)
{
	bool snmp = !strcmp(group, "Ip") || !strcmp(group, "Icmp") || !strcmp(group, "Tcp");
	char names[8192], values[8192];
	char *one, *value, *a = names, *b = values;
	unsigned long found = 0;
	size_t len = strlen(group);
	FILE *file;

	file = open_proc(snmp ? "snmp" : "netstat");
	while (fgets(names, sizeof(names), file) && fgets(values, sizeof(values), file)) {
		if (strncmp(names, group, len) || names[len] != ':')
			continue;
		while ((one = strsep(&a, "\n ")) && (value = strsep(&b, "\n ")))
			if (!strcmp(one, name))
				found = strtoul(value, NULL, 10);
		break;
	}
	fclose(file);
	return found;
}

unsigned long net_drops(void)
{
	unsigned long sum = 0, value;
	FILE *file;

	fflush(stdout);
	file = popen("tandem stat -z 'Drop:*'", "r");
	CHECK(file, "tandem stat: %m");
	while (fscanf(file, "%*s %lu", &value) == 1)
		sum += value;
	CHECK(!pclose(file), "tandem stat failed");
	return sum;
}

uint64_t net_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000ULL + now.tv_nsec / 1000000;
}

void net_sleep_ms(unsigned int ms)
{
	struct timespec wait = { ms / 1000, ms % 1000 * 1000000L };

	while (nanosleep(&wait, &wait) && errno == EINTR)
		;
}

void net_nonblock(int fd)
{
	OK(fcntl(fd, F_SETFL, OK(fcntl(fd, F_GETFL)) | O_NONBLOCK));
}
