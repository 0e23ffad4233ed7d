// SPDX-License-Identifier: GPL-2.0
/*
 * Local ports: who has which, and choosing a free one.
 *
 * Per network namespace there is a hash table of ports in use (struct port), each with the
 * sockets and the TIME-WAITs that have it. A hash bucket has a lock; what is behind it is guarded
 * by that lock. The addresses and the state of a socket belong to its own lock; they are read
 * here as they are at the moment.
 *
 * Who may have a port that another has, too?
 *
 *   - A connection whose port connect() has chosen: with other connections of that kind, as long
 *     as the whole tuples differ. The demux says so; port.shared marks a port that only such
 *     connections have. This is what lets a client hold more connections than there are ports.
 *   - A socket that calls bind(): with sockets on other addresses (0.0.0.0 meets them all); and
 *     on the same address if both have SO_REUSEADDR and the other does not listen. A TIME-WAIT
 *     counts like a socket, for those without SO_REUSEADDR. These are the rules of the native
 *     stack. So are these: sockets that SO_BINDTODEVICE ties to different devices do not meet;
 *     and sockets of one user that all have SO_REUSEPORT may have it together, and listen
 *     together (demux.c).
 *   - A socket that calls listen(): no other, but of its group, may listen on the port with an
 *     address that meets its own. bind() alone does not see to that, for two sockets with
 *     SO_REUSEADDR may both bind first and listen later.
 *   - The children of a listener: they have its port without being asked.
 *
 * Chosen ports are 1024 to 65535 (RFC 6056 3.2), or what net.tandem.port_range says, of which
 * IP_LOCAL_PORT_RANGE may leave a socket a part; but for those that
 * net.ipv4.ip_local_reserved_ports keeps for services, and those that need a privilege. In which
 * order they are tried is tcp/ephemeral.c's: for connect() by a keyed hash of the addresses, for
 * bind() and listen() at random.
 */
#include <linux/capability.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <net/ip.h>

#include "sock/demux.h"
#include "sock/isn.h"
#include "sock/ports.h"
#include "sock/sock.h"
#include "sock/socknet.h"
#include "sock/twait.h"
#include "tcp/ephemeral.h"

#define PORTS_BITS	9

/*
 * A port in use.
 * node:   in tn_port_head.ports
 * socks:  tn_sock.port
 * waits:  tn_twait.port
 * num:    port number, host order
 * shared: connect() chose it for every one of socks and waits
 */
struct port {
	struct hlist_node node;
	struct hlist_head socks;
	struct hlist_head waits;
	u16 num;
	bool shared;
};

/* A bucket of the hash table, with its struct ports. */
struct tn_port_head {
	spinlock_t lock; /* ports and all that is in them */
	struct hlist_head ports;
};

static struct tn_port_head *ports_head(const struct net *net, u16 num)
{
	return &tn_socknet(net)->ports[num & ((1 << PORTS_BITS) - 1)];
}

static struct port *ports_find(struct tn_port_head *head, u16 num)
	__must_hold(&head->lock)
{
	struct port *p;

	hlist_for_each_entry(p, &head->ports, node)
		if (p->num == num)
			return p;
	return NULL;
}

static struct port *ports_make(struct tn_port_head *head, u16 num, bool shared)
	__must_hold(&head->lock)
{
	struct port *p = kzalloc(sizeof(*p), GFP_ATOMIC);

	if (p) {
		p->num = num;
		p->shared = shared;
		hlist_add_head(&p->node, &head->ports);
	}
	return p;
}

static void ports_put(struct port *p)
{
	if (hlist_empty(&p->socks) && hlist_empty(&p->waits)) {
		hlist_del(&p->node);
		kfree(p);
	}
}

static void ports_join(struct port *p, struct tn_sock *ts)
{
	hlist_add_head(&ts->port, &p->socks);
	ts->bound = true;
}

/* Do two local addresses, 0 for any, have an address in common? */
static bool ports_meet(__be32 a, __be32 b)
{
	return !a || !b || a == b;
}

/* SO_BINDTODEVICE: sockets on different devices */
static bool ports_apart(const struct sock *a, const struct sock *b)
{
	return tn_demux_apart(READ_ONCE(a->sk_bound_dev_if), READ_ONCE(b->sk_bound_dev_if));
}

/* SO_REUSEPORT: a group of one user's sockets */
static bool ports_together(const struct sock *a, const struct sock *b)
{
	return a->sk_reuseport && b->sk_reuseport && uid_eq(a->sk_uid, b->sk_uid);
}

/* May a socket that calls bind() for an address not have this port? */
static bool ports_conflict(const struct port *p, const struct sock *sk, __be32 addr)
{
	const struct tn_twait *tw;
	const struct tn_sock *ts;

	hlist_for_each_entry(ts, &p->socks, port) {
		if (!ports_meet(addr, READ_ONCE(ts->tuple.laddr)) ||
		    ports_apart(sk, &ts->sk) || ports_together(sk, &ts->sk))
			continue;
		if (!sk->sk_reuse || !ts->sk.sk_reuse || READ_ONCE(ts->sk.sk_state) == TCP_LISTEN)
			return true;
	}
	if (sk->sk_reuse)
		return false;
	hlist_for_each_entry(tw, &p->waits, port)
		if (ports_meet(addr, tw->tuple.laddr) &&
		    !tn_demux_apart(READ_ONCE(sk->sk_bound_dev_if), tw->tuple.dev))
			return true;
	return false;
}

