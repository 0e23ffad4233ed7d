// SPDX-License-Identifier: GPL-2.0
/*
 * fault: each allocation of the module fails once, in turn, under all that it does. Only
 * the debug kernel can make allocations fail; elsewhere the cases are skipped.
 *
 * A piece of work is done again and again, and the first, second, third ... allocation
 * in it fails, until one run meets no failure. Only those count that have a function of
 * the module in their stack. What must come of it: an errno that says so or a success,
 * the same work done without fault afterwards, nothing in the kernel log and, under
 * tools/vm/run --kmemleak, nothing lost.
 *
 *	fail-nth   for what a system call does (each, each_program): the kernel counts
 *	           the allocations of one task, also beyond its exec()
 *	space      for packets, which arrive in soft interrupts (each_packet): the one
 *	           fails that comes when so many bytes have been allocated
 *
 * The native stack is left alone but for what it does below a call of ours.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net.h"
#include "tap.h"

#define ENOUGH		2000		/* allocations in one piece of work */
#define MODULES_BEGIN	"0xffffffffa0000000"
#define MODULES_END	"0xffffffffff000000"
#define STEP		384		/* bytes; about one allocation */
#define WORDS		16

static const char * const attrs[] = { "failslab", "fail_page_alloc" };
static const char *doing;		/* the call that failed, for the message */
static unsigned int at;			/* which allocation fails now */
static int also;			/* an errno that the kernel is known to give */

static void put(const char *path, const char *text)
{
	int fd = OK(open(path, O_WRONLY | O_CLOEXEC));

	CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text), "%s: %m", path);
	close(fd);
}

static void put_attr(const char *attr, const char *name, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/kernel/debug/%s/%s", attr, name);
	put(path, text);
}

static long get(const char *path)
{
	FILE *file = fopen(path, "r");
	long value;

	CHECK(file && fscanf(file, "%ld", &value) == 1, "%s: %m", path);
	fclose(file);
	return value;
}

/* Failures happen to the module's allocations, of whatever kind, and quietly. */
static void prepare(void)
{
	size_t i;

	if (access("/sys/kernel/debug/failslab", F_OK))
		tap_skip("this kernel cannot make allocations fail");
	for (i = 0; i < ARRAY_SIZE(attrs); i++) {
		put_attr(attrs[i], "verbose", "0");
		put_attr(attrs[i], "probability", "0");
		put_attr(attrs[i], "interval", "1");
		put_attr(attrs[i], "times", "-1");
		put_attr(attrs[i], "ignore-gfp-wait", "N");
		put_attr(attrs[i], "require-start", MODULES_BEGIN);
		put_attr(attrs[i], "require-end", MODULES_END);
		put_attr(attrs[i], "reject-start", "0");
		put_attr(attrs[i], "reject-end", "0");
	}
	put_attr("fail_page_alloc", "min-order", "0");
	put_attr("fail_page_alloc", "ignore-gfp-highmem", "N");
	net_enter();
}

static void arm(unsigned int n)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", n);
	put("/proc/thread-self/fail-nth", text);
}

/* Says that a step of the work did not succeed; only for want of memory it may. */
static int no_memory(const char *what)
{
	int error = errno;

	doing = what;
	CHECK(error == ENOMEM || error == ENOBUFS || error == also,
	      "allocation %u failed, %s gave %s", at,
	      what, strerrorname_np(error));
	return -1;
}

#define STEP_OK(call)				\
({						\
	__auto_type step_rc = (call);		\
	if (step_rc < 0)			\
		goto failed;			\
	step_rc;				\
})

/*
 * What a system call allocates: work() returns 0, or -1 after no_memory(). With a stride
 * only every so many allocations fail, of a row that begins anywhere.
 */
static void each(int (*work)(void), unsigned int stride)
{
	unsigned int errors = 0, tried = 0;
	long left;

	CHECK(!work(), "without a fault: %s", doing);
	for (at = 1 + net_now_ms() % stride; at < ENOUGH; at += stride, tried++) {
		int rc;

		arm(at);
		rc = work();
		left = get("/proc/thread-self/fail-nth");
		arm(0);
		if (left)
			break;
		errors += !!rc;
	}
	CHECK(at < ENOUGH, "no end of allocations");
	CHECK(tried, "it allocates nothing");
	CHECK(!work(), "after the faults: %s", doing);
	tap_note("%u of %u allocations, %u seen as errors", tried, at - 1, errors);
}

