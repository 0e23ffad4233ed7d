// SPDX-License-Identifier: GPL-2.0
/*
 * connect(): an active open.
 *
 *	address -> route (which gives the local address, if bind() did not)
 *		-> local port and demux entry -> ISS -> SYN
 *
 * sock->state is what the user has been told, and only the user's calls change it: SS_CONNECTING
 * until a call of connect() has reported the outcome, SS_CONNECTED after it has reported success.
 * So a non-blocking program that asks again is told 0 once, and EISCONN from then on; one that
 * asks before the outcome is known is told EALREADY.
 *
 * With TCP_FASTOPEN_CONNECT, and a cookie of that server, connect() is done before it has begun:
 * the SYN waits for what the user writes first (tcb.fo.wait). sendto(MSG_FASTOPEN) is both calls
 * in one, and comes here for its first half and its end.
 *
 * After a failure, and after connect() to AF_UNSPEC, which undoes a connection, the socket is as
 * good as new.
 */
#include <linux/in.h>
#include <linux/net.h>
#include <linux/sched/signal.h>
#include <net/sock.h>

#include "ip/route.h"
#include "sock/accept.h"
#include "sock/auth.h"
#include "sock/buffer.h"
#include "sock/connect.h"
#include "sock/family.h"
#include "sock/fastopen.h"
#include "sock/hostcache.h"
#include "sock/isn.h"
#include "sock/name.h"
#include "sock/perform.h"
#include "sock/ports.h"
#include "sock/record.h"
#include "sock/sock.h"
#include "tcp/user.h"

/* IPv4 and TCP headers at their longest, bytes: a GSO packet and its headers are at most 65535 */
#define CONNECT_HEADERS		80

#define CONNECT_PENDING		(TCPF_SYN_SENT | TCPF_SYN_RECV)

/**
 * tn_connect_mtu() - the MTU that a socket shall use on a path
 * @sk:   socket
 * @path: the path
 *
 * Return: bytes; less than the path has if TCP_MAXSEG says so.
 * Context: any.
 */
u32 tn_connect_mtu(const struct sock *sk, const struct tn_path *path)
{
	u16 mss = READ_ONCE(tn_sk(sk)->user_mss);

	return mss ? min_t(u32, path->mtu, mss + 40) : path->mtu;
}

/**
 * tn_connect_gso() - what the device of a path segments itself
 * @path: the path
 *
 * Return: payload bytes of a packet, 0: none but a segment.
 * Context: RCU.
 */
u32 tn_connect_gso(const struct tn_path *path)
{
	u32 gso = min_t(u32, READ_ONCE(path->dev->gso_max_size), 65535);

	return gso > CONNECT_HEADERS ? gso - CONNECT_HEADERS : 0;
}

/**
 * tn_connect_path() - tell the tcb what the path to its peer carries
 * @sk:   socket
 * @path: the path
 *
 * Context: RCU, socket lock held.
 */
void tn_connect_path(struct sock *sk, const struct tn_path *path)
{
	tn_tcb_path(&tn_sk(sk)->tcb, tn_connect_mtu(sk, path), tn_connect_gso(path));
}

/* Choose the local address, then the port, and be found from then on. */
static int connect_resolve(struct sock *sk, __be32 addr, __be16 port)
{
	struct tn_sock *ts = tn_sk(sk);
	__be32 bound = ts->tuple.laddr;
	struct tn_path path;
	int err;

	rcu_read_lock();
	err = tn_route_lookup(sock_net(sk), addr, bound, READ_ONCE(sk->sk_bound_dev_if), &path);
	if (!err)
		tn_connect_path(sk, &path);
	rcu_read_unlock();
	if (err)
		return err;
	if (!path.saddr)
		return -EADDRNOTAVAIL;

	WRITE_ONCE(ts->tuple.laddr, path.saddr);
	ts->tuple.raddr = addr;
	ts->tuple.rport = port;
	err = tn_ports_connect(sk);
	if (err) {
		WRITE_ONCE(ts->tuple.laddr, bound);
		ts->tuple.raddr = 0;
		ts->tuple.rport = 0;
	}
	return err;
}

/* @fast: open fast, if it can be; @text: there will be something to send with the SYN */
static int connect_start(struct sock *sk, const struct sockaddr *uaddr, int len, bool fast,
			 bool text)
{
	const struct net *net = sock_net(sk);
	struct tn_sock *ts = tn_sk(sk);
	struct tn_verdict v = {};
	__be32 addr;
	__be16 port;
	int err;

	err = tn_name_parse(uaddr, len, &addr, &port);
	if (err)
		return err;
	/* To nowhere in particular is to ourselves, as in the native stack. */
	if (!addr)
		addr = ts->tuple.laddr ?: htonl(INADDR_LOOPBACK);
	err = tn_auth_connect(sk, addr);
	if (err)
		return err;
	err = connect_resolve(sk, addr, port);
	if (err) {
		tn_auth_forget(ts);
		return err;
	}

	ts->tcb.ts.offset = tn_isn_ts_offset(net, &ts->tuple);
	ts->tcb.rcv.wscale = tn_buffer_scale(sk);
	tn_buffer_read(sk, &v);
	tn_record_connect(ts, tn_sock_now(), tn_isn_pick(net, &ts->tuple), &v);
	tn_hostcache_hint(ts);
	if (fast)
		tn_fastopen_client(ts, text);
	tn_perform(sk, &v);
	return 0;
}

