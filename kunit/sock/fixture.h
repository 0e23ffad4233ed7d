/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sockets for the suites of this folder. See fixture.c.
 *
 *   tn_fixture_socket()    a socket in the first network namespace, closed after the case
 *   tn_fixture_tuple()     addresses of which no other case makes use: 192.0.2.1:@lport to
 *                          198.51.100.1:@rport
 *   tn_fixture_connect()   bring its connection to ESTABLISHED, without a packet: it has its
 *                          addresses and can be found
 *   tn_fixture_segment()   an skb as ip/ hands it over: TCP header, @len bytes of the pattern
 *   tn_fixture_bind()      reserve an address and a port
 *   tn_fixture_arrive()    such an skb comes in, as from softirq
 *   tn_fixture_receive()   recvmsg(); what comes must be the pattern
 *   tn_fixture_byte()      the pattern: what byte a sequence number stands for
 */
#ifndef TN_KUNIT_SOCK_FIXTURE_H
#define TN_KUNIT_SOCK_FIXTURE_H

#include <kunit/test.h>
#include <linux/skbuff.h>

#include "sock/sock.h"

/** TN_FIXTURE_ISS - of our end; data begins behind it */
#define TN_FIXTURE_ISS	1000u

/** TN_FIXTURE_IRS - of the peer */
#define TN_FIXTURE_IRS	5000u

static inline u8 tn_fixture_byte(u32 seq)
{
	return seq ^ seq >> 8 ^ seq >> 16;
}

struct sock *tn_fixture_socket(struct kunit *test);
struct tn_tuple tn_fixture_tuple(u16 lport, u16 rport);
void tn_fixture_connect(struct kunit *test, struct sock *sk, const struct tn_tuple *tuple);
struct sk_buff *tn_fixture_segment(struct kunit *test, const struct tn_tuple *tuple, u32 seq,
				   u32 len, u8 flags);
int tn_fixture_bind(struct sock *sk, u32 addr, u16 port);
int tn_fixture_receive(struct kunit *test, struct sock *sk, u32 seq, u32 len, int flags);
void tn_fixture_arrive(struct kunit *test, struct sock *sk, u32 seq, u32 len, u8 flags);

#endif
