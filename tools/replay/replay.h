/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of tn-replay share.
 */
#ifndef REPLAY_H
#define REPLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "tcp/journal.h"

/**
 * struct drive - a connection that is driven through its journal
 * @tcb:    the connection
 * @create: its beginning, which holds the constants in force
 */
struct drive {
	struct tn_tcb tcb;
	struct tn_journal_create create;
};

/* drive.c: NULL, or why it cannot be done; drive_end() frees what the connection holds */
const char *drive_begin(struct drive *d, const struct tn_journal_create *create);
const char *drive_event(struct drive *d, const struct tn_journal_event *ev);
void drive_end(struct drive *d);

/* text.c */
void text_event(const struct tn_journal_event *ev, tn_time_t begin, u16 begun);
bool text_differences(const struct tn_journal_digest *recorded,
		      const struct tn_journal_digest *replayed);

#endif
