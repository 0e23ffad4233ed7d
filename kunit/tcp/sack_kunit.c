// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/sack.c: RFC 2018 and 6675, the sender's side.
 */
#include "harness/script.h"

static void scoreboard__blocks(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rack 0\n"
		  "reach ESTABLISHED\n"
		  "write 14600\n"
		  "skip\n"
		  "expect pipe 14600\n"
		  "in . 1:1(0) ack 1 <sack 2921:4381>\n"
		  "expect sacked 1460\n"
		  "expect pipe 13140\n"
		  "in . 1:1(0) ack 1 <sack 2921:4381>\n"
		  "expect sacked 1460\n"
		  "in . 1:1(0) ack 1461\n"
		  "expect snd_una 1461\n"
		  "expect pipe 11680\n");
}

/* RFC 6675 4: (DupThresh - 1) * SMSS, and one octet more */
static void is_lost__more_than_two_segments_above(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rack 0\n"
		  "reach ESTABLISHED\n"
		  "write 14600\n"
		  "skip\n"
		  "in . 1:1(0) ack 1 <sack 1461:4381>\n"
		  "expect lost 0\n"
		  "out none\n"
		  "in . 1:1(0) ack 1 <sack 1461:4382>\n"
		  "out . 1:1461(1460)\n"
		  "expect count TCPSackRecovery 1\n"
		  "expect count TCPFastRetrans 1\n"
		  "expect recovery 1\n");
}

/* RFC 6675 4: DupThresh discontiguous ranges */
static void is_lost__three_ranges_above(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rack 0\n"
		  "reach ESTABLISHED\n"
		  "write 14600\n"
		  "skip\n"
		  "in . 1:1(0) ack 1 <sack 1561:1562>\n"
		  "in . 1:1(0) ack 1 <sack 1661:1662 1561:1562>\n"
		  "expect lost 0\n"
		  "in . 1:1(0) ack 1 <sack 1761:1762 1661:1662 1561:1562>\n"
		  "out . 1:1461(1460)\n");
}

/* RFC 6675 5: one window reduction, ended by the recovery point */
static void recovery__half_and_one_round_trip(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rack 0\n"
		  "set prr 0\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 29200\n"
		  "skip\n"
		  "expect pipe 14600\n"
		  "at 1.1 in . 1:1(0) ack 1 <sack 1461:5841>\n"
		  "out . 1:1461(1460)\n"
		  "expect ssthresh <= 7300\n"
		  "expect cwnd <= 7300\n"
		  "at 1.2 in . 1:1(0) ack 14601\n"
		  "skip\n"
		  "expect recovery 0\n"
		  "expect lost 0\n");
}

/* Reversed, never sent, empty, and a duplicate report (RFC 2883) */
static void blocks__nonsense_is_ignored(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rack 0\n"
		  "reach ESTABLISHED\n"
		  "write 14600\n"
		  "skip\n"
		  "in . 1:1(0) ack 1 <sack 4381:2921>\n"
		  "in . 1:1(0) ack 1 <sack 14601:16061>\n"
		  "in . 1:1(0) ack 1 <sack 1:1>\n"
		  "in . 1:1(0) ack 1461 <sack 1:1461>\n"
		  "skip\n"
		  "expect sacked 0\n");
}

static void blocks__without_negotiation(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460>\n"
		  "set rack 0\n"
		  "reach ESTABLISHED\n"
		  "write 14600\n"
		  "skip\n"
		  "in . 1:1(0) ack 1 <sack 1461:14601>\n"
		  "out none\n"
		  "expect sacked 0\n");
}

/* RFC 2018 8: the head of the queue cannot be SACKed and not acknowledged */
static void reneging__rto_forgets_the_scoreboard(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rack 0\n"
		  "set prr 0\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 4380\n"
		  "skip\n"
		  "at 1.1 in . 1:1(0) ack 1 <sack 1:1461>\n"
		  "expect sacked 1460\n"
		  "at 2.0 out . 1:1461(1460)\n"
		  "expect sacked 0\n"
		  "expect lost 2920\n"
		  "expect cwnd 1460\n");
}

static struct kunit_case sack_cases[] = {
	KUNIT_CASE(scoreboard__blocks),
	KUNIT_CASE(is_lost__more_than_two_segments_above),
	KUNIT_CASE(is_lost__three_ranges_above),
	KUNIT_CASE(recovery__half_and_one_round_trip),
	KUNIT_CASE(blocks__nonsense_is_ignored),
	KUNIT_CASE(blocks__without_negotiation),
	KUNIT_CASE(reneging__rto_forgets_the_scoreboard),
	{}
};

static struct kunit_suite sack_suite = {
	.name = "tcp_sack",
	.test_cases = sack_cases,
};

kunit_test_suite(sack_suite);
