/* SPDX-License-Identifier: GPL-2.0 */
/*
 * struct tn_sock: the one place where struct sock and struct tn_tcb meet.
 *
 * Lifetime. A tn_sock is made by socket() or, for a listener, by the ACK that
 * completes a handshake, or by the SYN (sock/fastopen.c). It is reachable while it is in the
 * demux tables (each table entry holds a reference), has a user (struct socket), waits in an
 * accept queue, or has a timer armed (each holds a reference). It is freed after a grace period
 * (SOCK_RCU_FREE), so a lookup under rcu_read_lock() may find a dying one: refcount_inc_not_zero().
 *
 * Owners. A socket with a file descriptor pins the module and the network
 * namespace. An orphan (closed by its user, still finishing) pins neither:
 * namespace exit and module exit abort the orphans, see sock/socknet.c.
 *
 * Locks. The socket lock (lock_sock() in process context; bh_lock_sock() and the backlog in
 * softirq) guards @tcb, @store, @sk.sk_receive_queue's order and all that has no other word below.
 * It is taken in sock/enter.c and in the proto_ops. After it, in this order, may be taken:
 * @accept.lock of the listener, a port bucket, the per-net socket list.
 */
#ifndef TN_SOCK_SOCK_H
#define TN_SOCK_SOCK_H

#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/rhashtable-types.h>
#include <linux/timer.h>
#include <net/sock.h>

#include "sock/fastsock.h"
#include "sock/store.h"
#include "tcp/tcb.h"

struct tn_halves;
struct tn_auth;
struct tn_keyring;
struct tn_record;
struct tn_tuning;

/**
 * struct tn_tuple - the addresses of a connection
 * @laddr: local address, 0 while unbound
 * @raddr: remote address, 0 while unconnected
 * @lport: local port
 * @rport: remote port
 * @dev:   device that a segment came by; that a half-open connection or a TIME-WAIT is bound to, 0:
 *         any. Of a socket always 0: SO_BINDTODEVICE is in sk_bound_dev_if
 */
struct tn_tuple {
	__be32 laddr;
	__be32 raddr;
	__be16 lport;
	__be16 rport;
	int dev;
};

/**
 * enum tn_sock_flag - bits of tn_sock.flags, changed atomically
 * @TN_SF_TIMER:     a timer fired while a user held the lock: release_cb runs it
 * @TN_SF_THROTTLED: sending stopped, enough is below us already; the skb destructor resumes it
 * @TN_SF_RESUME:    the socket is on the resume list of a CPU
 * @TN_SF_SEND:      a user held the lock when sending was to be resumed: release_cb does it
 * @TN_SF_HASHED:    it is in the demux table
 */
enum tn_sock_flag {
	TN_SF_TIMER,
	TN_SF_THROTTLED,
	TN_SF_RESUME,
	TN_SF_SEND,
	TN_SF_HASHED,
};

/**
 * struct tn_accept - what a listener keeps
 * @lock:   guards the lists and what is in @halves
 * @ready:  children whose handshake is complete, in order (tn_sock.child); sk_ack_backlog is
 *          their number
 * @fresh:  children that have just been made and are yet to get the segment that completes
 *          their handshake (tn_sock.child)
 * @halves: connections without a socket yet (sock/half.c); made by the first listen()
 */
struct tn_accept {
	spinlock_t lock; /* the lists here, and those in halves */
	struct list_head ready;
	struct list_head fresh;
	struct tn_halves *halves;
};

