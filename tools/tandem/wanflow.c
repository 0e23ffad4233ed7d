// SPDX-License-Identifier: GPL-2.0
/*
 * The flows of `tandem bench --wan`: connections from the sender to the receiver.
 *
 * A socket stays in the namespace it was made in, so one process has both ends of all
 * connections and is one loop around poll(). The sender writes zeros, the receiver, which is
 * the native stack in all cases, throws them away. A flow with a size ends when the sender
 * has been told by the receiver's FIN that all is there; its time is from connect() to then.
 * One without ends with the run, by a reset.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/tandem.h>
#include <linux/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load.h"
#include "tandem.h"
#include "wan.h"

#define PIECE		(64 * 1024)
#define SAMPLE		0.05		/* seconds from one look at the RTT to the next */
#define MAX_FLOWS	2

static char buffer[PIECE];

static double since(uint64_t ns)
{
	return (load_clock() - ns) / 1e9;
}

static void shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int open_socket(const struct wan_path *path, const struct wan_sender *sender)
{
	int fd = socket(sender->tandem ? path->family : AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	if (fd < 0)
		say_failed("cannot open a socket for %s: %m", sender->name);
	return fd;
}

static bool choose(int fd, const struct wan_sender *sender)
{
	char config[32];

	snprintf(config, sizeof(config), "profile=%s", sender->profile);
	if (*sender->profile &&
	    setsockopt(fd, SOL_TANDEM, TANDEM_CONFIG, config, strlen(config)))
		return false;
	return !setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, sender->cc, strlen(sender->cc));
}

/* Is there such a sender here? */
bool wan_flow_can(const struct wan_path *path, const struct wan_sender *sender)
{
	bool can;
	int fd;

	wan_path_enter(path, WAN_SENDER);
	fd = open_socket(path, sender);
	can = choose(fd, sender);
	close(fd);
	return can;
}

static int listen_there(const struct wan_path *path, struct sockaddr_in *to)
{
	socklen_t len = sizeof(*to);
	int fd;

	*to = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = wan_path_receiver() };
	wan_path_enter(path, WAN_RECEIVER);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)to, len) || listen(fd, 1) ||
	    getsockname(fd, (struct sockaddr *)to, &len))
		say_failed("cannot listen at the receiver: %m");
	return fd;
}

static void begin(const struct wan_path *path, struct wan_flow *flow)
{
	struct sockaddr_in from = { .sin_family = AF_INET,
				    .sin_addr.s_addr = wan_path_addr(flow->sender) };
	struct wan_ends *ends = &flow->ends;
	struct sockaddr_in to;

	ends->listener = listen_there(path, &to);
	wan_path_enter(path, WAN_SENDER);
	ends->tx = open_socket(path, flow->sender);
	if (!choose(ends->tx, flow->sender))
		say_failed("there is no %s: %m", flow->sender->name);
	if (bind(ends->tx, (struct sockaddr *)&from, sizeof(from)))
		say_failed("cannot bind %s: %m", flow->sender->name);
	ends->start = load_clock();
	if (connect(ends->tx, (struct sockaddr *)&to, sizeof(to)) && errno != EINPROGRESS)
		say_failed("%s cannot connect: %m", flow->sender->name);
}

/* What the sender's stack thinks of the connection. */
static void look(struct wan_flow *flow)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof(info);

	if (getsockopt(flow->ends.tx, IPPROTO_TCP, TCP_INFO, &info, &len))
		say_failed("cannot get TCP_INFO of %s: %m", flow->sender->name);
	if (info.tcpi_rtt) {
		flow->srtt += info.tcpi_rtt / 1e6;
		flow->ends.samples++;
	}
	if (info.tcpi_segs_out)
		flow->resent = info.tcpi_total_retrans * 100.0 / info.tcpi_segs_out;
}

