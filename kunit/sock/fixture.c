// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets for the suites of this folder.
 *
 * They are real ones, in init_net, and no device is needed: a connection is brought to ESTABLISHED
 * by giving the machine the peer's SYN-ACK, and what it would like to send has no route and is
 * dropped. When the case is over the socket is ended as if its namespace went away, and closed.
 *
 * An assertion that fails leaves the case where it stands: none is made while a socket is locked.
 */
#include <linux/bottom_half.h>
#include <linux/in.h>
#include <linux/net.h>
#include <linux/tcp.h>
#include <linux/uio.h>
#include <net/ip.h>
#include <net/net_namespace.h>

#include "sock/buffer.h"
#include "sock/demux.h"
#include "sock/enter.h"
#include "sock/family.h"
#include "sock/fixture.h"
#include "sock/ports.h"
#include "sock/recvmsg.h"
#include "sock/sentnode.h"
#include "sock/socknet.h"
#include "tcp/arrive.h"
#include "tcp/send.h"
#include "tcp/user.h"

static void fixture_close(void *arg)
{
	struct socket *sock = arg;
	struct sock *sk = sock->sk;

	lock_sock(sk);
	tn_socknet_kill(sk, ENETDOWN);
	/* A case may have put it there past the machine. */
	tn_demux_remove(sk);
	release_sock(sk);
	sock_release(sock);
}

/**
 * tn_fixture_socket() - make a socket
 * @test: the case, after which it is closed
 *
 * Return: the socket, CLOSED and not bound.
 * Context: process; sleeps.
 */
struct sock *tn_fixture_socket(struct kunit *test)
{
	struct socket *sock;
	int err;

	err = sock_create_kern(&init_net, tn_family, SOCK_STREAM, 0, &sock);
	KUNIT_ASSERT_EQ(test, err, 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, fixture_close, sock), 0);
	return sock->sk;
}

/**
 * tn_fixture_tuple() - addresses of documentation networks (RFC 5737)
 * @lport: local port
 * @rport: remote port
 *
 * Return: the addresses of a connection.
 * Context: any.
 */
struct tn_tuple tn_fixture_tuple(u16 lport, u16 rport)
{
	return (struct tn_tuple) {
		.laddr = htonl(0xc0000201),
		.raddr = htonl(0xc6336401),
		.lport = htons(lport),
		.rport = htons(rport),
	};
}

/**
 * tn_fixture_connect() - a connection from nowhere
 * @test:  the case
 * @sk:    socket, CLOSED and not bound
 * @tuple: its addresses; no port is reserved
 *
 * Context: process; sleeps.
 */
void tn_fixture_connect(struct kunit *test, struct sock *sk, const struct tn_tuple *tuple)
{
	struct tn_sock *ts = tn_sk(sk);
	tn_time_t now = tn_sock_now();
	struct tn_seg seg = {
		.when = now,
		.seq = TN_FIXTURE_IRS,
		.ack = TN_FIXTURE_ISS + 1,
		.wnd = 65535,
		.flags = TN_TCP_SYN | TN_TCP_ACK,
		.nsegs = 1,
	};
	struct tn_verdict v = {};
	struct tn_out out;

	int err;

	lock_sock(sk);
	ts->tuple = *tuple;
	err = tn_demux_insert(sk);
	tn_buffer_read(sk, &v);
	tn_sentnode_fill(&ts->tcb, TN_SENTQ_SPARE_LOW);
	tn_user_connect(&ts->tcb, now, TN_FIXTURE_ISS, &v);
	tn_send_next(&ts->tcb, now, &out);
	tn_arrive(&ts->tcb, now, &seg, &v);
	/* The ACK of it, with the window that the peer may use. */
	tn_send_next(&ts->tcb, now, &out);
	sk->sk_state = TCP_ESTABLISHED;
	release_sock(sk);

	KUNIT_ASSERT_EQ(test, err, 0);
	KUNIT_ASSERT_EQ(test, ts->tcb.state, TN_ESTABLISHED);
}

