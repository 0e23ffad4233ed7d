/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The Internet checksum, RFC 1071, for headers. See csum.c for what a sum, a seed and a checksum
 * field are.
 */
#ifndef TN_WIRE_CSUM_H
#define TN_WIRE_CSUM_H

#include <linux/types.h>

/* What the sum over a message with a right checksum field comes to. */
#define TN_CSUM_GOOD	0xffff

u16 tn_csum(const u8 *p, u32 len, u32 seed);
u32 tn_csum_pseudo(__be32 saddr, __be32 daddr, u8 proto, u32 len);

#endif /* TN_WIRE_CSUM_H */
