/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files of scripts: selftests/scripts/FILE.txt, each with many cases. See casefile.c.
 */
#ifndef TN_HOST_CASEFILE_H
#define TN_HOST_CASEFILE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct casefile_case - a case
 * @name:      FILE.CASE
 * @file:      FILE.txt
 * @line:      where its text begins
 * @text:      its lines; those that are about it are blank
 * @only:      the stage that it is for, or NULL
 * @slow:      it waits so long that it is for virtual time
 * @differs:   why the native stack does not do as it says, or NULL
 */
struct casefile_case {
	char *name;
	char *file;
	unsigned int line;
	char *text;
	char *only;
	bool slow;
	char *differs;
};

/**
 * struct casefile - the cases of all files
 * @cases: by file, in the order of the files' names
 * @n:     how many
 */
struct casefile {
	struct casefile_case *cases;
	size_t n;
};

bool casefile_load(const char *dir, struct casefile *all, char *wrong, size_t size);
void casefile_free(struct casefile *all);

#endif /* TN_HOST_CASEFILE_H */
