// SPDX-License-Identifier: GPL-2.0
/*
 * The TCP Authentication Option (RFC 5925, with the algorithms of RFC 5926), and
 * MD5 signatures (RFC 2385), without the cryptography: what is hashed, which
 * key is asked for, what is believed. The shell has the keys and computes the
 * MACs (sock/auth.c).
 *
 *   master key --+
 *                +--> KDF --> traffic key --+
 *   addresses,   |                          +--> MAC --> option
 *   ports, ISNs -+   SNE, addresses, segment+
 *
 * A *master key tuple* says for which peers a key is, and under which number
 * each direction calls it. Traffic keys differ by connection and direction: the
 * ISNs go into them, so nothing of an old connection verifies in a new one. A
 * SYN does not know the other end's ISN; there it counts as 0.
 *
 * A connection may outlive its sequence numbers. What has the same number 4 GiB
 * later must not have the same MAC, so the *sequence number extension* counts
 * the wraps. RFC 5925 6.2 keeps it by two flags; here SND.NXT and RCV.NXT are
 * followed as 64-bit numbers, and a sequence number is extended to the value
 * nearest to them. That tolerates any reordering within 2 GiB, in either
 * direction and across the wrap (RFC 9187 arrives at the same).
 *
 * Keys roll over by two numbers in each segment (RFC 5925 6.1): KeyID says which
 * key signed this one, RNextKeyID which one the sender would like to see in what
 * it is sent. Whoever is asked for a key that he has changes over at once; the
 * old one stays valid for what is still under way.
 *
 * Everything that is not as it should be is dropped without a word, before
 * anything else looks at the segment.
 */
#include <linux/string.h>

#include "base/seq.h"
#include "tcp/ao.h"
#include "wire/bytes.h"
#include "wire/icmp.h"

#define AO_PROTO_TCP	6

/* Where the checksum stands in the header */
#define AO_CSUM_AT	TN_TCP_CSUM_OFFSET

/* Are the first @bits of two addresses the same? */
static bool ao_same(__be32 a, __be32 b, u8 bits)
{
	return !bits || !((tn_from_be32(a) ^ tn_from_be32(b)) >> (32 - bits));
}

/**
 * tn_mkt_is_for() - is this key for that peer?
 * @mkt:  master key tuple
 * @peer: address
 *
 * Context: any. Source: RFC 5925 3.1.
 * Return: true if so.
 */
bool tn_mkt_is_for(const struct tn_mkt *mkt, __be32 peer)
{
	return ao_same(mkt->addr, peer, mkt->prefix);
}

/**
 * tn_mkt_clashes() - may not both be there
 * @a: master key tuple
 * @b: another one
 *
 * TCP-AO's must not have an ID in common if there is a peer that both are for.
 * Of MD5 keys the one with the longest prefix counts, so that only two for the
 * same prefix are one too many.
 *
 * Context: any. Source: RFC 5925 3.1.
 * Return: true if so.
 */
bool tn_mkt_clashes(const struct tn_mkt *a, const struct tn_mkt *b)
{
	u8 common = a->prefix < b->prefix ? a->prefix : b->prefix;

	if (tn_mkt_is_ao(a) != tn_mkt_is_ao(b) || !ao_same(a->addr, b->addr, common))
		return false;
	if (!tn_mkt_is_ao(a))
		return a->prefix == b->prefix;
	return a->sndid == b->sndid || a->rcvid == b->rcvid;
}

/**
 * tn_ao_open() - our ISN is known
 * @ao:  connection
 * @iss: ISS
 *
 * Context: any. Source: RFC 5925 4: SND.SNE begins at 0.
 */
void tn_ao_open(struct tn_ao *ao, u32 iss)
{
	ao->iss = iss;
	ao->snd = iss;
	ao->opened = true;
}

/**
 * tn_ao_meet() - the peer's ISN is known
 * @ao:  connection
 * @irs: IRS
 *
 * Context: any. Source: RFC 5925 4: RCV.SNE begins at 0.
 */
void tn_ao_meet(struct tn_ao *ao, u32 irs)
{
	ao->irs = irs;
	ao->rcv = irs;
	ao->met = true;
}

/* The 64-bit number that ends in @seq and is nearest to @near */
static u64 ao_extend(u64 near, u32 seq)
{
	return near + (u64)(s64)(s32)(seq - (u32)near);
}

/**
 * tn_ao_sne() - the sequence number extension of a segment
 * @near: tn_ao.snd or tn_ao.rcv
 * @seq:  SEG.SEQ, within 2 GiB of it
 *
 * Context: any. Source: RFC 5925 6.2, RFC 9187.
 * Return: SND.SNE or RCV.SNE as it was, or will be, when @seq is sent first.
 */
