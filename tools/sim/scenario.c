// SPDX-License-Identifier: GPL-2.0
/*
 * The command line: what world is to be run.
 *
 *   tn-sim --seed 7 --time 30 --link rate=10M,delay=50ms,queue=100k,loss=1% --flow bulk,cc=reno
 *
 * --link and --flow take words separated by commas, key=value or key alone; the tables below are
 * the list of them. Numbers take k, M, G (powers of 1000) or %, times ns, us, ms, s, m; a time
 * without a unit is in seconds. A link's value may be given for its two directions: rate=10M/1M.
 */
#include <stddef.h>

#include "cc/cc.h"
#include "sim.h"

/* How a word's value is read, and what it is written to */
enum word_kind {
	WORD_NUMBER,
	WORD_TIME,
	WORD_SHARE,
	WORD_FLAG,
	WORD_OTHER,
};

/**
 * struct word - a key of --link or --flow
 * @name:  the key
 * @kind:  how its value is read
 * @at:    where in the struct it goes
 * @least: smallest value of a number
 * @help:  what it means
 * @bare:  what the key alone means; NULL: it wants a value
 */
struct word {
	const char *name;
	enum word_kind kind;
	size_t at;
	u64 least;
	const char *help;
	const char *bare;
};

#define LINK(member)	offsetof(struct link, member)
#define FLOW(member)	offsetof(struct flow, member)

static const struct word link_words[] = {
	{ "rate", WORD_NUMBER, LINK(rate), 0, "bits per second; none: unlimited" },
	{ "delay", WORD_TIME, LINK(delay), 0, "propagation, one way" },
	{ "queue", WORD_NUMBER, LINK(queue.limit), 1500, "bytes (256k)" },
	{ "ecn", WORD_NUMBER, LINK(queue.mark), 0, "mark when so many bytes wait" },
	{ "codel", WORD_TIME, LINK(queue.target), 0, "CoDel with this target (5ms)", "5ms" },
	{ "interval", WORD_TIME, LINK(queue.interval), 1, "CoDel's interval (100ms)" },
	{ "noecn", WORD_FLAG, LINK(queue.noecn), 0, "CoDel drops what is ECN-capable, too" },
	{ "dualpi2", WORD_FLAG, LINK(queue.dualpi2), 0, "DualPI2: ECT(1) has a queue of its own" },
	{ "jitter", WORD_TIME, LINK(weather.jitter), 0, "delay up to so much longer, in order" },
	{ "loss", WORD_SHARE, LINK(weather.loss), 0, "share of packets lost" },
	{ "burst-in", WORD_SHARE, LINK(weather.burst_in), 0, "Gilbert-Elliott: good to bad" },
	{ "burst-out", WORD_SHARE, LINK(weather.burst_out), 0, "bad to good (30%)" },
	{ "burst-loss", WORD_SHARE, LINK(weather.burst_loss), 0, "loss while bad (100%)" },
	{ "reorder", WORD_SHARE, LINK(weather.reorder), 0, "share of packets that are late" },
	{ "late", WORD_TIME, LINK(weather.late), 0, "by up to so much (10ms)" },
	{ "dup", WORD_SHARE, LINK(weather.dup), 0, "share that arrives twice" },
	{ "updates", WORD_SHARE, LINK(weather.updates), 0, "share of window updates lost" },
	{ "corrupt", WORD_SHARE, LINK(weather.corrupt), 0, "share that the checksum refuses" },
	{ "down", WORD_OTHER, 0, 0, "FROM+FOR, e.g. 10s+2s: all is lost; repeatable" },
	{ }
};

