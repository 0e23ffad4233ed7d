// SPDX-License-Identifier: GPL-2.0
/*
 * fault: each allocation of the module fails once, in turn, under all that it does. Only
 * the debug kernel can make allocations fail; elsewhere the cases are skipped.
 *
 * What must come of it: an errno that says so or a success, the same work done without
 * fault afterwards, nothing in the kernel log and, under tools/vm/run --kmemleak, nothing
 * lost. How it is done stands in inject.c.
 *
 *	socket  listen  connection  keys	system calls
 *	first_keys			keys, the first since the module was loaded
 *	addr  route  trace  dump	netlink and /proc
 *	device				devices change and go under addresses of ours
 *	packet_*			what arrives and leaves (fault_packet.c)
 *	netns  load			a namespace, the module itself
 */
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fault.h"
#include "inject.h"
#include "keys.h"
#include "net.h"
#include "tap.h"

#define NEAR		10		/* frames of the stack */

/* A step of a piece of work; jumps to its label `failed` when it fails. */
#define STEP(call)				\
({						\
	__auto_type step_rc = (call);		\
	if (step_rc < 0) {			\
		inject_no_memory(#call);	\
		goto failed;			\
	}					\
	step_rc;				\
})

static int work_socket(void)
{
	close(STEP(socket(net_family(), SOCK_STREAM, 0)));
	return 0;
failed:
	return -1;
}

static void fault_socket(void)
{
	inject_prepare();
	net_enter();
	inject_each("socket", work_socket, 1);
}

static int work_listen(void)
{
	struct sockaddr_in here = net_addr("127.0.0.1", 0);
	int fd = -1, rc = -1;

	fd = STEP(socket(net_family(), SOCK_STREAM, 0));
	STEP(bind(fd, (struct sockaddr *)&here, sizeof(here)));
	STEP(listen(fd, 10));
	rc = 0;
failed:
	if (fd >= 0)
		close(fd);
	return rc;
}

static void fault_listen(void)
{
	inject_prepare();
	net_enter();
	inject_each("listen", work_listen, 1);
}

/* A connection to a listener here, some bytes each way, both ends closed. */
static int listener;

static int talk(int client, int server)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);
	char bytes[3000] = "";
	int on = 1;

	STEP(setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)));
	STEP(setsockopt(client, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on)));
	STEP(setsockopt(client, IPPROTO_TCP, TCP_CONGESTION, "reno", 4));
	STEP(send(client, bytes, sizeof(bytes), MSG_NOSIGNAL));
	STEP(recv(server, bytes, 1, MSG_WAITALL));
	STEP(send(server, bytes, 1, MSG_NOSIGNAL));
	STEP(recv(client, bytes, 1, MSG_WAITALL));
	STEP(getsockopt(client, IPPROTO_TCP, TCP_INFO, &info, &len));
	STEP(shutdown(client, SHUT_WR));
	return 0;
failed:
	return -1;
}

static int work_connection(void)
{
	struct sockaddr_in peer = net_addr("127.0.0.1", net_port(listener));
	int client = -1, server = -1, rc = -1;

	client = STEP(socket(net_family(), SOCK_STREAM, 0));
	STEP(connect(client, (struct sockaddr *)&peer, sizeof(peer)));
	server = STEP(accept(listener, NULL, NULL));
	rc = talk(client, server);
failed:
	/* A connection that the client gave up must not wait for the next accept(). */
	if (client >= 0)
		close(client);
	if (server >= 0)
		close(server);
	net_nonblock(listener);
	while ((server = accept(listener, NULL, NULL)) >= 0)
		close(server);
	OK(fcntl(listener, F_SETFL, OK(fcntl(listener, F_GETFL)) & ~O_NONBLOCK));
	return rc;
}

static void fault_connection(void)
{
	inject_prepare();
	net_enter();
	listener = net_listen("127.0.0.1", 0, 10);
	inject_each("connection", work_connection, 1);
}

