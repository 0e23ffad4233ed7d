// SPDX-License-Identifier: GPL-2.0
/*
 * When to give up (RFC 9293 3.8.3, 3.8.6.1).
 *
 *   R1   so many retransmissions were not answered: IP shall look after the
 *        next hop, and the user may know that there is trouble (MUST-20, SHLD-9)
 *   R2   so many more, or so much time: the connection is over
 *
 * R2 is a time in the profile of the RFCs, where 100 s are the least (SHLD-11)
 * and 3 minutes for a SYN (MUST-23); others count retransmissions. A limit that
 * is 0 does not exist; whichever is reached first counts.
 *
 *             counts           time            since
 *   SYN       syn_retries      r2_syn          connect()
 *   SYN-ACK   synack_retries   r2_synack       the SYN
 *   data, FIN retries2         r2              the first retransmission
 *   probe     -                persist_r2      the last answer
 *
 * A user timeout (tcp/timeout.c) takes the place of all of them. Keep-alive has
 * its own count (tcp/keepalive.c).
 *
 * Those who wrote 4.4BSD told the peer by a RST that they had given up. It may
 * still be there and hear again. cfg.rst_on_giveup says who is told: nobody,
 * the peer of an idle connection, or any.
 */
#include <linux/errno.h>

#include "tcp/fsm.h"
#include "tcp/giveup.h"
#include "tcp/reset.h"

/**
 * tn_giveup_limit() - is a limit reached?
 * @tries:   retransmissions so far
 * @retries: most of them; 0: any number
 * @spent:   time so far, ns
 * @r2:      most of it; 0: for ever
 *
 * Context: any.
 * Return: true if one of the two is.
 */
bool tn_giveup_limit(u8 tries, u8 retries, tn_time_t spent, tn_time_t r2)
{
	return (retries && tries >= retries) || (r2 && spent >= r2);
}

/**
 * tn_giveup_syn() - the SYN, or SYN-ACK, was not answered: is that the end?
 * @tcb: connection in SYN-SENT or SYN-RECEIVED
 * @now: current time
 *
 * Context: any. Source: RFC 9293 3.8.3 (MUST-22, MUST-23).
 * Return: true if it is.
 */
bool tn_giveup_syn(const struct tn_tcb *tcb, tn_time_t now)
{
	tn_time_t spent = tn_time_sub(now, tcb->opened);

	if (tcb->uto.timeout)
		return false;
	if (tcb->passive)
		return tn_giveup_limit(tcb->rec.tries, tcb->cfg->synack_retries, spent,
				       tcb->cfg->r2_synack);
	return tn_giveup_limit(tcb->rec.tries, tcb->cfg->syn_retries, spent, tcb->cfg->r2_syn);
}

/**
 * tn_giveup_data() - data or a FIN was not acknowledged: is that the end?
 * @tcb: connection whose retransmission timer has fired
 * @now: current time
 *
 * Context: any. Source: RFC 9293 3.8.3 (MUST-20).
 * Return: true if it is.
 */
bool tn_giveup_data(const struct tn_tcb *tcb, tn_time_t now)
{
	return !tcb->uto.timeout &&
	       tn_giveup_limit(tcb->rec.tries, tcb->cfg->retries2,
			       tn_time_sub(now, tcb->rec.first_sent), tcb->cfg->r2);
}

/**
 * tn_giveup_probe() - a closed window is due to be probed again: or is that the end?
 * @tcb: connection whose peer's window is closed
 * @now: current time
 *
 * Context: any. Source: RFC 9293 3.8.6.1 (MUST-37).
 * Return: true if it is; never as long as probes are answered.
 */
bool tn_giveup_probe(const struct tn_tcb *tcb, tn_time_t now)
{
	return !tcb->uto.timeout &&
	       tn_giveup_limit(0, 0, tn_time_sub(now, tcb->persist.answered),
			       tcb->cfg->persist_r2);
}

/**
 * tn_giveup_r1() - a timer has fired, and the segment is going to be repeated
 * @tcb: connection; rec.tries does not yet count it
 * @v:   verdict of the event: advice for IP, at and beyond R1
 *
 * Context: any. Source: RFC 9293 3.8.3 (MUST-20, SHLD-9, SHLD-10).
 */
void tn_giveup_r1(const struct tn_tcb *tcb, struct tn_verdict *v)
{
	if (tcb->rec.tries >= tcb->cfg->retries1)
		v->bits |= TN_V_DOUBT;
}

/**
 * tn_giveup_end() - there is no answer: end it
 * @tcb: connection
 * @now: current time
 * @who: who has not answered
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9293 3.8.3, 3.10.8.
 */
void tn_giveup_end(struct tn_tcb *tcb, tn_time_t now, enum tn_giveup who, struct tn_verdict *v)
{
	tn_count(tcb->stats, TN_MIB_TCP_ABORT_ON_TIMEOUT);
	if (tcb->cfg->rst_on_giveup >= who && tn_tcb_synchronized(tcb))
		tn_reset_abort(tcb, now, v);
	tn_fsm_fail(tcb, ETIMEDOUT, v);
}
