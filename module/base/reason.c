// SPDX-License-Identifier: GPL-2.0
/*
 * Names of the drop reasons.
 */
#include <linux/kernel.h>

#include "base/reason.h"

static const char * const reason_names[] = {
	[TN_REASON_NONE] = "none",
#define X(id, name) \
	[TN_REASON_##id] = name,
	TN_REASON_LIST(X)
#undef X
};

/**
 * tn_reason_name() - what users call a drop reason
 * @reason: the reason
 *
 * Return: a lower-case, hyphenated name; "unknown" for a number that is no reason.
 * Context: any.
 */
const char *tn_reason_name(enum tn_reason reason)
{
	if ((unsigned int)reason >= ARRAY_SIZE(reason_names))
		return "unknown";
	return reason_names[reason];
}
