// SPDX-License-Identifier: GPL-2.0
/*
 * sendmsg(): bytes of the user to the end of the send store.
 *
 * They are taken in portions, and the machine is told after each, so that the first ones
 * are on their way while the rest is still being copied. A portion that is
 * followed by another one at once is announced as such: no small segment need be
 * cut between the two.
 *
 * What sendfile() and splice() bring are pages, not memory of a user. They
 * are not copied but referred to, unless they are too small to be worth a
 * reference or are of a kind that may not be held (slab memory).
 *
 * Errors are those of tcp(7) and send(2), as programs meet them with the
 * native TCP: a socket that is not connected, or may not send any more, gives EPIPE
 * (with SIGPIPE), after the pending error of the connection, if there is one.
 *
 * TCP Fast Open: with MSG_FASTOPEN, or after a connect() that did not begin (connect.c), the SYN
 * takes the first bytes along, if it may. Who does not want to wait is told how many these were,
 * or EINPROGRESS if there were none; else the rest follows when the connection has been made.
 *
 * MSG_OOB makes all that is sent urgent (tcp/urgent.c); the peer takes its last octet out of band.
 */
#include <linux/net.h>
#include <linux/socket.h>
#include <linux/uio.h>
#include <net/sock.h>

#include "compat.h"
#include "sock/connect.h"
#include "sock/perform.h"
#include "sock/record.h"
#include "sock/sendmsg.h"
#include "sock/sock.h"
#include "tcp/fastopen.h"
#include "tcp/user.h"

/* The machine is told after so many bytes. */
#define TN_SENDMSG_PORTION	(64 * 1024)

/* Fewer bytes of a page are copied: a reference holds the whole page in memory. */
#define TN_SENDMSG_REF_MIN	(PAGE_SIZE / 8)

/* Some of a page by reference, at most @len bytes; 0 if these are better copied. */
static int tn_sendmsg_refer(struct sock *sk, struct iov_iter *from, u32 len)
{
	struct page *page;
	size_t off;
	ssize_t n;
	int err;

	n = tn_compat_iter_page(from, len, &page, &off);
	if (n <= 0)
		return n;
	if (n < TN_SENDMSG_REF_MIN || !sendpage_ok(page))
		err = 0;
	else
		err = tn_store_append_page(sk, page, off, n);
	if (err <= 0)
		iov_iter_revert(from, n);
	return err;
}

/* At least one byte, at most @len, from the message to the store. */
static int tn_sendmsg_append(struct sock *sk, struct msghdr *msg, u32 len)
{
	struct iov_iter *from = &msg->msg_iter;
	u32 done = 0;
	int n = 0;

	if (!tn_compat_is_splice(msg))
		return tn_store_append_iter(sk, from, len);

	while (done < len) {
		n = tn_sendmsg_refer(sk, from, len - done);
		if (!n)
			n = tn_store_append_iter(sk, from,
						 min3(len - done, (u32)TN_SENDMSG_REF_MIN,
						      (u32)iov_iter_single_seg_count(from)));
		if (n < 0)
			break;
		done += n;
	}
	return done ? done : n;
}

/* The machine hears of @bytes that are in the store. */
static void tn_sendmsg_tell(struct sock *sk, u32 bytes, bool more, bool urgent)
{
	struct tn_verdict v = {};

	if (urgent)
		tn_record_urgent(tn_sk(sk), tn_sock_now(), bytes, &v);
	else
		tn_record_sent(tn_sk(sk), tn_sock_now(), bytes, more, &v);
	tn_perform(sk, &v);
}

/*
 * A connection that opens fast: with as much of the message as the SYN takes. Returns 0 when the
 * connection has been made, and *@done bytes of the message are on their way in any case.
 */
