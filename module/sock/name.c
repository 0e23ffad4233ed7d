// SPDX-License-Identifier: GPL-2.0
/*
 * Addresses as programs say them.
 *
 * A program that was written for AF_INET shall find nothing to change but its call of socket():
 * an address is a struct sockaddr_in, and sin_family may be AF_INET or our number. What the
 * kernel tells is always AF_INET.
 */
#include <linux/in.h>
#include <linux/net.h>
#include <net/sock.h>

#include "ip/addr.h"
#include "sock/family.h"
#include "sock/name.h"
#include "sock/ports.h"
#include "sock/sock.h"

/* States in which there is no peer to name */
#define NAME_NO_PEER	(TN_STATE_IN(TN_CLOSED) | TN_STATE_IN(TN_SYN_SENT))

/**
 * tn_name_parse() - read an address
 * @uaddr: what the user gave, copied to the kernel
 * @len:   its length, bytes
 * @addr:  IPv4 address
 * @port:  port
 *
 * Return: 0; -EINVAL if it is too short; -EAFNOSUPPORT.
 * Context: any.
 */
int tn_name_parse(const struct sockaddr *uaddr, int len, __be32 *addr, __be16 *port)
{
	const struct sockaddr_in *sin = (const struct sockaddr_in *)uaddr;

	if (len < (int)sizeof(*sin))
		return -EINVAL;
	if (sin->sin_family != AF_INET && sin->sin_family != tn_family)
		return -EAFNOSUPPORT;
	*addr = sin->sin_addr.s_addr;
	*port = sin->sin_port;
	return 0;
}

/**
 * tn_name_bind() - bind()
 * @sock:  socket
 * @uaddr: local address, 0: any, and port, 0: choose one
 * @len:   length of @uaddr, bytes
 *
 * Return: 0 or a negative errno, as ip(7) has them.
 * Context: process; sleeps.
 */
int tn_name_bind(struct socket *sock, struct sockaddr *uaddr, int len)
{
	struct sockaddr_in *sin = (struct sockaddr_in *)uaddr;
	struct sock *sk = sock->sk;
	struct tn_sock *ts = tn_sk(sk);
	__be32 addr;
	__be16 port;
	int err;

	/* An old habit of programs that the native stack forgives, too. */
	if (len >= (int)sizeof(*sin) && sin->sin_family == AF_UNSPEC && !sin->sin_addr.s_addr)
		sin->sin_family = AF_INET;
	err = tn_name_parse(uaddr, len, &addr, &port);
	if (err)
		return err;
	if (addr && !tn_addr_owns(sock_net(sk), NULL, addr))
		return -EADDRNOTAVAIL;

	lock_sock(sk);
	err = -EINVAL;
	if (ts->tcb.state != TN_CLOSED || ts->bound)
		goto out;
	err = tn_ports_bind(sk, addr, port);
	if (err)
		goto out;
	if (addr)
		sk->sk_userlocks |= SOCK_BINDADDR_LOCK;
	if (port)
		sk->sk_userlocks |= SOCK_BINDPORT_LOCK;
out:
	release_sock(sk);
	return err;
}

/**
 * tn_name_get() - getsockname() and getpeername()
 * @sock:  socket
 * @uaddr: room for the address
 * @peer:  0: the local address
 *
 * Return: length of the address, bytes, or -ENOTCONN.
 * Context: process; sleeps.
 */
int tn_name_get(struct socket *sock, struct sockaddr *uaddr, int peer)
{
	struct sockaddr_in *sin = (struct sockaddr_in *)uaddr;
	struct sock *sk = sock->sk;
	struct tn_sock *ts = tn_sk(sk);
	int ret = sizeof(*sin);

	memset(sin, 0, sizeof(*sin));
	sin->sin_family = AF_INET;
	lock_sock(sk);
	if (!peer) {
		sin->sin_addr.s_addr = ts->tuple.laddr;
		sin->sin_port = ts->tuple.lport;
	} else if (!ts->tuple.rport ||
		   (peer == 1 && tn_tcb_in(&ts->tcb, NAME_NO_PEER))) {
		ret = -ENOTCONN;
	} else {
		sin->sin_addr.s_addr = ts->tuple.raddr;
		sin->sin_port = ts->tuple.rport;
	}
	release_sock(sk);
	return ret;
}
