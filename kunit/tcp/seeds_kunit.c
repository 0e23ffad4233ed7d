// SPDX-License-Identifier: GPL-2.0
/*
 * What the seed notes show by example: their traces, their numbers, their questions. The ids are
 * those of the ledger, S0-1 to S4-32.
 */
#include "harness/script.h"
#include "random.h"
#include "tcp/pair.h"
#include "tcp/rtt.h"

/* S0-12, S2-1, S4-26 */
static void path__of_a_client(struct kunit *test)
{
	TN_SCRIPT(test,
		  "expect state CLOSED\n"
		  "connect\n"
		  "out S 0:0(0)\n"
		  "expect state SYN-SENT\n"
		  "in S. 0:0(0) ack 1\n"
		  "out . 1:1(0) ack 1\n"
		  "expect state ESTABLISHED\n"
		  "close\n"
		  "out F. 1:1(0) ack 1\n"
		  "expect state FIN-WAIT-1\n"
		  "in . 1:1(0) ack 2\n"
		  "expect state FIN-WAIT-2\n"
		  "in F. 1:1(0) ack 2\n"
		  "out . 2:2(0) ack 2\n"
		  "expect state TIME-WAIT\n"
		  "at 60 expect state CLOSED\n");
}

/* S0-13, S4-26 */
static void path__of_a_server(struct kunit *test)
{
	TN_SCRIPT(test,
		  "expect state CLOSED\n"
		  "listen\n"
		  "expect state LISTEN\n"
		  "in S 0:0(0)\n"
		  "out S. 0:0(0) ack 1\n"
		  "expect state SYN-RECEIVED\n"
		  "in . 1:1(0) ack 1\n"
		  "expect state ESTABLISHED\n"
		  "in F. 1:1(0) ack 1\n"
		  "out . 1:1(0) ack 2\n"
		  "expect state CLOSE-WAIT\n"
		  "close\n"
		  "out F. 1:1(0) ack 2\n"
		  "expect state LAST-ACK\n"
		  "in . 2:2(0) ack 2\n"
		  "expect state CLOSED\n");
}

/* S0-9, S4-27: the last ACK never comes; the FIN is repeated, and that ends */
static void last_ack__ends_by_timeout(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "set r2 10\n"
		  "reach CLOSE-WAIT\n"
		  "at 1 close\n"
		  "out F. 1:1(0) ack 2\n"
		  "at 2 out F. 1:1(0) ack 2\n"
		  "at 4 out F. 1:1(0) ack 2\n"
		  "at 8 out F. 1:1(0) ack 2\n"
		  "expect state LAST-ACK\n"
		  "at 16 expect state CLOSED\n");
}

/* S0-16, S1-1, S3-46: retransmission, persist, keep-alive, and 2MSL at the end */
static void timers__four(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on\n"
		  "expect deadline rto none\n"
		  "expect deadline persist none\n"
		  "expect deadline keepalive 7200.1\n"
		  "at 1 write 10\n"
		  "skip\n"
		  "expect deadline rto 2\n"
		  "in . 1:1(0) ack 11 win 0\n"
		  "expect deadline rto none\n"
		  "write 10\n"
		  "expect deadline persist 2\n"
		  "in . 1:1(0) ack 11 win 10\n"
		  "skip\n"
		  "expect deadline persist none\n"
		  "in . 1:1(0) ack 21\n"
		  "shutdown\n"
		  "skip\n"
		  "in F. 1:1(0) ack 22\n"
		  "skip\n"
		  "expect state TIME-WAIT\n"
		  "at 60.9 expect state TIME-WAIT\n"
		  "at 61 expect state CLOSED\n");
}

/* S0-20: half of the buffer is less than a segment */
static void window__grows_by_half_of_a_small_buffer(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 2000\n"
		  "peer <mss 1460>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1001(1000)\n"
		  "skip\n"
		  "in . 1001:2001(1000)\n"
		  "out . 1:1(0) ack 2001 win 0\n"
		  "read 999\n"
		  "out none\n"
		  "read 1\n"
		  "out . 1:1(0) ack 2001 win 1000\n");
}

/* S0-26, S3-62: three small segments are lost, one takes their place, with what came later */
static void repacketization__original_and_more(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  "reach ESTABLISHED\n"
		  "nodelay on\n"
		  "at 1 write 100\n"
		  "out P. 1:101(100)\n"
		  "at 1.2 write 100\n"
		  "out P. 101:201(100)\n"
		  "at 1.4 write 100\n"
		  "out P. 201:301(100)\n"
		  "at 2 out P. 1:301(300)\n"
		  "in . 1:1(0) ack 301\n"
		  "expect pipe 0\n");
}

