// SPDX-License-Identifier: GPL-2.0
/*
 * TCP_INFO: a connection, in the terms that programs know from the native stack; and TCP_CC_INFO,
 * its congestion control.
 *
 * The machine counts bytes where struct tcp_info counts segments; those are divided by the MSS,
 * rounded up. A field that has no counterpart here is 0. For a listener tcpi_unacked is how many
 * connections wait for accept(), and tcpi_sacked how many may, as everywhere on Linux.
 */
#include <linux/inet_diag.h>
#include <linux/math64.h>
#include <linux/string.h>
#include <linux/tcp.h>
#include <net/sock.h>
#include <net/tandem_cc_info.h>

#include "sock/info.h"
#include "sock/sock.h"
#include "tcp/busy.h"
#include "tcp/fastopen.h"
#include "tcp/pace.h"

static u32 info_us(u64 span)
{
	return min_t(u64, tn_time_to_us(span), U32_MAX);
}

/* Milliseconds since @at; 0 if that has never been. */
static u32 info_ago(tn_time_t now, tn_time_t at)
{
	return at ? min_t(u64, tn_time_to_ms(tn_time_sub(now, at)), U32_MAX) : 0;
}

static void info_fill_options(const struct tn_tcb *tcb, struct tcp_info *info)
{
	if (tcb->ts.ok)
		info->tcpi_options |= TCPI_OPT_TIMESTAMPS;
	if (tcb->sack_ok)
		info->tcpi_options |= TCPI_OPT_SACK;
	if (tcb->ecn.deal.mode)
		info->tcpi_options |= TCPI_OPT_ECN;
	if (tcb->ecn.seen)
		info->tcpi_options |= TCPI_OPT_ECN_SEEN;
	if (tcb->fo.taken)
		info->tcpi_options |= TCPI_OPT_SYN_DATA;
	if (tcb->rcv.ws_ok) {
		info->tcpi_options |= TCPI_OPT_WSCALE;
		info->tcpi_snd_wscale = tcb->snd.wscale;
		info->tcpi_rcv_wscale = tcb->rcv.wscale;
	}
}

static u8 info_ca_state(const struct tn_tcb *tcb)
{
	switch (tcb->rec.mode) {
	case TN_REC_FAST:
		return TCP_CA_Recovery;
	case TN_REC_RTO:
		return TCP_CA_Loss;
	default:
		return tcb->rec.dupacks || tcb->sentq.sacked ? TCP_CA_Disorder : TCP_CA_Open;
	}
}

static void info_fill_sender(const struct tn_tcb *tcb, struct tcp_info *info)
{
	u32 mss = max_t(u32, tcb->snd.mss, 1);

	info->tcpi_ca_state = info_ca_state(tcb);
	info->tcpi_retransmits = tcb->rtt.backoff;
	info->tcpi_probes = tcb->keep.probes;
	info->tcpi_backoff = tcb->persist.on ? tcb->persist.backoff : tcb->rtt.backoff;
	info->tcpi_rto = info_us(tcb->rtt.rto << min_t(u8, tcb->rtt.backoff, 16));
	info->tcpi_snd_mss = tcb->snd.mss;
	info->tcpi_unacked = DIV_ROUND_UP(tn_tcb_outstanding(tcb), mss);
	info->tcpi_sacked = DIV_ROUND_UP(tcb->sentq.sacked, mss);
	info->tcpi_lost = DIV_ROUND_UP(tcb->sentq.lost, mss);
	info->tcpi_pmtu = tcb->snd.path_mss + 40;
	info->tcpi_rtt = info_us(tcb->rtt.srtt);
	info->tcpi_rttvar = info_us(tcb->rtt.rttvar);
	info->tcpi_min_rtt = info_us(tcb->rtt.min);
	info->tcpi_snd_ssthresh = tcb->cc.out.ssthresh / mss;
	info->tcpi_snd_cwnd = tcb->cc.out.cwnd / mss;
	info->tcpi_snd_wnd = tcb->snd.wnd;
	info->tcpi_notsent_bytes = tn_tcb_unsent(tcb);
	info->tcpi_bytes_acked = tcb->info.bytes_acked;
	info->tcpi_delivered_ce = DIV_ROUND_UP_ULL(tcb->ecn.ce_bytes, mss);
	info->tcpi_delivered = (u32)div_u64(tcb->rate.delivered, mss);
	info->tcpi_pacing_rate = tn_pace_rate(tcb);
	info->tcpi_max_pacing_rate = tcb->pace.max_rate ?: ~0ull;
	if (tcb->rate.shown_ns)
		info->tcpi_delivery_rate = mul_u64_u64_div_u64(tcb->rate.shown, NSEC_PER_SEC,
							       tcb->rate.shown_ns);
	info->tcpi_delivery_rate_app_limited = tcb->rate.shown_limited;
	info->tcpi_segs_out = tcb->info.segs_out;
	info->tcpi_total_retrans = tcb->info.retrans;
	static_assert((int)TN_FASTOPEN_FAIL_RESENT == (int)TFO_SYN_RETRANSMITTED);
	info->tcpi_fastopen_client_fail = tcb->fo.fail;
}

