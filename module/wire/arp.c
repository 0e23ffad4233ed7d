// SPDX-License-Identifier: GPL-2.0
/*
 * ARP packets: bytes to struct and back, RFC 826.
 *
 *     0          2          4      5      6
 *     +----------+----------+------+------+----------+
 *   0 | htype 1  | 0x0800   |  6   |  4   |    op    |
 *     +----------+----------+------+------+----------+
 *   8 | sha, 6 bytes               | spa, 4 bytes    |
 *  18 | tha, 6 bytes               | tpa, 4 bytes    |
 *     +----------------------------+-----------------+
 *
 * Only what Tandem speaks is well-formed here: IPv4 over Ethernet, requests and replies. Ethernet
 * frames are padded to 60 bytes, so bytes behind the packet are normal. Whether a packet concerns
 * us, and whether to believe it, is link/'s.
 */
#include "wire/arp.h"
#include "wire/bytes.h"

#define ARP_HTYPE_ETHERNET	1
#define ARP_PTYPE_IPV4		0x0800

/**
 * tn_arp_parse() - check and read a received packet
 * @p:     the packet, behind the Ethernet header
 * @avail: bytes readable at @p
 * @arp:   where it goes; undefined unless the packet is good
 *
 * A sender whose hardware address is a group address is malformed: nobody could be reached there
 * (RFC 1812 3.3.2).
 *
 * Return: TN_REASON_NONE, or what is wrong.
 * Context: any. RFC 826.
 */
enum tn_reason tn_arp_parse(const u8 *p, u32 avail, struct tn_arp *arp)
{
	if (avail < TN_ARP_LEN)
		return TN_REASON_PKT_TOO_SHORT;
	if (tn_get_be16(p) != ARP_HTYPE_ETHERNET || tn_get_be16(p + 2) != ARP_PTYPE_IPV4)
		return TN_REASON_ARP_BAD;
	if (p[4] != sizeof(arp->sha) || p[5] != sizeof(arp->spa))
		return TN_REASON_ARP_BAD;

	arp->op = tn_get_be16(p + 6);
	if (arp->op != TN_ARP_REQUEST && arp->op != TN_ARP_REPLY)
		return TN_REASON_ARP_BAD;
	memcpy(arp->sha, p + 8, sizeof(arp->sha));
	if (arp->sha[0] & 1)
		return TN_REASON_ARP_BAD;
	arp->spa = tn_get_raw32(p + 14);
	memcpy(arp->tha, p + 18, sizeof(arp->tha));
	arp->tpa = tn_get_raw32(p + 24);
	return TN_REASON_NONE;
}

/**
 * tn_arp_build() - write a packet
 * @p:   TN_ARP_LEN bytes
 * @arp: what it says
 *
 * Context: any. RFC 826.
 */
void tn_arp_build(u8 *p, const struct tn_arp *arp)
{
	tn_put_be16(p, ARP_HTYPE_ETHERNET);
	tn_put_be16(p + 2, ARP_PTYPE_IPV4);
	p[4] = sizeof(arp->sha);
	p[5] = sizeof(arp->spa);
	tn_put_be16(p + 6, arp->op);
	memcpy(p + 8, arp->sha, sizeof(arp->sha));
	tn_put_raw32(p + 14, arp->spa);
	memcpy(p + 18, arp->tha, sizeof(arp->tha));
	tn_put_raw32(p + 24, arp->tpa);
}
