/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between the kernels that Tandem builds on (Debian's 6.1 and 6.12), and nothing else.
 * The only file that may look at LINUX_VERSION_CODE; a function here has one meaning and hides how
 * each kernel says it.
 */
#ifndef TN_COMPAT_H
#define TN_COMPAT_H

#include <linux/bvec.h>
#include <linux/mm.h>
#include <linux/net.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/socket.h>
#include <linux/sysctl.h>
#include <linux/uio.h>
#include <linux/version.h>
#include <net/net_namespace.h>
#include <net/sock.h>

/* sk_under_memory_pressure() is here, or in net/sock.h. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
#include <net/proto_memory.h>
#endif

/*
 * If skb->tstamp is a departure time that a sender wrote, not the time of arrival: clear it.
 * Returns whether it was.
 */
static inline bool tn_compat_clear_delivery_time(struct sk_buff *skb)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
	if (skb->tstamp_type == SKB_CLOCK_REALTIME)
		return false;
	skb->tstamp_type = SKB_CLOCK_REALTIME;
#else
	if (!skb->mono_delivery_time)
		return false;
	skb->mono_delivery_time = 0;
#endif
	skb->tstamp = 0;
	return true;
}

/* When the packet shall leave, for a queue that waits (fq); on the monotonic clock, ns. */
static inline void tn_compat_set_departure(struct sk_buff *skb, u64 at)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
	skb_set_delivery_time(skb, ns_to_ktime(at), SKB_CLOCK_MONOTONIC);
#else
	skb_set_delivery_time(skb, ns_to_ktime(at), true);
#endif
}

/* The device's transmit function needs no lock around it. */
static inline void tn_compat_set_lltx(struct net_device *dev)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
	dev->lltx = true;
#else
	dev->features |= NETIF_F_LLTX;
#endif
}

/* The device stays in the network namespace that it was created in. */
static inline void tn_compat_set_netns_immutable(struct net_device *dev)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
	dev->netns_immutable = true;
#else
	dev->features |= NETIF_F_NETNS_LOCAL;
#endif
}

/* The native IPv6 gives the device no addresses by itself. Older kernels have no such flag. */
static inline void tn_compat_set_no_addrconf(struct net_device *dev)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	dev->priv_flags |= IFF_NO_ADDRCONF;
#endif
}

/*
 * Pages instead of bytes from sendfile() and splice(): a message with MSG_SPLICE_PAGES, or, on
 * older kernels, a call of proto_ops.sendpage, which is made into such a message.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
#define TN_COMPAT_SENDPAGE
#else
#define MSG_SPLICE_PAGES 0x8000000
#define TN_COMPAT_SENDPAGE .sendpage = tn_compat_sendpage,

static inline ssize_t tn_compat_sendpage(struct socket *sock, struct page *page, int offset,
					 size_t size, int flags)
{
	struct bio_vec bv = { .bv_page = page, .bv_offset = offset, .bv_len = size };
	struct msghdr msg = { .msg_flags = flags | MSG_SPLICE_PAGES };

	if (flags & MSG_SENDPAGE_NOTLAST)
		msg.msg_flags |= MSG_MORE;
	iov_iter_bvec(&msg.msg_iter, ITER_SOURCE, &bv, 1, size);
	return sock->ops->sendmsg(sock, &msg, size);
}
#endif

/*
 * The message brings pages that may be referred to. (Users cannot make a bvec, whatever flags they
 * set.)
 */
static inline bool tn_compat_is_splice(const struct msghdr *msg)
{
	return (msg->msg_flags & MSG_SPLICE_PAGES) && iov_iter_is_bvec(&msg->msg_iter);
}

/*
 * The next bytes of a bvec that lie in one page, at most @max: how many, or a negative error. @iter
 * moves on; the page's reference stays with whoever made the bvec.
 */
static inline ssize_t tn_compat_iter_page(struct iov_iter *iter, size_t max, struct page **page,
					  size_t *off)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
	return iov_iter_extract_pages(iter, &page, max, 1, 0, off);
#else
	ssize_t n = iov_iter_get_pages2(iter, page, max, 1, off);

	if (n > 0)
		put_page(*page);
	return n;
#endif
}

/*
 * What follows the two sockets in the arguments of proto_ops.accept, and the flags (O_NONBLOCK)
 * that are in it.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
#define TN_COMPAT_ACCEPT_ARGS	struct proto_accept_arg *arg
#define TN_COMPAT_ACCEPT_FLAGS	(arg->flags)
#else
#define TN_COMPAT_ACCEPT_ARGS	int flags, bool kern
#define TN_COMPAT_ACCEPT_FLAGS	(flags)
#endif

/*
 * From now on the socket does not keep its network namespace alive, as if a part of the kernel had
 * made it.
 */
static inline void tn_compat_sock_unpin_net(struct sock *sk)
{
	struct net *net = sock_net(sk);

	if (!sk->sk_net_refcnt)
		return;
	sk->sk_net_refcnt = 0;
	sock_inuse_add(net, -1);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
	net_passive_inc(net);
	put_net_track(net, &sk->ns_tracker);
	__netns_tracker_alloc(net, &sk->ns_tracker, false, GFP_ATOMIC);
#else
	put_net_track(net, &sk->ns_tracker);
#endif
}

/* The first argument of a proc_handler points to this. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
#define TN_COMPAT_CTL_TABLE	const struct ctl_table
#else
#define TN_COMPAT_CTL_TABLE	struct ctl_table
#endif

/* Register @n entries of @table, which has one more, that is empty. */
static inline struct ctl_table_header *tn_compat_register_sysctl(struct net *net, const char *path,
								 struct ctl_table *table, size_t n)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	return register_net_sysctl_sz(net, path, table, n);
#else
	return register_net_sysctl(net, path, table);
#endif
}

#endif /* TN_COMPAT_H */
