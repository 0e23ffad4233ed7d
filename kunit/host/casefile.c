// SPDX-License-Identifier: GPL-2.0
/*
 * Files of scripts, for user space: the host suites and the player in the VM read the same ones.
 *
 *	case NAME		# NAME is unique in its file
 *		[only core|wire]
 *		[slow]
 *		[native differs: WHY]
 *		SCRIPT		# see kunit/harness/script.c
 *
 * A case is called FILE.NAME. "only" says that it makes no sense on the other stage, "slow" that on
 * the wire it is for virtual time. "native differs" declares that Linux's own TCP fails it, so that
 * a run against that stack finds the differences that nobody knows of. These lines stand before the
 * script. Outside of cases there are comments only.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casefile.h"

static void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

static struct casefile_case *add(struct casefile *all)
{
	all->cases = must(realloc(all->cases, (all->n + 1) * sizeof(*all->cases)));
	memset(&all->cases[all->n], 0, sizeof(*all->cases));
	return &all->cases[all->n++];
}

static char *skip_blanks(char *at)
{
	return at + strspn(at, " \t");
}

/* The rest of a line that begins with this, or NULL; without blanks and comment */
static char *behind(const char *line, const char *word)
{
	size_t len = strlen(word);
	char *rest;

	if (strncmp(line, word, len))
		return NULL;
	rest = must(strdup(skip_blanks((char *)line + len)));
	rest[strcspn(rest, "#")] = '\0';
	for (len = strlen(rest); len && strchr(" \t", rest[len - 1]); len--)
		rest[len - 1] = '\0';
	return rest;
}

static bool begin(struct casefile *all, const char *file, char *name, unsigned int number)
{
	struct casefile_case *c;
	char *full;
	size_t i;

	if (asprintf(&full, "%.*s.%s", (int)strcspn(file, "."), file, name) < 0)
		abort();
	for (i = 0; i < all->n; i++) {
		if (!strcmp(all->cases[i].name, full)) {
			free(full);
			return false;
		}
	}
	c = add(all);
	c->name = full;
	c->file = must(strdup(file));
	c->line = number + 1;
	c->text = must(strdup(""));
	return true;
}

/* A line about the case, before its script */
static bool take_remark(struct casefile_case *c, const char *line)
{
	char *rest;

	if (strspn(c->text, "\n") != strlen(c->text))
		return false;
	rest = behind(line, "only ");
	if (rest) {
		c->only = rest;
		return true;
	}
	rest = behind(line, "native differs:");
	if (rest) {
		c->differs = rest;
		return true;
	}
	rest = behind(line, "slow");
	if (!rest)
		return false;
	c->slow = !*rest;
	free(rest);
	return c->slow;
}

static void append(struct casefile_case *c, const char *line)
{
	size_t len = strlen(c->text);

	c->text = must(realloc(c->text, len + strlen(line) + 2));
	sprintf(c->text + len, "%s\n", line);
}

static const char *take_line(struct casefile *all, size_t first, const char *file, char *line,
			     unsigned int number)
{
	char *text = skip_blanks(line), *name;
	struct casefile_case *c = NULL;

	if (all->n > first)
		c = all->cases + all->n - 1;
	name = behind(text, "case ");
	if (name) {
		bool fresh = *name && !strpbrk(name, " \t.") && begin(all, file, name, number);

		free(name);
		return fresh ? NULL : "not a name, or it is used twice";
	}
	if (!*text || *text == '#')
		text = "";
	else if (!c)
		return "a script begins with 'case NAME'";
	if (c)
		append(c, take_remark(c, text) ? "" : text);
	return NULL;
}

static const char *load_one(const char *dir, const char *file, struct casefile *all,
			    unsigned int *number)
{
	const char *wrong = NULL;
	size_t first = all->n;
	char path[1024];
	char *line = NULL;
	size_t size = 0;
	FILE *from;

	snprintf(path, sizeof(path), "%s/%s", dir, file);
	*number = 0;
	from = fopen(path, "r");
	if (!from)
		return "cannot be read";
	while (!wrong && getline(&line, &size, from) > 0) {
		line[strcspn(line, "\n")] = '\0';
		wrong = take_line(all, first, file, line, ++*number);
	}
	free(line);
	fclose(from);
	if (!wrong && all->n == first)
		wrong = "there is no case in it";
	return wrong;
}

static int is_ours(const struct dirent *entry)
{
	const char *dot = strchr(entry->d_name, '.');

	return dot && !strcmp(dot, ".txt");
}

/**
 * casefile_load() - read all files of a directory
 * @dir:   directory
 * @all:   the cases
 * @wrong: where and what, if something is
 * @size:  of @wrong
 *
 * Return: false if something is wrong.
 */
bool casefile_load(const char *dir, struct casefile *all, char *wrong, size_t size)
{
	struct dirent **entries;
	unsigned int number;
	int i, n;

	memset(all, 0, sizeof(*all));
	*wrong = '\0';
	n = scandir(dir, &entries, is_ours, alphasort);
	if (n <= 0)
		snprintf(wrong, size, "%s: no scripts: %m", dir);
	for (i = 0; i < n; i++) {
		const char *what = *wrong ? NULL : load_one(dir, entries[i]->d_name, all, &number);

		if (what)
			snprintf(wrong, size, "%s:%u: %s", entries[i]->d_name, number, what);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return !*wrong;
}

/**
 * casefile_free() - let go of the cases
 * @all: from casefile_load()
 */
void casefile_free(struct casefile *all)
{
	size_t i;

	for (i = 0; i < all->n; i++) {
		free(all->cases[i].name);
		free(all->cases[i].file);
		free(all->cases[i].text);
		free(all->cases[i].only);
		free(all->cases[i].differs);
	}
	free(all->cases);
	all->cases = NULL;
	all->n = 0;
}
