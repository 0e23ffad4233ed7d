// SPDX-License-Identifier: GPL-2.0
/*
 * Accurate ECN feedback (RFC 9768): how many packets were marked, and how many
 * bytes, not only that there was one.
 *
 * Handshake. The three flags AE, CWR, ECE of a SYN are 1, 1, 1. Those of the
 * SYN-ACK tell which ECN field the SYN arrived with, those of the ACK that ends
 * the handshake the same of the SYN-ACK (tables 2 to 4):
 *
 *	field      flags  AE CWR ECE
 *	Not-ECT           0   1   0
 *	ECT(1)            0   1   1
 *	ECT(0)            1   0   0
 *	CE                1   1   0
 *
 * Afterwards the flags are one number, ACE: the low bits of r.cep, the packets
 * that arrived marked. Whoever sent them keeps the same count, s.cep, and learns
 * the difference from each ACK. Three bits wrap soon, so
 *
 *   - the receiver sends an ACK at the first mark after a packet without one,
 *     and when two more have come (three, if there is no data to acknowledge);
 *   - an option has counts of payload bytes by ECN field, 24 bits each. It goes
 *     with ACKs before which one of them has changed, if SACK leaves room;
 *   - without options an ACK for more than seven packets is taken for the worst
 *     that its ACE can mean, unless ACKs are always for so many.
 *
 * What the path does to all this is looked at: a field that has changed as no
 * router may change it, bytes that were marked in no packet (then nothing of
 * ours is ECN-capable any more), options that are missing, zeroed, or get lost
 * with the first data.
 */
#include <linux/kernel.h>

#include "tcp/accecn.h"
#include "tcp/ackpolicy.h"
#include "wire/ipv4.h"

/* RFC 9768 3.2.1: so that zeros can be told from counts */
#define TN_ACCECN_CEP		5
#define TN_ACCECN_BYTES		1

#define TN_ACCECN_ACE		7u		/* bits of the field */
#define TN_ACCECN_OPTION	0xffffffu	/* bits of a count in the option */

/* 3.2.2.5.1: marks since the last ACK that want one, with unacknowledged data and without */
#define TN_ACCECN_MARKS		2
#define TN_ACCECN_MARKS_BARE	3

/* tn_accecn.per_ack: its fraction, and what makes ACKs stretched */
#define TN_ACCECN_ONE		16
#define TN_ACCECN_STRETCHED	(4 * TN_ACCECN_ONE)

/* Counts of bytes by ECN field, in order 0 of the option */
static const u8 tn_accecn_order[] = { TN_ECN_ECT0, TN_ECN_CE, TN_ECN_ECT1 };

#define TN_ACCECN_BIT(field)	(1 << (field))

static u16 tn_accecn_flags(u32 ace)
{
	return (ace & 4 ? TN_TCP_AE : 0) | (ace & 2 ? TN_TCP_CWR : 0) |
	       (ace & 1 ? TN_TCP_ECE : 0);
}

static u32 tn_accecn_ace(u16 flags)
{
	return (flags & TN_TCP_AE ? 4 : 0) | (flags & TN_TCP_CWR ? 2 : 0) |
	       (flags & TN_TCP_ECE ? 1 : 0);
}

/* Tables 2 and 3, and back; 0 is none of them */
static const u8 tn_accecn_codes[] = {
	[TN_ECN_NOT_ECT] = 2, [TN_ECN_ECT1] = 3, [TN_ECN_ECT0] = 4, [TN_ECN_CE] = 6,
};

/**
 * tn_accecn_feedback() - the flags that tell how a SYN or SYN-ACK arrived
 * @field: ECN field of its IPv4 header
 *
 * Context: any. Source: RFC 9768 tables 2 and 3.
 * Return: TN_TCP_*.
 */
u16 tn_accecn_feedback(u8 field)
{
	return tn_accecn_flags(tn_accecn_codes[field]);
}

/**
 * tn_accecn_agrees() - is this the SYN-ACK of a server that speaks AccECN?
 * @flags: of the SYN-ACK
 *
 * Context: any. Source: RFC 9768 3.1.2, 3.1.3 (1, 0, 1 is for the future).
 * Return: true if so.
 */
bool tn_accecn_agrees(u16 flags)
{
	u32 ace = tn_accecn_ace(flags);

	return ace >= 2 && ace <= 6;
}

