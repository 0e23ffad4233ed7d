/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The life of one neighbour entry: a pure state machine. See nud.c for the diagram.
 */
#ifndef TN_LINK_NUD_H
#define TN_LINK_NUD_H

#include <linux/types.h>

#include "base/time.h"

#define TN_NUD_ASK_INTERVAL	tn_sec(1)	/* RFC 1122 2.3.2.1: between requests */
#define TN_NUD_ASK_MAX		3		/* broadcast requests, then unreachable */
#define TN_NUD_PROBE_MAX	3		/* unicast requests, then broadcast */
#define TN_NUD_REACHABLE_TIME	tn_sec(30)	/* a confirmation is good for this long */
#define TN_NUD_DELAY_TIME	tn_sec(5)	/* chance of a transport to confirm before we ask */
#define TN_NUD_STALE_TIME	tn_sec(60)	/* an entry unused for this long is forgotten */
#define TN_NUD_FAILED_TIME	tn_sec(20)	/* how long a failure stays visible */
#define TN_NUD_LOCK_TIME	tn_sec(1)	/* after a change the next unasked one is ignored */

enum tn_nud_state {
	TN_NUD_NONE,		/* fresh */
	TN_NUD_INCOMPLETE,	/* asking everybody, address unknown */
	TN_NUD_REACHABLE,	/* confirmed lately */
	TN_NUD_STALE,		/* confirmed long ago, not used since */
	TN_NUD_DELAY,		/* stale but in use again: waiting for a transport's confirmation */
	TN_NUD_PROBE,		/* asking the neighbour itself, still using the address */
	TN_NUD_FAILED,		/* nobody answered */
};

/* What the caller has to do now. */
enum tn_nud_act {
	TN_NUD_NOTHING,
	TN_NUD_ASK_ALL,		/* broadcast a request */
	TN_NUD_ASK_ONE,		/* send a request to tn_nud.ha */
	TN_NUD_SEND,		/* the address became known: send what waits */
	TN_NUD_FAIL,		/* unreachable: give up what waits */
	TN_NUD_FORGET,		/* remove the entry */
};

/* How an address was heard. */
enum tn_nud_heard {
	TN_NUD_REPLY,		/* a reply to us */
	TN_NUD_REQUEST,		/* the neighbour asked for us */
	TN_NUD_GOSSIP,		/* anything else: announcements, requests for others */
};

/**
 * struct tn_nud - one neighbour
 * @state:   enum tn_nud_state
 * @asked:   requests sent since the state was entered
 * @ha:      Ethernet address; meaningful in REACHABLE, STALE, DELAY, PROBE
 * @asked_at: when the last request was sent, 0: never
 * @changed: when @ha was last written
 * @next:    when tn_nud_timer() wants to be called, or TN_TIME_NEVER
 *
 * Written by nud.c only.
 */
struct tn_nud {
	u8 state;
	u8 asked;
	u8 ha[6];
	tn_time_t asked_at;
	tn_time_t changed;
	tn_time_t next;
};

/* @ha may be used to send. */
static inline bool tn_nud_usable(u8 state)
{
	return state >= TN_NUD_REACHABLE && state <= TN_NUD_PROBE;
}

void tn_nud_init(struct tn_nud *n);
enum tn_nud_act tn_nud_use(struct tn_nud *n, tn_time_t now);
enum tn_nud_act tn_nud_timer(struct tn_nud *n, tn_time_t now);
enum tn_nud_act tn_nud_heard(struct tn_nud *n, tn_time_t now, const u8 *ha, enum tn_nud_heard how);
void tn_nud_confirm(struct tn_nud *n, tn_time_t now);
void tn_nud_doubt(struct tn_nud *n, tn_time_t now);
const char *tn_nud_name(enum tn_nud_state state);

#endif /* TN_LINK_NUD_H */
