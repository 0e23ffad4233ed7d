// SPDX-License-Identifier: GPL-2.0
/*
 * RFC 9293: the rules that belong to no file alone, in the order of its sections. (Its figures are
 * in arrive_kunit.c, the states against the segments in matrix_kunit.c.)
 */
#include "harness/script.h"
#include "tcp/pair.h"

/* MUST-1: half of the field's range is not negative */
static void window__field_is_unsigned(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set gso 65000\n"
		  "peer <mss 1460>\n"
		  "reach ESTABLISHED\n"
		  "set cwnd 200000\n"
		  "in . 1:1(0) ack 1 win 0x9000\n"
		  "expect snd_wnd 36864\n"
		  "write 60000\n"
		  "out . 1:36501(36500)\n"
		  "out none\n"
		  "in . 1:1(0) ack 1 win 65535\n"
		  "expect snd_wnd 65535\n"
		  "out P. 36501:60001(23500)\n");
}

/* REC-1: 65535 << 14 is nearly 2^30, all of it usable */
static void window__of_a_gigabyte(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set gso 65000\n"
		  "peer <mss 1460,wscale 14>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 65535\n"
		  "expect snd_wnd 1073725440\n"
		  "set cwnd 1100000000\n"
		  "write 200000\n"
		  "out . 1:64241(64240)\n"
		  "out . 64241:128481(64240)\n"
		  "out . 128481:192721(64240)\n"
		  "out P. 192721:200001(7280)\n"
		  "in . 1:1(0) ack 200001 win 65535\n"
		  "expect pipe 0\n"
		  "write 10\n"
		  "out P. 200001:200011(10)\n");
}

/* MUST-65, 2018-1: behind the handshake there is neither, whatever is sent */
static void option__of_the_syn_is_in_no_other_segment(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "connect\n"
		  "out S 0:0(0) <mss 1460,sackOK,TS val * ecr 0,wscale 9>\n"
		  "in S. 0:0(0) ack 1 <mss 1460,sackOK,TS val 1 ecr 0,wscale 7>\n"
		  "out . 1:1(0) ack 1 <TS val * ecr 1>\n"
		  "write 10\n"
		  "out P. 1:11(10) <TS val * ecr 1>\n"
		  "at 1 out P. 1:11(10) <TS val * ecr 1>\n"
		  "in . 1:1(0) ack 11 <TS val 2 ecr 0>\n"
		  "keepalive on 10 1 3\n"
		  "at 11 out . 10:10(0) <TS val * ecr 2>\n"
		  "in . 1:1(0) ack 11 <TS val 2 ecr 0>\n"
		  "shutdown\n"
		  "out F. 11:11(0) <TS val * ecr 2>\n");
}

/* SHLD-6, MAY-3: what the path carries, less 40; also when that is the default */
static void mss__by_the_mtu(struct kunit *test)
{
	static const u32 mtu[] = { 576, 600, 1280, 1500, 9000, 65535 };
	char text[80];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mtu); i++) {
		snprintf(text, sizeof(text),
			 "set mtu %u\nconnect\nout S 0:0(0) <mss %u,sackOK,TS val * ecr 0,wscale 9>\n",
			 mtu[i], mtu[i] - 40);
		TN_SCRIPT(test, text);
	}
}

/* MUST-11: who has opened actively is told */
static void syn_received__reset_of_an_active_open(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "out S 0:0(0)\n"
		  "in S 0:0(0)\n"
		  "out S. 0:0(0) ack 1\n"
		  "expect state SYN-RECEIVED\n"
		  "in R 1:1(0)\n"
		  "expect state CLOSED\n"
		  "expect err ECONNREFUSED\n"
		  "expect reopen 0\n");
}

/* SHLD-2: the text explains, perhaps, but is nobody's data */
static void rst__with_text(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "in R 1:21(20)\n"
		  "out none\n"
		  "expect state CLOSED\n"
		  "expect err ECONNRESET\n"
		  "expect delivered 0\n");
}

