// SPDX-License-Identifier: GPL-2.0
/*
 * The address family: what the kernel must know to make a socket of ours.
 *
 *	socket(18, SOCK_STREAM, 0)  ->  family_create()  ->  struct tn_sock, with
 *		struct proto_ops:  one call per system call, each in the file of its name
 *		struct proto:      memory accounting, backlog, release_cb
 *
 * sk_family is our number, never AF_INET, and sk_protocol is 0, not IPPROTO_TCP: the kernel takes
 * a socket with those for one of the native stack and looks into it.
 *
 * proto.owner is NULL on purpose. An open socket holds the module through proto_ops.owner; one
 * that was closed and is still finishing does not, so that a module that nobody uses can be
 * removed (sock/socknet.c sees to the rest).
 *
 * Memory is accounted as in the native stack: SO_SNDBUF and SO_RCVBUF per socket, a limit for all
 * together (proto.sysctl_mem, in pages, from the size of the machine), and memory cgroups. What
 * follows from them is in buffer.c.
 */
#include <linux/in.h>
#include <linux/module.h>
#include <linux/net.h>
#include <linux/percpu_counter.h>
#include <linux/swap.h>
#include <linux/tandem.h>
#include <net/sock.h>

#include "compat.h"
#include "ip/transmit.h"
#include "link/linknet.h"
#include "sock/accept.h"
#include "sock/auth.h"
#include "sock/buffer.h"
#include "sock/close.h"
#include "sock/connect.h"
#include "sock/cong.h"
#include "sock/conntimer.h"
#include "sock/enter.h"
#include "sock/family.h"
#include "sock/half.h"
#include "sock/name.h"
#include "sock/perform.h"
#include "sock/poll.h"
#include "sock/ports.h"
#include "sock/record.h"
#include "sock/recvmsg.h"
#include "sock/sendmsg.h"
#include "sock/sentnode.h"
#include "sock/sock.h"
#include "sock/socknet.h"
#include "sock/sockopt.h"
#include "sock/tuning.h"
#include "tcp/user.h"

static atomic_long_t family_memory;
static DEFINE_PER_CPU(int, family_memory_cpu);
static struct percpu_counter family_sockets;
static unsigned long family_pressure;
static long family_mem[3] __read_mostly;

static void family_enter_pressure(struct sock *sk)
{
	WRITE_ONCE(family_pressure, 1);
}

static void family_leave_pressure(struct sock *sk)
{
	WRITE_ONCE(family_pressure, 0);
}

static struct proto family_prot = {
	.name = "TANDEM",
	.obj_size = sizeof(struct tn_sock),
	.backlog_rcv = tn_enter_backlog,
	.release_cb = tn_enter_release_cb,
	.keepalive = tn_sockopt_keepalive,
	.memory_allocated = &family_memory,
	.per_cpu_fw_alloc = &family_memory_cpu,
	.sockets_allocated = &family_sockets,
	.memory_pressure = &family_pressure,
	.enter_memory_pressure = family_enter_pressure,
	.leave_memory_pressure = family_leave_pressure,
	.sysctl_mem = family_mem,
	.sysctl_wmem = tn_buffer_wmem,
	.sysctl_rmem = tn_buffer_rmem,
};

/* Nobody looks at .family here; it is that of struct net_proto_family which counts. */
static const struct proto_ops family_ops = {
	.family = TANDEM_AF_DEFAULT,
	.owner = THIS_MODULE,
	.release = tn_close_release,
	.bind = tn_name_bind,
	.connect = tn_connect,
	.socketpair = sock_no_socketpair,
	.accept = tn_accept_take,
	.getname = tn_name_get,
	.poll = tn_poll_events,
	.ioctl = tn_poll_ioctl,
	.gettstamp = sock_gettstamp,
	.listen = tn_accept_listen,
	.shutdown = tn_close_shutdown,
	.setsockopt = tn_sockopt_set,
	.getsockopt = tn_sockopt_get,
	.sendmsg = tn_sendmsg,
	.recvmsg = tn_recvmsg,
	.mmap = sock_no_mmap,
	TN_COMPAT_SENDPAGE
};

/* The last word about a socket: everything that it had must be gone or goes now. */
static void family_destruct(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);

	__skb_queue_purge(&sk->sk_receive_queue);
	__skb_queue_purge(&sk->sk_error_queue);
	tn_store_purge(sk);
	tn_sentnode_purge(&ts->tcb);
	tn_record_end(ts);
	kfree(ts->accept.halves);
	kfree(rcu_dereference_protected(ts->fo.keys, true));
	tn_auth_free(ts->auth);
	tn_keyring_put(rcu_dereference_protected(ts->ring, true));
	tn_tuning_end(ts);
	tn_cong_end(ts);
	sk_mem_reclaim_final(sk);

	WARN_ON_ONCE(ts->fo.listener);
	WARN_ON_ONCE(ts->bound || test_bit(TN_SF_HASHED, &ts->flags));
	WARN_ON_ONCE(atomic_read(&sk->sk_rmem_alloc));
	WARN_ON_ONCE(sk->sk_wmem_queued);
	WARN_ON_ONCE(!RB_EMPTY_ROOT(&ts->tcb.rcvq.root));

	sk_sockets_allocated_dec(sk);
	tn_socknet_freed(sk);
}

/**
 * tn_family_adopt() - make a tn_sock of what is only a struct sock yet
 * @sk: new socket, not visible to anybody; what is behind struct sock is of no value
 *
 * Context: any but hard interrupts.
 */
