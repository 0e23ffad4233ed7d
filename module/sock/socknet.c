// SPDX-License-Identifier: GPL-2.0
/*
 * The sock room's state of a network namespace, and the beginning and end of the room.
 *
 * Every socket is in its namespace's list from its birth until its memory is freed; the list
 * holds no reference. It is what `tandem ss` shows, what an address that goes away looks through,
 * and what makes the end certain: a namespace that ends, or all of them when the module is
 * unloaded,
 *
 *	1. has no user of a socket any more (an open file holds the namespace and the module), only
 *	   orphans, which are still busy with their FIN, and TIME-WAITs;
 *	2. aborts the orphans and forgets the TIME-WAITs;
 *	3. waits until the last of its sockets is freed (tn_socknet.live): references by a timer
 *	   that is just running, or by a packet in a device queue, are short.
 *
 * No packet comes in any more at that time: link/ has detached the devices in pre_exit. When the
 * module goes, tn_sock_exit() unregisters the transport first.
 */
#include <linux/in.h>
#include <linux/sched.h>
#include <linux/wait.h>
#include <net/netns/generic.h>

#include "ip/proto.h"
#include "link/linknet.h"
#include "sock/accept.h"
#include "sock/buffer.h"
#include "sock/demux.h"
#include "sock/family.h"
#include "sock/fastkey.h"
#include "sock/half.h"
#include "sock/hostcache.h"
#include "sock/isn.h"
#include "sock/mac.h"
#include "sock/perform.h"
#include "sock/ports.h"
#include "sock/receive.h"
#include "sock/record.h"
#include "sock/sentnode.h"
#include "sock/sock.h"
#include "sock/socknet.h"
#include "sock/tuning.h"
#include "sock/twait.h"
#include "sock/xmit.h"

static unsigned int socknet_id __read_mostly;

/* Somebody's tn_socknet.live has become 0. */
static DECLARE_WAIT_QUEUE_HEAD(socknet_wait);

/**
 * tn_socknet() - the room's state of a namespace
 * @net: namespace
 *
 * Return: its state.
 * Context: any, between the namespace's beginning and its end.
 */
struct tn_socknet *tn_socknet(const struct net *net)
{
	return net_generic(net, socknet_id);
}

/**
 * tn_socknet_add() - a socket is born
 * @sk: socket, not visible to anybody
 *
 * Context: any but hard interrupts.
 */
void tn_socknet_add(struct sock *sk)
{
	struct tn_socknet *sn = tn_socknet(sock_net(sk));
	struct tn_sock *ts = tn_sk(sk);

	atomic_inc(&sn->live);
	spin_lock_bh(&sn->lock);
	ts->id = ++sn->last_id;
	list_add_tail(&ts->all, &sn->socks);
	spin_unlock_bh(&sn->lock);
}

/**
 * tn_socknet_freed() - a socket's memory is about to be freed
 * @sk: socket, without references
 *
 * Context: sk->sk_destruct, an RCU callback.
 */
void tn_socknet_freed(struct sock *sk)
{
	struct tn_socknet *sn = tn_socknet(sock_net(sk));

	spin_lock_bh(&sn->lock);
	list_del(&tn_sk(sk)->all);
	spin_unlock_bh(&sn->lock);
	if (atomic_dec_and_test(&sn->live))
		wake_up_all(&socknet_wait);
}

/*
 * The first socket with an id above @id, with a reference; @at, held by the caller, is that of
 * @id or NULL.
 */
static struct tn_sock *socknet_next(struct tn_socknet *sn, struct tn_sock *at, unsigned long id)
{
	struct tn_sock *ts, *found = NULL;

	spin_lock_bh(&sn->lock);
	ts = at ? list_next_entry(at, all) : list_first_entry(&sn->socks, struct tn_sock, all);
	list_for_each_entry_from(ts, &sn->socks, all)
		if (ts->id > id && refcount_inc_not_zero(&ts->sk.sk_refcnt)) {
			found = ts;
			break;
		}
	spin_unlock_bh(&sn->lock);
	return found;
}

/**
 * tn_sock_walk() - look at all sockets of a namespace
 * @net: namespace
 * @pos: id of the last socket that was seen, 0 to begin
 * @fn:  called with each socket locked; what it returns other than 0 ends the walk
 * @arg: passed on to @fn
 *
 * Sockets that come while the walk is on are seen, those that go are not.
 *
 * Return: 0 at the end, or what @fn returned; then @pos does not include that socket.
 * Context: process; sleeps.
 */
int tn_sock_walk(struct net *net, unsigned long *pos,
		 int (*fn)(struct sock *sk, void *arg), void *arg)
{
	struct tn_socknet *sn = tn_socknet(net);
	struct tn_sock *ts, *last = NULL;
	int ret = 0;

	while (!ret) {
		ts = socknet_next(sn, last, *pos);
		if (last)
			sock_put(&last->sk);
		last = ts;
		if (!ts)
			return 0;
		lock_sock(&ts->sk);
		ret = fn(&ts->sk, arg);
		release_sock(&ts->sk);
		if (!ret)
			*pos = ts->id;
		cond_resched();
	}
	sock_put(&last->sk);
	return ret;
}

/**
 * tn_socknet_kill() - end a socket, whatever it is doing
 * @sk:  socket
 * @err: errno for its user, positive
 *
 * Context: socket lock held, process context; sleeps.
 */
