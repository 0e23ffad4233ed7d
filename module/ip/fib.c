// SPDX-License-Identifier: GPL-2.0
/*
 * The forwarding table: which route is the most specific one for a destination, RFC 1122 3.3.1, RFC
 * 1812 5.2.4.3. Pure.
 *
 * A table is built once, by inserting, and then only read: route.c makes a new one for every change
 * of addresses or routes and swaps the pointer. So it can be an array, sorted for reading:
 *
 *     plen 32   10.0.0.2    local        <- longest first: the first match is the best;
 *               10.0.0.255  broadcast       within a length by address
 *     plen 24   10.0.0.0    direct
 *     plen 8    127.0.0.0   local
 *     plen 0    0.0.0.0     gateway
 *
 * A lookup takes the lengths in turn: a binary search within the length for the masked address, and
 * when nothing is found on to the next length. Hosts have a handful of routes of two or three
 * lengths, in two or three cache lines; with thousands it is still at most 33 binary searches.
 *
 * Our own addresses and the broadcast addresses of our subnets are entries like all others, so that
 * one lookup tells everything about a destination. Of equal prefixes the first inserted wins: the
 * builder inserts in order of preference.
 */
#include "ip/fib.h"

/**
 * tn_fib_mask() - the mask of a prefix length
 * @plen: 0..32 bits
 *
 * Return: the mask.
 * Context: any.
 */
__be32 tn_fib_mask(u8 plen)
{
	return tn_to_be32(plen ? 0xffffffffU << (32 - plen) : 0);
}

/* Order of the table: -1, 0, 1 as (plen, dst) comes before, is, comes behind @e. */
static int tn_fib_compare(u8 plen, u32 dst, const struct tn_fib_entry *e)
{
	u32 other = tn_from_be32(e->dst);

	if (plen != e->plen)
		return plen > e->plen ? -1 : 1;
	return dst < other ? -1 : dst > other;
}

/* Index of the first entry of [@lo, @count) that is not before (plen, dst). */
static u32 tn_fib_search(const struct tn_fib *fib, u32 lo, u8 plen, u32 dst)
{
	u32 hi = fib->count;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (tn_fib_compare(plen, dst, &fib->e[mid]) > 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/**
 * tn_fib_insert() - add an entry to a table that nobody reads yet
 * @fib:   the table
 * @entry: the entry, copied; host bits of dst are zero
 *
 * Return: false when there is an entry for this prefix already (it stays), or no room.
 * Context: any.
 */
bool tn_fib_insert(struct tn_fib *fib, const struct tn_fib_entry *entry)
{
	u32 dst = tn_from_be32(entry->dst);
	u32 at = tn_fib_search(fib, 0, entry->plen, dst);

	if (fib->count >= fib->room)
		return false;
	if (at < fib->count && !tn_fib_compare(entry->plen, dst, &fib->e[at]))
		return false;
	memmove(&fib->e[at + 1], &fib->e[at], (fib->count - at) * sizeof(fib->e[0]));
	fib->e[at] = *entry;
	fib->count++;
	return true;
}

/**
 * tn_fib_find() - the entry of exactly one prefix
 * @fib:  the table
 * @dst:  the prefix, host bits zero
 * @plen: its length, 0..32 bits
 *
 * Return: the entry, or NULL.
 * Context: any.
 */
const struct tn_fib_entry *tn_fib_find(const struct tn_fib *fib, __be32 dst, u8 plen)
{
	u32 at = tn_fib_search(fib, 0, plen, tn_from_be32(dst));

	if (at < fib->count && !tn_fib_compare(plen, tn_from_be32(dst), &fib->e[at]))
		return &fib->e[at];
	return NULL;
}

/**
 * tn_fib_lookup() - the most specific entry for an address
 * @fib:  the table
 * @addr: the address
 * @dev:  only entries that lead over this device; NULL: all
 *
 * Return: the entry, good as long as the table; NULL: no route.
 * Context: any. RFC 1122 3.3.1.1, RFC 1812 5.2.4.3 (2).
 */
const struct tn_fib_entry *tn_fib_lookup(const struct tn_fib *fib, __be32 addr,
					 const struct net_device *dev)
{
	u32 host = tn_from_be32(addr);
	u32 at = 0;

	while (at < fib->count) {
		u8 plen = fib->e[at].plen;
		u32 dst = host & tn_from_be32(tn_fib_mask(plen));

		at = tn_fib_search(fib, at, plen, dst);
		if (at == fib->count)
			break;
		if (!tn_fib_compare(plen, dst, &fib->e[at]) && (!dev || fib->e[at].dev == dev))
			return &fib->e[at];
		/* none: skip what is left of this length */
		if (fib->e[at].plen == plen)
			at = tn_fib_search(fib, at, plen, 0xffffffff);
		if (at < fib->count && fib->e[at].plen == plen)
			at++;
	}
	return NULL;
}
