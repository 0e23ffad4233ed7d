/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * What user space and the tandem module agree on.
 *
 * Sockets: socket(family, SOCK_STREAM, 0) with the family number below (or
 * the one in /sys/module/tandem/parameters/family). Addresses are struct
 * sockaddr_in; options have the numbers of SOL_SOCKET, IPPROTO_TCP and
 * IPPROTO_IP; those of SOL_TANDEM are in <linux/tandem_option.h>.
 *
 * Configuration and dumps: the generic netlink family "tandem", version 1.
 * The same protocol is described for programs (and for readers) in
 * Documentation/netlink/specs/tandem.yaml; the two are kept in step by hand.
 * Every object is per network namespace, that of the netlink socket. GET
 * commands are dumps, open to every user; the others need CAP_NET_ADMIN in
 * the user namespace that owns the network namespace.
 *
 *	command			request attributes	reply
 *	ADDR_NEW, ADDR_DEL	TANDEM_A_ADDR_*		ack
 *	ADDR_GET		-			TANDEM_A_ADDR_*
 *	ROUTE_NEW, ROUTE_DEL	TANDEM_A_ROUTE_*	ack
 *	ROUTE_GET		-			TANDEM_A_ROUTE_*
 *	NEIGH_DEL		TANDEM_A_NEIGH_IFINDEX	ack
 *	NEIGH_GET		-			TANDEM_A_NEIGH_*
 *	LINK_GET		-			TANDEM_A_LINK_*
 *	SOCK_GET		-			TANDEM_A_SOCK_*
 *	STAT_GET		-			TANDEM_A_STAT_*
 *	TRACE_*			<linux/tandem_trace.h>
 *
 * IPv4 addresses and ports are in network byte order, all else in host order.
 * Command and attribute numbers are never reused; new ones go to the end.
 */
#ifndef _UAPI_LINUX_TANDEM_H
#define _UAPI_LINUX_TANDEM_H

#include <linux/tandem_option.h>

/*
 * AF_MAX is fixed in a built kernel, so a number that nobody uses is borrowed:
 * 18, in <linux/socket.h> "AF_ASH", which never had an implementation.
 */
#define TANDEM_AF_DEFAULT	18

#define TANDEM_GENL_NAME	"tandem"
#define TANDEM_GENL_VERSION	1

/**
 * enum tandem_cmd - commands of the generic netlink family
 * @TANDEM_CMD_UNSPEC: not a command
 * @TANDEM_CMD_ADDR_NEW: give an address to Tandem on a device
 * @TANDEM_CMD_ADDR_DEL: take it back; sockets bound to it get an error
 * @TANDEM_CMD_ADDR_GET: dump the addresses
 * @TANDEM_CMD_ROUTE_NEW: add a route
 * @TANDEM_CMD_ROUTE_DEL: remove a route
 * @TANDEM_CMD_ROUTE_GET: dump the routes, longest prefix first
 * @TANDEM_CMD_NEIGH_DEL: forget neighbours: of one device, or all
 * @TANDEM_CMD_NEIGH_GET: dump the ARP cache
 * @TANDEM_CMD_LINK_GET: dump the devices that Tandem is attached to
 * @TANDEM_CMD_SOCK_GET: dump the sockets of this namespace
 * @TANDEM_CMD_STAT_GET: dump the counters
 * @TANDEM_CMD_TRACE_SET: record new connections, or stop that
 * @TANDEM_CMD_TRACE_GET: dump what is recorded
 * @TANDEM_CMD_TRACE_DUMP: dump the recordings themselves
 */
enum tandem_cmd {
	TANDEM_CMD_UNSPEC,
	TANDEM_CMD_ADDR_NEW,
	TANDEM_CMD_ADDR_DEL,
	TANDEM_CMD_ADDR_GET,
	TANDEM_CMD_ROUTE_NEW,
	TANDEM_CMD_ROUTE_DEL,
	TANDEM_CMD_ROUTE_GET,
	TANDEM_CMD_NEIGH_DEL,
	TANDEM_CMD_NEIGH_GET,
	TANDEM_CMD_LINK_GET,
	TANDEM_CMD_SOCK_GET,
	TANDEM_CMD_STAT_GET,
	TANDEM_CMD_TRACE_SET,
	TANDEM_CMD_TRACE_GET,
	TANDEM_CMD_TRACE_DUMP,

	/* private: */
	__TANDEM_CMD_MAX,
	TANDEM_CMD_MAX = __TANDEM_CMD_MAX - 1,
};

/* The attributes of an address. */
enum tandem_addr_attr {
	TANDEM_A_ADDR_UNSPEC,
	TANDEM_A_ADDR_LOCAL,		/* be32: the address */
	TANDEM_A_ADDR_PREFIXLEN,	/* u8: 1 to 32; optional in ADDR_DEL */
	TANDEM_A_ADDR_IFINDEX,		/* u32: the device */

	__TANDEM_A_ADDR_MAX,
	TANDEM_A_ADDR_MAX = __TANDEM_A_ADDR_MAX - 1,
};

