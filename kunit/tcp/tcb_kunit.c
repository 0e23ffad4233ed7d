// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/tcb.c: birth, and the sizes that follow from the path and the peer (RFC 9293 3.7.1, RFC
 * 6928).
 */
#include "harness/script.h"

static void init__is_closed_and_quiet(struct kunit *test)
{
	TN_SCRIPT(test,
		  "expect state CLOSED\n"
		  "expect rto 1\n"
		  "expect mss 536\n"
		  "expect deadline rto none\n"
		  "at 100000 out none\n");
}

/* MUST-15, MUST-16: the smaller of what the peer takes and what the path carries, less options */
static void mss__by_peer_and_path(struct kunit *test)
{
	static const struct {
		u32 mtu;
		const char *peer;
		u32 mss;
	} want[] = {
		{ 1500, "mss 1460", 1460 },
		{ 1500, "mss 1000", 1000 },
		{ 1500, "sackOK", 536 },
		{ 576, "mss 1460", 536 },
		{ 9000, "mss 8960", 8960 },
		{ 1500, "mss 1460,TS val 1 ecr 0", 1448 },
		{ 1500, "mss 0", 48 },
		{ 1500, "mss 65535", 1460 },
		{ 65535, "mss 65535", 65495 },
		{ 0, "mss 1460", 48 },
	};
	char text[128];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(want); i++) {
		snprintf(text, sizeof(text),
			 "set mtu %u\npeer <%s>\nreach ESTABLISHED\nexpect mss %u\n",
			 want[i].mtu, want[i].peer, want[i].mss);
		TN_SCRIPT(test, text);
	}
}

/* RFC 6928 2: min(10 MSS, max(2 MSS, 14600)) */
static void iw__by_mss(struct kunit *test)
{
	TN_SCRIPT(test, "peer <mss 536>\nreach ESTABLISHED\nexpect cwnd 5360\n");
	TN_SCRIPT(test, "peer <mss 1460>\nreach ESTABLISHED\nexpect cwnd 14600\n");
	TN_SCRIPT(test, "set mtu 9000\npeer <mss 8960>\nreach ESTABLISHED\nexpect cwnd 17920\n");
	TN_SCRIPT(test, "set mtu 4040\npeer <mss 4000>\nreach ESTABLISHED\nexpect cwnd 14600\n");
}

static void path__larger_segments_for_offload(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set gso 65000\n"
		  "reach ESTABLISHED\n"
		  "write 20000\n"
		  "out . 1:14601(14600)\n"
		  "expect segs_out 12\n"
		  "expect pipe 14600\n");
}

static void acked__ends_of_the_payload(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_tcb *tcb = &script->world->tcb;

	/* The SYN is no payload, nor is the FIN */
	TN_PLAY(script, "connect\nout *\n");
	KUNIT_EXPECT_EQ(test, tn_tcb_acked(tcb), tcb->snd.iss + 1);
	TN_PLAY(script, "in S. 0:0(0) ack 1 <mss 1460>\nskip\nwrite 10\nskip\nshutdown\nskip\n");
	KUNIT_EXPECT_EQ(test, tn_tcb_acked(tcb), tcb->snd.iss + 1);
	KUNIT_EXPECT_EQ(test, tn_tcb_outstanding(tcb), 11);
	KUNIT_EXPECT_EQ(test, tn_tcb_unsent(tcb), 0);
	KUNIT_EXPECT_TRUE(test, tn_tcb_fin_sent(tcb));
	TN_PLAY(script, "in . 1:1(0) ack 12\n");
	KUNIT_EXPECT_EQ(test, tn_tcb_acked(tcb), tcb->snd.iss + 11);
	KUNIT_EXPECT_EQ(test, tcb->info.bytes_acked, 10);
}

/* S3-41: from one segment, one more with each acknowledgment: 1, 2, 4, 8 */
static void iw__by_profile(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "expect cwnd 14600\n");
	TN_SCRIPT(test,
		  "set profile classic\n"
		  "reach ESTABLISHED\n"
		  "expect cwnd 1460\n"
		  "write 100000\n"
		  "out . 1:1461(1460)\n"
		  "out none\n"
		  "in . 1:1(0) ack 1461\n"
		  "out . 1461:2921(1460)\n"
		  "out . 2921:4381(1460)\n"
		  "out none\n"
		  "in . 1:1(0) ack 2921\n"
		  "skip\n"
		  "in . 1:1(0) ack 4381\n"
		  "skip\n"
		  "expect cwnd 5840\n");
}

static struct kunit_case tcb_cases[] = {
	KUNIT_CASE(init__is_closed_and_quiet),
	KUNIT_CASE(mss__by_peer_and_path),
	KUNIT_CASE(iw__by_mss),
	KUNIT_CASE(iw__by_profile),
	KUNIT_CASE(path__larger_segments_for_offload),
	KUNIT_CASE(acked__ends_of_the_payload),
	{}
};

static struct kunit_suite tcb_suite = {
	.name = "tcp_tcb",
	.test_cases = tcb_cases,
};

kunit_test_suite(tcb_suite);
