// SPDX-License-Identifier: GPL-2.0
/*
 * transfer: data through one connection after the other, verified byte by byte.
 *
 *   transfer [-n SIZES] [-d up|down|both] [-w HOW] [-k ALG] [-c CONTROLS] [-p RATE]
 *            [-t SECONDS] SERVER CLIENT
 *
 * An end is NETNS/STACK/ADDRESS: "." or a name in /run/netns, "native" or
 * "tandem", and the address to bind to; the client's may be empty. SIZES is a
 * list, each with a connection of its own: 0,1,1447-1461,64M,1M+1. "up" is from
 * client to server. HOW is one way to write:
 *
 *   random     pieces of 1 to 64 KiB (default)   whole     pieces of 256 KiB
 *   tiny       pieces of 1 to 7 bytes            nodelay   1 to 200, TCP_NODELAY
 *   more       random, with MSG_MORE             cork      tiny, with TCP_CORK
 *   sendfile   from a file                       splice    file, pipe, socket
 *
 * CONTROLS is a comma list of congestion controls: with each write Tandem's sender takes the
 * next. RATE is its SO_MAX_PACING_RATE, bytes a second. ALG signs every segment: md5 (RFC
 * 2385), or sha1, cmac (TCP-AO, RFC 5925).
 *
 * In one direction the calls block; with "both" each end is one poll() loop. The
 * reader takes pieces of random length; with "splice" by a pipe, too.
 *
 * A stream ends by shutdown(SHUT_WR); its length is checked by the other side's
 * end of file. Exit status 0 when everything arrived; 1 with one line on stdout.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "keys.h"
#include "net.h"
#include "pattern.h"
#include "tap.h"

#define PIECE_MAX	(256 * 1024)
#define SIZES_MAX	256
#define CONTROLS_MAX	8
#define UP		1
#define DOWN		2

enum how { RANDOM, WHOLE, TINY, NODELAY, MORE, CORK, SENDFILE, SPLICE, N_HOW };

static const char * const how_names[N_HOW] = {
	"random", "whole", "tiny", "nodelay", "more", "cork", "sendfile", "splice",
};

struct end {
	char netns[32];
	char addr[32];
	int family;
};

static struct {
	uint64_t size[SIZES_MAX];
	unsigned int n_sizes;
	unsigned int directions;
	enum how how;
	const char *key;		/* NULL: nothing is signed */
	char *control[CONTROLS_MAX];
	unsigned int n_controls;
	unsigned int pacing_rate;	/* 0: none is set */
	unsigned int seconds;
} plan = { .directions = UP, .seconds = 60 };

/* One stream out and one in; a size of 0 where the direction is not wanted. */
struct flow {
	int fd;
	int file;			/* SENDFILE, SPLICE */
	int pipe[2];
	uint64_t piped;			/* bytes in the pipe */
	uint64_t out, out_size;
	uint64_t in, in_size;
	unsigned int out_salt, in_salt;
	bool sends, shut, ended;
	bool tandem;
	unsigned int writes;
	uint32_t random;
};

static uint8_t buffer[PIECE_MAX];

static size_t piece(struct flow *flow)
{
	uint64_t left = flow->out_size - flow->out;
	size_t len;

	switch (plan.how) {
	case TINY:
	case CORK:
		len = 1 + pattern_random(&flow->random) % 7;
		break;
	case NODELAY:
		len = 1 + pattern_random(&flow->random) % 200;
		break;
	case RANDOM:
	case MORE:
		len = 1 + pattern_random(&flow->random) % 65536;
		break;
	default:
		len = PIECE_MAX;
	}
	return len < left ? len : left;
}

static ssize_t write_spliced(struct flow *flow, size_t len)
{
	off_t at = flow->out + flow->piped;
	ssize_t rc;

	if (!flow->piped)
		flow->piped = OK(splice(flow->file, &at, flow->pipe[1], NULL, len, 0));
	rc = splice(flow->pipe[0], NULL, flow->fd, NULL, flow->piped, SPLICE_F_MORE);
	if (rc > 0)
		flow->piped -= rc;
	return rc;
}

