/* SPDX-License-Identifier: GPL-2.0 */
/* Connections that are signed by TCP-AO or MD5, for wire_ao.c and wire_md5.c. */
#ifndef SELFTEST_SIGNED_H
#define SELFTEST_SIGNED_H

#include "keys.h"
#include "signer.h"

void signed_begin(struct conn *c, const struct key *key);	/* the peer's side of it */
void signed_key(int fd, const struct key *key);	/* skips the case where there is no TCP-AO */
void signed_active(struct conn *c, const struct key *key);	/* the stack connects */
void signed_listen(struct conn *c, const struct key *key);	/* it listens */
void signed_passive(struct conn *c, const struct key *key);	/* and accepts */
void signed_arrives(struct conn *c, unsigned int len);
void signed_leaves(struct conn *c, unsigned int len);
void signed_end(struct conn *c);		/* data both ways, to TIME-WAIT and its answers */
void signed_both(const struct key *key);	/* all of that, active and passive */

/* The peer says something that must be dropped in silence and counted, in TcpExt. */
void signed_dropped(struct conn *c, const char *counter, unsigned int flags, int off,
		    unsigned int len);

#endif
