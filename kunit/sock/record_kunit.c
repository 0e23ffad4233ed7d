// SPDX-License-Identifier: GPL-2.0
/*
 * The recorder (module/sock/record.c): whose journals are kept, for how long, and that the ring
 * forgets whole records, oldest first.
 */
#include <linux/mm.h>
#include <net/net_namespace.h>

#include "sock/fixture.h"
#include "sock/record.h"

/* Recordings of a namespace (RECORD_ROOM), and more events than a ring of one holds */
#define ROOM	16
#define MANY	12000

static void record_exit(struct kunit *test)
{
	tn_record_off(&init_net);
}

/* A connection that can be recorded; it needs no socket of its own. */
static struct tn_sock *connection(struct kunit *test, u16 lport, u16 rport)
{
	struct sock *sk = tn_fixture_socket(test);

	tn_sk(sk)->tuple = tn_fixture_tuple(lport, rport);
	return tn_sk(sk);
}

static void begin(struct tn_sock *ts)
{
	lock_sock(&ts->sk);
	tn_record_begin(ts);
	release_sock(&ts->sk);
}

static void event(struct tn_sock *ts, tn_time_t now)
{
	struct tn_verdict v = {};

	lock_sock(&ts->sk);
	tn_record_nodelay(ts, now, now & 1, &v);
	release_sock(&ts->sk);
}

/* How many recordings have ever been used */
static unsigned int shown(void)
{
	struct tn_record_info info = {};
	unsigned int n = 0;

	while (tn_record_show(&init_net, info.id, &info))
		n++;
	return n;
}

static void off__nothing_is_recorded(struct kunit *test)
{
	struct tn_sock *ts = connection(test, 1053, 1);

	begin(ts);
	KUNIT_EXPECT_NULL(test, ts->record);
	event(ts, 1);
	KUNIT_EXPECT_EQ(test, shown(), 0u);
}

static void on__one_port(struct kunit *test)
{
	struct tn_sock *local = connection(test, 1053, 1), *remote = connection(test, 1, 1053);
	struct tn_sock *other = connection(test, 1054, 2);
	struct tn_record_info info;

	KUNIT_ASSERT_EQ(test, tn_record_on(&init_net, htons(1053)), 0);
	begin(local);
	begin(remote);
	begin(other);
	KUNIT_EXPECT_NOT_NULL(test, local->record);
	KUNIT_EXPECT_NOT_NULL(test, remote->record);
	KUNIT_EXPECT_NULL(test, other->record);
	KUNIT_EXPECT_EQ(test, shown(), 2u);

	event(local, 1);
	KUNIT_ASSERT_TRUE(test, tn_record_show(&init_net, 0, &info));
	KUNIT_EXPECT_EQ(test, info.tuple.lport, htons(1053));
	KUNIT_EXPECT_EQ(test, info.events, 2u);
	KUNIT_EXPECT_EQ(test, info.lost, 0u);
	KUNIT_EXPECT_TRUE(test, info.live);

	lock_sock(&local->sk);
	tn_record_end(local);
	tn_record_end(local);
	release_sock(&local->sk);
	KUNIT_ASSERT_TRUE(test, tn_record_show(&init_net, 0, &info));
	KUNIT_EXPECT_FALSE(test, info.live);
}

static void on__room_goes_to_the_oldest_that_is_over(struct kunit *test)
{
	struct tn_sock *ts[ROOM], *late = connection(test, 1055, ROOM);
	struct tn_record_info info;
	unsigned int i;

	KUNIT_ASSERT_EQ(test, tn_record_on(&init_net, 0), 0);
	for (i = 0; i < ROOM; i++) {
		ts[i] = connection(test, 1055, i);
		begin(ts[i]);
		KUNIT_EXPECT_NOT_NULL(test, ts[i]->record);
	}
	/* All are in use */
	begin(late);
	KUNIT_EXPECT_NULL(test, late->record);

	lock_sock(&ts[3]->sk);
	tn_record_end(ts[3]);
	release_sock(&ts[3]->sk);
	begin(late);
	KUNIT_EXPECT_NOT_NULL(test, late->record);
	KUNIT_EXPECT_EQ(test, shown(), (unsigned int)ROOM);
	info.id = 0;
	while (tn_record_show(&init_net, info.id, &info))
		KUNIT_EXPECT_NE(test, info.tuple.rport, htons(3));
}

