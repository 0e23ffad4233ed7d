// SPDX-License-Identifier: GPL-2.0
/*
 * ICMP errors about our segments: advice, from whomever (RFC 9293 3.9.2.2, RFC
 * 5927, RFC 1122 4.2.3.9).
 *
 * Anybody can forge one. So it is believed only if it quotes a segment that is
 * really outstanding (RFC 5927 4.1); a connection with nothing in the network hears
 * none, unless it is a keep-alive probe that is being complained about. And then it
 * means little:
 *
 *   being opened    any error ends the attempt: the user may try elsewhere
 *   synchronized    it is remembered for the user (SHLD-25), and the connection
 *                   goes on (MUST-56). Hard errors, codes 2 and 3, end it only if
 *                   cfg.icmp_hard_abort says so; the default is RFC 5927 5.2's
 *   quench          never comes here (RFC 6633)
 *
 * "Fragmentation needed" makes our segments smaller (RFC 1191), in two stages as in
 * RFC 5927 7.2:
 *
 *	    acked_max                   sent_max
 *	--------|---------------------------|-------------> MTU that is claimed
 *	  waits for a       at once             ignored:
 *	  timeout                               we sent none so large
 *
 * A path that has let larger packets through is unlikely not to, so there the
 * claim counts only when the segment in question is not acknowledged in time: a
 * forged one changes nothing while the connection gets on. Segments are never made
 * smaller than TN_ADVICE_MTU_MIN has it (5927 7.1): no real path is narrower. What is in the
 * network and was too large is sent again at once (tn_recovery_path()).
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/math64.h>

#include "tcp/advice.h"
#include "tcp/fsm.h"
#include "tcp/recovery.h"

#define TN_ADVICE_MTU_MIN	552

/* IPv4 and TCP headers without options */
#define TN_ADVICE_HEADERS	40

/* RFC 1122 3.2.2.1, RFC 1812 5.2.7.1: codes of "destination unreachable" */
static const int tn_advice_unreach[] = {
	[TN_ICMP_NET_UNREACH]	= -ENETUNREACH,
	[TN_ICMP_HOST_UNREACH]	= -EHOSTUNREACH,
	[TN_ICMP_PROTO_UNREACH]	= -ENOPROTOOPT,
	[TN_ICMP_PORT_UNREACH]	= -ECONNREFUSED,
	[TN_ICMP_FRAG_NEEDED]	= -EMSGSIZE,
	[5]			= -EOPNOTSUPP,	/* source route failed */
	[6]			= -ENETUNREACH,	/* network unknown */
	[7]			= -EHOSTUNREACH,	/* host unknown */
	[8]			= -EHOSTUNREACH,	/* source host isolated */
	[9]			= -ENETUNREACH,	/* network prohibited */
	[10]			= -EHOSTUNREACH,	/* host prohibited */
	[11]			= -ENETUNREACH,	/* network, for this TOS */
	[12]			= -EHOSTUNREACH,	/* host, for this TOS */
	[13]			= -EHOSTUNREACH,	/* communication prohibited */
	[14]			= -EHOSTUNREACH,	/* host precedence violation */
	[15]			= -EHOSTUNREACH,	/* precedence cutoff */
};

/**
 * tn_advice_errno() - what an ICMP error is to the user
 * @icmp: message
 *
 * Context: any. Source: RFC 1122 3.2.2, 4.2.3.9.
 * Return: negative errno; 0 if it is none.
 */
int tn_advice_errno(const struct tn_icmp *icmp)
{
	switch (icmp->type) {
	case TN_ICMP_DEST_UNREACH:
		return icmp->code < ARRAY_SIZE(tn_advice_unreach) ?
		       tn_advice_unreach[icmp->code] : 0;
	case TN_ICMP_TIME_EXCEEDED:
		return -EHOSTUNREACH;
	case TN_ICMP_PARAM_PROBLEM:
		return -EPROTO;
	default:
		return 0;
	}
}

/*
 * What was in the network at the old size tells nothing about the new one. And cwnd stays as many
 * segments as it was: not a burst of more, smaller ones (RFC 5681 3.1).
 */
static void tn_advice_shrink(struct tn_tcb *tcb, u16 mtu)
{
	u16 mss = tcb->snd.mss;

	tcb->advice.claim = 0;
	tcb->advice.probe = 0;
	tcb->advice.sent_max = min(tcb->advice.sent_max, mtu);
	tcb->advice.acked_max = min(tcb->advice.acked_max, mtu);
	if (mtu >= tcb->snd.path_mss + TN_ADVICE_HEADERS)
		return;
	tn_tcb_path(tcb, mtu, tcb->snd.gso);
	tcb->cc.out.cwnd = (u32)div_u64((u64)tcb->cc.out.cwnd * tcb->snd.mss, mss);
}

