/* SPDX-License-Identifier: GPL-2.0 */
/*
 * HMAC-SHA-1, AES-128-CMAC and MD5, slow and by the book, to check the kernel's cryptography and
 * ours against. See refmac.c. The selftests' scripted peer uses it, too.
 */
#ifndef TN_KUNIT_REFMAC_H
#define TN_KUNIT_REFMAC_H

#define REFMAC_SHA1	20
#define REFMAC_CMAC	16
#define REFMAC_MD5	16

void refmac_hmac_sha1(const unsigned char *key, unsigned int key_len, const unsigned char *msg,
		      unsigned int len, unsigned char *mac);
void refmac_cmac(const unsigned char *key, const unsigned char *msg, unsigned int len,
		 unsigned char *mac);
void refmac_md5(const unsigned char *msg, unsigned int len, unsigned char *digest);

#endif
