/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Acts on a verdict. See perform.c.
 *
 *   tn_perform()             after every tn_arrive(), tn_user_*(), tn_deadline_run(). Socket lock
 *                            held. The caller has a reference to sk besides those of the tables,
 *                            since tn_close_done() and tn_twait_take() may drop these. It mirrors
 *                            sk_state before it wakes anybody, leaves sock->state to connect.c,
 *                            leaves what is on sk_receive_queue to the reader even when the
 *                            connection is CLOSED, and stops the timer then
 *   tn_perform_write_space() family.c makes it sk->sk_write_space
 */
#ifndef TN_SOCK_PERFORM_H
#define TN_SOCK_PERFORM_H

struct sock;
struct tn_verdict;

void tn_perform(struct sock *sk, struct tn_verdict *v);
void tn_perform_write_space(struct sock *sk);

#endif