/*
 * The ports to choose from for a socket: its namespace's, of which its own range cuts off what lies
 * on either side; a bound that is not among them does nothing (ip(7)).
 */
static void ports_range(const struct sock *sk, u16 *first, u16 *last)
{
	u32 all = READ_ONCE(tn_socknet(sock_net(sk))->limits.ports), own = tn_sk(sk)->ports;
	u16 low = TN_PORTS_RANGE_FIRST(own), high = TN_PORTS_RANGE_LAST(own);

	*first = TN_PORTS_RANGE_FIRST(all);
	*last = TN_PORTS_RANGE_LAST(all);
	if (low >= *first && low <= *last)
		*first = low;
	if (high >= *first && high <= *last)
		*last = high;
}

/* May a port be chosen for somebody who did not ask for this one? RFC 6056 3.2 */
static bool ports_is_offered(struct net *net, u16 num)
{
	return !inet_is_local_reserved_port(net, num) &&
	       !inet_port_requires_bind_service(net, num);
}

/* Reserve one port for bind(). @fresh: only if nobody has it. */
static int ports_try_bind(struct sock *sk, __be32 addr, u16 num, bool fresh)
{
	struct tn_port_head *head = ports_head(sock_net(sk), num);
	struct tn_sock *ts = tn_sk(sk);
	int err = -EADDRINUSE;
	struct port *p;

	spin_lock_bh(&head->lock);
	p = ports_find(head, num);
	if (p && (fresh || ports_conflict(p, sk, addr)))
		goto out;
	err = -ENOMEM;
	if (!p)
		p = ports_make(head, num, false);
	if (!p)
		goto out;
	p->shared = false;
	WRITE_ONCE(ts->tuple.laddr, addr);
	ts->tuple.lport = htons(num);
	ports_join(p, ts);
	err = 0;
out:
	spin_unlock_bh(&head->lock);
	return err;
}

/* Reserve a port for bind(), any. @fresh: as above */
static int ports_choose_bind(struct sock *sk, __be32 addr, bool fresh)
{
	struct tn_ephemeral e;
	int err = -EADDRINUSE;
	u16 first, last, num;

	ports_range(sk, &first, &last);
	tn_ephemeral_random(&e, first, last, get_random_u64());
	while (err == -EADDRINUSE && tn_ephemeral_next(&e, &num)) {
		if (ports_is_offered(sock_net(sk), num))
			err = ports_try_bind(sk, addr, num, fresh);
		cond_resched();
	}
	return err;
}

/**
 * tn_ports_bind() - reserve an address and a port for a socket
 * @sk:   socket, not bound
 * @addr: local address, 0: any
 * @port: port, 0: choose one
 *
 * Return: 0; -EADDRINUSE; -EACCES for a privileged port; -ENOMEM.
 * Context: socket lock held, process context; sleeps.
 */
int tn_ports_bind(struct sock *sk, __be32 addr, __be16 port)
{
	struct net *net = sock_net(sk);
	u16 num = ntohs(port);
	int err;

	if (num) {
		if (inet_port_requires_bind_service(net, num) &&
		    !ns_capable(net->user_ns, CAP_NET_BIND_SERVICE))
			return -EACCES;
		return ports_try_bind(sk, addr, num, false);
	}

	/* first round: ports that nobody has; second: those that may be had as well */
	err = ports_choose_bind(sk, addr, true);
	if (err == -EADDRINUSE)
		err = ports_choose_bind(sk, addr, false);
	return err;
}

/* Take one port for a connection, if its tuple is then unique. */
static int ports_try_connect(struct sock *sk, u16 num)
{
	struct tn_port_head *head = ports_head(sock_net(sk), num);
	struct tn_sock *ts = tn_sk(sk);
	int err = -EADDRNOTAVAIL;
	struct port *p;

	spin_lock_bh(&head->lock);
	p = ports_find(head, num);
	if (p && !p->shared)
		goto out;
	err = -ENOMEM;
	if (!p)
		p = ports_make(head, num, true);
	if (!p)
		goto out;
	ts->tuple.lport = htons(num);
	err = tn_demux_insert(sk);
	if (err) {
		ts->tuple.lport = 0;
		ports_put(p);
	} else {
		ports_join(p, ts);
	}
out:
	spin_unlock_bh(&head->lock);
	return err;
}

/**
 * tn_ports_connect() - give a connection a local port and let it be found
 * @sk: socket, its tuple complete but for the local port if it is not bound
 *
 * Return: 0; -EADDRNOTAVAIL if there is no tuple left; -ENOMEM.
 * Context: socket lock held, process context; sleeps. Source: RFC 6056 3.3.4.
 */