/* S0-28, S3-72, S3-77: the answer of somebody who has never heard of it */
static void keepalive__the_peer_was_rebooted(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "keepalive on\n"
		  "at 7200.1 out . 0:0(0) ack 1\n"
		  "in R 1:1(0)\n"
		  "expect state CLOSED\n"
		  "expect err ECONNRESET\n");
}

/* S1-9: without the ACK flag the field says nothing */
static void syn__garbage_in_the_ack_field(struct kunit *test)
{
	TN_SCRIPT(test,
		  "listen\n"
		  "in S 0:0(0) ack 4711\n"
		  "out S. 0:0(0) ack 1\n"
		  "expect state SYN-RECEIVED\n");
}

/* S1-17 to S1-19: 15 bytes there, 2 back, and a close in three segments */
static void trace__of_a_short_connection(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "peer <mss 1460,sackOK,wscale 7>\n"
		  "reach ESTABLISHED\n"
		  "at 1 write 15\n"
		  "out P. 1:16(15) ack 1\n"
		  "at 1.043 in . 1:1(0) ack 16\n"
		  "at 2 in P. 1:3(2) ack 16\n"
		  "at 2.04 out . 16:16(0) ack 3\n"
		  "read 2\n"
		  "at 3 close\n"
		  "out F. 16:16(0) ack 3\n"
		  "in F. 3:3(0) ack 17\n"
		  "out . 17:17(0) ack 4\n"
		  "expect state TIME-WAIT\n");
}

/* S1-24, S1-26: the third ACK was lost, the server has given up; what the client sends is reset */
static void half_open__request_has_expired(struct kunit *test)
{
	TN_SCRIPT(test,
		  "reach SYN-RECEIVED\n"
		  "at 1 out S. 0:0(0) ack 1\n"
		  "at 3 out S. 0:0(0) ack 1\n"
		  "at 7 out S. 0:0(0) ack 1\n"
		  "at 15 out S. 0:0(0) ack 1\n"
		  "at 31 out S. 0:0(0) ack 1\n"
		  "at 63 expect state CLOSED\n"
		  "at 64 in P. 1:11(10) ack 1\n"
		  "out R 1:1(0)\n");
	TN_SCRIPT(test,
		  "reach ESTABLISHED\n"
		  "at 64 write 10\n"
		  "out P. 1:11(10) ack 1\n"
		  "in R 1:1(0)\n"
		  "expect state CLOSED\n"
		  "expect err ECONNRESET\n");
}

/* S2-26: the RST of an abort has an ACK, and SEQ = SND.NXT */
static void trace__of_an_abort(struct kunit *test)
{
	TN_SCRIPT(test,
		  "listen\n"
		  "in S 0:0(0) <mss 1024>\n"
		  "out S. 0:0(0) ack 1\n"
		  "in . 1:1(0) ack 1\n"
		  "write 13\n"
		  "out P. 1:14(13) ack 1\n"
		  "in . 1:1(0) ack 14\n"
		  "abort\n"
		  "out R. 14:14(0) ack 1\n"
		  "out none\n");
}

/* S2-33, S2-34: four segments in all; the SYN comes again with the same number, and an ACK */
static void trace__of_a_simultaneous_open(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "out S 0:0(0)\n"
		  "in S 0:0(0) <mss 1460>\n"
		  "out S. 0:0(0) ack 1\n"
		  "in S. 0:0(0) ack 1 <mss 1460>\n"
		  "out none\n"
		  "expect state ESTABLISHED\n"
		  "write 5\n"
		  "out P. 1:6(5) ack 1\n"
		  "in P. 1:6(5) ack 6\n"
		  "out . 6:6(0) ack 6\n"
		  "expect delivered 5\n");
}

/* S3-24: a key is a segment, the echo takes its ACK along, and a third one acknowledges that */
static void interactive__three_segments_a_key(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "reach ESTABLISHED\n"
		  "at 1 in P. 1:2(1) ack 1\n"
		  "out none\n"
		  "at 1.01 write 1\n"
		  "out P. 1:2(1) ack 2\n"
		  "at 1.05 in . 2:2(0) ack 2\n"
		  "out none\n"
		  "at 2 out none\n");
}

/* S3-31: the server thinks, so the ACK goes alone */
static void interactive__the_server_is_busy(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "reach ESTABLISHED\n"
		  "at 1 in P. 1:2(1) ack 1\n"
		  "at 1.04 out . 1:1(0) ack 2\n"
		  "at 1.3 write 1\n"
		  "out P. 1:2(1) ack 2\n");
}

