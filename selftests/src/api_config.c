// SPDX-License-Identifier: GPL-2.0
/*
 * Constants of TCP by name: SOL_TANDEM's TANDEM_CONFIG, and the sysctls of the
 * namespace, which have the same names. The native stack has neither.
 */
#include <fcntl.h>
#include <limits.h>
#include <linux/tcp.h>
#include <stdio.h>
#include <unistd.h>

#include <linux/tandem.h>
#include "api.h"

static int config(int fd, const char *text)
{
	return setsockopt(fd, SOL_TANDEM, TANDEM_CONFIG, text, strlen(text));
}

static void config_is(int fd, const char *name, const char *want)
{
	char value[256];
	socklen_t len = sizeof(value);

	snprintf(value, sizeof(value), "%s", name);
	OK(getsockopt(fd, SOL_TANDEM, TANDEM_CONFIG, value, &len));
	CHECK(!strcmp(value, want), "%s is '%s', not '%s'", name, value, want);
	GIVES(strlen(want) + 1, len);
}

static int sysctl_set(const char *name, const char *value)
{
	char path[64];
	int fd, rc;

	snprintf(path, sizeof(path), "/proc/sys/net/tandem/%s", name);
	fd = OK(open(path, O_WRONLY));
	rc = write(fd, value, strlen(value)) < 0 ? -1 : 0;
	close(fd);
	return rc;
}

static void config_one_socket(void)
{
	char value[8] = "rto_min", nothing[] = "rto";
	socklen_t len = sizeof(nothing);
	int fd, other;

	if (net_native())
		return;
	fd = net_socket();
	other = net_socket();
	config_is(fd, "profile", "rfc");
	OK(config(fd, "profile=classic"));
	config_is(fd, "profile", "classic");
	config_is(other, "profile", "rfc");
	GIVES(10, api_get(fd, IPPROTO_TCP, TCP_KEEPCNT));
	OK(config(fd, "keepalive_time=11000"));
	GIVES(11, api_get(fd, IPPROTO_TCP, TCP_KEEPIDLE));
	config_is(fd, "profile", "custom");
	FAILS(ENOENT, config(fd, "rto=1"));
	FAILS(EINVAL, config(fd, "rto_min"));
	FAILS(EINVAL, config(fd, "rto_min="));
	FAILS(EINVAL, config(fd, "rto_min=0"));
	FAILS(EINVAL, config(fd, "rto_min=1e3"));
	FAILS(EINVAL, config(fd, "profile=bsd"));
	FAILS(EINVAL, setsockopt(fd, SOL_TANDEM, TANDEM_CONFIG, "rto_min=1", 1000));
	FAILS(EFAULT, setsockopt(fd, SOL_TANDEM, TANDEM_CONFIG, BAD, 10));
	FAILS(ENOENT, getsockopt(fd, SOL_TANDEM, TANDEM_CONFIG, nothing, &len));
	/* a short buffer gets the beginning */
	len = sizeof(value);
	OK(getsockopt(fd, SOL_TANDEM, TANDEM_CONFIG, value, &len));
	CHECK(len == 5 && !strcmp(value, "1500"), "%u '%s'", len, value);
}

/* What the user has asked for by an option of its own stays. */
static void config_beside_options(void)
{
	int fd;

	if (net_native())
		return;
	fd = net_socket();
	api_set(fd, IPPROTO_TCP, TCP_KEEPCNT, 5);
	OK(config(fd, "profile=classic"));
	GIVES(5, api_get(fd, IPPROTO_TCP, TCP_KEEPCNT));
}

static void congestion_is(int fd, const char *want)
{
	char name[16] = "";
	socklen_t len = sizeof(name);

	OK(getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name, &len));
	CHECK(!strcmp(name, want), "it is '%s', not '%s'", name, want);
}

/* A profile brings its congestion control along; who has chosen another keeps that. */
static void config_congestion(void)
{
	char before[16] = "";
	socklen_t len = sizeof(before);
	int fd;

	if (net_native())
		return;
	fd = net_socket();
	OK(getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, before, &len));
	OK(config(fd, "profile=classic"));
	congestion_is(fd, "reno");
	OK(config(fd, "rto_min=2000"));
	congestion_is(fd, "reno");
	OK(config(fd, "profile=linux"));
	congestion_is(fd, "cubic");
	OK(config(fd, "profile=rfc"));
	congestion_is(fd, before);
	OK(setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "dctcp", 5));
	OK(config(fd, "profile=classic"));
	congestion_is(fd, "dctcp");

	OK(sysctl_set("profile", "classic"));
	congestion_is(net_socket(), "reno");
	OK(sysctl_set("congestion", "dctcp"));
	OK(sysctl_set("profile", "linux"));
	congestion_is(net_socket(), "dctcp");
	OK(sysctl_set("profile", "rfc"));
	OK(sysctl_set("congestion", before));
	congestion_is(net_socket(), before);
}

