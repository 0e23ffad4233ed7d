// SPDX-License-Identifier: GPL-2.0
/*
 * Verifying signatures: TCP-AO (RFC 5925) and MD5 (RFC 2385). What is to be done is decided in
 * tcp/ao.c; here are keys and packets.
 *
 *	enter.c -> tn_verify_check():	before the machine, and before anything is counted
 *	twait.c -> tn_verify_accept()
 *	passive.c -> tn_verify_listen(), then tn_verify_accept()
 *
 * A segment is verified as it came: receive offload joins none whose options differ.
 *
 * What does not verify is dropped without an answer (RFC 5925 7.3), counted, and the log says so
 * now and then.
 */
#include <crypto/algapi.h>
#include <linux/ip.h>
#include <linux/net.h>
#include <linux/tcp.h>
#include <net/sock.h>

#include "link/linknet.h"
#include "sock/auth.h"
#include "sock/mac.h"
#include "sock/sign.h"
#include "sock/sock.h"
#include "sock/verify.h"

/**
 * struct verify_look - a segment whose signature is looked at
 * @skb:  segment, data at the TCP header, network header set
 * @seg:  the same, parsed
 * @ends: its addresses
 * @sisn: ISN of its sender
 * @disn: of its receiver; 0: not in use yet
 * @sne:  its sequence number extension
 */
struct verify_look {
	struct sk_buff *skb;
	const struct tn_seg *seg;
	struct tn_ao_ends ends;
	u32 sisn;
	u32 disn;
	u32 sne;
};

static void verify_look_init(struct verify_look *look, struct sk_buff *skb,
			     const struct tn_seg *seg)
{
	const struct tcphdr *th = (const struct tcphdr *)skb->data;

	*look = (struct verify_look) {
		.skb = skb,
		.seg = seg,
		.ends = { ip_hdr(skb)->saddr, ip_hdr(skb)->daddr, th->source, th->dest },
		.sisn = seg->seq,
	};
}

/* Is the MAC that the segment brings this one? In the same time, whatever is in it. */
static bool verify_same(const struct verify_look *look, const u8 *mac)
{
	const struct tn_tcpopt *opt = &look->seg->opt;

	return !crypto_memneq(look->skb->data + TN_TCP_HLEN + opt->mac_at, mac, opt->mac_len);
}

static void verify_complain(struct net *net, const struct verify_look *look, enum tn_mib mib)
{
	tn_count(tn_stats(net), mib);
	net_info_ratelimited("tandem: %pI4:%u to %pI4:%u refused: %s\n",
			     &look->ends.saddr, be16_to_cpu(look->ends.sport),
			     &look->ends.daddr, be16_to_cpu(look->ends.dport), tn_mib_name(mib));
}

/* RFC 2385 2.0 */
static enum tn_reason verify_md5(struct net *net, const struct tn_key *key,
				 const struct verify_look *look)
{
	u8 digest[TN_MAC_MAX];

	if (key && tn_sign_md5(key, &look->ends, look->skb, digest) && verify_same(look, digest))
		return TN_REASON_NONE;
	verify_complain(net, look, TN_MIB_TCP_MD5_FAILURE);
	return TN_REASON_TCP_AUTH_BAD;
}

/* RFC 5925 7.5: with the traffic key at hand, or with one derived into @fresh. */
static enum tn_reason verify_ao(struct net *net, struct tn_key *key,
				const struct tn_auth_traffic *kept,
				const struct verify_look *look, u8 *fresh)
{
	const u8 *traffic = fresh;
	u8 mac[TN_MAC_MAX];
	bool ok = true;

	if (kept && kept->key == key)
		traffic = kept->bytes;
	else
		ok = tn_sign_derive(key, &look->ends, look->sisn, look->disn, fresh);
	/* A MAC of another length is not the one of this key */
	ok = ok && look->seg->opt.mac_len == TN_TCPOPT_AO_MAC &&
	     tn_sign_mac(key, traffic, &look->ends, look->sne, look->skb, &look->seg->opt, mac) &&
	     verify_same(look, mac);
	if (ok) {
		atomic64_inc(&key->good);
		tn_count(tn_stats(net), TN_MIB_TCP_AO_GOOD);
		return TN_REASON_NONE;
	}
	atomic64_inc(&key->bad);
	verify_complain(net, look, TN_MIB_TCP_AO_BAD);
	return TN_REASON_TCP_AUTH_BAD;
}

