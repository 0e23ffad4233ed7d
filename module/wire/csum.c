// SPDX-License-Identifier: GPL-2.0
/*
 * The Internet checksum, RFC 1071.
 *
 * The sum of a message is the one's complement sum of its 16-bit big-endian words, an odd last byte
 * padded with a zero byte. Three forms of a number occur here:
 *
 *   seed      a sum not yet folded: any u32 that is congruent to it; 0 to start with
 *   sum       folded to 16 bits, not inverted; what tn_csum() returns
 *   checksum  the inverted sum, which is what the header field holds
 *
 * To fill in a field: have it 0, then tn_put_be16(field, ~tn_csum(p, len, 0)). To verify: tn_csum()
 * over the message with its field must give TN_CSUM_GOOD. A message in pieces: each piece's sum is
 * the next one's seed; only the last piece may have an odd length.
 *
 * RFC 1071 2(B): the sum does not care for byte order, as long as the result is swapped the same
 * way as the words were. So words are added up as they lie in memory, four bytes at a time, and
 * only the folded result is converted.
 *
 * This is for headers and small packets. Over bulk payload the kernel's own routines and the NIC do
 * the sum; the field in an outgoing TCP header is theirs to complete (CHECKSUM_PARTIAL).
 */
#include "wire/bytes.h"
#include "wire/csum.h"

/* 64 to 16 bits with end-around carry */
static u16 tn_csum_fold(u64 sum)
{
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (u16)sum;
}

/**
 * tn_csum() - one's complement sum of a piece of a message
 * @p:    the bytes, any alignment
 * @len:  how many, below 2^32
 * @seed: 0, a previous sum, or tn_csum_pseudo()
 *
 * Return: the sum, folded to 16 bits in host order, not inverted.
 * Context: any. RFC 1071.
 */
u16 tn_csum(const u8 *p, u32 len, u32 seed)
{
	/* The sum is one of 32-bit words as they lie in memory: RFC 1071 1, 2 (B) and (C) */
	u64 sum = (__force u32)tn_to_be32(seed);
	u8 tail[4] = { 0 };
	u16 folded;
	u32 word;

	for (; len >= sizeof(word); len -= sizeof(word), p += sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		sum += word;
	}
	if (len) {
		memcpy(tail, p, len);
		memcpy(&word, tail, sizeof(word));
		sum += word;
	}
	folded = tn_csum_fold(sum);
	return tn_get_be16((const u8 *)&folded);
}

/**
 * tn_csum_pseudo() - the seed that stands for a transport's pseudo-header
 * @saddr: source address
 * @daddr: destination address
 * @proto: protocol number
 * @len:   transport header and payload, bytes
 *
 * Return: a seed for tn_csum() over the transport header and payload.
 * Context: any. RFC 9293 3.1.
 */
u32 tn_csum_pseudo(__be32 saddr, __be32 daddr, u8 proto, u32 len)
{
	return tn_csum_fold((u64)tn_from_be32(saddr) + tn_from_be32(daddr) + proto + len);
}
