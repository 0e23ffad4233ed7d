// SPDX-License-Identifier: GPL-2.0
/*
 * tandem bench --wan: senders compared over a long path that loses packets.
 *
 * Only the sender differs; the path (wanpath.c) and the receiver, a native one, are the same
 * for all. What is measured (wanflow.c):
 *
 *	long	one connection for --time seconds, at --loss: its goodput
 *	short	--flows connections of 100 KB, one after the other, at --loss: how long
 *		half of them take, 99 of 100, the mean; the nth of each sender meets the
 *		same losses, so the same SYNs are lost to all
 *	share	one connection beside one of native CUBIC, without loss, in a bottleneck that
 *		has room for 0.5, 1, 2 and 4 bandwidth-delay products: who gets how much,
 *		the mean of rounds in which both, the one or the other begins first
 *
 * The goals are those the project has set itself; each that is missed is printed as missed.
 * --csv writes what the table sums up, for the plots.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load.h"
#include "tandem.h"
#include "wan.h"

#define SHORT_SIZE	100000		/* bytes */
#define SHORT_LIMIT	300		/* seconds one may take */
#define MAX_SENDERS	16
#define MAX_FLOWS	100000
#define HEAD_START	1		/* seconds, of who begins first */

static const double queues[] = { 0.5, 1, 2, 4 };

/* What a sender was measured to do; negative: not measured */
struct result {
	struct wan_sender sender;
	double mbit;			/* long */
	double p99;			/* short, seconds */
	unsigned int timeouts;		/* long and short */
	double share;			/* percent, the largest of all queues */
};

struct plan {
	struct wan_path path;		/* as the words have it */
	double seconds;
	unsigned int flows;
	unsigned int rounds;
	const char *only;		/* comma lists, or NULL: all */
	const char *senders;
	FILE *csv;
	char by_default[16];		/* Tandem's congestion control */
	struct result result[MAX_SENDERS];
	unsigned int n;
};

static const struct wan_sender native_cubic = { "native/cubic", false, "cubic", "" };

static void add_sender(struct plan *plan, const char *name)
{
	struct result *result = &plan->result[plan->n];
	struct wan_sender *sender = &result->sender;
	char stack[16] = "", cc[16] = "", profile[16] = "", more;
	int words;

	if (plan->n == MAX_SENDERS)
		say_misused("more than %u senders", MAX_SENDERS);
	*result = (struct result){ .mbit = -1, .p99 = -1, .share = -1 };
	words = sscanf(name, "%15[^/]/%15[^/]/%15[^/]%c", stack, cc, profile, &more);
	snprintf(sender->name, sizeof(sender->name), "%s", name);
	snprintf(sender->cc, sizeof(sender->cc), "%s", cc);
	snprintf(sender->profile, sizeof(sender->profile), "%s", profile);
	sender->tandem = !strcmp(stack, "tandem");
	if (words < 2 || words > 2 + sender->tandem ||
	    (!sender->tandem && strcmp(stack, "native")))
		say_misused("'%s' is not native/NAME or tandem/NAME[/PROFILE]", name);
	plan->n++;
}

static void read_sysctl(const char *name, char *value, size_t size)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/sys/net/tandem/%s", name);
	file = fopen(path, "r");
	if (!file || !fgets(value, size, file))
		say_not_loaded();
	value[strcspn(value, "\n")] = '\0';
	fclose(file);
}

/*
 * The senders that were asked for, or the native ones that matter and all of Tandem's but those
 * that are not for such a path: a fixed window, and one that needs marks. Tandem's default, and
 * BBR, also with the constants that Linux has, the shorter RTO above all.
 */
static void find_senders(struct plan *plan)
{
	char known[256], name[32], *rest = known, *word;
	unsigned int i;

	wan_path_enter(&plan->path, WAN_SENDER);
	read_sysctl("congestion", plan->by_default, sizeof(plan->by_default));
	if (plan->senders) {
		snprintf(known, sizeof(known), "%s", plan->senders);
		while ((word = strsep(&rest, ",")))
			add_sender(plan, word);
	} else {
		add_sender(plan, native_cubic.name);
		add_sender(plan, "native/bbr");
		read_sysctl("congestion_available", known, sizeof(known));
		while ((word = strsep(&rest, " "))) {
			snprintf(name, sizeof(name), "tandem/%s", word);
			if (*word && strcmp(word, "fixed") && strcmp(word, "dctcp"))
				add_sender(plan, name);
		}
		snprintf(name, sizeof(name), "tandem/%s/linux", plan->by_default);
		add_sender(plan, name);
		if (strcmp(plan->by_default, "bbr"))
			add_sender(plan, "tandem/bbr/linux");
	}
	for (i = 0; i < plan->n; i++) {
		if (wan_flow_can(&plan->path, &plan->result[i].sender))
			continue;
		if (plan->senders)
			say_failed("there is no %s here", plan->result[i].sender.name);
		printf("# there is no %s here\n", plan->result[i].sender.name);
		memmove(&plan->result[i], &plan->result[i + 1],
			(plan->n - i - 1) * sizeof(plan->result[0]));
		plan->n--;
		i--;
	}
}

