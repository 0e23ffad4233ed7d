// SPDX-License-Identifier: GPL-2.0
/*
 * SYN cookies (RFC 4987 3.6 and appendix A): a half-open connection of which nothing is kept.
 *
 * When there are too many SYNs, what must be remembered of one goes into the SYN-ACK, and comes
 * back in the ACK. Into our ISN, so that SEG.ACK - 1 is it:
 *
 *	 31      27 26   24 23                                  0
 *	+----------+-------+-------------------------------------+
 *	| count    | MSS   | hash(addresses, count, ISN, MSS)    |
 *	| mod 32   | code  |                                     |
 *	+----------+-------+-------------------------------------+
 *
 * The count goes up once a minute. An ACK is believed with the present count and with the one
 * before, so a cookie is good for one to two minutes. Who has not seen our SYN-ACK must guess
 * 24 bits.
 *
 * And, if the SYN had a timestamp, into the low bits of ours, which comes back as TSecr:
 *
 *	 31                                   6   5   4   3   0
 *	+--------------------------------------+-----+----+-----+
 *	| clock                                | ECN | SACK | shift |	15: no window scale
 *	+--------------------------------------+-----+----+-----+
 *
 * The clock in it may be 64 ms behind, never ahead: later timestamps are not smaller. The shift is
 * the peer's; there is no room for ours, so the shell's hash has it: whoever changes it meanwhile
 * has made another cookie.
 *
 * What is lost: without timestamps, window scale, SACK and ECN, which are not offered then; the
 * peer's MSS is rounded down to one of eight; text on the SYN (it comes again); the SYN-ACK is not
 * repeated, the peer repeats its SYN. If the peer's ACK is lost, nobody knows of the connection
 * until it sends something: then it has to be the first byte.
 */
#include <linux/kernel.h>
#include <linux/math64.h>

#include "tcp/syncookie.h"

#define COUNT_SHIFT	27
#define COUNT_MASK	31u
#define CODE_SHIFT	24
#define CODE_MASK	7u
#define HASH_MASK	0xffffffu

/* Low bits of the timestamp */
#define TS_BITS		6
#define TS_MASK		((1u << TS_BITS) - 1)
#define TS_SACK		0x10
#define TS_ECN		0x20
#define TS_WSCALE	0x0f
#define TS_WSCALE_NONE	0x0f

/* An ACK may be so many counts late. */
#define LATE_MAX	1

/* What a cookie has of a SYN's options; all of it but the MSS needs a timestamp. */
#define COOKIE_OPTIONS	(TN_OPT_MSS | TN_OPT_TS | TN_OPT_WSCALE | TN_OPT_SACK_PERM)

/*
 * The MSS that occur: RFC 9293's default; PPPoE and tunnels of several kinds; Ethernet without
 * and with jumbo frames. The first one is for those who ask for nearly nothing.
 */
static const u16 mss_codes[] = { 64, 536, 1220, 1340, 1400, 1440, 1460, 8960 };

static u32 tn_syncookie_count(tn_time_t now)
{
	return div64_u64(now, TN_SYNCOOKIE_TICK);
}

/**
 * tn_syncookie_make() - the ISS with which a SYN is answered
 * @secret: of this connection
 * @now:    current time
 * @syn:    segment that tn_listen_arrive() wanted a connection for
 *
 * Context: any. Source: RFC 4987 3.6.
 * Return: the cookie.
 */
u32 tn_syncookie_make(const struct tn_syncookie_secret *secret, tn_time_t now,
		      const struct tn_seg *syn)
{
	u16 mss = syn->opt.has & TN_OPT_MSS ? syn->opt.mss : mss_codes[1];
	u32 code = ARRAY_SIZE(mss_codes) - 1, count = tn_syncookie_count(now);

	while (code && mss_codes[code] > mss)
		code--;
	return (count & COUNT_MASK) << COUNT_SHIFT | code << CODE_SHIFT |
	       (secret->hash(secret->arg, count, syn->seq, code) & HASH_MASK);
}

/**
 * tn_syncookie_out() - the SYN-ACK that carries a cookie
 * @q:   the half-open connection, which is not kept; its ISS is the cookie
 * @now: current time
 * @out: the segment
 *
 * Context: any. Source: RFC 4987 3.6.
 */
void tn_syncookie_out(struct tn_synq *q, tn_time_t now, struct tn_out *out)
{
	u32 bits = q->has & TN_OPT_WSCALE ? q->snd_wscale : TS_WSCALE_NONE, ts;

	q->has &= q->has & TN_OPT_TS ? COOKIE_OPTIONS : TN_OPT_MSS;
	if (!(q->has & TN_OPT_TS) && q->ecn.mode == TN_ECN_CLASSIC)
		q->ecn.mode = TN_ECN_OFF;
	tn_synq_out(q, now, out);
	if (!(q->has & TN_OPT_TS))
		return;
	if (q->has & TN_OPT_SACK_PERM)
		bits |= TS_SACK;
	if (q->ecn.mode == TN_ECN_CLASSIC)
		bits |= TS_ECN;
	ts = (out->opt.tsval & ~TS_MASK) | bits;
	if (ts > out->opt.tsval)
		ts -= 1u << TS_BITS;
	out->opt.tsval = ts;
}

/* What the SYN had, as far as the ACK tells. */
static void tn_syncookie_options(const struct tn_seg *ack, u32 code, struct tn_seg *syn)
{
	struct tn_tcpopt *opt = &syn->opt;

	/* RFC 9768 5.1: with none of its values there is no AccECN */
	if (ack->flags & (TN_TCP_AE | TN_TCP_CWR))
		syn->flags |= TN_TCP_ACE;
	opt->has = TN_OPT_MSS;
	opt->mss = mss_codes[code];
	if (!(ack->opt.has & TN_OPT_TS))
		return;
	opt->has |= TN_OPT_TS;
	opt->tsval = ack->opt.tsval;
	if (ack->opt.tsecr & TS_SACK)
		opt->has |= TN_OPT_SACK_PERM;
	if (ack->opt.tsecr & TS_ECN)
		syn->flags = TN_TCP_SYN | TN_TCP_ECE | TN_TCP_CWR;
	opt->wscale = ack->opt.tsecr & TS_WSCALE;
	if (opt->wscale != TS_WSCALE_NONE)
		opt->has |= TN_OPT_WSCALE;
}

/**
 * tn_syncookie_check() - does a segment acknowledge a cookie of ours?
 * @secret: of this connection
 * @now:    current time
 * @ack:    segment with ACK, without SYN and RST
 * @syn:    the SYN that the cookie was an answer to, as far as that can be told; the ISS is
 *          SEG.ACK - 1
 *
 * Context: any. Source: RFC 4987 3.6.
 * Return: true if so.
 */
bool tn_syncookie_check(const struct tn_syncookie_secret *secret, tn_time_t now,
			const struct tn_seg *ack, struct tn_seg *syn)
{
	u32 cookie = ack->ack - 1, irs = ack->seq - 1, count = tn_syncookie_count(now);
	u32 late = (count - (cookie >> COUNT_SHIFT)) & COUNT_MASK;
	u32 code = cookie >> CODE_SHIFT & CODE_MASK;

	if (late > LATE_MAX)
		return false;
	if ((secret->hash(secret->arg, count - late, irs, code) ^ cookie) & HASH_MASK)
		return false;
	*syn = (struct tn_seg) {
		.when = now,
		.seq = irs,
		.wnd = ack->wnd,
		.flags = TN_TCP_SYN,
		.nsegs = 1,
	};
	tn_syncookie_options(ack, code, syn);
	return true;
}
