// SPDX-License-Identifier: GPL-2.0
/*
 * The harness tested by itself: what it reads, and above all that it fails where it must, with a
 * report that says where and why.
 */
#include "harness/script.h"

static void line_split__words_and_brackets(struct kunit *test)
{
	static const char *const want[] = { "in", "S", "<", "mss", "10", "sackOK", ">" };
	static const char text[] = "\tin S <mss 10,sackOK> # and so on";
	struct tn_line *line = kunit_kzalloc(test, sizeof(*line), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, line);
	KUNIT_ASSERT_TRUE(test, tn_line_split(line, text, strlen(text)));
	KUNIT_ASSERT_EQ(test, line->count, ARRAY_SIZE(want));
	for (i = 0; i < ARRAY_SIZE(want); i++)
		KUNIT_EXPECT_STREQ(test, line->word[i], want[i]);
	KUNIT_EXPECT_FALSE(test, tn_line_split(line, text, TN_LINE_MAX + 1));
}

static void word_number__all_forms(struct kunit *test)
{
	u32 n = 0;

	KUNIT_EXPECT_TRUE(test, tn_word_number("4294967295", &n));
	KUNIT_EXPECT_EQ(test, n, 0xffffffff);
	KUNIT_EXPECT_TRUE(test, tn_word_number("-1", &n));
	KUNIT_EXPECT_EQ(test, n, 0xffffffff);
	KUNIT_EXPECT_TRUE(test, tn_word_number("0xfe", &n));
	KUNIT_EXPECT_EQ(test, n, 254);
	KUNIT_EXPECT_FALSE(test, tn_word_number("1a", &n));
	KUNIT_EXPECT_FALSE(test, tn_word_number("", &n));
	KUNIT_EXPECT_FALSE(test, tn_word_number(NULL, &n));
}

static void word_time__all_forms(struct kunit *test)
{
	tn_time_t t = 0;

	KUNIT_EXPECT_TRUE(test, tn_word_time("3", &t));
	KUNIT_EXPECT_EQ(test, t, tn_sec(3));
	KUNIT_EXPECT_TRUE(test, tn_word_time("0.0205", &t));
	KUNIT_EXPECT_EQ(test, t, tn_us(20500));
	KUNIT_EXPECT_FALSE(test, tn_word_time("1s", &t));
	KUNIT_EXPECT_FALSE(test, tn_word_time(".", &t));
}

static void play__the_handshake_of_the_abstract(struct kunit *test)
{
	TN_SCRIPT(test,
		  "at 0.0 user connect\n"
		  "       out S 0:0(0) win * <mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 9>\n"
		  "at 0.1 in S. 0:0(0) ack 1 win 65535 <mss 1000,wscale 7>\n"
		  "at 0.1 out . 1:1(0) ack 1\n"
		  "at 0.2 write 3000\n"
		  "       out . 1:1001(1000)\n"
		  "       out p. 1001:2001(1000)\n"
		  "       out p. 2001:3001(1000)\n"
		  "       out none\n"
		  "       expect state ESTABLISHED\n"
		  "       expect cwnd 10000\n"
		  "at 0.3 in . 1:1(0) ack 3001\n"
		  "at 0.9 in P. 1:101(100)\n"
		  "       out . 3001:3001(0) ack 101\n"
		  "       expect unread 100\n"
		  "at 1.0 read 100\n"
		  "       expect delivered 100\n");
}

static void play__figures_notation(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set relative off\n"
		  "set iss 100\n"
		  "set irs 300\n"
		  "connect\n"
		  "out <SEQ=100><CTL=SYN>\n"
		  "in  <SEQ=300><ACK=101><CTL=SYN,ACK>\n"
		  "out <SEQ=101><ACK=301><CTL=ACK>\n");
}

/* Options byte by byte: what is known counts, what is malformed drops the segment */
static void play__raw_options(struct kunit *test)
{
	TN_SCRIPT(test,
		  "connect\n"
		  "skip\n"
		  "in S. 0:0(0) ack 1 <raw 630401020204012c00>\n"
		  "out . 1:1(0) ack 1 <>\n"
		  "expect mss 300\n"
		  "in . 1:11(10) ack 1 <raw 0200>\n"
		  "out none\n"
		  "expect reason tcp-bad-option\n");
}

static void play__echo_of_the_last_timestamp(struct kunit *test)
{
	TN_SCRIPT(test,
		  "peer mss 1460 TS val 1 ecr 0\n"
		  "reach ESTABLISHED\n"
		  "at 0.3 write 10\n"
		  "out P. 1:11(10) <TS val 300 ecr 1>\n"
		  "at 1.3 out P. 1:11(10) <TS val 1300 ecr 1>\n"
		  "at 1.5 in . 1:1(0) ack 11 <TS val 2 ecr *>\n"
		  "expect srtt 0.1125\n");
}

static void play__fill_uses_up_the_window(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set rcvbuf 10000\n"
		  "reach ESTABLISHED\n"
		  "fill\n"
		  "expect unread >= 8978\n"
		  "expect rcv_wnd < 512\n"
		  "in . 10001:10002(1)\n"
		  "out . 1:1(0) win 0\n");
}