void tn_family_adopt(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);

	/* tn_tcb_init() sees to what is between the two */
	memset_after(ts, 0, tcb);
	tn_tuning_begin(ts);
	tn_tcb_init(&ts->tcb, &ts->tuning->cfg, tn_stats(sock_net(sk)), tn_sock_now());
	tn_cong_begin(ts);
	INIT_LIST_HEAD(&ts->resume);
	INIT_LIST_HEAD(&ts->child);
	INIT_LIST_HEAD(&ts->accept.ready);
	INIT_LIST_HEAD(&ts->accept.fresh);
	spin_lock_init(&ts->accept.lock);
	ts->ttl = TN_IP_TTL;
	tn_conntimer_init(sk);
	tn_socknet_add(sk);
}

/**
 * tn_family_inherit() - give a fresh tcb the options that a user has set on another
 * @tcb:  tcb in state CLOSED
 * @from: the other
 *
 * Context: any; the socket locks of both held.
 */
void tn_family_inherit(struct tn_tcb *tcb, const struct tn_tcb *from)
{
	tn_time_t now = tn_sock_now();
	struct tn_verdict v = {};

	/* The verdict would say "send", which nobody does who is CLOSED. */
	if (from->nodelay)
		tn_user_nodelay(tcb, now, true, &v);
	if (from->cork)
		tn_user_cork(tcb, now, true, &v);
	tcb->keep.idle = from->keep.idle;
	tcb->keep.intvl = from->keep.intvl;
	tcb->keep.cnt = from->keep.cnt;
	tn_user_keepalive(tcb, now, from->keep.on);
	tn_user_option(tcb, now, TN_OPTION_USER_TIMEOUT, tn_time_to_ms(from->uto.user), &v);
	tn_user_option(tcb, now, TN_OPTION_UTO, from->uto.adv, &v);
	tn_user_option(tcb, now, TN_OPTION_WINDOW_CLAMP, from->rcv.clamp, &v);
	tn_user_option(tcb, now, TN_OPTION_FIN_WAIT, tn_time_to_ms(from->fin_wait), &v);
	tn_user_option(tcb, now, TN_OPTION_HOLD_ACK, from->acks.hold, &v);
}

/**
 * tn_family_renew() - make a socket whose connection has ended good for another
 * @sk: socket, its connection CLOSED
 *
 * Options stay, keys too, and so does what bind() was asked for.
 *
 * Context: socket lock held, process context.
 */
void tn_family_renew(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_tcb old;

	__skb_queue_purge(&sk->sk_receive_queue);
	tn_store_purge(sk);
	tn_sentnode_purge(&ts->tcb);

	tn_auth_forget(ts);
	old = ts->tcb;
	tn_tcb_init(&ts->tcb, old.cfg, old.stats, tn_sock_now());
	tn_family_inherit(&ts->tcb, &old);
	tn_tcb_cc_set(&ts->tcb, old.cc.ops);

	if (!(sk->sk_userlocks & SOCK_BINDPORT_LOCK)) {
		tn_ports_release(sk);
		ts->tuple.lport = 0;
	}
	if (!(sk->sk_userlocks & SOCK_BINDADDR_LOCK))
		WRITE_ONCE(ts->tuple.laddr, 0);
	ts->tuple.raddr = 0;
	ts->tuple.rport = 0;
	WRITE_ONCE(sk->sk_shutdown, 0);
	sock_reset_flag(sk, SOCK_DONE);
}

static int family_create(struct net *net, struct socket *sock, int protocol, int kern)
{
	struct sock *sk;

	if (sock->type != SOCK_STREAM)
		return -ESOCKTNOSUPPORT;
	if (protocol && protocol != IPPROTO_TCP)
		return -EPROTONOSUPPORT;

	sk = sk_alloc(net, tn_family, GFP_KERNEL, &family_prot, kern);
	if (!sk)
		return -ENOBUFS;
	sock->state = SS_UNCONNECTED;
	sock->ops = &family_ops;
	sock_init_data(sock, sk);

	sk->sk_protocol = 0;
	sk->sk_destruct = family_destruct;
	sk->sk_backlog_rcv = tn_enter_backlog;
	sk->sk_write_space = tn_perform_write_space;
	tn_buffer_begin(sk);
	sock_set_flag(sk, SOCK_RCU_FREE);
	sk_sockets_allocated_inc(sk);
	tn_family_adopt(sk);
	return 0;
}

static struct net_proto_family family_pf __ro_after_init = {
	.create = family_create,
	.owner = THIS_MODULE,
};

/**
 * tn_family_init() - programs may open sockets from here on
 *
 * Return: 0 or a negative errno; -EEXIST if somebody else has the number.
 * Context: module load; sleeps.
 */
int __init tn_family_init(void)
{
	unsigned long limit = max(nr_free_buffer_pages() / 16, 128UL);
	int err;

	family_mem[0] = limit / 4 * 3;
	family_mem[1] = limit;
	family_mem[2] = family_mem[0] * 2;
	family_pf.family = tn_family;

	err = percpu_counter_init(&family_sockets, 0, GFP_KERNEL);
	if (err)
		return err;
	err = proto_register(&family_prot, 1);
	if (err)
		goto undo_counter;
	err = sock_register(&family_pf);
	if (err)
		goto undo_proto;
	return 0;

undo_proto:
	proto_unregister(&family_prot);
undo_counter:
	percpu_counter_destroy(&family_sockets);
	if (err == -EEXIST)
		pr_err("tandem: address family %d is taken; choose another by family=\n",
		       tn_family);
	return err;
}

/**
 * tn_family_stop() - no more sockets
 *
 * Context: module exit; sleeps.
 */
void tn_family_stop(void)
{
	sock_unregister(tn_family);
}

/**
 * tn_family_exit() - free the memory that sockets are made of
 *
 * Context: module exit, after the last socket was freed; sleeps.
 */
void tn_family_exit(void)
{
	proto_unregister(&family_prot);
	percpu_counter_destroy(&family_sockets);
}
