// SPDX-License-Identifier: GPL-2.0
/*
 * tn-sim: TCP connections of Tandem's core in a world with a clock of its own.
 * Documentation/simulator.rst tells how it is used.
 */
#include <time.h>

#include "sim.h"

static double cpu_seconds(void)
{
	struct timespec spent;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
	return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

static const char *main_option(int argc, char **argv, const char *name)
{
	int i;

	for (i = 1; i + 1 < argc; i++)
		if (!strcmp(argv[i], name))
			return argv[i + 1];
	return NULL;
}

int main(int argc, char **argv)
{
	const char *soak = main_option(argc, argv, "--soak");
	const char *seed = main_option(argc, argv, "--seed");
	struct sim *sim;
	double begun;

	if (argc < 2 || !strcmp(argv[1], "--help")) {
		scenario_help();
		return argc < 2 ? 2 : 0;
	}
	if (soak)
		return soak_run(seed ? strtoull(seed, NULL, 0) : 1, strtoull(soak, NULL, 0));

	sim = sim_new();
	if (!scenario_parse(sim, argc, argv))
		return 2;
	begun = cpu_seconds();
	sim_run(sim);
	if (!sim->quiet)
		report_print(sim, cpu_seconds() - begun);
	sim_free(sim);
	return 0;
}
