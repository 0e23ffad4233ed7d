// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/timewait.c: RFC 9293 3.6.1, RFC 1337, RFC 6191.
 */
#include "harness/script.h"

static void segment__by_kind(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach TIME-WAIT\n"
		  "in . 2:2(0) ack 2\n"
		  "out none\n"
		  "in P. 2:12(10) ack 2\n"
		  "out . 2:2(0) ack 2\n"
		  "in . 500:500(0) ack 2\n"
		  "out . 2:2(0) ack 2\n"
		  "expect state TIME-WAIT\n");
}

/* 3.10.7.4, eighth step */
static void fin__restarts_two_msl(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach TIME-WAIT\n"
		  "at 30 in F. 1:1(0) ack 2\n"
		  "out . 2:2(0) ack 2\n"
		  "at 89 expect state TIME-WAIT\n"
		  "at 90 expect state CLOSED\n");
}

/* RFC 1337 */
static void rst__ignored(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach TIME-WAIT\n"
		  "in R 2:2(0)\n"
		  "out none\n"
		  "in R. 2:2(0) ack 2\n"
		  "out none\n"
		  "at 60 expect state TIME-WAIT\n");
}

/* D15: RFC 9293 alone: the exact one ends it, no other */
static void rst__by_the_knob(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rfc1337 0\n"
		  "reach TIME-WAIT\n"
		  "in R 1:1(0)\n"
		  "out none\n"
		  "in R 3:3(0)\n"
		  "out none\n"
		  "expect state TIME-WAIT\n"
		  "in R 2:2(0)\n"
		  "out none\n"
		  "expect state CLOSED\n");
}

/*
 * MAY-2, RFC 6191 2 without timestamps: beyond the peer's FIN, which was 1. An older SYN
 * is dropped silently.
 */
static void syn__by_sequence_number(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach TIME-WAIT\n"
		  "in S 1:1(0)\n"
		  "out none\n"
		  "expect state TIME-WAIT\n"
		  "expect reopen 0\n"
		  "in S 2:2(0)\n"
		  "out none\n"
		  "expect reopen 1\n");
}

/* RFC 6191 2, 9293-U18: the answer tells where we stand, and nothing is opened */
static void syn_ack__is_answered(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach TIME-WAIT\n"
		  "in S. 500:500(0) ack 2\n"
		  "out . 2:2(0) ack 2\n"
		  "expect reopen 0\n");
}

/* RFC 6191 2: timestamps in both: a newer one opens, even with a lower sequence number */
static void syn__by_timestamp(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,TS val 1 ecr 0>\n"
		  "reach TIME-WAIT\n"
		  "in S 90000:90000(0) <TS val 0 ecr 0>\n"
		  "out none\n"
		  "expect reopen 0\n"
		  "in S -70000:-70000(0) <TS val 2 ecr 0>\n"
		  "out none\n"
		  "expect reopen 1\n");
}

/* RFC 6191 2: the same timestamp: the sequence number decides */
static void syn__equal_timestamp(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,TS val 1 ecr 0>\n"
		  "reach TIME-WAIT\n"
		  "in S 1:1(0) <TS val 1 ecr 0>\n"
		  "out none\n"
		  "expect reopen 0\n"
		  "in S 2:2(0) <TS val 1 ecr 0>\n"
		  "expect reopen 1\n");
}

/* RFC 6191 2: timestamps in the old one only: the sequence number decides */
static void syn__timestamp_gone(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,TS val 1 ecr 0>\n"
		  "reach TIME-WAIT\n"
		  "in S 1:1(0)\n"
		  "out none\n"
		  "expect reopen 0\n"
		  "in S 2:2(0)\n"
		  "expect reopen 1\n");
}

/* RFC 6191 2: timestamps in the new one only: always */
static void syn__timestamp_new(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach TIME-WAIT\n"
		  "in S -70000:-70000(0) <TS val 3000000000 ecr 0>\n"
		  "expect reopen 1\n");
}

/* RFC 6191 2: "last timestamp" is that of the last segment, be it in TIME-WAIT */
static void syn__after_the_fin_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,TS val 1 ecr 0>\n"
		  "reach TIME-WAIT\n"
		  "in F. 1:1(0) ack 2 <TS val 500 ecr 100>\n"
		  "out . 2:2(0) ack 2 <TS val 100 ecr 500>\n"
		  "in S 90000:90000(0) <TS val 499 ecr 0>\n"
		  "out none\n"
		  "expect reopen 0\n"
		  "in S 90000:90000(0) <TS val 501 ecr 0>\n"
		  "expect reopen 1\n");
}

/* RFC 7323 5.3: an old duplicate of the FIN is answered and starts nothing */
static void fin__old_timestamp(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,TS val 1 ecr 0>\n"
		  "reach TIME-WAIT\n"
		  "at 30 in F. 1:1(0) ack 2 <TS val 0 ecr 100>\n"
		  "out . 2:2(0) ack 2 <TS val 30000 ecr 1>\n"
		  "at 60 expect state TIME-WAIT\n"
		  "at 61 expect state CLOSED\n");
}

static void next_iss__beyond_the_old_one(struct kunit *test)
{
	struct tn_timewait tw = { .snd_nxt = 0xffffffff };

	/* MAY-2: larger than the largest sequence number of the old connection */
	KUNIT_EXPECT_EQ(test, tn_timewait_next_iss(&tw, 0x80000), 0x80000);
	KUNIT_EXPECT_TRUE(test, tn_seq_gt(tn_timewait_next_iss(&tw, 0xf0000000),
					  tw.snd_nxt + 65535));
}

static struct kunit_case timewait_cases[] = {
	KUNIT_CASE(segment__by_kind),
	KUNIT_CASE(fin__restarts_two_msl),
	KUNIT_CASE(rst__ignored),
	KUNIT_CASE(rst__by_the_knob),
	KUNIT_CASE(syn__by_sequence_number),
	KUNIT_CASE(syn_ack__is_answered),
	KUNIT_CASE(syn__by_timestamp),
	KUNIT_CASE(syn__equal_timestamp),
	KUNIT_CASE(syn__timestamp_gone),
	KUNIT_CASE(syn__timestamp_new),
	KUNIT_CASE(syn__after_the_fin_again),
	KUNIT_CASE(fin__old_timestamp),
	KUNIT_CASE(next_iss__beyond_the_old_one),
	{}
};

static struct kunit_suite timewait_suite = {
	.name = "tcp_timewait",
	.test_cases = timewait_cases,
};

kunit_test_suite(timewait_suite);
