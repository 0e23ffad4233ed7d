// SPDX-License-Identifier: GPL-2.0
/*
 * Names of the counters, as nstat(8) and /proc/net/snmp write them.
 */
#include <linux/kernel.h>

#include "base/mib.h"

static const struct {
	const char *group;
	const char *name;
} mib_names[] = {
#define X(id, group, name) \
	[TN_MIB_##id] = { group, name },
	TN_MIB_LIST(X)
#undef X
};

/**
 * tn_mib_group() - the group that a counter belongs to
 * @id: the counter
 *
 * Return: "Ip", "Icmp", "Tcp", "TcpExt", "IpExt", "Loss" or "Arp"; "" for a number that is no
 * counter.
 * Context: any.
 */
const char *tn_mib_group(enum tn_mib id)
{
	return (unsigned int)id < ARRAY_SIZE(mib_names) ? mib_names[id].group : "";
}

/**
 * tn_mib_name() - the name of a counter within its group
 * @id: the counter
 *
 * Return: the name, such as "InReceives"; "" for a number that is no counter.
 * Context: any.
 */
const char *tn_mib_name(enum tn_mib id)
{
	return (unsigned int)id < ARRAY_SIZE(mib_names) ? mib_names[id].name : "";
}
