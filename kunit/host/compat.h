/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the pure rooms use and linux-source's tools/include lacks.
 *
 * tools/include is the kernel's own port of its basic headers to user space; it has what the
 * kernel's tools needed so far. This file is force-included (-include) by every host program that
 * compiles pure rooms, and adds the few names that exist in the kernel's headers of the same name.
 * It grows by need: a name comes in when a pure room uses it.
 */
#ifndef TN_HOST_COMPAT_H
#define TN_HOST_COMPAT_H

#include <stdio.h>
#include <stdlib.h>

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/types.h>

/* linux/limits.h */
#ifndef U8_MAX
#define U8_MAX		((u8)~0U)
#define U16_MAX		((u16)~0U)
#define U32_MAX		((u32)~0U)
#define S32_MAX		((s32)(U32_MAX >> 1))
#define S32_MIN		((s32)(-S32_MAX - 1))
#define U64_MAX		((u64)~0ULL)
#define S64_MAX		((s64)(U64_MAX >> 1))
#define S64_MIN		((s64)(-S64_MAX - 1))
#endif

/* linux/minmax.h */
#ifndef min3
#define min3(x, y, z)	min((typeof(x))min(x, y), z)
#define max3(x, y, z)	max((typeof(x))max(x, y), z)
#endif

#ifndef clamp_t
#define clamp_t(type, val, lo, hi)	min_t(type, max_t(type, val, lo), hi)
#endif

#ifndef swap
#define swap(a, b)			\
	do {				\
		typeof(a) swap_ = (a);	\
					\
		(a) = (b);		\
		(b) = swap_;		\
	} while (0)
#endif

/* linux/math64.h */
static inline u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

static inline u64 div_u64_rem(u64 dividend, u32 divisor, u32 *remainder)
{
	*remainder = (u32)(dividend % divisor);
	return dividend / divisor;
}

static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

static inline s64 div_s64(s64 dividend, s32 divisor)
{
	return dividend / divisor;
}

static inline s64 div64_s64(s64 dividend, s64 divisor)
{
	return dividend / divisor;
}

#define div64_ul(x, y)	div64_u64(x, y)

static inline u64 tn_host_mul_u32_u32(u32 a, u32 b)
{
	return (u64)a * b;
}

#ifndef mul_u32_u32
#define mul_u32_u32	tn_host_mul_u32_u32
#endif

/* linux/bug.h: on the host a failed assertion ends the program; the runner names the case */
#ifndef WARN_ON_ONCE
#define WARN_ON(cond)							\
	({								\
		bool warn_ = !!(cond);					\
									\
		if (warn_) {						\
			fprintf(stderr, "%s:%d: WARN_ON(%s)\n",		\
				__FILE__, __LINE__, #cond);		\
			abort();					\
		}							\
		warn_;							\
	})
#define WARN_ON_ONCE(cond)	WARN_ON(cond)
#endif

/* linux/compiler_attributes.h, linux/cache.h */
#ifndef fallthrough
#define fallthrough		__attribute__((__fallthrough__))
#endif
#ifndef __maybe_unused
#define __maybe_unused		__attribute__((unused))
#endif
#ifndef __ro_after_init
#define __ro_after_init
#endif
#ifndef __read_mostly
#define __read_mostly
#endif
#ifndef __init
#define __init
#define __exit
#endif

/* linux/wordpart.h */
#ifndef lower_32_bits
#define lower_32_bits(n)	((u32)((n) & 0xffffffff))
#define upper_32_bits(n)	((u32)(((n) >> 16) >> 16))
#endif

#endif /* TN_HOST_COMPAT_H */
