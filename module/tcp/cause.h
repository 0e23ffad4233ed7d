/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Why something is taken for lost, and so why it is sent again.
 *
 * Every range that is to be sent again carries its cause. It is counted when the segment
 * leaves (group "Loss" of base/mib.h), and it is in the journal (`tandem trace`); the cause
 * of the first range that a recovery begins with is the cause of the recovery. The last one
 * is no loss: it marks what F-RTO sends to find out whether there was any.
 *
 * The list is written once: X(ID, "name that users see").
 */
#ifndef TN_TCP_CAUSE_H
#define TN_TCP_CAUSE_H

#include <linux/types.h>

#define TN_CAUSE_LIST(X) \
	X(NONE, "none")			/* it is not sent again */ \
	X(DUPACK, "dupack")		/* duplicate ACKs (RFC 5681 3.2) */ \
	X(PARTIAL, "partial")		/* a partial ACK (RFC 6582 3.2) */ \
	X(SACK, "sack")			/* what was SACKed above it (RFC 6675 4) */ \
	X(RACK, "rack")			/* what was sent later has arrived (RFC 8985 6) */ \
	X(REORDER, "reorder")		/* and reordering has had its time */ \
	X(TLP, "tlp")			/* tail loss probe (RFC 8985 7); nothing is lost yet */ \
	X(RTO, "rto")			/* retransmission timer (RFC 6298 5.4) */ \
	X(WINDOW, "window")		/* sent into a closed window (RFC 9293 3.8.6.1) */ \
	X(PATH, "path")			/* too large for the path (RFC 1191) */ \
	X(FRTO, "frto")			/* new data, by which F-RTO tells (RFC 5682 2.1) */

enum tn_cause {
#define X(id, ...) TN_CAUSE_##id,
	TN_CAUSE_LIST(X)
#undef X
	TN_CAUSE_MAX
};

#endif
