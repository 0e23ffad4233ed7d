// SPDX-License-Identifier: GPL-2.0
/*
 * Congestion controls that come from elsewhere (module/sock/cong.c): what may be registered, what
 * is refused, and that a name is there as long as its controller.
 */
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <net/net_namespace.h>
#include <net/tandem_cc_module.h>

#include "sock/cong.h"

static void quiet_init(void *priv, struct tandem_cc_out *out)
{
}

static void quiet_ack(void *priv, const struct tandem_cc_ack *ack, struct tandem_cc_out *out)
{
}

static void quiet_signal(void *priv, const struct tandem_cc_signal *signal,
			 struct tandem_cc_out *out)
{
}

static const struct tandem_cc_ops quiet = {
	.name	= "quiet",
	.init	= quiet_init,
	.ack	= quiet_ack,
	.signal	= quiet_signal,
};

/* Registered and gone again: 0, or why it was not. */
static int try(const struct tandem_cc_ops *ops)
{
	int err = tandem_cc_register(ops);

	if (!err)
		tandem_cc_unregister(ops);
	return err;
}

static void register__what_the_contract_allows(struct kunit *test)
{
	struct tandem_cc_ops ops = quiet;

	KUNIT_EXPECT_EQ(test, try(&ops), 0);
	ops.flags = TANDEM_CC_OWN_WINDOW | TANDEM_CC_NEEDS_PACING | TANDEM_CC_ECN_ACK |
		    TANDEM_CC_ECN_ECHO | TANDEM_CC_ECT1 | TANDEM_CC_RESTARTS;
	KUNIT_EXPECT_EQ(test, try(&ops), 0);
	ops.priv_size = TANDEM_CC_PRIV_SIZE;
	KUNIT_EXPECT_EQ(test, try(&ops), 0);
	ops.name = "fifteen-letters";
	KUNIT_EXPECT_EQ(test, try(&ops), 0);
}

static void register__a_name_that_is_none(struct kunit *test)
{
	static const char *const bad[] = { NULL, "", "sixteen-letters.", "two words", "tab\t",
					   "\xc3\xa4" };
	struct tandem_cc_ops ops = quiet;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		ops.name = bad[i];
		KUNIT_EXPECT_EQ_MSG(test, try(&ops), -EINVAL, "name %u", i);
	}
}

static void register__a_function_is_missing(struct kunit *test)
{
	struct tandem_cc_ops ops = quiet;

	ops.init = NULL;
	KUNIT_EXPECT_EQ(test, try(&ops), -EINVAL);
	ops = quiet;
	ops.ack = NULL;
	KUNIT_EXPECT_EQ(test, try(&ops), -EINVAL);
	ops = quiet;
	ops.signal = NULL;
	KUNIT_EXPECT_EQ(test, try(&ops), -EINVAL);
}

static void register__too_much_is_asked(struct kunit *test)
{
	struct tandem_cc_ops ops = quiet;

	ops.flags = TANDEM_CC_FLAGS + 1;
	KUNIT_EXPECT_EQ(test, try(&ops), -EINVAL);
	ops = quiet;
	ops.priv_size = TANDEM_CC_PRIV_SIZE + 1;
	KUNIT_EXPECT_EQ(test, try(&ops), -EINVAL);
}

static void register__a_name_that_is_taken(struct kunit *test)
{
	struct tandem_cc_ops ops = quiet;

	ops.name = "cubic";
	KUNIT_EXPECT_EQ(test, try(&ops), -EEXIST);
	ops.name = "quiet";
	KUNIT_ASSERT_EQ(test, tandem_cc_register(&quiet), 0);
	KUNIT_EXPECT_EQ(test, tandem_cc_register(&ops), -EEXIST);
	KUNIT_EXPECT_EQ(test, tandem_cc_register(&quiet), -EEXIST);
	tandem_cc_unregister(&quiet);
	KUNIT_EXPECT_EQ(test, try(&ops), 0);
}

static void choose__as_long_as_it_is_there(struct kunit *test)
{
	char before[TANDEM_CC_NAME_MAX], name[TANDEM_CC_NAME_MAX];

	tn_cong_net_get(&init_net, before);
	KUNIT_EXPECT_EQ(test, tn_cong_net_set(&init_net, "quiet"), -ENOENT);
	KUNIT_ASSERT_EQ(test, tandem_cc_register(&quiet), 0);
	KUNIT_EXPECT_EQ(test, tn_cong_net_set(&init_net, "quiet"), 0);
	tn_cong_net_get(&init_net, name);
	KUNIT_EXPECT_STREQ(test, name, "quiet");
	KUNIT_EXPECT_EQ(test, tn_cong_net_set(&init_net, before), 0);
	tandem_cc_unregister(&quiet);
	KUNIT_EXPECT_EQ(test, tn_cong_net_set(&init_net, "quiet"), -ENOENT);
	tn_cong_net_get(&init_net, name);
	KUNIT_EXPECT_STREQ(test, name, before);
}

static struct kunit_case cong_cases[] = {
	KUNIT_CASE(register__what_the_contract_allows),
	KUNIT_CASE(register__a_name_that_is_none),
	KUNIT_CASE(register__a_function_is_missing),
	KUNIT_CASE(register__too_much_is_asked),
	KUNIT_CASE(register__a_name_that_is_taken),
	KUNIT_CASE(choose__as_long_as_it_is_there),
	{}
};

static struct kunit_suite cong_suite = {
	.name = "sock_cong",
	.test_cases = cong_cases,
};

kunit_test_suite(cong_suite);
