// SPDX-License-Identifier: GPL-2.0
/*
 * Urgent data as sockets have it: one octet "out of band" (RFC 6093 3.3, tcp(7)).
 *
 * The protocol knows a pointer into the stream (tcp/urgent.c). Sockets, since 4.2BSD, make of it a
 * single octet, the last urgent one, which stands in the stream at the *mark*:
 *
 *	rcv.user                   mark             rcv.nxt
 *	   |-------------------------|*|----------------|
 *	    read() stops here        the octet
 *
 *   SIGURG          when the pointer comes or advances, before the octet itself
 *   EPOLLPRI        the octet is there, and not fetched
 *   recv(MSG_OOB)   fetches it; EAGAIN before it is there; EINVAL if there is none, or it was
 *                   fetched, or the reader is past it, or SO_OOBINLINE is set
 *   read()          stops at the mark if it has read anything; begun there, it leaves the octet
 *                   out, unless SO_OOBINLINE is set
 *   SIOCATMARK      is the reader at the mark?
 *
 * The octet is not held anywhere but in the receive queue, which keeps it until the reader is past
 * it. There is one mark. When the pointer advances, the old octet is ordinary data again, as in
 * 4.4BSD; but a reader who stands at the old mark, and may have fetched the octet, does not get it.
 */
#include <linux/net.h>
#include <linux/skbuff.h>
#include <linux/socket.h>
#include <net/sock.h>

#include "sock/oob.h"
#include "sock/record.h"
#include "sock/recvmsg.h"
#include "sock/sock.h"
#include "tcp/urgent.h"

/**
 * tn_oob_arrived() - the peer's urgent pointer has come, or has advanced
 * @sk: socket
 * @v:  verdict that says so; what it delivers is in the receive queue
 *
 * Context: any, socket lock held.
 */
void tn_oob_arrived(struct sock *sk, struct tn_verdict *v)
{
	struct sk_buff *skb = skb_peek(&sk->sk_receive_queue);
	struct tn_sock *ts = tn_sk(sk);

	if (v->oob_passed && skb && !sock_flag(sk, SOCK_URGINLINE)) {
		if (tn_skb_cb(skb)->rcvd.end == ts->tcb.rcv.user + 1) {
			__skb_unlink(skb, &sk->sk_receive_queue);
			consume_skb(skb);
		}
		tn_record_read(ts, tn_sock_now(), 1, v);
	}
	ts->oob_taken = false;
	sk_send_sigurg(sk);
}

/**
 * tn_oob_is_mark() - is this octet the last urgent one?
 * @sk:  socket
 * @seq: number of the octet
 *
 * Return: true if so, and the user has not read it.
 * Context: any.
 */
bool tn_oob_is_mark(const struct sock *sk, u32 seq)
{
	const struct tn_tcb *tcb = &tn_sk(sk)->tcb;

	return tcb->urg.receiving && seq == tn_urgent_octet(tcb);
}

/**
 * tn_oob_clip() - how much may be read at once: not beyond the mark
 * @sk:  socket
 * @seq: where the reader is
 * @n:   how much there is
 *
 * Return: @n or less, but not 0 if @n is not.
 * Context: socket lock held.
 */
u32 tn_oob_clip(const struct sock *sk, u32 seq, u32 n)
{
	const struct tn_tcb *tcb = &tn_sk(sk)->tcb;
	u32 ahead = tn_urgent_octet(tcb) - seq;

	return tcb->urg.receiving && ahead && ahead < n ? ahead : n;
}

/**
 * tn_oob_is_ready() - could recv(MSG_OOB) fetch something, were it not for SO_OOBINLINE?
 * @sk: socket
 *
 * Return: true if so.
 * Context: any.
 */
bool tn_oob_is_ready(const struct sock *sk)
{
	return tn_urgent_has_octet(&tn_sk(sk)->tcb) && !tn_sk(sk)->oob_taken;
}

/**
 * tn_oob_is_held() - is the next octet one that read() leaves out?
 * @sk: socket
 *
 * Return: true if so.
 * Context: any.
 */
bool tn_oob_is_held(const struct sock *sk)
{
	const struct tn_tcb *tcb = &tn_sk(sk)->tcb;

	return tn_urgent_has_octet(tcb) && !tn_urgent_ahead(tcb) &&
	       !sock_flag(sk, SOCK_URGINLINE);
}

/**
 * tn_oob_unread() - SIOCINQ
 * @sk: socket
 *
 * Return: bytes that read() could have, up to the mark.
 * Context: socket lock held.
 */
u32 tn_oob_unread(const struct sock *sk)
{
	const struct tn_tcb *tcb = &tn_sk(sk)->tcb;

	if (tn_urgent_has_octet(tcb) && !sock_flag(sk, SOCK_URGINLINE))
		return tn_urgent_ahead(tcb);
	return tn_tcb_unread(tcb);
}

/**
 * tn_oob_recv() - recv(MSG_OOB)
 * @sk:    socket, not listening
 * @msg:   where the octet goes
 * @len:   room there, bytes
 * @flags: MSG_PEEK, MSG_TRUNC (it is thrown away)
 *
 * Return: 1, or 0 if there is no room for it, or at the end of the stream; or -EINVAL, -EAGAIN,
 * -ENOTCONN, -EFAULT.
 * Context: socket lock held, process context.
 */
int tn_oob_recv(struct sock *sk, struct msghdr *msg, size_t len, int flags)
{
	struct tn_sock *ts = tn_sk(sk);
	u32 seq = tn_urgent_octet(&ts->tcb);
	struct sk_buff *skb;

	if (sock_flag(sk, SOCK_URGINLINE) || !ts->tcb.urg.receiving || ts->oob_taken)
		return -EINVAL;
	if (!tn_urgent_has_octet(&ts->tcb)) {
		if (sk->sk_state == TCP_CLOSE && !sock_flag(sk, SOCK_DONE))
			return -ENOTCONN;
		return sk->sk_shutdown & RCV_SHUTDOWN ? 0 : -EAGAIN;
	}

	skb = tn_recvmsg_find(sk, seq);
	if (!(flags & MSG_PEEK))
		ts->oob_taken = true;
	msg->msg_flags |= MSG_OOB;
	if (!len) {
		msg->msg_flags |= MSG_TRUNC;
		return 0;
	}
	if (!(flags & MSG_TRUNC) && skb_copy_datagram_msg(skb, seq - tn_skb_cb(skb)->seq, msg, 1))
		return -EFAULT;
	return 1;
}
