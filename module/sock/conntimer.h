/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel timer behind tcb.deadline[]. See conntimer.c.
 *
 *   tn_conntimer_init()   once per socket, before anybody else can find it
 *   tn_conntimer_update() socket lock held: deadlines may have changed (tn_perform() does it)
 *   tn_conntimer_retry()  socket lock held: memory was short, ask the machine again soon
 *   tn_conntimer_stop()   socket lock held: drops the timer's reference, if it had one; a handler
 *                         that runs at this moment has its own and will find nothing due
 *   tn_conntimer_run()    socket lock held: run what is due
 */
#ifndef TN_SOCK_CONNTIMER_H
#define TN_SOCK_CONNTIMER_H

#include <linux/types.h>

struct sock;

unsigned long tn_conntimer_wait(u64 ns);
void tn_conntimer_init(struct sock *sk);
void tn_conntimer_update(struct sock *sk);
void tn_conntimer_retry(struct sock *sk);
void tn_conntimer_stop(struct sock *sk);
void tn_conntimer_run(struct sock *sk);

#endif
