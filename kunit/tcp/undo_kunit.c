// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/undo.c: a recovery that was not needed, RFC 3522, RFC 3708, RFC 4015.
 */
#include "harness/script.h"
#include "tcp/open.h"

/* RFC 3522: the ACK echoes what was sent before: it is of the original */
static void timestamp__fast_recovery(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK,TS val 1 ecr 0")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <TS val 101 ecr 200,sack 989:3953>\n"
		  "out . 1:989(988)\n"
		  "expect recovery 1\n"
		  "expect cwnd < 10000\n"
		  "at 0.35 in . 1:1(0) ack 3953 <TS val 102 ecr 200>\n"
		  "expect recovery 0\n"
		  "expect count TCPPartialUndo 1\n"
		  "expect count TCPTSReorder 1\n"
		  "expect cwnd >= 10000\n"
		  "expect ssthresh > 1000000\n"
		  "skip\n");
}

/* The ACK echoes the time of what was sent again: it was lost */
static void timestamp__of_what_was_sent_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK,TS val 1 ecr 0")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <TS val 101 ecr 200,sack 989:3953>\n"
		  "out . 1:989(988)\n"
		  "at 0.4 in . 1:1(0) ack 9881 <TS val 201 ecr 300>\n"
		  "expect recovery 0\n"
		  "expect count TCPPartialUndo 0\n"
		  "expect count TCPFullUndo 0\n"
		  "expect cwnd < 10000\n"
		  "skip\n");
}

/* RFC 3522, 4015: a timeout; nothing but the first segment is ever sent again */
static void timestamp__timeout(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set tlp 0\n"
		  OPEN(",sackOK,TS val 1 ecr 0")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 1.2 out . 1:989(988)\n"
		  "expect cwnd < 1000\n"
		  "at 1.21 in . 1:1(0) ack 989 <TS val 101 ecr 200>\n"
		  "expect recovery 0\n"
		  "expect count TCPLossUndo 1\n"
		  "expect cwnd >= 10000\n"
		  "expect lost 0\n"
		  "expect retrans 1\n"
		  "skip\n");
}

/* RFC 3708: all that was sent again has arrived twice, though the recovery is over */
static void d_sack__after_the_end(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 2001:5001>\n"
		  "out . 1:1001(1000)\n"
		  "in . 1:1(0) ack 1 <sack 2001:7001>\n"
		  "out . 1001:2001(1000)\n"
		  "at 0.35 in . 1:1(0) ack 10001\n"
		  "expect recovery 0\n"
		  "expect cwnd 5000\n"
		  "skip\n"
		  "at 0.4 in . 1:1(0) ack 12001 <sack 1:1001>\n"
		  "expect count TCPDSACKUndo 0\n"
		  "skip\n"
		  "at 0.41 in . 1:1(0) ack 12001 <sack 1001:2001>\n"
		  "expect count TCPDSACKUndo 1\n"
		  "expect cwnd >= 10000\n"
		  "expect ssthresh > 1000000\n"
		  "skip\n");
}

/* Only a part of it has: the other part was lost */
static void d_sack__of_a_part(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 2001:5001>\n"
		  "out . 1:1001(1000)\n"
		  "in . 1:1(0) ack 1 <sack 2001:7001>\n"
		  "out . 1001:2001(1000)\n"
		  "at 0.35 in . 1:1(0) ack 10001\n"
		  "skip\n"
		  "at 0.4 in . 1:1(0) ack 12001 <sack 1:1001>\n"
		  "skip\n"
		  "expect retrans 2\n"
		  "expect count TCPDSACKUndo 0\n"
		  "expect cwnd < 10000\n");
}

/* A report of what was not sent again is the work of the network, and undoes nothing */
static void d_sack__of_what_was_not_sent_again(struct kunit *test)
{
	TN_SCRIPT(test,
		  OPEN(",sackOK")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <sack 1001:4001>\n"
		  "out . 1:1001(1000)\n"
		  "at 0.35 in . 1:1(0) ack 10001 <sack 3001:4001>\n"
		  "expect count TCPDSACKRecv 1\n"
		  "expect count TCPDSACKUndo 0\n"
		  "expect cwnd 5000\n"
		  "skip\n");
}

/* What a controller hears, a letter for each signal: the contract, include/net/tandem_cc.h */
struct heard {
	char text[16];
	unsigned int n;
};

static void heard_init(void *priv, struct tandem_cc_out *out)
{
}

static void heard_ack(void *priv, const struct tandem_cc_ack *ack, struct tandem_cc_out *out)
{
}

static void heard_signal(void *priv, const struct tandem_cc_signal *signal,
			 struct tandem_cc_out *out)
{
	struct heard *heard = priv;

	if (signal->event != TANDEM_CC_RESTART && heard->n < sizeof(heard->text) - 1)
		heard->text[heard->n++] = "LETIrRU"[signal->event];
	if (signal->event == TANDEM_CC_LOSS)
		out->ssthresh = 5000;
}