/*
 * Table 6: the four cases at both edges of a window of 1000, one off and not. Acceptable is what
 * has its ACK taken. (With a closed window, text that begins exactly there has, too: MUST-66; and
 * so has an ACK just behind an open one, which deviates.)
 */
static void acceptable__table_6(struct kunit *test)
{
	static const struct {
		bool closed, good;
		const char *seg;
	} want[] = {
		{ true, false, "in . 1000:1000(0)" }, { true, true, "in . 1001:1001(0)" },
		{ true, false, "in . 1002:1002(0)" }, { true, false, "in P. 1000:1001(1)" },
		{ true, true, "in P. 1001:1002(1)" }, { true, false, "in P. 1002:1003(1)" },
		{ false, false, "in . 0:0(0)" }, { false, true, "in . 1:1(0)" },
		{ false, true, "in . 1001:1001(0)" }, { false, false, "in . 1002:1002(0)" },
		{ false, false, "in P. 0:1(1)" }, { false, true, "in P. 0:2(2)" },
		{ false, true, "in P. 1:2(1)" }, { false, true, "in P. 1000:1001(1)" },
		{ false, true, "in P. 1000:1003(3)" }, { false, false, "in P. 1001:1002(1)" },
	};
	char text[240];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(want); i++) {
		snprintf(text, sizeof(text),
			 "set rcvbuf 1000\npeer <mss 1460>\nreach ESTABLISHED\n"
			 "%swrite 10\nskip\n%s ack 11\nskip\nexpect snd_una %s\n",
			 want[i].closed ? "in . 1:1001(1000)\nskip\n" : "", want[i].seg,
			 want[i].good ? "11" : "1");
		TN_SCRIPT(test, text);
	}
}

/* MUST-29: two probes are lost, the third is answered, and the count begins anew */
static void keepalive__answered_at_last(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on 10 1 3\n"
		  "at 10.1 out . 0:0(0) ack 1\n"
		  "at 11.1 out . 0:0(0) ack 1\n"
		  "at 12.1 out . 0:0(0) ack 1\n"
		  "at 12.2 in . 1:1(0) ack 1\n"
		  "at 22.2 out . 0:0(0) ack 1\n"
		  "at 23.2 out . 0:0(0) ack 1\n"
		  "at 24.2 out . 0:0(0) ack 1\n"
		  "expect state ESTABLISHED\n"
		  "at 25.2 expect err ETIMEDOUT\n");
}

/*
 * MUST-34, SHLD-15, SHLD-16: 8000 bytes are out when the window shrinks to 2000. Nothing new
 * leaves; what is within the window is sent again when its time has come.
 */
static void shrunk__nothing_new_and_the_old_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "at 1 in . 1:1(0) ack 1 win 8000\n"
		  "write 20000\n"
		  "skip\n"
		  "expect snd_nxt 8001\n"
		  "at 1.1 in . 1:1(0) ack 1 win 2000\n"
		  "out none\n"
		  "at 2 out . 1:1001(1000)\n"
		  "at 2.1 in . 1:1(0) ack 1001 win 1000\n"
		  "expect snd_nxt 8001\n"
		  "out . 1001:2001(1000)\n"
		  "out . 2001:3001(1000)\n"
		  "expect snd_nxt 8001\n");
}