/**
 * tn_accecn_offer() - the option as it is at the beginning of a connection
 * @opt: options of a SYN-ACK
 *
 * Context: any. Source: RFC 9768 3.2.3.2.1.
 */
void tn_accecn_offer(struct tn_tcpopt *opt)
{
	u32 room = TN_TCPOPT_MAX - tn_tcpopt_len(opt);

	if (room < 4)
		return;
	opt->has |= TN_OPT_ACCECN;
	opt->acc_order = 0;
	opt->acc_n = room >= 12 ? 3 : 0;
	opt->acc[0] = TN_ACCECN_BYTES;
	opt->acc[1] = 0;
	opt->acc[2] = TN_ACCECN_BYTES;
}

/**
 * tn_accecn_begin() - both ends have agreed
 * @tcb: connection
 *
 * Context: any. Source: RFC 9768 3.2.1.
 */
void tn_accecn_begin(struct tn_tcb *tcb)
{
	struct tn_accecn *acc = &tcb->ecn.acc;

	*acc = (struct tn_accecn) {
		.r_cep = TN_ACCECN_CEP,
		.told_cep = TN_ACCECN_CEP,
		.s_cep = TN_ACCECN_CEP,
		.per_ack = TN_ACCECN_ONE,
	};
	acc->r_bytes[TN_ECN_ECT0] = TN_ACCECN_BYTES;
	acc->r_bytes[TN_ECN_ECT1] = TN_ACCECN_BYTES;
	acc->s_bytes[TN_ECN_ECT0] = TN_ACCECN_BYTES;
	acc->s_bytes[TN_ECN_ECT1] = TN_ACCECN_BYTES;
}

/* 3.2.2.3: may a packet that was sent with one field arrive with another? */
static bool tn_accecn_possible(u8 sent, u32 ace)
{
	bool capable = sent == TN_ECN_ECT0 || sent == TN_ECN_ECT1;

	/* What has no meaning yet is no proof */
	if (ace == 5 || ace == 7 || ace == 1)
		return true;
	if (ace == tn_accecn_codes[TN_ECN_NOT_ECT])
		return !capable;
	return capable;
}

/* 3.2.3.2.4, 3.2.3.2.3: the first option of the peer */
static void tn_accecn_first_option(struct tn_accecn *acc, const struct tn_tcpopt *opt)
{
	acc->options = opt->has & TN_OPT_ACCECN;
	if (!acc->options || !opt->acc_n)
		return;
	/* The outer two counts never begin with 0 */
	acc->ignore = !opt->acc[0] || (opt->acc_n == 3 && !opt->acc[2]);
}

/**
 * tn_accecn_syn_ack() - a SYN-ACK has agreed
 * @tcb: connection in SYN-SENT
 * @seg: segment
 *
 * Context: any. Source: RFC 9768 3.2.2.1 to 3.2.2.3.
 * Return: true if it tells that our SYN was marked.
 */
bool tn_accecn_syn_ack(struct tn_tcb *tcb, const struct tn_seg *seg)
{
	struct tn_accecn *acc = &tcb->ecn.acc;
	u32 ace = tn_accecn_ace(seg->flags);

	tn_accecn_begin(tcb);
	if (seg->ecn == TN_ECN_CE)
		acc->r_cep++;
	acc->last = seg->ecn;
	acc->shake = true;
	acc->bare = true;
	acc->offer = true;
	acc->offer_data = true;
	if (!tn_accecn_possible(tcb->ecn.sent, ace))
		tcb->ecn.ect = false;
	tn_accecn_first_option(acc, &seg->opt);
	return ace == tn_accecn_codes[TN_ECN_CE];
}

/**
 * tn_accecn_last_ack() - the first segment that acknowledges our SYN-ACK
 * @tcb: connection in SYN-RECEIVED
 * @seg: segment
 *
 * Context: any. Source: RFC 9768 3.2.2.1 table 4, 3.2.2.3.
 * Return: true if it tells that our SYN-ACK was marked.
 */