static const struct word flow_words[] = {
	{ "n", WORD_NUMBER, FLOW(n), 1, "connections (1)" },
	{ "cc", WORD_OTHER, 0, 0, "congestion control (the profile's: cubic)" },
	{ "set", WORD_OTHER, 0, 0, "NAME:VALUE of a knob, or profile:NAME; repeatable" },
	{ "from", WORD_OTHER, 0, 0, "opener's host (a)" },
	{ "to", WORD_OTHER, 0, 0, "listener's host (b)" },
	{ "start", WORD_TIME, FLOW(start), 0, "when it opens (0)" },
	{ "stop", WORD_TIME, FLOW(stop), 0, "when it finishes (--time)" },
	{ "bytes", WORD_NUMBER, FLOW(bytes), 0, "bulk: finish after so many" },
	{ "size", WORD_NUMBER, FLOW(size), 1, "rr: request (64); short: transfer (20k)" },
	{ "reply", WORD_NUMBER, FLOW(reply), 1, "rr: of a response (64)" },
	{ "count", WORD_NUMBER, FLOW(count), 0, "rr: transactions, short: connections (no limit)" },
	{ "gap", WORD_TIME, FLOW(gap), 0, "mean, rr: to think (0), short: to the next (100ms)" },
	{ "on", WORD_TIME, FLOW(on), 1, "onoff: mean time of writing (1s)" },
	{ "off", WORD_TIME, FLOW(off), 1, "onoff: mean time of silence (1s)" },
	{ "duplex", WORD_FLAG, FLOW(duplex), 0, "the listener writes as well" },
	{ "cross", WORD_FLAG, FLOW(cross), 0, "both ends open, at once" },
	{ "end", WORD_OTHER, 0, 0, "shut, close or abort: what the opener does last (shut)" },
	{ "read", WORD_NUMBER, FLOW(read_rate), 0, "readers take so many bytes a second" },
	{ "pause", WORD_OTHER, 0, 0, "FROM+FOR, e.g. 1s+5s: readers do not read" },
	{ "sndbuf", WORD_NUMBER, FLOW(sndbuf), 1, "(4M)" },
	{ "rcvbuf", WORD_NUMBER, FLOW(rcvbuf), 1, "(4M)" },
	{ "rcvmax", WORD_NUMBER, FLOW(rcvmax), 0, "rcvbuf may grow to this by itself (0: not)" },
	{ "sndmax", WORD_NUMBER, FLOW(sndmax), 0, "sndbuf follows cwnd up to this (0: not)" },
	{ "shrink", WORD_NUMBER, FLOW(shrink), 0, "rcvbuf becomes this half-way" },
	{ "switch", WORD_TIME, FLOW(turn), 0, "each so often another congestion control, any" },
	{ "mtu", WORD_NUMBER, FLOW(mtu), 120, "(1500)" },
	{ "gso", WORD_NUMBER, FLOW(gso), 0, "payload that one send may carry (one segment)" },
	{ "gro", WORD_OTHER, 0, 0, "merge what arrives in one instant, or within this time" },
	{ "sack", WORD_FLAG, FLOW(sack), 0, "(on)" },
	{ "ts", WORD_FLAG, FLOW(ts), 0, "timestamps (on)" },
	{ "wscale", WORD_FLAG, FLOW(wscale), 0, "window scaling (on)" },
	{ "nodelay", WORD_FLAG, FLOW(nodelay), 0, "TCP_NODELAY" },
	{ "cork", WORD_FLAG, FLOW(cork), 0, "TCP_CORK" },
	{ "keepalive", WORD_FLAG, FLOW(keepalive), 0, "SO_KEEPALIVE, 10 s and 5 s" },
	{ "ecn", WORD_FLAG, FLOW(ecn), 0, "both ends ask for ECN, and get it" },
	{ "accecn", WORD_FLAG, FLOW(accecn), 0, "the same of AccECN" },
	{ "starve", WORD_SHARE, FLOW(starve), 0, "share of failing allocations" },
	{ }
};

static const char *const flow_kinds[] = {
	[FLOW_BULK] = "bulk", [FLOW_RR] = "rr", [FLOW_ONOFF] = "onoff", [FLOW_SHORT] = "short",
};

static bool complain(const char *what, const char *value)
{
	fprintf(stderr, "tn-sim: %s: %s\n", what, value);
	return false;
}

