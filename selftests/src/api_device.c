// SPDX-License-Identifier: GPL-2.0
/*
 * SO_BINDTODEVICE and SO_BINDTOIFINDEX: a socket that knows one device. What two devices do to the
 * same addresses is tried in selftests/device.sh.
 */
#include <net/if.h>
#include <unistd.h>

#include "api.h"

#define OTHER	"dummy0"

/* Where packets from 127.0.0.1 to itself come by */
static const char *own(void)
{
	return net_native() ? "lo" : "tandem0";
}

static int bind_device(int fd, const char *name)
{
	return setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, name, strlen(name) + 1);
}

static void is_bound(int fd, const char *name)
{
	char got[IFNAMSIZ] = "";
	socklen_t len = sizeof(got);

	OK(getsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, got, &len));
	CHECK(!strcmp(got, name), "%s, not %s", got, name);
	GIVES(*name ? (int)if_nametoindex(name) : 0, api_get(fd, SOL_SOCKET, SO_BINDTOIFINDEX));
}

static void device_option(void)
{
	int fd = net_socket();

	is_bound(fd, "");
	FAILS(ENODEV, bind_device(fd, "nosuch0"));
	OK(bind_device(fd, OTHER));
	is_bound(fd, OTHER);
	OK(bind_device(fd, ""));
	is_bound(fd, "");
	api_set(fd, SOL_SOCKET, SO_BINDTOIFINDEX, if_nametoindex(OTHER));
	is_bound(fd, OTHER);
	/* who is bound needs a privilege to get away */
	OK(seteuid(65534));
	FAILS(EPERM, bind_device(fd, own()));
	fd = net_socket();
	OK(bind_device(fd, own()));
	is_bound(fd, own());
	OK(seteuid(0));
}

/* Routes over the device alone; and without one everybody is taken to be on its link. */
static void device_connect(void)
{
	int listener = net_listen(HERE, 0, 1), fd = net_socket();

	OK(bind_device(fd, own()));
	OK(api_connect(fd, HERE, net_port(listener)));
	fd = net_socket();
	FAILS(ENETUNREACH, api_connect(fd, AWAY, 80));
	OK(bind_device(fd, OTHER));
	net_nonblock(fd);
	FAILS(EINPROGRESS, api_connect(fd, AWAY, 80));
	fd = net_socket();
	api_set(fd, SOL_SOCKET, SO_BINDTOIFINDEX, 999999);
	FAILS(ENODEV, api_connect(fd, AWAY, 80));
	/* an address of this host is behind no device; the native stack waits for an answer */
	fd = net_socket();
	OK(bind_device(fd, OTHER));
	if (!net_native())
		FAILS(ENETUNREACH, api_connect(fd, HERE, net_port(listener)));
}

/* Sockets on different devices do not meet; and each hears what comes by its own. */
static void device_listen(void)
{
	int here = net_socket(), there = net_socket(), fd = net_socket();
	unsigned int port;

	OK(bind_device(there, OTHER));
	OK(api_bind(there, HERE, 0));
	port = net_port(there);
	OK(listen(there, 1));
	FAILS(ECONNREFUSED, api_connect(fd, HERE, port));
	FAILS(EADDRINUSE, api_bind(here, HERE, port));
	OK(bind_device(here, own()));
	OK(api_bind(here, HERE, port));
	OK(listen(here, 1));
	fd = net_socket();
	OK(api_connect(fd, HERE, port));
	fd = OK(accept(here, NULL, NULL));
	is_bound(fd, own());
	/* a connection, too, hears what comes by its device alone */
	OK(bind_device(fd, OTHER));
	net_nonblock(fd);
	FAILS(EAGAIN, recv(fd, &port, 1, 0));
	fd = net_socket();
	OK(bind_device(fd, OTHER));
	FAILS(EADDRINUSE, api_bind(fd, "0.0.0.0", net_port(there)));
}

/* Of two on all addresses and on one, the address decides; the device, where it is the same. */
static void device_suits(void)
{
	int any = net_socket(), tied = net_socket(), fd = net_socket();

	api_set(any, SOL_SOCKET, SO_REUSEADDR, 1);
	api_set(tied, SOL_SOCKET, SO_REUSEADDR, 1);
	OK(api_bind(any, "0.0.0.0", 0));
	OK(api_bind(tied, "0.0.0.0", net_port(any)));
	OK(bind_device(any, OTHER));
	OK(bind_device(tied, own()));
	OK(listen(any, 1));
	OK(listen(tied, 1));
	OK(bind_device(any, ""));
	net_nonblock(any);
	OK(api_connect(fd, HERE, net_port(any)));
	FAILS(EAGAIN, accept(any, NULL, NULL));
	close(OK(accept(tied, NULL, NULL)));
}

const struct tap_case api_device_cases[] = {
	{ "device_option", device_option },
	{ "device_connect", device_connect },
	{ "device_listen", device_listen },
	{ "device_suits", device_suits },
};

const size_t api_device_n = ARRAY_SIZE(api_device_cases);