/* Wait for the outcome, for at most @timeo jiffies; returns what is left of them. */
static long connect_wait(struct sock *sk, long timeo)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);

	add_wait_queue(sk_sleep(sk), &wait);
	while ((1 << sk->sk_state) & CONNECT_PENDING) {
		release_sock(sk);
		timeo = wait_woken(&wait, TASK_INTERRUPTIBLE, timeo);
		lock_sock(sk);
		if (signal_pending(current) || !timeo)
			break;
	}
	remove_wait_queue(sk_sleep(sk), &wait);
	return timeo;
}

/* connect() to AF_UNSPEC: back to the state before the first connect() or listen(). */
static void connect_undo(struct socket *sock)
{
	struct sock *sk = sock->sk;
	struct tn_sock *ts = tn_sk(sk);
	struct tn_verdict v = {};

	if (ts->tcb.state == TN_LISTEN)
		tn_accept_stop(sk);
	tn_record_abort(ts, tn_sock_now(), &v);
	tn_perform(sk, &v);
	tn_family_renew(sk);
	sock->state = SS_UNCONNECTED;
}

/*
 * What connect() has to say before anything is waited for: -EINPROGRESS or -EALREADY, or the end
 * of it.
 */
static int connect_begin(struct socket *sock, const struct sockaddr *uaddr, int len, bool fast,
			 bool text)
{
	int err;

	switch (sock->state) {
	case SS_CONNECTING:
		return tn_sk(sock->sk)->tcb.fo.wait ? -EISCONN : -EALREADY;
	case SS_CONNECTED:
		return -EISCONN;
	case SS_UNCONNECTED:
		if (sock->sk->sk_state != TCP_CLOSE)
			return -EISCONN;
		err = connect_start(sock->sk, uaddr, len, fast, text);
		if (err)
			return err;
		sock->state = SS_CONNECTING;
		return -EINPROGRESS;
	default:
		return -EINVAL;
	}
}

/* Wait for the outcome; @err: what to say if that is not allowed, or takes too long. */
static int connect_end(struct socket *sock, long timeo, int err)
{
	struct sock *sk = sock->sk;

	if ((1 << sk->sk_state) & CONNECT_PENDING) {
		if (!timeo)
			return err;
		timeo = connect_wait(sk, timeo);
		if ((1 << sk->sk_state) & CONNECT_PENDING)
			return signal_pending(current) ? sock_intr_errno(timeo) : err;
	}

	if (sk->sk_state == TCP_CLOSE) {
		err = sock_error(sk) ?: -ECONNABORTED;
		tn_family_renew(sk);
		sock->state = SS_UNCONNECTED;
		return err;
	}
	sock->state = SS_CONNECTED;
	return 0;
}

static int connect_locked(struct socket *sock, const struct sockaddr *uaddr, int len, int flags)
{
	struct tn_sock *ts = tn_sk(sock->sk);
	int err;

	err = connect_begin(sock, uaddr, len, ts->fo.connect && tn_fastopen_is_on(&ts->sk), true);
	if (err != -EINPROGRESS && err != -EALREADY)
		return err;
	if (ts->tcb.fo.wait)
		return 0;
	return connect_end(sock, sock_sndtimeo(&ts->sk, flags & O_NONBLOCK), err);
}

/**
 * tn_connect_fast() - the beginning of sendto(MSG_FASTOPEN)
 * @sock:  socket
 * @uaddr: peer's address
 * @len:   its length, bytes
 * @text:  there is something to send
 *
 * Return: -EINPROGRESS: tcb.fo.wait says whether the SYN waits for the text; or what is wrong.
 * Context: process, socket lock held; does not wait.
 */
int tn_connect_fast(struct socket *sock, const struct sockaddr *uaddr, int len, bool text)
{
	if (!tn_fastopen_is_on(sock->sk) ||
	    (len >= (int)sizeof(uaddr->sa_family) && uaddr->sa_family == AF_UNSPEC))
		return -EOPNOTSUPP;
	return connect_begin(sock, uaddr, len, true, text);
}

/**
 * tn_connect_outcome() - the end of sendto(MSG_FASTOPEN): as that of connect()
 * @sock:  socket whose SYN has left
 * @timeo: how long it may take, jiffies
 *
 * Return: 0; -EINPROGRESS; or the error, and the socket is as good as new.
 * Context: process, socket lock held; sleeps.
 */
int tn_connect_outcome(struct socket *sock, long timeo)
{
	return connect_end(sock, timeo, -EINPROGRESS);
}

/**
 * tn_connect() - connect()
 * @sock:  socket
 * @uaddr: peer's address; AF_UNSPEC: undo
 * @len:   its length, bytes
 * @flags: O_NONBLOCK
 *
 * Return: 0 or a negative errno, as connect(2) and tcp(7) have them.
 * Context: process; sleeps.
 */
int tn_connect(struct socket *sock, struct sockaddr *uaddr, int len, int flags)
{
	struct sock *sk = sock->sk;
	int err = 0;

	if (len < (int)sizeof(uaddr->sa_family))
		return -EINVAL;

	lock_sock(sk);
	if (uaddr->sa_family == AF_UNSPEC)
		connect_undo(sock);
	else
		err = connect_locked(sock, uaddr, len, flags);
	release_sock(sk);
	return err;
}