static bool read_number(const char *text, double *value)
{
	static const char units[] = "kMG";
	static const double factors[] = { 1e3, 1e6, 1e9 };
	const char *unit;
	char *end;

	*value = strtod(text, &end);
	if (end == text || *value < 0)
		return false;
	if (!*end)
		return true;
	unit = strchr(units, *end);
	if (!unit || end[1])
		return false;
	*value *= factors[unit - units];
	return true;
}

static bool read_share(const char *text, double *value)
{
	char *end;

	*value = strtod(text, &end);
	if (end == text)
		return false;
	if (!strcmp(end, "%"))
		*value /= 100;
	else if (*end)
		return false;
	return *value >= 0 && *value <= 1;
}

static bool read_time(const char *text, tn_time_t *value)
{
	static const struct {
		const char *name;
		double ns;
	} units[] = {
		{ "", 1e9 }, { "s", 1e9 }, { "ms", 1e6 }, { "us", 1e3 }, { "ns", 1 }, { "m", 60e9 },
	};
	char *end;
	double number = strtod(text, &end);
	size_t i;

	if (end == text || number < 0)
		return false;
	for (i = 0; i < ARRAY_SIZE(units); i++) {
		if (!strcmp(end, units[i].name)) {
			*value = (tn_time_t)(number * units[i].ns + 0.5);
			return true;
		}
	}
	return false;
}

/* Read @value by the table's rules into @thing. False if it makes no sense. */
static bool word_read(const struct word *word, void *thing, const char *value)
{
	void *at = (char *)thing + word->at;
	double number;

	if (!value)
		value = word->bare;
	switch (word->kind) {
	case WORD_NUMBER:
		if (!value || !read_number(value, &number) || number < (double)word->least)
			return false;
		*(u64 *)at = (u64)number;
		return true;
	case WORD_TIME:
		return value && read_time(value, at) && *(tn_time_t *)at >= word->least;
	case WORD_SHARE:
		return value && read_share(value, at);
	case WORD_FLAG:
		*(bool *)at = !value || !strcmp(value, "on");
		return !value || *(bool *)at || !strcmp(value, "off");
	case WORD_OTHER:
		break;
	}
	return false;
}

static const struct word *word_find(const struct word *words, const char *name)
{
	for (; words->name; words++)
		if (!strcmp(words->name, name))
			return words;
	return NULL;
}

static int node_find(struct sim *sim, const char *name, bool add)
{
	unsigned int i;

	for (i = 0; i < sim->nnodes; i++)
		if (!strcmp(sim->node[i], name))
			return i;
	if (!add || sim->nnodes == SIM_NODES_MAX || !*name || strlen(name) >= SIM_NAME_MAX)
		return -1;
	memcpy(sim->node[sim->nnodes], name, strlen(name) + 1);
	return sim->nnodes++;
}

/* FROM+FOR */
static bool read_span(const char *text, tn_time_t *from, tn_time_t *to)
{
	const char *plus = text ? strchr(text, '+') : NULL;
	char first[32];

	if (!plus || plus - text >= (long)sizeof(first))
		return false;
	memcpy(first, text, plus - text);
	first[plus - text] = 0;
	if (!read_time(first, from) || !read_time(plus + 1, to))
		return false;
	*to += *from;
	return true;
}

static bool link_down(struct weather *weather, const char *value)
{
	unsigned int n = weather->ndown;

	if (n == LINK_DOWN_MAX ||
	    !read_span(value, &weather->down[n].from, &weather->down[n].to))
		return false;
	weather->ndown++;
	return true;
}

static bool link_word(struct link *pair, char *name, char *value)
{
	const struct word *word = word_find(link_words, name);
	char *back = value ? strchr(value, '/') : NULL;

	if (!word)
		return false;
	if (word->kind == WORD_OTHER) {
		if (!link_down(&pair[0].weather, value))
			return false;
		pair[1].weather = pair[0].weather;
		return true;
	}
	if (back)
		*back++ = 0;
	return word_read(word, &pair[0], value) && word_read(word, &pair[1], back ? back : value);
}

