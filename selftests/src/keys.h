/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Keys at a socket: TCP-AO and MD5, by the options of tcp(7) and Linux 6.7.
 */
#ifndef SELFTEST_KEYS_H
#define SELFTEST_KEYS_H

#include <stdbool.h>
#include <stdint.h>

enum key_alg { KEY_SHA1, KEY_CMAC, KEY_MD5, KEY_DEFAULT };

struct key {
	enum key_alg alg;
	const char *peer;		/* its address; NULL: all */
	const char *secret;
	uint8_t sndid, rcvid;		/* as the stack under test calls them */
	bool exclude;			/* the MAC leaves out other options */
};

/* 0 or -1 with errno, as setsockopt(). */
int keys_add(int fd, const struct key *key);
int keys_del(int fd, const struct key *key);
int keys_use(int fd, int sndid, int rcvid);	/* -1: leave as it is */
int keys_policy(int fd, bool required, bool icmps);

struct keys_info {
	unsigned int current_key, rnext;
	unsigned long good, bad, key_not_found, required, dropped_icmp;
	/* Tandem's own */
	unsigned int got_keyid, got_rnext;
	uint32_t snd_sne, rcv_sne;
};

void keys_info(int fd, struct keys_info *info);
/* Keys that there are, and whether a byte of a secret was shown. */
int keys_list(int fd, bool *leaked);

/* By the name of the algorithm, for all peers. */
void keys_by_name(int fd, const char *name);

#endif
