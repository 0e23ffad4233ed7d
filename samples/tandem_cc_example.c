// SPDX-License-Identifier: GPL-2.0
/*
 * A congestion control in a module of its own: additive increase, multiplicative
 * decrease, and no more than it takes to be one. See Documentation/congestion-control.rst.
 */
#include <linux/init.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <net/tandem_cc_module.h>

/**
 * struct example - what it remembers of a connection
 * @round: sequence number whose acknowledgment ends this round trip
 */
struct example {
	u32 round;
};

/* Nothing to prepare: the private area is zeroed, and the window is the one in use. */
static void example_init(void *priv, struct tandem_cc_out *out)
{
}

/* Double each round trip up to the threshold, then one segment more each. */
static void example_ack(void *priv, const struct tandem_cc_ack *ack, struct tandem_cc_out *out)
{
	struct example *example = priv;

	if (!ack->may_grow)
		return;
	if (out->cwnd < out->ssthresh) {
		out->cwnd += min(ack->acked, out->ssthresh - out->cwnd);
	} else if ((s32)(ack->una - example->round) >= 0) {
		out->cwnd += ack->mss;
		example->round = ack->nxt;
	}
}

static void example_signal(void *priv, const struct tandem_cc_signal *signal,
			   struct tandem_cc_out *out)
{
	switch (signal->event) {
	case TANDEM_CC_LOSS:
	case TANDEM_CC_ECN:
	case TANDEM_CC_RTO:
		out->ssthresh = max(signal->inflight / 2, 2 * signal->mss);
		out->cwnd = signal->event == TANDEM_CC_RTO ? signal->mss : out->ssthresh;
		break;
	case TANDEM_CC_IDLE:
		out->cwnd = min(out->cwnd, signal->iw);
		break;
	case TANDEM_CC_UNDO:
		out->cwnd = max(out->cwnd, signal->prior_cwnd);
		out->ssthresh = max(out->ssthresh, signal->prior_ssthresh);
		break;
	case TANDEM_CC_RESTART:
	case TANDEM_CC_RECOVERED:
		break;
	}
}

static const struct tandem_cc_ops example_ops = {
	.name		= "example",
	.priv_size	= sizeof(struct example),
	.init		= example_init,
	.ack		= example_ack,
	.signal		= example_signal,
};

static int __init example_load(void)
{
	return tandem_cc_register(&example_ops);
}

static void __exit example_unload(void)
{
	tandem_cc_unregister(&example_ops);
}

module_init(example_load);
module_exit(example_unload);

MODULE_DESCRIPTION("An example of a congestion control for Tandem");
MODULE_LICENSE("GPL");
