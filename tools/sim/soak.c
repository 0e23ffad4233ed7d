// SPDX-License-Identifier: GPL-2.0
/*
 * Soak: worlds made up from seeds, one after the other, for a time.
 *
 * Each seed becomes a command line: hosts in a row, a star or a pair, links of any weather, flows
 * of any kind. It runs in a child process, so that a failed check, a sanitizer's finding or an
 * endless loop ends only that run. The command of each that fails is printed; to type it in
 * repeats it.
 */
#include <stdarg.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sim.h"

/* A run that takes longer has lost its way, s */
#define SOAK_HANG	120

#define SOAK_FORMAT	__attribute__((format(printf, 2, 3)))
#define SOAK_WORDS	64
#define SOAK_TEXT	512

/**
 * struct soak - a command line that is being made up
 * @rng:  dice
 * @argc: words so far
 * @argv: the words
 * @text: where they are
 */
struct soak {
	struct rng rng;
	int argc;
	char *argv[SOAK_WORDS + 1];
	char text[SOAK_WORDS][SOAK_TEXT];
};

static void SOAK_FORMAT soak_word(struct soak *soak, const char *format, ...)
{
	char *text = soak->text[soak->argc];
	va_list args;

	va_start(args, format);
	vsnprintf(text, SOAK_TEXT, format, args);
	va_end(args);
	soak->argv[soak->argc++] = text;
	soak->argv[soak->argc] = NULL;
}

/* Add to the word that is being made up. */
static void SOAK_FORMAT soak_add(struct soak *soak, const char *format, ...)
{
	char *text = soak->text[soak->argc - 1];
	size_t used = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + used, SOAK_TEXT - used, format, args);
	va_end(args);
}

static unsigned int soak_pick(struct soak *soak, unsigned int n)
{
	return rng_below(&soak->rng, n);
}

/* With a chance of one in @n */
static bool soak_one_in(struct soak *soak, unsigned int n)
{
	return !soak_pick(soak, n);
}

static void soak_weather(struct soak *soak, unsigned int seconds)
{
	static const char *const losses[] = { "0.01%", "0.1%", "1%", "2%", "5%", "20%" };

	if (soak_one_in(soak, 2))
		soak_add(soak, ",loss=%s", losses[soak_pick(soak, 6)]);
	if (soak_one_in(soak, 5))
		soak_add(soak, ",burst-in=%u%%,burst-out=%u%%", 1 + soak_pick(soak, 3),
			 10 + soak_pick(soak, 60));
	if (soak_one_in(soak, 4))
		soak_add(soak, ",jitter=%ums", 1 + soak_pick(soak, 50));
	if (soak_one_in(soak, 4))
		soak_add(soak, ",reorder=%u%%,late=%ums", 1 + soak_pick(soak, 20),
			 1 + soak_pick(soak, 100));
	if (soak_one_in(soak, 5))
		soak_add(soak, ",dup=%u%%", 1 + soak_pick(soak, 10));
	if (soak_one_in(soak, 6))
		soak_add(soak, ",corrupt=%u%%", 1 + soak_pick(soak, 3));
	/* Who waits for a window update must not wait for that alone */
	if (soak_one_in(soak, 4))
		soak_add(soak, ",updates=%s", soak_one_in(soak, 2) ? "100%" : "30%");
	if (soak_one_in(soak, 5))
		soak_add(soak, ",down=%us+%ums", soak_pick(soak, seconds),
			 100 + soak_pick(soak, 20000));
	if (soak_one_in(soak, 5))
		soak_add(soak, ",codel=%ums", 1 + soak_pick(soak, 20));
	if (soak_one_in(soak, 5))
		soak_add(soak, ",ecn=%u", 3000 + soak_pick(soak, 60000));
	if (soak_one_in(soak, 5))
		soak_add(soak, ",dualpi2");
}

static void soak_link(struct soak *soak, unsigned int from, unsigned int to, unsigned int seconds)
{
	static const char *const rates[] = { "56k", "256k", "1M", "2M", "5M", "10M", "20M" };

	soak_word(soak, "--link");
	soak_word(soak, "h%u-h%u,delay=%uus", from, to,
		  soak_one_in(soak, 3) ? soak_pick(soak, 1000) : soak_pick(soak, 200000));
	soak_add(soak, ",rate=%s", rates[soak_pick(soak, 7)]);
	if (soak_one_in(soak, 4))
		soak_add(soak, "/%s", rates[soak_pick(soak, 7)]);
	soak_add(soak, ",queue=%u", 3000 + soak_pick(soak, soak_one_in(soak, 2) ? 20000 : 200000));
	soak_weather(soak, seconds);
}