/**
 * struct tn_sock - a TCP socket of AF_TANDEM
 * @sk:       the kernel's part; first. sk_state mirrors tcb.state
 * @tcb:      the protocol's part
 * @store:    send store: the bytes from tn_tcb_acked() to snd.end
 * @tuple:    addresses; written under the socket lock, read by lookups after it was hashed
 * @demux:    link in the connection table
 * @listen:   link in the listener table
 * @port:     link in a port bucket (sock/ports.c)
 * @bound:    the local port is reserved: @port is linked
 * @all:      link in the namespace's list of sockets, in the order of @id
 * @id:       unique number, set once (sock/socknet.c)
 * @flags:    enum tn_sock_flag
 * @timer:    the kernel timer behind tcb.deadline (sock/conntimer.c)
 * @timer_at: when it is going to fire, TN_TIME_NEVER if it is not armed
 * @fine:     the same for deadlines that a millisecond matters to
 * @fine_at:  when it is going to fire
 * @queue_at: when the device's queue was looked at last, jiffies (sock/xmit.c)
 * @resume:   link in the resume list of a CPU (sock/xmit.c)
 * @accept:   LISTEN only
 * @parent:   waiting for accept(): the listener, a reference is held; guarded by the child's lock
 * @child:    link in the parent's accept.fresh or accept.ready, which holds a
 *            reference to this socket; guarded by the parent's accept.lock
 * @ip_id:    IPv4 identification of the next packet; it counts segments, so that receive
 *            offload at the other end sees one series
 * @oob_taken: recv(MSG_OOB) has fetched the last urgent octet (sock/oob.c)
 * @fresh:    in accept.fresh, not in accept.ready; guarded by the parent's accept.lock
 * @ports:    IP_LOCAL_PORT_RANGE, as TN_PORTS_RANGE() has it
 * @defer:    TCP_DEFER_ACCEPT of a listener, as timeouts of a SYN-ACK; 0: it was not set
 * @recverr:  IP_RECVERR: ICMP errors are told at once
 * @user_mss: TCP_MAXSEG, 0 if it was not set
 * @fo:       TCP Fast Open
 * @tuning:   the constants that it obeys, a reference; tcb.cfg is inside of it (sock/tuning.c)
 * @cong_owner: its congestion control's module, a reference (sock/cong.c); NULL: this one
 * @record:   its journal is written there, NULL if it is not recorded (sock/record.c)
 * @ring:     the keys that the user has given it, or NULL (sock/keyring.c); replaced under the
 *            socket lock, a listener's read under RCU
 * @auth:     how the segments of its connection are signed, NULL if they are not (sock/auth.c)
 * @tos:      IP_TOS
 * @ttl:      IP_TTL
 */
struct tn_sock {
	struct sock sk;
	struct tn_tcb tcb;
	struct tn_store store;
	struct tn_tuple tuple;
	struct rhash_head demux;
	struct hlist_node listen;
	struct hlist_node port;
	struct list_head all;
	unsigned long id;
	unsigned long flags;
	struct timer_list timer;
	tn_time_t timer_at;
	struct hrtimer fine;
	tn_time_t fine_at;
	unsigned long queue_at;
	struct list_head resume;
	struct tn_accept accept;
	struct tn_sock *parent;
	struct list_head child;
	struct tn_fastsock fo;
	struct tn_tuning *tuning;
	struct module *cong_owner;
	struct tn_record *record;
	struct tn_keyring __rcu *ring;
	struct tn_auth *auth;
	u32 ports;
	u16 ip_id;
	bool bound;
	bool fresh;
	bool oob_taken;
	bool recverr;
	u16 user_mss;
	u8 defer;
	u8 tos;
	u8 ttl;
};

static inline struct tn_sock *tn_sk(const struct sock *sk)
{
	return (struct tn_sock *)sk;
}

/**
 * struct tn_skb_cb - what sock/ keeps in skb->cb of received data
 * @rcvd: the handle that the pure machine orders; first
 * @seq:  sequence number of the byte at skb->data
 */
struct tn_skb_cb {
	struct tn_rcvd rcvd;
	u32 seq;
};

static inline struct tn_skb_cb *tn_skb_cb(struct sk_buff *skb)
{
	BUILD_BUG_ON(sizeof(struct tn_skb_cb) > sizeof_field(struct sk_buff, cb));
	return (struct tn_skb_cb *)skb->cb;
}

/** tn_skb_of() - the skb around a payload handle */
static inline struct sk_buff *tn_skb_of(struct tn_rcvd *rcvd)
{
	return container_of((void *)rcvd, struct sk_buff, cb);
}

/** tn_sock_now() - the machine's clock */
static inline tn_time_t tn_sock_now(void)
{
	return ktime_get_ns();
}

#endif
