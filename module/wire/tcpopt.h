/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TCP options, RFC 9293 3.2, RFC 7323, RFC 2018, RFC 5925, RFC 2385, RFC 7413 and RFC 9768, as a
 * host-order struct. See tcpopt.c for layouts and rules.
 */
#ifndef TN_WIRE_TCPOPT_H
#define TN_WIRE_TCPOPT_H

#include <linux/types.h>

#include "base/reason.h"

#define TN_TCPOPT_MAX		40	/* bytes of options in one header */
#define TN_TCPOPT_WSCALE_MAX	14	/* RFC 7323 2.3 */
#define TN_TCPOPT_UTO_MINUTES	0x8000	/* RFC 5482 3.3: of the value, else seconds */
#define TN_TCPOPT_NSACK_MAX	4	/* blocks; 3 beside a timestamp */
#define TN_TCPOPT_ACCECN_MAX	3	/* counts in an AccECN option */

/* RFC 7413 4.1.1: bytes of a Fast Open cookie, an even number */
#define TN_COOKIE_MIN		4
#define TN_COOKIE_MAX		16

/* In tn_tcpopt.has */
#define TN_OPT_MSS		0x01
#define TN_OPT_WSCALE		0x02
#define TN_OPT_SACK_PERM	0x04
#define TN_OPT_TS		0x08
#define TN_OPT_SACK		0x10
#define TN_OPT_AO		0x20
#define TN_OPT_MD5		0x40
#define TN_OPT_UTO		0x80
#define TN_OPT_FASTOPEN		0x100
#define TN_OPT_ACCECN		0x200
#define TN_OPT_AUTH		(TN_OPT_AO | TN_OPT_MD5)

/* Signatures, as tn_tcpopt_build() lays them out: before all other options */
#define TN_TCPOPT_MAC_AT	4	/* byte of the options at which the MAC begins */
#define TN_TCPOPT_AO_MAC	12	/* bytes of the MAC: RFC 5926 has 96 bits */
#define TN_TCPOPT_MD5_MAC	16	/* bytes of the digest, RFC 2385 3.0 */

/**
 * struct tn_sack - one SACK block, RFC 2018 3
 * @start: first sequence number of the block
 * @end:   the sequence number behind its last one
 */
struct tn_sack {
	u32 start;
	u32 end;
};

/**
 * struct tn_cookie - a Fast Open cookie, RFC 7413 4.1
 * @len:  bytes of it; 0: none, which in an option is a request for one
 * @byte: the cookie
 */
struct tn_cookie {
	u8 len;
	u8 byte[TN_COOKIE_MAX];
};

/**
 * struct tn_tcpopt - the options of one segment
 * @has:    TN_OPT_* of those present; a field below means something only when its bit is set
 * @wscale: shift count, at most 14
 * @nsack:  blocks in @sack, 1..4
 * @mss:    maximum segment size, bytes, as the peer wrote it: 0 is possible
 * @uto:    user timeout as on the wire: 15 bits, in minutes with TN_TCPOPT_UTO_MINUTES
 * @tsval:  timestamp of the sender
 * @tsecr:  timestamp echoed; only with the ACK flag
 * @keyid:  TCP-AO: KeyID
 * @rnext:  TCP-AO: RNextKeyID
 * @mac_at: TCP-AO, MD5: byte of the options at which the MAC begins. Only of what was parsed
 * @mac_len: TCP-AO, MD5: bytes of the MAC, 0 to 36. Only of what was parsed
 * @sack:   blocks in the order of the header, not checked for sense
 * @acc_order: AccECN: 0: bytes that arrived as ECT(0), as CE, as ECT(1); 1: the other way round
 * @acc_n:  AccECN: counts in @acc, 0..3
 * @acc:    AccECN: the counts in the order of the header, 24 bits each
 * @cookie: Fast Open cookie, or the request for one
 *
 * MSS, window scale, SACK-permitted and Fast Open are reported in whatever segment they stand; they
 * have a meaning only in a SYN.
 */
struct tn_tcpopt {
	u16 has;
	u8 wscale;
	u8 nsack;
	u16 mss;
	u16 uto;
	u8 keyid;
	u8 rnext;
	u8 mac_at;
	u8 mac_len;
	u32 tsval;
	u32 tsecr;
	struct tn_sack sack[TN_TCPOPT_NSACK_MAX];
	u8 acc_order;
	u8 acc_n;
	u32 acc[TN_TCPOPT_ACCECN_MAX];
	struct tn_cookie cookie;
};

enum tn_reason tn_tcpopt_parse(const u8 *p, u32 len, struct tn_tcpopt *opt);
u32 tn_tcpopt_auth_len(u8 has);
u32 tn_tcpopt_accecn_len(u8 n);
u32 tn_tcpopt_nsack_fit(const struct tn_tcpopt *opt);
u32 tn_tcpopt_len(const struct tn_tcpopt *opt);
u32 tn_tcpopt_build(u8 *p, const struct tn_tcpopt *opt);

#endif /* TN_WIRE_TCPOPT_H */
