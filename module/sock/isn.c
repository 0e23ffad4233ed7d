// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers that a stranger shall not guess: initial sequence numbers, timestamp offsets, local
 * ports.
 *
 * All three are F(addresses, secret) plus something that grows. The keyed hash (SipHash) makes
 * the numbers of one connection tell nothing about those of another; the growing part makes two
 * connections between the same addresses differ in the right direction.
 *
 *	ISS    = F(tuple) + clock of 4 us		RFC 6528 3, RFC 9293 3.4.1
 *	TSval  = clock + F(tuple)			RFC 7323 5.4, 7.1
 *	port   = F(addresses, remote port) + counter	RFC 6056 3.3.3, algorithm 3
 *
 * The offset of the timestamps is the same for all connections of a tuple, one after the other, so
 * that theirs still grow: TIME-WAIT compares them. From one tuple to the next it tells nothing, not
 * even how long the host has been up.
 *
 * The secrets are made when the module is loaded and never leave it.
 */
#include <linux/random.h>
#include <linux/siphash.h>
#include <net/netns/hash.h>

#include "sock/isn.h"
#include "sock/sock.h"

static struct {
	siphash_key_t iss;
	siphash_key_t ts;
	siphash_key_t port;
} isn_keys __read_mostly;

/* Connections opened from a chosen port, for algorithm 3's "next_ephemeral". */
static atomic_t isn_ports = ATOMIC_INIT(0);

static u32 isn_hash(const struct net *net, const struct tn_tuple *tuple, __be16 lport, __be16 rport,
		    const siphash_key_t *key)
{
	return (u32)siphash_4u32((__force u32)tuple->laddr, (__force u32)tuple->raddr,
				 (u32)(__force u16)lport << 16 | (__force u16)rport,
				 net_hash_mix(net), key);
}

/**
 * tn_isn_init() - make the secrets
 *
 * Context: module load.
 */
void tn_isn_init(void)
{
	get_random_bytes(&isn_keys, sizeof(isn_keys));
}

/**
 * tn_isn_pick() - the initial sequence number of a connection
 * @net:   network namespace
 * @tuple: its addresses
 *
 * Return: the ISS.
 * Context: any. Source: RFC 6528 3.
 */
u32 tn_isn_pick(const struct net *net, const struct tn_tuple *tuple)
{
	/* 2^12 ns is 4.1 us: the clock goes round in 4.9 h */
	return isn_hash(net, tuple, tuple->lport, tuple->rport, &isn_keys.iss) +
	       (u32)(tn_sock_now() >> 12);
}

/**
 * tn_isn_ts_offset() - what the timestamps of a connection are shifted by
 * @net:   network namespace
 * @tuple: its addresses
 *
 * Return: the offset, ms.
 * Context: any. Source: RFC 7323 7.1.
 */
u32 tn_isn_ts_offset(const struct net *net, const struct tn_tuple *tuple)
{
	return isn_hash(net, tuple, tuple->lport, tuple->rport, &isn_keys.ts);
}

/**
 * tn_isn_port() - where to begin the search for a local port
 * @net:   network namespace
 * @tuple: addresses of the connection; its local port is not looked at
 *
 * Return: a number to be taken modulo the size of the range.
 * Context: any. Source: RFC 6056 3.3.3.
 */
u32 tn_isn_port(const struct net *net, const struct tn_tuple *tuple)
{
	return isn_hash(net, tuple, 0, tuple->rport, &isn_keys.port) +
	       (u32)atomic_inc_return(&isn_ports);
}

/**
 * tn_isn_port_skip() - ports were not free: the next search does not begin with them
 * @n: how many
 *
 * Without it the next connection would get the port of this one, and meet its TIME-WAIT.
 *
 * Context: any. Source: RFC 6056 3.3.3.
 */
void tn_isn_port_skip(u32 n)
{
	if (n)
		atomic_add(n, &isn_ports);
}
