// SPDX-License-Identifier: GPL-2.0
/*
 * The send store (module/sock/store.c): whatever was put in comes out again, by copy and by
 * reference, wherever the range is cut; pages and memory accounting are given back.
 */
#include <linux/mm.h>
#include <linux/uio.h>

#include "random.h"
#include "sock/fixture.h"

/* Sequence numbers go round in the middle of most cases. */
#define FIRST	0xffffe000u

/* It is not locked: nobody else knows of it. */
static struct sock *store_socket(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);

	tn_sk(sk)->tcb.snd.end = FIRST;
	return sk;
}

/* Copy @len bytes of the pattern from @seq on to the end. */
static void append(struct kunit *test, struct sock *sk, u32 seq, u32 len)
{
	u8 *bytes = kunit_kmalloc(test, len, GFP_KERNEL);
	struct kvec vec = { .iov_base = bytes, .iov_len = len };
	struct iov_iter from;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	for (i = 0; i < len; i++)
		bytes[i] = tn_fixture_byte(seq + i);
	iov_iter_kvec(&from, ITER_SOURCE, &vec, 1, len);
	KUNIT_ASSERT_EQ(test, tn_store_append_iter(sk, &from, len), len);
	kunit_kfree(test, bytes);
}

static struct page *page_new(struct kunit *test, u32 seq)
{
	struct page *page = alloc_page(GFP_KERNEL);
	u8 *p;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, page);
	p = page_address(page);
	for (i = 0; i < PAGE_SIZE; i++)
		p[i] = tn_fixture_byte(seq + i);
	return page;
}