/* Congestion control number so many, with what is in flight in flight */
static void change_control(struct flow *flow)
{
	const char *control = plan.control[flow->writes++ % plan.n_controls];

	OK(setsockopt(flow->fd, IPPROTO_TCP, TCP_CONGESTION, control, strlen(control)));
}

/* Write something: false when the socket takes nothing now. */
static bool write_some(struct flow *flow)
{
	size_t len = piece(flow);
	off_t at = flow->out;
	ssize_t rc;

	if (plan.n_controls && flow->tandem)
		change_control(flow);
	if (plan.how == SENDFILE) {
		rc = sendfile(flow->fd, flow->file, &at, len);
	} else if (plan.how == SPLICE) {
		rc = write_spliced(flow, len);
	} else {
		pattern_fill(buffer, len, flow->out, flow->out_salt);
		rc = send(flow->fd, buffer, len,
			  plan.how == MORE && flow->out + len < flow->out_size ? MSG_MORE : 0);
	}
	if (rc < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	CHECK(rc > 0, "writing at %ju of %ju gave %zd: %m", (uintmax_t)flow->out,
	      (uintmax_t)flow->out_size, rc);
	flow->out += rc;
	return true;
}

static ssize_t read_piece(struct flow *flow)
{
	size_t len = 1 + pattern_random(&flow->random) % PIECE_MAX;
	ssize_t rc;

	if (plan.how != SPLICE)
		return recv(flow->fd, buffer, len, 0);
	rc = splice(flow->fd, NULL, flow->pipe[1], NULL, 65536, 0);
	if (rc > 0)
		CHECK(read(flow->pipe[0], buffer, rc) == rc, "short pipe: %m");
	return rc;
}

static bool read_some(struct flow *flow)
{
	ssize_t rc = read_piece(flow);
	long bad;

	if (rc < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	CHECK(rc >= 0, "reading at %ju of %ju: %m", (uintmax_t)flow->in,
	      (uintmax_t)flow->in_size);
	if (!rc) {
		CHECK(flow->in == flow->in_size, "end at %ju, not %ju",
		      (uintmax_t)flow->in, (uintmax_t)flow->in_size);
		flow->ended = true;
		return true;
	}
	bad = pattern_differs(buffer, rc, flow->in, flow->in_salt);
	CHECK(bad < 0, "wrong byte at %ju", (uintmax_t)(flow->in + bad));
	flow->in += rc;
	CHECK(flow->in <= flow->in_size, "%ju bytes too many",
	      (uintmax_t)(flow->in - flow->in_size));
	return true;
}

static void finish_writing(struct flow *flow)
{
	int off = 0;

	if (flow->shut || flow->out < flow->out_size)
		return;
	if (plan.how == CORK)
		OK(setsockopt(flow->fd, IPPROTO_TCP, TCP_CORK, &off, sizeof(off)));
	OK(shutdown(flow->fd, SHUT_WR));
	flow->shut = true;
}

static void exchange_both(struct flow *flow)
{
	struct pollfd wait = { .fd = flow->fd };

	net_nonblock(flow->fd);
	while (!flow->shut || !flow->ended) {
		finish_writing(flow);
		wait.events = (flow->ended ? 0 : POLLIN) | (flow->shut ? 0 : POLLOUT);
		if (!wait.events)
			break;
		CHECK(poll(&wait, 1, -1) == 1, "poll: %m");
		if (wait.revents & (POLLIN | POLLHUP | POLLERR))
			read_some(flow);
		if (wait.revents & POLLOUT && !flow->shut && flow->out < flow->out_size)
			write_some(flow);
	}
}

static void exchange(struct flow *flow)
{
	if (plan.directions == (UP | DOWN)) {
		exchange_both(flow);
		return;
	}
	/* the reader ends its own stream last, so that the writer learns the time */
	while (flow->out < flow->out_size)
		write_some(flow);
	if (flow->sends)
		finish_writing(flow);
	while (!flow->ended)
		read_some(flow);
	finish_writing(flow);
}

static int make_file(const struct flow *flow)
{
	int fd = OK(memfd_create("transfer", MFD_CLOEXEC));
	uint64_t at;
	size_t len;

	for (at = 0; at < flow->out_size; at += len) {
		len = flow->out_size - at < PIECE_MAX ? flow->out_size - at : PIECE_MAX;
		pattern_fill(buffer, len, at, flow->out_salt);
		CHECK(write(fd, buffer, len) == (ssize_t)len, "%m");
	}
	return fd;
}

static void carry(const struct end *end, int fd, uint64_t size, bool is_server, unsigned int nth)
{
	bool sends = plan.directions & (is_server ? DOWN : UP);
	bool receives = plan.directions & (is_server ? UP : DOWN);
	struct flow flow = {
		.fd = fd,
		.file = -1,
		.sends = sends,
		.tandem = end->family != AF_INET,
		.out_size = sends ? size : 0,
		.in_size = receives ? size : 0,
		.out_salt = nth * 2 + is_server,
		.in_salt = nth * 2 + !is_server,
		.random = nth * 1000 + is_server + 77,
	};
	int on = 1;

	if (plan.pacing_rate && flow.tandem)
		OK(setsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, &plan.pacing_rate,
			      sizeof(plan.pacing_rate)));
	if (plan.how == NODELAY)
		OK(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)));
	if (plan.how == CORK)
		OK(setsockopt(fd, IPPROTO_TCP, TCP_CORK, &on, sizeof(on)));
	if (plan.how == SENDFILE || plan.how == SPLICE) {
		flow.file = make_file(&flow);
		OK(pipe(flow.pipe));
	}
	exchange(&flow);
	close(fd);
	if (flow.file >= 0) {
		close(flow.file);
		close(flow.pipe[0]);
		close(flow.pipe[1]);
	}
}

