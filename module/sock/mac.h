/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Message authentication codes, by the kernel's crypto API. See mac.c.
 */
#ifndef TN_SOCK_MAC_H
#define TN_SOCK_MAC_H

#include <linux/types.h>

#include "tcp/ao.h"

struct sk_buff;

#define TN_MAC_MAX	20	/* bytes of the longest MAC, and of the longest key of one */

/**
 * struct tn_mac_input - what goes into a MAC, in this order
 * @head:     first bytes
 * @head_len: how many
 * @skb:      then the bytes of this skb, or NULL
 * @from:     from this one on, counted from skb->data
 * @tail:     last bytes
 * @tail_len: how many, may be 0
 */
struct tn_mac_input {
	const u8 *head;
	u32 head_len;
	struct sk_buff *skb;
	u32 from;
	const u8 *tail;
	u32 tail_len;
};

int tn_mac_prepare(enum tn_ao_alg alg);
u32 tn_mac_len(enum tn_ao_alg alg);
bool tn_mac_compute(enum tn_ao_alg alg, const u8 *key, u32 key_len, const struct tn_mac_input *in,
		    u8 *mac);
void tn_mac_exit(void);

#endif
