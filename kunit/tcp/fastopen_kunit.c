// SPDX-License-Identifier: GPL-2.0
/*
 * TCP Fast Open, RFC 7413: what the client does, and what each side counts and remembers. The
 * server's answers are in selftests/scripts/fastopen.txt.
 */
#include "cc/cc.h"
#include "harness/script.h"
#include "stats.h"
#include "tcp/fastmemo.h"
#include "tcp/fastopen.h"
#include "tcp/fastqueue.h"
#include "tcp/handshake.h"

/* What a SYN has else */
#define OPTIONS "mss 1460,sackOK,TS val * ecr 0,wscale 9"

/* A client with a cookie, of a server whose MSS was 1000 */
static struct tn_script *fastopen_client(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "fastopen 100\n"
			"out S 0:0(0) <" OPTIONS ",FO ask>\n"
			"at 0.1 in S. 0:0(0) ack 1 <mss 1000,FO 0102030405060708>\n"
			"out . 1:1(0) ack 1\n"
			"at 10.0 abort\n"
			"skip\n");
	return script;
}

#define COOKIE "FO 0102030405060708"

/* 7413-6, 7413-4, 7413-8: first a request, and no data; then the cookie, and data */
static void client__cookie(struct kunit *test)
{
	struct tn_script *script = fastopen_client(test);

	KUNIT_EXPECT_EQ(test, script->world->server.mss, 1000);
	TN_PLAY(script, "fastopen 100\n"
			"out S 0:100(100) <" OPTIONS "," COOKIE ">\n"
			"at 10.1 in S. 0:0(0) ack 101 <mss 1000>\n"
			"out . 101:101(0) ack 1\n"
			"expect state ESTABLISHED\n"
			"expect snd_una 101\n"
			"expect count TCPFastOpenActive 1\n"
			"expect srtt 0.1\n"
			"expect deadline rto none\n"
			"write 10\n"
			"out P. 101:111(10)\n");
	KUNIT_EXPECT_TRUE(test, script->world->tcb.fo.taken);
	KUNIT_EXPECT_EQ(test, script->world->tcb.info.bytes_acked, 100);
}

/* TCP_INFO: why the text did not go, or not at once */
static void client__why_not(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	const u8 *fail = &script->world->tcb.fo.fail;

	TN_PLAY(script, "fastopen 100\n"
			"out S 0:0(0) <" OPTIONS ",FO ask>\n"
			"at 0.1 in S. 0:0(0) ack 1 <mss 1000," COOKIE ">\n"
			"out . 1:1(0) ack 1\n");
	KUNIT_EXPECT_EQ(test, *fail, TN_FASTOPEN_FAIL_COOKIE);
	TN_PLAY(script, "abort\n"
			"skip\n"
			"fastopen 100\n"
			"out S 0:100(100)\n"
			"in S. 0:0(0) ack 101 <mss 1000>\n"
			"out . 101:101(0) ack 1\n");
	KUNIT_EXPECT_EQ(test, *fail, TN_FASTOPEN_FAIL_NONE);
	TN_PLAY(script, "abort\n"
			"skip\n"
			"fastopen 100\n"
			"out S 0:100(100)\n"
			"in S. 0:0(0) ack 61 <mss 1000," COOKIE ">\n"
			"out P. 61:101(40) ack 1\n");
	KUNIT_EXPECT_EQ(test, *fail, TN_FASTOPEN_FAIL_TEXT);
	TN_PLAY(script, "abort\n"
			"skip\n"
			"fastopen 100\n"
			"out S 0:100(100)\n"
			"at +1.0 out S 0:0(0)\n"
			"in S. 0:0(0) ack 1 <mss 1000," COOKIE ">\n"
			"out P. 1:101(100) ack 1\n");
	KUNIT_EXPECT_EQ(test, *fail, TN_FASTOPEN_FAIL_RESENT);
}

