// SPDX-License-Identifier: GPL-2.0
/*
 * Socket options: those that programs use, and wrong ones.
 */
#include <linux/inet_diag.h>
#include <linux/tcp.h>
#include <unistd.h>

#include "api.h"

static void round_trip(int fd, int level, int name, int value)
{
	api_set(fd, level, name, value);
	GIVES(value, api_get(fd, level, name));
}

static void general(void)
{
	struct linger linger = { 1, 7 }, got;
	socklen_t len = sizeof(got);
	int fd = net_socket(), listener = net_listen(HERE, 0, 1);

	GIVES(SOCK_STREAM, api_get(fd, SOL_SOCKET, SO_TYPE));
	GIVES(net_family(), api_get(fd, SOL_SOCKET, SO_DOMAIN));
	GIVES(0, api_get(fd, SOL_SOCKET, SO_ACCEPTCONN));
	GIVES(1, api_get(listener, SOL_SOCKET, SO_ACCEPTCONN));
	round_trip(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	round_trip(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	round_trip(fd, SOL_SOCKET, SO_KEEPALIVE, 0);
	round_trip(fd, SOL_SOCKET, SO_RCVLOWAT, 5);
	round_trip(fd, SOL_SOCKET, SO_PRIORITY, 3);
	round_trip(fd, SOL_SOCKET, SO_MARK, 7);
	OK(setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)));
	OK(getsockopt(fd, SOL_SOCKET, SO_LINGER, &got, &len));
	CHECK(got.l_onoff && got.l_linger == 7, "%d %d", got.l_onoff, got.l_linger);
}

static void buffers(void)
{
	int fd = net_socket();

	api_set(fd, SOL_SOCKET, SO_SNDBUF, 50000);
	GIVES(100000, api_get(fd, SOL_SOCKET, SO_SNDBUF));
	api_set(fd, SOL_SOCKET, SO_RCVBUF, 60000);
	GIVES(120000, api_get(fd, SOL_SOCKET, SO_RCVBUF));
	api_set(fd, SOL_SOCKET, SO_RCVBUFFORCE, 20000000);
	GIVES(40000000, api_get(fd, SOL_SOCKET, SO_RCVBUF));
}

static void nodelay(void)
{
	struct pair p = api_pair();

	GIVES(0, api_get(p.a, IPPROTO_TCP, TCP_NODELAY));
	round_trip(p.a, IPPROTO_TCP, TCP_NODELAY, 1);
	api_set(p.a, IPPROTO_TCP, TCP_NODELAY, 17);
	GIVES(1, api_get(p.a, IPPROTO_TCP, TCP_NODELAY));
	round_trip(p.a, IPPROTO_TCP, TCP_NODELAY, 0);
	round_trip(p.a, IPPROTO_TCP, TCP_CORK, 1);
	round_trip(p.a, IPPROTO_TCP, TCP_CORK, 0);
}

static void lengths(void)
{
	int fd = net_socket(), value = 1;
	socklen_t len = sizeof(value);

	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, 3));
	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, 0));
	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, -1));
	FAILS(EFAULT, setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, BAD, 4));
	FAILS(EINVAL, setsockopt(fd, SOL_SOCKET, SO_LINGER, &value, 4));
	FAILS(EFAULT, getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, BAD, &len));
	FAILS(EFAULT, getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, BAD));
	len = -1;
	FAILS(EINVAL, getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, &len));
	len = 100;
	OK(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, &len));
	GIVES(sizeof(value), len);
	FAILS(ENOPROTOOPT, setsockopt(fd, IPPROTO_TCP, 999, &value, 4));
	FAILS(ENOPROTOOPT, getsockopt(fd, IPPROTO_TCP, 999, &value, &len));
	FAILS(ENOPROTOOPT, setsockopt(fd, SOL_SOCKET, 9999, &value, 4));
	FAILS(ENOPROTOOPT, setsockopt(fd, IPPROTO_IP, 999, &value, 4));
	/* the native stack says EOPNOTSUPP, which is not in getsockopt(2) */
	if (!net_native())
		FAILS(ENOPROTOOPT, getsockopt(fd, 12345, 1, &value, &len));
	FAILS(ENOPROTOOPT, setsockopt(fd, 12345, 1, &value, 4));
}

/* SO_MAX_PACING_RATE is the kernel's own: 32 bits, or 64. */
static void pacing_rate(void)
{
	unsigned long long rate = 5000000000ULL, got = 0;
	socklen_t len = sizeof(got);
	int fd = net_socket();

	OK(getsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, &got, &len));
	CHECK(got == ~0ULL, "%llu", got);
	GIVES(-1, api_get(fd, SOL_SOCKET, SO_MAX_PACING_RATE));
	OK(setsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, &rate, sizeof(rate)));
	OK(getsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, &got, &len));
	CHECK(got == rate, "%llu", got);
	round_trip(fd, SOL_SOCKET, SO_MAX_PACING_RATE, 1000000);
}