/* Runs a program whose at-th allocation fails; what it wrote goes to text. */
static int run_program(char *const argv[], char *text, size_t size, long *left)
{
	int out[2], status;
	siginfo_t info;
	char path[64];
	size_t len = 0;
	ssize_t rc;
	pid_t pid;

	OK(pipe2(out, O_CLOEXEC));
	pid = OK(fork());
	if (!pid) {
		dup2(out[1], STDOUT_FILENO);
		dup2(out[1], STDERR_FILENO);
		arm(at);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(out[1]);
	while ((rc = read(out[0], text + len, size - 1 - len)) > 0)
		len = len + rc < size - 1 ? len + rc : 0;
	text[len] = 0;
	close(out[0]);
	/* A task that has ended still tells its count until it is waited for. */
	OK(waitid(P_PID, pid, &info, WEXITED | WNOWAIT));
	snprintf(path, sizeof(path), "/proc/%d/fail-nth", pid);
	*left = get(path);
	OK(waitpid(pid, &status, 0));
	return status;
}

static void split(char *words, char **argv)
{
	size_t n = 0;

	for (; n < WORDS - 1 && (argv[n] = strsep(&words, " ")); n++)
		;
	argv[n] = NULL;
}

/* What a command makes the module allocate; undo takes back what it did. */
static void each_program(const char *command, const char *undo)
{
	char words[256], text[4096], *argv[WORDS];
	unsigned int errors = 0;
	long left = 0;
	int status;

	snprintf(words, sizeof(words), "%s", command);
	split(words, argv);
	for (at = 1; at < ENOUGH; at++) {
		status = run_program(argv, text, sizeof(text), &left);
		if (status) {
			CHECK(strcasestr(text, "cannot allocate memory") ||
			      strcasestr(text, "no buffer space"),
			      "allocation %u failed, '%s' ended with %#x: %s", at, command,
			      status, text);
			errors++;
			net_run("%s", command);
		}
		net_run("%s", undo);
		if (left)
			break;
	}
	CHECK(at < ENOUGH, "no end of allocations");
	tap_note("'%s': %u allocations, %u of them seen as errors", command, at - 1, errors);
}

/* All of it or none for now: the next one may be granted. */
static bool again(ssize_t rc, const char *what)
{
	return rc < 0 && no_memory(what);
}

/* Sends bytes to an echo server and has them back. */
static void exchange(int fd, const char *text)
{
	struct sockaddr_in peer = net_addr(text, 7);
	static char out[5000], in[5000];
	size_t i, sent = 0;
	ssize_t rc;

	for (i = 0; i < sizeof(out); i++)
		out[i] = i * 7;
	while (again(connect(fd, (struct sockaddr *)&peer, sizeof(peer)), "connect()"))
		;
	while (sent < sizeof(out)) {
		rc = send(fd, out + sent, sizeof(out) - sent, MSG_NOSIGNAL);
		if (!again(rc, "send()"))
			sent += rc;
	}
	OK(shutdown(fd, SHUT_WR));
	rc = recv(fd, in, sizeof(in), MSG_WAITALL);
	CHECK(rc == sizeof(in), "allocation %u failed, recv() gave %zd: %m", at, rc);
	CHECK(!memcmp(in, out, sizeof(in)), "allocation %u failed, other bytes came", at);
	GIVES(0, recv(fd, in, 1, 0));
	close(fd);
}

/*
 * What arriving and leaving packets allocate. A packet may be lost, as any may, but
 * what a connection carries must come through.
 */
static void each_packet(const char *attr, unsigned int step, const char *peer,
			const char *before)
{
	unsigned int space = 0;
	char text[32], path[64];
	int fd;

	snprintf(path, sizeof(path), "/sys/kernel/debug/%s/times", attr);
	for (at = 0; at < ENOUGH; at++) {
		if (before)
			net_run("%s", before);
		fd = net_socket();
		snprintf(text, sizeof(text), "%u", space);
		put_attr(attr, "space", text);
		put_attr(attr, "times", "1");
		put_attr(attr, "probability", "100");
		exchange(fd, peer);
		put_attr(attr, "probability", "0");
		if (get(path))
			break;
		space += step;
	}
	CHECK(at < ENOUGH, "no end of allocations");
	tap_note("%u failures, one per %u of %s", at, step, attr);
}

static int work_socket(void)
{
	int fd = STEP_OK(socket(net_family(), SOCK_STREAM, 0));

	close(fd);
	return 0;
failed:
	return no_memory("socket()");
}

static void fault_socket(void)
{
	prepare();
	each(work_socket, 1);
}

static int work_listen(void)
{
	struct sockaddr_in here = net_addr("127.0.0.1", 0);
	int fd = -1;

	doing = "socket()";
	fd = STEP_OK(socket(net_family(), SOCK_STREAM, 0));
	doing = "bind()";
	STEP_OK(bind(fd, (struct sockaddr *)&here, sizeof(here)));
	doing = "listen()";
	STEP_OK(listen(fd, 10));
	close(fd);
	return 0;
failed:
	no_memory(doing);
	close(fd);
	return -1;
}

static void fault_listen(void)
{
	prepare();
	each(work_listen, 1);
}

/* A connection to a listener here, some bytes each way, both ends closed. */
static int listener;

static int talk(int client, int server)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);
	char bytes[3000] = "";
	int on = 1;

	doing = "setsockopt()";
	STEP_OK(setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)));
	STEP_OK(setsockopt(client, IPPROTO_TCP, TCP_CONGESTION, "reno", 4));
	doing = "send()";
	STEP_OK(send(client, bytes, sizeof(bytes), MSG_NOSIGNAL));
	doing = "recv()";
	STEP_OK(recv(server, bytes, 1, MSG_WAITALL));
	doing = "send() of the server";
	STEP_OK(send(server, bytes, 1, MSG_NOSIGNAL));
	doing = "recv() of the client";
	STEP_OK(recv(client, bytes, 1, MSG_WAITALL));
	doing = "getsockopt(TCP_INFO)";
	STEP_OK(getsockopt(client, IPPROTO_TCP, TCP_INFO, &info, &len));
	doing = "shutdown()";
	STEP_OK(shutdown(client, SHUT_WR));
	return 0;
