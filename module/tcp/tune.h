/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What tcp/rcvtune.c remembers of a connection.
 */
#ifndef TN_TCP_TUNE_H
#define TN_TCP_TUNE_H

#include <linux/types.h>

#include "base/time.h"

/**
 * struct tn_rcvtune - size of the receive buffer, written by tcp/rcvtune.c
 * @most:    rcv.buf may grow up to this, bytes; 0: it is the user's. tn_user_rcvtune()
 * @space:   most bytes read in one round trip so far
 * @mark:    rcv.user when this round trip began
 * @turn:    the window that is timed is used up with this sequence number
 * @tsecr:   TSecr of the last sample
 * @since:   when this round trip began; 0: nothing was read yet
 * @turn_at: since when the window is timed; 0: it is not
 * @rtt:     round trip time as a receiver sees it, ns; 0 before the first sample
 */
struct tn_rcvtune {
	u32 most;
	u32 space;
	u32 mark;
	u32 turn;
	u32 tsecr;
	tn_time_t since;
	tn_time_t turn_at;
	u64 rtt;
};

#endif