/* The attributes of a route. */
enum tandem_route_attr {
	TANDEM_A_ROUTE_UNSPEC,
	TANDEM_A_ROUTE_DST,		/* be32: the prefix, host bits 0 */
	TANDEM_A_ROUTE_PREFIXLEN,	/* u8: 0 (default route) to 32 */
	TANDEM_A_ROUTE_GATEWAY,		/* be32: next hop; absent: on the link */
	TANDEM_A_ROUTE_IFINDEX,		/* u32: device; optional with a gateway */
	TANDEM_A_ROUTE_KIND,		/* u32: enum tandem_route_kind; dump */
	TANDEM_A_ROUTE_SRC,		/* be32: source address it gives; dump */

	__TANDEM_A_ROUTE_MAX,
	TANDEM_A_ROUTE_MAX = __TANDEM_A_ROUTE_MAX - 1,
};

/* TANDEM_A_ROUTE_KIND: those that ROUTE_NEW makes are DIRECT or GATEWAY. */
enum tandem_route_kind {
	TANDEM_ROUTE_LOCAL,		/* an address of ours, or 127/8 */
	TANDEM_ROUTE_BROADCAST,		/* a subnet's broadcast address */
	TANDEM_ROUTE_DIRECT,		/* the destination is on the link */
	TANDEM_ROUTE_GATEWAY,		/* by way of a host on the link */
};

/* The attributes of a neighbour. NEIGH_DEL takes no more than IFINDEX. */
enum tandem_neigh_attr {
	TANDEM_A_NEIGH_UNSPEC,
	TANDEM_A_NEIGH_DST,		/* be32: its address */
	TANDEM_A_NEIGH_IFINDEX,		/* u32: the device */
	TANDEM_A_NEIGH_LLADDR,		/* binary: when it is known */
	TANDEM_A_NEIGH_STATE,		/* string: "incomplete", "stale" ... */

	__TANDEM_A_NEIGH_MAX,
	TANDEM_A_NEIGH_MAX = __TANDEM_A_NEIGH_MAX - 1,
};

/* The attributes of a device that Tandem is attached to. */
enum tandem_link_attr {
	TANDEM_A_LINK_UNSPEC,
	TANDEM_A_LINK_IFINDEX,		/* u32 */
	TANDEM_A_LINK_NAME,		/* string: at the time of the dump */
	TANDEM_A_LINK_MTU,		/* u32: bytes */
	TANDEM_A_LINK_FLAGS,		/* u32: IFF_UP, IFF_NOARP ... */
	TANDEM_A_LINK_LLADDR,		/* binary: on devices that have one */
	TANDEM_A_LINK_USERS,		/* u32: attachments, one per address */

	__TANDEM_A_LINK_MAX,
	TANDEM_A_LINK_MAX = __TANDEM_A_LINK_MAX - 1,
};

/*
 * The attributes of a socket. Of a listener RQUEUE counts the connections that
 * nobody accepted yet and WQUEUE is its backlog.
 */
enum tandem_sock_attr {
	TANDEM_A_SOCK_UNSPEC,
	TANDEM_A_SOCK_STATE,		/* u32: numbered as tcpi_state */
	TANDEM_A_SOCK_LADDR,		/* be32: local address */
	TANDEM_A_SOCK_LPORT,		/* be16: local port */
	TANDEM_A_SOCK_RADDR,		/* be32: remote address */
	TANDEM_A_SOCK_RPORT,		/* be16: remote port */
	TANDEM_A_SOCK_RQUEUE,		/* u32: bytes not yet read */
	TANDEM_A_SOCK_WQUEUE,		/* u32: bytes not yet acknowledged */
	TANDEM_A_SOCK_INO,		/* u32: inode of the open file, or 0 */
	TANDEM_A_SOCK_UID,		/* u32: owner, as the asker sees it */
	TANDEM_A_SOCK_TIMER,		/* u32: enum tandem_sock_timer */
	TANDEM_A_SOCK_EXPIRES,		/* u32: ms until that timer */
	TANDEM_A_SOCK_RETRANS,		/* u32: attempts of that timer so far */
	TANDEM_A_SOCK_CONG,		/* string: congestion control */
	TANDEM_A_SOCK_INFO,		/* binary: struct tcp_info */
	TANDEM_A_SOCK_COOKIE,		/* u64: unique until the next boot */

	__TANDEM_A_SOCK_MAX,
	TANDEM_A_SOCK_MAX = __TANDEM_A_SOCK_MAX - 1,
};

/* TANDEM_A_SOCK_TIMER: the deadline that a socket waits for next. */
enum tandem_sock_timer {
	TANDEM_TIMER_NONE,
	TANDEM_TIMER_RETRANS,		/* of data, SYN or FIN */
	TANDEM_TIMER_PERSIST,		/* zero-window probe */
	TANDEM_TIMER_KEEPALIVE,
	TANDEM_TIMER_TIMEWAIT,		/* or the end of FIN-WAIT-2 */
	TANDEM_TIMER_DELACK,
	TANDEM_TIMER_OTHER,
};

/* The attributes of a counter; the group of the drop reasons is "Drop". */
enum tandem_stat_attr {
	TANDEM_A_STAT_UNSPEC,
	TANDEM_A_STAT_GROUP,		/* string: "Tcp", "TcpExt", "Ip" ... */
	TANDEM_A_STAT_NAME,		/* string: as native where it fits */
	TANDEM_A_STAT_VALUE,		/* u64 */

	__TANDEM_A_STAT_MAX,
	TANDEM_A_STAT_MAX = __TANDEM_A_STAT_MAX - 1,
};

#endif /* _UAPI_LINUX_TANDEM_H */
