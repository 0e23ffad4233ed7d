// SPDX-License-Identifier: GPL-2.0
/*
 * Signing segments: TCP-AO (RFC 5925) and MD5 (RFC 2385). What a signature covers is said in
 * tcp/ao.c; here are keys and packets.
 *
 *	xmit.c -> tn_sign_own(), tn_sign_segment():	the last thing before IP
 *
 * The checksum is not covered by a signature (it counts as 0), so it may be left to the device. A
 * signature covers one segment, so segmentation may not: the machine makes no larger ones
 * (tn_tcb_auth()).
 *
 * A traffic key takes one MAC to derive, so those of an established connection are kept. SYNs have
 * others; these are derived each time.
 */
#include <linux/skbuff.h>
#include <linux/string.h>
#include <linux/tcp.h>

#include "sock/auth.h"
#include "sock/mac.h"
#include "sock/sign.h"
#include "sock/sock.h"

/**
 * tn_sign_derive() - derive the traffic key of one direction
 * @key:     master key of TCP-AO
 * @ends:    addresses of the segments that it is for
 * @sisn:    ISN of their sender
 * @disn:    ISN of their receiver; 0 for a SYN
 * @traffic: TN_MAC_MAX bytes for it, which the caller zeroes in the end
 *
 * Return: false if the crypto API failed.
 * Context: any but hard interrupts. Source: RFC 5926 3.1.
 */
bool tn_sign_derive(const struct tn_key *key, const struct tn_ao_ends *ends, u32 sisn, u32 disn,
		    u8 *traffic)
{
	u8 context[TN_AO_CONTEXT_LEN], input[TN_AO_KDF_LEN];
	struct tn_mac_input in = { .head = input, .head_len = sizeof(input) };

	tn_ao_context(context, ends, sisn, disn);
	tn_ao_kdf(input, context, tn_mac_len(key->mkt.alg) * 8);
	return tn_mac_compute(key->mkt.alg, key->secret, key->len, &in, traffic);
}

/**
 * tn_sign_mac() - compute the MAC of a segment with TCP-AO
 * @key:     master key, for what it says about the algorithm
 * @traffic: traffic key
 * @ends:    addresses of the segment
 * @sne:     its sequence number extension
 * @skb:     segment, data at the TCP header
 * @opt:     where its option stands
 * @mac:     TN_MAC_MAX bytes for the MAC; the first TN_TCPOPT_AO_MAC are sent
 *
 * Return: false if the crypto API failed.
 * Context: any but hard interrupts. Source: RFC 5925 5.1.
 */
bool tn_sign_mac(const struct tn_key *key, const u8 *traffic, const struct tn_ao_ends *ends,
		 u32 sne, struct sk_buff *skb, const struct tn_tcpopt *opt, u8 *mac)
{
	u8 head[TN_AO_COVER_MAX];
	struct tn_mac_input in = { .head = head, .skb = skb };

	in.head_len = tn_ao_cover(head, ends, sne, skb->data, skb->len, opt, key->mkt.options);
	in.from = __tcp_hdrlen((const struct tcphdr *)skb->data);
	return tn_mac_compute(key->mkt.alg, traffic, tn_mac_len(key->mkt.alg), &in, mac);
}

/**
 * tn_sign_md5() - compute the MD5 signature of a segment
 * @key:    MD5 key
 * @ends:   addresses of the segment
 * @skb:    segment, data at the TCP header
 * @digest: TN_MAC_MAX bytes for it
 *
 * Return: false if the crypto API failed.
 * Context: any but hard interrupts. Source: RFC 2385 2.0.
 */
bool tn_sign_md5(const struct tn_key *key, const struct tn_ao_ends *ends, struct sk_buff *skb,
		 u8 *digest)
{
	u8 head[TN_AO_COVER_MD5_LEN];
	struct tn_mac_input in = {
		.head = head,
		.head_len = sizeof(head),
		.skb = skb,
		.from = __tcp_hdrlen((const struct tcphdr *)skb->data),
		.tail = key->secret,
		.tail_len = key->len,
	};

	tn_ao_cover_md5(head, ends, skb->data, skb->len);
	return tn_mac_compute(TN_AO_MD5, NULL, 0, &in, digest);
}