/* As in the native stack the limits are parts of the busy time. */
static void info_fill_busy(const struct tn_tcb *tcb, tn_time_t now, struct tcp_info *info)
{
	u64 work = tn_busy_time(tcb, now, TN_BUSY_WORK);
	u64 rwnd = tn_busy_time(tcb, now, TN_BUSY_RWND);
	u64 sndbuf = tn_busy_time(tcb, now, TN_BUSY_SNDBUF);

	info->tcpi_busy_time = tn_time_to_us(work + rwnd + sndbuf);
	info->tcpi_rwnd_limited = tn_time_to_us(rwnd);
	info->tcpi_sndbuf_limited = tn_time_to_us(sndbuf);
}

/**
 * tn_info_fill() - describe a connection
 * @sk:   socket
 * @info: its description
 *
 * Context: socket lock held.
 */
void tn_info_fill(struct sock *sk, struct tcp_info *info)
{
	const struct tn_tcb *tcb = &tn_sk(sk)->tcb;
	tn_time_t now = tn_sock_now();

	memset(info, 0, sizeof(*info));
	info->tcpi_state = sk->sk_state;
	if (tcb->state == TN_LISTEN) {
		info->tcpi_unacked = READ_ONCE(sk->sk_ack_backlog);
		info->tcpi_sacked = READ_ONCE(sk->sk_max_ack_backlog);
		return;
	}
	info_fill_options(tcb, info);
	info_fill_sender(tcb, info);
	info->tcpi_ato = info_us(tcb->cfg->delack_max);
	info->tcpi_advmss = tcb->rcv.mss;
	info->tcpi_rcv_mss = tcb->acks.rmss;
	info->tcpi_rcv_space = tcb->rcv.buf;
	info->tcpi_rcv_ssthresh = tcb->rcv.buf;
	info->tcpi_bytes_received = tcb->info.bytes_received;
	info->tcpi_segs_in = tcb->info.segs_in;
	info_fill_busy(tcb, now, info);
	info->tcpi_last_data_sent = info_ago(now, tcb->snd.last_sent);
	info->tcpi_last_ack_recv = info_ago(now, tcb->keep.heard);
}

/* A share, or a multiple: of @one there to fixed point of @bits bits here */
static u32 info_fixed(u32 n, u32 one, unsigned int bits)
{
	return (u32)div_u64((u64)n << bits, one);
}

/**
 * tn_info_cc() - what the congestion control tells of itself: TCP_CC_INFO
 * @sk:   socket
 * @info: in the terms that programs know from the native stack
 *
 * Context: socket lock held.
 * Return: bytes of @info that mean something; 0: it tells nothing.
 */
size_t tn_info_cc(struct sock *sk, union tcp_cc_info *info)
{
	const struct tn_tcb *tcb = &tn_sk(sk)->tcb;
	struct tandem_cc_info cc = {};

	memset(info, 0, sizeof(*info));
	if (tcb->cc.ops->info)
		tcb->cc.ops->info(tcb->cc.priv, &cc);
	switch (cc.kind) {
	case TANDEM_CC_KIND_BBR:
		info->bbr.bbr_bw_lo = lower_32_bits(cc.bw);
		info->bbr.bbr_bw_hi = upper_32_bits(cc.bw);
		info->bbr.bbr_min_rtt = info_us(cc.min_rtt_ns);
		info->bbr.bbr_pacing_gain = info_fixed(cc.pacing_gain, 100, 8);
		info->bbr.bbr_cwnd_gain = info_fixed(cc.cwnd_gain, 100, 8);
		return sizeof(info->bbr);
	case TANDEM_CC_KIND_DCTCP:
		info->dctcp.dctcp_enabled = !!tcb->ecn.deal.mode;
		info->dctcp.dctcp_ce_state = tcb->ecn.echo;
		info->dctcp.dctcp_alpha = info_fixed(cc.alpha, 1 << 20, 10);
		info->dctcp.dctcp_ab_ecn = cc.marked;
		info->dctcp.dctcp_ab_tot = cc.acked;
		return sizeof(info->dctcp);
	default:
		return 0;
	}
}