/* Before its MAC: is the segment signed as segments of its sender must be? */
static enum tn_reason verify_expect(struct net *net, const struct verify_look *look, u8 want,
				    bool required)
{
	enum tn_reason reason;
	enum tn_mib mib;

	reason = tn_ao_expect(want, look->seg->opt.has, required, &mib);
	if (reason)
		verify_complain(net, look, mib);
	return reason;
}

/**
 * tn_verify_listen() - may a listener look at a segment?
 * @sk:  listener
 * @skb: segment, as enter.h says
 * @seg: the same, parsed
 *
 * TCP-AO needs the ISNs of a connection, and a listener has none, so only a SYN can be verified.
 *
 * Return: TN_REASON_NONE, or why not; then it is counted already, but for the reason.
 * Context: BH off, RCU. Source: RFC 5925 7.5, RFC 2385 2.0.
 */
enum tn_reason tn_verify_listen(const struct sock *sk, struct sk_buff *skb,
				const struct tn_seg *seg)
{
	const struct tn_keyring *ring = rcu_dereference(tn_sk(sk)->ring);
	struct net *net = sock_net(sk);
	u8 want, traffic[TN_MAC_MAX];
	struct verify_look look;
	enum tn_reason reason;
	struct tn_key *key;

	verify_look_init(&look, skb, seg);
	want = tn_keyring_want(ring, look.ends.saddr);
	reason = verify_expect(net, &look, want, ring && ring->required);
	if (reason || !want)
		return reason;
	if (want == TN_OPT_MD5)
		return verify_md5(net, tn_keyring_md5(ring, look.ends.saddr), &look);
	if (!tn_ao_is_syn(seg->flags)) {
		verify_complain(net, &look, TN_MIB_TCP_AO_BAD);
		return TN_REASON_TCP_AUTH_BAD;
	}
	key = tn_keyring_receiver(ring, look.ends.saddr, seg->opt.keyid);
	if (!key) {
		verify_complain(net, &look, TN_MIB_TCP_AO_KEY_NOT_FOUND);
		return TN_REASON_TCP_AUTH_NO_KEY;
	}
	reason = verify_ao(net, key, NULL, &look, traffic);
	memzero_explicit(traffic, sizeof(traffic));
	return reason;
}

/* Which ISNs, which extension: those of the connection, unless the segment is a SYN. */
static bool verify_place(const struct tn_ao *ao, struct verify_look *look)
{
	const struct tn_seg *seg = look->seg;

	if (tn_ao_is_syn(seg->flags))
		return true;
	look->disn = ao->iss;
	if (seg->flags & TN_TCP_SYN)
		return true;
	look->sisn = ao->irs;
	look->sne = tn_ao_sne(ao->rcv, seg->seq);
	return ao->met;
}

/* Verify a segment of a connection. *@key: what with; @fresh: the traffic key if it is derived. */
static enum tn_reason verify_any(struct net *net, const struct tn_auth *auth,
				 struct verify_look *look, struct tn_key **key, u8 *fresh)
{
	const struct tn_seg *seg = look->seg;
	enum tn_reason reason;