/* Close all of it: at once, if that is not done yet. */
static void end(struct wan_flow *flow)
{
	struct linger now = { .l_onoff = 1 };

	if (flow->ends.tx >= 0) {
		look(flow);
		if (!flow->took)
			setsockopt(flow->ends.tx, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	}
	if (flow->ends.samples)
		flow->srtt /= flow->ends.samples;
	flow->ends.samples = 0;
	shut(&flow->ends.tx);
	shut(&flow->ends.rx);
	shut(&flow->ends.listener);
}

static void write_some(struct wan_flow *flow)
{
	struct wan_ends *ends = &flow->ends;
	size_t len = PIECE;
	ssize_t put;

	if (flow->size && flow->size - ends->written < len)
		len = flow->size - ends->written;
	put = send(ends->tx, buffer, len, MSG_NOSIGNAL);
	if (put < 0 && errno != EAGAIN)
		say_failed("%s cannot send: %m", flow->sender->name);
	if (put > 0)
		ends->written += put;
	if (flow->size && ends->written == flow->size)
		shutdown(ends->tx, SHUT_WR);
}

static void read_some(struct wan_flow *flow)
{
	struct wan_ends *ends = &flow->ends;
	ssize_t got = recv(ends->rx, buffer, sizeof(buffer), MSG_TRUNC);

	if (got > 0)
		flow->received += got;
	else if (!got)
		shut(&ends->rx);
	else if (errno != EAGAIN)
		say_failed("the receiver of %s: %m", flow->sender->name);
}

/* The sender hears of the end. */
static void finish(struct wan_flow *flow)
{
	ssize_t got = recv(flow->ends.tx, buffer, sizeof(buffer), 0);

	if (got)
		say_failed("%s was interrupted: %s", flow->sender->name,
			   got < 0 ? strerror(errno) : "data came back");
	flow->took = since(flow->ends.start);
	end(flow);
}

/* Wait until a flow can go on, or until then, and let it. */
static void step(struct wan_flow *flow, unsigned int n, double until)
{
	struct pollfd wait[2 * MAX_FLOWS];
	struct timespec most = { until, (until - (time_t)until) * 1e9 };
	unsigned int i;

	for (i = 0; i < n; i++) {
		struct wan_ends *ends = &flow[i].ends;
		bool writes = !flow[i].size || ends->written < flow[i].size;

		wait[2 * i] = (struct pollfd){ ends->tx, writes ? POLLOUT : POLLIN, 0 };
		wait[2 * i + 1] = (struct pollfd){
			ends->rx >= 0 ? ends->rx : ends->listener, POLLIN, 0 };
	}
	if (ppoll(wait, 2 * n, &most, NULL) < 0)
		say_failed("cannot wait: %m");
	for (i = 0; i < n; i++) {
		struct wan_ends *ends = &flow[i].ends;

		if (wait[2 * i + 1].revents && ends->rx >= 0) {
			read_some(&flow[i]);
		} else if (wait[2 * i + 1].revents) {
			ends->rx = accept4(ends->listener, NULL, NULL, SOCK_NONBLOCK);
			shut(&ends->listener);
		}
		if (!wait[2 * i].revents)
			continue;
		if (wait[2 * i].events == POLLIN)
			finish(&flow[i]);
		else
			write_some(&flow[i]);
	}
}

/* Begin those whose time has come: how many have begun; *next: when the next one will. */
static unsigned int begin_due(const struct wan_path *path, struct wan_flow *flow, unsigned int n,
			      double now, double *next)
{
	unsigned int i, began = 0;

	for (i = 0; i < n; i++) {
		if (!flow[i].ends.start && flow[i].begin <= now)
			begin(path, &flow[i]);
		if (flow[i].ends.start)
			began++;
		else if (flow[i].begin < *next)
			*next = flow[i].begin;
	}
	return began;
}

static bool goes_on(const struct wan_flow *flow, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (!flow[i].took)
			return true;
	return false;
}

/*
 * Run flows together for so long, or, if they have a size, until each is through; so long is
 * then how long that may take. What is received is counted from when all have begun. Returns
 * over how many seconds that was.
 */
double wan_flow_run(const struct wan_path *path, struct wan_flow *flow, unsigned int n,
		    double seconds)
{
	uint64_t start = load_clock(), counted = 0;
	double looks = SAMPLE, next;
	unsigned int i;

	for (i = 0; i < n; i++) {
		flow[i] = (struct wan_flow){
			.sender = flow[i].sender, .size = flow[i].size, .begin = flow[i].begin,
			.ends = { .listener = -1, .rx = -1, .tx = -1 },
		};
	}
	while (goes_on(flow, n) && since(start) < seconds) {
		next = looks < seconds ? looks : seconds;
		if (!counted && begin_due(path, flow, n, since(start), &next) == n) {
			counted = load_clock();
			for (i = 0; i < n; i++)
				flow[i].received = 0;
		}
		next -= since(start);
		step(flow, n, next > 0 ? next : 0);
		if (since(start) < looks)
			continue;
		looks += SAMPLE;
		for (i = 0; i < n; i++)
			if (flow[i].ends.tx >= 0 && !flow[i].size)
				look(&flow[i]);
	}
	for (i = 0; i < n; i++)
		end(&flow[i]);
	return counted ? since(counted) : 0;
}