/* --link [A-B,]key=value,... */
static bool link_parse(struct sim *sim, char *text)
{
	struct link *pair = &sim->link[sim->nlinks];
	char *word, *save, *value, *dash;
	int from = -1, to = -1;
	unsigned int i;

	if (sim->nlinks + 2 > SIM_LINKS_MAX)
		return complain("too many links", text);
	for (i = 0; i < 2; i++) {
		pair[i].sim = sim;
		pair[i].queue.limit = 256000;
		pair[i].queue.interval = tn_ms(100);
		pair[i].weather.burst_out = 0.3;
		pair[i].weather.burst_loss = 1;
		pair[i].weather.late = tn_ms(10);
	}
	for (word = strtok_r(text, ",", &save); word; word = strtok_r(NULL, ",", &save)) {
		value = strchr(word, '=');
		if (value)
			*value++ = 0;
		dash = strchr(word, '-');
		if (dash && !value && from < 0) {
			*dash = 0;
			from = node_find(sim, word, true);
			to = node_find(sim, dash + 1, true);
			if (from < 0 || to < 0 || from == to)
				return complain("not two hosts", word);
		} else if (!link_word(pair, word, value)) {
			return complain("not a word for --link", word);
		}
	}
	if (from < 0) {
		from = node_find(sim, "a", true);
		to = node_find(sim, "b", true);
	}
	pair[0].from = from;
	pair[0].to = to;
	pair[1].from = to;
	pair[1].to = from;
	sim->nlinks += 2;
	return true;
}

/* NAME:VALUE */
static bool flow_set(struct flow *flow, const char *text)
{
	const char *colon = strchr(text, ':');
	char name[32];

	if (!colon || colon - text >= (long)sizeof(name))
		return false;
	memcpy(name, text, colon - text);
	name[colon - text] = 0;
	return !tn_config_set(&flow->cfg, name, colon + 1);
}

static bool flow_other(struct sim *sim, struct flow *flow, const char *name, const char *value)
{
	int node;

	if (!strcmp(name, "gro")) {
		flow->gro_on = true;
		return !value || read_time(value, &flow->gro);
	}
	if (!value)
		return false;
	if (!strcmp(name, "pause"))
		return read_span(value, &flow->pause, &flow->resume);
	if (!strcmp(name, "set"))
		return flow_set(flow, value);
	if (!strcmp(name, "cc")) {
		flow->cc = tn_cc_find(value);
		return flow->cc;
	}
	if (!strcmp(name, "end")) {
		flow->ending = !strcmp(value, "close") ? FLOW_CLOSE :
			       !strcmp(value, "abort") ? FLOW_ABORT : FLOW_SHUT;
		return flow->ending || !strcmp(value, "shut");
	}
	node = node_find(sim, value, false);
	if (node < 0)
		return false;
	*(!strcmp(name, "from") ? &flow->from : &flow->to) = node;
	return true;
}

/* What a flow is like before it is told otherwise */
static void flow_default(struct sim *sim, struct flow *flow)
{
	flow->sim = sim;
	flow->id = sim->nflows;
	flow->cfg = tn_config_rfc;
	flow->n = 1;
	flow->stop = sim->time;
	flow->size = flow->kind == FLOW_SHORT ? 20000 : 64;
	flow->reply = 64;
	flow->gap = flow->kind == FLOW_SHORT ? tn_ms(100) : 0;
	flow->on = tn_sec(1);
	flow->off = tn_sec(1);
	flow->sndbuf = 4000000;
	flow->rcvbuf = 4000000;
	flow->mtu = 1500;
	flow->sack = true;
	flow->ts = true;
	flow->wscale = true;
	flow->to = 1;
}

