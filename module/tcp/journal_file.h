/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The layout of a journal (tcp/journal.c) and of the file that `tandem trace dump` makes.
 * Programs include this, too: it has nothing but numbers.
 *
 * A file is a header and the journals of all connections, one behind the other. All numbers
 * are in network byte order.
 *
 *	file header	magic 8, version 2, zero 2
 *	record		length 2, checksum 2, type 1, spare nodes 1, event number 4,
 *			time in ns 8, then what the type needs
 *
 * The checksum is that of RFC 1071 over the record, which sums up to 0xffff. A journal
 * begins with a CREATE record, event 0, and ends with an END record. Numbers are
 * consecutive; a jump after event 0 means that the ring was full and the oldest events
 * were dropped. All records between carry a digest as their last bytes: the connection
 * as the event left it.
 *
 *	digest		state 1, pending 1, recovery mode 1, backoff 1, cause of the
 *			last recovery 2, recoveries begun 2, snd.una 4, snd.nxt 4,
 *			snd.end 4, snd.wnd 4, rcv.nxt 4, rcv.adv 4, cwnd 4, ssthresh 4,
 *			pipe 4, lost 4, RTO in us 4, hash of the rest 4
 */
#ifndef TN_TCP_JOURNAL_FILE_H
#define TN_TCP_JOURNAL_FILE_H

#define TN_JOURNAL_MAGIC		"tandemJ"
#define TN_JOURNAL_VERSION		22
#define TN_JOURNAL_FILE_VERSION_AT	8
#define TN_JOURNAL_FILE_HLEN		12
#define TN_JOURNAL_HLEN			18
#define TN_JOURNAL_DIGEST_LEN		56

/* Where the fields of a record stand. */
#define TN_JOURNAL_AT_LEN		0
#define TN_JOURNAL_AT_CSUM		2
#define TN_JOURNAL_AT_TYPE		4
#define TN_JOURNAL_AT_SPARE		5
#define TN_JOURNAL_AT_NUMBER		6
#define TN_JOURNAL_AT_TIME		10

/* Where those of a digest stand; from SND.UNA on each has 4 bytes. */
#define TN_JOURNAL_DIGEST_MODE		2
#define TN_JOURNAL_DIGEST_CAUSE		4
#define TN_JOURNAL_DIGEST_UNA		8

/* In a CREATE record, behind its header. */
#define TN_JOURNAL_AT_ID		18	/* 8 */
#define TN_JOURNAL_AT_LADDR		26	/* 4 */
#define TN_JOURNAL_AT_RADDR		30	/* 4 */
#define TN_JOURNAL_AT_LPORT		34	/* 2 */
#define TN_JOURNAL_AT_RPORT		36	/* 2 */

/* Types of records: X(ID, "name"). New ones go to the end. */
#define TN_JOURNAL_LIST(X) \
	X(CREATE, "create")		/* what the connection was before event 1 */ \
	X(END, "end")			/* journal ends; 1: the connection was over */ \
	X(CONNECT, "connect")		/* active open: ISS */ \
	X(SPAWN, "spawn")		/* a listener's child: the handshake so far */ \
	X(ARRIVE, "arrive")		/* a segment */ \
	X(DEADLINE, "deadline")		/* deadlines were run */ \
	X(ASK, "ask")			/* what may leave? cause, answer, flags, length, number */ \
	X(SENT, "sent")			/* user wrote: bytes, more */ \
	X(READ, "read")			/* user read: bytes */ \
	X(RCVBUF, "rcvbuf")		/* bytes */ \
	X(SHUTDOWN, "shutdown")		/* for sending */ \
	X(CLOSE, "close")		/* 1: with data unread */ \
	X(ABORT, "abort") \
	X(NODELAY, "nodelay")		/* on */ \
	X(CORK, "cork")			/* on */ \
	X(KEEPALIVE, "keepalive")	/* on, count, idle, interval */ \
	X(PATH, "path")			/* MTU, offload size */ \
	X(CONG, "cong")			/* name of the congestion control */ \
	X(URGENT, "urgent")		/* user wrote urgent data: bytes */ \
	X(OPTION, "option")		/* enum tn_option, value */ \
	X(RCVTUNE, "rcvtune")		/* bytes that the receive buffer may grow to */ \
	X(FULL, "full")			/* the user waits for room to write, or not any more */ \
	X(PRUNE, "prune")		/* memory is short: sequence number */ \
	X(ADVICE, "advice")		/* ICMP error: code, type, MTU, number quoted */ \
	X(FASTOPEN, "fastopen")		/* the SYN shall be a fast one: how, MSS, cookie */ \
	X(PACING, "pacing")		/* limit, time ahead */ \
	X(SHARE, "share")		/* other connections have measured: RTO in us */

enum tn_journal_type {
#define TN_JOURNAL_ENUM(id, ...) TN_JOURNAL_##id,
	TN_JOURNAL_LIST(TN_JOURNAL_ENUM)
#undef TN_JOURNAL_ENUM
	TN_JOURNAL_TYPES
};

#endif
