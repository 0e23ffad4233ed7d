// SPDX-License-Identifier: GPL-2.0
/*
 * A window that never changes, for experiments: what would the sender do if it
 * were not for congestion control?
 *
 * The window is the initial one, for ever, so the knob init_cwnd says how many
 * segments. Nothing is fair about it; it is for a laboratory.
 */
#include <linux/kernel.h>

#include "cc/cc.h"

/*
 * struct tn_fixed - what is remembered
 * @cwnd: the window, bytes; 0 before anything has happened
 */
struct tn_fixed {
	u32 cwnd;
};

static void tn_fixed_init(void *priv, struct tandem_cc_out *out)
{
}

/* The first event comes with the initial window in use. */
static void tn_fixed_hold(struct tn_fixed *fixed, struct tandem_cc_out *out)
{
	if (!fixed->cwnd)
		fixed->cwnd = out->cwnd;
	out->cwnd = fixed->cwnd;
}

static void tn_fixed_ack(void *priv, const struct tandem_cc_ack *ack,
			 struct tandem_cc_out *out)
{
	tn_fixed_hold(priv, out);
}

static void tn_fixed_signal(void *priv, const struct tandem_cc_signal *signal,
			    struct tandem_cc_out *out)
{
	tn_fixed_hold(priv, out);
}

const struct tandem_cc_ops tn_cc_fixed = {
	.name		= "fixed",
	.flags		= TANDEM_CC_OWN_WINDOW,
	.priv_size	= sizeof(struct tn_fixed),
	.init		= tn_fixed_init,
	.ack		= tn_fixed_ack,
	.signal		= tn_fixed_signal,
};