/* 7413-8: at most the MSS that is remembered, less what options may take; 536 of nobody's */
static void client__amount(struct kunit *test)
{
	struct tn_script *script = fastopen_client(test);

	TN_PLAY(script, "fastopen 5000\n"
			"out S 0:960(960) <" OPTIONS "," COOKIE ">\n"
			"at 10.1 in S. 0:0(0) ack 961 <mss 1000>\n"
			"out . 961:961(0)\n"
			"abort\n"
			"skip\n");
	script->world->server.mss = 0;
	TN_PLAY(script, "fastopen 5000\n"
			"out S 0:496(496) <" OPTIONS "," COOKIE ">\n"
			"abort\n");
	script->world->server.mss = 1460;
	script->world->mtu = 1000;
	TN_PLAY(script, "fastopen 5000\n"
			"out S 0:920(920)\n");
}

/* 7413-4: the newest cookie is the one that is used */
static void client__new_cookie(struct kunit *test)
{
	TN_PLAY(fastopen_client(test),
		"fastopen 100\n"
		"out S 0:100(100) <" OPTIONS "," COOKIE ">\n"
		"at 10.1 in S. 0:0(0) ack 1 <mss 1460,FO 1112131415161718>\n"
		"out P. 1:101(100) ack 1\n"			/* 7413-10 */
		"expect count TCPFastOpenActiveFail 1\n"
		"in . 1:1(0) ack 101\n"
		"expect retrans 0\n"
		"abort\n"
		"skip\n"
		"fastopen 200\n"				/* no failure: the cookie was old */
		"out S 0:200(200) <" OPTIONS ",FO 1112131415161718>\n");
}

/* 7413-10: what was not acknowledged is sent with the ACK of the SYN */
static void client__text_not_taken(struct kunit *test)
{
	struct tn_script *script = fastopen_client(test);

	TN_PLAY(script, "fastopen 100\n"
			"out S 0:100(100)\n"
			"at 10.1 in S. 0:0(0) ack 1 <mss 1460>\n"
			"out P. 1:101(100) ack 1\n"
			"expect count TCPFastOpenActive 0\n"
			"expect count TCPFastOpenActiveFail 1\n"
			"expect srtt 0.1\n"
			"at 10.2 in . 1:1(0) ack 101\n"
			"abort\n"
			"skip\n"
			/* 7413-5: nor is it tried again, for a while */
			"fastopen 100\n"
			"out S 0:0(0) <" OPTIONS ">\n"
			"abort\n"
			"at 70.0 fastopen 100\n"
			"out S 0:0(0) <" OPTIONS ">\n"
			"abort\n"
			"at 70.2 fastopen 100\n"
			"out S 0:100(100) <" OPTIONS "," COOKIE ">\n");
	KUNIT_EXPECT_FALSE(test, script->world->tcb.fo.taken);
}

static void client__text_taken_in_part(struct kunit *test)
{
	TN_PLAY(fastopen_client(test),
		"fastopen 100\n"
		"out S 0:100(100)\n"
		"at 10.1 in S. 0:0(0) ack 61 <mss 1460>\n"
		"out P. 61:101(40) ack 1\n"
		"expect snd_una 61\n"
		"expect count TCPFastOpenActive 1\n"
		"in . 1:1(0) ack 101\n"
		"expect deadline rto none\n");
}

/* RFC 9293 3.10.7.3 */
static void client__ack_of_what_was_not_sent(struct kunit *test)
{
	TN_PLAY(fastopen_client(test),
		"fastopen 100\n"
		"out S 0:100(100)\n"
		"in S. 0:0(0) ack 102 <mss 1460>\n"
		"out R 102:102(0)\n"
		"in S. 0:0(0) ack 0 <mss 1460>\n"
		"out R 0:0(0)\n"
		"in . 1:1(0) ack 101\n"
		"expect state SYN-SENT\n"
		"in R. 0:0(0) ack 101\n"
		"expect err ECONNREFUSED\n"
		/* That was an answer */
		"fastopen 100\n"
		"out S 0:100(100) <" OPTIONS "," COOKIE ">\n");
}