/* What the typist's end sent, and whether it ever had two small segments out (S3-30) */
static struct {
	unsigned int segments;
	unsigned int together;
} typed;

static tn_time_t link_of_a_typist(struct tn_pair *pair, unsigned int from, struct tn_out *seg)
{
	if (!from && seg->len) {
		typed.segments++;
		typed.together += seg->seq != pair->end[0].tcb.snd.una;
	}
	return 0;
}

/* Sixteen keys, one each 60 ms; how many segments they take */
static unsigned int type_sixteen_keys(struct kunit *test, tn_time_t delay)
{
	struct tn_pair *pair = tn_pair_new(test, delay);
	unsigned int i;

	tn_pair_establish(pair);
	memset(&typed, 0, sizeof(typed));
	pair->link = link_of_a_typist;
	for (i = 0; i < 16; i++) {
		tn_pair_write(pair, 0, 1);
		tn_pair_run(pair, tn_ms(60));
	}
	tn_pair_run(pair, tn_sec(5));
	KUNIT_EXPECT_EQ(test, pair->end[1].got, 16);
	KUNIT_EXPECT_EQ(test, typed.together, 0);
	return typed.segments;
}

/* S3-28 to S3-30: the faster the ACKs, the more segments; never two small ones at once */
static void nagle__is_clocked_by_acks(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, type_sixteen_keys(test, tn_us(500)), 16);
	KUNIT_EXPECT_LT(test, type_sixteen_keys(test, tn_ms(100)), 9);
}

/* S3-32, S3-33: the window is less by what nobody has read; acknowledged it is */
static void window__less_what_is_unread(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 4096\n"
		  "peer <mss 1460>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:2(1)\n"
		  "out . 1:1(0) ack 2 win 4095\n"
		  "in P. 2:3(1)\n"
		  "out . 1:1(0) ack 3 win 4094\n");
	TN_SCRIPT(test,
		  "set rcvbuf 8192\n"
		  "peer <mss 1460>\n"
		  "reach ESTABLISHED\n"
		  "in P. 1:4(3)\n"
		  "out . 1:1(0) ack 4 win 8189\n"
		  "expect unread 3\n");
}

/* S3-34: the second segment forces an ACK, of a window less 1024 unread; the third waits */
static void bulk__the_third_segment_waits(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "set mtu 1064\n"
		  "set rcvbuf 4096\n"
		  "peer <mss 1024>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1025(1024)\n"
		  "out none\n"
		  "read 1024\n"
		  "in . 1025:2049(1024)\n"
		  "out . 1:1(0) ack 2049 win 3072\n"
		  "at 0.2 in . 2049:3073(1024)\n"
		  "out none\n"
		  "at 0.24 out . 1:1(0) ack 3073 win 2048\n");
}

/* S3-35: four segments fill the buffer; then an update opens it again, without any new ACK */
static void bulk__fast_sender_slow_receiver(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set quick_acks 0\n"
		  "set mtu 1064\n"
		  "set rcvbuf 4096\n"
		  "peer <mss 1024>\n"
		  "reach ESTABLISHED\n"
		  "in . 1:1025(1024)\n"
		  "in . 1025:2049(1024)\n"
		  "out . 1:1(0) ack 2049 win 2048\n"
		  "in . 2049:3073(1024)\n"
		  "in P. 3073:4097(1024)\n"
		  "out . 1:1(0) ack 4097 win 0\n"
		  "at 1 read 4096\n"
		  "out . 1:1(0) ack 4097 win 4096\n");
}

/* S3-51: on a path that jitters, mean and deviation expire early less often than twice the mean */
static void rto__follows_the_deviation(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	struct tn_tcb *tcb = &script->world->tcb;
	unsigned int i, early = 0, early_by_mean = 0;
	u64 random = 1988, rtt;

	TN_PLAY(script, "set rto_min 0.001\n");
	for (i = 0; i < 2000; i++) {
		rtt = tn_ms(50 + tn_random_below(&random, 100));
		if (!tn_random_below(&random, 8))
			rtt += tn_ms(250);
		if (i) {
			early += rtt > tn_rtt_rto(tcb);
			early_by_mean += rtt > 2 * tcb->rtt.srtt;
		}
		tn_rtt_sample(tcb, tcb->opened, rtt);
	}
	KUNIT_EXPECT_GT(test, early_by_mean, 100);
	KUNIT_EXPECT_LT(test, 3 * early, 2 * early_by_mean);
}