/* Keep the traffic key of what we send, as soon as there is one. */
static void sign_keep(struct tn_auth *auth, const struct tn_tuple *tuple)
{
	struct tn_ao_ends ends = { tuple->laddr, tuple->raddr, tuple->lport, tuple->rport };
	struct tn_key *key = auth->current_key;

	if (auth->kind != TN_OPT_AO || !auth->ao.met || auth->send.key == key)
		return;
	auth->send.key = NULL;
	if (tn_sign_derive(key, &ends, auth->ao.iss, auth->ao.irs, auth->send.bytes))
		auth->send.key = key;
}

/* RFC 5925 7.4: the segment says which key it is signed with, and which one we ask for. */
static bool sign_ao(const struct tn_auth *auth, const struct tn_ao_ends *ends,
		    struct sk_buff *skb)
{
	const struct tn_tcpopt opt = {
		.has = TN_OPT_AO, .mac_at = TN_TCPOPT_MAC_AT, .mac_len = TN_TCPOPT_AO_MAC,
	};
	const struct tcphdr *th = (const struct tcphdr *)skb->data;
	const struct tn_key *key = auth->current_key;
	bool is_syn = th->syn && !th->ack, ok = true;
	u8 *option = skb->data + TN_TCP_HLEN;
	u8 fresh[TN_MAC_MAX], mac[TN_MAC_MAX];
	const u8 *traffic = fresh;
	u32 sne = 0;

	/* Without the peer's ISN nothing but a SYN can be signed */
	if (!is_syn && !auth->ao.met)
		return false;
	option[2] = key->mkt.sndid;
	option[3] = auth->rnext_key->mkt.rcvid;
	if (!th->syn)
		sne = tn_ao_sne(auth->ao.snd, be32_to_cpu(th->seq));
	if (!is_syn && auth->send.key == key)
		traffic = auth->send.bytes;
	else
		ok = tn_sign_derive(key, ends, auth->ao.iss, is_syn ? 0 : auth->ao.irs, fresh);
	ok = ok && tn_sign_mac(key, traffic, ends, sne, skb, &opt, mac);
	if (ok)
		memcpy(option + TN_TCPOPT_MAC_AT, mac, TN_TCPOPT_AO_MAC);
	memzero_explicit(fresh, sizeof(fresh));
	return ok;
}

/**
 * tn_sign_segment() - sign a segment
 * @auth:  how
 * @tuple: addresses; laddr and lport are the source
 * @skb:   segment, data at the TCP header, which has room for the signature as tn_tcp_build()
 *         leaves it; complete but for its checksum
 *
 * Return: false if it cannot be signed: then it must not leave.
 * Context: any but hard interrupts; @auth does not go. Source: RFC 5925 7.4, RFC 2385 2.0.
 */
bool tn_sign_segment(const struct tn_auth *auth, const struct tn_tuple *tuple, struct sk_buff *skb)
{
	struct tn_ao_ends ends = { tuple->laddr, tuple->raddr, tuple->lport, tuple->rport };
	u8 digest[TN_MAC_MAX];

	if (auth->kind == TN_OPT_AO)
		return sign_ao(auth, &ends, skb);
	if (!tn_sign_md5(auth->current_key, &ends, skb, digest))
		return false;
	memcpy(skb->data + TN_TCP_HLEN + TN_TCPOPT_MAC_AT, digest, TN_TCPOPT_MD5_MAC);
	return true;
}

/**
 * tn_sign_own() - sign a segment of a connection that has a socket
 * @ts:  the socket
 * @skb: as tn_sign_segment() wants it
 *
 * Return: false if it cannot be signed: then it must not leave.
 * Context: socket lock held; any but hard interrupts.
 */
bool tn_sign_own(struct tn_sock *ts, struct sk_buff *skb)
{
	tn_ao_follow(&ts->auth->ao, &ts->tcb);
	sign_keep(ts->auth, &ts->tuple);
	return tn_sign_segment(ts->auth, &ts->tuple, skb);
}