void tn_socknet_kill(struct sock *sk, int err)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_verdict v = {};

	if (ts->tcb.state == TN_LISTEN)
		tn_accept_stop(sk);
	if (ts->tcb.state != TN_CLOSED)
		tn_record_abort(ts, tn_sock_now(), &v);
	tn_verdict_error(&v, err);
	tn_perform(sk, &v);
}

static int socknet_kill_any(struct sock *sk, void *arg)
{
	tn_socknet_kill(sk, ENETDOWN);
	return 0;
}

static int socknet_kill_addr(struct sock *sk, void *arg)
{
	const struct tn_sock *ts = tn_sk(sk);
	const __be32 *addr = arg;

	if (ts->tcb.state == TN_LISTEN)
		tn_half_purge(sk, *addr);
	if (ts->tuple.laddr == *addr && (ts->bound || ts->tcb.state != TN_CLOSED))
		tn_socknet_kill(sk, ENETDOWN);
	return 0;
}

/**
 * tn_socknet_addr_gone() - an address is not ours any more: end what uses it
 * @net:  namespace
 * @addr: the address
 *
 * Context: RTNL; sleeps.
 */
void tn_socknet_addr_gone(struct net *net, __be32 addr)
{
	unsigned long pos = 0;

	tn_sock_walk(net, &pos, socknet_kill_addr, &addr);
	tn_twait_purge(net, addr);
}

static int __net_init socknet_begin(struct net *net)
{
	struct tn_socknet *sn = tn_socknet(net);
	int err;

	sn->net = net;
	sn->limits.syncookies = TN_SYNCOOKIES_FULL;
	sn->limits.max_syn_backlog = 1024;
	sn->limits.max_tw_buckets = TN_TWAIT_MAX;
	sn->limits.ports = TN_PORTS_RANGE(TN_PORTS_FIRST, TN_PORTS_LAST);
	tn_buffer_net_init(sn);
	sn->limits.fastopen = TN_FASTOPEN_CLIENT;
	spin_lock_init(&sn->lock);
	INIT_LIST_HEAD(&sn->socks);
	tn_twait_net_init(sn);
	tn_record_net_init(&sn->recorder);
	tn_cong_net_init(sn);
	err = tn_tuning_net_init(sn);
	if (err)
		return err;
	err = tn_fastkey_net_init(sn);
	if (err)
		goto undo_tuning;
	err = tn_hostcache_net_init(sn);
	if (err)
		goto undo_fastkey;
	err = tn_ports_net_init(sn);
	if (err)
		goto undo_hostcache;
	return 0;

undo_hostcache:
	tn_hostcache_net_exit(sn);
undo_fastkey:
	tn_fastkey_net_exit(sn);
undo_tuning:
	tn_tuning_net_exit(sn);
	return err;
}

static void __net_exit socknet_end(struct net *net)
{
	struct tn_socknet *sn = tn_socknet(net);
	unsigned long pos = 0;

	tn_sock_walk(net, &pos, socknet_kill_any, NULL);
	tn_twait_net_exit(sn);
	wait_event(socknet_wait, !atomic_read(&sn->live));
	tn_ports_net_exit(sn);
	tn_hostcache_net_exit(sn);
	tn_fastkey_net_exit(sn);
	tn_tuning_net_exit(sn);
	tn_cong_net_exit(sn);
	tn_record_net_exit(&sn->recorder);
}

static struct pernet_operations socknet_ops = {
	.init = socknet_begin,
	.exit = socknet_end,
	.id = &socknet_id,
	.size = sizeof(struct tn_socknet),
};

/**
 * tn_sock_init() - open the room: from here on there are sockets
 *
 * Return: 0 or a negative errno.
 * Context: module load; sleeps.
 */
int __init tn_sock_init(void)
{
	int err;

	tn_buffer_init();
	tn_isn_init();
	tn_xmit_init();
	err = tn_sentnode_init();
	if (err)
		goto undo_xmit;
	err = tn_demux_init();
	if (err)
		goto undo_sentnode;
	err = tn_half_init();
	if (err)
		goto undo_demux;
	err = tn_twait_init();
	if (err)
		goto undo_half;
	err = register_pernet_device(&socknet_ops);
	if (err)
		goto undo_twait;
	err = tn_ip_register(IPPROTO_TCP, &tn_receive_proto);
	if (err)
		goto undo_pernet;
	err = tn_family_init();
	if (err)
		goto undo_proto;
	return 0;

undo_proto:
	tn_ip_unregister(IPPROTO_TCP);
undo_pernet:
	unregister_pernet_device(&socknet_ops);
undo_twait:
	rcu_barrier();
	tn_twait_exit();
undo_half:
	tn_half_exit();
undo_demux:
	tn_demux_exit();
undo_sentnode:
	tn_sentnode_exit();
undo_xmit:
	tn_xmit_exit();
	return err;
}

/**
 * tn_sock_exit() - close the room: nobody has a socket open any more
 *
 * The family's memory is freed last but for the tables: sockets that finish in
 * unregister_pernet_device() come from it.
 *
 * Context: module exit; sleeps.
 */
void tn_sock_exit(void)
{
	tn_family_stop();
	tn_ip_unregister(IPPROTO_TCP);
	unregister_pernet_device(&socknet_ops);
	/* Sockets let go of how they were signed, and that of keys: each a grace period later */
	rcu_barrier();
	rcu_barrier();
	rcu_barrier();
	tn_family_exit();
	tn_twait_exit();
	tn_half_exit();
	tn_demux_exit();
	tn_sentnode_exit();
	tn_mac_exit();
	tn_xmit_exit();
}