static void play__lines_of_the_other_stage(struct kunit *test)
{
	TN_SCRIPT(test,
		  "wire nonsense\n"
		  "core expect state CLOSED\n");
}

/* Plays what must fail, and wants these words in the report */
static void expect_report(struct kunit *test, const char *text, const char *where,
			  const char *what)
{
	struct tn_script *script = tn_script_new(test);

	KUNIT_EXPECT_FALSE_MSG(test, tn_script_play(script, text), "%s", text);
	KUNIT_EXPECT_TRUE_MSG(test, strstr(script->report, where), "%s: %s", where,
			      script->report);
	KUNIT_EXPECT_TRUE_MSG(test, strstr(script->report, what), "%s: %s", what,
			      script->report);
}

static void play__failures_are_reported(struct kunit *test)
{
	/* What, instead, and what else */
	expect_report(test, "connect\n out S. 0:0(0)", "script line 2",
		      "at 0.0 out S 0:0(0) win 65535 <mss 1460,sackOK,TS val 0 ecr 0,wscale 9>");
	expect_report(test, "set iss 7\nreach ESTABLISHED\nwrite 2000\nout . 1:501(500)",
		      "script line 4",
		      "sent:     at 0.1 out P. 1461:2001(540)");
	/* Nothing, too early, too late, unexpected */
	expect_report(test, "reach ESTABLISHED\nout *", "script line 2", "nothing was sent");
	expect_report(test, "connect\nat 0.5 out S 0:0(0)", "script line 2", "at 0.0 out S");
	expect_report(test, "connect\nat 0.1 in S. 0:0(0) ack 1", "script line 2",
		      "nobody expected it");
	expect_report(test, "connect", "the end", "nobody expected it");
	expect_report(test, "connect\nout none\nskip", "script line 2", "this was sent");
	/* Options that are there, or are not */
	expect_report(test, "connect\nout S 0:0(0) <>", "script line 2", "sackOK");
	expect_report(test, "connect\nout S 0:0(0) <mss 1,sackOK,TS val * ecr *,wscale *>",
		      "script line 2", "mss 1460");
	/* Values */
	expect_report(test, "expect state LISTEN", "script line 1", "CLOSED");
	expect_report(test, "reach ESTABLISHED\nexpect cwnd < 5", "cwnd < 5", "cwnd 14600");
	expect_report(test, "reach ESTABLISHED\nexpect srtt 0.2", "srtt 0.2", "srtt 0.1");
	expect_report(test, "expect deadline rto 1", "deadline", "none");
	expect_report(test, "expect count TCPTimeouts 1", "count", "TCPTimeouts 0");
	expect_report(test, "expect err EPIPE", "err", "none");
}

static void play__nonsense_is_refused(struct kunit *test)
{
	static const char *const nonsense[] = {
		"jump", "at", "at x connect", "in", "in S", "in X 0:0(0)", "in S 0:1(0)",
		"in S 0:0(0) ack", "in S *:*(0)", "in S 0:0(0) <foo>", "in S 0:0(0) <mss *>",
		"in <SEQ>", "in <CTL=NIL>", "write", "read 1", "cork", "set iss", "set foo 1",
		"set rto_min x", "expect", "expect foo 1", "expect cwnd", "expect count foo 1",
		"expect deadline foo 1", "reach NOWHERE", "connect now", "set reading maybe",
		"at 2 set iss 1\nat 1 set iss 1", "keepalive on 1",
		"in . 0:0(0) <raw 0>", "in . 0:0(0) badsum", "out . 0:0(0) <raw 00>",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(nonsense); i++)
		expect_report(test, nonsense[i], "expected:", "but at");
}

static void reach__every_state(struct kunit *test)
{
	static const char *const states[] = {
		"CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "CLOSE-WAIT",
		"LAST-ACK", "FIN-WAIT-1", "FIN-WAIT-2", "CLOSING", "TIME-WAIT",
	};
	char text[160];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(states); i++) {
		snprintf(text, sizeof(text), "reach %s\nexpect state %s", states[i], states[i]);
		TN_SCRIPT(test, text);
		snprintf(text, sizeof(text),
			 "peer <mss 1460,sackOK,TS val 1 ecr 0,wscale 7>\nreach %s\nexpect state %s",
			 states[i], states[i]);
		TN_SCRIPT(test, text);
	}
}

static struct kunit_case script_cases[] = {
	KUNIT_CASE(line_split__words_and_brackets),
	KUNIT_CASE(word_number__all_forms),
	KUNIT_CASE(word_time__all_forms),
	KUNIT_CASE(play__the_handshake_of_the_abstract),
	KUNIT_CASE(play__figures_notation),
	KUNIT_CASE(play__raw_options),
	KUNIT_CASE(play__echo_of_the_last_timestamp),
	KUNIT_CASE(play__fill_uses_up_the_window),
	KUNIT_CASE(play__lines_of_the_other_stage),
	KUNIT_CASE(play__failures_are_reported),
	KUNIT_CASE(play__nonsense_is_refused),
	KUNIT_CASE(reach__every_state),
	{}
};

static struct kunit_suite script_suite = {
	.name = "harness_script",
	.test_cases = script_cases,
};

kunit_test_suite(script_suite);