failed:
	return no_memory(doing);
}

static int work_connection(void)
{
	struct sockaddr_in peer = net_addr("127.0.0.1", net_port(listener));
	int client = -1, server = -1, rc = -1;

	doing = "socket()";
	client = STEP_OK(socket(net_family(), SOCK_STREAM, 0));
	doing = "connect()";
	STEP_OK(connect(client, (struct sockaddr *)&peer, sizeof(peer)));
	doing = "accept()";
	server = STEP_OK(accept(listener, NULL, NULL));
	rc = talk(client, server);
	goto out;
failed:
	no_memory(doing);
out:
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
	prepare();
	listener = net_listen("127.0.0.1", 0, 10);
	each(work_connection, 1);
}

static int work_netns(void)
{
	if (unshare(CLONE_NEWNET))
		return no_memory("unshare(CLONE_NEWNET)");
	return 0;
}

/* register_netdevice() says EINVAL when it cannot copy the device's name. */
static void fault_netns(void)
{
	prepare();
	also = EINVAL;
	each(work_netns, 1);
}

static void fault_addr(void)
{
	prepare();
	net_run("ip link add d0 type dummy && ip link set d0 up");
	each_program("tandem addr add 10.1.0.1/24 dev d0", "tandem addr del 10.1.0.1 dev d0");
	net_run("tandem addr add 10.1.0.1/24 dev d0");
	each_program("tandem addr add 10.2.0.1/24 dev d0", "tandem addr del 10.2.0.1 dev d0");
	each_program("tandem addr del 10.1.0.1 dev d0",
		     "tandem addr add 10.1.0.1/24 dev d0");
}

static void fault_route(void)
{
	prepare();
	net_run("ip link add d0 type dummy && ip link set d0 up && "
		"tandem addr add 10.1.0.1/24 dev d0");
	each_program("tandem route add 10.9.0.0/16 via 10.1.0.2",
		     "tandem route del 10.9.0.0/16");
	net_run("tandem route add 10.9.0.0/16 via 10.1.0.2");
	each_program("tandem route del 10.9.0.0/16",
		     "tandem route add 10.9.0.0/16 via 10.1.0.2");
}

static void fault_dump(void)
{
	static const char * const dumps[] = {
		"tandem addr", "tandem route", "tandem neigh", "tandem link", "tandem ss",
		"tandem stat", "cat /proc/net/tandem/tcp", "cat /proc/net/tandem/snmp",
		"cat /proc/net/tandem/netstat",
	};
	size_t i;

	prepare();
	listener = net_listen("127.0.0.1", 0, 10);
	for (i = 0; i < ARRAY_SIZE(dumps); i++)
		each_program(dumps[i], "true");
}