/* 7413-7: neither option nor text when it is sent again; its answer may still have both */
static void client__syn_again(struct kunit *test)
{
	TN_PLAY(fastopen_client(test),
		"fastopen 100\n"
		"out S 0:100(100) <" OPTIONS "," COOKIE ">\n"
		"at 11.0 out S 0:0(0) <" OPTIONS ">\n"
		"at 11.1 in S. 0:0(0) ack 101 <mss 1460>\n"
		"out . 101:101(0) ack 1\n"
		"expect count TCPFastOpenActive 1\n"
		"abort\n"
		"skip\n"
		"fastopen 100\n"
		"out S 0:100(100) <" OPTIONS "," COOKIE ">\n");
}

/* 7413-5: it got lost, perhaps because of what it had */
static void client__syn_lost(struct kunit *test)
{
	TN_PLAY(fastopen_client(test),
		"fastopen 100\n"
		"out S 0:100(100)\n"
		"at 11.0 out S 0:0(0)\n"
		"at 11.1 in S. 0:0(0) ack 1 <mss 1460>\n"
		"out P. 1:101(100) ack 1\n"
		"in . 1:1(0) ack 101\n"
		"abort\n"
		"skip\n"
		"fastopen 100\n"
		"out S 0:0(0) <" OPTIONS ">\n");
}

/* 7413-5: a request that gets lost is a failure as well */
static void client__request_lost(struct kunit *test)
{
	TN_SCRIPT(test,
		  "fastopen 100\n"
		  "out S 0:0(0) <" OPTIONS ",FO ask>\n"
		  "at 1.0 out S 0:0(0) <" OPTIONS ">\n"
		  "at 1.1 in S. 0:0(0) ack 1 <mss 1460>\n"
		  "out . 1:1(0) ack 1\n"
		  "abort\n"
		  "skip\n"
		  "fastopen 100\n"
		  "out S 0:0(0) <" OPTIONS ">\n");
}

/* 7413-5: no answer at all */
static void client__no_answer(struct kunit *test)
{
	struct tn_script *script = fastopen_client(test);

	TN_PLAY(script, "set syn_retries 1\n"
			"fastopen 100\n"
			"out S 0:100(100)\n"
			"at 11.0 out S 0:0(0)\n"
			"at 13.0 expect err ETIMEDOUT\n"
			"expect count TCPFastOpenActiveFail 1\n");
	KUNIT_EXPECT_EQ(test, script->world->port.fails, 1);
}

/* A server that does not know of it: it is asked again */
static void client__no_cookie(struct kunit *test)
{
	TN_SCRIPT(test,
		  "fastopen 100\n"
		  "out S 0:0(0) <" OPTIONS ",FO ask>\n"
		  "at 0.1 in S. 0:0(0) ack 1 <mss 1460>\n"
		  "out . 1:1(0) ack 1\n"
		  "abort\n"
		  "skip\n"
		  "fastopen 100\n"
		  "out S 0:0(0) <" OPTIONS ",FO ask>\n");
}

/* Who did not ask is given none */
static void client__unasked(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	TN_PLAY(script, "connect\n"
			"out S 0:0(0) <" OPTIONS ">\n"
			"in S. 0:0(0) ack 1 <mss 1460,FO 0102030405060708>\n"
			"out . 1:1(0) ack 1\n");
	KUNIT_EXPECT_EQ(test, script->world->server.cookie.len, 0);
}

