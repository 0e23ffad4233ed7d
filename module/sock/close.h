/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ends of a socket. See close.c.
 *
 *   tn_close_release()  release() of proto_ops: the last file descriptor is gone
 *   tn_close_shutdown() shutdown() of proto_ops
 *   tn_close_done()     socket lock held: the connection is CLOSED. Nobody can find the
 *                       socket any more, its timer is stopped, the send store is empty,
 *                       everybody who waits is woken. sk_state becomes TCP_CLOSE. The
 *                       receive queue stays for a user to read. May be called again
 */
#ifndef TN_SOCK_CLOSE_H
#define TN_SOCK_CLOSE_H

struct sock;
struct socket;

int tn_close_release(struct socket *sock);
int tn_close_shutdown(struct socket *sock, int how);
void tn_close_done(struct sock *sk);

#endif