static void soak_options(struct soak *soak)
{
	static const char *const controls[] = {
		"reno", "cubic", "fixed", "bbr", "dctcp", "prague"
	};
	static const char *const recovery[] = { "rack", "tlp", "prr", "frto", "undo" };
	static const char *const flags[] = {
		"sack=off", "ts=off", "wscale=off", "nodelay", "cork", "keepalive", "ecn", "accecn",
		"gro", "gro=1ms", "cross", "starve=10%", "starve=70%", "end=close", "end=abort"
	};
	unsigned int i;

	for (i = soak_pick(soak, 4); i; i--)
		soak_add(soak, ",%s", flags[soak_pick(soak, ARRAY_SIZE(flags))]);
	soak_add(soak, ",cc=%s", controls[soak_pick(soak, ARRAY_SIZE(controls))]);
	if (soak_one_in(soak, 4))
		soak_add(soak, ",switch=%ums",
			 1 + soak_pick(soak, soak_one_in(soak, 2) ? 50 : 2000));
	if (soak_one_in(soak, 4))
		soak_add(soak, ",set=hystart:0");
	for (i = 0; i < ARRAY_SIZE(recovery); i++)
		if (soak_one_in(soak, 6))
			soak_add(soak, ",set=%s:0", recovery[i]);
	if (soak_one_in(soak, 2))
		soak_add(soak, ",set=cwv:%u", soak_pick(soak, 3));
	if (soak_one_in(soak, 3))
		soak_add(soak, ",rcvbuf=%u", 2000 + soak_pick(soak, 200000));
	if (soak_one_in(soak, 8))
		soak_add(soak, ",shrink=%u", 500 + soak_pick(soak, 50000));
	/* A slow reader, often with a window that closes */
	if (soak_one_in(soak, 5))
		soak_add(soak, ",read=%u", 1000 + soak_pick(soak, 1000000));
	if (soak_one_in(soak, 5))
		soak_add(soak, ",read=%u,rcvbuf=%u", 1000 + soak_pick(soak, 50000),
			 1000 + soak_pick(soak, 10000));
	if (soak_one_in(soak, 5))
		soak_add(soak, ",rcvbuf=%u,pause=%ums+%ums", 2000 + soak_pick(soak, 30000),
			 soak_pick(soak, 3000), 1 + soak_pick(soak, 30000));
	if (soak_one_in(soak, 4))
		soak_add(soak, ",mtu=%u", 200 + soak_pick(soak, 9000));
	if (soak_one_in(soak, 3))
		soak_add(soak, ",gso=%u", 1000 + soak_pick(soak, 64000));
	/* Small enough for what is unsent at the end to drain */
	soak_add(soak, ",sndbuf=%u", 1000 + soak_pick(soak, 100000));
}

static void soak_flow(struct soak *soak, unsigned int hosts, unsigned int seconds)
{
	unsigned int from = soak_pick(soak, hosts), to = soak_pick(soak, hosts - 1);
	unsigned int start = soak_pick(soak, seconds);

	soak_word(soak, "--flow");
	switch (soak_pick(soak, 4)) {
	case 0:
		soak_word(soak, "bulk,n=%u", 1 + soak_pick(soak, 4));
		if (soak_one_in(soak, 2))
			soak_add(soak, ",bytes=%u", 1 + soak_pick(soak, 2000000));
		if (soak_one_in(soak, 3))
			soak_add(soak, ",duplex");
		break;
	case 1:
		soak_word(soak, "rr,size=%u,reply=%u,n=%u", 1 + soak_pick(soak, 5000),
			  1 + soak_pick(soak, 50000), 1 + soak_pick(soak, 3));
		if (soak_one_in(soak, 2))
			soak_add(soak, ",gap=%ums", soak_pick(soak, 3000));
		break;
	case 2:
		soak_word(soak, "onoff,on=%ums,off=%ums", 1 + soak_pick(soak, 2000),
			  1 + soak_pick(soak, 5000));
		break;
	default:
		soak_word(soak, "short,size=%u,gap=%ums", 1 + soak_pick(soak, 100000),
			  50 + soak_pick(soak, 1000));
		break;
	}
	soak_add(soak, ",from=h%u,to=h%u,start=%us", from, to + (to >= from), start);
	if (soak_one_in(soak, 3))
		soak_add(soak, ",stop=%us", start + soak_pick(soak, seconds - start));
	soak_options(soak);
}

static void soak_make(struct soak *soak, u64 seed)
{
	unsigned int seconds, hosts, i;
	bool star;

	soak->rng = rng_fork(seed, 99);
	soak->argc = 0;
	seconds = 1 + soak_pick(soak, soak_one_in(soak, 4) ? 60 : 10);
	hosts = 2 + (soak_one_in(soak, 3) ? soak_pick(soak, 5) : 0);
	star = soak_one_in(soak, 2);
	soak_word(soak, "tn-sim");
	soak_word(soak, "--seed");
	soak_word(soak, "%llu", (unsigned long long)seed);
	soak_word(soak, "--time");
	soak_word(soak, "%us", seconds);
	for (i = 1; i < hosts; i++)
		soak_link(soak, star ? 0 : i - 1, i, seconds);
	for (i = 1 + soak_pick(soak, 4); i; i--)
		soak_flow(soak, hosts, seconds);
}

static void soak_child(struct soak *soak)
{
	struct sim *sim = sim_new();

	alarm(SOAK_HANG);
	if (!scenario_parse(sim, soak->argc, soak->argv))
		exit(2);
	sim_run(sim);
	sim_free(sim);
	fflush(stdout);
	exit(0);
}

/* Run one; true if it went well */
static bool soak_one(struct soak *soak, u64 seed)
{
	int status, i;
	pid_t child;

	soak_make(soak, seed);
	fflush(stdout);
	child = fork();
	if (child < 0)
		err(2, "fork");
	if (!child)
		soak_child(soak);
	if (waitpid(child, &status, 0) < 0)
		err(2, "waitpid");
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return true;
	printf("FAILED: seed %llu, %s %d:\n", (unsigned long long)seed,
	       WIFSIGNALED(status) ? "signal" : "exit",
	       WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	for (i = 0; i < soak->argc; i++)
		printf("%s%s", i ? " " : "", soak->argv[i]);
	printf("\n");
	return false;
}

static double soak_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Run worlds from @seed on, for @seconds. The exit status: 1 if any failed. */
int soak_run(u64 seed, u64 seconds)
{
	double until = soak_clock() + (double)seconds;
	static struct soak soak;
	u64 runs = 0, failed = 0;

	while (soak_clock() < until) {
		failed += !soak_one(&soak, seed + runs);
		runs++;
	}
	printf("soak: %llu runs from seed %llu, %llu failed\n", (unsigned long long)runs,
	       (unsigned long long)seed, (unsigned long long)failed);
	return failed ? 1 : 0;
}
