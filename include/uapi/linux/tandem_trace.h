/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Traces of connections: how they are asked for.
 *
 * Netlink (the family is that of <linux/tandem.h>):
 *
 *	TRACE_SET	ON, PORT	ack; on starts anew, off forgets everything
 *	TRACE_GET	-		first ON, PORT, MISSED; then one per connection
 *	TRACE_DUMP	-		ID and DATA, the journals' bytes in order;
 *					needs CAP_NET_ADMIN
 *
 * The journals are described in module/tcp/journal_file.h.
 */
#ifndef _UAPI_LINUX_TANDEM_TRACE_H
#define _UAPI_LINUX_TANDEM_TRACE_H

/* The attributes of a trace. */
enum tandem_trace_attr {
	TANDEM_A_TRACE_UNSPEC,
	TANDEM_A_TRACE_ON,		/* u8: new connections are recorded */
	TANDEM_A_TRACE_PORT,		/* be16: those with this port alone */
	TANDEM_A_TRACE_MISSED,		/* u32: found no room */
	TANDEM_A_TRACE_ID,		/* u64: of a recorded connection */
	TANDEM_A_TRACE_LADDR,		/* be32: its local address */
	TANDEM_A_TRACE_LPORT,		/* be16: local port */
	TANDEM_A_TRACE_RADDR,		/* be32: remote address */
	TANDEM_A_TRACE_RPORT,		/* be16: remote port */
	TANDEM_A_TRACE_EVENTS,		/* u32: so far */
	TANDEM_A_TRACE_LOST,		/* u32: of them, dropped again */
	TANDEM_A_TRACE_LIVE,		/* u8: it is not over */
	TANDEM_A_TRACE_DATA,		/* binary: a piece of its journal */

	__TANDEM_A_TRACE_MAX,
	TANDEM_A_TRACE_MAX = __TANDEM_A_TRACE_MAX - 1,
};

#endif /* _UAPI_LINUX_TANDEM_TRACE_H */
