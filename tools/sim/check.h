/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What must hold, whatever the weather. See check.c.
 */
#ifndef SIM_CHECK_H
#define SIM_CHECK_H

#include "end.h"
#include "sim.h"

_Noreturn void __attribute__((format(printf, 3, 4)))
check_fail(struct sim *sim, struct end *end, const char *format, ...);

void check_end(struct end *end);
void check_out(struct end *end, const struct tn_out *out);
void check_delivery(struct end *end, const struct payload *payload);
void check_forlorn(struct end *end);
void check_gone(struct end *end);
void check_over(struct conn *conn);
void check_quiet(struct sim *sim);
void check_walk(struct end *end);
void dump_end(FILE *file, const struct end *end);

/* Fails the run, with the control block of @whose, unless @what holds. */
#define CHECK(whose, what)						\
	do {								\
		struct end *check_ = (whose);				\
									\
		if (__builtin_expect(!(what), 0))			\
			check_fail(end_sim(check_), check_, "%s", #what); \
	} while (0)

#endif
