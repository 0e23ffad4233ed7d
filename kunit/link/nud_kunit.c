// SPDX-License-Identifier: GPL-2.0
/*
 * The life of a neighbour entry (module/link/nud.c): when it asks, whom, how often, and whom it
 * believes.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "link/nud.h"
#include "random.h"

#define START	tn_sec(1000)

static const u8 ha_a[6] = { 2, 0, 0, 0, 0, 0xa };
static const u8 ha_b[6] = { 2, 0, 0, 0, 0, 0xb };

/* An entry that was asked for at START and answered by ha_a 1 ms later. */
static void reachable(struct tn_nud *n)
{
	tn_nud_init(n);
	tn_nud_use(n, START);
	tn_nud_heard(n, START + tn_ms(1), ha_a, TN_NUD_REPLY);
}

/* The same, grown stale; returns since when. */
static tn_time_t stale(struct tn_nud *n)
{
	tn_time_t at;

	reachable(n);
	at = n->next;
	tn_nud_timer(n, at);
	return at;
}

static void nud_use__fresh_entry_asks_everybody(struct kunit *test)
{
	struct tn_nud n;

	tn_nud_init(&n);
	KUNIT_EXPECT_EQ(test, tn_nud_use(&n, START), TN_NUD_ASK_ALL);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_INCOMPLETE);
	KUNIT_EXPECT_FALSE(test, tn_nud_usable(n.state));
	KUNIT_EXPECT_EQ(test, n.next, START + tn_sec(1));
}

static void nud_use__thousand_packets_one_request(struct kunit *test)
{
	struct tn_nud n;
	u32 i, asked = 0;

	tn_nud_init(&n);
	for (i = 0; i < 1000; i++)
		asked += tn_nud_use(&n, START + tn_us(i)) == TN_NUD_ASK_ALL;
	KUNIT_EXPECT_EQ(test, asked, 1u);
}

static void nud_timer__three_requests_then_failed(struct kunit *test)
{
	struct tn_nud n;

	tn_nud_init(&n);
	tn_nud_use(&n, START);
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, START + tn_ms(999)), TN_NUD_NOTHING);
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, START + tn_sec(1)), TN_NUD_ASK_ALL);
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, START + tn_sec(2)), TN_NUD_ASK_ALL);
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, START + tn_sec(3)), TN_NUD_FAIL);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_FAILED);
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, START + tn_sec(23)), TN_NUD_FORGET);
}

/* RFC 9293 MUST-20: asked at once, and its address stays in use */
static void nud_doubt__is_asked_at_once(struct kunit *test)
{
	tn_time_t at = START + tn_sec(2);
	struct tn_nud n;

	reachable(&n);
	tn_nud_doubt(&n, at);
	KUNIT_EXPECT_TRUE(test, tn_nud_usable(n.state));
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, at), TN_NUD_ASK_ONE);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_PROBE);
	/* Doubt does not make it ask faster */
	tn_nud_doubt(&n, at + tn_ms(1));
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, at + tn_ms(1)), TN_NUD_NOTHING);
	tn_nud_heard(&n, at + tn_ms(2), ha_a, TN_NUD_REPLY);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_REACHABLE);
}

static void nud_doubt__not_of_whom_nobody_knows(struct kunit *test)
{
	struct tn_nud n;

	tn_nud_init(&n);
	tn_nud_doubt(&n, START);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_NONE);
}

static void nud_use__failed_asks_again(struct kunit *test)
{
	struct tn_nud n;

	tn_nud_init(&n);
	tn_nud_use(&n, START);
	tn_nud_timer(&n, START + tn_sec(1));
	tn_nud_timer(&n, START + tn_sec(2));
	tn_nud_timer(&n, START + tn_sec(3));
	KUNIT_EXPECT_EQ(test, tn_nud_use(&n, START + tn_sec(4)), TN_NUD_ASK_ALL);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_INCOMPLETE);
}

