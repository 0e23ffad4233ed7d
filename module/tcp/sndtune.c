// SPDX-License-Identifier: GPL-2.0
/*
 * How large the send buffer should be.
 *
 * It holds what is in the network, cwnd bytes at most, and what the user has
 * written meanwhile. If it were not larger than cwnd, a writer who is woken by an ACK
 * would always be too late to fill what that ACK has opened; and cwnd could not grow,
 * for it does only while it is used up (RFC 7661). Twice cwnd is enough for both: in slow
 * start cwnd doubles in the round trip that the second half takes to be sent.
 */
#include <linux/kernel.h>

#include "tcp/sndtune.h"

/* Segments besides, so that a small window has more than one write waiting */
#define TN_SNDTUNE_SLACK	16

/**
 * tn_sndtune_want() - how many bytes should the user be able to write ahead?
 * @tcb: connection
 *
 * Context: any.
 * Return: bytes, unacknowledged ones included; may be less than an earlier answer.
 */
u32 tn_sndtune_want(const struct tn_tcb *tcb)
{
	u64 want = 2ull * tcb->cc.out.cwnd + TN_SNDTUNE_SLACK * (u32)tcb->snd.mss;

	return min_t(u64, want, U32_MAX);
}
