/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The wire stage: a script played by a socket of the stack under test and a peer on tun.
 */
#ifndef SELFTEST_STAGE_H
#define SELFTEST_STAGE_H

#include <stddef.h>
#include <stdint.h>

#include "harness/script.h"

#define STAGE_SENT_MAX	512		/* segments that may wait to be looked at */
#define STAGE_COUNT_MAX	8		/* counters that a script asks for */

struct stage {
	struct tn_script script;
	bool is_virtual;		/* the clock counts instructions */
	int64_t begin;			/* when it began, ns */
	int64_t waited;			/* of the time since then, intentionally, ns */
	int fd, listener;		/* the stack's sockets, or -1 */
	char cong[16];			/* congestion control to choose, or "" */
	int rcvbuf;			/* to set when one is made; 0: not */
	int fastopen;			/* TCP_FASTOPEN of a listener; 0: not */
	uint16_t port, stack_port;
	uint16_t wnd;			/* of arriving segments that say nothing else */
	uint32_t ours, theirs;		/* the ISS of the stack, and of the peer */
	uint32_t snd_nxt;		/* of the stack, as far as seen */
	bool opened;			/* its SYN was seen */
	uint64_t read;			/* bytes that the user has read */
	struct tn_sighting sent[STAGE_SENT_MAX];
	unsigned int nsent, seen;
	unsigned int pings;		/* sent, and */
	unsigned int pongs;		/* answered */
	struct {
		char name[40];
		uint64_t value;
	} count[STAGE_COUNT_MAX];	/* as they were when the script began */
	unsigned int ncount;
	const char *broken;
};

static inline struct stage *stage_of(const struct tn_script *script)
{
	return (struct stage *)((char *)script - offsetof(struct stage, script));
}

void stage_begin(struct stage *stage, unsigned int port, bool is_virtual);
void stage_end(struct stage *stage);
int64_t stage_late(const struct stage *stage);	/* ns lost unintentionally */

/* stage_user.c: what the user can do, and what can be expected */
extern const struct tn_verb stage_verbs[];
void stage_count(struct stage *stage, const char *text);	/* what it will ask for */

#endif
