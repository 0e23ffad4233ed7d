/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The address family: struct proto, proto_ops, socket(). See family.c.
 *
 *   tn_family_init()      module; from here on programs may open sockets
 *   tn_family_stop()      no more of them
 *   tn_family_exit()      and their memory goes, after the last socket is freed
 *   tn_family_adopt()     a new tn_sock (zeroed behind @sk): give it a tcb, timers,
 *                         lists. Sleeps not; not yet visible to anybody
 *   tn_family_renew()     socket lock held, connection CLOSED: a fresh tcb with the
 *                         options that the user has set, for another connect()
 *   tn_family_inherit()   options from another tcb: a child's from its listener
 *   tn_family             the number, a parameter of the module (main.c)
 */
#ifndef TN_SOCK_FAMILY_H
#define TN_SOCK_FAMILY_H

struct sock;
struct tn_tcb;

extern int tn_family;

int tn_family_init(void);
void tn_family_stop(void);
void tn_family_exit(void);
void tn_family_adopt(struct sock *sk);
void tn_family_inherit(struct tn_tcb *tcb, const struct tn_tcb *from);
void tn_family_renew(struct sock *sk);

#endif
