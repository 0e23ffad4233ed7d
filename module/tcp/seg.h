/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What crosses the border of the TCP machine: a segment that came in, and a
 * segment that may go out. Both are plain values; the payload is named by its
 * sequence range and, on arrival, by an opaque node (struct tn_rcvd) which the
 * shell keeps beside the bytes.
 */
#ifndef TN_TCP_SEG_H
#define TN_TCP_SEG_H

#include <linux/rbtree.h>
#include <linux/types.h>

#include "base/time.h"
#include "wire/tcp.h"
#include "wire/tcpopt.h"

/**
 * struct tn_rcvd - handle of the payload of one received segment
 * @node: link in the out-of-order queue (tcp/rcvq.c), while it is there
 * @next: link in a verdict's chain, once it has left the queue
 * @seq:  sequence number of the first byte that is still wanted
 * @end:  sequence number behind the last byte that is still wanted
 *
 * The machine narrows [@seq, @end) when it trims an overlap; the shell knows
 * where the bytes began originally and skips the difference.
 */
struct tn_rcvd {
	union {
		struct rb_node node;
		struct tn_rcvd *next;
	};
	u32 seq;
	u32 end;
};

/**
 * struct tn_seg - a segment that arrived, parsed, in host order
 * @when:  ingress time, taken before any lock was waited for
 * @seq:   SEG.SEQ
 * @ack:   SEG.ACK, meaningful with TN_TCP_ACK
 * @len:   payload bytes (SEG.LEN without SYN and FIN)
 * @wnd:   SEG.WND as on the wire, not yet scaled
 * @urg:   SEG.UP as on the wire
 * @flags: TN_TCP_*
 * @ecn:   ECN field of its IPv4 header, TN_ECN_*
 * @nsegs: wire segments that receive offload merged into this one, at least 1
 * @opt:   the options
 * @rcvd:  handle of the payload, NULL if there is none
 */
struct tn_seg {
	tn_time_t when;
	u32 seq;
	u32 ack;
	u32 len;
	u16 wnd;
	u16 urg;
	u16 flags;
	u8 ecn;
	u16 nsegs;
	struct tn_tcpopt opt;
	struct tn_rcvd *rcvd;
};

/**
 * struct tn_out - a segment that may leave
 * @at:    when it shall depart, if something below us can wait; 0: now
 * @seq:   SEG.SEQ
 * @ack:   SEG.ACK
 * @len:   payload bytes, to be taken from the send store at @seq
 * @mss:   payload bytes a wire segment may carry; @len > @mss asks for GSO
 * @wnd:   SEG.WND as on the wire (scaled already)
 * @urg:   SEG.UP as on the wire, with TN_TCP_URG
 * @flags: TN_TCP_*; CWR stands for the first wire segment alone
 * @ecn:   ECN field of the IPv4 header, TN_ECN_*
 * @retx:  the payload was sent before
 * @cause: and why it is sent again, enum tn_cause
 * @opt:   the options
 */
struct tn_out {
	tn_time_t at;
	u32 seq;
	u32 ack;
	u32 len;
	u16 mss;
	u16 wnd;
	u16 urg;
	u16 flags;
	u8 ecn;
	bool retx;
	u8 cause;
	struct tn_tcpopt opt;
};

#endif
