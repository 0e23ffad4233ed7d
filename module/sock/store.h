/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The send store: the bytes that the user has written and the peer has not
 * acknowledged. See store.c.
 */
#ifndef TN_SOCK_STORE_H
#define TN_SOCK_STORE_H

#include <linux/types.h>

struct iov_iter;
struct page;
struct sk_buff;
struct sock;

/**
 * struct tn_chunk - a run of bytes inside one page (or compound page)
 * @page:   the page; a reference is held
 * @off:    where the run begins in it, bytes
 * @len:    its length, bytes
 * @seq:    sequence number of its first byte
 * @shared: somebody else may write to the page (it came by reference)
 */
struct tn_chunk {
	struct page *page;
	u32 off;
	u32 len;
	u32 seq;
	bool shared;
};

/**
 * struct tn_store - chunks in sequence order, without gaps
 * @ring:  @room places for chunks; NULL until data first flows
 * @room:  a power of two, or 0
 * @head:  index of the first chunk, not yet reduced to @room
 * @count: chunks in use
 *
 * Guarded by the socket lock. Zeroed memory is an empty store.
 */
struct tn_store {
	struct tn_chunk *ring;
	u32 room;
	u32 head;
	u32 count;
};

int tn_store_append_iter(struct sock *sk, struct iov_iter *from, u32 len);
int tn_store_append_page(struct sock *sk, struct page *page, u32 off, u32 len);
void tn_store_release(struct sock *sk, u32 bound);
u32 tn_store_fit(const struct tn_store *store, u32 seq, u32 len);
void tn_store_fill(const struct tn_store *store, struct sk_buff *skb, u32 seq, u32 len);
void tn_store_copy(const struct tn_store *store, u8 *to, u32 seq, u32 len);
void tn_store_purge(struct sock *sk);

#endif