/* SHLD-17, MUST-35: closed over what is outstanding, far beyond R2, while probes are answered */
static void shrunk__lives_while_probes_are_answered(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set r2 100\n"
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "at 1 in . 1:1(0) ack 1 win 8000\n"
		  "write 8000\n"
		  "skip\n"
		  "at 1.1 in . 1:1(0) ack 2001 win 0\n"
		  "at 2.1 out . 2001:2002(1)\n"
		  "in . 1:1(0) ack 2001 win 0\n"
		  "at 4.1 out . 2001:2002(1)\n"
		  "in . 1:1(0) ack 2001 win 0\n"
		  "at 8.1 out . 2001:2002(1)\n"
		  "in . 1:1(0) ack 2001 win 0\n"
		  "at 16.1 out . 2001:2002(1)\n"
		  "in . 1:1(0) ack 2001 win 0\n"
		  "at 32.1 out . 2001:2002(1)\n"
		  "in . 1:1(0) ack 2001 win 0\n"
		  "at 64.1 out . 2001:2002(1)\n"
		  "in . 1:1(0) ack 2001 win 0\n"
		  "at 124.1 out . 2001:2002(1)\n"
		  "in . 1:1(0) ack 2001 win 0\n"
		  "at 184.1 out . 2001:2002(1)\n"
		  "in . 1:1(0) ack 2001 win 6000\n"
		  "expect state ESTABLISHED\n"
		  "out . 2001:3001(1000)\n"
		  "skip\n");
}

/* 3.8.6.2.1 (1): min(D,U) >= Eff.snd.MSS */
static void sws__a_full_segment_leaves(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 1000\n"
		  "write 2500\n"
		  "out . 1:1001(1000)\n"
		  "in . 1:1(0) ack 1001 win 1000\n"
		  "out . 1001:2001(1000)\n"
		  "in . 1:1(0) ack 2001 win 1000\n"
		  "out P. 2001:2501(500)\n");
}

/* MUST-38: the peer opens its window by tens of bytes; it gets none of them */
static void sws__crumbs_of_window_are_not_used(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set peer_wnd 10000\n"
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "write 30000\n"
		  "skip\n"
		  "expect snd_nxt 10001\n"
		  "in . 1:1(0) ack 1001 win 9010\n"
		  "out none\n"
		  "in . 1:1(0) ack 2001 win 8020\n"
		  "out none\n"
		  "in . 1:1(0) ack 3001 win 7900\n"
		  "out none\n"
		  "in . 1:1(0) ack 3001 win 8000\n"
		  "out . 10001:11001(1000)\n"
		  "out none\n");
}

/* 3.8.6.2.1 (3): a peer whose whole buffer is less than a segment gets it by halves */
static void sws__half_of_the_largest_window(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set peer_wnd 500\n"
		  "peer <mss 1460>\n"
		  "reach ESTABLISHED\n"
		  "write 2000\n"
		  "out . 1:501(500)\n"
		  "in . 1:1(0) ack 501 win 249\n"
		  "out none\n"
		  "in . 1:1(0) ack 501 win 250\n"
		  "out . 501:751(250)\n"
		  "out none\n");
}

/* 3.8.6.2.1 (4): the override, 0.1 to 1 s, here 0.2 s */
static void sws__override(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set peer_wnd 10000\n"
		  "peer <mss 1460>\n"
		  "reach ESTABLISHED\n"
		  "at 1 in . 1:1(0) ack 1 win 200\n"
		  "write 1000\n"
		  "out none\n"
		  "at 1.2 out . 1:201(200)\n"
		  "in . 1:1(0) ack 201 win 200\n"
		  "out none\n"
		  "at 1.4 out . 201:401(200)\n");
}

/* MUST-61, SHLD-28, MAY-16: full segments, and the last one alone is pushed */
static void push__in_the_last_segment_only(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "write 4500\n"
		  "out . 1:1001(1000)\n"
		  "out . 1001:2001(1000)\n"
		  "out . 2001:3001(1000)\n"
		  "out . 3001:4001(1000)\n"
		  "out P. 4001:4501(500)\n"
		  "out none\n");
}

/* SHLD-27: what was written into a closed window leaves in one segment */
static void push__several_writes_collapse(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1(0) ack 1 win 0\n"
		  "write 100\n"
		  "write 100\n"
		  "write 100\n"
		  "out none\n"
		  "in . 1:1(0) ack 1 win 5000\n"
		  "out P. 1:301(300)\n");
}

