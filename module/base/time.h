/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Time, in the one unit and on the one clock that Tandem has.
 *
 * tn_time_t counts nanoseconds of a monotonic clock. The pure rooms never ask what time it is:
 * "now" is an argument of every entry (DESIGN 3), taken from ktime_get_ns() by the kernel shell and
 * from a variable by tests and the simulator. 64 bits of nanoseconds last 584 years, so that points
 * in time are compared with plain < and never wrap.
 *
 * A span (the difference of two points) has the same type. A deadline that is not set is
 * TN_TIME_NEVER, which is later than every point, so that "the earliest of these deadlines" is a
 * plain minimum; tn_time_add() keeps it at NEVER.
 */
#ifndef TN_BASE_TIME_H
#define TN_BASE_TIME_H

#include <linux/math64.h>
#include <linux/types.h>

typedef u64 tn_time_t;

#define TN_TIME_NEVER		(~(tn_time_t)0)

#define TN_NSEC_PER_USEC	1000ULL
#define TN_NSEC_PER_MSEC	1000000ULL
#define TN_NSEC_PER_SEC		1000000000ULL

/* Spans from a count of microseconds, milliseconds, seconds. */
static inline tn_time_t tn_us(u64 n)
{
	return n * TN_NSEC_PER_USEC;
}

static inline tn_time_t tn_ms(u64 n)
{
	return n * TN_NSEC_PER_MSEC;
}

static inline tn_time_t tn_sec(u64 n)
{
	return n * TN_NSEC_PER_SEC;
}

/* A span in whole microseconds or milliseconds, rounded down. */
static inline u64 tn_time_to_us(tn_time_t span)
{
	return div_u64(span, TN_NSEC_PER_USEC);
}

static inline u64 tn_time_to_ms(tn_time_t span)
{
	return div_u64(span, TN_NSEC_PER_MSEC);
}

/* @t + @span; what would pass the end of time is TN_TIME_NEVER, and NEVER stays NEVER. */
static inline tn_time_t tn_time_add(tn_time_t t, tn_time_t span)
{
	return span > TN_TIME_NEVER - t ? TN_TIME_NEVER : t + span;
}

/* The span from @b to @a, 0 when @b is the later one: an elapsed time is never huge by accident. */
static inline tn_time_t tn_time_sub(tn_time_t a, tn_time_t b)
{
	return a > b ? a - b : 0;
}

/* The earlier of two points in time. */
static inline tn_time_t tn_time_min(tn_time_t a, tn_time_t b)
{
	return a < b ? a : b;
}

#endif /* TN_BASE_TIME_H */
