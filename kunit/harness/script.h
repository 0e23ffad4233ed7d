/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Scripts: segments in, segments out, with explicit time. See script.c for the language.
 */
#ifndef TN_KUNIT_HARNESS_SCRIPT_H
#define TN_KUNIT_HARNESS_SCRIPT_H

#include <kunit/test.h>

#include "harness/text.h"
#include "harness/world.h"

/** TN_SCRIPT_REPORT_MAX - characters of a report; a kernel log line has room for them */
#define TN_SCRIPT_REPORT_MAX	880

/**
 * struct tn_script - a script that is being played
 * @world:     where
 * @line:      the line at hand
 * @tolerance: how far times may be off, ns
 * @relative:  sequence numbers count from the ISS of each end
 * @depth:     scripts within scripts ("reach STATE")
 * @peer:      options that the peer's SYN has, as text
 * @actual:    what was seen instead of what the line expects
 * @why:       memory of @actual
 * @report:    what went wrong, empty as long as nothing has
 */
struct tn_script {
	struct tn_world *world;
	struct tn_line line;
	tn_time_t tolerance;
	bool relative;
	unsigned int depth;
	char peer[128];
	struct tn_text actual;
	char why[320];
	char report[TN_SCRIPT_REPORT_MAX];
};

struct tn_script *tn_script_new(struct kunit *test);
bool tn_script_play(struct tn_script *script, const char *text);
struct tn_origin tn_script_origin(const struct tn_script *script);

const char *tn_script_expect(struct tn_script *script);
const char *tn_script_set(struct tn_script *script);

/** TN_PLAY() - play on, in a world that exists; a failure ends the case */
#define TN_PLAY(script, text)							\
	do {									\
		struct tn_script *script_ = (script);				\
										\
		KUNIT_ASSERT_TRUE_MSG(script_->world->test,			\
				      tn_script_play(script_, text), "%s",	\
				      script_->report);				\
	} while (0)

/** TN_SCRIPT() - play a script from the beginning, in a world of its own */
#define TN_SCRIPT(test, text)	TN_PLAY(tn_script_new(test), text)

#endif /* TN_KUNIT_HARNESS_SCRIPT_H */