/* The peer's SYN crosses ours: its SYN-ACK may take our text, or not */
static void client__simultaneous_open(struct kunit *test)
{
	TN_PLAY(fastopen_client(test),
		"fastopen 100\n"
		"out S 0:100(100)\n"
		"in S 0:50(50) <mss 1460>\n"			/* its text is not taken */
		"out S. 0:0(0) ack 1 <mss 1460>\n"
		"in S. 0:0(0) ack 101 <mss 1460>\n"
		"expect state ESTABLISHED\n"
		"expect snd_una 101\n"
		"write 10\n"
		"out P. 101:111(10) ack 1\n");
	TN_PLAY(fastopen_client(test),
		"fastopen 100\n"
		"out S 0:100(100)\n"
		"in S 0:0(0) <mss 1460>\n"
		"out S. 0:0(0) ack 1 <mss 1460>\n"
		"in S. 0:0(0) ack 1 <mss 1460>\n"
		"out P. 1:101(100) ack 1\n"
		"expect state ESTABLISHED\n");
	TN_PLAY(fastopen_client(test),
		"fastopen 100\n"
		"out S 0:100(100)\n"
		"in S 0:0(0) <mss 1460>\n"
		"out S. 0:0(0) ack 1 <mss 1460>\n"
		"in . 1:1(0) ack 102\n"
		"out R 102:102(0)\n"
		"expect state SYN-RECEIVED\n");
}

/* 7413-5: the handshake passed, and then nothing more */
static void client__black_hole(struct kunit *test)
{
	struct tn_script *script = fastopen_client(test);

	TN_PLAY(script, "fastopen 100\n"
			"out S 0:100(100)\n"
			"at 10.1 in S. 0:0(0) ack 101 <mss 1460>\n"
			"out . 101:101(0) ack 1\n"
			"write 10\n"
			"out P. 101:111(10)\n"
			"at 11.1 out P. 101:111(10)\n"
			"at 13.1 out P. 101:111(10)\n"
			"expect count TCPFastOpenBlackhole 0\n"
			"at 17.1 out P. 101:111(10)\n"
			"expect count TCPFastOpenBlackhole 1\n");
	KUNIT_EXPECT_EQ(test, script->world->port.fails, 1);
}

/* One that has got on: that is another matter */
static void client__timeouts_later(struct kunit *test)
{
	TN_PLAY(fastopen_client(test),
		"fastopen 100\n"
		"out S 0:100(100)\n"
		"at 10.1 in S. 0:0(0) ack 101 <mss 1460>\n"
		"out . 101:101(0) ack 1\n"
		"write 10\n"
		"out P. 101:111(10)\n"
		"at 10.2 in . 1:1(0) ack 111\n"
		"write 10\n"
		"out P. 111:121(10)\n"
		"at 11.2 out P. 111:121(10)\n"
		"at 13.2 out P. 111:121(10)\n"
		"at 17.2 out P. 111:121(10)\n"
		"expect count TCPFastOpenBlackhole 0\n");
}

/* TCP_FASTOPEN_NO_COOKIE: text and no option */
static void client__bare(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set bare on\n"
		  "fastopen 100\n"
		  "out S 0:100(100) <" OPTIONS ">\n"
		  "at 0.1 in S. 0:0(0) ack 101 <mss 1460>\n"
		  "out . 101:101(0) ack 1\n");
}

/* Beside a user timeout a cookie of 16 bytes has no room: then it is an ordinary SYN */
static void client__no_room(struct kunit *test)
{
	struct tn_tcb *tcb;
	struct tn_script *script = fastopen_client(test);
	struct tn_fastopen_ask ask = { .wait = true, .cookie = { .len = 16 } };
	struct tn_out out;

	tcb = &script->world->tcb;
	tn_world_reset(script->world);
	tcb->uto.adv = 100;
	tcb->state = TN_SYN_SENT;
	tcb->pending = TN_PEND_SYN;
	tn_fastopen_ask(tcb, &ask);
	KUNIT_EXPECT_EQ(test, tcb->pending, 0);
	tn_fastopen_begin(tcb, script->world->now);
	tcb->snd.end = tcb->snd.nxt + 100;
	tn_handshake_out(tcb, script->world->now, &out);
	KUNIT_EXPECT_EQ(test, out.opt.has & TN_OPT_FASTOPEN, 0);
	KUNIT_EXPECT_EQ(test, out.len, 0);
	KUNIT_EXPECT_EQ(test, tcb->fo.bytes, 0);
}

