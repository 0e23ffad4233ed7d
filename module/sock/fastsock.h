/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a socket has of TCP Fast Open, for sock.h. See fastopen.c.
 */
#ifndef TN_SOCK_FASTSOCK_H
#define TN_SOCK_FASTSOCK_H

#include "tcp/fastqueue.h"

struct sock;
struct tn_fastkeys;

/**
 * struct tn_fastsock - TCP Fast Open of a socket (sock/fastopen.c)
 * @queue:    of a listener: what is pending; its limit is TCP_FASTOPEN. Guarded by accept.lock
 * @keys:     TCP_FASTOPEN_KEY, NULL: those of the namespace. Written under the socket lock
 * @listener: of a child that is pending: whose queue it counts in, a reference is held
 * @connect:  TCP_FASTOPEN_CONNECT
 * @bare:     TCP_FASTOPEN_NO_COOKIE
 */
struct tn_fastsock {
	struct tn_fastqueue queue;
	struct tn_fastkeys __rcu *keys;
	struct sock *listener;
	bool connect;
	bool bare;
};

#endif