/* --flow KIND,key=value,... */
static bool flow_parse(struct sim *sim, char *text)
{
	struct flow *flow = &sim->flow[sim->nflows];
	const struct word *entry;
	char *word, *save, *value;
	unsigned int i;

	if (sim->nflows == SIM_FLOWS_MAX)
		return complain("too many flows", text);
	word = strtok_r(text, ",", &save);
	for (i = 0; word && i < 4 && strcmp(word, flow_kinds[i]); i++)
		;
	if (!word || i == 4)
		return complain("not a kind of flow", word ? word : "");
	flow->kind = i;
	flow_default(sim, flow);
	while ((word = strtok_r(NULL, ",", &save))) {
		value = strchr(word, '=');
		if (value)
			*value++ = 0;
		entry = word_find(flow_words, word);
		if (!entry || !(entry->kind == WORD_OTHER ? flow_other(sim, flow, word, value) :
							    word_read(entry, flow, value)))
			return complain("not a word for --flow", word);
	}
	if (flow->mtu > 65535 || flow->stop > sim->time || flow->start > flow->stop)
		return complain("--flow", "mtu, start or stop out of range");
	if (!flow->cc)
		flow->cc = tn_cc_usual(flow->cfg.congestion);
	if (flow->ecn || flow->accecn)
		flow->cfg.ecn = flow->accecn ? 3 : 1;
	sim->nflows++;
	return true;
}

static void words_help(const struct word *words)
{
	for (; words->name; words++)
		printf("    %-11s %s\n", words->name, words->help);
}

/* Say what can be said. */
void scenario_help(void)
{
	puts("usage: tn-sim [--seed N] [--time T] --link [A-B,]WORDS... --flow KIND[,WORDS]...\n"
	     "              [--csv FILE] [--plot FILE.png] [--step T] [--check every|sparse] [--quiet]\n"
	     "       tn-sim --soak SECONDS [--seed N]\n\n"
	     "  --link: a link from host A to host B (a-b), the same both ways or value/value");
	words_help(link_words);
	puts("\n  --flow: bulk, rr, onoff or short");
	words_help(flow_words);
}

static bool option_parse(struct sim *sim, const char *name, char *value)
{
	if (!strcmp(name, "--seed")) {
		sim->seed = strtoull(value, NULL, 0);
		return true;
	}
	if (!strcmp(name, "--time"))
		return read_time(value, &sim->time) && sim->time < tn_sec(1000000);
	if (!strcmp(name, "--step"))
		return read_time(value, &sim->step) && sim->step;
	if (!strcmp(name, "--csv"))
		return (sim->csv = value);
	if (!strcmp(name, "--plot"))
		return (sim->plot = value);
	if (!strcmp(name, "--check")) {
		sim->every = strcmp(value, "sparse");
		return !sim->every || !strcmp(value, "every");
	}
	if (!strcmp(name, "--link"))
		return link_parse(sim, value);
	if (!strcmp(name, "--flow"))
		return flow_parse(sim, value);
	return complain("no such option", name);
}

static void command_add(struct sim *sim, const char *word)
{
	size_t used = strlen(sim->command);

	snprintf(sim->command + used, sizeof(sim->command) - used, " %s", word);
}

/*
 * Read the command line into @sim. Its words are changed. --time comes before --flow in effect,
 * wherever it stands.
 */
bool scenario_parse(struct sim *sim, int argc, char **argv)
{
	int pass, i;

	snprintf(sim->command, sizeof(sim->command), "tn-sim");
	for (i = 1; i < argc; i++)
		command_add(sim, argv[i]);
	for (pass = 0; pass < 3; pass++) {
		for (i = 1; i < argc; i++) {
			const char *name = argv[i];
			int turn = !strcmp(name, "--flow") ? 2 : !strcmp(name, "--link") ? 1 : 0;

			if (!strcmp(name, "--quiet")) {
				sim->quiet = true;
				continue;
			}
			if (++i == argc)
				return complain("a value is missing", name);
			if (turn == pass && !option_parse(sim, name, argv[i]))
				return complain("cannot read", name);
		}
	}
	if (!sim->nlinks || !sim->nflows)
		return complain("a run needs", "--link and --flow");
	return true;
}
