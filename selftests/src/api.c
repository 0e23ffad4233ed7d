// SPDX-License-Identifier: GPL-2.0
/*
 * api: every socket call, blocking and not, with good and bad arguments. The
 * cases are in api_*.c; here is the namespace that they run in, and the oracle.
 *
 *	127.0.0.1     of either stack
 *	10.9.0.0/24   on a dummy device: what goes there is never answered
 */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api.h"

static int under_test;

static void on_both(void (*run)(void))
{
	net_as(AF_INET);
	tap_tag = "the test is wrong, native fails too: ";
	run();
	if (under_test == AF_INET)
		return;
	net_as(under_test);
	tap_tag = "";
	run();
}

int api_bind(int fd, const char *text, unsigned int port)
{
	struct sockaddr_in addr = net_addr(text, port);

	return bind(fd, (struct sockaddr *)&addr, sizeof(addr));
}

int api_connect(int fd, const char *text, unsigned int port)
{
	struct sockaddr_in addr = net_addr(text, port);

	return connect(fd, (struct sockaddr *)&addr, sizeof(addr));
}

struct pair api_pair(void)
{
	int listener = net_listen(HERE, 0, 1);
	struct pair pair;

	pair.a = net_socket();
	OK(api_connect(pair.a, HERE, net_port(listener)));
	pair.b = OK(accept(listener, NULL, NULL));
	close(listener);
	return pair;
}

int api_poll(int fd, int events, int ms)
{
	struct pollfd one = { .fd = fd, .events = events };

	OK(poll(&one, 1, ms));
	return one.revents;
}

void api_set(int fd, int level, int name, int value)
{
	CHECK(!setsockopt(fd, level, name, &value, sizeof(value)),
	      "level %d option %d: %m", level, name);
}

int api_get(int fd, int level, int name)
{
	int value = 0;
	socklen_t len = sizeof(value);

	CHECK(!getsockopt(fd, level, name, &value, &len), "level %d option %d: %m",
	      level, name);
	return value;
}

int api_child(void)
{
	int pid = OK(fork());

	if (!pid)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return pid;
}

void api_join(int pid)
{
	int status;

	OK(waitpid(pid, &status, 0));
	if (status)
		_exit(EXIT_FAILURE);	/* it has said why */
}

int main(int argc, char **argv)
{
	under_test = net_family();
	net_enter();
	net_record();
	net_run("ip link add dummy0 type dummy && ip link set dummy0 up");
	net_run("ip addr add 10.9.0.1/24 dev dummy0");
	if (under_test != AF_INET)
		net_run("tandem addr add 10.9.0.2/24 dev dummy0");
	tap_wrap = on_both;
	tap_begin(argc, argv);
	tap_run(api_open_cases, api_open_n);
	tap_run(api_io_cases, api_io_n);
	tap_run(api_option_cases, api_option_n);
	tap_run(api_config_cases, api_config_n);
	tap_run(api_poll_cases, api_poll_n);
	tap_run(api_wait_cases, api_wait_n);
	tap_run(api_urgent_cases, api_urgent_n);
	tap_run(api_share_cases, api_share_n);
	tap_run(api_fastopen_cases, api_fastopen_n);
	tap_run(api_device_cases, api_device_n);
	return tap_end();
}