	reason = verify_expect(net, look, auth->kind, auth->ring->required);
	if (reason)
		return reason;
	if (auth->kind == TN_OPT_MD5)
		return verify_md5(net, auth->current_key, look);
	*key = tn_keyring_receiver(auth->ring, look->ends.saddr, seg->opt.keyid);
	if (!*key) {
		verify_complain(net, look, TN_MIB_TCP_AO_KEY_NOT_FOUND);
		return TN_REASON_TCP_AUTH_NO_KEY;
	}
	if (!verify_place(&auth->ao, look)) {
		verify_complain(net, look, TN_MIB_TCP_AO_BAD);
		return TN_REASON_TCP_AUTH_BAD;
	}
	return verify_ao(net, *key, seg->flags & TN_TCP_SYN ? NULL : &auth->receive, look,
			      fresh);
}

/**
 * tn_verify_accept() - may a connection without a socket look at a segment?
 * @net:  network namespace
 * @auth: how its segments are signed, NULL: they are not
 * @skb:  segment, as enter.h says
 * @seg:  the same, parsed
 *
 * Return: TN_REASON_NONE, or why not; then it is counted already, but for the reason.
 * Context: BH off; @auth does not go, and nobody changes it. Source: RFC 5925 7.5.
 */
enum tn_reason tn_verify_accept(struct net *net, const struct tn_auth *auth, struct sk_buff *skb,
				const struct tn_seg *seg)
{
	u8 fresh[TN_MAC_MAX];
	struct verify_look look;
	enum tn_reason reason;
	struct tn_key *key;

	verify_look_init(&look, skb, seg);
	if (!auth)
		return verify_expect(net, &look, 0, false);
	reason = verify_any(net, auth, &look, &key, fresh);
	memzero_explicit(fresh, sizeof(fresh));
	return reason;
}

/* What a segment that was verified has to say about keys. */
static void verify_learn(struct tn_auth *auth, const struct verify_look *look, struct tn_key *key,
			 const u8 *fresh)
{
	const struct tn_seg *seg = look->seg;
	struct tn_key *wanted;

	auth->good++;
	if (auth->ao.met && !(seg->flags & TN_TCP_SYN) && auth->receive.key != key) {
		auth->receive.key = key;
		memcpy(auth->receive.bytes, fresh, sizeof(auth->receive.bytes));
	}
	if (!tn_ao_heard(&auth->ao, seg) || auth->current_key->mkt.sndid == seg->opt.rnext)
		return;
	/* RFC 5925 6.1: change over to it, if it is ready */
	wanted = tn_keyring_sender(auth->ring, look->ends.saddr, seg->opt.rnext);
	if (wanted)
		auth->current_key = wanted;
}

static void verify_tally(struct tn_auth *auth, enum tn_reason reason)
{
	if (reason == TN_REASON_TCP_AUTH_MISSING)
		auth->missing++;
	else if (reason == TN_REASON_TCP_AUTH_NO_KEY)
		auth->no_key++;
	else
		auth->bad++;
}

/**
 * tn_verify_check() - may a connection look at a segment?
 * @sk:  its socket, not a listener
 * @skb: segment, as enter.h says
 * @seg: the same, parsed
 *
 * Return: TN_REASON_NONE, or why not; then it is counted already, but for the reason.
 * Context: BH off, socket lock held. Source: RFC 5925 6.1, 7.5.
 */
enum tn_reason tn_verify_check(struct sock *sk, struct sk_buff *skb, const struct tn_seg *seg)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_auth *auth = ts->auth;
	u8 fresh[TN_MAC_MAX];
	struct verify_look look;
	enum tn_reason reason;
	struct tn_key *key;

	verify_look_init(&look, skb, seg);
	if (!auth)
		return verify_expect(sock_net(sk), &look, 0, false);
	tn_ao_follow(&auth->ao, &ts->tcb);
	reason = verify_any(sock_net(sk), auth, &look, &key, fresh);
	if (reason)
		verify_tally(auth, reason);
	else if (auth->kind == TN_OPT_AO)
		verify_learn(auth, &look, key, fresh);
	memzero_explicit(fresh, sizeof(fresh));
	return reason;
}