static void off__lets_go_of_connections(struct kunit *test)
{
	struct tn_sock *ts = connection(test, 1056, 1);

	KUNIT_ASSERT_EQ(test, tn_record_on(&init_net, 0), 0);
	begin(ts);
	tn_record_off(&init_net);
	KUNIT_EXPECT_NULL(test, ts->record);
	KUNIT_EXPECT_EQ(test, shown(), 0u);
	event(ts, 1);
}

/* Begin, what is left of the events, in order and without a gap, end */
static void expect_journal(struct kunit *test, const u8 *p, u32 len, u32 events, u32 lost)
{
	struct tn_journal_create *create = kunit_kzalloc(test, sizeof(*create), GFP_KERNEL);
	struct tn_journal_event ev;
	u32 at, next = 1 + lost;
	int n;

	KUNIT_ASSERT_NOT_NULL(test, create);
	n = tn_journal_length(p, len);
	KUNIT_ASSERT_GT(test, n, 0);
	KUNIT_ASSERT_EQ(test, tn_journal_decode_create(p, n, create), 0);
	for (at = n; at < len; at += n) {
		n = tn_journal_length(p + at, len - at);
		KUNIT_ASSERT_GT(test, n, 0);
		KUNIT_ASSERT_EQ(test, tn_journal_decode(p + at, n, &ev), 0);
		if (ev.type == TN_JOURNAL_END)
			break;
		KUNIT_ASSERT_EQ(test, ev.number, next);
		KUNIT_ASSERT_EQ(test, ev.now, (tn_time_t)next);
		next++;
	}
	KUNIT_EXPECT_EQ(test, next, events);
	KUNIT_EXPECT_EQ(test, ev.number, events);
	KUNIT_EXPECT_EQ(test, at + n, len);
}

static void copy__is_the_journal(struct kunit *test)
{
	struct tn_sock *ts = connection(test, 1057, 1);
	u8 *journal;
	u64 id;
	u32 len, i;

	KUNIT_ASSERT_EQ(test, tn_record_on(&init_net, 0), 0);
	begin(ts);
	for (i = 1; i <= 5; i++)
		event(ts, i);
	KUNIT_ASSERT_EQ(test, tn_record_copy(&init_net, 0, &id, &journal, &len), 0);
	expect_journal(test, journal, len, 6, 0);
	kvfree(journal);
	KUNIT_EXPECT_EQ(test, tn_record_copy(&init_net, id, &id, &journal, &len), -ENOENT);
}

static void copy__ring_went_round(struct kunit *test)
{
	struct tn_sock *ts = connection(test, 1058, 1);
	struct tn_record_info info;
	u8 *journal;
	u64 id;
	u32 len, i;

	KUNIT_ASSERT_EQ(test, tn_record_on(&init_net, 0), 0);
	begin(ts);
	for (i = 1; i < MANY; i++)
		event(ts, i);
	KUNIT_ASSERT_TRUE(test, tn_record_show(&init_net, 0, &info));
	KUNIT_EXPECT_EQ(test, info.events, (u32)MANY);
	KUNIT_EXPECT_GT(test, info.lost, 0u);
	KUNIT_ASSERT_EQ(test, tn_record_copy(&init_net, 0, &id, &journal, &len), 0);
	expect_journal(test, journal, len, MANY, info.lost);
	kvfree(journal);
}

static struct kunit_case record_cases[] = {
	KUNIT_CASE(off__nothing_is_recorded),
	KUNIT_CASE(on__one_port),
	KUNIT_CASE(on__room_goes_to_the_oldest_that_is_over),
	KUNIT_CASE(off__lets_go_of_connections),
	KUNIT_CASE(copy__is_the_journal),
	KUNIT_CASE(copy__ring_went_round),
	{}
};

static struct kunit_suite record_suite = {
	.name = "sock_record",
	.exit = record_exit,
	.test_cases = record_cases,
};

kunit_test_suite(record_suite);