static void enter(const struct end *end)
{
	if (strcmp(end->netns, "."))
		net_join(end->netns);
	net_as(end->family);
	signal(SIGPIPE, SIG_IGN);
}

static void serve(const struct end *end, int tell)
{
	unsigned int port, nth;
	int fd;

	enter(end);
	fd = net_listen(end->addr, 0, 16);
	if (plan.key)
		keys_by_name(fd, plan.key);
	port = net_port(fd);
	CHECK(write(tell, &port, sizeof(port)) == sizeof(port), "%m");
	for (nth = 0; nth < plan.n_sizes; nth++)
		carry(end, OK(accept(fd, NULL, NULL)), plan.size[nth], true, nth);
}

static void visit(const struct end *end, const struct end *server, int told)
{
	struct sockaddr_in from, to;
	unsigned int port, nth;
	uint64_t start;
	int fd;

	if (read(told, &port, sizeof(port)) != sizeof(port))
		_exit(EXIT_FAILURE);	/* the server has said why */
	enter(end);
	to = net_addr(server->addr, port);
	for (nth = 0; nth < plan.n_sizes; nth++) {
		start = net_now_ms();
		fd = net_socket();
		if (plan.key)
			keys_by_name(fd, plan.key);
		if (end->addr[0]) {
			from = net_addr(end->addr, 0);
			OK(bind(fd, (struct sockaddr *)&from, sizeof(from)));
		}
		OK(connect(fd, (struct sockaddr *)&to, sizeof(to)));
		carry(end, fd, plan.size[nth], false, nth);
		if (plan.size[nth] >= 1 << 20)
			tap_note("%ju bytes in %ju ms", (uintmax_t)plan.size[nth],
				 (uintmax_t)(net_now_ms() - start));
	}
}