int tn_ports_connect(struct sock *sk)
{
	struct net *net = sock_net(sk);
	struct tn_sock *ts = tn_sk(sk);
	int err = -EADDRNOTAVAIL;
	struct tn_ephemeral e;
	u16 first, last, num;

	if (ts->bound)
		return tn_demux_insert(sk);

	ports_range(sk, &first, &last);
	tn_isn_port(net, &ts->tuple, first, last, &e);
	while (err == -EADDRNOTAVAIL && tn_ephemeral_next(&e, &num)) {
		if (ports_is_offered(net, num))
			err = ports_try_connect(sk, num);
		cond_resched();
	}
	if (!err)
		tn_ephemeral_found(&e);
	return err;
}

/**
 * tn_ports_listen() - a bound socket is going to listen
 * @sk: socket, bound; its sk_state becomes TCP_LISTEN, which the others see
 *
 * Return: 0, or -EADDRINUSE if another one listens there.
 * Context: socket lock held; does not sleep.
 */
int tn_ports_listen(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk), *other;
	u16 num = ntohs(ts->tuple.lport);
	struct tn_port_head *head = ports_head(sock_net(sk), num);
	struct port *p;
	int err = 0;

	spin_lock_bh(&head->lock);
	p = ports_find(head, num);
	hlist_for_each_entry(other, &p->socks, port)
		if (other != ts && READ_ONCE(other->sk.sk_state) == TCP_LISTEN &&
		    !ports_apart(sk, &other->sk) && !ports_together(sk, &other->sk) &&
		    ports_meet(ts->tuple.laddr, READ_ONCE(other->tuple.laddr)))
			err = -EADDRINUSE;
	if (!err)
		WRITE_ONCE(sk->sk_state, TCP_LISTEN);
	spin_unlock_bh(&head->lock);
	return err;
}

/**
 * tn_ports_inherit() - a child has its listener's port
 * @child: the child, its tuple complete
 *
 * Return: 0 or -ENOMEM.
 * Context: child's lock held; does not sleep.
 */
int tn_ports_inherit(struct sock *child)
{
	struct tn_sock *ts = tn_sk(child);
	u16 num = ntohs(ts->tuple.lport);
	struct tn_port_head *head = ports_head(sock_net(child), num);
	struct port *p;

	spin_lock_bh(&head->lock);
	p = ports_find(head, num) ?: ports_make(head, num, false);
	if (p)
		ports_join(p, ts);
	spin_unlock_bh(&head->lock);
	return p ? 0 : -ENOMEM;
}

/**
 * tn_ports_release() - give a port back
 * @sk: socket, bound or not
 *
 * The tuple stays, for those who want to know what it was.
 *
 * Context: socket lock held; does not sleep.
 */
void tn_ports_release(struct sock *sk)
{
	struct tn_sock *ts = tn_sk(sk);
	u16 num = ntohs(ts->tuple.lport);
	struct tn_port_head *head = ports_head(sock_net(sk), num);

	if (!ts->bound)
		return;
	spin_lock_bh(&head->lock);
	hlist_del_init(&ts->port);
	ts->bound = false;
	ports_put(ports_find(head, num));
	spin_unlock_bh(&head->lock);
}

/**
 * tn_ports_wait() - a TIME-WAIT keeps the port of its connection
 * @tw: the TIME-WAIT
 *
 * Return: true, or false for lack of memory.
 * Context: any but hard interrupts.
 */
bool tn_ports_wait(struct tn_twait *tw)
{
	u16 num = ntohs(tw->tuple.lport);
	struct tn_port_head *head = ports_head(tw->net, num);
	struct port *p;

	spin_lock_bh(&head->lock);
	p = ports_find(head, num) ?: ports_make(head, num, false);
	if (p)
		hlist_add_head(&tw->port, &p->waits);
	spin_unlock_bh(&head->lock);
	return p;
}

/**
 * tn_ports_waited() - a TIME-WAIT gives the port back
 * @tw: the TIME-WAIT
 *
 * Context: any but hard interrupts.
 */
void tn_ports_waited(struct tn_twait *tw)
{
	u16 num = ntohs(tw->tuple.lport);
	struct tn_port_head *head = ports_head(tw->net, num);

	spin_lock_bh(&head->lock);
	hlist_del_init(&tw->port);
	ports_put(ports_find(head, num));
	spin_unlock_bh(&head->lock);
}

/**
 * tn_ports_net_init() - a network namespace begins: all ports are free
 * @sn: the room's state of it
 *
 * Return: 0 or -ENOMEM.
 * Context: process; sleeps.
 */
int tn_ports_net_init(struct tn_socknet *sn)
{
	u32 i;

	sn->ports = kvcalloc(1 << PORTS_BITS, sizeof(*sn->ports), GFP_KERNEL);
	if (!sn->ports)
		return -ENOMEM;
	for (i = 0; i < 1 << PORTS_BITS; i++)
		spin_lock_init(&sn->ports[i].lock);
	return 0;
}

/**
 * tn_ports_net_exit() - a network namespace ends; no socket has a port any more
 * @sn: the room's state of it
 *
 * Context: process.
 */
void tn_ports_net_exit(struct tn_socknet *sn)
{
	kvfree(sn->ports);
}