static void nud_heard__reply_makes_reachable(struct kunit *test)
{
	struct tn_nud n;

	tn_nud_init(&n);
	tn_nud_use(&n, START);
	KUNIT_EXPECT_EQ(test, tn_nud_heard(&n, START + tn_ms(1), ha_a, TN_NUD_REPLY), TN_NUD_SEND);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_REACHABLE);
	KUNIT_EXPECT_MEMEQ(test, n.ha, ha_a, sizeof(ha_a));
}

static void nud_heard__request_is_an_answer_but_no_proof(struct kunit *test)
{
	struct tn_nud n;

	tn_nud_init(&n);
	tn_nud_use(&n, START);
	KUNIT_EXPECT_EQ(test, tn_nud_heard(&n, START + tn_ms(1), ha_a, TN_NUD_REQUEST),
			TN_NUD_SEND);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_DELAY);
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, n.next), TN_NUD_ASK_ONE);
}

static void nud_heard__request_creates_stale(struct kunit *test)
{
	struct tn_nud n;

	tn_nud_init(&n);
	KUNIT_EXPECT_EQ(test, tn_nud_heard(&n, START, ha_a, TN_NUD_REQUEST), TN_NUD_NOTHING);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_STALE);
	KUNIT_EXPECT_TRUE(test, tn_nud_usable(n.state));
}

static void nud_heard__unasked_change_is_used_but_checked(struct kunit *test)
{
	struct tn_nud n;

	reachable(&n);
	tn_nud_heard(&n, START + tn_sec(5), ha_b, TN_NUD_GOSSIP);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_STALE);
	KUNIT_EXPECT_MEMEQ(test, n.ha, ha_b, sizeof(ha_b));
}

static void nud_heard__second_claimant_loses_for_a_second(struct kunit *test)
{
	struct tn_nud n;

	reachable(&n);
	tn_nud_heard(&n, START + tn_ms(500), ha_b, TN_NUD_REPLY);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_REACHABLE);
	KUNIT_EXPECT_MEMEQ(test, n.ha, ha_a, sizeof(ha_a));
}

static void nud_heard__unasked_reply_does_not_refresh(struct kunit *test)
{
	struct tn_nud n;

	stale(&n);
	tn_nud_heard(&n, START + tn_sec(40), ha_a, TN_NUD_REPLY);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_STALE);
}

static void nud_use__stale_gets_time_then_is_probed(struct kunit *test)
{
	tn_time_t now;
	struct tn_nud n;

	now = stale(&n);
	KUNIT_EXPECT_EQ(test, now, START + tn_ms(1) + tn_sec(30));
	KUNIT_EXPECT_EQ(test, tn_nud_use(&n, now), TN_NUD_NOTHING);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_DELAY);
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, now + tn_sec(5)), TN_NUD_ASK_ONE);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_PROBE);
	KUNIT_EXPECT_TRUE(test, tn_nud_usable(n.state));
	tn_nud_heard(&n, now + tn_sec(5) + tn_ms(1), ha_a, TN_NUD_REPLY);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_REACHABLE);
}

static void nud_confirm__delay_without_arp(struct kunit *test)
{
	tn_time_t now;
	struct tn_nud n;

	now = stale(&n);
	tn_nud_use(&n, now);
	tn_nud_confirm(&n, now + tn_sec(1));
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_REACHABLE);
	KUNIT_EXPECT_EQ(test, n.next, now + tn_sec(31));
}

static void nud_confirm__unknown_address_stays_unknown(struct kunit *test)
{
	struct tn_nud n;

	tn_nud_init(&n);
	tn_nud_use(&n, START);
	tn_nud_confirm(&n, START + tn_ms(1));
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_INCOMPLETE);
}

