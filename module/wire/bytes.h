/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bytes on the wire and numbers in the host.
 *
 * Headers are arrays of octets, at any alignment; there are no struct overlays in Tandem. These
 * accessors are the whole of the conversion, and they compile to one load or store (with a byte
 * swap) where the machine can do that.
 *
 *   tn_get_be*,  tn_put_be*    octets  <->  host-order number: lengths, sequence numbers
 *   tn_get_raw*, tn_put_raw*   octets  <->  network-order value: addresses and ports stay so
 *   tn_from_be*, tn_to_be*     network-order value  <->  host-order number
 */
#ifndef TN_WIRE_BYTES_H
#define TN_WIRE_BYTES_H

#include <linux/string.h>
#include <linux/types.h>

static inline u16 tn_get_be16(const u8 *p)
{
	return (u16)(p[0] << 8 | p[1]);
}

static inline u32 tn_get_be32(const u8 *p)
{
	return (u32)p[0] << 24 | (u32)p[1] << 16 | (u32)p[2] << 8 | p[3];
}

static inline void tn_put_be16(u8 *p, u16 v)
{
	p[0] = v >> 8;
	p[1] = v & 0xff;
}

static inline void tn_put_be32(u8 *p, u32 v)
{
	p[0] = v >> 24;
	p[1] = v >> 16 & 0xff;
	p[2] = v >> 8 & 0xff;
	p[3] = v & 0xff;
}

static inline __be16 tn_get_raw16(const u8 *p)
{
	__be16 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline __be32 tn_get_raw32(const u8 *p)
{
	__be32 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline void tn_put_raw16(u8 *p, __be16 v)
{
	memcpy(p, &v, sizeof(v));
}

static inline void tn_put_raw32(u8 *p, __be32 v)
{
	memcpy(p, &v, sizeof(v));
}

static inline u16 tn_from_be16(__be16 v)
{
	return tn_get_be16((const u8 *)&v);
}

static inline u32 tn_from_be32(__be32 v)
{
	return tn_get_be32((const u8 *)&v);
}

static inline __be16 tn_to_be16(u16 n)
{
	__be16 v;

	tn_put_be16((u8 *)&v, n);
	return v;
}

static inline __be32 tn_to_be32(u32 n)
{
	__be32 v;

	tn_put_be32((u8 *)&v, n);
	return v;
}

#endif /* TN_WIRE_BYTES_H */
