// SPDX-License-Identifier: GPL-2.0
/*
 * recvmsg(): bytes from the receive queue to the user.
 *
 * The queue holds skbs in sequence order, without gaps, from tcb.rcv.user on. A
 * position is a sequence number; within the first skb it may lie behind the
 * beginning, since part of it may have been read, or arrived twice:
 *
 *     cb.seq      rcvd.seq    rcv.user              rcvd.end
 *       | duplicate  |  read     |     to be read       | duplicate |
 *       +------------+-----------+----------------------+-----------+
 *     skb->data
 *
 * The machine is told what was read when the reader goes, or before he
 * waits, for then the window may have to open.
 *
 * What the peer has marked as urgent is sock/oob.c's business.
 *
 * Order of answers, as with the native TCP: first the data, then the end (0),
 * then the pending error (once), then ENOTCONN, EAGAIN, or the signal.
 */
#include <linux/net.h>
#include <linux/sched/signal.h>
#include <linux/skbuff.h>
#include <linux/socket.h>
#include <net/sock.h>

#include "sock/buffer.h"
#include "sock/oob.h"
#include "sock/perform.h"
#include "sock/record.h"
#include "sock/recvmsg.h"
#include "sock/sock.h"
#include "tcp/user.h"

/**
 * struct tn_reading - one call of recvmsg()
 * @msg:    where the bytes go
 * @len:    bytes still wanted
 * @target: bytes below which we wait for more
 * @copied: bytes had so far
 * @untold: bytes read of which the machine has not heard
 * @seq:    sequence number of the next byte
 * @flags:  MSG_*
 * @timeo:  how long we may wait, jiffies
 */
struct tn_reading {
	struct msghdr *msg;
	size_t len;
	int target;
	int copied;
	u32 untold;
	u32 seq;
	int flags;
	long timeo;
};

/**
 * tn_recvmsg_find() - where in the receive queue is an octet?
 * @sk:  socket
 * @seq: its number, not below tcb.rcv.user
 *
 * Return: the skb that has it, or NULL if it has not arrived.
 * Context: socket lock held.
 */
struct sk_buff *tn_recvmsg_find(struct sock *sk, u32 seq)
{
	struct sk_buff *skb;

	skb_queue_walk(&sk->sk_receive_queue, skb) {
		if (tn_seq_lt(seq, tn_skb_cb(skb)->rcvd.end))
			return skb;
	}
	return NULL;
}

/* The reader goes on by @n bytes, which he was given, or was not meant to have. */
static void tn_recvmsg_pass(struct sock *sk, struct tn_reading *r, struct sk_buff *skb, u32 n)
{
	r->seq += n;
	if (r->flags & MSG_PEEK)
		return;
	r->untold += n;
	if (r->seq == tn_skb_cb(skb)->rcvd.end) {
		__skb_unlink(skb, &sk->sk_receive_queue);
		consume_skb(skb);
	}
}

/* From one skb to the user. Returns 0 or -EFAULT. */
static int tn_recvmsg_copy(struct sock *sk, struct tn_reading *r, struct sk_buff *skb)
{
	const struct tn_skb_cb *cb = tn_skb_cb(skb);
	u32 n = min_t(size_t, cb->rcvd.end - r->seq, r->len);

	n = tn_oob_clip(sk, r->seq, n);
	if (!(r->flags & MSG_TRUNC) && skb_copy_datagram_msg(skb, r->seq - cb->seq, r->msg, n))
		return -EFAULT;
	r->len -= n;
	r->copied += n;
	tn_recvmsg_pass(sk, r, skb, n);
	return 0;
}

/*
 * The reader is at the mark. Whoever has read something stops here, so that he can find out where
 * he is; a signal that is about urgent data goes first. Returns true to go on, with *@err if not.
 */
static bool tn_recvmsg_at_mark(struct sock *sk, struct tn_reading *r, struct sk_buff **skb,
			       int *err)
{
	if (r->copied)
		return false;
	if (signal_pending(current)) {
		*err = r->timeo ? sock_intr_errno(r->timeo) : -EAGAIN;
		return false;
	}
	if (*skb && !sock_flag(sk, SOCK_URGINLINE)) {
		tn_recvmsg_pass(sk, r, *skb, 1);
		*skb = tn_recvmsg_find(sk, r->seq);
	}
	return true;
}

