/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What "expect" compares: a line's words with what is there. See answer.c.
 */
#ifndef TN_KUNIT_HARNESS_ANSWER_H
#define TN_KUNIT_HARNESS_ANSWER_H

#include "harness/script.h"
#include "tcp/state.h"

/* How a value is read and written */
enum tn_kind {
	TN_NUMBER,
	TN_SPAN,	/* seconds */
	TN_OUR_SEQ,
	TN_THEIR_SEQ,
};

/**
 * struct tn_value - something that was asked for
 * @name:   in scripts
 * @actual: what it is
 * @kind:   how it is written
 */
struct tn_value {
	const char *name;
	u64 actual;
	enum tn_kind kind;
};

const char *tn_answer_state(enum tn_state state);
const char *tn_answer_errno(int err);
const char *tn_answer_word(struct tn_script *script, const char *actual);
const char *tn_answer_number(struct tn_script *script, const struct tn_value *value);

#endif /* TN_KUNIT_HARNESS_ANSWER_H */
