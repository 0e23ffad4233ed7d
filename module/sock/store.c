// SPDX-License-Identifier: GPL-2.0
/*
 * The send store: a ring of chunks, each a run of bytes inside one page.
 *
 *     acknowledged |<---------- store ---------->|
 *     -------------+---------+-------+-----------+
 *                  | chunk   | chunk | chunk     |  <- user appends
 *     -------------+---------+-------+-----------+
 *                  snd.una      snd.nxt        snd.end
 *
 * Bytes arrive at the end, copied into the task's page fragment or, for
 * sendfile() and splice(), as references to the pages themselves. They leave at
 * the front when they are acknowledged, and a reference is all that is dropped.
 * In between any range of sequence numbers can be transmitted, as often as
 * needed and cut in any way: the skb of a segment refers to the pages again
 * (tn_store_fill()). The store knows nothing of segments, and the machine nothing
 * of pages; sequence numbers are what they share.
 *
 * The chunk of a sequence number is found by bisection. Consecutive copies
 * grow one chunk as long as nobody else took from the page fragment in between,
 * so a bulk sender has a chunk per 32 KiB.
 *
 * Accounting. Payload and a fixed cost per chunk are in sk_wmem_queued, which is what
 * SO_SNDBUF limits, and are charged to the memory of the protocol. The
 * cost covers the ring, so that writing single bytes is not free.
 */
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include <net/sock.h>

#include "sock/sock.h"
#include "sock/store.h"

/* Places in the first ring; a ring above the second number is freed when it is empty. */
#define TN_STORE_ROOM_MIN	16
#define TN_STORE_ROOM_KEEP	64

/* Bytes accounted for a chunk besides its payload: two places, since a ring may be half empty. */
#define TN_STORE_CHUNK_COST	((int)(2 * sizeof(struct tn_chunk)))

static struct tn_chunk *tn_store_at(const struct tn_store *store, u32 i)
{
	return &store->ring[(store->head + i) & (store->room - 1)];
}

static struct tn_chunk *tn_store_last(const struct tn_store *store)
{
	return store->count ? tn_store_at(store, store->count - 1) : NULL;
}