/* Keys of all kinds come and go, before and after a connection is signed with one of them. */
static int work_keys(void)
{
	static const struct key first = { KEY_SHA1, NULL, "first", 1, 1, false };
	static const struct key second = { KEY_CMAC, NULL, "second", 2, 2, false };
	static const struct key md5 = { KEY_MD5, NULL, "third", 0, 0, false };
	struct sockaddr_in peer = net_addr("127.0.0.1", 0);
	int client = -1, server = -1, accepted = -1, rc = -1;

	server = STEP(socket(net_family(), SOCK_STREAM, 0));
	STEP(bind(server, (struct sockaddr *)&peer, sizeof(peer)));
	STEP(listen(server, 10));
	STEP(keys_add(server, &md5));
	STEP(keys_add(server, &first));
	STEP(keys_add(server, &second));
	client = STEP(socket(net_family(), SOCK_STREAM, 0));
	STEP(keys_add(client, &first));
	STEP(keys_policy(client, true, false));
	peer.sin_port = htons(net_port(server));
	STEP(connect(client, (struct sockaddr *)&peer, sizeof(peer)));
	accepted = STEP(accept(server, NULL, NULL));
	STEP(keys_add(client, &second));
	STEP(keys_use(client, second.sndid, second.rcvid));
	STEP(keys_del(client, &first));
	STEP(keys_del(server, &md5));
	rc = talk(client, accepted);
failed:
	if (client >= 0)
		close(client);
	if (accepted >= 0)
		close(accepted);
	if (server >= 0)
		close(server);
	return rc;
}

static void fault_keys(void)
{
	inject_prepare();
	net_enter();
	inject_each("keys", work_keys, 1);
}

static void fault_addr(void)
{
	inject_prepare();
	net_enter();
	net_run("ip link add d0 type dummy && ip link set d0 up");
	inject_each_command("tandem addr add 10.1.0.1/24 dev d0",
			    "tandem addr del 10.1.0.1 dev d0", 1);
	inject_run("tandem addr add 10.1.0.1/24 dev d0");
	inject_each_command("tandem addr add 10.2.0.1/24 dev d0",
			    "tandem addr del 10.2.0.1 dev d0", 1);
	inject_each_command("tandem addr del 10.1.0.1 dev d0",
			    "tandem addr add 10.1.0.1/24 dev d0", 1);
}

static void fault_route(void)
{
	inject_prepare();
	net_enter();
	net_run("ip link add d0 type dummy && ip link set d0 up");
	inject_run("tandem addr add 10.1.0.1/24 dev d0");
	inject_each_command("tandem route add 10.9.0.0/16 via 10.1.0.2",
			    "tandem route del 10.9.0.0/16", 1);
	inject_run("tandem route add 10.9.0.0/16 via 10.1.0.2");
	inject_each_command("tandem route del 10.9.0.0/16",
			    "tandem route add 10.9.0.0/16 via 10.1.0.2", 1);
}

/* The rings of the recorder, 16 times the same 10 allocations, and what it reads them into. */
static void fault_trace(void)
{
	inject_prepare();
	net_enter();
	listener = net_listen("127.0.0.1", 0, 10);
	inject_each_command("tandem trace on", "tandem trace off", 11);
	inject_run("tandem trace on");
	CHECK(!work_connection(), "no connection");
	inject_each_command("tandem trace dump /dev/null", NULL, 1);
	inject_run("tandem trace off");
}

static void fault_dump(void)
{
	static const char * const dumps[] = {
		"tandem addr", "tandem route", "tandem neigh", "tandem link", "tandem ss",
		"tandem stat", "cat /proc/net/tandem/tcp", "cat /proc/net/tandem/snmp",
		"cat /proc/net/tandem/netstat",
	};
	size_t i;

	inject_prepare();
	net_enter();
	listener = net_listen("127.0.0.1", 0, 10);
	for (i = 0; i < ARRAY_SIZE(dumps); i++)
		inject_each_command(dumps[i], NULL, 1);
}

