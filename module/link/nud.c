// SPDX-License-Identifier: GPL-2.0
/*
 * Neighbour unreachability detection: the life of one entry of the neighbour table, RFC 826 and RFC
 * 1122 2.3.2.1, in the manner of RFC 4861 7.3.2. Pure: time comes in, actions go out, neigh.c does
 * the rest.
 *
 *            use                     asked 3 times             20 s
 *   NONE ----------> INCOMPLETE ------------------> FAILED ----------> (forgotten)
 *    |   ask all    |    ^    ^                       |
 *    |              |    |    '-----------------------'  use: ask all
 *    |        heard |    | asked 3 times
 *    |              v    '--------------------------------------------.
 *    |          REACHABLE --- 30 s ---> STALE --- use ---> DELAY --- 5 s ---> PROBE
 *    |              ^                  ^  |                  |                  | ask this one
 *    | heard        |                  |  | 60 s             | confirmed        | reply, confirmed
 *    '--------------|------------------'  v                  |                  |
 *                   |               (forgotten)              |                  |
 *                   '----------------------------------------+------------------'
 *
 * A transport that gets no answer (tn_nud_doubt()) shortens the way from REACHABLE to PROBE.
 *
 * The address is usable from REACHABLE to PROBE, so an entry that is checked keeps carrying
 * traffic. A dead or changed neighbour is found out within 5 + 3 s of use after its 30 s are over
 * (1122L-2); asking is limited to one request a second (1122L-3).
 *
 * What to believe. A LAN can lie; the rules keep honest LANs working and make lies short-lived:
 *  - only a reply that we asked for makes an entry REACHABLE;
 *  - anything else about an address we know updates it, but only to STALE, so that it is checked
 *    when used (RFC 826 demands the update: this is how a replaced network card or a failover is
 *    noticed);
 *  - an unasked change is ignored for a second after the last change, so that of two claimants the
 *    first wins;
 *  - what was never asked for and does not ask for us creates no entry (neigh.c).
 */
#include <linux/string.h>

#include "link/nud.h"

static void tn_nud_enter(struct tn_nud *n, enum tn_nud_state state, tn_time_t next)
{
	n->state = state;
	n->asked = 0;
	n->next = next;
}

/* Send a request, or wait until the last one is a second old. */
static enum tn_nud_act tn_nud_ask(struct tn_nud *n, tn_time_t now)
{
	tn_time_t free_at = n->asked_at ? tn_time_add(n->asked_at, TN_NUD_ASK_INTERVAL) : now;

	if (now < free_at) {
		n->next = free_at;
		return TN_NUD_NOTHING;
	}
	n->asked++;
	n->asked_at = now;
	n->next = tn_time_add(now, TN_NUD_ASK_INTERVAL);
	return n->state == TN_NUD_PROBE ? TN_NUD_ASK_ONE : TN_NUD_ASK_ALL;
}

static void tn_nud_set_address(struct tn_nud *n, tn_time_t now, const u8 *ha)
{
	memcpy(n->ha, ha, sizeof(n->ha));
	n->changed = now;
}

/**
 * tn_nud_init() - a fresh entry
 * @n: the entry
 *
 * Context: any.
 */
void tn_nud_init(struct tn_nud *n)
{
	memset(n, 0, sizeof(*n));
	n->next = TN_TIME_NEVER;
}

/**
 * tn_nud_use() - somebody wants to send to this neighbour
 * @n:   the entry
 * @now: the time
 *
 * Return: what to do. Unless tn_nud_usable() afterwards, the packet has to wait.
 * Context: any. RFC 1122 2.3.2.2.
 */
enum tn_nud_act tn_nud_use(struct tn_nud *n, tn_time_t now)
{
	switch (n->state) {
	case TN_NUD_NONE:
	case TN_NUD_FAILED:
		tn_nud_enter(n, TN_NUD_INCOMPLETE, now);
		return tn_nud_ask(n, now);
	case TN_NUD_STALE:
		tn_nud_enter(n, TN_NUD_DELAY, tn_time_add(now, TN_NUD_DELAY_TIME));
		break;
	}
	return TN_NUD_NOTHING;
}

/**
 * tn_nud_timer() - time has passed
 * @n:   the entry
 * @now: the time; before @n->next nothing happens
 *
 * Return: what to do.
 * Context: any. RFC 1122 2.3.2.1.
 */
enum tn_nud_act tn_nud_timer(struct tn_nud *n, tn_time_t now)
{
	if (now < n->next)
		return TN_NUD_NOTHING;