/* S3-55: 32 segments are out and lost; 1, 2, 4, 8, 16, and then one more in each round trip */
static void congestion__at_32_segments(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set frto 0\n"
		  "set gso 65000\n"
		  "peer <mss 1000>\n"
		  "reach ESTABLISHED\n"
		  "set cwnd 32000\n"
		  "at 1 write 200000\n"
		  "skip\n"
		  "expect snd_nxt 32001\n"
		  "at 2 skip\n"
		  "expect ssthresh 16000\n"
		  "expect cwnd 1000\n"
		  "at 2.1 in . 1:1(0) ack 1001\n"
		  "skip\n"
		  "expect cwnd 2000\n"
		  "at 2.2 in . 1:1(0) ack 3001\n"
		  "skip\n"
		  "expect cwnd 4000\n"
		  "at 2.3 in . 1:1(0) ack 7001\n"
		  "skip\n"
		  "expect cwnd 8000\n"
		  "at 2.4 in . 1:1(0) ack 15001\n"
		  "skip\n"
		  "expect cwnd 16000\n"
		  "at 2.5 in . 1:1(0) ack 31001\n"
		  "skip\n"
		  "expect cwnd 17000\n"
		  "at 2.6 in . 1:1(0) ack 48001\n"
		  "skip\n"
		  "expect cwnd 18000\n");
}

static tn_time_t link_down(struct tn_pair *pair, unsigned int from, struct tn_out *seg)
{
	return TN_TIME_NEVER;
}

/* S3-67: nothing is exchanged, so an hour without a path is not noticed */
static void idle__survives_an_outage(struct kunit *test)
{
	struct tn_pair *pair = tn_pair_new(test, tn_ms(10));

	tn_pair_establish(pair);
	pair->link = link_down;
	tn_pair_run(pair, tn_sec(3600));
	pair->link = NULL;
	tn_pair_write(pair, 0, 1000);
	tn_pair_run(pair, tn_sec(1));
	KUNIT_EXPECT_EQ(test, pair->end[1].got, 1000);
	KUNIT_EXPECT_EQ(test, pair->end[0].err, 0);
}

/* S4-19, S4-20, S4-24: from both sides */
static void handshake__the_numbers_of_the_notes(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 1234567\n"
		  "set irs 7654321\n"
		  "connect\n"
		  "out <SEQ=1234567><CTL=SYN>\n"
		  "expect state SYN-SENT\n"
		  "in  <SEQ=7654321><ACK=1234568><CTL=SYN,ACK>\n"
		  "out <SEQ=1234568><ACK=7654322><CTL=ACK>\n"
		  "expect state ESTABLISHED\n");
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 7654321\n"
		  "set irs 1234567\n"
		  "listen\n"
		  "in  <SEQ=1234567><CTL=SYN>\n"
		  "out <SEQ=7654321><ACK=1234568><CTL=SYN,ACK>\n"
		  "expect state SYN-RECEIVED\n"
		  "in  <SEQ=1234568><ACK=7654322><CTL=ACK>\n"
		  "expect state ESTABLISHED\n");
}

static struct kunit_case seeds_cases[] = {
	KUNIT_CASE(path__of_a_client),
	KUNIT_CASE(path__of_a_server),
	KUNIT_CASE(last_ack__ends_by_timeout),
	KUNIT_CASE(timers__four),
	KUNIT_CASE(window__grows_by_half_of_a_small_buffer),
	KUNIT_CASE(repacketization__original_and_more),
	KUNIT_CASE(keepalive__the_peer_was_rebooted),
	KUNIT_CASE(syn__garbage_in_the_ack_field),
	KUNIT_CASE(trace__of_a_short_connection),
	KUNIT_CASE(half_open__request_has_expired),
	KUNIT_CASE(trace__of_an_abort),
	KUNIT_CASE(trace__of_a_simultaneous_open),
	KUNIT_CASE(interactive__three_segments_a_key),
	KUNIT_CASE(interactive__the_server_is_busy),
	KUNIT_CASE(nagle__is_clocked_by_acks),
	KUNIT_CASE(window__less_what_is_unread),
	KUNIT_CASE(bulk__the_third_segment_waits),
	KUNIT_CASE(bulk__fast_sender_slow_receiver),
	KUNIT_CASE(rto__follows_the_deviation),
	KUNIT_CASE(congestion__at_32_segments),
	KUNIT_CASE(idle__survives_an_outage),
	KUNIT_CASE(handshake__the_numbers_of_the_notes),
	{}
};

static struct kunit_suite seeds_suite = {
	.name = "tcp_seeds",
	.test_cases = seeds_cases,
};

kunit_test_suite(seeds_suite);
