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
		  "expect state TIME-WAIT\n");
}

/* MAY-2: only beyond the old connection's numbers */
static void syn__new_connection(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach TIME-WAIT\n"
		  "in S 2:2(0)\n"
		  "out . 2:2(0) ack 2\n"
		  "expect reopen 0\n"
		  "in S 3:3(0)\n"
		  "out none\n"
		  "expect reopen 1\n");
}

/* RFC 6191 2 */
static void syn__newer_timestamp(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,TS val 1 ecr 0>\n"
		  "reach TIME-WAIT\n"
		  "in S 1:1(0) <TS val 0 ecr 0>\n"
		  "out . 2:2(0) ack 2 <TS val 100 ecr 1>\n"
		  "expect reopen 0\n"
		  "in S 1:1(0) <TS val 2 ecr 0>\n"
		  "expect reopen 1\n");
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
	KUNIT_CASE(syn__new_connection),
	KUNIT_CASE(syn__newer_timestamp),
	KUNIT_CASE(next_iss__beyond_the_old_one),
	{}
};

static struct kunit_suite timewait_suite = {
	.name = "tcp_timewait",
	.test_cases = timewait_cases,
};

kunit_test_suite(timewait_suite);