/* The machine hears what was read. */
static void tn_recvmsg_tell(struct sock *sk, struct tn_reading *r)
{
	struct tn_verdict v = {};

	if (!r->untold)
		return;
	tn_buffer_read(sk, &v);
	tn_record_read(tn_sk(sk), tn_sock_now(), r->untold, &v);
	tn_buffer_grown(sk);
	r->untold = 0;
	if (v.bits)
		tn_perform(sk, &v);
}

/* There is nothing to read. Returns true to wait for more, false with *@err if not. */
static bool tn_recvmsg_may_wait(struct sock *sk, const struct tn_reading *r, int *err)
{
	*err = 0;
	if (r->copied) {
		return r->copied < r->target && !sk->sk_err &&
		       sk->sk_state != TCP_CLOSE && !(sk->sk_shutdown & RCV_SHUTDOWN) &&
		       r->timeo && !signal_pending(current);
	}
	if (sock_flag(sk, SOCK_DONE))
		return false;
	if (sk->sk_err)
		*err = sock_error(sk);
	else if (sk->sk_shutdown & RCV_SHUTDOWN)
		*err = 0;
	else if (sk->sk_state == TCP_CLOSE)
		*err = -ENOTCONN;
	else if (!r->timeo)
		*err = -EAGAIN;
	else if (signal_pending(current))
		*err = sock_intr_errno(r->timeo);
	else
		return true;
	return false;
}

static int tn_recvmsg_locked(struct sock *sk, struct tn_reading *r)
{
	u32 *user = &tn_sk(sk)->tcb.rcv.user;
	u32 ahead = max(sk_peek_offset(sk, r->flags), 0);
	int err = 0;

	r->seq = *user + ahead;
	do {
		struct sk_buff *skb = tn_recvmsg_find(sk, r->seq);

		if (tn_oob_is_mark(sk, r->seq) && !tn_recvmsg_at_mark(sk, r, &skb, &err))
			break;
		if (skb) {
			err = tn_recvmsg_copy(sk, r, skb);
			if (err)
				break;
			continue;
		}
		if (!tn_recvmsg_may_wait(sk, r, &err))
			break;
		tn_recvmsg_tell(sk, r);
		sk_wait_data(sk, &r->timeo, skb_peek_tail(&sk->sk_receive_queue));
		/* Another reader may have been here meanwhile. */
		if (!(r->flags & MSG_PEEK))
			r->seq = *user;
		else if (tn_seq_lt(r->seq, *user))
			r->seq = *user;
	} while (r->len);

	tn_recvmsg_tell(sk, r);
	return r->copied ? r->copied : err;
}

/**
 * tn_recvmsg() - recvmsg() of proto_ops
 * @sock:  the socket
 * @msg:   where the bytes go
 * @len:   how many, at most
 * @flags: MSG_PEEK, MSG_DONTWAIT, MSG_WAITALL, MSG_TRUNC (bytes are thrown away), MSG_OOB
 *
 * Return: bytes had, 0 at the end of the stream; or -ENOTCONN, -EAGAIN, -EINTR,
 * -ERESTARTSYS, -EFAULT, -EINVAL (MSG_OOB), or the pending error of the connection.
 * Context: process.
 */
int tn_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags)
{
	struct sock *sk = sock->sk;
	struct tn_reading r = {
		.msg = msg,
		.len = len,
		.target = sock_rcvlowat(sk, flags & MSG_WAITALL, min_t(size_t, len, INT_MAX)),
		.flags = flags,
		.timeo = sock_rcvtimeo(sk, flags & MSG_DONTWAIT),
	};
	int ret;

	/* Nothing is ever put on the error queue. */
	if (flags & MSG_ERRQUEUE)
		return -EAGAIN;

	lock_sock(sk);
	ret = -ENOTCONN;
	if (sk->sk_state != TCP_LISTEN)
		ret = flags & MSG_OOB ? tn_oob_recv(sk, msg, len, flags) :
					tn_recvmsg_locked(sk, &r);
	if (ret > 0 && !(flags & MSG_OOB)) {
		if (flags & MSG_PEEK)
			sk_peek_offset_fwd(sk, ret);
		else
			sk_peek_offset_bwd(sk, ret);
	}
	release_sock(sk);
	if (ret >= 0)
		msg->msg_namelen = 0;
	return ret;
}