static const struct result *native(const struct plan *plan)
{
	unsigned int i;

	for (i = 0; i < plan->n; i++)
		if (!strcmp(plan->result[i].sender.name, native_cubic.name))
			return &plan->result[i];
	return NULL;
}

static bool is_default(const struct plan *plan, const struct wan_sender *sender)
{
	return sender->tandem && !*sender->profile && !strcmp(sender->cc, plan->by_default);
}

/* One over the other, both having been measured; else negative */
static double ratio(double one, double other)
{
	return one >= 0 && other > 0 ? one / other : -1;
}

/* What was interrupted is still under way. */
static void drain(const struct plan *plan)
{
	usleep((2 + plan->path.queue) * plan->path.rtt * 1e6);
}

static void measure_long(struct plan *plan, struct result *result)
{
	struct wan_flow flow = { .sender = &result->sender };
	const struct result *cubic = native(plan);
	double mbit = 0, resent = 0, srtt = 0;
	unsigned int round, timeouts;

	timeouts = wan_path_timeouts(&plan->path, result->sender.tandem);
	for (round = 0; round < plan->rounds; round++) {
		double took = wan_flow_run(&plan->path, &flow, 1, plan->seconds);

		mbit += flow.received * 8 / took / 1e6 / plan->rounds;
		resent += flow.resent / plan->rounds;
		srtt += flow.srtt / plan->rounds;
		drain(plan);
	}
	timeouts = wan_path_timeouts(&plan->path, result->sender.tandem) - timeouts;
	result->mbit = mbit;
	result->timeouts += timeouts;
	printf("%-18s %10.2f %10.2f %10.2f %10u %10.1f\n", result->sender.name, mbit,
	       cubic ? ratio(mbit, cubic->mbit) : -1, resent, timeouts, srtt * 1e3);
	if (plan->csv)
		fprintf(plan->csv, "long,%s,%g,,%.3f,,,%.3f,%u,%.2f\n", result->sender.name,
			plan->path.queue, mbit, resent, timeouts, srtt * 1e3);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* So many percent of n sorted figures are not above it. */
static double percentile(const double *figure, unsigned int n, double percent)
{
	unsigned int above = n * (100 - percent) / 100 + 0.000000001;

	return figure[n - 1 - above];
}

static void measure_short(struct plan *plan, struct result *result)
{
	struct wan_flow flow = { .sender = &result->sender, .size = SHORT_SIZE };
	const struct result *cubic = native(plan);
	static double took[MAX_FLOWS];
	unsigned int i, timeouts, syns;
	double mean = 0;

	/* One that does not count: ARP is done then, and what a stack remembers is there. */
	wan_flow_run(&plan->path, &flow, 1, SHORT_LIMIT);
	timeouts = wan_path_timeouts(&plan->path, result->sender.tandem);
	syns = wan_path_syns(&plan->path, result->sender.tandem);
	for (i = 0; i < plan->flows; i++) {
		wan_path_seed(&plan->path, i + 1);
		wan_flow_run(&plan->path, &flow, 1, SHORT_LIMIT);
		if (!flow.took)
			say_failed("%s has not sent %u bytes after %u s", result->sender.name,
				   SHORT_SIZE, SHORT_LIMIT);
		took[i] = flow.took;
		mean += flow.took / plan->flows;
	}
	syns = wan_path_syns(&plan->path, result->sender.tandem) - syns;
	timeouts = wan_path_timeouts(&plan->path, result->sender.tandem) - timeouts;
	qsort(took, plan->flows, sizeof(took[0]), compare);
	result->p99 = percentile(took, plan->flows, 99);
	result->timeouts += timeouts;
	printf("%-18s %7.0f %7.0f %7.0f %7.0f %7.0f %7.0f %9.2f %6u %6u\n",
	       result->sender.name, mean * 1e3, percentile(took, plan->flows, 50) * 1e3,
	       percentile(took, plan->flows, 95) * 1e3, result->p99 * 1e3,
	       percentile(took, plan->flows, 99.5) * 1e3,
	       percentile(took, plan->flows, 99.9) * 1e3,
	       cubic ? ratio(result->p99, cubic->p99) : -1, timeouts, syns);
	for (i = 1; plan->csv && i <= 100; i++)
		fprintf(plan->csv, "short,%s,%g,%u,,,%.4f,,%u,\n", result->sender.name,
			plan->path.queue, i, percentile(took, plan->flows, i), timeouts);
}

/* What it takes of a bottleneck: percent of what both get. */
static double share_of(struct plan *plan, struct result *result, double *used)
{
	struct wan_flow pair[2] = { { .sender = &result->sender }, { .sender = &native_cubic } };
	double own = 0, other = 0, took;
	unsigned int round;

	for (round = 0; round < plan->rounds; round++) {
		pair[0].begin = round % 3 == 2 ? HEAD_START : 0;
		pair[1].begin = round % 3 == 1 ? HEAD_START : 0;
		took = wan_flow_run(&plan->path, pair, 2,
				    plan->seconds + pair[0].begin + pair[1].begin);
		own += pair[0].received * 8 / took / 1e6 / plan->rounds;
		other += pair[1].received * 8 / took / 1e6 / plan->rounds;
		if (plan->csv)
			fprintf(plan->csv, "share,%s,%g,%u,%.3f,%.3f,,,,%.2f\n",
				result->sender.name, plan->path.queue, round,
				pair[0].received * 8 / took / 1e6,
				pair[1].received * 8 / took / 1e6, pair[0].srtt * 1e3);
		drain(plan);
	}
	*used = (own + other) * 1e8 / plan->path.rate;
	return own * 100 / (own + other);
}

static void measure_share(struct plan *plan, struct result *result)
{
	double share, used;
	unsigned int i;

	printf("%-18s", result->sender.name);
	for (i = 0; i < ARRAY_SIZE(queues); i++) {
		plan->path.queue = queues[i];
		wan_path_set(&plan->path);
		share = share_of(plan, result, &used);
		if (share > result->share)
			result->share = share;
		printf("   %5.1f (%3.0f)", share, used);
		fflush(stdout);
	}
	putchar('\n');
}

static void each(struct plan *plan, void (*measure)(struct plan *plan, struct result *result))
{
	unsigned int i;

	for (i = 0; i < plan->n; i++) {
		measure(plan, &plan->result[i]);
		fflush(stdout);
	}
}

static void measure(struct plan *plan)
{
	double loss = plan->path.loss, queue = plan->path.queue;

	printf("# %g Mb/s, %g ms there and back\n", plan->path.rate / 1e6, plan->path.rtt * 1e3);
	wan_path_set(&plan->path);
	if (parse_in_list(plan->only, "long")) {
		printf("\n# one connection, %g s, %g %% loss, room for %u packets (%g BDP), "
		       "mean of %u\n%-18s %10s %10s %10s %10s %10s\n", plan->seconds, loss,
		       wan_path_packets(&plan->path), queue, plan->rounds, "long", "Mb/s",
		       "of cubic", "% resent", "RTOs", "RTT ms");
		each(plan, measure_long);
	}
	if (parse_in_list(plan->only, "short")) {
		printf("\n# %u connections of %u bytes one after the other, %g %% loss: ms\n"
		       "%-18s %7s %7s %7s %7s %7s %7s %9s %6s %6s\n", plan->flows, SHORT_SIZE,
		       loss, "short", "mean", "p50", "p95", "p99", "p99.5", "p99.9", "of cubic",
		       "RTOs", "SYNs");
		each(plan, measure_short);
	}
	if (parse_in_list(plan->only, "share")) {
		plan->path.loss = 0;
		printf("\n# beside native/cubic for %g s, no loss, mean of %u: percent of what "
		       "both get (of the rate)\n%-18s %13s %13s %13s %13s\n", plan->seconds,
		       plan->rounds, "share", "0.5 BDP", "1 BDP", "2 BDP", "4 BDP");
		each(plan, measure_share);
	}
}

/* A goal's column: the figure, and whether it is reached. */
static void say_goal(double figure, bool reached)
{
	if (figure < 0)
		printf(" %16s", "-");
	else
		printf(" %9.2f %-6s", figure, reached ? "met" : "MISSED");
}

static void say_goals(const struct plan *plan)
{
	const struct result *cubic = native(plan), *own;
	double times, p99, timeouts;
	unsigned int i;

	printf("\n# goals; * is Tandem's default\n%-20s %16s %16s %16s %16s\n", "",
	       "long >= 10 x", "p99 <= 0.7 x", "RTOs <= 0.5 x", "share <= 55 %");
	for (i = 0; i < plan->n; i++) {
		own = &plan->result[i];
		if (!own->sender.tandem)
			continue;
		times = cubic ? ratio(own->mbit, cubic->mbit) : -1;
		p99 = cubic ? ratio(own->p99, cubic->p99) : -1;
		timeouts = cubic ? ratio(own->timeouts, cubic->timeouts) : -1;
		printf("%-18s %c", own->sender.name, is_default(plan, &own->sender) ? '*' : ' ');
		say_goal(times, times >= 10);
		say_goal(p99, p99 <= 0.7);
		say_goal(timeouts, timeouts <= 0.5);
		say_goal(own->share, own->share <= 55);
		putchar('\n');
	}
}

/* A number with its unit; factor[i] belongs to unit[i]. */
static double read_value(const char *what, const char *word, const char * const *unit,
			 const double *factor, double min, double max)
{
	char *end;
	double value = strtod(word, &end);
	unsigned int i;

	for (i = 0; unit[i]; i++) {
		if (strcmp(end, unit[i]))
			continue;
		value *= factor[i];
		if (end != word && value >= min && value <= max)
			return value;
	}
	say_misused("%s cannot be '%s'", what, word);
}

static void read_word(struct plan *plan, const char *word, const char *value)
{
	static const char * const rates[] = { "kbit", "mbit", "gbit", NULL };
	static const char * const times[] = { "ms", "s", NULL };
	static const char * const percent[] = { "%", NULL };
	static const char * const none[] = { "", NULL };
	static const double bits[] = { 1e3, 1e6, 1e9 }, seconds[] = { 0.001, 1 }, one[] = { 1 };

	if (!strcmp(word, "--rate"))
		plan->path.rate = read_value(word, value, rates, bits, 1e5, 1e10);
	else if (!strcmp(word, "--delay"))
		plan->path.rtt = 2 * read_value(word, value, times, seconds, 0.0001, 10);
	else if (!strcmp(word, "--loss"))
		plan->path.loss = read_value(word, value, percent, one, 0, 50);
	else if (!strcmp(word, "--queue"))
		plan->path.queue = read_value(word, value, none, one, 0.01, 100);
	else if (!strcmp(word, "--time"))
		plan->seconds = parse_number(word, value, 1, 3600);
	else if (!strcmp(word, "--flows"))
		plan->flows = parse_number(word, value, 1, MAX_FLOWS);
	else if (!strcmp(word, "--rounds"))
		plan->rounds = parse_number(word, value, 1, 100);
	else if (!strcmp(word, "--only"))
		plan->only = value;
	else if (!strcmp(word, "--senders"))
		plan->senders = value;
	else if (!strcmp(word, "--csv"))
		plan->csv = fopen(value, "w");
	else
		say_misused("tandem bench --wan: there is no option '%s'", word);
	if (!strcmp(word, "--csv") && !plan->csv)
		say_failed("cannot write %s: %m", value);
}

int wan_main(int n, char **words)
{
	static struct plan plan = {
		.path = { .rate = 50e6, .rtt = 0.1, .loss = 1, .queue = 1 },
		.seconds = 30,
		.flows = 1000,
		.rounds = 3,
	};
	int i;

	for (i = 0; i < n; i += 2) {
		if (i + 1 == n)
			say_misused("'%s' lacks its value or is too much", words[i]);
		read_word(&plan, words[i], words[i + 1]);
	}
	parse_check_list(plan.only, "long,short,share", "measurement");
	wan_path_make(&plan.path);
	find_senders(&plan);
	if (plan.csv)
		fputs("measure,sender,queue_bdp,nth,mbit,cubic_mbit,seconds,resent_percent,rtos,"
		      "srtt_ms\n", plan.csv);
	measure(&plan);
	say_goals(&plan);
	if (plan.csv && fclose(plan.csv))
		say_failed("cannot write the CSV: %m");
	return EXIT_SUCCESS;
}