/* Signed connections have none */
static void client__signed(struct kunit *test)
{
	struct tn_script *script = fastopen_client(test);
	struct tn_fastopen_ask ask = { .wait = true, .cookie = { .len = 8 } };

	tn_world_reset(script->world);
	tn_tcb_auth(&script->world->tcb, TN_OPT_AO);
	tn_fastopen_ask(&script->world->tcb, &ask);
	KUNIT_EXPECT_FALSE(test, script->world->tcb.fo.asked);
	KUNIT_EXPECT_FALSE(test, script->world->tcb.fo.wait);
}

/* What the server was asked first, and what it answers then: 7413-9, 7413-12, at full length */
#define FAST_CHILD							\
	"set fastopen 4\n"						\
	"listen\n"							\
	"in S 0:100(100) <mss 1000,FO 0102030405060708>\n"		\
	"out S. 0:0(0) ack 101 <mss 1460>\n"				\
	"expect ready 1\n"						\
	"expect connected 0\n"						\
	"expect pending 1\n"

/* Its controller begins with the initial window, not with that of a connection without a peer */
static void server__controller(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);

	script->world->cong = &tn_cc_bbr;
	TN_PLAY(script, FAST_CHILD "at 0.05 write 10\nout P. 1:11(10) ack 101\n");
	/* draft-ietf-ccwg-bbr 5.6.2: 10 segments in 1 ms, times 2.77 */
	KUNIT_EXPECT_EQ(test, script->world->tcb.cc.out.pacing_rate, 27700000);
}

/* The answer that left before the handshake's end is timed and repeated like any other */
static void server__answer_lost(struct kunit *test)
{
	TN_SCRIPT(test, FAST_CHILD
		  "at 0.05 write 10\n"
		  "out P. 1:11(10) ack 101\n"
		  "at 0.1 in . 101:101(0) ack 1\n"
		  "expect connected 1\n"
		  "expect pending 0\n"
		  "expect srtt 0.1\n"		/* from the SYN-ACK, not from the data */
		  "expect deadline rto 1.1\n"
		  "at 1.1 out P. 1:11(10)\n"
		  "in . 101:101(0) ack 11\n"
		  "expect deadline rto none\n");
}

/* The SYN-ACK was lost, so the client has dropped what followed: it waits, and goes with the ACK */
static void server__syn_ack_lost(struct kunit *test)
{
	TN_SCRIPT(test, FAST_CHILD
		  "write 1500\n"
		  "out . 1:1001(1000) ack 101\n"
		  "out P. 1001:1501(500) ack 101\n"
		  "at 1.0 out S. 0:0(0) ack 101 <mss 1460>\n"
		  "write 100\n"
		  "out none\n"
		  "at 1.1 in . 101:101(0) ack 1\n"
		  "out . 1:1001(1000) ack 101\n"
		  "expect count EnterRto 1\n"
		  "expect cwnd 1000\n"			/* RFC 5681 3.1 */
		  "expect rto 3\n"			/* RFC 6298 5.7 */
		  "at 1.2 in . 101:101(0) ack 1001\n"
		  "out . 1001:1501(500)\n"
		  "in . 101:101(0) ack 1501\n"
		  "out P. 1501:1601(100)\n"
		  "in . 101:101(0) ack 1601\n"
		  "expect deadline rto none\n");
}

/* Karn: the SYN came again, and so did the SYN-ACK */
static void server__syn_again(struct kunit *test)
{
	TN_SCRIPT(test, FAST_CHILD
		  "at 0.5 in S 0:0(0) <mss 1000>\n"
		  "out S. 0:0(0) ack 101\n"
		  "at 0.6 in . 101:101(0) ack 1\n"
		  "expect connected 1\n"
		  "expect srtt 0\n");
}

static void server__no_answer(struct kunit *test)
{
	TN_SCRIPT(test, "set r2_synack 2\n" FAST_CHILD
		  "at 1.0 out S. 0:0(0) ack 101\n"
		  "at 3.0 expect err ETIMEDOUT\n"
		  "expect pending 0\n");
}

