// SPDX-License-Identifier: GPL-2.0
/*
 * The control block: birth, and the sizes that follow from the path.
 *
 * Two numbers bound a segment's payload (RFC 9293 3.7.1): what the peer said it
 * can take (its MSS option, 536 without one) and what the path carries (MTU
 * less 40). The smaller one, less the options that every segment has, is
 * snd.mss. Occasional options (SACK blocks) are taken off segment by segment,
 * in tcp/send.c.
 *
 * A signature (tcp/ao.c) covers one segment as it is on the wire, so with one
 * there is no segmentation offload.
 */
#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "tcp/deadline.h"
#include "tcp/pace.h"
#include "tcp/rcvq.h"
#include "tcp/sentq.h"
#include "tcp/tcb.h"
#include "tcp/undo.h"

/* IPv4 and TCP header without options, bytes */
#define TN_TCB_HEADERS		40

/* RFC 9293 MUST-15: the MSS of a peer that does not tell */
#define TN_TCB_MSS_DEFAULT	536

/*
 * No peer has reason to ask for less (RFC 791: every link carries 68 bytes);
 * one that does wants us to drown in headers.
 */
#define TN_TCB_MSS_FLOOR	48

/* No window needs more than the largest that can be offered (RFC 7323 2.3). */
#define TN_TCB_CWND_MAX		BIT(30)

/* Timestamp option as laid out in every segment, bytes */
#define TN_TCB_TS_LEN		12

/**
 * tn_tcb_init() - make a control block in state CLOSED
 * @tcb:   memory for it
 * @cfg:   constants to obey, must outlive it
 * @stats: counters to use, must outlive it
 * @now:   current time
 *
 * Context: any.
 */
void tn_tcb_init(struct tn_tcb *tcb, const struct tn_config *cfg,
		 struct tn_stats __percpu *stats, tn_time_t now)
{
	memset(tcb, 0, sizeof(*tcb));
	tcb->state = TN_CLOSED;
	tcb->cfg = cfg;
	tcb->stats = stats;
	tcb->opened = now;
	tn_sentq_init(&tcb->sentq);
	tn_rcvq_init(&tcb->rcvq);
	tn_deadline_init(tcb);
	tcb->rtt.rto = cfg->rto_init;
	tcb->snd.peer_mss = TN_TCB_MSS_DEFAULT;
	tcb->acks.quick = cfg->quick_acks;
	tcb->keep.idle = cfg->keepalive_time;
	tcb->keep.intvl = cfg->keepalive_intvl;
	tcb->keep.cnt = cfg->keepalive_probes;
	tcb->fin_wait = cfg->fin_timeout;
	tcb->persist.answered = now;
	tcb->cc.out.ssthresh = ~0u >> 1;
	tn_tcb_path(tcb, TN_TCB_MSS_DEFAULT + TN_TCB_HEADERS, 0);
	tn_tcb_cc_set(tcb, tandem_cc_default);
}

/**
 * tn_tcb_config() - obey other constants
 * @tcb: connection in CLOSED
 * @cfg: constants to obey, must outlive it
 *
 * What the user has set by an option stays.
 *
 * Context: any.
 */
void tn_tcb_config(struct tn_tcb *tcb, const struct tn_config *cfg)
{
	const struct tn_config *old = tcb->cfg;

	if (tcb->keep.idle == old->keepalive_time)
		tcb->keep.idle = cfg->keepalive_time;
	if (tcb->keep.intvl == old->keepalive_intvl)
		tcb->keep.intvl = cfg->keepalive_intvl;
	if (tcb->keep.cnt == old->keepalive_probes)
		tcb->keep.cnt = cfg->keepalive_probes;
	if (tcb->fin_wait == old->fin_timeout)
		tcb->fin_wait = cfg->fin_timeout;
	tcb->rtt.rto = cfg->rto_init;
	tcb->acks.quick = cfg->quick_acks;
	tcb->cfg = cfg;
}

/**
 * tn_tcb_path_mss() - the MSS of a path
 * @mtu: bytes of an IPv4 packet
 *
 * Context: any. Source: RFC 9293 3.7.1 (MUST-16, MUST-67).
 * Return: payload bytes of a segment without options; what @mtu allows, within sense.
 */
u16 tn_tcb_path_mss(u32 mtu)
{
	return clamp_t(u32, mtu, TN_TCB_MSS_FLOOR + TN_TCB_HEADERS, 65535) - TN_TCB_HEADERS;
}

/**
 * tn_tcb_path_mtu() - the MTU behind an MSS
 * @mss: as tn_tcb_path_mss() says
 *
 * Context: any.
 * Return: bytes of an IPv4 packet.
 */
u32 tn_tcb_path_mtu(u16 mss)
{
	return mss + TN_TCB_HEADERS;
}