/* 3.7.4: Nagle's rule is for small segments */
static void nagle__full_segments_do_not_wait(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "write 100\n"
		  "out P. 1:101(100)\n"
		  "write 900\n"
		  "out none\n"
		  "write 300\n"
		  "out . 101:1101(1000)\n"
		  "out none\n"
		  "in . 1:1(0) ack 101\n"
		  "out P. 1101:1301(200)\n");
}

/* 3.7.4: what waits leaves with the FIN */
static void nagle__the_fin_takes_along(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "write 1\n"
		  "out P. 1:2(1)\n"
		  "write 1\n"
		  "out none\n"
		  "close\n"
		  "out FP. 2:3(1)\n"
		  "out none\n");
}

/* MUST-58: what receive offload has merged is one event, and costs one ACK */
static void ack__one_for_a_train(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "reach ESTABLISHED\n"
		  "in . 1:14601(14600)\n"
		  "out . 1:1(0) ack 14601\n"
		  "out none\n");
}

/* Appendix A.2: both windows are closed, both ends probe; the probes cross, and neither starves */
static void probes__of_both_ends_cross(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));
	struct tn_end *a = &pair->end[0], *b = &pair->end[1];

	tn_pair_establish(pair);
	a->reading = false;
	b->reading = false;
	tn_pair_write(pair, 0, 1 << 20);
	tn_pair_write(pair, 1, 1 << 20);
	tn_pair_run(pair, tn_sec(500));
	KUNIT_EXPECT_TRUE(test, a->tcb.persist.on && b->tcb.persist.on);
	KUNIT_EXPECT_EQ(test, a->tcb.state, TN_ESTABLISHED);
	KUNIT_EXPECT_EQ(test, b->tcb.state, TN_ESTABLISHED);
	/* Not a storm: what was needed to fill the windows, and a probe and its answer a minute */
	KUNIT_EXPECT_LT(test, a->sent, 1000);

	a->reading = true;
	b->reading = true;
	tn_pair_read(pair, 0, tn_tcb_unread(&a->tcb));
	tn_pair_read(pair, 1, tn_tcb_unread(&b->tcb));
	tn_pair_run(pair, tn_sec(500));
	KUNIT_EXPECT_EQ(test, a->got, 1 << 20);
	KUNIT_EXPECT_EQ(test, b->got, 1 << 20);
}

static struct kunit_case rfc9293_cases[] = {
	KUNIT_CASE(window__field_is_unsigned),
	KUNIT_CASE(window__of_a_gigabyte),
	KUNIT_CASE(option__of_the_syn_is_in_no_other_segment),
	KUNIT_CASE(mss__by_the_mtu),
	KUNIT_CASE(syn_received__reset_of_an_active_open),
	KUNIT_CASE(rst__with_text),
	KUNIT_CASE(acceptable__table_6),
	KUNIT_CASE(keepalive__answered_at_last),
	KUNIT_CASE(shrunk__nothing_new_and_the_old_again),
	KUNIT_CASE(shrunk__lives_while_probes_are_answered),
	KUNIT_CASE(sws__a_full_segment_leaves),
	KUNIT_CASE(sws__crumbs_of_window_are_not_used),
	KUNIT_CASE(sws__half_of_the_largest_window),
	KUNIT_CASE(sws__override),
	KUNIT_CASE(push__in_the_last_segment_only),
	KUNIT_CASE(push__several_writes_collapse),
	KUNIT_CASE(nagle__full_segments_do_not_wait),
	KUNIT_CASE(nagle__the_fin_takes_along),
	KUNIT_CASE(ack__one_for_a_train),
	KUNIT_CASE(probes__of_both_ends_cross),
	{}
};

static struct kunit_suite rfc9293_suite = {
	.name = "tcp_rfc9293",
	.test_cases = rfc9293_cases,
};

kunit_test_suite(rfc9293_suite);