/* 7413-3: the cookie of the key before still opens, and brings the new one */
static void server__old_cookie(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set fastopen 4\n"
		  "listen\n"
		  "in S 0:100(100) <mss 1000,FO 0807060504030201>\n"
		  "out S. 0:0(0) ack 101 <mss 1460,FO 0102030405060708>\n"
		  "expect count TCPFastOpenPassiveAltKey 1\n"
		  "expect count TCPFastOpenPassive 1\n"
		  "at 1.0 out S. 0:0(0) ack 101 <mss 1460>\n");	/* 7413-7 */
}

/* TCP_FASTOPEN_NO_COOKIE */
static void server__bare(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set fastopen 4\n"
		  "set bare on\n"
		  "listen\n"
		  "in S 0:100(100) <mss 1000>\n"
		  "out S. 0:0(0) ack 101 <mss 1460>\n"
		  "in R 101:101(0)\n"
		  "listen\n"
		  "in S 0:0(0) <mss 1000>\n"		/* nothing fast about that */
		  "out S. 0:0(0) ack 1 <mss 1460>\n"
		  "expect ready 0\n");
}

/* More than the buffer holds: what does not fit is not acknowledged */
static void server__no_room_for_the_text(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 60\n"
		  "set fastopen 4\n"
		  "listen\n"
		  "in S 0:100(100) <mss 1000,FO 0102030405060708>\n"
		  "out S. 0:0(0) ack 61 win 0\n"
		  "expect unread 60\n");
}

/* The client's window of 0, in its SYN: nothing leaves before it says more */
static void server__closed_window(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set fastopen 4\n"
		  "listen\n"
		  "in S 0:100(100) win 0 <mss 1000,FO 0102030405060708>\n"
		  "out S. 0:0(0) ack 101\n"
		  "write 10\n"
		  "out none\n"
		  "at 0.1 in . 101:101(0) ack 1 win 1000\n"
		  "out P. 1:11(10)\n");
}

static void judge__signed(struct kunit *test)
{
	struct tn_fastqueue queue = { .limit = 1 };
	struct tn_fastopen_door door = {
		.queue = &queue, .stats = tn_stats_new(test), .cookie = { 4, { 1, 2, 3, 4 } },
	};
	struct tn_seg syn = { .opt = { .has = TN_OPT_FASTOPEN | TN_OPT_AO,
				       .cookie = door.cookie } };
	struct tn_cookie offer;

	KUNIT_EXPECT_FALSE(test, tn_fastopen_judge(&door, 1, &syn, &offer));
	KUNIT_EXPECT_EQ(test, offer.len, 0);
	syn.opt.has = TN_OPT_FASTOPEN;
	KUNIT_EXPECT_TRUE(test, tn_fastopen_judge(&door, 1, &syn, &offer));
	KUNIT_EXPECT_EQ(test, queue.pending, 1);
}

/* 7413-11 */
static void queue__limit(struct kunit *test)
{
	struct tn_fastqueue q = { .limit = 2 };

	KUNIT_EXPECT_TRUE(test, tn_fastqueue_enter(&q, tn_sec(1)));
	KUNIT_EXPECT_TRUE(test, tn_fastqueue_enter(&q, tn_sec(1)));
	KUNIT_EXPECT_FALSE(test, tn_fastqueue_enter(&q, tn_sec(1)));
	tn_fastqueue_leave(&q, tn_sec(1), false);
	KUNIT_EXPECT_TRUE(test, tn_fastqueue_enter(&q, tn_sec(1)));
	q.limit = 0;
	KUNIT_EXPECT_FALSE(test, tn_fastqueue_enter(&q, tn_sec(1)));
}

