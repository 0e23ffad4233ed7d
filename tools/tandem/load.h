/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The loads of the benchmark: what its two processes do. Both run until the
 * peer closes or the goal is reached; bench.c starts, times out and ends them.
 */
#ifndef TANDEM_LOAD_H
#define TANDEM_LOAD_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

/* When a client stops: after this time, or this many of what the load counts. */
struct load_goal {
	uint64_t ns;
	uint64_t count;
};

/* What a client measured, or the call that failed. */
struct load_result {
	uint64_t count;			/* bytes, round trips, connections or writes */
	uint64_t ns;
	int error;			/* errno, 0: none */
	char call[24];			/* that failed */
};

struct load {
	const char *name;
	const char *unit;		/* of its speed */
	double divisor;			/* of count, to give the unit */
	const char *each;		/* what is counted */
	uint64_t enough;		/* of these for an exact figure */
	void (*serve)(int listener);
	void (*drive)(int family, const struct sockaddr_in *to,
		      const struct load_goal *goal, struct load_result *result);
};

extern const struct load loads[];
extern const unsigned int n_loads;

uint64_t load_clock(void);

#endif /* TANDEM_LOAD_H */
