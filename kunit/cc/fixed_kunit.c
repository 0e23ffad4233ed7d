// SPDX-License-Identifier: GPL-2.0
/*
 * cc/cc_fixed.c: nothing moves it.
 */
#include <kunit/test.h>

#include "cc/control.h"

#define MSS	1000u

static void window__stays(struct kunit *test)
{
	static const enum tandem_cc_event events[] = {
		TANDEM_CC_LOSS, TANDEM_CC_ECN, TANDEM_CC_RTO, TANDEM_CC_IDLE, TANDEM_CC_RESTART,
		TANDEM_CC_RECOVERED, TANDEM_CC_UNDO,
	};
	struct control c;
	unsigned int i;

	control_init(&c, &tn_cc_fixed, MSS, 0, 1u << 30);
	/* what the handshake settles comes after init() */
	c.out.cwnd = 10 * MSS;
	for (i = 0; i < ARRAY_SIZE(events); i++) {
		control_signal(&c, events[i], 10 * MSS);
		KUNIT_EXPECT_EQ(test, c.out.cwnd, 10 * MSS);
		control_ack(&c, 5 * MSS, true);
		KUNIT_EXPECT_EQ(test, c.out.cwnd, 10 * MSS);
	}
}

/* TCP itself goes back to one segment when the timer fires again; not for long */
static void window__returns(struct kunit *test)
{
	struct control c;

	control_init(&c, &tn_cc_fixed, MSS, 10 * MSS, 1u << 30);
	control_ack(&c, MSS, true);
	c.out.cwnd = MSS;
	control_ack(&c, MSS, false);
	KUNIT_EXPECT_EQ(test, c.out.cwnd, 10 * MSS);
}

static struct kunit_case fixed_cases[] = {
	KUNIT_CASE(window__stays),
	KUNIT_CASE(window__returns),
	{}
};

static struct kunit_suite fixed_suite = {
	.name = "cc_fixed",
	.test_cases = fixed_cases,
};

kunit_test_suite(fixed_suite);