/* The range is what the pattern says, both ways to have it. */
static void expect_pattern(struct kunit *test, struct sock *sk, u32 seq, u32 len)
{
	const struct tn_store *store = &tn_sk(sk)->store;
	u8 *bytes = kunit_kzalloc(test, len, GFP_KERNEL);
	struct sk_buff *skb;
	u32 i, fit;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	tn_store_copy(store, bytes, seq, len);
	for (i = 0; i < len; i++)
		if (bytes[i] != tn_fixture_byte(seq + i))
			break;
	KUNIT_EXPECT_EQ(test, i, len);

	fit = tn_store_fit(store, seq, len);
	KUNIT_EXPECT_GT(test, fit, 0);
	KUNIT_EXPECT_LE(test, fit, len);
	skb = alloc_skb(0, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	tn_store_fill(store, skb, seq, fit);
	KUNIT_EXPECT_EQ(test, skb->len, fit);
	KUNIT_EXPECT_EQ(test, skb_copy_bits(skb, 0, bytes, fit), 0);
	for (i = 0; i < fit; i++)
		if (bytes[i] != tn_fixture_byte(seq + i))
			break;
	KUNIT_EXPECT_EQ(test, i, fit);
	kfree_skb(skb);
	kunit_kfree(test, bytes);
}

static void append_iter__every_cut_is_right(struct kunit *test)
{
	struct sock *sk = store_socket(test);
	u32 seq;

	append(test, sk, FIRST, 300);
	append(test, sk, FIRST + 300, 40000);
	for (seq = 0; seq < 40300; seq += 331)
		expect_pattern(test, sk, FIRST + seq, min(40300 - seq, 4321u));
}

static void append_iter__consecutive_copies_grow_one_chunk(struct kunit *test)
{
	struct sock *sk = store_socket(test);
	struct tn_store *store = &tn_sk(sk)->store;
	u32 i;

	append(test, sk, FIRST, 1);
	for (i = 1; i < 100; i++)
		append(test, sk, FIRST + i, 1);
	/* One more where the page fragment of the task comes to its end. */
	KUNIT_EXPECT_LE(test, store->count, 2u);
	expect_pattern(test, sk, FIRST, 100);
}

static void append_page__is_referred_to(struct kunit *test)
{
	struct sock *sk = store_socket(test);
	struct page *page = page_new(test, FIRST - 100);
	struct sk_buff *skb = alloc_skb(0, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	KUNIT_EXPECT_EQ(test, tn_store_append_page(sk, page, 100, 1000), 1000);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	expect_pattern(test, sk, FIRST, 1000);

	tn_store_fill(&tn_sk(sk)->store, skb, FIRST + 10, 20);
	KUNIT_EXPECT_EQ(test, page_count(page), 3);
	KUNIT_EXPECT_TRUE(test, skb_shinfo(skb)->flags & SKBFL_SHARED_FRAG);

	/* The segment keeps what it carries, whatever is acknowledged meanwhile. */
	tn_store_release(sk, FIRST + 1000);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	put_page(page);
}

static void append_page__neighbours_grow_one_chunk(struct kunit *test)
{
	struct sock *sk = store_socket(test);
	struct page *page = page_new(test, FIRST);

	KUNIT_EXPECT_EQ(test, tn_store_append_page(sk, page, 0, 600), 600);
	KUNIT_EXPECT_EQ(test, tn_store_append_page(sk, page, 600, 700), 700);
	KUNIT_EXPECT_EQ(test, tn_sk(sk)->store.count, 1u);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	expect_pattern(test, sk, FIRST, 1300);
	/* The same page again, but not the bytes that follow */
	KUNIT_EXPECT_EQ(test, tn_store_append_page(sk, page, 0, 10), 10);
	KUNIT_EXPECT_EQ(test, tn_sk(sk)->store.count, 2u);
	tn_store_purge(sk);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	put_page(page);
}

static void release__part_of_a_chunk(struct kunit *test)
{
	struct sock *sk = store_socket(test);

	append(test, sk, FIRST, 9000);
	tn_store_release(sk, FIRST);
	expect_pattern(test, sk, FIRST, 9000);
	tn_store_release(sk, FIRST + 8500);
	expect_pattern(test, sk, FIRST + 8500, 500);
	/* An old bound changes nothing. */
	tn_store_release(sk, FIRST + 100);
	expect_pattern(test, sk, FIRST + 8500, 500);
}

static void release__gives_the_memory_back(struct kunit *test)
{
	struct sock *sk = store_socket(test);
	int empty = sk->sk_wmem_queued, one;

	append(test, sk, FIRST, 1);
	one = sk->sk_wmem_queued - empty;
	/* A byte costs more than a byte: writing single ones is not free. */
	KUNIT_EXPECT_GT(test, one, (int)sizeof(struct tn_chunk));
	append(test, sk, FIRST + 1, 999);
	KUNIT_EXPECT_GE(test, sk->sk_wmem_queued - empty, one + 999);
	tn_store_release(sk, FIRST + 1000);
	KUNIT_EXPECT_EQ(test, sk->sk_wmem_queued, empty);
	tn_store_purge(sk);
	tn_store_purge(sk);
	KUNIT_EXPECT_EQ(test, sk->sk_wmem_queued, empty);
}

/* 24 runs in 24 places: more than an skb has fragments */
static void fit__as_many_as_an_skb_has_fragments(struct kunit *test)
{
	struct sock *sk = store_socket(test);
	struct tn_store *store = &tn_sk(sk)->store;
	struct page *page;
	u32 i;

	for (i = 0; i < MAX_SKB_FRAGS + 7; i++) {
		page = page_new(test, FIRST + 100 * i);
		KUNIT_EXPECT_EQ(test, tn_store_append_page(sk, page, 0, 100), 100);
		put_page(page);
	}
	KUNIT_EXPECT_EQ(test, tn_store_fit(store, FIRST, 100 * i), 100u * MAX_SKB_FRAGS);
	/* From within a run on, what is left of it and the runs that follow */
	KUNIT_EXPECT_EQ(test, tn_store_fit(store, FIRST + 30, 2000), 100u * MAX_SKB_FRAGS - 30);
	KUNIT_EXPECT_EQ(test, tn_store_fit(store, FIRST + 700, 100 * i - 700), 100 * i - 700);
	expect_pattern(test, sk, FIRST, 100 * i);
	expect_pattern(test, sk, FIRST + 130, 100 * i - 130);
}

static void ring__grows_and_goes(struct kunit *test)
{
	struct sock *sk = store_socket(test);
	struct tn_store *store = &tn_sk(sk)->store;
	struct page *a = page_new(test, FIRST);
	u32 i;

	/* Every second byte of a page: no two runs are one. */
	for (i = 0; i < 500; i++)
		KUNIT_ASSERT_EQ(test, tn_store_append_page(sk, a, 2 * i, 1), 1);
	KUNIT_EXPECT_EQ(test, store->count, 500u);
	KUNIT_EXPECT_GE(test, store->room, 500u);
	tn_store_release(sk, FIRST + 499);
	KUNIT_EXPECT_EQ(test, store->count, 1u);
	tn_store_release(sk, FIRST + 500);
	KUNIT_EXPECT_EQ(test, store->room, 0u);
	KUNIT_EXPECT_NULL(test, store->ring);
	KUNIT_EXPECT_EQ(test, page_count(a), 1);
	put_page(a);
}

/* Many small steps against the only rule: what is in it is the pattern from una to end. */
static void steps__random(struct kunit *test)
{
	struct sock *sk = store_socket(test);
	u32 una = FIRST, end = FIRST, i, len;
	int empty = sk->sk_wmem_queued;
	u64 random = 0x5703e;
	struct page *page;

	for (i = 0; i < 400; i++) {
		switch (tn_random_below(&random, 4)) {
		case 0:
			len = 1 + tn_random_below(&random, 5000);
			append(test, sk, end, len);
			end += len;
			break;
		case 1:
			len = 1 + tn_random_below(&random, PAGE_SIZE);
			page = page_new(test, end - (PAGE_SIZE - len));
			KUNIT_EXPECT_EQ(test, tn_store_append_page(sk, page, PAGE_SIZE - len, len),
					len);
			put_page(page);
			end += len;
			break;
		case 2:
			una += tn_random_below(&random, end - una + 1) / 2;
			tn_store_release(sk, una);
			break;
		default:
			if (una == end)
				break;
			len = tn_random_below(&random, end - una);
			expect_pattern(test, sk, una + len,
				       1 + tn_random_below(&random, end - una - len));
		}
		tn_sk(sk)->tcb.snd.end = end;
	}
	tn_store_release(sk, end);
	KUNIT_EXPECT_EQ(test, sk->sk_wmem_queued, empty);
}

static struct kunit_case store_cases[] = {
	KUNIT_CASE(append_iter__every_cut_is_right),
	KUNIT_CASE(append_iter__consecutive_copies_grow_one_chunk),
	KUNIT_CASE(append_page__is_referred_to),
	KUNIT_CASE(append_page__neighbours_grow_one_chunk),
	KUNIT_CASE(release__part_of_a_chunk),
	KUNIT_CASE(release__gives_the_memory_back),
	KUNIT_CASE(fit__as_many_as_an_skb_has_fragments),
	KUNIT_CASE(ring__grows_and_goes),
	KUNIT_CASE(steps__random),
	{}
};

static struct kunit_suite store_suite = {
	.name = "sock_store",
	.test_cases = store_cases,
};

kunit_test_suite(store_suite);