u32 tn_ao_sne(u64 near, u32 seq)
{
	return (u32)(ao_extend(near, seq) >> 32);
}

/**
 * tn_ao_follow() - keep up with the connection
 * @ao:  its TCP-AO state
 * @tcb: the connection, after its OPEN
 *
 * To be called before each segment that is signed or verified, so that neither
 * sequence number moves on by 2 GiB unseen.
 *
 * Context: any. Source: RFC 5925 6.2.
 */
void tn_ao_follow(struct tn_ao *ao, const struct tn_tcb *tcb)
{
	if (!ao->opened)
		tn_ao_open(ao, tcb->snd.iss);
	ao->snd = ao_extend(ao->snd, tcb->snd.nxt);
	if (!ao->met && !tn_tcb_in(tcb, TN_STATE_IN(TN_CLOSED) | TN_STATE_IN(TN_LISTEN) |
					TN_STATE_IN(TN_SYN_SENT)))
		tn_ao_meet(ao, tcb->rcv.irs);
	if (ao->met)
		ao->rcv = ao_extend(ao->rcv, tcb->rcv.nxt);
}

/**
 * tn_ao_is_syn() - does the destination's ISN count as 0?
 * @flags: TN_TCP_* of the segment
 *
 * Context: any. Source: RFC 5925 5.2.
 * Return: true for a SYN without ACK.
 */
bool tn_ao_is_syn(u16 flags)
{
	return (flags & (TN_TCP_SYN | TN_TCP_ACK)) == TN_TCP_SYN;
}

/**
 * tn_ao_expect() - is a segment signed as it should be, by its looks?
 * @want:     TN_OPT_AO or TN_OPT_MD5: there are such keys for the peer; 0: none.
 *            TCP-AO is preferred if there are both
 * @has:      tn_tcpopt.has of the segment
 * @required: what is not signed by TCP-AO is refused, with or without a key
 * @mib:      set to the counter of what is wrong
 *
 * TCP-AO where there is no key for it is no reason to refuse a segment, unless
 * the user says so (RFC 5925 7.3); an MD5 signature without a key is one.
 *
 * Context: any. Source: RFC 5925 1, 7.3, 7.5; RFC 2385 2.0.
 * Return: TN_REASON_NONE: the MAC is to be verified if @want; else why not.
 */
enum tn_reason tn_ao_expect(u8 want, u8 has, bool required, enum tn_mib *mib)
{
	if (want == TN_OPT_AO || (required && !(has & TN_OPT_AO))) {
		*mib = TN_MIB_TCP_AO_REQUIRED;
		return has & TN_OPT_AO ? TN_REASON_NONE : TN_REASON_TCP_AUTH_MISSING;
	}
	if (required) {
		*mib = TN_MIB_TCP_AO_KEY_NOT_FOUND;
		return TN_REASON_TCP_AUTH_NO_KEY;
	}
	if (want == TN_OPT_MD5) {
		*mib = TN_MIB_TCP_MD5_NOT_FOUND;
		return has & TN_OPT_MD5 ? TN_REASON_NONE : TN_REASON_TCP_AUTH_MISSING;
	}
	*mib = TN_MIB_TCP_MD5_UNEXPECTED;
	return has & TN_OPT_MD5 ? TN_REASON_TCP_AUTH_UNEXPECTED : TN_REASON_NONE;
}

/**
 * tn_ao_heard() - a segment of a connection has been verified
 * @ao:  its TCP-AO state
 * @seg: the segment, with the option
 *
 * A segment from before RCV.NXT, which a network or somebody else repeats, does
 * not turn the key back.
 *
 * Context: any. Source: RFC 5925 6.1, 7.5.
 * Return: true if the key whose SendID is the RNextKeyID, if there is one, is to be the
 * current one.
 */
bool tn_ao_heard(struct tn_ao *ao, const struct tn_seg *seg)
{
	ao->got_keyid = seg->opt.keyid;
	ao->got_rnext = seg->opt.rnext;
	return !ao->met || tn_seq_ge(seg->seq, (u32)ao->rcv);
}

/**
 * tn_ao_ignores_icmp() - is an ICMP error not to be believed?
 * @tcb:  connection that it quotes
 * @type: of the message
 * @code: of the message
 *
 * Who can read a connection can forge an error about it; nothing signs those.
 *
 * Context: any. Source: RFC 5925 7.8.
 * Return: true for the errors that would end a connection or make its segments smaller,
 * of a synchronized connection with TCP-AO.
 */