bool tn_accecn_last_ack(struct tn_tcb *tcb, const struct tn_seg *seg)
{
	struct tn_accecn *acc = &tcb->ecn.acc;
	u32 ace = tn_accecn_ace(seg->flags);

	tn_accecn_first_option(acc, &seg->opt);
	/* With text, a FIN or SACK blocks it is a count */
	if (seg->len || seg->flags & TN_TCP_FIN || seg->opt.has & TN_OPT_SACK)
		return false;
	acc->counted = true;
	if (!ace) {
		/* Note 1: the client has no ECN after all, or the path has its way with us */
		tcb->ecn.ect = false;
		acc->deaf = true;
		return false;
	}
	if (!tn_accecn_possible(tcb->ecn.sent, ace))
		tcb->ecn.ect = false;
	if (ace != tn_accecn_codes[TN_ECN_CE])
		return false;
	acc->s_cep++;
	return true;
}

/**
 * tn_accecn_receive() - count an acceptable segment
 * @tcb: connection
 * @seg: segment
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 9768 3.2, 3.2.2.5.1.
 */
void tn_accecn_receive(struct tn_tcb *tcb, const struct tn_seg *seg, struct tn_verdict *v)
{
	struct tn_accecn *acc = &tcb->ecn.acc;
	bool ce = seg->ecn == TN_ECN_CE, data = seg->len || tcb->acks.unacked;
	bool change = ce && seg->len && acc->last != TN_ECN_CE;

	acc->last = seg->ecn;
	if (seg->len && seg->ecn) {
		acc->r_bytes[seg->ecn] += seg->len;
		acc->moved |= TN_ACCECN_BIT(seg->ecn);
		acc->fresh |= TN_ACCECN_BIT(seg->ecn);
	}
	if (!ce)
		return;
	acc->r_cep += seg->nsegs;
	if (change) {
		tn_ackpolicy_now(tcb, v);
	} else if (acc->r_cep - acc->told_cep >= (data ? TN_ACCECN_MARKS : TN_ACCECN_MARKS_BARE)) {
		/* An ACK of ACKs has no SACK blocks: it is no duplicate */
		acc->bare |= !data;
		tn_ackpolicy_now(tcb, v);
	}
}

/* The option, if it counts: how far each count of bytes has moved; false: there is none */
static bool tn_accecn_read(struct tn_accecn *acc, const struct tn_tcpopt *opt, u32 delta[4])
{
	u32 i;

	if (acc->ignore || !(opt->has & TN_OPT_ACCECN))
		return false;
	acc->options = true;
	for (i = 0; i < opt->acc_n; i++) {
		u8 field = tn_accecn_order[opt->acc_order ? 2 - i : i];

		delta[field] = (opt->acc[i] - acc->s_bytes[field]) & TN_ACCECN_OPTION;
		acc->s_bytes[field] += delta[field];
	}
	return true;
}

/*
 * 3.2.2.5.2: ACE has moved by @delta modulo 8, and @packets were acknowledged. The most that it can
 * mean, unless an ACK is for so many as a rule: then it is no sign that others are missing.
 */
static u32 tn_accecn_safest(const struct tn_accecn *acc, u32 delta, u32 packets)
{
	if (packets <= TN_ACCECN_ACE || acc->per_ack > TN_ACCECN_STRETCHED)
		return delta;
	return packets - ((packets - delta) & TN_ACCECN_ACE);
}

/**
 * tn_accecn_ack() - what an ACK tells of marks
 * @tcb:   connection
 * @seg:   segment
 * @acked: what it acknowledged
 *
 * One that acknowledges nothing new may be an old one; what it has to say comes with the next.
 *
 * Context: any. Source: RFC 9768 3.2.2.2, 3.2.2.5.2, 3.2.3.2.5, A.2, A.3.
 * Return: payload bytes that are newly known to have been marked.
 */
u32 tn_accecn_ack(struct tn_tcb *tcb, const struct tn_seg *seg, const struct tn_acked *acked)
{
	u32 packets = DIV_ROUND_UP(acked->bytes, tcb->snd.mss), delta, bytes[4] = {};
	struct tn_accecn *acc = &tcb->ecn.acc;
	bool option;

	if (acc->counted || !acked->bytes) {
		acc->counted = false;
		return 0;
	}
	delta = (tn_accecn_ace(seg->flags) - acc->s_cep) & TN_ACCECN_ACE;
	option = tn_accecn_read(acc, &seg->opt, bytes);
	/* With the option it is known whether there were any; else see what is usual */
	if (!option || bytes[TN_ECN_CE])
		delta = tn_accecn_safest(acc, delta, packets);
	acc->per_ack += (s32)(packets * TN_ACCECN_ONE - acc->per_ack) / 8;
	acc->s_cep += delta;
	if (acc->deaf)
		return 0;
	if (!option)
		return min(delta * tcb->snd.mss, acked->bytes);
	/* 3.2.3.2.5: bytes were marked, but no packet: something rewrites our flags */
	if (bytes[TN_ECN_CE] && !delta && packets <= TN_ACCECN_ACE)
		tcb->ecn.ect = false;
	return bytes[TN_ECN_CE];
}

