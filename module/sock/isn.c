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
 *	port   = F(addresses, remote port) + counter	RFC 6056 3.3.4, algorithm 4
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
#include "tcp/ephemeral.h"

static struct {
	siphash_key_t iss;
	siphash_key_t ts;
	siphash_key_t port;
	siphash_key_t spread;
} isn_keys __read_mostly;

/* RFC 6056 3.3.4: so many counters; see tcp/ephemeral.c */
#define ISN_PORTS	4096

static u32 isn_ports[ISN_PORTS];

static u64 isn_hash(const struct net *net, const struct tn_tuple *tuple, __be16 lport, __be16 rport,
		    const siphash_key_t *key)
{
	return siphash_4u32((__force u32)tuple->laddr, (__force u32)tuple->raddr,
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
	return (u32)isn_hash(net, tuple, tuple->lport, tuple->rport, &isn_keys.iss) +
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
	return (u32)isn_hash(net, tuple, tuple->lport, tuple->rport, &isn_keys.ts);
}

/**
 * tn_isn_spread() - a number of a connection by which it falls to one of several listeners
 * @net:   network namespace
 * @tuple: its addresses
 *
 * Return: the number.
 * Context: any.
 */
u32 tn_isn_spread(const struct net *net, const struct tn_tuple *tuple)
{
	return (u32)isn_hash(net, tuple, tuple->lport, tuple->rport, &isn_keys.spread);
}

/**
 * tn_isn_port() - begin the search for a local port
 * @net:   network namespace
 * @tuple: addresses of the connection; its local port is not looked at
 * @first: first port of the range
 * @last:  last port of the range
 * @e:     the search
 *
 * Context: any. Source: RFC 6056 3.3.4.
 */
void tn_isn_port(const struct net *net, const struct tn_tuple *tuple, u16 first, u16 last,
		 struct tn_ephemeral *e)
{
	tn_ephemeral_hashed(e, first, last, isn_hash(net, tuple, 0, tuple->rport, &isn_keys.port),
			    isn_ports, ISN_PORTS);
}