	switch (n->state) {
	case TN_NUD_INCOMPLETE:
		if (n->asked < TN_NUD_ASK_MAX)
			return tn_nud_ask(n, now);
		tn_nud_enter(n, TN_NUD_FAILED, tn_time_add(now, TN_NUD_FAILED_TIME));
		return TN_NUD_FAIL;
	case TN_NUD_REACHABLE:
		tn_nud_enter(n, TN_NUD_STALE, tn_time_add(now, TN_NUD_STALE_TIME));
		return TN_NUD_NOTHING;
	case TN_NUD_DELAY:
		tn_nud_enter(n, TN_NUD_PROBE, now);
		return tn_nud_ask(n, now);
	case TN_NUD_PROBE:
		if (n->asked >= TN_NUD_PROBE_MAX)
			tn_nud_enter(n, TN_NUD_INCOMPLETE, now);
		return tn_nud_ask(n, now);
	}
	return TN_NUD_FORGET;
}

/* Heard about an entry without a usable address. */
static enum tn_nud_act tn_nud_learn(struct tn_nud *n, tn_time_t now, const u8 *ha,
				    enum tn_nud_heard how)
{
	bool waiting = n->state == TN_NUD_INCOMPLETE;

	tn_nud_set_address(n, now, ha);
	if (!waiting) {
		tn_nud_enter(n, TN_NUD_STALE, tn_time_add(now, TN_NUD_STALE_TIME));
		return TN_NUD_NOTHING;
	}
	if (how == TN_NUD_REPLY)
		tn_nud_enter(n, TN_NUD_REACHABLE, tn_time_add(now, TN_NUD_REACHABLE_TIME));
	else
		tn_nud_enter(n, TN_NUD_DELAY, tn_time_add(now, TN_NUD_DELAY_TIME));
	return TN_NUD_SEND;
}

/**
 * tn_nud_heard() - an ARP packet named the neighbour's address
 * @n:   the entry
 * @now: the time
 * @ha:  Ethernet address it gave
 * @how: what kind of packet it was
 *
 * Return: what to do.
 * Context: any. RFC 826 "Packet Reception"; see the file's head for what is believed.
 */
enum tn_nud_act tn_nud_heard(struct tn_nud *n, tn_time_t now, const u8 *ha, enum tn_nud_heard how)
{
	bool asked = n->state == TN_NUD_PROBE && how == TN_NUD_REPLY;
	bool same = !memcmp(n->ha, ha, sizeof(n->ha));

	if (!tn_nud_usable(n->state))
		return tn_nud_learn(n, now, ha, how);

	if (asked) {
		if (!same)
			tn_nud_set_address(n, now, ha);
		tn_nud_enter(n, TN_NUD_REACHABLE, tn_time_add(now, TN_NUD_REACHABLE_TIME));
	} else if (!same && now >= tn_time_add(n->changed, TN_NUD_LOCK_TIME)) {
		tn_nud_set_address(n, now, ha);
		tn_nud_enter(n, TN_NUD_STALE, tn_time_add(now, TN_NUD_STALE_TIME));
	}
	return TN_NUD_NOTHING;
}

/**
 * tn_nud_confirm() - a transport knows that the neighbour forwards: its data was acknowledged
 * @n:   the entry
 * @now: the time
 *
 * Context: any. RFC 1122 2.3.2.1 (4), 3.3.1.4.
 */
void tn_nud_confirm(struct tn_nud *n, tn_time_t now)
{
	if (tn_nud_usable(n->state))
		tn_nud_enter(n, TN_NUD_REACHABLE, tn_time_add(now, TN_NUD_REACHABLE_TIME));
}

/**
 * tn_nud_doubt() - a transport gets no answer by way of the neighbour: ask whether it is there
 * @n:   the entry
 * @now: the time
 *
 * Its address stays in use meanwhile. Who is being asked already is not asked sooner.
 *
 * Context: any. RFC 1122 2.3.2.1 (4), 3.3.1.4; RFC 9293 3.8.3 (MUST-20).
 */
void tn_nud_doubt(struct tn_nud *n, tn_time_t now)
{
	if (tn_nud_usable(n->state) && n->state != TN_NUD_PROBE)
		tn_nud_enter(n, TN_NUD_DELAY, now);
}

/**
 * tn_nud_name() - a state in the words of ip-neighbour(8)
 * @state: the state
 *
 * Return: its name.
 * Context: any.
 */
const char *tn_nud_name(enum tn_nud_state state)
{
	static const char * const names[] = {
		[TN_NUD_NONE] = "NONE",
		[TN_NUD_INCOMPLETE] = "INCOMPLETE",
		[TN_NUD_REACHABLE] = "REACHABLE",
		[TN_NUD_STALE] = "STALE",
		[TN_NUD_DELAY] = "DELAY",
		[TN_NUD_PROBE] = "PROBE",
		[TN_NUD_FAILED] = "FAILED",
	};

	return names[state];
}