/* How many counts of an order have to be there, for those in @set to be */
static u8 tn_accecn_counts(u8 set, u8 order)
{
	u8 n = 0, i;

	for (i = 0; i < ARRAY_SIZE(tn_accecn_order); i++)
		if (set & TN_ACCECN_BIT(tn_accecn_order[order ? 2 - i : i]))
			n = i + 1;
	return n;
}

/* The shorter of the two orders that have the counts in @set; false if there is no room */
static bool tn_accecn_fit(const struct tn_accecn *acc, u8 set, u32 room, struct tn_tcpopt *opt)
{
	u8 n = tn_accecn_counts(set, 0), other = tn_accecn_counts(set, 1), i;

	opt->acc_order = other < n;
	opt->acc_n = min(n, other);
	if (tn_tcpopt_accecn_len(opt->acc_n) > room)
		return false;
	opt->has |= TN_OPT_ACCECN;
	for (i = 0; i < opt->acc_n; i++) {
		u8 field = tn_accecn_order[opt->acc_order ? 2 - i : i];

		opt->acc[i] = acc->r_bytes[field] & TN_ACCECN_OPTION;
	}
	return true;
}

/**
 * tn_accecn_option() - the option of a segment, if it is to have one
 * @tcb: connection
 * @opt: the other options, SACK blocks among them: two of them come before it
 *
 * Context: any. Source: RFC 9768 3.2.3.2.1, 3.2.3.3.
 */
void tn_accecn_option(const struct tn_tcb *tcb, struct tn_tcpopt *opt)
{
	const struct tn_accecn *acc = &tcb->ecn.acc;
	struct tn_tcpopt others;
	u8 all;
	u32 room;

	if (tcb->ecn.deal.mode != TN_ECN_ACCURATE || acc->mute)
		return;
	if (!acc->fresh && !acc->offer && !(acc->offer_data && tn_tcb_unsent(tcb)))
		return;
	others = *opt;
	others.nsack = min_t(u8, others.nsack, 2);
	room = TN_TCPOPT_MAX - tn_tcpopt_len(&others);
	/* At first all of them, so that zeros show (3.2.3.2.4) */
	all = acc->offer || acc->offer_data ? 0xff : acc->moved;
	if (!tn_accecn_fit(acc, all, room, opt))
		tn_accecn_fit(acc, acc->fresh, room, opt);
	opt->nsack = min_t(u8, opt->nsack, tn_tcpopt_nsack_fit(opt));
}

/**
 * tn_accecn_out() - a segment leaves: its ACE field
 * @tcb: connection
 * @out: the segment
 *
 * Context: any. Source: RFC 9768 3.2.2, 3.2.2.1, 3.2.3.2.2.
 */
void tn_accecn_out(struct tn_tcb *tcb, struct tn_out *out)
{
	struct tn_accecn *acc = &tcb->ecn.acc;

	/* The first data had the option, and is lost: perhaps for that */
	if (out->retx && acc->watched && tn_seq_lt(tcb->snd.una, acc->watch)) {
		out->opt.has &= ~TN_OPT_ACCECN;
		acc->mute = true;
	}
	if (out->opt.has & TN_OPT_ACCECN) {
		acc->fresh = 0;
		acc->offer = false;
		if (out->len && acc->offer_data) {
			acc->offer_data = false;
			acc->watched = true;
			acc->watch = out->seq + out->len;
		}
	}
	out->flags |= acc->shake && !out->len && !(out->opt.has & TN_OPT_SACK) ?
			      tn_accecn_feedback(acc->last) :
			      tn_accecn_flags(acc->r_cep & TN_ACCECN_ACE);
	acc->shake = false;
	acc->bare = false;
	acc->told_cep = acc->r_cep;
}
