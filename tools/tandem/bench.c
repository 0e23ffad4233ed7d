// SPDX-License-Identifier: GPL-2.0
/*
 * tandem bench: the Tandem stack against the native one, in one machine.
 *
 * Each load (load.c) runs in rounds, native and Tandem in turn (ABAB), so that
 * a change of the machine's mood meets both; shown are the medians, their
 * ratio and the spread, half the distance between best and worst in percent
 * of the median.
 *
 * With --instructions each load does a fixed number of its operations, and what
 * is shown is the time that one took, in ns. In a virtual machine whose clock
 * counts instructions (tools/vm/run --icount) that is the instructions of both
 * ends, the kernel's and the program's: a figure that no other load can touch.
 * One round more runs first, unmeasured, to fill caches and slabs.
 *
 *	bench ──fork── server   listens on a free port, serves, is killed
 *	      └─fork── client   drives until its goal, writes its result
 *	                        into a pipe
 *
 * Neither child is trusted to end: the client has GRACE seconds beyond its
 * time (or for its number), then both are killed, and a death of the bench kills them, too. So the
 * bench ends even when the stack it measures hangs.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load.h"
#include "tandem.h"

#define GRACE		20		/* seconds */
#define MAX_ROUNDS	100

enum side { NATIVE, TANDEM, N_SIDES };

static const char * const side_names[N_SIDES] = { "native", "tandem" };

struct plan {
	unsigned int seconds;
	unsigned int rounds;
	bool instructions;
	const char *only;		/* comma list, or NULL: all */
	int family[N_SIDES];
	uint32_t addr[N_SIDES];
};

struct summary {
	double median;
	double spread;			/* percent */
};

/* A listening socket on a free port of the side's address; to: its name. */
static int listen_on(const struct plan *plan, enum side side, struct sockaddr_in *to)
{
	socklen_t len = sizeof(*to);
	int fd;

	*to = (struct sockaddr_in){ .sin_family = AF_INET,
				    .sin_addr.s_addr = plan->addr[side] };
	fd = socket(plan->family[side], SOCK_STREAM, 0);
	if (fd < 0 && side == TANDEM &&
	    (errno == EAFNOSUPPORT || errno == ESOCKTNOSUPPORT))
		say_not_loaded();
	if (fd < 0)
		say_failed("cannot open a %s socket: %m", side_names[side]);
	if (bind(fd, (struct sockaddr *)to, sizeof(*to)))
		say_failed("cannot bind to the %s address %s: %m", side_names[side],
			   parse_show_addr(plan->addr[side]));
	if (listen(fd, 128))
		say_failed("cannot listen on the %s stack: %m", side_names[side]);
	if (getsockname(fd, (struct sockaddr *)to, &len))
		say_failed("cannot learn a %s port: %m", side_names[side]);
	return fd;
}

/* fork(), with a child that dies when we do. */
static pid_t fork_child(void)
{
	pid_t parent = getpid();
	pid_t pid = fork();

	if (pid < 0)
		say_failed("cannot fork: %m");
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(EXIT_FAILURE);
	}
	return pid;
}

static void end_child(pid_t pid)
{
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* The client's result; ETIMEDOUT when it gives none in time. */
static void await(int fd, unsigned int seconds, struct load_result *result)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	int rc;

	rc = poll(&wait, 1, (seconds + GRACE) * 1000);
	if (rc > 0 && read(fd, result, sizeof(*result)) == sizeof(*result))
		return;
	*result = (struct load_result){ .error = rc ? EPIPE : ETIMEDOUT,
					.call = "the client" };
}

/* One load on one side, once: its figure. */
static double run_once(const struct plan *plan, const struct load *load,
		       enum side side)
{
	struct load_goal goal = { plan->seconds * 1000000000ULL, UINT64_MAX };
	struct load_result result = { 0 };
	pid_t server, client;
	struct sockaddr_in to;
	int listener, ends[2];

