// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes every parser of wire/: ARP, IPv4, ICMP and its quotation, TCP and its options.
 *
 * The first byte chooses the parser, the rest is the packet, at the exact end of an allocation, so
 * that one byte too far is seen. What was accepted must make sense: lengths lie within what there
 * was, options are within their limits, and what is built from a parsed header parses to the same.
 */
#include <string.h>

#include "fuzz.h"
#include "wire/arp.h"
#include "wire/csum.h"
#include "wire/icmp.h"
#include "wire/ipv4.h"
#include "wire/tcp.h"

static void fuzz_arp(const u8 *p, u32 len)
{
	struct tn_arp arp, again;
	u8 buf[TN_ARP_LEN];

	if (tn_arp_parse(p, len, &arp))
		return;
	fuzz_assert(len >= TN_ARP_LEN);
	tn_arp_build(buf, &arp);
	fuzz_assert(!tn_arp_parse(buf, sizeof(buf), &again));
	fuzz_assert(arp.op == again.op && arp.spa == again.spa && arp.tpa == again.tpa);
	fuzz_assert(!memcmp(arp.sha, again.sha, 6) && !memcmp(arp.tha, again.tha, 6));
}

static void fuzz_ipv4(const u8 *p, u32 len)
{
	u32 need = tn_ipv4_need(p, len);
	struct tn_ipv4 ip;

	fuzz_assert(need <= TN_IPV4_HLEN_MAX);
	if (tn_ipv4_parse(p, len, len, &ip))
		return;
	fuzz_assert(ip.hlen >= TN_IPV4_HLEN && ip.hlen <= len && ip.hlen <= TN_IPV4_HLEN_MAX);
	fuzz_assert(ip.tot_len >= ip.hlen && ip.tot_len <= len);
	fuzz_assert(tn_csum(p, ip.hlen, 0) == TN_CSUM_GOOD);
}

/* Checksums are hard to guess: the fields alone, and a header that is made right */
static void fuzz_ipv4_fields(const u8 *p, u32 len)
{
	struct tn_ipv4 ip, again;
	u8 buf[TN_IPV4_HLEN];

	if (tn_ipv4_parse_fields(p, len, &ip))
		return;
	fuzz_assert(ip.hlen <= len);
	if (ip.hlen != TN_IPV4_HLEN || ip.tot_len < ip.hlen || ip.tot_len > 65535)
		return;
	tn_ipv4_build(buf, &ip);
	fuzz_assert(!tn_ipv4_parse(buf, sizeof(buf), ip.tot_len, &again));
	fuzz_assert(ip.tos == again.tos && ip.ttl == again.ttl && ip.proto == again.proto &&
		    ip.id == again.id && ip.frag == again.frag && ip.tot_len == again.tot_len &&
		    ip.saddr == again.saddr && ip.daddr == again.daddr);
}

static void fuzz_icmp(const u8 *p, u32 len)
{
	struct tn_icmp icmp;

	if (!tn_icmp_parse(p, len, &icmp))
		fuzz_assert(len >= TN_ICMP_HLEN);
}

static void fuzz_icmp_quote(const u8 *p, u32 len)
{
	struct tn_icmp_quote quote;

	if (tn_icmp_parse_quote(p, len, &quote))
		return;
	fuzz_assert(quote.ip.hlen >= TN_IPV4_HLEN);
	fuzz_assert(len >= quote.ip.hlen + TN_ICMP_QUOTE_MIN);
}

static void fuzz_options_sane(const struct tn_tcpopt *opt)
{
	if (opt->has & TN_OPT_WSCALE)
		fuzz_assert(opt->wscale <= TN_TCPOPT_WSCALE_MAX);
	if (opt->has & TN_OPT_SACK)
		fuzz_assert(opt->nsack >= 1 && opt->nsack <= TN_TCPOPT_NSACK_MAX);
	fuzz_assert((opt->has & TN_OPT_AUTH) != TN_OPT_AUTH);
	if (opt->has & TN_OPT_AUTH)
		fuzz_assert(opt->mac_at >= 2 && opt->mac_at + opt->mac_len <= TN_TCPOPT_MAX);
}

/* What the parser gives, the builder writes, as far as there is room */
static void fuzz_options_again(const struct tn_tcpopt *opt)
{
	u8 buf[TN_TCPOPT_MAX];
	struct tn_tcpopt again;
	u32 len = tn_tcpopt_len(opt);

	fuzz_assert(len <= TN_TCPOPT_MAX && len % 4 == 0);
	fuzz_assert(tn_tcpopt_build(buf, opt) == len);
	fuzz_assert(!tn_tcpopt_parse(buf, len, &again));
	fuzz_assert((again.has & ~TN_OPT_SACK) == (opt->has & ~TN_OPT_SACK));
	fuzz_assert(!(opt->has & TN_OPT_TS) ||
		    (again.tsval == opt->tsval && again.tsecr == opt->tsecr));
	fuzz_assert(!(opt->has & TN_OPT_MSS) || again.mss == opt->mss);
	fuzz_assert(!(opt->has & TN_OPT_WSCALE) || again.wscale == opt->wscale);
	if (again.has & TN_OPT_SACK)
		fuzz_assert(again.nsack <= opt->nsack &&
			    !memcmp(again.sack, opt->sack, again.nsack * sizeof(again.sack[0])));
}

static void fuzz_tcp(const u8 *p, u32 len)
{
	struct tn_tcpopt opt;
	struct tn_tcp h;

	fuzz_assert(tn_tcp_need(p, len) <= TN_TCP_HLEN_MAX);
	if (tn_tcp_parse(p, len, len, &h, &opt))
		return;
	fuzz_assert(h.hlen >= TN_TCP_HLEN && h.hlen <= len && h.hlen % 4 == 0);
	fuzz_options_sane(&opt);
	fuzz_options_again(&opt);
}

static void fuzz_tcpopt(const u8 *p, u32 len)
{
	struct tn_tcpopt opt;

	if (len > TN_TCPOPT_MAX || tn_tcpopt_parse(p, len, &opt))
		return;
	fuzz_options_sane(&opt);
	fuzz_options_again(&opt);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static void (*const parser[])(const u8 *p, u32 len) = {
		fuzz_arp, fuzz_ipv4, fuzz_ipv4_fields, fuzz_icmp, fuzz_icmp_quote, fuzz_tcp,
		fuzz_tcpopt,
	};
	u8 *packet;

	if (!size)
		return 0;
	packet = malloc(size);
	fuzz_assert(packet);
	memcpy(packet, data, size);
	parser[packet[0] % (ARRAY_SIZE(parser))](packet + 1, size - 1);
	free(packet);
	return 0;
}
