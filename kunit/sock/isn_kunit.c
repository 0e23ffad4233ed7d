// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers that a stranger shall not guess (module/sock/isn.c): that they grow where they must, and
 * tell nothing about those of another connection where they must not.
 */
#include <linux/delay.h>
#include <net/net_namespace.h>

#include "sock/fixture.h"
#include "sock/isn.h"
#include "tcp/ephemeral.h"

/* RFC 6528 3, RFC 9293 MUST-8: a clock that ticks every 4 us or so */
static void pick__grows_with_the_clock(struct kunit *test)
{
	struct tn_tuple tuple = tn_fixture_tuple(1, 2);
	u64 begin, before, after;
	u32 first, second;

	begin = ktime_get_ns();
	first = tn_isn_pick(&init_net, &tuple);
	before = ktime_get_ns();
	usleep_range(3000, 4000);
	after = ktime_get_ns();
	second = tn_isn_pick(&init_net, &tuple);
	KUNIT_EXPECT_GE(test, second - first, (after - before) / 4100);
	KUNIT_EXPECT_LE(test, second - first, (ktime_get_ns() - begin) / 4000 + 1);
}

static void pick__each_tuple_has_its_own(struct kunit *test)
{
	unsigned int ones[32] = {};
	u32 last = 0, isn, i, bit;

	/* Neighbouring ports: about half of all bits change from one to the next. */
	for (i = 0; i < 512; i++) {
		struct tn_tuple tuple = tn_fixture_tuple(30000 + i, 80);

		isn = tn_isn_pick(&init_net, &tuple);
		for (bit = 0; bit < 32; bit++)
			ones[bit] += (isn ^ last) >> bit & 1;
		last = isn;
	}
	for (bit = 0; bit < 32; bit++) {
		KUNIT_EXPECT_GT(test, ones[bit], 160u);
		KUNIT_EXPECT_LT(test, ones[bit], 352u);
	}
}

/* RFC 7323 7.1: TIME-WAIT compares the timestamps of one tuple; others tell nothing of them. */
static void ts_offset__each_tuple_has_its_own(struct kunit *test)
{
	struct tn_tuple a = tn_fixture_tuple(1, 2), b = a;
	u32 offset = tn_isn_ts_offset(&init_net, &a);

	KUNIT_EXPECT_EQ(test, tn_isn_ts_offset(&init_net, &b), offset);
	b.lport = htons(3);
	KUNIT_EXPECT_NE(test, tn_isn_ts_offset(&init_net, &b), offset);
	b = a;
	b.rport = htons(3);
	KUNIT_EXPECT_NE(test, tn_isn_ts_offset(&init_net, &b), offset);
	b = a;
	b.raddr ^= htonl(1);
	KUNIT_EXPECT_NE(test, tn_isn_ts_offset(&init_net, &b), offset);
	b = a;
	b.laddr ^= htonl(1);
	KUNIT_EXPECT_NE(test, tn_isn_ts_offset(&init_net, &b), offset);
}

/* RFC 6056 3.3: to one peer the next port, to another one anywhere */
static u16 port_first(const struct tn_tuple *tuple)
{
	struct tn_ephemeral e;
	u16 port = 0;

	tn_isn_port(&init_net, tuple, 1024, 65535, &e);
	tn_ephemeral_next(&e, &port);
	tn_ephemeral_found(&e);
	return port;
}

static void port__begins_elsewhere_for_another_peer(struct kunit *test)
{
	struct tn_tuple a = tn_fixture_tuple(0, 80);
	u16 first = port_first(&a), next, last = first;
	unsigned int i, apart = 0;

	a.lport = htons(1);
	next = port_first(&a);
	KUNIT_EXPECT_EQ(test, next, first == 65535 ? 1024 : first + 1);
	for (i = 0; i < 16; i++) {
		a.raddr ^= htonl(1 + i);
		next = port_first(&a);
		apart += abs(next - last) > 100;
		last = next;
	}
	KUNIT_EXPECT_GE(test, apart, 14);
}

static struct kunit_case isn_cases[] = {
	KUNIT_CASE(pick__grows_with_the_clock),
	KUNIT_CASE(pick__each_tuple_has_its_own),
	KUNIT_CASE(ts_offset__each_tuple_has_its_own),
	KUNIT_CASE(port__begins_elsewhere_for_another_peer),
	{}
};

static struct kunit_suite isn_suite = {
	.name = "sock_isn",
	.test_cases = isn_cases,
};

kunit_test_suite(isn_suite);
