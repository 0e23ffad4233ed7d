// SPDX-License-Identifier: GPL-2.0
/*
 * The ends of a socket: its user goes, its connection goes, in either order.
 *
 *	user	close() -> tn_close_release(): FIN, or RST if data was not read or SO_LINGER says
 *		so. What is not finished yet goes on as an orphan: no file, no reference to the
 *		module or to the namespace
 *	tcp	CLOSED, or TIME-WAIT taken over -> tn_close_done(): out of every table, no timer
 *
 * The memory goes with the last reference: the user's, the demux table's, the armed timer's, the
 * accept queue's.
 */
#include <linux/net.h>
#include <linux/sched.h>
#include <net/sock.h>

#include "compat.h"
#include "sock/accept.h"
#include "sock/close.h"
#include "sock/conntimer.h"
#include "sock/demux.h"
#include "sock/family.h"
#include "sock/fastopen.h"
#include "sock/perform.h"
#include "sock/ports.h"
#include "sock/record.h"
#include "sock/sentnode.h"
#include "sock/sock.h"
#include "tcp/user.h"

/**
 * tn_close_done() - the connection is CLOSED
 * @sk: socket
 *
 * What its user has asked for by bind() is kept until he goes.
 *
 * Context: socket lock held, and a reference besides those of the tables; does not sleep.
 */
void tn_close_done(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);

	/* Pairs with poll, which reads the state first. */
	smp_store_release(&sk->sk_state, TCP_CLOSE);
	tn_record_end(ts);
	tn_demux_remove(sk);
	tn_conntimer_stop(sk);
	tn_store_purge(sk);
	tn_sentnode_purge(&ts->tcb);
	tn_accept_forget(sk);
	tn_fastopen_settled(sk);
	if (sock_flag(sk, SOCK_DEAD) || !(sk->sk_userlocks & SOCK_BINDPORT_LOCK))
		tn_ports_release(sk);

	WRITE_ONCE(sk->sk_shutdown, SHUTDOWN_MASK);
	if (!sock_flag(sk, SOCK_DEAD))
		sk->sk_state_change(sk);
}

/* The user's last wish, to the protocol. */
static void close_tcp(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);
	tn_time_t now = tn_sock_now();
	struct tn_verdict v = {};

	if (sock_flag(sk, SOCK_LINGER) && !sk->sk_lingertime)
		tn_record_abort(ts, now, &v);
	else
		tn_record_close(ts, now, tn_tcb_unread(&ts->tcb) > 0, &v);
	tn_perform(sk, &v);
	__skb_queue_purge(&sk->sk_receive_queue);
}

/**
 * tn_close_release() - close() of the last file descriptor
 * @sock: socket
 *
 * Return: 0.
 * Context: process; sleeps, with SO_LINGER until the data is out or the time is over.
 */
int tn_close_release(struct socket *sock)
{
	struct sock *sk = sock->sk;

	if (!sk)
		return 0;

	lock_sock(sk);
	WRITE_ONCE(sk->sk_shutdown, SHUTDOWN_MASK);
	if (sk->sk_state == TCP_LISTEN)
		tn_accept_stop(sk);
	close_tcp(sk);
	if (sock_flag(sk, SOCK_LINGER) && !(current->flags & PF_EXITING))
		sk_stream_wait_close(sk, sk->sk_lingertime);

	sock_orphan(sk);
	sock->sk = NULL;
	if (sk->sk_state == TCP_CLOSE)
		tn_ports_release(sk);
	tn_compat_sock_unpin_net(sk);
	release_sock(sk);
	sock_put(sk);
	return 0;
}

/**
 * tn_close_shutdown() - shutdown()
 * @sock: socket
 * @how:  SHUT_RD, SHUT_WR or SHUT_RDWR
 *
 * Return: 0, -EINVAL or -ENOTCONN.
 * Context: process; sleeps.
 */
int tn_close_shutdown(struct socket *sock, int how)
{
	struct sock *sk = sock->sk;
	struct tn_sock *ts = tn_sk(sk);
	struct tn_verdict v = {};
	int mask = how + 1;
	int err = 0;

	if (how < SHUT_RD || how > SHUT_RDWR)
		return -EINVAL;

	lock_sock(sk);
	switch (ts->tcb.state) {
	case TN_CLOSED:
		err = -ENOTCONN;
		break;
	case TN_LISTEN:
		if (!(mask & RCV_SHUTDOWN))
			break;
		tn_accept_stop(sk);
		fallthrough;
	case TN_SYN_SENT:
		tn_record_abort(ts, tn_sock_now(), &v);
		tn_perform(sk, &v);
		tn_family_renew(sk);
		sock->state = SS_UNCONNECTED;
		break;
	default:
		WRITE_ONCE(sk->sk_shutdown, sk->sk_shutdown | mask);
		if (!(mask & SEND_SHUTDOWN))
			break;
		tn_record_shutdown(ts, tn_sock_now(), &v);
		tn_perform(sk, &v);
	}
	sk->sk_state_change(sk);
	release_sock(sk);
	return err;
}
