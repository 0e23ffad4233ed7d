// SPDX-License-Identifier: GPL-2.0
/*
 * Text for scripts: see text.h.
 */
#include "harness/text.h"

static bool tn_text_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == ',';
}

static bool tn_text_is_bracket(char c)
{
	return c == '<' || c == '>';
}

/**
 * tn_line_split() - cut a line into words
 * @line: the words
 * @text: the line, not ended by a NUL
 * @len:  its length
 *
 * Return: false if it is too long, or has too many words.
 */
bool tn_line_split(struct tn_line *line, const char *text, size_t len)
{
	char *to = line->buf;
	size_t i = 0;

	line->count = 0;
	line->next = 0;
	if (len > TN_LINE_MAX)
		return false;
	while (i < len && text[i] != '#') {
		if (tn_text_is_blank(text[i])) {
			i++;
			continue;
		}
		if (line->count == TN_LINE_WORDS)
			return false;
		line->word[line->count++] = to;
		if (tn_text_is_bracket(text[i])) {
			*to++ = text[i++];
		} else {
			while (i < len && !tn_text_is_blank(text[i]) &&
			       !tn_text_is_bracket(text[i]) && text[i] != '#')
				*to++ = text[i++];
		}
		*to++ = '\0';
	}
	return true;
}

/**
 * tn_line_peek() - the next word, without taking it
 * @line: a line
 *
 * Return: the word, NULL at the end of the line.
 */
const char *tn_line_peek(const struct tn_line *line)
{
	return line->next < line->count ? line->word[line->next] : NULL;
}

/**
 * tn_line_take() - the next word
 * @line: a line
 *
 * Return: the word, NULL at the end of the line.
 */
const char *tn_line_take(struct tn_line *line)
{
	return line->next < line->count ? line->word[line->next++] : NULL;
}

/**
 * tn_line_accept() - take the next word if it is a certain one
 * @line: a line
 * @word: the word
 *
 * Return: whether it was.
 */
bool tn_line_accept(struct tn_line *line, const char *word)
{
	const char *next = tn_line_peek(line);

	if (!next || strcmp(next, word))
		return false;
	line->next++;
	return true;
}

static int tn_text_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return 16;
}

/**
 * tn_word_number() - read a number: 17, 0x11, -1
 * @word:   the word, or NULL
 * @number: the number modulo 2^32, so that -1 is "one before"
 *
 * Return: false if the word is not a number.
 */
bool tn_word_number(const char *word, u32 *number)
{
	bool minus = word && *word == '-';
	int base = 10;
	u32 n = 0;

	if (!word)
		return false;
	word += minus;
	if (word[0] == '0' && word[1] == 'x') {
		base = 16;
		word += 2;
	}
	if (!*word)
		return false;
	for (; *word; word++) {
		int digit = tn_text_digit(*word);

		if (digit >= base)
			return false;
		n = n * base + digit;
	}
	*number = minus ? -n : n;
	return true;
}

/**
 * tn_word_time() - read a span of time in seconds: 3, 0.25
 * @word: the word, or NULL
 * @span: the span, ns
 *
 * Return: false if the word is not a span.
 */
bool tn_word_time(const char *word, tn_time_t *span)
{
	u64 unit = TN_NSEC_PER_SEC, t = 0;
	bool digits = false;

	for (; word && *word >= '0' && *word <= '9'; word++) {
		t = t * 10 + (*word - '0') * TN_NSEC_PER_SEC;
		digits = true;
	}
	if (word && *word == '.') {
		for (word++; *word >= '0' && *word <= '9'; word++) {
			unit = div_u64(unit, 10);
			t += (*word - '0') * unit;
			digits = true;
		}
	}
	*span = t;
	return digits && !*word;
}

/**
 * tn_text_add_time() - write a span in seconds, with as many decimals as it needs, up to 6
 * @text: where
 * @span: ns
 */
void tn_text_add_time(struct tn_text *text, tn_time_t span)
{
	u32 rest, decimals = 6;
	u64 sec = div_u64_rem(span, TN_NSEC_PER_SEC, &rest);

	for (rest /= 1000; decimals > 1 && rest % 10 == 0; decimals--)
		rest /= 10;
	tn_text_add(text, "%llu.%0*u", (unsigned long long)sec, (int)decimals, rest);
}