static void congestion(void)
{
	char name[16] = "";
	socklen_t len = sizeof(name);
	int fd = net_socket();

	OK(setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "reno", 4));
	OK(getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name, &len));
	CHECK(!strcmp(name, "reno"), "'%s'", name);
	FAILS(ENOENT, setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "nosuch", 6));
	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "", 0));
	/* It has nothing more to tell. */
	len = sizeof(name);
	OK(getsockopt(fd, IPPROTO_TCP, TCP_CC_INFO, name, &len));
	GIVES(0, (int)len);
}

/* What a congestion control tells of itself, in the structs of Linux' */
static void congestion_info(void)
{
	union tcp_cc_info info;
	socklen_t len = sizeof(info);
	int fd = net_socket();

	if (net_native())
		return;
	OK(setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "bbr", 3));
	OK(getsockopt(fd, IPPROTO_TCP, TCP_CC_INFO, &info, &len));
	GIVES(sizeof(info.bbr), len);
	GIVES(277 * 256 / 100, info.bbr.bbr_pacing_gain);
	GIVES(512, info.bbr.bbr_cwnd_gain);
	CHECK(info.bbr.bbr_min_rtt == UINT32_MAX, "%u", info.bbr.bbr_min_rtt);
	len = 2;
	OK(getsockopt(fd, IPPROTO_TCP, TCP_CC_INFO, &info, &len));
	GIVES(2, len);
	OK(setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "dctcp", 5));
	len = sizeof(info);
	OK(getsockopt(fd, IPPROTO_TCP, TCP_CC_INFO, &info, &len));
	GIVES(sizeof(info.dctcp), len);
	GIVES(1024, info.dctcp.dctcp_alpha);
}

static void keepalive(void)
{
	int fd = net_socket(), value;

	GIVES(7200, api_get(fd, IPPROTO_TCP, TCP_KEEPIDLE));
	GIVES(75, api_get(fd, IPPROTO_TCP, TCP_KEEPINTVL));
	GIVES(9, api_get(fd, IPPROTO_TCP, TCP_KEEPCNT));
	round_trip(fd, IPPROTO_TCP, TCP_KEEPIDLE, 11);
	round_trip(fd, IPPROTO_TCP, TCP_KEEPINTVL, 12);
	round_trip(fd, IPPROTO_TCP, TCP_KEEPCNT, 13);
	for (value = 0; value <= 40000; value += 40000) {
		FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &value, 4));
		FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &value, 4));
		FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &value, 4));
	}
}

static void maxseg(void)
{
	int fd = net_socket(), value = 10, listener = net_listen(HERE, 0, 1);

	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &value, 4));
	value = 100000;
	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &value, 4));
	api_set(fd, IPPROTO_TCP, TCP_MAXSEG, 1000);
	OK(api_connect(fd, HERE, net_port(listener)));
	value = api_get(fd, IPPROTO_TCP, TCP_MAXSEG);
	CHECK(value <= 1000 && value >= 988, "%d", value);
}

static void window_clamp(void)
{
	int fd = net_socket(), listener = net_listen(HERE, 0, 1), zero = 0, got;

	GIVES(0, api_get(fd, IPPROTO_TCP, TCP_WINDOW_CLAMP));
	round_trip(fd, IPPROTO_TCP, TCP_WINDOW_CLAMP, 5000);
	api_set(fd, IPPROTO_TCP, TCP_WINDOW_CLAMP, 1);
	GIVES(1152, api_get(fd, IPPROTO_TCP, TCP_WINDOW_CLAMP));
	round_trip(fd, IPPROTO_TCP, TCP_WINDOW_CLAMP, 0);
	FAILS(EINVAL, setsockopt(listener, IPPROTO_TCP, TCP_WINDOW_CLAMP, &zero, sizeof(zero)));
	round_trip(listener, IPPROTO_TCP, TCP_WINDOW_CLAMP, 5000);
	OK(api_connect(fd, HERE, net_port(listener)));
	got = OK(accept(listener, NULL, NULL));
	GIVES(5000, api_get(got, IPPROTO_TCP, TCP_WINDOW_CLAMP));
	got = api_get(fd, IPPROTO_TCP, TCP_WINDOW_CLAMP);
	CHECK(got >= 65535, "%d", got);
	FAILS(EINVAL, setsockopt(fd, IPPROTO_TCP, TCP_WINDOW_CLAMP, &zero, sizeof(zero)));
}

/* Seconds become timeouts, of which the second comes after 3 s. */
static void defer_accept(void)
{
	static const int table[][2] = {
		{ 0, 0 }, { 1, 1 }, { 2, 3 }, { 3, 3 }, { 4, 7 }, { 60, 63 }, { 200, 247 },
		{ -1, 0 },
	};
	int listener = net_listen(HERE, 0, 1), fd = net_socket(), got;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(table); i++) {
		api_set(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, table[i][0]);
		GIVES(table[i][1], api_get(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT));
	}
	api_set(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, 7);
	net_nonblock(listener);
	OK(api_connect(fd, HERE, net_port(listener)));
	FAILS(EAGAIN, accept(listener, NULL, NULL));
	GIVES(1, send(fd, "x", 1, 0));
	CHECK(api_poll(listener, POLLIN, API_SOON) & POLLIN, "no connection");
	got = OK(accept(listener, NULL, NULL));
	GIVES(0, api_get(got, IPPROTO_TCP, TCP_DEFER_ACCEPT));
}