/* Index of the chunk that holds @seq, which must be in the store. */
static u32 tn_store_find(const struct tn_store *store, u32 seq)
{
	u32 base = tn_store_at(store, 0)->seq;
	u32 lo = 0, hi = store->count;

	while (hi - lo > 1) {
		u32 mid = lo + (hi - lo) / 2;

		if (tn_store_at(store, mid)->seq - base <= seq - base)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static bool tn_store_grow(struct tn_store *store, gfp_t gfp)
{
	u32 room = store->room ? store->room * 2 : TN_STORE_ROOM_MIN;
	struct tn_chunk *ring;
	u32 i;

	ring = kvmalloc_array(room, sizeof(*ring), gfp);
	if (!ring)
		return false;
	for (i = 0; i < store->count; i++)
		ring[i] = *tn_store_at(store, i);
	kvfree(store->ring);
	store->ring = ring;
	store->room = room;
	store->head = 0;
	return true;
}

static void tn_store_account(struct sock *sk, int bytes)
{
	sk_wmem_queued_add(sk, bytes);
	if (bytes > 0)
		sk_mem_charge(sk, bytes);
	else
		sk_mem_uncharge(sk, -bytes);
}

/* Room in the ring and in the memory limits for @len bytes and a chunk. */
static bool tn_store_reserve(struct sock *sk, u32 len)
{
	struct tn_store *store = &tn_sk(sk)->store;

	if (store->count == store->room && !tn_store_grow(store, sk->sk_allocation))
		return false;
	return sk_wmem_schedule(sk, len + TN_STORE_CHUNK_COST);
}

/* The bytes are in the page: make them part of the store. Needs tn_store_reserve() before. */
static void tn_store_push(struct sock *sk, struct page *page, u32 off, u32 len, bool shared)
{
	struct tn_store *store = &tn_sk(sk)->store;
	struct tn_chunk *last = tn_store_last(store);
	u32 seq = last ? last->seq + last->len : tn_sk(sk)->tcb.snd.end;

	if (last && last->page == page && last->off + last->len == off &&
	    last->shared == shared) {
		last->len += len;
		tn_store_account(sk, len);
		return;
	}
	get_page(page);
	*tn_store_at(store, store->count++) = (struct tn_chunk) {
		.page = page,
		.off = off,
		.len = len,
		.seq = seq,
		.shared = shared,
	};
	tn_store_account(sk, len + TN_STORE_CHUNK_COST);
}

static int tn_store_copy_in(struct sock *sk, struct iov_iter *from, u32 len)
{
	struct page_frag *frag = sk_page_frag(sk);

	if (!sk_page_frag_refill(sk, frag))
		return -ENOMEM;
	len = min_t(u32, len, frag->size - frag->offset);
	if (!tn_store_reserve(sk, len))
		return -ENOMEM;
	len = copy_page_from_iter(frag->page, frag->offset, len, from);
	if (!len)
		return -EFAULT;
	tn_store_push(sk, frag->page, frag->offset, len, false);
	frag->offset += len;
	return len;
}

/**
 * tn_store_append_iter() - copy bytes to the end of the store
 * @sk:   the socket
 * @from: where they come from; advanced by what was taken
 * @len:  how many, at least 1
 *
 * The store is ahead of the machine until tn_user_sent() has been told.
 *
 * Return: how many bytes were taken, at least 1; or -ENOMEM, -EFAULT.
 * Context: process, socket lock held; may sleep.
 */
int tn_store_append_iter(struct sock *sk, struct iov_iter *from, u32 len)
{
	u32 done = 0;

	while (done < len) {
		int n = tn_store_copy_in(sk, from, len - done);

		if (n < 0)
			return done ? done : n;
		done += n;
	}
	return done;
}

/**
 * tn_store_append_page() - append bytes by reference to their page
 * @sk:   the socket
 * @page: a page for which sendpage_ok() holds; the store takes its own reference
 * @off:  where the bytes begin in it
 * @len:  how many
 *
 * Return: @len, or -ENOMEM.
 * Context: process, socket lock held; may sleep.
 */
int tn_store_append_page(struct sock *sk, struct page *page, u32 off, u32 len)
{
	if (!tn_store_reserve(sk, len))
		return -ENOMEM;
	tn_store_push(sk, page, off, len, true);
	return len;
}

/**
 * tn_store_release() - drop bytes from the front
 * @sk:   the socket
 * @bound: first sequence number that is to be kept
 *
 * Context: any, socket lock held.
 */
void tn_store_release(struct sock *sk, u32 bound)
{
	struct tn_store *store = &tn_sk(sk)->store;
	int freed = 0;

	while (store->count) {
		struct tn_chunk *c = tn_store_at(store, 0);
		u32 n = bound - c->seq;

		if (!tn_seq_gt(bound, c->seq))
			break;
		if (n < c->len) {
			c->off += n;
			c->seq += n;
			c->len -= n;
			freed += n;
			break;
		}
		freed += c->len + TN_STORE_CHUNK_COST;
		put_page(c->page);
		store->head++;
		store->count--;
	}
	if (freed)
		tn_store_account(sk, -freed);
	if (!store->count && store->room > TN_STORE_ROOM_KEEP) {
		kvfree(store->ring);
		store->ring = NULL;
		store->room = 0;
	}
}

/**
 * tn_store_fit() - how much of a range fits into the fragments of one skb?
 * @store: the store
 * @seq:   where the range begins
 * @len:   its length, bytes, at least 1; all of it is in the store
 *
 * Return: bytes from @seq on that need no more than MAX_SKB_FRAGS fragments.
 * Context: any, socket lock held.
 */
u32 tn_store_fit(const struct tn_store *store, u32 seq, u32 len)
{
	u32 i = tn_store_find(store, seq) + MAX_SKB_FRAGS;

	return i < store->count ? min(len, tn_store_at(store, i)->seq - seq) : len;
}

/**
 * tn_store_fill() - let an skb refer to a range
 * @store: the store
 * @skb:   an skb without fragments; its len, data_len and truesize grow by @len
 * @seq:   where the range begins
 * @len:   its length, at most what tn_store_fit() said
 *
 * Context: any, socket lock held.
 */
void tn_store_fill(const struct tn_store *store, struct sk_buff *skb, u32 seq, u32 len)
{
	u32 i = tn_store_find(store, seq);
	u32 left = len;
	int frag = 0;

	while (left) {
		const struct tn_chunk *c = tn_store_at(store, i++);
		u32 skip = seq - c->seq;
		u32 n = min(c->len - skip, left);

		get_page(c->page);
		skb_fill_page_desc(skb, frag++, c->page, c->off + skip, n);
		if (c->shared)
			skb_shinfo(skb)->flags |= SKBFL_SHARED_FRAG;
		seq += n;
		left -= n;
	}
	skb->len += len;
	skb->data_len += len;
	skb->truesize += len;
}

/**
 * tn_store_copy() - copy a range out of the store
 * @store: the store
 * @to:    room for @len bytes
 * @seq:   where the range begins; all of it is in the store
 * @len:   its length, bytes
 *
 * Context: any, socket lock held.
 */
void tn_store_copy(const struct tn_store *store, u8 *to, u32 seq, u32 len)
{
	u32 i = tn_store_find(store, seq);

	while (len) {
		const struct tn_chunk *c = tn_store_at(store, i);
		u32 off = c->off + (seq - c->seq);
		u32 n = min3(c->len - (seq - c->seq), len,
			     (u32)(PAGE_SIZE - offset_in_page(off)));

		memcpy_from_page(to, c->page + (off >> PAGE_SHIFT), offset_in_page(off), n);
		to += n;
		seq += n;
		len -= n;
		if (seq - c->seq == c->len)
			i++;
	}
}

/**
 * tn_store_purge() - drop everything
 * @sk: the socket
 *
 * Context: any, socket lock held or the socket unreachable. May be called twice.
 */
void tn_store_purge(struct sock *sk)
{
	struct tn_store *store = &tn_sk(sk)->store;
	struct tn_chunk *last = tn_store_last(store);

	if (last)
		tn_store_release(sk, last->seq + last->len);
	kvfree(store->ring);
	*store = (struct tn_store) {};
}
