// SPDX-License-Identifier: GPL-2.0
/*
 * poll() and ioctl(): what could be done without waiting, and how much.
 *
 * The socket is not locked: the answer may be old when it is given, in any case. What makes it
 * good is the order: whoever changes something wakes the waiters afterwards, and a poll that
 * found nothing is then asked again.
 */
#include <asm/ioctls.h>
#include <linux/sockios.h>
#include <net/sock.h>

#include "sock/oob.h"
#include "sock/poll.h"
#include "sock/sock.h"

static __poll_t poll_listener(const struct tn_sock *ts)
{
	return list_empty(&ts->accept.ready) ? 0 : EPOLLIN | EPOLLRDNORM;
}

static __poll_t poll_readable(struct sock *sk)
{
	const struct tn_tcb *tcb = &tn_sk(sk)->tcb;
	u32 want = sock_rcvlowat(sk, 0, INT_MAX);
	u32 have = tn_tcb_unread(tcb) - tn_oob_is_held(sk);

	/* SO_RCVLOWAT above what fits would wait forever. */
	want = min(want, max(READ_ONCE(tcb->rcv.buf) / 2, 1u));
	return (have && have >= want ? EPOLLIN | EPOLLRDNORM : 0) |
	       (tn_oob_is_ready(sk) ? EPOLLPRI : 0);
}

static __poll_t poll_writable(struct sock *sk)
{
	if (READ_ONCE(sk->sk_shutdown) & SEND_SHUTDOWN || sk_stream_is_writeable(sk))
		return EPOLLOUT | EPOLLWRNORM;

	sk_set_bit(SOCKWQ_ASYNC_NOSPACE, sk);
	set_bit(SOCK_NOSPACE, &sk->sk_socket->flags);
	/*
	 * Space that came before the bit was set has woken nobody: look once more. Pairs with
	 * tn_perform().
	 */
	smp_mb__after_atomic();
	return sk_stream_is_writeable(sk) ? EPOLLOUT | EPOLLWRNORM : 0;
}

/**
 * tn_poll_events() - poll()
 * @file: open file
 * @sock: socket
 * @wait: where to register the waiter
 *
 * Return: EPOLL* of what is possible, as tcp(7) and poll(2) have them.
 * Context: process.
 */
__poll_t tn_poll_events(struct file *file, struct socket *sock, poll_table *wait)
{
	struct sock *sk = sock->sk;
	const struct tn_fastopen *fo = &tn_sk(sk)->tcb.fo;
	__poll_t mask = 0;
	u8 shutdown;
	int state;

	sock_poll_wait(file, sock, wait);
	/* Pairs with tn_perform() and tn_close_done(). */
	state = smp_load_acquire(&sk->sk_state);
	if (state == TCP_LISTEN)
		return poll_listener(tn_sk(sk));

	shutdown = READ_ONCE(sk->sk_shutdown);
	if (shutdown == SHUTDOWN_MASK || state == TCP_CLOSE)
		mask |= EPOLLHUP;
	if (shutdown & RCV_SHUTDOWN)
		mask |= EPOLLIN | EPOLLRDNORM | EPOLLRDHUP;
	/* Fast Open: there may be text before the handshake is complete, or the SYN waits. */
	if ((state != TCP_SYN_SENT && state != TCP_SYN_RECV) || READ_ONCE(fo->child))
		mask |= poll_readable(sk) | poll_writable(sk);
	else if (state == TCP_SYN_SENT && READ_ONCE(fo->wait))
		mask |= EPOLLOUT | EPOLLWRNORM;

	/* Pairs with the barrier of whoever sets sk_err and wakes. */
	smp_rmb();
	if (READ_ONCE(sk->sk_err) || !skb_queue_empty_lockless(&sk->sk_error_queue))
		mask |= EPOLLERR;
	return mask;
}

/**
 * tn_poll_ioctl() - ioctl()
 * @sock: socket
 * @cmd:  SIOCINQ: bytes to be read, up to the mark; SIOCOUTQ: bytes not acknowledged;
 *        SIOCOUTQNSD: bytes not sent; SIOCATMARK: is the last urgent octet, or what was it, next?
 * @arg:  user's pointer to an int
 *
 * Return: 0 or a negative errno; -EINVAL for a listener.
 * Context: process; sleeps.
 */
int tn_poll_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg)
{
	struct sock *sk = sock->sk;
	const struct tn_tcb *tcb = &tn_sk(sk)->tcb;
	int answer = 0;

	lock_sock(sk);
	switch (cmd) {
	case SIOCINQ:
		answer = tn_oob_unread(sk);
		break;
	case SIOCOUTQ:
		if (!tn_tcb_in(tcb, TN_STATE_IN(TN_SYN_SENT) | TN_STATE_IN(TN_SYN_RECEIVED)))
			answer = tcb->snd.end - tn_tcb_acked(tcb);
		break;
	case SIOCOUTQNSD:
		if (!tn_tcb_in(tcb, TN_STATE_IN(TN_SYN_SENT) | TN_STATE_IN(TN_SYN_RECEIVED)))
			answer = tn_tcb_unsent(tcb);
		break;
	case SIOCATMARK:
		answer = tn_oob_is_mark(sk, tcb->rcv.user);
		break;
	default:
		release_sock(sk);
		return -ENOIOCTLCMD;
	}
	if (tcb->state == TN_LISTEN && cmd != SIOCATMARK)
		answer = -EINVAL;
	release_sock(sk);
	return answer < 0 ? answer : put_user(answer, (int __user *)arg);
}