static void ip_level(void)
{
	int fd = net_socket(), value = 256;

	round_trip(fd, IPPROTO_IP, IP_TOS, 0x10);
	round_trip(fd, IPPROTO_IP, IP_RECVERR, 1);
	round_trip(fd, IPPROTO_IP, IP_RECVERR, 0);
	GIVES(64, api_get(fd, IPPROTO_IP, IP_TTL));
	round_trip(fd, IPPROTO_IP, IP_TTL, 5);
	FAILS(EINVAL, setsockopt(fd, IPPROTO_IP, IP_TTL, &value, 4));
	value = 0;
	FAILS(EINVAL, setsockopt(fd, IPPROTO_IP, IP_TTL, &value, 4));
}

static void info(void)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);
	struct pair p = api_pair();
	char got[8];

	OK(getsockopt(net_socket(), IPPROTO_TCP, TCP_INFO, &info, &len));
	GIVES(CLOSED, info.tcpi_state);
	OK(getsockopt(net_listen(HERE, 0, 1), IPPROTO_TCP, TCP_INFO, &info, &len));
	GIVES(LISTEN, info.tcpi_state);
	GIVES(7, send(p.a, "measure", 7, 0));
	GIVES(7, recv(p.b, got, 7, MSG_WAITALL));
	net_sleep_ms(100);
	len = sizeof(info);
	OK(getsockopt(p.a, IPPROTO_TCP, TCP_INFO, &info, &len));
	GIVES(ESTABLISHED, info.tcpi_state);
	GIVES(TCPI_OPT_TIMESTAMPS | TCPI_OPT_SACK | TCPI_OPT_WSCALE,
	      info.tcpi_options & 7);
	CHECK(info.tcpi_rtt > 0 && info.tcpi_rtt < 1000000, "rtt %u us", info.tcpi_rtt);
	CHECK(info.tcpi_rto >= 200000, "rto %u us", info.tcpi_rto);
	CHECK(info.tcpi_snd_mss > 500, "mss %u", info.tcpi_snd_mss);
	CHECK(info.tcpi_snd_cwnd >= 2, "cwnd %u", info.tcpi_snd_cwnd);
	GIVES(0, info.tcpi_unacked);
	/* counts the SYN, too, on the native stack */
	CHECK(info.tcpi_bytes_acked - 7 <= 1, "%ju", (uintmax_t)info.tcpi_bytes_acked);
	OK(getsockopt(p.b, IPPROTO_TCP, TCP_INFO, &info, &len));
	CHECK(info.tcpi_bytes_received == 7, "%ju", (uintmax_t)info.tcpi_bytes_received);
	OK(shutdown(p.a, SHUT_WR));
	net_sleep_ms(50);
	OK(getsockopt(p.a, IPPROTO_TCP, TCP_INFO, &info, &len));
	GIVES(FIN_WAIT2, info.tcpi_state);
	len = 1;
	OK(getsockopt(p.b, IPPROTO_TCP, TCP_INFO, &info, &len));
	GIVES(CLOSE_WAIT, info.tcpi_state);
	GIVES(1, len);
}

static void inherit(void)
{
	int listener = net_listen(HERE, 0, 1), fd = net_socket(), got;

	api_set(listener, IPPROTO_TCP, TCP_NODELAY, 1);
	api_set(listener, SOL_SOCKET, SO_KEEPALIVE, 1);
	api_set(listener, IPPROTO_TCP, TCP_KEEPIDLE, 99);
	api_set(listener, SOL_SOCKET, SO_RCVBUF, 60000);
	net_nonblock(listener);
	OK(api_connect(fd, HERE, net_port(listener)));
	CHECK(api_poll(listener, POLLIN, API_SOON) & POLLIN, "no connection");
	got = OK(accept(listener, NULL, NULL));
	GIVES(1, api_get(got, IPPROTO_TCP, TCP_NODELAY));
	GIVES(1, api_get(got, SOL_SOCKET, SO_KEEPALIVE));
	GIVES(99, api_get(got, IPPROTO_TCP, TCP_KEEPIDLE));
	GIVES(120000, api_get(got, SOL_SOCKET, SO_RCVBUF));
	GIVES(1, api_get(got, SOL_SOCKET, SO_REUSEADDR));
}

const struct tap_case api_option_cases[] = {
	{ "general", general },
	{ "buffers", buffers },
	{ "nodelay", nodelay },
	{ "lengths", lengths },
	{ "congestion", congestion },
	{ "congestion_info", congestion_info },
	{ "pacing_rate", pacing_rate },
	{ "keepalive", keepalive },
	{ "maxseg", maxseg },
	{ "window_clamp", window_clamp },
	{ "defer_accept", defer_accept },
	{ "ip_level", ip_level },
	{ "info", info },
	{ "inherit", inherit },
};

const size_t api_option_n = ARRAY_SIZE(api_option_cases);
