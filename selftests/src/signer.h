/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A scripted peer that signs, by TCP-AO (RFC 5925, RFC 5926) or MD5 (RFC 2385), and verifies what
 * the stack signs. Cryptography (kunit/harness/refmac.c) and layouts are its own.
 */
#ifndef SELFTEST_SIGNER_H
#define SELFTEST_SIGNER_H

#include "conn.h"
#include "keys.h"

struct signer {
	const struct key *key;		/* the peer signs with this one */
	const struct key *expect;	/* the stack must sign with this one */
	uint8_t rnext;			/* the peer asks for this KeyID */
	uint32_t isn, stack_isn;
	uint32_t sne;			/* of what the peer sends */
	bool mute;			/* the peer does not sign */
	bool broken;			/* it signs wrongly */
};

extern struct signer peer;

/* As conn_send() and conn_syn(), signed. The data is all 'x'. */
void signer_say(struct conn *c, unsigned int flags, int off, unsigned int len);
void signer_say_syn(struct conn *c, unsigned int flags);
/* As conn_expect() and conn_take_syn(); the signature must be right. */
void signer_hear(struct conn *c, unsigned int flags, struct packet *p);
/* Where the MAC of a packet stands in its options, or -1; @kind: 29 or 19. */
int signer_find(const struct packet *p, uint8_t kind);

#endif
