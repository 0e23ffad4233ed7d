/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TCP-AO (RFC 5925, RFC 5926) and MD5 signatures (RFC 2385), without the
 * cryptography. See ao.c.
 */
#ifndef TN_TCP_AO_H
#define TN_TCP_AO_H

#include <linux/types.h>

#include "base/mib.h"
#include "base/reason.h"
#include "tcp/seg.h"
#include "tcp/tcb.h"

/* Bytes of what tn_ao_context(), tn_ao_kdf(), tn_ao_cover() and tn_ao_cover_md5() write */
#define TN_AO_CONTEXT_LEN	20
#define TN_AO_KDF_LEN		(1 + 6 + TN_AO_CONTEXT_LEN + 2)
#define TN_AO_COVER_MAX		(4 + 12 + TN_TCP_HLEN_MAX)
#define TN_AO_COVER_MD5_LEN	(12 + TN_TCP_HLEN)

/**
 * enum tn_ao_alg - what a key is for; KDF and MAC are a pair (RFC 5926 2)
 * @TN_AO_SHA1: TCP-AO, KDF_HMAC_SHA1 and HMAC-SHA-1-96
 * @TN_AO_CMAC: TCP-AO, KDF_AES_128_CMAC and AES-128-CMAC-96
 * @TN_AO_MD5:  no TCP-AO, but an MD5 signature (RFC 2385)
 */
enum tn_ao_alg {
	TN_AO_SHA1,
	TN_AO_CMAC,
	TN_AO_MD5,
};

/**
 * struct tn_mkt - a master key tuple without the key (RFC 5925 3.1)
 * @addr:    the peers it is for: those whose address begins as this one does
 * @prefix:  in so many bits, 0 to 32
 * @alg:     enum tn_ao_alg
 * @sndid:   SendID: the KeyID of what we send
 * @rcvid:   RecvID: the KeyID of what the peer sends
 * @options: the MAC covers the other TCP options, too
 *
 * The connection identifier of the RFC is the peer's address; the ports are
 * those of the socket that has the key. The IDs of a TN_AO_MD5 mean nothing.
 */
struct tn_mkt {
	__be32 addr;
	u8 prefix;
	u8 alg;
	u8 sndid;
	u8 rcvid;
	bool options;
};

/**
 * struct tn_ao_ends - addresses of a segment, as in its headers
 * @saddr: source address
 * @daddr: destination address
 * @sport: source port
 * @dport: destination port
 */
struct tn_ao_ends {
	__be32 saddr;
	__be32 daddr;
	__be16 sport;
	__be16 dport;
};

/**
 * struct tn_ao - what TCP-AO knows of one connection (RFC 5925 4)
 * @snd:       SND.NXT as a number that never wraps; SND.SNE is its upper half
 * @rcv:       RCV.NXT likewise, with RCV.SNE
 * @iss:       our ISN
 * @irs:       the peer's
 * @opened:    @iss and @snd mean something
 * @met:       so do @irs and @rcv
 * @got_keyid: KeyID of the last segment that was verified
 * @got_rnext: its RNextKeyID
 */
struct tn_ao {
	u64 snd;
	u64 rcv;
	u32 iss;
	u32 irs;
	bool opened;
	bool met;
	u8 got_keyid;
	u8 got_rnext;
};

/* tn_mkt_is_ao() - TCP-AO, not MD5 */
static inline bool tn_mkt_is_ao(const struct tn_mkt *mkt)
{
	return mkt->alg != TN_AO_MD5;
}

bool tn_mkt_is_for(const struct tn_mkt *mkt, __be32 peer);
bool tn_mkt_clashes(const struct tn_mkt *a, const struct tn_mkt *b);

void tn_ao_open(struct tn_ao *ao, u32 iss);
void tn_ao_meet(struct tn_ao *ao, u32 irs);
void tn_ao_follow(struct tn_ao *ao, const struct tn_tcb *tcb);
u32 tn_ao_sne(u64 near, u32 seq);
bool tn_ao_is_syn(u16 flags);

enum tn_reason tn_ao_expect(u8 want, u8 has, bool required, enum tn_mib *mib);
bool tn_ao_heard(struct tn_ao *ao, const struct tn_seg *seg);
bool tn_ao_ignores_icmp(const struct tn_tcb *tcb, u8 type, u8 code);

void tn_ao_context(u8 *p, const struct tn_ao_ends *ends, u32 sisn, u32 disn);
void tn_ao_kdf(u8 *p, const u8 *context, u16 bits);
u32 tn_ao_cover(u8 *p, const struct tn_ao_ends *ends, u32 sne, const u8 *header,
		u32 len, const struct tn_tcpopt *opt, bool options);
void tn_ao_cover_md5(u8 *p, const struct tn_ao_ends *ends, const u8 *header,
		     u32 len);

#endif
