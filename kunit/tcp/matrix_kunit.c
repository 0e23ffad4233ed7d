// SPDX-License-Identifier: GPL-2.0
/*
 * tcp/arrive.c, tcp/acceptable.c: each state against each kind of segment, RFC 9293 3.10.7.
 *
 * A row is a state, a segment, what must be sent, and the state afterwards. The world is new for
 * each row; in the states from ESTABLISHED on, the peer's next number is 1, or 2 behind its FIN.
 * "old" lies before the window, "future" behind it.
 */
#include "harness/script.h"

struct row {
	const char *state;
	const char *in;
	const char *out;
	const char *after;
};

static const struct row rows[] = {
	/* 3.10.7.1: everything but a RST is reset */
	{ "CLOSED", "S 0:0(0)", "R. 16:16(0) ack 1", "CLOSED" },
	{ "CLOSED", ". 1:1(0) ack 9", "R 9:9(0)", "CLOSED" },
	{ "CLOSED", "F. 1:1(0) ack 9", "R 9:9(0)", "CLOSED" },
	{ "CLOSED", "R 1:1(0)", "none", "CLOSED" },
	{ "CLOSED", "P. 1:11(10) ack 9", "R 9:9(0)", "CLOSED" },
	/* 3.10.7.2 */
	{ "LISTEN", "S 0:0(0)", "S. 0:0(0) ack 1", "SYN-RECEIVED" },
	{ "LISTEN", ". 1:1(0) ack 9", "R 9:9(0)", "LISTEN" },
	{ "LISTEN", "F 1:1(0)", "none", "LISTEN" },
	{ "LISTEN", "R 1:1(0)", "none", "LISTEN" },
	{ "LISTEN", "P 1:11(10)", "none", "LISTEN" },
	/* 3.10.7.3 */
	{ "SYN-SENT", "S 0:0(0)", "S. 0:0(0) ack 1", "SYN-RECEIVED" },
	{ "SYN-SENT", "S. 0:0(0) ack 1", ". 1:1(0) ack 1", "ESTABLISHED" },
	{ "SYN-SENT", "S. 0:0(0) ack 0", "R 0:0(0)", "SYN-SENT" },
	{ "SYN-SENT", "S. 0:0(0) ack 2", "R 2:2(0)", "SYN-SENT" },
	{ "SYN-SENT", ". 1:1(0) ack 1", "none", "SYN-SENT" },
	{ "SYN-SENT", ". 1:1(0) ack 9", "R 9:9(0)", "SYN-SENT" },
	{ "SYN-SENT", "F. 1:1(0) ack 1", "none", "SYN-SENT" },
	{ "SYN-SENT", "R 0:0(0)", "none", "SYN-SENT" },
	{ "SYN-SENT", "R. 0:0(0) ack 9", "none", "SYN-SENT" },
	{ "SYN-SENT", "R. 0:0(0) ack 1", "none", "CLOSED" },
	{ "SYN-SENT", "P. 1:11(10) ack 1", "none", "SYN-SENT" },
	/* 3.10.7.4 */
	{ "SYN-RECEIVED", "S 0:0(0)", "S. 0:0(0) ack 1", "SYN-RECEIVED" },
	{ "SYN-RECEIVED", "S 1:1(0)", ". 1:1(0) ack 1", "SYN-RECEIVED" },
	{ "SYN-RECEIVED", ". 1:1(0) ack 1", "none", "ESTABLISHED" },
	{ "SYN-RECEIVED", ". 1:1(0) ack 0", "R 0:0(0)", "SYN-RECEIVED" },
	{ "SYN-RECEIVED", "F. 1:1(0) ack 1", ". 1:1(0) ack 2", "CLOSE-WAIT" },
	{ "SYN-RECEIVED", "R 1:1(0)", "none", "CLOSED" },
	{ "SYN-RECEIVED", "R 2:2(0)", ". 1:1(0) ack 1", "SYN-RECEIVED" },
	{ "SYN-RECEIVED", "P. 1:11(10) ack 1", ". 1:1(0) ack 11", "ESTABLISHED" },
	{ "SYN-RECEIVED", ". 900000000:900000000(0)", ". 1:1(0) ack 1", "SYN-RECEIVED" },
	{ "ESTABLISHED", "S 1:1(0)", ". 1:1(0) ack 1", "ESTABLISHED" },
	{ "ESTABLISHED", ". 1:1(0)", "none", "ESTABLISHED" },
	{ "ESTABLISHED", "F. 1:1(0)", ". 1:1(0) ack 2", "CLOSE-WAIT" },
	{ "ESTABLISHED", "R 1:1(0)", "none", "CLOSED" },
	{ "ESTABLISHED", "P. 1:11(10)", ". 1:1(0) ack 11", "ESTABLISHED" },
	{ "ESTABLISHED", "P. -9:1(10)", ". 1:1(0) ack 1", "ESTABLISHED" },
	{ "ESTABLISHED", "P. 900000000:900000001(1)", ". 1:1(0) ack 1", "ESTABLISHED" },
	{ "FIN-WAIT-1", "S 1:1(0)", ". 2:2(0) ack 1", "FIN-WAIT-1" },
	{ "FIN-WAIT-1", ". 1:1(0) ack 1", "none", "FIN-WAIT-1" },
	{ "FIN-WAIT-1", ". 1:1(0) ack 2", "none", "FIN-WAIT-2" },
	{ "FIN-WAIT-1", "F. 1:1(0) ack 1", ". 2:2(0) ack 2", "CLOSING" },
	{ "FIN-WAIT-1", "F. 1:1(0) ack 2", ". 2:2(0) ack 2", "TIME-WAIT" },
	{ "FIN-WAIT-1", "R 1:1(0)", "none", "CLOSED" },
	{ "FIN-WAIT-1", "P. 1:11(10) ack 1", ". 2:2(0) ack 11", "FIN-WAIT-1" },
	{ "FIN-WAIT-1", "P. -9:1(10)", ". 2:2(0) ack 1", "FIN-WAIT-1" },
	{ "FIN-WAIT-1", "P. 900000000:900000001(1)", ". 2:2(0) ack 1", "FIN-WAIT-1" },
	{ "FIN-WAIT-2", "S 1:1(0)", ". 2:2(0) ack 1", "FIN-WAIT-2" },
	{ "FIN-WAIT-2", ". 1:1(0)", "none", "FIN-WAIT-2" },
	{ "FIN-WAIT-2", "F. 1:1(0)", ". 2:2(0) ack 2", "TIME-WAIT" },
	{ "FIN-WAIT-2", "R 1:1(0)", "none", "CLOSED" },
	{ "FIN-WAIT-2", "P. 1:11(10)", ". 2:2(0) ack 11", "FIN-WAIT-2" },
	{ "FIN-WAIT-2", "P. -9:1(10)", ". 2:2(0) ack 1", "FIN-WAIT-2" },
	{ "FIN-WAIT-2", "P. 900000000:900000001(1)", ". 2:2(0) ack 1", "FIN-WAIT-2" },
	{ "CLOSE-WAIT", "S 2:2(0)", ". 1:1(0) ack 2", "CLOSE-WAIT" },
	{ "CLOSE-WAIT", ". 2:2(0)", "none", "CLOSE-WAIT" },
	{ "CLOSE-WAIT", "F. 1:1(0)", ". 1:1(0) ack 2", "CLOSE-WAIT" },
	{ "CLOSE-WAIT", "R 2:2(0)", "none", "CLOSED" },
	{ "CLOSE-WAIT", "P. 2:12(10)", "none", "CLOSE-WAIT" },
	{ "CLOSE-WAIT", "P. -9:1(10)", ". 1:1(0) ack 2", "CLOSE-WAIT" },
	{ "CLOSE-WAIT", "P. 900000000:900000001(1)", ". 1:1(0) ack 2", "CLOSE-WAIT" },
	{ "CLOSING", "S 2:2(0)", ". 2:2(0) ack 2", "CLOSING" },
	{ "CLOSING", ". 2:2(0) ack 1", "none", "CLOSING" },
	{ "CLOSING", ". 2:2(0) ack 2", "none", "TIME-WAIT" },
	{ "CLOSING", "F. 1:1(0) ack 1", ". 2:2(0) ack 2", "CLOSING" },
	{ "CLOSING", "R 2:2(0)", "none", "CLOSED" },
	{ "CLOSING", "P. 2:12(10) ack 1", "none", "CLOSING" },
	{ "CLOSING", "P. -9:1(10)", ". 2:2(0) ack 2", "CLOSING" },
	{ "CLOSING", "P. 900000000:900000001(1)", ". 2:2(0) ack 2", "CLOSING" },
	{ "LAST-ACK", "S 2:2(0)", ". 2:2(0) ack 2", "LAST-ACK" },
	{ "LAST-ACK", ". 2:2(0) ack 1", "none", "LAST-ACK" },
	{ "LAST-ACK", ". 2:2(0) ack 2", "none", "CLOSED" },
	{ "LAST-ACK", "F. 1:1(0) ack 1", ". 2:2(0) ack 2", "LAST-ACK" },
	{ "LAST-ACK", "R 2:2(0)", "none", "CLOSED" },
	{ "LAST-ACK", "P. 2:12(10) ack 1", "none", "LAST-ACK" },
	{ "LAST-ACK", "P. -9:1(10)", ". 2:2(0) ack 2", "LAST-ACK" },
	{ "LAST-ACK", "P. 900000000:900000001(1)", ". 2:2(0) ack 2", "LAST-ACK" },
	{ "TIME-WAIT", "S 1:1(0)", "none", "TIME-WAIT" },
	{ "TIME-WAIT", ". 2:2(0)", "none", "TIME-WAIT" },
	{ "TIME-WAIT", "F. 1:1(0)", ". 2:2(0) ack 2", "TIME-WAIT" },
	{ "TIME-WAIT", "R 2:2(0)", "none", "TIME-WAIT" },
	{ "TIME-WAIT", "P. 2:12(10)", ". 2:2(0) ack 2", "TIME-WAIT" },
	{ "TIME-WAIT", "P. -9:1(10)", ". 2:2(0) ack 2", "TIME-WAIT" },
	{ "TIME-WAIT", ". 900000000:900000000(0)", ". 2:2(0) ack 2", "TIME-WAIT" },
};

static void arrive__each_segment_in_each_state(struct kunit *test)
{
	char text[200];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct tn_script *script = tn_script_new(test);

		snprintf(text, sizeof(text),
			 "reach %s\n"
			 "in %s\n"
			 "out %s\n"
			 "out none\n"
			 "expect state %s\n",
			 rows[i].state, rows[i].in, rows[i].out, rows[i].after);
		KUNIT_EXPECT_TRUE_MSG(test, tn_script_play(script, text), "%s, in %s: %s",
				      rows[i].state, rows[i].in, script->report);
	}
}

static struct kunit_case matrix_cases[] = {
	KUNIT_CASE(arrive__each_segment_in_each_state),
	{}
};

static struct kunit_suite matrix_suite = {
	.name = "tcp_matrix",
	.test_cases = matrix_cases,
};

kunit_test_suite(matrix_suite);