/* Devices come up, change and go while Tandem has addresses on them. */
static void fault_device(void)
{
	prepare();
	net_run("ip link add d0 type dummy && tandem addr add 10.1.0.1/24 dev d0");
	each_program("ip link set d0 up", "ip link set d0 down");
	each_program("ip link set d0 mtu 1400", "ip link set d0 mtu 1500");
	each_program("ip link del d0",
		     "ip link add d0 type dummy && tandem addr add 10.1.0.1/24 dev d0");
}

/* A server that sends what it receives: native ones are in the other namespace. */
static void echo(int family)
{
	if (OK(fork()))
		return;
	if (family == AF_INET) {
		net_as(family);
		net_join("fault");
	}
	listener = net_listen("0.0.0.0", 7, 10);
	while (true) {
		int fd = accept(listener, NULL, NULL);
		char bytes[4096];
		ssize_t len;

		if (fd < 0)
			continue;
		while ((len = recv(fd, bytes, sizeof(bytes), 0)) > 0)
			while (again(send(fd, bytes, len, MSG_NOSIGNAL), "send()"))
				;
		close(fd);
	}
}

static void fault_packet_loop(void)
{
	prepare();
	echo(net_family());
	net_sleep_ms(200);
	each_packet("failslab", STEP, "127.0.0.1", NULL);
	each_packet("fail_page_alloc", 1, "127.0.0.1", NULL);
}

static void fault_packet_out(void)
{
	prepare();
	net_run("ip netns del fault 2>/dev/null; ip netns add fault");
	net_run("ip link add p0 type veth peer name p1 netns fault && ip link set p0 up && "
		"ip -n fault addr add 10.1.0.2/24 dev p1 && ip -n fault link set p1 up && "
		"tandem addr add 10.1.0.1/24 dev p0");
	echo(AF_INET);
	net_sleep_ms(200);
	each_packet("failslab", STEP, "10.1.0.2", "tandem neigh flush dev p0");
	each_packet("fail_page_alloc", 1, "10.1.0.2", "tandem neigh flush dev p0");
	net_run("ip netns del fault");
}

/* Loading. tools/vm/run says where its file is. */
static char module[4 << 20];
static ssize_t module_size;

static int work_load(void)
{
	if (syscall(SYS_init_module, module, module_size, ""))
		return no_memory("init_module()");
	OK(syscall(SYS_delete_module, "tandem", O_NONBLOCK));
	return 0;
}

/* Allocations below this function of the kernel succeed. */
static void spare(const char *function)
{
	char line[256], begin[32], end[32], name[128];
	FILE *file = fopen("/proc/kallsyms", "r");
	bool found = false;
	size_t i;

	CHECK(file, "/proc/kallsyms: %m");
	while (fgets(line, sizeof(line), file) &&
	       sscanf(line, "%16s %*c %127s", end + 2, name) == 2) {
		memcpy(end, "0x", 2);
		if (found && strcmp(begin, end))
			break;
		found = found || !strcmp(name, function);
		memcpy(begin, end, sizeof(begin));
	}
	CHECK(found, "no %s in /proc/kallsyms", function);
	fclose(file);
	for (i = 0; i < ARRAY_SIZE(attrs); i++) {
		put_attr(attrs[i], "reject-start", begin);
		put_attr(attrs[i], "reject-end", end);
	}
}

/* Less what is set up per namespace: fault_netns() has had that. */
static void fault_load(void)
{
	const char *path = getenv("TANDEM_KO");
	int fd;

	prepare();
	if (!path)
		tap_skip("where is tandem.ko? TANDEM_KO does not say");
	spare("ops_init");
	also = EINVAL;			/* as above */
	fd = OK(open(path, O_RDONLY | O_CLOEXEC));
	module_size = OK(read(fd, module, sizeof(module)));
	OK(syscall(SYS_delete_module, "tandem", O_NONBLOCK));
	each(work_load, 5);		/* half a second each */
	OK(syscall(SYS_init_module, module, module_size, ""));
}

static const struct tap_case cases[] = {
	{ "socket", fault_socket, 30 },
	{ "listen", fault_listen, 30 },
	{ "connection", fault_connection, 60 },
	{ "netns", fault_netns, 60 },
	{ "addr", fault_addr, 60 },
	{ "route", fault_route, 60 },
	{ "dump", fault_dump, 60 },
	{ "device", fault_device, 60 },
	{ "packet_loop", fault_packet_loop, 120 },
	{ "packet_out", fault_packet_out, 120 },
	{ "load", fault_load, 200 },
};

int main(int argc, char **argv)
{
	return tap_main(cases, ARRAY_SIZE(cases), argc, argv);
}
