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

struct tn_script;

/**
 * struct tn_verb - what a line can say
 * @name:  the word; NULL ends a list
 * @run:   does it; returns NULL, or what is wrong
 * @event: something happens: all that was sent before must have been looked at
 */
struct tn_verb {
	const char *name;
	const char *(*run)(struct tn_script *script);
	bool event;
};

/**
 * struct tn_stage - who plays a script: a control block, or a socket and a wire
 * @name:    "core" or "wire"
 * @rtt:     seconds between our SYN and its answer in "reach", as text; empty for none
 * @verbs:   of the user, "expect" and "set"
 * @origin:  the ISS of each end
 * @now:     the clock, TN_WORLD_EPOCH at the beginning
 * @advance: let time pass
 * @await:   let time pass until there is a segment to look at, but not beyond a point in time
 * @unseen:  is there a segment to look at? If there will ever be one without further ado, it is
 *           there now
 * @look:    the oldest segment that nobody has looked at, or NULL
 * @forget:  drop those that were
 * @arrive:  a segment arrives; returns NULL, or what is wrong
 * @broken:  an invariant that does not hold, or NULL
 */
struct tn_stage {
	const char *name;
	const char *rtt;
	const struct tn_verb *verbs;
	struct tn_origin (*origin)(const struct tn_script *script);
	tn_time_t (*now)(const struct tn_script *script);
	void (*advance)(struct tn_script *script, tn_time_t until);
	void (*await)(struct tn_script *script, tn_time_t until);
	bool (*unseen)(struct tn_script *script);
	struct tn_sighting *(*look)(struct tn_script *script);
	void (*forget)(struct tn_script *script);
	const char *(*arrive)(struct tn_script *script, const struct tn_pattern *p);
	const char *(*broken)(const struct tn_script *script);
};

/**
 * struct tn_heard - what a peer remembers of the segments it was sent
 * @ack:    acknowledged last
 * @wnd:    window field beside it
 * @wscale: offered in the SYN
 * @tsval:  last timestamp
 * @cookie: last Fast Open cookie
 */
struct tn_heard {
	u32 ack;
	u16 wnd;
	u8 wscale;
	u32 tsval;
	struct tn_cookie cookie;
};

/**
 * struct tn_script - a script that is being played
 * @stage:       who plays it
 * @world:       where, on the core stage
 * @line:        the line at hand
 * @tolerance:   how far times may be off, ns
 * @relative:    sequence numbers count from the ISS of each end
 * @scaled:      the peer's SYN had the window scale option
 * @heard:       what the peer remembers
 * @file:        for the report: where the text stands, or NULL
 * @line_before: the lines of @file before the text
 * @peer:        options that the peer's SYN has, as text
 * @actual:      what was seen instead of what the line expects
 * @why:         memory of @actual
 * @report:      what went wrong, empty as long as nothing has
 */
struct tn_script {
	const struct tn_stage *stage;
	struct tn_world *world;
	struct tn_line line;
	tn_time_t tolerance;
	bool relative;
	bool scaled;
	struct tn_heard heard;
	const char *file;
	unsigned int line_before;
	char peer[128];
	struct tn_text actual;
	char why[320];
	char report[TN_SCRIPT_REPORT_MAX];
};

struct tn_script *tn_script_new(struct kunit *test);
void tn_script_init(struct tn_script *script, const struct tn_stage *stage);
bool tn_script_play(struct tn_script *script, const char *text);

/* For the stages */
struct tn_origin tn_script_origin(const struct tn_script *script);
void tn_script_seg(const struct tn_script *script, const struct tn_pattern *p, u32 snd_nxt,
		   u16 wnd, struct tn_seg *seg);
bool tn_script_take_number(struct tn_script *script, u32 *n);
bool tn_script_switch(struct tn_script *script, bool *on);

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