bool tn_ao_ignores_icmp(const struct tn_tcb *tcb, u8 type, u8 code)
{
	return tcb->auth == TN_OPT_AO && tn_tcb_synchronized(tcb) &&
	       type == TN_ICMP_DEST_UNREACH && code >= TN_ICMP_PROTO_UNREACH &&
	       code <= TN_ICMP_FRAG_NEEDED;
}

/**
 * tn_ao_context() - what makes traffic keys differ
 * @p:    TN_AO_CONTEXT_LEN bytes
 * @ends: addresses of the segments that the key is for
 * @sisn: ISN of their sender
 * @disn: ISN of their receiver; 0 for a SYN
 *
 * Context: any. Source: RFC 5925 5.2.
 */
void tn_ao_context(u8 *p, const struct tn_ao_ends *ends, u32 sisn, u32 disn)
{
	tn_put_raw32(p, ends->saddr);
	tn_put_raw32(p + 4, ends->daddr);
	tn_put_raw16(p + 8, ends->sport);
	tn_put_raw16(p + 10, ends->dport);
	tn_put_be32(p + 12, sisn);
	tn_put_be32(p + 16, disn);
}

/**
 * tn_ao_kdf() - the input of the key derivation function
 * @p:       TN_AO_KDF_LEN bytes
 * @context: by tn_ao_context()
 * @bits:    of the traffic key: 160 for SHA-1, 128 for CMAC
 *
 * One application of the pseudo-random function yields the whole key, so the
 * counter is always 1.
 *
 * Context: any. Source: RFC 5926 3.1.1.
 */
void tn_ao_kdf(u8 *p, const u8 *context, u16 bits)
{
	*p = 1;
	memcpy(p + 1, "TCP-AO", 6);
	memcpy(p + 7, context, TN_AO_CONTEXT_LEN);
	tn_put_be16(p + 7 + TN_AO_CONTEXT_LEN, bits);
}

/* The pseudo-header: 12 bytes */
static u8 *ao_pseudo(u8 *p, const struct tn_ao_ends *ends, u32 len)
{
	tn_put_raw32(p, ends->saddr);
	tn_put_raw32(p + 4, ends->daddr);
	p[8] = 0;
	p[9] = AO_PROTO_TCP;
	tn_put_be16(p + 10, (u16)len);
	return p + 12;
}

/**
 * tn_ao_cover() - what the MAC covers, but for the payload behind it
 * @p:       TN_AO_COVER_MAX bytes
 * @ends:    addresses of the segment
 * @sne:     its sequence number extension
 * @header:  its TCP header
 * @len:     bytes of the segment, header and payload
 * @opt:     its options; has TN_OPT_AO, mac_at and mac_len are right
 * @options: all of them are covered, not only TCP-AO
 *
 * Checksum and MAC count as 0.
 *
 * Context: any. Source: RFC 5925 5.1.
 * Return: bytes written.
 */
u32 tn_ao_cover(u8 *p, const struct tn_ao_ends *ends, u32 sne, const u8 *header,
		u32 len, const struct tn_tcpopt *opt, bool options)
{
	u32 hlen = (header[12] >> 4) * 4, mac = TN_TCP_HLEN + opt->mac_at;
	u8 *start = p;

	tn_put_be32(p, sne);
	p = ao_pseudo(p + 4, ends, len);
	memcpy(p, header, TN_TCP_HLEN);
	tn_put_be16(p + AO_CSUM_AT, 0);
	if (options) {
		memcpy(p + TN_TCP_HLEN, header + TN_TCP_HLEN, hlen - TN_TCP_HLEN);
		memset(p + mac, 0, opt->mac_len);
		return (u32)(p + hlen - start);
	}
	/* Kind, length and the two KeyIDs stand before the MAC */
	memcpy(p + TN_TCP_HLEN, header + mac - 4, 4);
	memset(p + TN_TCP_HLEN + 4, 0, opt->mac_len);
	return (u32)(p + TN_TCP_HLEN + 4 + opt->mac_len - start);
}

/**
 * tn_ao_cover_md5() - what an MD5 signature covers, but for payload and key
 * @p:      TN_AO_COVER_MD5_LEN bytes
 * @ends:   addresses of the segment
 * @header: its TCP header, whose options are not covered
 * @len:    bytes of the segment, header with options and payload
 *
 * Context: any. Source: RFC 2385 2.0.
 */
void tn_ao_cover_md5(u8 *p, const struct tn_ao_ends *ends, const u8 *header,
		     u32 len)
{
	p = ao_pseudo(p, ends, len);
	memcpy(p, header, TN_TCP_HLEN);
	tn_put_be16(p + AO_CSUM_AT, 0);
}
