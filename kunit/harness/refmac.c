// SPDX-License-Identifier: GPL-2.0
/*
 * HMAC-SHA-1 (FIPS 180-4, RFC 2104), AES-128-CMAC (FIPS 197, RFC 4493) and MD5 (RFC 1321), written
 * from those texts for tests, where another implementation than the kernel's is wanted. Nothing is
 * fast here, nothing is safe from whoever measures time, and messages are short.
 */
#include "refmac.h"

#define MSG_MAX	4096	/* bytes of a message, with a key before it */

static unsigned int rotl(unsigned int x, unsigned int n)
{
	return x << n | x >> (32 - n);
}

/* SHA-1 and MD5 pad alike: 0x80, zeros, length in bits. Returns the padded length. */
static unsigned int pad(unsigned char *buf, unsigned int len, int big_endian)
{
	unsigned long long bits = (unsigned long long)len * 8;
	unsigned int end = (len + 8) / 64 * 64 + 64, i;

	for (i = len; i < end; i++)
		buf[i] = i == len ? 0x80 : 0;
	for (i = 0; i < 8; i++)
		buf[end - 8 + i] = bits >> (big_endian ? 56 - 8 * i : 8 * i);
	return end;
}

static void sha1_block(unsigned int *h, const unsigned char *block)
{
	unsigned int w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], t, f, k, next;

	for (t = 0; t < 80; t++)
		w[t] = t < 16 ? (unsigned int)block[t * 4] << 24 | block[t * 4 + 1] << 16 |
				block[t * 4 + 2] << 8 | block[t * 4 + 3] :
				rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
	for (t = 0; t < 80; t++) {
		if (t < 20) {
			f = (b & c) | (~b & d);
			k = 0x5a827999;
		} else if (t < 40 || t >= 60) {
			f = b ^ c ^ d;
			k = t < 40 ? 0x6ed9eba1 : 0xca62c1d6;
		} else {
			f = (b & c) | (b & d) | (c & d);
			k = 0x8f1bbcdc;
		}
		next = rotl(a, 5) + f + e + k + w[t];
		e = d;
		d = c;
		c = rotl(b, 30);
		b = a;
		a = next;
	}
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
	h[4] += e;
}

/* Room for the padding must be behind the message. */
static void sha1(unsigned char *msg, unsigned int len, unsigned char *digest)
{
	unsigned int h[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 };
	unsigned int end = pad(msg, len, 1), i;

	for (i = 0; i < end; i += 64)
		sha1_block(h, msg + i);
	for (i = 0; i < REFMAC_SHA1; i++)
		digest[i] = h[i / 4] >> (24 - i % 4 * 8);
}

void refmac_hmac_sha1(const unsigned char *key, unsigned int key_len, const unsigned char *msg,
		      unsigned int len, unsigned char *mac)
{
	static unsigned char buf[MSG_MAX + 128];
	unsigned char k[128] = { 0 }, inner[REFMAC_SHA1];
	unsigned int i;

	if (key_len > 64 || len > MSG_MAX - 64)
		return;
	for (i = 0; i < key_len; i++)
		k[i] = key[i];
	for (i = 0; i < 64; i++)
		buf[i] = k[i] ^ 0x36;
	for (i = 0; i < len; i++)
		buf[64 + i] = msg[i];
	sha1(buf, 64 + len, inner);
	for (i = 0; i < 64; i++)
		buf[i] = k[i] ^ 0x5c;
	for (i = 0; i < REFMAC_SHA1; i++)
		buf[64 + i] = inner[i];
	sha1(buf, 64 + REFMAC_SHA1, mac);
}

static unsigned char gf_double(unsigned char x)
{
	return x << 1 ^ (x >> 7) * 0x1b;
}

static unsigned char gf_mul(unsigned char a, unsigned char b)
{
	unsigned char product = 0;

	for (; b; b >>= 1, a = gf_double(a))
		if (b & 1)
			product ^= a;
	return product;
}

/* The S-box: the inverse in GF(2^8), which is the 254th power, and an affine map */
static unsigned char sbox(unsigned char x)
{
	unsigned char y = 1, base = x, s;
	unsigned int power;

	for (power = 254; power; power >>= 1, base = gf_mul(base, base))
		if (power & 1)
			y = gf_mul(y, base);
	s = y;
	for (power = 1; power < 5; power++)
		s ^= y << power | y >> (8 - power);
	return s ^ 0x63;
}

