// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/rcvq.c: reassembly, and the SACK blocks that it reports.
 */
#include "harness/script.h"
#include "random.h"

/* RFC 2018 4 */
static void sack__latest_first(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1001:1501(500)\n"
		  "out . 1:1(0) ack 1 <sack 1001:1501>\n"
		  "in . 3001:3501(500)\n"
		  "out . 1:1(0) ack 1 <sack 3001:3501 1001:1501>\n"
		  "in . 2001:2501(500)\n"
		  "out . 1:1(0) ack 1 <sack 2001:2501 3001:3501 1001:1501>\n"
		  "in . 2501:3001(500)\n"
		  "out . 1:1(0) ack 1 <sack 2001:3501 1001:1501>\n"
		  "in . 1:1001(1000)\n"
		  "out . 1:1(0) ack 1501 <sack 2001:3501>\n"
		  "in . 1501:2001(500)\n"
		  "out . 1:1(0) ack 3501 <>\n"
		  "expect delivered 3500\n");
}

/* The oldest one gives way */
static void sack__four_at_most(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 101:201(100)\n"
		  "skip\n"
		  "in . 301:401(100)\n"
		  "skip\n"
		  "in . 501:601(100)\n"
		  "skip\n"
		  "in . 701:801(100)\n"
		  "skip\n"
		  "in . 901:1001(100)\n"
		  "out . 1:1(0) ack 1 <sack 901:1001 701:801 501:601 301:401>\n");
}

/* RFC 2018 3 */
static void sack__three_beside_a_timestamp(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460,sackOK,TS val 1 ecr 0>\n"
		  "reach ESTABLISHED\n"
		  "in . 101:201(100) <TS val 2 ecr 100>\n"
		  "skip\n"
		  "in . 301:401(100) <TS val 2 ecr 100>\n"
		  "skip\n"
		  "in . 501:601(100) <TS val 2 ecr 100>\n"
		  "skip\n"
		  "in . 701:801(100) <TS val 2 ecr 100>\n"
		  "out . 1:1(0) ack 1 <TS val * ecr 1,sack 701:801 501:601 301:401>\n");
}

static void insert__covered(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1001:2001(1000)\n"
		  "skip\n"
		  "in . 1201:1801(600)\n"
		  "out . 1:1(0) ack 1 <sack 1001:2001>\n"
		  "expect reason tcp-duplicate\n"
		  "expect count TCPOFOQueue 1\n");
}

static void insert__covers_others(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1201:1301(100)\n"
		  "skip\n"
		  "in . 1501:1601(100)\n"
		  "skip\n"
		  "in . 1801:2101(300)\n"
		  "skip\n"
		  "in . 1001:2001(1000)\n"
		  "out . 1:1(0) ack 1 <sack 1001:2101>\n"
		  "in . 1:1001(1000)\n"
		  "out . 1:1(0) ack 2101\n"
		  "expect delivered 2100\n");
}

static void insert__overlaps_on_both_sides(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 1001:1501(500)\n"
		  "skip\n"
		  "in . 1801:2301(500)\n"
		  "skip\n"
		  "in . 1401:1901(500)\n"
		  "out . 1:1(0) ack 1 <sack 1001:2301>\n"
		  "in . 1:1101(1100)\n"
		  "out . 1:1(0) ack 2301\n"
		  "expect delivered 2300\n");
}

static void drain__segment_covers_the_queue(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 101:201(100)\n"
		  "skip\n"
		  "in . 301:401(100)\n"
		  "skip\n"
		  "in . 1:501(500)\n"
		  "out . 1:1(0) ack 501 <>\n"
		  "expect delivered 500\n");
}

/* The world notices handles that get lost */
static void purge__on_close(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in . 101:201(100)\n"
		  "skip\n"
		  "close\n"
		  "out F. 1:1(0) ack 1 <>\n"
		  "expect state FIN-WAIT-1\n");
}

/* Every order of eight pieces that overlap: each byte once, in order (the world checks) */
static void orders__random(struct kunit *test)
{
	u64 random = 0x5eed;
	unsigned int round, i, n;
	char line[48];

	for (round = 0; round < 300; round++) {
		struct tn_script *script = tn_script_new(test);

		TN_PLAY(script, "reach ESTABLISHED");
		for (i = 0; i < 40; i++) {
			u32 seq = 1 + tn_random_below(&random, 1000);
			u32 len = 1 + tn_random_below(&random, 200);

			n = snprintf(line, sizeof(line), "in . %u:%u(%u)\nskip", seq, seq + len,
				     len);
			KUNIT_ASSERT_LT(test, n, sizeof(line));
			TN_PLAY(script, line);
		}
		TN_PLAY(script, "in . 1:1301(1300)\nskip\nexpect delivered 1300");
	}
}

static struct kunit_case rcvq_cases[] = {
	KUNIT_CASE(sack__latest_first),
	KUNIT_CASE(sack__four_at_most),
	KUNIT_CASE(sack__three_beside_a_timestamp),
	KUNIT_CASE(insert__covered),
	KUNIT_CASE(insert__covers_others),
	KUNIT_CASE(insert__overlaps_on_both_sides),
	KUNIT_CASE(drain__segment_covers_the_queue),
	KUNIT_CASE(purge__on_close),
	KUNIT_CASE(orders__random),
	{}
};

static struct kunit_suite rcvq_suite = {
	.name = "tcp_rcvq",
	.test_cases = rcvq_cases,
};

kunit_test_suite(rcvq_suite);