	if (plan->instructions)
		goal = (struct load_goal){ UINT64_MAX, load->enough };
	listener = listen_on(plan, side, &to);
	if (pipe(ends))
		say_failed("cannot make a pipe: %m");
	server = fork_child();
	if (!server) {
		load->serve(listener);
		_exit(EXIT_SUCCESS);
	}
	close(listener);
	client = fork_child();
	if (!client) {
		load->drive(plan->family[side], &to, &goal, &result);
		_exit(write(ends[1], &result, sizeof(result)) != sizeof(result));
	}
	close(ends[1]);
	await(ends[0], plan->seconds, &result);
	close(ends[0]);
	end_child(client);
	end_child(server);
	if (result.error)
		say_failed("%s over %s: %s: %s", load->name, side_names[side],
			   result.call, strerror(result.error));
	if (!result.ns || !result.count)
		return 0;
	if (plan->instructions)
		return (double)result.ns / result.count;
	return result.count / load->divisor / (result.ns / 1e9);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static struct summary summarise(double *figure, unsigned int n)
{
	struct summary sum = { 0 };

	qsort(figure, n, sizeof(*figure), compare);
	sum.median = (figure[(n - 1) / 2] + figure[n / 2]) / 2;
	if (sum.median > 0)
		sum.spread = (figure[n - 1] - figure[0]) / 2 / sum.median * 100;
	return sum;
}

static void measure(const struct plan *plan, const struct load *load)
{
	static double figure[N_SIDES][MAX_ROUNDS];
	struct summary sum[N_SIDES];
	int digits = plan->instructions && load->enough > 1 << 20 ? 3 : 1;
	unsigned int round, side;

	for (side = 0; plan->instructions && side < N_SIDES; side++)
		run_once(plan, load, side);
	for (round = 0; round < plan->rounds; round++)
		for (side = 0; side < N_SIDES; side++)
			figure[side][round] = run_once(plan, load, side);
	for (side = 0; side < N_SIDES; side++)
		sum[side] = summarise(figure[side], plan->rounds);
	printf("%-5s %-10s %12.*f %6.1f%% %12.*f %6.1f%% %8.2f\n", load->name,
	       plan->instructions ? load->each : load->unit,
	       digits, sum[NATIVE].median, sum[NATIVE].spread, digits,
	       sum[TANDEM].median, sum[TANDEM].spread,
	       sum[NATIVE].median > 0 ? sum[TANDEM].median / sum[NATIVE].median : 0);
	fflush(stdout);
}

static void read_words(struct plan *plan, int n, char **words)
{
	int i;

	for (i = 0; i < n; i += 2) {
		if (!strcmp(words[i], "--instructions")) {
			plan->instructions = true;
			i--;
			continue;
		}
		if (i + 1 == n)
			say_misused("'%s' lacks its value or is too much", words[i]);
		if (!strcmp(words[i], "--time"))
			plan->seconds = parse_number("--time", words[i + 1], 1, 3600);
		else if (!strcmp(words[i], "--rounds"))
			plan->rounds = parse_number("--rounds", words[i + 1], 1, MAX_ROUNDS);
		else if (!strcmp(words[i], "--only"))
			plan->only = words[i + 1];
		else if (!strcmp(words[i], "--tandem-addr"))
			plan->addr[TANDEM] = parse_addr(words[i + 1]);
		else if (!strcmp(words[i], "--native-addr"))
			plan->addr[NATIVE] = parse_addr(words[i + 1]);
		else
			say_misused("tandem bench: there is no option '%s'", words[i]);
	}
	parse_check_list(plan->only, "bulk,rr,crr,small,nagle", "load");
	if (!plan->only && !plan->instructions)
		plan->only = "bulk,rr,crr";
}

int bench_main(int n, char **words)
{
	struct plan plan = {
		.seconds = 1,
		.rounds = 5,
		.family = { AF_INET, parse_family() },
		.addr = { htonl(INADDR_LOOPBACK), htonl(INADDR_LOOPBACK) },
	};
	struct sockaddr_in unused;
	unsigned int i;

	if (n && !strcmp(words[0], "--wan"))
		return wan_main(n - 1, words + 1);
	read_words(&plan, n, words);
	close(listen_on(&plan, TANDEM, &unused));	/* fail before the table */
	if (plan.instructions)
		puts("# ns; under tools/vm/run --icount these are instructions");
	printf("%-5s %-10s %12s %7s %12s %7s %8s\n", "load",
	       plan.instructions ? "each" : "", "native", "spread",
	       "tandem", "spread", "ratio");
	fflush(stdout);
	for (i = 0; i < n_loads; i++)
		if (parse_in_list(plan.only, loads[i].name))
			measure(&plan, &loads[i]);
	return EXIT_SUCCESS;
}