static _Noreturn void misused(void)
{
	fputs("usage: transfer [-n SIZES] [-d up|down|both] [-w HOW] [-k ALG] [-c CONTROLS]"
	      " [-p RATE] [-t SECONDS] SERVER CLIENT\n", stderr);
	exit(2);
}

/* 1447, 64M, 1M+1 */
static uint64_t parse_one(const char *word, const char **end)
{
	char *rest;
	uint64_t value = strtoull(word, &rest, 10);

	if (*rest == 'K' || *rest == 'M')
		value <<= *rest++ == 'K' ? 10 : 20;
	if (*rest == '+')
		value += strtoull(rest + 1, &rest, 10);
	*end = rest;
	return value;
}

static void parse_sizes(const char *word)
{
	uint64_t from, to;

	for (plan.n_sizes = 0; *word; word += *word == ',') {
		from = parse_one(word, &word);
		to = *word == '-' ? parse_one(word + 1, &word) : from;
		if (*word && *word != ',')
			misused();
		for (; from <= to && plan.n_sizes < SIZES_MAX; from++)
			plan.size[plan.n_sizes++] = from;
	}
}

static void parse_end(const char *word, struct end *end)
{
	char stack[16];

	if (sscanf(word, "%31[^/]/%15[^/]/%31s", end->netns, stack, end->addr) < 2)
		misused();
	end->family = strcmp(stack, "native") ? net_family() : AF_INET;
}

static void parse_controls(char *words)
{
	char *word;

	while ((word = strsep(&words, ",")) && plan.n_controls < CONTROLS_MAX)
		plan.control[plan.n_controls++] = word;
}

static enum how parse_how(const char *word)
{
	int i;

	for (i = 0; i < N_HOW; i++)
		if (!strcmp(word, how_names[i]))
			return i;
	misused();
}

static void expire(int sig)
{
	static const char line[] = "# time is up: the transfer hangs\n";

	(void)sig;
	if (write(STDOUT_FILENO, line, sizeof(line) - 1) < 0)
		_exit(2);
	_exit(EXIT_FAILURE);
}

static pid_t start(void)
{
	pid_t pid = OK(fork());

	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGALRM, expire);
		alarm(plan.seconds);
	}
	return pid;
}

int main(int argc, char **argv)
{
	struct end server = { 0 }, client = { 0 };
	int c, status, ended, ends[2];
	pid_t pids[2];

	parse_sizes("1M");
	while ((c = getopt(argc, argv, "n:d:w:k:c:p:t:")) != -1) {
		if (c == 'n')
			parse_sizes(optarg);
		else if (c == 'd')
			plan.directions = *optarg == 'u' ? UP : *optarg == 'd' ? DOWN : UP | DOWN;
		else if (c == 'w')
			plan.how = parse_how(optarg);
		else if (c == 'k')
			plan.key = optarg;
		else if (c == 'c')
			parse_controls(optarg);
		else if (c == 'p')
			plan.pacing_rate = atoi(optarg);
		else if (c == 't')
			plan.seconds = atoi(optarg);
		else
			misused();
	}
	if (argc - optind != 2)
		misused();
	parse_end(argv[optind], &server);
	parse_end(argv[optind + 1], &client);
	OK(pipe2(ends, O_CLOEXEC));
	pids[0] = start();
	if (!pids[0]) {
		close(ends[0]);
		serve(&server, ends[1]);
		_exit(EXIT_SUCCESS);
	}
	close(ends[1]);
	pids[1] = start();
	if (!pids[1]) {
		visit(&client, &server, ends[0]);
		_exit(EXIT_SUCCESS);
	}
	for (ended = 0; ended < 2; ended++) {
		pid_t pid = OK(wait(&status));

		if (!status)
			continue;
		kill(pids[pid == pids[0]], SIGKILL);
		printf("# the %s failed\n", pid == pids[0] ? "server" : "client");
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}