static void aes_expand(const unsigned char *key, unsigned char *w)
{
	unsigned char rcon = 1, t[4];
	unsigned int i, j;

	for (i = 0; i < 16; i++)
		w[i] = key[i];
	for (i = 16; i < 176; i += 4) {
		for (j = 0; j < 4; j++)
			t[j] = i % 16 ? w[i - 4 + j] : sbox(w[i - 4 + (j + 1) % 4]);
		if (i % 16 == 0) {
			t[0] ^= rcon;
			rcon = gf_double(rcon);
		}
		for (j = 0; j < 4; j++)
			w[i + j] = w[i - 16 + j] ^ t[j];
	}
}

static void aes_mix(unsigned char *col)
{
	unsigned char all = col[0] ^ col[1] ^ col[2] ^ col[3], first = col[0];
	unsigned int i;

	for (i = 0; i < 4; i++)
		col[i] ^= all ^ gf_double(col[i] ^ (i < 3 ? col[i + 1] : first));
}

static void aes(const unsigned char *w, unsigned char *s)
{
	unsigned char t[16];
	unsigned int round, i;

	for (i = 0; i < 16; i++)
		s[i] ^= w[i];
	for (round = 1; round <= 10; round++) {
		for (i = 0; i < 16; i++)
			t[i] = sbox(s[(i + i % 4 * 4) % 16]);
		for (i = 0; i < 16; i += 4)
			if (round < 10)
				aes_mix(t + i);
		for (i = 0; i < 16; i++)
			s[i] = t[i] ^ w[round * 16 + i];
	}
}

/* RFC 4493 2.3: shift left by one bit, reduce */
static void cmac_double(unsigned char *x)
{
	unsigned char carry = x[0] >> 7;
	unsigned int i;

	for (i = 0; i < 16; i++)
		x[i] = x[i] << 1 | (i < 15 ? x[i + 1] >> 7 : 0);
	x[15] ^= carry * 0x87;
}

void refmac_cmac(const unsigned char *key, const unsigned char *msg, unsigned int len,
		 unsigned char *mac)
{
	unsigned int blocks = len ? (len + 15) / 16 : 1, n, i;
	unsigned char w[176], subkey[16] = { 0 };

	aes_expand(key, w);
	aes(w, subkey);
	cmac_double(subkey);
	if (!len || len % 16)
		cmac_double(subkey);
	for (i = 0; i < 16; i++)
		mac[i] = 0;
	for (n = 0; n < blocks; n++) {
		for (i = 0; i < 16; i++) {
			if (n * 16 + i < len)
				mac[i] ^= msg[n * 16 + i];
			else if (n * 16 + i == len)
				mac[i] ^= 0x80;
			if (n == blocks - 1)
				mac[i] ^= subkey[i];
		}
		aes(w, mac);
	}
}

static const unsigned int md5_k[64] = {
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a,
	0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be,
	0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
	0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
	0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8,
	0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
	0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
	0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
	0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92,
	0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
	0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391
};

static void md5_block(unsigned int *h, const unsigned char *block)
{
	static const unsigned char turn[4][4] = {
		{ 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 }
	};
	unsigned int a = h[0], b = h[1], c = h[2], d = h[3], i, f, g, word;

	for (i = 0; i < 64; i++) {
		if (i < 16) {
			f = (b & c) | (~b & d);
			g = i;
		} else if (i < 32) {
			f = (b & d) | (c & ~d);
			g = 5 * i + 1;
		} else if (i < 48) {
			f = b ^ c ^ d;
			g = 3 * i + 5;
		} else {
			f = c ^ (b | ~d);
			g = 7 * i;
		}
		g = g % 16 * 4;
		word = (unsigned int)block[g + 3] << 24 | block[g + 2] << 16 | block[g + 1] << 8 |
		       block[g];
		f += a + md5_k[i] + word;
		a = d;
		d = c;
		c = b;
		b += rotl(f, turn[i / 16][i % 4]);
	}
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
}

void refmac_md5(const unsigned char *msg, unsigned int len, unsigned char *digest)
{
	unsigned int h[4] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 };
	static unsigned char buf[MSG_MAX + 128];
	unsigned int end, i;

	if (len > MSG_MAX)
		return;
	for (i = 0; i < len; i++)
		buf[i] = msg[i];
	end = pad(buf, len, 0);
	for (i = 0; i < end; i += 64)
		md5_block(h, buf + i);
	for (i = 0; i < REFMAC_MD5; i++)
		digest[i] = h[i / 4] >> i % 4 * 8;
}
