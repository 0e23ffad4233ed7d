// SPDX-License-Identifier: GPL-2.0
/*
 * The congestion controls of this module, by name.
 *
 * One algorithm, one file; this one only knows where they are. The contract
 * is include/net/tandem_cc.h.
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "cc/cc.h"

static const struct tandem_cc_ops *const tn_cc_known[] = {
	&tn_cc_bbr,
	&tn_cc_reno,
	&tn_cc_cubic,
	&tn_cc_dctcp,
	&tn_cc_prague,
	&tn_cc_fixed,
};

/* RFC 9438: what most of the Internet uses */
const struct tandem_cc_ops *const tandem_cc_default = &tn_cc_cubic;

/**
 * tn_cc_at() - the congestion controls of this module, one by one
 * @i: number, from 0
 *
 * Context: any.
 * Return: the controller, or NULL if there are no more.
 */
const struct tandem_cc_ops *tn_cc_at(unsigned int i)
{
	return i < ARRAY_SIZE(tn_cc_known) ? tn_cc_known[i] : NULL;
}

/**
 * tn_cc_find() - look a congestion control up
 * @name: NUL-terminated name, as given to TCP_CONGESTION
 *
 * Context: any.
 * Return: the controller, or NULL if there is none of that name.
 */
const struct tandem_cc_ops *tn_cc_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tn_cc_known); i++)
		if (!strcmp(tn_cc_known[i]->name, name))
			return tn_cc_known[i];
	return NULL;
}

/**
 * tn_cc_usual() - what is used where nobody has chosen
 * @name: struct tn_config.congestion
 *
 * Context: any.
 * Return: the controller of that name, tandem_cc_default if it is NULL.
 */
const struct tandem_cc_ops *tn_cc_usual(const char *name)
{
	const struct tandem_cc_ops *ops = name ? tn_cc_find(name) : NULL;

	return ops ? ops : tandem_cc_default;
}
