// SPDX-License-Identifier: GPL-2.0
/*
 * Which local port to try next (RFC 6056).
 *
 * An attacker who guesses the port of a connection is nearer to guessing the rest.
 * But ports shall not come again too soon either, for the peer may be in TIME-WAIT.
 * So a port is where a keyed hash of the addresses says, plus a counter: for one
 * peer they are consecutive, and those for another tell nothing about them.
 *
 *   connect()   algorithm 4 (3.3.4), "double-hash": half of the hash is the offset,
 *               the other half chooses the counter out of a table, so that the
 *               counter does not tell how many connections there are to others
 *   bind()      there is no peer. A random start, and a random step that meets each
 *               port once: no port is the likelier one for coming after some that
 *               are in use, as in algorithm 1
 *
 * Here is the order of candidates; whether one may be had is the caller's business.
 * The counters are not guarded: two who read the same value try the same port first.
 */
#include <linux/compiler.h>

#include "tcp/ephemeral.h"

static bool tn_ephemeral_coprime(u32 a, u32 b)
{
	while (b) {
		u32 rest = a % b;

		a = b;
		b = rest;
	}
	return a == 1;
}

/**
 * tn_ephemeral_hashed() - begin a search for a connection whose peer is known
 * @e:     the search
 * @first: first port of the range
 * @last:  last port of the range, not below @first
 * @hash:  keyed hash of the addresses and the peer's port, all bits of it
 * @table: counters
 * @size:  their number
 *
 * Context: any. Source: RFC 6056 3.3.4.
 */
void tn_ephemeral_hashed(struct tn_ephemeral *e, u16 first, u16 last, u64 hash,
			 u32 *table, u32 size)
{
	e->first = first;
	e->count = last - first + 1;
	e->step = 1;
	e->tried = 0;
	e->slot = &table[(u32)(hash >> 32) % size];
	e->at = ((u32)hash + READ_ONCE(*e->slot)) % e->count;
}

/**
 * tn_ephemeral_random() - begin a search when there is no peer
 * @e:      the search
 * @first:  first port of the range
 * @last:   last port of the range, not below @first
 * @random: random bits
 *
 * Context: any. Source: RFC 6056 3.3.2.
 */
void tn_ephemeral_random(struct tn_ephemeral *e, u16 first, u16 last, u64 random)
{
	e->first = first;
	e->count = last - first + 1;
	e->step = 1 + (u32)(random >> 32) % e->count;
	while (!tn_ephemeral_coprime(e->step, e->count))
		e->step++;
	e->tried = 0;
	e->slot = NULL;
	e->at = (u32)random % e->count;
}

/**
 * tn_ephemeral_next() - the next candidate
 * @e:    the search
 * @port: candidate, host order
 *
 * Context: any.
 * Return: false if each port of the range has been one.
 */
bool tn_ephemeral_next(struct tn_ephemeral *e, u16 *port)
{
	if (e->tried == e->count)
		return false;
	e->tried++;
	*port = e->first + e->at;
	e->at = (e->at + e->step) % e->count;
	return true;
}

/**
 * tn_ephemeral_found() - the last candidate was taken: others go on behind it
 * @e: the search
 *
 * Context: any.
 */
void tn_ephemeral_found(const struct tn_ephemeral *e)
{
	if (e->slot)
		WRITE_ONCE(*e->slot, READ_ONCE(*e->slot) + e->tried);
}
