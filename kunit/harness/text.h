/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Text for scripts: a line cut into words, words read as numbers and times, and a bounded buffer to
 * write into. All of it works in the kernel as it does on the host.
 */
#ifndef TN_KUNIT_HARNESS_TEXT_H
#define TN_KUNIT_HARNESS_TEXT_H

#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/types.h>

#include "base/time.h"

#define TN_LINE_MAX	256	/* characters of a line */
#define TN_LINE_WORDS	64	/* words of a line */

/**
 * struct tn_line - a line of a script, cut into words
 * @buf:   the words, each with its NUL
 * @word:  where they begin
 * @count: how many
 * @next:  which of them tn_line_take() gives next
 *
 * Words are separated by blanks and commas; '<' and '>' are words of their own; '#' begins a
 * comment.
 */
struct tn_line {
	char buf[TN_LINE_MAX + TN_LINE_WORDS];
	char *word[TN_LINE_WORDS];
	unsigned int count;
	unsigned int next;
};

bool tn_line_split(struct tn_line *line, const char *text, size_t len);
const char *tn_line_peek(const struct tn_line *line);
const char *tn_line_take(struct tn_line *line);
bool tn_line_accept(struct tn_line *line, const char *word);

bool tn_word_number(const char *word, u32 *number);
bool tn_word_time(const char *word, tn_time_t *span);

/**
 * struct tn_text - a bounded buffer that is written from its beginning to its end
 * @buf:  always ends with a NUL
 * @size: of @buf, bytes
 * @len:  characters written; what does not fit is cut off
 */
struct tn_text {
	char *buf;
	size_t size;
	size_t len;
};

/* snprintf() behind what is there */
#define tn_text_add(text, fmt, ...)						\
	do {									\
		struct tn_text *text_ = (text);					\
		int n_ = snprintf(text_->buf + text_->len,			\
				  text_->size - text_->len, fmt, ##__VA_ARGS__); \
										\
		text_->len = min_t(size_t, text_->len + n_, text_->size - 1);	\
	} while (0)

void tn_text_add_time(struct tn_text *text, tn_time_t span);

#endif /* TN_KUNIT_HARNESS_TEXT_H */