/**
 * tn_fixture_segment() - a segment as it comes from ip/
 * @test:  the case
 * @tuple: addresses of the connection that it is for
 * @seq:   sequence number
 * @len:   payload bytes
 * @flags: TN_TCP_*; it acknowledges what tn_fixture_connect() has sent
 *
 * Return: the skb, the caller's to free.
 * Context: process; sleeps.
 */
struct sk_buff *tn_fixture_segment(struct kunit *test, const struct tn_tuple *tuple, u32 seq,
				   u32 len, u8 flags)
{
	struct tn_tcp h = {
		.sport = tuple->rport,
		.dport = tuple->lport,
		.seq = seq,
		.ack = TN_FIXTURE_ISS + 1,
		.wnd = 65535,
		.flags = flags,
	};
	struct sk_buff *skb = alloc_skb(sizeof(struct iphdr) + TN_TCP_HLEN_MAX + len, GFP_KERNEL);
	struct tn_tcpopt none = {};
	struct iphdr *ip;
	u8 *payload;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reset_network_header(skb);
	ip = skb_put_zero(skb, sizeof(*ip));
	ip->saddr = tuple->raddr;
	ip->daddr = tuple->laddr;
	skb_pull(skb, sizeof(*ip));
	tn_tcp_build(skb_put_zero(skb, tn_tcp_hlen(&none)), &h, &none);
	payload = skb_put(skb, len);
	for (i = 0; i < len; i++)
		payload[i] = tn_fixture_byte(seq + i);
	*(tn_time_t *)skb->cb = tn_sock_now();
	return skb;
}

/**
 * tn_fixture_arrive() - a segment comes in
 * @test:  the case
 * @sk:    socket that it is for
 * @seq:   sequence number
 * @len:   payload bytes
 * @flags: TN_TCP_* besides TN_TCP_ACK
 *
 * Context: process; the socket may be locked: then the segment waits.
 */
void tn_fixture_arrive(struct kunit *test, struct sock *sk, u32 seq, u32 len, u8 flags)
{
	struct sk_buff *skb;
	struct tn_seg seg;

	skb = tn_fixture_segment(test, &tn_sk(sk)->tuple, seq, len, flags | TN_TCP_ACK);
	KUNIT_ASSERT_EQ(test, tn_enter_parse(skb, &seg), TN_REASON_NONE);
	local_bh_disable();
	rcu_read_lock();
	tn_enter_segment(sk, skb, &seg);
	rcu_read_unlock();
	local_bh_enable();
}

/**
 * tn_fixture_bind() - reserve an address and a port
 * @sk:   socket, not bound
 * @addr: local address in host order, 0: any; it need not be Tandem's
 * @port: port, 0: choose one
 *
 * Return: what tn_ports_bind() says.
 * Context: process; sleeps.
 */
int tn_fixture_bind(struct sock *sk, u32 addr, u16 port)
{
	int err;

	lock_sock(sk);
	err = tn_ports_bind(sk, htonl(addr), htons(port));
	release_sock(sk);
	return err;
}

/**
 * tn_fixture_receive() - recvmsg(), without waiting
 * @test:  the case
 * @sk:    connected socket
 * @seq:   sequence number of the byte that is expected first; what comes must be the pattern
 * @len:   bytes to ask for
 * @flags: MSG_*
 *
 * Return: what tn_recvmsg() did.
 * Context: process; sleeps.
 */
int tn_fixture_receive(struct kunit *test, struct sock *sk, u32 seq, u32 len, int flags)
{
	u8 *bytes = kunit_kzalloc(test, len, GFP_KERNEL);
	struct kvec vec = { .iov_base = bytes, .iov_len = len };
	struct msghdr msg = {};
	int ret, i;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	iov_iter_kvec(&msg.msg_iter, ITER_DEST, &vec, 1, len);
	ret = tn_recvmsg(sk->sk_socket, &msg, len, flags | MSG_DONTWAIT);
	if (!(flags & MSG_TRUNC)) {
		for (i = 0; i < ret; i++)
			if (bytes[i] != tn_fixture_byte(seq + i))
				break;
		KUNIT_EXPECT_EQ(test, i, max(ret, 0));
	}
	kunit_kfree(test, bytes);
	return ret;
}
