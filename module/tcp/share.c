// SPDX-License-Identifier: GPL-2.0
/*
 * What connections to the same host tell one another: the round trip time (RFC 9040, "temporal
 * sharing"; its predecessor is RFC 2140).
 *
 * A SYN that is lost costs a second, since nothing is known of the path. RFC 6298 2.1 has that
 * second for as long as nobody has measured a round trip between the two hosts. With a host that
 * was talked to a minute ago somebody has, and the RTO of the SYN is computed from that.
 *
 *	connection opens	tn_share_rto()    what is known, if it is not old
 *				tn_share_use()    the SYN's RTO
 *	it is established,	tn_share_tell()   there is something to be learnt
 *	and when it ends	tn_share_learn()  it counts as one sample of the host's
 *
 * The host has an estimator as a connection has one (RFC 6298 2.2, 2.3), whose samples are the
 * SRTTs of connections; where one has seen its round trips vary more than connections differ, that
 * variation counts. What it yields is used with caution:
 *
 *   - RTTVAR is taken for half of SRTT at least, as after a first sample; so RTO >= 3 SRTT;
 *   - the RTO is not below rto_min (RFC 6298 2.4 is about every RTO that is computed), so where
 *     that is 1 s nothing changes; nor is it above rto_init: nobody waits longer than without all
 *     this;
 *   - a SYN that was not answered in this time leaves no trust in it: the second one has left
 *     early, and all others leave when they would have without it. So how many there are, when
 *     that ends (MUST-23), and that the RTO at least doubles (5.5) stay as they were, and a host
 *     that is down is not asked more often.
 *
 *	rto_init 1 s, known RTO 0.3 s	0   0.3   3   7   15 ...
 *	nothing known			0   1     3   7   15 ...
 *
 * A measurement is old after five minutes. RFC 9040 has no number; it is the time after which
 * the smallest RTT of a connection is measured anew, too (tcp/rtt.c), because routes and places
 * change. Too long a time costs little: one SYN that was not needed.
 *
 * Strangers have no say. Only connections that were opened from here teach anything, after a
 * handshake, by samples that Karn's rule allows. So each host is believed about itself, and
 * who is remembered is decided here.
 *
 * Left out: a SYN-ACK, since one that was lost is sent again when the client's SYN is; and the
 * congestion window and ssthresh of RFC 9040, which are guesses about a queue that has been others'
 * meanwhile. Ten segments (RFC 6928) and HyStart++ (RFC 9406) make do without.
 *
 * Where it is kept is the shell's business (sock/hostcache.c).
 */
#include <linux/kernel.h>

#include "tcp/rtt.h"
#include "tcp/share.h"

/* After this time it is not used; see above */
#define TN_SHARE_AGE		tn_sec(300)

static bool tn_share_known(const struct tn_share *share, tn_time_t now)
{
	return share->srtt_us && tn_time_sub(now, share->at) < TN_SHARE_AGE;
}

/**
 * tn_share_tell() - is there something to be learnt from a connection?
 * @tcb: connection that is established, or was
 * @v:   verdict of the event: TN_V_MEASURED, if so
 *
 * Context: any. Source: RFC 9040 4.
 */
void tn_share_tell(const struct tn_tcb *tcb, struct tn_verdict *v)
{
	if (tcb->rtt.srtt && !tcb->passive && tcb->cfg->rtt_share)
		v->bits |= TN_V_MEASURED;
}

/**
 * tn_share_learn() - learn it
 * @share: of the host
 * @tcb:   connection with it (TN_V_MEASURED)
 *
 * Context: any; two may do so at the same time, and one measurement is lost. Source: RFC 9040 4,
 * RFC 6298 2.2, 2.3.
 */
void tn_share_learn(struct tn_share *share, const struct tn_tcb *tcb)
{
	u32 rtt = (u32)clamp_t(u64, tn_time_to_us(tcb->rtt.srtt), 1, S32_MAX);
	u32 var = (u32)min_t(u64, tn_time_to_us(tcb->rtt.rttvar), S32_MAX);
	u32 srtt = READ_ONCE(share->srtt_us), rttvar = READ_ONCE(share->rttvar_us);

	if (!tn_share_known(share, tcb->rtt.at)) {
		srtt = rtt;
		rttvar = var;
	} else {
		var = max(var, srtt > rtt ? srtt - rtt : rtt - srtt);
		rttvar = rttvar - rttvar / 4 + var / 4;
		srtt = srtt - srtt / 8 + rtt / 8;
	}
	WRITE_ONCE(share->rttvar_us, rttvar);
	WRITE_ONCE(share->srtt_us, max(srtt, 1u));
	WRITE_ONCE(share->at, tcb->rtt.at);
}

/**
 * tn_share_rto() - the RTO for a host that was measured
 * @share: of the host
 * @cfg:   constants of who asks
 * @now:   current time
 *
 * Context: any; somebody may learn meanwhile: then it is made of old and new.
 * Return: RTO, us, within no limits; 0: nothing is known, or it is old.
 * Source: RFC 6298 2.2, 2.3; RFC 9040 4.
 */
u32 tn_share_rto(const struct tn_share *share, const struct tn_config *cfg, tn_time_t now)
{
	struct tn_share known = {
		.srtt_us = READ_ONCE(share->srtt_us),
		.rttvar_us = READ_ONCE(share->rttvar_us),
		.at = READ_ONCE(share->at),
	};
	u64 srtt, rttvar;

	if (!tn_share_known(&known, now))
		return 0;
	srtt = tn_us(known.srtt_us);
	rttvar = tn_us(max(known.rttvar_us, known.srtt_us / 2));
	return (u32)min_t(u64, tn_time_to_us(tn_rtt_timeout(cfg, srtt, rttvar)), U32_MAX);
}

/**
 * tn_share_use() - the RTO of the SYN that is about to leave
 * @tcb:    connection in SYN-SENT
 * @rto_us: what tn_share_rto() has said, us
 *
 * Context: any. Source: RFC 6298 2.1, 2.4.
 */
void tn_share_use(struct tn_tcb *tcb, u32 rto_us)
{
	if (tn_share_wants(tcb))
		tcb->rtt.rto = clamp_t(u64, tn_us(rto_us), tcb->cfg->rto_min, tcb->cfg->rto_init);
}

/**
 * tn_share_timeout() - a SYN was not answered: nothing is known, after all
 * @tcb: connection in SYN-SENT or SYN-RECEIVED, the RTO not yet backed off
 *
 * Context: any. Source: RFC 6298 2.1, 5.5.
 */
void tn_share_timeout(struct tn_tcb *tcb)
{
	tcb->rtt.late = tn_time_sub(tcb->cfg->rto_init, tcb->rtt.rto);
	if (!tcb->rtt.late)
		return;
	tcb->rtt.rto = tcb->cfg->rto_init;
	tn_count(tcb->stats, TN_MIB_LOSS_SYN_EARLY);
}
