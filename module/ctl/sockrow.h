/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One line of a socket listing. See sockrow.c.
 */
#ifndef TN_CTL_SOCKROW_H
#define TN_CTL_SOCKROW_H

#include <linux/uidgid.h>

#include "sock/sock.h"

/**
 * struct tn_sockrow - a socket, or a connection without one: half-open, or in TIME-WAIT
 * @sk:      the socket, locked; NULL without one
 * @tuple:   its addresses
 * @state:   enum tn_state
 * @timer:   enum tandem_sock_timer: what it waits for next
 * @retrans: attempts of that timer so far
 * @expires: ns until that timer; 0 when there is none or it is due
 * @rqueue:  bytes not yet read; LISTEN: connections not yet accepted
 * @wqueue:  bytes not yet acknowledged; LISTEN: backlog
 * @uid:     owner
 * @ino:     inode of the open file, or 0
 */
struct tn_sockrow {
	struct sock *sk;
	struct tn_tuple tuple;
	u8 state;
	u8 timer;
	u8 retrans;
	u64 expires;
	u32 rqueue;
	u32 wqueue;
	kuid_t uid;
	unsigned long ino;
};

/**
 * struct tn_sockrow_pos - where a listing stands; zero at its start
 * @id: id of the last socket that was listed
 * @part: rows that were listed of the socket behind it: a listener and its half-open connections
 * @tw: TIME-WAIT connections listed, oldest first
 */
struct tn_sockrow_pos {
	unsigned long id;
	unsigned long part;
	unsigned long tw;
};

typedef int (*tn_sockrow_fn)(const struct tn_sockrow *row, void *arg);

int tn_sockrow_walk(struct net *net, struct tn_sockrow_pos *pos, tn_sockrow_fn fn,
		    void *arg);

#endif /* TN_CTL_SOCKROW_H */
