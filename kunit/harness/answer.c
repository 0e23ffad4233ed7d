// SPDX-License-Identifier: GPL-2.0
/*
 * What "expect" compares, the same on each stage: NAME [OP] VALUE, OP being == (or nothing), !=, <,
 * <=, > or >=; and names as the RFC and errno(3) write them.
 */
#include <linux/errno.h>

#include "harness/answer.h"

static const char *const tn_answer_states[] = {
	[TN_ESTABLISHED] = "ESTABLISHED", [TN_SYN_SENT] = "SYN-SENT",
	[TN_SYN_RECEIVED] = "SYN-RECEIVED", [TN_FIN_WAIT_1] = "FIN-WAIT-1",
	[TN_FIN_WAIT_2] = "FIN-WAIT-2", [TN_TIME_WAIT] = "TIME-WAIT",
	[TN_CLOSED] = "CLOSED", [TN_CLOSE_WAIT] = "CLOSE-WAIT",
	[TN_LAST_ACK] = "LAST-ACK", [TN_LISTEN] = "LISTEN", [TN_CLOSING] = "CLOSING",
};

/**
 * tn_answer_state() - the name of a state
 * @state: state
 *
 * Return: as the RFC writes it.
 */
const char *tn_answer_state(enum tn_state state)
{
	return tn_answer_states[state];
}

/**
 * tn_answer_errno() - the name of an error
 * @err: errno, positive; 0 for none
 *
 * Return: its name.
 */
const char *tn_answer_errno(int err)
{
	switch (err) {
	case 0:
		return "none";
	case ECONNREFUSED:
		return "ECONNREFUSED";
	case ECONNRESET:
		return "ECONNRESET";
	case EPIPE:
		return "EPIPE";
	case ETIMEDOUT:
		return "ETIMEDOUT";
	default:
		return "some other";
	}
}

/**
 * tn_answer_word() - the next word of the line must be a certain one
 * @script: script
 * @actual: the word
 *
 * Return: NULL, or what is wrong.
 */
const char *tn_answer_word(struct tn_script *script, const char *actual)
{
	const char *want = tn_line_take(&script->line);

	if (want && !strcmp(want, actual))
		return NULL;
	tn_text_add(&script->actual, "%s", actual);
	return "it is another one";
}

static bool tn_answer_compare(const char *op, u64 a, u64 b)
{
	if (!strcmp(op, "!="))
		return a != b;
	if (!strcmp(op, "<"))
		return a < b;
	if (!strcmp(op, ">"))
		return a > b;
	if (!strcmp(op, "<="))
		return a <= b;
	if (!strcmp(op, ">="))
		return a >= b;
	return a == b;
}

/* An operator; '<' and '>' were cut off as words of their own */
static void tn_answer_operator(struct tn_line *line, char op[3])
{
	const char *word = tn_line_peek(line);

	op[0] = '=';
	op[1] = '=';
	op[2] = '\0';
	if (!word || !strchr("<>=!", *word))
		return;
	op[0] = *word;
	op[1] = word[1];
	line->next++;
	if (op[1] == '\0' && tn_line_accept(line, "="))
		op[1] = '=';
}

/**
 * tn_answer_number() - "[OP] VALUE" must hold for a value
 * @script: script
 * @value:  what it is
 *
 * Return: NULL, or what is wrong.
 */
const char *tn_answer_number(struct tn_script *script, const struct tn_value *value)
{
	struct tn_origin from = tn_script_origin(script);
	u64 actual = value->actual, want;
	const char *word;
	tn_time_t span;
	char op[3];
	u32 n = 0;

	tn_answer_operator(&script->line, op);
	word = tn_line_take(&script->line);
	if (value->kind == TN_SPAN ? !tn_word_time(word, &span) : !tn_word_number(word, &n))
		return "expect what value?";
	want = n;
	if (value->kind == TN_OUR_SEQ)
		actual = (u32)(actual - from.ours);
	if (value->kind == TN_THEIR_SEQ)
		actual = (u32)(actual - from.theirs);
	if (value->kind == TN_SPAN) {
		want = span;
		if (tn_time_sub(want, actual) <= script->tolerance &&
		    tn_time_sub(actual, want) <= script->tolerance)
			actual = want;
	}
	if (tn_answer_compare(op, actual, want))
		return NULL;
	tn_text_add(&script->actual, "%s ", value->name);
	if (value->kind == TN_SPAN)
		tn_text_add_time(&script->actual, actual);
	else
		tn_text_add(&script->actual, "%llu", (unsigned long long)actual);
	return "it is not so";
}