/* 7413-13: for a minute at least, for two at most */
static void queue__reset_counts_on(struct kunit *test)
{
	struct tn_fastqueue q = { .limit = 1 };

	KUNIT_EXPECT_TRUE(test, tn_fastqueue_enter(&q, tn_sec(1000)));
	tn_fastqueue_leave(&q, tn_sec(1059), true);
	KUNIT_EXPECT_FALSE(test, tn_fastqueue_enter(&q, tn_sec(1059)));
	KUNIT_EXPECT_FALSE(test, tn_fastqueue_enter(&q, tn_sec(1118)));
	KUNIT_EXPECT_TRUE(test, tn_fastqueue_enter(&q, tn_sec(1180)));
	/* After a long silence nothing is left, whatever turn it was */
	tn_fastqueue_leave(&q, tn_sec(1180), true);
	KUNIT_EXPECT_FALSE(test, tn_fastqueue_enter(&q, tn_sec(1181)));
	KUNIT_EXPECT_TRUE(test, tn_fastqueue_enter(&q, tn_sec(2000)));
}

/* 7413-5 */
static void memo__pause_doubles(struct kunit *test)
{
	struct tn_fastmemo memo = {};
	unsigned int i;

	KUNIT_EXPECT_FALSE(test, tn_fastmemo_is_off(&memo, tn_sec(1)));
	tn_fastmemo_bad(&memo, tn_sec(100));
	KUNIT_EXPECT_TRUE(test, tn_fastmemo_is_off(&memo, tn_sec(159)));
	KUNIT_EXPECT_FALSE(test, tn_fastmemo_is_off(&memo, tn_sec(160)));
	tn_fastmemo_bad(&memo, tn_sec(200));
	KUNIT_EXPECT_TRUE(test, tn_fastmemo_is_off(&memo, tn_sec(319)));
	KUNIT_EXPECT_FALSE(test, tn_fastmemo_is_off(&memo, tn_sec(320)));
	for (i = 0; i < 300; i++)
		tn_fastmemo_bad(&memo, tn_sec(1000));
	KUNIT_EXPECT_TRUE(test, tn_fastmemo_is_off(&memo, tn_sec(1000 + 64 * 60 - 1)));
	KUNIT_EXPECT_FALSE(test, tn_fastmemo_is_off(&memo, tn_sec(1000 + 64 * 60)));
	tn_fastmemo_good(&memo);
	tn_fastmemo_bad(&memo, tn_sec(10000));
	KUNIT_EXPECT_FALSE(test, tn_fastmemo_is_off(&memo, tn_sec(10060)));
}

static struct kunit_case fastopen_cases[] = {
	KUNIT_CASE(client__cookie),
	KUNIT_CASE(client__why_not),
	KUNIT_CASE(client__amount),
	KUNIT_CASE(client__new_cookie),
	KUNIT_CASE(client__text_not_taken),
	KUNIT_CASE(client__text_taken_in_part),
	KUNIT_CASE(client__ack_of_what_was_not_sent),
	KUNIT_CASE(client__syn_again),
	KUNIT_CASE(client__syn_lost),
	KUNIT_CASE(client__request_lost),
	KUNIT_CASE(client__no_answer),
	KUNIT_CASE(client__no_cookie),
	KUNIT_CASE(client__unasked),
	KUNIT_CASE(client__simultaneous_open),
	KUNIT_CASE(client__black_hole),
	KUNIT_CASE(client__timeouts_later),
	KUNIT_CASE(client__bare),
	KUNIT_CASE(client__no_room),
	KUNIT_CASE(client__signed),
	KUNIT_CASE(server__controller),
	KUNIT_CASE(server__answer_lost),
	KUNIT_CASE(server__syn_ack_lost),
	KUNIT_CASE(server__syn_again),
	KUNIT_CASE(server__no_answer),
	KUNIT_CASE(server__old_cookie),
	KUNIT_CASE(server__bare),
	KUNIT_CASE(server__no_room_for_the_text),
	KUNIT_CASE(server__closed_window),
	KUNIT_CASE(judge__signed),
	KUNIT_CASE(queue__limit),
	KUNIT_CASE(queue__reset_counts_on),
	KUNIT_CASE(memo__pause_doubles),
	{}
};

static struct kunit_suite fastopen_suite = {
	.name = "tcp_fastopen",
	.test_cases = fastopen_cases,
};

kunit_test_suite(fastopen_suite);