/**
 * tn_tcb_path() - tell what the path carries
 * @tcb:     connection
 * @mtu:     bytes of an IPv4 packet
 * @gso:     most payload bytes that segmentation offload takes at once; 0 for
 *           one segment
 *
 * Context: any. Source: RFC 9293 3.7.1 (MUST-16, MUST-67).
 */
void tn_tcb_path(struct tn_tcb *tcb, u32 mtu, u32 gso)
{
	u16 mss = tn_tcb_path_mss(mtu);

	tcb->snd.path_mss = mss;
	tcb->rcv.mss = mss;
	tcb->snd.gso = gso;
	tn_tcb_mss_sync(tcb);
}

/**
 * tn_tcb_auth() - from now on segments are signed
 * @tcb:  connection in CLOSED
 * @auth: TN_OPT_AO, TN_OPT_MD5, or 0 for no signature
 *
 * Context: any. Source: RFC 5925 7.6.
 */
void tn_tcb_auth(struct tn_tcb *tcb, u8 auth)
{
	tcb->auth = auth;
	tn_tcb_mss_sync(tcb);
}

/**
 * tn_tcb_mss_sync() - compute snd.mss and snd.gso_max anew after one of its inputs changed
 * @tcb: connection
 *
 * Context: any. Source: RFC 9293 3.7.1 (MUST-16), RFC 6691.
 */
void tn_tcb_mss_sync(struct tn_tcb *tcb)
{
	u16 mss = max_t(u16, tcb->snd.peer_mss, TN_TCB_MSS_FLOOR);

	mss = min(mss, tcb->snd.path_mss);
	if (tcb->ts.ok)
		mss -= TN_TCB_TS_LEN;
	if (tcb->auth)
		mss -= tn_tcpopt_auth_len(tcb->auth);
	tcb->snd.mss = mss;
	tcb->snd.gso_max = tcb->auth ? mss : max_t(u32, tcb->snd.gso, mss);
}

/**
 * tn_tcb_cc_set() - choose, or change, the congestion control
 * @tcb: connection
 * @ops: the controller; it starts from the window that is in use
 *
 * Context: any.
 */
void tn_tcb_cc_set(struct tn_tcb *tcb, const struct tandem_cc_ops *ops)
{
	memset(tcb->cc.priv, 0, sizeof(tcb->cc.priv));
	tcb->cc.ops = ops;
	tcb->cc.out.pacing_rate = 0;
	tcb->cc.out.burst = 0;
	ops->init(tcb->cc.priv, &tcb->cc.out);
	tn_tcb_cc_bound(tcb);
	tn_undo_forget(tcb);
	tn_pace_choose(tcb);
}

/**
 * tn_tcb_cc_bound() - a controller has decided: nothing it says can harm us
 * @tcb: connection
 *
 * A window of less than a segment would stop the connection for good.
 *
 * Context: any. Source: RFC 5681 3.1 (LW is one segment).
 */
void tn_tcb_cc_bound(struct tn_tcb *tcb)
{
	tcb->cc.out.cwnd = clamp_t(u32, tcb->cc.out.cwnd, tcb->snd.mss, TN_TCB_CWND_MAX);
}

/**
 * tn_tcb_acked() - first payload byte that must be kept for retransmission
 * @tcb: connection
 *
 * It differs from snd.una while the SYN is unacknowledged, and once the FIN is
 * acknowledged.
 *
 * Context: any.
 * Return: its sequence number.
 */
u32 tn_tcb_acked(const struct tn_tcb *tcb)
{
	if (tn_seq_gt(tcb->snd.una, tcb->snd.end))
		return tcb->snd.end;
	if (tcb->snd.una == tcb->snd.iss)
		return tcb->snd.iss + 1;
	return tcb->snd.una;
}

/**
 * tn_tcb_unread() - payload bytes received in order and not read
 * @tcb: connection
 *
 * Context: any.
 * Return: bytes.
 */
u32 tn_tcb_unread(const struct tn_tcb *tcb)
{
	return tcb->rcv.nxt - tcb->rcv.user - tcb->fin_rcvd;
}

/**
 * tn_tcb_iw() - the initial window
 * @tcb: connection
 *
 * Context: any. Source: RFC 6928 2; once some of it was lost, RFC 3390.
 * Return: bytes.
 */
u32 tn_tcb_iw(const struct tn_tcb *tcb)
{
	u32 mss = tcb->snd.mss;
	u32 iw = min(tcb->cfg->init_cwnd * mss, max(2 * mss, tcb->cfg->init_cwnd * 1460u));

	/* RFC 3390 */
	return tcb->cwv.small ? min3(iw, 4 * mss, max(2 * mss, 4380u)) : iw;
}