/* Devices come up, change and go while Tandem has addresses on them. */
static void fault_device(void)
{
	inject_prepare();
	net_enter();
	net_run("ip link add d0 type dummy");
	inject_run("tandem addr add 10.1.0.1/24 dev d0");
	inject_each_command("ip link set d0 up", "ip link set d0 down", 1);
	inject_each_command("ip link set d0 mtu 1400", "ip link set d0 mtu 1500", 1);
	inject_each_command("ip link del d0", "ip link add d0 type dummy", 1);
}

static int work_netns(void)
{
	return unshare(CLONE_NEWNET) ? inject_no_memory("unshare(CLONE_NEWNET)") : 0;
}

/*
 * Of the many allocations that the kernel makes to show tandem0 in sysfs and to IPv6, a few
 * must do. It says EINVAL when it cannot copy the device's name.
 */
static void fault_netns(void)
{
	inject_prepare();
	inject_allow(EINVAL);
	inject_each("netns, far", work_netns, 40);
	inject_near(NEAR);
	inject_each("netns", work_netns, 1);
}

/* Loading. tools/vm/run says where its file is. */
static char module[4 << 20];
static ssize_t module_size;

static int work_load(void)
{
	if (syscall(SYS_init_module, module, module_size, ""))
		return inject_no_memory("init_module()");
	OK(syscall(SYS_delete_module, "tandem", O_NONBLOCK));
	return 0;
}

static void read_module(void)
{
	const char *path = getenv("TANDEM_KO");
	int fd;

	if (!path)
		tap_skip("where is tandem.ko? TANDEM_KO does not say");
	fd = OK(open(path, O_RDONLY | O_CLOEXEC));
	module_size = OK(read(fd, module, sizeof(module)));
}

static void fault_load(void)
{
	inject_prepare();
	read_module();
	inject_allow(EINVAL);
	inject_near(NEAR);
	OK(syscall(SYS_delete_module, "tandem", O_NONBLOCK));
	inject_each("load", work_load, 1);
	OK(syscall(SYS_init_module, module, module_size, ""));
}

/* The first key of an algorithm has its transforms made, which stay until the module goes. */
static int work_first_keys(void)
{
	static const struct key keys[] = {
		{ KEY_SHA1, NULL, "first", 1, 1, false },
		{ KEY_CMAC, NULL, "second", 2, 2, false },
		{ KEY_MD5, NULL, "third", 0, 0, false },
	};
	unsigned int n = inject_pause(), tries = 100;
	int fd = -1, rc = -1;
	size_t i;

	/* the socket of the time before may take a moment to go */
	while (syscall(SYS_delete_module, "tandem", O_NONBLOCK)) {
		CHECK(tries--, "the module does not go: %m");
		net_sleep_ms(20);
	}
	OK(syscall(SYS_init_module, module, module_size, ""));
	inject_resume(n);
	fd = STEP(socket(net_family(), SOCK_STREAM, 0));
	for (i = 0; i < ARRAY_SIZE(keys); i++)
		STEP(keys_add(fd, &keys[i]));
	rc = 0;
failed:
	if (fd >= 0)
		close(fd);
	return rc;
}

static void fault_first_keys(void)
{
	inject_prepare();
	read_module();
	inject_near(NEAR);
	inject_each("first keys", work_first_keys, 1);
}

static const struct tap_case cases[] = {
	{ "socket", fault_socket, 60 },
	{ "listen", fault_listen, 60 },
	{ "connection", fault_connection, 90 },
	{ "keys", fault_keys, 120 },
	{ "addr", fault_addr, 90 },
	{ "route", fault_route, 90 },
	{ "trace", fault_trace, 120 },
	{ "dump", fault_dump, 90 },
	{ "device", fault_device, 90 },
	{ "packet_loop", fault_packet_loop, 200 },
	{ "packet_signed", fault_packet_signed, 200 },
	{ "packet_out", fault_packet_out, 200 },
	{ "packet_in", fault_packet_in, 200 },
	{ "packet_icmp", fault_packet_icmp, 200 },
	{ "netns", fault_netns, 200 },
	{ "load", fault_load, 400 },
	{ "first_keys", fault_first_keys, 200 },
};

int main(int argc, char **argv)
{
	return tap_main(cases, ARRAY_SIZE(cases), argc, argv);
}
