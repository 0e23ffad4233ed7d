/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Socket options that change keys: TCP_AO_*, TCP_MD5SIG and their kin. See authopt.c.
 */
#ifndef TN_SOCK_AUTHOPT_H
#define TN_SOCK_AUTHOPT_H

#include <linux/sockptr.h>

#include "tcp/ao.h"

struct sock;

#define TN_AUTHOPT_ALGS	(TN_AO_CMAC + 1)

extern const char *const tn_authopt_algs[TN_AUTHOPT_ALGS];

bool tn_authopt_is(int name);
int tn_authopt_set(struct sock *sk, int name, sockptr_t val, unsigned int len);

#endif