static const struct tandem_cc_ops heard_ops = {
	.name		= "heard",
	.priv_size	= sizeof(struct heard),
	.init		= heard_init,
	.ack		= heard_ack,
	.signal		= heard_signal,
};

/* A loss of which the first two segments are sent again at 0.3 */
#define TWO_AGAIN					\
	"at 0.2 write 100000\n"				\
	"skip\n"					\
	"at 0.3 in . 1:1(0) ack 1 <sack 2001:7001>\n"	\
	"out . 1:1001(1000)\n"				\
	"out . 1001:2001(1000)\n"			\
	"skip\n"

/* What the controller has heard when a connection was opened and the script is over */
static const char *hear(struct kunit *test, const char *open, const char *text)
{
	struct tn_script *script = tn_script_new(test);

	script->world->cong = &heard_ops;
	tn_world_reset(script->world);
	TN_PLAY(script, open);
	TN_PLAY(script, TWO_AGAIN);
	TN_PLAY(script, text);
	return ((const struct heard *)script->world->tcb.cc.priv)->text;
}

/* Both have arrived twice before the recovery is over: UNDO instead of RECOVERED */
static void signal__undo_instead_of_the_end(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, hear(test, OPEN(",sackOK"),
				      "at 0.35 in . 1:1(0) ack 7001 <sack 1:1001>\n"
				      "skip\n"
				      "at 0.36 in . 1:1(0) ack 7001 <sack 1001:2001>\n"
				      "skip\n"), "LU");
}

/* Or later: after it, and no more than once */
static void signal__undo_after_the_end(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, hear(test, OPEN(",sackOK"),
				      "at 0.35 in . 1:1(0) ack 10001 <sack 1:1001>\n"
				      "skip\n"
				      "at 0.36 in . 1:1(0) ack 10001 <sack 1001:2001>\n"
				      "skip\n"
				      "at 0.37 in . 1:1(0) ack 10001 <sack 1001:2001>\n"
				      "skip\n"
				      "expect count TCPDSACKUndo 1\n"), "LRU");
}

/* RFC 4015 3.2: not when there was a mark meanwhile: what that has changed stays */
static void signal__no_undo_of_a_mark(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, hear(test, "set ecn 1\n"
				      "connect\n"
				      "skip\n"
				      "at 0.1 in SE. 0:0(0) ack 1 win 65535 <mss 1000,sackOK>\n"
				      "skip\n"
				      "set cwnd 10000\n",
				      "at 0.35 in . 1:1(0) ack 10001 <sack 1:1001>\n"
				      "skip\n"
				      "at 0.4 in E. 1:1(0) ack 11001\n"
				      "skip\n"
				      "at 0.41 in . 1:1(0) ack 11001 <sack 1001:2001>\n"
				      "skip\n"
				      "expect count TCPDSACKUndo 1\n"), "LRE");
}

/* Nor when the controller is another one: it knows of no loss */
static void signal__no_undo_for_another_controller(struct kunit *test)
{
	struct tn_script *script = tn_script_new(test);
	const struct heard *heard = (const void *)script->world->tcb.cc.priv;

	TN_PLAY(script, OPEN(",sackOK"));
	TN_PLAY(script, TWO_AGAIN);
	tn_tcb_cc_set(&script->world->tcb, &heard_ops);
	TN_PLAY(script,
		"at 0.35 in . 1:1(0) ack 10001 <sack 1:1001>\n"
		"skip\n"
		"at 0.36 in . 1:1(0) ack 10001 <sack 1001:2001>\n"
		"skip\n");
	KUNIT_EXPECT_STREQ(test, heard->text, "R");
}

/* It can be switched off */
static void off__nothing_is_undone(struct kunit *test)
{
	TN_SCRIPT(test,
		  "set undo 0\n"
		  OPEN(",sackOK,TS val 1 ecr 0")
		  "at 0.2 write 100000\n"
		  "skip\n"
		  "at 0.3 in . 1:1(0) ack 1 <TS val 101 ecr 200,sack 989:3953>\n"
		  "out . 1:989(988)\n"
		  "at 0.35 in . 1:1(0) ack 9881 <TS val 102 ecr 200>\n"
		  "expect cwnd < 10000\n"
		  "skip\n");
}

static struct kunit_case undo_cases[] = {
	KUNIT_CASE(timestamp__fast_recovery),
	KUNIT_CASE(timestamp__of_what_was_sent_again),
	KUNIT_CASE(timestamp__timeout),
	KUNIT_CASE(d_sack__after_the_end),
	KUNIT_CASE(d_sack__of_a_part),
	KUNIT_CASE(d_sack__of_what_was_not_sent_again),
	KUNIT_CASE(signal__undo_instead_of_the_end),
	KUNIT_CASE(signal__undo_after_the_end),
	KUNIT_CASE(signal__no_undo_of_a_mark),
	KUNIT_CASE(signal__no_undo_for_another_controller),
	KUNIT_CASE(off__nothing_is_undone),
	{}
};

static struct kunit_suite undo_suite = {
	.name = "tcp_undo",
	.test_cases = undo_cases,
};

kunit_test_suite(undo_suite);
