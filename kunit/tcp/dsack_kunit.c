// SPDX-License-Identifier: GPL-2.0
/*
 * Duplicates: what is said of those that arrive, and what is made of those that the peer reports
 * (RFC 2883; the examples are those of its section 4).
 */
#include "harness/script.h"

#define RECEIVER			\
	"peer <mss 1460,sackOK>\n"	\
	"reach ESTABLISHED\n"

/* 4.1: a whole segment again; said once, whatever leaves next */
static void sent__an_old_segment(struct kunit *test)
{
	TN_SCRIPT(test,
		  RECEIVER
		  "in . 1:501(500)\n"
		  "skip\n"
		  "in . 501:1001(500)\n"
		  "skip\n"
		  "in . 1:501(500)\n"
		  "out . 1:1(0) ack 1001 <sack 1:501>\n"
		  "expect count TCPDSACKOldSent 1\n"
		  "in . 1001:1501(500)\n"
		  "out . 1:1(0) ack 1501 <>\n"
		  "in . 501:1001(500)\n"
		  "out . 1:1(0) ack 1501 <sack 501:1001>\n"
		  "write 100\n"
		  "out P. 1:101(100) ack 1501 <>\n");
}

/* 4.1.2: a duplicate behind a gap: the second block is the range that it is part of */
static void sent__behind_a_gap(struct kunit *test)
{
	TN_SCRIPT(test,
		  RECEIVER
		  "in . 1001:1501(500)\n"
		  "out . 1:1(0) ack 1 <sack 1001:1501>\n"
		  "in . 1501:2001(500)\n"
		  "out . 1:1(0) ack 1 <sack 1001:2001>\n"
		  "in . 3001:3501(500)\n"
		  "out . 1:1(0) ack 1 <sack 3001:3501 1001:2001>\n"
		  "in . 1501:2001(500)\n"
		  "out . 1:1(0) ack 1 <sack 1501:2001 1001:2001 3001:3501>\n"
		  "expect count TCPDSACKOfoSent 1\n"
		  "in . 4001:4501(500)\n"
		  "out . 1:1(0) ack 1 <sack 4001:4501 1001:2001 3001:3501>\n");
}

/* 4.2: of a segment that is partly a duplicate, that part; and of several the first */
static void sent__a_part(struct kunit *test)
{
	TN_SCRIPT(test,
		  RECEIVER
		  "in . 1:501(500)\n"
		  "skip\n"
		  "in . 251:1001(750)\n"
		  "out . 1:1(0) ack 1001 <sack 251:501>\n"
		  "in . 2001:2501(500)\n"
		  "skip\n"
		  "in . 3001:3501(500)\n"
		  "skip\n"
		  "in . 1501:4001(2500)\n"
		  "out . 1:1(0) ack 1001 <sack 2001:2501 1501:4001>\n"
		  "in . 5001:5501(500)\n"
		  "skip\n"
		  "in . 4501:5101(600)\n"
		  "out . 1:1(0) ack 1001 <sack 5001:5101 4501:5501 1501:4001>\n");
}

/* The segment fills the gap, and brings what is behind it once more */
static void sent__beyond_the_gap(struct kunit *test)
{
	TN_SCRIPT(test,
		  RECEIVER
		  "in . 501:1001(500)\n"
		  "skip\n"
		  "in . 1:751(750)\n"
		  "out . 1:1(0) ack 1001 <sack 501:751>\n"
		  "in . 1501:2001(500)\n"
		  "out . 1:1(0) ack 1001 <sack 1501:2001>\n");
}

/* Without SACK there is none */
static void sent__only_by_agreement(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1460>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:501(500)\n"
		  "skip\n"
		  "in . 1:501(500)\n"
		  "out . 1:1(0) ack 501 <>\n"
		  "expect count TCPDSACKOldSent 0\n");
}

/* 4 (2): a burst that is cut by offload would say it again and again */
static void sent__in_one_segment_of_a_burst(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set gso 60000\n"
		  "set reading off\n"
		  RECEIVER
		  "in . 1:501(500)\n"
		  "skip\n"
		  "write 100000\n"
		  "skip\n"
		  "in . 251:1001(750) ack 14601\n"
		  "out . 14601:16049(1448) ack 1001 <sack 251:501>\n"
		  "out . 16049:43789(27740) ack 1001 <>\n");
}

/* 5: a duplicate of what is behind a gap is part of the second block, and tells nothing new */
static void received__behind_a_gap(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 14600\n"
		  "skip\n"
		  "in . 1:1(0) ack 1 <sack 4381:7301>\n"
		  "skip\n"
		  "in . 1:1(0) ack 1 <sack 4381:5841 4381:7301>\n"
		  "out none\n"
		  "expect count TCPDSACKOfoRecv 1\n"
		  "expect count TCPDSACKRecv 0\n"
		  "expect sacked 2920\n");
}

/* 5: below the ACK that it comes with, be it an old one; nonsense counts for nothing */
static void received__below_the_ack(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 14600\n"
		  "skip\n"
		  "in . 1:1(0) ack 4381 <sack 1:1461>\n"
		  "expect count TCPDSACKRecv 1\n"
		  "in . 1:1(0) ack 2921 <sack 1461:2921>\n"
		  "expect count TCPDSACKRecv 2\n"
		  "in . 1:1(0) ack 2921 <sack 2921:4381>\n"
		  "in . 1:1(0) ack 4381 <sack 1461:1>\n"
		  "in . 1:1(0) ack 4381 <sack 0:1461>\n"
		  "expect count TCPDSACKRecv 2\n"
		  "expect count TCPDSACKOfoRecv 0\n"
		  "expect sacked 0\n");
}

static struct kunit_case dsack_cases[] = {
	KUNIT_CASE(received__behind_a_gap),
	KUNIT_CASE(received__below_the_ack),
	KUNIT_CASE(sent__an_old_segment),
	KUNIT_CASE(sent__behind_a_gap),
	KUNIT_CASE(sent__a_part),
	KUNIT_CASE(sent__beyond_the_gap),
	KUNIT_CASE(sent__only_by_agreement),
	KUNIT_CASE(sent__in_one_segment_of_a_burst),
	{}
};

static struct kunit_suite dsack_suite = {
	.name = "tcp_dsack",
	.test_cases = dsack_cases,
};

kunit_test_suite(dsack_suite);