static int tn_sendmsg_open(struct sock *sk, struct msghdr *msg, long timeo, int *done)
{
	struct tn_tcb *tcb = &tn_sk(sk)->tcb;
	u32 room;
	int err;

	if (!tcb->fo.wait) {
		err = tn_connect_fast(sk->sk_socket, msg->msg_name, msg->msg_namelen,
				      msg_data_left(msg));
		if (err != -EINPROGRESS)
			return err;
	}
	if (tcb->fo.wait) {
		room = min_t(size_t, tn_fastopen_room(tcb), msg_data_left(msg));
		if (room && !(msg->msg_flags & MSG_OOB))
			*done = max(tn_sendmsg_append(sk, msg, room), 0);
		tn_sendmsg_tell(sk, *done, false, false);
	}
	return tn_connect_outcome(sk->sk_socket, timeo);
}

/* May the user send? Waits for a handshake that is under way. */
static int tn_sendmsg_wait_connect(struct sock *sk, long *timeo)
{
	if ((1 << sk->sk_state) & (TCPF_ESTABLISHED | TCPF_CLOSE_WAIT))
		return 0;
	if (sk->sk_state == TCP_SYN_RECV && tn_sk(sk)->tcb.fo.child)
		return 0;
	return sk_stream_wait_connect(sk, timeo);
}

/* How much may be taken before the buffer is full, or the machine wants to hear of it. */
static u32 tn_sendmsg_room(const struct sock *sk, size_t left)
{
	int room = READ_ONCE(sk->sk_sndbuf) - READ_ONCE(sk->sk_wmem_queued);

	return min3(left, (size_t)TN_SENDMSG_PORTION, (size_t)max(room, 1));
}

/* Returns bytes taken, or a negative error if there were none. */
static int tn_sendmsg_locked(struct sock *sk, struct msghdr *msg)
{
	long timeo = sock_sndtimeo(sk, msg->msg_flags & MSG_DONTWAIT);
	int done = 0;
	int err;

	if (msg->msg_flags & MSG_FASTOPEN || tn_sk(sk)->tcb.fo.wait) {
		err = tn_sendmsg_open(sk, msg, timeo, &done);
		if (err)
			return err == -EINPROGRESS && done ? done : err;
	}
	err = tn_sendmsg_wait_connect(sk, &timeo);
	if (err)
		return done ? done : err;

	while (msg_data_left(msg)) {
		bool more = msg->msg_flags & MSG_MORE;
		int n;

		err = -EPIPE;
		if (sk->sk_err || (sk->sk_shutdown & SEND_SHUTDOWN))
			break;

		n = -ENOMEM;
		if (sk_stream_memory_free(sk))
			n = tn_sendmsg_append(sk, msg,
					      tn_sendmsg_room(sk, msg_data_left(msg)));
		if (n > 0) {
			done += n;
			more |= msg_data_left(msg) && sk_stream_memory_free(sk);
			tn_sendmsg_tell(sk, n, more, msg->msg_flags & MSG_OOB);
			continue;
		}
		err = n;
		if (err != -ENOMEM)
			break;

		set_bit(SOCK_NOSPACE, &sk->sk_socket->flags);
		tn_record_full(tn_sk(sk), true);
		err = sk_stream_wait_memory(sk, &timeo);
		if (err)
			break;
	}
	return done ? done : err;
}

/**
 * tn_sendmsg() - sendmsg() of proto_ops
 * @sock: the socket
 * @msg:  what to send; MSG_DONTWAIT, MSG_MORE, MSG_NOSIGNAL, MSG_OOB, MSG_FASTOPEN
 * @len:  its length, bytes
 *
 * Return: bytes taken; or -EPIPE, -EAGAIN, -EINTR, -ERESTARTSYS, -EFAULT, -ENOMEM,
 * or the pending error of the connection; with MSG_FASTOPEN also -EOPNOTSUPP and what connect()
 * returns.
 * Context: process.
 */
int tn_sendmsg(struct socket *sock, struct msghdr *msg, size_t len)
{
	struct sock *sk = sock->sk;
	int ret;

	lock_sock(sk);
	ret = tn_sendmsg_locked(sk, msg);
	if (ret < 0) {
		ret = sk_stream_error(sk, msg->msg_flags, ret);
		/* An edge-triggered poller with nothing under way would wait for ever. */
		if (ret == -EAGAIN && !tn_sk(sk)->store.count)
			sk->sk_write_space(sk);
	}
	release_sock(sk);
	return ret;
}
