/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Why a packet, a segment or a part of one was dropped.
 *
 * Every drop in Tandem names one of these. It is counted per network namespace (base/hook.h),
 * listed by `tandem stat` and given to the tracepoint, so that "where did my packet go" has an
 * answer without a debugger. A function that judges a packet returns enum tn_reason, with
 * TN_REASON_NONE (0) for "keep it".
 *
 * The list is written once: X(ID, "name that users see"). Append at the end of a group; the numbers
 * are not an ABI, the names are.
 */
#ifndef TN_BASE_REASON_H
#define TN_BASE_REASON_H

#define TN_REASON_LIST(X) \
	/* any layer */ \
	X(PKT_TOO_SHORT, "pkt-too-short")		/* ends inside a header */ \
	X(NO_MEMORY, "no-memory")			/* an allocation failed */ \
	X(DEV_DOWN, "dev-down")				/* device is down or going away */ \
	X(NETNS_DOWN, "netns-down")			/* namespace is going away */ \
	/* IPv4, RFC 791 and 1122 3.2.1 */ \
	X(IP_BAD_VERSION, "ip-bad-version")		/* version is not 4 */ \
	X(IP_BAD_IHL, "ip-bad-ihl")			/* header length impossible */ \
	X(IP_BAD_LENGTH, "ip-bad-length")		/* total length impossible */ \
	X(IP_BAD_CHECKSUM, "ip-bad-checksum")		/* header checksum does not verify */ \
	X(IP_FRAGMENT, "ip-fragment")			/* a fragment, and no reassembly for it */ \
	X(IP_BAD_SOURCE, "ip-bad-source")		/* source cannot be one host's address */ \
	X(IP_BAD_DEST, "ip-bad-dest")			/* broadcast or multicast */ \
	X(IP_NOT_LOCAL, "ip-not-local")			/* destination is none of our addresses */ \
	X(IP_MARTIAN, "ip-martian")			/* 127/8 seen outside of tandem0 */ \
	X(IP_NO_PROTO, "ip-no-proto")			/* nobody handles this protocol number */ \
	X(IP_TTL_EXPIRED, "ip-ttl-expired")		/* hop limit used up */ \
	X(IP_TOO_BIG, "ip-too-big")			/* above the MTU, not to be fragmented */ \
	/* routes, neighbours, ARP */ \
	X(NO_ROUTE, "no-route")				/* no route to the destination */ \
	X(NO_NEIGHBOUR, "no-neighbour")			/* next hop did not resolve */ \
	X(NEIGH_QUEUE_FULL, "neigh-queue-full")		/* pushed out while waiting for ARP */ \
	X(NEIGH_TABLE_FULL, "neigh-table-full")		/* no room for another neighbour */ \
	X(ARP_BAD, "arp-bad")				/* not ARP for IPv4 on Ethernet */ \
	X(ARP_NOT_OURS, "arp-not-ours")			/* concerns no address of ours */ \
	/* ICMP, RFC 792 and 1122 3.2.2 */ \
	X(ICMP_BAD, "icmp-bad")				/* malformed message or quotation */ \
	X(ICMP_BAD_CHECKSUM, "icmp-bad-checksum")	/* message checksum does not verify */ \
	X(ICMP_UNHANDLED, "icmp-unhandled")		/* a type that we do not act on */ \
	X(ICMP_RATE_LIMIT, "icmp-rate-limit")		/* our answer was held back */ \
	/* TCP header and options, RFC 9293 3.1 */ \
	X(TCP_BAD_DOFF, "tcp-bad-doff")			/* data offset impossible */ \
	X(TCP_BAD_CHECKSUM, "tcp-bad-checksum")		/* checksum does not verify */ \
	X(TCP_BAD_OPTION, "tcp-bad-option")		/* option length impossible */ \
	X(TCP_BAD_FLAGS, "tcp-bad-flags")		/* flags mean nothing in this state */ \
	/* signatures, RFC 5925 and RFC 2385 */ \
	X(TCP_AUTH_MALFORMED, "tcp-auth-malformed")	/* option too short, or a second one */ \
	X(TCP_AUTH_MISSING, "tcp-auth-missing")		/* not signed as it should be */ \
	X(TCP_AUTH_UNEXPECTED, "tcp-auth-unexpected")	/* signed, and there is no key */ \
	X(TCP_AUTH_NO_KEY, "tcp-auth-no-key")		/* no key has this KeyID */ \
	X(TCP_AUTH_BAD, "tcp-auth-bad")			/* the MAC does not verify */ \
	/* finding the connection */ \
	X(TCP_NO_SOCKET, "tcp-no-socket")		/* nobody there: RST where due */ \
	X(TCP_CLOSED, "tcp-closed")			/* connection is closed */ \
	X(TCP_LISTEN_OVERFLOW, "tcp-listen-overflow")	/* accept or half-open queue is full */ \
	X(TCP_TIME_WAIT, "tcp-time-wait")		/* old segment, absorbed by TIME-WAIT */ \
	X(BACKLOG_FULL, "backlog-full")			/* owner busy and its backlog is full */ \
	X(SOCKET_FILTER, "socket-filter")		/* the socket's BPF filter said so */ \
	/* judging a segment, RFC 9293 3.10.7, RFC 5961, RFC 7323 */ \
	X(TCP_OLD_ACK, "tcp-old-ack")			/* acknowledges less than is tolerable */ \
	X(TCP_DEFERRED, "tcp-deferred")			/* TCP_DEFER_ACCEPT waits for data */ \
	X(TCP_ACK_UNSENT, "tcp-ack-unsent")		/* acknowledges what was never sent */ \
	X(TCP_NO_ACK, "tcp-no-ack")			/* ACK flag is missing where it must be */ \
	X(TCP_OUT_OF_WINDOW, "tcp-out-of-window")	/* no part lies in the receive window */ \
	X(TCP_PAWS, "tcp-paws")				/* timestamp is older than the last one */ \
	X(TCP_NO_TIMESTAMP, "tcp-no-timestamp")		/* negotiated and missing, RFC 7323 3.2 */ \
	X(TCP_BAD_RST, "tcp-bad-rst")			/* RST that is not acceptable */ \
	X(TCP_CHALLENGE, "tcp-challenge")		/* answered by a challenge ACK instead */ \
	X(TCP_SYN_IN_WINDOW, "tcp-syn-in-window")	/* SYN on a synchronized connection */ \
	X(TCP_RATE_LIMIT, "tcp-rate-limit")		/* our answer was held back */ \
	/* ICMP errors about our segments, RFC 5927 */ \
	X(TCP_ICMP_WINDOW, "tcp-icmp-window")		/* quotes nothing that is outstanding */ \
	X(TCP_ICMP_MTU, "tcp-icmp-mtu")			/* claims an MTU that we do not exceed */ \
	/* queueing payload */ \
	X(TCP_RCVBUF_FULL, "tcp-rcvbuf-full")		/* receive buffer cannot take it */ \
	X(TCP_ZERO_WINDOW, "tcp-zero-window")		/* data sent into a closed window */ \
	X(TCP_DUPLICATE, "tcp-duplicate")		/* all of it was received before */ \
	X(TCP_OFO_PRUNED, "tcp-ofo-pruned")		/* out-of-order data given up for room */ \
	X(TCP_AFTER_CLOSE, "tcp-after-close")		/* data behind FIN or after close() */

enum tn_reason {
	TN_REASON_NONE,
#define X(id, ...) TN_REASON_##id,
	TN_REASON_LIST(X)
#undef X
	TN_REASON_MAX
};

const char *tn_reason_name(enum tn_reason reason);

#endif /* TN_BASE_REASON_H */