/* Constants stay once a connection has begun; children have their listener's. */
static void config_late(void)
{
	int listener, fd, child;

	if (net_native())
		return;
	listener = net_socket();
	fd = net_socket();
	OK(config(listener, "profile=classic"));
	OK(api_bind(listener, HERE, 0));
	OK(listen(listener, 1));
	FAILS(EISCONN, config(listener, "profile=rfc"));
	OK(api_connect(fd, HERE, net_port(listener)));
	FAILS(EISCONN, config(fd, "profile=classic"));
	child = OK(accept(listener, NULL, NULL));
	config_is(child, "profile", "classic");
	GIVES(10, api_get(child, IPPROTO_TCP, TCP_KEEPCNT));
	FAILS(EISCONN, config(child, "profile=rfc"));
	config_is(fd, "profile", "rfc");
}

/* A namespace's constants are those of the sockets made after they were set. */
static void config_namespace(void)
{
	int before, after;

	if (net_native())
		return;
	before = net_socket();
	OK(sysctl_set("profile", "linux\n"));
	OK(sysctl_set("rto_min", "300"));
	after = net_socket();
	config_is(before, "rto_min", "1000");
	config_is(after, "rto_min", "300");
	config_is(after, "rto_max", "120000");
	FAILS(EINVAL, sysctl_set("rto_min", "120001"));
	FAILS(EINVAL, sysctl_set("rto_min", "\n"));
	FAILS(EINVAL, sysctl_set("rto_min", "1 2"));
	OK(sysctl_set("profile", "rfc"));
	config_is(after, "rto_min", "300");
}

/* The buffers of a new socket, and what they may grow to. */
static void config_buffers(void)
{
	int before;

	if (net_native())
		return;
	before = net_socket();
	OK(sysctl_set("tcp_wmem", "4096 100000 200000"));
	OK(sysctl_set("tcp_rmem", "4096 300000 400000"));
	GIVES(1 << 20, api_get(before, SOL_SOCKET, SO_SNDBUF));
	GIVES(100000, api_get(net_socket(), SOL_SOCKET, SO_SNDBUF));
	GIVES(300000, api_get(net_socket(), SOL_SOCKET, SO_RCVBUF));
	FAILS(EINVAL, sysctl_set("tcp_rmem", "4096 300000 299999"));
	FAILS(EINVAL, sysctl_set("tcp_rmem", "300001 300000"));
	FAILS(EINVAL, sysctl_set("tcp_rmem", "0"));
	FAILS(EINVAL, sysctl_set("tcp_wmem", "4096 100000 2147483647"));
	/* who says less leaves the rest as it is */
	OK(sysctl_set("tcp_rmem", "4096 310000"));
	GIVES(310000, api_get(net_socket(), SOL_SOCKET, SO_RCVBUF));
	OK(sysctl_set("tcp_wmem", "4096 1048576 16777216"));
	OK(sysctl_set("tcp_rmem", "4096 1048576 16777216"));
}

static int rcv_wscale(int fd)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);

	OK(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len));
	return info.tcpi_rcv_wscale;
}

/*
 * RFC 7323 2.2: either end offers the scale that the largest buffer needs which it is allowed when
 * its SYN leaves: by itself, or since the user has asked for more.
 */
static void config_window_scale(void)
{
	static const struct { const char *rmem; int forced, shift; } rows[] = {
		{ "4096 1048576 67108864", 0, 9 },
		{ "4096 1048576 67108868", 0, 10 },
		{ "4096 1048576 268435456", 0, 11 },
		{ "4096 1048576 1073741824", 0, 13 },
		{ "4096 300000 400000", 64 << 20, 10 },
		{ "4096 300000 400000", INT_MAX, 14 },
		{ "4096 300000 1000000", 0, 3 },
	};
	int listener, fd, child;
	unsigned int i;

	if (net_native())
		return;
	listener = net_socket();
	OK(api_bind(listener, HERE, 0));
	OK(listen(listener, 1));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		fd = net_socket();
		if (rows[i].forced)
			OK(setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &rows[i].forced,
				      sizeof(rows[i].forced)));
		OK(sysctl_set("tcp_rmem", rows[i].rmem));
		OK(api_connect(fd, HERE, net_port(listener)));
		child = OK(accept(listener, NULL, NULL));
		GIVES(rows[i].shift, rcv_wscale(fd));
		if (!rows[i].forced)
			GIVES(rows[i].shift, rcv_wscale(child));
		close(fd);
		close(child);
	}
	OK(sysctl_set("tcp_rmem", "4096 1048576 16777216"));
}

const struct tap_case api_config_cases[] = {
	{ "config_one_socket", config_one_socket },
	{ "config_beside_options", config_beside_options },
	{ "config_congestion", config_congestion },
	{ "config_late", config_late },
	{ "config_namespace", config_namespace },
	{ "config_buffers", config_buffers },
	{ "config_window_scale", config_window_scale },
};

const size_t api_config_n = ARRAY_SIZE(api_config_cases);