/* RFC 1191 3, RFC 5927 7.2: a router says that the segment at @seq did not fit. */
static void tn_advice_too_big(struct tn_tcb *tcb, tn_time_t now, u16 mtu, u32 seq,
			      struct tn_verdict *v)
{
	/* An old router does not tell; an attacker tells what suits him */
	mtu = max_t(u16, mtu, TN_ADVICE_MTU_MIN);
	if (mtu >= tcb->advice.sent_max) {
		v->reason = TN_REASON_TCP_ICMP_MTU;
		return;
	}
	if (mtu >= tcb->advice.acked_max ||
	    (seq == tcb->snd.una && tcb->rtt.backoff)) {
		tn_advice_shrink(tcb, mtu);
		tn_recovery_path(tcb, now, v);
		return;
	}
	/* Later segments come to the same router: the first one is waited for */
	if (!tcb->advice.claim || tn_seq_le(seq, tcb->advice.claim_seq)) {
		tcb->advice.claim = mtu;
		tcb->advice.claim_seq = seq;
	}
}

/*
 * Is the segment at @seq one that waits for its answer? DEVIATION: so does a keep-alive
 * probe, which RFC 5927 4.1 does not think of. It has one number and no other, that before
 * SND.UNA, as long as there is nothing else in the network; and no data that could have
 * been too much for somebody.
 */
static bool tn_advice_is_believed(const struct tn_tcb *tcb, u32 seq, int err)
{
	if (tcb->keep.probes && !tn_tcb_outstanding(tcb))
		return seq == tcb->snd.una - 1 && err != -EMSGSIZE;
	return tn_seq_ge(seq, tcb->snd.una) && tn_seq_lt(seq, tcb->snd.nxt);
}

/**
 * tn_advice_arrive() - an ICMP error arrived
 * @tcb:  connection whose addresses it quotes
 * @now:  current time
 * @icmp: message
 * @seq:  sequence number that it quotes
 * @v:    verdict of the event
 *
 * Context: any. Source: RFC 9293 3.9.2.2, RFC 5927 4.1, 5.2, 7.2.
 */
void tn_advice_arrive(struct tn_tcb *tcb, tn_time_t now, const struct tn_icmp *icmp, u32 seq,
		      struct tn_verdict *v)
{
	int err = tn_advice_errno(icmp);
	bool hard = err == -ENOPROTOOPT || err == -ECONNREFUSED;

	if (!tn_advice_is_believed(tcb, seq, err)) {
		tn_count(tcb->stats, TN_MIB_OUT_OF_WINDOW_ICMPS);
		v->reason = TN_REASON_TCP_ICMP_WINDOW;
		return;
	}
	if (err == -EMSGSIZE) {
		tn_advice_too_big(tcb, now, icmp->mtu, seq, v);
		return;
	}
	if (!err)
		return;
	if (tn_tcb_synchronized(tcb) ? hard && tcb->cfg->icmp_hard_abort :
				       !tcb->passive)
		tn_fsm_fail(tcb, -err, v);
}

/**
 * tn_advice_sent() - a segment leaves: remember how large they are
 * @tcb: connection
 * @out: segment, complete
 *
 * Context: any. Source: RFC 5927 7.2 (maxsizesent).
 */
void tn_advice_sent(struct tn_tcb *tcb, const struct tn_out *out)
{
	u32 len = min_t(u32, out->len, out->mss);
	u32 size = TN_ADVICE_HEADERS + tn_tcpopt_len(&out->opt) + len;

	if (!len)
		return;
	tcb->advice.sent_max = max_t(u32, tcb->advice.sent_max, size);
	if (size > tcb->advice.acked_max && size > tcb->advice.probe) {
		tcb->advice.probe = size;
		tcb->advice.probe_end = out->seq + len;
	}
}

/**
 * tn_advice_acked() - snd.una has advanced: what has arrived?
 * @tcb: connection
 *
 * Context: any. Source: RFC 5927 7.2 (maxsizeacked).
 */
void tn_advice_acked(struct tn_tcb *tcb)
{
	if (tcb->advice.probe && tn_seq_ge(tcb->snd.una, tcb->advice.probe_end)) {
		tcb->advice.acked_max = tcb->advice.probe;
		tcb->advice.probe = 0;
	}
	if (tcb->advice.claim && tn_seq_gt(tcb->snd.una, tcb->advice.claim_seq))
		tcb->advice.claim = 0;
}

/**
 * tn_advice_timeout() - the segment at snd.una was not acknowledged in time
 * @tcb: connection
 *
 * Context: any. Source: RFC 5927 7.2 (MAXSEGRTO is 1).
 */
void tn_advice_timeout(struct tn_tcb *tcb)
{
	if (tcb->advice.claim &&
	    tn_seq_lt(tcb->advice.claim_seq, tcb->snd.una + tcb->snd.mss))
		tn_advice_shrink(tcb, tcb->advice.claim);
}