static void nud_timer__silent_neighbour_is_looked_for_anew(struct kunit *test)
{
	tn_time_t now;
	struct tn_nud n;

	now = stale(&n);
	tn_nud_use(&n, now);
	now = n.next;
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, now), TN_NUD_ASK_ONE);
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, now + tn_sec(1)), TN_NUD_ASK_ONE);
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, now + tn_sec(2)), TN_NUD_ASK_ONE);
	/* another network card by now? */
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, now + tn_sec(3)), TN_NUD_ASK_ALL);
	KUNIT_EXPECT_EQ(test, n.state, TN_NUD_INCOMPLETE);
	KUNIT_EXPECT_EQ(test, tn_nud_heard(&n, now + tn_sec(4), ha_b, TN_NUD_REPLY), TN_NUD_SEND);
	KUNIT_EXPECT_MEMEQ(test, n.ha, ha_b, sizeof(ha_b));
}

static void nud_timer__unused_entry_is_forgotten(struct kunit *test)
{
	struct tn_nud n;

	stale(&n);
	KUNIT_EXPECT_EQ(test, tn_nud_timer(&n, n.next), TN_NUD_FORGET);
}

/* Whatever happens: never two requests within a second, always a deadline once it was touched. */
static void nud_any__at_most_one_request_a_second(struct kunit *test)
{
	static const enum tn_nud_heard how[] = { TN_NUD_REPLY, TN_NUD_REQUEST, TN_NUD_GOSSIP };
	tn_time_t now = START, last = 0;
	u64 seed = 826;
	struct tn_nud n;
	u32 i;

	tn_nud_init(&n);
	for (i = 0; i < 100000; i++) {
		enum tn_nud_act act = TN_NUD_NOTHING;

		now += tn_ms(tn_random_below(&seed, 400));
		switch (tn_random_below(&seed, 16)) {
		case 0:
			act = tn_nud_heard(&n, now, tn_random_below(&seed, 2) ? ha_a : ha_b,
					   how[tn_random_below(&seed, 3)]);
			break;
		case 1:
			tn_nud_confirm(&n, now);
			break;
		case 2 ... 8:
			act = tn_nud_use(&n, now);
			break;
		default:
			act = tn_nud_timer(&n, now);
		}
		if (act == TN_NUD_ASK_ALL || act == TN_NUD_ASK_ONE) {
			KUNIT_ASSERT_GE(test, now - last, tn_sec(1));
			last = now;
		}
		if (act == TN_NUD_FORGET)
			tn_nud_init(&n);
		else if (n.state != TN_NUD_NONE)
			KUNIT_ASSERT_NE(test, n.next, TN_TIME_NEVER);
		if (act == TN_NUD_FORGET)
			last = 0;
	}
}

static struct kunit_case nud_cases[] = {
	KUNIT_CASE(nud_use__fresh_entry_asks_everybody),
	KUNIT_CASE(nud_use__thousand_packets_one_request),
	KUNIT_CASE(nud_timer__three_requests_then_failed),
	KUNIT_CASE(nud_doubt__is_asked_at_once),
	KUNIT_CASE(nud_doubt__not_of_whom_nobody_knows),
	KUNIT_CASE(nud_use__failed_asks_again),
	KUNIT_CASE(nud_heard__reply_makes_reachable),
	KUNIT_CASE(nud_heard__request_is_an_answer_but_no_proof),
	KUNIT_CASE(nud_heard__request_creates_stale),
	KUNIT_CASE(nud_heard__unasked_change_is_used_but_checked),
	KUNIT_CASE(nud_heard__second_claimant_loses_for_a_second),
	KUNIT_CASE(nud_heard__unasked_reply_does_not_refresh),
	KUNIT_CASE(nud_use__stale_gets_time_then_is_probed),
	KUNIT_CASE(nud_confirm__delay_without_arp),
	KUNIT_CASE(nud_confirm__unknown_address_stays_unknown),
	KUNIT_CASE(nud_timer__silent_neighbour_is_looked_for_anew),
	KUNIT_CASE(nud_timer__unused_entry_is_forgotten),
	KUNIT_CASE(nud_any__at_most_one_request_a_second),
	{}
};

static struct kunit_suite nud_suite = {
	.name = "link-nud",
	.test_cases = nud_cases,
};

kunit_test_suite(nud_suite);
