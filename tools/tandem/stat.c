// SPDX-License-Identifier: GPL-2.0
/*
 * tandem stat: the counters, named as nstat(8) names them (TcpInSegs,
 * TcpExtTCPTimeouts); those of dropped packets are Drop:reason.
 *
 * A pattern is a shell's; one without wildcards matches anywhere in a name.
 */
#include <fnmatch.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/tandem.h>
#include "tandem.h"

struct wish {
	const char *pattern;
	bool zeros;
	bool found;
};

static void show_one(const struct nlmsghdr *msg, struct nlattr **tb, void *arg)
{
	struct wish *wish = arg;
	const char *group;
	char name[128];
	unsigned long long value;

	(void)msg;
	if (!tb[TANDEM_A_STAT_GROUP] || !tb[TANDEM_A_STAT_NAME] ||
	    !tb[TANDEM_A_STAT_VALUE])
		return;
	group = mnl_attr_get_str(tb[TANDEM_A_STAT_GROUP]);
	snprintf(name, sizeof(name), "%s%s%s", group,
		 strcmp(group, "Drop") ? "" : ":",
		 mnl_attr_get_str(tb[TANDEM_A_STAT_NAME]));
	if (fnmatch(wish->pattern, name, FNM_CASEFOLD))
		return;
	wish->found = true;
	value = mnl_attr_get_u64(tb[TANDEM_A_STAT_VALUE]);
	if (value || wish->zeros)
		printf("%-32s %llu\n", name, value);
}

int stat_main(int n, char **words)
{
	struct wish wish = { .pattern = "*" };
	char anywhere[128];
	struct nl nl;

	if (n && !strcmp(words[0], "-z")) {
		wish.zeros = true;
		n--;
		words++;
	}
	if (n > 1 || (n && words[0][0] == '-'))
		say_misused("usage: tandem stat [-z] [PATTERN]");
	if (n) {
		wish.pattern = words[0];
		if (!strpbrk(words[0], "*?[")) {
			snprintf(anywhere, sizeof(anywhere), "*%s*", words[0]);
			wish.pattern = anywhere;
		}
	}
	nl_open_tandem(&nl);
	nl_begin(&nl, TANDEM_CMD_STAT_GET);
	nl_dump(&nl, sizeof(struct genlmsghdr), TANDEM_A_STAT_MAX, show_one, &wish);
	nl_close(&nl);
	if (!wish.found)
		say_failed("no counter matches '%s'", words[0]);
	return EXIT_SUCCESS;
}
