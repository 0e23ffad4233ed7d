/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random numbers that are the same on every machine.
 *
 * One 64-bit counter and a mixing function (SplitMix64: Steele, Lea, Flood, "Fast splittable
 * pseudorandom number generators", 2014). Every link and every connection has a stream of its own,
 * derived from the seed of the run, so that adding a flow does not change the weather of a link.
 * Only log() of libm (waiting times) could differ between machines.
 */
#ifndef SIM_RNG_H
#define SIM_RNG_H

#include <math.h>
#include <stdbool.h>

#include <linux/types.h>

/* 2^-53: what the 53 bits of a double fraction count in */
#define RNG_ULP		(1.0 / (1ULL << 53))

struct rng {
	u64 state;
};

static inline u64 rng_next(struct rng *rng)
{
	u64 z = rng->state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

/* A stream of its own for the @which-th part of a run. */
static inline struct rng rng_fork(u64 seed, u64 which)
{
	struct rng rng = { seed * 0xd1342543de82ef95ULL + which };

	rng.state = rng_next(&rng);
	return rng;
}

/* A number in [0, @n); @n is not 0. The bias is below 2^-32 for the @n that are used. */
static inline u64 rng_below(struct rng *rng, u64 n)
{
	return rng_next(rng) % n;
}

/* True with probability @p. */
static inline bool rng_chance(struct rng *rng, double p)
{
	return p > 0 && (double)(rng_next(rng) >> 11) * RNG_ULP < p;
}

/* A waiting time of a Poisson process, in the unit of @mean, at least 1. */
static inline u64 rng_exp(struct rng *rng, u64 mean)
{
	double u = ((double)(rng_next(rng) >> 11) + 1) * RNG_ULP;

	return 1 + (u64)(-log(u) * (double)mean);
}

#endif
